"""The store: built beside the old one from the shards, checked, and put in its place by one rename.

Only the loader writes; readers open the published file read_only. DuckDB never fetches an extension.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from pipeline import built
from pipeline.build import State, build, identity
from pipeline.built import Built
from pipeline.bulk import first_line
from pipeline.errors import StoreError
from pipeline.ground import BUILDING, OFFLINE, discard, drafting, lay
from pipeline.manifest import Manifest
from pipeline.manifest import load as load_manifest
from pipeline.update import Updated, key, update

MAGIC = b"DUCK"  # at byte 8 of every DuckDB file
WINDOWS_TRIES, WINDOWS_WAIT = 20, 0.25  # a virus scanner or a reader may hold the file for a moment

# "… Conflicting lock is held in /usr/bin/python3.11 (PID 12)", on Windows "… already open in C:\\dbeaver.exe (PID 12)"
HELD = re.compile(r"(?:lock is held|already open) in (?P<program>.+?) \(PID (?P<pid>\d+)\)", re.DOTALL)
REBUILD = "Chạy kehoach ingest với cùng thư mục kế hoạch để tạo lại kho."


@contextmanager
def reading(store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can only read; raises StoreError for a missing, foreign or damaged file."""
    check_is_store(store)
    try:
        connection = duckdb.connect(str(store), read_only=True, config=OFFLINE)
    except duckdb.Error as error:
        raise cannot_open(store, error) from error
    with closing(connection):
        yield connection


def cannot_open(store: Path, error: duckdb.Error) -> StoreError:
    """Why the database refused a store: held by another program, which it names, or damaged."""
    if held := HELD.search(str(error)):
        return StoreError(
            f"Kho {store} đang được chương trình khác mở để ghi: {Path(held['program']).name} (tiến trình {held['pid']}).",
            "Đóng chương trình đó (DBeaver, notebook, một lần chạy khác …) rồi chạy lại.",
        )
    return StoreError(f"Không mở được kho {store}: {first_line(error)}", REBUILD)


def check_is_store(store: Path) -> None:
    """Raises StoreError unless the file looks like a DuckDB file."""
    check_is_no_folder(store)
    if not store.is_file():
        raise StoreError(f"Không có kho {store}.", "Tạo kho bằng: kehoach ingest THƯ_MỤC --store " + str(store))
    with store.open("rb") as handle:
        if handle.read(12)[8:] != MAGIC:
            raise StoreError(f"Tệp {store} không phải kho DuckDB.", "Kiểm tra lại tên tệp sau --store.")


def check_is_no_folder(store: Path) -> None:
    """Raises StoreError where a folder stands in the store's place."""
    if store.is_dir():
        raise StoreError(f"{store} là thư mục, không phải tệp kho.", f"Ghi tên tệp, ví dụ --store {store / 'kho.duckdb'}.")


def is_current(store: Path, manifest: Manifest) -> bool:
    """Whether a store was built from just this manifest."""
    if not store.exists():
        return False
    with reading(store) as connection:
        found = connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'build'").fetchone()
        if not found or not found[0]:
            raise StoreError(f"Tệp {store} là DuckDB nhưng không phải kho của kehoach.", "Chọn tên tệp khác sau --store.")
        row = connection.execute("SELECT manifest_id FROM build").fetchone()
    return row is not None and row[0] == identity(store.with_name(store.name + ".parts"), manifest)


def publish(store: Path, parts: Path, manifest: Manifest) -> None:
    """Builds the store of a manifest and puts it in place: a reader sees the old one or the new one.

    Where little changed since the old one was built, that one is brought up to date; else all is built from the shards.
    """
    state, at = State.of(parts, manifest), datetime.now(UTC).replace(tzinfo=None)
    with _told(store, parts):
        made = update(store, state, at) or Updated(_draft(state, at, parts), 0)
    replace_store(made.draft, store)
    built.save(Built(key(at, parts), built.origins(state.live.values(), state.told), made.replaced), parts)


@contextmanager
def machine_store(store: Path) -> Iterator[Path]:
    """A store with the machine's own readings: this one if no correction is in it, else one built beside it for the while.

    Raises StoreError where it cannot be built: the shards are gone, or plans or corrections changed since.
    """
    with reading(store) as connection:
        row = connection.execute("SELECT count(*) FROM corrections WHERE state <> 'stale'").fetchone()
    if not row or not row[0]:
        yield store
        return
    parts = store.with_name(store.name + ".parts")
    if not parts.is_dir() or not is_current(store, manifest := load_manifest(parts)):
        raise StoreError(
            f"Không dựng lại được kho {store} như máy đọc, không có sửa chữa của người.",
            "Chạy kehoach ingest trước, hoặc đo cả phần người đã sửa: thêm --as-corrected.",
        )
    with tempfile.TemporaryDirectory(dir=parts) as folder:
        with _told(store, Path(folder)):
            made = _draft(State.of(parts, manifest, corrected=False), datetime.now(UTC).replace(tzinfo=None), Path(folder))
        yield made


def _draft(state: State, at: datetime, folder: Path) -> Path:
    """A store built in a folder."""
    lay(folder)
    with drafting(folder) as connection:
        build(connection, state, at)
        connection.execute("CHECKPOINT store")
    return folder / BUILDING


@contextmanager
def _told(store: Path, folder: Path) -> Iterator[None]:
    """What goes wrong while a store is built in a folder, for the user; on a full disk nothing of it stays."""
    try:
        yield
    except duckdb.Error as error:
        discard(folder)  # the next try needs its place
        raise StoreError(
            f"Không dựng được kho {store}: {first_line(error)}", "Kiểm tra chỗ trống trên đĩa; " + REBUILD
        ) from error


def beside(store: Path) -> Path:
    """Where a new build goes while a program holds the store open: kho.duckdb → kho.moi.duckdb."""
    return store.with_name(f"{store.stem}.moi{store.suffix}")


def replace_store(draft: Path, store: Path) -> None:
    """Puts the new build in the store's place; where the system refuses, beside it."""
    for _ in range(WINDOWS_TRIES):
        try:
            draft.replace(store)
        except PermissionError as error:
            refusal = error
            time.sleep(WINDOWS_WAIT)
        else:
            with suppress(PermissionError):  # a program may be reading that one too
                beside(store).unlink(missing_ok=True)
            return
    draft.replace(beside(store))
    raise StoreError(
        f"Không thay được tệp {store}: có chương trình đang mở nó. Bản mới nằm ở {beside(store)}.",
        "Đóng chương trình đó (trang web, DBeaver, Excel …) rồi chạy lại; không phải đọc lại tệp nào.",
    ) from refusal
