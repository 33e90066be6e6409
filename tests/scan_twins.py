"""A reader of pictures that makes no mistakes: it looks the words up in the digital PDF that the picture was made of.

With it the tests of what surrounds the reader (pictures, ruled tables, lines, boxes) have one right answer: the document
that the digital PDF gives. Words are given as a real reader gives them: with the box of their ink.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pypdfium2
import pytest

from pipeline.ingest import ocr, scan_page
from pipeline.ingest.ocr.page_image import PageImage
from pipeline.ingest.pdf_page import PdfPage, read_page

WIDE_GAP = 0.35  # inches; real readers cut a line there


@dataclass
class Twin:
    """The words of the digital pages, given out for the pictures in the order in which they are prepared."""

    pages: list[PdfPage]
    confidence: float = 0.97
    at: int = -1

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        prepare = scan_page.prepare

        def prepared(image, dpi, **kinds):
            self.at += 1
            return prepare(image, dpi, **kinds)

        monkeypatch.setattr(scan_page, "prepare", prepared)
        monkeypatch.setattr(scan_page, "read_page", lambda page, mode: self._reading(page, None))
        monkeypatch.setattr(
            scan_page, "read_cells", lambda page, cells, mode: tuple(self._reading(page, cell) for cell in cells)
        )

    def _reading(self, page: PageImage, cell: ocr.PixelBox | None) -> ocr.PageReading:
        words = []
        for word in self.pages[self.at].words:
            scale = page.dpi / 72
            x0, x1 = word.x0 * scale, word.x1 * scale
            y0, y1 = (word.base - 1.15 * word.height) * scale, (word.base + 0.3 * word.height) * scale
            middle = ((x0 + x1) / 2, (word.base - 0.3 * word.height) * scale)
            if cell is not None and not (cell.x0 <= middle[0] <= cell.x1 and cell.y0 <= middle[1] <= cell.y1):
                continue
            box = _inked(page.gray, x0, y0, x1, y1)
            if box is not None:
                words.append((word.base, ocr.ReadWord(word.text, box, self.confidence, word.text, (word.text,), True)))
        return ocr.PageReading(tuple(_lines(words, page.dpi)), (), ("twin",))


def twin_of(pdf: bytes) -> Twin:
    document = pypdfium2.PdfDocument(pdf)
    try:
        pages = [read_page(document.raw, index) for index in range(len(document))]
    finally:
        document.close()
    return Twin([page for page in pages if page is not None])


def _inked(gray: np.ndarray, x0: float, y0: float, x1: float, y1: float) -> ocr.PixelBox | None:
    left, top = int(x0), max(int(y0), 0)
    cut = gray[top : int(y1) + 1, left : int(x1) + 1] < 140
    rows, columns = np.flatnonzero(cut.any(axis=1)), np.flatnonzero(cut.any(axis=0))
    if not len(rows):
        return None  # painted over: it is read elsewhere
    # neighbouring lines may reach into the cut: keep the run of rows around the middle
    middle = len(cut) * 0.6
    runs = np.split(rows, np.flatnonzero(np.diff(rows) > 2) + 1)
    run = min(runs, key=lambda run: abs(run.mean() - middle) - len(run))
    return ocr.PixelBox(
        left + float(columns[0]), top + float(run[0]), left + float(columns[-1] + 1), top + float(run[-1] + 1)
    )


def _lines(words: Sequence[tuple[float, ocr.ReadWord]], dpi: float) -> list[ocr.ReadLine]:
    lines: list[list[ocr.ReadWord]] = []
    before: tuple[float, ocr.ReadWord] | None = None
    for base, word in sorted(words, key=lambda item: (round(item[0]), item[1].box.x0)):
        goes_on = before is not None and abs(before[0] - base) < 1 and -2 <= word.box.x0 - before[1].box.x1 < WIDE_GAP * dpi
        if goes_on:
            lines[-1].append(word)
        else:
            lines.append([word])
        before = base, word
    return [ocr.ReadLine(tuple(line)) for line in lines]
