"""The words of a paragraph as Word shows them: runs put together, fields by their result, hidden text left out.

Nothing that is shown and cannot be read goes unsaid: it is counted in LineReader.unread.
"""

from __future__ import annotations

import csv
import functools
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.resources import files
from typing import Final, Literal, NamedTuple

from lxml.etree import _Element as Element

from normalizers.old_encodings import OldEncoding, to_unicode
from pipeline.ingest.docx_parts import W
from pipeline.ingest.docx_styles import RunLook, Styles, look_of, properties_of
from pipeline.ingest.old_text import OldFonts, all_capitals, named_by

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
GRAPHIC = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
VML_SHAPE = "{urn:schemas-microsoft-com:vml}shape"
VML_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"

PICTURES = frozenset({VML_SHAPE, f"{DRAWN}inline", f"{DRAWN}anchor"})

BREAK = "\n"  # a line break inside a paragraph
PAGE_BREAK = "\f"
UNKNOWN_SIGN = "\ufffd"

BOX = f"{W}txbxContent"
RUN, TEXT, MATH_TEXT, LOOK = f"{W}r", f"{W}t", f"{M}t", f"{W}rPr"
INSTRUCTION, LINE_BREAK, SIGN = f"{W}instrText", f"{W}br", f"{W}sym"
FIELD_PARTS = frozenset({f"{W}fldChar", INSTRUCTION})
OBJECT = f"{W}object"
DRAWINGS = frozenset({f"{W}drawing", f"{W}pict", OBJECT})
# Properties and marks that hold no words of the document.
SKIPPED = frozenset(
    {f"{W}{name}" for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "fldData", "ffData")}
    | {f"{W}{name}" for name in ("rt", "rubyPr", "instrText", "delText", "delInstrText", "footnoteRef", "endnoteRef")}
    | {f"{M}{name}" for name in ("fPr", "rPr", "ctrlPr", "sSupPr", "sSubPr", "radPr", "dPr", "naryPr", "oMathParaPr", "mPr")}
)
# A soft hyphen is ư in TCVN3; in other text the repair takes it out.
WRITTEN = {
    f"{W}tab": "\t",
    f"{W}ptab": "\t",
    f"{W}cr": BREAK,
    f"{W}noBreakHyphen": "-",
    f"{W}softHyphen": "\u00ad",
}
# Formulas lose their shape in a line of text: without these signs a half would read as twelve.
MATH_SIGNS = {f"{M}den": "/", f"{M}sup": "^", f"{M}sub": "_", f"{M}rad": "√"}
MATH_BRACKETED = frozenset({f"{M}d", f"{M}deg"})  # whatever they hold
MATH_GROUPED = frozenset({f"{M}{name}" for name in ("num", "den", "sup", "sub", "rad")})  # if they hold several terms
MATH_UNREAD = frozenset({f"{M}nary", f"{M}m", f"{M}eqArr", f"{M}limLow", f"{M}limUpp"})  # sums, matrices, limits
SIGN_FONTS = ("symbol", "wingdings")  # in lower case; they draw signs in the place of letters
RAISED_DIGITS = str.maketrans("0123456789+-−=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
# Fields that show something which does not stand in the file as text: `AUTONUM \* Arabic` | not `PAGE`
UNSTORED_FIELD = re.compile(r"\s*(AUTONUM(?:LGL|OUT)?|LISTNUM|SYMBOL|EQ|FORM(?:DROPDOWN|CHECKBOX))\b", re.IGNORECASE)

EMU_PER_POINT = 12_700
LARGE_PICTURE = 120_000  # square points, a quarter of a page of A4: may well be a scan or a table
CSS_SIZE = re.compile(r"(?:^|;)\s*(width|height):(\d{1,6}(?:\.\d{1,6})?)(pt|in)")
POINTS = {"pt": 1.0, "in": 72.0}

NoteKind = Literal["footnotes", "endnotes"]
NOTE_MARKS: Mapping[str, NoteKind] = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}


