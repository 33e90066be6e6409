"""The reader of spreadsheets (.xlsx, .xlsm): each sheet's title lines as paragraphs, its grid as a table, as shown.

Hidden sheets, rows and columns are not shown, so not read, and said so.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data.document import Document
from pipeline.errors import UnreadableFile
from pipeline.ingest import archive_zip
from pipeline.ingest.docx_parts import ZIP_MARKS, is_encrypted
from pipeline.ingest.draft import Draft, DraftCell
from pipeline.ingest.sheet_values import general, shown

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

NAME = "xlsx"
SUFFIXES = (".xlsx", ".xlsm")
ORDER = 8  # before the reader of Word files, which takes every zip

MAX_CELLS: Final = 2_000_000  # of a sheet
MAX_UNPACKED: Final = 512 << 20
WIDE: Final = 3  # filled cells that make a row one of a table
GAP: Final = 2  # blank rows between two tables
RESEND: Final = "Mở bằng Excel rồi lưu lại thành tệp .xlsx."


def sniff(head: bytes, path: Path) -> bool:
    """Whether the file is a zip that holds a workbook."""
    if not head.startswith(ZIP_MARKS) or (b"word/" in head and b"xl/" not in head):  # most zips are Word's: not to be opened
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return any(name.lower() == "xl/workbook.xml" for name in archive.NameToInfo)
    except archive_zip.BROKEN:
        return False


def read(path: Path, file_sha256: str) -> Document:
    """The sheets of a workbook in their order; raises UnreadableFile."""
    values, formulas = _opened(path, values=True), _opened(path, values=False)
    draft = Draft(str(path), file_sha256, NAME)
    for name in values.sheetnames:
        sheet = values[name]
        if not hasattr(sheet, "iter_rows"):
            draft.problem(f"Trang «{name}» là biểu đồ, chưa đọc.", "Xem bản gốc.")
        elif sheet.sheet_state != "visible":
            draft.problem(f"Trang tính ẩn «{name}» không đọc.", "Bỏ ẩn trang trong Excel, lưu rồi nạp lại nếu cần.")
        else:
            draft.furniture("page-header", name)
            _Sheet.of(sheet, formulas[name], path).write(draft)
    return draft.finish()


def _opened(path: Path, *, values: bool) -> Workbook:
    from openpyxl import load_workbook  # noqa: PLC0415 half a second that only spreadsheets pay

    if is_encrypted(path):
        raise UnreadableFile(f"Tệp {path} có mật khẩu.", "Mở bằng Excel, gỡ mật khẩu rồi nạp lại.")
    try:
        members = archive_zip.listed(path)
    except archive_zip.BROKEN as error:
        raise _broken(path, "hỏng hoặc bị cắt cụt, không mở được") from error
    for member in members:
        member.check(str(path))
    if sum(member.size for member in members) > MAX_UNPACKED:
        raise _broken(path, f"bung ra lớn hơn {MAX_UNPACKED >> 20} MiB")
    try:
        return load_workbook(path, data_only=values)
    except Exception as error:  # the library raises whatever a broken part makes it raise
        raise _broken(path, "hỏng hoặc bị cắt cụt, không mở được") from error


def _broken(path: Path, what: str) -> UnreadableFile:
    return UnreadableFile(f"Bảng tính Excel {path} {what}.", RESEND)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A cell with text, at its place among the rows and columns that are shown."""

    text: str
    row: int
    column: int
    row_span: int
    column_span: int
    bold: bool
    framed: bool


