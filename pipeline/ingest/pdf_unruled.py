"""Whether words of a page stand in the columns of a table without rulings: such a page is told of, not guessed at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from pipeline.ingest.page_words import heads_numbers
from pipeline.ingest.pdf_columns import SEED_GAP, Part
from pipeline.ingest.pdf_lines import Line

FEWEST_ROWS: Final = 3  # lines that make words one under the other a column
FEWEST_COLUMNS: Final = 3  # a letterhead and a signature block have two
SAME_START: Final = 4.0  # points within which they start
NARROW: Final = 0.45  # share of the text's width that a line of a column stays below


class _Stretch(NamedTuple):
    """Words of a line without a wide gap between them."""

    x0: float
    x1: float
    base: float
    text: str


class _Strip(NamedTuple):
    """Stretches one under the other: from where to where on the page, and how many."""

    x1: float
    top: float
    bottom: float
    lines: int


def is_unruled_table(part: Part) -> bool:
    """Whether a part of a page is three and more columns of several lines."""
    return len(part.columns) >= FEWEST_COLUMNS and min(map(len, part.columns)) > 1


def stands_in_columns(lines: Iterable[Line]) -> bool:
    """Whether lines stand in three columns and more; titles between them may run through all gaps."""
    stretches = [list(_stretches(line)) for line in lines]
    return _by_starts(stretches) or _by_strips(stretches) or any(map(_is_head, stretches))


def _stretches(line: Line) -> Iterator[_Stretch]:
    wide = SEED_GAP * line.height
    if line.widest <= wide:
        yield _Stretch(line.x0, line.x1, line.base, line.text)
        return
    words = list(line.words)
    first = words[0]
    texts = [first.text]
    for before, word in pairwise(words):
        if word.x0 - before.x1 > wide:
            yield _Stretch(first.x0, before.x1, line.base, " ".join(texts))
            first, texts = word, []
        texts.append(word.text)
    yield _Stretch(first.x0, words[-1].x1, line.base, " ".join(texts))


def _by_starts(lines: Sequence[Sequence[_Stretch]]) -> bool:
    """Several lines have words in three columns and more, which start one under the other."""
    starts: Counter[int] = Counter()
    for line in lines:
        if len(line) >= FEWEST_COLUMNS:
            starts.update({round(stretch.x0 / SAME_START) for stretch in line})
    return sum(count >= FEWEST_ROWS for count in starts.values()) >= FEWEST_COLUMNS


def _by_strips(lines: Sequence[Sequence[_Stretch]]) -> bool:
    """Three strips of white-edged lines stand beside each other, whatever their lines: cells that are set in the middle."""
    stretches = [stretch for line in lines for stretch in line]
    if not stretches:
        return False
    width = max(stretch.x1 for stretch in stretches) - min(stretch.x0 for stretch in stretches)
    strips: list[_Strip] = []
    for stretch in sorted(stretch for stretch in stretches if stretch.x1 - stretch.x0 < NARROW * width):
        if strips and stretch.x0 < strips[-1].x1:
            last = strips.pop()
            spread = min(last.top, stretch.base), max(last.bottom, stretch.base)
            strips.append(_Strip(max(last.x1, stretch.x1), *spread, last.lines + 1))
        else:
            strips.append(_Strip(stretch.x1, stretch.base, stretch.base, 1))
    full = [strip for strip in strips if strip.lines >= FEWEST_ROWS]
    beside = bool(full) and max(strip.top for strip in full) < min(strip.bottom for strip in full)
    return len(full) >= FEWEST_COLUMNS and beside


def _is_head(line: Sequence[_Stretch]) -> bool:
    """The head of a table of tasks: the number's column and three others; its rows may stand on other pages."""
    return len(line) > FEWEST_COLUMNS and heads_numbers(line[0].text)
