"""Printed words to lines by their baselines, and lines to the text that they make together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from operator import attrgetter
from typing import Final

from data.document import Word
from pipeline.ingest.pdf_trust import is_spelled
from pipeline.ingest.printed import PrintedWord

# Shares of a line's height (ascender to descender, about 0.9 of the font size).
SAME_BASE: Final = 0.22  # by which baselines of one line may differ
RAISED: Final = 0.8  # a raised number is lower than this share of its line
BOLD_SHARE: Final = 0.75
TIGHT_PADDING: Final = 4.0  # points between the sides of a narrow column and its text
GLUED: Final = 0.1  # words nearer than this, unless a space was typed, are one

# "63/NĐ" before "-CP" | not "trị" before "-Tổ", "2025" before "-Sở"
SYMBOL_HEAD: Final = re.compile(r"\d\S*/\S*[A-ZĐ]$")
SYMBOL_TAIL: Final = re.compile(r"[-/][A-ZĐ]{2}|[-/][A-ZĐ](?![^\W\d_])")
ADDRESS: Final = re.compile(r"[\w.~/?#=&%+:@-]+[).,;]*", re.ASCII)
JOINING_HYPHEN: Final = re.compile(r"[^\s\-–—][-/\u00ad]$")


LEFT: Final = attrgetter("x0")
BASE: Final = attrgetter("base")


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline, from left to right."""

    words: tuple[PrintedWord, ...]
    text: str
    x0: float
    x1: float
    base: float
    height: float  # from ascender to descender
    bold: bool  # all through; some programs draw the letters with marks in a font that does not say so
    starts: tuple[int, ...]  # of its words in its text

    @classmethod
    def of(cls, words: Iterable[PrintedWord]) -> Line:
        """The line of words with one baseline."""
        ordered = tuple(sorted(words, key=LEFT))
        text = ordered[0].text
        starts = [0]
        for before, word in pairwise(ordered):
            text += _word_gap(before, word)
            starts.append(len(text))
            text += word.text
        return cls(
            ordered,
            text,
            ordered[0].x0,
            max([word.x1 for word in ordered]),
            _median([word.base for word in ordered]),
            _median([word.height for word in ordered]),
            sum([word.bold for word in ordered]) >= BOLD_SHARE * len(ordered),
            tuple(starts),
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph's text without line ends; words are spans of it."""

    text: str
    words: tuple[Word, ...]
    bold: bool


def lines_of(words: Iterable[PrintedWord]) -> list[Line]:
    """The lines that the words make, from top to bottom; raised numbers stay with the word before them."""
    rows: list[list[PrintedWord]] = []
    bases = 0.0  # of the last row's words together
    for word in sorted(words, key=BASE):
        if rows and word.base - bases / len(rows[-1]) <= SAME_BASE * min(word.height, rows[-1][0].height):
            rows[-1].append(word)
            bases += word.base
        else:
            rows.append([word])
            bases = word.base
    lines = [Line.of(row) for row in _with_raised(rows)]
    return sorted(lines, key=lambda line: (line.base, line.x0))


def _with_raised(rows: list[list[PrintedWord]]) -> list[list[PrintedWord]]:
    """Raised and lowered small words put into the row that they belong to."""
    heights = [word.height for row in rows for word in row]
    if not heights or min(heights) >= RAISED * max(heights):
        return rows  # none is small
    done: list[list[PrintedWord]] = []
    for index, row in enumerate(rows):
        rest = []
        neighbours = rows[max(index - 1, 0) : index] + rows[index + 1 : index + 2]
        tallest = max((word.height for other in neighbours for word in other), default=0.0)
        for word in row:
            small = word.height < RAISED * tallest
            home = next((other for other in neighbours if _clings(word, other)), None) if small else None
            if home is None:
                rest.append(word)
            else:
                home.append(word)
        if rest:
            done.append(row)
            row[:] = rest
    return [row for row in done if row]


def _clings(word: PrintedWord, row: list[PrintedWord]) -> bool:
    """Whether a small word hangs on a bigger one of the row."""
    return any(
        word.height < RAISED * other.height
        and -0.1 * other.height <= word.x0 - other.x1 <= 0.35 * other.height
        and -0.65 * other.height < word.base - other.base < 0.35 * other.height
        for other in row
    )


# --- lines to text -------------------------------------------------------------------------------------------------


def _laid(lines: Sequence[Line]) -> tuple[str, list[Word]]:
    """The text of lines that follow each other in one paragraph, and its words."""
    text = ""
    words: list[Word] = []
    above: Line | None = None
    for line in lines:
        if above is not None:
            if text.endswith("\u00ad"):
                text = text[:-1] + "-"
            text += _line_gap(above, line, text[words[-2].start if len(words) > 1 else 0 :])
        at = len(text)
        for start, word in zip(line.starts, line.words, strict=True):
            words.append(Word(at + start, at + start + len(word.text), word.box, word.confidence, word.note))
        text += line.text
        above = line
    return text, words


def _word_gap(before: PrintedWord, word: PrintedWord) -> str:
    """What stands between two words of a line; letters of one word may be printed far apart in the content."""
    near = word.x0 - before.x1 < GLUED * max(before.height, word.height)
    return "" if near and not before.spaced else " "


def _line_gap(above: Line, line: Line, end: str) -> str:
    """What stands between printed lines: nothing inside a symbol, an address or a number that was broken, else a space."""
    start = line.words[0].text
    if start.startswith("/") and end[-1:].isalnum():
        return ""
    if above.words[-1].spaced:
        return " "
    if above.words[-1].runs_on:
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
            last = above.words[-1]._replace(runs_on=True)
            done[index] = replace(above, words=(*above.words[:-1], last))
    return done


def _is_torn(above: Line, line: Line, width: float) -> bool:
    """Whether a line of one word is as full as can be, and its word whole only with what stands below."""
    if len(above.words) != 1 or above.words[0].spaced:
        return False
    head, tail = above.words[0], line.words[0]
    letter = (tail.x1 - tail.x0) / len(tail.text)
    white = width - (head.x1 - head.x0) - 2 * TIGHT_PADDING
    if white >= letter or len(tail.text) > len(head.text) or not (head.text[-1].isalnum() and tail.text[0].isalnum()):
        return False
    if is_spelled(_bare(head.text)) and is_spelled(_bare(tail.text)):
        return False  # two syllables
    return is_spelled(_bare(head.text + tail.text)) or not any(map(str.islower, head.text + tail.text))


def _bare(word: str) -> str:
    return unicodedata.normalize("NFC", word).strip(".,;:()")


def _broken_token(above: Line, line: Line) -> bool:
    """Whether a number too wide for its column was broken: "15/12/202" above "2"."""
    if len(above.words) != 1:
        return False
    head, tail = above.words[0].text, line.words[0].text
    return bool(re.search(r"[/.,]\d*$", head)) and head[-1:].isdigit() and tail[:1].isdigit() and len(tail) <= len(head)


def _median(numbers: list[float]) -> float:
    """The middle one, the lower of two."""
    return sorted(numbers)[(len(numbers) - 1) // 2]


def passage(lines: Sequence[Line]) -> Passage:
    """A paragraph of lines."""
    text, words = _laid(lines)
    return Passage(text, tuple(words), all(line.bold for line in lines))
