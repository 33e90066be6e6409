"""The words of a grid to its cells, also where the line between two cells was not drawn."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np

from normalizers.outline import label_of
from pipeline.ingest.pdf_grids import OUTSIDE, Grid, Points, Slot
from pipeline.ingest.pdf_lines import lines_of, unbroken
from pipeline.ingest.pdf_tables import Piece, PieceCell, Segment
from pipeline.ingest.pdf_undrawn import WHITE
from pipeline.ingest.printed import PrintedWord

COLUMNS_OF_A_FRAME: Final = 2
WIDER: Final = 2.0  # times the usual gap between the words of a line: a gap that parts two cells


def is_table(grid: Grid, words: Points) -> bool:
    """Whether several cells hold words; a frame around text has one, and so may the rest of a row that a page break cut."""
    filled = len(set(grid.places(words)) - {OUTSIDE})
    return filled > 1 or (filled == 1 and len(grid.xs) > COLUMNS_OF_A_FRAME + 1)


def piece_of(
    grid: Grid,
    inside: Iterable[tuple[PrintedWord, int]],
    odd: Sequence[tuple[PrintedWord, tuple[float, float]]],
    page: int,
) -> Piece:
    """A grid with its words, each with the number of its slot; odd: words that stand on their side, and where."""
    held: list[list[PrintedWord]] = [[] for _ in grid.slots]
    for word, place in inside:
        if place != OUTSIDE:
            held[place].append(word)
    sideways: list[list[PrintedWord]] = [[] for _ in grid.slots]
    for (word, _), place in zip(odd, grid.places(_columns([spot for _, spot in odd])), strict=True):
        if place != OUTSIDE:
            sideways[place].append(word)
    cells: list[PieceCell] = []
    for slot, words, turned in zip(grid.slots, held, sideways, strict=True):
        for part, own in _parted(grid, slot, words):
            cells.append(_cell(part, own, turned if part.column == slot.column else []))
    by_white = grid.by_white or len(cells) > len(grid.slots)
    return Piece(tuple(cells), len(grid.ys) - 1, grid.xs, grid.ys[0], grid.ys[-1], page, by_white)


def middles_of(words: Sequence[PrintedWord]) -> Points:
    """Where the middles of words are."""
    return _columns([middle(word) for word in words])


def middle(word: PrintedWord) -> tuple[float, float]:
    """Where the middle of a word is."""
    return (word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2


def _columns(spots: Sequence[tuple[float, float]]) -> Points:
    x, y = np.array(spots, np.float64).reshape(-1, 2).T
    return x, y


def _cell(slot: Slot, words: list[PrintedWord], sideways: list[PrintedWord]) -> PieceCell:
    lines = tuple(unbroken(lines_of(words), slot.x1 - slot.x0))
    segment = Segment(lines, tuple(lines_of(sideways)), slot.x0, slot.x1, slot.y1)
    return PieceCell(slot.row, slot.column, slot.row_span, slot.column_span, (segment,))


def _parted(grid: Grid, slot: Slot, words: list[PrintedWord]) -> Iterator[tuple[Slot, list[PrintedWord]]]:
    """A merged cell, parted where two blocks of words stand side by side and a line that other rows have is missing."""
    columns = range(slot.column + 1, slot.column + slot.column_span)
    cuts = [column for column in columns if _stand_apart(words, grid.xs[column])] if words else []
    for start, end in pairwise([slot.column, *cuts, slot.column + slot.column_span]):
        x0, x1 = grid.xs[start], grid.xs[end]
        own = [word for word in words if (start == slot.column or word.x0 >= x0) and (end not in cuts or word.x0 < x1)]
        yield replace(slot, column=start, column_span=end - start, x0=x0, x1=x1), own if cuts else words


def _stand_apart(words: Sequence[PrintedWord], x: float) -> bool:
    """Whether words stand on both sides of an upright that is not there, with more white between than words have."""
    if any(word.x0 < x < word.x1 for word in words):
        return False
    beside = 0
    for line in lines_of(words):
        gaps = [(before.x1, word.x0) for before, word in pairwise(line.words)]
        over = next(((start, end) for start, end in gaps if start <= x <= end), None)
        if over is None:
            continue
        others = [end - start for start, end in gaps if (start, end) != over]
        usual = statistics.median(others) if others else 0.0
        if over[1] - over[0] < max(WHITE * line.height, WIDER * usual):
            return False
        beside += 1
    if not beside:
        return False
    left = " ".join(word.text for word in sorted(words, key=lambda word: word.x0) if word.x1 <= x)
    label = label_of(left)
    return label is None or label.text.strip() != left  # the number of a title stands apart from it without a line
