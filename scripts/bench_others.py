"""The readers of this project beside programs that people would use for the same files, each in a process of its own.

python scripts/bench_others.py [PYTHON]    PYTHON: an interpreter in whose environment the others are installed

Digital PDF and Word files of ../shared/plans, else of data/samples. Seconds are of processor time without starting and
importing, memory is the peak of the process. A program that is not installed is listed as such. The others give text or
Markdown; this project also finds tables' cells, and in the second line all facts, with the place of each on the page.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from bench import PAGES_A_FILE, ROOT, SAMPLES, SHARED, has_text
from bench_gate import Cost

FILES = 6  # of a format
RUNS = 2
OWN = {
    "kehoach, reading": "from pipeline import ingest\ningest.readers()\nuse = lambda path: ingest.read(Path(path))",
    "kehoach, with facts": (
        "from pipeline import ingest\nfrom extractors import extract, finders\ningest.readers()\nfinders()\n"
        "use = lambda path: extract(ingest.read(Path(path)))"
    ),
}
OTHERS = {
    "pdfplumber": (
        "import pdfplumber\ndef use(path):\n with pdfplumber.open(path) as d:\n"
        "  for page in d.pages: page.extract_words(); page.extract_tables(); page.close()"
    ),
    "markitdown": "from markitdown import MarkItDown\nmade = MarkItDown()\nuse = made.convert",
    "kreuzberg": "import kreuzberg\nuse = kreuzberg.extract_file_sync",
    "unstructured": "from unstructured.partition.auto import partition\ndef use(path): partition(filename=path)",
    "docling": "from docling.document_converter import DocumentConverter\nmade = DocumentConverter()\nuse = made.convert",
}
ONLY = {"pdfplumber": {".pdf"}}
# the peak of the program itself: what the system tells of an ended process counts this one's before the start
FRAME = (
    "import sys\nfrom pathlib import Path\n{program}\nfor path in sys.argv[1:]: use(path)\n"
    "[told] = [line for line in open('/proc/self/status') if line.startswith('VmHWM')]\nprint('\\n' + told.split()[1])\n"
)


def main() -> None:
    """The command line."""
    python = sys.argv[1] if len(sys.argv) > 1 else sys.executable
    for suffix in (".pdf", ".docx"):
        found = [path for folder in (SHARED / "plans", SAMPLES) if folder.is_dir() for path in sorted(folder.iterdir())]
        paths = [path for path in found if path.suffix == suffix and has_text(path)][:FILES]
        size = sum(path.stat().st_size for path in paths)
        print(f"{suffix}: {len(paths)} files of at most {PAGES_A_FILE} pages, {size / 1e6:.1f} MB")
        costs = {
            **costs_of(OWN, sys.executable, paths),
            **costs_of({name: OTHERS[name] for name in OTHERS if suffix in ONLY.get(name, {suffix})}, python, paths),
        }
        own = costs["kehoach, reading"]
        assert isinstance(own, Cost)
        for name, cost in costs.items():
            if isinstance(cost, str):
                print(f"  {name:<20} {cost}")
            else:
                ratio = f"{cost.seconds / own.seconds:5.1f} x    {cost.megabytes / own.megabytes:4.1f} x"
                print(f"  {name:<20} {cost.seconds:7.2f} s {cost.megabytes:6.0f} MB   {ratio}", flush=True)


def costs_of(programs: Mapping[str, str], python: str, paths: Sequence[Path]) -> dict[str, Cost | str]:
    """What each program takes for the files; why not, where it does not run."""
    costs: dict[str, Cost | str] = {}
    for name, program in programs.items():
        try:
            start = min(ran(python, program, []).seconds for _ in range(RUNS))
            whole = [ran(python, program, paths) for _ in range(RUNS)]
            costs[name] = Cost(
                max(min(cost.seconds for cost in whole) - start, 0.001), min(cost.megabytes for cost in whole)
            )
        except RuntimeError as error:
            costs[name] = str(error)
    return costs


def ran(python: str, program: str, paths: Sequence[Path]) -> Cost:
    """Runs a program on files; raises RuntimeError with the last thing that it said if it fails."""
    command = [python, "-c", FRAME.format(program=program), *map(str, paths)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)} if python == sys.executable else None
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as run:
        assert run.stdout is not None
        told = run.stdout.read().decode(errors="replace").strip()
        _, status, usage = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
    if run.returncode:
        raise RuntimeError(f"does not run: {(told.splitlines() or ['no word'])[-1][:150]}")
    return Cost(usage.ru_utime + usage.ru_stime, int(told.splitlines()[-1]) / 1024)


if __name__ == "__main__":
    main()
