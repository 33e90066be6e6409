"""When two writings of a value count as the same, and which finding answers which label."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from normalizers.alphabet import tone_on_first

F = TypeVar("F")
L = TypeVar("L")

SHORT_NAMES = {"ủy ban nhân dân": "ubnd", "hội đồng nhân dân": "hđnd"}
DASHES = re.compile("[\u2010-\u2015\u2212]")
QUOTES = re.compile("[\"'“”„‘’]")
BLANKS = re.compile(r"\s+")
SIGNS = re.compile(r" ?([,;:./()-]) ?")
BETWEEN_WORDS = re.compile(r"[\s,;]+")
OUTER = " .;:,-"


def folded(text: str | None) -> str:
    """The text without what does not count: case, blanks, dashes, quotes, outer signs, place of tones, UBND spelled out."""
    same = tone_on_first((text or "").lower())
    same = unicodedata.normalize("NFC", same)
    for long, short in SHORT_NAMES.items():
        same = same.replace(long, short)
    same = QUOTES.sub("", DASHES.sub("-", same))
    return SIGNS.sub(r"\1", BLANKS.sub(" ", same)).strip(OUTER)


def likeness(one: str | None, other: str | None) -> float:
    """0 to 100; high where each text holds most of the other, in order."""
    from rapidfuzz import fuzz  # noqa: PLC0415 only measuring pays for it

    return fuzz.ratio(folded(one), folded(other))


def likeness_of_words(one: str | None, other: str | None) -> float:
    """0 to 100; as likeness, but the order of words does not count."""
    from rapidfuzz import fuzz  # noqa: PLC0415

    return fuzz.token_sort_ratio(folded(one), folded(other))


def same_noun(one: str | None, other: str | None) -> bool:
    """Whether two counted nouns are one, a qualifier more or less: "bộ dữ liệu", "bộ dữ liệu mở"."""
    short, long = sorted((folded(one), folded(other)), key=len)
    return short == long or bool(short and long.startswith(short + " "))


def bag(texts: Iterable[str | None]) -> Counter[str]:
    """How often each folded text stands there: a list in which order does not count."""
    return Counter(map(folded, texts))


def words_of(text: str) -> Counter[str]:
    """The words of a list of units, so that one text and several that name the same group are equal."""
    return Counter(word for word in BETWEEN_WORDS.split(folded(text)) if word not in {"", "và"})


def pairs(
    found: Sequence[F],
    labelled: Sequence[L],
    alike: Callable[[F, L], float],
    floor: float,
    agreements: Callable[[F, L], int] = lambda _found, _label: 0,
) -> list[tuple[F, L]]:
    """One to one, the most alike first; of equally alike ones those that agree in more, then those placed nearer."""
    rated = [
        (degree, agreements(one, other), -abs(i - j), i, j)
        for i, one in enumerate(found)
        for j, other in enumerate(labelled)
        if (degree := alike(one, other)) >= floor
    ]
    made: list[tuple[F, L]] = []
    free_found, free_labels = set(range(len(found))), set(range(len(labelled)))
    for _degree, _agreements, _distance, i, j in sorted(rated, reverse=True):
        if i in free_found and j in free_labels:
            free_found.remove(i)
            free_labels.remove(j)
            made.append((found[i], labelled[j]))
    return made
