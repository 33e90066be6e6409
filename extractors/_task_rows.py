"""The rows of a task table as drafts of tasks: sections carried down, cut rows joined, slipped cells put back."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from data.document import Cell, Document
from extractors._outcomes import is_time, parted
from extractors._same_again import SAME_AGAIN
from extractors._task_headers import UNIT_ROLES, Grid, Role, TaskHeader, header_at
from normalizers.outline import Level, label_of
from normalizers.unit_lists import looks_like_units

Cells: TypeAlias = dict[Role, str]
# "1", "01.", "2.1", "1a", "(3)", "-" | not "Tỷ lệ"
NUMBER = re.compile(r"^[-–+*]?\(?(?:\d{1,3}|[IVXLC]{1,7}|[A-HĐ]|[a-zđ])(?:\.\d{1,3}){0,3}[a-zđ]?[.)]?$|^[-–+*]$")
SEVERAL = re.compile(r"\(?\d{1,3}[.)]?(?:\s\(?\d{1,3}[.)]?)+")  # "1", "2" and "3" in one cell
SECTION_NUMBER = re.compile(r"^(?:[IVXLC]{1,7}(?:\.\d{1,2})*|[A-HĐ]|[A-H]\.?[IVX]{1,4})[.)]?$")  # "II", "A.", "I.2"
DOTS = re.compile(r"^[\s.…·_-]{3,}$")
NEW_LIST = re.compile(r"\.\s*(?=\n?[-–•+]\s?[^\W\d_])")  # a list that ended and another behind it in one cell
TOTAL = re.compile(r"(?:tổng(?: cộng| số| kinh phí)?|cộng)[\s:.]*", re.IGNORECASE)  # a sum below the tasks is none
LETTER_LABEL = re.compile(r"[a-zđ][.)]\s")  # "a) Sở" | not "và Sở"
UNFINISHED = re.compile(r"(?:[^.;:!?…]|[,;])$")
LONGEST_TITLE = 400
SECTION_OF_FIGURES = re.compile(r"(\d{1,2})\. ")  # "2. Rà soát văn bản" over 2.1, 2.2


@dataclass(slots=True)
class RowDraft:
    """A task while its rows are being read: the words of its cells by role, and the span of its first row."""

    number: str
    section: str | None
    cells: Cells
    start: int
    end: int
    merged: bool = False  # its number's cell holds several numbers: rows that nothing told apart
    aligned: bool = False  # put together by what the cells hold, as they stand in other columns than the header's

    def text_of(self, role: Role) -> str | None:
        """The words of a role; None if the table has no such column."""
        return self.cells.get(role)


@dataclass(slots=True)
class TableReading:
    """What has been read of a table and of those before it that it goes on from."""

    document: Document
    header: TaskHeader
    section: str | None = None
    pending: str = ""  # a section number whose title stands in the next row
    last: RowDraft | None = None
    above: RowDraft | None = None  # the task before, also over a section's title
    fresh: bool = True  # a page or table has just begun
    misses_lead: bool = False
    drafts: list[RowDraft] = field(default_factory=list)

    def read(self, grid: Grid, first: int) -> None:
        """Reads the rows from `first` on."""
        self.header = _with_one_task_column(self.document, self.header, grid, first)
        self.misses_lead = self.misses_lead or _misses_lead(self.document, self.header, grid, first)
        self.fresh = True
        row = first
        while row < len(grid):
            again = header_at(self.document, grid, row)
            if again is not None and self._is_repeated(again, grid[row], row):
                self.header = _with_number(again, self.header)
                row = again.body
                self.fresh = True
                continue
            self._row(grid, row)
            row += 1

    def _is_repeated(self, again: TaskHeader, slots: tuple[Cell | None, ...], row: int) -> bool:
        """Whether what looks like a header is one: no number before it, and a known wording in every column."""
        own = [(column, text) for column, _, text in _own(self.document, slots, row) if text]
        return all(
            column < len(again.roles) and again.roles[column] is not None and not NUMBER.match(text) for column, text in own
        )

    def _row(self, grid: Grid, row: int) -> None:
        own = _own(self.document, grid[row], row)
        filled = [(column, cell, text) for column, cell, text in own if text]
        if not filled:
            return
        if all(DOTS.match(text) for _, _, text in filled):
            self.section, self.pending, self.last = None, "", None
            return
        number = self._number(grid, row)
        content = [part for part in filled if not (part[0] == self._number_column and NUMBER.match(part[2]))]
        if SECTION_NUMBER.match(number) and len(content) > 1 and all(_goes_on(text) for _, _, text in content[1:]):
            self._join(content[1:])  # a page break left the rest of the row above beside a section's title
            content = content[:1]
        if self._is_cut(number, content, row, grid):
            self._join(content)
        elif not self._is_section(number, content, grid, row):
            self._task(number, own, filled, grid[row])
        self.fresh = False

    @property
    def _number_column(self) -> int | None:
        return self.header.column("number")

    def _number(self, grid: Grid, row: int) -> str:
        """The row's number; that of a merged cell over several rows holds for all of them."""
        column = self._number_column
        cell = grid[row][column] if column is not None else None
        if cell is None or cell.column != column:
            return ""
        text = _text(self.document, cell)
        return text if NUMBER.match(text) else ""

    def _is_section(self, number: str, content: list[tuple[int, Cell, str]], grid: Grid, row: int) -> bool:
        """Takes a row that only carries a title; False if the row is a task."""
        if not content:
            self.pending = number
            return True
        told = [part for part in content if self._says_more(part[0])] if SECTION_NUMBER.match(number) else content
        if len(told or content) > 1 or len((told or content)[0][2]) > LONGEST_TITLE:
            return False
        column, cell, text = (told or content)[0]
        label = label_of(text)
        if number and SECTION_NUMBER.match(number):
            title = f"{number.rstrip('.)')}. {text}"
        elif number:
            if not self._has_children(number, grid, row):
                return False
            title = f"{number.rstrip('.)')}. {text}"
        elif self.pending:
            title = f"{self.pending.rstrip('.)')}. {text}"
        elif (
            cell.column_span > 1
            or column == self._number_column
            or (label is not None and label.level <= Level.ARABIC)
            or (self._number_column is not None and self._next_number(grid, row) in ("1", "01"))
        ):
            title = text
        else:
            return False
        self.section, self.pending, self.last = _one_line(title), "", None
        return True

    def _says_more(self, column: int) -> bool:
        """Whether a cell of this column is more than the sum or the note that a section's row may carry."""
        role = self.header.roles[column] if column < len(self.header.roles) else None
        return role not in ("funding", "note", "measure")

    def _has_children(self, number: str, grid: Grid, row: int) -> bool:
        """Whether what follows belongs to this row: "2" above "2.1", "1" above "-" or above full rows without a number."""
        following = self._next_number(grid, row)
        bare = number.rstrip(".)")
        if following:
            return following.startswith((f"{bare}.", "-", "–", "+")) or following in ("a", f"{bare}a")
        if row + 1 >= len(grid):
            return False
        below = [text for _, _, text in _own(self.document, grid[row + 1], row + 1) if text]
        return len(below) > 1 and not _goes_on(below[0])

    def _next_number(self, grid: Grid, row: int) -> str:
        return self._number(grid, row + 1).rstrip(".)") if row + 1 < len(grid) else ""

    def _is_cut(self, number: str, content: list[tuple[int, Cell, str]], row: int, grid: Grid) -> bool:
        """Whether the row is the rest of the one above, cut by a page break."""
        if number or not content or self.last is None or self.pending:
            return False
        column = self._number_column
        if column is not None:
            above = grid[row][column]
            if above is not None and above.row < row:
                return False  # a merged number: a row of its own
        if len(content) == 1 and (content[0][1].column_span > 1 or content[0][0] == column):
            return False
        starts_low = all(_goes_on(text) for _, _, text in content)
        if self._number_column is None:
            return starts_low and len(content) < 3
        if starts_low:
            return True
        task = next((text for at, _, text in content if at == self.header.task_column), "")
        if not task:
            return self.fresh or any(
                text.endswith((",", ";", " và")) for role in UNIT_ROLES if (text := self.last.cells.get(role, ""))
            )
        return self.fresh and len(content) <= 2 and bool(UNFINISHED.search(self.last.cells.get("task", "")))

    def _join(self, content: list[tuple[int, Cell, str]]) -> None:
        """Adds the rest of a cut row to the cells that it goes on from."""
        last = self.last
        if last is None:
            return
        for column, _, text in content:
            role = self._role_for_rest(last, column, text)
            before = last.cells.get(role, "")
            if before.endswith(text):
                continue  # the page break printed these words twice
            gap = "\n" if before.endswith((";", ".")) and not _goes_on(text) else " "
            last.cells[role] = f"{before}{gap}{text}".strip()

    def _role_for_rest(self, last: RowDraft, column: int, text: str) -> Role:
        own = self.header.roles[column] if column < len(self.header.roles) else None
        if own and not last.aligned:
            return "task" if own == "indicator" else own
        unfinished: list[Role] = [
            role for role in UNIT_ROLES if (told := last.cells.get(role, "")) and not told.endswith(".")
        ]
        if unfinished and (looks_like_units(text) or own != "task"):
            return unfinished[-1]
        return own or "task"

    def _task(
        self,
        number: str,
        own: list[tuple[int, Cell, str]],
        filled: list[tuple[int, Cell, str]],
        slots: tuple[Cell | None, ...],
    ) -> None:
        cells = self._by_column(slots)
        aligned = _is_slipped(cells, self.header, filled, self.misses_lead)
        if aligned:
            cells = self._by_content(filled)
        if not cells.get("task") or TOTAL.fullmatch(cells["task"]):
            return
        self._say_again(cells)
        if not number and self.last is not None and self._number_column is not None:
            number = self.last.number
        if self._leaves_section(number):
            self.section = None
        text = cells["task"]
        if self._number_column is None and (label := label_of(text)) and Level.ARABIC <= label.level <= Level.LETTER:
            number, cells["task"] = label.text, text[len(label.text) :].strip()
        group = _one_line(cells.pop("group", "")) or None
        merged = any(column == self._number_column and SEVERAL.fullmatch(text) for column, _, text in filled)
        span = own[0][1].start, own[-1][1].end
        draft = RowDraft(number.rstrip(".)").strip("( "), self.section or group, cells, *span, merged, aligned)
        self.drafts.append(draft)
        self.last = self.above = draft

    def _leaves_section(self, number: str) -> bool:
        """Whether a row stands beside its section rather than in it: "3" behind "2. Rà soát" with its 2.1, 2.2."""
        opened = SECTION_OF_FIGURES.match(self.section or "")
        if opened is None or self.last is None or not number.rstrip(".)").isdigit():
            return False
        return self.last.number.startswith(f"{opened[1]}.") and int(number.rstrip(".)")) == int(opened[1]) + 1

    def _say_again(self, cells: Cells) -> None:
        """Puts what the row above says in place of a sign for "as above"."""
        for role, text in cells.items():
            if role != "task" and SAME_AGAIN.fullmatch(text):
                cells[role] = self.above.cells.get(role, "") if self.above is not None else ""

    def _by_column(self, slots: tuple[Cell | None, ...]) -> Cells:
        """The cells by the header's roles; a cell merged over rows holds for all of them, one over columns for the first."""
        cells: Cells = {}
        task_column = self.header.task_column
        for column, cell in enumerate(slots[: len(self.header.roles)]):
            role = self.header.roles[column]
            if role is None or role == "number":
                continue
            if column == task_column:
                role = "task"
            elif role in ("task", "indicator"):
                continue
            text = "" if cell is None or cell.column != column else _text(self.document, cell)
            if role not in cells or (text and not cells[role]):
                cells[role] = text
            elif text and role in UNIT_ROLES and text != cells[role]:
                cells[role] += f"\n{text}"
        told = self.header.time_of(["" if cell is None else _one_line(_text(self.document, cell)) for cell in slots])
        if told is not None:
            cells["time"] = told
        cells.pop("period", None)
        if "outcome" in cells:
            cells["deliverable"], cells["time"] = parted(cells.pop("outcome"))
        return cells

    def _by_content(self, filled: list[tuple[int, Cell, str]]) -> Cells:
        """The cells by what they hold, for a row whose cells do not stand under their headers."""
        roles = set(self.header.roles)
        cells: Cells = {role: "" for role in roles if role not in (None, "number", "indicator", "group")}
        rest = [part for part in filled if not (part[0] == self._number_column and NUMBER.match(part[2]))]
        if not rest:
            return cells
        cells["task"] = rest[0][2]
        lists: list[tuple[int, str]] = []
        for column, _, text in rest[1:]:
            if is_time(text) and "time" in roles:
                cells["time"] = f"{cells['time']}\n{text}".strip()
            elif looks_like_units(text):
                lists.append((column, text))
            elif "deliverable" in roles:
                cells["deliverable"] = f"{cells['deliverable']}\n{text}".strip()
            elif (own := self.header.roles[column] if column < len(self.header.roles) else None) and not cells.get(own, own):
                cells[own] = text  # what it holds is not known: it stays where it stands
        if len(lists) == 1 and self.misses_lead and (parts := NEW_LIST.split(lists[0][1])) and len(parts) == 2:
            lists = [(lists[0][0], parts[0]), (lists[0][0] + 1, parts[1])]
        _assign(cells, lists, self.header)
        return cells


