"""How usual a syllable is between two others, by the counts in data/syllable_pairs.tsv.gz."""

from __future__ import annotations

import functools
import gzip
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from data import FOLDER
from normalizers.alphabet import plain

WEIGHT: Final = 100.0  # how many sightings of a neighbour the general frequency of a syllable counts for
LEAST: Final = 30  # sightings below which a spelling is taken for an error of the texts counted


@dataclass(frozen=True, slots=True)
class Pairs:
    """Counts of syllables and of pairs of them, lower case, and the spellings that share their plain letters."""

    single: Mapping[str, int]
    double: Mapping[tuple[str, str], int]
    spellings: Mapping[str, Sequence[str]]
    total: int

    def fit(self, before: str | None, word: str, after: str | None) -> float:
        """The logarithm of how likely the word is between these neighbours, None = no neighbour; lower case."""
        own = self.single.get(word, 0) + 0.5
        first = math.log(own / self.total) if before is None else self._follows(before, word, own)
        if after is None:
            return first
        return first + self._follows(word, after, self.single.get(after, 0) + 0.5)

    def _follows(self, before: str, word: str, own: float) -> float:
        seen = self.double.get((before, word), 0) + WEIGHT * own / self.total
        return math.log(seen / (self.single.get(before, 0) + WEIGHT))

    def known(self, before: str | None, word: str, after: str | None) -> bool:
        """Whether the word was seen beside one of these neighbours."""
        return (before is not None and (before, word) in self.double) or (after is not None and (word, after) in self.double)

    def like(self, word: str) -> Sequence[str]:
        """The spellings with the same plain letters, lower case, the word itself among them if it is one."""
        return self.spellings.get(plain(word), ())


@functools.cache
def pairs() -> Pairs:
    """The counts, loaded once a process."""
    single: dict[str, int] = {}
    double: dict[tuple[str, str], int] = {}
    with gzip.open(FOLDER / "syllable_pairs.tsv.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#"):
                continue
            *words, count = line.rstrip("\n").split("\t")
            first, second = words
            if second:
                double[first, second] = int(count)
            else:
                single[first] = int(count)
    spellings: dict[str, list[str]] = defaultdict(list)
    for word, sightings in single.items():
        if sightings >= LEAST:
            spellings[plain(word)].append(word)
    return Pairs(single, double, dict(spellings), sum(single.values()))
