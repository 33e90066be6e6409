"""The glyphs of a page one by one, where the words that PDFium finds do not tell all.

It leaves words whole over a line's end behind a hyphen, and on turned text; and a gap between glyphs may be none.
"""

from __future__ import annotations

import ctypes
import functools
import math
import statistics
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, pairwise, repeat
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from data.document import Box
from normalizers.syllables import WORD
from pipeline.ingest.pdf_calls import (
    Address,
    Floats,
    Handle,
    font_of,
    font_sizes,
    loose_boxes,
    matrices,
    origins,
    text_objects,
)
from pipeline.ingest.pdf_trust import is_spelled
from pipeline.ingest.printed import ASCENT, LINE_SHARE, Frame, PrintedWord, turned, unturned
from pipeline.ingest.printed_words import Flags

SQUARE_ANGLE: Final = 0.05  # radians by which a straight line of text may be off
BOLD_FLAG: Final = 1 << 18
WORD_GAP: Final = 0.12  # of a line's height: the narrowest gap between words
NARROWEST: Final = 0.1  # points; no glyph is narrower
LEVEL: Final = 0.12  # of a line's height, by which the first and last glyph of one line may differ
STEP_BACK: Final = 0.1  # points that the last glyph may begin before the first
LONGEST: Final = 1.3  # times a line's height that a letter of a word takes at most
LOOSE_SETTING: Final = 2.0  # times the usual gap of widely set letters


Run: TypeAlias = tuple[int, str, bool]  # letters without space: first character, text, whether a space was typed behind
Rectangle: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom in user space
Upright: TypeAlias = tuple[float, float, int, float, float]  # what is the same for all glyphs of a line: base to y1


