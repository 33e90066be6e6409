"""What people corrected, as label files: of each corrected document the kinds of facts that somebody looked at.

A file holds all facts of such a kind as the store has them, each with whether a person confirmed, corrected or added it;
and the words of what people took out. Of the header it holds the fields that were corrected.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import duckdb

from pipeline.as_labels import HEADER, as_labels
from pipeline.errors import PlanError
from pipeline.labels import DeadlineLabel, Labels
from pipeline.store import reading

Row: TypeAlias = dict[str, Any]  # an object of JSON; stays in this module

KINDS = {"citations": ("citations", "named_citations"), "tasks": ("tasks", "assignments"), "targets": ("targets",)}
FIELDS = {name: name for name in HEADER} | {"issued_on_text": "issued_on"}  # column of the header to its label
LOOKED_AT = {"set", "confirm", "add"}


class NothingCorrected(PlanError):
    """A store without any correction: there is nothing to make labels of."""


@dataclass(frozen=True, slots=True)
class Written:
    """The files written, how many corrections are in them, and how many no label has a place for (with why)."""

    files: tuple[Path, ...]
    corrections: int
    left_out: tuple[str, ...]


@dataclass(slots=True)
class _Looked:
    """What people did in a document."""

    facts: set[str] = field(default_factory=set)  # ids of those confirmed, corrected or added
    tables: set[str] = field(default_factory=set)
    fields: set[str] = field(default_factory=set)
    dropped: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # table to words


def write_labels(store: Path, folder: Path) -> Written:
    """Writes a label file a corrected document; raises NothingCorrected where nothing was corrected, StoreError."""
    done: defaultdict[str, _Looked] = defaultdict(_Looked)
    left_out: list[str] = []
    count = 0
    with reading(store) as connection:
        rows = connection.execute(
            "SELECT c.doc_id, c.table_name, c.action, c.column_name, c.state, c.fact_id, coalesce(c.raw, ''),"
            " coalesce(c.document, c.doc_id), coalesce(c.note, '')"
            " FROM corrections AS c ORDER BY c.doc_id, c.corrected_at, c.correction_id"
        ).fetchall()
        if not rows:
            raise NothingCorrected(f"Kho {store} không có sửa chữa nào.", "Sửa trên trang rồi chạy kehoach ingest.")
        for doc_id, table, action, column, state, fact_id, raw, document, note in rows:
            what = f"{document}: {column or table} {raw[:60]}".strip()
            if state == "stale":
                left_out.append(f"{what} ({note})")
            elif not _noted(done[doc_id], table, action, column, fact_id, raw):
                left_out.append(f"{what} (nhãn không có mục này)")
            else:
                count += 1
        folder.mkdir(parents=True, exist_ok=True)
        files = [
            _write(connection, doc_id, looked, folder) for doc_id, looked in done.items() if looked.tables or looked.fields
        ]
    return Written(tuple(files), count, tuple(left_out))


def _noted(  # noqa: PLR0917 the columns of a correction
    looked: _Looked, table: str, action: str, column: str | None, fact_id: str | None, raw: str
) -> bool:
    """Whether labels can say this."""
    if table == "documents":
        looked.fields |= {FIELDS[column]} if column in FIELDS else set()
        return column in FIELDS
    if table not in KINDS:
        return False
    looked.tables.add(table)
    if action in LOOKED_AT and fact_id:
        looked.facts.add(fact_id)
    elif action == "delete":
        looked.dropped[table].append(raw)
    return True


def _write(connection: duckdb.DuckDBPyConnection, doc_id: str, looked: _Looked, folder: Path) -> Path:
    ((source_path,),) = connection.execute("SELECT source_path FROM documents WHERE doc_id = ?", [doc_id]).fetchall()
    name = Path(source_path).name
    made = as_labels(connection, doc_id, name)
    row: Row = {"doc": name}
    if looked.fields:
        row["header"] = {field: (made.header or {}).get(field) for field in HEADER if field in looked.fields}
    for table in KINDS:
        if table in looked.tables:
            for kind, labels in _rows(connection, doc_id, made, table).items():
                row[kind] = [{**label, "checked": fact in looked.facts} for fact, label in labels]
    if looked.dropped:
        row["dropped"] = {kind: words for table, words in looked.dropped.items() for kind in KINDS[table]}
    path = folder / f"{name}.json"
    path.write_text(json.dumps(row, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def _rows(connection: duckdb.DuckDBPyConnection, doc_id: str, made: Labels, table: str) -> dict[str, list[tuple[str, Row]]]:
    """The labels of a table by kind, each with the id of its fact."""
    if table == "citations":
        types = _ids(connection, "SELECT citation_id, doc_type FROM citations WHERE doc_id = ? AND kind = 'named'", doc_id)
        numbered = _ids(connection, "SELECT citation_id, raw FROM citations WHERE doc_id = ? AND kind = 'numbered'", doc_id)
        return {
            "citations": [
                (
                    fact,
                    {
                        "raw": one.raw,
                        "type": one.doc_type,
                        "canonical": one.canonical,
                        "issued_on": one.issued_on,
                        "issuer": one.issuer,
                        "role": one.role,
                    },
                )
                for (fact, _), one in zip(numbered, made.citations or (), strict=True)
            ],
            "named_citations": [
                (fact, {"raw": one.raw, "type": kind}) for (fact, kind), one in zip(types, made.named or (), strict=True)
            ],
        }
    if table == "tasks":
        return {"tasks": _task_rows(connection, doc_id, made), "assignments": _duty_rows(connection, doc_id, made)}
    ids = _ids(connection, "SELECT target_id, raw FROM targets WHERE doc_id = ?", doc_id)
    return {
        "targets": [
            (
                fact,
                {
                    "raw": one.raw,
                    "value": one.value,
                    "value_max": one.value_max,
                    "unit": one.unit,
                    "comparator": one.comparator,
                    "metric": one.metric,
                    "field": one.field,
                    "year": one.year,
                },
            )
            for (fact, _), one in zip(ids, made.targets or (), strict=True)
        ]
    }


def _task_rows(connection: duckdb.DuckDBPyConnection, doc_id: str, made: Labels) -> list[tuple[str, Row]]:
    ids = _ids(connection, "SELECT task_id, raw FROM tasks WHERE doc_id = ? AND source = 'table'", doc_id)
    return [
        (
            fact,
            {
                "no": one.number,
                "section": one.section,
                "text": one.text,
                "deliverable": one.deliverable,
                "lead": one.lead,
                "lead_canonical": one.lead_canonical,
                "coordinating": one.coordinating,
                "coordinating_canonical": one.coordinating_canonical,
                "deadline_raw": one.deadline_raw,
                "deadlines": list(map(_deadline, one.deadlines)),
            },
        )
        for (fact, _), one in zip(ids, made.tasks or (), strict=True)
    ]


def _duty_rows(connection: duckdb.DuckDBPyConnection, doc_id: str, made: Labels) -> list[tuple[str, Row]]:
    units = _ids(
        connection,
        "SELECT task_id,"
        " (SELECT string_agg(u.raw, ', ') FROM task_units AS u WHERE u.task_id = t.task_id AND u.role = 'lead')"
        " FROM tasks AS t WHERE doc_id = ? AND source = 'prose'",
        doc_id,
    )
    return [
        (fact, {"raw": one.raw, "unit": unit or "", "unit_canonical": one.unit})
        for (fact, unit), one in zip(units, made.assignments or (), strict=True)
    ]


def _deadline(one: DeadlineLabel) -> Row:
    told: Row = {"kind": one.kind, "start": one.start_on, "end": one.end_on}
    return {**told, "freq": one.freq} if one.freq else told


def _ids(connection: duckdb.DuckDBPyConnection, sql: str, doc_id: str) -> Sequence[tuple[str, str | None]]:
    """Ids and a column, in the order of the store, which is that of as_labels."""
    return connection.execute(f"{sql} ORDER BY rowid", [doc_id]).fetchall()
