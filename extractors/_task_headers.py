"""The header rows of task tables: which column holds the task, who leads, who joins in, by when, what comes of it."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

from data import rows
from data.document import Cell, Document
from normalizers.unit_lists import looks_like_units

Role: TypeAlias = Literal[
    "number",
    "task",
    "group",
    "indicator",
    "deliverable",
    "lead",
    "coordinating",
    "both",
    "monitoring",
    "time",
    "outcome",
    "period",
    "place",
    "funding",
    "measure",
    "note",
    "refuse",
]
Grid: TypeAlias = tuple[tuple[Cell | None, ...], ...]
AS_BLANKS = str.maketrans("/,", "  ")  # signs between the words of a column's title
LONGEST = 90  # characters of a header cell; what is longer says something
DEEPEST = 3  # lines of a header
SEARCHED = 4  # rows at the top of a table among which its header may stand
TURNED: frozenset[Role] = frozenset({"task", "lead", "coordinating", "time"})  # all but one, one under the other
UNIT_ROLES: tuple[Role, ...] = ("lead", "coordinating", "both", "monitoring")
# "(1)", "2", "(3)=(1)+(2)" in the row that numbers the columns
COLUMN_NUMBER = re.compile(r"^\(?\d{1,2}\)?(?:\s?=.*)?$")
# "Năm 2026", "Đến năm 2030", "2027": a column of values for a year
YEAR_COLUMN = re.compile(r"^(?:(?:kế hoạch |mục tiêu )?(?:đến )?năm |giai đoạn )?20\d\d(?:\s?-\s?20\d\d)?$")
# "Quý I", "Tháng 3/2026", "T3", "Q2" over a column of ticks
PERIOD_COLUMN = re.compile(
    r"(?:(?:quý\s?|q)(?:IV|I{1,3}|[1-4])|(?:tháng\s?|t)(?:0?[1-9]|1[0-2]))(?:[\s/.-]+(?:năm\s)?20\d\d)?", re.IGNORECASE
)
MONTH_NUMBER = re.compile(r"(?:t\.?)?\s?(?P<month>0?[1-9]|1[0-2])", re.IGNORECASE)  # "T3", "3" under "Tháng"
YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
TICK = re.compile(r"[xX×✓✔√☑●■+*]")
GIVEN = re.compile(r"\bgiao\b", re.IGNORECASE)
BEGINS = re.compile(r"\bbắt đầu\b", re.IGNORECASE)  # "Thời gian bắt đầu" beside "Thời gian kết thúc"
ENDS = re.compile(r"\b(?:kết thúc|hoàn thành)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TaskHeader:
    """The roles of a table's columns, None where a column's wording is not known, and the rows that the header takes."""

    roles: tuple[Role | None, ...]
    words: tuple[str, ...]  # over each column, of a header of several lines the lowest
    first_row: int
    rows: int

    def column(self, role: Role) -> int | None:
        """The first column with this role."""
        return self.roles.index(role) if role in self.roles else None

    @property
    def task_column(self) -> int:
        """The column that says what is to be done."""
        roles: tuple[Role, ...] = ("task", "indicator")
        for role in roles:
            found = self.column(role)
            if found is not None:
                return found
        raise LookupError("a task header without a task column")  # is_task_header lets none through

    def is_named(self, column: int) -> bool:
        """Whether words stand over a column, known or not."""
        return column < len(self.words) and bool(self.words[column])

    def time_of(self, texts: Sequence[str]) -> str | None:
        """The time that several columns tell together by the cells of a row: ticks, first and last day; or None."""
        times = [column for column, role in enumerate(self.roles) if role == "time"]
        first = next((column for column in times if BEGINS.search(self.words[column])), None)
        last = next((column for column in times if ENDS.search(self.words[column])), None)
        if first is not None and last is not None and first < last:
            begin, end = texts[first], texts[last]
            begin = "" if begin == end else begin  # one cell over both: "Thường xuyên"
            return f"{begin} - {end}" if begin and end else f"Từ {begin}" if begin else end
        periods = [column for column, role in enumerate(self.roles) if role == "period"]
        ticked = [self.words[column] for column in periods if TICK.fullmatch(texts[column])]
        return "; ".join([*(texts[column] for column in times if texts[column]), *ticked]) if periods else None

    @property
    def body(self) -> int:
        """The row behind the header."""
        return self.first_row + self.rows


def role_of(wording: str) -> Role | None:
    """The role of a column by its header's words; None if they are not known."""
    words = " ".join(wording.lower().translate(AS_BLANKS).split()).strip(" .:*()")
    if not words or len(words) > LONGEST:
        return None
    if YEAR_COLUMN.match(words):
        return "measure"
    for role, how, wanted in _wordings():
        if (
            (how == "is" and words == wanted)
            or (how == "starts" and words.startswith(wanted))
            or (how == "has" and f" {wanted} " in f" {words} ")
            or (how == "all" and all(part in words for part in wanted.split("+")))
        ):
            return role
    return None


