"""Reader of Markdown, and of web pages that were flattened to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from data.document import Document
from normalizers.mapped_text import MappedText
from pipeline.ingest import marks, pipe_tables, site
from pipeline.ingest.bar_tables import BarTable, Place, continued, tables_and_texts
from pipeline.ingest.columns import Spot, placed, spots_of
from pipeline.ingest.decode import decoded, decoded_head
from pipeline.ingest.draft import Draft
from pipeline.ingest.marks import Line
from pipeline.ingest.source_lines import source_lines, with_plain_breaks
from pipeline.ingest.text import Grid, lay_out_lines, tables_in
from pipeline.ingest.unwrap import joined
from pipeline.ingest.widths import Widths

NAME = "md"
SUFFIXES = (".md", ".markdown")
ORDER = 80

BAR = re.compile(r"^[ \t]*\|[ \t]*$", re.MULTILINE)
HEADING = re.compile(r"^\#{1,6} \S", re.MULTILINE)
BOLD = re.compile(r"\*\*[^\s*][^*\n]{0,200}\*\*")
HEADINGS_NEEDED = 2
BOLD_NEEDED = 8  # plain text made by a machine has some too

Part = Place | BarTable | Grid


def sniff(head: bytes, path: Path) -> bool:
    """Whether this is text with the marks of Markdown, or is called so; a little bold in a .txt file is not enough."""
    text = decoded_head(head)
    if text is None:
        return False
    if path.suffix.lower() in SUFFIXES:
        return True
    if BAR.search(text) or any(pipe_tables.is_rule(line.strip()) for line in text.splitlines()):
        return True
    if len(HEADING.findall(text)) >= HEADINGS_NEEDED:
        return True
    return len(BOLD.findall(text)) >= BOLD_NEEDED and path.suffix.lower() != ".txt"


def read(path: Path, file_sha256: str) -> Document:
    """The document; the site around it is kept as furniture."""
    page = decoded(path)
    draft = Draft(str(path), file_sha256, NAME)
    body = site.document_in(page)
    draft.furniture("site", page[: body.start])
    lay_out(MappedText.of(page, body.start, body.end), draft)
    draft.furniture("site", page[body.end :])
    return draft.finish()


def lay_out(source: MappedText, draft: Draft) -> None:
    """Puts the paragraphs and tables of a Markdown text into the draft."""
    parts = list(_parts(with_plain_breaks(source)))
    widths = Widths.measured([line for part in parts if isinstance(part, Place) for line in part.lines])
    for part in parts:
        if isinstance(part, Place):
            lay_out_lines(part.lines, widths, draft)
        elif isinstance(part, BarTable):
            _lay_out_bars(part, widths.wrapped, draft)
        else:
            draft.table(*part)


def _lay_out_bars(table: BarTable, wrapped: bool, draft: Draft) -> None:
    """Puts a flattened table into the draft; one without any words leaves nothing."""
    if not any(place.lines for row in table.rows for place in row):
        return
    spots = spots_of([[place.text for place in row] for row in table.rows], table.columns)
    widths = _widths_of_columns(table, spots, wrapped)
    rows = [
        [joined(place.lines, widths[column]) for place, (column, _) in zip(row, places, strict=True)]
        for row, places in zip(table.rows, spots, strict=True)
    ]
    draft.table(placed(rows, spots, table.columns), len(rows), table.columns)


def _widths_of_columns(table: BarTable, spots: Sequence[Sequence[Spot]], wrapped: bool) -> list[Widths]:
    """How wide each column was, by its cells below the header."""
    cells: list[list[tuple[Line, ...]]] = [[] for _ in range(table.columns)]
    for row, places in zip(table.rows[1:], spots[1:], strict=True):
        for place, (column, span) in zip(row, places, strict=True):
            if span == 1:
                cells[column].append(place.lines)
    return [Widths.of_cells(column, wrapped) for column in cells]


def _parts(source: MappedText) -> Iterator[Part]:
    """Texts and tables of every make, in order."""
    done = 0
    for start, end in pipe_tables.spans(source.text):
        yield from _parts_without_pipes(source.slice(done, start))
        yield pipe_tables.cells_of(source.slice(start, end))
        done = end
    yield from _parts_without_pipes(source.slice(done, len(source.text)))


def _parts_without_pipes(source: MappedText) -> Iterator[Part]:
    if BAR.search(source.text):
        yield from _bar_parts(source)
        return
    lines = list(source_lines(source))
    done = 0
    for start, end, grid in tables_in(lines):
        yield _place(source.slice(done, lines[start].start))
        yield grid
        done = lines[end - 1].end
    yield _place(source.slice(done, len(source.text)))


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
    return Place(lines, lead.count("\n") > 1, tail.count("\n") > 1, blank=not lines and bool(text.strip()))
