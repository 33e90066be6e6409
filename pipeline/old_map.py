"""Territories over time: which province of a given day a plan's province was, and whether two plans speak of one territory.

Source: data/provinces.csv and data/province_succession.csv. A change of rank keeps the territory, a merger does not.
"""

from __future__ import annotations

import functools
from datetime import date

from data import rows
from normalizers.provinces import Province, province, provinces


def territory(name: str | None, issued: str | None) -> str | None:
    """The identity of a province's territory on the day of a plan; the same before and after a change of rank.

    issued: ISO day, month or year. None if unknown, or if the territory changed within the time that is given.
    """
    found = {_before_ranks(of.id) for day in _days(issued) if (of := province(name or "", day))}
    return found.pop() if len(found) == 1 else None


def place_on(of: str, day: date) -> str | None:
    """The name on a day of the province whose territory (see above) this is; None if it was then several provinces."""
    by_id = _by_id()
    at: Province | None = by_id[of]
    while at and not at.valid_on(day) and (at.valid_from is None or at.valid_from <= day):
        at = by_id[at.successor] if at.successor else None  # later than the plan: what it became
    if at and at.valid_on(day):
        return at.name
    then = {found.name for found in provinces() if found.valid_on(day) and of in _successors(found)}
    return then.pop() if len(then) == 1 else None


def _days(issued: str | None) -> tuple[date | None, ...]:
    """The first and the last day that an ISO text of day, month or year can mean."""
    parts = [int(part) for part in (issued or "").split("-") if part]
    if not parts:
        return (None,)
    if len(parts) == 3:
        return (date(*parts),)
    months = (parts[1], parts[1]) if len(parts) == 2 else (1, 12)
    return (date(parts[0], months[0], 1), date(parts[0], months[1], 28))


def _before_ranks(of: str) -> str:
    """The first of the identities that a territory had under its ranks."""
    earlier = {row["to_id"]: row["from_id"] for row in rows("province_succession") if row["change"] == "rank"}
    while of in earlier:
        of = earlier[of]
    return of


@functools.cache
def _by_id() -> dict[str, Province]:
    return {of.id: of for of in provinces()}


def _successors(of: Province) -> set[str]:
    found: set[str] = set()
    while of.successor:
        of = _by_id()[of.successor]
        found.add(of.id)
    return found
