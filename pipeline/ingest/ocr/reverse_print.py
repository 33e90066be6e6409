"""Light letters on dark bars, as on the heads of tables and in letterheads, made dark on paper before anything is read.

A bar is a dark rectangle of one tone with a closed rim that holds light marks of the size of letters. Photographs have
no one tone, seals no closed rectangle, and the black edges of copies hold no letters and touch the edge of the picture.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.uint8]
Mask = NDArray[np.bool_]

LOOKED_AT: Final = 100.0  # dots an inch: enough for a bar
DARK: Final = 0.7  # of the paper's tone; white print stands on middle tones too
# In inches.
SOLID: Final = 0.035  # what strokes and ruling lines are not: as thick as that both ways
BRIDGED: Final = (0.3, 0.16)  # width and height of a gap between solid pieces of one bar: its letters
LEAST: Final = (0.5, 0.13)  # width and height of a bar
EDGE: Final = 0.1  # of the picture
LETTER: Final = (0.05, 0.3)  # height of a light mark
BEYOND: Final = (0.03, 0.19)  # above and below a bar, where the upright lines of its table are looked for
RULE: Final = 0.012  # thickness of the lines that are drawn
RIM: Final = (0.015, 0.03)  # from the side of a bar: what lies between is dark all around
SIDE: Final = 0.008  # of what a side is blurred over

LETTERS: Final = 3
RECTANGULAR: Final = 0.8  # of the smallest rectangle around it, that a bar fills
CLOSED: Final = 0.85  # of its rim, that is dark
FILLED: Final = 0.5  # of a bar, that is dark
EVEN: Final = 0.15  # of the paper's tone: how far the tones of a bar may lie apart; those of a photograph do
STRAIGHT: Final = 0.8  # of a strip, that a line must cross
LIGHT: Final = 75  # percent of the pixels of letters, as light as they are
CLEAR: Final = 0.5  # of the way from bar to paper, that letters must be lighter


def with_dark_print(image: Array, dpi: float) -> Array:
    """The image with the letters of its dark bars dark on paper; the image itself where it has no such bar.

    image: height × width, or × 3. A bar in a table gets lines around it and where the columns below go on through it.
    """
    gray = image if image.ndim == 2 else np.asarray(cv2.cvtColor(image[:, :, :3], cv2.COLOR_RGB2GRAY), np.uint8)
    page = _Page(gray, float(np.median(gray)), dpi)
    changed = image
    for bar in _bars(page):
        changed = changed.copy() if changed is image else changed
        piece = changed[bar.rows, bar.columns]
        turned = bar.turned(page)
        turned[bar.ruled(page)] = 0
        piece[bar.reach] = turned[bar.reach] if image.ndim == 2 else turned[bar.reach][:, np.newaxis]
    return changed


class _Page(NamedTuple):
    """A page in gray, the tone of its paper, and its dots an inch."""

    gray: Array
    paper: float
    dpi: float

    def is_dark(self, tones: Array) -> Mask:
        """Where tones are as dark as a bar."""
        return np.asarray(tones < DARK * self.paper, np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class _Bar:
    """A dark bar: where it lies, its gray and shape in there, its tone and that of its letters."""

    top: int
    left: int
    gray: Array
    shape: Mask
    reach: Mask  # the shape and the pixels beside it that are neither bar nor paper
    dark: float
    light: float

    @property
    def rows(self) -> slice:
        return slice(self.top, self.top + self.shape.shape[0])

    @property
    def columns(self) -> slice:
        return slice(self.left, self.left + self.shape.shape[1])

    def turned(self, page: _Page) -> Array:
        """Its gray with letters black and the rest as light as the paper."""
        share = (self.gray.astype(np.float32) - self.dark) / max(self.light - self.dark, 1.0)
        turned = np.asarray((page.paper * (1.0 - share)).clip(0, page.paper), np.uint8)
        turned[~_inside(self.shape, SIDE * page.dpi)] = int(page.paper)
        return turned

    def ruled(self, page: _Page) -> Mask:
        """The lines that its table has around it and through it; none where it stands alone."""
        lines = np.zeros_like(self.shape)
        at = [x for strip in self._beyond(page) for x in _upright(page.is_dark(strip))]
        if len(at) < 2:
            return lines
        thick = max(2, round(RULE * page.dpi))
        inner = _inside(self.shape, thick)
        lines |= self.shape & ~inner
        letters = inner & (self.gray > (self.dark + self.light) / 2)
        for x in at:
            through = slice(max(0, x - thick // 2), x - thick // 2 + thick)
            if not letters[:, through].any():
                lines[:, through] |= self.shape[:, through]
        return lines

    def _beyond(self, page: _Page) -> Iterator[Array]:
        """Strips of the page below and above it, higher than a letter."""
        near, far = (round(side * page.dpi) for side in BEYOND)
        bottom = self.rows.stop
        yield page.gray[bottom + near : bottom + far, self.columns]
        yield page.gray[max(0, self.top - far) : max(0, self.top - near), self.columns]


def _inside(shape: Mask, depth: float) -> Mask:
    """What of a shape lies at least so many pixels from its side."""
    framed = cv2.copyMakeBorder(shape.astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    kernel = np.ones((2 * round(depth) + 1, 2 * round(depth) + 1), np.uint8)
    return np.asarray(cv2.erode(framed, kernel)[1:-1, 1:-1], np.bool_)


def _upright(dark: Mask) -> list[int]:
    """Where upright lines cross a strip."""
    if not dark.size:
        return []
    bent = cv2.dilate(dark.astype(np.uint8), np.ones((1, 3), np.uint8))  # a slanted line steps from row to row
    found = (np.asarray(bent).mean(axis=0) > STRAIGHT).astype(np.int8)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], found, [0]))))
    return [int(start + end) // 2 for start, end in edges.reshape(-1, 2)]


def _bars(page: _Page) -> Iterator[_Bar]:
    scale = min(1.0, LOOKED_AT / page.dpi)
    small = np.asarray(cv2.resize(page.gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    unit = scale * page.dpi  # pixels an inch
    solid = _solid(page.is_dark(small), unit)
    count, labels, places, _ = cv2.connectedComponentsWithStats(solid)
    for label in range(1, count):
        x, y, width, height, _ = (int(value) for value in places[label])
        away = min(x, y, small.shape[1] - x - width, small.shape[0] - y - height)
        if width < LEAST[0] * unit or height < LEAST[1] * unit or away < EDGE * unit:
            continue
        own = (labels[y : y + height, x : x + width] == label).astype(np.uint8)
        _, sides, _ = cv2.minAreaRect(np.asarray(cv2.findNonZero(own)))
        if own.sum() >= RECTANGULAR * math.prod(sides):
            yield from _bar(page, own, (x, y), scale)


def _solid(dark: Mask, unit: float) -> Array:
    """Where thick dark pieces lie, those of one bar joined over its letters."""
    thick = max(2, round(SOLID * unit))
    core = cv2.morphologyEx(dark.astype(np.uint8), cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8))
    wide, high = (max(2, round(side * unit)) for side in BRIDGED)
    room = max(wide, high)
    framed = cv2.copyMakeBorder(core, room, room, room, room, cv2.BORDER_CONSTANT, value=0)
    joined = cv2.morphologyEx(framed, cv2.MORPH_CLOSE, np.ones((high, wide), np.uint8))[room:-room, room:-room]
    least = np.ones((max(2, int(LEAST[1] * unit)), 1), np.uint8)
    return np.ascontiguousarray(cv2.morphologyEx(joined, cv2.MORPH_OPEN, least), np.uint8)


def _bar(page: _Page, own: Array, at: tuple[int, int], scale: float) -> Iterator[_Bar]:
    """The bar of this shape at a place of the small picture; none if that is something else."""
    height, width = (round(side / scale) for side in own.shape)
    x, y = (round(side / scale) for side in at)
    margin = round(RIM[1] * page.dpi)
    top, left = max(0, y - margin), max(0, x - margin)
    cut = page.gray[top : y + height + margin, left : x + width + margin]
    below = page.is_dark(np.asarray(cv2.blur(cut, (3, 3)), np.uint8))  # noise makes light specks
    shape = np.zeros(cut.shape, np.uint8)
    shape[y - top : y - top + height, x - left : x - left + width] = cv2.resize(own, (width, height)) > 0
    near = np.asarray(cv2.dilate(shape, np.ones((2 * margin + 1, 2 * margin + 1), np.uint8)), np.bool_)
    whole = (near & below) | _inside(shape > 0, margin)  # the small picture tells its sides only nearly
    dark = below & whole
    body = _inside(dark, RIM[0] * page.dpi)
    if not body.any() or dark.sum() < FILLED * whole.sum():
        return
    tone = float(np.median(cut[dark]))
    tones = np.percentile(cv2.blur(cut, (5, 5))[body], (10, 90))
    rim = _inside(whole, RIM[0] * page.dpi) & ~_inside(whole, RIM[1] * page.dpi)
    letters = (cut > tone + CLEAR * (page.paper - tone)) & whole
    if np.ptp(tones) <= EVEN * page.paper and dark[rim].mean() >= CLOSED and _letters(letters, page.dpi) >= LETTERS:
        kernel = np.ones((2 * round(SIDE * page.dpi) + 1,) * 2, np.uint8)
        reach = np.asarray(cv2.dilate(whole.astype(np.uint8), kernel), np.bool_)
        yield _Bar(top, left, cut.copy(), whole, reach, tone, float(np.percentile(cut[letters], LIGHT)))


def _letters(light: Mask, dpi: float) -> int:
    """How many marks of the size of a letter there are."""
    _, _, places, _ = cv2.connectedComponentsWithStats(light.astype(np.uint8), connectivity=8)
    low, high = (side * dpi for side in LETTER)
    return sum(low <= tall <= high and wide <= 2 * high for _, _, wide, tall, _ in places[1:].tolist())
