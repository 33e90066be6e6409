"""A batch of files becomes a shard: a folder of Parquet files, one a table, and the records of the files.

read_batch is the unit of work: a pure function of its picklable batch, run in this process, in a worker, or elsewhere.
A shard is written under a temporary name and renamed when whole. Workers never open the store.
"""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
import tempfile
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from data.document import Document, Problem
from data.facts import Fact
from extractors import Extraction, extract
from extractors.scope import issuer_unit_id
from pipeline import exchange, ingest, remote
from pipeline.errors import PlanError, UnreadableFile
from pipeline.ingest import containers
from pipeline.ingest.scan_settings import OcrMode, ScanSettings, scanning
from pipeline.kept import FILE as KEPT
from pipeline.kept import Reading, fetch, pack, unpack
from pipeline.kept import write as write_readings
from pipeline.manifest import SHARDS, FileRecord, FileState, reading_version, row_shape, rows_version, write_records
from pipeline.tables import ChildSpec, Column, TableSpec, document_table, fact_tables, tables

Value: TypeAlias = str | int | float | bool | date | list[str] | None
Row: TypeAlias = Mapping[str, Value]
Rows: TypeAlias = dict[str, list[Row]]  # by table

ARROW: Mapping[str, Any] = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us"),
    "VARCHAR[]": pa.list_(pa.string()),
}
SHARD = Column("shard", "VARCHAR", False, "the shard that holds the row")
READINGS = "readings"  # the folder beside the shards where readings of pictures are kept
SPURIOUS = "Chạy lại; nếu vẫn vậy, báo lỗi này cho người phát triển kehoach kèm tệp."


@dataclass(frozen=True, slots=True)
class Job:
    """A file to be read, as it was when it was found."""

    path: str
    size: int
    mtime_ns: int
    sha256: str
    kept_in: str = ""  # the shard that keeps it as read; empty: the file itself is to be read
    ocr: OcrMode = "accurate"  # how pages that are pictures are read


