"""Quantities in Vietnamese administrative prose: number or range, unit, comparator; spans in the text that was given."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import replace

from normalizers.comparators import Comparison, bounds, comparison
from normalizers.measures import (
    AGAIN,
    NOUN,
    NUMBER,
    PER_MILLE,
    PERCENT,
    PERCENT_SIGN,
    RANGE,
    Quantity,
    UnitKind,
    bases,
    rate,
    unit_behind,
)
from normalizers.numerals import Numeral, numerals, value_of
from normalizers.rankings import parts, ranks, rates_on
from normalizers.wordings import any_of, clause_words

ASIDE = r"(?: \(?(?:(?:vào |của )?(?:năm|quý|tháng) [\d/]+|hiện nay|hiện tại)\)?)?"
MOVES = re.compile(r"(?<!\w)(?:tăng|giảm|nâng)(?: dần)? \Z", re.IGNORECASE)  # "giảm từ 4% xuống 3%": reaches a level
LONGEST_MOVE = 10  # its characters
SCALE = re.compile(r" (nghìn|ngàn|triệu|tỷ|tỉ)(?: (triệu|tỷ|tỉ))?(?!\w)(?! (?:đồng|USD|đô la))(?! (?:lệ|trọng))")
SCALES = {"nghìn": 1e3, "ngàn": 1e3, "triệu": 1e6, "tỷ": 1e9, "tỉ": 1e9}
HALF = re.compile(r"(?<!\w)(?:một nửa|(?<![\d/])1/2) (?=(?:số|tổng|tỷ lệ|tỉ lệ)(?: số)? )", re.IGNORECASE)
TIMES = re.compile(r"(?<!\w)gấp (đôi|rưỡi|ba|bốn|năm|mười)(?: lần)?(?!\w)", re.IGNORECASE)
TIMES_VALUES = {"đôi": 2.0, "rưỡi": 1.5, "ba": 3.0, "bốn": 4.0, "năm": 5.0, "mười": 10.0}
# "do tai nạn trên 100.000 dân" says of how many | not "có trên 100.000 dân"
OF_HOW_MANY = re.compile(
    r"(?<!có )(?<!đạt )(?<!cho )(?<!với )(?<!mô )(?<!số )(?<!là )(?<!từ )(?:tính )?trên $", re.IGNORECASE
)
GROUPED = re.compile(r"\d{1,3}\.\d{3}(?!\d)")  # "68.000" | not "12.5"
GREATEST = {"ngày": 31, "tháng": 12, "quý": 4}  # of the numbers that name days, months and quarters
HIGHEST = 12  # of the numbers that name kinds
NAME_SPAN = 60  # characters before a number in which a word can name it, with the list that it is part of


@functools.cache
def _change() -> re.Pattern[str]:
    """Where it changes from, and to what: "45% năm 2025 lên 60%", "20% hiện nay xuống dưới 10%", "… còn khoảng 8%"."""
    to = rf"(?P<way>lên|lên đến|lên tới|xuống|xuống còn|còn)(?: (?:{any_of(bounds())}))?"
    return re.compile(rf"(?:(?P<unit>{PERCENT})|{NOUN})?{ASIDE} {to} (?P<second>{NUMBER}){AGAIN}")


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


def quantities(text: str) -> Iterator[Quantity]:
    """The quantities of a text in its order: percentages, and numbers with a counted noun or a bounding word."""
    found = [*ranks(text), *rates_on(text), *parts(text), *_in_digits(text), *_in_words(text)]
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


def _read(text: str, number: Numeral) -> Quantity | None:
    """The quantity that a number begins, None if the number is a name, a date or counts nothing."""
    value, value_max, base = number.value, None, None
    end = number.end
    shared_unit = ""
    rise = _change().match(text, end)
    if rise and not rise["unit"] and _is_name(text, number, value):
        return None  # "đến năm 2030 còn dưới 1%"
    if rise and (second := value_of(rise["second"])) is not None:
        base, value, end, shared_unit = value, second, rise.end("second"), rise["unit"] or ""
    span = RANGE.match(text, end)  # "từ 40% lên 50 - 60%", too
    if span and (second := value_of(span["second"])) is not None and not _years(value, second):
        value_max, end, shared_unit = second, span.end("second"), span["first"] or shared_unit
    percent = PERCENT_SIGN.match(text, end)
    if percent or shared_unit:
        unit_end = percent.end() if percent else end
        unit, kind = "%", UnitKind.PERCENT
    elif mille := PER_MILLE.match(text, end):
        unit, kind, unit_end = "‰", UnitKind.PERCENT, mille.end()
    else:
        if _is_name(text, number, value) or _is_base(text, number):
            return None
        scale = SCALE.match(text, end)
        if scale:
            by = SCALES[scale[1]] * SCALES.get(scale[2], 1)  # "2 nghìn triệu quả" are as many as 2 tỷ
            value, end = value * by, scale.end()
            value_max = None if value_max is None else value_max * by
        unit, kind, unit_end = unit_behind(text, end)
    at = rise.start("second") if rise else number.start
    said = comparison(text, at, end, unit_end)
    if rise:
        risen = comparison(text, number.start, number.end).spans
        first = risen[0][0] if risen else number.start
        if moves := MOVES.search(text, max(0, first - LONGEST_MOVE), first):
            risen = (moves.span(), *risen)
        said = Comparison(said.comparator, (*risen, *said.spans, (rise.start("way"), rise.end("way"))), said.is_bound, True)
    if span and value_max is not None and not said.is_bound:
        said = Comparison("=", said.spans, False, said.aims)
    if kind is UnitKind.UNKNOWN and not (said.is_bound or said.aims):
        return None
    said = _with_rate(text, said, unit_end)
    counted_on = rate().match(text, unit_end)
    stop = said.end(counted_on.end() if counted_on else unit_end)
    start = said.start(number.start)
    per = counted_on[0].strip() if counted_on else ""
    return Quantity(value, value_max, unit, kind, said, start, number.start, end, unit_end, stop, base, per,
                    number.certain, number.in_words)  # fmt: skip


def _with_rate(text: str, said: Comparison, unit_end: int) -> Comparison:
    """The comparison with the rate behind its last word: "15 đảng viên | trở lên/năm"."""
    last = said.spans[-1] if said.spans else (0, 0)
    behind = rate().match(text, last[1]) if last[0] >= unit_end else None
    return replace(said, spans=(*said.spans[:-1], (last[0], behind.end()))) if behind else said


def _is_name(text: str, number: Numeral, value: float) -> bool:
    """Whether the word before makes the number a name: "Điều 12", "mức 4" | not "mức bốn", "năm 100.000 m3"."""
    begin = max(0, number.start - NAME_SPAN)
    named = _named().search(text[begin : number.start])
    if named is None or value != int(value) or GROUPED.match(text, number.start):  # no name has a fraction or thousands
        return False
    if named["name"].lower() == "năm" and not _years(value):
        return False
    if value > GREATEST.get(named["name"].lower(), value):
        return False  # "cây ngắn ngày 140 ha"
    if value > HIGHEST and text[: begin + named.start()].endswith(("các ", "ở ")):
        return False  # "các cấp 400 giải", "ở mức 300 ha" | not "các cấp 1, 2", "ở mức 4"
    return not (number.in_words and _names_one().fullmatch(named["name"]))


def _is_base(text: str, number: Numeral) -> bool:
    """Whether a number says on how many a rate is counted: "trên 100.000 dân"."""
    return bool(
        bases().match(text, number.start) and OF_HOW_MANY.search(text[max(0, number.start - NAME_SPAN) : number.start])
    )


def _years(*values: float) -> bool:
    """Whether numbers are years, as in 2026-2030."""
    return all(1900 <= value <= 2100 for value in values)
