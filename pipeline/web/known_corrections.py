"""The corrections of the running page: read when their file changed, and which of them the store does not hold yet."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from pipeline.corrections import Anchor, Correction, append, read, standing


class KnownCorrections:
    """The file of corrections, kept in memory as long as it does not change; path None = nobody can correct."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._standing: dict[str, list[Correction]] = {}
        self._all: tuple[Correction, ...] = ()

    def of(self, doc_id: str) -> list[Correction]:
        """The corrections that hold for a document, oldest first."""
        self._take_up()
        with self._lock:
            return self._standing.get(doc_id, [])

    def every(self) -> Sequence[Correction]:
        """All corrections that hold."""
        self._take_up()
        with self._lock:
            return [one for kept in self._standing.values() for one in kept]

    def add(self, corrections: Sequence[Correction]) -> None:
        """Keeps corrections; raises CorrectionError."""
        assert self.path is not None
        append(self.path, corrections)

    def _take_up(self) -> None:
        if self.path is None:
            return
        try:
            status = self.path.stat()
        except FileNotFoundError:
            return
        stamp = (status.st_mtime_ns, status.st_size)
        with self._lock:
            if stamp == self._stamp:
                return
            found: defaultdict[str, list[Correction]] = defaultdict(list)
            for one in standing(read(self.path).corrections):
                found[one.doc_id].append(one)
            self._standing = dict(found)
            self._stamp = stamp


def same_fact(anchor: Anchor, table: str, start: int, end: int) -> bool:
    """Whether an anchor is of the fact at this span."""
    return (anchor.table, anchor.start, anchor.end) == (table, start, end)
