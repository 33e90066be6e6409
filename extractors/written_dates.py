"""Days as a document writes them, right or wrong: the places where a day that the calendar does not have is found."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from data.document import Document
from data.facts import Fact, column
from extractors.header import Header

DateFault: TypeAlias = Literal["year", "month", "day"]

# "ngày 08/6/2010", "ngày 31-11-2023", "08/6/20210" | not "1.234.5678", "12/5/QĐ", "001/2024/1234"
NUMERIC = (
    r"(?:(?<=ngày )(?P<d>\d{1,2}) ?[/.-] ?(?P<m>\d{1,2}) ?[/.-] ?(?P<y>\d{4,5})"
    r"|(?<![\d/.,-])(?P<d2>\d{1,2})/(?P<m2>\d{1,2})/(?P<y2>(?:19|20)\d{2,3}))(?![\d/])"
)
# "ngày 31 tháng 11 năm 2023", "ngày 08 tháng 6 năm 20210"
WORDED = r"(?<=ngày )(?P<d3>\d{1,2}) tháng (?P<m3>\d{1,2}) năm (?P<y3>\d{4,5})(?!\d)"
# "trước ngày 31/11": a day of the plan's year | not "ngày 05/2023", "ngày 12/QĐ", "ngày 01-05/7"
YEARLESS = r"(?<=ngày )(?P<d4>\d{1,2})/(?P<m4>\d{1,2})(?![\d/.-])(?! ?[/-] ?\d)"
DATE = re.compile(f"{NUMERIC}|{WORDED}|{YEARLESS}", re.IGNORECASE)
MONTHS = 12
LEAP = 2024  # a year in which February has its 29 days
FIRST_YEAR, LAST_YEAR = 1000, 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDate(Fact):
    """A day as it is written in figures."""

    day: date | None = column("the day; null if it has no year or is none of the calendar", default=None)
    fault: DateFault | None = column("what the calendar does not have: year (not of four figures), month, day", default=None)


FACT = WrittenDate


def find(document: Document, header: Header) -> Iterator[WrittenDate]:  # noqa: ARG001  all finders are called alike
    """The days written in a document, in text order."""
    for found in DATE.finditer(document.text):
        groups = found.groupdict()
        parts = [next((groups[key + nth] for nth in ("", "2", "3", "4") if groups.get(key + nth)), None) for key in "dmy"]
        day, month, year = parts
        if day is None or month is None:
            continue
        fault = fault_of(int(day), int(month), year)
        of_day = date(int(year), int(month), int(day)) if year and fault is None else None
        yield WrittenDate(raw=found[0], char_start=found.start(), char_end=found.end(), day=of_day, fault=fault)


def fault_of(day: int, month: int, year: str | None) -> DateFault | None:
    """What is wrong with a day; a day without year may be the 29th of February."""
    if year is not None and not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return "year"
    if not 1 <= month <= MONTHS:
        return "month"
    last = calendar.monthrange(int(year) if year else LEAP, month)[1]
    return None if 1 <= day <= last else "day"
