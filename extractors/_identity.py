"""Which document a citation means: certain, ambiguous with its candidates, or unknown."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from data import rows
from normalizers.alphabet import tone_on_first
from normalizers.legal_documents import is_slip, legal_id, registry

AMENDED = re.compile(r"\bLuật ", re.I)
SEVERAL = 4  # "Luật sửa đổi … của Luật A, Luật B và Luật C": the amending law and three that it amends

Resolution = Literal["resolved", "ambiguous", "unknown"]


@dataclass(frozen=True, slots=True)
class Identity:
    """The identity of a document, or why there is none."""

    resolution: Resolution
    legal_id: str | None = None
    candidates: tuple[str, ...] = ()


@functools.lru_cache(maxsize=16384)
def identify(canonical: str, issuer: str | None, issued: str | None, province: str | None) -> Identity:
    """The identity of a numbered document from its issuer and the date given (ISO, in full or in part).

    A number without year needs a date: without one it is ambiguous if the registry knows candidates, else unknown.
    """
    found = legal_id(canonical, issuer, int(issued[:4]) if issued else None, province)
    if found and not is_slip(found, issuer):
        return Identity("resolved", found)
    known = tuple(document.legal_id for document in registry().candidates(canonical))
    return Identity("ambiguous" if known else "unknown", None, known)


@functools.lru_cache(maxsize=4096)
def identify_named(name: str, issued: str | None) -> Identity:
    """The identity of a law by its name and the day given with it; by name alone it stays ambiguous: laws are made anew."""
    known = _laws().get(_key(name), ())
    if not known:
        return Identity("unknown")
    if (
        len(known) == 1 and len(AMENDED.findall(name)) >= SEVERAL
    ):  # a list of laws amended together is no second time the same
        return Identity("resolved", known[0][0])
    of_day = tuple(number for number, day in known if issued and day and day.isoformat().startswith(issued))
    if len(of_day) == 1:
        return Identity("resolved", of_day[0])
    return Identity("ambiguous", None, tuple(number for number, _ in known))


def _key(name: str) -> str:
    return " ".join(tone_on_first(name).lower().split())


@functools.cache
def _laws() -> Mapping[str, tuple[tuple[str, date | None], ...]]:
    found: dict[str, dict[str, date | None]] = {}
    for row in rows("laws"):
        if row["number"] and row["verified"] != "no":
            day = date.fromisoformat(row["issued_on"]) if len(row["issued_on"]) == len("2010-06-08") else _registered(row)
            numbers = found.setdefault(_key(row["name"]), {})
            numbers[row["number"]] = numbers.get(row["number"]) or day
    return {name: tuple(numbers.items()) for name, numbers in found.items()}


def _registered(law: Mapping[str, str]) -> date | None:
    """The day that the registry knows of a law of which the names' own table has none."""
    known = registry().get(law["number"])
    return known.issued_on if known and known.verified != "no" else None


def issuer_on_record(canonical: str, issued: str | None) -> str | None:
    """The issuer that the registry names for a number, if all its documents that fit the date agree on one."""
    fitting = [
        document
        for document in registry().candidates(canonical)
        if document.issuer
        and (issued is None or document.issued_on is None or document.issued_on.isoformat().startswith(issued))
    ]
    issuers = {document.issuer for document in fitting}
    return issuers.pop() if len(issuers) == 1 else None
