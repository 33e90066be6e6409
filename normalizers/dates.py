"""Days of issue as Vietnamese documents write them, as far as they are given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

DAY = r"(?P<d>\d{1,2})"
MONTH = r"(?P<m>\d{1,2})"
YEAR = r"(?P<y>(?:19|20)\d{2})"
BLANK = r"[\s._…/-]*"
# "ngày 08/6/2010", "ngày 24-5-2025", "ngày 02.11.2022", "08/6/2010" | not "12/5 đường"
NUMERIC = rf"{DAY}\s?[/.-]\s?{MONTH}\s?[/.-]\s?{YEAR}"
LEADERS = r"[\s.…_]{0,8}"  # of a form that was filled in by hand: "ngày …25..tháng 01 năm 2006"
# "ngày 12 tháng 5 năm 2020", "12 tháng 5, 2020", "14 thánh 11 năm 2003" as it is often mistyped
WORDED = rf"{DAY}{LEADERS}thán[gh]{LEADERS}{MONTH}{LEADERS}(?:năm|,|/)\s?{YEAR}"
OR_WORDED = WORDED.replace("<d>", "<d2>").replace("<m>", "<m2>").replace("<y>", "<y2>")
FULL = re.compile(rf"(?:ngày\s?:?{LEADERS})?(?:{NUMERIC}|{OR_WORDED})(?!\d)", re.I)
# "tháng 01 năm 2024", "ngày   tháng 01 năm 2024", "tháng 5/2020"
OF_MONTH = re.compile(rf"(?:ngày{BLANK})?tháng\s?{MONTH}\s?(?:năm|/|-|,)\s?{YEAR}(?!\d)", re.I)
# "ngày   tháng   năm 2023", "năm 2023"
OF_YEAR = re.compile(rf"(?:ngày{BLANK})?(?:tháng{BLANK})?năm\s?{YEAR}(?!\d)", re.I)


@dataclass(frozen=True, slots=True)
class GivenDate:
    """A date as far as a text gives it: iso is "2010-06-08", "2010-06" or "2010"; end is where its words end."""

    iso: str
    end: int

    @property
    def day(self) -> date | None:
        """The day, if the date is given in full."""
        return date.fromisoformat(self.iso) if len(self.iso) == len("2010-06-08") else None

    @property
    def year(self) -> int:
        """The year."""
        return int(self.iso[:4])


def full_date_at(text: str, start: int, end: int) -> GivenDate | None:
    """The full date that begins at text[start]; None if there is none or it is no day of the calendar."""
    match = FULL.match(text, start, end)
    if match is None:
        return None
    parts = match.groupdict()
    year, month, day = (int(parts[key] or parts[key + "2"]) for key in "ymd")
    try:
        return GivenDate(date(year, month, day).isoformat(), match.end())
    except ValueError:
        return None


def date_at(text: str, start: int, end: int) -> GivenDate | None:
    """The date that begins at text[start], in full or of a month or year: "ngày   tháng 01 năm 2024" → 2024-01."""
    found = full_date_at(text, start, end)
    if found:
        return found
    match = OF_MONTH.match(text, start, end)
    if match and 1 <= int(match["m"]) <= 12:
        return GivenDate(f"{match['y']}-{int(match['m']):02d}", match.end())
    match = OF_YEAR.match(text, start, end)
    return GivenDate(match["y"], match.end()) if match else None
