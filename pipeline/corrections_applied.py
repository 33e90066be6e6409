"""Corrections put into a store that is being built, each with what became of it.

applied: it holds (also where the machine now says the same). conflict: it holds, but the machine now says a third thing.
stale: its document or its words are gone, so that it changes nothing. Both are listed to be settled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias

import duckdb

from normalizers.deadlines import deadlines
from pipeline.corrections import FILES, Anchor, Correction, Told, read, standing
from pipeline.shards import fact_id
from pipeline.tables import TableSpec, fact_tables, tables

State: TypeAlias = Literal["applied", "stale", "conflict"]
Row: TypeAlias = Mapping[str, Any]  # of the table corrections, or of ingest_problems

DOCUMENTS = "documents"
DEADLINE = "deadline_raw"  # of tasks: the days in task_deadlines follow from it
# what a fact that a person adds is called where the person says nothing
ADDED: Mapping[str, Mapping[str, str]] = {
    "citations": {"kind": "numbered", "role": "body", "resolution": "unknown"},
    "tasks": {"source": "prose", "field": "chung"},
    "targets": {"comparator": "=", "field": "chung"},
}
FROM_WORDS = {"tasks": "text", "targets": "metric"}  # a column that has the words themselves where nothing else is said


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words of an anchor stand in the text as it is now."""

    doc_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _At:
    """A row of a table, and the page that it stands on."""

    table: str
    key: str
    identity: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a correction."""

    state: State
    fact_id: str | None = None
    page: int | None = None
    machine_value: Told = None
    note: str = ""


def known_corrections(parts: Path) -> tuple[list[Correction], list[Row]]:
    """The corrections that hold for a store, and problems with their files."""
    found: list[Correction] = []
    problems: list[Row] = []
    for path in FILES.of(parts):
        if not path.is_file():
            problems.append(_problem(path, "Không thấy tệp sửa chữa này nên các sửa chữa trong đó không được áp dụng."))
        reading = read(path)
        found += reading.corrections
        problems += (_problem(path, f"Không đọc được dòng {line} của tệp sửa chữa.") for line in reading.damaged)
    return standing(sorted(found, key=lambda one: one.at)), problems


def apply(connection: duckdb.DuckDBPyConnection, corrections: Sequence[Correction]) -> list[Row]:
    """Changes the loaded facts; the rows of the table corrections."""
    return [_row(one, _applied(connection, one)) for one in corrections]


def place_of(anchor: Anchor, text: str) -> tuple[int, int] | None:
    """Where the words stand now: where they stood, else with the same words around; None if in no one place."""
    if text[anchor.start : anchor.end] == anchor.raw:
        return anchor.start, anchor.end
    for before, after in ((anchor.before, anchor.after), ("", "")):
        wanted = before + anchor.raw + after
        first = text.find(wanted) if anchor.raw else -1
        if first >= 0 and text.find(wanted, first + 1) < 0:
            start = first + len(before)
            return start, start + len(anchor.raw)
    return None


def _applied(connection: duckdb.DuckDBPyConnection, one: Correction) -> Outcome:
    found = connection.execute(
        "SELECT doc_id, text FROM documents WHERE file_sha256 = ?", [one.anchor.file_sha256]
    ).fetchone()
    if found is None:
        return Outcome("stale", note="Văn bản không còn trong kho.")
    doc_id, text = found
    if one.anchor.table == DOCUMENTS:
        return _set(connection, one, _At(DOCUMENTS, "doc_id", doc_id))
    spec = _spec(one.anchor.table)
    where = place_of(one.anchor, text)
    if spec is None or where is None:
        return Outcome("stale", note="Chữ của mục này không còn ở bản đọc mới.")
    place = Place(doc_id, *where)
    identity = _fact_at(connection, spec, place, one.anchor.nth)
    page = _page(connection, place)
    if one.action == "add":
        at = _At(spec.name, str(spec.id_column), identity or "", page)
        return _found_since(connection, one, at) if identity is not None else _added(connection, one, spec, place, page)
    if one.action == "delete":
        if identity is not None:
            _delete(connection, spec, identity)
        return Outcome("applied", identity, page)
    if identity is None:
        return Outcome("stale", page=page, note="Máy không còn thấy mục này.")
    if one.action == "confirm":
        return _confirmed(connection, one, _At(spec.name, str(spec.id_column), identity, page))
    return _set(connection, one, _At(spec.name, str(spec.id_column), identity, page))


def _set(connection: duckdb.DuckDBPyConnection, one: Correction, at: _At) -> Outcome:
    if one.column not in _columns(at.table):
        return Outcome("stale", at.identity, at.page, note=f"Không còn cột {one.column}.")
    if not _fits(connection, at.table, one.column, one.new):
        return Outcome("stale", at.identity, at.page, note=f"Cột {one.column} không nhận giá trị {one.new}.")
    machine = _values(connection, at, [one.column])[one.column]
    _update(connection, at, {one.column: one.new})
    _follow(connection, at, {one.column: one.new})
    if machine in {one.old, one.new}:
        return Outcome("applied", at.identity, at.page, machine)
    return Outcome("conflict", at.identity, at.page, machine, "Máy nay đọc ra giá trị khác.")


def _confirmed(connection: duckdb.DuckDBPyConnection, one: Correction, at: _At) -> Outcome:
    """Sure from now on; where the machine changed its mind since, that is told."""
    changed = _changed(connection, one, at)
    _update(connection, at, {"confidence": "1"})
    return _outcome(at, changed)


def _found_since(connection: duckdb.DuckDBPyConnection, one: Correction, at: _At) -> Outcome:
    """A fact that was added and that the machine finds by now: the person's values hold."""
    values = {name: value for name, value in one.values.items() if name in _columns(at.table)}
    if any(not _fits(connection, at.table, name, value) for name, value in values.items()):
        return Outcome("stale", at.identity, at.page, note="Có giá trị không hợp với cột của nó.")
    changed = _changed(connection, one, at)
    _update(connection, at, {**values, "confidence": "1"})
    _follow(connection, at, values)
    # the machine says these words too: what was added is no longer missed
    return _outcome(at, changed) if changed else Outcome("applied", at.identity, at.page, one.anchor.raw)


