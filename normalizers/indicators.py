"""Indicators: which canonical measure the words of a target mean; none where that is not sure."""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from data import rows
from normalizers.indicator_words import RANKED, normal, qualifiers, telling
from normalizers.measures import UnitKind, unit_behind

FLOOR: Final = 0.60  # below it two wordings share too little to be the same measure
MARGIN: Final = 0.05  # the best must lead the next indicator by this much
NEAR: Final = 0.90  # from here on no lead is asked for: hardly a word stands beside the name
SHORT: Final = 5  # telling words; what is said beyond so short a name narrows it: "lao động qua đào tạo kỹ năng số"
PAIR: Final = " "  # between two neighbours that are one term
RANK: Final = "thứ hạng"
FOREIGN = re.compile(r"usd|đô la", re.IGNORECASE)
THOUSANDS = re.compile(r"(?:nghìn|ngàn|triệu|tỷ|tỉ) (?!đồng|usd|đô)", re.IGNORECASE)  # "triệu lượt khách" | not "triệu đồng"
RANK_UNITS: Final = frozenset(
    ("bậc", "hạng", "thứ hạng", "thứ bậc", "vị trí", "nước", "quốc gia", "tỉnh", "tỉnh, thành phố", "địa phương")
)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A canonical measure; direction says whether more is better ("up") or less ("down")."""

    indicator_id: str
    name: str
    title_en: str
    field: str
    unit: str
    direction: str


@dataclass(frozen=True, slots=True)
class Match:
    """An indicator, how near the words come to its nearest name, 0 to 1, and whether that is enough to mean it."""

    indicator_id: str
    score: float
    sure: bool


@dataclass(frozen=True, slots=True)
class _Wording:
    """One way to name an indicator, as the weights of its words and pairs of words, and its qualifiers."""

    indicator_id: str
    weights: Mapping[str, float]
    qualifiers: frozenset[str]

    def match(self, terms: Mapping[str, float]) -> Match:
        """How near the weighed terms of a metric come to it.

        A word of a name that is left out, or stands for another, makes another measure of most: thu, chi ngân sách.
        """
        words = [term for term in self.weights if PAIR not in term]
        known = {*terms, *PAIR.join(self.qualifiers).split(PAIR)}  # what keeps measures apart is the same in both
        score = sum(weight * terms.get(term, 0.0) for term, weight in self.weights.items())
        enough = score >= (FLOOR if len(words) > SHORT else NEAR)
        return Match(self.indicator_id, score, enough and known.issuperset(words))


@functools.cache
def indicators() -> dict[str, Indicator]:
    """The canonical indicators by id."""
    columns = ("indicator_id", "name", "title_en", "field", "unit", "direction")
    return {row["indicator_id"]: Indicator(**{column: row[column] for column in columns}) for row in rows("indicators")}


def indicator_of(metric: str, unit: str | None) -> str | None:
    """The id of the indicator that a target measures; None where none is near enough or two are equally near."""
    near = candidates(metric, unit)
    best = next((match for match in near if match.sure), None)
    if best is None:
        return None
    if best.score < NEAR and any(best.score - other.score < MARGIN for other in near if other is not best):
        return None
    return best.indicator_id


@functools.lru_cache(maxsize=4096)
def candidates(metric: str, unit: str | None) -> tuple[Match, ...]:
    """The indicators that the words may mean, nearest first; one whose qualifiers or unit differ is none."""
    words = normal(metric)
    exact = _exact().get(words)
    if exact is not None and _fits(unit, exact, words):
        return (Match(exact, 1.0, sure=True),)
    if _ranks(unit) and RANKED not in qualifiers(words):
        words = f"{RANKED} {words}"
    terms = _weighed(words)
    said = qualifiers(words)
    best: dict[str, Match] = {}
    for wording in _near(terms):
        if wording.qualifiers != said or not _fits(unit, wording.indicator_id, words):
            continue
        match = wording.match(terms)
        known = best.get(wording.indicator_id)
        if known is None or (match.sure, match.score) > (known.sure, known.score):
            best[wording.indicator_id] = match
    return tuple(sorted(best.values(), key=lambda match: (-match.score, match.indicator_id)))


@functools.cache
def _names() -> tuple[tuple[str, str], ...]:
    """Every way to name an indicator, in its normal form, with the indicator's id."""
    titles = ((row["indicator_id"], row["name"]) for row in rows("indicators"))
    others = ((row["indicator_id"], row["synonym"]) for row in rows("indicator_synonyms"))
    return tuple(dict.fromkeys((name, normal(words)) for name, words in (*titles, *others)))


