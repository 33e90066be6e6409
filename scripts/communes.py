"""The communes before and after 1 July 2025 as rows of data/communes.csv."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from tables import Row, clean

from normalizers.alphabet import order
from normalizers.provinces import match

KINDS = {"Phường": "phuong", "Xã": "xa", "Thị trấn": "thi_tran", "Đặc khu": "dac_khu"}
LAST_DAY, FIRST_DAY = "2025-06-30", "2025-07-01"
SOURCE = "dvhcvn"  # see data/SOURCES.md


def commune_rows(folder: Path, provinces: Sequence[Row]) -> list[Row]:
    """One row a kind, name and province: where a commune of this name lies; names in several provinces have several."""
    found = {*_rows(folder / "splits.json", "level3s", provinces, after=False)}
    found |= {*_rows(folder / "merges.json", "level2s", provinces, after=True)}
    columns = ("name", "kind", "province", "valid_from", "valid_to", "source", "verified")
    return [dict(zip(columns, row, strict=True)) for row in sorted(found, key=lambda row: (order(row[0]), *row))]


def _rows(path: Path, children: str, provinces: Sequence[Row], *, after: bool) -> Iterator[tuple[str, ...]]:
    by_name = {row["name"]: row for row in provinces if _valid(row, FIRST_DAY if after else LAST_DAY)}
    for unit in json.loads(path.read_text(encoding="utf-8"))["data"]:
        named = match(clean(unit["name"]))
        if named is None:
            raise ValueError(f"{path}: {unit['name']} is no province of data/provinces.csv")
        province = by_name[named.province.name]["id"]
        for commune in unit[children]:
            name = " ".join(clean(commune["name"]).split())
            kind = next((kind for kind in KINDS if name.casefold().startswith(f"{kind.casefold()} ")), None)
            if kind is None:
                raise ValueError(f"{path}: {name} does not say its kind")
            dates = (FIRST_DAY, "") if after else ("", LAST_DAY)
            yield name[len(kind) + 1 :], KINDS[kind], province, *dates, SOURCE, "partly"


def _valid(row: Row, day: str) -> bool:
    return row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])
