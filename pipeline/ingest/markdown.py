"""Reader of Markdown, and of web pages that were flattened to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from data.document import Document
from normalizers.mapped_text import MappedText
from pipeline.ingest import marks, site
from pipeline.ingest.bar_tables import BarTable, Place, continued, tables_and_texts
from pipeline.ingest.columns import CellText, placed
from pipeline.ingest.decode import decoded, decoded_head
from pipeline.ingest.draft import Draft, DraftCell
from pipeline.ingest.marks import Line
from pipeline.ingest.unwrap import Widths, joined, paragraphs

NAME = "md"
SUFFIXES = (".md", ".markdown")
ORDER = 80

BAR = re.compile(r"^[ \t]*\|[ \t]*$", re.MULTILINE)
PIPE_ROW = re.compile(r"[ \t]*\|.*[^\s|].*\|[ \t]*")
PIPE_RULE = re.compile(r"[ \t]*\|?(?:[ \t]*:?-{1,}:?[ \t]*\|)+(?:[ \t]*:?-{1,}:?)?[ \t]*")
SIGNS = re.compile(r"^[ \t]*\|[ \t]*$|^\|.*\|[ \t]*$|^#{1,6} |\*\*[^*\n]+\*\*", re.MULTILINE)
SIGNS_NEEDED = 3
MANY_BARS = 4


def sniff(head: bytes, path: Path) -> bool:
    """Whether this is text with the marks of Markdown, or is called so."""
    text = decoded_head(head)
    if text is None:
        return False
    if path.suffix.lower() in SUFFIXES:
        return True
    return bool(BAR.search(text)) or any(PIPE_RULE.fullmatch(line) and line.count("|") > 1 for line in text.splitlines())


def read(path: Path, file_sha256: str) -> Document:
    """The document; the site around it is kept as furniture."""
    source = decoded(path)
    draft = Draft(str(path), file_sha256, NAME)
    body = site.document_in(source)
    if body.before.strip():
        draft.furniture("site", body.before)
    lay_out(MappedText.of(source, body.start, body.end), draft)
    if body.after.strip():
        draft.furniture("site", body.after)
    return draft.finish()


def lay_out(source: MappedText, draft: Draft) -> None:
    """Puts the paragraphs and tables of a Markdown text into the draft."""
    parts = list(_parts(source))
    widths = Widths.measured([line for part in parts if isinstance(part, Place) for line in part.lines])
    for part in parts:
        if isinstance(part, Place):
            for paragraph in paragraphs(part.lines, widths):
                draft.paragraph(paragraph.text, bold=paragraph.bold or paragraph.heading)
        elif isinstance(part, BarTable):
            _lay_out_bars(part, widths.wrapped, draft)
        else:
            draft.table(part, 1 + max(cell.row for cell in part), 1 + max(cell.column for cell in part))


def _lay_out_bars(table: BarTable, wrapped: bool, draft: Draft) -> None:
    full = [row for row in table.rows[1:] if len(row) == table.columns]
    widths = [Widths.of_cells([row[column].lines for row in full], wrapped) for column in range(table.columns)]
    rows = [
        [
            CellText(
                joined(place.lines, widths[column] if len(row) == table.columns else Widths(wrapped=wrapped)),
                all(line.bold for line in place.lines),
            )
            for column, place in enumerate(row)
        ]
        for row in table.rows
    ]
    columns = max(table.columns, *(len(row) for row in rows))
    draft.table(placed(rows, columns), len(rows), columns)


def _parts(source: MappedText) -> Iterator[Place | BarTable | list[DraftCell]]:
    """Texts, flattened tables and pipe tables, in order."""
    start = 0
    for first, last in _pipe_tables(source.text):
        yield from _bar_parts(source.slice(start, first))
        yield _pipe_cells(source.slice(first, last))
        start = last
    yield from _bar_parts(source.slice(start, len(source.text)))


def _bar_parts(source: MappedText) -> Iterator[Place | BarTable]:
    places: list[Place] = []
    start = 0
    for match in BAR.finditer(source.text):
        places.append(_place(source.slice(start, match.start())))
        start = match.end()
    places.append(_place(source.slice(start, len(source.text))))
    yield from continued(tables_and_texts(places))


def _place(source: MappedText) -> Place:
    text = source.text
    lead = text[: len(text) - len(text.lstrip())]
    tail = text[len(text.rstrip()) :]
    lines = tuple(marks.lines_of(source, markdown=True))
    return Place(lines, lead.count("\n") > 1, tail.count("\n") > 1, not lines and bool(text.strip()))


def _pipe_tables(text: str) -> Iterator[tuple[int, int]]:
    """Where runs of "| a | b |" lines start and end."""
    at = 0
    start: int | None = None
    rows = 0
    for line in text.splitlines(keepends=True):
        is_row = bool(PIPE_ROW.fullmatch(line.rstrip("\r\n"))) or (start is not None and bool(PIPE_RULE.fullmatch(line.strip())))
        if is_row and start is None:
            start, rows = at, 0
        if not is_row and start is not None:
            if rows > 1:
                yield start, at
            start = None
        rows += is_row
        at += len(line)
    if start is not None and rows > 1:
        yield start, at


def _pipe_cells(source: MappedText) -> list[DraftCell]:
    cells: list[DraftCell] = []
    at = 0
    row = 0
    for line in source.text.splitlines(keepends=True):
        stripped = line.rstrip("\r\n")
        if not PIPE_RULE.fullmatch(stripped.strip()):
            for column, cell in enumerate(_split_pipes(source.slice(at, at + len(stripped)))):
                cells.append(DraftCell(joined(marks.lines_of(cell, markdown=True), Widths()), row, column))
            row += 1
        at += len(line)
    return cells


PIPE = re.compile(r"(?<!\\)\|")


def _split_pipes(line: MappedText) -> list[MappedText]:
    bounds = [match.start() for match in PIPE.finditer(line.text)]
    return [line.slice(left + 1, right).strip() for left, right in zip(bounds, bounds[1:], strict=False)]
