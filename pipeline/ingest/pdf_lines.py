"""Printed words to lines, and lines to the text that they make together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from pipeline.ingest.pdf_rows import rows_of
from pipeline.ingest.pdf_trust import is_spelled
from pipeline.ingest.printed_words import Flags, Floats, Placed, Places, PrintedWords

BOLD_SHARE: Final = 0.75
CELL_PADDING: Final = 5.5  # points between the sides of a cell and its text: those of word processors, and half a line
NEXT_LINE: Final = 1.8  # of a line's height: lines further apart are two paragraphs
INFINITE: Final = float("inf")
GLUED: Final = 0.1  # words nearer than this, unless a space was typed, are one

# "63/NĐ" before "-CP" | not "trị" before "-Tổ", "2025" before "-Sở"
SYMBOL_HEAD: Final = re.compile(r"\d\S*/\S*[A-ZĐ]$")
SYMBOL_TAIL: Final = re.compile(r"[-/][A-ZĐ]{2}|[-/][A-ZĐ](?![^\W\d_])")
ADDRESS: Final = re.compile(r"[\w.~/?#=&%+:@-]+[).,;]*", re.ASCII)
# "1.250" above "1.300", "12,5" above "13,0", put together | not "368.081", "6.2026"
TWO_NUMBERS: Final = re.compile(r"\d\.(?!20\d\d(?!\d))\d{4}|,\d+[.,]\d")
WAITS_FOR_TENTHS: Final = re.compile(r"\d\.\d{3},$")  # "13.200," above "75" | not "12," above "15"
TENTHS: Final = re.compile(r"\d{1,2}")
JOINING_HYPHEN: Final = re.compile(r"[^\s\-–—][-/\u00ad]$")


class Line(NamedTuple):
    """Words on one baseline, from left to right. A named tuple, as a file has tens of thousands of them."""

    words: PrintedWords
    text: str
    starts: tuple[int, ...]  # of its words in its text
    x0: float
    x1: float
    base: float
    height: float  # from ascender to descender
    bold: bool  # all through; some programs draw the letters with marks in a font that does not say so
    head: float  # the width of what stands before its first blank, which may be printed in several pieces
    widest: float  # white between two of its words; below 0 if it has but one
    torn: bool = False  # a narrow column tore its last word: the next line goes on with it

    @property
    def spaced(self) -> bool:
        """Whether a space glyph was typed behind it."""
        return bool(self.words.columns.spaced[self.words.places[-1]])

    @property
    def sure(self) -> bool:
        """Whether its first word is what a program wrote, not what was read from a picture."""
        return bool(self.words.columns.confidence[self.words.places[0]] == 1.0)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph's text without line ends, and its words line by line."""

    text: str
    words: tuple[Placed, ...]
    bold: bool

    @property
    def page(self) -> int:
        """The page on which it begins."""
        return self.words[0].words.columns.page


def lines_of(words: PrintedWords) -> list[Line]:
    """The lines that the words make, from top to bottom; raised numbers stay with the word before them."""
    (found,) = lines_in(words, np.zeros(len(words), np.intp), 1)
    return found


def lines_in(words: PrintedWords, groups: Places, count: int) -> list[list[Line]]:
    """The lines of each group of words as if it stood alone; groups: the number of each word's, below the count."""
    found: list[list[Line]] = [[] for _ in range(count)]
    if not words:
        return found
    rows = rows_of(words, groups)
    words, firsts, stops = rows.words, rows.firsts, rows.stops
    white = np.append(-INFINITE, words.x0[1:] - words.x1[:-1])  # before each word
    blank = _blanks(words, white)
    white[firsts], blank[firsts] = -INFINITE, False
    texts = _Texts.of(words, blank, firsts, stops)
    behind = np.append(np.flatnonzero(blank), len(words))
    heads = np.minimum(behind[behind.searchsorted(firsts)], stops) - 1  # the last word without a blank before it
    bold = np.add.reduceat(words.columns.bold[words.places], firsts, dtype=np.intp)
    x0 = words.x0[firsts]
    measures = (
        x0,
        np.maximum.reduceat(words.x1, firsts),
        rows.base,
        rows.height,
        bold >= BOLD_SHARE * (stops - firsts),
        words.x1[heads] - x0,
        np.maximum.reduceat(white, firsts),
    )
    spans = zip(firsts.tolist(), stops.tolist(), strict=True)
    columns = (rows.groups.tolist(), spans, texts.lines, *(measure.tolist() for measure in measures))
    made = list(zip(*columns, strict=True))
    for number in np.lexsort((x0, rows.base)).tolist():
        group, (first, stop), text, *own = made[number]
        placed = PrintedWords(words.columns, words.places[first:stop])
        found[group].append(Line(placed, text, tuple(texts.starts[first:stop]), *own))
    return found


