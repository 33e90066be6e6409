"""The words of a paragraph as Word shows them: runs put together, fields by their result, hidden text left out.

Nothing that is shown and cannot be read goes unsaid: it is counted in LineReader.unread.
"""

from __future__ import annotations

import csv
import functools
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from importlib.resources import files
from itertools import groupby
from typing import Literal, NamedTuple

from lxml.etree import _Element as Element

from normalizers.old_encodings import OldEncoding, to_unicode
from pipeline.ingest.docx_parts import W
from pipeline.ingest.docx_styles import RunLook, Styles
from pipeline.ingest.old_text import OldFonts, all_capitals, named_by

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
GRAPHIC = "{http://schemas.openxmlformats.org/drawingml/2006/main}graphicData"
VML_SHAPE = "{urn:schemas-microsoft-com:vml}shape"
VML_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"

BREAK = "\n"  # a line break inside a paragraph
PAGE_BREAK = "\f"
UNKNOWN_SIGN = "\ufffd"

BOX = f"{W}txbxContent"
RUN, TEXT, MATH_RUN, MATH_TEXT = f"{W}r", f"{W}t", f"{M}r", f"{M}t"
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


@dataclass(frozen=True, slots=True)
class Inline:
    """What stands in a paragraph: its lines, and the text boxes anchored in it."""

    lines: tuple[Line, ...]
    boxes: tuple[Element, ...]


class _Piece(NamedTuple):
    """Text of one run as it stands in the file, and what makes it what is shown."""

    text: str
    encoding: OldEncoding | None = None
    capitals: bool = False


@dataclass(slots=True)
class _Pen:
    """A paragraph while it is being put together."""

    pieces: list[_Piece] = field(default_factory=list)
    bold: bool = True
    lines: list[Line] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)

    def write(self, piece: _Piece, bold: bool) -> None:
        if not bold and piece.text.strip():
            self.bold = False
        self.pieces.append(piece)

    def end_line(self, mark: str) -> None:
        text = "".join(_shown(self.pieces))
        self.lines.append(Line(text, self.bold and bool(text.strip()), mark))
        self.pieces, self.bold = [], True


