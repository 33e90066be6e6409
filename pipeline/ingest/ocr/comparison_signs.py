"""Signs of comparison by their ink: no reader knows ≥ and ≤, they read >, <, 2 or s, and a bound would be another one.

What tells is the bar below the sign, and the side on which its arms are open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final, Literal, TypeAlias

import numpy as np

from pipeline.ingest.ocr.ink import Ink, ink_of, trimmed, whole_ink
from pipeline.ingest.ocr.page_image import Array, runs
from pipeline.ingest.ocr.words import Doubt, PixelBox, ReadLine, ReadWord, RepairKind

# ">72%", "<", "(>5" | not "72%"
SIGN: Final = re.compile(r"(?P<head>[(\[\"“]?)(?P<sign>[<>≤≥])(?P<rest>(?:\d.*)?)")
BARRED: Final = {">": "≥", "<": "≤"}
FIGURE: Final = re.compile(r"\d")

LEAST: Final = 7  # pixels of a sign's height and width: less shows no shape
ABOVE, UNDER = 0.1, 0.25  # of a figure's height, that a sign may reach beyond it
BAR: Final = 0.75  # share of a sign's width that its bar covers; an arm covers half of it where it is boldest
LOW: Final = 0.6  # of its height: the bar lies below
PART: Final = 0.25  # of the height of the arms: their upper end, middle and lower end
NEAR: Final = 0.42  # of the width: an end of the arms lies nearer to its side than this, the point where they meet beyond
DECIDED, UNDECIDED = 0.6, 0.4  # confidence

Direction: TypeAlias = Literal[">", "<"]


def with_signs(gray: Array, lines: Iterable[ReadLine]) -> list[ReadLine]:
    """The lines with their signs of comparison as they are printed; one whose ink does not tell is doubted."""
    return [ReadLine(tuple(_settled(gray, line.words, at) for at in range(len(line.words)))) for line in lines]


def _settled(gray: Array, words: Sequence[ReadWord], at: int) -> ReadWord:
    word = words[at]
    own = SIGN.fullmatch(word.text)
    lone = own is None and len(word.text) == 1 and any(SIGN.fullmatch(reading) for reading in word.readings)
    if own is None and not lone:
        return word
    ink = _glyph(gray, words, at, own)
    printed = _sign(ink) if ink is not None else None
    if printed is None:
        return replace(
            word, confidence=min(word.confidence, UNDECIDED), agreed=False, doubt=word.doubt or Doubt.DISAGREEMENT
        )
    text = own["head"] + printed + own["rest"] if own else printed
    if text == word.text:
        return word
    return replace(word, text=text, repair=RepairKind.NUMBER, confidence=DECIDED, doubt=None)


def _glyph(gray: Array, words: Sequence[ReadWord], at: int, own: re.Match[str] | None) -> Ink | None:
    """The ink of the sign alone; None where it does not come apart from its neighbours, as one that is underlined."""
    if own and own["rest"]:
        ink = ink_of(gray, words[at].box)
        pieces = _pieces(ink)
        first = len(own["head"])
        return None if ink is None or len(pieces) < first + 2 else trimmed(ink[:, slice(*pieces[first])])
    ink = whole_ink(gray, _space(words, at))
    pieces = [(start, end) for start, end in _pieces(ink) if end - start >= LEAST]
    if ink is None or len(pieces) != 1 or pieces[0][0] == 0 or pieces[0][1] == ink.shape[1]:
        return None
    return trimmed(ink[:, slice(*pieces[0])])


def _pieces(ink: Ink | None) -> list[tuple[int, int]]:
    return runs(np.logical_or.reduce(ink)) if ink is not None and ink.size else []


def _space(words: Sequence[ReadWord], at: int) -> PixelBox:
    """The place of a word that stands alone between its neighbours, as high as the figures beside it."""
    box = words[at].box
    beside = next((each.box for each in (*words[at + 1 : at + 2], *words[:at][-1:]) if FIGURE.search(each.text)), box)
    before, after = words[:at][-1:], words[at + 1 : at + 2]
    return PixelBox(
        before[0].box.x1 if before else max(0.0, box.x0 - box.height / 2),
        beside.y0 - ABOVE * beside.height,
        after[0].box.x0 if after else box.x1 + box.height / 2,
        beside.y1 + UNDER * beside.height,
    )


def _sign(ink: Ink) -> str | None:
    """The sign of this shape; None if it is none."""
    if not ink.size or min(ink.shape) < LEAST:
        return None
    covered = ink.mean(axis=1) >= BAR
    low = int(LOW * len(ink))
    if not covered[low:].any():
        return _direction(ink)
    *arms, last = runs(np.logical_or.reduce(ink, axis=1))
    bar = last[0] if arms else low + int(covered[low:].argmax())  # it may touch the arms
    direction = _direction(trimmed(ink[:bar]))
    return direction and BARRED[direction]


def _direction(arms: Ink) -> Direction | None:
    """Where two arms meet: ends on one side, middle on the other."""
    if min(arms.shape, default=0) < LEAST // 2:
        return None
    height, width = arms.shape
    part = max(1, int(PART * height))
    middle = (height - part) // 2
    upper, met, lower = (
        float(np.flatnonzero(piece.any(axis=0)).mean()) / width
        for piece in (arms[:part], arms[middle : middle + part], arms[-part:])
    )
    if max(upper, lower) < NEAR < met:
        return ">"
    return "<" if met < 1 - NEAR < min(upper, lower) else None
