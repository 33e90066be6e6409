"""Runs the fuzz targets: python scripts/fuzz.py 100000 [TARGET …] [--from SEED] [--seconds 600]

Each execution has some minutes by a clock in C, and the process a gigabyte of memory: a hang ends the run with its trace.
Pages that are pictures are not read, as in the tests: the readers of words take seconds a page. Inputs are small: a core
makes a million of them in about an hour. .doc, .rtf and .xls are only tried when they are named: LibreOffice, which
converts them first, takes ten a second. Executions and crashes are told by target; a crash gives its seed for
tests/test_fuzz.py.
"""

from __future__ import annotations

import argparse
import faulthandler
import itertools
import sys
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import warnings  # noqa: E402

warnings.simplefilter("ignore")  # libraries tell much of broken files

from fuzzing import CONVERTED, targets  # noqa: E402 the tests' folder is no package

from pipeline.ingest.scan_settings import ScanSettings, scanning  # noqa: E402

SECONDS_EACH = 120.0  # thousands of times what an execution takes; LibreOffice may start for each of its files
MEMORY = 1 << 30
TOLD_EVERY = 50_000


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    known = targets()
    parser.add_argument("executions", type=int)
    parser.add_argument("names", nargs="*", choices=[*known, []], metavar="TARGET")
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=600)
    asked = parser.parse_args()
    _bound()
    names = asked.names or [name for name in known if name not in CONVERTED]
    started, done, crashes = time.monotonic(), dict.fromkeys(names, 0), 0
    for name in itertools.cycle(names):
        if sum(done.values()) >= asked.executions or time.monotonic() - started > asked.seconds:
            break
        target, first = known[name], asked.first + done[name]
        faulthandler.dump_traceback_later(SECONDS_EACH * target.at_once, exit=True)
        try:
            with scanning(ScanSettings("off")):
                target.run(range(first, first + target.at_once))
        except Exception:  # noqa: BLE001 what is looked for
            crashes += 1
            print(f"CRASH {name!r}, seed {first} or so\n{traceback.format_exc(limit=-4)}", flush=True)
        faulthandler.cancel_dump_traceback_later()
        done[name] += target.at_once
        if sum(done.values()) % TOLD_EVERY < target.at_once:
            print(f"{sum(done.values())} executions, {time.monotonic() - started:.0f} s", flush=True)
    took = time.monotonic() - started
    print(f"{sum(done.values())} executions in {took:.0f} s, {crashes} crashes: {done}")
    sys.exit(1 if crashes else 0)


def _bound() -> None:
    try:
        import resource  # noqa: PLC0415 not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, resource.getrlimit(resource.RLIMIT_DATA)[1]))


if __name__ == "__main__":
    main()
