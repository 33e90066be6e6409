"""The columns of a table that may hold targets: indicator, unit, a column a year, and what stands aside.

A table of places ("Xã, phường | Số hộ nghèo | Số hợp tác xã") has its indicators over the columns.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from data import rows
from data.document import Cell, Document
from extractors._fields import YEAR, year_in
from normalizers.numerals import DIGITS
from normalizers.wordings import any_of

ColumnRole: TypeAlias = Literal["name", "place", "unit", "value", "base", "aside", "result", "text"]
Grid: TypeAlias = Sequence[Sequence[Cell | None]]
HEADER_ROWS = 3  # rows that a table's head can have
BARE_YEAR = re.compile(rf"(?<!\w){YEAR}(?!\w)")  # "mục tiêu 2026" | not "kh2026"
ANY_YEAR = re.compile(YEAR)
NUMBERED = 0.5  # share of cells with a number that makes a column one of values
PERIOD = re.compile(rf"{YEAR} ?[-–—] ?{YEAR}")
# "Quý I", "6 tháng đầu năm", "Tháng 3": no value of the year | not "Đến tháng 6/2026", "12 tháng", "Quý cuối"
QUARTER = r"(?:quý|q\.?) ?(?:[1-4]|i{1,3}|iv)"
PART_OF_YEAR = re.compile(
    rf"(?<!\w)(?<!đến )(?<!hết )(?<!trước )(?:{QUARTER}|(?!12 )\d{{1,2}} tháng|tháng (?!12)\d{{1,2}})(?!\w)"
)
# "KH 2026/ƯTH 2025", "2026/2025": one year's value in another's | not "năm học 2025/2026"
RATIO = re.compile(rf"(?<!học ){YEAR} ?/ ?(?:[^\W\d]+ ?){{0,4}}{YEAR}")
NO_INDICATOR = re.compile(
    rf"(?:[^\W\d]+ ){{0,3}}{YEAR}(?: ?[-–—] ?{YEAR})?"
)  # "Năm 2026" over a column, "Giai đoạn 2026-2030"
PLACE = re.compile(r"(?:xã|phường|thị trấn|đặc khu|huyện|thị xã|quận|thành phố|tp|ubnd)\b[. ]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: what it holds, and the year and unit that its head gives."""

    role: ColumnRole
    year: int | None = None
    unit: str | None = None
    over_years: bool = False  # whether the year is the last one of a period: "Giai đoạn 2021-2025"
    half: int = 0  # of tables printed side by side under one head said twice
    indicator: str = ""  # in a table of places: what the column measures, as written


@functools.cache
def says(role: str) -> re.Pattern[str]:
    """The wordings of a column's head in data/target_columns.csv."""
    phrases = any_of(row["phrase"] for row in rows("target_columns") if row["says"] == role)
    return re.compile(rf"(?<!\w)(?:{phrases})(?!\w)")


@functools.cache
def _grows() -> re.Pattern[str]:
    """A head that says how what the row measures grows: "Tốc độ tăng 2026 (%)" | not "Tốc độ tăng năng suất"."""
    return re.compile(
        rf"(?:{any_of(row['phrase'] for row in rows('target_columns') if row['says'] == 'grows')})(?: bình quân)?[\W\d]*"
    )