def _assign(cells: Cells, lists: list[tuple[int, str]], header: TaskHeader) -> None:
    """The lists of units to their roles: two are lead and coordinating, one is what the header calls its column."""
    wanted: list[Role] = [role for role in header.roles if role in UNIT_ROLES]
    if len(lists) > len(wanted):
        wanted = ["lead", "coordinating", *[role for role in wanted if role == "monitoring"]]
    if len(lists) == 1 and lists[0][0] < len(header.roles) and header.roles[lists[0][0]] in UNIT_ROLES:
        wanted = [role for role in (header.roles[lists[0][0]],) if role is not None]
    for role, (_, text) in zip(wanted, lists, strict=False):
        cells[role] = text
    if lists and "lead" not in cells:
        cells["lead"] = ""


def _is_slipped(cells: Cells, header: TaskHeader, filled: list[tuple[int, Cell, str]], misses_lead: bool) -> bool:
    """Whether cells of the row hold what their header does not say."""
    if any(
        column >= len(header.roles) or (header.roles[column] is None and not header.is_named(column))
        for column, _, text in filled
        if looks_like_units(text) or is_time(text)
    ):
        return True
    if misses_lead:
        return True
    time = cells.get("time", "")
    if time and looks_like_units(time) and not is_time(time):
        return True
    return any(text and is_time(text) and not looks_like_units(text) for role in UNIT_ROLES if (text := cells.get(role, "")))


