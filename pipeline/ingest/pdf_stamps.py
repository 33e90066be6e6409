"""Numbers and days that were put onto a printed page afterwards, as annotations: read where they stand in the line.

The office that sends a document out leaves "Số:      /KH-UBND" and "ngày    tháng    năm 2026" blank in its text and lays
the number and the day over it as stamps. Only figures are taken in; names and times of signatures stay stamps.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from data.document import Box
from pipeline.ingest.pdf_lines import lines_of
from pipeline.ingest.pdf_page import PdfPage
from pipeline.ingest.printed import PrintedWord, Stamp
from pipeline.ingest.printed_words import PrintedWords

MOST_WORDS: Final = 10  # of a stamp that fills in a line
SAME_LINE: Final = 0.6  # of a line's height, by which a stamp may stand higher or lower than its line
LEAST_BLANK: Final = 0.6  # of a stamp's width: so wide a gap is left for it
BESIDE: Final = 12.0  # lines' heights: what stands further away is of another line
APART: Final = 0.15  # of a line's height, from the word before
AWAITS: Final = re.compile(r"(?:^|\s)(?:Số|số|SỐ|ngày|Ngày|tháng|năm)\s?:?$")
# a line by itself: "Số: 329/BC-UBND", "Hà Nội, ngày 17 tháng 02 năm 2026"
LINE: Final = re.compile(
    r"(?:Số|SỐ)\s?:?\s?\d{1,5}[a-zđ]?\s?[-/]\s?[A-ZĐ]|(?:.{2,40}, ?)?ngày \d{1,2} tháng \d{1,2} năm \d{4}$"
)
FIGURE: Final = re.compile(r"\d")


def stamped(page: PdfPage) -> PdfPage:
    """The page with the figures of its stamps among its words, and only the other stamps left as such."""
    if not page.stamps:
        return page
    words = list(page.words)
    rest = [stamp for stamp in page.stamps if not _fills_in(stamp, words)]
    if len(rest) == len(page.stamps):
        return page
    return replace(page, words=PrintedWords.of(words), stamps=tuple(rest))


def has_drawn_figures(page: PdfPage) -> bool:
    """Whether pictures or drawn forms stand in the blank behind "Số:" or "ngày", where figures are awaited."""
    if not page.shapes:
        return False
    ends: list[tuple[PrintedWord, float]] = []  # words that await a figure, and where the next word begins
    for line in lines_of(page.words.where(page.words.turn == 0)):
        words = list(line.words)
        followers = [word.x0 for word in words[1:]] + [page.width]
        ends.extend((word, x) for word, x in zip(words, followers, strict=True) if AWAITS.search(word.text))
    return any(
        word.x1 - 1 <= shape.x0 and shape.x1 <= min(following, word.x1 + BESIDE * word.height) + 1 and _is_level(word, shape)
        for word, following in ends
        if following - word.x1 > word.height
        for shape in page.shapes
    )


def _is_level(word: PrintedWord, shape: Box) -> bool:
    """Whether a form may be a figure on the word's line; what is higher is a background."""
    return 0.3 * word.height < shape.y1 - shape.y0 <= 1.2 * word.height and word.y0 < (shape.y0 + shape.y1) / 2 < word.y1


def _fills_in(stamp: Stamp, words: list[PrintedWord]) -> bool:
    """Puts a stamp's figures into the words; False if it is not of this kind or has no place among them."""
    if not stamp.words or len(stamp.words) > MOST_WORDS or not _is_one_line(stamp.words):
        return False
    placed = list(words)
    for word in stamp.words:
        if FIGURE.search(word.text) and not _place(word, placed):
            if not LINE.match(stamp.text) or any(_beside(word, words) for word in stamp.words):
                return False
            placed = [*words, *stamp.words]
            break
    if len(placed) == len(words) and placed == words:
        return False
    words[:] = placed
    return True


def _is_one_line(words: Sequence[PrintedWord]) -> bool:
    bases = [word.base for word in words]
    return max(bases) - min(bases) < words[0].height and len({word.turn for word in words}) == 1


def _place(word: PrintedWord, words: list[PrintedWord]) -> bool:
    """Puts a figure into the blank of its line, or over the figures that it covers."""
    line = _beside(word, words)
    middle = (word.x0 + word.x1) / 2
    under = next((other for other in line if other.x0 < middle < other.x1), None)
    if under is not None:
        merged = _laid_over(word, under)
        if merged is None:
            return False
        words[words.index(under)] = merged
        return True
    left = max((other for other in line if other.x1 <= middle), key=lambda other: other.x1, default=None)
    right = min((other for other in line if other.x0 >= middle), key=lambda other: other.x0, default=None)
    if left is None or (right is None and not AWAITS.search(left.text)):
        return False
    x0, x1 = max(word.x0, left.x1 + APART * left.height), word.x1
    if right is not None:
        if right.x0 - left.x1 < LEAST_BLANK * (word.x1 - word.x0):
            return False
        x1 = right.x0 if right.text[0] in "/-" else min(x1, right.x0 - APART * left.height)
    words.append(word._replace(x0=min(x0, x1 - 0.1), x1=x1, base=left.base, height=left.height, bold=False, spaced=False))
    return True


def _beside(word: PrintedWord, words: Sequence[PrintedWord]) -> list[PrintedWord]:
    """The words of the line on which a figure was laid."""
    middle = (word.y0 + word.y1) / 2
    near = [
        other
        for other in words
        if other.turn == word.turn
        and other.x0 - BESIDE * other.height < word.x1
        and word.x0 < other.x1 + BESIDE * other.height
        and abs((other.y0 + other.y1) / 2 - middle) < SAME_LINE * other.height
    ]
    if not near:
        return []
    base = min((other.base for other in near), key=lambda base: abs(base - word.base))
    return [other for other in near if abs(other.base - base) < 0.5 * other.height]


def _laid_over(word: PrintedWord, under: PrintedWord) -> PrintedWord | None:
    """A printed word with a stamp over it: the whole of it printed anew, or as many figures as it covers.

    "329/BC-UBND" over "/BC-UBND"; "02" over the middle of "/01/2026".
    """
    if under.text == word.text:
        return under
    if word.text.endswith(under.text) or word.text.startswith(under.text):
        return under._replace(text=word.text, x0=min(word.x0, under.x0), box=under.box.union(word.box))
    share = (under.x1 - under.x0) / len(under.text)
    covered = [
        index for index in range(len(under.text)) if word.x0 <= under.x0 + (index + 0.5) * share <= word.x1
    ]  # letters taken as equally wide
    if not covered or not word.text.isdigit():
        return None
    first, last = covered[0], covered[-1] + 1
    alone = (
        under.text[first:last].isdigit() and not under.text[:first][-1:].isdigit() and not under.text[last:][:1].isdigit()
    )
    if not alone or last - first != len(word.text):
        return None
    return under._replace(text=under.text[:first] + word.text + under.text[last:], box=under.box.union(word.box))
