"""Markdown tables: "| a | b |" lines, with or without the rule "| --- | --- |" under the header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from normalizers.mapped_text import MappedText
from pipeline.ingest import marks
from pipeline.ingest.draft import DraftCell
from pipeline.ingest.unwrap import joined
from pipeline.ingest.widths import Widths

PIPE = re.compile(r"(?<!\\)\|")
RULE_SIGNS = frozenset("|-: \t")


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where runs of table lines start and end: a rule under a header and the rows below, or rows with bars at both ends."""
    at = 0
    start: int | None = None
    rows = 0
    previous: tuple[int, str] | None = None  # a line with a bar inside that may be a header
    for raw in text.splitlines(keepends=True):
        line = raw.strip()
        if start is None and is_rule(line) and previous is not None:
            start, rows = previous[0], 2  # the header and the rule make it a table
        elif start is None and _is_closed(line):
            start, rows = at, 0
        elif start is not None and not _is_row(line):
            if rows > 1:
                yield start, at
            start = None
        rows += start is not None
        previous = (at, line) if _is_row(line) and not is_rule(line) else None
        at += len(raw)
    if start is not None and rows > 1:
        yield start, at


def cells_of(source: MappedText) -> tuple[list[DraftCell], int, int]:
    """The cells of a run of table lines, the number of rows and of columns; the rule is no row."""
    cells: list[DraftCell] = []
    at = row = columns = 0
    for raw in source.text.splitlines(keepends=True):
        if not is_rule(raw.strip()):
            texts = split(source.slice(at, at + len(raw)).strip())
            cells.extend(
                DraftCell(joined(marks.lines_of(text, markdown=True), Widths()), row, column)
                for column, text in enumerate(texts)
            )
            columns = max(columns, len(texts))
            row += 1
        at += len(raw)
    return cells, row, columns


def is_rule(line: str) -> bool:
    """Whether a line is the rule under a header: "|---|:--|" | not "| - |"."""
    return "--" in line and "|" in line and RULE_SIGNS.issuperset(line)


def _is_row(line: str) -> bool:
    """Whether a line may be a row of a table that has begun."""
    return len(line) > 1 and PIPE.search(line) is not None


def _is_closed(line: str) -> bool:
    """Whether a line is a row by itself: bars at both ends and words between."""
    return len(line) > 2 and line[0] == line[-1] == "|" and line.strip("| \t") != "" and not is_rule(line)


def split(line: MappedText) -> list[MappedText]:
    """The cells of a row without its line end; bars at its ends part nothing."""
    bounds = [-1, *(match.start() for match in PIPE.finditer(line.text)), len(line.text)]
    texts = [line.slice(left + 1, right).strip() for left, right in pairwise(bounds)]
    if line.text.startswith("|"):
        del texts[0]
    if len(texts) > 1 and line.text.endswith("|") and not texts[-1].text:
        del texts[-1]
    return texts