class Unread(StrEnum):
    """What a Word file can show that this reader cannot read."""

    PICTURE = "picture"
    GRAPHIC = "graphic"  # charts and diagrams
    OBJECT = "object"
    FIELD = "field"
    SIGN = "sign"
    CHUNK = "chunk"  # another document placed inside


class Line(NamedTuple):
    """A printed line that the writer ended on purpose; tabs are kept. after: how it was ended, empty at the end."""

    text: str
    bold: bool  # all of it that is not blank
    after: str = ""


class Inline(NamedTuple):
    """What stands in a paragraph: its lines, and the text boxes anchored in it."""

    lines: tuple[Line, ...]
    boxes: tuple[Element, ...]


class _Ink(NamedTuple):
    """How the text of a run is shown."""

    bold: bool
    hidden: bool
    capitals: bool
    raised: bool
    font: str
    usual: bool  # the font is in Unicode and draws the letters that its codes stand for, as most


MATH_INK: Final = _Ink(bold=False, hidden=False, capitals=False, raised=False, font="", usual=True)


class _Form(NamedTuple):
    """What makes text as it stands in the file the text that is shown."""

    encoding: OldEncoding | None
    capitals: bool


AS_WRITTEN: Final = _Form(None, capitals=False)
AS_CAPITALS: Final = _Form(None, capitals=True)


@dataclass(slots=True)
class _Pen:
    """A paragraph while it is being put together: a letter and its mark in an old encoding may stand in two runs."""

    written: list[str] = field(default_factory=list)  # in the form below
    form: _Form = AS_WRITTEN
    shown: str = ""  # of the line so far, but for what is written
    bold: bool = True
    lines: tuple[Line, ...] = ()
    boxes: tuple[Element, ...] = ()

    def write(self, text: str, form: _Form = AS_WRITTEN, *, bold: bool = True) -> None:
        if not bold and self.bold and not text.isspace():
            self.bold = False
        if form != self.form:
            self._show()
            self.form = form
        self.written.append(text)

    def end_line(self, mark: str = "") -> None:
        self._show()
        text = self.shown
        self.lines += (Line(text, self.bold and bool(text.strip()), mark),)
        self.shown, self.bold = "", True

    def finish(self) -> Inline:
        self.end_line()
        done = Inline(self.lines, self.boxes)
        self.lines, self.boxes = (), ()
        return done

    def _show(self) -> None:
        text = "".join(self.written)
        self.written.clear()
        if self.form is not AS_WRITTEN:
            text = to_unicode(text, self.form.encoding) if self.form.encoding else text
            text = text.upper() if self.form.capitals else text
        self.shown += text


