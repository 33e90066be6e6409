"""Lines to parts of a page in reading order: text over the whole width, and blocks that stand side by side.

Side by side stand the letterhead (issuer | motto), the signature block (recipients | signer), tables without rulings and
the columns of a gazette. Such a block is a run of lines through which one white gutter goes from top to bottom.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np

from normalizers.outline import label_of
from pipeline.ingest.page_words import is_motto
from pipeline.ingest.pdf_lines import INFINITE, Line, lines_in
from pipeline.ingest.printed_words import PrintedWords

# Shares of a line's height.
SEED_GAP: Final = 1.6  # a gap that may begin a gutter
LETTERHEAD_GAP: Final = 0.9  # a gap before the country's name
KEPT_GAP: Final = 0.45  # a gap through which a gutter may go on
WIDER: Final = 1.6  # times the usual gap between the line's words, for a gutter to go through a line
FAR: Final = 3.5  # lines further apart belong to no common block
INK: Final = 0.55  # of a line's height above the baseline: what must not overlap for lines to follow each other
NEARER: Final = 0.9  # times the distance to what stands above
NEXT: Final = 1.8  # a lone line further below than this belongs to what follows

Gap: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Part:
    """Lines in one column each; more than one column stand side by side and are read from left to right."""

    columns: tuple[tuple[Line, ...], ...]

    @property
    def top(self) -> float:
        """The baseline of its first line."""
        return min(column[0].base for column in self.columns)


@dataclass(frozen=True, slots=True)
class _Band:
    """Lines that overlap in height, and the white between their words."""

    lines: tuple[Line, ...]

    @property
    def gaps(self) -> list[Gap]:
        """The white from top to bottom between its words."""
        spans = sorted(
            span for line in self.lines for span in zip(line.words.x0.tolist(), line.words.x1.tolist(), strict=True)
        )
        gaps: list[Gap] = []
        end = spans[0][1]
        for x0, x1 in spans[1:]:
            if x0 > end:
                gaps.append((end, x0))
            end = max(end, x1)
        return gaps

    @property
    def has_wide_gap(self) -> bool:
        """Whether a gutter may go through it."""
        return len(self.lines) > 1 or self.lines[0].widest >= LETTERHEAD_GAP * self.height

    @property
    def height(self) -> float:
        return max(line.height for line in self.lines)

    @property
    def top(self) -> float:
        return min(line.base for line in self.lines)

    @property
    def bottom(self) -> float:
        return max(line.base for line in self.lines)

    def passages(self, gutters: Sequence[Gap]) -> list[Gap]:
        """The parts of the gutters that stay white through this band."""
        gaps = self.gaps
        words = [after - before for before, after in gaps]
        usual = statistics.median(words) if words else 0.0
        narrow = max(KEPT_GAP * self.height, WIDER * usual if len(words) > 2 else 0.0)
        left_end, right_end = min(line.x0 for line in self.lines), max(line.x1 for line in self.lines)
        white = [*gaps, (-INFINITE, left_end), (right_end, INFINITE)]
        return [
            (max(left, start), min(right, end))
            for left, right in gutters
            for start, end in white
            if min(right, end) - max(left, start) >= KEPT_GAP * self.height and end - start >= narrow
        ]


def parts_of(lines: Sequence[Line]) -> list[Part]:
    """The parts that lines make, from the top."""
    bands = _bands(lines)
    parts: list[Part] = []
    index = 0
    pending: list[_Band] = []
    while index < len(bands):
        block = _block(bands, index)
        if block is None:
            pending.append(bands[index])
            index += 1
            continue
        start, end, gutters = block
        pending = pending[: len(pending) - (index - start)]
        parts.extend(_plain(pending))
        pending = []
        parts.append(_divided(bands[start:end], gutters))
        index = end
    parts.extend(_plain(pending))
    return parts


def _bands(lines: Sequence[Line]) -> list[_Band]:
    groups: list[list[Line]] = []
    bottom = -INFINITE
    for line in sorted(lines, key=lambda line: line.base - INK * line.height):
        if groups and line.base - INK * line.height < bottom:
            groups[-1].append(line)
            bottom = max(bottom, line.base)
        else:
            groups.append([line])
            bottom = line.base
    return [_Band(tuple(group)) for group in groups]


def _block(bands: list[_Band], seed: int) -> tuple[int, int, list[Gap]] | None:
    """First band, end and gutters of the block around a band with a wide gap; None if nothing stands side by side."""
    band = bands[seed]
    if not band.has_wide_gap:
        return None
    gutters = [
        gap
        for gap in band.gaps
        if (gap[1] - gap[0] >= SEED_GAP * band.height or _before_motto(band, gap)) and not _behind_label(band, gap)
    ]
    if not gutters:
        return None
    end, gutters = _grown_down(bands, seed, gutters)
    start, gutters = _grown_up(bands, seed, gutters)
    gutters = [gutter for gutter in gutters if _divides(bands[start:end], gutter)]
    return (start, end, gutters) if gutters else None


def _grown_down(bands: list[_Band], seed: int, gutters: list[Gap]) -> tuple[int, list[Gap]]:
    """Where the block ends: behind the last band on both sides of a gutter, or close under a line of its own side."""
    end, final = seed + 1, gutters
    bottoms = _bottoms(bands[seed], gutters, {})
    for at in range(seed + 1, len(bands)):
        band = bands[at]
        if band.top - bands[at - 1].bottom > FAR * band.height:
            break
        gutters = band.passages(gutters)
        if not gutters:
            break
        sides = _sides(band, gutters[-1])
        close = len(sides) == 1 and band.top - bottoms.get(min(sides), -INFINITE) <= NEXT * band.height
        if close or any(len(_sides(band, gutter)) == 2 for gutter in gutters):
            end, final = at + 1, gutters
        bottoms = _bottoms(band, gutters, bottoms)
    return end, final


def _grown_up(bands: list[_Band], seed: int, gutters: list[Gap]) -> tuple[int, list[Gap]]:
    """Where the block begins: a band on one side alone belongs to it only if it stands nearer to it than to others."""
    start = seed
    while start > 0:
        band = bands[start - 1]
        below = bands[start].top - band.bottom
        above = band.top - bands[start - 2].bottom if start > 1 else INFINITE
        through = band.passages(gutters)
        two_sided = [gap for gap in through if len(_sides(band, gap)) == 2]
        near = below <= NEXT * band.height and below < NEARER * above
        if below > FAR * band.height or not (two_sided or (through and near)):
            break
        gutters = two_sided or through
        start -= 1
    return start, gutters


def _bottoms(band: _Band, gutters: Sequence[Gap], before: dict[int, float]) -> dict[int, float]:
    """The lowest baseline on each side of the last gutter."""
    bottoms = dict(before)
    for line in band.lines:
        for x0 in line.words.x0.tolist():
            side = -1 if x0 < gutters[-1][0] + 0.01 else 1
            bottoms[side] = max(bottoms.get(side, -INFINITE), line.base)
    return bottoms


def _sides(band: _Band, gutter: Gap) -> set[int]:
    return {-1 if x0 < gutter[0] + 0.01 else 1 for line in band.lines for x0 in line.words.x0.tolist()}


def _before_motto(band: _Band, gap: Gap) -> bool:
    """Whether the country's name or motto begins behind the gap: letterheads with long names stand close to it."""
    if gap[1] - gap[0] < LETTERHEAD_GAP * band.height:
        return False
    return any(is_motto(" ".join(word.text for word in line.words if word.x0 >= gap[1] - 0.01)) for line in band.lines)


