"""Communes: in which province a xã, phường, thị trấn or đặc khu lies on a day.

Sources: data/communes.csv and data/commune_succession.csv (10,047 until 30 June 2025, 3,321 since). Districts are in no
source at hand.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data import rows
from normalizers.alphabet import tone_on_first
from normalizers.provinces import Province, provinces

KINDS = {"xã": "xa", "phường": "phuong", "thị trấn": "thi_tran", "đặc khu": "dac_khu"}
# "xã Tuy Phước", "Phường 1", "THỊ TRẤN Tuy Phước" | not "xã hội"
COMMUNE = re.compile(r"(?P<kind>xã|phường|thị trấn|đặc khu) (?P<name>[^\W_].*)", re.IGNORECASE)
LAST_OLD_DAY, FIRST_NEW_DAY = date(2025, 6, 30), date(2025, 7, 1)


def provinces_of_commune(commune: str, on: date) -> tuple[Province, ...]:
    """The provinces of a day that have a commune of this name, told with its kind; none if it is unknown."""
    found = COMMUNE.fullmatch(" ".join(commune.split()))
    if found is None:
        return ()
    homes = _homes().get((KINDS[found["kind"].lower()], _key(found["name"]), on >= FIRST_NEW_DAY), frozenset())
    names = {one.name for one in provinces() if one.id in homes}  # a province may have changed its rank since
    of_day = {one.name: one for one in provinces() if one.name in names and one.valid_on(on)}
    return tuple(of_day.get(one.name, one) for one in provinces() if one.id in homes)


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune of today by its official code."""

    code: str
    name: str
    kind: str
    province: str  # identity in data/provinces.csv

    @property
    def full(self) -> str:
        """The name with its kind: phường Ba Đình."""
        return f"{next(words for words, kind in KINDS.items() if kind == self.kind)} {self.name}"


@dataclass(frozen=True, slots=True)
class Heirs:
    """What became of a commune: heir where that is certain, else every commune that it may lie in now."""

    heir: Commune | None
    candidates: tuple[Commune, ...]


def heirs_of(commune: str, province_id: str) -> Heirs:
    """What became of a commune of before 1 July 2025, named with its kind, of a province of data/provinces.csv.

    A commune that was split has several heirs, and so may a name that several districts had: then none is certain.
    """
    found = COMMUNE.fullmatch(" ".join(commune.split()))
    if found is None:
        return Heirs(None, ())
    links = _heirs().get((province_id, KINDS[found["kind"].lower()], _key(found["name"])), ())
    heirs = tuple(dict.fromkeys(heir for heir, _ in links))
    certain = len(heirs) == 1 and all(change == "whole" for _, change in links)
    return Heirs(heirs[0] if certain else None, heirs)


def _key(name: str) -> str:
    return tone_on_first(name).casefold()


@functools.cache
def _heirs() -> Mapping[tuple[str, str, str], tuple[tuple[Commune, str], ...]]:
    """Province, kind and name of before → the communes that took it over, and how."""
    found: dict[tuple[str, str, str], tuple[tuple[Commune, str], ...]] = {}
    for row in rows("commune_succession"):
        key = (row["from_province"], row["from_kind"], _key(row["from_name"]))
        heir = Commune(row["to_id"], row["to_name"], row["to_kind"], row["to_province"])
        found[key] = (*found.get(key, ()), (heir, row["change"]))
    return found


@functools.cache
def _homes() -> Mapping[tuple[str, str, bool], frozenset[str]]:
    """Kind, name and whether it is of the new communes → the provinces that have one."""
    found: dict[tuple[str, str, bool], frozenset[str]] = {}
    for row in rows("communes"):
        key = (row["kind"], _key(row["name"]), bool(row["valid_from"]))
        found[key] = found.get(key, frozenset()) | {row["province"]}
    return found
