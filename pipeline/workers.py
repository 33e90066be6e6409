"""Batches of files, read in this process or in worker processes that may die without harm."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import TimeoutError as TimeLimit
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from data.document import Problem
from extractors import finders
from pipeline import ingest
from pipeline.shards import Batch, BatchReport, Job, Rows, lost, read_batch, write_shard

FILES_A_BATCH = 16
BYTES_A_BATCH = 4 << 20  # a killed run loses at most a batch a worker: large files go alone
WORKERS_PAY = 16  # files; below that starting processes takes longer than reading
MINUTES_A_FILE = 15  # a scan of a hundred pages takes five
BATCHES_AHEAD = 3  # a worker


@dataclass(frozen=True, slots=True)
class Limits:
    """How many processes read, and how many seconds a file may take."""

    jobs: int
    seconds_a_file: float = 60.0 * MINUTES_A_FILE


def default_jobs(files: int) -> int:
    """One process for a handful of files, else one a processor."""
    return 1 if files < WORKERS_PAY else os.cpu_count() or 1


def batches(jobs: Iterable[Job], parts: Path, first_shard: int) -> Iterator[Batch]:
    """The files in batches of bounded number and size, each with the name of its shard."""
    shard, waiting, size = first_shard, list[Job](), 0
    for job in jobs:
        if waiting and (len(waiting) == FILES_A_BATCH or size + job.size > BYTES_A_BATCH):
            yield Batch(tuple(waiting), shard_name(shard), str(parts))
            shard, waiting, size = shard + 1, [], 0
        waiting.append(job)
        size += job.size
    if waiting:
        yield Batch(tuple(waiting), shard_name(shard), str(parts))


def shard_name(number: int) -> str:
    """Names in the order of their making."""
    return f"{number:010d}"


def read_here(work: Iterable[Batch]) -> Iterator[BatchReport]:
    """Reads the batches in this process."""
    return map(read_batch, work)


def read_in_workers(work: Iterable[Batch], next_shard: int, limits: Limits) -> Iterator[BatchReport]:
    """Reads the batches in worker processes, as they come to an end.

    A batch whose worker died or took too long is read again file by file in shards from next_shard on; a file that
    fails alone is recorded as not read.
    """
    failed: list[Batch] = []
    with _pool(limits.jobs) as pool:
        for batch, report in _results(pool, work, limits):
            if isinstance(report, BatchReport):
                yield report
            else:
                failed.append(batch)
        singles = [(job, batch.parts) for batch in failed for job in batch.jobs]
        alone = (Batch((job,), shard_name(next_shard + n), parts) for n, (job, parts) in enumerate(singles))
        for batch, report in _results(pool, alone, limits):
            yield report if isinstance(report, BatchReport) else _give_up(batch, report, limits)


@contextmanager
def _pool(jobs: int) -> Iterator[Any]:
    """A pool whose workers stop at once when the run is broken off."""
    from pebble import ProcessPool  # noqa: PLC0415 only runs with workers pay for it

    context = multiprocessing.get_context("spawn")
    pool: Any = ProcessPool(max_workers=jobs, initializer=_warm_up, context=context)
    try:
        yield pool
        pool.close()
    except BaseException:
        pool.stop()
        raise
    finally:
        pool.join()


def _warm_up() -> None:
    """Loads readers and finders before the clock of the first file starts."""
    ingest.readers()
    finders()


def _results(pool: Any, work: Iterable[Batch], limits: Limits) -> Iterator[tuple[Batch, BatchReport | Exception]]:
    """Each batch with its report or what stopped it, in the order given; few wait at a time, so memory stays flat."""
    running: deque[tuple[Batch, Any]] = deque()
    for batch in work:
        seconds = limits.seconds_a_file * len(batch.jobs)
        running.append((batch, pool.schedule(read_batch, args=(batch,), timeout=seconds)))
        if len(running) >= limits.jobs * BATCHES_AHEAD:
            yield _result(*running.popleft())
    while running:
        yield _result(*running.popleft())


def _result(batch: Batch, future: Any) -> tuple[Batch, BatchReport | Exception]:
    from pebble import ProcessExpired  # noqa: PLC0415

    try:
        return batch, future.result()
    except (ProcessExpired, TimeLimit, MemoryError) as error:
        return batch, error


def _give_up(batch: Batch, error: Exception, limits: Limits) -> BatchReport:
    """The shard of a file that kills its reader."""
    if isinstance(error, TimeLimit):
        problem = f"Đọc tệp quá {limits.seconds_a_file:.0f} giây nên bị dừng."
        advice = "Tách tệp thành phần nhỏ hơn, hoặc tăng --seconds rồi chạy lại với --retry."
    else:
        problem = f"Tiến trình đọc tệp bị chết giữa chừng ({type(error).__name__})."
        advice = "Có thể tệp hỏng hoặc máy thiếu bộ nhớ: mở thử tệp, rồi chạy lại với --retry."
    rows: Rows = {"ingest_problems": []}
    (job,) = batch.jobs
    record = replace(lost(job, Problem(problem, advice), rows), shard=batch.shard)
    write_shard(Path(batch.parts), batch.shard, rows, [record])
    return BatchReport((record,))
