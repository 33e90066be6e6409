"""Names behind the word "tỉnh": provinces, and what looks like the name of one written wrong."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from data.document import Document
from data.facts import Fact, column
from extractors.header import Header
from normalizers.alphabet import is_worn, tone_on_first
from normalizers.provinces import CAPITAL, find_provinces, provinces

NameState: TypeAlias = Literal["known", "misspelt", "unknown"]

# "tỉnh Đồng Nai", "TỈNH NGHỆ AN" | not "tỉnh và", "cấp tỉnh"
NAME = re.compile(
    rf"(?<!\w)(?:tỉnh|Tỉnh|TỈNH) (?P<name>[{CAPITAL}][^\W\d_]{{0,6}}(?:(?: | ?- ?)[{CAPITAL}][^\W\d_]{{0,6}}){{0,4}})"
)
WORD = re.compile(r"[^\W\d_]+")
LONG_ENOUGH = 6  # letters of a name that one wrong letter does not make another name


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvinceName(Fact):
    """A name that stands where a province is named."""

    state: NameState = column("known, misspelt (nearly the name of just one province) or unknown")
    province: str | None = column("the province that is meant; null if unknown", default=None)


FACT = ProvinceName


def find(document: Document, header: Header) -> Iterator[ProvinceName]:  # noqa: ARG001  all finders are called alike
    """The names behind the word "tỉnh", in text order."""
    text = document.text
    for found in NAME.finditer(text):
        start = found.start("name")
        line_end = text.find("\n", start)
        words = text[start : min(found.end() + 30, line_end if line_end > 0 else len(text))]
        name, state, end = _read(words)
        if state == "unknown":
            end = found.end() - start
        yield ProvinceName(raw=text[start : start + end], char_start=start, char_end=start + end, state=state, province=name)


@functools.lru_cache(maxsize=4096)
def _read(words: str) -> tuple[str | None, NameState, int]:
    """The province at the start of the words, how it is written, and where its name ends."""
    right = next(find_provinces(words), None)
    if right and right.start == 0:
        return right.province.name, "known", right.end
    spans = [match.span() for match in WORD.finditer(words)]
    near: dict[str, int] = {}
    for key, name in _names().items():
        count = len(key.split())
        if len(spans) < count:
            continue
        end = spans[count - 1][1]
        seen = _key(words[:end])
        if seen == key:  # "tỉnh Huế": right, though it is no longer, or was not yet, called so
            return name, "known", end
        if len(key.replace(" ", "")) >= LONG_ENOUGH and (is_worn(seen, key) or _one_letter_apart(seen, key)):
            near[name] = end
    if len(near) == 1:
        name, end = near.popitem()
        return name, "misspelt", end
    return None, "unknown", 0


@functools.cache
def _names() -> Mapping[str, str]:
    """All names of provinces, old and new, in one spelling."""
    return {_key(name): one.name for one in provinces() for name in (one.name, *one.aliases)}


def _key(name: str) -> str:
    return " ".join(WORD.findall(tone_on_first(name).casefold()))


def _one_letter_apart(one: str, other: str) -> bool:
    """Whether a single letter is changed, left out or put in."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    left, right = one[start:], other[start:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:]
