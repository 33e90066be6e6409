"""Cells that a page break cut in two: where the text of a cell goes on in a row below."""

from __future__ import annotations

from collections.abc import Mapping

from data.document import Cell, Document, Table


def continuations(document: Document) -> Mapping[int, int]:
    """For cells that are cut by a page break: the end of the upper piece to the start of the lower one.

    The row below a cut one, or below the header that stands again between, has nothing in its first column.
    """
    found: dict[int, int] = {}
    for table in document.tables:
        found.update(_of_table(table, document.text))
    return found


def _of_table(table: Table, text: str) -> Mapping[int, int]:
    rows: list[list[Cell]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(cell)
    header = _words(rows[0], text)
    found: dict[int, int] = {}
    above: list[Cell] = []
    for row in rows:
        if above and _words(row, text) == header:
            continue
        if row and above and row[0].column == 0 and not text[row[0].start : row[0].end].strip() and len(row) > 1:
            found.update(_joined(above, row))
        above = row
    return found


def _words(row: list[Cell], text: str) -> tuple[str, ...]:
    return tuple(text[cell.start : cell.end] for cell in row)


def _joined(above: list[Cell], below: list[Cell]) -> Mapping[int, int]:
    upper = {cell.column: cell for cell in above if cell.end > cell.start}
    return {upper[cell.column].end: cell.start for cell in below if cell.end > cell.start and cell.column in upper}
