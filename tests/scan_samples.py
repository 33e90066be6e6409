"""The sample plans as scans, and what is compared of documents read from them."""

from __future__ import annotations

import functools
import hashlib
import io
from pathlib import Path

import pypdfium2
import pytest

from data.document import Document
from data.samples import as_pdf, as_scan
from data.samples.plan_source import load
from pipeline.ingest import image, ocr, pdf_text

SOURCES = Path(__file__).parents[1] / "data" / "samples" / "sources"
PROSE, GRIDS = "tn-2026-so-khoa-hoc", "qt-2026-ke-hoach-5-nam"


@functools.cache
def sample(name: str) -> bytes:
    """A sample plan as a PDF; skips the test where it cannot be drawn."""
    try:
        return as_pdf.render(load(SOURCES / f"{name}.txt"))
    except as_pdf.FontMissing as missing:
        pytest.skip(f"the samples cannot be drawn: {missing}")


@functools.cache
def scanned(pdf: bytes, wear: str) -> bytes:
    """The scan of a PDF; drawing one takes longer than reading it with the words of its twin."""
    return as_scan.worn(pdf, as_scan.WEARS[wear])


@functools.cache
def first_page(pdf: bytes) -> bytes:
    """A PDF of its first page."""
    whole, one = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument.new()
    one.import_pages(whole, [0])
    buffer = io.BytesIO()
    one.save(buffer)
    one.close()
    whole.close()
    return buffer.getvalue()


def read(content: bytes, folder: Path, name: str = "a.pdf") -> Document:
    path = folder / name
    path.write_bytes(content)
    reader = image if path.suffix != ".pdf" else pdf_text
    return reader.read(path, hashlib.sha256(content).hexdigest())


def blocks(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def cells(document: Document) -> list[list[tuple[str, int, int, int, int]]]:
    """Of the tables that begin with their own header row."""
    return [
        [(document.text[c.start : c.end], c.row, c.column, c.row_span, c.column_span) for c in table.cells]
        for table in document.tables
    ]


def word(text: str, box: tuple[float, float, float, float] = (110, 110, 200, 140)) -> ocr.ReadWord:
    return ocr.ReadWord(text, ocr.PixelBox(*box), 0.9, text, (text,), True)


def reading(*lines: tuple[ocr.ReadWord, ...]) -> ocr.PageReading:
    return ocr.PageReading(tuple(map(ocr.ReadLine, lines)), (), ("twin",))
