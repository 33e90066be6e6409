"""Roman numbers on which readers differ, by the strokes that stand on the page: bold "III" is read as II, H or HI, "I" as 1.

A third of the way down a capital an I has one stroke, a V and an X have two; and the figure 1 has a flag on its left alone.
No letter says so as surely as the ink. Behind the number of a quarter the year may stand: "Quý III/2020".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

import numpy as np

from pipeline.ingest.ocr.grammar import one_form
from pipeline.ingest.ocr.ink import Ink, ink_of, trimmed, with_first_strokes
from pipeline.ingest.ocr.page_image import Array, runs
from pipeline.ingest.ocr.words import Doubt, PixelBox, ReadLine, ReadWord, RepairKind

HEAD: Final = r"(?:[Qq]uý)?[(\[\"']*"  # a reader may have lost the space before the number
YEAR: Final = r"[/-](?:19|20)\d\d"
TAIL: Final = r"[.,;:)\]\"']*"
# "III.", "(IV)", "I/2026" | not "II/QĐ-UBND"
CORE: Final = re.compile(rf"(?P<head>{HEAD})(?P<core>[A-Za-z|!1]+)(?P<year>(?:{YEAR})?)(?P<tail>{TAIL})")
NUMBER: Final = re.compile(r"X{0,2}(?:IX|IV|V?I{0,3})")
LIKE_STROKES: Final = re.compile(r"[IVXHLTl1|!Ñ]+")
STROKES: Final = {"I": 1, "V": 2, "X": 2}
BAND: Final = (0.25, 0.42)  # of a capital's height from its top: below the serifs, above where V and X come together
AGREEING: Final = 0.6  # share of the rows of the band that show the same number of strokes
COUNTED: Final = 0.6  # confidence of a number that a reader read and the strokes confirm
OVERRULED: Final = 0.45

SLANTS: Final = (0.0, 0.12, 0.18, 0.24, 0.3)  # columns by which italics lean to a row
LEANT: Final = 0.93  # of the columns of an upright number: so few hold ink where a leaning one is set upright
PITCH: Final = 0.25  # by which the steps from figure to figure of a year may differ
YEAR_FIGURES: Final = 4
# Shares of a capital's height.
TOP: Final = (0.0, 0.24)  # from its top: where serifs and the flag of a 1 are
STEM: Final = (0.28, 0.78)
LEANING: Final = 0.06  # by which the stem of an upright letter moves at most
FLAG: Final = 0.12  # by which the top of a 1 stands out further on the left than on the right, at least
SERIF: Final = 0.08  # by which that of an I stands out on both sides; without serifs PLAIN at most
PLAIN: Final = 0.025
TWO_SIDED: Final = 0.65  # of what stands out on one side, on the other side at least


@dataclass(frozen=True, slots=True)
class _Token:
    """A number as read, and what is printed around it."""

    head: str
    core: str
    rest: str  # year and punctuation

    @property
    def has_year(self) -> bool:
        """Whether a slash and a year stand behind it."""
        return any(map(str.isdigit, self.rest))

    @classmethod
    def of(cls, text: str) -> _Token | None:
        """None if there can be no Roman number in it."""
        match = CORE.fullmatch(text.strip())
        return cls(match["head"], match["core"], match["year"] + match["tail"]) if match else None


def counted(gray: Array, lines: Iterable[ReadLine]) -> list[ReadLine]:
    """The lines with their doubtful Roman numbers as the strokes on the page say."""
    return [ReadLine(tuple(_line(gray, line.words))) for line in lines]


def _line(gray: Array, words: Sequence[ReadWord]) -> Iterable[ReadWord]:
    for before, word in zip((None, *words), words, strict=False):
        yield _settled(gray, word, is_quarter=before is not None and before.text.lower() == "quý")


def _settled(gray: Array, word: ReadWord, *, is_quarter: bool) -> ReadWord:
    """The word as the ink says where readers differ; of a quarter even where all read the same."""
    seen = [token for reading in word.readings if (token := _Token.of(one_form(reading))) and token.core]
    own = _Token.of(word.text)
    if is_quarter:
        seen = [token for token in seen if LIKE_STROKES.fullmatch(token.core)]
        own = next((token for token in (own, *seen) if token in seen and token.has_year), own)
    cores = [token.core for token in seen]
    if own is None or not all(LIKE_STROKES.fullmatch(core) for core in (own.core, *cores)):
        return word
    if len(set(cores)) < 2 and not is_quarter:
        return word
    number, sure = _printed(gray, word.box, own, cores, is_quarter=is_quarter)
    text = own.head + number + own.rest
    if text == word.text and (sure or not is_quarter or len(set(cores)) < 2):
        return word
    repair = RepairKind.NUMBER if text != word.text else word.repair
    return replace(word, text=text, repair=repair, confidence=sure or OVERRULED, doubt=Doubt.DISAGREEMENT)


def _printed(gray: Array, box: PixelBox, own: _Token, cores: Sequence[str], *, is_quarter: bool) -> tuple[str, float]:
    """The number as the ink says, the one read where it does not tell; and how sure it is, 0 where the ink does not tell."""
    ink = _ink_of_number(gray, box, own)
    if ink is None:
        return own.core, 0.0
    strokes = _strokes(ink) - own.has_year
    if any(_expected(core) > 1 for core in cores) or (is_quarter and strokes > 1):
        number, read = _by_strokes(strokes, own.core, cores)
        told = number != own.core or strokes == _expected(number)
    else:
        top = _by_top(_before_slash(ink) if own.has_year else ink)
        number, read, told = top or own.core, top in cores, bool(top)
    return number, (COUNTED if read else OVERRULED) if told else 0.0


def _by_strokes(strokes: int, chosen: str, seen: Sequence[str]) -> tuple[str, bool]:
    """The number with as many strokes as stand there, and whether a reader read it; the chosen one where none is sure."""
    if strokes <= _expected(chosen):  # strokes that touch count as one: too few prove nothing
        return chosen, True
    fitting = [number for number in dict.fromkeys(seen) if _expected(number) == strokes]
    others = [number for number in _others(seen) if _expected(number) == strokes]
    if len(fitting or others) != 1:
        return chosen, True
    return (fitting or others)[0], bool(fitting)


def _expected(text: str) -> int:
    """How many strokes a Roman number shows; 0 if it is none."""
    return sum(STROKES[letter] for letter in text) if text and NUMBER.fullmatch(text) else 0


def _others(read: Sequence[str]) -> list[str]:
    """The numbers that differ from one read in how many I end it."""
    stems = {text.rstrip("I") for text in read if _expected(text)}
    numbers = (stem + "I" * count for stem in stems for count in range(4))
    return [number for number in dict.fromkeys(numbers) if _expected(number)]


# --- ink -----------------------------------------------------------------------------------------------------------


def _ink_of_number(gray: Array, box: PixelBox, token: _Token) -> Ink | None:
    """The ink of a word before the figures of its year, the slash included; None where they do not come apart."""
    slanting = ink_of(gray, with_first_strokes(gray, box))
    ink = None if slanting is None else _upright(slanting)
    if ink is None or not token.has_year:
        return ink
    pieces = runs(np.logical_or.reduce(ink))
    first = len(pieces) - len(token.rest) + 1  # of the year's figures; the slash may touch what stands before it
    if first < 1 or not _stand_evenly([(start + end) / 2 for start, end in pieces[first : first + YEAR_FIGURES]]):
        return None
    return trimmed(ink[:, : pieces[first - 1][1]])


def _upright(ink: Ink) -> Ink:
    """The ink of italics with its stems upright: leaning, they stand in more columns."""
    ways = {slant: _leant(ink, slant) for slant in SLANTS}
    columns = {slant: int(way.any(axis=0).sum()) for slant, way in ways.items()}
    best = min(SLANTS, key=lambda slant: columns[slant])
    return trimmed(ways[best]) if columns[best] <= LEANT * columns[0.0] else ink


def _leant(ink: Ink, slant: float) -> Ink:
    """Every row moved to the left, the higher the farther."""
    height, width = ink.shape
    most = int(slant * height)
    moved = np.zeros((height, width + most), np.bool_)
    for row in range(height):
        left = most - int(slant * (height - 1 - row))
        moved[row, left : left + width] = ink[row]
    return moved


def _stand_evenly(middles: Sequence[float]) -> bool:
    """Whether these are the middles of figures: they stand at even steps."""
    steps = [after - before for before, after in pairwise(middles)]
    usual = sum(steps) / len(steps)
    return all(abs(step - usual) <= PITCH * usual for step in steps)


def _rows(ink: Ink, band: tuple[float, float]) -> Ink:
    height = len(ink)
    return ink[int(band[0] * height) : int(band[1] * height) + 1]


def _strokes(ink: Ink) -> int:
    """The strokes that cross the upper part of a number; 0 where the rows do not agree."""
    band = _rows(ink, BAND)
    if not len(band):
        return 0
    counts = np.bincount([len(runs(row)) for row in band])
    most = int(counts.argmax())
    return most if counts[most] >= AGREEING * len(band) else 0


def _before_slash(ink: Ink) -> Ink:
    """Nothing where the slash touches what stands before it."""
    pieces = runs(np.logical_or.reduce(ink))
    return trimmed(ink[:, : pieces[-2][1]]) if len(pieces) > 1 else ink[:0]


def _by_top(ink: Ink) -> str:
    """I or 1, for a single upright stroke whose top tells; else nothing."""
    stem = [runs(row) for row in _rows(ink, STEM)]
    if not stem or any(len(strokes) != 1 for strokes in stem):
        return ""
    sides = np.array([strokes[0] for strokes in stem])
    if np.abs(sides[0] - sides[-1]).max() > LEANING * len(ink):
        return ""
    top = np.flatnonzero(_rows(ink, TOP).any(axis=0))
    left, right = np.median(sides, axis=0)
    before, behind = (left - top[0]) / len(ink), (top[-1] + 1 - right) / len(ink)
    if before - behind >= FLAG:
        return "1"
    less, more = sorted((before, behind))
    return "I" if -PLAIN <= less <= more <= PLAIN or (less >= SERIF and less >= TWO_SIDED * more) else ""
