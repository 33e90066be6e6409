"""Reader of plain text; takes whatever no other reader knows and decodes as text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from data.document import Document
from normalizers.mapped_text import MappedText
from pipeline.ingest import marks
from pipeline.ingest.decode import decoded, decoded_head
from pipeline.ingest.draft import Draft
from pipeline.ingest.tab_tables import TabLine, cells_of, runs
from pipeline.ingest.unwrap import Widths, paragraphs

NAME = "txt"
SUFFIXES = (".txt", ".text")
ORDER = 90


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
    lines = list(_lines(source))
    parts = list(runs(lines))
    prose = {start: list(_prose(source, lines[start:end])) for start, end, is_table in parts if not is_table}
    widths = Widths.measured([line for run in prose.values() for line in run])
    for start, end, is_table in parts:
        if is_table:
            draft.table(*cells_of(lines[start:end]))
            continue
        for paragraph in paragraphs(prose[start], widths):
            draft.paragraph(paragraph.text, bold=paragraph.bold)


def _prose(source: MappedText, lines: list[TabLine]) -> Iterator[marks.Line]:
    """The lines of a text without its mark-up, which may run over several of them."""
    first = lines[0].text.origins
    last = lines[-1].text.origins
    start, end = first[0] - source.origins[0], last[-1] + 1 - source.origins[0]
    found = marks.lines_of(source.slice(start, end), markdown=False)
    for index, line in enumerate(found):
        gap = lines[0].gap if index == 0 else line.gap
        yield marks.Line(line.text, line.bold, gap, line.tied, line.heading)


def _lines(source: MappedText) -> Iterator[TabLine]:
    """The lines that hold anything."""
    gap = False
    at = 0
    for line in source.text.splitlines(keepends=True):
        start, at = at, at + len(line)
        if not line.strip():
            gap = True
            continue
        yield TabLine(source.slice(start, start + len(line.rstrip("\r\n\f\v"))), gap)
        gap = False
