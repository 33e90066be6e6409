"""Makes data/national_targets.csv of the list of national targets: each with the indicator that it sets a floor for.

usage: python scripts/build_indicators.py NATIONAL_TARGETS.tsv
Columns of the list: document, indicator, value, comparator, unit, year, scope, source, verified. A target whose
indicator is none of data/indicators.csv is written without one, and counted, so that it can be added by hand.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from normalizers.indicators import indicator_of

TARGET = Path(__file__).parents[1] / "data" / "national_targets.csv"
COLUMNS = ("indicator_id", "value", "value_max", "comparator", "unit", "year", "scope", "document", "source", "verified")


def main(source: Path) -> int:
    """Writes the table; gives the number of targets without an indicator."""
    found: list[dict[str, str]] = []
    with source.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE):
            value, _, upper = row["value"].partition("-")
            unit = row["unit"]
            found.append(
                {
                    **{column: row.get(column, "") for column in COLUMNS},
                    "indicator_id": indicator_of(row["indicator"], unit) or "",
                    "value": value,
                    "value_max": upper,
                }
            )
    found.sort(key=lambda row: tuple(row[column] for column in ("indicator_id", "document", "year", "value")))
    with TARGET.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
    missing = sum(not row["indicator_id"] for row in found)
    sys.stdout.write(f"{len(found)} targets, {missing} without indicator\n")
    return missing


if __name__ == "__main__":
    main(Path(sys.argv[1]))
