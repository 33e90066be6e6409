"""What has been read so far: one record a file, kept in the folder beside the store; and the versions it was read with.

The manifest is a file of JSON lines that is replaced as a whole. Shards finished after it was written (a run that was
killed) carry their own records and are taken up when it is opened.
"""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from pipeline.errors import StoreError
from pipeline.tables import tables

FileState: TypeAlias = Literal["read", "empty", "unreadable", "locked", "skipped"]

ROOT = Path(__file__).parents[1]
LAYERS = ("data", "normalizers", "extractors", "pipeline")
MANIFEST = "manifest.jsonl"
RECORDS = "files.jsonl"  # the records of one shard
SHARDS = "shards"
SHARED = frozenset({"state", "version", "reading", "shape"})  # values that records have in common


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file and what became of it."""

    path: str
    state: FileState
    size: int = 0
    mtime_ns: int = 0
    sha256: str | None = None  # None: never opened
    shard: str | None = None  # where its rows are; None for files without rows
    version: str = ""  # rows_version() when its facts were found
    reading: str = ""  # reading_version() when it was read; empty where finding facts in it failed
    shape: str = ""  # row_shape() when it was read
    problem: str = ""  # of files without rows
    advice: str = ""
    pictures: str = ""  # how pages that are pictures were read (see scan_pages.reading_key); empty: it has none
    gone: bool = False  # no longer in its folder; its rows stay until --prune

    @property
    def doc_id(self) -> str | None:
        """The document of its content."""
        return None if self.sha256 is None else self.sha256[:16]


@dataclass(frozen=True, slots=True)
class Manifest:
    """The records by path, and the number of the newest shard that they know."""

    files: dict[str, FileRecord]
    last_shard: int = 0

    def encoded(self) -> bytes:
        """The file's content: equal for equal manifests."""
        head = {"last_shard": self.last_shard}
        lines = [json.dumps(head), *_lines(self.files[path] for path in sorted(self.files))]
        return "".join(f"{line}\n" for line in lines).encode("ascii")

    @property
    def identity(self) -> str:
        """A digest that changes when a store must be built anew; the numbers of shards do not count."""
        digest = hashlib.sha256(f"{code_version()} {data_version()}".encode())
        for path in sorted(self.files):
            record = dataclasses.replace(self.files[path], shard=None, mtime_ns=0)
            digest.update(repr(dataclasses.astuple(record)).encode("utf-8", "backslashreplace"))
        return digest.hexdigest()[:16]

    def save(self, parts: Path) -> None:
        """Replaces the manifest of a folder, whole or not at all."""
        fresh = parts / f"{MANIFEST}.new"
        fresh.write_bytes(self.encoded())
        fresh.replace(parts / MANIFEST)


def load(parts: Path) -> Manifest:
    """The manifest of a folder with all shards finished since; empty for a new folder. Raises StoreError if damaged."""
    path = parts / MANIFEST
    files: dict[str, FileRecord] = {}
    last = 0
    if path.exists():
        head, *lines = path.read_text(encoding="ascii").splitlines() or [""]
        try:
            last = int(json.loads(head)["last_shard"])
        except (ValueError, KeyError, TypeError) as error:
            raise _damaged(path) from error
        files = {record.path: record for record in _records(path, lines)}
    for shard in finished_shards(parts):
        if int(shard) > last:
            records = parts / SHARDS / shard / RECORDS
            files.update((record.path, record) for record in _records(records, records.read_text("ascii").splitlines()))
            last = int(shard)
    return Manifest(files, last)


def finished_shards(parts: Path) -> list[str]:
    """The names of all whole shards of a folder, oldest first."""
    folder = parts / SHARDS
    return sorted(entry.name for entry in folder.iterdir() if entry.name.isdigit()) if folder.exists() else []


def write_records(folder: Path, records: Iterable[FileRecord]) -> None:
    """Writes the records of a shard into its folder."""
    (folder / RECORDS).write_text("".join(f"{line}\n" for line in _lines(records)), encoding="ascii")


@functools.cache
def code_version() -> str:
    """Digest of all code and views."""
    return _digest(path for layer in LAYERS for path in _sources(ROOT / layer, {".py", ".sql"}))


@functools.cache
def data_version() -> str:
    """Digest of the reference tables."""
    return _digest(_sources(ROOT / "data", {".csv"}))


@functools.cache
def results_version() -> str:
    """Digest of all that decides what a store says of a plan: readers, finders, what resolves their findings, all tables."""
    resolving = [*_sources(ROOT / "pipeline" / "resolution", {".py", ".sql"})]
    resolving += [ROOT / "pipeline" / name for name in ("resolve.py", "derived.sql", "units_named.sql")]
    return _digest(sorted({*found_with(), *read_with(), *resolving, *_sources(ROOT / "data", {".csv"})}))