@dataclass(slots=True)
class LineReader:
    """Reads paragraph after paragraph of one story (body, footnote, running head, text box): fields may span several."""

    styles: Styles
    unread: Counter[Unread] = field(default_factory=Counter)
    notes: list[tuple[NoteKind, str]] = field(default_factory=list)  # footnotes referred to, by id
    fonts: dict[str, list[str]] = field(default_factory=dict)  # words left in fonts of old encodings, by font
    old: OldFonts = field(default_factory=lambda: OldFonts({}))
    inks: dict[tuple[RunLook, str], _Ink] = field(default_factory=dict)
    _pen: _Pen = field(default_factory=_Pen)
    _fields: list[str | None] = field(default_factory=list)  # open fields: instruction so far; None = in the result

    def aside(self) -> LineReader:
        """A reader for a text box inside this story: same counts, its own fields."""
        return LineReader(self.styles, self.unread, self.notes, self.fonts, self.old, self.inks)

    @property
    def old_fonts(self) -> bool:
        """Whether any text stood in a font whose name promises an old encoding."""
        return any(named_by(ink.font) is not None for ink in self.inks.values())

    @property
    def stuck(self) -> bool:
        """Whether a field was left open in its instruction, so that text behind it may be missing."""
        return any(instruction is not None for instruction in self._fields)

    def read(self, paragraph: Element, style: str) -> Inline:
        """What stands in a paragraph of this style."""
        pen = self._pen
        for item in paragraph:
            tag = item.tag
            if tag == RUN:
                self._run(item, style, pen)
            elif tag not in SKIPPED:
                self._wrapped(item, style, pen)
        return pen.finish()

    def _wrapped(self, item: Element, style: str, pen: _Pen) -> None:
        """What stands in a paragraph outside its own runs: in links, insertions, formulas."""
        tag = item.tag
        if tag == RUN:
            self._run(item, style, pen)
        elif tag == MATH_TEXT:
            self._write(item.text or "", MATH_INK, pen)
        elif tag not in SKIPPED:
            if tag in MATH_UNREAD:
                self.unread[Unread.FIELD] += 1
            before, after = _math_signs(item)
            if before:
                pen.write(before)
            for inner in item:
                self._wrapped(inner, style, pen)
            if after:
                pen.write(after)

    def _run(self, run: Element, style: str, pen: _Pen) -> None:
        ink = self._ink(look_of(properties_of(run, LOOK)), style)
        for item in run:
            tag = item.tag
            if tag == TEXT:
                self._write(item.text or "", ink, pen)
            elif tag != LOOK and not self._mark(item, ink, pen):
                return

    def _mark(self, item: Element, ink: _Ink, pen: _Pen) -> bool:
        """What stands in a run beside text; False if the rest of the run is a footnote's own sign."""
        tag = item.tag
        if tag == TEXT:
            self._write(item.text or "", ink, pen)
        elif tag in FIELD_PARTS:
            self._field(item)
        elif ink.hidden or tag in SKIPPED:
            return True
        elif tag in WRITTEN:
            self._write(WRITTEN[tag], ink, pen)
        elif tag == LINE_BREAK:
            line = item.get(f"{W}type", "textWrapping") == "textWrapping"
            self._write(BREAK if line else PAGE_BREAK, ink, pen)
        elif tag == SIGN:
            self._write(self._sign(item.get(f"{W}font", ""), item.get(f"{W}char", "")), ink, pen)
        elif tag in NOTE_MARKS:
            self.notes.append((NOTE_MARKS[tag], item.get(f"{W}id", "")))
            return item.get(f"{W}customMarkFollows", "0") in ("0", "false", "off")
        elif tag in DRAWINGS:
            self._drawing(item, pen)
        else:
            return all(self._mark(inner, ink, pen) for inner in item)
        return True

    def _ink(self, own: RunLook, style: str) -> _Ink:
        ink = self.inks.get((own, style))
        if ink is None:
            look = self.styles.run_look(own, style)
            font = look.font or ""
            usual = self.old.unicode(font) and not font.lower().startswith(SIGN_FONTS)
            ink = _Ink(bool(look.bold), bool(look.hidden), bool(look.capitals), bool(look.raised), font, usual)
            self.inks[own, style] = ink
        return ink

    def _write(self, text: str, ink: _Ink, pen: _Pen) -> None:
        if ink.hidden or not text or (self._fields and self.stuck):
            return
        if text in (BREAK, PAGE_BREAK):
            pen.end_line(text)
            return
        form = AS_CAPITALS if ink.capitals else AS_WRITTEN
        if not ink.usual:
            encoding = self.old.encoding(ink.font, text)
            form = _Form(encoding, ink.capitals or all_capitals(ink.font, encoding))
            if encoding is None and not text.isascii():
                text = self._in_font(text, ink.font)
        if ink.raised:
            text = text.translate(RAISED_DIGITS)
        pen.write(text.replace(BREAK, " "), form, bold=ink.bold)

    def _field(self, part: Element) -> None:
        if part.tag == INSTRUCTION:
            if self._fields and self._fields[-1] is not None:
                self._fields[-1] = (self._fields[-1] or "") + (part.text or "")[:100]
            return
        kind = part.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append("")
        elif self._fields and kind == "separate":
            self._fields[-1] = None
        elif self._fields and kind == "end":
            instruction = self._fields.pop()
            if instruction is not None and UNSTORED_FIELD.match(instruction):
                self.unread[Unread.FIELD] += 1

    def _sign(self, font: str, code: str) -> str:
        try:
            number = int(code[:8], 16)
        except ValueError:
            number = 0
        character = symbol_fonts().get((font.lower(), number & 0xFF))
        if character is None:
            self.unread[Unread.SIGN] += 1
        return character or UNKNOWN_SIGN

    def _in_font(self, text: str, font: str) -> str:
        """Characters beyond ASCII in a font that draws others in their place."""
        name = font.lower()
        if named_by(name) is not None:
            self.fonts.setdefault(name, []).append(text)
        if not name.startswith(SIGN_FONTS):
            return text
        signs = symbol_fonts()
        return "".join(
            signs.get((name, ord(letter) & 0xFF), letter)
            if "\uf020" <= letter <= "\uf0ff" or "\u00a0" < letter <= "\u00ff"
            else letter
            for letter in text
        )

    def _drawing(self, drawing: Element, pen: _Pen) -> None:
        """Text boxes are kept for after the paragraph; pictures, charts and embedded objects are counted as unread."""
        if drawing.tag == OBJECT:
            self.unread[Unread.OBJECT] += 1
        todo = list(reversed(drawing))
        while todo:
            item = todo.pop()
            if item.tag == BOX:
                pen.boxes += (item,)
                continue
            if item.tag == GRAPHIC and item.get("uri", "").rsplit("/", 1)[-1] in ("chart", "chartex", "diagram"):
                self.unread[Unread.GRAPHIC] += 1
            elif item.tag in PICTURES and drawing.tag != OBJECT and _picture_size(item) >= LARGE_PICTURE:
                self.unread[Unread.PICTURE] += 1
            todo.extend(reversed(item))


