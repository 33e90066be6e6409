"""What a store says of a document, in the shape of labels, so that both can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb

from pipeline.labels import AssignmentLabel, CitationLabel, DeadlineLabel, Labels, NamedLabel, TargetLabel, TaskLabel

HEADER = (
    *("doc_type", "number", "symbol", "issued_on", "place", "province"),
    *("issuer", "title", "signer", "signer_role", "plan_year"),
)


def documents(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """The file name and doc_id of every document, by path."""
    rows = connection.execute("SELECT source_path, doc_id FROM documents ORDER BY source_path").fetchall()
    return [(Path(path).name, doc_id) for path, doc_id in rows]


def shelf_mark(name: str, known: Sequence[tuple[str, str]]) -> str | None:
    """The doc_id of the file of this name; else of this stem; else of this name up to its first dot."""
    for part in (str, _stem, _first_part):
        for file, doc_id in known:
            if part(file) == part(name):
                return doc_id
    return None


def as_labels(connection: duckdb.DuckDBPyConnection, doc_id: str | None, name: str) -> Labels:
    """The facts of a document; all kinds are empty and no field of the header is there where the store has it not."""
    return Labels(
        doc=name,
        header=_header(connection, doc_id),
        citations=_citations(connection, doc_id),
        named=_named(connection, doc_id),
        tasks=_tasks(connection, doc_id),
        assignments=_assignments(connection, doc_id),
        targets=_targets(connection, doc_id),
    )


def _stem(name: str) -> str:
    return Path(name).stem


def _first_part(name: str) -> str:
    return name.partition(".")[0]


def _header(connection: duckdb.DuckDBPyConnection, doc_id: str | None) -> dict[str, str | None]:
    columns = ", ".join(HEADER).replace("issued_on", "coalesce(issued_on_text, CAST(issued_on AS VARCHAR)) AS issued_on")
    row = connection.execute(f"SELECT {columns} FROM documents WHERE doc_id = ?", [doc_id]).fetchone()  # noqa: S608
    if row is None:
        return {}
    return {name: None if value is None else str(value) for name, value in zip(HEADER, row, strict=True)}


def _citations(connection: duckdb.DuckDBPyConnection, doc_id: str | None) -> tuple[CitationLabel, ...]:
    rows = connection.execute(
        "SELECT coalesce(canonical, ''), doc_type, coalesce(issued_on_text, CAST(issued_on AS VARCHAR)), issuer, role, raw"
        " FROM citations WHERE doc_id = ? AND kind = 'numbered' ORDER BY rowid",
        [doc_id],
    ).fetchall()
    return tuple(CitationLabel(*row) for row in rows)


def _named(connection: duckdb.DuckDBPyConnection, doc_id: str | None) -> tuple[NamedLabel, ...]:
    rows = connection.execute(
        "SELECT raw FROM citations WHERE doc_id = ? AND kind = 'named' ORDER BY rowid", [doc_id]
    ).fetchall()
    return tuple(NamedLabel(raw) for (raw,) in rows)


def _tasks(connection: duckdb.DuckDBPyConnection, doc_id: str | None) -> tuple[TaskLabel, ...]:
    rows = connection.execute(
        "SELECT task_id, number, section, text, deliverable, deadline_raw"
        " FROM tasks WHERE doc_id = ? AND source = 'table' ORDER BY rowid",
        [doc_id],
    ).fetchall()
    made = []
    for task_id, number, section, text, deliverable, deadline_raw in rows:
        lead, lead_canonical = _units(connection, task_id, "lead")
        coordinating, coordinating_canonical = _units(connection, task_id, "coordinating")
        made.append(
            TaskLabel(
                *(number, section, text, deliverable),
                *(lead, lead_canonical, coordinating, coordinating_canonical),
                *(deadline_raw, _deadlines(connection, task_id)),
            )
        )
    return tuple(made)


def _units(connection: duckdb.DuckDBPyConnection, task_id: str, role: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The units of a task in a role, as written and in full."""
    rows = connection.execute(
        "SELECT raw, unit FROM task_units WHERE task_id = ? AND role = ? ORDER BY rowid", [task_id, role]
    ).fetchall()
    return tuple(raw for raw, _ in rows), tuple(unit for _, unit in rows)


def _deadlines(connection: duckdb.DuckDBPyConnection, task_id: str) -> tuple[DeadlineLabel, ...]:
    rows = connection.execute(
        "SELECT kind, freq, start_on, end_on FROM task_deadlines WHERE task_id = ? ORDER BY rowid", [task_id]
    ).fetchall()
    return tuple(DeadlineLabel(kind, freq, _iso(start), _iso(end)) for kind, freq, start, end in rows)


def _assignments(connection: duckdb.DuckDBPyConnection, doc_id: str | None) -> tuple[AssignmentLabel, ...]:
    rows = connection.execute(
        "SELECT text, (SELECT string_agg(unit, ', ') FROM task_units AS u WHERE u.task_id = t.task_id AND u.role = 'lead')"
        " FROM tasks AS t WHERE doc_id = ? AND source = 'prose' ORDER BY t.rowid",
        [doc_id],
    ).fetchall()
    return tuple(AssignmentLabel(text, units or "") for text, units in rows)


def _targets(connection: duckdb.DuckDBPyConnection, doc_id: str | None) -> tuple[TargetLabel, ...]:
    rows = connection.execute(
        "SELECT raw, value, value_max, unit, comparator, metric, field, year FROM targets WHERE doc_id = ? ORDER BY rowid",
        [doc_id],
    ).fetchall()
    return tuple(TargetLabel(*row) for row in rows)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
