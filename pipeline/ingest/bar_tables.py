"""Tables that were flattened to one cell a line between lines of a lone "|": where rows, tables and texts begin and end.

A row is "|" cell "|" cell … "|"; the next row has a first "|" of its own, so an empty place between two bars is either
an empty cell or the seam of two rows, and words between two bars are either a cell or text between two tables.
Bar by bar nothing can be told. So every reading of the whole run is weighed and the cheapest is taken (a shortest path
over the places between the bars, linear in their number): a row as wide as its table costs nothing, a section row
(a label and a title, or a lone title) little, a row that is too short, an empty cell, a new table and an odd bar cost
more and more; words next to a blank line, type lines ("PHỤ LỤC") and very long words are dear as cells.
The widths that are tried are those that the run itself suggests.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TypeAlias

from normalizers.outline import label_of
from pipeline.ingest import page_words
from pipeline.ingest.marks import Line

# The prices; only their order matters much.
NEW_TABLE = 3.0
SHORT_HEADER = 1.5  # a first row that is narrower than its table
SHORT_ROW = 0.7
MISSING_CELL = 0.15  # of a short row, each
SECTION_ROW = 0.2
LONE_TITLE = 0.5
EMPTY_ROW = 3.0
INNER_EMPTY = 0.9  # an empty cell with words behind it in the row
LAST_EMPTY = 0.3  # an empty cell with nothing behind it
NUMBER_INSIDE = 1.5  # a bare number or label behind an empty cell: rather the start of a row
NO_SEAM = 3.0  # the next row starts at the bar that ends this one
ODD_BAR = 5.0  # a bar that belongs to no table
EMPTY_TEXT = 1.0  # nothing between two tables without a blank line
TEXT = 2.0  # words outside of a table that touch its bars
BESIDE_GAP = 3.0  # a cell next to a blank line
TYPE_LINE = 6.0  # a cell that holds a line such as PHỤ LỤC
LONG_CELL = 3.0  # a cell of more than
LONG = 3000  # characters
BODY = 400  # characters of what stands between two bars with a line such as QUYẾT ĐỊNH
LONGEST_LABEL = 10  # characters
DOTS = re.compile(r"[\s.…_-]{5,}")
WIDEST = 40  # columns
WIDTHS_TRIED = 6
BEAM = 9.0  # a reading that is so much dearer than the best is given up
EMPTY_RUN = 60  # so many empty places in a row are no table


class Role(Enum):
    """What stands between two bars."""

    TEXT = "text outside of tables"
    CELL = "a cell"
    FIRST = "the first cell of a row"
    OPENING = "the first cell of a table"
    SEAM = "nothing: the end of one row and the start of the next"


@dataclass(frozen=True)
class Place:
    """What stands between two bars: the lines, and whether blank lines lie beside them.

    Not slotted: what the many readings ask of it is kept.
    """

    lines: tuple[Line, ...]
    gap_before: bool
    gap_after: bool
    blank: bool = False  # mark-up around nothing ("** **"): an empty cell for sure

    @cached_property
    def text(self) -> str:
        """The words in one line."""
        return " ".join(line.text.text for line in self.lines)

    @cached_property
    def has_type_line(self) -> bool:
        """Whether a line names a type of document."""
        return any(page_words.is_type_line(line.text.text) for line in self.lines)

    @cached_property
    def is_body(self) -> bool:
        """Whether this is a document's body from its type on, and no cell that names one."""
        return self.has_type_line and len(self.text) > BODY

    @cached_property
    def is_long(self) -> bool:
        """Whether this is more than a cell holds."""
        return sum(len(line.text.text) for line in self.lines) > LONG


@dataclass(frozen=True, slots=True)
class BarTable:
    """The rows of a flattened table as written, the most usual width of a row, and how its rows are placed."""

    rows: tuple[tuple[Place, ...], ...]
    columns: int


State: TypeAlias = tuple[int, int]  # width of the table, cells so far; (0, 0) outside, (width, 0) at a seam
Step: TypeAlias = tuple[float, State, Role]  # cost so far, where from, as what
OUTSIDE: State = (0, 0)


