"""A store brought up to date without building all of it: the old one copied, what changed taken out and put in.

The documents that changed, and those that may cite one of them, become a small store of their own, by the same steps as any
store. Its rows then replace theirs in the copy; what is counted over all plans is counted again. The rows are those of a
whole build, in another order. Where much changed, or the versions did, the whole is built.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import product
from pathlib import Path

import duckdb

from pipeline import built, checks, own_documents
from pipeline.build import (
    CASCADE,
    COUNTED,
    UNITS_NAMED,
    State,
    add_rows,
    check_ids,
    correct,
    identity_of,
    tell_build,
    tell_files,
)
from pipeline.built import Built
from pipeline.bulk import all_tables, is_reference, load_rows, quoted
from pipeline.ground import BUILDING, OFFLINE, discard, drafting, lay
from pipeline.load import load_shards
from pipeline.manifest import code_version, data_version
from pipeline.own_documents import add_own_documents
from pipeline.resolve import resolve
from pipeline.tables import Column, TableSpec

HERE = Path(__file__).parent
AFFECTED, AROUND = HERE / "affected.sql", HERE / "around.sql"
EVERY, COUNTING = HERE / "every.sql", HERE / "counting.sql"
LEAST = 500  # documents; a smaller store is built as quickly as it is brought up to date
MOST = 0.2  # of the documents may be replaced before the whole is built, which then takes about as long
BY_HAND = frozenset({"files", "corrections"})  # tables with documents that no shard has
DOC_ID = (Column("doc_id", "VARCHAR", False, ""),)
FICLONE = 0x40049409  # Linux: a copy that shares its blocks, where the file system can


@dataclass(frozen=True, slots=True)
class Work:
    """What an update has to do, in documents."""

    coming: tuple[str, ...]  # new ones, and changed ones as they are now
    leaving: tuple[str, ...]  # gone ones, and changed ones as they were
    most: int  # how many may come and leave; beyond it the whole is built


@dataclass(frozen=True, slots=True)
class Updated:
    """A draft of the new store, and how many documents were put into it since all were built at once."""

    draft: Path
    replaced: int


def update(store: Path, state: State, at: datetime) -> Updated | None:
    """The draft of a store made from the old one; None where the whole is to be built. Raises StoreError, duckdb.Error."""
    parts = state.parts
    before = built.load(parts)
    work = None if before is None else _work(before, state)
    if before is None or work is None or not store.exists() or before.key != _key_of(store, parts):
        return None
    with tempfile.TemporaryDirectory(dir=parts, prefix="update-") as folder:
        also = _small_store(Path(folder), store, state, work)
        if also is None:
            return None
        whole = replace(work, coming=(*work.coming, *also), leaving=(*work.leaving, *also))
        discard(parts)
        _copy(store, parts / BUILDING)
        with drafting(parts) as connection:
            _put_in(connection, Path(folder) / BUILDING, state, whole)
            tell_build(connection, state, at)
            connection.execute("DETACH changes")
            connection.execute("CHECKPOINT store")
    return Updated(parts / BUILDING, before.replaced + len(whole.coming) + len(whole.leaving))


def key(at: datetime, parts: Path) -> str:
    """What must be the same for a build to be brought up to date: its moment, and the versions it was made with."""
    return f"{at.isoformat()} {code_version()} {data_version()} {duckdb.__version__} {own_documents.FILES.digest(parts)}"


def _key_of(store: Path, parts: Path) -> str:
    try:
        with closing(duckdb.connect(str(store), read_only=True, config=OFFLINE)) as connection:
            row = connection.execute("SELECT built_at FROM build").fetchone()
    except duckdb.Error:  # damaged or foreign: who builds the whole tells
        return ""
    return key(row[0], parts) if row else ""


def _work(before: Built, state: State) -> Work | None:
    """The documents that come and leave; None if they are too many, or the store so small that building all is as quick."""
    now = built.origins(state.live.values(), state.told)
    coming = tuple(doc for doc, origin in now.items() if before.documents.get(doc) != origin)
    leaving = tuple(doc for doc, origin in before.documents.items() if now.get(doc) != origin)
    most = int(MOST * len(now)) - before.replaced
    return Work(coming, leaving, most) if len(now) >= LEAST and len(coming) + len(leaving) <= most else None


def _small_store(folder: Path, store: Path, state: State, work: Work) -> list[str] | None:
    """Builds the store of what comes, in a folder; the documents that are in it because others changed. None: too many."""
    lay(folder)
    with drafting(folder) as connection:
        add_rows(connection, "ingest_problems", add_own_documents(connection, state.parts))
        _fill(connection, state, work.coming)
        correct(connection, [one for one in state.corrections if one.doc_id not in state.live])
        connection.execute(f"ATTACH '{quoted(store)}' AS old (READ_ONLY)")
        _name(connection, "changed", {*work.coming, *work.leaving})
        connection.execute(AFFECTED.read_text(encoding="utf-8"))
        also = [doc for (doc,) in connection.execute("FROM affected ORDER BY doc_id").fetchall()]
        if len(work.coming) + len(work.leaving) + 2 * len(also) > work.most:
            return None
        _fill(connection, state, also)
        connection.execute(AROUND.read_text(encoding="utf-8"))
        connection.execute("DETACH old")
        resolve(connection)
        connection.execute(CASCADE.read_text(encoding="utf-8"))
        checks.run(connection, [check for check in checks.checks().values() if not check.compares_plans])
        connection.execute("CHECKPOINT store")
    return also


def _fill(connection: duckdb.DuckDBPyConnection, state: State, docs: Iterable[str]) -> None:
    """Loads documents, and applies what people corrected in them."""
    records = {doc: state.live[doc] for doc in sorted(docs, key=lambda doc: state.live[doc].path)}
    load_shards(connection, all_tables(), state.parts, records.values())
    correct(connection, [one for one in state.corrections if one.doc_id in records])


def _put_in(connection: duckdb.DuckDBPyConnection, small: Path, state: State, work: Work) -> None:
    """Takes out what leaves, puts in what comes, and does again what is about all plans."""
    connection.execute(f"ATTACH '{quoted(small)}' AS changes (READ_ONLY)")
    _name(connection, "leaving", work.leaving)
    _name(connection, "coming", work.coming)
    _name(connection, "corrected", state.told.keys() & state.live.keys())
    connection.execute(
        "CREATE TEMP TABLE counting AS SELECT DISTINCT cited FROM cited WHERE doc_id IN (SELECT doc_id FROM leaving)"
    )
    for spec in all_tables():
        if "doc_id" in spec.names and spec.name not in BY_HAND and not is_reference(spec):
            _exchange(connection, spec)
    connection.execute(EVERY.read_text(encoding="utf-8"))
    tell_files(connection, state)
    connection.execute(UNITS_NAMED.read_text(encoding="utf-8"))
    compared = [check for check in checks.checks().values() if check.compares_plans]
    for check, table in product(compared, ("checks", "check_counts", "findings")):
        connection.execute(f"DELETE FROM {table} WHERE check_id = ?", [check.check_id])  # noqa: S608 names of ours
    checks.run(connection, compared)
    connection.execute(COUNTING.read_text(encoding="utf-8"))
    connection.execute(COUNTED.read_text(encoding="utf-8"))
    connection.execute("DROP VIEW temp.cited")


def _exchange(connection: duckdb.DuckDBPyConnection, spec: TableSpec) -> None:
    """Puts the rows of what comes in the place of those of what leaves; raises StoreError where an identity stands twice."""
    name, key_column = spec.name, identity_of(spec)
    connection.execute(f'DELETE FROM "{name}" WHERE doc_id IN (SELECT doc_id FROM leaving)')  # noqa: S608 names of ours
    connection.execute(
        f'INSERT INTO "{name}" BY NAME SELECT * FROM changes."{name}" WHERE doc_id IN (SELECT doc_id FROM coming)'  # noqa: S608
    )
    fresh = f'SELECT "{key_column}" FROM changes."{name}"'  # noqa: S608
    check_ids(connection, spec, f'(SELECT * FROM "{name}" WHERE "{key_column}" IN ({fresh}))')  # noqa: S608


def _name(connection: duckdb.DuckDBPyConnection, table: str, docs: Iterable[str]) -> None:
    """Makes a temporary table of documents."""
    rows = [{"doc_id": doc} for doc in sorted(docs)]
    load_rows(connection, DOC_ID, rows, f"CREATE OR REPLACE TEMP TABLE {table} AS FROM {{source}}")


def _copy(store: Path, draft: Path) -> None:
    """Copies a store; without its bytes where the file system can share them."""
    if sys.platform == "linux":
        import fcntl  # noqa: PLC0415 not on Windows

        try:
            with store.open("rb") as old, draft.open("wb") as new:
                fcntl.ioctl(new.fileno(), FICLONE, old.fileno())
        except OSError:
            draft.unlink()
        else:
            return
    try:
        shutil.copyfile(store, draft)
    except OSError:  # a full disk: the next try needs its place
        draft.unlink(missing_ok=True)
        raise