def _changed(connection: duckdb.DuckDBPyConnection, one: Correction, at: _At) -> dict[str, Told]:
    """The columns in which the machine now says something else than the person, with what it says."""
    now = _values(connection, at, [name for name in one.values if name in _columns(at.table)])
    return {name: value for name, value in now.items() if value != one.values[name]}


def _outcome(at: _At, changed: Mapping[str, Told]) -> Outcome:
    if not changed:
        return Outcome("applied", at.identity, at.page)
    note = f"Máy nay đọc khác ở cột {', '.join(changed)}."
    return Outcome("conflict", at.identity, at.page, next(iter(changed.values())), note)


def _added(
    connection: duckdb.DuckDBPyConnection, one: Correction, spec: TableSpec, place: Place, page: int | None
) -> Outcome:
    known = _columns(spec.name)
    values = {name: value for name, value in one.values.items() if name in known}
    if any(not _fits(connection, spec.name, name, value) for name, value in values.items()):
        return Outcome("stale", page=page, note="Có giá trị không hợp với cột của nó.")
    own = fact_id(place.doc_id, spec.name, place.start, place.end)
    row: dict[str, Told] = {**ADDED.get(spec.name, {}), **values}
    if spec.name in FROM_WORDS:
        row.setdefault(FROM_WORDS[spec.name], one.anchor.raw)
    row |= {
        str(spec.id_column): own,
        "doc_id": place.doc_id,
        "raw": one.anchor.raw,
        "char_start": str(place.start),
        "char_end": str(place.end),
        "page": None if page is None else str(page),
        "confidence": "1",
    }
    missing = [column.name for column in spec.columns if not column.nullable and row.get(column.name) is None]
    if missing:
        return Outcome("stale", note=f"Thiếu giá trị của cột {', '.join(missing)}.")
    names = ", ".join(f'"{name}"' for name in row)
    casts = ", ".join(f"TRY_CAST(? AS {known[name]})" for name in row)
    connection.execute(f'INSERT INTO "{spec.name}" ({names}) VALUES ({casts})', list(row.values()))  # noqa: S608 names of ours
    _follow(connection, _At(spec.name, str(spec.id_column), own, page), values)
    return Outcome("applied", own, page)


def _follow(connection: duckdb.DuckDBPyConnection, at: _At, values: Mapping[str, Told]) -> None:
    """What is worked out of a value that a person gave: the days of a deadline."""
    if at.table != "tasks" or DEADLINE not in values:
        return
    ((doc_id, plan_year),) = connection.execute(
        "SELECT t.doc_id, d.plan_year FROM tasks AS t JOIN documents AS d USING (doc_id) WHERE t.task_id = ?", [at.identity]
    ).fetchall()
    connection.execute("DELETE FROM task_deadlines WHERE task_id = ?", [at.identity])
    for position, found in enumerate(deadlines(values[DEADLINE] or "", plan_year), start=1):
        connection.execute(
            "INSERT INTO task_deadlines (task_id, doc_id, position, kind, freq, start_on, end_on, raw, year_from_plan)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                at.identity,
                doc_id,
                position,
                found.kind,
                found.freq,
                found.start_on,
                found.end_on,
                found.raw,
                found.year_from_plan,
            ],
        )