def tables_and_texts(places: Sequence[Place]) -> Iterator[BarTable | Place]:
    """The tables and the texts between them; places are what stands before, between and behind the bars."""
    roles = _cheapest(places)
    rows: list[list[Place]] = []
    width = 0
    for place, (role, columns) in zip(places, roles, strict=True):
        if role in (Role.OPENING, Role.TEXT) and rows:
            yield BarTable(tuple(map(tuple, rows)), width)
            rows = []
        if role is Role.TEXT:
            if place.lines:
                yield place
        elif role in (Role.OPENING, Role.FIRST):
            rows.append([place])
            width = columns
        elif role is Role.CELL:
            rows[-1].append(place)
    if rows:
        yield BarTable(tuple(map(tuple, rows)), width)


def continued(parts: Iterable[BarTable | Place]) -> Iterator[BarTable | Place]:
    """The same, with tables put together that a page break or a cut made two.

    A table that opens with a bare number or label has no header of its own: it goes on from the table of the same
    width before it, if nothing but a line of dots stands between; the dots become a row that spans all columns.
    """
    table: BarTable | None = None
    dots: Place | None = None
    for part in parts:
        if isinstance(part, Place) and table is not None and dots is None and DOTS.fullmatch(part.text):
            dots = part
        elif isinstance(part, BarTable) and table is not None and _goes_on(table, part):
            table = BarTable((*table.rows, *(((dots,),) if dots else ()), *part.rows), table.columns)
            dots = None
        else:
            yield from (waiting for waiting in (table, dots) if waiting is not None)
            table, dots = (part, None) if isinstance(part, BarTable) else (None, None)
            if isinstance(part, Place):
                yield part
    yield from (waiting for waiting in (table, dots) if waiting is not None)


def _goes_on(table: BarTable, following: BarTable) -> bool:
    return table.columns == following.columns > 2 and is_label_cell(following.rows[0][0].text)


def _cheapest(places: Sequence[Place]) -> list[tuple[Role, int]]:
    """The role of every place, and the width of its table, in the cheapest reading."""
    reading = _Reading(places)
    frontier: dict[State, float] = {OUTSIDE: 0.0}
    history: list[dict[State, Step]] = []
    for index in range(len(places)):
        steps: dict[State, Step] = {}
        for state, cost in frontier.items():
            for reached, price, role in reading.moves(state, index):
                if reached not in steps or cost + price < steps[reached][0]:
                    steps[reached] = (cost + price, state, role)
        kept = steps if index == len(places) - 1 else _near_best(steps)
        frontier = {state: step[0] for state, step in kept.items()}
        history.append(kept)
    return _retraced(history)


def _near_best(steps: dict[State, Step]) -> dict[State, Step]:
    limit = min(step[0] for step in steps.values()) + BEAM
    return {state: step for state, step in steps.items() if step[0] <= limit or state == OUTSIDE}


def _retraced(history: list[dict[State, Step]]) -> list[tuple[Role, int]]:
    roles: list[tuple[Role, int]] = []
    state = OUTSIDE
    for steps in reversed(history):
        _, before, role = steps[state]
        roles.append((role, state[0]))
        state = before
    roles.reverse()
    return roles


