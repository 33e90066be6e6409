"""The words that PDFium finds on a page, each with its place as the page is shown.

PDFium divides words well by the gaps between glyphs; it leaves words whole over a line's end behind a hyphen,
and on turned text. There the glyphs are looked at one by one.
"""

from __future__ import annotations

import ctypes
import functools
import math
import re
import statistics
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, TypeAlias

import pypdfium2.raw as pdfium

from data.document import Box, ScanNote
from normalizers.syllables import WORD
from pipeline.ingest.pdf_trust import is_spelled

MAX_CHARACTERS: Final = 200_000  # on a page; a dense page of an annex holds 8,000
SQUARE_ANGLE: Final = 0.05  # radians by which a straight line of text may be off
LETTERS: Final = re.compile(r"\S+")
TYPED_SPACES: Final = {0x20, 0xA0, 0x09}
HYPHEN_CODES: Final = {0x02, 0xFFFE}  # how PDFium gives the hyphen at a line's end
BOLD_FLAG: Final = 1 << 18
LINE_SHARE: Final = 0.9  # of a font's size, that its letters take from ascender to descender
ASCENT: Final = 0.78  # of that, above the baseline
WORD_GAP: Final = 0.12  # of a line's height: the narrowest gap between words
LOOSE_SETTING: Final = 2.0  # times the usual gap of widely set letters

Handle: TypeAlias = ctypes.c_void_p  # a pointer of PDFium


class PageTooBig(Exception):
    """A page beyond the limits; its message says which."""


@dataclass(frozen=True, slots=True)
class PrintedWord:
    """A run of glyphs without space. x0 to y1 and base are where it stands when its line is turned upright."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float  # the baseline
    height: float  # of its line from ascender to descender by the size of the font, not by what the font says of itself
    box: Box  # where it stands on the page
    first: int = 0  # its characters on the page, in the order of the content
    last: int = 0
    bold: bool = False
    spaced: bool = False  # a space glyph was typed behind it
    turn: int = 0  # quarter turns against the page; -1: slanted
    runs_on: bool = False  # torn by a narrow column: the next line goes on with it
    confidence: float = 1.0  # of its letters, if read from a picture
    note: ScanNote | None = None
    beyond: bool = False  # off the visible page


@dataclass(frozen=True, slots=True)
class Frame:
    """How user space is shown: the visible rectangle and the page's quarter turns clockwise."""

    number: int
    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn % 2 else (width, height)

    def shown(self, x: float, y: float) -> tuple[float, float]:
        """A point of user space as shown."""
        if self.turn == 0:
            return x - self.left, self.top - y
        if self.turn == 1:
            return y - self.bottom, x - self.left
        if self.turn == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of user space as shown."""
        (x0, y0), (x1, y1) = self.shown(left, bottom), self.shown(right, top)
        return Box(self.number, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def clipped(self, box: Box) -> Box | None:
        """The visible part of a box; None if nothing of it is visible."""
        width, height = self.size
        x0, x1 = max(box.x0, 0.0), min(box.x1, width)
        y0, y1 = max(box.y0, 0.0), min(box.y1, height)
        return Box(box.page, x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def words_of(text_page: Handle, frame: Frame, wanted: set[int] | None = None) -> list[PrintedWord]:
    """The words of a page in the order of its content; only those of the wanted text objects if given."""
    words = list(_as_written(text_page, frame, wanted))
    return _unwoven(words, _Glyphs(text_page, frame))


def _as_written(text_page: Handle, frame: Frame, wanted: set[int] | None) -> Iterator[PrintedWord]:
    count = pdfium.FPDFText_CountChars(text_page)
    if count > MAX_CHARACTERS:
        raise PageTooBig(f"quá nhiều ký tự ({count})")
    glyphs = _Glyphs(text_page, frame)
    codes = [pdfium.FPDFText_GetUnicode(text_page, index) for index in range(count)]
    letters = "".join(map(_letter, codes))
    for start, end in _runs(text_page, letters, wanted):
        spaced = end < count and codes[end] in TYPED_SPACES and not pdfium.FPDFText_IsGenerated(text_page, end)
        yield from glyphs.words(start, letters[start:end], spaced)


def _runs(text_page: Handle, letters: str, wanted: set[int] | None) -> Iterator[tuple[int, int]]:
    """Where letters stand without space between, and those of unwanted objects are as spaces."""
    if wanted is not None:
        objects = (address(pdfium.FPDFText_GetTextObject(text_page, index)) for index in range(len(letters)))
        letters = "".join(letter if item in wanted else " " for letter, item in zip(letters, objects, strict=True))
    return (match.span() for match in LETTERS.finditer(letters))


def _unwoven(words: list[PrintedWord], glyphs: _Glyphs) -> list[PrintedWord]:
    """The words, cut where another word stands inside them.

    Letters that a font lacks are lent by a second one and written after the line: "huyn", then "ệ" into its gap.
    """
    guests: dict[int, list[PrintedWord]] = {}
    order = sorted((number for number, word in enumerate(words) if word.turn == 0), key=lambda number: words[number].x0)
    rows: dict[int, list[int]] = {}
    for number in order:
        rows.setdefault(round(words[number].base), []).append(number)
    for row in rows.values():
        host = row[0]
        for number in row[1:]:
            word, before = words[number], words[host]
            if word.x0 > before.x0 and word.x1 < before.x1:
                guests.setdefault(host, []).append(word)
            elif word.x1 > before.x1:
                host = number
    if not guests:
        return words
    return [piece for number, word in enumerate(words) for piece in glyphs.around(word, guests.get(number, []))]


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A glyph in the frame in which its line is upright."""

    x0: float
    x1: float
    base: float
    height: float
    turn: int
    y0: float  # as its font says
    y1: float


