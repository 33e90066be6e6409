"""Facts of real PDFs: the words stand on the page where the boxes say, and the Word twin of a PDF gives the same facts."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from data.document import Box
from extractors import extract
from extractors.citations import Citation
from pipeline import ingest

PLANS = Path(__file__).parents[1].parent / "shared" / "plans"
WITH_TEXT = (
    "hn-2026-kh173-festival.pdf",
    "hue-2025-qd441-tthc.signed.pdf",
    "lc-2025-qd2362-tthc.pdf",
    "nb-2025-qd119-phu-luc.nfd.pdf",
    "nb-2025-qd119-tthc.nfd.pdf",
    "th-2025-qd500-tthc.pdf",
    "tv-2025-qd225-cu-tru.pdf",
)
SAME = Counter[tuple[str | None, str | None, str | None]]()
PAIRS = (
    # the line under the annex's title has blanks in the signed PDF, number and day in the Word file: each is read as it is
    ("th-2025-qd500-tthc.pdf", "th-2025-qd500-tthc.docx", Counter({("Quyết định", "500/QĐ-UBND", "2025-02-21"): 1})),
    ("hue-2025-qd441-tthc.signed.pdf", "hue-2025-qd441-tthc.doc", SAME),
)
ROOM = 2.0  # points around a box


def real(name: str) -> Path:
    path = PLANS / name
    if not path.is_file():
        pytest.skip(f"no {path}")
    return path


def letters(text: str) -> Counter[str]:
    """Letters and figures alone; PDFium gives some glyphs in other forms."""
    return Counter(unicodedata.normalize("NFC", re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))))


@contextmanager
def pages_of(path: Path) -> Iterator[list[tuple[ctypes.c_void_p, float]]]:
    """PDFium's text of each page with what annotations show, and the page's height."""
    document = pypdfium2.PdfDocument(path)
    opened: list[tuple[ctypes.c_void_p, ctypes.c_void_p]] = []
    try:
        for index in range(len(document)):
            page = pdfium.FPDF_LoadPage(document.raw, index)
            pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
            pdfium.FPDF_ClosePage(page)
            page = pdfium.FPDF_LoadPage(document.raw, index)
            opened.append((page, pdfium.FPDFText_LoadPage(page)))
        yield [(text, pdfium.FPDF_GetPageHeightF(page)) for page, text in opened]
    finally:
        for page, text in opened:
            pdfium.FPDFText_ClosePage(text)
            pdfium.FPDF_ClosePage(page)
        document.close()


def printed(page: tuple[ctypes.c_void_p, float], box: Box) -> str:
    """The page's own text in a box."""
    text, height = page
    buffer = (ctypes.c_ushort * 4096)()
    sides = box.x0 - ROOM, height - box.y0 + ROOM, box.x1 + ROOM, height - box.y1 - ROOM
    count = pdfium.FPDFText_GetBoundedText(text, *sides, buffer, 4096)
    return bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")


@pytest.mark.slow
@pytest.mark.parametrize("name", WITH_TEXT)
def test_every_fact_stands_where_its_boxes_say(name: str) -> None:
    path = real(name)
    found = extract(ingest.read(path))
    document = found.document
    spans = [(fact.raw, fact.char_start, fact.char_end) for fact in found.facts]
    spans += [(source.raw, source.char_start, source.char_end) for source in found.header.sources]
    assert len(spans) > 10
    with pages_of(path) as pages:
        for raw, start, end in spans:
            assert document.text[start:end] == raw
            boxes = document.boxes(start, end)
            assert boxes, raw
            there = letters(" ".join(printed(pages[box.page - 1], box) for box in boxes))
            assert not letters(raw) - there, (raw, boxes)
            area = sum((box.x1 - box.x0) * (box.y1 - box.y0) for box in boxes)
            assert area < 40 * 20 * len(raw)  # a box of half the page would hold all words


@pytest.mark.parametrize(("pdf", "twin", "more"), PAIRS)
def test_a_pdf_and_its_word_twin_give_the_same_facts(
    pdf: str, twin: str, more: Counter[tuple[str | None, str | None, str | None]]
) -> None:
    paths = real(pdf), real(twin)
    if ".doc" not in ingest.suffixes() and twin.endswith(".doc"):
        pytest.skip("no reader of .doc")
    one, other = (extract(ingest.read(path)) for path in paths)
    fields = ("doc_type", "canonical", "issued_on", "province", "issuer", "signer")
    assert [getattr(one.header, name) for name in fields] == [getattr(other.header, name) for name in fields]
    facts = [
        Counter((fact.doc_type, fact.canonical, fact.issued_on_text) for fact in found.facts if isinstance(fact, Citation))
        for found in (one, other)
    ]
    assert facts[0] + more == facts[1]
    tables = [[(table.rows, table.columns) for table in found.document.tables if table.rows > 2] for found in (one, other)]
    assert tables[0] == tables[1]