@dataclass(frozen=True, slots=True)
class Batch:
    """Files to be read into one shard."""

    jobs: tuple[Job, ...]
    shard: str
    parts: str  # the folder beside the store
    exchange: str = ""  # the address where the shard goes instead; the folder is then of the worker's own


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What became of a batch; traces are of errors that nobody foresaw."""

    records: tuple[FileRecord, ...]
    traces: tuple[str, ...] = ()
    attempt: str = ""  # the name of the shard at its exchange


def make_ready() -> None:
    """Loads what the first file would else wait for on its clock: readers, finders, versions, what Arrow needs."""
    ingest.readers()
    rows_of(extract(Document("", "0" * 64, "text", "", ())))
    for version in (rows_version, reading_version, row_shape):
        version()
    pa.array([])


def read_batch(batch: Batch, before: Callable[[Job], None] = lambda _job: None) -> BatchReport:
    """Reads the files of a batch and writes their shard; an error costs its file only. before: called for each file."""
    rows: Rows = defaultdict(list)
    records, traces, readings = [], [], list[Reading]()
    with _parts_of(batch) as parts, remote.fetched(job.path for job in batch.jobs if not job.kept_in) as here:
        scans = None if batch.exchange else parts / READINGS
        with ingest.prepared([place for place in here.values() if isinstance(place, Path)]):
            for job in batch.jobs:
                before(job)
                with scanning(ScanSettings(job.ocr, scans)):
                    record, trace = read_file(job, rows, parts, readings, here.get(job.path))
                records.append(dataclasses.replace(record, shard=batch.shard))
                traces += [trace] if trace else []
        write_shard(parts, batch.shard, rows, records, readings)
        attempt = exchange.send(batch.exchange, parts / SHARDS / batch.shard, batch.shard) if batch.exchange else ""
    return BatchReport(tuple(records), tuple(traces), attempt)


@contextmanager
def _parts_of(batch: Batch) -> Iterator[Path]:
    """The folder for the shards of a batch: beside the store, or with an exchange one of its own, with what was kept."""
    if not batch.exchange:
        yield Path(batch.parts)
        return
    with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
        for shard in {job.kept_in for job in batch.jobs} - {""}:
            exchange.bring_file(batch.exchange, shard, KEPT, Path(folder))
        yield Path(folder)


def read_file(
    job: Job, rows: Rows, parts: Path, readings: list[Reading], here: Path | UnreadableFile | None = None
) -> tuple[FileRecord, str]:
    """Adds the rows of a file and its document as read; its record, and the trace of an unforeseen error.

    here: where the file lies on this machine, or why it could not be fetched; None: to be found where it is needed.
    """
    version = reading_version()
    try:
        document, reading = _document(job, here, parts)
        version = ""  # what now goes wrong is not the reader's fault
        extraction = extract(document)
        made = rows_of(extraction)
    except PlanError as error:
        return lost(job, Problem(error.problem, error.advice), rows, version), ""
    except MemoryError:  # the worker has no room for the others either: they are read again without this one
        raise
    except Exception as error:  # noqa: BLE001 one bad file must not stop the run; it is shown with its type and logged
        trace = "".join(traceback.format_exception(error, limit=-8))
        problem = f"Lỗi không lường trước khi đọc tệp: {type(error).__name__}: {str(error)[:200]}."
        return lost(job, Problem(problem, SPURIOUS), rows), f"{job.path}\n{trace}"
    for table, new in made.items():
        rows[table] += new
    readings.append(reading)
    state: FileState = "read" if document.text.strip() else "empty"
    return _record(job, state, document.file_sha256, reading_version(), document.pictures), ""


def _document(job: Job, here: Path | UnreadableFile | None, parts: Path) -> tuple[Document, Reading]:
    """The document of a file: as it was kept, else read from the file."""
    kept = fetch(parts / SHARDS / job.kept_in, job.sha256[:16]) if job.kept_in else None
    if kept is not None:
        return unpack(kept, job.path), kept
    if here is None:
        with remote.located(job.path) as place:
            return _document(job, place, parts)
    if isinstance(here, UnreadableFile):
        raise here
    document = ingest.read_as(here, job.path) if remote.is_address(job.path) else ingest.read(here)
    if _has_changed(job, document):
        raise UnreadableFile(
            f"Tệp {job.path} thay đổi trong khi đang được đọc.", "Chờ chương trình ghi xong tệp rồi chạy lại."
        )
    return document, pack(document)


def _has_changed(job: Job, document: Document) -> bool:
    """Whether a file is another than the one that was found; a copy of one at an address cannot change while it is read."""
    if remote.is_address(job.path):
        return document.file_sha256 != job.sha256
    return containers.status(Path(job.path)) != (job.size, job.mtime_ns)


def lost(job: Job, problem: Problem, rows: Rows, reading: str = "") -> FileRecord:
    """The record of a file that gave no document; adds its problem. reading: the version, if that is what refused it."""
    rows["ingest_problems"].append(_problem_row(job.path, job.sha256[:16], problem))
    return _record(job, "unreadable", job.sha256, reading)


def rows_of(extraction: Extraction) -> Rows:
    """The rows that a document gives, by table."""
    document = extraction.document
    rows: Rows = defaultdict(list)
    rows["documents"].append(_document_row(extraction))
    _add_children(rows, document_table().children, extraction.header, {"doc_id": document.doc_id}, document)
    rows["pages"] += (
        {
            "doc_id": document.doc_id,
            "page": page.number,
            "width": page.width,
            "height": page.height,
            "char_start": page.start,
            "char_end": page.end,
            "text_source": page.text_source,
            "confidence": page.confidence,
        }
        for page in document.pages
    )
    rows["scan_words"] += _scan_words(document)
    misquoted = _add_facts(rows, document, extraction.facts)
    problems = (*document.problems, *_own_problems(document, misquoted))
    rows["ingest_problems"] += (_problem_row(document.source_path, document.doc_id, problem) for problem in problems)
    return rows


def write_shard(
    parts: Path,
    name: str,
    rows: Mapping[str, list[Row]],
    records: Iterable[FileRecord],
    readings: Sequence[Reading] = (),
) -> None:
    """Writes the rows and records as a shard, whole or not at all; readings: the documents as read."""
    (parts / SHARDS).mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f"draft-{name}-", dir=parts / SHARDS))  # of this worker alone
    for table, table_rows in rows.items():
        if table_rows:
            pq.write_table(_arrow(tables()[table], table_rows, name), draft / f"{table}.parquet", compression="zstd")
    write_readings(draft, readings)
    write_records(draft, records)
    try:
        draft.replace(parts / SHARDS / name)
    except OSError:
        if not (parts / SHARDS / name).exists():
            raise
        shutil.rmtree(draft)  # another worker, thought lost, was first: it wrote the same


def fact_id(doc_id: str, table: str, start: int, end: int, nth: int = 0) -> str:
    """The identity of a fact: the same over runs as long as its words stand where they stood."""
    key = f"{doc_id}\0{table}\0{start}\0{end}" + (f"\0{nth}" if nth else "")
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def _record(job: Job, state: FileState, sha256: str, reading: str, pictures: str = "") -> FileRecord:
    version, shape = rows_version(), row_shape()
    return FileRecord(job.path, state, job.size, job.mtime_ns, sha256, None, version, reading, shape, pictures=pictures)


def _document_row(extraction: Extraction) -> Row:
    document = extraction.document
    scanned = [page.confidence for page in document.pages if page.text_source != "text"]
    return {
        **_plain(document_table(), extraction.header),
        "doc_id": document.doc_id,
        "source_path": document.source_path,
        "file_sha256": document.file_sha256,
        "file_format": document.file_format,
        "text_source": document.text_source,
        "page_count": len(document.pages) or None,
        "issuer_unit_id": issuer_unit_id(extraction.header),
        "ocr_confidence": sum(scanned) / len(scanned) if scanned else None,
        "n_blocks": len(document.blocks),
        "has_text": bool(document.text.strip()),
        "text": document.text,
    }


def _add_facts(rows: Rows, document: Document, facts: Iterable[Fact]) -> Counter[str]:
    """Adds facts, their child rows and boxes; counts by table those whose words do not stand where they say."""
    seen: Counter[tuple[str, int, int]] = Counter()
    misquoted: Counter[str] = Counter()
    for fact in facts:
        spec = fact_tables()[type(fact)]
        start, end = fact.char_start, fact.char_end
        if document.text[start:end] != fact.raw or not fact.raw:
            misquoted[spec.name] += 1
            continue
        identity = fact_id(document.doc_id, spec.name, start, end, seen[spec.name, start, end])
        seen[spec.name, start, end] += 1
        keys: dict[str, Value] = {str(spec.id_column): identity, "doc_id": document.doc_id}
        rows[spec.name].append({**_plain(spec, fact), **keys, "page": document.page_at(start)})
        rows["evidence"] += _evidence(document, identity, start, end)
        _add_children(rows, spec.children, fact, keys, document)
    return misquoted


def _add_children(rows: Rows, children: Iterable[ChildSpec], parent: object, keys: Row, document: Document) -> None:
    for child in children:
        for position, item in enumerate(getattr(parent, child.field), start=1):
            row: dict[str, Value] = {**_plain(child.table, item), **keys, "position": position}
            if child.spanned:
                start, end = item.char_start, item.char_end
                own_id = fact_id(document.doc_id, child.table.name, start, end, position)
                row |= {str(child.table.id_column): own_id, "page": document.page_at(start)}
                rows["evidence"] += _evidence(document, own_id, start, end)
            rows[child.table.name].append(row)


def _plain(spec: TableSpec, item: object) -> dict[str, Value]:
    """The columns that an instance of the table's dataclass fills."""
    values = {name: getattr(item, name) for name in spec.names if hasattr(item, name)}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _evidence(document: Document, identity: str, start: int, end: int) -> Iterator[Row]:
    for box in document.boxes(start, end):
        yield {"fact_id": identity, "doc_id": document.doc_id, **box._asdict()}


