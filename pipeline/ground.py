"""The ground of a store, which no plan changes: its tables and the reference data; laid once for a version, then copied."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import duckdb

from pipeline.bulk import all_tables, is_reference, load_reference, load_rows, quoted
from pipeline.manifest import code_version, data_version
from pipeline.resolve import step
from pipeline.tables import TableSpec, tables

BUILDING = "building.duckdb"
STORAGE_VERSION = "v1.2.0"  # so that tools with DuckDB 1.2 and later can open the file
OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
DERIVED = Path(__file__).with_name("derived.sql")
MEMORY_OF_BUILD = "2GB"  # beyond it the database sorts and groups on disk
KEPT = 3  # grounds of other versions that stay: somebody may work with two


def lay(parts: Path) -> None:
    """Makes the draft of a store with all tables, the reference data in theirs, and what was wrong with these."""
    discard(parts)
    kept = _place()
    if kept is not None and _is_copied(kept, parts):
        return
    discard(parts)
    with drafting(parts) as connection:
        connection.begin()  # one transaction: each of many small statements would wait for the disk on its own
        specs = create_tables(connection)
        problems = [problem for spec in specs if is_reference(spec) for problem in load_reference(connection, spec)]
        insert = "INSERT INTO ingest_problems BY NAME SELECT * FROM {source}"
        load_rows(connection, tables()["ingest_problems"].columns, problems, insert)
        connection.commit()
        connection.execute("CHECKPOINT store")  # a full disk is told here; closing would not tell it
    if kept is not None:
        with suppress(OSError):  # a home that cannot be written to costs half a second a run, no more
            _keep(parts / BUILDING, kept)


def _place() -> Path | None:
    """Where the ground of this version is kept for this user; None if there is no such place."""
    named = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
    try:
        folder = Path(named) if named else Path.home() / ".cache"
    except RuntimeError:
        return None
    return folder / "kehoach" / f"ground-{code_version()}-{data_version()}-{duckdb.__version__}.duckdb"


def _is_copied(kept: Path, parts: Path) -> bool:
    """Whether a kept ground became the draft; a damaged one is thrown away."""
    if not kept.is_file():
        return False
    shutil.copyfile(kept, parts / BUILDING)
    try:
        with drafting(parts) as connection:
            connection.execute("FROM ingest_problems LIMIT 1")
    except duckdb.Error:
        kept.unlink(missing_ok=True)
        return False
    return True


def _keep(draft: Path, kept: Path) -> None:
    """Keeps a copy of the draft, whole or not at all, and throws the oldest of other versions away."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    half = kept.with_name(f"{kept.name}.{os.getpid()}")
    shutil.copyfile(draft, half)
    half.replace(kept)
    others = sorted(kept.parent.glob("ground-*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in others[KEPT:]:
        old.unlink(missing_ok=True)


@contextmanager
def drafting(parts: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the draft, which is made if there is none."""
    config = {**OFFLINE, "temp_directory": str(parts / "spill"), "memory_limit": MEMORY_OF_BUILD}
    with closing(duckdb.connect(config=config)) as connection:
        _open(connection, parts / BUILDING)
        yield connection


def _open(connection: duckdb.DuckDBPyConnection, draft: Path) -> None:
    """Makes the new file the one that statements mean; a draft needs no log, which every statement would wait for."""
    options = f"STORAGE_VERSION '{STORAGE_VERSION}'"
    try:
        connection.execute(f"ATTACH '{quoted(draft)}' AS store ({options}, RECOVERY_MODE 'no_wal_writes')")
    except duckdb.BinderException:  # an older DuckDB writes the log: each statement takes some milliseconds more
        connection.execute(f"ATTACH '{quoted(draft)}' AS store ({options})")
    connection.execute("USE store")


def discard(parts: Path) -> None:
    """Removes what a killed build left behind."""
    draft = parts / BUILDING
    for path in (draft, draft.with_name(draft.name + ".wal")):
        path.unlink(missing_ok=True)


def create_tables(connection: duckdb.DuckDBPyConnection) -> list[TableSpec]:
    """Makes all tables, empty, with their meanings as comments; gives the specifications used."""
    made = all_tables()
    statements: list[str] = []
    for spec in made:
        statements += (spec.create_sql(), f"COMMENT ON TABLE \"{spec.name}\" IS '{quoted(spec.meaning)}'")
        statements += (
            f'COMMENT ON COLUMN "{spec.name}"."{column.name}" IS \'{quoted(column.meaning)}\''
            for column in spec.columns
            if column.meaning
        )
    connection.execute(";\n".join(statement.rstrip("; \n") for statement in statements))
    connection.execute(DERIVED.read_text(encoding="utf-8"))
    connection.execute(step("status"))
    return made
