"""Reads and writes the tables that the builders of reference data work on."""

from __future__ import annotations

import csv
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "data"

Row = dict[str, str]


def tsv(path: Path) -> list[Row]:
    """The rows of a tab-separated source; no quoting."""
    with path.open(encoding="utf-8", newline="") as handle:
        rows = csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [{key: clean(value) for key, value in row.items()} for row in rows]


def table(name: str, folder: Path = FOLDER) -> list[Row]:
    """A table of data/ as it stands; empty if there is none yet."""
    path = folder / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as handle:
        return [dict(row) for row in csv.DictReader(handle)]


def write(folder: Path, name: str, rows: Sequence[Mapping[str, str]]) -> None:
    """Writes NAME.csv into the folder and says how many rows it holds."""
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    sys.stdout.write(f"{name}.csv: {len(rows)} rows\n")


def clean(cell: str | None) -> str:
    """A cell in NFC without spaces at its ends."""
    return unicodedata.normalize("NFC", cell or "").strip()
