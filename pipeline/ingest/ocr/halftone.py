"""Shaded places of black and white pictures, which are made of dots: the dots go, what is printed between them stays."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.uint8]

BLACK: Final = 128
PAPER: Final = 255
DOT: Final = 0.015  # inches both ways, at most
WINDOW: Final = 0.15  # inches, over which dots are counted
CLOSE: Final = 1100  # dots to a square inch, of which shading has five times as many; dirt and the dots of letters have 50
FEWEST: Final = 300  # dots of a page


def without_halftone(gray: Array, dpi: float) -> Array:
    """The picture without the dots of its shaded places; itself where it has none."""
    black = (gray < BLACK).astype(np.uint8)
    _, labels, places, middles = cv2.connectedComponentsWithStats(black, connectivity=4)
    dot = (places[:, 2] <= DOT * dpi) & (places[:, 3] <= DOT * dpi)
    if int(dot.sum()) < FEWEST:
        return gray
    x, y = np.asarray(middles[dot], np.int64).T
    seen = np.zeros(gray.shape, np.float32)
    seen[y, x] = 1.0
    side = max(3, round(WINDOW * dpi))
    close = cv2.boxFilter(seen, -1, (side, side), normalize=False)[y, x] >= CLOSE * (side / dpi) ** 2
    gone = np.zeros(len(places), np.bool_)
    gone[np.flatnonzero(dot)[close]] = True
    if int(gone.sum()) < FEWEST:
        return gray
    cleared = gray.copy()
    cleared[gone[labels]] = PAPER
    return cleared
