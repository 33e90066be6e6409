"""Words read from a picture to words as printed: on baselines, with the height of their line, in points of the page.

A reader of pictures gives the box of a word's ink, which is higher for "Hộp" than for "sao". From the letters of a word
follows how much of a line's height its ink must take, and from that the size of the line and where its letters stand.
"""

from __future__ import annotations

import statistics
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from data.document import Box, ScanNote
from pipeline.ingest.ocr import PixelBox, ReadLine, ReadWord
from pipeline.ingest.ocr.page_image import PageImage
from pipeline.ingest.printed import ASCENT, LINE_SHARE, PrintedWord, unturned
from pipeline.ingest.scan_strokes import bold_words

# How far ink goes above and below the baseline, in shares of the font's size; measured on Times and its metric twins.
SMALL: Final = 0.46  # a, n, o
CAPITAL: Final = 0.67  # B, b, 1
MARKED: Final = 0.68  # á, â
TWICE_MARKED: Final = 0.84  # ấ
CAPITAL_MARKED: Final = 0.88
CAPITAL_TWICE: Final = 1.0
TALL: Final = set("bdfhijklđß()[]{}|/\\\"'“”‘’!?%&")
DEEP: Final = set("gjpqy()[]{}|Q")
TAIL: Final = 0.21
COMMA: Final = 0.14
LOW: Final = set(",;")
ABOVE: Final = {"\u0300", "\u0301", "\u0302", "\u0303", "\u0306", "\u0309"}
BELOW: Final = "\u0323"
HORN: Final = "\u031b"

BEARING: Final = 0.035  # white that belongs to a letter on either side, in shares of the font's size
SAME_SIZE: Final = 0.18  # by which estimates for lines of one size may differ
SURE_LETTERS: Final = 5  # letters from which a line's own size is believed


@dataclass(frozen=True, slots=True)
class _Ink:
    """How far a word's ink goes above and below the baseline, in shares of the font's size."""

    above: float
    below: float


def printed_words(page: PageImage, lines: Sequence[ReadLine], number: int, shown: tuple[float, float]) -> list[PrintedWord]:
    """The words of a page's lines; shown: width and height of the page in points."""
    sizes = _sizes(lines)
    bold = bold_words(page, lines, sizes)
    turn = (360 - page.turn) // 90 % 4
    point = 72 / page.dpi
    words: list[PrintedWord] = []
    for number_of_line, (line, size) in enumerate(zip(lines, sizes, strict=True)):
        base = _baseline(line, size)
        height = LINE_SHARE * size
        for index, word in enumerate(line.words):
            full = PixelBox(word.box.x0, base - ASCENT * height, word.box.x1, base + (1 - ASCENT) * height)
            words.append(
                PrintedWord(
                    word.text,
                    (full.x0 - BEARING * size) * point,
                    full.y0 * point,
                    max((full.x1 + BEARING * size) * point, full.x0 * point + 0.1),
                    full.y1 * point,
                    base * point,
                    height * point,
                    on_page(page, full, number, shown),
                    bold=bold[number_of_line][index],
                    spaced=index + 1 < len(line.words),
                    turn=turn,
                    confidence=float(word.confidence),
                    note=_note(word),
                )
            )
    return words


def on_page(page: PageImage, box: PixelBox, number: int, shown: tuple[float, float]) -> Box:
    """A place of the upright picture in points of the page as shown."""
    source = page.in_source(box)
    across, down = shown[0] / page.width, shown[1] / page.height
    x0, x1 = (min(max(x * across, 0.0), shown[0]) for x in (source.x0, source.x1))
    y0, y1 = (min(max(y * down, 0.0), shown[1]) for y in (source.y0, source.y1))
    return Box(number, min(x0, shown[0] - 0.1), min(y0, shown[1] - 0.1), max(x1, x0 + 0.1), max(y1, y0 + 0.1))


def on_sheet(page: PageImage, x: float, y: float, shown: tuple[float, float]) -> tuple[float, float]:
    """A point of the upright picture in the page's frame, turned but not tilted: rulings must stay level."""
    return unturned(x * 72 / page.dpi, y * 72 / page.dpi, (360 - page.turn) // 90 % 4, *shown)


def _note(word: ReadWord) -> ScanNote | None:
    if word.repair is None and word.doubt is None and word.raw == word.text:
        return None
    return ScanNote(word.raw, word.readings, str(word.repair or ""), str(word.doubt or ""))


def _sizes(lines: Sequence[ReadLine]) -> list[float]:
    """The size of each line's letters in pixels; lines of nearly one size have exactly one."""
    guesses = [_size(line) for line in lines]
    letters = [sum(len(word.text) for word in line.words) for line in lines]
    order = sorted(range(len(lines)), key=lambda index: -letters[index])
    known: list[list[tuple[float, int]]] = []
    home: dict[int, int] = {}
    for index in order:
        guess = guesses[index]
        near = min(range(len(known)), key=lambda group: abs(_middle(known[group]) - guess), default=None)
        alike = near is not None and abs(_middle(known[near]) - guess) <= SAME_SIZE * guess
        if near is not None and (alike or letters[index] < SURE_LETTERS):
            if alike:
                known[near].append((guess, letters[index]))
            home[index] = near
        else:
            known.append([(guess, letters[index])])
            home[index] = len(known) - 1
    return [_middle(known[home[index]]) for index in range(len(lines))]


def _middle(guesses: Sequence[tuple[float, int]]) -> float:
    """The mean of guesses, each counted by its letters."""
    weight = sum(count for _, count in guesses)
    return sum(guess * count for guess, count in guesses) / max(weight, 1)


def _size(line: ReadLine) -> float:
    found = []
    for word in line.words:
        ink = _ink(word.text)
        if ink is not None:
            found += [(word.box.y1 - word.box.y0) / (ink.above + ink.below)] * len(word.text)
    if not found:
        found = [(word.box.y1 - word.box.y0) / CAPITAL for word in line.words]
    return max(statistics.median(found), 4.0)


def _baseline(line: ReadLine, size: float) -> float:
    found = []
    for word in line.words:
        ink = _ink(word.text)
        if ink is not None:
            found += [word.box.y1 - ink.below * size] * len(word.text)
    if found:
        return statistics.median(found)
    return statistics.median((word.box.y0 + word.box.y1) / 2 for word in line.words) + SMALL / 2 * size


def _ink(text: str) -> _Ink | None:
    """None for signs whose height tells nothing: dots and dashes."""
    above = below = 0.0
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        base, marks = parts[0], parts[1:]
        if not (base.isalnum() or base in TALL):
            below = max(below, COMMA if base in LOW else 0.0)
            continue
        over = sum(mark in ABOVE for mark in marks)
        if base.isupper() or base.isdigit():
            top = (CAPITAL, CAPITAL_MARKED, CAPITAL_TWICE)[min(over, 2)]
        elif base in TALL:
            top = MARKED
        else:
            top = (0.55 if base == "t" else SMALL, MARKED, TWICE_MARKED)[min(over, 2)]
        above = max(above, top + (0.04 if HORN in marks and not over else 0.0))
        below = max(below, TAIL if base in DEEP or BELOW in marks else 0.0)
    return _Ink(above, below) if above else None
