"""Round seals in black on pages without colour: found by their rims, so that what their ink is read as is not believed.

A coloured seal is taken out by its colour. A black one cannot be: readers make words of its rim and of its coat of arms,
and lose or change the print under it. Only what two readers read alike there is kept.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from pipeline.ingest.ocr import Doubt, PageReading, PixelBox, ReadLine, ReadWord, RepairKind
from pipeline.ingest.ocr.letterhead import BLANK
from pipeline.ingest.ocr.page_image import PageImage

LOOKED_AT: Final = 75.0  # dots an inch: enough for a rim
RADIUS: Final = (0.55, 1.0)  # inches; seals of offices measure 32 to 42 mm across
APART: Final = 0.5  # inches between the middles of two
ROUND: Final = 0.75  # of a rim that must be there; letters give a circle up to 0.6 of its way
CANDIDATES: Final = 6
INK: Final = 170
SMOOTH: Final = 45  # votes for a circle, as cv2.HoughCircles counts them
STEPS: Final = 180  # places of a rim that are looked at
RIM: Final = 2  # pixels by which a rim may be out
REACH: Final = 1.08  # radii
SURE: Final = 0.5  # confidence
COVERED_SURE: Final = 0.1
OVER: Final = "Con dấu đè lên dòng “{}”, chữ dưới dấu không đọc được."


@dataclass(frozen=True, slots=True)
class Seal:
    """A round seal: its middle and radius in pixels."""

    x: float
    y: float
    radius: float

    def covers(self, box: PixelBox) -> bool:
        """Whether the middle of a word stands on it."""
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        return math.hypot(x - self.x, y - self.y) <= REACH * self.radius


@dataclass(frozen=True, slots=True)
class Cleared:
    """A reading without what seals were read as; lines that are nothing else; what is to be said of covered lines."""

    reading: PageReading
    rims: tuple[ReadLine, ...]
    said: tuple[str, ...]


def seals_of(page: PageImage) -> list[Seal]:
    """The seals whose rims are black on the page."""
    scale = LOOKED_AT / page.dpi
    small = cv2.resize(page.gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = np.asarray(small < INK, np.uint8)
    found = cv2.HoughCircles(
        cv2.GaussianBlur(255 - 255 * ink, (3, 3), 0),
        cv2.HOUGH_GRADIENT,
        dp=1.5,
        minDist=APART * LOOKED_AT,
        param1=100,
        param2=SMOOTH,
        minRadius=int(RADIUS[0] * LOOKED_AT),
        maxRadius=int(RADIUS[1] * LOOKED_AT),
    )
    if found is None:
        return []
    circles = [tuple(map(float, circle[:3])) for circle in np.asarray(found).reshape(-1, np.asarray(found).shape[-1])]
    return [Seal(x / scale, y / scale, r / scale) for x, y, r in circles[:CANDIDATES] if _rim(ink, x, y, r) >= ROUND]


def _rim(ink: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], x: float, y: float, radius: float) -> float:
    """The share of a circle that has ink."""
    height, width = ink.shape
    angles = np.linspace(0, 2 * math.pi, STEPS, endpoint=False)
    there = np.zeros(STEPS, np.bool_)
    for out in range(-RIM, RIM + 1):
        across = np.rint(x + (radius + out) * np.cos(angles)).astype(int)
        down = np.rint(y + (radius + out) * np.sin(angles)).astype(int)
        inside = (across >= 0) & (across < width) & (down >= 0) & (down < height)
        there |= inside & (ink[down.clip(0, height - 1), across.clip(0, width - 1)] > 0)
    return float(there.mean())


def without_seals(reading: PageReading, seals: Sequence[Seal]) -> Cleared:
    """The reading with a mark for every run of words on a seal that is not believed."""
    lines: list[ReadLine] = []
    rims: list[ReadLine] = []
    said: list[str] = []
    for line in reading.lines:
        doubted = [any(seal.covers(word.box) for seal in seals) and not _is_believed(word) for word in line.words]
        if not any(doubted):
            lines.append(line)
        elif all(doubted):
            rims.append(line)
        else:
            marked = ReadLine(tuple(_marked(line.words, doubted)))
            lines.append(marked)
            said.append(OVER.format(marked.text))
    return Cleared(replace(reading, lines=tuple(lines)), tuple(rims), tuple(said))


def _is_believed(word: ReadWord) -> bool:
    """Whether it was read surely, or alike by two readers; what is chosen by its neighbours must not be a name."""
    if word.agreed:
        return word.confidence >= SURE
    if word.is_read_twice or word.repair in (RepairKind.NUMBER, RepairKind.LEXICON, RepairKind.HANDWRITING):
        return True
    return word.confidence >= SURE and not word.text[:1].isupper()


def _marked(words: Sequence[ReadWord], doubted: Sequence[bool]) -> Iterator[ReadWord]:
    """The words, one mark for each run of doubted ones."""
    before = False
    for word, doubt in zip(words, doubted, strict=True):
        if not doubt:
            yield word
        elif not before:
            yield replace(word, text=BLANK, confidence=COVERED_SURE, agreed=False, repair=None, doubt=Doubt.COVERED)
        before = doubt
