"""Which lines of the readers are the same printed line: each reader cuts a page in its own way."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from pipeline.ingest.ocr.readers import SeenLine, SeenWord
from pipeline.ingest.ocr.words import PixelBox, around

WIDE_GAP: Final = 2.2  # heights of a letter between two words: they belong to two columns
SAME_ROW: Final = 0.5  # share of the lower line that stands at the height of the other
SAME_COLUMN: Final = 0.5  # share of the narrower of two words that stands above or below the other
SAME_PLACE: Final = 0.15  # share of the narrower line that stands above or below the other

Row: TypeAlias = tuple[tuple[SeenWord, ...], ...]  # reader by reader, the words of one printed line


@dataclass(frozen=True, slots=True)
class _Segment:
    reader: int
    words: tuple[SeenWord, ...]
    box: PixelBox

    def between(self, x0: float, x1: float) -> PixelBox:
        """The body of what stands there: a line of a bent or slanting page is not as high as it is at another place."""
        return _body([word for word in self.words if x0 <= (word.box.x0 + word.box.x1) / 2 <= x1] or self.words)


def rows_of(readings: Sequence[Sequence[SeenLine]]) -> list[Row]:
    """The printed lines, top to bottom, each with what every reader read there; lines are cut at wide gaps."""
    segments = [
        _Segment(reader, words, around(word.box for word in words))
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
    """Groups of segments that stand on one another, whoever read them, the best matches first.

    Two of one reader meet only through another's, and never if one stands above the other: they are two lines.
    """
    groups = [[segment] for segment in segments]
    home = list(range(len(segments)))
    for _, first, second in sorted(_matches(segments), reverse=True):
        one, other = home[first], home[second]
        if one != other and not any(_apart(a, b) for a in groups[one] for b in groups[other]):
            groups[one] += groups[other]
            groups[other] = []
            home = [one if group == other else group for group in home]
    return [group for group in groups if group]


def _matches(segments: Sequence[_Segment]) -> Iterator[tuple[float, int, int]]:
    """Pairs of segments of two readers that stand at one height, and how well: longer ones before specks."""
    ordered = sorted(range(len(segments)), key=lambda index: segments[index].box.y0)
    for position, first in enumerate(ordered):
        for second in ordered[position + 1 :]:
            if segments[second].box.y0 >= segments[first].box.y1:
                break
            if segments[first].reader != segments[second].reader:
                shared = _shared_rows(segments[first], segments[second])
                if shared >= SAME_ROW:
                    yield shared * _common(segments[first], segments[second]), first, second


def _common(segment: _Segment, other: _Segment) -> float:
    """Over how many pixels both run."""
    return min(segment.box.x1, other.box.x1) - max(segment.box.x0, other.box.x0)


def _shared_rows(segment: _Segment, other: _Segment) -> float:
    """How much of the lower one stands at the height of the other, where both have words; 0 if that is hardly anywhere."""
    if segment.box.shares_columns(other.box) < SAME_PLACE:
        return 0.0
    x0, x1 = max(segment.box.x0, other.box.x0), min(segment.box.x1, other.box.x1)
    return segment.between(x0, x1).shares_rows(other.between(x0, x1))


def _apart(segment: _Segment, other: _Segment) -> bool:
    """Whether two of one reader are two lines: words stand above each other, not in a gap of the other's."""
    if segment.reader != other.reader or segment.box.shares_columns(other.box) == 0:
        return False
    return any(a.box.shares_columns(b.box) > SAME_COLUMN for a in segment.words for b in other.words)


def _row(group: Sequence[_Segment], readers: int) -> Row:
    words: list[list[SeenWord]] = [[] for _ in range(readers)]
    for segment in sorted(group, key=lambda segment: segment.box.x0):
        words[segment.reader].extend(segment.words)
    return tuple(tuple(sorted(seen, key=lambda word: word.box.x0)) for seen in words)


def _place(row: Row) -> tuple[float, float]:
    body = _body([word for words in row for word in words])
    return body.y0 + body.y1, body.x0
