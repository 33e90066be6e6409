"""Tables whose rows are lines with tabs between the cells, also where page breaks, blank lines and titles cut them up.

A table starts at a line with at least two tabs (or with one, if the next line has as many) and goes on over blank lines,
repeated header rows and lone section titles ("VII. Công tác …") as long as rows with tabs follow. Its width is that of
its widest row; short rows keep their cells at the left, as written: which cell slipped where is for the reader of the
table to say. A title without tabs spans all columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from normalizers.mapped_text import MappedText
from normalizers.outline import label_of
from pipeline.ingest import marks, page_words
from pipeline.ingest.draft import DraftCell
from pipeline.ingest.unwrap import Widths, joined

INDENT = re.compile(r"[ \t]*")
ALIGNED = re.compile(r"[ ]*\t[ \t]*")  # several tabs in a row that only push words to the right
LONGEST_TITLE = 250  # characters of a lone title between rows
MOST_TITLES = 2  # lone titles between two rows with tabs
MOTTO_START = re.compile(r"c[oộ]ng h[oò][aà]? ?\w* xã hội", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TabLine:
    """A line of a file, and whether blank lines stand before it."""

    text: MappedText
    gap: bool

    @property
    def tabs(self) -> int:
        """How many cells end on this line."""
        return self.text.text.count("\t")


def runs(lines: Sequence[TabLine]) -> Iterator[tuple[int, int, bool]]:
    """Start, end and whether it is a table, of the runs that the lines fall into."""
    start = 0
    index = 0
    while index < len(lines):
        if not _is_row(lines, index):
            index += 1
            continue
        end = _table_end(lines, index)
        if start < index:
            yield start, index, False
        yield index, end, True
        start = index = end
    if start < len(lines):
        yield start, len(lines), False


def cells_of(lines: Sequence[TabLine]) -> tuple[list[DraftCell], int, int]:
    """The cells of a run of rows, the number of rows and of columns."""
    rows = [_split(line.text) for line in lines]
    columns = max(len(row) for row in rows)
    cells: list[DraftCell] = []
    for number, row in enumerate(rows):
        if len(row) == 1:
            cells.append(DraftCell(_cell(row[0]), number, 0, 1, columns))
            continue
        cells.extend(DraftCell(_cell(cell), number, column) for column, cell in enumerate(row))
    return cells, len(rows), columns


def _is_row(lines: Sequence[TabLine], index: int) -> bool:
    """Whether a table starts here: a line with tabs, its indent and pushed words not counted."""
    row = _tabs_inside(lines[index].text.text)
    if row >= 2 or (row == 1 and page_words.is_motto(lines[index].text.text.rsplit("\t", 1)[-1])):
        return True
    return row == 1 and index + 1 < len(lines) and _tabs_inside(lines[index + 1].text.text) == 1


def _tabs_inside(line: str) -> int:
    return line.strip(" ").count("\t") if line.strip() else 0


def _table_end(lines: Sequence[TabLine], start: int) -> int:
    """Behind the last row with tabs that belongs to the table; titles between rows belong to it too."""
    end = index = start + 1
    while index < len(lines):
        if _tabs_inside(lines[index].text.text):
            end = index = index + 1
            continue
        if index - end >= MOST_TITLES or not _may_be_title(lines[index].text.text):
            break
        index += 1
    return end


def _may_be_title(line: str) -> bool:
    label = label_of(line.strip())
    return len(line) <= LONGEST_TITLE and label is not None and label.level <= 5


def _split(line: MappedText) -> list[MappedText]:
    cells: list[MappedText] = []
    start = 0
    for index, character in enumerate(line.text):
        if character == "\t":
            cells.append(line.slice(start, index))
            start = index + 1
    cells.append(line.slice(start, len(line.text)))
    return cells


def _cell(source: MappedText) -> MappedText:
    return joined(marks.lines_of(source, markdown=False), Widths())
