"""Bulk loading: rows that come from this process or from the reference tables, handed over as a stream of Arrow batches."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

import duckdb
import pyarrow as pa

import data
from pipeline.shards import ARROW
from pipeline.tables import Column, TableSpec, tables

ROWS_AT_ONCE = 50_000
STREAM = "rows_from_here"
# Columns that hold days: "issued_on", "on", "valid_from", "last_day" | not "from_id", "version"
DAYS = re.compile(r"(?:[a-z]+_)?on|valid_(?:from|to)|last_day")


def all_tables() -> list[TableSpec]:
    """Every table of the store: those of facts and of the contract, then the reference tables of data/."""
    found = [_with_reference_columns(spec) for spec in tables().values()]
    known = {spec.name for spec in found}
    names = (path.stem for path in sorted(data.FOLDER.glob("*.csv")))
    further = (TableSpec(name, (), "reference table, see data/SOURCES.md") for name in names if name not in known)
    return found + [_with_reference_columns(spec) for spec in further]


def is_reference(spec: TableSpec) -> bool:
    """Whether the rows of a table stand in data/."""
    return (data.FOLDER / f"{spec.name}.csv").exists()


def load_reference(connection: duckdb.DuckDBPyConnection, spec: TableSpec) -> list[dict[str, Any]]:
    """Loads a table from data/; an empty cell is null. So is a cell not of its column's type: each is a row of problems."""
    texts = tuple(replace(column, type="VARCHAR") for column in spec.columns)
    rows = ({name: value or None for name, value in row.items()} for row in data.rows(spec.name))
    typed = [column for column in spec.columns if column.type != "VARCHAR"]
    if not typed:
        load_rows(connection, texts, rows, f'INSERT INTO "{spec.name}" BY NAME FROM {{source}}')
        return []
    source = f'"text of {spec.name}"'
    load_rows(connection, texts, rows, f"CREATE TEMP TABLE {source} AS FROM {{source}}")
    casts = ", ".join(f'TRY_CAST("{column.name}" AS {column.type}) AS "{column.name}"' for column in spec.columns)
    connection.execute(f'INSERT INTO "{spec.name}" BY NAME SELECT {casts} FROM {source}')  # noqa: S608
    problems = [
        _cell_problem(spec, column, value)
        for column in typed
        for (value,) in connection.execute(
            f'SELECT DISTINCT "{column.name}" FROM {source}'  # noqa: S608
            f' WHERE "{column.name}" IS NOT NULL AND TRY_CAST("{column.name}" AS {column.type}) IS NULL ORDER BY 1'
        ).fetchall()
    ]
    connection.execute(f"DROP TABLE {source}")
    return problems


def _cell_problem(spec: TableSpec, column: Column, value: str) -> dict[str, Any]:
    return {
        "source_path": f"data/{spec.name}.csv",
        "kind": "reference",
        "problem": f"Bảng tham chiếu {spec.name}, cột {column.name}: không hiểu giá trị {value!r} nên để trống.",
        "advice": "Sửa ô này trong bảng, hoặc báo cho người phát triển kehoach.",
    }


def load_rows(
    connection: duckdb.DuckDBPyConnection, columns: Sequence[Column], rows: Iterable[Mapping[str, Any]], sql: str
) -> None:
    """Runs a statement on rows, which stand for its {source}; no more than some thousand of them are held at once."""
    schema = pa.schema([(column.name, ARROW[column.type]) for column in columns])
    left = iter(rows)
    parts = iter(lambda: list(islice(left, ROWS_AT_ONCE)), [])
    batches = (pa.RecordBatch.from_pylist(part, schema=schema) for part in parts)
    connection.execute("SELECT 1").fetchall()  # registering wants every earlier answer fetched to its end
    connection.register(STREAM, pa.RecordBatchReader.from_batches(schema, batches))
    try:
        connection.execute(sql.replace("{source}", STREAM))
    finally:
        connection.unregister(STREAM)


def quoted(text: object) -> str:
    """The inside of an SQL string."""
    return str(text).replace("'", "''")


def first_line(error: Exception) -> str:
    """What an error of the database says, without its hints."""
    return str(error).strip().split("\n")[0]


def _with_reference_columns(spec: TableSpec) -> TableSpec:
    """A table with the further columns of its reference file: days as dates, all others as text."""
    if not is_reference(spec):
        return spec
    first = next(iter(data.rows(spec.name)), {})
    further = tuple(
        Column(name, "DATE" if DAYS.fullmatch(name) else "VARCHAR", True, "") for name in first if name not in spec.names
    )
    return replace(spec, columns=(*spec.columns, *further))
