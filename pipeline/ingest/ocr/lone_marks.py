"""The one figure, tick or dash that stands in a cell: readers of lines take it for a letter, for a rule or for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from pipeline.ingest.ocr.alignment import Words
from pipeline.ingest.ocr.coverage import ink_of
from pipeline.ingest.ocr.grammar import PLAIN_NUMBERS, one_form
from pipeline.ingest.ocr.page_image import Array
from pipeline.ingest.ocr.readers import PieceReader, SeenWord
from pipeline.ingest.ocr.vote import CHOSEN, CLEAR, GUESSED, LIKE_ONE, TRUSTED
from pipeline.ingest.ocr.words import Doubt, PixelBox, ReadWord, RepairKind, around

TICKS: Final = frozenset("xX")  # what marks that a column holds for a row
DASH: Final = "-"

# In inches.
FIGURE: Final = (0.06, 0.25)  # height of a figure: at least, at most
LONGEST: Final = 0.5  # of what can be a single number
DASH_SIZE: Final = (0.02, 0.15, 0.035)  # length of a dash: at least, at most; thickness at most
SPECK: Final = 0.012  # what is no larger both ways is dirt
FLAT: Final = 1.7  # times as long as thick
SHORT: Final = 3  # letters and signs of a doubtful word that may be a figure: "3)", "+1"
REACH: Final = 3  # pixels around what is read by itself


def lone_mark(gray: Array, dpi: float, readings: Sequence[Sequence[Words]], by: PieceReader | None) -> ReadWord | None:
    """The word for what stands alone in the picture of a cell from whose readings no line was made; None if it is unclear.

    by: who reads that place once more by itself.
    """
    marks = _marks(gray, dpi)
    if len(marks) == 1 and _is_dash(marks[0], dpi):
        return ReadWord(DASH, marks[0], CLEAR, DASH, ("",) * len(readings), agreed=False)
    figure = lone_figure(readings)
    found = _read_alone(gray, dpi, marks, by) if by else None
    if found is None or (figure is not None and not figure.text.isdecimal()):
        return figure
    seen = [word for lines in readings for words in lines for word in words]
    if not any(word.text == found.text for word in seen) and any(map(_is_sure, seen)):
        return None
    said = ["".join(word.text for words in lines for word in words) or found.text for lines in readings]
    return _figure(found.text, found.text, found.box, said)


def checked_figure(gray: Array, dpi: float, word: ReadWord, by: PieceReader) -> ReadWord:
    """The figure that is all a cell holds, doubted where the reader that found nothing there reads another one by itself."""
    may_be_one = word.text.isdecimal() or (word.doubt is not None and len(word.text) <= SHORT)
    if not may_be_one or all(word.readings):
        return word
    found = _read_alone(gray, dpi, _marks(gray, dpi), by)
    if found is None or found.text == word.text:
        return word
    said = [reading or found.text for reading in word.readings]
    return _figure(found.text, word.raw, word.box, said)


def lone_figure(readings: Sequence[Sequence[Words]]) -> ReadWord | None:
    """The figure or tick that readers saw, each of them unsure but one."""
    said = ["".join(word.text for words in lines for word in words) for lines in readings]
    seen = [word for lines in readings for words in lines for word in words]
    if sum(map(bool, said)) >= min(2, len(said)) and all(text in LIKE_ONE for text in said):
        text, raw = "1", max(said, key=len)
    elif sum(map(bool, said)) > 1 and TICKS.issuperset(filter(None, said)):
        text = raw = min(filter(None, said), key=lambda mark: (-said.count(mark), mark.isupper()))
    else:
        sure = [word for word in seen if word.confidence >= TRUSTED and PLAIN_NUMBERS.fullmatch(word.text)]
        if len(sure) != 1 or any(word.confidence >= GUESSED for word in seen if word is not sure[0]):
            return None
        text = raw = one_form(sure[0].text)
        seen = sure
    return _figure(text, raw, seen[0].box, said)


def _figure(text: str, raw: str, box: PixelBox, said: Sequence[str]) -> ReadWord:
    repair = RepairKind.NUMBER if text != raw else None
    return ReadWord(text, box, CHOSEN, raw, tuple(said), agreed=False, repair=repair, doubt=Doubt.DISAGREEMENT)


def _read_alone(gray: Array, dpi: float, marks: Sequence[PixelBox], by: PieceReader) -> SeenWord | None:
    """The number that is surely read where all marks are."""
    place = around(marks) if marks else None
    if place is None or not FIGURE[0] * dpi <= place.height <= FIGURE[1] * dpi or place.width > LONGEST * dpi:
        return None
    (found,) = by.read_pieces(gray, [PixelBox(place.x0 - REACH, place.y0 - REACH, place.x1 + REACH, place.y1 + REACH)])
    text = one_form(found.text)
    return SeenWord(text, place, found.confidence) if found.confidence >= TRUSTED and text.isdecimal() else None


def _is_sure(word: SeenWord) -> bool:
    return word.confidence >= TRUSTED and word.text.isalnum()


def _is_dash(mark: PixelBox, dpi: float) -> bool:
    least, most, thick = (size * dpi for size in DASH_SIZE)
    return least <= mark.width <= most and mark.height <= thick and mark.width >= FLAT * mark.height


def _marks(gray: Array, dpi: float) -> list[PixelBox]:
    """The pieces of ink but specks."""
    _, _, places, _ = cv2.connectedComponentsWithStats(ink_of(gray).astype(np.uint8), connectivity=8)
    boxes = (PixelBox(float(x), float(y), float(x + w), float(y + h)) for x, y, w, h, _ in places[1:].tolist())
    return [box for box in boxes if max(box.width, box.height) > SPECK * dpi]
