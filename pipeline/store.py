"""The store: built beside the old one from the shards, checked, and put in its place by one rename.

Only the loader writes; readers open the published file read_only. DuckDB never fetches an extension.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb

from pipeline import checks, corrections, measured, own_documents
from pipeline.bulk import all_tables, first_line, load_rows
from pipeline.corrections_applied import apply, known_corrections
from pipeline.errors import StoreError
from pipeline.ground import BUILDING, OFFLINE, discard, drafting, lay
from pipeline.load import live_records, load_shards, shown
from pipeline.manifest import FileRecord, Manifest, code_version, data_version
from pipeline.manifest import load as load_manifest
from pipeline.own_documents import add_own_documents
from pipeline.resolve import resolve
from pipeline.tables import TableSpec, tables

MAGIC = b"DUCK"  # at byte 8 of every DuckDB file
UNITS_NAMED = Path(__file__).with_name("units_named.sql")
COUNTED = Path(__file__).with_name("counted.sql")
CASCADE = Path(__file__).with_name("cascade.sql")
WINDOWS_TRIES, WINDOWS_WAIT = 20, 0.25  # a virus scanner or a reader may hold the file for a moment

REBUILD = "Chạy kehoach ingest với cùng thư mục kế hoạch để tạo lại kho."


@contextmanager
def reading(store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that can only read; raises StoreError for a missing, foreign or damaged file."""
    check_is_store(store)
    try:
        connection = duckdb.connect(str(store), read_only=True, config=OFFLINE)
    except duckdb.Error as error:
        raise StoreError(f"Không mở được kho {store}: {first_line(error)}", REBUILD) from error
    with closing(connection):
        yield connection


def check_is_store(store: Path) -> None:
    """Raises StoreError unless the file looks like a DuckDB file."""
    if not store.is_file():
        raise StoreError(f"Không có kho {store}.", "Tạo kho bằng: kehoach ingest THƯ_MỤC --store " + str(store))
    with store.open("rb") as handle:
        if handle.read(12)[8:] != MAGIC:
            raise StoreError(f"Tệp {store} không phải kho DuckDB.", "Kiểm tra lại tên tệp sau --store.")


def is_current(store: Path, manifest: Manifest) -> bool:
    """Whether a store was built from just this manifest."""
    if not store.exists():
        return False
    with reading(store) as connection:
        found = connection.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'build'").fetchone()
        if not found or not found[0]:
            raise StoreError(f"Tệp {store} là DuckDB nhưng không phải kho của kehoach.", "Chọn tên tệp khác sau --store.")
        row = connection.execute("SELECT manifest_id FROM build").fetchone()
    return row is not None and row[0] == _identity(store.with_name(store.name + ".parts"), manifest)


def _identity(parts: Path, manifest: Manifest) -> str:
    """A digest that changes when a store must be built anew: for other files, other code, or further corrections."""
    return "-".join(filter(None, (manifest.identity, corrections.digest(parts), own_documents.digest(parts))))


def publish(store: Path, parts: Path, manifest: Manifest) -> None:
    """Builds the store from the shards of a manifest and puts it in place: a reader sees the old one or the new one."""
    replace_store(_draft(store, parts, manifest, parts), store)


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
        yield _draft(store, parts, manifest, Path(folder), corrected=False)


def _draft(store: Path, parts: Path, manifest: Manifest, folder: Path, *, corrected: bool = True) -> Path:
    """A store built in a folder; on a full disk nothing of it stays."""
    try:
        lay(folder)
        with drafting(folder) as connection:
            _build(connection, parts, manifest, corrected=corrected)
            connection.execute("CHECKPOINT store")
    except duckdb.Error as error:
        discard(folder)  # the next try needs its place
        raise StoreError(
            f"Không dựng được kho {store}: {first_line(error)}", "Kiểm tra chỗ trống trên đĩa; " + REBUILD
        ) from error
    return folder / BUILDING


