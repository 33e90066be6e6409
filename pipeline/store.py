"""The store: built beside the old one from the shards, checked, and put in its place by one rename.

Only the loader writes; readers open the published file read_only. DuckDB never fetches an extension.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipeline.bulk import all_tables, first_line, is_reference, load_reference, load_rows, quoted
from pipeline.errors import StoreError
from pipeline.manifest import SHARDS, FileRecord, Manifest, code_version, data_version, row_shape
from pipeline.tables import Column, TableSpec, tables

MAGIC = b"DUCK"  # at byte 8 of every DuckDB file
STORAGE_VERSION = "v1.2.0"  # so that tools with DuckDB 1.2 and later can open the file
OFFLINE: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
DERIVED = Path(__file__).with_name("derived.sql")
UNITS_NAMED = Path(__file__).with_name("units_named.sql")
BUILDING = "building.duckdb"
ORDER = ("page", "char_start", "position", "y0", "x0")  # of rows within a document, as far as a table has them
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
    return row is not None and row[0] == manifest.identity


def publish(store: Path, parts: Path, manifest: Manifest) -> None:
    """Builds the store from the shards of a manifest and puts it in place: a reader sees the old one or the new one."""
    draft = parts / BUILDING
    discard(draft)
    try:
        with closing(duckdb.connect(config={**OFFLINE, "temp_directory": str(parts / "spill")})) as connection:
            connection.execute(f"ATTACH '{quoted(draft)}' AS store (STORAGE_VERSION '{STORAGE_VERSION}')")
            connection.execute("USE store")
            _build(connection, parts, manifest)
            connection.execute("CHECKPOINT store")
    except duckdb.Error as error:
        discard(draft)  # on a full disk the next try needs its place
        raise StoreError(
            f"Không dựng được kho {store}: {first_line(error)}", "Kiểm tra chỗ trống trên đĩa; " + REBUILD
        ) from error
    _replace(draft, store)


def discard(draft: Path) -> None:
    """Removes what a killed build left behind."""
    for path in (draft, draft.with_name(draft.name + ".wal")):
        path.unlink(missing_ok=True)


def create_tables(connection: duckdb.DuckDBPyConnection) -> list[TableSpec]:
    """Makes all tables, empty, with their meanings as comments; gives the specifications used."""
    made = all_tables()
    for spec in made:
        connection.execute(spec.create_sql())
        connection.execute(f"COMMENT ON TABLE \"{spec.name}\" IS '{quoted(spec.meaning)}'")
        for column in spec.columns:
            if column.meaning:
                connection.execute(f'COMMENT ON COLUMN "{spec.name}"."{column.name}" IS \'{quoted(column.meaning)}\'')
    connection.execute(DERIVED.read_text(encoding="utf-8"))
    return made


def _build(connection: duckdb.DuckDBPyConnection, parts: Path, manifest: Manifest) -> None:
    connection.begin()  # one transaction: each of many small statements would wait for the disk on its own
    specs = create_tables(connection)
    of_reference = [problem for spec in specs if is_reference(spec) for problem in load_reference(connection, spec, parts)]
    connection.commit()
    live = _live(manifest)
    load_rows(connection, parts / "live.parquet", LIVE_COLUMNS, live, "CREATE TEMP TABLE live AS SELECT * FROM {source}")
    problems = _problem_rows(manifest, live) + of_reference
    for spec in specs:
        if not is_reference(spec):
            _load_shards(connection, spec, parts, {row["shard"] for row in live})
    for name, rows in (("files", _file_rows(manifest, live)), ("ingest_problems", problems)):
        insert = f"INSERT INTO {name} BY NAME SELECT * FROM {{source}}"  # noqa: S608
        load_rows(connection, parts / f"{name}.parquet", tables()[name].columns, rows, insert)
    connection.execute(UNITS_NAMED.read_text(encoding="utf-8"))
    _check_ids(connection, specs)
    connection.execute(
        "INSERT INTO build BY NAME SELECT $at AS built_at, $code AS code_version, $data AS data_version,"
        " (SELECT count(*) FROM documents) AS documents, $manifest AS manifest_id",
        {
            "at": datetime.now(UTC).replace(tzinfo=None),
            "code": code_version(),
            "data": data_version(),
            "manifest": manifest.identity,
        },
    )


LIVE_COLUMNS = (
    Column("doc_id", "VARCHAR", False, ""),
    Column("shard", "VARCHAR", False, ""),
    Column("source_path", "VARCHAR", False, ""),
)


def _live(manifest: Manifest) -> list[dict[str, Any]]:
    """Where the rows of each content are, and the path that stands for it: the first of those still there."""
    chosen: dict[str, FileRecord] = {}
    for record in sorted(manifest.files.values(), key=lambda record: (record.gone, record.path)):
        if record.doc_id and record.shard and record.shape == row_shape():
            chosen.setdefault(record.doc_id, record)
    ordered = sorted(chosen.values(), key=lambda record: record.path)
    return [{"doc_id": r.doc_id, "shard": r.shard, "source_path": shown(r.path)} for r in ordered]


def shown(path: str) -> str:
    """A path as text; bytes that are no valid Unicode as escapes."""
    return path.encode("utf-8", "backslashreplace").decode()


def _load_shards(connection: duckdb.DuckDBPyConnection, spec: TableSpec, parts: Path, shards: set[str]) -> None:
    """Loads a table from the live rows of all shards, in the order of files and of the page."""
    files = [path for shard in sorted(shards) if (path := parts / SHARDS / shard / f"{spec.name}.parquet").exists()]
    if not files:
        return
    order = ["live.source_path", *(f'r."{name}"' for name in ORDER if name in spec.names)]
    order += [f'r."{spec.id_column}"'] if spec.id_column else []
    listed = ", ".join(f"'{quoted(path)}'" for path in files)
    columns = ", ".join(f'{"live" if name == "source_path" else "r"}."{name}"' for name in spec.names)
    connection.execute(  # names are those of pipeline.tables
        f'INSERT INTO "{spec.name}" BY NAME SELECT {columns} FROM read_parquet([{listed}]) AS r'  # noqa: S608
        f" JOIN live ON r.doc_id = live.doc_id AND r.shard = live.shard ORDER BY {', '.join(order)}"
    )


def _file_rows(manifest: Manifest, live: list[dict[str, Any]]) -> list[dict[str, Any]]:
    first = {row["doc_id"]: row["source_path"] for row in live}
    rows = []
    for path in sorted(manifest.files):
        record = manifest.files[path]
        copy = record.doc_id is not None and first.get(record.doc_id, shown(path)) != shown(path)
        state = "gone" if record.gone else "duplicate" if copy else record.state
        rows.append(
            {
                "source_path": shown(path),
                "state": state,
                "doc_id": record.doc_id,
                "file_sha256": record.sha256,
                "size": record.size,
            }
        )
    return rows


def _problem_rows(manifest: Manifest, live: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The problems that no shard knows: skipped and locked files, copies, files that are gone."""
    first = {row["doc_id"]: row["source_path"] for row in live}
    rows = []
    for path in sorted(manifest.files):
        record = manifest.files[path]
        told = _own_problem(record, first.get(record.doc_id or ""))
        if told is not None:
            kind, problem, advice = told
            row = {"source_path": shown(path), "doc_id": record.doc_id, "kind": kind, "problem": problem, "advice": advice}
            rows.append(row)
    return rows


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


def _replace(draft: Path, store: Path) -> None:
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
