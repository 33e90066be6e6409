"""The rows of all shards into the tables of a new store, some thousand documents at a time.

Documents come in the order of their paths, so the rows of each table do too; no more than those of one step are sorted or
held at once, so that memory stays the same however many documents there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import duckdb

from pipeline.bulk import is_reference, load_rows, quoted
from pipeline.manifest import SHARDS, FileRecord, Manifest, row_shape
from pipeline.tables import Column, TableSpec

DOCUMENTS_AT_ONCE = 10_000  # their texts and rows take some hundred megabytes
ORDER = ("page", "char_start", "position", "y0", "x0")  # of rows within a document, as far as a table has them
LIVE_COLUMNS = (
    Column("doc_id", "VARCHAR", False, ""),
    Column("shard", "VARCHAR", False, ""),
    Column("source_path", "VARCHAR", False, ""),
)


def live_records(manifest: Manifest) -> list[FileRecord]:
    """The record that stands for each content, by path: the first of those still there."""
    chosen: dict[str, FileRecord] = {}
    for record in sorted(manifest.files.values(), key=lambda record: (record.gone, record.path)):
        if record.doc_id and record.shard and record.shape == row_shape():
            chosen.setdefault(record.doc_id, record)
    return sorted(chosen.values(), key=lambda record: record.path)


def load_shards(
    connection: duckdb.DuckDBPyConnection, specs: Sequence[TableSpec], parts: Path, live: Iterable[FileRecord]
) -> None:
    """Loads all tables that are not of data/ from the rows of the live records."""
    made_of_rows = [spec for spec in specs if not is_reference(spec)]
    for step in steps(live, DOCUMENTS_AT_ONCE):
        rows = [{"doc_id": r.doc_id, "shard": r.shard, "source_path": shown(r.path)} for r in step]
        made = "CREATE OR REPLACE TEMP TABLE live AS SELECT * FROM {source}"
        load_rows(connection, LIVE_COLUMNS, rows, made)
        shards = sorted({r.shard for r in step if r.shard})
        for spec in made_of_rows:
            _load(connection, spec, [parts / SHARDS / shard / f"{spec.name}.parquet" for shard in shards])


def steps(items: Iterable[FileRecord], size: int) -> Iterator[list[FileRecord]]:
    """The records in lists of a size, the last one shorter."""
    left = iter(items)
    while step := list(islice(left, size)):
        yield step


def shown(path: str) -> str:
    """A path as text; bytes that are no valid Unicode as escapes."""
    return path.encode("utf-8", "backslashreplace").decode()


def _load(connection: duckdb.DuckDBPyConnection, spec: TableSpec, files: Iterable[Path]) -> None:
    """Adds the live rows of some shards to a table, in the order of files and of the page."""
    there = [path for path in files if path.exists()]
    if not there:
        return
    order = ["live.source_path", *(f'r."{name}"' for name in ORDER if name in spec.names)]
    order += [f'r."{spec.id_column}"'] if spec.id_column else []
    listed = ", ".join(f"'{quoted(path)}'" for path in there)
    columns = ", ".join(f'{"live" if name == "source_path" else "r"}."{name}"' for name in spec.names)
    connection.execute(  # names are those of pipeline.tables
        f'INSERT INTO "{spec.name}" BY NAME SELECT {columns} FROM read_parquet([{listed}]) AS r'  # noqa: S608
        f" JOIN live ON r.doc_id = live.doc_id AND r.shard = live.shard ORDER BY {', '.join(order)}"
    )
