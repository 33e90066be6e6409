"""How the loader and the queries bear many documents; made rows, as real plans give them.

python scripts/bench_scale.py load 10000 [FOLDER [N]]  shards of so many made documents, the store built from them, queries
python scripts/bench_scale.py folder 10000 [FOLDER [R]]  a mixed folder of so many files (samples and ../shared), read with
                                                      one worker and with two, R times in turn, then again unchanged

N: documents a shard, else as a run makes them. load tells seconds, peak memory, sizes of shards and store, and how long some
questions take.
folder tells files a second, peak memory over all processes and who held it, and whether what is asked of it holds.
"""

from __future__ import annotations

import functools
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import psutil
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from extractors import extract
from pipeline import ingest as readers
from pipeline import queries
from pipeline.command_line import ExitCode
from pipeline.kept import Reading, pack
from pipeline.kept import write as write_readings
from pipeline.manifest import SHARDS, FileRecord, Manifest, reading_version, row_shape, rows_version, write_records
from pipeline.shards import ARROW, SHARD, Row, rows_of
from pipeline.store import publish, reading
from pipeline.tables import tables
from pipeline.workers import FILES_A_BATCH, shard_name

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SAMPLES = ROOT / "data" / "samples" / "plans"
FACTS_A_DOCUMENT = 50
MIXED = {".md", ".txt", ".docx", ".html", ".pdf", ".doc", ".xlsx"}
GAIN, MOST_MEGABYTES, AGAIN_SECONDS = 1.8, 1500.0, 15.0  # what is asked of a folder
ASKED: dict[str, dict[str, str]] = {"coverage": {}, "most_cited": {}, "plans_without_citation": {"document": "76/NQ-CP"}}


