"""Raises the floors of tests/floors.json to what is measured now; never lowers one.

python scripts/raise_floors.py                      all sets that are here
python scripts/raise_floors.py --accept-labels      also pins the labels as they are now
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
from pathlib import Path

from label_sets import FLOORS, LABEL_FOLDERS, SETS, FloorFile, SetAbsent, digest, label_set

DIGITS = 4


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
    for name in SETS:
        try:
            measured = _measured(name)
        except SetAbsent as absent:
            print(f"{name}: not measured, {absent}")
            continue
        for figure, score in measured.items():
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
    return 0


def _measured(name: str) -> dict[str, float]:
    """The figures of a set, rounded down."""
    with tempfile.TemporaryDirectory() as folder:
        report = label_set(name, Path(folder)).measure(Path(folder))
    scale = 10**DIGITS
    return {figure: math.floor(counts.score * scale) / scale for figure, counts in report.figures.items()}


if __name__ == "__main__":
    sys.exit(main())
