"""Letterheads and signature blocks of plain text: two columns that blanks or tabs push apart.

Such a block opens with a line of two parts, one of which is the country's name or motto, or whose left part opens the
address list. It goes on as long as lines have two parts or stand clearly in one of the columns. It becomes a table of
one row, the lines of each column in a cell, so that left and right do not run into each other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizers.mapped_text import MappedText
from pipeline.ingest import marks, page_words
from pipeline.ingest.draft import DraftCell
from pipeline.ingest.source_lines import SourceLine
from pipeline.ingest.unwrap import joined
from pipeline.ingest.widths import Widths

PUSHED = re.compile(r"[ \u00a0]*\t[ \t\u00a0]*|[ \u00a0]{3,}")
TAB_STOP = 8  # columns
MOST_LINES = 40
SIDE = 0.6  # share of the way to the right column from which a lone line belongs there
NEAR = 4  # columns from the margin in which a lone line belongs to the left one


def block_end(lines: Sequence[SourceLine], start: int) -> int:
    """Behind the last line of the block that starts here; start, if none does."""
    if not _opens(lines[start]):
        return start
    boundary = _place(lines[start], 1)
    end = index = start + 1
    while index < min(len(lines), start + MOST_LINES):
        parts = len(_parts(lines[index].text))
        if parts == 2 or (parts == 1 and _place(lines[index], 0) >= SIDE * boundary):
            end = index + 1
        elif parts != 1 or lines[index].gap or _place(lines[index], 0) > NEAR or not _is_short(lines[index], boundary):
            break
        index += 1
    return end


def cells_of(lines: Sequence[SourceLine]) -> tuple[list[DraftCell], int, int]:
    """The two cells of a block, in one row."""
    boundary = _place(lines[0], 1)
    columns: tuple[list[MappedText], list[MappedText]] = ([], [])
    for line in lines:
        parts = _parts(line.text)
        if len(parts) == 2:
            columns[0].append(parts[0])
            columns[1].append(parts[1])
        else:
            columns[_place(line, 0) >= SIDE * boundary].append(line.text.strip())
    return [DraftCell(_cell(column), 0, number) for number, column in enumerate(columns)], 1, 2


def _opens(line: SourceLine) -> bool:
    parts = [part.text for part in _parts(line.text)]
    if len(parts) != 2:
        return False
    return any(map(page_words.is_motto, parts)) or page_words.starts_with("recipients", parts[0].lstrip("*"))


def _parts(line: MappedText) -> list[MappedText]:
    line = line.strip()
    parts: list[MappedText] = []
    start = 0
    for match in PUSHED.finditer(line.text):
        parts.append(line.slice(start, match.start()))
        start = match.end()
    return [*parts, line.slice(start, len(line.text))]


def _place(line: SourceLine, part: int) -> int:
    """The column of the page, from 0, in which a part of the line starts."""
    text = line.text.text
    at = len(text) - len(text.lstrip())
    if part:
        match = PUSHED.search(text, at)
        at = match.end() if match else at
    return len(text[:at].expandtabs(TAB_STOP))


def _is_short(line: SourceLine, boundary: int) -> bool:
    return len(line.text.text.strip()) <= boundary


def _cell(lines: Sequence[MappedText]) -> MappedText:
    text = MappedText.join(piece for line in lines for piece in (line, MappedText.inserted("\n")))
    return joined(marks.lines_of(text, markdown=False), Widths())
