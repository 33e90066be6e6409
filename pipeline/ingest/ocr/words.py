"""What a reading of a page image is made of: words, lines, flags, and how sure they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, TypeAlias

from normalizers.alphabet import plain

Mode: TypeAlias = Literal["fast", "accurate"]  # one reader, or the vote of all that are there


@dataclass(frozen=True, slots=True)
class PixelBox:
    """A rectangle in pixels from the top left corner; x1 and y1 lie behind the last pixel."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Pixels from left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Pixels from top to bottom."""
        return self.y1 - self.y0

    def union(self, other: PixelBox) -> PixelBox:
        """The smallest box around both."""
        return PixelBox(min(self.x0, other.x0), min(self.y0, other.y0), max(self.x1, other.x1), max(self.y1, other.y1))

    def shares_rows(self, other: PixelBox) -> float:
        """How much of the lower of the two stands at the height of the other, 0 to 1."""
        return _shared(self.y0, self.y1, other.y0, other.y1)

    def shares_columns(self, other: PixelBox) -> float:
        """How much of the narrower of the two stands above or below the other, 0 to 1."""
        return _shared(self.x0, self.x1, other.x0, other.x1)

    def moved(self, x: float, y: float) -> PixelBox:
        """The box, so much to the right and down."""
        return PixelBox(self.x0 + x, self.y0 + y, self.x1 + x, self.y1 + y)

    def scaled(self, factor: float) -> PixelBox:
        """The box in an image so many times as large."""
        return PixelBox(self.x0 * factor, self.y0 * factor, self.x1 * factor, self.y1 * factor)


def _shared(low: float, high: float, other_low: float, other_high: float) -> float:
    least = min(high - low, other_high - other_low)
    return max(0.0, min(high, other_high) - max(low, other_low)) / least if least > 0 else 0.0


def around(boxes: Iterable[PixelBox]) -> PixelBox:
    """The smallest box around all of them; there must be one."""
    whole: PixelBox | None = None
    for box in boxes:
        whole = box if whole is None else whole.union(box)
    if whole is None:
        raise ValueError("no box")
    return whole


class RepairKind(StrEnum):
    """Why a word's text is not what the readers read."""

    NUMBER = "number"  # a figure, date or symbol put into the form that it must have
    DIACRITIC = "diacritic"  # marks chosen by the neighbouring words
    LEXICON = "lexicon"  # a scan error that is known
    HANDWRITING = "handwriting"  # taken out: what is written by hand is not believed


class Doubt(StrEnum):
    """Why a word should be looked at."""

    DISAGREEMENT = "disagreement"  # the readers read different words
    GRAMMAR = "grammar"  # a figure, date or symbol that is none
    HANDWRITING = "handwriting"
    SINGLE = "single"  # seen by one of several readers only
    COVERED = "covered"  # a stamp lies on it


class FlagKind(StrEnum):
    """What a person must look at on a page."""

    UNREAD_INK = "unread-ink"
    NUMBERING = "numbering"
    HANDWRITING = "handwriting"
    GRAMMAR = "grammar"
    READER_MISSING = "reader-missing"


@dataclass(frozen=True, slots=True)
class Flag:
    """Something on a page that is not read or not sure; problem and advice are sentences for the user."""

    kind: FlagKind
    problem: str
    advice: str
    box: PixelBox | None = None


@dataclass(frozen=True, slots=True)
class ReadWord:
    """A printed word: its text after repair, without white space, and how it was come by."""

    text: str
    box: PixelBox
    confidence: float  # 0 to 1; below 0.5 it should be reviewed
    raw: str  # as chosen among the readings, before repair; may hold spaces ("201 8")
    readings: tuple[str, ...]  # by each of PageReading.readers; empty where one read nothing
    agreed: bool  # all readers read the same
    repair: RepairKind | None = None
    doubt: Doubt | None = None

    @property
    def is_read_twice(self) -> bool:
        """Whether two readers read the same letters and figures, whatever their marks and case: "gov.vn;", "goV.vn"."""
        read = Counter("".join(filter(str.isalnum, plain(reading).lower())) for reading in self.readings)
        return any(count > 1 and letters for letters, count in read.items())


@dataclass(frozen=True, slots=True)
class ReadLine:
    """Words that are printed side by side, without a wide gap between them."""

    words: tuple[ReadWord, ...]

    @property
    def box(self) -> PixelBox:
        """The smallest box around its words."""
        return around(word.box for word in self.words)

    @property
    def text(self) -> str:
        """Its words with spaces between."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class PageReading:
    """The lines of a page or cell from top to bottom, what must be looked at, and who read."""

    lines: tuple[ReadLine, ...]
    flags: tuple[Flag, ...]
    readers: tuple[str, ...]

    @property
    def words(self) -> tuple[ReadWord, ...]:
        """All words, line by line."""
        return tuple(word for line in self.lines for word in line.words)

    @property
    def confidence(self) -> float:
        """The mean over the words; 1.0 where there is none."""
        words = self.words
        return sum(word.confidence for word in words) / len(words) if words else 1.0

    @property
    def text(self) -> str:
        """Words with spaces, lines with line feeds between."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class ReaderState:
    """Whether a word reader is installed, and what it costs if it is not."""

    name: str
    present: bool
    version: str  # of the package; empty if absent
    cost: str
    advice: str
