"""Printed lines to paragraphs: which line breaks are the page's and which are the writer's.

A break is the page's (the lines are joined) if it falls inside a number or symbol, inside bold or italics, before a
lower-case letter, or where the next word would not have fitted. It is the writer's before a label, around a line that
names the type of document, at the edge of capitals or of bold, and behind a line that had room for more.
What "room" is depends on how the source was wrapped, so the widths are measured on breaks that are sure (see Widths).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from normalizers.mapped_text import MappedText
from normalizers.outline import Label, label_of
from pipeline.ingest import page_words
from pipeline.ingest.marks import Line

SENTENCE_END = re.compile(r"[.?!…][\"”’')\]]*$")
PART_END = re.compile(r"[.?!…;:][\"”’')\]]*$")
# A break inside a symbol or number, told by what stands before and behind it.
OPEN_END = re.compile(r"[^\W_][/-]$")  # "177-", "63/2010/", "NĐ-" | not "2021 -"
OPEN_START = re.compile(r"[^\W_]")
SYMBOL_END = re.compile(r"(?<![^\W_])\d[\d/]*$|\d/(?:\d{4}/)?[A-ZĐ]{1,5}$")  # "63/2010", "63/2010/NĐ" | not "năm"
SYMBOL_START = re.compile(r"/(?:\d{4}/)?[A-ZĐ]{1,5}[A-ZĐa-zđ]*-|-[A-ZĐ]{2}")  # "/NĐ-CP", "-CP" | not "- CP"
# What a number or letter of a provision stands behind: "khoản⏎1. ", "điểm⏎a) " | not "QUAN ĐIỂM", "dữ liệu số"
REFERENCE_END = re.compile(
    r"(?:^|[\s(])(?:[kK]hoản|[đĐ]iều|[mM]ục|[cC]hương|[tT]háng|[nN]gày|[nN]ăm|[qQ]uý|(?:tại|và|các|,) điểm)$"
)
YEAR_END = re.compile(r"\b(?:19|20)\d\d$")
RANGE_START = re.compile(r"[-–] ?(?:19|20)\d\d\b")  # "- 2030" behind "2021"
DASH = re.compile(r"[-–—] ?")
WORD_LABEL = re.compile(r"[^\W\d_]{3,} ?")  # "Điều", "Chương": a label that is a word of running text too
SURE_BREAKS = 8  # wrapped lines needed to know how wide the source is
NARROWER = 0.8  # share of the middle length under which a line is no measure
CELLS_NEEDED = 3  # cells of a column that show how wide it is
SHORT = 0.85  # share of the longest single line of a column that surely fits there
GAPPED = 0.7  # share of labelled lines behind a blank line that makes blank lines the divider of paragraphs


class Seam(Enum):
    """What a line break between two lines is."""

    NEW = "a new paragraph"
    SPACE = "a space"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph without line breaks."""

    text: MappedText
    bold: bool = False
    heading: bool = False


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
        least = max(ranked[len(ranked) // 20], round(middle * NARROWER))  # titles are set narrower than the text
        return cls(least, least - (most - least) // 2)


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
        for line, following in zip(lines, [*lines[1:], None], strict=True):
            if label_of(line.text.text):
                labelled += 1
                gaps += line.gap
                kind = first
            elif line.gap:
                kind = first
            if following is not None and _surely_goes_on(following):
                if kind is not None:
                    kind.append(_length_with(line, following))
                kind = other
            else:
                kind = None
        gapped = labelled > 0 and gaps >= GAPPED * labelled
        inner = Reach.of(other)
        if not inner.least:
            inner = Reach.of(first + other)
        return cls(Reach.of(first), inner, gapped, inner.least > 0)

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


def _with_next_word(line: str, following: str) -> int:
    """The length of a line if the next word had stayed on it."""
    return len(line) + 1 + len(following.split(maxsplit=1)[0])


def _surely_goes_on(line: Line) -> bool:
    return not line.gap and line.text.text[:1].islower() and label_of(line.text.text) is None


def _length_with(line: Line, following: Line) -> int:
    return _with_next_word(line.text.text, following.text.text)


def paragraphs(lines: Iterable[Line], widths: Widths) -> Iterator[Paragraph]:
    """The paragraphs that the lines make, in order."""
    parts: list[MappedText] = []
    last: Line | None = None
    bold = heading = True
    opening = True
    titled = False
    for line in lines:
        seam = Seam.NEW if last is None else _seam(last, line, widths, opening, titled)
        titled = titled or page_words.is_type_line(line.text.text)
        if seam is Seam.NEW:
            if parts:
                yield Paragraph(MappedText.join(parts), bold, heading)
            parts, bold, heading, opening = [line.text], line.bold, line.heading, True
        else:
            if seam is Seam.SPACE:
                parts.append(MappedText.inserted(" "))
            parts.append(line.text)
            bold, heading, opening = bold and line.bold, heading and line.heading, False
        last = line
    if parts:
        yield Paragraph(MappedText.join(parts), bold, heading)


def joined(lines: Iterable[Line], widths: Widths) -> MappedText:
    """The paragraphs of a table cell, one a line."""
    parts: list[MappedText] = []
    for paragraph in paragraphs(lines, widths):
        if parts:
            parts.append(MappedText.inserted("\n"))
        parts.append(paragraph.text)
    return MappedText.join(parts)


def _seam(last: Line, line: Line, widths: Widths, opening: bool, titled: bool) -> Seam:
    """What the break between two lines is; opening: the last line opened its paragraph; titled: a type line came before."""
    before, after = last.text.text, line.text.text
    if _inside_symbol(before, after):
        return Seam.NOTHING
    if _stands_alone(before) or _stands_alone(after) or last.heading or line.heading:
        return Seam.NEW
    label = label_of(after)
    if label is None and after[:1].isdigit() and page_words.ends_with("awaits number", before.removesuffix(":")):
        return Seam.SPACE
    if YEAR_END.search(before) and RANGE_START.match(after):
        return Seam.SPACE
    if label is not None and (line.gap or not _is_running_text(before, after, label, widths, opening)):
        return Seam.NEW
    if line.gap:
        return _over_gap(before, after)
    if line.tied and not page_words.is_signature(after):
        return Seam.SPACE
    if label is not None or after[:1].islower():
        return Seam.SPACE
    return _before_capital(last, line, widths, opening, titled)


def _inside_symbol(before: str, after: str) -> bool:
    if OPEN_END.search(before[-3:]) and OPEN_START.match(after):
        return True
    return SYMBOL_END.search(before[-20:]) is not None and SYMBOL_START.match(after[:12]) is not None


def _stands_alone(line: str) -> bool:
    return page_words.is_type_line(line) or page_words.is_motto(line)


def _is_running_text(before: str, after: str, label: Label, widths: Widths, opening: bool) -> bool:
    """Whether what looks like a label is part of a sentence: "quy định tại⏎Điều 59", "2021⏎- 2030", "khoản⏎1. "."""
    room = widths.had_room(before, after, opening)
    if REFERENCE_END.search(before) and room is not True:
        return True
    if widths.gapped and room is False:  # where blank lines divide, a label without one stands in a sentence
        return True
    if PART_END.search(before):
        return False
    if DASH.fullmatch(label.text):
        return after[len(label.text) :].lstrip()[:1].islower() and room is False
    if WORD_LABEL.match(label.text):
        return not before.isupper() and label.text[-1] not in ".:" and len(after) > len(label.text)
    return False


def _over_gap(before: str, after: str) -> Seam:
    """Over a blank line only a sentence cut by a page break goes on."""
    if after[:1].islower() and not SENTENCE_END.search(before) and not before.endswith(":"):
        return Seam.SPACE
    if page_words.ends_with("awaits", before) and not before.isupper() and not PART_END.search(before):
        return Seam.SPACE
    return Seam.NEW


def _before_capital(last: Line, line: Line, widths: Widths, opening: bool, titled: bool) -> Seam:
    """The next line starts with a capital, a digit or a sign and has no label."""
    before, after = last.text.text, line.text.text
    if page_words.is_signature(after) or page_words.is_signature(before) or page_words.starts_with("recipients", before):
        return Seam.NEW
    if page_words.ends_with("awaits", before) and not PART_END.search(before):
        return Seam.SPACE
    room = widths.had_room(before, after, opening)
    capitals = _is_capitals(before), _is_capitals(after)
    if all(capitals):  # a title; in a letterhead each line is a body of its own
        return Seam.SPACE if last.bold == line.bold and (titled or (widths.wrapped and room is not True)) else Seam.NEW
    if capitals[0] or (capitals[1] and len(after.split()) > 2 and room is not False):
        return Seam.NEW
    if not widths.wrapped:
        return Seam.NEW
    if before.endswith(",") or room is False or widths.gapped:
        return Seam.SPACE
    if PART_END.search(before):
        return Seam.NEW
    return Seam.NEW if widths.surely_had_room(before, after, opening) else Seam.SPACE


def _is_capitals(line: str) -> bool:
    """Whether a line is set in capitals, but for a name such as IoT."""
    upper = sum(letter.isupper() for letter in line)
    lower = sum(letter.islower() for letter in line)
    return upper > 0 and lower <= 0.1 * upper
