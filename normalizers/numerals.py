"""Vietnamese numerals, in digits and in words: "1.250" is 1250, "90,5" is 90.5, "hai mươi lăm" is 25."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

GROUPED = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?"  # "1.250", "2.000.000,5" | not "1.25"
DECIMAL = r"\d+,\d+"  # "90,5"
POINTED = r"\d{1,3}\.\d{1,2}(?!\d)"  # "90.5", a foreign keyboard's point | not "1.250"
PLAIN = r"\d+"  # "01", "2000"
# Glued to a letter, a digit or a mark it is a name, a date or an act: "5G", "12/5", "63/2010", "11.2."
FREE_BEFORE = r"(?<![\w/.,:+@&-])(?<!\d\s[./-]\s)"
MEASURES = (
    "tấn|tạ|m2|m²|m3|m³|m|km2|km²|km|cm|mm|ha|kg|kV|kW|kWp|MW|MWp|GW|MVA|kWh"  # signs that are written close to the number
)
FREE_AFTER = rf"(?:(?=(?:{MEASURES})(?!\w))|(?![\w@]))(?!/\d)(?![.,:]\d)(?!-[^\W\d])"  # "27m2" | not "5G", "4a"
IN_GROUPS = re.compile(GROUPED)
UNGROUPED = re.compile(rf"{DECIMAL}|{POINTED}|{PLAIN}")
TWO_READINGS = re.compile(r"[1-9]\d{0,2},\d{3}")  # "1,250" | not "0,125", "12,5"
DIGITS = re.compile(rf"{FREE_BEFORE}(?:{GROUPED}|{DECIMAL}|{POINTED}|{PLAIN}){FREE_AFTER}")

ONES = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}
TAIL_ONES = {**ONES, "mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
SCALES = {"nghìn": 1_000, "ngàn": 1_000, "triệu": 1_000_000, "tỷ": 1_000_000_000, "tỉ": 1_000_000_000}
WORD = "|".join(sorted({*ONES, "mười"}, key=len, reverse=True))
TAIL = "|".join(sorted({*TAIL_ONES, "mười", "mươi", "trăm", "nghìn", "ngàn", "linh", "lẻ"}, key=len, reverse=True))
# "hai mươi lăm", "một trăm linh năm" | not "mộtlần"; what the words give is settled by value_of_words
WORDS = re.compile(rf"(?<!\w)(?:{WORD})(?!\w)(?: (?:{TAIL})(?!\w)){{0,8}}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text; certain is False where the spelling allows two readings ("1,250")."""

    value: float
    start: int
    end: int
    certain: bool = True
    in_words: bool = False


def value_of(digits: str) -> float | None:
    """The value of a numeral in digits, None if it is none: "1.250" → 1250, "90,5" → 90.5, "01" → 1."""
    if IN_GROUPS.fullmatch(digits):
        return float(digits.replace(".", "").replace(",", "."))
    if UNGROUPED.fullmatch(digits):
        return float(digits.replace(",", "."))
    return None


# A short number right before may be its torn-off head: "1 7,3%" in damaged texts | not "năm 2025 90%"
TORN = re.compile(r"(?<![^\s(])\d{1,2} $")
TORN_TENTHS = re.compile(r"(?<![^\s(])\d{1,2}, $")  # "21, 6%" | not "80, 90%", "năm 2025, 6%"


def is_certain(digits: str) -> bool:
    """Whether a numeral has one reading only: "1,250" may be 1.25 or, in English style, 1250."""
    return not TWO_READINGS.fullmatch(digits)


def value_of_words(words: str) -> int | None:
    """The value of a numeral in words, None if the words make no number: "hai mươi lăm" → 25, "hai một" → None."""
    total = 0
    rest = words.lower().split()
    for scale in ("nghìn", "ngàn"):
        if scale in rest:
            at = rest.index(scale)
            thousands = _below_thousand(rest[:at])
            if thousands is None:
                return None
            total, rest = 1000 * thousands, rest[at + 1 :]
            break
    if not rest:
        return total or None
    tail = _below_thousand(rest)
    return None if tail is None else total + tail


def _below_thousand(words: list[str]) -> int | None:
    """A number of up to three places in words."""
    total = 0
    if "trăm" in words:
        if words.index("trăm") != 1 or words[0] not in ONES:
            return None
        total, words = 100 * ONES[words[0]], words[2:]
        if words and words[0] in ("linh", "lẻ"):
            return total + TAIL_ONES[words[1]] if len(words) == 2 and words[1] in TAIL_ONES else None
    match words:
        case []:
            return total or None
        case ["mười"]:
            return total + 10
        case ["mười", one] if one in TAIL_ONES:
            return total + 10 + TAIL_ONES[one]
        case [ten, "mươi"] if ten in ONES:
            return total + 10 * ONES[ten]
        case [ten, "mươi", one] if ten in ONES and one in TAIL_ONES:
            return total + 10 * ONES[ten] + TAIL_ONES[one]
        case [one] if one in ONES:
            return total + ONES[one]
    return None


def numerals(text: str, in_words: bool = False) -> Iterator[Numeral]:
    """The numerals in digits of a text, or those in words; the longest words that make a number."""
    if not in_words:
        for match in DIGITS.finditer(text):
            value = value_of(match[0])
            assert value is not None  # the patterns are the same
            before = text[max(0, match.start() - 5) : match.start()]
            torn = TORN.search(before) or (len(match[0]) == 1 and TORN_TENTHS.search(before))
            yield Numeral(value, match.start(), match.end(), is_certain(match[0]) and not torn)
        return
    for match in WORDS.finditer(text):
        words = match[0].split(" ")
        for count in range(len(words), 0, -1):
            head = " ".join(words[:count])
            number = value_of_words(head)
            if number is not None:
                yield Numeral(number, match.start(), match.start() + len(head), in_words=True)
                break
