"""What one file may take: seconds by its format and size, and memory; a file beyond it is stopped, and said so."""

from __future__ import annotations

import os
from dataclasses import dataclass

MEGABYTE = 1 << 20
MEMORY = 2048 * MEGABYTE  # a page of A3 at 600 dots an inch takes about a third of it while its words are read
MEMORY_SHARE = 0.8  # of the machine, over all workers
MEMORY_LEAST = 512 * MEGABYTE  # below that the libraries themselves hardly start

# Read by Python alone, in linear time: no library in C that a file could bring down.
PLAIN = frozenset({".txt", ".text", ".md"})
PLAIN_SECONDS, PLAIN_SECONDS_A_MEGABYTE = 60.0, 30.0  # twenty times what they take
SECONDS, SECONDS_A_MEGABYTE = 600.0, 60.0  # a scan: a page of 50 kB takes three seconds
SECONDS_MOST = 6 * 3600.0
SMALL = 256 * 1024  # bytes; a plain text of that size is read in a second


@dataclass(frozen=True, slots=True)
class Limits:
    """How many processes read, and what a file may take there; seconds None = by format and size."""

    jobs: int
    seconds: float | None = None
    memory: int = MEMORY  # bytes of a worker and the programs that it starts

    def seconds_of(self, path: str, size: int) -> float:
        """The seconds that a file may take."""
        if self.seconds is not None:
            return self.seconds
        megabytes = size / MEGABYTE
        if suffix_of(path) in PLAIN:
            return min(PLAIN_SECONDS + PLAIN_SECONDS_A_MEGABYTE * megabytes, SECONDS_MOST)
        return min(SECONDS + SECONDS_A_MEGABYTE * megabytes, SECONDS_MOST)


def is_harmless(path: str, size: int) -> bool:
    """Whether a file may be read without a worker around it."""
    return size <= SMALL and suffix_of(path) in PLAIN


def suffix_of(path: str) -> str:
    """The suffix of a name, lower case, with its dot."""
    return os.path.splitext(path)[1].lower()  # noqa: PTH122


def default_memory(jobs: int) -> int:
    """The memory a worker may take on this machine."""
    import psutil  # noqa: PLC0415 only runs pay for it

    fair = int(psutil.virtual_memory().total * MEMORY_SHARE / jobs)
    return max(min(MEMORY, fair), MEMORY_LEAST)
