"""Ruled tables on the picture of a page: their cells, and the ink of their lines so that it can be taken away.

Only lines that hang together around cells are a table's; an underlined word or the stroke of a signature is left alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from pipeline.ingest.scan_lines import Picture, ruling_lines

# In inches.
LEAST_WIDTH: Final = 0.9  # a frame
LEAST_HEIGHT: Final = 0.25
LEAST_RULE: Final = 0.8  # a line above footnotes
LEAST_CELL: Final = (0.1, 0.09)  # width, height; what is less lies between double lines
MOSTLY: Final = 0.5  # of an outer line of a table, that must be there for the rest to have worn off
OPEN: Final = 0.12  # by which upright lines stand out beyond the last level one where a page break cuts a row
OPEN_COLUMN: Final = 0.2  # the width of a column with no line at its outer side
NEAR: Final = 0.09  # by which the sides of cells on one line may differ; pages are bent

LEAST_LINES: Final = 3  # that end where an open column does
COMMON: Final = 0.6  # of the lines there, that must
FILLED: Final = 0.7  # of its rectangle, that a cell must fill
MOST_CELLS: Final = 5000
FRAME: Final = (3.6, 1.6)  # inches, width and height: the frame of a stamp is no larger
FRAME_SIDE: Final = 0.6  # of a side of a frame, that its line must cover


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell: first row and column, spans, and the place within its lines in pixels (exclusive end)."""

    row: int
    column: int
    row_span: int
    column_span: int
    x0: int
    y0: int
    x1: int
    y1: int


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A ruled table or frame; xs and ys are where its lines stand, in pixels.

    whole: its cells cover it without overlap; else some of its lines are missing or stray.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[RuledCell, ...]
    whole: bool

    @property
    def box(self) -> tuple[float, float, float, float]:
        """x0, y0, x1, y1."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


@dataclass(frozen=True, slots=True)
class RuledPage:
    """What is ruled on a page: tables and frames from the top, and the page without their lines.

    rules: level lines that belong to none (above footnotes, under letterheads): x0, y, x1.
    frames: small ones, also such whose lines are worn: x0, y0, x1, y1.
    """

    tables: tuple[RuledTable, ...]
    rules: tuple[tuple[float, float, float], ...]
    erased: Picture
    frames: tuple[tuple[int, int, int, int], ...] = ()


def ruled(gray: Picture, dpi: float, lines: Picture | None = None) -> RuledPage:
    """The tables of an upright, level page; `lines` is another picture of it, to find the lines on."""
    level, upright, dotted = ruling_lines(gray if lines is None else lines, dpi)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(level | upright)
    found: list[RuledTable] = []
    ink = np.zeros_like(gray)
    rules: list[tuple[float, float, float]] = []
    frames: list[tuple[int, int, int, int]] = []
    for part in range(1, count):
        x, y, width, height, _area = (int(value) for value in boxes[part])
        here = (slice(y, y + height), slice(x, x + width))
        own = (labels[here] == part).astype(np.uint8) * np.uint8(255)
        if width < LEAST_WIDTH * dpi or height < LEAST_HEIGHT * dpi:
            if height < LEAST_CELL[1] * dpi and width > LEAST_RULE * dpi and not dotted[here].any():
                rules.append((float(x), y + height / 2, float(x + width)))
            continue
        if _is_frame(level[here] & own, upright[here] & own, dpi):
            frames.append((x, y, x + width, y + height))
            ink[here] |= own
        table = _table(own, level[here] & own, upright[here] & own, (x, y), dpi)
        if table is not None:
            found.append(table)
            ink[here] |= own
    found.sort(key=lambda table: (table.ys[0], table.xs[0]))
    outer = tuple(table for table in found if not any(_holds(other, table) for other in found if other is not table))
    apart = tuple(rule for rule in rules if not any(_crosses(rule, table) for table in outer))
    return RuledPage(outer, apart, _without(gray, ink, dpi), tuple(frames))


def _is_frame(level: Picture, upright: Picture, dpi: float) -> bool:
    """Whether lines can be a stamp's: two level ones over most of its width, an upright one over most of its height."""
    height, width = level.shape
    if width > FRAME[0] * dpi or height > FRAME[1] * dpi:
        return False
    apart = 2 * int(LEAST_CELL[1] * dpi)  # stamps are put on slanting
    steps = range(0, height, apart // 4)
    full = [top for top in steps if level[top : top + apart].any(axis=0).mean() >= FRAME_SIDE]
    tall = [float(upright[:, left : left + apart].any(axis=1).mean()) for left in range(0, width, apart // 4)]
    return bool(full) and full[-1] - full[0] > apart and max(tall) >= FRAME_SIDE


def _table(own: Picture, level: Picture, upright: Picture, at: tuple[int, int], dpi: float) -> RuledTable | None:
    """The table that one set of lines makes: its cells are the white places that the lines enclose."""
    walls = _closed(own, level, upright, dpi)
    white = cv2.copyMakeBorder(cv2.bitwise_not(walls), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=255)
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(white, connectivity=4)
    if count > MOST_CELLS:
        return None
    outside = int(labels[0, 0])
    sides: list[tuple[int, int, int, int]] = []
    full = True
    for part in range(1, count):
        x, y, width, height, area = (int(value) for value in boxes[part])
        if part == outside or width < LEAST_CELL[0] * dpi or height < LEAST_CELL[1] * dpi:
            continue
        full = full and area >= FILLED * width * height
        sides.append((x - 1 + at[0], y - 1 + at[1], x - 1 + width + at[0], y - 1 + height + at[1]))
    if not sides:
        return None
    return _placed(sides, full, NEAR * dpi)


def _closed(own: Picture, level: Picture, upright: Picture, dpi: float) -> Picture:
    """The lines, with the row edge that is not drawn where a page break cuts a row, and with the sides of open columns."""
    walls = own.copy()
    rows = np.flatnonzero(level.any(axis=1))
    columns = np.flatnonzero(upright.any(axis=0))
    if not len(rows) or not len(columns):
        return walls
    left, right = int(columns[0]), int(columns[-1])
    outer_left, outer_right = _open_sides(level, left, right, dpi)
    ends = np.flatnonzero(upright.any(axis=1))
    top, bottom = int(rows[0]), int(rows[-1])
    for outermost, end in ((bottom, int(ends[-1])), (top, int(ends[0]))):
        if abs(end - outermost) <= OPEN * dpi:
            continue
        low, high = min(end, outermost), max(end, outermost)
        beyond = upright[low : high + 1]
        reach = (beyond > 0).sum(axis=0) > 0.6 * (high - low)
        if reach[left : left + int(NEAR * dpi) + 1].any() and reach[max(right - int(NEAR * dpi), 0) : right + 1].any():
            inner = end - 2 if end > outermost else end + 2
            cv2.line(walls, (outer_left, inner), (outer_right, inner), 255, 3)
            top, bottom = min(top, inner), max(bottom, inner)
    for drawn, outer in ((left, outer_left), (right, outer_right)):
        if drawn != outer:
            cv2.line(walls, (outer, top), (outer, bottom), 255, 3)
    near = int(NEAR * dpi)
    for edge in (int(rows[0]), max(int(rows[-1]) - near, 0)):
        _mend(walls[edge : edge + near + 1], level[edge : edge + near + 1], left, right)
    return walls


def _open_sides(level: Picture, left: int, right: int, dpi: float) -> tuple[int, int]:
    """Where columns end that have no line at their outer side: level lines run on to there; left and right if none does."""
    count, _, boxes, _ = cv2.connectedComponentsWithStats(level)
    lines = [(int(x), int(x + width) - 1) for x, _, width, *_ in boxes[1:count]]
    starts = [start for start, end in lines if start <= left < end]
    stops = [end for start, end in lines if start < right <= end]
    return _common_end(starts, left, dpi), _common_end(stops, right, dpi)


def _common_end(ends: Sequence[int], side: int, dpi: float) -> int:
    """Where most of these ends lie, if that is a column away from the side; else the side."""
    if len(ends) < LEAST_LINES:
        return side
    usual = sorted(ends)[len(ends) // 2]
    alike = sum(abs(end - usual) <= NEAR * dpi for end in ends)
    return usual if alike >= COMMON * len(ends) and abs(usual - side) >= OPEN_COLUMN * dpi else side


def _mend(walls: Picture, level: Picture, left: int, right: int) -> None:
    """Draws what has worn off the uppermost or lowest line, where most of it is there and it ends on both sides."""
    known = np.flatnonzero(level.any(axis=0))
    if not len(known) or known[0] > left + len(level) or known[-1] < right - len(level):
        return
    if len(known) < MOSTLY * (right - left):
        return
    heights = level.argmax(axis=0)
    for before, after in itertools.pairwise(known.tolist()):
        if after - before > 1:
            cv2.line(walls, (before, int(heights[before])), (after, int(heights[after])), 255, 3)


def _placed(sides: Sequence[tuple[int, int, int, int]], full: bool, near: float) -> RuledTable:
    """The cells with rows and columns by the lines that their sides stand on."""
    xs = _positions([side[0] for side in sides], [side[2] for side in sides], near)
    ys = _positions([side[1] for side in sides], [side[3] for side in sides], near)
    taken: set[tuple[int, int]] = set()
    cells: list[RuledCell] = []
    whole = full
    for x0, y0, x1, y1 in sorted(sides, key=lambda side: (side[1], side[0])):
        column, end_column = _nearest(xs, x0), _nearest(xs, x1)
        row, end_row = _nearest(ys, y0), _nearest(ys, y1)
        wide, tall = max(end_column - column, 1), max(end_row - row, 1)
        covered = {(row + down, column + across) for down in range(tall) for across in range(wide)}
        whole = whole and not covered & taken and end_column > column and end_row > row
        taken |= covered
        cells.append(RuledCell(row, column, tall, wide, x0, y0, x1, y1))
    whole = whole and len(taken) == (len(xs) - 1) * (len(ys) - 1)
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return RuledTable(tuple(xs), tuple(ys), tuple(cells), whole)


def _positions(starts: list[int], ends: list[int], near: float) -> list[float]:
    """Where lines stand: the sides of cells on either side of a line are one position."""
    groups: list[list[int]] = []
    for at in sorted([*starts, *ends]):
        if groups and at - groups[-1][-1] <= near and at - groups[-1][0] <= 2 * near:
            groups[-1].append(at)
        else:
            groups.append([at])
    return [sum(group) / len(group) for group in groups]


def _nearest(positions: Sequence[float], at: float) -> int:
    return min(range(len(positions)), key=lambda index: abs(positions[index] - at))


def _holds(outer: RuledTable, inner: RuledTable) -> bool:
    x, y = (inner.xs[0] + inner.xs[-1]) / 2, (inner.ys[0] + inner.ys[-1]) / 2
    wider = outer.xs[-1] - outer.xs[0] > inner.xs[-1] - inner.xs[0]
    return wider and outer.xs[0] <= x <= outer.xs[-1] and outer.ys[0] <= y <= outer.ys[-1]


def _crosses(rule: tuple[float, float, float], table: RuledTable) -> bool:
    """Whether a level line stands in a table without being part of it: an underlined word, a stroke of a seal."""
    x0, y, x1 = rule
    return table.ys[0] <= y <= table.ys[-1] and x1 > table.xs[0] and x0 < table.xs[-1]


def _without(gray: Picture, ink: Picture, dpi: float) -> Picture:
    """The page with the lines of its tables painted white."""
    around = 2 * max(int(0.008 * dpi), 1) + 1
    mask = cv2.dilate(ink, np.ones((around, around), np.uint8))
    erased = gray.copy()
    erased[mask > 0] = 255
    return erased