def load(count: int, folder: Path, files_a_shard: int = FILES_A_BATCH) -> None:
    """Builds a store of made documents and asks it."""
    started = time.perf_counter()
    store = folder / "kho.duckdb"
    parts = folder / "kho.duckdb.parts"
    manifest = make_shards(count, parts, files_a_shard)
    size = sum(path.stat().st_size for path in (parts / SHARDS).rglob("*.parquet"))
    print(
        f"load: {count} documents, {size / 1e6:.0f} MB of shards, made in {time.perf_counter() - started:.0f} s", flush=True
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    clock, cpu = time.perf_counter(), time.process_time()
    publish(store, parts, manifest)
    seconds, worked = time.perf_counter() - clock, time.process_time() - cpu
    print(f"  built: {seconds:.1f} s, {worked:.1f} s of processors, {1000 * worked / count:.2f} ms a document")
    print(
        f"  peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB (before {before / 1024:.0f} MB)"
    )
    with reading(store) as connection:
        facts = sum(
            len(connection.table(name)) for name in ("citations", "tasks", "task_units", "task_deadlines", "targets")
        )
    print(f"  store {store.stat().st_size / 1e6:.0f} MB, {facts} facts")
    changed = one_changed(manifest, parts)
    clock, cpu = time.perf_counter(), time.process_time()
    publish(store, parts, changed)
    again, worked_again = time.perf_counter() - clock, time.process_time() - cpu
    print(
        f"  one document changed: {again:.1f} s, {worked_again:.1f} s of processors, store"
        f" {store.stat().st_size / 1e6:.0f} MB; the whole takes {seconds / again:.1f} times as long by the clock,"
        f" {worked / worked_again:.1f} times of processors"
    )
    for name, asked in ASKED.items():
        clock = time.perf_counter()
        rows = queries.answer(store, name, asked).num_rows
        print(f"  {name:<24} {time.perf_counter() - clock:6.2f} s   {rows} rows", flush=True)


def make_shards(count: int, parts: Path, files_a_shard: int = FILES_A_BATCH) -> Manifest:
    """Shards of made documents: the rows of a real plan, with identities of their own and provinces spread evenly."""
    shutil.rmtree(parts, ignore_errors=True)
    files: dict[str, FileRecord] = {}
    for number, first in enumerate(range(0, count, files_a_shard), start=1):
        records = _shard(parts, number, range(first, min(first + files_a_shard, count)))
        files.update((record.path, record) for record in records)
    return Manifest(files, number)


def one_changed(manifest: Manifest, parts: Path) -> Manifest:
    """The same documents but one, whose file now has another content."""
    old = next(iter(manifest.files.values()))
    (new,) = _shard(parts, manifest.last_shard + 1, range(len(manifest.files), len(manifest.files) + 1))
    return Manifest({**manifest.files, old.path: replace(new, path=old.path)}, manifest.last_shard + 1)


def _shard(parts: Path, number: int, documents: range) -> list[FileRecord]:
    """Writes a shard of made documents; its records."""
    patterns, kept, provinces = _model()
    ids = [f"{n:016x}" for n in documents]
    draft = parts / SHARDS / shard_name(number)
    draft.mkdir(parents=True)
    for name, pattern in patterns.items():
        table = _varied(name, pattern, ids, provinces)
        shard = pa.array([shard_name(number)] * table.num_rows, pa.string())
        pq.write_table(table.append_column(SHARD.name, shard), draft / f"{name}.parquet", compression="zstd")
    write_readings(draft, [type(kept)(doc, kept.size, kept.packed) for doc in ids])
    records = [FileRecord(f"/plans/{doc}.docx", "read", 1, 1, doc.ljust(64, "0"), draft.name, *_versions()) for doc in ids]
    write_records(draft, records)
    return records


@functools.cache
def _model() -> tuple[dict[str, pa.Table], Reading, list[str]]:
    """What made documents are made of: the rows of a real plan by table, it as read, and the provinces."""
    path = max(sorted(SAMPLES.glob("*.docx")), key=lambda path: path.stat().st_size)
    document = readers.read(path)
    patterns = {name: _pattern(name, rows) for name, rows in rows_of(extract(document)).items() if rows}
    return patterns, pack(document), [row["name"] for row in _provinces()]


def _versions() -> tuple[str, str, str]:
    return rows_version(), reading_version(), row_shape()


def _provinces() -> list[dict[str, str]]:
    import data  # noqa: PLC0415

    return [dict(row) for row in data.rows("provinces") if not row["valid_to"]]


def _pattern(name: str, rows: Sequence[Row]) -> pa.Table:
    spec = tables()[name]
    schema = pa.schema([(column.name, ARROW[column.type]) for column in spec.columns])
    kept = rows[:FACTS_A_DOCUMENT]
    return pa.Table.from_pylist([{k: v for k, v in row.items() if k in spec.names} for row in kept], schema=schema)


def _varied(name: str, pattern: pa.Table, docs: list[str], provinces: list[str]) -> pa.Table:
    """The rows of other documents: identities that end in their own."""
    rows, count = pattern.num_rows, len(docs)
    table = pattern.take(pa.array(list(range(rows)) * count))
    doc_of = pa.array([doc for doc in docs for _ in range(rows)])
    numbers = [int(doc, 16) for doc in docs for _ in range(rows)]
    for index, column in enumerate(table.schema.names):
        values = None
        if column == "doc_id":
            values = doc_of
        elif column.endswith("_id") and column not in {"legal_id", "unit_id", "indicator_id", "issuer_unit_id", "kind_id"}:
            values = pc.binary_join_element_wise(table[column], doc_of, "")
        elif name == "documents" and column in {"province", "province_now"}:
            values = pa.array([provinces[number % len(provinces)] for number in numbers])
        elif name == "documents" and column == "canonical":
            values = pa.array([f"{number}/KH-UBND" for number in numbers])
        elif name == "documents" and column == "legal_id":
            values = pa.array([f"{number}/KH-UBND@2024" for number in numbers])
        elif name == "citations" and column in {"legal_id", "canonical"}:  # half are among the laws, half of each plan's own
            own = [f"{n}-{number % 5000}/QĐ-UBND" if n % 2 else None for n, number in enumerate(numbers)]
            values = pc.coalesce(pa.array(own, pa.string()), table[column])
        if values is not None:
            table = table.set_column(index, column, values)
    return table


def folder(count: int, top: Path, rounds: int = 1) -> None:
    """Reads a mixed folder with one worker and with two, and again unchanged; compares with what is asked of it."""
    plans = top / "plans"
    formats = mixed(count, plans)
    size = sum(path.stat().st_size for path in plans.iterdir()) / 1e6
    told = ", ".join(f"{n} {kind}" for kind, n in sorted(formats.items()))
    print(f"folder: {count} files, {size:.0f} MB: {told}; load of the machine {os.getloadavg()[0]:.1f}", flush=True)
    seconds: dict[int, list[float]] = {1: [], 2: []}
    most = 0.0
    for jobs in [jobs for n in range(rounds) for jobs in ((1, 2) if n % 2 == 0 else (2, 1))]:
        store = top / f"{jobs}.duckdb"
        store.unlink(missing_ok=True)
        shutil.rmtree(top / f"{store.name}.parts", ignore_errors=True)
        took, peak = _read(count, plans, store, jobs)
        seconds[jobs].append(took)
        most = max(most, peak if jobs == 2 else 0.0)
    before = (top / "2.duckdb").stat().st_mtime_ns
    clock = time.perf_counter()
    _ingest(plans, top / "2.duckdb", 2)
    again = time.perf_counter() - clock
    untouched = (top / "2.duckdb").stat().st_mtime_ns == before
    print(f"  again, unchanged: {again:.1f} s, the store {'left as it was' if untouched else 'built again'}")
    gain = min(seconds[1]) / min(seconds[2])
    for what, asked, holds in (
        (f"two workers are {gain:.2f} times as fast as one", "1.8", gain >= GAIN),
        (f"two workers and all they start held {most:.0f} MB at most", "1500", most <= MOST_MEGABYTES),
        (f"a second run took {again:.1f} s", "15", again <= AGAIN_SECONDS and untouched),
    ):
        print(f"  {'yes' if holds else 'NO '}  {what} (asked: {asked})")
    print(f"  yes  every file is accounted for once, in {2 * rounds} stores")  # else an assertion has ended this


def _read(count: int, plans: Path, store: Path, jobs: int) -> tuple[float, float]:
    """Reads a folder into a new store; the seconds and the megabytes it took. Every file must be accounted for once."""
    with Peak() as peak:
        clock, before = time.perf_counter(), os.times()
        _ingest(plans, store, jobs)
        seconds, after = time.perf_counter() - clock, os.times()
    with reading(store) as connection:
        counted = connection.execute("SELECT count(*), count(DISTINCT source_path) FROM files").fetchone()
        states = connection.execute("SELECT state, count(*) FROM files GROUP BY ALL ORDER BY 2 DESC").fetchall()
    told = ", ".join(f"{state} {number}" for state, number in states)
    worked = sum(after[2:4]) - sum(before[2:4])
    print(
        f"  {jobs} worker(s): {seconds:.0f} s, {count / seconds:.1f} files/s, {peak.highest / 1e6:.0f} MB at most"
        f" ({peak.held}); files: {told}; processor: {worked:.1f} s",
        flush=True,
    )
    assert counted == (count, count), counted
    return seconds, peak.highest / 1e6


def _ingest(plans: Path, store: Path, jobs: int) -> None:
    """Runs the program as its user does, in a process of its own; files that cannot be read do not fail it."""
    order = [sys.executable, "-m", "pipeline", "ingest", str(plans), "--store", str(store), "--jobs", str(jobs)]
    ended = subprocess.run(order, capture_output=True, text=True, check=False)
    assert ended.returncode in {ExitCode.DONE, ExitCode.SOME_NOT_READ}, ended.stderr


def mixed(count: int, folder: Path) -> dict[str, int]:
    """Writes so many files: real ones in turn, each with words of its own where its format allows it."""
    folder.mkdir(parents=True)
    found = sorted(
        path for path in (*SAMPLES.iterdir(), *SHARED.glob("plans/*"), *SHARED.glob("seeds/*.txt")) if path.is_file()
    )
    found = [path for path in found if path.suffix in MIXED and ".scan" not in path.name and ".image" not in path.name]
    chance = random.Random(1)  # noqa: S311 files to measure with
    formats: dict[str, int] = {}
    for number, path in zip(range(count), _forever(found, chance), strict=False):
        content = path.read_bytes()
        mark = f"phương án {number}".encode()
        if path.suffix in {".md", ".txt"}:
            content += b"\n\n" + mark + b"\n"
        elif path.suffix == ".html":
            content += b"<!-- " + mark + b" -->"
        elif path.suffix == ".pdf":
            content += b"\n% " + mark + b"\n"  # behind the end: another file of the same pages
        else:
            content = _with_comment(content, mark)
        (folder / f"{number:06d}-{path.stem[:40]}{path.suffix}").write_bytes(content)
        formats[path.suffix] = formats.get(path.suffix, 0) + 1
    return formats


def _forever(found: list[Path], chance: random.Random) -> Iterator[Path]:
    while True:
        yield from chance.sample(found, len(found))


def _with_comment(content: bytes, mark: bytes) -> bytes:
    """A zip with a comment at its end; other containers get it as bytes that nobody reads."""
    at = content.rfind(b"PK\x05\x06") if content.startswith(b"PK") else -1
    if at < 0 or content[at + 20 : at + 22] != b"\0\0":
        return content + mark
    return content[: at + 20] + len(mark).to_bytes(2, "little") + mark


class Peak:
    """The most memory that all held at once that this process started, looked at four times a second.

    What processes share counts for each of them. held: who held it then, in megabytes.
    """

    def __init__(self) -> None:
        self.highest = 0
        self.held = ""
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        me = psutil.Process()
        while not self._over.wait(0.25):
            held: list[tuple[int, str]] = []
            for process in me.children(recursive=True):
                try:
                    held.append((process.memory_info().rss, process.name()))
                except psutil.NoSuchProcess:
                    continue
            if sum(size for size, _ in held) > self.highest:
                self.highest = sum(size for size, _ in held)
                self.held = ", ".join(f"{name} {size / 1e6:.0f}" for size, name in sorted(held, reverse=True))


def main() -> None:
    """The command line."""
    part, count, *more = sys.argv[1:]
    with tempfile.TemporaryDirectory(dir=more[0] if more else None) as made:
        if part == "load":
            load(int(count), Path(made), int(more[1]) if len(more) > 1 else FILES_A_BATCH)
        else:
            folder(int(count), Path(made), int(more[1]) if len(more) > 1 else 1)


if __name__ == "__main__":
    main()
