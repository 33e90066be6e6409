"""Documents as read, rendered anew: to Word by python-docx, and from there to other formats by LibreOffice."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from docx.table import Table as WordTable

from data.document import BlockKind, Document, Table
from pipeline.ingest import libre_office

FONT = "Liberation Serif"  # of the widths of Times New Roman, and free
TEXT_SIZE, TABLE_SIZE = 14, 11
LONG = 90  # characters: a paragraph of body text
FILTERS = {"pdf": "pdf", "doc": "doc:MS Word 97"}


def as_word(document: Document, path: Path) -> None:
    """Writes a Word file with the blocks of a document, a page of A4 with the margins of administrative documents."""
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin, section.bottom_margin = Mm(30), Mm(15), Mm(20), Mm(20)
    made.styles["Normal"].font.name, made.styles["Normal"].font.size = FONT, Pt(TEXT_SIZE)
    for block in document.blocks:
        text = document.text[block.start : block.end]
        if block.table is not None:
            drawn = made.add_table(block.table.rows, block.table.columns)
            if block.table.rows > 1:  # one row: a letterhead or signature block, which has no borders
                drawn.style = "Table Grid"
            _fill(drawn, block.table, document.text)
            made.add_paragraph()
            continue
        paragraph = made.add_paragraph()
        paragraph.add_run(text).bold = block.kind is BlockKind.HEADING
        if len(text) > LONG:
            paragraph.paragraph_format.first_line_indent = Mm(10)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    made.save(str(path))


def _fill(drawn: WordTable, table: Table, text: str) -> None:
    for cell in table.cells:
        place = drawn.cell(cell.row, cell.column)
        last = drawn.cell(
            min(cell.row + cell.row_span, table.rows) - 1, min(cell.column + cell.column_span, table.columns) - 1
        )
        whole = place if cell.row_span == cell.column_span == 1 else place.merge(last)
        for number, line in enumerate(text[cell.start : cell.end].split("\n")):
            paragraph = whole.add_paragraph() if number else whole.paragraphs[0]
            paragraph.add_run(line).font.size = Pt(TABLE_SIZE)


def converted(files: Iterable[Path], form: str, folder: Path, profile: Path) -> list[Path]:
    """The files in another format ("pdf", "doc"), written into a folder by LibreOffice with a profile of its own."""
    program = libre_office.program()
    assert program is not None
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", FILTERS[form]]
    subprocess.run([*command, "--outdir", str(folder), *map(str, files)], check=True, capture_output=True, timeout=300)
    return sorted(folder.glob(f"*.{form}"))
