"""Walks a story of a Word file (body, cell, text box, footnote, running head) and gives its paragraphs and tables in order.

Sees through everything that only wraps: content controls, tracked insertions, custom XML, drawing alternatives.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple, TypeAlias

from lxml.etree import _Element as Element

from data.document import BlockKind
from pipeline.ingest.docx_layout import cell_text
from pipeline.ingest.docx_lines import Inline, Line, LineReader, Unread
from pipeline.ingest.docx_numbers import Numbers
from pipeline.ingest.docx_parts import MC, Package, W
from pipeline.ingest.docx_styles import NOTHING_SAID, VAL, Said, Styles, properties_of, said_of, value, whole
from pipeline.ingest.draft import DraftCell

MAX_NESTING = 20  # tables in cells in tables, boxes in boxes
MAX_SPAN = 63  # Word's own limit of columns
PARAGRAPH, TABLE, ROW, CELL = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
ROW_SAYS, CELL_SAYS = f"{W}trPr", f"{W}tcPr"
CHUNKS = frozenset({f"{W}altChunk", f"{W}subDoc"})
PARTS = frozenset({PARAGRAPH, TABLE}) | CHUNKS
GRID_SPAN, MERGE, TRACKED_MERGE, LEFT_MERGE = (f"{W}{name}" for name in ("gridSpan", "vMerge", "cellMerge", "hMerge"))
SPANS = frozenset({GRID_SPAN, MERGE, TRACKED_MERGE, LEFT_MERGE})
ROWS, CELLS = frozenset({ROW}), frozenset({CELL})
WRAPPERS = frozenset(
    {f"{W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
    | {f"{MC}{name}" for name in ("AlternateContent", "Choice", "Fallback")}
)


class Paragraph(NamedTuple):
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
        waiting: Inline | None = None  # a paragraph whose end is deleted or hidden goes on in the next
        for element in inside(holder, PARTS):
            tag = element.tag
            if tag == PARAGRAPH:
                said = said_of(element)
                inline = self.reader.read(element, said.style or self.styles.usual_paragraph)
                if waiting is not None:
                    inline = _joined(waiting, inline)
                if said.runs_on:
                    waiting = inline
                    continue
                waiting = None
                yield self._numbered(inline, said)
                if inline.boxes:
                    yield from self._boxed(inline, depth)
                continue
            if waiting is not None:
                yield self._numbered(waiting, NOTHING_SAID)
                yield from self._boxed(waiting, depth)
                waiting = None
            if tag == TABLE:
                yield from self._table(element, depth)
            else:
                self.reader.unread[Unread.CHUNK] += 1
        if waiting is not None and (waiting.boxes or any(line.text for line in waiting.lines)):
            yield self._numbered(waiting, NOTHING_SAID)
            yield from self._boxed(waiting, depth)

    def text(self, holder: Element, depth: int = 0) -> str:
        """All text in an element, one line a paragraph or row; cells of tables in it divided by bars."""
        parts = [
            cell_text(item.lines) if isinstance(item, Paragraph) else _barred(item) for item in self.items(holder, depth)
        ]
        return parts[0] if len(parts) == 1 else "\n".join(filter(None, parts))

    def _numbered(self, inline: Inline, said: Said) -> Paragraph:
        label = self.numbers.label(said)
        lines = inline.lines
        if label:
            first = lines[0]
            lines = (Line(label + first.text.lstrip(), first.bold, first.after), *lines[1:])
        style = self.styles.style(said.style or self.styles.usual_paragraph)
        return Paragraph(lines, BlockKind.PARAGRAPH if style.contents else BlockKind.HEADING if style.heading else None)

    def _boxed(self, inline: Inline, depth: int) -> Iterator[Item]:
        for box in inline.boxes:
            yield from replace(self, reader=self.reader.aside()).items(box, depth + 1)

    def _table(self, table: Element, depth: int) -> Iterator[Item]:
        rows = [_Row(_before(row), cells) for row in inside(table, ROWS) if (cells := list(inside(row, CELLS)))]
        if len(rows) == 1 and len(rows[0].cells) == 1:  # a frame around text has nothing of a table
            yield from self.items(rows[0].cells[0], depth + 1)
            return
        grid = self._grid(rows, depth)
        if any(cell.text for cell in grid.cells):
            yield grid

    def _grid(self, rows: list[_Row], depth: int) -> Grid:
        cells: list[DraftCell] = []
        columns = 0
        above: dict[int, int] = {}  # by column, the place in cells of a cell that may go on below
        for number, row in enumerate(rows):
            column = row.before
            going_on: dict[int, int] = {}
            for cell in row.cells:
                said = _cell_says(cell)
                upper = above.get(column) if said.merge == "continue" else None
                if upper is not None and cells[upper].column_span == said.width:
                    cells[upper] = cells[upper]._replace(row_span=number - cells[upper].row + 1)
                    going_on[column] = upper
                elif said.on_left and cells and cells[-1].row == number:
                    cells[-1] = cells[-1]._replace(column_span=cells[-1].column_span + said.width)
                else:
                    if said.merge is not None:
                        going_on[column] = len(cells)
                    cells.append(DraftCell(self.text(cell, depth + 1), number, column, 1, said.width))
                column += said.width
            columns = max(columns, column)
            above = going_on
        return Grid(tuple(cells), len(rows), columns)


def inside(holder: Element, wanted: frozenset[str]) -> Iterator[Element]:
    """The wanted elements in an element, seen through wrappers of any depth but not into each other."""
    for element in holder:
        tag = element.tag
        if tag in wanted:
            yield element
        elif tag in WRAPPERS:
            yield from inside(element, wanted)


def _joined(one: Inline, other: Inline) -> Inline:
    if not one.lines:
        return Inline(other.lines, one.boxes + other.boxes)
    last, first = one.lines[-1], other.lines[0]
    bold = (last.bold or not last.text.strip()) and (first.bold or not first.text.strip())
    line = Line(last.text + first.text, bold, first.after)
    return Inline((*one.lines[:-1], line, *other.lines[1:]), one.boxes + other.boxes)


class _Row(NamedTuple):
    """A row's cells, and how many columns it leaves free before them."""

    before: int
    cells: list[Element]


