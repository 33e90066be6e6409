"""The words that say whose a duty is, as patterns: data/duty_words.csv."""

from __future__ import annotations

import functools
import re

from data import rows
from normalizers.wordings import any_of


@functools.cache
def duty_words(*kinds: str) -> frozenset[str]:
    """The words of these kinds."""
    return frozenset(row["words"] for row in rows("duty_words") if row["kind"] in kinds)


@functools.cache
def closing(kind: str) -> re.Pattern[str]:
    """Words of a kind at the end: "việc " before a verb that is a noun there, "cơ quan " before one that tells which."""
    return re.compile(rf"(?:{any_of(duty_words(kind))})\s*$")


@functools.cache
def asking() -> re.Pattern[str]:
    """Who may ask others at the end, the issuer, its head, its leaders: "UBND tỉnh " before "yêu cầu các sở"."""
    return re.compile(rf"(?:{any_of(duty_words('asking'))})(?:\s[\w.&-]+){{0,10}}\s$")


@functools.cache
def no_units() -> re.Pattern[str]:
    """Words that look like a unit's and are none: "cơ sở dữ liệu", "đơn vị tính"."""
    return re.compile(rf"(?<!\w)(?:{any_of(duty_words('no unit'))})(?!\w)", re.IGNORECASE)


@functools.cache
def no_verbs() -> re.Pattern[str]:
    """Names in which a verb is none: "các ban xây dựng Đảng", "Ban Quản lý dự án đầu tư xây dựng"."""
    return re.compile(rf"(?<!\w)(?:{any_of(duty_words('no verb'))})(?!\w)")


@functools.cache
def persons_only() -> re.Pattern[str]:
    """A phrase that opens with persons: "mọi cá nhân", "cán bộ, công chức"."""
    return re.compile(rf"(?:(?:các|mọi|mỗi|từng|toàn thể)\s)?(?:{any_of(duty_words('person'))})\b", re.IGNORECASE)


@functools.cache
def lower_case_unit() -> re.Pattern[str]:
    """A unit in small letters: "phòng Nội vụ", "thủ trưởng các cơ quan" | not "phòng chống"."""
    return re.compile(rf"(?:phòng|ban|văn phòng|sở)\s[A-ZĐ]|(?:{any_of(duty_words('lower case unit'))})\s")


@functools.cache
def saying(kind: str) -> re.Pattern[str]:
    """The words of a kind in running text: verbs of duty and their bounds, who asks ("yêu cầu"), what opens a sentence."""
    parts = any_of(duty_words(kind, *(("boundary",) if kind == "verb" else ())))
    first = f"(?:{parts})"
    if kind == "ask":
        first = rf"(?:(?<=^)(?:{any_of(word.capitalize() for word in duty_words(kind))})|\b(?:{parts}))"
    # syllables that make another word of the verb behind them: "chương trình", "công lập", "quy trình", "trật tự"
    apart = "".join(f"(?<!{syllable} )" for syllable in sorted(duty_words("opens a word"))) if kind == "verb" else ""
    return re.compile(rf"{apart}(?<!\w){first}(?!\w)")