def _build(connection: duckdb.DuckDBPyConnection, parts: Path, manifest: Manifest, *, corrected: bool) -> None:
    specs = all_tables()
    of_own = add_own_documents(connection, parts)
    live = live_records(manifest)
    load_shards(connection, specs, parts, live)
    told, of_corrections = known_corrections(parts) if corrected else ([], [])
    first = {record.doc_id: shown(record.path) for record in live if record.doc_id}
    problems = chain(_problem_rows(manifest, first), of_own, map(dict, of_corrections))
    for name, rows in (("files", _file_rows(manifest, first)), ("ingest_problems", problems)):
        insert = f"INSERT INTO {name} BY NAME SELECT * FROM {{source}}"  # noqa: S608
        load_rows(connection, tables()[name].columns, rows, insert)
    outcomes = [dict(row) for row in apply(connection, told)]
    insert = "INSERT INTO corrections BY NAME SELECT * FROM {source}"
    load_rows(connection, tables()["corrections"].columns, outcomes, insert)
    connection.execute(UNITS_NAMED.read_text(encoding="utf-8"))
    resolve(connection)
    connection.execute(CASCADE.read_text(encoding="utf-8"))
    checks.run(connection)
    connection.execute(COUNTED.read_text(encoding="utf-8"))
    _check_ids(connection, specs)
    connection.execute(
        "INSERT INTO build BY NAME SELECT $at AS built_at, $code AS code_version, $data AS data_version,"
        " (SELECT count(*) FROM documents) AS documents, $manifest AS manifest_id, $scores AS gold_scores",
        {
            "at": datetime.now(UTC).replace(tzinfo=None),
            "code": code_version(),
            "data": data_version(),
            "manifest": _identity(parts, manifest),
            "scores": measured.scores_of_build(parts),
        },
    )


def _file_rows(manifest: Manifest, first: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """A row a file; first: the path that stands for each content."""
    for path in sorted(manifest.files):
        record = manifest.files[path]
        copy = record.doc_id is not None and first.get(record.doc_id, shown(path)) != shown(path)
        state = "gone" if record.gone else "duplicate" if copy else record.state
        yield {
            "source_path": shown(path),
            "state": state,
            "doc_id": record.doc_id,
            "file_sha256": record.sha256,
            "size": record.size,
        }


def _problem_rows(manifest: Manifest, first: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The problems that no shard knows: skipped and locked files, copies, files that are gone."""
    for path in sorted(manifest.files):
        record = manifest.files[path]
        told = _own_problem(record, first.get(record.doc_id or ""))
        if told is not None:
            kind, problem, advice = told
            yield {"source_path": shown(path), "doc_id": record.doc_id, "kind": kind, "problem": problem, "advice": advice}


def _own_problem(record: FileRecord, first: str | None) -> tuple[str, str, str] | None:
    """Kind, problem and advice of a file that its shard says nothing of."""
    if record.problem:
        return "skipped" if record.state == "skipped" else "unread", record.problem, record.advice
    if first is None:
        problem = "Tệp không còn và chỉ được đọc bằng bản kehoach cũ, nên không có trong kho."
        return "gone", problem, "Đưa tệp trở lại rồi chạy lại, hoặc chạy với --prune để bỏ hẳn."
    if first != shown(record.path):
        return "duplicate", f"Trùng nội dung với {first}.", "Không cần làm gì: văn bản được tính một lần."
    if record.gone:
        problem = "Tệp không còn trong thư mục; kho vẫn giữ nội dung đã đọc."
        return "gone", problem, "Chạy với --prune nếu muốn bỏ văn bản này khỏi kho."
    return None


def _check_ids(connection: duckdb.DuckDBPyConnection, specs: list[TableSpec]) -> None:
    """Raises StoreError if a row's identity stands twice."""
    for spec in specs:
        identity = "doc_id" if spec.name == "documents" else spec.id_column
        if identity is None:
            continue
        twice = connection.execute(
            f'SELECT "{identity}" FROM "{spec.name}" GROUP BY 1 HAVING count(*) > 1 LIMIT 1'  # noqa: S608
        ).fetchone()
        if twice is not None:
            raise StoreError(
                f"Bảng {spec.name} có hai dòng cùng mã {twice[0]}.",
                "Báo lỗi này cho người phát triển kehoach; kho cũ vẫn nguyên vẹn.",
            )


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
