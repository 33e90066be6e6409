"""Work that is killed, and the killing. The children come from a server that has imported everything."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path
from unittest import mock

import pipeline.store  # noqa: F401 for the server, as are readers and finders
from extractors import finders
from pipeline import ingest as readers
from pipeline.corrections import Anchor, append, correction
from pipeline.run import ingest

SERVED = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

finders()
readers.readers()


def ingest_quietly(plans: str, store: str, jobs: int) -> None:
    """What the killed children do; a module-level function, as the server needs it."""
    ingest([Path(plans)], Path(store), jobs=jobs)


def update_quietly(plans: str, store: str, jobs: int) -> None:
    """The same for a store that is brought up to date, as only large ones are, however much changed."""
    with mock.patch.multiple("pipeline.update", LEAST=0, MOST=1e9):
        ingest_quietly(plans, store, jobs)


def correct_quietly(path: str, confirmed: str) -> None:
    """Adds corrections without end; the identity of each goes to a file as soon as it is said to be kept."""
    anchor = Anchor("0" * 64, "documents", 0, 0, "")
    with Path(confirmed).open("ab", buffering=0) as told:
        while True:
            one = correction("set", anchor, "Lan", "nhầm", column="title", new="Kế hoạch " * 200)
            append(Path(path), [one])
            told.write(f"{one.correction_id}\n".encode())


def killed_after(seconds: float, work: Callable[..., None], *asked: object, begun: Path | None = None) -> bool:
    """Works in a process of its own and kills it then; whether it was still at work.

    begun: a file that grows at the beginning of the work; the seconds are counted from there.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["killing", "filelock"])
    child = context.Process(target=work, args=asked)
    before = begun.stat().st_size if begun and begun.exists() else 0
    with mock.patch.dict(os.environ, PYTHONPATH=os.pathsep.join(SERVED)):  # the server looks nowhere else
        child.start()
    while begun and child.is_alive() and (begun.stat().st_size if begun.exists() else 0) == before:
        child.join(0.001)
    child.join(seconds)
    working = child.is_alive()
    if working:
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
    child.join()
    assert working or child.exitcode == 0
    return working
