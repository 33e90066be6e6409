"""The ink of a word, for what no reader tells: strokes, tops and gaps."""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.ingest.ocr.page_image import Array
from pipeline.ingest.ocr.words import PixelBox

Ink: TypeAlias = NDArray[np.bool_]  # rows and columns of pixels: whether there is ink


def ink_of(gray: Array, box: PixelBox) -> Ink | None:
    """What is printed in a box, cut to its first and last row and column; None for a box too small to tell."""
    part = gray[max(0, int(box.y0)) : int(box.y1) + 1, max(0, int(box.x0)) : int(box.x1) + 1]
    if min(part.shape) < 3:
        return None
    threshold, _ = cv2.threshold(part, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return trimmed(part <= threshold)


def trimmed(ink: Ink) -> Ink:
    """The rows from the first to the last that hold more than a speck, and so the columns."""
    rows, columns = np.flatnonzero(ink.sum(axis=1) >= 2), np.flatnonzero(np.logical_or.reduce(ink))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if rows.size else ink[:0]