class Glyph(NamedTuple):
    """A glyph in the frame in which its line is upright."""

    x0: float
    x1: float
    base: float
    height: float
    turn: int
    y0: float  # as its font says
    y1: float


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Reads runs of characters; asks PDFium for the first and last glyph alone where that is enough.

    Glyphs between the same two heights are of one line and size: only the first of them is asked for more than its sides.
    """

    text_page: Handle
    frame: Frame
    _lines: dict[tuple[float, float], Upright] = field(default_factory=dict)  # by top and bottom in user space
    _bold: dict[Address, bool] = field(default_factory=dict)  # by font

    def words(self, runs: Sequence[Run]) -> Iterator[tuple[int, PrintedWord]]:
        """The words of runs, each with the place of its run: one, unless a run goes over a line's end or several sizes."""
        places = [_bearers(text, start) for start, text, _ in runs]  # without marks: a mark's own place may be anywhere
        glyphs = iter(self.of(list(chain.from_iterable(places))))
        for number, (run, own) in enumerate(zip(runs, places, strict=True)):
            for word in self._words(run, own, list(islice(glyphs, len(own)))):
                yield number, word

    def _words(self, run: Run, places: Sequence[int], glyphs: Sequence[Glyph]) -> Iterator[PrintedWord]:
        start, text, spaced = run
        end = start + len(text)
        if _tell_all(glyphs[0], glyphs[-1], text):
            yield from self._word(text, [glyphs[0], glyphs[-1]], start, spaced)
            return
        widest = max(WORD_GAP, LOOSE_SETTING * _usual_gap(glyphs))
        cuts = [number for number, (before, glyph) in enumerate(pairwise(glyphs), 1) if _apart(before, glyph, widest)]
        for first, following in pairwise([0, *cuts, len(glyphs)]):
            begin = places[first]
            stop = places[following] if following < len(places) else end
            yield from self._word(text[begin - start : stop - start], glyphs[first:following], begin, spaced and stop == end)

    def around(self, word: PrintedWord, guests: list[PrintedWord]) -> Iterator[PrintedWord]:
        """The pieces of a word between which others stand."""
        middles = [(guest.x0 + guest.x1) / 2 for guest in guests]
        places = _bearers(word.text, 0)
        parts = self.of([word.first + place for place in places])
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

    def of(self, indexes: Sequence[int]) -> list[Glyph]:
        """Where characters stand."""
        boxes = loose_boxes(self.text_page, indexes)
        rows: list[Rectangle] = boxes.tolist()
        if self.frame.turn:
            return list(self._asked(indexes, rows))
        fresh = {(top, bottom): place for place, (_, top, _, bottom) in enumerate(rows) if (top, bottom) not in self._lines}
        if fresh:
            self.lines([indexes[place] for place in fresh.values()], boxes[list(fresh.values())])
        left = self.frame.left
        glyphs: list[Glyph] = []
        for index, box in zip(indexes, rows, strict=True):
            x0, top, x1, bottom = box
            known = self._lines.get((top, bottom))
            if known is None:
                glyphs.extend(self._asked([index], [box]))
            else:
                glyphs.append(Glyph(x0 - left, max(x0 - left + NARROWEST, x1 - left), *known))
        return glyphs

    def lines(self, indexes: Sequence[int], boxes: npt.NDArray[np.float32]) -> tuple[Floats, Floats, Flags]:
        """The baselines and heights of characters, and whether they stand upright on a page that does.

        Glyphs between the same two heights are of one line and size: those that are asked for here are known for all.
        """
        page, top = self.text_page, self.frame.top
        slopes = matrices(page, indexes).astype(np.float64)
        upright = np.abs(np.arctan2(-slopes[:, 1], slopes[:, 0])) <= SQUARE_ANGLE
        base = top - origins(page, indexes)[:, 1]
        y0, y1 = (top - boxes[:, side].astype(np.float64) for side in (1, 3))
        loose = np.abs(y1 - y0)
        size = np.array(font_sizes(page, indexes)) * np.hypot(slopes[:, 2], slopes[:, 3])
        right = (0.2 * loose < size) & (size < 5 * np.maximum(loose, 2.0))  # fonts drawn by programs have sizes of their own
        height = LINE_SHARE * np.where(right, size, np.maximum(loose / LINE_SHARE, 2.0))
        known = zip(base.tolist(), height.tolist(), repeat(0), y0.tolist(), y1.tolist())
        for (_, upper, _, lower), line, stands in zip(boxes.tolist(), known, upright.tolist(), strict=True):
            if stands:
                self._lines[upper, lower] = line
        return base, height, upright

    def _asked(self, indexes: Sequence[int], boxes: Sequence[Rectangle]) -> Iterator[Glyph]:
        """Glyphs of which PDFium tells the matrix, origin and size."""
        page, frame = self.text_page, self.frame
        columns = matrices(page, indexes).tolist(), origins(page, indexes).tolist(), font_sizes(page, indexes), boxes
        for (a, b, c, d), (x, y), font_size, (x0, top, x1, bottom) in zip(*columns, strict=True):
            turn = _quarter(math.atan2(-b, a), frame.turn)  # PDFium's own angle takes letters made italic for turned
            left, right = (turned(*frame.shown(*point), turn, *frame.size) for point in ((x0, bottom), (x1, top)))
            base = turned(*frame.shown(x, y), turn, *frame.size)[1]
            size = font_size * math.hypot(c, d)
            loose = abs(left[1] - right[1])
            if not 0.2 * loose < size < 5 * max(loose, 2.0):  # fonts drawn by programs have sizes of their own
                size = max(loose / LINE_SHARE, 2.0)
            start, end = min(left[0], right[0]), max(left[0], right[0])
            y0, y1 = min(left[1], right[1]), max(left[1], right[1])
            yield Glyph(start, max(end, start + NARROWEST), base, LINE_SHARE * size, turn, y0, y1)

    def _word(self, text: str, part: Sequence[Glyph], index: int, spaced: bool) -> Iterator[PrintedWord]:
        width, height = self.frame.size
        turn, base = part[0].turn, part[0].base
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
        yield PrintedWord(text, x0, y0, x1, y1, base, tall, box, index, spaced=spaced, turn=turn, beyond=beyond)

    def are_bold(self, indexes: Sequence[int]) -> Flags:
        """Whether each character's font is bold by its flags or name; what lies on one object is in one font."""
        items = text_objects(self.text_page, indexes)
        known = {item: self._has_bold_font(index, item) for item, index in dict(zip(items, indexes, strict=True)).items()}
        return np.array([known[item] for item in items], np.bool_)

    def _has_bold_font(self, index: int, item: Address) -> bool:
        font = font_of(item)
        if font not in self._bold or not font:
            self._bold[font] = _is_bold(self.text_page, index)
        return self._bold[font]


def _bearers(text: str, start: int) -> list[int]:
    """The places of the letters of a text that begins here, but for the marks of others."""
    return [start + number for number, letter in enumerate(text) if not number or not unicodedata.combining(letter)]


def _tell_all(first: Glyph, last: Glyph, text: str) -> bool:
    """Whether first and last glyph tell where all of the word stands: one line, one size, nothing that may be raised.

    What is no syllable may be several words whose gaps PDFium took for none.
    """
    if first.turn != 0 or last.turn != 0 or not is_simple(text):
        return False
    return (
        abs(first.base - last.base) < LEVEL * first.height
        and abs(first.height - last.height) < 0.1 * first.height
        and first.x0 <= last.x0 + STEP_BACK
        and last.x1 - first.x0 <= LONGEST * first.height * (len(text) + 1)
    )


@functools.lru_cache(maxsize=20_000)  # plans repeat their words
def is_simple(text: str) -> bool:
    """Whether a run of letters is one syllable or number, with nothing in it that may be raised or broken."""
    if len(text) == 1:
        return True
    if "-" in text or "\u00ad" in text or any(now.isdigit() and not then.isdigit() for then, now in pairwise(text)):
        return False
    return all(is_spelled(word) for word in WORD.findall(unicodedata.normalize("NFC", text)) if len(word) > 1)


def _apart(before: Glyph, glyph: Glyph, widest: float) -> bool:
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


def _usual_gap(glyphs: Sequence[Glyph]) -> float:
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
