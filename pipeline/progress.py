"""How far a run has come: files, problems so far, pace, and the time that the rest will take."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeAlias

from pipeline.shards import BatchReport, Job

WEIGHT_OF_A_FILE = 20_000  # bytes: what opening a file and writing its rows cost beside its size


@dataclass(frozen=True, slots=True)
class Step:
    """Where a run stands: files, and seconds since it began and until it should end (None: not known yet)."""

    done: int
    total: int
    problems: int
    seconds: float
    seconds_left: float | None

    @property
    def files_a_second(self) -> float:
        """The pace since the beginning."""
        return self.done / self.seconds if self.seconds > 0 else 0.0


Progress: TypeAlias = Callable[[Step], None]


@dataclass(slots=True)
class Pace:
    """Counts what was read; large files weigh more, so that the rest is not told too short or too long."""

    weights: dict[str, int]
    started: float = field(default_factory=lambda: time.monotonic())  # noqa: PLW0108 looked up when called, as tests need
    done: int = 0
    problems: int = 0
    weight: int = 0

    @classmethod
    def of(cls, jobs: Iterable[Job]) -> Pace:
        """The pace of a run that has all of these before it."""
        return cls({job.path: job.size + WEIGHT_OF_A_FILE for job in jobs})

    def after(self, report: BatchReport) -> Step:
        """Counts the files of a batch."""
        self.done += len(report.records)
        self.problems += sum(record.state != "read" for record in report.records)
        self.weight += sum(self.weights[record.path] for record in report.records)
        seconds = time.monotonic() - self.started
        left = seconds * (sum(self.weights.values()) / self.weight - 1) if self.weight else None
        return Step(self.done, len(self.weights), self.problems, seconds, left)
