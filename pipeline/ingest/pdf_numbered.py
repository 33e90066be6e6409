"""Rows of tables told by the numbers in their first column, where no line is drawn between them.

Only where that is sure: the numbers go up, and the cells of a row begin on the line of its number. Else nothing is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, Literal, NamedTuple

import numpy as np

from normalizers.outline import label_of
from pipeline.ingest.page_words import heads_numbers, may_head_numbers
from pipeline.ingest.pdf_lines import Line, lines_in, lines_of, unbroken
from pipeline.ingest.pdf_strokes import NEAR, Stroke
from pipeline.ingest.pdf_undrawn import white
from pipeline.ingest.printed_words import PrintedWords

FEWEST_ROWS: Final = 2
FEWEST_IN_BAND: Final = 3  # numbers that are no one number, torn
FEWEST_GUTTERS: Final = 3
SAME_LINE: Final = 0.3  # of a line's height: by which the first lines of a row's cells may differ
EDGE: Final = 2.0  # points of white at the sides of a table
FAR: Final = 2.4  # line heights: lines further apart belong to no common table
ASCENT: Final = 0.8  # of a line's height, above its baseline
LETTERS: Final = 3  # lines over which a narrow column may tear "STT"
PARTS: Final = 4  # the deepest level of a label that heads rows: "I.", "A."
FIGURES = r"\d{1,3}(?:\.\d{1,2}){0,2}"
# "1", "02.", "(3)", "1.2" | not "(1", which a narrow column tore
NUMBER: Final = re.compile(rf"(?P<bare>{FIGURES})[.)]?|\((?P<held>{FIGURES})\)")


class Strokes(NamedTuple):
    """The lines of a table as if they were drawn."""

    level: list[Stroke]
    upright: list[Stroke]


def numbered_rows(level: Sequence[Stroke], upright: Sequence[Stroke], words: PrintedWords) -> list[Stroke]:
    """The lines that are missing between numbered rows of a table with uprights."""
    xs = sorted({round(line.at, 1) for line in upright})
    if len(xs) <= FEWEST_GUTTERS:
        return []
    left, right = xs[0], xs[-1]
    inside = words.where((words.x0 > left - NEAR) & (words.x1 < right + NEAR))
    numbers = inside.where(inside.x0 <= xs[1])
    numbers = numbers.where(np.fromiter(map(bool, map(_number, numbers.texts)), np.bool_, len(numbers)))
    (_, at), (_, middles) = numbers.middles, inside.middles
    found: list[Stroke] = []
    for above, below in pairwise(sorted(level, key=lambda line: line.at)):
        if np.count_nonzero((above.at < at) & (at < below.at)) < FEWEST_IN_BAND:
            continue  # most bands are one row
        if all(line.start - left <= NEAR and right - line.end <= NEAR for line in (above, below)):
            band = inside.where((above.at < middles) & (middles < below.at))
            cuts = _cuts(band, left, xs[1:-1]) or []
            found.extend(Stroke(cut, left, right) for cut in cuts if len(cuts) + 1 >= FEWEST_IN_BAND)
    return found


def open_tables(words: PrintedWords) -> list[Strokes]:
    """The tables without any lines that have a head with the word for numbers, and numbered rows."""
    if not any(map(may_head_numbers, words.texts)):
        return []
    lines = lines_of(words)
    found: list[Strokes] = []
    index = 0
    while index < len(lines):
        end = index + 1
        if _is_number_head(lines[index : index + LETTERS]):
            bands, end = _bands(lines, index)
            table = _drawn(bands)
            if table is not None:
                found.append(table)
        index = end
    return found


def is_several_rows(texts: Sequence[str]) -> bool:
    """Whether the lines of one cell are the numbers of several rows, between which no line is drawn."""
    return len(texts) >= FEWEST_IN_BAND and _go_up(list(map(_number, texts)))


# --- rows ----------------------------------------------------------------------------------------------------------


def _cuts(words: PrintedWords, left: float, xs: Sequence[float]) -> list[float] | None:
    """Where rows part the words of a band with columns between these uprights; None if that is not sure.

    left: the side of the table; a number that its narrow column tore in two looks like two rows.
    """
    if len(xs) < FEWEST_GUTTERS - 1 or not words or _crossed(words, xs):
        return None
    columns = lines_in(words, np.searchsorted(xs, words.x0), len(xs) + 1)
    starts = columns[0]
    if len(starts) < FEWEST_IN_BAND and any(line.torn for line in unbroken(starts, xs[0] - left)):
        return None
    if not _go_up([_number(line.text) for line in starts]):
        return None
    if not all(_begin_together(starts, column) for column in columns[1:]):
        return None
    return [_between(columns, start) for start in starts[1:]]


def _number(text: str) -> str:
    """The number of a row without its bracket or point; empty if it is none."""
    match = NUMBER.fullmatch(text)
    return (match["bare"] or match["held"]) if match else ""


def _go_up(numbers: Sequence[str]) -> bool:
    """Whether all are numbers, each greater than the one before."""
    parts = [tuple(map(int, number.split("."))) if number else () for number in numbers]
    return bool(parts) and all(parts) and all(before < after for before, after in pairwise(parts))


def _begin_together(starts: Sequence[Line], column: Sequence[Line]) -> bool:
    """Whether the words of a column stand in rows whose first lines are those of the numbers."""
    bases = [start.base for start in starts]
    seen = -1
    for line in column:
        tolerance = SAME_LINE * line.height
        row = int(np.searchsorted(bases, line.base + tolerance)) - 1
        if row < 0 or (row != seen and abs(line.base - bases[row]) > tolerance):
            return False
        seen = row
    return True


def _between(columns: Sequence[Sequence[Line]], start: Line) -> float:
    """The middle of the white above a row."""
    tolerance = SAME_LINE * start.height
    above = max(line.base for column in columns for line in column if line.base < start.base - tolerance)
    return (above + (1 - ASCENT) * start.height + start.base - ASCENT * start.height) / 2


def _crossed(words: PrintedWords, xs: Iterable[float]) -> bool:
    return any(bool(((words.x0 < x - 1) & (x + 1 < words.x1)).any()) for x in xs)


# --- tables without lines ------------------------------------------------------------------------------------------


class _Band(NamedTuple):
    """Lines of a table that hang together: its head, numbered rows, or the title of a section."""

    lines: list[Line]
    kind: Literal["head", "rows", "title"]

    @property
    def words(self) -> PrintedWords:
        return PrintedWords.joined([line.words for line in self.lines])


def _bands(lines: Sequence[Line], head: int) -> tuple[list[_Band], int]:
    """The bands of the table whose head begins with this line, none if its end is unsure; and where to go on."""
    bands = [_Band([lines[head]], "head")]
    index = head + 1
    while index < len(lines) and lines[index].base - lines[index - 1].base <= FAR * lines[index].height:
        line, last, gutters = lines[index], bands[-1], _gutters(bands)
        if len(gutters) < FEWEST_GUTTERS:
            return [], index
        numbered = bool(NUMBER.fullmatch(line.words.text(0))) and line.x0 < gutters[0][0]
        left = len(_gutters([*bands, _Band([line], "rows")]))
        if left < len(gutters) and _is_title(line) and _begins_row(lines, index + 1):
            bands.append(_Band([line], "title"))
        elif left >= (FEWEST_GUTTERS if all(band.kind == "head" for band in bands) else len(gutters)):
            if last.kind == "rows" or (last.kind == "head" and not numbered):
                last.lines.append(line)
            elif numbered:
                bands.append(_Band([line], "rows"))
            else:
                return [], index
        elif any(start < right and left < end for start, end in white(line.words) for left, right in gutters):
            return [], index  # words in columns, which are not the table's
        else:
            break
        index += 1
    return bands, index


def _begins_row(lines: Sequence[Line], index: int) -> bool:
    return index < len(lines) and bool(NUMBER.fullmatch(lines[index].words.text(0)))


def _is_title(line: Line) -> bool:
    label = label_of(line.text)
    return label is not None and label.level <= PARTS


def _gutters(bands: Sequence[_Band]) -> list[tuple[float, float]]:
    """The white stripes that run from top to bottom between the columns."""
    words = PrintedWords.joined([band.words for band in bands if band.kind != "title"])
    return white(words)


def _drawn(bands: Sequence[_Band]) -> Strokes | None:
    """The lines of the table that these bands make; None if its rows are not sure."""
    gutters = _gutters(bands) if bands else []
    if len(gutters) < FEWEST_GUTTERS:
        return None
    around = PrintedWords.joined([band.words for band in bands])
    left, right = float(around.x0.min()) - EDGE, float(around.x1.max()) + EDGE
    inner = [(start + end) / 2 for start, end in gutters]
    cuts: list[float] = []
    numbered = 0
    for band in bands:
        if band.kind == "rows":
            found = _cuts(band.words, left, inner)
            if found is None:
                return None
            cuts.extend(found)
            numbered += 1 + len(found)
    if numbered < FEWEST_ROWS:
        return None
    edges = [_middle(above.lines[-1], below.lines[0]) for above, below in pairwise(bands)]
    top, bottom = _top(bands[0].lines[0]), bands[-1].lines[-1].base + (1 - ASCENT) * bands[-1].lines[-1].height
    upright = [
        Stroke(x, start, end)
        for (start, end), band in zip(pairwise([top, *edges, bottom]), bands, strict=True)
        for x in ([left, *inner, right] if band.kind != "title" else [left, right])
    ]
    return Strokes([Stroke(at, left, right) for at in sorted([top, *edges, *cuts, bottom])], upright)


def _top(line: Line) -> float:
    return line.base - ASCENT * line.height


def _middle(above: Line, below: Line) -> float:
    return (above.base + (1 - ASCENT) * above.height + _top(below)) / 2


def _is_number_head(lines: Sequence[Line]) -> bool:
    """Whether lines begin with the head of a column of numbers, also where a narrow column tore it: "ST" above "T"."""
    firsts = [line.words.text(0) for line in lines]
    return any(heads_numbers("".join(firsts[:count])) for count in range(1, len(firsts) + 1))
