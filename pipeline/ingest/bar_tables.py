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
from typing import TypeAlias

from normalizers.outline import label_of
from pipeline.ingest import page_words
from pipeline.ingest.marks import Line

# The prices; only their order matters much.
NEW_TABLE = 3.0
SHORT_ROW = 0.7
MISSING_CELL = 0.05  # of a short row, each
SECTION_ROW = 0.2
LONE_TITLE = 0.5
EMPTY_ROW = 3.0
INNER_EMPTY = 0.9  # an empty cell with words behind it in the row
LAST_EMPTY = 0.3  # an empty cell with nothing behind it
NUMBER_INSIDE = 1.5  # a bare number or label behind an empty cell: rather the start of a row
NO_SEAM = 3.0  # the next row starts at the bar that ends this one
ODD_BAR = 5.0  # a bar that belongs to no table
TEXT = 2.0  # words outside of a table that touch its bars
BESIDE_GAP = 3.0  # a cell next to a blank line
TYPE_LINE = 3.0  # a cell that holds a line such as PHỤ LỤC
LONG_CELL = 3.0  # a cell of more than
LONG = 3000  # characters
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


@dataclass(frozen=True, slots=True)
class Place:
    """What stands between two bars: the lines, and whether blank lines lie beside them."""

    lines: tuple[Line, ...]
    gap_before: bool
    gap_after: bool
    blank: bool = False  # mark-up around nothing ("** **"): an empty cell for sure

    @property
    def text(self) -> str:
        """The words in one line."""
        return " ".join(line.text.text for line in self.lines)


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
    widths = _widths(places)
    gaps_tell = _gaps_tell(places)
    frontier: dict[State, float] = {OUTSIDE: 0.0}
    history: list[dict[State, Step]] = []
    empties = 0
    for index, place in enumerate(places):
        empties = 0 if place.lines else empties + 1
        steps: dict[State, Step] = {}
        as_cell = _cell_cost(places, index, gaps_tell)
        as_text = _text_cost(place, gaps_tell)
        for state, cost in frontier.items():
            for reached, price, role in _moves(state, index, places, widths, as_cell, as_text):
                total = cost + price
                if empties > EMPTY_RUN and reached != OUTSIDE:
                    continue
                if reached not in steps or total < steps[reached][0]:
                    steps[reached] = (total, state, role)
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


def _moves(
    state: State, index: int, places: Sequence[Place], widths: tuple[int, ...], as_cell: float, as_text: float
) -> Iterator[tuple[State, float, Role]]:
    """The readings of the place at index if the places before it led to this state: new state, price, role."""
    empty = not places[index].lines and not places[index].blank
    width, cells = state
    if index == 0:
        yield OUTSIDE, 0.0, Role.TEXT
        return
    if state == OUTSIDE:
        for opened in widths:
            yield (opened, 1), NEW_TABLE + as_cell, Role.OPENING
        yield OUTSIDE, ODD_BAR + as_text, Role.TEXT
        return
    if cells == 0:
        yield (width, 1), as_cell, Role.FIRST
        return
    if cells < width:
        inside = NUMBER_INSIDE if not places[index - 1].lines and is_label_cell(places[index].text) else 0.0
        yield (width, cells + 1), as_cell + inside, Role.CELL
    ended = _row_cost(places, index, width, cells)
    if empty:
        yield (width, 0), ended + (BESIDE_GAP if places[index].gap_before else 0.0), Role.SEAM
    yield (width, 1), ended + NO_SEAM + as_cell, Role.FIRST
    yield OUTSIDE, ended + as_text, Role.TEXT


def _row_cost(places: Sequence[Place], end: int, width: int, cells: int) -> float:
    """What a row of the last `cells` places before `end` costs in a table of this width."""
    if cells == width:
        return 0.0
    if cells == 1:
        return LONE_TITLE if places[end - 1].lines else EMPTY_ROW
    if is_title_row([place.text for place in places[end - cells : end]]):
        return SECTION_ROW
    return SHORT_ROW + MISSING_CELL * (width - cells)


def is_title_row(texts: Sequence[str]) -> bool:
    """Whether a row holds a label and a title and nothing else."""
    return len(texts) > 1 and is_label_cell(texts[0]) and bool(texts[1]) and not any(texts[2:])


def is_label_cell(text: str) -> bool:
    """Whether a cell holds nothing but a number or label: "II", "A.", "II.1", "12"."""
    bare = text.strip(" .)")
    return 0 < len(bare) <= LONGEST_LABEL and label_of(f"{bare}. ") is not None


def _cell_cost(places: Sequence[Place], index: int, gaps_tell: bool) -> float:
    place = places[index]
    beside = BESIDE_GAP * (place.gap_before + place.gap_after) if gaps_tell else 0.0
    if place.blank:
        return LAST_EMPTY + min(beside, BESIDE_GAP)
    if not place.lines:
        followed = index + 1 < len(places) and bool(places[index + 1].lines)
        return (INNER_EMPTY if followed else LAST_EMPTY) + min(beside, BESIDE_GAP)
    if any(page_words.is_type_line(line.text.text) for line in place.lines):
        beside += TYPE_LINE
    if sum(len(line.text.text) for line in place.lines) > LONG:
        beside += LONG_CELL
    return beside


def _text_cost(place: Place, gaps_tell: bool) -> float:
    if not place.lines:
        return 0.0 if place.gap_before or place.gap_after else 1.0
    if gaps_tell and (place.gap_before or place.gap_after):
        return 0.0
    return TEXT


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