def _behind_label(band: _Band, gap: Gap) -> bool:
    """Whether the gap only sets off a label: "-", "1.", "a)"."""
    for line in band.lines:
        before = [word.text for word in line.words if word.x1 <= gap[0] + 0.01]
        if not before:
            continue
        text = " ".join(before)
        label = label_of(text)
        if label is None or label.text.strip() != text:
            return False
    return True


def _divides(bands: Sequence[_Band], gutter: Gap) -> bool:
    """Whether blocks stand on both sides of a gutter: not only labels, nor names of fields before their values."""
    left = [line for line in _halved(bands, gutter)[0] if line.words]
    right = [line for line in _halved(bands, gutter)[1] if line.words]
    if min(len(left), len(right)) < 2:
        return False
    texts = [line.text for line in left]
    labels = [label_of(text) for text in texts]
    if all(label is not None and label.text.strip() == text for label, text in zip(labels, texts, strict=True)):
        return False
    bases = [line.base for line in right]
    beside = all(any(abs(line.base - base) < 1 for base in bases) for line in left)
    return not (beside and all(text.endswith(":") for text in texts))


def _halved(bands: Sequence[_Band], gutter: Gap) -> tuple[list[Line], list[Line]]:
    middle = (max(gutter[0], -1e6) + min(gutter[1], 1e6)) / 2
    words = _words(bands)
    left, right = lines_in(words, (words.x0 >= middle).astype(np.intp), 2)
    return left, right


def _divided(bands: Sequence[_Band], gutters: Sequence[Gap]) -> Part:
    words = _words(bands)
    middles = [(left + right) / 2 for left, right in sorted(gutters)]
    columns = lines_in(words, np.searchsorted(middles, words.x0, side="right"), len(middles) + 1)
    return Part(tuple(tuple(column) for column in columns if column))


def _words(bands: Sequence[_Band]) -> PrintedWords:
    return PrintedWords.joined([line.words for band in bands for line in band.lines])


def _plain(bands: Sequence[_Band]) -> list[Part]:
    lines = [line for band in bands for line in sorted(band.lines, key=lambda line: (line.base, line.x0))]
    return [Part((tuple(lines),))] if lines else []
