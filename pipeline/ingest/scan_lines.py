"""The ink of ruling lines on the picture of a page: level and upright, also dotted, dashed and double ones.

Lines are opened before they are closed: closing first would join letters into lines that are not there. What is dotted is
closed first, but of marks alone that are as small as dots are.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Picture: TypeAlias = NDArray[np.uint8]  # gray, 255 = paper; or a mask, 255 = there

# In inches.
SHORTEST: Final = 0.3  # a level line
SHORTEST_UPRIGHT: Final = 0.17  # an upright line: a row of one printed line is that high, and no letter is
SHORTEST_DOTTED: Final = 0.18
BRIDGED: Final = 0.12  # a gap in a line that faded
THICK: Final = 0.05  # what is no line but a bar
DASH: Final = (0.12, 0.035)  # length and thickness
CROSS: Final = 0.045  # both ways, of what stands where two dotted lines meet
DOTS_APART: Final = 0.05
ENDS, DOTTED_ENDS = 0.02, 0.07  # by which a line is drawn on to meet others

FAINT: Final = 0.4  # how far from paper to ink the gray of a line must lie


class RulingLines(NamedTuple):
    """Where lines are, small gaps bridged; dotted: those of them that are."""

    level: Picture
    upright: Picture
    dotted: Picture


def ruling_lines(gray: Picture, dpi: float) -> RulingLines:
    """The ink of the lines of an upright, level page."""
    black = _black(gray, dpi)
    marks = _marks(black)
    found: list[tuple[Picture, Picture]] = []
    for flip in (False, True):
        turned, dots = _picture(black.T if flip else black), _dots(marks, dpi, flip=flip)
        dotted = _dotted(_picture(dots.T if flip else dots), dpi)
        both = _picture(_solid(turned, SHORTEST_UPRIGHT if flip else SHORTEST, dpi) | dotted)
        found.append((_picture(both.T), _picture(dotted.T)) if flip else (both, dotted))
    (level, level_dots), (upright, upright_dots) = found
    return RulingLines(level, upright, _picture(level_dots | upright_dots))


def _black(gray: Picture, dpi: float) -> Picture:
    """What is darker than what lies around it, and as dark as ink."""
    blurred = cv2.GaussianBlur(gray, (3, 3), 0)
    around = 2 * int(0.1 * dpi) + 1
    black = cv2.adaptiveThreshold(blurred, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, around, 12)
    ink, paper = (float(value) for value in np.percentile(gray[::3, ::3], (0.2, 50)))
    darkest = cv2.erode(gray, np.ones((3, 3), np.uint8))  # a hairline is as dark as its darkest pixel
    black[darkest > paper - FAINT * (paper - ink)] = 0  # what is left of a coloured seal
    return _picture(black)


def _solid(black: Picture, shortest: float, dpi: float) -> Picture:
    """The level lines that are drawn through."""
    bent = cv2.dilate(black, np.ones((3, 1), np.uint8))  # a slightly slanted line steps from row to row
    mask = cv2.morphologyEx(bent, cv2.MORPH_OPEN, np.ones((1, max(int(shortest * dpi), 8)), np.uint8))
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, max(int(BRIDGED * dpi), 3)), np.uint8))
    return _drawn_on(_slim(_picture(mask), black, dpi), ENDS, dpi)


def _drawn_on(mask: Picture, reach: float, dpi: float) -> Picture:
    return _picture(cv2.dilate(mask, np.ones((1, 2 * max(int(reach * dpi), 2) + 1), np.uint8)))


def _slim(mask: Picture, black: Picture, dpi: float) -> Picture:
    """The mask without what is too thick for a line: black bars, dark edges of the page, shaded cells; not double lines.

    black: the ink before slanted lines are made level, which closes the gap of double ones.
    """
    thick, long = max(int(THICK * dpi), 3), max(int(SHORTEST_UPRIGHT * dpi), 8)
    bars = cv2.morphologyEx(black, cv2.MORPH_OPEN, np.ones((thick, long), np.uint8))
    return _picture(cv2.subtract(mask, cv2.dilate(bars, np.ones((3, 1), np.uint8))))


class _Marks(NamedTuple):
    """The pieces of ink that hang together: which one a pixel is of, and the width and height of each."""

    labels: NDArray[np.int32]
    widths: NDArray[np.int32]
    heights: NDArray[np.int32]


def _marks(black: Picture) -> _Marks:
    _, labels, boxes, _ = cv2.connectedComponentsWithStats(black, connectivity=8)
    return _Marks(np.asarray(labels, np.int32), np.asarray(boxes[:, 2], np.int32), np.asarray(boxes[:, 3], np.int32))


def _dots(marks: _Marks, dpi: float, *, flip: bool) -> Picture:
    """The marks that may be the dots or dashes of a level line; flip: of an upright one."""
    across, down = (marks.heights, marks.widths) if flip else (marks.widths, marks.heights)
    small = (across <= DASH[0] * dpi) & (down <= max(DASH[1] * dpi, 3))
    small |= np.maximum(across, down) <= CROSS * dpi
    small[0] = False  # the paper
    return _picture(small[marks.labels]) * np.uint8(255)


def _dotted(dots: Picture, dpi: float) -> Picture:
    """The level lines that dots make; none where dots lie all over, as on a shaded place."""
    bent = cv2.dilate(dots, np.ones((3, 1), np.uint8))
    apart = max(int(DOTS_APART * dpi), 3)
    closed = _picture(cv2.morphologyEx(bent, cv2.MORPH_CLOSE, np.ones((1, apart), np.uint8)))
    mask = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, int(SHORTEST_DOTTED * dpi)), np.uint8))
    return _drawn_on(_slim(_picture(mask), closed, dpi), DOTTED_ENDS, dpi)


def _picture(array: NDArray[Any]) -> Picture:
    return np.ascontiguousarray(array, dtype=np.uint8)
