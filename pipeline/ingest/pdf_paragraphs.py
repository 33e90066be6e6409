"""Lines to paragraphs: by labels, indents, middles, and whether a word would still have fitted the line above."""

from __future__ import annotations

import functools
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from normalizers.outline import Level, label_of
from pipeline.ingest.cut_symbols import glued_paragraphs
from pipeline.ingest.page_words import begins_with_own_number, ends_with, is_type_line
from pipeline.ingest.pdf_lines import Line, Passage, is_symbol_broken, passage

# Shares of a line's height.
INDENT: Final = 0.8  # a start further right than this is an indent
CENTRED: Final = 1.0  # by which the margins of a centred line may differ
FILLED: Final = 2.5  # by which a line may miss both margins and still fill the column
OTHER_SIZE: Final = 0.12  # by which the heights of lines of one paragraph may differ
BLANK: Final = 0.6  # what a word needs before it to have room
PICTURE_BLANK: Final = 1.1  # where words were read from a picture, and margins are less sure
PICTURE_SIZE: Final = 0.25  # OTHER_SIZE where the size of letters was taken from a picture
WIDE_LEADING: Final = 1.6  # times the usual distance of lines: a gap between blocks

SENTENCE_END: Final = (".", ";", ":", "!", "?")
SAME_MARGIN: Final = 2.5  # points by which lines with one margin may differ
BEYOND: Final = 0.25  # share of lines that may reach beyond a margin; more, and the margin is a chance of short lines
LONGEST_ASIDE: Final = 6  # lines that an open bracket may hold together


@dataclass(frozen=True, slots=True)
class Column:
    """Where lines start and end: on a page, in a block beside another, in a cell."""

    left: float
    right: float
    own_lines: bool = False  # letterhead or signature block: a line is a paragraph unless it plainly runs on
    cell: bool = False

    def is_centred(self, line: Line) -> bool:
        """Whether a line stands in the middle; a plain line must stand deep inside, not just be indented."""
        before, after = line.x0 - self.left, self.right - line.x1
        if abs(before - after) >= CENTRED * line.height:
            return False
        deep = 1.0 if line.bold or _is_capital(line) else 3.2
        return min(before, after) > deep * line.height

    def is_filled(self, line: Line) -> bool:
        """Whether a line goes from margin to margin."""
        return line.x0 - self.left < FILLED * line.height and self.right - line.x1 < FILLED * line.height


@dataclass(slots=True)
class Paragraphs:
    """Gathers lines into paragraphs; a paragraph may go on in the next column or on the next page."""

    _done: list[Passage] = field(default_factory=list)
    _lines: list[Line] = field(default_factory=list)
    _column: Column | None = None

    def add(self, lines: Sequence[Line], column: Column) -> None:
        """Takes in the lines of a column, from the top."""
        leading = usual_leading(lines)
        for line in lines:
            if self._lines and self._column is not None:
                joint = _Joint(self._lines, line, self._column, column, leading)
                if joint.starts():
                    self.flush()
            self._lines.append(line)
            self._column = column

    def flush(self) -> None:
        """Ends the paragraph."""
        if self._lines:
            self._done.append(passage(self._lines))
        self._lines = []

    def taken(self) -> list[Passage]:
        """The paragraphs that have ended since the last call."""
        done, self._done = self._done, []
        return done


