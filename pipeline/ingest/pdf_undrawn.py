"""Lines of tables that nobody drew: sides left open, columns parted by white space alone, rows cut by a page break."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from pipeline.ingest.page_words import heads_numbers
from pipeline.ingest.pdf_lines import lines_of
from pipeline.ingest.pdf_strokes import NEAR, SHORT, Stroke
from pipeline.ingest.printed import Ruling
from pipeline.ingest.printed_words import PrintedWords

NARROWEST_COLUMN: Final = 15.0  # points; a level line that runs on for less only overshoots
FEWEST_LEVELS: Final = 3  # lines that part rows: above and below the header, and under the table
FEWEST_COLUMNS: Final = 3
WHITE: Final = 0.7  # of a line's height: what parts two columns at least


def cut_rows(level: list[Stroke], upright: list[Stroke], pieces: Sequence[Ruling]) -> list[Stroke]:
    """The row edges that are not drawn where a page break cuts a row.

    One stands where the upright lines end together beyond the last level one, one where all of them are begun anew.
    """
    left, right = min(line.at for line in upright), max(line.at for line in upright)
    drawn = [line.at for line in level]
    tops: dict[int, float] = {}
    bottoms: dict[int, float] = {}
    for line in upright:
        column = round(line.at)
        tops[column] = min(line.start, tops.get(column, line.start))
        bottoms[column] = max(line.end, bottoms.get(column, line.end))
    edges: list[float] = []
    for outermost, ends in ((max(drawn), bottoms), (min(drawn), tops)):
        common = sorted(ends.values())[len(ends) // 2]
        together = [column for column, end in ends.items() if abs(end - common) <= NEAR]
        at_sides = bool(together) and min(together) - left <= NEAR and right - max(together) <= NEAR
        if at_sides and abs(common - outermost) > SHORT:
            edges.append(common)
    begun: dict[int, set[int]] = defaultdict(set)
    for piece in pieces:
        if left - NEAR <= piece.at <= right + NEAR:
            begun[round(piece.start)].add(round(piece.at))
    for at, columns in begun.items():
        across = {round(line.at) for line in upright if line.start + SHORT < at < line.end - SHORT}
        near = {round(line.at) for line in upright if any(abs(line.at - column) <= NEAR for column in columns)}
        if len(across) > 2 and across <= near and all(abs(at - other) > NEAR for other in drawn + edges):
            edges.append(float(at))
    return [Stroke(at, left, right) for at in edges]


def open_sides(level: Sequence[Stroke], upright: Sequence[Stroke]) -> list[Stroke]:
    """The outer sides of a table whose level lines run on together beyond its last upright one."""
    highest, lowest = min(level, key=lambda line: line.at), max(level, key=lambda line: line.at)
    top, bottom = min(highest.at, *(line.start for line in upright)), max(lowest.at, *(line.end for line in upright))
    left, right = min(line.at for line in upright), max(line.at for line in upright)
    sides = []
    if abs(highest.start - lowest.start) <= NEAR and left - highest.start > NARROWEST_COLUMN:
        sides.append(Stroke(highest.start, top, bottom))
    if abs(highest.end - lowest.end) <= NEAR and highest.end - right > NARROWEST_COLUMN:
        sides.append(Stroke(highest.end, top, bottom))
    return sides


def tables_of_levels(level: Sequence[Stroke], words: PrintedWords) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Tables with lines between their rows alone: these lines, and uprights in the white between the words.

    Only where every row has at most one line in the first column, its number: else several rows may stand between two lines.
    """
    tables = []
    for lines in _stacks(level):
        uprights = _gutters(lines, words)
        if len(uprights) > FEWEST_COLUMNS:
            tables.append((lines, uprights))
    return tables


def _stacks(level: Sequence[Stroke]) -> list[list[Stroke]]:
    """Level lines of the same ends, one under the other, with no other between."""
    stacks: list[list[Stroke]] = []
    for line in sorted(level, key=lambda line: line.at):
        above = stacks[-1][-1] if stacks else None
        if above is not None and abs(above.start - line.start) <= NEAR and abs(above.end - line.end) <= NEAR:
            stacks[-1].append(line)
        else:
            stacks.append([line])
    return [stack for stack in stacks if len(stack) >= FEWEST_LEVELS]


def _gutters(lines: Sequence[Stroke], words: PrintedWords) -> list[Stroke]:
    """Uprights of the table between these lines, the two outer ones too; none if its words are not in columns."""
    left, right = lines[0].start, lines[0].end
    inside = words.where((left - NEAR <= words.x0) & (words.x1 <= right + NEAR))
    _, middles = inside.middles
    rows = [inside.where((above.at < middles) & (middles < below.at)) for above, below in pairwise(lines)]
    wide = [row for row in rows if len(lines_of(row)) == 1 and len(white(row)) < FEWEST_COLUMNS - 1]  # titles of sections
    columns = [row for row in rows if row not in wide]
    gaps = white(inside.where(np.isin(inside.places, [place for row in columns for place in row.places])))
    if len(columns) < FEWEST_LEVELS - 1 or len(gaps) < FEWEST_COLUMNS - 1:
        return []
    first = gaps[0][0]
    numbers = [lines_of(row.where(row.x1 <= first + 0.01)) for row in columns]
    if heads_numbers("".join(line.text for line in numbers[0])):
        del numbers[0]  # it may be torn by its narrow column
    if any(len(own) > 1 for own in numbers):
        return []
    top, bottom = lines[0].at, lines[-1].at
    inner = [
        Stroke((start + end) / 2, above.at, below.at)
        for start, end in gaps
        for row, (above, below) in zip(rows, pairwise(lines), strict=True)
        if not ((row.x0 < (start + end) / 2) & ((start + end) / 2 < row.x1)).any() and row not in wide
    ]
    return [Stroke(left, top, bottom), *inner, Stroke(right, top, bottom)]


def white(words: PrintedWords) -> list[tuple[float, float]]:
    """The white stripes that run from top to bottom between words."""
    spans = sorted(zip(words.x0.tolist(), words.x1.tolist(), words.height.tolist(), strict=True))
    gaps: list[tuple[float, float]] = []
    end = spans[0][1] if spans else 0.0
    for x0, x1, height in spans[1:]:
        if x0 - end >= WHITE * height:
            gaps.append((end, x0))
        end = max(end, x1)
    return gaps
