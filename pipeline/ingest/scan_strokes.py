"""Which words of a picture are set in bold: their strokes are wider than those of most of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from pipeline.ingest.ocr import ReadLine, ReadWord
from pipeline.ingest.ocr.page_image import PageImage

WIDER: Final = 1.25  # times the strokes of running text of the same size; bold Times has 1.6 on paper, ink spreads
USUAL: Final = 0.3  # quantile of a page's words that is surely not bold
FEWEST: Final = 12  # letters of a page by which its strokes can be judged


def bold_words(page: PageImage, lines: Sequence[ReadLine], sizes: Sequence[float]) -> list[list[bool]]:
    """For each line and word whether it is bold; sizes: of the lines' letters, in pixels."""
    level, _ = cv2.threshold(page.gray, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    widths = [[_stroke(page, word, level) / size for word in line.words] for line, size in zip(lines, sizes, strict=True)]
    told = sorted(
        width
        for line, own in zip(lines, widths, strict=True)
        for word, width in zip(line.words, own, strict=True)
        if width
        for _ in word.text
    )
    if len(told) < FEWEST:
        return [[False] * len(own) for own in widths]
    usual = told[int(USUAL * len(told))]
    return [[width > WIDER * usual for width in own] for own in widths]


def _stroke(page: PageImage, word: ReadWord, level: float) -> float:
    """The mean width of a word's strokes in pixels, twice the ink over its rim; 0 for what has no letters."""
    if not any(letter.isalpha() for letter in word.text):
        return 0.0
    box = word.box
    cut = page.gray[max(int(box.y0), 0) : int(box.y1) + 1, max(int(box.x0), 0) : int(box.x1) + 1]
    if not cut.size:
        return 0.0
    ink = (cut < level).astype(np.uint8)
    inner = cv2.erode(ink, cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3)), borderValue=0)
    rim = int(ink.sum()) - int(np.asarray(inner).sum())
    return 2 * float(ink.sum()) / rim if rim else 0.0
