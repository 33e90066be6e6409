"""HTML tables to grids: every cell once, at its first row and column, with its spans as a browser lays them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborNode

from pipeline.ingest.draft import DraftCell

MAX_COLUMNS: Final = 200  # beyond it a span is a slip of the pen
MAX_ROWS: Final = 20_000
GROUPS: Final = ("thead", "tbody", "tfoot")
FRAME_SHARE: Final = 0.5  # of the page's text in one cell: the table only frames the page
FRAME_BLOCKS: Final = 8  # blocks in such a cell
BLOCKS: Final = "p, div, li, h1, h2, h3, h4, h5, h6, table"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its cells in reading order."""

    cells: tuple[DraftCell, ...]
    rows: int
    columns: int


def grid_of(table: LexborNode, text_of: Callable[[LexborNode], str], is_hidden: Callable[[LexborNode], bool]) -> Grid:
    """The grid of a table; text_of gives the text of a cell. Rows of a table inside a cell are not its own."""
    cells: list[DraftCell] = []
    row = columns = 0
    for group in _groups(table, is_hidden):
        held: dict[int, int] = {}  # column → rows of this group that a cell from above still covers, this one included
        for number, line in enumerate(group):
            if row >= MAX_ROWS:
                break
            column = 0
            for element in _cells(line, is_hidden):
                while held.get(column, 0) > 0:
                    column += 1
                if column >= MAX_COLUMNS:
                    break
                wide = min(_span(element, "colspan") or 1, MAX_COLUMNS - column)
                while wide > 1 and any(held.get(column + across, 0) > 0 for across in range(1, wide)):
                    wide -= 1
                tall = _span(element, "rowspan")
                tall = len(group) - number if tall == 0 else min(tall, len(group) - number)
                cells.append(DraftCell(text_of(element), row, column, tall, wide))
                for across in range(wide):
                    held[column + across] = tall
                column += wide
                columns = max(columns, column)
            held = {column: left - 1 for column, left in held.items() if left > 1}
            row += 1
    return Grid(tuple(cells), row, columns)


def is_frame(table: LexborNode, page_length: int) -> bool:
    """Whether a table only lays out the page.

    It does if it has a single cell, or if one of its cells holds half of the page's text in several blocks. Letterhead and
    signature blocks hold little of a page: they stay tables.
    """
    cells = [cell for group in _groups(table, _shown) for line in group for cell in _cells(line, _shown)]
    if len(cells) <= 1:
        return True
    return any(len(cell.text()) >= FRAME_SHARE * page_length and len(cell.css(BLOCKS)) >= FRAME_BLOCKS for cell in cells)


def caption_of(table: LexborNode) -> LexborNode | None:
    """The table's own caption."""
    return next((child for child in _children(table) if child.tag == "caption"), None)


def _groups(table: LexborNode, is_hidden: Callable[[LexborNode], bool]) -> Iterator[list[LexborNode]]:
    """The rows of head, bodies and foot, in the order in which they are shown."""
    found: dict[str, list[list[LexborNode]]] = {name: [] for name in GROUPS}
    loose: list[LexborNode] = []
    for child in _children(table):
        if is_hidden(child):
            continue
        if child.tag == "tr":
            loose.append(child)
        elif child.tag in GROUPS:
            found[child.tag].append([line for line in _children(child) if line.tag == "tr" and not is_hidden(line)])
    yield from found["thead"]
    if loose:
        yield loose
    yield from found["tbody"]
    yield from found["tfoot"]


def _cells(line: LexborNode, is_hidden: Callable[[LexborNode], bool]) -> Iterator[LexborNode]:
    for child in _children(line):
        if child.tag in {"td", "th"} and not is_hidden(child):
            yield child


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        if child.is_element_node:
            yield child
        child = child.next


def _span(cell: LexborNode, name: str) -> int:
    """A span as a browser reads it: digits at the start, else 1; a rowspan of 0 means: to the end of the group."""
    value = (cell.attributes.get(name) or "").strip()
    digits = ""
    for letter in value[:6]:
        if letter not in "0123456789":
            break
        digits += letter
    if not digits:
        return 1
    return int(digits)


def _shown(node: LexborNode) -> bool:  # noqa: ARG001 - for counting, what is hidden does not matter
    return False
