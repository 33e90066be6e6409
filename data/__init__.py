"""The bottom layer: the shapes of documents and facts, and the reference tables. Imports nothing of ours."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from pathlib import Path

FOLDER = Path(__file__).parent


@functools.cache
def rows(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of the reference table data/NAME.csv, column name to cell; cells are stripped text, empty if unknown."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return tuple({key: (value or "").strip() for key, value in row.items()} for row in csv.DictReader(handle))