@dataclass(frozen=True, slots=True)
class _Joint:
    """A line that follows the lines of a paragraph, and the question whether it is part of it."""

    lines: list[Line]
    line: Line
    before: Column  # of the paragraph's last line
    column: Column
    leading: float

    def starts(self) -> bool:
        """Whether the line starts a paragraph of its own: what the first rule that knows says."""
        rules = (
            self._by_block,
            self._by_type,
            self._by_symbol,
            self._by_bracket,
            self._by_label,
            self._by_number,
            self._by_distance,
            self._by_size,
            self._by_middle,
        )
        for rule in rules:
            verdict = rule()
            if verdict is not None:
                return verdict
        if self.column.own_lines:
            return not self._runs_on and not self._in_item
        return not self._runs_on and (self._has_room or self._is_indented)

    @property
    def _above(self) -> Line:
        return self.lines[-1]

    @property
    def _same(self) -> bool:
        return self.before is self.column

    @property
    def _ended(self) -> bool:
        return self._above.text.rstrip("”\"'’) ").endswith(SENTENCE_END)

    @property
    def _runs_on(self) -> bool:
        """Whether the words go on: no end above, no capital here."""
        return self.line.text[:1].islower() and not self._ended

    @property
    def _in_item(self) -> bool:
        """Whether a labelled line above has not come to its end."""
        return label_of(self.lines[0].text) is not None and not self._ended

    def _by_block(self) -> bool | None:
        """A block that stands beside another begins and ends its paragraphs."""
        return True if not self._same and (self.before.own_lines or self.column.own_lines) else None

    def _by_type(self) -> bool | None:
        """The line that names the type of the document stands alone."""
        alone = not self.column.cell and (is_type_line(self._above.text) or is_type_line(self.line.text))
        return True if alone else None

    def _by_symbol(self) -> bool | None:
        """The line goes on with a symbol, "30/2024/TT" above "-BGDĐT", a torn word, or behind a dash that waits for one."""
        above, here = self._above.text, self.line.text
        waits = self._above.torn or above.endswith((" -", " –"))
        return False if waits or is_symbol_broken(above, here) or glued_paragraphs(above, here) else None

    def _by_bracket(self) -> bool | None:
        """An open bracket holds lines together: "(Kèm theo Quyết định số 119/QĐ-UBND⏎ngày …)"."""
        if self.line.text.startswith("(") and _is_capital(self._above) and not self.column.cell:
            return True
        text = " ".join(line.text for line in self.lines)
        open_bracket = text.rfind("(") > text.rfind(")") and len(self.lines) < LONGEST_ASIDE
        return False if open_bracket and label_of(self.line.text) is None and not self._ended else None

    def _by_label(self) -> bool | None:
        """A label starts a paragraph, unless it stands where a full line goes on: "khoản" above "1. …"."""
        label = label_of(self.line.text)
        if label is None:
            return None
        end = self._above.text
        if ends_with("awaits number", end) and label.level < Level.BULLET and not self._has_room:
            return False
        if self._ended or self._has_room or _is_label_alone(self._above):
            return True
        if label.level >= Level.BULLET and (self.column.cell or self.column.own_lines):
            inside = self.line.text[len(label.text) :].lstrip()[:1].islower() and not self._has_room  # "chính trị⏎- xã hội"
            return not (inside or end[-1:].isdigit())
        return abs(self.line.x0 - self.column.left) > INDENT * self.line.height

    def _by_number(self) -> bool | None:
        """A number that the line above awaits: "Thông tư số" above "09/2024/TT-BKHCN", "đến năm" above "2028".

        Behind a line with room only a symbol, a day or a year: "Xây dựng chính quyền số" may stand above "100% hồ sơ …".
        """
        awaited = self.line.text[:1].isdigit() and ends_with("awaits number", self._above.text)
        fits = not self._has_room or begins_with_own_number(self.line.words.text(0))
        return False if awaited and fits and not self._ended else None

    def _by_distance(self) -> bool | None:
        """A gap of more than half a line divides."""
        far = self._same and self.leading and self.line.base - self._above.base > WIDE_LEADING * self.leading
        return True if far and not self._runs_on else None

    def _by_size(self) -> bool | None:
        """Another size of letters divides."""
        sizes = self._above.height, self.line.height
        other = OTHER_SIZE if self.line.sure else PICTURE_SIZE
        return True if abs(sizes[0] - sizes[1]) > other * max(sizes) and not self._runs_on else None

    def _by_middle(self) -> bool | None:
        """Centred lines of one style make one title; a centred line and one that is not do not go together."""
        if self.column.own_lines:
            return None
        centred = self.before.is_centred(self._above), self.column.is_centred(self.line)
        if not any(centred) or self._runs_on:
            return None
        middle = all(
            is_centred or column.is_filled(line)
            for is_centred, column, line in zip(centred, (self.before, self.column), (self._above, self.line), strict=True)
        )
        return not (middle and self._same and _title_goes_on(self._above, self.line))

    @property
    def _has_room(self) -> bool:
        """Whether the first word would have fitted the line above: then a new line was wanted."""
        blank = BLANK if self.line.sure else PICTURE_BLANK
        return self.before.right - self._above.x1 > self.line.head + blank * self._above.height

    @property
    def _is_indented(self) -> bool:
        """Whether a line starts further right than the lines of its paragraph would."""
        indent = self.line.x0 - self.column.left
        if indent <= INDENT * self.line.height:
            return False
        first = self.lines[0]
        if len(self.lines) > 1:
            hanging = self.lines[1].x0
        elif label_of(first.text) is not None and len(first.words) > 1:
            hanging = first.words[1].x0
        else:
            hanging = self.before.left
        return abs(indent - (hanging - self.before.left)) > INDENT * self.line.height


def usual_leading(lines: Sequence[Line]) -> float:
    """The distance of baselines that lines have as a rule; 0 if there are too few."""
    steps = [after.base - line.base for line, after in pairwise(lines) if after.base > line.base]
    return statistics.median_low(steps) if len(steps) > 2 else 0.0


def column_of(lines: Sequence[Line], own_lines: bool = False) -> Column:
    """The column that lines fill: the outermost margins that several lines share."""
    return column_between([(line.x0, line.x1) for line in lines], own_lines)


def column_between(ends: Iterable[tuple[float, float]], own_lines: bool = False) -> Column:
    """The column of lines of which it is known where they start and end."""
    starts, stops = zip(*ends, strict=True)
    return Column(_shared(starts), -_shared([-stop for stop in stops]), own_lines)


def _shared(ends: Sequence[float]) -> float:
    """The outermost position that a few lines share; for few lines the outermost."""
    ordered = sorted(ends)
    needed = max(2, len(ordered) // 12)
    if len(ordered) > 5:
        for index in range(min(len(ordered) - needed, int(BEYOND * len(ordered))) + 1):
            if ordered[index + needed - 1] - ordered[index] < SAME_MARGIN:
                return ordered[index]
    return ordered[0]


def _is_capital(line: Line) -> bool:
    return _is_capital_text(line.text)


@functools.lru_cache(maxsize=1024)  # asked of a line by several rules
def _is_capital_text(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    return letters > 0 and sum(map(str.isupper, text)) > 0.9 * letters


def _is_label_alone(line: Line) -> bool:
    """Whether a line is no more than a label: "Phụ lục II", "Chương I"."""
    label = label_of(line.text)
    return label is not None and label.level <= Level.ROMAN and len(line.text.strip()) <= len(label.text) + 1


def _title_goes_on(above: Line, line: Line) -> bool:
    """Whether two centred lines are one title."""
    if above.text.endswith(SENTENCE_END) or line.text.startswith("(") or _is_label_alone(above):
        return False
    return above.bold == line.bold and _is_capital(above) == _is_capital(line)
