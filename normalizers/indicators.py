"""Indicators: which canonical measure the words of a target mean; none where that is not sure."""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from data import rows
from normalizers.alphabet import tone_on_first
from normalizers.wordings import any_of

FLOOR = 0.66  # below it two wordings share too little to be the same measure
MARGIN = 0.05  # the best must lead the next indicator by this much
NEAR = 0.90  # from here on a lead is not asked for: the wording is the canonical one but for small words
RANKED = "xếp hạng"
RANK_UNITS = frozenset(
    ("bậc", "hạng", "thứ hạng", "thứ bậc", "vị trí", "nước", "quốc gia", "tỉnh", "tỉnh, thành phố", "địa phương")
)
WORD = re.compile(r"[^\W_]+")
EXCEPTED = r"\((?:trừ|không bao gồm|tối thiểu|bao gồm)[^()]*\)|,? trừ [^,;]*"  # "(trừ hồ sơ mật)", ", trừ văn bản mật"
BY_LAW = r"(?<!\w)theo (?:đúng )?quy định(?: của pháp luật)?(?: tại [^,;]*)?"
BY_ACT = r"(?<!\w)theo (?:\S+ ){1,3}số \d+[^,;]*"  # "theo Quy định số 12-QĐ/TW ngày …" names who asks, not what is measured
IN_YEAR = r"(?<!\w)(?:so với|hơn|vào|trong|đến|hết) (?:cùng kỳ |cuối |hết )?năm (?:\d{4}|trước)|(?<!\w)năm \d{4}"
# "kim ngạch xuất khẩu tăng", "… giảm so với năm trước": how it grows, not how much it is | not "giảm tỷ lệ hộ nghèo"
GROWS = re.compile(
    r"(?<!\w)(?:tốc|nhịp) độ (?P<rate>tăng|giảm)(?! trưởng)"
    r"|(?<!\w)(?P<way>tăng|giảm)(?: thêm| bình quân| trung bình)?(?: hằng năm| so với .*)?$"
)
ASIDE = re.compile(rf"{EXCEPTED}|{BY_ACT}|{BY_LAW}|{IN_YEAR}")  # does not change what is measured


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
    """An indicator and how near the words come to it, 0 to 1."""

    indicator_id: str
    score: float


@dataclass(frozen=True, slots=True)
class _Wording:
    """One way to name an indicator, as the weights of its words and pairs of words, and its qualifiers."""

    indicator_id: str
    weights: Mapping[str, float]
    qualifiers: frozenset[str]


@functools.cache
def indicators() -> dict[str, Indicator]:
    """The canonical indicators by id."""
    columns = ("indicator_id", "name", "title_en", "field", "unit", "direction")
    return {row["indicator_id"]: Indicator(**{column: row[column] for column in columns}) for row in rows("indicators")}


def indicator_of(metric: str, unit: str | None) -> str | None:
    """The id of the indicator that a target measures; None where none is near enough or two are equally near."""
    best = candidates(metric, unit)[:2]
    if not best or best[0].score < FLOOR:
        return None
    if len(best) > 1 and best[0].score < NEAR and best[0].score - best[1].score < MARGIN:
        return None
    return best[0].indicator_id


@functools.lru_cache(maxsize=4096)
def candidates(metric: str, unit: str | None) -> tuple[Match, ...]:
    """The indicators that the words may mean, nearest first; one whose qualifiers or unit differ is none."""
    words = normal(metric)
    exact = _exact().get(words)
    if exact is not None and _same_kind(exact, unit):
        return (Match(exact, 1.0),)
    terms = _weighed(words)
    qualifiers = _qualifiers(words, unit)
    best: dict[str, float] = {}
    for wording in _near(terms):
        if wording.qualifiers != qualifiers or not _same_kind(wording.indicator_id, unit):
            continue
        score = sum(weight * terms.get(term, 0.0) for term, weight in wording.weights.items())
        if score > best.get(wording.indicator_id, 0.0):
            best[wording.indicator_id] = score
    return tuple(
        sorted((Match(name, score) for name, score in best.items()), key=lambda match: (-match.score, match.indicator_id))
    )


def normal(words: str) -> str:
    """A metric in one form: lower case, modern tone marks, abbreviations written out, asides left out."""
    for short, full in _abbreviations():
        words = short.sub(full, words)
    plain = tone_on_first(words.lower()).replace("tỉ lệ", "tỷ lệ").replace("tỉ trọng", "tỷ trọng")
    return " ".join(WORD.findall(ASIDE.sub(" ", plain)))


@functools.cache
def _abbreviations() -> tuple[tuple[re.Pattern[str], str], ...]:
    found = ((row["short"], row["full"]) for row in rows("indicator_abbreviations"))
    return tuple((re.compile(rf"(?<!\w){re.escape(short)}(?!\w)"), full) for short, full in found)


@functools.cache
def _empty() -> frozenset[str]:
    """Words that tell nothing of what is measured."""
    return frozenset(row["word"] for row in rows("clause_words") if row["role"] == "tells nothing")


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
    telling = [word for word in words.split() if word not in _empty()]
    return Counter((*telling, *map(" ".join, itertools.pairwise(telling))))


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
        term: (1 + math.log(count)) * rarity.get(term, unknown) * (0.5 if " " in term else 1.0)
        for term, count in _terms(words).items()
    }
    length = math.sqrt(sum(weight * weight for weight in raw.values())) or 1.0
    return {term: weight / length for term, weight in raw.items()}


@functools.cache
def _wordings() -> tuple[tuple[_Wording, ...], dict[str, tuple[int, ...]]]:
    """The names with their weights, and for each word the names that hold it."""
    found = tuple(_Wording(name, _weighed(words), _qualifiers(words)) for name, words in _names())
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


@functools.cache
def _qualifier_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(_same_as())})(?!\w)")


@functools.cache
def _same_as() -> dict[str, str]:
    """The qualifiers and the one form of those that say the same: hạng, bậc → xếp hạng."""
    return {normal(row["phrase"]): normal(row["same_as"] or row["phrase"]) for row in rows("indicator_qualifiers")}


def _qualifiers(words: str, unit: str | None = None) -> frozenset[str]:
    """The words that keep measures apart: trực tuyến, đúng hạn, toàn trình, người dân, cấp xã …"""
    said = {_same_as()[phrase] for phrase in _qualifier_pattern().findall(words)}
    if grows := GROWS.search(words):
        said.add(grows["rate"] or grows["way"])
    return frozenset({*said, RANKED} if unit is not None and unit.lower() in RANK_UNITS else said)


def _same_kind(name: str, unit: str | None) -> bool:
    """Whether a unit fits an indicator: a share is no count, and a rank is no score."""
    of = indicators()[name].unit
    if unit is None:
        return not of.startswith("%") or of == "%"
    if of == "thứ hạng" or unit.lower() in RANK_UNITS:
        return of == "thứ hạng" and unit.lower() in RANK_UNITS
    return unit.startswith("%") == of.startswith("%")