@functools.cache
def rows_version() -> str:
    """Digest of all that decides which rows a file gives: with another version its facts are found again."""
    return _digest(sorted({*found_with(), *read_with()}))


@functools.cache
def reading_version() -> str:
    """Digest of all that decides what document a file becomes: with another version the file itself is read again."""
    return _digest(read_with())


@functools.cache
def row_shape() -> str:
    """Digest of the tables and their columns: rows of another shape cannot be loaded."""
    return hashlib.sha256("\n".join(spec.create_sql() for spec in tables().values()).encode()).hexdigest()[:16]


def read_with() -> list[Path]:
    """The files that reading depends on: the readers with all that lies beside them, what they import, and its tables."""
    readers = ROOT / "pipeline" / "ingest"
    beside = [path for path in readers.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc"}]
    code = {path: _names_in(path) for path in _sources(readers, {".py"})}
    waiting = list(code)
    while waiting:
        imported = {module for name in code[waiting.pop()] for module in _modules(name)} - code.keys()
        code |= {path: _names_in(path) for path in imported}
        waiting += imported
    return sorted({*beside, *code, *_tables_named(code)})


def found_with() -> list[Path]:
    """The files that rows depend on beside those of reading: what finds facts and makes rows, and the tables it names.

    Tables that only the store's SQL knows are not among them: after a change of one the store is built anew, and no more.
    """
    code = [path for layer in LAYERS[:3] for path in _sources(ROOT / layer, {".py"})]
    code += [ROOT / "pipeline" / name for name in ("shards.py", "tables.py", "kept.py")]
    return [*code, *_tables_named(code)]


def _tables_named(code: Iterable[Path]) -> list[Path]:
    named = {name.removesuffix(".csv") for path in code for name in _names_in(path)}
    return [path for path in _sources(ROOT / "data", {".csv"}) if path.stem in named]


# a whole statement, also one in brackets over several lines: "from pipeline.ingest.draft import Draft", "import data"
IMPORT = re.compile(r"^ *(?:from (?P<base>[\w.]+) )?import (?:\((?P<block>[^)]*)\)|(?P<line>[^\n#]*))", re.M)
WORD = re.compile(r"[\w.]+")
QUOTED = re.compile(r'"(\w[\w.-]*)"')  # may be the name of a table


@functools.cache
def _names_in(path: Path) -> frozenset[str]:
    """The modules that a module imports, and all words that it quotes."""
    text = path.read_text(encoding="utf-8")
    names = set(QUOTED.findall(text))
    for found in IMPORT.finditer(text):
        parts = WORD.findall(found["block"] or found["line"] or "")
        base = found["base"]
        names |= {f"{base}.{part}" for part in parts} | {base} if base else set(parts)
    return frozenset(names)


@functools.cache
def _modules(name: str) -> list[Path]:
    """The files of ours that importing a name runs; none for other packages."""
    parts = name.split(".")
    if parts[0] not in LAYERS:
        return []
    steps = ("/".join(parts[: end + 1]) for end in range(len(parts)))
    tried = (path for step in steps for path in (f"{step}.py", f"{step}/__init__.py"))
    return [ROOT / path for path in tried if path in _own_modules()]


@functools.cache
def _own_modules() -> frozenset[str]:
    """All modules of ours, by their paths."""
    return frozenset(path.relative_to(ROOT).as_posix() for layer in LAYERS for path in _sources(ROOT / layer, {".py"}))


def _sources(folder: Path, suffixes: set[str]) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.suffix in suffixes and path.is_file())


def _digest(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.relative_to(ROOT).as_posix()}\0".encode())
        digest.update(_hash_of(path))
    return digest.hexdigest()[:16]


@functools.cache
def _hash_of(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


def _lines(records: Iterable[FileRecord]) -> Iterable[str]:
    """One JSON line a record, in ASCII: names of files that are no valid Unicode survive."""
    return (json.dumps(dataclasses.asdict(record)) for record in records)


def _records(path: Path, lines: Iterable[str]) -> list[FileRecord]:
    try:
        return [_record(json.loads(line)) for line in lines]
    except (ValueError, TypeError) as error:
        raise _damaged(path) from error


def _record(values: dict[str, Any]) -> FileRecord:
    """A record whose words that many share are one object: a million records would else take half as much again."""
    for key in SHARED & values.keys():
        values[key] = sys.intern(values[key])
    return FileRecord(**values)


def _damaged(path: Path) -> StoreError:
    return StoreError(
        f"Danh mục tệp đã đọc {path} bị hỏng.",
        f"Xóa thư mục {path.parent} cùng với kho rồi chạy lại kehoach ingest trên toàn bộ thư mục kế hoạch.",
    )
