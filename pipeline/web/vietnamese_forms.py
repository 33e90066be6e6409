"""Numbers and days as Vietnamese readers write them: 1.250,5 and 15/02/2023; in English 1,250.5 and 15 Feb 2023."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta, timezone

from pipeline.screen import COMPARATORS, number

HANOI = timezone(timedelta(hours=7))
ISO_DAY = re.compile(r"\b[12]\d{3}-[01]\d-[0-3]\d\b")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def shown_number(value: float, lang: str = "vi") -> str:
    """1250.5 → "1.250,5"; in English "1,250.5"."""
    if lang == "vi":
        return number(value)
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def shown_day(day: date, lang: str = "vi") -> str:
    """A day; of a moment in UTC the day and time in Hà Nội."""
    if isinstance(day, datetime):
        here = day.replace(tzinfo=day.tzinfo or timezone.utc).astimezone(HANOI)  # noqa: UP017
        return f"{shown_day(here.date(), lang)} {here:%H:%M}"
    return f"{day:%d/%m/%Y}" if lang == "vi" else f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def days_in(text: str, lang: str = "vi") -> str:
    """A text whose ISO days are written as readers write them: "… 2019-04-23" → "… 23/04/2019"; other figures stay."""

    def written(found: re.Match[str]) -> str:
        try:
            return shown_day(date.fromisoformat(found[0]), lang)
        except ValueError:
            return found[0]

    return ISO_DAY.sub(written, text)


def shown(value: object, lang: str = "vi", name: str = "") -> str:
    """A cell for people; a year or page is no amount and has no dots."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return {"vi": "có" if value else "không"}.get(lang, "yes" if value else "no")
    if isinstance(value, int | float):
        return str(value) if name.endswith(("year", "year_to", "page")) else shown_number(value, lang)
    if isinstance(value, date):
        return shown_day(value, lang)
    if isinstance(value, str) and name.endswith("_on_text"):
        return "/".join(reversed(value.split("-"))) if lang == "vi" else value
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return str(value)


def shown_amount(comparator: object, value: object, value_max: object, unit: object, lang: str = "vi") -> str:
    """A target's amount: "≥ 97,5 %", "20–30 %", "cao hơn trước"."""
    sign = str(comparator or "")
    words = {">prev": "above the year before", "<prev": "below the year before"}
    told = words.get(sign) if lang == "en" and sign in words else COMPARATORS.get(sign, sign)
    numbers = "–".join(filter(None, (shown(value, lang), shown(value_max, lang))))
    return " ".join(filter(None, (told if sign != "=" else "", numbers, str(unit or ""))))
