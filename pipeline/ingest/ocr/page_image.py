"""A page image as it is read: gray, without coloured ink, upright and level; and the way back to the image as given."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.ingest.ocr.coloured_ink import lightest_channel, without_coloured_ink
from pipeline.ingest.ocr.halftone import without_halftone
from pipeline.ingest.ocr.reverse_print import with_dark_print
from pipeline.ingest.ocr.words import PixelBox

Array: TypeAlias = NDArray[np.uint8]

A4_LONG_SIDE: Final = 11.69  # inches
SMALL_DPI: Final = 110.0  # below, letters have too few pixels: turning by parts of a degree smears them
PAPER: Final = 255
DIMMEST_PAPER: Final = 128  # what is darker is no paper but a picture
SKEW_LIMIT: Final = 5.0  # degrees looked at to either side
SKEW_LEAST: Final = 0.15  # degrees that are worth a resampling
SKEW_SIDE: Final = 900  # pixels of the thumbnail on which the angle is measured


@dataclass(frozen=True, slots=True, eq=False)
class PageImage:
    """The gray image (255 = paper) and what was done to the one given: turned clockwise, then levelled."""

    gray: Array  # height × width
    dpi: float
    turn: int  # degrees clockwise: 0, 90, 180 or 270
    angle: float  # degrees counter-clockwise about the middle, after the turn
    width: int  # of the image as given
    height: int
    lines: Array | None = None  # where faint ruling lines are kept, though a seal's ink is too; None: gray does

    def without(self, boxes: Iterable[PixelBox]) -> PageImage:
        """The page with these places white."""
        gray = self.gray.copy()
        for box in boxes:
            rows = slice(max(0, math.floor(box.y0)), max(0, math.ceil(box.y1)))
            gray[rows, max(0, math.floor(box.x0)) : max(0, math.ceil(box.x1))] = PAPER
        return replace(self, gray=gray)

    def in_source(self, box: PixelBox) -> PixelBox:
        """The smallest box, in pixels of the image as given, around what stands in this box of `gray`."""
        corners = np.array([[box.x0, box.y0], [box.x1, box.y0], [box.x1, box.y1], [box.x0, box.y1]], np.float64)
        height, width = self.gray.shape
        if self.angle:
            back = cv2.getRotationMatrix2D((width / 2, height / 2), -self.angle, 1.0)
            corners = corners @ back[:, :2].T + back[:, 2]
        x, y = corners[:, 0], corners[:, 1]
        if self.turn == 90:
            x, y = y, self.height - x
        elif self.turn == 180:
            x, y = self.width - x, self.height - y
        elif self.turn == 270:
            x, y = self.width - y, x
        x, y = np.clip(x, 0, self.width), np.clip(y, 0, self.height)
        return PixelBox(float(x.min()), float(y.min()), float(x.max()), float(y.max()))


def upright(image: Array, dpi: float | None, turn_of: Callable[[Array], int]) -> PageImage:
    """The page of an image, turned by as many degrees clockwise as `turn_of` says of its gray, and levelled."""
    height, width = image.shape[:2]
    known = dpi or max(height, width) / A4_LONG_SIDE
    lightest = lightest_channel(image)
    clear = without_coloured_ink(image, lightest, known)
    degrees = turn_of(clear)
    turned = _turned(image, degrees)
    printed = with_dark_print(turned, known)
    if printed is not turned or degrees:
        lightest = lightest_channel(printed)
        clear = without_coloured_ink(printed, lightest, known)
    angle = skew(clear) if known >= SMALL_DPI else 0.0

    def placed(gray: Array) -> Array:
        white = without_halftone(whitened(gray), known)
        return levelled(white, angle) if angle else white

    lines = None if clear is lightest else placed(lightest)
    return PageImage(placed(clear), known, degrees, angle, width, height, lines)


def _turned(gray: Array, degrees: int) -> Array:
    return np.ascontiguousarray(np.rot90(gray, -(degrees // 90)))


def whitened(gray: Array) -> Array:
    """The image with its paper as white as what is put around its parts: an edge between the two hides lone figures."""
    paper = float(np.median(gray))
    if not DIMMEST_PAPER <= paper < PAPER:
        return gray
    return np.asarray(cv2.convertScaleAbs(gray, alpha=PAPER / paper), np.uint8)


def levelled(gray: Array, angle: float) -> Array:
    """The image turned by so many degrees counter-clockwise about its middle, its size kept."""
    height, width = gray.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(gray, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, np.uint8)


def skew(gray: Array) -> float:
    """Degrees counter-clockwise that make the lines level; 0.0 where that is not worth while.

    The angle at which the ink of a row of pixels differs most from that of the next one.
    """
    scale = min(1.0, SKEW_SIDE / max(gray.shape))
    small = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = 255 - np.asarray(small, np.uint8)
    ink[ink < ink.mean() + ink.std()] = 0
    if not ink.any():
        return 0.0

    def sharpness(angle: float) -> float:
        height, width = ink.shape
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        rows = np.asarray(cv2.warpAffine(ink, matrix, (width, height)), np.float64).sum(axis=1)
        return float(np.square(np.diff(rows)).sum())

    best = max(np.arange(-SKEW_LIMIT, SKEW_LIMIT + 0.01, 0.5), key=sharpness)
    for reach, step in ((0.5, 0.1), (0.08, 0.04)):
        best = max(np.arange(best - reach, best + reach + 0.001, step), key=sharpness)
    return float(best) if abs(best) >= SKEW_LEAST and sharpness(float(best)) > 1.02 * sharpness(0.0) else 0.0


def runs(flags: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Where a row of flags is true: (start, end) of each run."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], flags.astype(np.int8), [0]))))
    return [(int(start), int(end)) for start, end in edges.reshape(-1, 2)]