def find_header(document: Document, grid: Grid) -> TaskHeader | None:
    """The header of a task table, in its first rows; None if this is no task table."""
    if _is_turned(document, grid):
        return None
    for row in range(min(SEARCHED, len(grid))):
        header = header_at(document, grid, row)
        if header is not None:
            return header
    return None


def _is_turned(document: Document, grid: Grid) -> bool:
    """Whether the titles of columns stand one under the other in the first column: each task is a column of its own."""
    titles = [_texts(document, row[:1])[0] for row in grid]
    return len({role for title in titles if (role := role_of(title)) in TURNED}) >= len(TURNED) - 1


def header_at(document: Document, grid: Grid, row: int) -> TaskHeader | None:
    """The task header that begins in this row, over as many rows as belong to it."""
    texts = _texts(document, grid[row])
    if not _can_be_header(texts):
        return None
    roles = [role_of(text) for text in texts]
    words = list(texts)
    depth = 1
    while depth < DEEPEST and row + depth < len(grid) and _goes_on(document, grid, row + depth, row):
        below = _texts(document, grid[row + depth])
        spanned = [cell is not None and cell.row < row + depth for cell in grid[row + depth]]
        for column, (text, is_spanned) in enumerate(zip(below, spanned, strict=True)):
            if not is_spanned and text:
                words[column] = _period(text, words[column])
                roles[column] = role_of(text) or role_of(f"{texts[column]} {text}") or roles[column]
        depth += 1
    for column, role in enumerate(roles):
        if role == "place":
            roles[column] = "lead" if _gives_to_places(roles, texts) else None
        elif role == "measure" and texts[column].lower() == "đơn vị" and _holds_units(document, grid, row + depth, column):
            roles[column] = "lead"
        elif PERIOD_COLUMN.fullmatch(words[column]) and _holds_ticks(document, grid, row + depth, column):
            roles[column] = "period"
    named = [role for role, text in zip(roles, texts, strict=True) if text]
    if not is_task_header(roles) or 5 * sum(role is not None for role in named) < 3 * len(named):
        return None
    while row + depth < len(grid) and _numbers_columns(_texts(document, grid[row + depth])):
        depth += 1
    return TaskHeader(tuple(roles), tuple(words), row, depth)


def is_task_header(roles: Sequence[Role | None]) -> bool:
    """Whether columns of these roles make a table of tasks rather than of targets, people or procedures."""
    found = set(roles)
    if "refuse" in found:
        return False
    led = bool(found & {"lead", "both", "coordinating"})
    if "task" in found:
        timed = bool(found & {"time", "period", "outcome"})
        return led or (timed and bool(found & {"deliverable", "number", "outcome"}))
    return "indicator" in found and bool(found & {"lead", "both"}) and "measure" not in found


def _can_be_header(texts: Sequence[str]) -> bool:
    filled = [text for text in texts if text]
    return len(set(filled)) >= 2 and all(len(text) <= LONGEST and not text.endswith(":") for text in filled)


