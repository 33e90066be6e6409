"""Tables of plain text whose rows are lines with bars between the cells: "1 | Xây dựng … | Sở Nội vụ | Quý IV".

A table starts at three lines that have the same bars, two or more, between words; a section title without bars may stand
among its rows. A line with another number of bars ends it: which of its cells is missing cannot be told.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from normalizers.mapped_text import MappedText
from pipeline.ingest import pipe_tables
from pipeline.ingest.draft import DraftCell
from pipeline.ingest.source_lines import SourceLine
from pipeline.ingest.tab_tables import MOST_TITLES, grid_of, may_be_title

FEWEST_ROWS: Final = 3
FEWEST_CELLS: Final = 3


def table_end(lines: Sequence[SourceLine], start: int) -> int:
    """Behind the last row of the table that starts here; start, if none does."""
    width = _width(lines[start])
    if width < FEWEST_CELLS:
        return start
    rows, end, index = 1, start + 1, start + 1
    while index < len(lines):
        line = lines[index].text.text.strip()
        if pipe_tables.is_rule(line) or _width(lines[index]) == width or _lacks_last(line, width):
            rows += not pipe_tables.is_rule(line)
            end = index = index + 1
        elif rows > 1 and index - end < MOST_TITLES and "|" not in line and may_be_title(line):
            index += 1
        else:
            break
    return end if rows >= FEWEST_ROWS else start


def cells_of(lines: Sequence[SourceLine]) -> tuple[list[DraftCell], int, int]:
    """The cells of a run of rows, the number of rows and of columns."""
    rows = (line.text.strip() for line in lines)
    return grid_of([pipe_tables.split(row) for row in rows if not pipe_tables.is_rule(row.text)])


def _lacks_last(line: str, width: int) -> bool:
    """Whether a row that opens with words ends in an empty cell: "I | Thể chế | |" under three columns."""
    return line[:1] not in ("|", "") and line.endswith("|") and len(pipe_tables.split(MappedText.of(line))) == width - 1


def _width(line: SourceLine) -> int:
    """The cells of a line; none if it holds no word or is the rule under a header."""
    text = line.text.strip()
    bare = "|" not in text.text or pipe_tables.is_rule(text.text) or not text.text.strip("| \t")
    return 0 if bare else len(pipe_tables.split(text))
