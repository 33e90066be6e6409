"""Tables whose rows are lines with tabs between the cells, also where page breaks, blank lines and titles cut them up.

A table starts at a line with two tabs or more (or at two lines with one each) and goes on over blank lines, repeated
header rows and lone section titles ("VII. Công tác …") as long as rows with tabs follow. Its width is that of its
widest row; short rows keep their cells at the left, as written: which cell slipped where is for the reader of the table
to say. A title without tabs spans all columns.
"""

from __future__ import annotations

from collections.abc import Sequence

from normalizers.mapped_text import MappedText
from normalizers.outline import label_of
from pipeline.ingest import marks
from pipeline.ingest.draft import DraftCell
from pipeline.ingest.source_lines import SourceLine
from pipeline.ingest.unwrap import joined
from pipeline.ingest.widths import Widths

LONGEST_TITLE = 250  # characters of a lone title between rows
MOST_TITLES = 2  # lone titles between two rows with tabs
HIGHEST_TITLE = 3  # an annex or a chapter ("PHỤ LỤC 2. …") ends the table: what follows has a head of its own
DEEPEST_TITLE = 5  # level of its label


def table_end(lines: Sequence[SourceLine], start: int) -> int:
    """Behind the last row of the table that starts here; start, if none does."""
    if not _starts_table(lines, start):
        return start
    end = index = start + 1
    while index < len(lines):
        if _tabs(lines[index]):
            end = index = index + 1
        elif index - end < MOST_TITLES and may_be_title(lines[index].text.text.strip()):
            index += 1
        else:
            break
    return end


def cells_of(lines: Sequence[SourceLine]) -> tuple[list[DraftCell], int, int]:
    """The cells of a run of rows, the number of rows and of columns."""
    return grid_of([_split(line.text) for line in lines])


def grid_of(rows: Sequence[Sequence[MappedText]]) -> tuple[list[DraftCell], int, int]:
    """The cells of rows, their number and that of the columns; a lone cell is a title over all columns."""
    columns = max(len(row) for row in rows)
    cells: list[DraftCell] = []
    for number, row in enumerate(rows):
        if len(row) == 1:
            cells.append(DraftCell(_cell(row[0]), number, 0, 1, columns))
        else:
            cells.extend(DraftCell(_cell(cell), number, column) for column, cell in enumerate(row))
    return cells, len(rows), columns


def _starts_table(lines: Sequence[SourceLine], start: int) -> bool:
    tabs = _tabs(lines[start])
    if tabs != 1:
        return tabs > 1
    return start + 1 < len(lines) and _tabs(lines[start + 1]) == 1 and not lines[start + 1].gap


def _tabs(line: SourceLine) -> int:
    """The tabs of a line; none if they only indent it."""
    text = line.text.text
    return text.count("\t") if "\t" in text.lstrip() else 0


def may_be_title(line: str) -> bool:
    """Whether a line without cells may be a section title among rows: "VII. Công tác …"."""
    label = label_of(line)
    return len(line) <= LONGEST_TITLE and label is not None and HIGHEST_TITLE <= label.level <= DEEPEST_TITLE


def _split(line: MappedText) -> list[MappedText]:
    cells: list[MappedText] = []
    start = 0
    for cell in line.text.split("\t"):
        cells.append(line.slice(start, start + len(cell)))
        start += len(cell) + 1
    return cells


def _cell(source: MappedText) -> MappedText:
    return joined(marks.lines_of(source, markdown=False), Widths())
