"""The ink of a word, for what no reader tells: strokes, tops and gaps."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.ingest.ocr.page_image import Array, runs
from pipeline.ingest.ocr.words import PixelBox

Ink: TypeAlias = NDArray[np.bool_]  # rows and columns of pixels: whether there is ink


NEAR: Final = 0.16  # of a box's height: strokes nearer than this are of one word


def ink_of(gray: Array, box: PixelBox) -> Ink | None:
    """What is printed in a box, cut to its first and last row and column; None for a box too small to tell."""
    ink = whole_ink(gray, box)
    return None if ink is None else trimmed(ink)


def with_first_strokes(gray: Array, box: PixelBox) -> PixelBox:
    """The box with the strokes close before it, which a reader that missed them left out."""
    reach = min(box.height, box.x0)
    ink = whole_ink(gray, replace(box, x0=box.x0 - reach))
    if ink is None:
        return box
    pieces = runs(np.logical_or.reduce(ink))
    first = next((at for at, (_, end) in enumerate(pieces) if end > reach), 0)
    while first and pieces[first][0] - pieces[first - 1][1] <= NEAR * box.height:
        first -= 1
    return replace(box, x0=min(box.x0, box.x0 - reach + pieces[first][0])) if pieces else box


def whole_ink(gray: Array, box: PixelBox) -> Ink | None:
    """What is printed in a box, with the white around it; None for a box too small to tell."""
    part = gray[max(0, int(box.y0)) : int(box.y1) + 1, max(0, int(box.x0)) : int(box.x1) + 1]
    if min(part.shape) < 3:
        return None
    threshold, _ = cv2.threshold(part, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    dark: Ink = part <= threshold
    return dark


def trimmed(ink: Ink) -> Ink:
    """The rows from the first to the last that hold more than a speck, and so the columns."""
    rows, columns = np.flatnonzero(ink.sum(axis=1) >= 2), np.flatnonzero(np.logical_or.reduce(ink))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1] if rows.size else ink[:0]
