"""Labels of headings and list items, and how deep they stand in an outline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum


class Level(IntEnum):
    """How deep a label stands, the outermost first; blocks without a label have NONE."""

    NONE = 0
    PART = 1
    CHAPTER = 2
    ROMAN = 3  # also "A." and "Mục 1."
    ARABIC = 4  # also "Điều 1."
    SECOND_NUMBER = 5  # "1.2."
    THIRD_NUMBER = 6  # "1.2.3."
    LETTER = 7  # also "(1)"
    BULLET = 8
    PLUS = 9


ROMAN = r"[IVXLC]{1,7}"
NUMERAL = rf"(?-i:{ROMAN})"  # in capitals also where case is left open: "Phần VI" | not "Phần vi phạm"
# Deepest last; a line has the level of the first pattern that it matches.
LEVELS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    # "Phần thứ nhất", "PHẦN II", "Phụ lục I" | not "Phần lớn các"
    (
        Level.PART,
        re.compile(
            rf"(?:phần (?:thứ [^\W\d_]+|{NUMERAL}|\d{{1,2}})|phụ lục(?: {NUMERAL}| \d{{1,2}})?)\b[.:]?", re.IGNORECASE
        ),
    ),
    # "Chương II", "CHƯƠNG 2." | not "Chương trình"
    (Level.CHAPTER, re.compile(rf"chương (?:{NUMERAL}|\d{{1,2}})\b[.:]?", re.IGNORECASE)),
    (Level.ROMAN, re.compile(rf"mục (?:{NUMERAL}|\d{{1,2}})\b[.:]?", re.IGNORECASE)),  # "Mục 1." | not "Mục tiêu"
    (Level.ROMAN, re.compile(rf"(?:{ROMAN}|[A-HĐ])[.)](?=\s|\D|$)")),  # "IV. ", "A. ", "I.MỤC" | not "I.1"
    (Level.ROMAN, re.compile(rf"{ROMAN}[-–/](?=\s+[^\W\d_])")),  # "III- Tổ chức thực hiện", as the Party writes
    (Level.ARABIC, re.compile(r"điều \d{1,3}[a-zđ]?\b[.:]?", re.IGNORECASE)),  # "Điều 12." | not "Điều chỉnh"
    (Level.ARABIC, re.compile(r"\d{1,3}(?:\.(?!\d)|\))(?=\s|\D|$)")),  # "1. ", "12) " | not "1.2", "12/5"
    (
        Level.ARABIC,
        re.compile(r"\d{1,2}[-–/](?=\s+[^\W\d_])"),
    ),  # "1- Các chi bộ", "2/ Sở Tài chính" | not "5-10 ngày", "12/5"
    (
        Level.SECOND_NUMBER,
        re.compile(rf"(?:\d{{1,2}}|{ROMAN})\.\d{{1,2}}(?:\.(?!\d)|(?=\s))"),
    ),  # "1.2. ", "II.3 " | not "1.250 "
    (Level.THIRD_NUMBER, re.compile(r"(?:\d{1,2}|[IVX]{1,4})(?:\.\d{1,2}){2,3}\.?(?=\s)")),  # "1.2.3. "
    (
        Level.LETTER,
        re.compile(r"(?!v\.v)(?:[a-zđ][.)]|[a-zđ]{2}\))(?=\s|\D|$)"),
    ),  # "a) ", "đ. ", "aa) " | not "và ", "v.v.", "ba."
    (Level.LETTER, re.compile(r"\(\d{1,2}\)(?=\s|\D|$)")),  # "(1) "
    (Level.BULLET, re.compile(r"[-–—•●▪*](?=\s|[^\W\d_]|$)")),  # "- ", "–Tổ chức" | not "-5 %"
    (Level.PLUS, re.compile(r"[+o](?=\s)")),  # "+ "
)


@dataclass(frozen=True, slots=True)
class Label:
    """The label in front of a line and its depth, a Level as a plain number."""

    text: str
    level: int


def label_of(line: str) -> Label | None:
    """The label that a line starts with, if any: "II. MỤC TIÊU" → II., level 3."""
    for level, pattern in LEVELS:
        match = pattern.match(line)
        if match:
            return Label(match[0], int(level))
    return None


def is_heading(line: str, label: Label | None, bold: bool = False) -> bool:
    """Whether a labelled or bold line titles what follows, rather than saying something itself."""
    if label is None:
        return bold and len(line) <= 200 and not line.endswith((".", ";", ","))
    if label.level <= Level.CHAPTER:
        return True
    words = line[len(label.text) :].strip()
    if label.level >= Level.BULLET or not words or words.endswith((";", ",", "./.")):
        return False
    letters = [letter for letter in words if letter.isalpha()]
    if letters and all(letter.isupper() for letter in letters):
        return True
    if label.level == Level.ROMAN or bold:
        return len(words) <= 250
    return len(words) <= 120 and not words.endswith(".")
