"""Symbols, numbers and spans of years that the end of a line cuts: where two lines are one, with nothing between them."""

from __future__ import annotations

import re
from typing import Final

from normalizers.outline import label_of

# "63/2010/", "1782/QĐ-", "2021-" | not "UBND tỉnh -"
CUT: Final = re.compile(r"\d{1,5}(?:/[\w/-]{0,30})?[-/]\Z")
REST: Final = re.compile(r"[A-ZĐ\d]")
OPEN: Final = re.compile(r"\d{1,5}/(?:\d{4}/)?[A-ZĐ]{1,10}\Z")  # "63/2010/NĐ" before "-CP" | not "UBND"
TAIL: Final = re.compile(r"-[A-ZĐ]{2}")
# What goes on with a symbol over two paragraphs: "KH/TU ngày", "TTg", "QH14", "2030" | not "Kế hoạch", "Sở Nội vụ", "A1b"
REST_ALONE: Final = re.compile(r"(?:[A-ZĐ]{1,10}(?:g|\d{1,2})?|\d{1,4})(?![^\W_])")
BARE_NUMBER: Final = re.compile(r"(?<![^\W_])(?<![\d][.,/-])\d{1,5}\Z")  # "số 177" | not "1.177", "QĐ177"
PARTY_TAIL: Final = re.compile(r"-[A-ZĐ]{2,5}/[A-ZĐ]{2}")  # "-KH/TU" | not "- KH", "-KHCN"


def glued(text: str, following: str) -> bool:
    """Whether a line break between the two stands inside a document's symbol, so that nothing divides them."""
    if following.startswith("-"):
        return bool(OPEN.search(text[-20:]) and TAIL.match(following))
    return bool(CUT.search(text[-40:]) and REST.match(following))


def glued_paragraphs(text: str, following: str) -> bool:
    """Whether even what looks like two paragraphs is cut inside a symbol: the second goes on with it and bears no label."""
    if following.startswith("-"):
        return bool(
            (OPEN.search(text[-20:]) and TAIL.match(following))
            or (BARE_NUMBER.search(text[-8:]) and PARTY_TAIL.match(following))
        )
    return bool(CUT.search(text[-40:]) and REST_ALONE.match(following)) and label_of(following) is None