@dataclass(slots=True)
class LineReader:
    """Reads paragraph after paragraph of one story (body, footnote, running head, text box): fields may span several."""

    styles: Styles
    unread: Counter[Unread] = field(default_factory=Counter)
    notes: list[tuple[NoteKind, str]] = field(default_factory=list)  # footnotes referred to, by id
    fonts: dict[str, list[str]] = field(default_factory=dict)  # words left in fonts of old encodings, by font
    old: OldFonts = field(default_factory=lambda: OldFonts({}))
    _fields: list[str | None] = field(default_factory=list)  # open fields: instruction so far; None = in the result

    def aside(self) -> LineReader:
        """A reader for a text box inside this story: same counts, its own fields."""
        return LineReader(self.styles, self.unread, self.notes, self.fonts, self.old)

    @property
    def stuck(self) -> bool:
        """Whether a field was left open in its instruction, so that text behind it may be missing."""
        return any(instruction is not None for instruction in self._fields)

    def read(self, paragraph: Element, style: str) -> Inline:
        """What stands in a paragraph of this style."""
        pen = _Pen()
        todo: list[Element | str] = list(reversed(paragraph))
        while todo:
            item = todo.pop()
            if isinstance(item, str):
                pen.pieces.append(_Piece(item))
            elif item.tag == RUN:
                self._run(item, style, pen)
            elif item.tag == MATH_TEXT:
                self._write(item.text or "", RunLook(), pen)
            elif item.tag not in SKIPPED:
                if item.tag in MATH_UNREAD:
                    self.unread[Unread.FIELD] += 1
                before, after = _math_signs(item)
                todo.append(after)
                todo.extend(reversed(item))
                todo.append(before)
        pen.end_line("")
        return Inline(tuple(pen.lines), tuple(pen.boxes))

    def _run(self, run: Element, style: str, pen: _Pen) -> None:
        look = self.styles.run_look(run.find(f"{W}rPr"), style)
        todo = list(reversed(run))
        while todo:
            item = todo.pop()
            if item.tag == TEXT:
                self._write(item.text or "", look, pen)
            elif item.tag == f"{W}fldChar":
                self._field(item.get(f"{W}fldCharType", ""))
            elif item.tag == f"{W}instrText":
                self._instruct(item.text or "")
            elif look.hidden or item.tag in SKIPPED:
                continue
            elif item.tag in WRITTEN:
                self._write(WRITTEN[item.tag], look, pen)
            elif item.tag == f"{W}br":
                line = item.get(f"{W}type", "textWrapping") == "textWrapping"
                self._write(BREAK if line else PAGE_BREAK, look, pen)
            elif item.tag == f"{W}sym":
                self._write(self._sign(item.get(f"{W}font", ""), item.get(f"{W}char", "")), look, pen)
            elif item.tag in NOTE_MARKS:
                self.notes.append((NOTE_MARKS[item.tag], item.get(f"{W}id", "")))
                if item.get(f"{W}customMarkFollows", "0") not in ("0", "false", "off"):
                    return
            elif item.tag in (f"{W}drawing", f"{W}pict", f"{W}object"):
                self._drawing(item, pen)
            else:
                todo.extend(reversed(item))

    def _write(self, text: str, look: RunLook, pen: _Pen) -> None:
        if look.hidden or not text or (self._fields and self.stuck):
            return
        if text in (BREAK, PAGE_BREAK):
            pen.end_line(text)
            return
        font = look.font or ""
        encoding = self.old.encoding(font, text)
        if font and encoding is None and not text.isascii():
            text = self._in_font(text, font)
        if look.raised:
            text = text.translate(RAISED_DIGITS)
        capitals = bool(look.capitals) or all_capitals(font, encoding)
        pen.write(_Piece(text.replace(BREAK, " "), encoding, capitals), bool(look.bold))

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append("")
        elif self._fields and kind == "separate":
            self._fields[-1] = None
        elif self._fields and kind == "end":
            instruction = self._fields.pop()
            if instruction is not None and UNSTORED_FIELD.match(instruction):
                self.unread[Unread.FIELD] += 1

    def _instruct(self, text: str) -> None:
        if self._fields and self._fields[-1] is not None:
            self._fields[-1] = (self._fields[-1] or "") + text[:100]

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
        if not name.startswith(("symbol", "wingdings")):
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
        if drawing.tag == f"{W}object":
            self.unread[Unread.OBJECT] += 1
        todo = list(reversed(drawing))
        while todo:
            item = todo.pop()
            if item.tag == BOX:
                pen.boxes.append(item)
                continue
            if item.tag == GRAPHIC and item.get("uri", "").rsplit("/", 1)[-1] in ("chart", "chartex", "diagram"):
                self.unread[Unread.GRAPHIC] += 1
            elif _picture_size(item) >= LARGE_PICTURE and drawing.tag != f"{W}object":
                self.unread[Unread.PICTURE] += 1
            todo.extend(reversed(item))


def _shown(pieces: list[_Piece]) -> Iterator[str]:
    """What the pieces of a line show: a letter and its mark in an old encoding may stand in two runs."""
    for (encoding, capitals), run in groupby(pieces, key=lambda piece: (piece.encoding, piece.capitals)):
        text = "".join(piece.text for piece in run)
        if encoding is not None:
            text = to_unicode(text, encoding)
        yield text.upper() if capitals else text


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
    """The area of a picture in square points; 0 for anything else."""
    if item.tag in (f"{DRAWN}inline", f"{DRAWN}anchor"):
        extent = item.find(f"{DRAWN}extent")
        graphic = next(item.iter(GRAPHIC), None)
        if extent is None or graphic is None or not graphic.get("uri", "").endswith("/picture"):
            return 0.0
        return _number(extent.get("cx")) * _number(extent.get("cy")) / EMU_PER_POINT**2
    if item.tag == VML_SHAPE and item.find(VML_IMAGE) is not None:
        sizes = {side: float(size) * POINTS[unit] for side, size, unit in CSS_SIZE.findall(item.get("style", ""))}
        return sizes.get("width", 0.0) * sizes.get("height", 0.0)
    return 0.0


def _number(text: str | None) -> float:
    return float(text) if text is not None and len(text) <= 12 and text.isascii() and text.isdecimal() else 0.0
