"""The words of a grid to its cells, also where the line between two cells was not drawn."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from normalizers.outline import label_of
from pipeline.ingest.pdf_grids import OUTSIDE, Grid, Points, Slot
from pipeline.ingest.pdf_lines import Line, lines_in, lines_of, unbroken
from pipeline.ingest.pdf_tables import Piece, PieceCell, Segment
from pipeline.ingest.pdf_undrawn import WHITE
from pipeline.ingest.printed_words import Places, PrintedWords

COLUMNS_OF_A_FRAME: Final = 2
WIDER: Final = 2.0  # times the usual gap between the words of a line: a gap that parts two cells


def is_table(grid: Grid, words: Points) -> bool:
    """Whether several cells hold words; a frame around text has one, and so may the rest of a row that a page break cut."""
    filled = len(set(grid.places(words).tolist()) - {OUTSIDE})
    return filled > 1 or (filled == 1 and len(grid.xs) > COLUMNS_OF_A_FRAME + 1)


def piece_of(grid: Grid, words: PrintedWords, held: Places, odd: PrintedWords, odd_held: Places) -> Piece:
    """A grid with its words, each in the slot of this number or OUTSIDE; odd: words that stand on their side."""
    words, held = words.where(held != OUTSIDE), held[held != OUTSIDE]
    odd, odd_held = odd.where(odd_held != OUTSIDE), odd_held[odd_held != OUTSIDE]
    lines, sideways = lines_in(words, held, len(grid.slots)), lines_in(odd, odd_held, len(grid.slots))
    cells: list[PieceCell] = []
    for number, (slot, upright, turned) in enumerate(zip(grid.slots, lines, sideways, strict=True)):
        whole = slot.column_span == 1 or not upright
        parts = [(slot, upright)] if whole else _parted(grid, slot, upright, words.where(held == number))
        for part, own in parts:
            cells.append(_cell(part, own, turned if part.column == slot.column else []))
    by_white = grid.by_white or len(cells) > len(grid.slots)
    return Piece(tuple(cells), len(grid.ys) - 1, grid.xs, grid.ys[0], grid.ys[-1], words.columns.page, by_white)


def _cell(slot: Slot, lines: list[Line], sideways: list[Line]) -> PieceCell:
    segment = Segment(tuple(unbroken(lines, slot.x1 - slot.x0)), tuple(sideways), slot.x0, slot.x1, slot.y1)
    return PieceCell(slot.row, slot.column, slot.row_span, slot.column_span, (segment,))


def _parted(grid: Grid, slot: Slot, lines: list[Line], words: PrintedWords) -> Iterator[tuple[Slot, list[Line]]]:
    """A merged cell, parted where two blocks of words stand side by side and a line that other rows have is missing."""
    columns = range(slot.column + 1, slot.column + slot.column_span)
    cuts = [column for column in columns if _stand_apart(lines, words, grid.xs[column])]
    if not cuts:
        yield slot, lines
        return
    x = words.x0
    for start, end in pairwise([slot.column, *cuts, slot.column + slot.column_span]):
        x0, x1 = grid.xs[start], grid.xs[end]
        own = words.where(((start == slot.column) | (x >= x0)) & ((end not in cuts) | (x < x1)))
        yield replace(slot, column=start, column_span=end - start, x0=x0, x1=x1), lines_of(own)


def _stand_apart(lines: Sequence[Line], words: PrintedWords, x: float) -> bool:
    """Whether words stand on both sides of an upright that is not there, with more white between than words have."""
    if ((words.x0 < x) & (x < words.x1)).any():
        return False
    beside = 0
    for line in lines:
        gaps = list(zip(line.words.x1[:-1].tolist(), line.words.x0[1:].tolist(), strict=True))
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
