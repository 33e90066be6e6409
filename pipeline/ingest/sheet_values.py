"""What a cell of a spreadsheet shows: its value in the form that its number format says, as Excel writes it in Vietnamese.

Decimal comma, dot between thousands, day before month. A form that is not understood shows the bare value and is told.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, TypeAlias

Value: TypeAlias = str | int | float | bool | date | time | timedelta | None

GENERAL: Final = ("General", "@", "")
MAX_DIGITS: Final = 11  # significant ones that Excel shows where no form is given
SHORT_DATES: Final = {"mm-dd-yy": "dd/mm/yyyy", "m/d/yyyy": "dd/mm/yyyy", "mm-dd-yyyy": "dd/mm/yyyy", "m/d/yy": "dd/mm/yyyy"}
# What a form holds beside its digits: "đồng" in quotes, \x, _x (a gap), *x (a filling), [Red], [$-42A]
PIECE: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<one>.)|_.|\*.|\[\$(?P<money>[^\]-]*)(?:-[^\]]*)?\]|\[[^\]]*\]|(?P<rest>.)'
)
DIGITS: Final = re.compile(r"[#0?][#0?,.]*|\.[#0?]+")
UNREAD: Final = re.compile(r"[Ee][+-]|[#0?] ?/ ?[#0?\d]")  # powers of ten, fractions
DATE_PART: Final = re.compile(r"y+|m+|d+|h+|s+|am/pm", re.IGNORECASE)


def shown(value: Value, form: str) -> str | None:
    """The text of a cell; None if its form is not understood."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    if isinstance(value, timedelta):
        return None
    if isinstance(value, date | time):
        return _date(value, form)
    return general(value) if form in GENERAL else _number(Decimal(str(value)), form)


def general(value: float) -> str:
    """A number without a form: as many digits as it has, at most eleven."""
    number = Decimal(str(value))
    if number == number.to_integral_value():
        number = number.to_integral_value()
    else:
        places = max(0, MAX_DIGITS - max(number.adjusted() + 1, 1))
        number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP).normalize()
    return f"{number:f}".replace(".", ",")


def _number(number: Decimal, form: str) -> str | None:
    sections = _sections(form)
    section = sections[0]
    if number < 0 and len(sections) > 1:
        section, number = sections[1], -number
    elif number == 0 and len(sections) > 2:
        section = sections[2]
    if UNREAD.search(section):
        return None
    plain, literal = _taken_apart(section)
    found = DIGITS.search(plain)
    if found is None:
        return literal if plain.strip("\0 ") == "" else None
    pattern = found[0]
    number *= 100 ** plain.count("%")
    whole, _, decimals = pattern.partition(".")
    while whole.endswith(","):  # a comma behind the digits divides by a thousand
        whole, number = whole[:-1], number / 1000
    text = _grouped(number, whole, decimals)
    marked = plain[: found.start()] + "\1" + plain[found.end() :]
    if re.search(r"[#0?]", marked):  # digits in several places, as in telephone numbers
        return None
    literals = iter(literal)
    return "".join(text if sign == "\1" else next(literals) if sign == "\0" else sign for sign in marked).strip()


def _grouped(number: Decimal, whole: str, decimals: str) -> str:
    places = len(decimals)
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    sign = "-" if rounded < 0 else ""
    left, _, right = f"{abs(rounded):f}".partition(".")
    left = left.zfill(whole.count("0"))
    least = decimals.rstrip("#?").count("0")
    right = right.rstrip("0").ljust(least, "0") if "#" in decimals or "?" in decimals else right
    if "," in whole:
        left = f"{int(left):,}".replace(",", ".").zfill(whole.count("0"))
    return sign + left + ("," + right if right else "")


def _date(value: date | time, form: str) -> str | None:
    """A day or an hour; a form without any part of a date shows a bare number, which nobody means."""
    form = SHORT_DATES.get(_sections(form)[0].lower(), _sections(form)[0])
    plain, literal = _taken_apart(form)
    parts = DATE_PART.findall(plain)
    if not parts:
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else f"{value:%H:%M}"
    made, done, before, literals = "", 0, "", iter(literal)
    for part in DATE_PART.finditer(plain):
        word = part[0].lower()
        minute = word in {"m", "mm"} and (before.startswith("h") or plain[part.end() :].lower().lstrip(":").startswith("s"))
        text = _date_part(value, "minute" if minute else word)
        if text is None:
            return None
        made += plain[done : part.start()] + text
        done, before = part.end(), word
    return "".join(next(literals) if sign == "\0" else sign for sign in made + plain[done:]).replace("@", "").strip()


def _date_part(value: date | time, part: str) -> str | None:
    if part[0] in "yd" or part in {"m", "mm", "mmm", "mmmm"}:
        if not isinstance(value, date):
            return None
        numbers = {"y": value.year, "m": value.month, "d": value.day}
        number = numbers[part[0]]
        if part == "yy":
            return f"{number % 100:02d}"
        if len(part) > 2 and part[0] == "d":  # the day of the week, in words
            return None
        return f"Tháng {number}" if len(part) > 2 and part[0] == "m" else f"{number:02d}" if len(part) == 2 else str(number)
    if isinstance(value, date) and not isinstance(value, datetime):
        return None
    clock = {"h": value.hour, "minute": value.minute, "s": value.second}
    key = "minute" if part == "minute" else part[0]
    return f"{clock[key]:02d}" if key in clock and "am" not in part else None


def _sections(form: str) -> list[str]:
    """The parts of a form for numbers above zero, below zero, zero, and texts."""
    sections, quoted = [""], False
    for sign in form:
        quoted ^= sign == '"'
        if sign == ";" and not quoted:
            sections.append("")
        else:
            sections[-1] += sign
    return sections


def _taken_apart(section: str) -> tuple[str, str]:
    """A form with a NUL for each sign that is shown as it stands, and these signs."""
    plain, literal = "", ""
    for piece in PIECE.finditer(section):
        said = piece["quoted"] or piece["one"] or piece["money"] or ""
        plain += piece["rest"] or "\0" * len(said)
        literal += said
    return plain, literal
