"""What is printed on a page, whoever reads it: words, ruling lines, stamps, and the frame in which they stand.

All positions are in points from the top left corner of the page as it is shown, turned pages upright.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from data.document import Box, ScanNote

LINE_SHARE: Final = 0.9  # of a font's size, that its letters take from ascender to descender
ASCENT: Final = 0.78  # of that, above the baseline


class PrintedWord(NamedTuple):
    """A run of glyphs without space. x0 to y1 and base are where it stands when its line is turned upright.

    A named tuple, as a page has hundreds: they are made in one go from columns (see PrintedWords).
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    base: float  # the baseline
    height: float  # of its line from ascender to descender by the size of the font, not by what the font says of itself
    box: Box  # where it stands on the page
    first: int = 0  # the number of its first character on the page, in the order of the content
    bold: bool = False
    spaced: bool = False  # a space glyph was typed behind it
    turn: int = 0  # quarter turns against the page; -1: slanted
    confidence: float = 1.0  # of its letters, if read from a picture
    note: ScanNote | None = None
    beyond: bool = False  # off the visible page


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line: along x at a height `at` if level, else along y."""

    level: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Stamp:
    """The text of one annotation: a signature, or the number and day put in after printing."""

    text: str
    box: Box
    words: tuple[PrintedWord, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """How user space is shown: the visible rectangle and the page's quarter turns clockwise."""

    number: int
    left: float
    bottom: float
    right: float
    top: float
    turn: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn % 2 else (width, height)

    def shown(self, x: float, y: float) -> tuple[float, float]:
        """A point of user space as shown."""
        if self.turn == 0:
            return x - self.left, self.top - y
        if self.turn == 1:
            return y - self.bottom, x - self.left
        if self.turn == 2:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of user space as shown."""
        (x0, y0), (x1, y1) = self.shown(left, bottom), self.shown(right, top)
        return Box(self.number, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    def clipped(self, box: Box) -> Box | None:
        """The visible part of a box; None if nothing of it is visible."""
        width, height = self.size
        x0, x1 = max(box.x0, 0.0), min(box.x1, width)
        y0, y1 = max(box.y0, 0.0), min(box.y1, height)
        return Box(box.page, x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def turned(x: float, y: float, turn: int, width: float, height: float) -> tuple[float, float]:
    """A point of a page of this size in the frame in which text with this turn is upright."""
    if turn == 1:
        return y, width - x
    if turn == 2:
        return width - x, height - y
    if turn == 3:
        return height - y, x
    return x, y


def unturned(x: float, y: float, turn: int, width: float, height: float) -> tuple[float, float]:
    """The way back from `turned`."""
    if turn == 1:
        return width - y, x
    if turn == 2:
        return width - x, height - y
    if turn == 3:
        return y, height - x
    return x, y
