"""Answers and tables as files: csv for Excel, xlsx, json, JSON lines, parquet.

Text that a spreadsheet would run as a formula is made harmless: in csv by an apostrophe in front, in xlsx by a text
cell. Numbers stay numbers.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO, TypeAlias, get_args

from pipeline.errors import PlanError, UnknownName, refusal
from pipeline.exported import DICTIONARY, dictionary, sources
from pipeline.store import reading

if TYPE_CHECKING:
    import pyarrow as pa

Format: TypeAlias = Literal["csv", "json", "jsonl", "parquet", "xlsx"]
FORMATS: tuple[Format, ...] = get_args(Format)

FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")  # full-width signs run too where the keyboard is East Asian
XLSX_ROWS = 1_048_576
XLSX_CELL = 32_767
CUT = " … (cắt bớt; bản đầy đủ ở dạng csv)"
ROWS_A_BATCH = 50_000


class ExportError(PlanError):
    """An answer that does not go into the format asked for, or a place that cannot be written."""


def format_of(path: Path) -> Format:
    """The format that a file's suffix names; raises UnknownName."""
    for known in FORMATS:
        if path.suffix.lower() == f".{known}":
            return known
    raise UnknownName(f"Không biết ghi ra tệp {path.name}.", f"Dùng đuôi: {', '.join(FORMATS)}, hoặc thêm --format.")


def export_tables(store: Path, folder: Path, form: Format) -> list[Path]:
    """Writes every table, view and query of a store as a file of its own, and data_dictionary; the files written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"Không tạo được thư mục {folder}: {refusal(error)}.", "Chọn nơi khác cho --out.") from error
    written = []
    with reading(store) as connection:
        for source in sources(connection):
            batches: pa.RecordBatchReader = source.asked(connection).to_arrow_reader(ROWS_A_BATCH)
            written.append(folder / f"{source.name}.{form}")
            write(batches, batches.schema, written[-1], form)
        told = dictionary(connection)
    written.append(folder / f"{DICTIONARY}.{form}")
    write(told.to_batches(), told.schema, written[-1], form)
    return written


def write(
    batches: Iterable[pa.RecordBatch], schema: pa.Schema, path: Path, form: Format, heads: Sequence[str] | None = None
) -> None:
    """Writes record batches to a file; heads: of a spreadsheet, instead of the names of the columns.

    Raises ExportError with what to do instead.
    """
    try:
        if path.exists() or not path.parent.is_dir():
            path.open("r+b").close()  # what is in the way is told before anything is written
        if form == "parquet":
            _write_parquet(batches, schema, path)
        elif form == "xlsx":
            _write_xlsx(rows(batches), heads or schema.names, path)
        elif form == "csv":
            with path.open("w", encoding="utf-8-sig", newline="") as handle:
                write_csv(rows(batches), schema.names, handle)
        elif form == "jsonl":
            with path.open("w", encoding="utf-8", newline="\n") as handle:
                write_json_lines(rows(batches), schema.names, handle)
        else:
            with path.open("w", encoding="utf-8", newline="\n") as handle:
                write_json(rows(batches), schema.names, handle)
    except OSError as error:
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError) -> ExportError:
    """What stands in the way of a file, and what can be done about it."""
    if not path.parent.is_dir():
        return ExportError(
            f"Không ghi được {path}: không có thư mục {path.parent}.", "Tạo thư mục trước, hoặc chọn nơi khác."
        )
    if path.is_dir():
        return ExportError(f"Không ghi được {path}: đó là một thư mục.", "Ghi thêm tên tệp, hoặc chọn tên khác.")
    if isinstance(error, PermissionError) and path.exists():
        return ExportError(
            f"Không ghi được {path}: tệp đang mở ở chương trình khác, hoặc chỉ cho đọc.", "Đóng tệp đó, hoặc chọn tên khác."
        )
    return ExportError(f"Không ghi được {path}: {refusal(error)}.", "Chọn nơi khác để ghi.")


def write_csv(lines: Iterable[Sequence[object]], names: Sequence[str], handle: TextIO, line_end: str = "\r\n") -> None:
    """Rows as comma-separated values with a header line."""
    writer = csv.writer(handle, lineterminator=line_end)
    writer.writerow(names)
    writer.writerows([_csv_cell(value) for value in row] for row in lines)


def write_json(lines: Iterable[Sequence[object]], names: Sequence[str], handle: TextIO) -> None:
    """Rows as a JSON list of objects, one a line; dates in ISO form."""
    handle.write("[")
    for nth, row in enumerate(lines):
        handle.write(",\n" if nth else "\n")
        json.dump({name: _json_value(value) for name, value in zip(names, row, strict=True)}, handle, ensure_ascii=False)
    handle.write("\n]\n")


def write_json_lines(lines: Iterable[Sequence[object]], names: Sequence[str], handle: TextIO) -> None:
    """Rows as JSON objects, one a line, without a list around them."""
    for row in lines:
        json.dump({name: _json_value(value) for name, value in zip(names, row, strict=True)}, handle, ensure_ascii=False)
        handle.write("\n")


def harmless(text: str) -> str:
    """The text with an apostrophe in front if a spreadsheet would run it: =1+1 → '=1+1."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) and text != "=" else text  # a lone sign is no formula


def _csv_cell(value: object) -> object:
    value = _joined(value)
    if isinstance(value, str):
        return harmless(value)
    return value.isoformat(" ") if isinstance(value, datetime) else value


def _json_value(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _joined(value: object) -> object:
    """A list in one cell."""
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def rows(batches: Iterable[pa.RecordBatch]) -> Iterator[tuple[object, ...]]:
    """The rows of record batches."""
    for batch in batches:
        columns = [column.to_pylist() for column in batch.columns]
        yield from zip(*columns, strict=True)


def _write_parquet(batches: Iterable[pa.RecordBatch], schema: pa.Schema, path: Path) -> None:
    import pyarrow.parquet as pq  # noqa: PLC0415 other formats do without

    with pq.ParquetWriter(path, schema) as writer:
        for batch in batches:
            writer.write_batch(batch)


def _write_xlsx(lines: Iterable[Sequence[object]], names: Sequence[str], path: Path) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 other formats do without
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet(path.stem[:31])
    sheet.freeze_panes = "A2"

    def cell(value: object) -> Any:
        value = _joined(value)
        if not isinstance(value, str):
            return value
        text = ILLEGAL_CHARACTERS_RE.sub("", value)
        text = text if len(text) <= XLSX_CELL else text[: XLSX_CELL - len(CUT)] + CUT
        made = WriteOnlyCell(sheet, value=text)
        made.data_type = "s"  # openpyxl would take "=…" for a formula
        return made

    sheet.append(list(names))
    for count, row in enumerate(lines, start=2):
        if count > XLSX_ROWS:
            sheet.close()
            raise ExportError(
                f"Một trang tính Excel chỉ chứa {XLSX_ROWS} dòng; {path.name} có nhiều hơn.", "Dùng --format csv."
            )
        sheet.append([cell(value) for value in row])
    book.save(path)
