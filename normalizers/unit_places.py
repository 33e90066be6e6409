"""Places in the names of units: which they end in already, and what "tỉnh" or "Thành phố" stands for in a plan."""

from __future__ import annotations

import re

from normalizers.unit_register import folded, territories, types_named
from normalizers.unit_scope import LEVEL_WORDS, Level, Scope, bare_name, place_endings

LEVEL_WORD = r"(?P<level>tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu)"
# "… UBND tỉnh", "các sở, ban, ngành của Thành phố" | not "UBND cấp tỉnh", "UBND các xã, phường"
ENDS_IN_LEVEL = re.compile(rf"(?<!cấp)(?<!các)(?<!,)(?:\s+của)?\s+{LEVEL_WORD}$", re.IGNORECASE)


def names_place(text: str, scope: Scope) -> bool:
    """Whether the name ends in a place already: the issuer's own, a province, or the whole country."""
    lowered = folded(text)
    if scope.local and lowered.endswith(folded(scope.local)):
        return True
    if scope.body and lowered.endswith(folded(scope.body)):
        return True
    if lowered.endswith(("việt nam", "quốc gia", "trung ương", "toàn quốc")):
        return not types_named(text) or all(kind.level == "central" for kind in types_named(text))
    return lowered.endswith(place_endings())


def without_place(text: str, scope: Scope) -> str:
    """The name without the place that it ends in, if it ends in one."""
    lowered = folded(text)
    if not lowered.endswith(place_endings()) and not scope.local:
        return text
    for place in (scope.local, *(territory.full for territory in territories()), *map(bare_name, territories())):
        if place and lowered.endswith(f" {folded(place)}"):
            return text[: len(text) - len(place)].strip()
    return text


def level_of_word(word: str, scope: Scope) -> Level:
    """The level that "tỉnh", "Thành phố", "huyện" … means in this plan; a city may be a district's or a province's."""
    level = LEVEL_WORDS[word.lower()]
    if word.lower() == "thành phố" and scope.local and folded(scope.local).startswith("thành phố"):
        return "district"
    return level


def place_of_word(word: str, scope: Scope) -> str | None:
    """What "tỉnh", "Thành phố", "huyện" or "xã" stand for in this plan; None if that is not known."""
    level = level_of_word(word, scope)
    if level == "province":
        if scope.province is None or scope.level == "central":
            return None
        return scope.province.full if scope.province.is_city == (word.lower() == "thành phố") else None
    if scope.local and folded(scope.local).startswith(word.lower()):
        return scope.local
    return None
