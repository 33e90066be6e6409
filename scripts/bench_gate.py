"""Refuses code that got slower or hungrier: this tree beside the last release's, on this machine, in turns.

python scripts/bench_gate.py            against the newest tag; before the first release, the commit of forty steps ago
python scripts/bench_gate.py VERSION    against any commit

Each part runs the command line in a process of its own; seconds are of processor time, over all processes that it started,
the least of some runs, so that other programs on the machine count little. Only ratios decide. Exit code 1: a part takes
more than its share, or does no longer work.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from compare_facts import INGEST, ROOT, checked_out

RUNS = 2
MOST_SECONDS, MOST_MEMORY = 1.33, 1.33  # times the other version's
STEPS_BACK = 40  # while there is no release
SAMPLES = ROOT / "data" / "samples" / "plans"
COPIES = 2  # of each sample: what is measured should weigh more than the start


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took: processor seconds and megabytes of the largest process."""

    seconds: float
    megabytes: float


def main() -> None:
    """The command line."""
    other = sys.argv[1] if len(sys.argv) > 1 else last_release()
    with tempfile.TemporaryDirectory() as made, checked_out(other) as tree:
        folder = Path(made)
        parts = dict(folders(folder))
        costs: dict[str, list[Cost]] = {}
        for name, words in parts.items():
            costs[name], costs[f"{name}, again"] = measured(words, (tree, ROOT), folder)
    print(f"gate: this tree : {other}, each the least of {RUNS} runs; allowed {MOST_SECONDS} and {MOST_MEMORY}")
    failed = False
    for name, (theirs, own) in costs.items():
        time, memory = own.seconds / theirs.seconds, own.megabytes / theirs.megabytes
        too_much = time > MOST_SECONDS or memory > MOST_MEMORY
        failed |= too_much
        verdict = "TOO MUCH" if too_much else "ok"
        print(
            f"  {name:<13} {own.seconds:6.2f} s : {theirs.seconds:6.2f} s = {time:4.2f}    {own.megabytes:5.0f} MB :"
            f" {theirs.megabytes:5.0f} MB = {memory:4.2f}   {verdict}"
        )
    sys.exit(1 if failed else 0)


def last_release() -> str:
    """The newest tag, or a commit some way back."""
    tagged = subprocess.run(
        ["git", "describe", "--tags", "--abbrev=0"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    if tagged:
        return tagged
    line = subprocess.run(
        ["git", "rev-list", "--first-parent", f"--max-count={STEPS_BACK}", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    if len(line) < 2:
        sys.exit("gate: there is no earlier version to compare with; fetch the history (git fetch --unshallow)")
    return line[-1][:12]


def folders(top: Path) -> Iterator[tuple[str, Sequence[str]]]:
    """Folders of samples by format, with the words that ingest them."""
    for suffix in sorted({path.suffix for path in SAMPLES.iterdir()}):
        plans = top / suffix[1:]
        plans.mkdir()
        for path in sorted(SAMPLES.glob(f"*{suffix}")):
            for number in range(COPIES):
                (plans / f"{number}-{path.name}").write_bytes(varied(path, number))
        yield suffix, ("ingest", str(plans), "--jobs", "1")


def varied(path: Path, number: int) -> bytes:
    """The same plan as another file: with words behind its end, where no reader minds them."""
    behind: Mapping[str, str] = {".pdf": "\n% {}\n", ".html": "<!-- {} -->", ".docx": ""}
    content = path.read_bytes()
    if path.suffix == ".docx":  # the comment of a zip
        return content[:-2] + number.to_bytes(2, "little") + b"x" * number
    return content + behind.get(path.suffix, "\n{}\n").format(number).encode()


def measured(words: Sequence[str], trees: Sequence[Path], folder: Path) -> tuple[list[Cost], list[Cost]]:
    """What a command costs in each tree, and what it costs when all is done already; the trees take turns."""
    first: dict[Path, list[Cost]] = {tree: [] for tree in trees}
    again: dict[Path, list[Cost]] = {tree: [] for tree in trees}
    for number in range(RUNS):
        for tree in trees:
            store = folder / f"{number}-{trees.index(tree)}-{Path(words[1]).name}.duckdb"
            for costs in (first, again):
                costs[tree].append(cost([*words, "--store", str(store)], tree))
    return [least(found) for found in first.values()], [least(found) for found in again.values()]


def least(costs: Sequence[Cost]) -> Cost:
    """The least of each."""
    return Cost(min(c.seconds for c in costs), min(c.megabytes for c in costs))


def cost(words: Sequence[str], tree: Path) -> Cost:
    """Runs the command line of a tree; ends the gate if it fails."""
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    command = [sys.executable, "-c", INGEST, *words]
    with subprocess.Popen(command, cwd=tree, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as run:
        assert run.stderr is not None
        told = run.stderr.read().decode(errors="replace")
        _, status, usage = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode:
        sys.exit(f"gate: {' '.join(words)} in {tree} ended with {run.returncode}\n{told[-2000:]}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


if __name__ == "__main__":
    main()
