"""Deadlines as plans write them: by or on a date, recurring, dependent on another act, or counted from one.

A date is read only as far as it is given: no day is invented, a year that is not written is the plan's and says so.
"""

from __future__ import annotations

import calendar
import functools
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from normalizers.time_spans import (
    DASH,
    END_OF_YEAR,
    MONTH,
    QUARTER,
    Span,
    given_year,
    month_end,
    month_numbers,
    quarter_numbers,
    spans_in,
)

Kind = Literal["fixed", "recurring", "dependent", "relative"]
Frequency = Literal["continuous", "monthly", "quarterly", "half-yearly", "yearly", "ad hoc", "weekly", "daily"]

WHOLE_YEAR = re.compile(r"(?:trong|cả|hết)\snăm(?!\s?\d)", re.IGNORECASE)

# What stands before a date and turns it into a bound.
BY = re.compile(
    r"(?:chậm nhất|muộn nhất|không quá|đến hết|hết|đến|tới|trước|xong|không muộn hơn)\b(?:\s(?:là|vào|trong|trước"
    r"|đến|hết|ngày|cuối|tháng|năm|thời điểm|\d{1,2}(?:h(?:\d\d)?|:\d\d|\sgiờ(?:\s\d{1,2}(?:\sphút)?)?)))*\s?$",
    re.IGNORECASE,
)
STRICTLY_BEFORE = re.compile(r"trước\s?(?:tháng\s?|năm\s?|quý\s?)?$", re.IGNORECASE)
FROM = re.compile(r"(?:từ|kể từ|bắt đầu|sau)(?:\s(?:ngày|tháng|năm|đầu|vào))*\s?$", re.IGNORECASE)
TO = re.compile(rf"^(?:{DASH}|\s?(?:đến|tới)\s(?:hết\s)?(?:ngày\s)?)$", re.IGNORECASE)
ONWARD = re.compile(
    r"^\W*(?:và\s)?(?:(?:các|những)\snăm\s(?:tiếp theo|sau|tiếp)|(?:năm\s)?(?:tiếp theo|trở đi)|duy trì)", re.IGNORECASE
)
NEXT_YEAR = re.compile(r"năm\s(?:liền kề|sau|kế tiếp|tiếp theo)(?!\s?trước)", re.IGNORECASE)

