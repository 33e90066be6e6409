"""Reader of plain text; takes whatever no other reader knows and decodes as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from data.document import BlockKind, Document
from normalizers.mapped_text import MappedText
from pipeline.ingest import marks, page_words
from pipeline.ingest.decode import decoded, decoded_head
from pipeline.ingest.draft import Draft
from pipeline.ingest.marks import Line
from pipeline.ingest.page_numbers import page_numbers
from pipeline.ingest.tab_tables import TabLine, cells_of, runs
from pipeline.ingest.unwrap import paragraphs
from pipeline.ingest.widths import Widths

NAME = "txt"
SUFFIXES = (".txt", ".text")
ORDER = 90

LINE_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # what other systems end a line or page with
SPLIT_HYPHEN = re.compile("[\u00ad\u2010\u2011](?=[ \t]*\n)")  # at a line end: Vietnamese is never hyphenated, it is real


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
    source = with_plain_breaks(source)
    lines = list(_tab_lines(source))
    parts = list(runs(lines))
    prose = {start: _prose(source, lines[start:end]) for start, end, is_table in parts if not is_table}
    widths = Widths.measured([line for run in prose.values() for line in run])
    for start, end, is_table in parts:
        if is_table:
            draft.table(*cells_of(lines[start:end]))
        else:
            lay_out_lines(prose[start], widths, draft)


def with_plain_breaks(source: MappedText) -> MappedText:
    """The text with line feeds at all line ends and plain hyphens before them."""
    return source.sub(LINE_BREAKS, "\n").sub(SPLIT_HYPHEN, "-")


def lay_out_lines(lines: Sequence[Line], widths: Widths, draft: Draft) -> None:
    """Puts the paragraphs that the lines make into the draft; page numbers among them are furniture."""
    numbers = page_numbers(lines)
    for index in numbers:
        draft.furniture("page-number", lines[index].text.text)
    kept = [line for index, line in enumerate(lines) if index not in numbers]
    for paragraph in paragraphs(kept, widths):
        signature = page_words.is_signature(paragraph.text.text)
        draft.paragraph(
            paragraph.text,
            kind=BlockKind.PARAGRAPH if signature else None,
            bold=paragraph.bold or paragraph.heading,
        )


def _prose(source: MappedText, lines: Sequence[TabLine]) -> list[Line]:
    """The lines of a text without its mark-up, which may run over several of them."""
    found = marks.lines_of(source.slice(lines[0].start, lines[-1].start + len(lines[-1].text.text)), markdown=False)
    if found and lines[0].gap:
        first = found[0]
        found[0] = Line(first.text, first.bold, True, first.tied, first.heading)
    return found


def _tab_lines(source: MappedText) -> Iterator[TabLine]:
    """The lines that hold anything."""
    gap = False
    start = 0
    for raw in source.text.split("\n"):
        end = start + len(raw)
        if raw.strip():
            yield TabLine(source.slice(start, end), start, gap)
            gap = False
        else:
            gap = True
        start = end + 1