def _delete(connection: duckdb.DuckDBPyConnection, spec: TableSpec, identity: str) -> None:
    for table in (spec.name, *(child.table.name for child in spec.children)):
        connection.execute(f'DELETE FROM "{table}" WHERE "{spec.id_column}" = ?', [identity])  # noqa: S608
    connection.execute("DELETE FROM evidence WHERE fact_id = ?", [identity])


def _fact_at(connection: duckdb.DuckDBPyConnection, spec: TableSpec, place: Place, nth: int) -> str | None:
    found = connection.execute(
        f'SELECT "{spec.id_column}" FROM "{spec.name}" WHERE doc_id = ? AND char_start = ? AND char_end = ?'  # noqa: S608
        f' ORDER BY "{spec.id_column}" = ? DESC',
        [place.doc_id, place.start, place.end, fact_id(place.doc_id, spec.name, place.start, place.end, nth)],
    ).fetchall()
    return str(found[0][0]) if found and (len(found) == 1 or nth < len(found)) else None


def _page(connection: duckdb.DuckDBPyConnection, place: Place) -> int | None:
    found = connection.execute(
        "SELECT page FROM pages WHERE doc_id = ? AND char_start <= ? AND char_end > ? ORDER BY page LIMIT 1",
        [place.doc_id, place.start, place.start],
    ).fetchone()
    return int(found[0]) if found else None


def _values(connection: duckdb.DuckDBPyConnection, at: _At, columns: Sequence[str]) -> dict[str, Told]:
    """The values of a row as texts."""
    if not columns:
        return {}
    listed = ", ".join(f'CAST("{name}" AS VARCHAR)' for name in columns)
    row = connection.execute(f'SELECT {listed} FROM "{at.table}" WHERE "{at.key}" = ?', [at.identity]).fetchone()  # noqa: S608
    assert row is not None
    return dict(zip(columns, row, strict=True))


def _update(connection: duckdb.DuckDBPyConnection, at: _At, values: Mapping[str, Told]) -> None:
    types = _columns(at.table)
    changes = ", ".join(f'"{name}" = CAST(? AS {types[name]})' for name in values)
    sql = f'UPDATE "{at.table}" SET {changes} WHERE "{at.key}" = ?'  # noqa: S608 names of ours
    connection.execute(sql, [*values.values(), at.identity])


def _fits(connection: duckdb.DuckDBPyConnection, table: str, column: str, value: Told) -> bool:
    """Whether a column can hold a value that someone wrote into the file."""
    spec = next(one for one in tables()[table].columns if one.name == column)
    if value is None:
        return spec.nullable
    row = connection.execute(f"SELECT TRY_CAST(? AS {spec.type}) IS NOT NULL", [value]).fetchone()
    return row is not None and bool(row[0])


def _columns(table: str) -> Mapping[str, str]:
    return {column.name: column.type for column in tables()[table].columns}


def _spec(table: str) -> TableSpec | None:
    return next((tables()[spec.name] for spec in fact_tables().values() if spec.name == table), None)


def _row(one: Correction, outcome: Outcome) -> Row:
    return {
        "correction_id": one.correction_id,
        "fact_id": outcome.fact_id,
        "doc_id": one.doc_id,
        "column_name": one.column or None,
        "old_value": one.old,
        "new_value": one.new,
        "author": one.author,
        "corrected_at": datetime.fromisoformat(one.at).astimezone(UTC).replace(tzinfo=None),
        "state": outcome.state,
        "action": one.action,
        "table_name": one.anchor.table,
        "raw": one.anchor.raw,
        "page": outcome.page,
        "reason": one.reason,
        "machine_value": outcome.machine_value,
        "note": outcome.note or None,
        "document": one.document or None,
    }


def _problem(path: Path, problem: str) -> Row:
    advice = "Đưa tệp về chỗ cũ hoặc sửa dòng đó rồi chạy lại kehoach ingest."
    return {"source_path": str(path), "kind": "unread", "problem": problem, "advice": advice}
