"""Rulings to grids: which lines of a page enclose the cells of a table.

A grid is clean if every cell is a full rectangle between drawn lines; only clean grids are given out as tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from pipeline.ingest.pdf_numbered import numbered_rows, open_tables
from pipeline.ingest.pdf_strokes import NEAR, SHORT, Stroke, crossing, merged
from pipeline.ingest.pdf_undrawn import cut_rows, open_sides, tables_of_levels
from pipeline.ingest.printed import Ruling
from pipeline.ingest.printed_words import NO_WORDS, Places, PrintedWords

FEWEST_LINES: Final = 2  # of a table, from side to side
MAX_RULINGS: Final = 6000  # on a page; beyond it is a drawing
MAX_SLOTS: Final = 20_000
OUTSIDE: Final = -1

Points: TypeAlias = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]  # x and y of each


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell: its first row and column, its spans and its sides."""

    row: int
    column: int
    row_span: int
    column_span: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table on a page; xs and ys are where its lines stand, from left and top."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slots: tuple[Slot, ...]
    clean: bool
    cover: npt.NDArray[np.int64]  # by row and column, the number of the slot there
    by_white: bool = False  # whether its columns are told by white space alone

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the table."""
        return self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.ys[0] - 1 <= y <= self.ys[-1] + 1

    def places(self, points: Points) -> Places:
        """The number of the slot that each point lies in; OUTSIDE for those beside the table."""
        x, y = points
        column = np.searchsorted(self.xs, x).clip(1, len(self.xs) - 1) - 1
        row = np.searchsorted(self.ys, y).clip(1, len(self.ys) - 1) - 1
        across = (self.xs[0] - 1 <= x) & (x <= self.xs[-1] + 1)
        inside = across & (self.ys[0] - 1 <= y) & (y <= self.ys[-1] + 1)
        return np.where(inside, self.cover[row, column], OUTSIDE)


def grids_of(rulings: Sequence[Ruling], words: PrintedWords = NO_WORDS) -> tuple[Grid, ...]:
    """The outermost tables of a page, from the top; frames of a single cell are none.

    words: of the page; they part the columns of a table that has lines between its rows alone.
    """
    if len(rulings) > MAX_RULINGS:
        return ()
    level = merged(ruling for ruling in rulings if ruling.level)
    upright = merged(ruling for ruling in rulings if not ruling.level)
    starts = [ruling for ruling in rulings if not ruling.level and ruling.end - ruling.start > SHORT]
    grids: list[Grid | None] = []
    alone: list[Stroke] = []
    for rows, columns in crossing(level, upright):
        if columns and len(rows) >= FEWEST_LINES:
            sides = columns + open_sides(rows, columns)
            edges = rows + cut_rows(rows, sides, starts)
            cuts = numbered_rows(edges, sides, words)
            grids.append(_grid(edges + cuts, sides, by_white=bool(cuts)))
        elif not columns:
            alone.extend(rows)
    grids.extend(_grid(rows, columns, by_white=True) for rows, columns in tables_of_levels(alone, words))
    grids.extend(_grid(*strokes, by_white=True) for strokes in open_tables(_free(words, grids)))
    found = sorted((grid for grid in grids if grid is not None), key=lambda grid: (grid.ys[0], grid.xs[0]))
    return tuple(grid for grid in found if not any(_inside(grid, other) for other in found if other is not grid))


def _free(words: PrintedWords, grids: Sequence[Grid | None]) -> PrintedWords:
    """The words that stand in none of the grids."""
    held = [grid.places(words.middles) for grid in grids if grid is not None]
    return words.where(np.max(held, axis=0) == OUTSIDE) if held else words


def _grid(level: list[Stroke], upright: list[Stroke], by_white: bool = False) -> Grid | None:
    xs, ys = _positions(upright), _positions(level)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns < 2 or rows * columns > MAX_SLOTS:
        return None
    sides = [_drawn(upright, x, ys) for x in xs]
    edges = [_drawn(level, y, xs) for y in ys]
    _close(sides, edges)
    _close(edges, sides)
    left, top = all(sides[0]), all(edges[0])
    right, below = list(map(list, zip(*sides[1:], strict=True))), edges[1:]
    taken: set[tuple[int, int]] = set()
    cover = np.zeros((rows, columns), np.int64)
    slots: list[Slot] = []
    clean = left and top
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            wide, tall = 1, 1
            while column + wide < columns and not right[row][column + wide - 1] and (row, column + wide) not in taken:
                wide += 1
            while row + tall < rows and not any(below[row + tall - 1][column : column + wide]):
                tall += 1
            covered = {(row + down, column + across) for down in range(tall) for across in range(wide)}
            clean = clean and not covered & taken and _enclosed(right, below, Slot(row, column, tall, wide, 0, 0, 0, 0))
            for place in covered - taken:
                cover[place] = len(slots)
            taken |= covered
            slots.append(Slot(row, column, tall, wide, xs[column], ys[row], xs[column + wide], ys[row + tall]))
    return Grid(tuple(xs), tuple(ys), tuple(slots), clean, cover, by_white) if len(slots) > 1 else None


def _close(sides: list[list[bool]], edges: list[list[bool]]) -> None:
    """Takes an outer side that is missing beside one cell for drawn if the two edges of the cell run out to it."""
    for side, cell in ((sides[0], 0), (sides[-1], -1)):
        for place, drawn in enumerate(side):
            side[place] = drawn or (edges[place][cell] and edges[place + 1][cell])


def _enclosed(right: list[list[bool]], below: list[list[bool]], slot: Slot) -> bool:
    """Whether a cell's right and lower sides are drawn in full and no line stands inside it."""
    row, column, tall, wide = slot.row, slot.column, slot.row_span, slot.column_span
    last_row, last_column = row + tall - 1, column + wide - 1
    sides = all(right[down][last_column] for down in range(row, row + tall)) and all(
        below[last_row][across] for across in range(column, column + wide)
    )
    inner = any(right[down][across] for down in range(row, row + tall) for across in range(column, last_column)) or any(
        below[down][across] for down in range(row, last_row) for across in range(column, column + wide)
    )
    return sides and not inner


def _positions(lines: list[Stroke]) -> list[float]:
    """Where lines stand, those that are one line taken once."""
    found: list[float] = []
    for at in sorted(line.at for line in lines):
        if not found or at - found[-1] > NEAR:
            found.append(at)
    return found


def _drawn(lines: list[Stroke], at: float, ends: Sequence[float]) -> list[bool]:
    """For each side between two ends, whether a line at this place covers its middle."""
    near = [(line.start - NEAR, line.end + NEAR) for line in lines if abs(line.at - at) <= NEAR]
    middles = [(start + end) / 2 for start, end in pairwise(ends)]
    return [any(start <= middle <= end for start, end in near) for middle in middles]


def _inside(grid: Grid, other: Grid) -> bool:
    middle = (grid.xs[0] + grid.xs[-1]) / 2, (grid.ys[0] + grid.ys[-1]) / 2
    smaller = grid.xs[-1] - grid.xs[0] < other.xs[-1] - other.xs[0]
    return smaller and other.holds(*middle)