def _misses_lead(document: Document, header: TaskHeader, grid: Grid, first: int) -> bool:
    """Whether the body has two columns of units under a header with one, and that one not of the lead."""
    if "lead" in header.roles or "both" in header.roles:
        return False
    for row in range(first, len(grid)):
        texts = [text for column, _, text in _own(document, grid[row], row) if column > header.task_column]
        if sum(looks_like_units(text) for text in texts) > 1:
            return True
    return False


def _with_one_task_column(document: Document, header: TaskHeader, grid: Grid, first: int) -> TaskHeader:
    """The header with one column of tasks: of "Nhiệm vụ" and "Hoạt động cụ thể" the one with more cells of its own."""
    columns = [column for column, role in enumerate(header.roles) if role == "task"]
    if len(columns) < 2:
        return header
    own = Counter(column for row in range(first, len(grid)) for column, _, text in _own(document, grid[row], row) if text)
    chosen = max(columns, key=lambda column: (own[column], -column))
    roles = tuple("group" if role == "task" and column != chosen else role for column, role in enumerate(header.roles))
    return replace(header, roles=roles)


def _with_number(again: TaskHeader, before: TaskHeader) -> TaskHeader:
    """A repeated header with the number column of the first, where it leaves that one unnamed."""
    number = before.column("number")
    if (
        number is None
        or again.column("number") is not None
        or (number < len(again.roles) and again.roles[number] is not None)
    ):
        return again
    roles = tuple("number" if column == number else role for column, role in enumerate(again.roles))
    return replace(again, roles=roles)


def _own(document: Document, slots: tuple[Cell | None, ...], row: int) -> list[tuple[int, Cell, str]]:
    """The cells that begin in this row, with their columns and words."""
    found: list[tuple[int, Cell, str]] = []
    for column, cell in enumerate(slots):
        if cell is not None and cell.row == row and cell.column == column:
            found.append((column, cell, _text(document, cell)))
    return found


def _text(document: Document, cell: Cell) -> str:
    return document.text[cell.start : cell.end].strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _goes_on(text: str) -> bool:
    """Whether words begin in the middle of a sentence."""
    return text[:1].islower() and not LETTER_LABEL.match(text)
