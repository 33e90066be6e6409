"""What a number counts or measures: the unit behind it, of which kind it is, on what a rate is counted."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from enum import StrEnum

from data import rows
from normalizers.comparators import Comparison
from normalizers.numerals import DIGITS, MEASURES
from normalizers.wordings import any_of, clause_words


class UnitKind(StrEnum):
    """What a unit counts or measures."""

    PERCENT = "percent"
    EVENT = "event"
    PRODUCT = "product"
    FACILITY = "facility"
    ACTOR = "actor"
    TERRITORY = "territory"
    LIST = "list"  # counts what a text sets out: "04 nội dung"
    RATE = "rate"
    RANK = "rank"
    POINTS = "points"
    DURATION = "duration"
    AGE = "age"
    GRADE = "grade"  # what a thing is rated: "4 sao"
    MONEY = "money"
    MEASURE = "measure"
    UNKNOWN = "unknown"  # a word that data/counted_nouns.csv does not hold


MEASURED = frozenset({UnitKind.PERCENT, UnitKind.RATE, UnitKind.RANK, UnitKind.POINTS, UnitKind.DURATION, UnitKind.MEASURE,
                      UnitKind.MONEY, UnitKind.AGE})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity and its words: text[number_start:number_end] is the number, text[start:end] all of it with its bounds.

    value, value_max: of a range both, else value only; unit: as written, "%" for every way to say percent;
    base_value: where it rises or falls from ("từ 60 % lên 80 %"); per: the rate behind the unit ("/năm", "mỗi năm").
    """

    value: float
    value_max: float | None
    unit: str
    kind: UnitKind
    comparison: Comparison
    start: int
    number_start: int
    number_end: int
    unit_end: int
    end: int
    base_value: float | None = None
    per: str = ""
    certain: bool = True
    in_words: bool = False


PERCENT = r" ?(?:%(?![0o](?!\w))|phần trăm(?!\w))"  # "5%" | not "0,3%0", a per mille
PERCENT_SIGN = re.compile(PERCENT)  # " %", "phần trăm" | not "phần"
PER_MILLE = re.compile(r" ?(?:‰|%[0o](?!\w)|phần nghìn(?!\w))")
# the second number of a range: "8m2" | not "8a", "8/5"
NUMBER = rf"\d+(?:[.,]\d+)?(?=(?:{MEASURES})(?!\w)|(?![\w/]|[.,]\d))"
# a unit said twice: "1,5 cm - 2 cm", "40 triệu đồng lên 60 triệu đồng"
NOUN = r"(?P<noun> ?[^\W\d_][\w/]*(?: [^\W\d_]\w*){0,2})"
AGAIN = r"(?(noun)(?=(?P=noun)(?!\w)))"
# "20-30%", "20 % đến 30 %", "16 - 18" | a range of years is no quantity and is left out by the caller's unit rules
RANGE = re.compile(rf"(?:(?P<first>{PERCENT})|{NOUN})?(?:\s?[-–—~]\s?|\s(?:đến|tới)\s)(?P<second>{NUMBER})(?!-\d){AGAIN}")
OTHER_WORD = r"(?!t[ỷỉ] (?:lệ|trọng|suất|số)(?!\w))"  # "tỷ lệ" counts no thousand millions
FALLBACK = re.compile(r" ([^\W\d_]+)")


def unit_behind(text: str, at: int) -> tuple[str, UnitKind, int]:
    """The unit behind a number: a known noun, several joined by commas or a slash, else one unknown word."""
    pattern, kinds = _nouns()
    match = pattern.match(text, at)
    if match:
        kind = kinds[_first_noun(match["noun"], kinds)]
        if kind not in (UnitKind.PRODUCT, UnitKind.ACTOR, UnitKind.TERRITORY) or DIGITS.search(match["more"]):
            end = match.start("more")
            return text[match.start("noun") : end], kind, end
        return match["noun"], kind, match.end("noun")
    word = FALLBACK.match(text, at)
    if word and word[1].lower() not in _function_words():
        return word[1], UnitKind.UNKNOWN, word.end()
    return "", UnitKind.UNKNOWN, at


def _first_noun(words: str, kinds: dict[str, UnitKind]) -> str:
    """The longest known noun that the words begin with."""
    words = words.lower()
    while words and words not in kinds:
        words = words[: max(words.rfind(mark) for mark in " ,/")] if any(mark in words for mark in " ,/") else ""
    return words


@functools.cache
def rate() -> re.Pattern[str]:
    """A rate behind a unit: "/năm", "/1.000 dân", "trên 10.000 dân", "mỗi quý" | not "/QĐ"."""
    period = r" (?:mỗi|một|trên|hằng|hàng|trong) (?:năm|quý|tháng|tuần)(?!\w)(?! \d)"
    return re.compile(rf" ?(?:(?:/ ?(?:{clause_words('per')})(?!\w))+|{period}| trên {bases().pattern})", re.IGNORECASE)


@functools.cache
def bases() -> re.Pattern[str]:
    """What a rate is counted on: "100.000 dân", "1.000 trẻ đẻ sống" | not "dân", "năm"."""
    found = (row["word"] for row in rows("clause_words") if row["role"] == "per" and row["word"][0].isdigit())
    return re.compile(rf"(?:{any_of(found)})(?!\w)", re.IGNORECASE)


@functools.cache
def _function_words() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("clause_words") if row["role"] == "function")


@functools.cache
def _nouns() -> tuple[re.Pattern[str], dict[str, UnitKind]]:
    """The counted nouns as one pattern behind a number, longest first; their kinds by lower case."""
    kinds = {row["noun"].lower(): UnitKind(row["kind"]) for row in rows("counted_nouns")}
    parts = any_of(kinds)
    one = rf"{OTHER_WORD}(?:{parts})(?![\w²³])"
    other = rf"(?:/(?!(?:{clause_words('per')})(?!\w))(?:{parts})(?!\w))?"  # "khóa/lớp" | not "bài/tháng"
    return re.compile(rf" ?(?P<noun>{one}{other}(?P<more>(?:, (?!số ){one}(?! \d))*))", re.IGNORECASE), kinds
