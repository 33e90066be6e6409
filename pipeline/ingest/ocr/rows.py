"""Which lines of the readers are the same printed line: each reader cuts a page in its own way."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from pipeline.ingest.ocr.readers import SeenLine, SeenWord
from pipeline.ingest.ocr.words import PixelBox, around

WIDE_GAP: Final = 2.2  # heights of a letter between two words: they belong to two columns
SAME_ROW: Final = 0.5  # share of the lower line that stands at the height of the other
SAME_PLACE: Final = 0.15  # share of the narrower line that stands above or below the other

Row: TypeAlias = tuple[tuple[SeenWord, ...], ...]  # reader by reader, the words of one printed line


@dataclass(frozen=True, slots=True)
class _Segment:
    reader: int
    words: tuple[SeenWord, ...]
    box: PixelBox


def rows_of(readings: Sequence[Sequence[SeenLine]]) -> list[Row]:
    """The printed lines, top to bottom, each with what every reader read there; lines are cut at wide gaps."""
    segments = [
        _Segment(reader, words, _body(words))
        for reader, lines in enumerate(readings)
        for line in lines
        for words in _at_gaps(line)
    ]
    groups = _joined(segments)
    rows = [_row(group, len(readings)) for group in groups]
    return sorted(rows, key=_place)


def _at_gaps(line: SeenLine) -> list[tuple[SeenWord, ...]]:
    height = statistics.median(word.box.height for word in line.words)
    pieces: list[list[SeenWord]] = [[]]
    for word in sorted(line.words, key=lambda word: word.box.x0):
        if pieces[-1] and word.box.x0 - pieces[-1][-1].box.x1 > WIDE_GAP * height:
            pieces.append([])
        pieces[-1].append(word)
    return [tuple(piece) for piece in pieces]


def _body(words: Sequence[SeenWord]) -> PixelBox:
    """The box of a line without what a single word adds to its height."""
    whole = around(word.box for word in words)
    top = statistics.median(word.box.y0 for word in words)
    bottom = statistics.median(word.box.y1 for word in words)
    return PixelBox(whole.x0, top, whole.x1, max(bottom, top + 1))


def _joined(segments: Sequence[_Segment]) -> list[list[_Segment]]:
    """Groups of segments that stand on one another, whoever read them; two of one reader meet only through another's."""
    ordered = sorted(range(len(segments)), key=lambda index: segments[index].box.y0)
    parent = list(range(len(segments)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for position, first in enumerate(ordered):
        box = segments[first].box
        for second in ordered[position + 1 :]:
            other = segments[second].box
            if other.y0 >= box.y1:
                break
            if segments[first].reader != segments[second].reader and _same(box, other):
                parent[root(second)] = root(first)
    groups: dict[int, list[_Segment]] = {}
    for index, segment in enumerate(segments):
        groups.setdefault(root(index), []).append(segment)
    return list(groups.values())


def _same(box: PixelBox, other: PixelBox) -> bool:
    return box.shares_rows(other) >= SAME_ROW and box.shares_columns(other) >= SAME_PLACE


def _row(group: Sequence[_Segment], readers: int) -> Row:
    words: list[list[SeenWord]] = [[] for _ in range(readers)]
    for segment in sorted(group, key=lambda segment: segment.box.x0):
        words[segment.reader].extend(segment.words)
    return tuple(tuple(sorted(seen, key=lambda word: word.box.x0)) for seen in words)


def _place(row: Row) -> tuple[float, float]:
    body = _body([word for words in row for word in words])
    return body.y0 + body.y1, body.x0
