"""Walks a story of a Word file (body, cell, text box, footnote, running head) and gives its paragraphs and tables in order.

Sees through everything that only wraps: content controls, tracked insertions, custom XML, drawing alternatives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from lxml.etree import _Element as Element

from data.document import BlockKind
from pipeline.ingest.docx_layout import cell_text
from pipeline.ingest.docx_lines import Inline, Line, LineReader, Unread
from pipeline.ingest.docx_numbers import Numbers
from pipeline.ingest.docx_parts import MC, Package, W
from pipeline.ingest.docx_styles import Styles, switch, value, whole
from pipeline.ingest.draft import DraftCell

MAX_NESTING = 20  # tables in cells in tables, boxes in boxes
MAX_SPAN = 63  # Word's own limit of columns
PARAGRAPH, TABLE, ROW, CELL = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
CHUNKS = frozenset({f"{W}altChunk", f"{W}subDoc"})
WRAPPERS = frozenset(
    {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
    | {f"{MC}{name}" for name in ("AlternateContent", "Choice", "Fallback")}
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its automatic number in front of its first line."""

    lines: tuple[Line, ...]
    kind: BlockKind | None = None  # what its style makes of it: a heading; a plain paragraph if a line of contents


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it is to be laid out."""

    cells: tuple[DraftCell, ...]
    rows: int
    columns: int


Item: TypeAlias = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Story:
    """A walk through one story; counts numbers and footnotes as it goes, so that each part is to be read once."""

    package: Package
    styles: Styles
    numbers: Numbers
    reader: LineReader

    def items(self, holder: Element, depth: int = 0) -> Iterator[Item]:
        """The paragraphs and tables in an element, text boxes behind the paragraph that holds them."""
        if depth > MAX_NESTING:
            raise self.package.unreadable(f"lồng bảng hoặc khung chữ quá {MAX_NESTING} tầng.")
        waiting = Inline((), ())  # a paragraph whose end is deleted or hidden goes on in the next
        properties: Element | None = None
        for element in inside(holder, frozenset({PARAGRAPH, TABLE}) | CHUNKS):
            if element.tag == PARAGRAPH:
                properties = element.find(f"{W}pPr")
                waiting = _joined(waiting, self.reader.read(element, self.styles.paragraph_style(properties)))
                if not _runs_on(properties):
                    yield from self._paragraph(waiting, properties, depth)
                    waiting = Inline((), ())
                continue
            if waiting.lines or waiting.boxes:
                yield from self._paragraph(waiting, None, depth)
                waiting = Inline((), ())
            if element.tag == TABLE:
                yield from self._table(element, depth)
            else:
                self.reader.unread[Unread.CHUNK] += 1
        if any(line.text for line in waiting.lines) or waiting.boxes:
            yield from self._paragraph(waiting, None, depth)

    def text(self, holder: Element, depth: int = 0) -> str:
        """All text in an element, one line a paragraph or row; cells of tables in it divided by bars."""
        parts = (
            cell_text(item.lines) if isinstance(item, Paragraph) else _barred(item) for item in self.items(holder, depth)
        )
        return "\n".join(filter(None, parts))

    def _paragraph(self, inline: Inline, properties: Element | None, depth: int) -> Iterator[Item]:
        label = self.numbers.label(properties)
        lines = inline.lines
        if label:
            first = lines[0]
            lines = (Line(label + first.text.lstrip(), first.bold, first.after), *lines[1:])
        style = self.styles.style(self.styles.paragraph_style(properties))
        yield Paragraph(lines, BlockKind.PARAGRAPH if style.contents else BlockKind.HEADING if style.heading else None)
        for box in inline.boxes:
            yield from replace(self, reader=self.reader.aside()).items(box, depth + 1)

    def _table(self, table: Element, depth: int) -> Iterator[Item]:
        rows = [row for row in inside(table, frozenset({ROW})) if next(inside(row, frozenset({CELL})), None) is not None]
        if len(rows) == 1:
            cells = list(inside(rows[0], frozenset({CELL})))
            if len(cells) == 1:  # a frame around text has nothing of a table
                yield from self.items(cells[0], depth + 1)
                return
        grid = self._grid(rows, depth)
        if any(cell.text for cell in grid.cells):
            yield grid

    def _grid(self, rows: list[Element], depth: int) -> Grid:
        cells: list[DraftCell] = []
        columns = 0
        above: dict[int, int] = {}  # by column, the place in cells of a cell that may go on below
        for number, row in enumerate(rows):
            column = _span(row.find(f"{W}trPr"), "gridBefore", 0)
            going_on: dict[int, int] = {}
            for cell in inside(row, frozenset({CELL})):
                properties = cell.find(f"{W}tcPr")
                width = _span(properties, "gridSpan", 1)
                merge = _merge(properties)
                upper = above.get(column) if merge == "continue" else None
                if upper is not None and cells[upper].column_span == width:
                    cells[upper] = replace(cells[upper], row_span=number - cells[upper].row + 1)
                    going_on[column] = upper
                elif cells and cells[-1].row == number and _goes_on_left(properties):
                    cells[-1] = replace(cells[-1], column_span=cells[-1].column_span + width)
                else:
                    if merge is not None:
                        going_on[column] = len(cells)
                    cells.append(DraftCell(self.text(cell, depth + 1), number, column, 1, width))
                column += width
            columns = max(columns, column)
            above = going_on
        return Grid(tuple(cells), len(rows), columns)


def inside(holder: Element, wanted: frozenset[str]) -> Iterator[Element]:
    """The wanted elements in an element, seen through wrappers of any depth but not into each other."""
    todo = list(reversed(holder))
    while todo:
        element = todo.pop()
        if element.tag in wanted:
            yield element
        elif element.tag in WRAPPERS:
            todo.extend(reversed(element))


def _runs_on(properties: Element | None) -> bool:
    """Whether the end of a paragraph is deleted or hidden, so that the next one follows on the same line."""
    mark = None if properties is None else properties.find(f"{W}rPr")
    if mark is None:
        return False
    return bool(switch(mark, "vanish")) or mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None


def _joined(one: Inline, other: Inline) -> Inline:
    if not one.lines:
        return Inline(other.lines, one.boxes + other.boxes)
    last, first = one.lines[-1], other.lines[0]
    bold = (last.bold or not last.text.strip()) and (first.bold or not first.text.strip())
    line = Line(last.text + first.text, bold, first.after)
    return Inline((*one.lines[:-1], line, *other.lines[1:]), one.boxes + other.boxes)


def _span(properties: Element | None, name: str, usual: int) -> int:
    number = whole(value(properties, name))
    return usual if number is None else max(usual, min(number, MAX_SPAN))


def _merge(properties: Element | None) -> str | None:
    """How a cell takes part in a vertical merge: "restart", "continue" or not at all."""
    if properties is None:
        return None
    merge = properties.find(f"{W}vMerge")
    if merge is not None:
        return "restart" if merge.get(f"{W}val") == "restart" else "continue"
    tracked = properties.find(f"{W}cellMerge")  # a merge made while changes were tracked
    if tracked is None:
        return None
    return "continue" if tracked.get(f"{W}vMerge") == "cont" else "restart"


def _goes_on_left(properties: Element | None) -> bool:
    """Whether a cell is swallowed by the one before it (w:hMerge, of files that once were .doc)."""
    merge = None if properties is None else properties.find(f"{W}hMerge")
    return merge is not None and merge.get(f"{W}val") != "restart"


def _barred(grid: Grid) -> str:
    rows: list[list[str]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row].append(" ".join(str(cell.text).split()))
    return "\n".join(" | ".join(row) for row in rows if any(row))
