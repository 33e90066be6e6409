"""A run: files found, read into shards, loaded into the store. Killed at any moment it goes on where it stood."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import corrections, own_documents, remote
from pipeline.cluster import Machines, check, read_on_cluster
from pipeline.errors import NothingToRead, StoreError, refusal
from pipeline.exchange import copy_store, join, lend, sweep
from pipeline.ingest.scan_settings import OcrMode
from pipeline.limits import Limits, default_memory, is_harmless
from pipeline.manifest import SHARDS, FileRecord, Manifest, finished_shards, load
from pipeline.progress import Pace, Progress
from pipeline.shards import Batch, BatchReport, Job
from pipeline.sources import Plan, find_files, plan
from pipeline.workers import batches, default_jobs, read_here, read_in_workers

LOG = "errors.log"
HOLDER = "holder.txt"  # who holds the lock, for the message
READING = "reading"  # there while files are read in this very process: found at start, that process died


@dataclass(frozen=True, slots=True)
class RunReport:
    """What a run did, in files."""

    found: int
    read: int  # files opened and read
    found_anew: int  # files whose facts were found again in what was kept of them
    unchanged: int
    copies: int
    unread: tuple[FileRecord, ...]
    skipped: int
    renamed: tuple[tuple[str, str], ...]
    removed: tuple[str, ...]
    gone: int
    published: bool
    log: Path | None  # where traces of unforeseen errors are

    @property
    def all_read(self) -> bool:
        """Whether every file of a readable format gave a document with text."""
        return not self.unread


def ingest(
    paths: Sequence[Path | str],
    store: Path,
    *,
    jobs: int | None = None,
    prune: bool = False,
    retry: bool = False,
    ocr: OcrMode = "accurate",
    seconds: float | None = None,
    memory: int | None = None,
    cluster: str | None = None,
    shards: str | None = None,
    copy_to: str | None = None,
    progress: Progress = lambda _step: None,
) -> RunReport:
    """Brings a store up to date with the files under the paths, which may be addresses (s3://…).

    jobs: worker processes; None = one a processor for many files. prune: drop documents whose files are gone.
    retry: read files again that could not be read. ocr: how pages that are pictures are read. seconds, memory (bytes):
    what a file may take; None = by format, size and machine. cluster: the address of a Dask scheduler whose workers
    read instead, on a shared folder. shards: an address where these lay what they read, instead of the folder. copy_to: an
    address where a copy of a new store is put. Raises NothingToRead, StoreError, ClusterError, RemoteError; a bad file
    raises nothing.
    """
    if shards and not cluster:
        raise remote.RemoteError("--shards chỉ dùng cùng --cluster.", "Thêm --cluster, hoặc bỏ --shards.")
    store = store.resolve()
    from pipeline.store import beside, check_is_store  # noqa: PLC0415 keeps the import of this module light

    if store.exists():
        check_is_store(store)  # before anything is laid beside it
    found = [file for file in find_files(paths) if file.path not in {str(store), str(beside(store))}]
    parts = parts_of(store)
    if not found and not parts.exists():
        raise _nothing(0)
    with locked(store, parts):
        here = [remote.local(path) for path in paths if not remote.is_address(path)]
        corrections.FILES.remember(parts, corrections.FILES.beside(here))
        own_documents.FILES.remember(parts, own_documents.FILES.beside(here))
        manifest = load(parts)
        if shards and join(shards, store, parts, manifest.last_shard):
            manifest = load(parts)
        _check_belongs(store, manifest)
        work = plan(paths, found, manifest, prune=prune, retry=retry, ocr=ocr)
        if not manifest.files and not work.jobs and all(file.state == "skipped" for file in work.files.values()):
            raise _nothing(len(work.files))
        limits = _limits(work, jobs, seconds, memory)
        machines = Machines(cluster, shards or "", tuple(map(str, paths))) if cluster else None
        reports = list(_read(work, parts, manifest, limits, machines=machines, progress=progress))
        now = _after(work, reports, parts)
        now.save(parts)
        published = _publish_if_needed(store, parts, now)
        _sweep(parts, now, shards)
        if copy_to and (published or not remote.exists(copy_to)):
            copy_store(store, copy_to)
    return _report(work, now, reports, published, parts)


def parts_of(store: Path) -> Path:
    """The folder beside a store that holds its shards."""
    if not store.parent.is_dir():
        raise StoreError(f"Không có thư mục {store.parent}.", "Tạo thư mục trước, hoặc chọn nơi khác cho --store.")
    return store.with_name(store.name + ".parts")


def _nothing(skipped: int) -> NothingToRead:
    met = f"Có {skipped} tệp nhưng không tệp nào có đuôi đọc được" if skipped else "Không có tệp nào"
    return NothingToRead(f"{met} trong các đường dẫn đã cho.", "Xem các định dạng đọc được: kehoach formats.")


@contextmanager
def locked(store: Path, parts: Path) -> Iterator[None]:
    """One run a store at a time; what a killed run left half done is cleared away."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 only runs pay for it

    try:
        (parts / SHARDS).mkdir(parents=True, exist_ok=True)
        with FileLock(parts / "lock", timeout=0):
            (parts / HOLDER).write_text(f"tiến trình {os.getpid()} trên máy {platform.node()}", encoding="utf-8")
            for draft in (*(parts / SHARDS).glob("draft-*"), *parts.glob("update-*")):
                shutil.rmtree(draft)
            yield
    except Timeout as error:
        holder = (parts / HOLDER).read_text(encoding="utf-8") if (parts / HOLDER).exists() else "chưa rõ"
        raise StoreError(
            f"Một lần nạp khác ({holder}) đang ghi vào kho {store}.", "Đợi lần nạp đó xong rồi chạy lại."
        ) from error
    except PermissionError as error:
        raise StoreError(f"Không ghi được vào {parts}: {refusal(error)}.", "Kiểm tra quyền ghi của thư mục.") from error
    except OSError as error:  # files that cannot be read raise none: this is about the place that is written to
        raise StoreError(
            f"Không ghi được vào {parts}: {refusal(error)}.",
            "Dành thêm chỗ trên đĩa hoặc chọn nơi khác cho --store rồi chạy lại; những gì đã đọc được giữ lại.",
        ) from error


def _check_belongs(store: Path, manifest: Manifest) -> None:
    """Raises StoreError where a run would overwrite a file that it cannot make again."""
    from pipeline.store import is_current  # noqa: PLC0415 keeps the import of this module light

    if store.exists():
        is_current(store, manifest)
        if not manifest.files:
            raise StoreError(
                f"Kho {store} không còn thư mục {store.name}.parts, nên không thể thêm vào mà không mất văn bản cũ.",
                "Đưa thư mục đó về cạnh kho, hoặc nạp lại tất cả vào một tệp mới.",
            )


def _limits(work: Plan, jobs: int | None, seconds: float | None, memory: int | None) -> Limits:
    count = jobs or default_jobs(len(work.jobs))
    return Limits(count, seconds, memory or default_memory(count))


def _read(
    work: Plan, parts: Path, manifest: Manifest, limits: Limits, *, machines: Machines | None, progress: Progress
) -> Iterator[BatchReport]:
    """Reads the files of a plan into shards; gives each batch's report as it ends."""
    if not work.jobs:
        return
    marker = parts / READING
    died = marker.exists()
    first = max(manifest.last_shard, *(int(shard) for shard in finished_shards(parts)), 0) + 1
    if machines is not None:
        check(machines, parts)
        if machines.exchange:
            lend(machines.exchange, parts, {job.kept_in for job in work.jobs if job.kept_in})
        planned = list(batches(work.jobs, parts, first, machines.exchange))
        reports = read_on_cluster(_largest_first(planned), first + len(planned), limits, machines)
    elif limits.jobs == 1 and not died and all(job.kept_in or is_harmless(job.path, job.size) for job in work.jobs):
        marker.touch()
        reports = read_here(batches(work.jobs, parts, first))
    else:  # a file that killed the last run costs a worker now, not this run
        planned = list(batches(work.jobs, parts, first))
        reports = read_in_workers(_largest_first(planned), first + len(planned), limits, parts / LOG)
    pace = Pace.of(work.jobs)
    for report in reports:
        _log(parts, report)
        progress(pace.after(report))
        yield report
    marker.unlink(missing_ok=True)


def _largest_first(planned: Sequence[Batch]) -> list[Batch]:
    """The batches in another order, so that no large one is left alone at the end."""
    return sorted(planned, key=lambda batch: -sum(job.size for job in batch.jobs))


def _after(work: Plan, reports: Sequence[BatchReport], parts: Path) -> Manifest:
    """The manifest after a run."""
    files = dict(work.files)
    read = {record.path: replace(record, gone=record.path in work.gone) for report in reports for record in report.records}
    files.update(read)
    for job, path in work.copies:
        files[job.path] = _copy(read[path], job)
    last = max((int(shard) for shard in finished_shards(parts)), default=0)
    return Manifest(files, last)


def _copy(record: FileRecord, job: Job) -> FileRecord:
    return replace(record, path=job.path, size=job.size, mtime_ns=job.mtime_ns)


def _publish_if_needed(store: Path, parts: Path, manifest: Manifest) -> bool:
    from pipeline.store import is_current, publish  # noqa: PLC0415

    if is_current(store, manifest):
        return False
    publish(store, parts, manifest)
    return True


def _sweep(parts: Path, manifest: Manifest, shards: str | None) -> None:
    """Removes shards whose every file has been read anew or taken out, here and at their address."""
    used = {record.shard for record in manifest.files.values()}
    for shard in finished_shards(parts):
        if shard not in used:
            shutil.rmtree(parts / SHARDS / shard)
    if shards:
        sweep(shards, used)


def _log(parts: Path, report: BatchReport) -> None:
    if report.traces:
        with (parts / LOG).open("a", encoding="utf-8", errors="backslashreplace") as log:
            log.writelines(f"{trace}\n" for trace in report.traces)


def _report(work: Plan, now: Manifest, reports: Sequence[BatchReport], published: bool, parts: Path) -> RunReport:
    met = [now.files[path] for path in work.here]
    return RunReport(
        found=len(met),
        read=sum(not job.kept_in for job in work.jobs),
        found_anew=sum(bool(job.kept_in) for job in work.jobs),
        unchanged=work.unchanged,
        copies=len(work.copies),
        unread=tuple(record for record in met if record.state in {"unreadable", "locked", "empty"}),
        skipped=sum(record.state == "skipped" for record in met),
        renamed=tuple(work.renamed),
        removed=tuple(work.removed),
        gone=sum(record.gone for record in now.files.values()),
        published=published,
        log=parts / LOG if any(report.traces for report in reports) else None,
    )
