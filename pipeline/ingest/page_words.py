"""Words that tell the parts of an official page apart; the lists live in data/page_words.csv."""

from __future__ import annotations

import functools
import re
from typing import Literal, TypeAlias

from data import rows
from normalizers.repair import repaired

Kind: TypeAlias = Literal[
    "awaits", "awaits number", "body", "motto", "recipients", "role", "site after", "site before", "stamp", "type"
]

# "PHỤ LỤC II", "Phụ lục 3:", "KẾ HOẠCH" | what may follow the words of a type on its line
# "09/2024/TT-BKHCN", "15/3/2026", "2028," | not "100%", "1.800"
OWN_NUMBER = re.compile(r"\d{1,5}[a-zđ]?[/-]\S|(?:19|20)\d\d(?!\w|[.,%]\w)")
LONGEST_TYPE_LINE = 40  # characters
LONGEST_SIGNATURE = 80
TYPE_TAIL = r"(?: (?:số )?(?:[ivxlc]{1,6}|\d{1,3}|[a-hđ]))?(?:\.\d{1,2})?[.:]?"


@functools.cache
def words(kind: Kind) -> frozenset[str]:
    """The words of one kind, in lower case."""
    return frozenset(row["words"] for row in rows("page_words") if row["kind"] == kind)


@functools.cache
def pattern(kind: Kind) -> re.Pattern[str]:
    """Any of the words of one kind at the start of a text in lower case, longest first."""
    listed = sorted(words(kind), key=lambda word: (-len(word), word))
    return re.compile(rf"(?:{'|'.join(map(re.escape, listed))})(?!\w)")


@functools.cache
def _number_heads() -> frozenset[str]:
    return frozenset(row["words"] for row in rows("task_columns") if row["role"] == "number" and row["how"] == "is")


def heads_numbers(text: str) -> bool:
    """Whether words stand over the numbers of a table's rows: "STT", "TT"."""
    return text.lower() in _number_heads()


@functools.lru_cache(maxsize=20_000)  # asked of the words of every page
def may_head_numbers(word: str) -> bool:
    """Whether a word is such a head or the beginning of one, torn by a narrow column: "ST"."""
    return any(head.startswith(word.lower()) for head in _number_heads() if " " not in head)


@functools.cache
def _type_pattern() -> re.Pattern[str]:
    return re.compile(pattern("type").pattern + TYPE_TAIL)


def is_type_line(line: str) -> bool:
    """Whether the line names nothing but a type of document: "KẾ HOẠCH", "Quyết định:", "Phụ lục II"."""
    if len(line) > LONGEST_TYPE_LINE:
        return False
    lower = line.lower()
    if not (line.isupper() or line.endswith(":") or lower.startswith("ph")):
        return False
    return _type_pattern().fullmatch(repaired(lower).strip()) is not None


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


def begins_with_own_number(line: str) -> bool:
    """Whether a line begins with a symbol, a day or a year: what "số", "ngày", "năm" wait for, even over room for more."""
    return OWN_NUMBER.match(line) is not None


def is_signature(line: str) -> bool:
    """Whether the line is one of a signature block: "TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH"."""
    return line.isupper() and len(line) <= LONGEST_SIGNATURE and starts_with("role", line)
