"""Roman numbers on which readers differ, by the strokes that stand on the page: bold "III" is read as II, H or HI.

A third of the way down a capital an I has one stroke, a V and an X have two; no letter says so as surely as the ink.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from pipeline.ingest.ocr.page_image import Array, runs
from pipeline.ingest.ocr.words import Doubt, PixelBox, ReadLine, ReadWord, RepairKind

CORE: Final = re.compile(r"(?P<head>[(\[\"']*)(?P<core>[A-Za-z|!1]+)(?P<tail>[.,;:)\]\"']*)")
NUMBER: Final = re.compile(r"X{0,2}(?:IX|IV|V?I{0,3})")
LIKE_STROKES: Final = re.compile(r"[IVXHLTl1|!Ñ]+")
STROKES: Final = {"I": 1, "V": 2, "X": 2}
BAND: Final = (0.25, 0.42)  # of a capital's height from its top: below the serifs, above where V and X come together
AGREEING: Final = 0.6  # share of the rows of the band that show the same number of strokes
COUNTED: Final = 0.6  # confidence of a number that a reader read and the strokes confirm
OVERRULED: Final = 0.45


def counted(gray: Array, lines: Iterable[ReadLine]) -> list[ReadLine]:
    """The lines with their doubtful Roman numbers as the strokes on the page say."""
    return [ReadLine(tuple(_settled(gray, word) for word in line.words)) for line in lines]


def _settled(gray: Array, word: ReadWord) -> ReadWord:
    match = CORE.fullmatch(word.text)
    read = [_core(reading) for reading in word.readings]
    if match is None or not _may_be_number(match["core"], read):
        return word
    strokes = _strokes(gray, word.box)
    if strokes <= _expected(match["core"]):  # strokes that touch count as one: too few prove nothing
        return word
    fitting = [number for number in dict.fromkeys(read) if number and _expected(number) == strokes]
    others = [number for number in _others(read) if _expected(number) == strokes]
    if len(fitting or others) != 1:
        return word
    text = match["head"] + (fitting or others)[0] + match["tail"]
    sure = COUNTED if fitting else OVERRULED
    return replace(word, text=text, repair=RepairKind.NUMBER, confidence=sure, doubt=Doubt.DISAGREEMENT)


def _core(reading: str) -> str:
    match = CORE.fullmatch(reading.strip())
    return match["core"] if match else ""


def _may_be_number(chosen: str, read: Sequence[str]) -> bool:
    """Whether one reader at least sees a number of two strokes or more, and none sees a word."""
    seen = [text for text in read if text]
    if not all(LIKE_STROKES.fullmatch(text) for text in (chosen, *seen)):
        return False
    return len(set(seen)) > 1 and any(_expected(text) > 1 for text in seen)


def _expected(text: str) -> int:
    """How many strokes a Roman number shows; 0 if it is none."""
    return sum(STROKES[letter] for letter in text) if text and NUMBER.fullmatch(text) else 0


def _others(read: Sequence[str]) -> list[str]:
    """The numbers that differ from one read in how many I end it."""
    stems = {text.rstrip("I") for text in read if _expected(text)}
    numbers = (stem + "I" * count for stem in stems for count in range(4))
    return [number for number in dict.fromkeys(numbers) if _expected(number)]


def _strokes(gray: Array, box: PixelBox) -> int:
    """The strokes that cross the upper part of a word; 0 where the rows do not agree."""
    part = gray[max(0, int(box.y0)) : int(box.y1) + 1, max(0, int(box.x0)) : int(box.x1) + 1]
    if min(part.shape) < 3:
        return 0
    threshold, _ = cv2.threshold(part, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    ink = part <= threshold
    rows = np.flatnonzero(ink.sum(axis=1) >= 2)
    if not rows.size:
        return 0
    top, height = int(rows[0]), int(rows[-1] - rows[0]) + 1
    band = ink[top + int(BAND[0] * height) : top + int(BAND[1] * height) + 1]
    counts = np.bincount([len(runs(row)) for row in band])
    most = int(counts.argmax())
    return most if counts[most] >= AGREEING * len(band) else 0
