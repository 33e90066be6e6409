"""Which words of the readers stand for the same printed word: a row of slots, each with a reading by every reader."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from rapidfuzz.distance import Levenshtein

from normalizers.alphabet import plain
from pipeline.ingest.ocr.readers import SeenWord
from pipeline.ingest.ocr.rows import Row

Words: TypeAlias = tuple[SeenWord, ...]

ALONE: Final = 0.9  # cost a letter of a word that the other reader has not
MARKS: Final = 0.3  # cost of a letter that differs in its marks only
JOINING: Final = 0.4  # cost of taking two words of one reader for one of the other
FAR: Final = 1.5  # cost for each line height between two words taken for one
MOST_JOINED: Final = 3
BAND: Final = 8  # words that one reader may be ahead of the other


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a line: what each reader read there, in the order of the readers; none, one or several words."""

    readings: tuple[Words, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The readings as text, words divided by spaces."""
        return tuple(" ".join(word.text for word in words) for words in self.readings)

    @property
    def words(self) -> Iterator[SeenWord]:
        """All words of all readers."""
        return (word for words in self.readings for word in words)


def aligned(row: Row) -> list[Slot]:
    """The slots of a row: the first reader's words, then each further reader laid against what stands already."""
    slots: list[Slot] = []
    for reader, words in enumerate(row):
        slots = _laid(slots, words, reader)
    return slots


@dataclass(frozen=True, slots=True)
class _Step:
    """The cheapest way to a point: its cost, and how many slots and words its last step took."""

    cost: float
    slots: int
    words: int


def _laid(slots: Sequence[Slot], words: Words, reader: int) -> list[Slot]:
    """The slots with one more reader's words, at the least cost in letters that differ."""
    if not slots:
        return [Slot((*((),) * reader, (word,))) for word in words]
    best = _ways(slots, words)
    laid: list[Slot] = []
    at, word = len(slots), len(words)
    while at or word:
        step = best[at][word]
        taken = slots[at - step.slots : at]
        new = words[word - step.words : word]
        old = _merged(taken) if taken else Slot(((),) * reader)
        laid.append(Slot((*old.readings, new)))
        at, word = at - step.slots, word - step.words
    return laid[::-1]


def _merged(slots: Sequence[Slot]) -> Slot:
    readings = zip(*(slot.readings for slot in slots), strict=True)
    return Slot(tuple(tuple(word for words in parts for word in words) for parts in readings))


MOVES: Final = ((1, 1), *((1, n) for n in range(2, MOST_JOINED + 1)), *((n, 1) for n in range(2, MOST_JOINED + 1)))


def _ways(slots: Sequence[Slot], words: Words) -> list[list[_Step]]:
    never = _Step(float("inf"), 0, 0)
    best = [[never] * (len(words) + 1) for _ in range(len(slots) + 1)]
    best[0][0] = _Step(0.0, 0, 0)
    slope = len(words) / max(len(slots), 1)
    for at in range(len(slots) + 1):
        for word in range(len(words) + 1):
            if at == word == 0 or abs(at * slope - word) > BAND + abs(len(slots) - len(words)):
                continue
            options = list(_options(slots, words, best, at, word))
            if options:
                best[at][word] = min(options, key=lambda step: step.cost)
    return best


def _options(slots: Sequence[Slot], words: Words, best: Sequence[Sequence[_Step]], at: int, word: int) -> Iterator[_Step]:
    if at:
        yield _Step(best[at - 1][word].cost + ALONE * _length(slots[at - 1]), 1, 0)
    if word:
        yield _Step(best[at][word - 1].cost + ALONE * len(words[word - 1].text), 0, 1)
    for taken, new in MOVES:
        if at >= taken and word >= new and best[at - taken][word - new].cost < float("inf"):
            before = best[at - taken][word - new].cost
            yield _Step(before + _cost(slots[at - taken : at], words[word - new : word]), taken, new)


def _length(slot: Slot) -> float:
    return max(len(text) for text in slot.texts)


def _cost(slots: Sequence[Slot], words: Words) -> float:
    slot = slots[0] if len(slots) == 1 else _merged(slots)
    text = " ".join(word.text for word in words)
    costs = [_difference(other, text) for other in slot.texts if other]
    return min(costs) + JOINING * (len(slots) + len(words) - 2) + _distance(slot, words)


@functools.lru_cache(maxsize=65536)
def _difference(text: str, other: str) -> float:
    """Letters that differ, marks counted less; the spaces between words cost by themselves."""
    text, other = text.replace(" ", ""), other.replace(" ", "")
    if text == other:
        return 0.0
    bare = Levenshtein.distance(plain(text).lower(), plain(other).lower())
    return bare + MARKS * max(0, Levenshtein.distance(text, other) - bare)


def _distance(slot: Slot, words: Words) -> float:
    """Cost of the way between the places of two words, beyond what a reader's measure may be out."""
    first = next(iter(slot.words)).box
    gap = max(first.x0 - words[-1].box.x1, words[0].box.x0 - first.x1, 0.0)
    return FAR * max(0.0, gap / max(first.height, 1.0) - 0.5)