def columns_of(document: Document, grid: Grid, plan_year: int | None) -> tuple[list[Column], int]:
    """The columns of a table and the number of its head's rows; a target table has a name and a value column."""
    if not grid:
        return [], 0
    first = _head_rows(document, grid)
    heads = [_heads(document, grid[:first], index) for index in range(len(grid[0]))]
    joined = [" ".join(parts).lower() for parts in heads]
    width = _half(joined)
    years = [_year(parts) for parts in heads]
    roles = [_role(head, year, plan_year) for head, year in zip(joined, years, strict=True)]
    if any(says("money").search(head) for head in joined):  # a cost estimate: its numbers are no targets
        roles = ["text" if role == "value" else role for role in roles]
    for index, parts in enumerate(heads):
        if roles[index] == "base" and any(says("planned").match(part.lower()) for part in parts):
            roles[index] = "aside"  # what was planned for a year is not what was reached in it
        if any(_grows().fullmatch(part.lower()) for part in parts):
            roles[index] = "aside"
    named = next(
        (i for i, head in enumerate(joined) if roles[i] not in ("aside", "result") and says("name").match(head)), None
    )
    indicators = [""] * len(heads)
    if named is not None:
        for index in range(named, len(heads), width):
            roles[index] = "name"
    elif (place := _place_column(document, grid[first:], joined)) is not None:
        roles[place] = "place"
        indicators = [_indicator(parts) for parts in heads]
        roles = [_in_place_table(document, grid[first:], i, role, indicators[i]) for i, role in enumerate(roles)]
    if "place" not in roles and not _has_targets(document, grid[first:], joined, roles, named):
        roles = ["text" if role in ("value", "base", "unit", "name") else role for role in roles]
        first = first if any(role in ("aside", "result") for role in roles) else 0
    return [
        Column(role, years[i], "%" if "%" in joined[i] else None, bool(PERIOD.search(joined[i])), i // width, indicators[i])
        for i, role in enumerate(roles)
    ], first


def _half(heads: list[str]) -> int:
    """After how many columns the head is said again ("Chỉ tiêu | ĐVT | 2026 | Chỉ tiêu | ĐVT | 2026"); else all of them."""
    for width in range(2, len(heads) // 2 + 1):
        if len(heads) % width == 0 and all(heads[:width]) and heads == heads[:width] * (len(heads) // width):
            return width
    return len(heads)


def _place_column(document: Document, body: Grid, heads: list[str]) -> int | None:
    """The column of places that have a value each for what stands over the other columns; None if there is none."""
    for index, head in enumerate(heads):
        if says("place").fullmatch(head):
            cells = [document.text[cell.start : cell.end] for row in body if (cell := row[index]) and cell.end > cell.start]
            return index if cells and sum(bool(PLACE.match(words)) for words in cells) >= NUMBERED * len(cells) else None
    return None


def _indicator(parts: Sequence[str]) -> str:
    """What a column of a table of places measures: the words over it but for years and the like."""
    said = [part for part in parts if not NO_INDICATOR.fullmatch(part) and not says("value").fullmatch(part.lower())]
    return " ".join(dict.fromkeys(said))


def _in_place_table(document: Document, body: Grid, index: int, role: ColumnRole, indicator: str) -> ColumnRole:
    """What a column holds in a table of places: values of the indicator over it, or what it would hold elsewhere."""
    if role not in ("text", "value"):
        return role
    cells = [cell for row in body if (cell := row[index]) is not None and cell.end > cell.start]
    numbers = sum(bool(DIGITS.search(document.text, cell.start, cell.end)) for cell in cells)
    return "value" if indicator and cells and numbers >= NUMBERED * len(cells) else "text"


def _head_rows(document: Document, grid: Grid) -> int:
    """How many rows the head has: more than one where a cell of the row before reaches down, or is told apart below."""
    first = 1
    while first < min(HEADER_ROWS, len(grid) - 1) and (
        any(cell is not None and cell.row < first < cell.row + cell.row_span for cell in grid[first])
        or _tells_apart(document, grid[first - 1], grid[first])
    ):
        first += 1
    return first


def _tells_apart(document: Document, above: Sequence[Cell | None], below: Sequence[Cell | None]) -> bool:
    """Whether a row divides a head whose merged cells were flattened: "STT | Lộ trình | " over " | 2026 | 2027".

    Flat text keeps the words of a merged cell in its first column and leaves the others empty, so the parts stand
    under empty cells or under a cell with an empty one behind it; a row of the body has words under a full head.
    """
    over, under = _plain(document, above), _plain(document, below)
    parts = [index for index, words in enumerate(under) if words]
    return (
        len(parts) > 1
        and not under[0]
        and len(over) == len(under)
        and not any(DIGITS.search(word) for word in over)
        and all(not over[index] or (index + 1 < len(over) and not over[index + 1]) for index in parts)
    )


def _plain(document: Document, row: Sequence[Cell | None]) -> list[str]:
    """The words of every column of a row, "" where a merged cell only reaches in."""
    return [
        document.text[cell.start : cell.end].replace("\n", " ").strip() if cell and cell.column == index else ""
        for index, cell in enumerate(row)
    ]


def _heads(document: Document, head: Grid, index: int) -> list[str]:
    """The words over a column from top to bottom; an empty cell over a part takes the words to its left."""
    said: list[str] = []
    for at, row in enumerate(head):
        cell = row[index]
        words = document.text[cell.start : cell.end].replace("\n", " ").strip() if cell else ""
        if not words and at + 1 < len(head) and _tells_apart(document, row, head[at + 1]):
            words = next((left for left in reversed(_plain(document, row)[:index]) if left), "")
        if words and (cell is None or cell.row == at or not said):
            said.append(words)
    return said


def _year(heads: list[str]) -> int | None:
    """The year of a column: of the lowest head that gives one ("Giai đoạn 2026-2030" over "Năm 2026" → 2026)."""
    for head in map(str.lower, reversed(heads)):
        bare = BARE_YEAR.search(head)
        if bare:
            return year_in(head) or int(bare[0])
    return None


def _role(head: str, year: int | None, plan_year: int | None) -> ColumnRole:
    if says("money").search(head):
        return "aside"
    if says("unit").fullmatch(head) or (says("unit").match(head) and not says("aside").search(head)):
        return "unit"
    if says("compared").search(head) or RATIO.search(head) or PART_OF_YEAR.search(head):
        return "aside"
    if says("base").match(head):
        return "base"
    if year and not says("aside").match(head):
        return "base" if plan_year and year < plan_year else "value"
    if says("aside").match(head):
        return "aside"
    if says("value").match(head):
        return "value"
    return "result" if says("result").search(head) else "text"


def _has_targets(document: Document, body: Grid, heads: list[str], roles: list[ColumnRole], named: int | None) -> bool:
    """Whether a table with a name column is one of targets: it has units, years or "chỉ tiêu", or its values are numbers."""
    if named is None or "value" not in roles:
        return named is not None and ("unit" in roles or "chỉ tiêu" in heads[named])
    if "unit" in roles or "chỉ tiêu" in heads[named] or any(ANY_YEAR.search(head) for head in heads):
        return True
    index = roles.index("value")
    cells = [cell for row in body if (cell := row[index]) is not None and cell.end > cell.start]
    numbers = sum(bool(DIGITS.search(document.text, cell.start, cell.end)) for cell in cells)
    return not says("result").search(heads[index]) and bool(cells) and numbers >= NUMBERED * len(cells)
