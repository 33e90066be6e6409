"""Batches of files, read in this process or in worker processes that may die without harm."""

from __future__ import annotations

import ctypes
import faulthandler
import gc
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, wait
from concurrent.futures import TimeoutError as TimeLimit
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, TextIO, TypeAlias

from data.document import Problem
from pipeline.limits import MEGABYTE, Limits
from pipeline.shards import Batch, BatchReport, Job, Rows, lost, make_ready, read_batch, write_shard

FILES_A_BATCH = 16
BYTES_A_BATCH = 4 << 20  # a killed run loses at most a batch a worker: large files go alone
WORKERS_PAY = 16  # files; below that starting processes takes longer than reading
BATCHES_AHEAD = 3  # a worker
BATCHES_A_WORKER = 50  # then a fresh one takes its place: what libraries never give back does not add up
GRACE = 30.0  # seconds; after it a worker that did not stop by itself is stopped from here
OUT_OF_MEMORY = 71  # with which a worker ends that got no more memory
DATA_SHARE = 1.5  # of the memory limit: what the system lets a worker reserve before it takes too much

Cause: TypeAlias = Literal["time", "memory", "death"]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a batch gave no report."""

    cause: Cause
    told: str = ""  # of a death: what is known of it


Outcome: TypeAlias = tuple[Batch, BatchReport | Failure]


def default_jobs(files: int) -> int:
    """One process for a handful of files, else one a processor."""
    return 1 if files < WORKERS_PAY else os.cpu_count() or 1


def batches(jobs: Iterable[Job], parts: Path, first_shard: int, exchange: str = "") -> Iterator[Batch]:
    """The files in batches of bounded number and size, each with the name of its shard."""
    shard, waiting, size = first_shard, list[Job](), 0
    for job in jobs:
        if waiting and (len(waiting) == FILES_A_BATCH or size + job.size > BYTES_A_BATCH):
            yield Batch(tuple(waiting), shard_name(shard), str(parts), exchange)
            shard, waiting, size = shard + 1, [], 0
        waiting.append(job)
        size += job.size
    if waiting:
        yield Batch(tuple(waiting), shard_name(shard), str(parts), exchange)


def shard_name(number: int) -> str:
    """Names in the order of their making."""
    return f"{number:010d}"


def read_here(work: Iterable[Batch]) -> Iterator[BatchReport]:
    """Reads the batches in this process."""
    return map(read_batch, work)


def read_in_workers(work: Iterable[Batch], next_shard: int, limits: Limits, log: Path) -> Iterator[BatchReport]:
    """Reads the batches in worker processes, as they come to an end.

    A batch whose worker died or took too much is read again file by file, in shards from next_shard on; a file that
    fails alone is recorded as not read. log: where a worker that takes too long writes what it was at.
    """
    from pipeline.watch import Watch  # noqa: PLC0415 only runs with workers pay for it

    with Watch(limits.memory) as watch, _pool(limits, log) as pool:
        yield from in_two_rounds(lambda batches: _results(pool, batches, limits, watch), work, next_shard, limits)


def in_two_rounds(
    read: Callable[[Iterable[Batch]], Iterator[Outcome]], work: Iterable[Batch], next_shard: int, limits: Limits
) -> Iterator[BatchReport]:
    """The reports of batches; what gave none is read again file by file, and a file that gives none alone is given up."""
    failed: list[Batch] = []
    for batch, report in read(work):
        if isinstance(report, BatchReport):
            yield report
        else:
            failed.append(batch)
    singles = [(batch, job) for batch in failed for job in batch.jobs]
    alone = (replace(batch, jobs=(job,), shard=shard_name(next_shard + n)) for n, (batch, job) in enumerate(singles))
    for batch, report in read(alone):
        yield report if isinstance(report, BatchReport) else give_up(batch, report, limits)


def read_guarded(batch: Batch, limits: Limits) -> BatchReport:
    """Reads a batch; each file's own clock ends this process, whatever library it hangs in.

    A file alone has the clock of who gave it out, which tells a hanging file from a dying one. A process without memory
    left ends: what it still holds would be charged to the next file.
    """
    try:
        if len(batch.jobs) == 1:
            return read_batch(batch)
        return read_batch(batch, lambda job: _wind(limits.seconds_of(job.path, job.size)))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    finally:
        faulthandler.cancel_dump_traceback_later()
        give_back()


def give_up(batch: Batch, failure: Failure, limits: Limits) -> BatchReport:
    """The shard of a file that kills its reader."""
    (job,) = batch.jobs
    rows: Rows = {"ingest_problems": []}
    record = replace(lost(job, _problem(job, failure, limits), rows), shard=batch.shard)
    write_shard(Path(batch.parts), batch.shard, rows, [record])
    return BatchReport((record,))


@contextmanager
def _pool(limits: Limits, log: Path) -> Iterator[Any]:
    """A pool whose workers stop at once when the run is broken off."""
    from pebble import ProcessPool  # noqa: PLC0415

    pool: Any = ProcessPool(
        max_workers=limits.jobs,
        max_tasks=BATCHES_A_WORKER,
        initializer=warm_up,
        initargs=(limits.memory, str(log)),
        context=multiprocessing.get_context("spawn"),
    )
    try:
        yield pool
        pool.close()
    except BaseException:
        pool.stop()
        raise
    finally:
        pool.join()


_LOG: list[TextIO] = []  # kept open as long as the worker lives: its clock writes there when nothing else can


def collect_seldom() -> None:
    """Lets a process that reads plans look for rubbish less often: what it makes lives as long as the document."""
    gc.set_threshold(50_000, 20, 20)


def give_back() -> None:
    """Gives the system what this process freed: the C library would keep what the readers of pictures leave behind.

    A worker that then waits for another program holds a fifth less. Libraries other than glibc need no telling.
    """
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def warm_up(memory: int, log: str) -> None:
    """Bounds the memory of a worker and loads readers and finders before the clock of the first file starts."""
    try:
        import resource  # noqa: PLC0415 not on Windows: there the watch alone guards the memory
    except ImportError:
        pass
    else:
        most = resource.getrlimit(resource.RLIMIT_DATA)[1]
        wanted = int(memory * DATA_SHARE)
        resource.setrlimit(resource.RLIMIT_DATA, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))
    _LOG.append(Path(log).open("a", encoding="utf-8", errors="backslashreplace"))  # noqa: SIM115 open until the end
    make_ready()
    collect_seldom()


def _wind(seconds: float) -> None:
    """Sets the clock of the file now begun; it rings in C, so that a library that never returns cannot hold it up."""
    if _LOG:
        faulthandler.dump_traceback_later(seconds, exit=True, file=_LOG[0])
    else:
        faulthandler.dump_traceback_later(seconds, exit=True)


def _results(pool: Any, work: Iterable[Batch], limits: Limits, watch: Any) -> Iterator[tuple[Batch, BatchReport | Failure]]:
    """Each batch with its report or what stopped it, as they end; few wait at a time, so memory stays flat."""
    running: dict[Any, Batch] = {}
    for batch in work:
        running[pool.schedule(read_guarded, args=(batch, limits), timeout=_seconds(batch, limits))] = batch
        if len(running) >= limits.jobs * BATCHES_AHEAD:
            yield from _ended(running, watch)
    while running:
        yield from _ended(running, watch)


def _seconds(batch: Batch, limits: Limits) -> float:
    """When a batch is stopped from here: a file alone at its limit, a batch when its own clock should have rung."""
    grace = GRACE if len(batch.jobs) > 1 else 0.0
    return sum(limits.seconds_of(job.path, job.size) for job in batch.jobs) + grace


def _ended(running: dict[Any, Batch], watch: Any) -> Iterator[tuple[Batch, BatchReport | Failure]]:
    done, _ = wait(running, return_when=FIRST_COMPLETED)
    for future in done:
        yield running.pop(future), _result(future, watch)


def _result(future: Any, watch: Any) -> BatchReport | Failure:
    from pebble import ProcessExpired  # noqa: PLC0415

    try:
        report: BatchReport = future.result()
    except TimeLimit:
        return Failure("time")
    except ProcessExpired as error:
        if error.pid in watch.ended or error.exitcode == OUT_OF_MEMORY:
            return Failure("memory")
        most = watch.highest.get(error.pid, 0) // MEGABYTE
        return Failure("death", f"mã thoát {error.exitcode}, bộ nhớ cao nhất {most} MB")
    return report


def _problem(job: Job, failure: Failure, limits: Limits) -> Problem:
    if failure.cause == "time":
        return Problem(
            f"Đọc tệp quá {limits.seconds_of(job.path, job.size):.0f} giây nên bị dừng (đã thử hai lần).",
            "Tách tệp thành phần nhỏ hơn, hoặc tăng --limit-time rồi chạy lại với --retry.",
        )
    if failure.cause == "memory":
        return Problem(
            f"Đọc tệp cần hơn {limits.memory // MEGABYTE} MB bộ nhớ nên bị dừng (đã thử hai lần).",
            "Tách tệp thành phần nhỏ hơn, hoặc tăng --limit-memory rồi chạy lại với --retry.",
        )
    return Problem(
        f"Tiến trình đọc tệp bị chết giữa chừng ({failure.told}; đã thử hai lần).",
        "Có thể tệp hỏng hoặc máy thiếu bộ nhớ: mở thử tệp, rồi chạy lại với --retry.",
    )
