"""Printed words to rows by their baselines: what stands on one line, for many groups of words at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, groupby, pairwise
from typing import Final, NamedTuple

import numpy as np

from pipeline.ingest.printed_words import Floats, Places, PrintedWords

# Shares of a line's height.
SAME_BASE: Final = 0.22  # by which baselines of one line may differ
RAISED: Final = 0.8  # a raised number is lower than this share of its line

Row = Sequence[int]  # numbers of words


class Rows(NamedTuple):
    """Words row by row, from left to right, and what is known of each row."""

    words: PrintedWords
    groups: Places  # the group of its words
    firsts: Places  # the number of its first word
    stops: Places  # the number behind its last word
    base: Floats  # in the middle of its words, the lower of two
    height: Floats  # the same


class _Spot(NamedTuple):
    """Where a word stands in its row."""

    x0: float
    x1: float
    base: float
    height: float


def rows_of(words: PrintedWords, groups: Places) -> Rows:
    """The rows that each group of words makes by itself; groups: the number of each word's. One word or more."""
    order = np.lexsort((words.base, groups))
    words, groups = words.where(order), groups[order]
    rows = _rows(words, groups)
    sizes = np.fromiter(map(len, rows), np.intp, len(rows))
    firsts = sizes.cumsum() - sizes
    order = np.fromiter(chain.from_iterable(rows), np.intp, len(words))
    words, groups = words.where(order), groups[order[firsts]]
    row, middles = np.arange(len(rows)).repeat(sizes), firsts + (sizes - 1) // 2
    base, height = (column[np.lexsort((column, row))][middles] for column in (words.base, words.height))
    return Rows(words.where(np.lexsort((words.x0, row))), groups, firsts, firsts + sizes, base, height)


def _rows(words: PrintedWords, groups: Places) -> Sequence[Row]:
    """The words of each row, for words in the order of group and baseline."""
    base, height = words.base, words.height
    same = (base[1:] == base[:-1]) & (height[1:] == height[:-1]) & (groups[1:] == groups[:-1])
    ends = [0, *(np.flatnonzero(~same) + 1).tolist(), len(words)]  # of words alike, which stand in one row in any case
    alike = (column[ends[:-1]].tolist() for column in (base, height, groups))
    firsts: list[int] = []
    bases, tall, last = 0.0, 0.0, -1  # of the last row: its baselines together, its first word's height, its group
    for (first, end), at, height_here, group in zip(pairwise(ends), *alike, strict=True):
        if group == last and at - bases / (first - firsts[-1]) <= SAME_BASE * min(height_here, tall):
            bases += at * (end - first)
        else:
            firsts.append(first)
            bases, tall, last = at * (end - first), height_here, group
    rows = [range(*span) for span in pairwise([*firsts, len(words)])]
    if height.min() >= RAISED * height.max():
        return rows  # none is small
    spots = list(map(_Spot, words.x0.tolist(), words.x1.tolist(), base.tolist(), height.tolist()))
    return [row for _, own in groupby(rows, lambda row: groups[row[0]]) for row in _with_raised(list(own), spots)]


def _with_raised(rows: Sequence[Row], spots: Sequence[_Spot]) -> Sequence[Row]:
    """Raised and lowered small words put into the row that they belong to."""
    heights = [spots[number].height for row in rows for number in row]
    if min(heights) >= RAISED * max(heights):
        return rows
    done = [list(row) for row in rows]
    for index, row in enumerate(done):
        rest: list[int] = []
        neighbours = done[max(index - 1, 0) : index] + done[index + 1 : index + 2]
        tallest = max((spots[number].height for other in neighbours for number in other), default=0.0)
        for number in row:
            small = spots[number].height < RAISED * tallest
            homes = (other for other in neighbours if _clings(spots[number], [spots[each] for each in other]))
            home = next(homes, None) if small else None
            (rest if home is None else home).append(number)
        row[:] = rest
    return [row for row in done if row]


def _clings(word: _Spot, row: Iterable[_Spot]) -> bool:
    """Whether a small word hangs on a bigger one of the row."""
    return any(
        word.height < RAISED * other.height
        and -0.1 * other.height <= word.x0 - other.x1 <= 0.35 * other.height
        and -0.65 * other.height < word.base - other.base < 0.35 * other.height
        for other in row
    )
