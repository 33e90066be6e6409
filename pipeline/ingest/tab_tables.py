"""Tables whose rows are lines with tabs between the cells, also where page breaks, blank lines and titles cut them up.

A table starts at a line with two tabs or more (or at two lines with one each) and goes on over blank lines, repeated
header rows and lone section titles ("VII. Công tác …") as long as rows with tabs follow. Its width is that of its
widest row; short rows keep their cells at the left, as written: which cell slipped where is for the reader of the table
to say. A title without tabs spans all columns. A letterhead in two columns pushed apart by tabs is a table too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from normalizers.mapped_text import MappedText
from normalizers.outline import label_of
from pipeline.ingest import marks, page_words
from pipeline.ingest.draft import DraftCell
from pipeline.ingest.unwrap import joined
from pipeline.ingest.widths import Widths

PUSHED = re.compile(r"[ ]*\t[ \t]*")  # tabs that push the second column of a letterhead to the right
TAB = re.compile(r"\t")
LONGEST_TITLE = 250  # characters of a lone title between rows
MOST_TITLES = 2  # lone titles between two rows with tabs
DEEPEST_TITLE = 5  # level of its label


@dataclass(frozen=True, slots=True)
class TabLine:
    """A line of a text, where it starts there, and whether blank lines stand before it."""

    text: MappedText
    start: int
    gap: bool

    @property
    def tabs(self) -> int:
        """How many tabs stand behind the first word: an indent makes no cell, unless more tabs follow."""
        line = self.text.text
        return line.count("\t") if line.lstrip().count("\t") else 0

    @property
    def is_letterhead(self) -> bool:
        """Whether the line has two parts, one of which is the country's name or motto."""
        parts = PUSHED.split(self.text.text.strip())
        return len(parts) == 2 and any(map(page_words.is_motto, parts))


def runs(lines: Sequence[TabLine]) -> Iterator[tuple[int, int, bool]]:
    """Start, end and whether it is a table, of the runs that the lines fall into."""
    start = index = 0
    while index < len(lines):
        end = _table_end(lines, index)
        if end == index:
            index += 1
            continue
        if start < index:
            yield start, index, False
        yield index, end, True
        start = index = end
    if start < len(lines):
        yield start, len(lines), False


def cells_of(lines: Sequence[TabLine]) -> tuple[list[DraftCell], int, int]:
    """The cells of a run of rows, the number of rows and of columns."""
    tab = PUSHED if any(line.is_letterhead for line in lines) else TAB
    rows = [_split(line.text.strip() if tab is PUSHED else line.text, tab) for line in lines]
    columns = max(len(row) for row in rows)
    cells: list[DraftCell] = []
    for number, row in enumerate(rows):
        if len(row) == 1:
            cells.append(DraftCell(_cell(row[0]), number, 0, 1, columns))
        else:
            cells.extend(DraftCell(_cell(cell), number, column) for column, cell in enumerate(row))
    return cells, len(rows), columns


def _table_end(lines: Sequence[TabLine], start: int) -> int:
    """Behind the last row of the table that starts here; start, if none does."""
    if lines[start].is_letterhead:
        end = start + 1
        while end < len(lines) and not lines[end].gap and lines[end].tabs and lines[end].text.text.strip().count("\t"):
            end += 1
        return end
    if not _starts_table(lines, start):
        return start
    end = index = start + 1
    while index < len(lines):
        if lines[index].tabs:
            end = index = index + 1
        elif index - end < MOST_TITLES and _may_be_title(lines[index].text.text.strip()):
            index += 1
        else:
            break
    return end


def _starts_table(lines: Sequence[TabLine], start: int) -> bool:
    if lines[start].tabs != 1:
        return lines[start].tabs > 1
    return start + 1 < len(lines) and lines[start + 1].tabs == 1 and not lines[start + 1].gap


def _may_be_title(line: str) -> bool:
    label = label_of(line)
    return len(line) <= LONGEST_TITLE and label is not None and label.level <= DEEPEST_TITLE


def _split(line: MappedText, tab: re.Pattern[str]) -> list[MappedText]:
    cells: list[MappedText] = []
    start = 0
    for match in tab.finditer(line.text):
        cells.append(line.slice(start, match.start()))
        start = match.end()
    cells.append(line.slice(start, len(line.text)))
    return cells


def _cell(source: MappedText) -> MappedText:
    return joined(marks.lines_of(source, markdown=False), Widths())
