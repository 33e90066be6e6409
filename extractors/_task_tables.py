"""The task tables of a document, row by row, over all the tables that go on from one another."""

from __future__ import annotations

from collections.abc import Iterator

from data.document import Block, BlockKind, Document
from extractors._task_headers import TaskHeader, find_header
from extractors._task_rows import RowDraft, TableReading
from normalizers.time_spans import is_period


def task_rows(document: Document) -> Iterator[RowDraft]:
    """Every row of every task table, in text order; rows cut by a page or table break are one."""
    for reading in _readings(document):
        yield from reading.drafts


def _readings(document: Document) -> list[TableReading]:
    """One reading for each run of tables that go on from one another."""
    found: list[TableReading] = []
    current: TableReading | None = None
    between: list[Block] = []
    for block in document.blocks:
        if block.table is None:
            between.append(block)
            continue
        grid = block.table.grid()
        header = find_header(document, grid)
        goes_on = current is not None and _goes_on(current.header, header, len(grid[0]) if grid else 0, between)
        if header is None and not goes_on:
            current, between = None, []
            continue
        if current is None or not goes_on:
            current = TableReading(document, header) if header else None
            if current is None:
                continue
            found.append(current)
            section = _annex_section(document, between)
        else:
            section = _section_between(document, between)
            if header is not None:
                current.header = header
        if section:
            current.section, current.last = section, None
        current.read(grid, header.body if header else 0)
        between = []
    return found


def _goes_on(before: TaskHeader, header: TaskHeader | None, columns: int, between: list[Block]) -> bool:
    """Whether a table is more of the one before it: the same columns, and between them nothing or the title of a section."""
    if any(not _is_title(block) for block in between) or len(between) > 2:
        return False
    if header is None:
        return columns == len(before.roles)
    return set(header.roles) - {None} >= set(before.roles) - {None, "number", "note", "funding"}


def _is_title(block: Block) -> bool:
    return block.kind in (BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM) and block.end - block.start <= 250


def _section_between(document: Document, between: list[Block]) -> str | None:
    """The section that a line between two parts of a table opens."""
    for block in reversed(between):
        title = " ".join(document.text[block.start : block.end].split())
        if block.level in (3, 4, 5) or block.kind is BlockKind.HEADING or is_period(title):
            return title
    return None


def _annex_section(document: Document, between: list[Block]) -> str | None:
    """The section title that stands between an annex's title and its first table; a plan's own heading is none."""
    if not between or between[-1].level not in (3, 4) or between[-1].kind is not BlockKind.HEADING:
        return None
    for block in reversed(between[:-1]):
        text = document.text[block.start : block.end].lower()
        if text.startswith(("phụ lục", "(kèm theo", "(ban hành kèm", "danh mục", "biểu")):
            return " ".join(document.text[between[-1].start : between[-1].end].split())
        if block.level or len(text) > 400:
            return None
    return None
