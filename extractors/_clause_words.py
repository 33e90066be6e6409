"""The words that clauses open with and turn on, from data/clause_words.csv, as patterns."""

from __future__ import annotations

import functools
import re

from normalizers.wordings import clause_words

TRIM = " ,.;:–-•*\n\t"  # marks that stand around a clause and belong to none


@functools.cache
def opening(role: str) -> re.Pattern[str]:
    """A word of a role at the start of a clause."""
    return re.compile(rf"(?:{clause_words(role)})(?!\w)", re.IGNORECASE)


@functools.cache
def anywhere(*roles: str) -> re.Pattern[str]:
    """A word of these roles in a clause."""
    return re.compile(rf"(?<!\w)(?:{clause_words(*roles)})(?!\w)", re.IGNORECASE)


@functools.cache
def levels() -> tuple[re.Pattern[str], ...]:
    """Words that stand for one another, a family each: "tiểu học" and "trung học cơ sở", "đô thị" and "nông thôn"."""
    families = ("level of schools", "level of places", "kind of places")
    return tuple(re.compile(rf"(?<!\w)(?:{clause_words(role)})(?!\w)", re.IGNORECASE) for role in families)


@functools.cache
def deed() -> re.Pattern[str]:
    """A verb that goes on: "tổ chức hội nghị" | not the noun in "tổ chức và cá nhân", "tổ chức khoa học"."""
    nouns = rf"(?!(?:và|của|có|trong|được|hoặc|là|tại|viên|{clause_words('kind of body')})(?!\w))"
    verb = clause_words("verb")
    return re.compile(rf"(?:{verb})(?: {nouns}(?=\w)|, (?:{verb})(?!\w))", re.IGNORECASE)


@functools.cache
def counting() -> re.Pattern[str]:
    """A verb that takes a count: "triệt xóa " before "5 tụ điểm", "xây dựng được " before "1 mô hình"."""
    return re.compile(rf"(?:{clause_words('verb', 'count verb')})(?: được)? ?", re.IGNORECASE)


@functools.cache
def predicate() -> re.Pattern[str]:
    """What is said of a share of things: "được bồi dưỡng", "có …" | not the noun in "tổ chức kinh tế tập thể"."""
    noun = rf"tổ chức (?:{clause_words('kind of body')})(?!\w)"
    return re.compile(rf"(?<!\w)(?!{noun})(?:{clause_words('predicate')})(?!\w)", re.IGNORECASE)


@functools.cache
def closing_deed() -> re.Pattern[str]:
    """A verb as the last word: "tập huấn" before ", bồi dưỡng", "xây dựng mới" before "và nâng cấp"."""
    return re.compile(rf"(?<!\w)(?:{clause_words('verb', 'count verb')})\Z", re.IGNORECASE)


@functools.cache
def closing_given() -> re.Pattern[str]:
    """A verb right before what it takes as given: "quán triệt " before "02 nghị quyết", "báo cáo " before "02 lần"."""
    return re.compile(rf"(?<!\w)(?:{clause_words('given')}) ?\Z", re.IGNORECASE)


def behind_marks(text: str, start: int, end: int) -> int:
    """The first place from start to end that is no blank and no closing mark."""
    while start < end and text[start] in TRIM:
        start += 1
    return start


def before_marks(text: str, end: int, least: int) -> int:
    """The end without blanks and closing marks, but not before `least`."""
    while end > least and text[end - 1] in TRIM:
        end -= 1
    return end