@dataclass(frozen=True, slots=True)
class _Glyphs:
    """Reads runs of characters; asks PDFium for the first and last glyph alone where that is enough.

    Glyphs between the same two heights are of one line and size: only the first of them is asked for more than its sides.
    """

    text_page: Handle
    frame: Frame
    _lines: dict[tuple[float, float], _Glyph] = field(default_factory=dict)  # upright glyphs by bottom and top
    _bold: dict[int, bool] = field(default_factory=dict)  # by font
    _sides: pdfium.FS_RECTF = field(default_factory=pdfium.FS_RECTF)

    def words(self, start: int, text: str, spaced: bool) -> Iterator[PrintedWord]:
        """The words of a run: one, unless it runs over a line's end or over glyphs of several sizes."""
        end = start + len(text)
        last = end - 1
        while last > start and unicodedata.combining(text[last - start]):  # a mark's own place may be anywhere
            last -= 1
        ends = [self.at(start), self.at(last)]
        if _tell_all(ends[0], ends[1], text):
            yield from self._word(text, ends, start, spaced)
            return
        places = [index for index in range(start, end) if index == start or not unicodedata.combining(text[index - start])]
        glyphs = [self.at(index) for index in places]
        widest = max(WORD_GAP, LOOSE_SETTING * _usual_gap(glyphs))
        cuts = [number for number, (before, glyph) in enumerate(pairwise(glyphs), 1) if _apart(before, glyph, widest)]
        for first, following in pairwise([0, *cuts, len(glyphs)]):
            begin = places[first]
            stop = places[following] if following < len(places) else end
            yield from self._word(text[begin - start : stop - start], glyphs[first:following], begin, spaced and stop == end)

    def around(self, word: PrintedWord, guests: list[PrintedWord]) -> Iterator[PrintedWord]:
        """The pieces of a word between which others stand."""
        middles = [(guest.x0 + guest.x1) / 2 for guest in guests]
        places = [number for number, letter in enumerate(word.text) if not number or not unicodedata.combining(letter)]
        parts = [self.at(word.first + place) for place in places]
        cuts = [
            number
            for number, (before, glyph) in enumerate(pairwise(parts), 1)
            if any((before.x0 + before.x1) / 2 < middle < (glyph.x0 + glyph.x1) / 2 for middle in middles)
        ]
        if not cuts:
            yield word
            return
        for first, following in pairwise([0, *cuts, len(parts)]):
            stop = places[following] if following < len(places) else len(word.text)
            text = word.text[places[first] : stop]
            last = following == len(parts)
            yield from self._word(text, parts[first:following], word.first + places[first], word.spaced and last)

    def at(self, index: int) -> _Glyph:
        """A character's place."""
        page, frame = self.text_page, self.frame
        rectangle = self._sides
        pdfium.FPDFText_GetLooseCharBox(page, index, rectangle)
        if frame.turn == 0:
            known = self._lines.get((rectangle.bottom, rectangle.top))
            if known is not None:
                x0, x1 = rectangle.left - frame.left, rectangle.right - frame.left
                return _Glyph(x0, max(x0 + 0.1, x1), known.base, known.height, 0, known.y0, known.y1)
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(page, index, matrix)
        turn = _quarter(
            math.atan2(-matrix.b, matrix.a), frame.turn
        )  # PDFium's own angle takes letters made italic for turned
        left, right = (
            turned(*frame.shown(x, y), turn, *frame.size)
            for x, y in ((rectangle.left, rectangle.bottom), (rectangle.right, rectangle.top))
        )
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(page, index, x, y)
        base = turned(*frame.shown(x.value, y.value), turn, *frame.size)[1]
        size = pdfium.FPDFText_GetFontSize(page, index) * math.hypot(matrix.c, matrix.d)
        loose = abs(left[1] - right[1])
        if not 0.2 * loose < size < 5 * max(loose, 2.0):  # fonts drawn by programs have sizes of their own
            size = max(loose / LINE_SHARE, 2.0)
        x0, x1 = min(left[0], right[0]), max(left[0], right[0])
        y0, y1 = min(left[1], right[1]), max(left[1], right[1])
        glyph = _Glyph(x0, max(x1, x0 + 0.1), base, LINE_SHARE * size, turn, y0, y1)
        if turn == 0 and frame.turn == 0:
            self._lines[rectangle.bottom, rectangle.top] = glyph
        return glyph

    def _word(self, text: str, part: list[_Glyph], index: int, spaced: bool) -> Iterator[PrintedWord]:
        width, height = self.frame.size
        turn, base = part[0].turn, part[0].base
        if turn == 0 and len(part) == 2 and part[0].height == part[1].height:
            tall, x0, x1 = part[0].height, part[0].x0, part[1].x1
            y0, y1 = base - ASCENT * tall, base + (1 - ASCENT) * tall
            if text and 0 <= x0 < x1 <= width and y0 >= 0 and y1 <= height:  # as nearly all are
                box = Box(self.frame.number, x0, y0, x1, y1)
                bold = self._is_bold(index)
                yield PrintedWord(text, x0, y0, x1, y1, base, tall, box, index, index + len(text), bold, spaced)
                return
        tall = max(glyph.height for glyph in part)
        left, right = min(glyph.x0 for glyph in part), max(glyph.x1 for glyph in part)
        across, down = (height, width) if turn in (1, 3) else (width, height)
        x0, x1 = max(left, 0.0), min(right, across)
        top, bottom = base - ASCENT * tall, base + (1 - ASCENT) * tall
        if turn == -1:  # a slanted word takes the room of all its letters
            top, bottom = min(glyph.y0 for glyph in part), max(glyph.y1 for glyph in part)
        y0, y1 = max(top, 0.0), min(bottom, down)
        beyond = x0 >= x1 or y0 >= y1  # not on the visible page
        if beyond:
            x0, x1, y0, y1 = left, right, top, bottom
        if not text or x0 >= x1 or y0 >= y1:
            return
        corners = [unturned(x0, y0, turn, width, height), unturned(x1, y1, turn, width, height)]
        xs, ys = sorted(x for x, _ in corners), sorted(y for _, y in corners)
        box = Box(self.frame.number, xs[0], ys[0], xs[1], ys[1])
        bold = self._is_bold(index)
        last = index + len(text)
        yield PrintedWord(text, x0, y0, x1, y1, base, tall, box, index, last, bold, spaced, turn, beyond=beyond)

    def _is_bold(self, index: int) -> bool:
        """Whether a character's font is bold by its flags or name."""
        item = pdfium.FPDFText_GetTextObject(self.text_page, index)
        font = pdfium.FPDFTextObj_GetFont(item) if item else None
        key = ctypes.addressof(font.contents) if font else 0
        if key not in self._bold or not key:
            self._bold[key] = _is_bold(self.text_page, index)
        return self._bold[key]


