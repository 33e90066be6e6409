"""Quantities in Vietnamese administrative prose: number or range, unit, comparator; spans in the text that was given."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from data import rows
from normalizers.comparators import Comparison, comparison
from normalizers.numerals import DIGITS, FREE_BEFORE, Numeral, numerals, value_of
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


WHOLE = r"\d{1,3}(?:\.\d{3})*"
PERCENT = r" ?(?:%|phần trăm(?!\w))"
PERCENT_SIGN = re.compile(PERCENT)  # " %", "phần trăm" | not "phần"
# "20-30%", "20 % đến 30 %", "16 - 18" | a range of years is no quantity and is left out by the caller's unit rules
RANGE = re.compile(rf"(?P<first>{PERCENT})?(?:\s?[-–—~]\s?|\s(?:đến|tới)\s)(?P<second>\d+(?:[.,]\d+)?)(?![\w/]|[.,]\d|-\d)")
CHANGE = re.compile(
    rf"(?P<unit>{PERCENT})?(?P<aside>(?: \(?(?:vào |của )?(?:năm|quý|tháng) [\d/]+\)?)?) "
    r"(?P<way>lên|lên đến|lên tới|xuống|xuống còn|còn)(?: (?P<bound>trên|dưới|tối thiểu|ít nhất|tối đa))? "
    r"(?P<second>\d+(?:[.,]\d+)?)(?![\w/]|[.,]\d)"
)
SCALE = re.compile(r" (nghìn|ngàn|triệu|tỷ|tỉ)(?: (triệu|tỷ|tỉ))?(?!\w)(?! (?:đồng|USD|đô la))(?! (?:lệ|trọng))")
SCALES = {"nghìn": 1e3, "ngàn": 1e3, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9}
HALF = re.compile(r"(?<!\w)(?:một nửa|(?<![\d/])1/2) (?=(?:số|tổng|tỷ lệ|tỉ lệ)(?: số)? )", re.IGNORECASE)
TIMES = re.compile(r"(?<!\w)gấp (đôi|rưỡi|ba|bốn|năm|mười)(?: lần)?(?!\w)", re.IGNORECASE)
TIMES_VALUES = {"đôi": 2.0, "rưỡi": 1.5, "ba": 3.0, "bốn": 4.0, "năm": 5.0, "mười": 10.0}
PLACED = r"(?:(?:nằm|thuộc|lọt|xếp|đứng) )?(?:(?:trong|vào|thuộc) )?"
PEER = "tỉnh|địa phương|đơn vị|nước|quốc gia|bộ|sở|thành phố|huyện|xã|phường"
PEERS = rf"(?P<unit>(?:{PEER})(?:, (?:thành phố|tỉnh|phường|đặc khu))?)"
AHEAD = r"(?= (?:\S+ ){0,8}?(?:dẫn đầu|đứng đầu|hàng đầu|tốt|cao|khá|đầu)(?!\w)|[.,;)]|$)"
# "nằm trong nhóm 10 tỉnh dẫn đầu", "top 5" | not "nhóm 5 giải pháp trọng tâm"
LEADING = re.compile(rf"(?<!\w){PLACED}(?:nhóm|top|tốp) (?P<number>\d{{1,3}})(?: {PEERS})?{AHEAD}", re.IGNORECASE)
# "xếp thứ 12/34", "xếp hạng từ thứ 10 trở lên" | not "lần thứ 10"
RANKED = re.compile(
    r"(?<!\w)(?P<verb>xếp|đứng|đạt|xếp hạng|vị trí|thứ hạng)(?: từ)?(?: vị trí| hạng| xếp hạng)?(?: thứ| hạng) "
    r"(?P<number>\d{1,3})(?:/\d{1,3})?(?P<up> trở lên)?(?![\w/.])",
    re.IGNORECASE,
)
# "95/141 xã", "80/100 điểm" | not "ngày 10/12", "trước 6/2027"
PART = re.compile(
    rf"(?<!ngày )(?<!tháng )(?<!trước )(?<!sau ){FREE_BEFORE}(?P<number>{WHOLE})/(?P<whole>{WHOLE})(?= [^\W\d])",
    re.IGNORECASE,
)
# "45/100.000 trẻ đẻ sống" | not "95/141 xã"
IN_RATE = re.compile(rf"{FREE_BEFORE}(?P<number>\d+(?:,\d+)?) ?/ ?(?=1[0.]{{2,8}} )")
# "do tai nạn trên 100.000 dân" says of how many | not "có trên 100.000 dân"
OF_HOW_MANY = re.compile(
    r"(?<!có )(?<!đạt )(?<!cho )(?<!với )(?<!mô )(?<!số )(?<!là )(?<!từ )(?:tính )?trên $", re.IGNORECASE
)
COUNTED_IN_PARTS = frozenset({UnitKind.TERRITORY, UnitKind.FACILITY, UnitKind.ACTOR, UnitKind.PRODUCT, UnitKind.POINTS})
GROUPED = re.compile(r"\d{1,3}\.\d{3}(?!\d)")  # "68.000" | not "12.5"
NAME_SPAN = 60  # characters before a number in which a word can name it, with the list that it is part of
FALLBACK = re.compile(r" ([^\W\d_]+)")


@functools.cache
def _named() -> re.Pattern[str]:
    """A word that makes the next number a name: "mức độ 4", "Điều 12", a list too: "mức độ 3, 4" | not "mỗi năm 02"."""
    names = clause_words("names numbers", "names a number")
    goes_on = r"(?: \d+(?:[.,]\d+)?(?:,| và| hoặc| đến| -))*"
    return re.compile(
        rf"(?<!\w)(?<!mỗi )(?<!hằng )(?<!hàng )(?<!nâng )(?<!cung )(?P<name>{names}){goes_on} $", re.IGNORECASE
    )


@functools.cache
def _names_one() -> re.Pattern[str]:
    """A word that makes a name of one number in digits: "mức 4" | not "mức bốn"."""
    return re.compile(clause_words("names a number"), re.IGNORECASE)


@functools.cache
def _per() -> re.Pattern[str]:
    """A rate behind a unit: "/năm", "/1.000 dân", "trên 10.000 dân", "mỗi quý" | not "/QĐ"."""
    period = r" (?:mỗi|một|trên|hằng|hàng|trong) (?:năm|quý|tháng|tuần)(?!\w)(?! \d)"
    return re.compile(rf" ?(?:(?:/ ?(?:{clause_words('per')})(?!\w))+|{period}| trên {_bases().pattern})", re.IGNORECASE)


@functools.cache
def _bases() -> re.Pattern[str]:
    """What a rate is counted on: "100.000 dân", "1.000 trẻ đẻ sống" | not "dân", "năm"."""
    bases = (row["word"] for row in rows("clause_words") if row["role"] == "per" and row["word"][0].isdigit())
    return re.compile(rf"(?:{any_of(bases)})(?!\w)", re.IGNORECASE)


@functools.cache
def _function_words() -> frozenset[str]:
    return frozenset(row["word"] for row in rows("clause_words") if row["role"] == "function")


@functools.cache
def _nouns() -> tuple[re.Pattern[str], dict[str, UnitKind]]:
    """The counted nouns as one pattern behind a number, longest first; their kinds by lower case."""
    kinds = {row["noun"].lower(): UnitKind(row["kind"]) for row in rows("counted_nouns")}
    parts = any_of(kinds)
    one = rf"(?:{parts})(?![\w²³])"
    other = rf"(?:/(?!(?:{clause_words('per')})(?!\w))(?:{parts})(?!\w))?"  # "khóa/lớp" | not "bài/tháng"
    return re.compile(rf" ?(?P<noun>{one}{other}(?P<more>(?:, {one})*))", re.IGNORECASE), kinds


def quantities(text: str) -> Iterator[Quantity]:
    """The quantities of a text in its order: percentages, and numbers with a counted noun or a bounding word."""
    found = [*_ranks(text), *_rates_on(text), *_parts(text), *_in_digits(text), *_in_words(text)]
    done = 0
    for quantity in sorted(found, key=lambda quantity: quantity.number_start):
        if quantity.number_start >= done:
            yield quantity
            done = quantity.end


def _in_digits(text: str) -> Iterator[Quantity]:
    done = 0
    for number in numerals(text):
        if number.start < done:
            continue
        quantity = _read(text, number)
        if quantity is not None:
            done = quantity.unit_end
            yield quantity


def _in_words(text: str) -> Iterator[Quantity]:
    """Numbers in words count only with a bounding word or a rate: "một" alone is an article."""
    for number in numerals(text, in_words=True):
        quantity = _read(text, number)
        if quantity is None or quantity.kind is UnitKind.UNKNOWN:
            continue
        if (quantity.comparison.is_bound and quantity.comparison.comparator in (">=", "<=")) or (
            quantity.kind is UnitKind.RATE and quantity.per
        ):
            yield quantity
    for match in HALF.finditer(text):
        said = comparison(text, match.start(), match.end())
        spot = match.end() - 1
        yield Quantity(50, None, "%", UnitKind.PERCENT, said, said.start(match.start()), match.start(), spot, spot, spot,
                       in_words=True)  # fmt: skip
    for match in TIMES.finditer(text):
        value = TIMES_VALUES[match[1].lower()]
        said = comparison(text, match.start(), match.end())
        yield Quantity(value, None, "lần", UnitKind.RATE, said, said.start(match.start()), match.start(), match.end(),
                       match.end(), match.end(), in_words=True)  # fmt: skip


def _ranks(text: str) -> Iterator[Quantity]:
    """Places in a ranking; the smaller the better, so "trong nhóm 10 tỉnh dẫn đầu" is <= 10."""
    for match in (*LEADING.finditer(text), *RANKED.finditer(text)):
        grouped = match.re is LEADING
        if not grouped and _rates(text, match.end("number")):
            continue  # "đạt hạng 4 sao"
        spans = () if grouped else ((match.end("verb"), match.start("number")),)
        said = Comparison("<=" if grouped or match["up"] else "=", spans, True)
        unit = (match["unit"] if grouped else None) or "thứ hạng"
        start = match.start()
        end = match.end("unit") if grouped and match["unit"] else match.end()
        yield Quantity(
            float(match["number"]),
            None,
            unit,
            UnitKind.RANK,
            said,
            start,
            match.start("number"),
            match.end("number"),
            end,
            end,
        )


def _rates_on(text: str) -> Iterator[Quantity]:
    """Cases among so many: "xuống dưới 45/100.000 trẻ đẻ sống"."""
    for match in IN_RATE.finditer(text):
        value, base = value_of(match["number"]), _bases().match(text, match.end())
        if base is None or value is None:
            continue
        start, end = match.span("number")
        said = comparison(text, start, end, base.end())
        yield Quantity(value, None, text[end : base.end()].strip(), UnitKind.RATE, said, said.start(start), start, end,
                       base.end(), said.end(base.end()))  # fmt: skip


def _parts(text: str) -> Iterator[Quantity]:
    """Counts with the number of all that there are: "95/141 xã" are 95."""
    for match in PART.finditer(text):
        value, whole = value_of(match["number"]), value_of(match["whole"])
        unit, kind, unit_end = _unit(text, match.end())
        if value is None or whole is None or value > whole or kind not in COUNTED_IN_PARTS:
            continue
        said = comparison(text, match.start(), match.end(), unit_end)
        yield Quantity(value, None, unit, kind, said, said.start(match.start()), match.start(), match.end(),
                       unit_end, said.end(unit_end))  # fmt: skip


def _rates(text: str, at: int) -> bool:
    """Whether what follows a number, or the range that it opens, is a grade: "3 - 4 sao"."""
    span = RANGE.match(text, at)
    return _unit(text, span.end("second") if span else at)[1] is UnitKind.GRADE


def _read(text: str, number: Numeral) -> Quantity | None:
    """The quantity that a number begins, None if the number is a name, a date or counts nothing."""
    value, value_max, base = number.value, None, None
    end = number.end
    shared_unit = ""
    rise = CHANGE.match(text, end)
    span = None if rise else RANGE.match(text, end)
    if rise and (second := value_of(rise["second"])) is not None:
        base, value, end, shared_unit = value, second, rise.end("second"), rise["unit"] or ""
    elif span and (second := value_of(span["second"])) is not None and not _years(value, second):
        value_max, end, shared_unit = second, span.end("second"), span["first"] or ""
    percent = PERCENT_SIGN.match(text, end)
    if percent or shared_unit:
        unit_end = percent.end() if percent else end
        unit, kind = "%", UnitKind.PERCENT
    else:
        if _is_name(text, number, value) or _is_base(text, number):
            return None
        scale = SCALE.match(text, end)
        if scale:
            by = SCALES[scale[1]] * SCALES.get(scale[2], 1)  # "2 nghìn triệu quả" are as many as 2 tỷ
            value, end = value * by, scale.end()
            value_max = None if value_max is None else value_max * by
        unit, kind, unit_end = _unit(text, end)
    at = rise.start("second") if rise else number.start
    said = comparison(text, at, end, unit_end)
    if rise:
        risen = comparison(text, number.start, number.end).spans
        said = Comparison(said.comparator, (*risen, *said.spans, (rise.start("way"), rise.end("way"))), said.is_bound, True)
    if span and value_max is not None and not said.is_bound:
        said = Comparison("=", said.spans, False, said.aims)
    if kind is UnitKind.UNKNOWN and not (said.is_bound or said.aims):
        return None
    rate = _per().match(text, unit_end)
    stop = said.end(rate.end() if rate else unit_end)
    start = said.start(number.start)
    per = rate[0].strip() if rate else ""
    return Quantity(value, value_max, unit, kind, said, start, number.start, end, unit_end, stop, base, per,
                    number.certain, number.in_words)  # fmt: skip


def _is_name(text: str, number: Numeral, value: float) -> bool:
    """Whether the word before makes the number a name: "Điều 12", "mức 4" | not "mức bốn", "năm 100.000 m3"."""
    named = _named().search(text[max(0, number.start - NAME_SPAN) : number.start])
    if named is None or value != int(value) or GROUPED.match(text, number.start):  # no name has a fraction or thousands
        return False
    if named["name"].lower() == "năm" and not _years(value):
        return False
    return not (number.in_words and _names_one().fullmatch(named["name"]))


def _is_base(text: str, number: Numeral) -> bool:
    """Whether a number says on how many a rate is counted: "trên 100.000 dân"."""
    return bool(
        _bases().match(text, number.start) and OF_HOW_MANY.search(text[max(0, number.start - NAME_SPAN) : number.start])
    )


def _years(*values: float) -> bool:
    """Whether numbers are years, as in 2026-2030."""
    return all(1900 <= value <= 2100 for value in values)


def _unit(text: str, at: int) -> tuple[str, UnitKind, int]:
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
