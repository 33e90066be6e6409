"""Batches read by the workers of a Dask cluster: the same unit of work as on one machine, on a folder that all can see.

Lost workers and batches that are done twice change nothing: a shard is put in place whole, and the first one stays.
"""

from __future__ import annotations

import faulthandler
import itertools
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import PlanError
from pipeline.limits import Limits
from pipeline.manifest import rows_version
from pipeline.shards import Batch, BatchReport, read_batch
from pipeline.workers import Failure, Outcome, in_two_rounds

BATCHES_AHEAD = 4  # a thread of the cluster
CONNECT_SECONDS = 30


class ClusterError(PlanError):
    """A cluster that cannot be reached, or whose workers would read otherwise than this machine."""


def read_on_cluster(work: Iterable[Batch], next_shard: int, limits: Limits, address: str) -> Iterator[BatchReport]:
    """Reads the batches on the cluster at an address (tcp://…), as they come to an end; raises ClusterError.

    A batch that costs several workers their life is read again file by file; a file that does so alone is recorded as
    not read.
    """
    with _client(address) as client:
        yield from in_two_rounds(lambda batches: _results(client, batches, limits), work, next_shard, limits)


def check(address: str, parts: Path) -> None:
    """Raises ClusterError unless there are workers that have this code and these tables, and see the folder of shards."""
    with _client(address) as client:
        versions = client.run(rows_version)
        seeing = client.run(os.path.isdir, str(parts))
    if not versions:
        raise ClusterError(f"Cụm {address} không có máy nào đang làm việc.", "Chạy dask worker trên các máy rồi thử lại.")
    other = sorted(worker for worker, version in versions.items() if not _same(version))
    if other:
        raise ClusterError(
            f"Bản kehoach trên {', '.join(other)} khác bản trên máy này, nên kết quả sẽ lẫn hai bản.",
            "Cài cùng một bản trên mọi máy rồi khởi động lại dask worker.",
        )
    blind = sorted(worker for worker, sees in seeing.items() if not sees)
    if blind:
        raise ClusterError(
            f"Máy {', '.join(blind)} không thấy thư mục {parts}.",
            "Đặt kho và các tệp trong một thư mục dùng chung, gắn vào cùng đường dẫn trên mọi máy.",
        )


def _same(version: str) -> bool:
    return version == rows_version()


def read_guarded(batch: Batch, limits: Limits) -> BatchReport:
    """Reads a batch in a worker of the cluster; a file that takes too long ends the worker, which its nanny starts again."""
    try:
        return read_batch(
            batch, lambda job: faulthandler.dump_traceback_later(limits.seconds_of(job.path, job.size), exit=True)
        )
    finally:
        faulthandler.cancel_dump_traceback_later()


def _client(address: str) -> Any:
    try:
        import distributed  # noqa: PLC0415 an extra
    except ImportError as error:
        raise ClusterError("Chưa cài phần dùng cụm máy.", "Chạy: pip install 'kehoach[cluster]'.") from error
    connect: Any = distributed.Client
    try:
        return connect(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"Không nối được với cụm {address}: {error}", "Kiểm tra địa chỉ và dask scheduler.") from error


def _results(client: Any, work: Iterable[Batch], limits: Limits) -> Iterator[Outcome]:
    """Each batch with its report or what stopped it, as they end; few wait at a time, so memory stays flat."""
    import distributed  # noqa: PLC0415

    left = iter(work)
    running: dict[str, Batch] = {}
    as_completed: Any = distributed.as_completed
    ended = as_completed(loop=client.loop)

    def submit(batch: Batch) -> None:
        future = client.submit(read_guarded, batch, limits, pure=False, retries=0)
        running[future.key] = batch
        ended.add(future)

    for batch in itertools.islice(left, BATCHES_AHEAD * max(1, sum(client.nthreads().values()))):
        submit(batch)
    for future in ended:
        yield running.pop(future.key), _result(future)
        for batch in itertools.islice(left, 1):
            submit(batch)


def _result(future: Any) -> BatchReport | Failure:
    from distributed import KilledWorker  # noqa: PLC0415

    try:
        report: BatchReport = future.result()
    except KilledWorker as error:
        return Failure("death", str(error).split(".")[0])
    except MemoryError:
        return Failure("memory")
    return report