def turned(x: float, y: float, turn: int, width: float, height: float) -> tuple[float, float]:
    """A point of a page of this size in the frame in which text with this turn is upright."""
    if turn == 1:
        return y, width - x
    if turn == 2:
        return width - x, height - y
    if turn == 3:
        return height - y, x
    return x, y


def unturned(x: float, y: float, turn: int, width: float, height: float) -> tuple[float, float]:
    """The way back from `turned`."""
    if turn == 1:
        return width - y, x
    if turn == 2:
        return width - x, height - y
    if turn == 3:
        return y, height - x
    return x, y


def _tell_all(first: _Glyph, last: _Glyph, text: str) -> bool:
    """Whether first and last glyph tell where all of the word stands: one line, one size, nothing that may be raised.

    What is no syllable may be several words whose gaps PDFium took for none.
    """
    if first.turn != 0 or last.turn != 0 or not _is_simple(text):
        return False
    return (
        abs(first.base - last.base) < 0.12 * first.height
        and abs(first.height - last.height) < 0.1 * first.height
        and first.x0 <= last.x0 + 0.1
        and last.x1 - first.x0 <= 1.3 * first.height * (len(text) + 1)
    )


@functools.lru_cache(maxsize=20_000)  # plans repeat their words
def _is_simple(text: str) -> bool:
    """Whether a run of letters is one syllable or number, with nothing in it that may be raised or broken."""
    if "-" in text or "\u00ad" in text or any(now.isdigit() and not then.isdigit() for then, now in pairwise(text)):
        return False
    return all(is_spelled(word) for word in WORD.findall(unicodedata.normalize("NFC", text)) if len(word) > 1)