def _blanks(words: PrintedWords, white: Floats) -> Flags:
    """Whether a blank stands before each word; letters of one word may be printed far apart in the content."""
    height, spaced = words.height, words.columns.spaced[words.places]
    near = white[1:] < GLUED * np.maximum(height[1:], height[:-1])
    return np.append(True, spaced[:-1] | ~near)


class _Texts(NamedTuple):
    """The texts of rows, and where in it each word begins."""

    lines: list[str]
    starts: list[int]

    @classmethod
    def of(cls, words: PrintedWords, blank: Flags, firsts: Places, stops: Places) -> _Texts:
        """Made together: one text of all rows, which is then cut."""
        texts = words.texts
        lengths = np.fromiter(map(len, texts), np.intp, len(texts))
        starts = (lengths + blank).cumsum() - lengths
        begins, ends = starts[firsts], (starts + lengths)[stops - 1]
        whole = "".join([f" {text}" if apart else text for text, apart in zip(texts, blank.tolist(), strict=True)])
        lines = [whole[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)]
        return cls(lines, (starts - begins.repeat(stops - firsts)).tolist())


# --- lines to text -------------------------------------------------------------------------------------------------


def passage(lines: Sequence[Line]) -> Passage:
    """A paragraph of lines."""
    text = lines[0].text
    placed = [Placed(0, lines[0].starts, lines[0].words)]
    for above, line in pairwise(lines):
        if text.endswith("\u00ad"):
            text = text[:-1] + "-"
        starts = [begin + start for begin, own, _ in placed[-2:] for start in own[-2:]]
        last_two = starts[-2] if len(starts) > 1 else 0  # words
        text += _line_gap(above, line, text[last_two:])
        placed.append(Placed(len(text), line.starts, line.words))
        text += line.text
    return Passage(text, tuple(placed), all(line.bold for line in lines))


def _line_gap(above: Line, line: Line, end: str) -> str:
    """What stands between printed lines: nothing inside a symbol, an address or a number that was broken, else a space."""
    start = line.words.text(0)
    if start.startswith("/") and end[-1:].isalnum():
        return ""
    if above.spaced:
        return " "
    if above.torn:
        return ""
    broken = JOINING_HYPHEN.search(end) or is_symbol_broken(end, start)
    return "" if broken or _broken_token(above, line) or _broken_address(end, start) else " "


def is_symbol_broken(end: str, start: str) -> bool:
    """Whether a symbol goes on over a line's end: "30/2024/TT" and "-BGDĐT"."""
    return bool(SYMBOL_HEAD.search(end) and SYMBOL_TAIL.match(start))


def _broken_address(end: str, start: str) -> bool:
    """Whether a web address goes on: "https://dich" above "vucong.gov.vn"."""
    token = end.rsplit(" ", 1)[-1]
    if not re.search(r"://|www\.", token) or not ADDRESS.fullmatch(start):
        return False
    return token.endswith((".", "/", "-", "=", "_")) or bool(re.search(r"[./=_]\S", start))


def unbroken(lines: Sequence[Line], width: float) -> list[Line]:
    """The lines of a cell of this width; a word too wide for it is marked where it was broken: "ST" above "T"."""
    done = list(lines)
    for index, (above, line) in enumerate(pairwise(lines)):
        if _is_torn(above, line, width):
            done[index] = above._replace(torn=True)
    return done


def _is_torn(above: Line, line: Line, width: float) -> bool:
    """Whether a line of one word is as full as can be, and its word whole only with what stands below."""
    if len(above.words) != 1 or above.spaced:
        return False
    head, tail = above.words[0], line.words[0]
    if WAITS_FOR_TENTHS.search(head.text) and TENTHS.fullmatch(tail.text):
        return line.base - above.base <= NEXT_LINE * above.height
    letter = (tail.x1 - tail.x0) / len(tail.text)
    white = width - (head.x1 - head.x0) - 2 * CELL_PADDING
    if white >= letter or line.base - above.base > NEXT_LINE * above.height:
        return False
    if len(tail.text) > len(head.text) or not (head.text[-1].isalnum() and tail.text[0].isalnum()):
        return False
    if (is_spelled(_bare(head.text)) and is_spelled(_bare(tail.text))) or TWO_NUMBERS.search(head.text + tail.text):
        return False  # two syllables, two numbers
    return is_spelled(_bare(head.text + tail.text)) or not any(map(str.islower, head.text + tail.text))


def _bare(word: str) -> str:
    return unicodedata.normalize("NFC", word).strip(".,;:()")


def _broken_token(above: Line, line: Line) -> bool:
    """Whether a number too wide for its column was broken: "15/12/202" above "2"."""
    if len(above.words) != 1:
        return False
    head, tail = above.words.text(0), line.words.text(0)
    whole = bool(re.search(r"[/.,]\d*$", head)) and not TWO_NUMBERS.search(head + tail)
    return (
        whole
        and (head[-1:].isdigit() or bool(WAITS_FOR_TENTHS.search(head)))
        and tail[:1].isdigit()
        and len(tail) <= len(head)
    )