@functools.cache
def _exact() -> dict[str, str]:
    """Names that belong to one indicator alone."""
    owners: dict[str, set[str]] = {}
    for name, words in _names():
        owners.setdefault(words, set()).add(name)
    return {words: next(iter(names)) for words, names in owners.items() if len(names) == 1}


def _terms(words: str) -> Counter[str]:
    """The telling words of a name and the pairs of neighbours."""
    told = telling(words)
    return Counter((*told, *map(PAIR.join, itertools.pairwise(told))))


@functools.cache
def _rarity() -> tuple[dict[str, float], float]:
    """How much a term tells: the rarer among the indicators the more; and the weight of a term that none has."""
    holders: Counter[str] = Counter()
    seen: dict[str, set[str]] = {}
    for name, words in _names():
        seen.setdefault(name, set()).update(_terms(words))
    for terms in seen.values():
        holders.update(terms)
    return {term: math.log(1 + len(seen) / count) for term, count in holders.items()}, math.log(1 + len(seen) / 8)


def _weighed(words: str) -> dict[str, float]:
    """The terms of a name with weights of length one; a pair weighs half a word."""
    rarity, unknown = _rarity()
    raw = {
        term: (1 + math.log(count)) * rarity.get(term, unknown) * (0.5 if PAIR in term else 1.0)
        for term, count in _terms(words).items()
    }
    length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
    return {term: weight / length for term, weight in raw.items()}


@functools.cache
def _wordings() -> tuple[tuple[_Wording, ...], dict[str, tuple[int, ...]]]:
    """The names with their weights, and for each word the names that hold it."""
    found = tuple(_Wording(name, _weighed(words), qualifiers(words)) for name, words in _names())
    holders: dict[str, list[int]] = {}
    for index, wording in enumerate(found):
        for term in wording.weights:
            holders.setdefault(term, []).append(index)
    return found, {term: tuple(indexes) for term, indexes in holders.items()}


def _near(terms: Mapping[str, float]) -> Iterator[_Wording]:
    """The names that share a term."""
    found, holders = _wordings()
    for index in sorted({index for term in terms for index in holders.get(term, ())}):
        yield found[index]


def _fits(unit: str | None, name: str, words: str) -> bool:
    """Whether a unit fits an indicator: a share is no count, a rank no score, money no hectares, a number no rate."""
    of = indicators()[name].unit
    if unit is None:
        return not of.startswith("%") or of == "%"
    if of == RANK or _ranks(unit):
        return of == RANK and _ranks(unit)
    if unit.startswith("%") or of.startswith("%"):
        return unit.startswith("%") == of.startswith("%")
    _, _, counted_on = of.partition("/")
    return _matter(unit) == _matter(of) and (not counted_on or "/" in unit or counted_on.split()[-1] in words.split())


def _ranks(unit: str | None) -> bool:
    return unit is not None and unit.lower() in RANK_UNITS


@functools.lru_cache(maxsize=1024)
def _matter(unit: str) -> UnitKind | str:
    """What a unit counts in: a currency, a measure, places, time; else people, things or whatever is named."""
    _, kind, _ = unit_behind(THOUSANDS.sub("", unit), 0)
    if kind is UnitKind.MONEY:
        return "USD" if FOREIGN.search(unit) else "đồng"
    return kind if kind in (UnitKind.MEASURE, UnitKind.TERRITORY, UnitKind.DURATION, UnitKind.AGE) else UnitKind.UNKNOWN