def _goes_on(document: Document, grid: Grid, row: int, first: int) -> bool:
    """Whether the row holds the second line of a header: under a merged cell, naming roles, no number before it."""
    above = grid[first]
    merged = any(cell is not None and (cell.column_span > 1 or cell.row + cell.row_span > row) for cell in above)
    own = [
        (column, cell)
        for column, cell in enumerate(grid[row])
        if cell is not None and cell.row == row and cell.column == column
    ]
    if _divides(document, grid, row, own):
        return True
    texts = [(column, document.text[cell.start : cell.end].strip()) for column, cell in own]
    filled = [(column, text) for column, text in texts if text]
    heads = _texts(document, above)  # in plain tables a head over two columns leaves the second blank
    blank = any(not heads[column] and role_of(text) is not None for column, text in filled)
    if not (merged or blank) or not filled or any(len(text) > LONGEST for _, text in filled):
        return False
    named = [column for column, text in filled if role_of(text) is not None]
    return len(named) * 2 >= len(filled) and not (filled[0][0] == 0 and role_of(filled[0][1]) is None)


def _divides(document: Document, grid: Grid, row: int, own: Sequence[tuple[int, Cell]]) -> bool:
    """Whether a row only divides columns of the head above, whose other cells reach down beside it: "Bắt đầu | Kết thúc"."""
    beside = [cell for cell in grid[row] if cell is not None and cell.row < row]
    above = {column: over for column, _ in own if (over := grid[row - 1][column]) is not None and over.column_span > 1}
    if not beside or not own or len(above) < len(own):
        return False
    heads = _texts(document, grid[row - 1])
    texts = {column: " ".join(document.text[cell.start : cell.end].split()) for column, cell in own}
    return all(
        text and (role_of(f"{heads[column]} {text}") or PERIOD_COLUMN.fullmatch(_period(text, heads[column])))
        for column, text in texts.items()
    )


def _period(text: str, head: str) -> str:
    """A column's title with what the head over it says of its time: "T3" under "Năm 2026" is "Tháng 3/2026"."""
    month = MONTH_NUMBER.fullmatch(text)
    if month and (text[:1].isalpha() or "tháng" in head.lower()):
        text = f"Tháng {int(month['month'])}"
    year = YEAR.search(head)
    return f"{text}/{year[0]}" if year and PERIOD_COLUMN.fullmatch(text) and not YEAR.search(text) else text


def _gives_to_places(roles: Sequence[Role | None], texts: Sequence[str]) -> bool:
    """Whether a column of places says who acts: no other says it, and the tasks are given ("Nhiệm vụ được giao")."""
    given = any(role == "task" and GIVEN.search(text) for role, text in zip(roles, texts, strict=True))
    return given and not set(roles) & set(UNIT_ROLES)


def _holds_units(document: Document, grid: Grid, first: int, column: int) -> bool:
    """Whether a column headed "Đơn vị" holds administrative units rather than units of measure."""
    cells = [grid[row][column] for row in range(first, len(grid))]
    texts = [text for cell in cells if cell is not None and (text := document.text[cell.start : cell.end].strip())]
    return bool(texts) and sum(map(looks_like_units, texts)) * 2 > len(texts)


def _holds_ticks(document: Document, grid: Grid, first: int, column: int) -> bool:
    """Whether a column holds ticks and nothing else: an "x" under "Quý I"."""
    cells = [grid[row][column] for row in range(first, len(grid))]
    texts = [document.text[cell.start : cell.end].strip() for cell in cells if cell is not None and cell.column == column]
    return all(not text or TICK.fullmatch(text) for text in texts)


def _numbers_columns(texts: Sequence[str]) -> bool:
    filled = [text for text in texts if text]
    return len(filled) > 2 and all(COLUMN_NUMBER.match(text) for text in filled)


def _texts(document: Document, row: Sequence[Cell | None]) -> list[str]:
    return ["" if cell is None else " ".join(document.text[cell.start : cell.end].split()) for cell in row]


@functools.cache
def _wordings() -> tuple[tuple[Role, str, str], ...]:
    return tuple((cast(Role, row["role"]), row["how"], row["words"]) for row in rows("task_columns"))
