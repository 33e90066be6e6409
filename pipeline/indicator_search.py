"""Indicators by id, by one of their names or by words: what the user means, or all that it may mean."""

from __future__ import annotations

import functools

from data import rows
from normalizers.indicator_words import normal
from normalizers.indicators import Indicator, candidates, indicator_of, indicators
from pipeline.errors import UnknownName

SHOWN = 8


class UnknownIndicator(UnknownName):
    """Words that mean no indicator of data/indicators.csv, or several."""


def find_indicator(words: str) -> Indicator:
    """The one indicator that an id, a name or words mean; raises UnknownIndicator with those that may be meant."""
    found = find_indicators(words)
    if len(found) == 1:
        return found[0]
    listing = "Tất cả: kehoach indicators."
    if not found:
        near = [indicators()[match.indicator_id] for match in candidates(words, None)[:SHOWN]]
        raise UnknownIndicator(
            f"Không có chỉ tiêu nào khớp với {words!r}.", f"Gần nhất: {_listed(near)}. {listing}" if near else listing
        )
    more = f" và {len(found) - SHOWN} chỉ tiêu nữa" if len(found) > SHOWN else ""
    raise UnknownIndicator(
        f"Có {len(found)} chỉ tiêu khớp với {words!r}: {_listed(found[:SHOWN])}{more}.",
        f"Gõ mã của một trong số đó. {listing}",
    )


def find_indicators(words: str) -> tuple[Indicator, ...]:
    """The indicators that words may mean: the one of this id, else of this name, else all whose name holds every word.

    Without such, the one that the matcher of targets is sure of. The order is that of data/indicators.csv.
    """
    known = indicators()
    if words.strip().lower() in known:
        return (known[words.strip().lower()],)
    wanted = normal(words)
    if not wanted:
        return ()
    exact = {name for name, wordings in _wordings().items() if wanted in wordings}
    holding = exact or {name for name, wordings in _wordings().items() if any(_holds(one, wanted) for one in wordings)}
    if not holding and (sure := indicator_of(words, None)):
        holding = {sure}
    return tuple(indicator for name, indicator in known.items() if name in holding)


@functools.cache
def _wordings() -> dict[str, frozenset[str]]:
    """The names of every indicator in their normal form."""
    found: dict[str, set[str]] = {name: {normal(one.name)} for name, one in indicators().items()}
    for row in rows("indicator_synonyms"):
        found[row["indicator_id"]].add(normal(row["synonym"]))
    return {name: frozenset(wordings) for name, wordings in found.items()}


def _holds(wording: str, wanted: str) -> bool:
    """Whether a name holds every word that was asked for."""
    return set(wanted.split()) <= set(wording.split())


def _listed(found: list[Indicator] | tuple[Indicator, ...]) -> str:
    return "; ".join(f"{one.indicator_id} = {one.name}" for one in found)
