"""What a store is built of, and the steps that build it: rows loaded, corrected, resolved, linked, checked and counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb

from pipeline import built, checks, corrections, measured, own_documents
from pipeline.built import Told
from pipeline.bulk import all_tables, load_rows
from pipeline.corrections import Correction
from pipeline.corrections_applied import Row, apply, known_corrections
from pipeline.errors import StoreError
from pipeline.file_rows import file_rows, problem_rows
from pipeline.load import live_records, load_shards, shown
from pipeline.manifest import FileRecord, Manifest, code_version, data_version
from pipeline.own_documents import add_own_documents
from pipeline.resolve import resolve
from pipeline.tables import TableSpec, tables

HERE = Path(__file__).parent
UNITS_NAMED, CASCADE, COUNTED = HERE / "units_named.sql", HERE / "cascade.sql", HERE / "counted.sql"


@dataclass(frozen=True, slots=True)
class State:
    """What a store is to be built of."""

    parts: Path  # the folder beside it
    manifest: Manifest
    live: Mapping[str, FileRecord]  # the record that stands for each document, in the order of their paths
    corrections: Sequence[Correction]
    problems: Sequence[Row]  # of the files of corrections

    @classmethod
    def of(cls, parts: Path, manifest: Manifest, *, corrected: bool = True) -> State:
        """What there is now; corrected: with what people corrected."""
        told, problems = known_corrections(parts) if corrected else ([], [])
        live = {record.doc_id: record for record in live_records(manifest) if record.doc_id}
        return cls(parts, manifest, live, told, problems)

    @property
    def told(self) -> Told:
        """The corrections by document."""
        return built.by_document(self.corrections)

    @property
    def identity(self) -> str:
        """A digest that changes when a store must be built anew: for other files, other code, or further corrections."""
        return identity(self.parts, self.manifest)


def identity(parts: Path, manifest: Manifest) -> str:
    """The digest of what a store would be built of."""
    return "-".join(filter(None, (manifest.identity, corrections.FILES.digest(parts), own_documents.FILES.digest(parts))))


def build(connection: duckdb.DuckDBPyConnection, state: State, at: datetime) -> None:
    """Fills a store whose ground is laid with all that it is built of."""
    problems = add_own_documents(connection, state.parts)
    load_shards(connection, all_tables(), state.parts, state.live.values())
    tell_files(connection, state, problems)
    correct(connection, state.corrections)
    connection.execute(UNITS_NAMED.read_text(encoding="utf-8"))
    resolve(connection)
    connection.execute(CASCADE.read_text(encoding="utf-8"))
    checks.run(connection)
    connection.execute(COUNTED.read_text(encoding="utf-8"))
    for spec in all_tables():
        check_ids(connection, spec, f'"{spec.name}"')
    tell_build(connection, state, at)


def tell_files(connection: duckdb.DuckDBPyConnection, state: State, of_own: Iterable[Row] = ()) -> None:
    """Adds a row a file, and the problems that no shard knows of; of_own: those of the user's own documents."""
    first = {doc: shown(record.path) for doc, record in state.live.items()}
    problems = chain(problem_rows(state.manifest, first), map(dict, of_own), map(dict, state.problems))
    add_rows(connection, "files", file_rows(state.manifest, first))
    add_rows(connection, "ingest_problems", problems)


def correct(connection: duckdb.DuckDBPyConnection, told: Sequence[Correction]) -> None:
    """Changes the loaded facts as people corrected them, and tells what became of each correction."""
    add_rows(connection, "corrections", [dict(row) for row in apply(connection, told)])


def add_rows(connection: duckdb.DuckDBPyConnection, table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Adds rows of this process to a table of the contract."""
    insert = f'INSERT INTO "{table}" BY NAME SELECT * FROM {{source}}'  # noqa: S608 names of ours
    load_rows(connection, tables()[table].columns, rows, insert)


def tell_build(connection: duckdb.DuckDBPyConnection, state: State, at: datetime) -> None:
    """Adds the row that says how the store was made. at: when, UTC."""
    connection.execute(
        "INSERT INTO build BY NAME SELECT $at AS built_at, $code AS code_version, $data AS data_version,"
        " (SELECT count(*) FROM documents) AS documents, $manifest AS manifest_id, $scores AS gold_scores",
        {
            "at": at,
            "code": code_version(),
            "data": data_version(),
            "manifest": state.identity,
            "scores": measured.scores_of_build(state.parts),
        },
    )


def check_ids(connection: duckdb.DuckDBPyConnection, spec: TableSpec, rows: str) -> None:
    """Raises StoreError if an identity stands twice among rows of a table, which are given as SQL."""
    key = identity_of(spec)
    if key is None:
        return
    twice = connection.execute(f'SELECT "{key}" FROM {rows} GROUP BY 1 HAVING count(*) > 1 LIMIT 1').fetchone()  # noqa: S608
    if twice is not None:
        raise StoreError(
            f"Bảng {spec.name} có hai dòng cùng mã {twice[0]}.",
            "Báo lỗi này cho người phát triển kehoach; kho cũ vẫn nguyên vẹn.",
        )


def identity_of(spec: TableSpec) -> str | None:
    """The column that names a row of a table; None where rows have no identity."""
    return "doc_id" if spec.name == "documents" else spec.id_column
