"""The text of a document cut at the borders of its facts, so that each piece can be lit."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

WIDEST = 6
SHORT = 5  # letters of a word for which the narrowest column has room


@dataclass(frozen=True, slots=True)
class Span:
    """Where the words of a fact stand in the text."""

    fact_id: str
    kind: str  # the table of the fact
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbouring characters that belong to the same facts; spans: shortest first."""

    text: str
    start: int
    spans: tuple[Span, ...]
    begins: tuple[Span, ...]  # those that start here


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text; a row of a table has several cells."""

    start: int
    cells: tuple[tuple[Piece, ...], ...]


def lit_lines(text: str, spans: Iterable[Span], start: int = 0, end: int | None = None) -> list[Line]:
    """The lines of text[start:end] in pieces; start and end should be borders of lines."""
    end = len(text) if end is None else end
    inside = sorted((s for s in spans if s.start < end and s.end > start), key=lambda s: (s.start, -s.end))
    lines: list[Line] = []
    at = start
    waiting = 0  # the first span that has not begun before this line
    running: list[Span] = []  # begun in an earlier line and not yet over
    for line in text[start:end].split("\n"):
        stop = at + len(line)
        while waiting < len(inside) and inside[waiting].start < max(stop, at + 1):
            running.append(inside[waiting])
            waiting += 1
        lines.append(Line(at, tuple(_cells(line, at, running))))
        running = [span for span in running if span.end > stop + 1]
        at = stop + 1
    return lines


def column_weights(lines: Iterable[Line]) -> Mapping[int, tuple[int, ...]]:
    """How wide the columns of tables are drawn, 1 to WIDEST, by the number of cells of a row: long texts get more room."""
    said: defaultdict[int, list[list[str]]] = defaultdict(list)
    for line in lines:
        count = len(line.cells)
        if count > 1:
            said[count] = said[count] or [[] for _ in range(count)]
            for texts, cell in zip(said[count], line.cells, strict=True):
                texts.append("".join(piece.text for piece in cell))
    return {count: tuple(map(_weight, columns)) for count, columns in said.items()}


def _weight(texts: Sequence[str]) -> int:
    """By the root of the mean length, so that sentences get some five times what numbers do; never too narrow for a word."""
    filled = [text for text in texts if text.strip()]
    mean = sum(map(len, filled)) / len(filled) if filled else 0.0
    longest = max((len(word) for text in filled for word in text.split()), default=0)
    return max(1 if longest < SHORT else 2, min(WIDEST, round(math.sqrt(mean) / 2)))


def _cells(line: str, at: int, spans: Sequence[Span]) -> Iterable[tuple[Piece, ...]]:
    for cell in line.split("\t"):
        yield tuple(_pieces(cell, at, [span for span in spans if span.start < at + len(cell) and span.end > at]))
        at += len(cell) + 1


def _pieces(text: str, at: int, spans: Sequence[Span]) -> Iterable[Piece]:
    borders = {at, at + len(text)}
    for span in spans:
        borders.update(border for border in (span.start, span.end) if at < border < at + len(text))
    ordered = sorted(borders)
    for left, right in itertools.pairwise(ordered):
        over = sorted((s for s in spans if s.start <= left and s.end >= right), key=lambda s: (s.end - s.start, s.fact_id))
        yield Piece(text[left - at : right - at], left, tuple(over), tuple(s for s in over if s.start == left))
