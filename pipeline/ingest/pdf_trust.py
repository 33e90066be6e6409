"""Whether the text layer of a page can be believed: by how much of it is written as Vietnamese is."""

from __future__ import annotations

import functools
import re
import statistics
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from normalizers.alphabet import plain
from normalizers.syllables import TONES, WORD, is_syllable

TRUSTED: Final = 0.8  # share of words that must be right syllables
MARKED: Final = 0.35  # share of words that must bear a Vietnamese mark; official prose has 0.7
ENOUGH: Final = 20  # words that a page needs to be judged by itself
ABBREVIATION: Final = 8  # capitals only, no longer than this: UBND, TTHC, QPPL
STOP: Final = re.compile(r"(?:c|ch|p|t)$")  # such syllables bear sắc or nặng: "các", "một" | never "cac", "mòt"
STOP_TONES: Final = {"\u0301", "\u0323"}
JUNK: Final = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x01\x03-\x08\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Trust:
    """A page's words and how many of them are believable."""

    words: int  # those that could be judged
    score: float  # share of right syllables, 0 to 1
    marked: float  # share of words with a Vietnamese mark
    junk: float  # share of characters that are none

    @property
    def confidence(self) -> float:
        """0 to 1: the share of right syllables, less where marks are missing that Vietnamese must have."""
        return self.score * min(self.marked / MARKED, 1.0)

    @property
    def good(self) -> bool:
        """Whether the text may be given out."""
        return self.score >= TRUSTED and self.marked >= MARKED and self.junk < 0.02


def trust_of(words: Iterable[str]) -> Trust:
    """How believable the words of a page are."""
    text = unicodedata.normalize("NFC", " ".join(words))
    judged = [word for word in WORD.findall(text) if len(word) > 1 and not (word.isupper() and len(word) <= ABBREVIATION)]
    junk = len(JUNK.findall(text)) / max(len(text), 1)
    if not judged:
        return Trust(0, 0.0, 0.0, junk)
    right = sum(map(is_spelled, judged))
    marked = sum(map(_is_marked, judged))
    return Trust(len(judged), right / len(judged), marked / len(judged), junk)


@functools.lru_cache(maxsize=20_000)  # plans repeat their words
def _is_marked(word: str) -> bool:
    return plain(word) != word


@functools.lru_cache(maxsize=20_000)  # a language has some thousand syllables
def is_spelled(word: str) -> bool:
    """Whether a word is a Vietnamese syllable with a tone that it can bear, in one case or with a capital in front."""
    if not (word[1:].islower() or word.isupper() or len(word) == 1) or not is_syllable(word):
        return False
    parts = unicodedata.normalize("NFD", word.lower())
    tones = TONES.findall(parts)
    if not STOP.search(unicodedata.normalize("NFC", TONES.sub("", parts))):
        return len(tones) <= 1
    return len(tones) == 1 and tones[0] in STOP_TONES


def trusted_pages(pages: Sequence[Trust]) -> list[bool]:
    """Page by page; a page with too few words to judge goes with the others of its document."""
    judged = [trust for trust in pages if trust.words >= ENOUGH]
    if judged:
        others = statistics.median(trust.good for trust in judged) > 0.5
    else:
        whole = sum(trust.words for trust in pages)
        others = whole > 0 and sum(trust.score * trust.words for trust in pages) / whole >= TRUSTED
    return [trust.good if trust.words >= ENOUGH else others and trust.junk < 0.02 for trust in pages]
