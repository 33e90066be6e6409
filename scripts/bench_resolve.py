"""How long resolution takes over a large corpus, and how much memory: python scripts/bench_resolve.py [MENTIONS …]

Makes citations of registered documents in a passing DuckDB file, resolves them with two threads, and prints for each size
seconds, mentions a second and the peak memory of the process; the last line is the ratio of the largest to the smallest.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from pipeline.bulk import is_reference, load_reference  # noqa: E402
from pipeline.ground import OFFLINE, create_tables  # noqa: E402
from pipeline.resolve import resolve  # noqa: E402

MENTIONS_A_PLAN = 100
SIZES = (100_000, 1_000_000)
MEMORY = "300MB"  # a seventh of what a build may take: so much is enough for any number of mentions


def seconds_for(mentions: int, folder: Path) -> tuple[float, int]:
    """Seconds that the resolution of so many mentions takes, and how many of them are resolved."""
    with duckdb.connect(
        config={**OFFLINE, "threads": 2, "memory_limit": MEMORY, "temp_directory": str(folder)}
    ) as connection:
        connection.execute(f"ATTACH '{folder / 'bench.duckdb'}' AS store")
        connection.execute("USE store")
        for spec in create_tables(connection):
            if is_reference(spec):
                load_reference(connection, spec)
        for statement in Path(__file__).with_suffix(".sql").read_text(encoding="utf-8").split(";\n"):
            if statement.strip():
                connection.execute(statement, {"plans": mentions // MENTIONS_A_PLAN})
        start = time.perf_counter()
        resolve(connection)
        taken = time.perf_counter() - start
        (count,) = connection.execute("SELECT count(*) FROM citations WHERE resolution = 'resolved'").fetchone() or (0,)
    return taken, count


def main() -> None:
    """The command line."""
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    taken = []
    for mentions in sizes:
        with tempfile.TemporaryDirectory() as folder:
            seconds, resolved = seconds_for(mentions, Path(folder))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        taken.append(seconds)
        speed = f"{seconds:6.1f} s  {mentions / seconds:>9,.0f}/s"
        print(f"{mentions:>9,} mentions  {speed}  {resolved:,} resolved  peak {peak:,.0f} MB")
    print(f"ratio of times {taken[-1] / taken[0]:.1f} at {sizes[-1] / sizes[0]:.0f} times the mentions")


if __name__ == "__main__":
    main()
