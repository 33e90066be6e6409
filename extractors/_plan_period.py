"""The years that a plan is for, and its subject, from its title."""

from __future__ import annotations

import functools
import re

from data import rows
from normalizers.alphabet import tone_on_first
from normalizers.dates import FULL

YEAR = r"(?:19|20)\d{2}"
# "giai đoạn 2026 - 2030", "2021-2025", "từ năm 2021 đến năm 2025", "các năm 2022, 2023"
RANGE = re.compile(rf"({YEAR}) ?(?:[-–—]|đến(?: hết)?(?: năm)?) ?({YEAR})")
OF_YEAR = re.compile(rf"(?:năm|quý [ivx]+ ?/|tháng \d{{1,2}}/) ?({YEAR})", re.I)
UNTIL = re.compile(rf"(?:đến|tới)(?: hết)? năm ({YEAR})", re.I)
NUMBERS = re.compile(rf"\d+/{YEAR}/")


def plan_period(title: str | None, issued_on: str | None) -> tuple[int | None, int | None]:
    """First and last year: of the title, else the year of issue; "đến năm 2030" runs from the year of issue."""
    issued = int(issued_on[:4]) if issued_on else None
    words = NUMBERS.sub("", FULL.sub("", title or ""))
    found = RANGE.search(words)
    if found and int(found[1]) <= int(found[2]):
        return int(found[1]), int(found[2])
    until = UNTIL.search(words)
    rest = UNTIL.sub("", words)
    first = OF_YEAR.search(rest)
    if first:
        years = [int(year) for year in re.findall(YEAR, rest[first.start() :])]
        return years[0], max(years[-1], int(until[1]) if until else 0)
    if until:
        return issued, int(until[1])
    return issued, issued


def plan_kind(title: str | None) -> str | None:
    """The subject of a plan by the words of its title, as in data/plan_kinds.csv; None if none fits."""
    folded = tone_on_first(title or "").lower()
    return next((kind for kind, pattern in _kinds() if pattern.search(folded)), None)


@functools.cache
def _kinds() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["plan_kind"], re.compile(row["pattern"])) for row in rows("plan_kinds"))
