"""Legal documents that users add themselves: a file van-ban.csv beside the plans, one row a document, each with its source.

Its rows fill and overrule the registry of data/legal_documents.csv; a row that cannot be understood is left out and is a
row of ingest_problems.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TypeAlias

import duckdb

from normalizers.legal_documents import legal_id
from pipeline.bulk import load_rows
from pipeline.known_files import KnownFiles
from pipeline.tables import Column, SqlType

FILE = "van-ban.csv"
FILES = KnownFiles(FILE, "own_documents.json")
DAYS = ("issued_on", "status_on", "effective_on", "expired_on")
TEXTS = ("canonical", "doc_type", "issuer", "title", "status", "replaces", "source")
STATUSES = ("in_force", "partly_expired", "expired", "not_yet", "unknown")
SQL = Path(__file__).with_name("own_documents.sql")
HEAD = ",".join((*TEXTS, *DAYS))

Row: TypeAlias = Mapping[str, str | date | None]


def add_own_documents(connection: duckdb.DuckDBPyConnection, parts: Path) -> list[dict[str, str]]:
    """Puts the user's documents into the registry of a store that is being built; gives the problems of their files."""
    rows: dict[str, Row] = {}
    problems: list[dict[str, str]] = []
    for path in FILES.of(parts):
        for made in _read(path):
            if isinstance(made, str):
                problems.append(_problem(path, made))
            else:
                rows[str(made["legal_id"])] = made  # of two rows of one document the last counts
    columns = [_column(name, "DATE" if name in DAYS else "VARCHAR") for name in ("legal_id", *TEXTS, *DAYS)]
    listed = [dict(row) for row in rows.values()]
    load_rows(connection, columns, listed, "CREATE TEMP TABLE own_rows AS FROM {source}")
    connection.execute(SQL.read_text(encoding="utf-8"))
    connection.execute("DROP TABLE own_rows")
    return problems


def _column(name: str, kind: SqlType) -> Column:
    return Column(name, kind, True, "")


def _read(path: Path) -> Iterator[Row | str]:
    """The rows of a file; for one that cannot be understood what is wrong with it."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            lines = list(csv.DictReader(handle))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        yield f"Không đọc được: {error}."
        return
    for number, line in enumerate(lines, start=2):
        cells = {name: (line.get(name) or "").strip() for name in (*TEXTS, *DAYS)}
        try:
            yield _row(cells)
        except ValueError as error:
            yield f"Dòng {number} bị bỏ qua: {error}"


def _row(cells: Mapping[str, str]) -> Row:
    """A row of the registry; raises ValueError with what is wrong."""
    if not cells["source"]:
        raise ValueError("cột source trống; mỗi dòng phải ghi nguồn.")
    if cells["status"] and (cells["status"] not in STATUSES or not cells["status_on"]):
        raise ValueError(f"status phải là một trong {', '.join(STATUSES)} và có status_on là ngày xem.")
    days = {}
    for name in DAYS:
        try:
            days[name] = date.fromisoformat(cells[name]) if cells[name] else None
        except ValueError as error:
            raise ValueError(f"{name} phải viết như 2021-07-15, không phải {cells[name]!r}.") from error
    identity = legal_id(cells["canonical"], cells["issuer"] or None, days["issued_on"])
    if identity is None:
        raise ValueError(f"{cells['canonical']!r} chưa đủ để biết là văn bản nào; ghi thêm issuer và issued_on.")
    texts = {name: cells[name] or None for name in TEXTS}
    return {"legal_id": identity, **texts, **days, "source": f"người dùng: {cells['source']}"}


def _problem(path: Path, problem: str) -> dict[str, str]:
    advice = f"Sửa tệp rồi chạy lại; dòng đầu của tệp: {HEAD}."
    return {"source_path": str(path), "kind": "reference", "problem": problem, "advice": advice}
