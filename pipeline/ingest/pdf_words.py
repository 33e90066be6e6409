"""The words that PDFium finds on a page, each with its place as the page is shown.

PDFium divides words well by the gaps between glyphs. Where the first and the last glyph tell all of a word, as they do
of nearly every one, no other is asked for, and all these words are made together; the rest is left to pdf_glyphs.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import compress
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

from pipeline.ingest.pdf_calls import Address, Floats, Handle, characters, generated, loose_boxes, text_objects
from pipeline.ingest.pdf_glyphs import LEVEL, LONGEST, NARROWEST, STEP_BACK, Glyphs, is_simple
from pipeline.ingest.printed import ASCENT, Frame, PrintedWord
from pipeline.ingest.printed_words import Flags, PrintedWords, WordColumns

MAX_CHARACTERS: Final = 200_000  # on a page; a dense page of an annex holds 8,000
LETTERS: Final = re.compile(r"\S+")
TYPED_SPACES: Final = frozenset(" \u00a0\t")
HYPHENS: Final = ("\x02", "\ufffe")  # how PDFium gives the hyphen at a line's end
NOTHING: Final = "\x00"  # a glyph that stands for no character

Run: TypeAlias = tuple[int, int]  # first character and end


class PageTooBig(Exception):
    """A page beyond the limits; its message says which."""


def words_of(text_page: Handle, frame: Frame, wanted: set[Address] | None = None) -> PrintedWords:
    """The words of a page in the order of its content; only those of the wanted text objects if given. Raises PageTooBig."""
    count = pdfium.FPDFText_CountChars(text_page)
    if count > MAX_CHARACTERS:
        raise PageTooBig(f"quá nhiều ký tự ({count})")
    text = characters(text_page, count) if count > 0 else ""
    if wanted is not None:
        objects = text_objects(text_page, range(count))
        text = "".join(letter if item in wanted else NOTHING for letter, item in zip(text, objects, strict=True))
    letters = text.replace(NOTHING, " ")
    for hyphen in HYPHENS:
        letters = letters.replace(hyphen, "-")
    runs = [match.span() for match in LETTERS.finditer(letters)]
    if not runs:
        return PrintedWords.of(())
    glyphs = Glyphs(text_page, frame)
    spaced = [
        not made and end < count and text[end] in TYPED_SPACES
        for (_, end), made in zip(runs, generated(text_page, [end for _, end in runs]), strict=True)
    ]
    found = _Ends.of(glyphs, letters, runs)
    columns = found.columns(glyphs, spaced)
    numbers, others = np.flatnonzero(found.plain), np.flatnonzero(~found.plain)
    odd = list(glyphs.words([(runs[number][0], found.texts[number], spaced[number]) for number in others.tolist()]))
    if odd:
        columns = columns.and_of(_printed((word for _, word in odd), glyphs).columns)
        numbers = np.concatenate((numbers, others[[place for place, _ in odd]]))
    return _unwoven(PrintedWords(columns, numbers.argsort(kind="stable")), glyphs)


def _printed(words: Iterable[PrintedWord], glyphs: Glyphs) -> PrintedWords:
    """These words, and whether they are bold."""
    printed = PrintedWords.of(words)
    bold = glyphs.are_bold(printed.columns.first.tolist())
    return PrintedWords(printed.columns._replace(bold=bold), printed.places)


@dataclass(frozen=True, slots=True)
class _Ends:
    """The first and last glyph of each run of letters, as columns."""

    runs: list[Run]
    texts: list[str]
    plain: Flags  # those of which the two glyphs tell all
    left: Floats
    right: Floats
    base: Floats
    height: Floats

    @classmethod
    def of(cls, glyphs: Glyphs, letters: str, runs: list[Run]) -> _Ends:
        """What PDFium says of the ends of runs."""
        texts = [letters[start:end] for start, end in runs]
        marks = {letter for letter in set(letters) if unicodedata.combining(letter)}
        firsts = [start for start, _ in runs]
        lasts = [end - 1 if letters[end - 1] not in marks else _bearer(letters, start, end) for start, end in runs]
        boxes = loose_boxes(glyphs.text_page, firsts + lasts)
        base, height, upright = _lines(glyphs, boxes, firsts + lasts)
        sides = boxes.astype(np.float64)
        half = len(runs)
        left = sides[:, 0] - glyphs.frame.left
        right = np.maximum(left + NARROWEST, sides[:, 2] - glyphs.frame.left)
        tall = height[:half]
        width, depth = glyphs.frame.size
        length = np.fromiter(map(len, texts), np.int64, half)
        top = base[:half] - ASCENT * tall
        plain = (
            upright[:half]
            & upright[half:]
            & np.fromiter(map(is_simple, texts), np.bool_, half)
            & (np.abs(base[:half] - base[half:]) < LEVEL * tall)
            & (tall == height[half:])
            & (left[:half] <= left[half:] + STEP_BACK)
            & (right[half:] - left[:half] <= LONGEST * tall * (length + 1))
            & (left[:half] >= 0)
            & (left[:half] < right[half:])
            & (right[half:] <= width)
            & (top >= 0)
            & (base[:half] + (1 - ASCENT) * tall <= depth)
        )
        return cls(runs, texts, plain, left[:half], right[half:], base[:half], tall)

    def columns(self, glyphs: Glyphs, spaced: list[bool]) -> WordColumns:
        """The words that need no further look."""
        plain = self.plain
        x0, x1, base, tall = (column[plain] for column in (self.left, self.right, self.base, self.height))
        sides = np.array((x0, base - ASCENT * tall, x1, base + (1 - ASCENT) * tall))
        firsts = np.array(self.runs, np.int32)[plain, 0]
        return WordColumns(
            glyphs.frame.number,
            list(map(sys.intern, compress(self.texts, plain))),
            sides,
            base,
            tall,
            sides,
            firsts,
            glyphs.are_bold(firsts.tolist()),
            np.array(spaced, np.bool_)[plain],
            np.zeros(len(firsts), np.int8),
            np.ones(len(firsts)),
            np.zeros(len(firsts), np.bool_),
            {},
        )


def _bearer(letters: str, start: int, end: int) -> int:
    """The last letter of a run that is no mark of another: a mark's own place may be anywhere."""
    last = end - 1
    while last > start and unicodedata.combining(letters[last]):
        last -= 1
    return last


