"""The numbers and bullets of HTML lists, as a browser shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborNode

STYLES: Final = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}


LIST_STYLE: Final = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?\b(none|decimal|(?:lower|upper)-(?:alpha|latin|roman)|disc|circle|square)\b",
    re.IGNORECASE,
)
ROMAN: Final = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


@dataclass(slots=True)
class OpenList:
    """An open list and the number of its next item."""

    ordered: bool
    style: str
    number: int
    step: int


def list_of(node: LexborNode) -> OpenList:
    """The list that an element opens."""
    ordered = (node.tag or "").lower() == "ol"
    named = LIST_STYLE.search(node.attributes.get("style") or "")
    style = named[1].lower() if named else STYLES.get(node.attributes.get("type") or "", "decimal" if ordered else "disc")
    backwards = ordered and "reversed" in node.attributes
    start = _integer(node.attributes.get("start"))
    if start is None:
        start = sum(child.tag == "li" for child in node.iter()) if backwards else 1
    return OpenList(ordered, style, start, -1 if backwards else 1)


def item_label(item: LexborNode, within: OpenList) -> str:
    """What a browser puts in front of the list's next item; empty if nothing."""
    named = LIST_STYLE.search(item.attributes.get("style") or "")
    style = named[1].lower() if named else within.style
    if within.ordered:
        value = _integer(item.attributes.get("value"))
        number = within.number if value is None else value
        within.number = number + within.step
        if style == "none":
            return ""
        return "-" if style in {"disc", "circle", "square"} else f"{_numeral(number, style)}."
    return "" if style == "none" else "-"


def _integer(value: str | None) -> int | None:
    match = re.match(r"\s*(-?\d{1,9})", value or "")
    return int(match[1]) if match else None


def _numeral(number: int, style: str) -> str:
    """A number as a browser writes it in a list; beyond what a style can write, in digits."""
    if style.endswith(("alpha", "latin")) and number > 0:
        letters = ""
        while number > 0:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord("a") + rest) + letters
        return letters.upper() if style.startswith("upper") else letters
    if style.endswith("roman") and 0 < number < 4000:
        signs = ""
        for value, sign in ROMAN:
            count, number = divmod(number, value)
            signs += sign * count
        return signs if style.startswith("upper") else signs.lower()
    return str(number)
