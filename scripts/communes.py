"""The communes before and after 1 July 2025 as rows of data/communes.csv."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
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
    for unit in json.loads(path.read_text(encoding="utf-8"))["data"]:
        home = _home(path, unit, provinces, after=after)
        for commune in unit[children]:
            kind, name = _kind_and_name(path, commune)
            dates = (FIRST_DAY, "") if after else ("", LAST_DAY)
            yield name, kind, home, *dates, SOURCE, "partly"


def _home(path: Path, unit: Row, provinces: Sequence[Row], *, after: bool) -> str:
    """The identity of the province in which the communes lie on the first or the last day."""
    named = match(clean(unit["name"]))
    if named is None:
        raise ValueError(f"{path}: {unit['name']} is no province of data/provinces.csv")
    day = FIRST_DAY if after else LAST_DAY
    return next(row["id"] for row in provinces if row["name"] == named.province.name and _valid(row, day))


def _kind_and_name(path: Path, commune: Row) -> tuple[str, str]:
    name = " ".join(clean(commune["name"]).split())
    kind = next((kind for kind in KINDS if name.casefold().startswith(f"{kind.casefold()} ")), None)
    if kind is None:
        raise ValueError(f"{path}: {name} does not say its kind")
    return KINDS[kind], name[len(kind) + 1 :]


def _valid(row: Row, day: str) -> bool:
    return row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])


def succession_rows(folder: Path, provinces: Sequence[Row]) -> list[Row]:
    """One row a commune of before and one that took it over, wholly (`whole`) or in part (`part`: it has several heirs)."""
    before = {row["id"]: row for row in _named(folder / "splits.json", "level3s", "level3_id", provinces, after=False)}
    after = {row["id"]: row for row in _named(folder / "merges.json", "level2s", "level2_id", provinces, after=True)}
    rows = []
    for old, new, whole in sorted(_links(folder / "splits.json", after)):
        rows.append(
            {
                **{f"from_{name}": value for name, value in before[old].items()},
                **{f"to_{name}": value for name, value in after[new].items()},
                "on": FIRST_DAY,
                "change": "whole" if whole else "part",
                "source": SOURCE,
                "verified": "partly",
            }
        )
    return rows


def _links(path: Path, after: Mapping[str, Row]) -> Iterator[tuple[str, str, bool]]:
    """Codes of a commune and of each that took it over, and whether it is the only one."""
    for unit in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for commune in unit["level3s"]:
            heirs = {heir["new_id"] for heir in commune["splits"]}
            unknown = heirs - after.keys()
            if unknown or not heirs:
                raise ValueError(f"{path}: {commune['name']} ({commune['level3_id']}) has no known heir: {unknown}")
            yield from ((commune["level3_id"], heir, len(heirs) == 1) for heir in heirs)


def _named(path: Path, children: str, code: str, provinces: Sequence[Row], *, after: bool) -> Iterator[Row]:
    """Code, name, kind and province of each commune."""
    for unit in json.loads(path.read_text(encoding="utf-8"))["data"]:
        home = _home(path, unit, provinces, after=after)
        for commune in unit[children]:
            kind, name = _kind_and_name(path, commune)
            yield {"id": commune[code], "name": name, "kind": kind, "province": home}
