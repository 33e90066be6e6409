"""Rulings to grids: which lines of a page enclose the cells of a table.

A grid is clean if every cell is a full rectangle between drawn lines; only clean grids are given out as tables.
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from pipeline.ingest.printed import Ruling

NEAR: Final = 3.0  # points; rulings nearer than this are one line
SHORT: Final = 6.0  # a line no longer than this encloses nothing
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

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the table."""
        return self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.ys[0] - 1 <= y <= self.ys[-1] + 1

    def places(self, points: Points) -> list[int]:
        """The number of the slot that each point lies in; OUTSIDE for those beside the table."""
        x, y = points
        if not len(x):
            return []
        column = np.searchsorted(self.xs, x).clip(1, len(self.xs) - 1) - 1
        row = np.searchsorted(self.ys, y).clip(1, len(self.ys) - 1) - 1
        across = (self.xs[0] - 1 <= x) & (x <= self.xs[-1] + 1)
        inside = across & (self.ys[0] - 1 <= y) & (y <= self.ys[-1] + 1)
        found: list[int] = np.where(inside, self.cover[row, column], OUTSIDE).tolist()
        return found


@dataclass(frozen=True, slots=True)
class _Line:
    at: float
    start: float
    end: float


def grids_of(rulings: Sequence[Ruling]) -> tuple[Grid, ...]:
    """The outermost tables of a page, from the top; frames of a single cell are none."""
    if len(rulings) > MAX_RULINGS:
        return ()
    level = _merged(ruling for ruling in rulings if ruling.level)
    upright = _merged(ruling for ruling in rulings if not ruling.level)
    if len(level) < 2 or len(upright) < 2:
        return ()
    starts = [ruling for ruling in rulings if not ruling.level and ruling.end - ruling.start > SHORT]
    groups = [(rows + _undrawn(rows, columns, starts), columns) for rows, columns in _crossing(level, upright)]
    grids = [grid for rows, columns in groups if (grid := _grid(rows, columns)) is not None]
    grids.sort(key=lambda grid: (grid.ys[0], grid.xs[0]))
    return tuple(grid for grid in grids if not any(_inside(grid, other) for other in grids if other is not grid))


def _merged(rulings: Iterable[Ruling]) -> list[_Line]:
    """Pieces on one position that touch become one line."""
    groups: list[list[Ruling]] = []
    for ruling in sorted(rulings, key=lambda ruling: ruling.at):
        if groups and ruling.at - groups[-1][-1].at <= NEAR / 2 and ruling.at - groups[-1][0].at <= NEAR:
            groups[-1].append(ruling)
        else:
            groups.append([ruling])
    lines: list[_Line] = []
    for group in groups:
        at = sum(ruling.at for ruling in group) / len(group)
        start, end = 0.0, -1.0
        for ruling in sorted(group, key=lambda ruling: ruling.start):
            if end < start:
                start, end = ruling.start, ruling.end
            elif ruling.start <= end + NEAR:
                end = max(end, ruling.end)
            else:
                lines.append(_Line(at, start, end))
                start, end = ruling.start, ruling.end
        lines.append(_Line(at, start, end))
    return [line for line in lines if line.end - line.start > SHORT]


def _crossing(level: list[_Line], upright: list[_Line]) -> list[tuple[list[_Line], list[_Line]]]:
    """The lines that hang together by crossing or touching."""
    parent = list(range(len(level) + len(upright)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    upright = sorted(upright, key=lambda line: line.at)
    spots = [line.at for line in upright]
    for index, row in enumerate(level):
        low = bisect.bisect_left(spots, row.start - NEAR)
        for number in range(low, bisect.bisect_right(spots, row.end + NEAR)):
            if upright[number].start - NEAR <= row.at <= upright[number].end + NEAR:
                parent[root(index)] = root(len(level) + number)
    groups: dict[int, tuple[list[_Line], list[_Line]]] = defaultdict(lambda: ([], []))
    for index, row in enumerate(level):
        groups[root(index)][0].append(row)
    for number, column in enumerate(upright):
        groups[root(len(level) + number)][1].append(column)
    return [group for group in groups.values() if len(group[0]) >= 2 and len(group[1]) >= 2]


def _undrawn(level: list[_Line], upright: list[_Line], pieces: Sequence[Ruling]) -> list[_Line]:
    """The row edges that are not drawn where a page break cuts a row.

    One stands where the upright lines end together beyond the last level one, one where all of them are begun anew.
    """
    left, right = min(line.at for line in upright), max(line.at for line in upright)
    drawn = [line.at for line in level]
    tops: dict[int, float] = {}
    bottoms: dict[int, float] = {}
    for line in upright:
        column = round(line.at)
        tops[column] = min(line.start, tops.get(column, line.start))
        bottoms[column] = max(line.end, bottoms.get(column, line.end))
    edges: list[float] = []
    for outermost, ends in ((max(drawn), bottoms), (min(drawn), tops)):
        common = sorted(ends.values())[len(ends) // 2]
        together = [column for column, end in ends.items() if abs(end - common) <= NEAR]
        at_sides = bool(together) and min(together) - left <= NEAR and right - max(together) <= NEAR
        if at_sides and abs(common - outermost) > SHORT:
            edges.append(common)
    begun: dict[int, set[int]] = defaultdict(set)
    for piece in pieces:
        if left - NEAR <= piece.at <= right + NEAR:
            begun[round(piece.start)].add(round(piece.at))
    for at, columns in begun.items():
        across = {round(line.at) for line in upright if line.start + SHORT < at < line.end - SHORT}
        near = {round(line.at) for line in upright if any(abs(line.at - column) <= NEAR for column in columns)}
        if len(across) > 2 and across <= near and all(abs(at - other) > NEAR for other in drawn + edges):
            edges.append(float(at))
    return [_Line(at, left, right) for at in edges]


def _grid(level: list[_Line], upright: list[_Line]) -> Grid | None:
    xs, ys = _positions(upright), _positions(level)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns < 2 or rows * columns > MAX_SLOTS:
        return None
    sides = [_drawn(upright, x, ys) for x in xs]
    below = [_drawn(level, y, xs) for y in ys]
    left, top = all(sides[0]), all(below[0])
    right, below = list(map(list, zip(*sides[1:], strict=True))), below[1:]
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
    return Grid(tuple(xs), tuple(ys), tuple(slots), clean, cover) if len(slots) > 1 else None


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


def _positions(lines: list[_Line]) -> list[float]:
    """Where lines stand, those that are one line taken once."""
    found: list[float] = []
    for at in sorted(line.at for line in lines):
        if not found or at - found[-1] > NEAR:
            found.append(at)
    return found


def _drawn(lines: list[_Line], at: float, ends: Sequence[float]) -> list[bool]:
    """For each side between two ends, whether a line at this place covers its middle."""
    near = [(line.start - NEAR, line.end + NEAR) for line in lines if abs(line.at - at) <= NEAR]
    middles = [(start + end) / 2 for start, end in pairwise(ends)]
    return [any(start <= middle <= end for start, end in near) for middle in middles]


def _inside(grid: Grid, other: Grid) -> bool:
    middle = (grid.xs[0] + grid.xs[-1]) / 2, (grid.ys[0] + grid.ys[-1]) / 2
    smaller = grid.xs[-1] - grid.xs[0] < other.xs[-1] - other.xs[0]
    return smaller and other.holds(*middle)
