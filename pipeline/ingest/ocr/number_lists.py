"""Numbers in a row told from decimals by the white behind the comma: "mức độ 3, 4" is read as 3,4 by all readers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from pipeline.ingest.ocr.ink import Ink, ink_of
from pipeline.ingest.ocr.page_image import Array, runs
from pipeline.ingest.ocr.words import ReadLine, ReadWord, RepairKind

# "3,4", "1,2,15;" | not "1.234,5", "200,5"
NUMBERS: Final = re.compile(r"\d{1,2}(?:,\d{1,2})+[.;:)]*")
LOW: Final = 0.55  # of a figure's height: a comma begins below this
BLANK: Final = 0.3  # of a figure's height: the white behind a comma with a space; without one it is 0.2 at most
PARTED: Final = 0.6  # confidence of such numbers


def with_lists_parted(gray: Array, lines: Iterable[ReadLine]) -> list[ReadLine]:
    """The lines with numbers in a row as the words that they are."""
    return [ReadLine(tuple(part for word in line.words for part in _parts(gray, word))) for line in lines]


def _parts(gray: Array, word: ReadWord) -> Iterator[ReadWord]:
    cuts = _blanks(gray, word) if NUMBERS.fullmatch(word.text) else []
    if not any(cuts):
        yield word
        return
    texts = [text + "," * (number < len(cuts)) for number, text in enumerate(word.text.split(","))]
    left, text = word.box.x0, texts[0]
    for cut, behind in zip(cuts, texts[1:], strict=True):
        if cut:
            yield _part(word, text, left, cut)
            left, text = cut, ""
        text += behind
    yield _part(word, text, left, word.box.x1)


def _part(word: ReadWord, text: str, left: float, right: float) -> ReadWord:
    box = replace(word.box, x0=left, x1=right)
    return replace(word, text=text, box=box, repair=RepairKind.NUMBER, confidence=min(word.confidence, PARTED))


def _blanks(gray: Array, word: ReadWord) -> list[float]:
    """For each comma where the white behind it is, 0 if there is none; empty where not all commas are found."""
    ink = ink_of(gray, word.box)
    if ink is None or not ink.size:
        return []
    pieces = runs(np.logical_or.reduce(ink))
    commas = [at for at, piece in enumerate(pieces[:-1]) if at and _is_low(ink, piece)]
    if len(commas) != word.text.count(","):
        return []
    return [_blank(pieces[at : at + 2], len(ink), word.box.x0) for at in commas]


def _is_low(ink: Ink, piece: tuple[int, int]) -> bool:
    rows = np.flatnonzero(ink[:, piece[0] : piece[1]].any(axis=1))
    return bool(rows[0] >= LOW * len(ink))


def _blank(pieces: Sequence[tuple[int, int]], height: int, left: float) -> float:
    (_, end), (start, _) = pieces
    return left + (end + start) / 2 if start - end >= BLANK * height else 0.0
