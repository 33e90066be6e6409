"""Refuses code that got slower or hungrier: this tree beside the last release's, on this machine, in turns.

python scripts/bench_gate.py            against the newest tag; before the first release, the commit of forty steps ago
python scripts/bench_gate.py VERSION    against any commit

Each part runs the command line in a process of its own; seconds are of processor time, over all processes that it started,
the least of some runs, so that other programs on the machine count little. Only ratios decide. Exit code 1: a part takes
more than its share in every round, or does no longer work. Without history there is nothing to compare with: said, exit 0.
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
ROUNDS = 3  # what looks too much is measured again: a busy machine must not decide
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
    if other is None:
        print("gate: SKIPPED, there is no earlier version here to compare with (git fetch --unshallow brings the history)")
        return
    with tempfile.TemporaryDirectory() as made, checked_out(other) as tree:
        folder = Path(made)
        parts = dict(folders(folder))
        costs: dict[str, list[Cost]] = {}
        for number in range(ROUNDS):
            for name, words in parts.items():
                found = measured(words, (tree, ROOT), folder / str(number))
                for part, new in zip((name, f"{name}, again"), found, strict=True):
                    costs[part] = [least(pair) for pair in zip(costs.get(part, new), new, strict=True)]
            if not any(is_too_much(*pair) for pair in costs.values()):
                break
    print(
        f"gate: this tree : {other}, each the least of {RUNS * (number + 1)} runs; allowed {MOST_SECONDS} and {MOST_MEMORY}"
    )
    for name, (theirs, own) in costs.items():
        time, memory = own.seconds / theirs.seconds, own.megabytes / theirs.megabytes
        verdict = "TOO MUCH" if is_too_much(theirs, own) else "ok"
        print(
            f"  {name:<13} {own.seconds:6.2f} s : {theirs.seconds:6.2f} s = {time:4.2f}    {own.megabytes:5.0f} MB :"
            f" {theirs.megabytes:5.0f} MB = {memory:4.2f}   {verdict}"
        )
    sys.exit(any(is_too_much(*pair) for pair in costs.values()))


def is_too_much(theirs: Cost, own: Cost) -> bool:
    """Whether this tree takes more than its share."""
    return own.seconds > MOST_SECONDS * theirs.seconds or own.megabytes > MOST_MEMORY * theirs.megabytes


def last_release() -> str | None:
    """The newest tag, or a commit some way back; None where there is no history."""
    tagged = _git("describe", "--tags", "--abbrev=0")
    if tagged:
        return tagged[0]
    line = _git("rev-list", "--first-parent", f"--max-count={STEPS_BACK}", "HEAD")
    return line[-1][:12] if len(line) > 1 else None


def _git(*words: str) -> list[str]:
    """The lines that git prints; none where it fails."""
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()


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
            folder.mkdir(parents=True, exist_ok=True)
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
