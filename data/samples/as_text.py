"""A sample plan as a plain text file: paragraphs divided by a blank line, cells by tabs."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator

from data.samples.plan_source import BREAK, Columns, Grid, NewPage, Paragraph, Part, Plan, words


def render(plan: Plan) -> bytes:
    """The text file, UTF-8; wrapped and in decomposed letters where the plan asks for it."""
    text = "\n\n".join(block for part in plan.parts for block in _blocks(part, plan.wrap)) + "\n"
    return (unicodedata.normalize("NFD", text) if plan.nfd else text).encode()


def _blocks(part: Part, wrap: int) -> Iterator[str]:
    match part:
        case Paragraph():
            text = words(part.runs).replace(BREAK, "\n")
            text = f"{part.label} {text}" if part.label else text
            yield textwrap.fill(text, wrap, break_long_words=False, break_on_hyphens=False) if wrap else text
        case Columns(rows=rows, kind="letterhead"):
            for left, right in rows:
                height = max(len(left), len(right))
                yield "\n".join(f"{_line(left, i)}\t{_line(right, i)}".rstrip() for i in range(height))
        case Columns(rows=rows):
            for left, right in rows:
                yield "\n".join(left)
                yield from right
        case Grid():
            yield "\n".join(_rows(part))
        case NewPage():
            return


def _line(lines: tuple[str, ...], index: int) -> str:
    return lines[index] if index < len(lines) else ""


def _rows(grid: Grid) -> Iterator[str]:
    """One line a row; after a page break inside a row the header stands again, then the rest of the row."""
    slots = [["" for _ in grid.widths] for _ in range(grid.rows)]
    for cell in grid.cells:
        slots[cell.row][cell.column] = words(cell.runs)
    header = ["\t".join(row) for row in slots[: grid.header]]
    for row in slots:
        pieces = [text.split(BREAK + BREAK) for text in row]
        for piece in range(max(map(len, pieces))):
            if piece:
                yield ""
                yield from header
            yield "\t".join(text[piece].replace(BREAK, " ") if piece < len(text) else "" for text in pieces)
