"""Reader of plain text; takes whatever no other reader knows and decodes as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from data.document import BlockKind, Document
from normalizers.mapped_text import MappedText
from pipeline.ingest import bar_rows, marks, page_words, tab_tables, two_columns
from pipeline.ingest.decode import decoded, decoded_head
from pipeline.ingest.draft import Draft, DraftCell
from pipeline.ingest.marks import Line
from pipeline.ingest.page_numbers import page_numbers
from pipeline.ingest.source_lines import SourceLine, source_lines, with_plain_breaks
from pipeline.ingest.unwrap import paragraphs
from pipeline.ingest.widths import Widths

NAME = "txt"
SUFFIXES = (".txt", ".text")
ORDER = 90

Grid = tuple[list[DraftCell], int, int]
KINDS = (
    (two_columns.block_end, two_columns.cells_of),
    (tab_tables.table_end, tab_tables.cells_of),
    (bar_rows.table_end, bar_rows.cells_of),
)


def sniff(head: bytes, path: Path) -> bool:
    """Whether the bytes are text, or the name says so (read then tells what they are)."""
    return path.suffix.lower() in SUFFIXES or decoded_head(head) is not None


def read(path: Path, file_sha256: str) -> Document:
    """The document; raises UnreadableFile if the file is no text."""
    draft = Draft(str(path), file_sha256, NAME)
    lay_out(MappedText.of(decoded(path)), draft)
    return draft.finish()


def lay_out(source: MappedText, draft: Draft) -> None:
    """Puts the paragraphs and tables of a text into the draft."""
    parts = list(_parts(with_plain_breaks(source)))
    widths = Widths.measured([line for part in parts if isinstance(part, list) for line in part])
    for part in parts:
        if isinstance(part, list):
            lay_out_lines(part, widths, draft)
        else:
            draft.table(*part)


def lay_out_lines(lines: Sequence[Line], widths: Widths, draft: Draft) -> None:
    """Puts the paragraphs that the lines make into the draft; page numbers among them are furniture."""
    numbers = page_numbers(lines)
    for index in sorted(numbers):
        draft.furniture("page-number", lines[index].text.text)
    kept = [line for index, line in enumerate(lines) if index not in numbers]
    for paragraph in paragraphs(kept, widths):
        signature = page_words.is_signature(paragraph.text.text)
        kind = BlockKind.PARAGRAPH if signature else None
        draft.paragraph(paragraph.text, kind=kind, bold=paragraph.bold or paragraph.heading)


def tables_in(lines: Sequence[SourceLine]) -> Iterator[tuple[int, int, Grid]]:
    """Start, end and cells of the tables that the lines hold."""
    index = 0
    while index < len(lines):
        for end_of, cells_of in KINDS:
            end = end_of(lines, index)
            if end > index:
                yield index, end, cells_of(lines[index:end])
                index = end
                break
        else:
            index += 1


def _parts(source: MappedText) -> Iterator[list[Line] | Grid]:
    """The lines of prose and the tables between them."""
    lines = list(source_lines(source))
    done = 0
    for start, end, grid in tables_in(lines):
        if done < start:
            yield _prose(source, lines[done:start])
        yield grid
        done = end
    if done < len(lines):
        yield _prose(source, lines[done:])


def _prose(source: MappedText, lines: Sequence[SourceLine]) -> list[Line]:
    """The lines of a text without its mark-up, which may run over several of them."""
    found = marks.lines_of(source.slice(lines[0].start, lines[-1].end), markdown=False)
    if found and lines[0].gap:
        first = found[0]
        found[0] = Line(first.text, first.bold, True, first.tied, first.heading)
    return found
