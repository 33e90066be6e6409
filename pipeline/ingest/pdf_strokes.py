"""Rulings to strokes: pieces on one position that touch are one line, and lines that cross belong together."""

from __future__ import annotations

import bisect
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeAlias

from pipeline.ingest.printed import Ruling

NEAR: Final = 3.0  # points; rulings nearer than this are one line
SHORT: Final = 6.0  # a line no longer than this encloses nothing


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line as a whole: where it stands, and from where to where it runs."""

    at: float
    start: float
    end: float


Group: TypeAlias = tuple[list[Stroke], list[Stroke]]  # level and upright strokes that hang together


def merged(rulings: Iterable[Ruling]) -> list[Stroke]:
    """Pieces on one position that touch become one line."""
    groups: list[list[Ruling]] = []
    for ruling in sorted(rulings, key=lambda ruling: ruling.at):
        if groups and ruling.at - groups[-1][-1].at <= NEAR / 2 and ruling.at - groups[-1][0].at <= NEAR:
            groups[-1].append(ruling)
        else:
            groups.append([ruling])
    lines: list[Stroke] = []
    for group in groups:
        at = sum(ruling.at for ruling in group) / len(group)
        start, end = 0.0, -1.0
        for ruling in sorted(group, key=lambda ruling: ruling.start):
            if end < start:
                start, end = ruling.start, ruling.end
            elif ruling.start <= end + NEAR:
                end = max(end, ruling.end)
            else:
                lines.append(Stroke(at, start, end))
                start, end = ruling.start, ruling.end
        lines.append(Stroke(at, start, end))
    return [line for line in lines if line.end - line.start > SHORT]


def crossing(level: list[Stroke], upright: list[Stroke]) -> list[Group]:
    """The lines that hang together by crossing or touching."""
    parent = list(range(len(level) + len(upright)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    upright = sorted(upright, key=lambda line: line.at)
    spots = [line.at for line in upright]
    for index, row in enumerate(level):
        low = bisect.bisect_left(spots, row.start - NEAR)
        for number in range(low, bisect.bisect_right(spots, row.end + NEAR)):
            if upright[number].start - NEAR <= row.at <= upright[number].end + NEAR:
                parent[root(index)] = root(len(level) + number)
    groups: dict[int, Group] = defaultdict(lambda: ([], []))
    for index, row in enumerate(level):
        groups[root(index)][0].append(row)
    for number, column in enumerate(upright):
        groups[root(len(level) + number)][1].append(column)
    return list(groups.values())