@dataclass(slots=True)
class _Sheet:
    """The cells of a sheet and what of it is not read."""

    name: str
    cells: list[_Shown] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, sheet: Worksheet, formulas: Worksheet, path: Path) -> _Sheet:
        """What a sheet shows; merged cells once, hidden rows and columns left out."""
        if sheet.max_row * sheet.max_column > MAX_CELLS:
            raise _broken(path, f"có trang «{sheet.title}» quá {MAX_CELLS} ô")
        made = cls(sheet.title)
        rows = _places(sheet.max_row, {n for n, row in sheet.row_dimensions.items() if row.hidden})
        columns = _places(sheet.max_column, _hidden_columns(sheet))
        spans = {(area.min_row, area.min_col): (area.max_row, area.max_col) for area in sheet.merged_cells.ranges}
        covered = {
            (row, column)
            for area in sheet.merged_cells.ranges
            for row in range(area.min_row, area.max_row + 1)
            for column in range(area.min_col, area.max_col + 1)
        } - spans.keys()
        for line in sheet.iter_rows():
            for cell in line:
                place = (int(cell.row or 0), int(cell.column or 0))
                if place in covered or (cell.value is None and formulas.cell(place[0], place[1]).value is None):
                    continue
                if place[0] not in rows or place[1] not in columns:
                    made.unread["ô trong hàng hoặc cột ẩn không đọc"] += 1
                    continue
                text = made._text(cell.value, str(cell.number_format or ""))
                if not text.strip():
                    continue
                last_row, last_column = spans.get(place, place)
                height = sum(row in rows for row in range(place[0], last_row + 1))
                width = sum(column in columns for column in range(place[1], last_column + 1))
                framed = cell.border.bottom.style is not None or cell.border.top.style is not None
                bold = bool(cell.font.b)
                made.cells.append(_Shown(text, rows[place[0]], columns[place[1]], height, width, bold, framed))
        return made

    def write(self, draft: Draft) -> None:
        """Title lines and notes as paragraphs, what stands in rows as tables."""
        for block in self._blocks():
            rows = [list(row) for _, row in groupby(block, key=lambda cell: cell.row)]
            first, last = _grid(rows)
            for row in rows[:first]:
                _line(row, draft)
            if first < last:
                _table([cell for row in rows[first:last] for cell in row], draft)
            for row in rows[last:]:
                _line(row, draft)
        for what, count in sorted(self.unread.items()):
            draft.problem(f"Trang tính «{self.name}»: {count} {what}.", "Đối chiếu với bản gốc trong Excel.")

    def _text(self, value: object, form: str) -> str:
        if value is None:
            self.unread["công thức chưa có kết quả trong tệp, chưa đọc"] += 1
            return ""
        if not isinstance(value, int | float | date | time | timedelta):
            return str(value)
        text = shown(value, form)
        if text is None:
            self.unread["ô có kiểu số lạ, ghi theo giá trị chứ không theo cách hiện"] += 1
            return general(value) if isinstance(value, int | float) else str(value)
        return text

    def _blocks(self) -> Iterator[list[_Shown]]:
        """The cells, divided where several rows are blank."""
        block: list[_Shown] = []
        end = 0
        for cell in self.cells:
            if block and cell.row - end > GAP:
                yield block
                block = []
            block.append(cell)
            end = max(end, cell.row + cell.row_span - 1)
        if block:
            yield block


def _places(count: int, hidden: set[int]) -> dict[int, int]:
    """The rows or columns that are shown, counted from 0."""
    kept = (number for number in range(1, count + 1) if number not in hidden)
    return {number: place for place, number in enumerate(kept)}


def _hidden_columns(sheet: Worksheet) -> set[int]:
    return {
        number
        for column in sheet.column_dimensions.values()
        if column.hidden
        for number in range(column.min or 0, (column.max or 0) + 1)
    }


def _grid(rows: Sequence[Sequence[_Shown]]) -> tuple[int, int]:
    """The first row of the table in a block and the one behind its last; equal if there is no table."""
    wide = [n for n, row in enumerate(rows) if len(row) >= WIDE or (len(row) > 1 and all(cell.framed for cell in row))]
    if not wide:
        return 0, 0
    last = next(n for n in range(len(rows) - 1, -1, -1) if len(rows[n]) >= WIDE or any(cell.framed for cell in rows[n]))
    return wide[0], max(last, wide[-1]) + 1


def _line(row: Sequence[_Shown], draft: Draft) -> None:
    """A row outside a table: a paragraph, or the two sides of a letterhead."""
    if len(row) == 1:
        for text in row[0].text.split("\n"):
            draft.paragraph(text, bold=row[0].bold)
    else:
        draft.table((DraftCell(cell.text, 0, place) for place, cell in enumerate(row)), 1, len(row))


def _table(cells: Sequence[_Shown], draft: Draft) -> None:
    """A table; rows and columns without any text are left out."""
    rows = {row: place for place, row in enumerate(sorted({cell.row for cell in cells}))}
    columns = {column: place for place, column in enumerate(sorted({cell.column for cell in cells}))}
    made = [
        DraftCell(
            cell.text,
            rows[cell.row],
            columns[cell.column],
            sum(row in rows for row in range(cell.row, cell.row + cell.row_span)),
            sum(column in columns for column in range(cell.column, cell.column + cell.column_span)),
        )
        for cell in cells
    ]
    draft.table(made, len(rows), len(columns))
