"""Scan errors that are known word for word: data/scan_errors.csv."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from data import rows
from pipeline.ingest.ocr.words import ReadWord, RepairKind


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
    return repaired