class _Reading:
    """The readings of a run of places, step by step, and what each step costs."""

    def __init__(self, places: Sequence[Place]) -> None:
        self.places = places
        self.widths = _widths(places)
        self.gaps_tell = _gaps_tell(places)
        self.empty_before = _runs(not place.lines and not place.blank for place in places)
        self.filled_from = _runs(bool(place.lines) for place in reversed(places))[::-1]

    def moves(self, state: State, index: int) -> Iterator[tuple[State, float, Role]]:
        """What the place at index can be if the places before it led to this state: new state, price, role."""
        place = self.places[index]
        width, cells = state
        if index == 0:
            yield OUTSIDE, 0.0, Role.TEXT
            return
        if state == OUTSIDE:
            yield OUTSIDE, ODD_BAR + self._as_text(place), Role.TEXT
        if self.empty_before[index] > EMPTY_RUN:  # no table holds so many empty cells in a row
            if cells:
                yield OUTSIDE, self._as_text(place), Role.TEXT
            return
        as_cell = self._as_cell(index)
        if state == OUTSIDE:
            for opened in self.widths:
                narrow = SHORT_HEADER * (opened > self.filled_from[index])
                yield (opened, 1), NEW_TABLE + narrow + as_cell, Role.OPENING
        elif cells == 0:
            yield (width, 1), as_cell, Role.FIRST
        else:
            yield from self._inside(width, cells, index, as_cell)

    def _inside(self, width: int, cells: int, index: int, as_cell: float) -> Iterator[tuple[State, float, Role]]:
        """The same inside a row."""
        place, before = self.places[index], self.places[index - 1]
        if cells < width:
            inside = NUMBER_INSIDE if not before.lines and is_label_cell(place.text) else 0.0
            yield (width, cells + 1), as_cell + inside, Role.CELL
        ended = self._row(index, width, cells)
        if not place.lines and not place.blank:
            yield (width, 0), ended + BESIDE_GAP * place.gap_before, Role.SEAM
        yield (width, 1), ended + NO_SEAM + as_cell, Role.FIRST
        yield OUTSIDE, ended + self._as_text(place), Role.TEXT

    def _row(self, end: int, width: int, cells: int) -> float:
        """What a row of the last cells before a place costs in a table of this width."""
        if cells == width:
            return 0.0
        if cells == 1:
            return LONE_TITLE if self.places[end - 1].lines else EMPTY_ROW
        if is_title_row([place.text for place in self.places[end - cells : end]]):
            return SECTION_ROW
        return SHORT_ROW + MISSING_CELL * (width - cells)

    def _as_cell(self, index: int) -> float:
        place = self.places[index]
        beside = BESIDE_GAP * (place.gap_before + place.gap_after) if self.gaps_tell else 0.0
        if place.blank:
            return LAST_EMPTY + min(beside, BESIDE_GAP)
        if not place.lines:
            followed = index + 1 < len(self.places) and bool(self.places[index + 1].lines)
            return (INNER_EMPTY if followed else LAST_EMPTY) + min(beside, BESIDE_GAP)
        return beside + TYPE_LINE * (place.has_type_line + place.is_body) + LONG_CELL * place.is_long

    def _as_text(self, place: Place) -> float:
        beside_gap = place.gap_before or place.gap_after
        if not place.lines:
            return 0.0 if beside_gap else EMPTY_TEXT
        return 0.0 if beside_gap and self.gaps_tell else TEXT


def _runs(signs: Iterable[bool]) -> list[int]:
    """For each sign how many true ones end with it."""
    runs: list[int] = []
    for sign in signs:
        runs.append((runs[-1] if runs else 0) + 1 if sign else 0)
    return runs


def is_title_row(texts: Sequence[str]) -> bool:
    """Whether a row holds a label and a title and nothing else."""
    return len(texts) > 1 and is_label_cell(texts[0]) and bool(texts[1]) and not any(texts[2:])


def is_label_cell(text: str) -> bool:
    """Whether a cell holds nothing but a number or label: "II", "A.", "II.1", "12"."""
    bare = text.strip(" .)")
    return 0 < len(bare) <= LONGEST_LABEL and label_of(f"{bare}. ") is not None


def _gaps_tell(places: Sequence[Place]) -> bool:
    """Blank lines divide tables from text only where cells are not set off by them too."""
    inner = [place for place in places[1:-1] if place.lines]
    return sum(place.gap_before for place in inner) <= 0.5 * len(inner)


def _widths(places: Sequence[Place]) -> tuple[int, ...]:
    """The widths of rows that the run suggests, the most frequent first."""
    seen: Counter[int] = Counter()
    cells = 0
    empties = 0
    for place in [*places[1:-1], Place((), False, False)]:
        if not place.lines:
            empties += 1
            continue
        if empties:
            seen[cells] += 1
            if empties > 1:
                seen[cells + empties - 1] += 1
            cells = empties = 0
        cells += 1
    seen[cells] += 1
    seen[cells + max(empties - 2, 0)] += 1
    usable = Counter({width: count for width, count in seen.items() if 1 <= width <= WIDEST})
    tried = [width for width, _ in usable.most_common(WIDTHS_TRIED)]
    return tuple(tried) or (1,)