class _CellSays(NamedTuple):
    """What the properties of a cell say: columns that it covers, its part in a vertical merge, whether it goes on left."""

    width: int = 1
    merge: Literal["restart", "continue"] | None = None
    on_left: bool = False  # it is swallowed by the one before it (w:hMerge, of files that once were .doc)


USUAL_CELL = _CellSays()


def _cell_says(cell: Element) -> _CellSays:
    properties = properties_of(cell, CELL_SAYS)
    if properties is None:
        return USUAL_CELL
    said = {tag: child for child in properties if (tag := child.tag) in SPANS}
    if not said:
        return USUAL_CELL
    span, merge, tracked, left = (said.get(name) for name in (GRID_SPAN, MERGE, TRACKED_MERGE, LEFT_MERGE))
    width = 1 if span is None else max(1, min(whole(span.get(VAL)) or 1, MAX_SPAN))
    part: Literal["restart", "continue"] | None = None
    if merge is not None:
        part = "restart" if merge.get(VAL) == "restart" else "continue"
    elif tracked is not None:  # made while changes were tracked
        part = "continue" if tracked.get(f"{W}vMerge") == "cont" else "restart"
    return _CellSays(width, part, left is not None and left.get(VAL) != "restart")


def _before(row: Element) -> int:
    number = whole(value(properties_of(row, ROW_SAYS), "gridBefore"))
    return min(number or 0, MAX_SPAN)


def _barred(grid: Grid) -> str:
    rows: list[list[str]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        rows[cell.row].append(" ".join(str(cell.text).split()))
    return "\n".join(" | ".join(row) for row in rows if any(row))