@functools.cache
def symbol_fonts() -> Mapping[tuple[str, int], str]:
    """The characters that symbol fonts draw: (font in lower case, code) → character; data/symbol_fonts.csv."""
    rows = csv.DictReader(files("data").joinpath("symbol_fonts.csv").read_text("utf-8").splitlines())
    return {(row["font"].lower(), int(row["code"], 16)): row["character"] for row in rows}


def _math_signs(item: Element) -> tuple[str, str]:
    """What to write before and after a part of a formula; nothing for anything else."""
    if not item.tag.startswith(M):
        return "", ""
    sign = MATH_SIGNS.get(item.tag, "")
    several = item.tag in MATH_GROUPED and sum(1 for _ in item.iter(MATH_TEXT)) > 1
    return (f"{sign}(", ")") if several or (item.tag in MATH_BRACKETED and len(item)) else (sign, "")


def _picture_size(item: Element) -> float:
    """The area in square points of what may be a picture; 0 if it is none."""
    if item.tag == VML_SHAPE:
        if item.find(VML_IMAGE) is None:
            return 0.0
        sizes = {side: float(size) * POINTS[unit] for side, size, unit in CSS_SIZE.findall(item.get("style", ""))}
        return sizes.get("width", 0.0) * sizes.get("height", 0.0)
    extent = item.find(f"{DRAWN}extent")
    graphic = next(item.iter(GRAPHIC), None)
    if extent is None or graphic is None or not graphic.get("uri", "").endswith("/picture"):
        return 0.0
    return _number(extent.get("cx")) * _number(extent.get("cy")) / EMU_PER_POINT**2


def _number(text: str | None) -> float:
    return float(text) if text is not None and len(text) <= 12 and text.isascii() and text.isdecimal() else 0.0
