"""Facts of real scans stand on the page where their boxes say: their words come out when the boxes are read anew."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from scan_boxes import reread, spans_of

from data.document import Document
from pipeline import ingest
from pipeline.ingest.ocr import Mode
from pipeline.ingest.scan_settings import ScanSettings, scanning

pytestmark = pytest.mark.scans

# Letters of a fact that may differ, and the share of facts that must be found so: the second reading has fewer readers and
# sees less than the first. Over the whole folder (scripts/scan_boxes.py) it is 0.95 and 0.99 of 498 facts. These only rise.
FLOORS = ((0.1, 0.9), (0.2, 0.97))
ANOTHER_LINE = 40.0  # points: two lines further down
SCANS = ("*.scan.pdf", "*.badocr.pdf", "*.image.pdf")
EVERY, FIRST = 9, 4  # pages of the folder that are looked at


def one_page(scan: Path, number: int, folder: Path) -> Path:
    """A PDF of one page of a scan, its picture unchanged."""
    whole, one = pypdfium2.PdfDocument(scan), pypdfium2.PdfDocument.new()
    one.import_pages(whole, [number - 1])
    path = folder / f"{number}-{scan.name}"
    one.save(path)
    one.close()
    whole.close()
    return path


def sampled(folder: Path) -> list[tuple[Path, int]]:
    """Every ninth page of the scans, file by file."""
    files = sorted({path for pattern in SCANS for path in folder.glob(pattern)})
    pages = []
    for path in files:
        document = pypdfium2.PdfDocument(path)
        pages += [(path, number) for number in range(1, len(document) + 1)]
        document.close()
    return pages[FIRST::EVERY]


def read(path: Path, mode: Mode) -> Document:
    with scanning(ScanSettings(mode)):
        document = ingest.read(path)
    for start, end in spans_of(document):
        boxes = document.boxes(start, end)
        assert boxes, document.text[start:end]
        # a box of half the page would hold all words
        assert sum((box.x1 - box.x0) * (box.y1 - box.y0) for box in boxes) < 40 * 20 * (end - start)
    return document


def wrongs(path: Path, document: Document, down: float = 0.0) -> list[float]:
    return [found.wrong for found in reread(path, document, spans_of(document), down)]


def share(found: list[float], most: float) -> float:
    return sum(wrong <= most for wrong in found) / len(found)


def test_the_words_of_a_page_come_out_of_their_boxes(shared, tmp_path):
    path = one_page(shared / "plans" / "hn-2026-kh173_p1.image.pdf", 1, tmp_path)
    document = read(path, "fast")
    found = wrongs(path, document)
    assert len(found) > 15
    for most, floor in FLOORS:
        assert share(found, most) >= floor
    assert share(wrongs(path, document, ANOTHER_LINE), FLOORS[-1][0]) < 0.3, "words must not come out of other places"


@pytest.mark.slow
def test_the_words_of_pages_all_over_the_folder_come_out_of_their_boxes(shared, tmp_path):
    found: list[float] = []
    pages = sampled(shared / "plans")
    for path, number in pages:
        page = one_page(path, number, tmp_path)
        found += wrongs(page, read(page, "accurate"))
    assert len(found) > 10 * len(pages)
    for most, floor in FLOORS:
        assert share(found, most) >= floor
