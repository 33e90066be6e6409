"""The stamps that receiving offices put on: found by their small frames, read by themselves, taken out of the page.

Words that stand under a stamp cannot be read: a mark is put where they are missed, and the page says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

import cv2
import numpy as np

from normalizers.alphabet import plain
from pipeline.ingest.ocr import Doubt, Mode, PageReading, PixelBox, ReadLine, ReadWord, read_cells
from pipeline.ingest.ocr.letterhead import BLANK
from pipeline.ingest.ocr.page_image import PageImage, runs
from pipeline.ingest.page_words import words as listed
from pipeline.ingest.scan_rulings import RuledPage, RuledTable

MOST_WORDS: Final = 40
TABLE_CELLS: Final = 5  # a ruled table has so many at least; a stamp has fewer
OFFICE: Final = 1 / 3  # of a stamp's height: the line that names the office
RECEIVED: Final = 0.35  # of its width: the word ĐẾN
REACH: Final = 0.02  # inches around a stamp's frame: ink that reaches farther is no part of it
MARKS: Final = 0.03  # inches: the marks above a letter stand no farther from it, and stay where it stays
COVERING: Final = 0.7  # of a line's height: a stamp so near to a word covers the one beside it
BESIDE: Final = (0.03, 0.15)  # inches from a side, where the letters of a line that it crosses stand
LETTER: Final = 0.04  # inches: the height of a small letter
LINES_BELOW: Final = 2  # a table has no print so near to it on two lines
DARK: Final = 128
COVERED_SURE: Final = 0.1
PAPER: Final = 255
PAPER_LEAST: Final = 225  # what is lighter is paper
WORD: Final = re.compile(r"[^\W\d_]+")
COVERED_ADVICE: Final = "Đối chiếu dòng này với trang gốc."

Side: TypeAlias = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class ReadStamp:
    """The frame of a stamp, in pixels, and what it says."""

    box: PixelBox
    said: str

    def holds(self, table: RuledTable) -> bool:
        """Whether a table is the ruling of this stamp."""
        return _holds(self.box, table)


def stamps_of(page: PageImage, found: RuledPage, mode: Mode) -> list[ReadStamp]:
    """The small frames of a page (its ruling lines taken out) that are stamps."""
    stamps: list[ReadStamp] = []
    for frame in found.frames:
        box = PixelBox(*map(float, frame))
        if any(len(table.cells) >= TABLE_CELLS and _holds(box, table) for table in found.tables):
            continue
        # the office's name above, ĐẾN on the left in larger letters than the lines beside it, which hide it from readers
        corner = replace(box, y0=box.y0 + OFFICE * box.height, x1=box.x0 + RECEIVED * box.width)
        for part in (box, corner):
            (reading,) = read_cells(page, [part], mode)
            if is_stamp(reading) or _is_put_over(page, box):
                stamps.append(ReadStamp(box, " ".join(word.text for line in reading.lines for word in line.words)))
                break
    return stamps


def _is_put_over(page: PageImage, frame: PixelBox) -> bool:
    """Whether printed lines run through a side of a frame: it was put over them, whatever can be read of it."""
    near, far = (round(away * page.dpi) for away in BESIDE)
    dark = page.gray[int(frame.y0) : int(frame.y1)] < DARK
    for side in (int(frame.x0), int(frame.x1)):
        if side < far:
            continue
        outside, inside = dark[:, side - far : side - near], dark[:, side + near : side + far]
        both = np.asarray(outside.any(axis=1) & inside.any(axis=1), np.bool_)
        if sum(end - start >= LETTER * page.dpi for start, end in runs(both)) >= LINES_BELOW:
            return True
    return False


def _holds(box: PixelBox, table: RuledTable) -> bool:
    x0, y0, x1, y1 = table.box
    x, y = (x0 + x1) / 2, (y0 + y1) / 2
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def is_stamp(reading: PageReading) -> bool:
    """Whether few words stand there and one of them is ĐẾN, received; stamps smear, so its marks do not count."""
    said = [word for line in reading.lines for word in line.words]
    if len(said) > MOST_WORDS:
        return False
    names = {plain(name) for name in listed("stamp")}
    seen = (match for word in said for text in (word.text, *word.readings) for match in WORD.findall(text))
    return any(match.isupper() and plain(match.lower()) in names for match in seen)


def without_stamps(page: PageImage, stamps: Sequence[ReadStamp]) -> PageImage:
    """The page without the ink that lies wholly in stamps; words that a stamp was put over stay."""
    gray = page.gray.copy()
    for box in (stamp.box for stamp in stamps):
        reach = REACH * page.dpi
        rows = slice(max(0, int(box.y0 - reach)), int(box.y1 + reach))
        columns = slice(max(0, int(box.x0 - reach)), int(box.x1 + reach))
        part = gray[rows, columns]
        ink = cv2.dilate((part < PAPER_LEAST).astype(np.uint8), np.ones((max(1, round(MARKS * page.dpi)), 1), np.uint8))
        _, labels, places, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
        height, width = part.shape
        x, y, wide, tall = places[:, :4].T
        within = np.flatnonzero((x > 0) & (y > 0) & (x + wide < width) & (y + tall < height))
        part[np.isin(labels, within)] = PAPER
    return replace(page, gray=gray)


def with_gaps(reading: PageReading, stamps: Sequence[ReadStamp]) -> tuple[PageReading, tuple[str, ...]]:
    """The lines that begin or end at a stamp with a mark for what it may cover there, and what is to be said of them."""
    lines: list[ReadLine] = []
    said: list[str] = []
    for line in reading.lines:
        words = line.words
        for stamp in stamps:
            if words and (side := _covered_side(words, stamp.box)):
                gap = _gap(stamp.box, words[0].box if side == "left" else words[-1].box, side)
                beginning = " ".join(word.text for word in words)[:40]
                said.append(f"Dấu đóng đè lên dòng “{beginning}…”, chữ dưới dấu không đọc được.")
                words = (gap, *words) if side == "left" else (*words, gap)
        lines.append(ReadLine(words))
    return replace(reading, lines=tuple(lines)), tuple(said)


def _covered_side(words: Sequence[ReadWord], stamp: PixelBox) -> Side | None:
    """On which side of a line a stamp stands as near as a word would; None if it stands elsewhere."""
    first, last = words[0].box, words[-1].box
    height = max(word.box.height for word in words)
    near = COVERING * height
    if abs(first.x0 - stamp.x1) <= near and stamp.y0 <= (first.y0 + first.y1) / 2 <= stamp.y1:
        return "left"
    if abs(stamp.x0 - last.x1) <= near and stamp.y0 <= (last.y0 + last.y1) / 2 <= stamp.y1:
        return "right"
    return None


def _gap(stamp: PixelBox, word: PixelBox, side: Side) -> ReadWord:
    """The mark for what is covered: as wide as a short word, beside the word that is the nearest."""
    letter = word.height
    if side == "left":
        x0, x1 = max(stamp.x0, word.x0 - 2 * letter), word.x0 - 0.4 * letter
    else:
        x0, x1 = word.x1 + 0.4 * letter, min(stamp.x1, word.x1 + 2 * letter)
    box = PixelBox(x0, word.y0, max(x1, x0 + 1), word.y1)
    return ReadWord(BLANK, box, COVERED_SURE, "", (), agreed=False, doubt=Doubt.COVERED)
