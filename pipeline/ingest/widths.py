"""How wide the lines of a source ran before they were wrapped, measured on breaks that are sure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from normalizers.outline import label_of
from pipeline.ingest.marks import Line

SURE_BREAKS = 8  # wrapped lines needed to know how wide the source is
FEW_BREAKS = 3  # that do where no line of the source runs farther
FARTHER = 1.4  # the first line of a paragraph is often shorter: a tag stood on it in the source
NARROWER = 0.8  # share of the middle length under which a line is no measure: titles are set narrower than the text
CELLS_NEEDED = 3  # cells of a column that show how wide it is
SHORT = 0.85  # share of the longest single line of a column that surely fits there
GAPPED = 0.7  # share of labelled lines behind a blank line that makes blank lines the divider of paragraphs


@dataclass(frozen=True, slots=True)
class Reach:
    """How long lines with their next word were when they were wrapped, in characters; 0 = not known."""

    least: int = 0  # nearly all were as long: what is shorter had room
    far_less: int = 0  # what is shorter than this surely had room

    @classmethod
    def of(cls, lengths: Sequence[int]) -> Reach:
        """From lines that were surely wrapped; nothing is known from a few."""
        if len(lengths) < SURE_BREAKS:
            return cls()
        ranked = sorted(lengths)
        middle, most = ranked[len(ranked) // 2], ranked[-1 - len(ranked) // 20]
        least = max(ranked[len(ranked) // 20], round(middle * NARROWER))
        return cls(least, least - (most - least) // 2)

    @classmethod
    def of_few(cls, lengths: Sequence[int], longest: int) -> Reach:
        """From a few lines of one width, where no line of the source is longer: a decision of one page."""
        alike = sorted(lengths)[len(lengths) // 4 :]  # the first line of a paragraph may be short
        if len(alike) < FEW_BREAKS or longest > FARTHER * alike[-1] or alike[0] < NARROWER * alike[-1]:
            return cls()
        return cls(alike[0], round(alike[0] * NARROWER))


@dataclass(frozen=True, slots=True)
class Widths:
    """How far lines reached before they were wrapped."""

    first: Reach = Reach()  # the first line of a paragraph, often shorter: a tag stood on it in the source
    other: Reach = Reach()
    gapped: bool = False  # paragraphs are divided by blank lines
    wrapped: bool = False  # there are sure breaks of the page's

    @classmethod
    def measured(cls, lines: Sequence[Line]) -> Widths:
        """From breaks that are sure: the next line goes on in lower case."""
        first: list[int] = []
        other: list[int] = []
        labelled = gaps = 0
        kind: list[int] | None = None  # where the length of the next line belongs, if that is sure
        for line, following in zip_longest(lines, lines[1:]):
            has_label = label_of(line.text.text) is not None
            labelled += has_label
            gaps += has_label and line.gap
            if has_label or line.gap:
                kind = first
            if following is not None and _surely_goes_on(following):
                if kind is not None:
                    kind.append(_length_with(line, following))
                kind = other
            else:
                kind = None
        inner = Reach.of(other)
        if not inner.least:
            inner = Reach.of(first + other)
        if not inner.least:
            inner = Reach.of_few(first + other, _longest(lines))
        return cls(Reach.of(first), inner, labelled > 0 and gaps >= GAPPED * labelled, inner.least > 0)

    @classmethod
    def of_cells(cls, cells: Sequence[Sequence[Line]], wrapped: bool) -> Widths:
        """From the cells of one column; if few of them are wrapped, what stood on one line shows what fits."""
        if not wrapped or len(cells) < CELLS_NEEDED:
            return cls(wrapped=wrapped)
        first = Reach.of([_length_with(*cell[:2]) for cell in cells if len(cell) > 1 and _surely_goes_on(cell[1])])
        if not first.least:
            longest = max((len(line.text.text) for cell in cells for line in cell[:1]), default=0)
            first = Reach(round(longest * SHORT), round(longest * SHORT))
        return cls(first, wrapped=True)

    def had_room(self, line: str, following: str, opening: bool) -> bool | None:
        """Whether the next word would have fitted on the line; None if nothing is known."""
        reach = self._reach(opening)
        return None if not reach.least else _with_next_word(line, following) < reach.least

    def surely_had_room(self, line: str, following: str, opening: bool) -> bool:
        """Whether the next word would have fitted on the line beyond doubt."""
        return _with_next_word(line, following) < self._reach(opening).far_less

    def _reach(self, opening: bool) -> Reach:
        known = (self.first, self.other) if opening else (self.other, self.first)
        return known[0] if known[0].least else known[1]


def _longest(lines: Sequence[Line]) -> int:
    """The length of the longest line of running text; titles in capitals run farther."""
    return max((len(line.text.text) for line in lines if not line.text.text.isupper()), default=0)


def _surely_goes_on(line: Line) -> bool:
    return not line.gap and line.text.text[:1].islower() and label_of(line.text.text) is None


def _length_with(line: Line, following: Line) -> int:
    return _with_next_word(line.text.text, following.text.text)


def _with_next_word(line: str, following: str) -> int:
    """The length of a line if the next word had stayed on it."""
    return len(line) + 1 + len(following.split(maxsplit=1)[0])
