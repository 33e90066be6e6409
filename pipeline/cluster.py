"""Batches read by the workers of a Dask cluster: the same unit of work as on one machine, on a folder that all can see.

Lost workers and batches that are done twice change nothing: a shard is put in place whole, and the first one stays.
"""

from __future__ import annotations

import faulthandler
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import exchange, remote
from pipeline.errors import PlanError
from pipeline.limits import Limits
from pipeline.manifest import rows_version
from pipeline.shards import Batch, BatchReport, read_batch
from pipeline.workers import Failure, Outcome, give_back, in_two_rounds

BATCHES_AHEAD = 4  # a thread of the cluster
CONNECT_SECONDS = 30


class ClusterError(PlanError):
    """A cluster that cannot be reached, or whose workers would read otherwise than this machine."""


@dataclass(frozen=True, slots=True)
class Machines:
    """A cluster and what its workers must see."""

    address: str  # of the scheduler: tcp://…
    exchange: str = ""  # the address where shards are laid; empty: the folder beside the store, which all must see
    sources: tuple[str, ...] = ()  # the paths and addresses of the plans


def read_on_cluster(work: Iterable[Batch], next_shard: int, limits: Limits, machines: Machines) -> Iterator[BatchReport]:
    """Reads the batches on a cluster, as they come to an end; raises ClusterError.

    A batch that costs several workers their life is read again file by file; a file that does so alone is recorded as
    not read. Shards that were laid at an exchange are brought home, each before its report is given.
    """
    with _client(machines.address) as client:
        yield from in_two_rounds(lambda batches: _brought(_results(client, batches, limits)), work, next_shard, limits)


def _brought(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    for batch, report in outcomes:
        if isinstance(report, BatchReport) and report.attempt:
            exchange.bring(batch.exchange, report.attempt, Path(batch.parts))
        yield batch, report


def check(machines: Machines, parts: Path) -> None:
    """Raises ClusterError unless there are workers that have this code and these tables, and see plans and shards."""
    address, places = machines.address, [machines.exchange or str(parts), *map(_absolute, machines.sources)]
    with _client(address) as client:
        versions = client.run(rows_version)
        unseen = client.run(_unseen, places)
    if not versions:
        raise ClusterError(f"Cụm {address} không có máy nào đang làm việc.", "Chạy dask worker trên các máy rồi thử lại.")
    other = sorted(worker for worker, version in versions.items() if not _same(version))
    if other:
        raise ClusterError(
            f"Bản kehoach trên {', '.join(other)} khác bản trên máy này, nên kết quả sẽ lẫn hai bản.",
            "Cài cùng một bản trên mọi máy rồi khởi động lại dask worker.",
        )
    blind = sorted(worker for worker, place in unseen.items() if place)
    if blind:
        raise ClusterError(
            f"Máy {', '.join(blind)} không thấy {unseen[blind[0]]}.",
            "Đặt kho và các tệp trong một thư mục dùng chung, gắn vào cùng đường dẫn trên mọi máy; hoặc dùng địa chỉ"
            " (s3://…) cho tệp và --shards, với gói của giao thức đó trên mọi máy.",
        )


def _absolute(path: str) -> str:
    return path if remote.is_address(path) else str(remote.local(path).absolute())


def _unseen(places: Sequence[str]) -> str:
    """The first of these folders and addresses that this machine does not see; empty if it sees all."""
    for place in places:
        try:
            if not remote.exists(place):
                return f"thư mục {place}" if not remote.is_address(place) else place
        except PlanError as error:
            return f"{place} ({error.problem})"
    return ""


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
        give_back()


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