def _lines(glyphs: Glyphs, boxes: npt.NDArray[np.float32], indexes: list[int]) -> tuple[Floats, Floats, Flags]:
    """Baseline, height and whether upright of each glyph; the first of those between the same two heights tells for all."""
    if glyphs.frame.turn:
        nothing = np.zeros(len(indexes))
        return nothing, nothing, nothing > 0
    heights = np.ascontiguousarray(boxes[:, (1, 3)]).view(np.uint64).ravel()
    _, firsts, places = np.unique(heights, return_index=True, return_inverse=True)
    base, height, upright = glyphs.lines([indexes[first] for first in firsts.tolist()], boxes[firsts])
    return base[places], height[places], upright[places]


def _unwoven(words: PrintedWords, glyphs: Glyphs) -> PrintedWords:
    """The words, cut where another word stands inside them.

    Letters that a font lacks are lent by a second one and written after the line: "huyn", then "ệ" into its gap.
    """
    level = words.where(words.turn == 0)
    x0, x1, lines = level.x0, level.x1, np.rint(level.base)
    order = np.lexsort((x1, x0, lines))
    x1, lines = x1[order], lines[order]
    if not ((lines[1:] == lines[:-1]) & (x1[1:] < x1[:-1])).any():
        return words  # each ends behind the one before it: none stands inside another
    printed = list(words)
    guests: dict[int, list[PrintedWord]] = {}
    rows: dict[int, list[int]] = {}
    for number in sorted((number for number, word in enumerate(printed) if word.turn == 0), key=lambda at: printed[at].x0):
        rows.setdefault(round(printed[number].base), []).append(number)
    for row in rows.values():
        host = row[0]
        for number in row[1:]:
            word, before = printed[number], printed[host]
            if word.x0 > before.x0 and word.x1 < before.x1:
                guests.setdefault(host, []).append(word)
            elif word.x1 > before.x1:
                host = number
    if not guests:
        return words
    pieces = (piece for number, word in enumerate(printed) for piece in glyphs.around(word, guests.get(number, [])))
    return _printed(pieces, glyphs)
