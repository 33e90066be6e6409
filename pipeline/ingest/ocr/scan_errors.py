"""Scan errors that are known word for word (data/scan_errors.csv), and names of provinces behind the word that says so."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from data import rows
from normalizers.alphabet import plain, tone_on_first
from pipeline.ingest.ocr.words import ReadWord, RepairKind

RANKS: Final = frozenset(("tỉnh", "phố", "tp"))


@functools.cache
def _known() -> tuple[Mapping[tuple[str, ...], tuple[str, ...]], frozenset[int]]:
    """What is read to what is meant, word by word, and the lengths of what is read."""
    known = {tuple(row["read"].split()): tuple(row["meant"].split()) for row in rows("scan_errors")}
    known |= {tuple(map(str.upper, read)): tuple(map(str.upper, meant)) for read, meant in known.items()}
    return known, frozenset(map(len, known))


def repaired_phrases(words: Sequence[ReadWord]) -> list[ReadWord]:
    """The words of a line with known errors put right; the marks before and behind a word stay."""
    known, lengths = _known()
    repaired = list(words)
    cores = [re.sub(r"^\W+|\W+$", "", word.text) for word in words]
    for at in range(len(words)):
        for length in lengths:
            meant = known.get(tuple(cores[at : at + length]))
            if meant is None:
                continue
            for place, new in enumerate(meant, start=at):
                if new != cores[place]:
                    text = words[place].text.replace(cores[place], new, 1)
                    repaired[place] = replace(words[place], text=text, repair=RepairKind.LEXICON)
    for at in range(1, len(words) - 1):
        name = _province(cores[at - 1 : at + 2])
        if name is None:
            continue
        for place, new in enumerate(name, start=at):
            if new != cores[place] and words[place].repair is None:
                text = words[place].text.replace(cores[place], new, 1)
                repaired[place] = replace(words[place], text=text, repair=RepairKind.LEXICON)
    return repaired


def _province(words: Sequence[str]) -> Sequence[str] | None:
    """The name in its right spelling, of "tỉnh", "Lâm", "Đông": two capitals whose plain letters are a province's name."""
    rank, *name = words
    if rank.lower() not in RANKS or not all(word[:1].isupper() for word in name):
        return None
    meant = _provinces().get(plain(" ".join(name)).lower())
    if meant is None or [tone_on_first(word).lower() for word in name] == [tone_on_first(word).lower() for word in meant]:
        return None
    return [word.upper() for word in meant] if all(map(str.isupper, name)) else meant


@functools.cache
def _provinces() -> Mapping[str, Sequence[str]]:
    """Plain letters to name, of the provinces with two syllables; no two share them."""
    return {plain(row["name"]).lower(): row["name"].split() for row in rows("provinces") if row["name"].count(" ") == 1}
