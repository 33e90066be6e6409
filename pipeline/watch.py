"""A watch over the workers: ends one that takes too much memory, and the programs that a dead one has left running."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any

import psutil

WORKER = "--multiprocessing-fork"  # on the command line of every process that multiprocessing starts
LOOK = 0.2  # seconds between looks: a worker grows by a few hundred megabytes in that time


class Watch:
    """Looks at the workers of this process several times a second, while it is entered."""

    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._started: dict[int, list[Any]] = {}  # the programs that each worker started
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self.highest: dict[int, int] = {}  # bytes that each worker and its programs held at most
        self.ended: set[int] = set()  # workers that took too much

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stopped.set()
        self._thread.join()
        self._look()  # what the last worker left

    def _run(self) -> None:
        while not self._stopped.wait(LOOK):
            self._look()

    def _look(self) -> None:
        groups = _workers()
        for pid in self._started.keys() - groups.keys():
            _end(self._started.pop(pid))
        for pid, (worker, *programs) in groups.items():
            self._started[pid] = programs
            taken = sum(_resident((worker, *programs)))
            self.highest[pid] = max(taken, self.highest.get(pid, 0))
            if taken > self._memory:
                self.ended.add(pid)
                _end((worker, *programs))


def _workers() -> dict[int, list[Any]]:
    """Each worker with the programs that it and they started; one look through all processes of the machine for all."""
    me = psutil.Process()
    groups: dict[int, list[Any]] = {}
    of: dict[int, int] = {}  # the worker that a process belongs to
    for process in me.children(recursive=True):  # parents come before their children
        with contextlib.suppress(psutil.Error):  # it died while being looked at: seen at the next look
            parent = process.ppid()
            if parent in of:
                of[process.pid] = of[parent]
                groups[of[parent]].append(process)
            elif parent == me.pid and WORKER in process.cmdline():
                of[process.pid] = process.pid
                groups[process.pid] = [process]
    return groups


def _resident(processes: Iterable[Any]) -> Iterator[int]:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            yield process.memory_info().rss


def _end(processes: Iterable[Any]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):  # psutil knows a number that went to another process
            process.kill()
