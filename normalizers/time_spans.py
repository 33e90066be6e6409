"""Stretches of time as Vietnamese plans write them: days, months, quarters, halves, years and their ranges.

A year that is not written is the one given for it; nothing that is no day of the calendar is read.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

YEAR = r"(?:199\d|20[0-4]\d|2050)"
DASH = r"\s?[-–—]\s?"
ROMAN = r"(?:IV|I{1,3}|[1-4])"
ROMANS = ("I", "II", "III", "IV")
QUARTER_NUMBER = re.compile(ROMAN)
MONTH_NUMBER = re.compile(r"\d{1,2}")
OF_YEAR = rf"(?:\s?(?:/|-|\.|,|của|năm|\s)\s?(?:năm\s?)?(?P<%s>{YEAR})(?!\d))?"
# "15/12/2022", "30-6-2026", "15/6", "ngày 5 tháng 6 năm 2026", "15-20/6/2026" | not "ngày 10", "tháng 3-5/2026"
DAY = re.compile(
    rf"(?:ngày\s?)?(?<![\d/-])(?<!tháng\s)(?:(?P<d0>\d{{1,2}})\s?[-–]\s?(?=\d{{1,2}}\s?[/.]))?(?P<d>\d{{1,2}})\s?"
    rf"(?:[/.-]|\stháng\s)\s?(?P<m>\d{{1,2}})(?![\d%]){OF_YEAR % 'dy'}(?![/\d])",
    re.IGNORECASE,
)
# "ngày 15 tháng 12": read before MONTH, which would take its month alone
DAY_IN_WORDS = re.compile(rf"(?=ngày\s\d{{1,2}}\stháng\s\d{{1,2}}(?![\d/])){DAY.pattern}", re.IGNORECASE)
# "tháng 01/2020", "tháng 6 năm 2026", "6/2025", "tháng 6, 7/2026", "tháng 3 - 5/2026"
MONTH = re.compile(
    rf"(?:tháng\s?(?P<m>\d{{1,2}})(?:(?P<list>(?:(?:,|{DASH}|\svà|\sđến)\s?(?:tháng\s)?\d{{1,2}}(?!\d"
    rf"|\s?/\s?\d{{1,2}}/))*)){OF_YEAR % 'my'}"
    rf"|(?<![\d/])(?P<m2>\d{{1,2}})\s?/\s?(?P<my2>{YEAR})(?!\d))",
    re.IGNORECASE,
)
# "quý III/2020", "Quý I, II năm 2026", "quý 4-2025", "Quý I và quý II/2026"
QUARTER = re.compile(
    rf"quý\s?(?P<q>{ROMAN})(?!\w)(?P<list>(?:(?:,|{DASH}|\svà|\s?&|\sđến)\s?(?:quý\s)?{ROMAN}(?!\w))*){OF_YEAR % 'qy'}",
    re.IGNORECASE,
)
# "6 tháng đầu năm 2026", "sáu tháng cuối năm"
HALF = re.compile(rf"(?:0?6|sáu)\stháng\s(?P<half>đầu|cuối)(?:\snăm)?{OF_YEAR % 'hy'}", re.IGNORECASE)
# "2026-2030", "giai đoạn 2026 - 2030", "năm 2025 - 2026", "từ năm 2026 đến năm 2030" is a range of two
YEARS = re.compile(
    rf"(?:giai đoạn\s|các năm\s|năm\s)?(?<![\d/])(?P<y1>{YEAR}){DASH}(?:năm\s)?(?P<y2>{YEAR})(?![\d/])", re.IGNORECASE
)
ONE_YEAR = re.compile(rf"(?:năm\s)?(?<![\d/])(?P<y>{YEAR})(?!\d|/\d)", re.IGNORECASE)
# "- 30/6/2026", " đến hết quý IV năm 2026" behind the first end of a range | not "; 2026"
YEAR_BEHIND = re.compile(rf"(?:{DASH}|\s?(?:đến|tới|và)\s)[^;]{{0,24}}?(?<!\d)({YEAR})(?!\d)", re.IGNORECASE)
END_OF_YEAR = re.compile(rf"cuối năm{OF_YEAR % 'cy'}", re.IGNORECASE)
NUMBERED = re.compile(r"^\s*(?:[IVX]{1,5}|[A-HĐ]|\d{1,2})\s?[.)-]\s*(?=[^\W\d_])")  # "II. Quý II" | not "3/2026"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time as written at text[start:end]; days are None where a year is wanting."""

    start: int
    end: int
    first: date | None
    last: date | None
    is_day: bool
    year_written: bool


