"""What the tests of readers ask of every document."""

from __future__ import annotations

import unicodedata
from collections import Counter

from data.document import Document, Table
from normalizers.mapped_text import MappedText
from normalizers.repair import repaired
from pipeline.ingest import markdown
from pipeline.ingest.draft import Draft


def laid_out_markdown(text: str) -> Document:
    draft = Draft("a.md", "0" * 64, "md")
    markdown.lay_out(MappedText.of(text), draft)
    return draft.finish()


def markdown_paragraphs(text: str) -> list[str]:
    document = laid_out_markdown(text)
    return [document.text[block.start : block.end] for block in document.blocks]


def markdown_grid(text: str) -> list[list[str | None]]:
    document = laid_out_markdown(text)
    assert len(document.tables) == 1, document.text
    return grid(document, document.tables[0])


def flat(rows: list[list[str]]) -> str:
    """A table as a scraper flattens it: a cell a line between lines of a lone bar."""
    return "".join("|\n" + "".join(f"{cell}\n|\n" if cell else "|\n" for cell in row) for row in rows)


def grid(document: Document, table: Table) -> list[list[str | None]]:
    """Row by row the text of the cell that covers each slot."""
    return [[None if cell is None else document.text[cell.start : cell.end] for cell in row] for row in table.grid()]


def letters(text: str) -> Counter[str]:
    return Counter(character for character in text if character.isalnum())


def check_form(document: Document, source: str) -> None:
    """What holds for every document: order, spans, form of the text, the way back to the source."""
    text = document.text
    assert unicodedata.is_normalized("NFC", text)
    assert not [mark for mark in ("**", "<p>", "\u00ad", "\r") if mark in text]
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(text)
        end = block.end
        if block.table is None:
            assert not {"\n", "\t"} & set(text[block.start : block.end])
            assert repaired(text[block.start : block.end]) == text[block.start : block.end]
    for table in document.tables:
        spans = [(cell.start, cell.end) for cell in table.cells]
        assert spans == sorted(spans)
        for cell in table.cells:
            assert repaired(text[cell.start : cell.end]) == text[cell.start : cell.end]
            assert 0 <= cell.row < cell.row + cell.row_span <= table.rows
            assert 0 <= cell.column < cell.column + cell.column_span <= table.columns
        covered = sum(cell.row_span * cell.column_span for cell in table.cells)
        assert covered == sum(slot is not None for row in table.grid() for slot in row)  # no slot twice
    for start, origin, length in document.source_map.runs:
        assert repaired(source[origin : origin + length]).split() == text[start : start + length].split()
