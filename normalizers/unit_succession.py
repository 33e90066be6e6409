"""Which body took over from which: the ministries and departments merged in 2025, the end of the district level.

Source: data/unit_succession.csv; a body that kept its name in a merger is one body (data/SOURCES.md).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias, cast

from data import rows

Share: TypeAlias = Literal["whole", "part"]


@dataclass(frozen=True, slots=True)
class Heir:
    """A body that took over the whole or a part of another one's work; since None: on a day that no source gives."""

    unit_id: str
    share: Share
    since: date | None
    source: str


def heirs_on(unit_id: str, day: date) -> tuple[Heir, ...]:
    """The bodies that do a body's work on a day; empty while it still exists, or where no source says it."""
    found: dict[str, Heir] = {}
    waiting = list(_links().get(unit_id, ()))
    while waiting:
        heir = waiting.pop(0)
        if heir.since is None or heir.since > day or heir.unit_id in found:
            continue
        later = heirs_on(heir.unit_id, day)
        if later and heir.unit_id != unit_id:
            waiting += [replace(one, share="part" if heir.share == "part" else one.share) for one in later]
        else:
            found[heir.unit_id] = heir
    return tuple(found.values())


@functools.cache
def _links() -> Mapping[str, tuple[Heir, ...]]:
    found: dict[str, tuple[Heir, ...]] = {}
    for row in rows("unit_succession"):
        last = date.fromisoformat(row["last_day"]) if row["last_day"] else None
        since = date.fromordinal(last.toordinal() + 1) if last else None
        heir = Heir(row["to_id"], cast(Share, row["kind"]), since, row["source"])
        found[row["from_id"]] = (*found.get(row["from_id"], ()), heir)
    return found