def spans_in(text: str, plan_year: int | None) -> list[Span]:
    """The stretches of time written in a text, in order, none inside another; the year of the next one holds for a
    day or quarter without: "từ 01/3 đến 30/6/2026".
    """
    found: list[Span] = []
    taken: list[tuple[int, int]] = []
    for pattern, reader in READERS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < busy_end and busy_start < end for busy_start, busy_end in taken):
                continue
            taken.append((start, end))
            found.append(reader(match, _year_behind(text, end, plan_year)))
    found = [span for span in found if span.first is not None or span.last is not None]
    return sorted(found, key=lambda span: span.start)


def is_period(title: str) -> bool:
    """Whether a title is a month, a quarter or half a year and nothing else: "II. Quý II/2026" | not "Năm 2026"."""
    bare = NUMBERED.sub("", title).strip(" .:*-")
    return any(pattern.fullmatch(bare) for pattern in (MONTH, QUARTER, HALF))


def _year_behind(text: str, end: int, plan_year: int | None) -> int | None:
    """The year that the rest of a range gives, else the plan's."""
    behind = YEAR_BEHIND.match(text, end, end + 48)
    return int(behind[1]) if behind else plan_year


def given_year(match: re.Match[str], group: str, plan_year: int | None) -> tuple[int | None, bool]:
    """The year that a match writes in this group, else the plan's; and whether it is written."""
    written = match[group]
    return (int(written), True) if written else (plan_year, False)


def _day_span(match: re.Match[str], plan_year: int | None) -> Span:
    year, written = given_year(match, "dy", plan_year)
    try:
        last = date(year, int(match["m"]), int(match["d"])) if year else None
        first = last.replace(day=int(match["d0"])) if last and match["d0"] else last
    except ValueError:
        first = last = None
    return Span(match.start(), match.end(), first, last, True, written)


def _months(match: re.Match[str], numbers: list[int], year: int | None, written: bool) -> Span:
    good = year is not None and numbers and all(1 <= number <= 12 for number in numbers)
    if not good or year is None:
        return Span(match.start(), match.end(), None, None, False, written)
    first, last = min(numbers), max(numbers)
    return Span(match.start(), match.end(), date(year, first, 1), month_end(year, last), False, written)


def _month_span(match: re.Match[str], plan_year: int | None) -> Span:
    if match["m2"]:
        return _months(match, [int(match["m2"])], int(match["my2"]), True)
    year, written = given_year(match, "my", plan_year)
    return _months(match, month_numbers(match), year, written)


def _quarter_span(match: re.Match[str], plan_year: int | None) -> Span:
    year, written = given_year(match, "qy", plan_year)
    months = [month for quarter in quarter_numbers(match) for month in (3 * quarter - 2, 3 * quarter)]
    return _months(match, months, year, written)


def month_numbers(match: re.Match[str]) -> list[int]:
    """The months that a match of MONTH lists, as written: "tháng 6, 7/2026" → 6, 7."""
    return [int(number) for number in MONTH_NUMBER.findall(match["m"] + (match["list"] or ""))]


def quarter_numbers(match: re.Match[str]) -> list[int]:
    """The quarters that a match of QUARTER lists, 1 to 4: "Quý I và quý III" → 1, 3."""
    numbers = QUARTER_NUMBER.findall(match["q"].upper() + (match["list"] or "").upper().replace("QUÝ", " "))
    return [int(number) if number.isdigit() else ROMANS.index(number) + 1 for number in numbers]


def _half_span(match: re.Match[str], plan_year: int | None) -> Span:
    year, written = given_year(match, "hy", plan_year)
    return _months(match, [1, 6] if match["half"].lower() == "đầu" else [7, 12], year, written)


def _years_span(match: re.Match[str], _plan_year: int | None) -> Span:
    first, last = int(match["y1"]), int(match["y2"])
    if last < first:
        return Span(match.start(), match.end(), None, None, False, True)
    return Span(match.start(), match.end(), date(first, 1, 1), date(last, 12, 31), False, True)


def _year_span(match: re.Match[str], _plan_year: int | None) -> Span:
    year = int(match["y"])
    return Span(match.start(), match.end(), date(year, 1, 1), date(year, 12, 31), False, True)


def _year_end_span(match: re.Match[str], plan_year: int | None) -> Span:
    year, written = given_year(match, "cy", plan_year)
    return Span(match.start(), match.end(), None, date(year, 12, 31) if year else None, False, written)


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


# The longest ways of writing first: what one has taken the next does not read again.
READERS = (
    (HALF, _half_span),
    (QUARTER, _quarter_span),
    (YEARS, _years_span),
    (END_OF_YEAR, _year_end_span),
    (
        re.compile(DAY.pattern.replace(OF_YEAR % "dy", rf"\s?(?:[/.-]|\snăm\s|,\s)\s?(?P<dy>{YEAR})"), re.IGNORECASE),
        _day_span,
    ),
    (DAY_IN_WORDS, _day_span),
    (MONTH, _month_span),
    (DAY, _day_span),
    (ONE_YEAR, _year_span),
)
