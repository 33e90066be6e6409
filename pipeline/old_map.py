"""Provinces over time: what the territory of a plan's province was called on another day.

Source: data/provinces.csv. A merger makes another territory, even of the same name; a change of rank does not.
"""

from __future__ import annotations

import functools
from datetime import date

from normalizers.provinces import Province, provinces


def place_on(of: str, day: date) -> str | None:
    """The name on a day of the province (by id) whose territory this is; None if it was then several provinces."""
    by_id = _by_id()
    at: Province | None = by_id[of]
    while at and not at.valid_on(day) and (at.valid_from is None or at.valid_from <= day):
        at = by_id[at.successor] if at.successor else None  # later than the plan: what it became
    if at and at.valid_on(day):
        return at.name
    then = {found.name for found in provinces() if found.valid_on(day) and of in _successors(found)}
    return then.pop() if len(then) == 1 else None


@functools.cache
def _by_id() -> dict[str, Province]:
    return {of.id: of for of in provinces()}


def _successors(of: Province) -> set[str]:
    found: set[str] = set()
    while of.successor:
        of = _by_id()[of.successor]
        found.add(of.id)
    return found
