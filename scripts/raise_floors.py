"""Raises the floors of tests/floors.json to what is measured now, never lowering one, and writes the figures that ship.

python scripts/raise_floors.py                      all sets that are here
python scripts/raise_floors.py --accept-labels      also pins the labels as they are now
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from label_sets import FLOORS, LABEL_FOLDERS, SETS, FloorFile, SetAbsent, digest, label_set

from pipeline.figures import Report
from pipeline.manifest import results_version
from pipeline.measured import SHIPPED, Measured, encoded, shipped

DIGITS = 4
SHOWN = ("gold", "blind", "further", "samples")  # the sets whose figures ship, as the page shows them: real plans first


def main() -> int:
    """The command line; gives 1 where a measured figure lies below its floor, and writes nothing then."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accept-labels", action="store_true", help="pin the label files as they are now")
    accept = parser.parse_args().accept_labels
    old = FloorFile.read(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else FloorFile({}, {})
    digests = dict(old.label_digests)
    for name, folder in LABEL_FOLDERS.items():
        if folder.is_dir() and (accept or name not in digests):
            digests[name] = digest(folder)
    new = {name: dict(figures) for name, figures in old.floors.items()}
    below = []
    reports: dict[str, Report] = {}
    for name in SETS:
        try:
            reports[name] = _measured(name)
        except SetAbsent as absent:
            print(f"{name}: not measured, {absent}")
            continue
        for figure, score in _scores(reports[name]).items():
            floor = new.setdefault(name, {}).get(figure, 0.0)
            if score < floor:
                below.append(f"{name} {figure}: measured {score}, floor {floor}")
            elif score > floor or figure not in new[name]:
                print(f"{name} {figure}: {floor} → {score}")
                new[name][figure] = score
    if below:
        print("Below the floor; nothing written:", *below, sep="\n  ")
        return 1
    FLOORS.write_text(FloorFile(new, digests).write(), encoding="utf-8")
    SHIPPED.write_text(encoded(shipped_anew(reports)), encoding="utf-8")
    return 0


def shipped_anew(reports: Mapping[str, Report]) -> list[Measured]:
    """The figures that ship: those measured now, and of sets that are not here those measured before."""
    today = datetime.now(UTC).date().isoformat()
    before = {one.labels: one for one in shipped()} if SHIPPED.exists() else {}
    fresh = {name: Measured.of(name, reports[name], today, results_version()) for name in SHOWN if name in reports}
    for name, one in fresh.items():  # measured again with the same outcome: the day stays
        old = before.get(name)
        if old and (old.version, old.figures) == (one.version, one.figures):
            fresh[name] = replace(one, on=old.on)
    return [found for name in SHOWN if (found := fresh.get(name) or before.get(name))]


def _measured(name: str) -> Report:
    with tempfile.TemporaryDirectory() as folder:
        return label_set(name, Path(folder)).measure(Path(folder))


def _scores(report: Report) -> dict[str, float]:
    """Its figures, rounded down."""
    scale = 10**DIGITS
    return {figure: math.floor(counts.score * scale) / scale for figure, counts in report.figures.items()}


if __name__ == "__main__":
    sys.exit(main())