@functools.cache
def _letter(code: int) -> str:
    if code in HYPHEN_CODES:
        return "-"
    if code == 0:
        return " "
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _apart(before: _Glyph, glyph: _Glyph, widest: float) -> bool:
    """Whether a glyph begins a word of its own: another line, a raised number, a gap or a step back."""
    if before.turn != glyph.turn:
        return True
    if before.turn == -1:
        return False
    if glyph.x0 < before.x0 and (glyph.x0 + glyph.x1) / 2 < before.x0:
        return True  # written behind it, printed before it
    size = max(before.height, glyph.height)
    jump = 0.12 if min(before.height, glyph.height) < 0.85 * size else 0.3
    return abs(before.base - glyph.base) > jump * size or not -3 * size < glyph.x0 - before.x1 < widest * size


def _usual_gap(glyphs: list[_Glyph]) -> float:
    """The white between letters of a run, as a share of their height; more than none in widely set headings."""
    gaps = [(glyph.x0 - before.x1) / max(glyph.height, 1.0) for before, glyph in pairwise(glyphs)]
    return max(statistics.median(gaps), 0.0) if gaps else 0.0


def _quarter(angle: float, page_turn: int) -> int:
    """Quarter turns clockwise of text against the page as shown; -1 if it is slanted."""
    quarters = angle / (math.pi / 2)
    nearest = round(quarters)
    if abs(quarters - nearest) * math.pi / 2 > SQUARE_ANGLE:
        return -1
    return (nearest + page_turn) % 4


def _is_bold(text_page: Handle, index: int) -> bool:
    flags = ctypes.c_int()
    length = pdfium.FPDFText_GetFontInfo(text_page, index, None, 0, flags)
    if flags.value > 0 and flags.value & BOLD_FLAG:
        return True
    if not 0 < length <= 512:
        return False
    name = ctypes.create_string_buffer(length)
    pdfium.FPDFText_GetFontInfo(text_page, index, name, length, flags)
    return b"bold" in name.value.lower()


def address(handle: Handle) -> int:
    """What makes an object of PDFium the same as another."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0 if handle else 0