def _scan_words(document: Document) -> Iterator[Row]:
    """The words of pictures that were repaired or are unsure."""
    for place, note in zip(document.words.noted, document.words.notes, strict=True):
        word = document.words[place]
        yield {
            "doc_id": document.doc_id,
            "char_start": word.start,
            "char_end": word.end,
            "text": document.text[word.start : word.end],
            "raw": note.raw,
            "readings": list(note.readings),
            "repair": note.repair,
            "doubt": note.doubt,
            "confidence": word.confidence,
            **word.box._asdict(),
        }


def _own_problems(document: Document, misquoted: Counter[str]) -> Iterator[Problem]:
    """What the run itself has to say of a document."""
    if not document.text.strip():
        yield Problem(
            "Không tìm thấy chữ nào trong tệp.",
            "Nếu là bản chụp, cần nhận dạng chữ (OCR); nếu không, xin lại bản gốc của văn bản.",
        )
    for table, count in misquoted.items():
        yield Problem(f"{count} mục của bảng {table} không khớp nguyên văn nên không được ghi vào kho.", SPURIOUS)


def _problem_row(path: str, doc_id: str, problem: Problem) -> Row:
    return {
        "source_path": path,
        "doc_id": doc_id,
        "page": problem.page,
        "kind": problem.kind,
        "problem": problem.problem,
        "advice": problem.advice,
    }


def _arrow(spec: TableSpec, rows: list[Row], shard: str) -> Any:
    schema = pa.schema([(column.name, ARROW[column.type]) for column in (*spec.columns, SHARD)])
    columns = [[_storable(row.get(column.name)) for row in rows] for column in spec.columns]
    return pa.Table.from_arrays(
        [
            *(pa.array(values, field.type) for values, field in zip(columns, schema, strict=False)),
            pa.array([shard] * len(rows), pa.string()),
        ],
        schema=schema,
    )


def _storable(value: Value) -> Value:
    """Names of files and texts that are no valid Unicode are shown with escapes."""
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "backslashreplace").decode()
    return value
