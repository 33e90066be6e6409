"""Words that tell the parts of an official page apart; the lists live in data/page_words.csv."""

from __future__ import annotations

import csv
import functools
import re
from importlib import resources
from typing import Literal, TypeAlias

from normalizers.repair import repaired

Kind: TypeAlias = Literal["awaits", "awaits number", "motto", "recipients", "role", "site after", "site before", "type"]

# "PHỤ LỤC II", "Phụ lục 3:", "KẾ HOẠCH" | what may follow the words of a type on its line
TYPE_TAIL = r"(?: (?:số )?(?:[ivxlc]{1,6}|\d{1,3}|[a-hđ]))?(?:\.\d{1,2})?[.:]?"


@functools.cache
def words(kind: Kind) -> frozenset[str]:
    """The words of one kind, in lower case."""
    with resources.files("data").joinpath("page_words.csv").open(encoding="utf-8", newline="") as handle:
        return frozenset(row["words"] for row in csv.DictReader(handle) if row["kind"] == kind)


@functools.cache
def pattern(kind: Kind) -> re.Pattern[str]:
    """Any of the words of one kind at the start of a text in lower case, longest first."""
    listed = sorted(words(kind), key=lambda word: (-len(word), word))
    return re.compile(rf"(?:{'|'.join(map(re.escape, listed))})(?!\w)")


@functools.cache
def _type_pattern() -> re.Pattern[str]:
    return re.compile(pattern("type").pattern + TYPE_TAIL)


def is_type_line(line: str) -> bool:
    """Whether the line names nothing but a type of document: "KẾ HOẠCH", "Quyết định:", "Phụ lục II"."""
    if len(line) > 40:
        return False
    plain = repaired(line).strip()
    match = _type_pattern().fullmatch(plain.lower())
    return match is not None and (plain.isupper() or plain.endswith(":") or plain.lower().startswith("phụ "))


def is_motto(line: str) -> bool:
    """Whether the line is one of the two lines under which every official document stands."""
    plain = " ".join(repaired(line).lower().replace("–", "-").split())
    return plain in words("motto")


def starts_with(kind: Kind, line: str) -> bool:
    """Whether the line starts with a word of this kind."""
    return pattern(kind).match(line.lower()) is not None


def ends_with(kind: Kind, line: str) -> bool:
    """Whether the last word or two of the line are of this kind."""
    tail = line.lower().rsplit(maxsplit=2)[-2:]
    return " ".join(tail) in words(kind) or (bool(tail) and tail[-1] in words(kind))