COUNT = r"(?:\d{1,3}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)"
# "30 ngày kể từ ngày …", "05 ngày sau kỳ họp", "trong vòng 5 ngày làm việc", "sau 15 ngày"
RELATIVE = re.compile(
    rf"(?:trong(?:\svòng|\sthời hạn)?\s|sau\s|chậm nhất(?:\slà)?\s|không quá\s|thời hạn\s)?{COUNT}\s"
    rf"(?:\(\w+\)\s)?(?:ngày|tuần|tháng|giờ|năm)"
    r"(?:\slàm việc)?,?\s(?:(?:kể\s)?(?:từ|sau)\s(?:ngày|khi|thời điểm)|sau\s(?:kỳ|mỗi|đợt|cuộc|phiên|hội nghị))"
    r"|(?:trong(?:\svòng)\s|sau\s)" + COUNT + r"\s(?:ngày|tuần|giờ)(?:\slàm việc)?\b"
    rf"|chậm nhất(?:\slà)?\s{COUNT}\sngày(?!\s\d)",
    re.IGNORECASE,
)
EVERY = r"(?:hằng|hàng|mỗi|từng)\s"
ENDS_IN_PERIOD = re.compile(rf"{EVERY}(?:năm|quý|tháng)$", re.IGNORECASE)  # "tháng 6 hằng năm" | not "hằng năm báo cáo"
RANGE_SIGN = re.compile(r"[-–—]|đến")
UNNUMBERED = r"(?!\s?(?:\d|[IV]+\b))"  # "báo cáo quý" | not "báo cáo quý II", "báo cáo tháng 6"
HALF_A_YEAR = r"(?:0?6|sáu)\stháng"
# How often, by the words that say so; the first that fits counts: "định kỳ 6 tháng", "hằng quý", "khi có yêu cầu"
# What makes a duty fall due whenever it happens: "khi có yêu cầu", "khi xảy ra sự cố" | not "khi có Thông tư mới"
NEEDED = r"(?:có (?:yêu cầu|phát sinh|nhu cầu|tình huống|sự cố|lệnh)|phát sinh|xảy ra|cần)"
THREE_MONTHS = r"(?:0?3|ba)\stháng(?:/lần|\s(?:một|1)\slần)"
FREQUENCY_WORDS: tuple[tuple[Frequency, str], ...] = (
    ("half-yearly", rf"(?:định kỳ\s(?:{EVERY})?|{EVERY}){HALF_A_YEAR}|{HALF_A_YEAR}(?:/lần|\s(?:một|1|01)\slần)"),
    ("yearly", rf"tháng\s?\d{{1,2}}\s{EVERY}năm"),
    (
        "monthly",
        rf"{EVERY}tháng|(?:định kỳ|báo cáo)\stháng{UNNUMBERED}|(?:của\s)?tháng\s(?:liền kề|sau|kế tiếp|tiếp theo)|tháng/lần",
    ),
    (
        "quarterly",
        rf"{EVERY}quý|(?:định kỳ|báo cáo)\squý{UNNUMBERED}|tháng cuối\squý|quý/lần|{THREE_MONTHS}",
    ),
    ("yearly", rf"{EVERY}năm|(?:định kỳ|báo cáo)\snăm{UNNUMBERED}|năm/lần|thường niên|định kỳ,?\s{EVERY}năm"),
    ("weekly", rf"{EVERY}tuần"),
    ("daily", rf"{EVERY}ngày"),
    ("ad hoc", rf"đột xuất|khi {NEEDED}|phát sinh"),
    ("continuous", r"thường xuyên|liên tục|quanh năm|suốt năm|duy trì hoạt động|24(?:h|\sgiờ)?/24"),
)
# "02 lần/năm", "một lần trong quý"
TIMES = re.compile(
    r"(?<![\w/])(?P<times>\d{1,2}|một|hai|ba|bốn) ?lần ?(?:/|trong |một |mỗi )(?P<per>năm|quý|tháng|tuần)(?!\w)",
    re.IGNORECASE,
)
TIMES_WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4}
TIMES_A_PERIOD: dict[tuple[int, str], Frequency] = {
    (1, "năm"): "yearly",
    (2, "năm"): "half-yearly",
    (4, "năm"): "quarterly",
    (12, "năm"): "monthly",
    (1, "quý"): "quarterly",
    (1, "tháng"): "monthly",
    (1, "tuần"): "weekly",
}
# "24/7", "trực 24/7" | not "trước 24/7", "24/7/2026"
ROUND_THE_CLOCK = re.compile(r"(?:^|(?:trực|hoạt động|phục vụ|vận hành|giám sát|chế độ) )24/7(?![\d/]| năm)", re.IGNORECASE)
# Occasions whose days the words do not tell: "Kỳ họp giữa năm 2026", "Năm học 2026 - 2027", "Trước mùa mưa bão"
OCCASION = re.compile(r"(?<!\w)(?:kỳ họp|năm học|học kỳ|mùa (?:mưa|bão|lũ|khô|cạn|vụ))(?!\w)", re.IGNORECASE)
# "tháng 02 đến tháng 8/2024", "2026 - 2030", "Quý I - Quý III" | not "quý 4-2025"
RANGE_INSIDE = re.compile(
    r"(?:[-–—]|đến|tới)\s?(?:hết\s)?(?:(?:tháng|quý|năm)\s)?(?:\d{1,2}(?!\d)|I{1,3}(?!\w)|IV)|20\d\d\s?[-–—]\s?(?:năm\s)?20\d\d",
    re.IGNORECASE,
)
FREQUENCIES = tuple((freq, re.compile(words, re.IGNORECASE)) for freq, words in FREQUENCY_WORDS)
PERIODIC = re.compile(r"định kỳ", re.IGNORECASE)
BARE_PERIODS: tuple[tuple[Frequency, re.Pattern[str]], ...] = (
    ("monthly", re.compile(r"^(?:1 )?tháng$", re.IGNORECASE)),
    ("quarterly", re.compile(r"^(?:quý|0?3 tháng)$", re.IGNORECASE)),
    ("half-yearly", re.compile(r"^(?:0?6|sáu) tháng$", re.IGNORECASE)),
    ("yearly", re.compile(r"^(?:(?:và )?(?:cả )?năm|(?:01|1) năm)$", re.IGNORECASE)),
)
DEPENDENT = re.compile(
    r"^(?:(?:thực hiện|triển khai|hoàn thành|tổ chức|cập nhật|bảo đảm|đảm bảo)\s)?(?:[^\d;]{0,60}?\s)?(?:theo"
    r"|căn cứ|tùy|tuỳ|phù hợp với|phụ thuộc|đồng thời với|cùng với)\s"
    rf"|(?:ngay\s)?sau khi\b|(?:^|\s)khi\s(?!{NEEDED})|^sau\s(?!ngày|tháng|năm"
    r"|quý|\d)|kể từ (?:khi|ngày)\s(?!\d)",
    re.IGNORECASE,
)
# "và ngày 15/12" behind "trước ngày 15/6": before that day too
ONE_DAY = re.compile(r"(?:ngày\s)?\d{1,2}(?:[/.-]|\stháng\s)\d{1,2}(?:(?:[/.-]|\snăm\s)\d{4})?", re.IGNORECASE)
ITEM_MARK = re.compile(r"^\s*(?:[-–—+•*●▪]|\d{1,2}[.)]\s|\([\divx]+\)|[a-zđ]\))\s*")
INLINE_ITEM = re.compile(r"\s[-–—+•]\s(?=[^\W\d_a-zà-ỹđ])")
JOINTS = re.compile(r"\s?,\s|\s(?:và|hoặc)\s|\s?/\s(?=[A-ZĐ])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One deadline; a fixed one has its first and last day, None where that side is open or not told."""

    kind: Kind
    freq: Frequency | None
    start_on: date | None
    end_on: date | None
    raw: str
    year_from_plan: bool = False  # the year is not written, the plan's was taken


# What a part of an item begins with that says a time of its own: "định kỳ …", "theo …", "6 tháng" | not "viên chức hằng năm"
BEGINS_TIME = re.compile(
    r"(?:báo cáo (?=tháng|quý|năm)|định kỳ|thường xuyên|liên tục|đột xuất|hằng|hàng|mỗi|theo|khi|ngay|sau|trước"
    r"|chậm|hoàn thành|quý|tháng|năm|cả năm|giai đoạn|(?:0?[369]|\d{1,2}|sáu) tháng|từ|đến|trong|cuối|20\d\d)\b",
    re.IGNORECASE,
)


@functools.lru_cache(maxsize=8192)
def deadlines(text: str, plan_year: int | None) -> tuple[Deadline, ...]:
    """The deadlines in a cell or phrase, in order; nothing where it holds none."""
    found: list[Deadline] = []
    for item in _items(text):
        found.extend(_read(item, plan_year))
    return tuple(found)


def _items(text: str) -> Iterator[str]:
    """The list items of a cell: paragraphs, parts between semicolons, dashes of a list written in one line."""
    for line in text.split("\n"):
        parts = INLINE_ITEM.split(line) if ITEM_MARK.match(line) else [line]
        for part in parts:
            for piece in part.split(";"):
                bare = ITEM_MARK.sub("", piece).strip(" \t.,;")
                if bare:
                    yield bare


def _read(item: str, plan_year: int | None) -> list[Deadline]:
    """The deadlines of one item: several where each part says a time of its own."""
    apart = _apart(item, plan_year)
    if apart:
        return apart
    parts = _parts(item)
    if len(parts) > 1:
        year = next(
            (
                span.first.year
                for part in reversed(parts)
                for span in spans_in(part, None)
                if span.year_written and span.first
            ),
            plan_year,
        )
        borrowed = year != plan_year
        read = [_one(part, year, index > 0) for index, part in enumerate(parts)]
        if all(read):
            sure = [deadline for deadline in read if deadline is not None]
            same = {(deadline.kind, deadline.freq) for deadline in sure}
            if len(same) > 1 or sure[0].kind == "fixed":
                if sure[0].start_on is None and all(ONE_DAY.fullmatch(part) for part in parts[1:]):
                    sure = [sure[0], *(replace(deadline, start_on=None) for deadline in sure[1:])]
                return [replace(deadline, year_from_plan=False) if borrowed else deadline for deadline in sure]
    one = _one(item, plan_year, False)
    return [one] if one else []


def _apart(item: str, plan_year: int | None) -> list[Deadline]:
    """One deadline for each of several quarters or months that do not follow each other: "Quý I và quý III"."""
    match = QUARTER.search(item) or MONTH.search(item)
    if match is None or not match["list"] or RANGE_SIGN.search(match["list"]) or _frequency(item) or DEPENDENT.search(item):
        return []
    is_quarter = match.re is QUARTER
    year, written = given_year(match, "qy" if is_quarter else "my", plan_year)
    starts = [3 * quarter - 2 for quarter in quarter_numbers(match)] if is_quarter else month_numbers(match)
    length = 3 if is_quarter else 1
    follows = all(later - earlier == length for earlier, later in itertools.pairwise(starts))
    if year is None or follows or not all(1 <= start <= 12 for start in starts) or BY.search(item[: match.start()]):
        return []
    return [
        Deadline("fixed", None, date(year, start, 1), month_end(year, start + length - 1), item, year_from_plan=not written)
        for start in starts
    ]


def _parts(item: str) -> list[str]:
    """The parts of an item at its commas and "và", unless they make one list of months or quarters or one clause."""
    if ":" in item or any(match for match in (QUARTER.search(item), MONTH.search(item)) if match and match["list"]):
        return [item]
    parts = [part.strip(" .,") for part in JOINTS.split(item)]
    parts = [part for part in parts if part]
    if len(parts) < 2 or len(parts) > 6:
        return [item]
    if not all(BEGINS_TIME.match(part) or spans_in(part, None) for part in parts[1:]):
        return [item]
    if ENDS_IN_PERIOD.search(item) and all(spans_in(part, 2000) for part in parts[:-1]):
        return [item]  # "tháng 6 và tháng 12 hằng năm"
    return parts


def _one(item: str, plan_year: int | None, after_periodic: bool) -> Deadline | None:
    """The deadline that an item says; None if it says none."""
    if RELATIVE.search(item):
        return Deadline("relative", None, None, None, item)
    if after_periodic:
        for freq, pattern in BARE_PERIODS:
            if pattern.match(item):
                return Deadline("recurring", freq, None, None, item)
    spans = spans_in(item, plan_year)
    dependent = DEPENDENT.search(item)
    frequency = _frequency(item)
    if (
        dependent
        and not (spans and spans[0].start < dependent.end())
        and (frequency is None or dependent.start() <= frequency[1])
    ):
        return Deadline("dependent", None, None, None, item)
    if frequency is not None:
        return Deadline("recurring", frequency[0], None, None, item)
    if PERIODIC.search(item):
        return Deadline("recurring", None, None, None, item)
    if OCCASION.search(item) and all(_is_year(span) or END_OF_YEAR.match(item, span.start) for span in spans):
        return Deadline("dependent", None, None, None, item)
    if spans:
        return _fixed(item, spans, plan_year)
    whole = WHOLE_YEAR.search(item)
    if whole and plan_year:
        first = None if whole[0].lower().startswith("hết") else date(plan_year, 1, 1)
        return Deadline("fixed", None, first, date(plan_year, 12, 31), item, year_from_plan=True)
    return None


def _is_year(span: Span) -> bool:
    """Whether a stretch of time is made of whole years."""
    first, last = span.first, span.last
    return first is not None and last is not None and first == date(first.year, 1, 1) and last == date(last.year, 12, 31)


def _frequency(item: str) -> tuple[Frequency | None, int] | None:
    """How often a recurring item falls due, None if no name fits ("03 lần/năm"), and where it says so."""
    counted = TIMES.search(item)
    if counted:
        written = counted["times"].lower()
        times = TIMES_WORDS[written] if written in TIMES_WORDS else int(written)
        return TIMES_A_PERIOD.get((times, counted["per"].lower())), counted.start()
    around = ROUND_THE_CLOCK.search(item)
    if around:
        return "continuous", around.start()
    for freq, pattern in FREQUENCIES:
        match = pattern.search(item)
        if match:
            return freq, match.start()
    return None


def _fixed(item: str, spans: list[Span], plan_year: int | None) -> Deadline:
    """The stretch of time that the dates of an item make together with the words around them."""
    first_span, last_span = spans[0], spans[-1]
    before, behind = item[: first_span.start], item[last_span.end :]
    from_plan = not all(span.year_written for span in spans)
    first, last = first_span.first, last_span.last
    if NEXT_YEAR.search(behind) and plan_year and not last_span.year_written and first and last:
        first, last, from_plan = _shifted(first, 1), _shifted(last, 1), True
    if len(spans) > 1 and not all(TO.match(item[a.end : b.start]) for a, b in itertools.pairwise(spans)):
        first, last = spans[0].first, spans[0].last  # a second date is of another matter: the first is the deadline
        behind = item[first_span.end :]
    elif len(spans) > 1:
        return Deadline("fixed", None, first, last, item, from_plan)
    if ONWARD.match(behind):
        return Deadline("fixed", None, first, None, item, from_plan)
    if BY.search(before):
        if STRICTLY_BEFORE.search(before) and not first_span.is_day and first is not None:
            last = date.fromordinal(first.toordinal() - 1)
        return Deadline("fixed", None, None, last, item, from_plan)
    if FROM.search(before) and (first_span.is_day or not RANGE_INSIDE.search(item, first_span.start, first_span.end)):
        return Deadline("fixed", None, first, None, item, from_plan)
    if END_OF_YEAR.match(item, first_span.start):
        first = None
    return Deadline("fixed", None, first, last, item, from_plan)


def _shifted(day: date, years: int) -> date:
    last = calendar.monthrange(day.year + years, day.month)[1]
    return date(day.year + years, day.month, min(day.day, last))
