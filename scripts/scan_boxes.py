"""Whether the facts of scans stand where their boxes say: what is in the boxes is read anew from the page.

    python scripts/scan_boxes.py a.scan.pdf page_1.png --mode accurate --kept FOLDER

The boxes of each fact are cut out of the picture of its page and read by the fast reader; its words must come out.
Readers differ on marks, so it is counted how many facts are found with at most a tenth and a fifth of their letters wrong.
"""

from __future__ import annotations

import argparse
import functools
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import numpy as np
from ocr_score import best_match, flat
from PIL import Image
from rapidfuzz.distance import Levenshtein

from data.document import Box, Document
from extractors import extract
from pipeline import ingest
from pipeline.ingest.ocr import Mode
from pipeline.ingest.ocr.coloured_ink import lightest_channel, without_coloured_ink
from pipeline.ingest.ocr.page_image import whitened
from pipeline.ingest.ocr.readers import Reader, readers
from pipeline.ingest.scan_pictures import PdfPictures
from pipeline.ingest.scan_settings import ScanSettings, scanning

ROOM = 1.5  # points around a box
FRAME = 12  # pixels of white around what is read
LARGE = 150.0  # dots an inch; what has less is enlarged
LONGEST = 600  # letters of a fact that are compared


@dataclass(frozen=True, slots=True)
class Reread:
    """The words of a fact, its page, what was read in its boxes, and the share of its letters that differ."""

    raw: str
    page: int
    found: str
    wrong: float


class Pages:
    """The pages of a scan in gray, coloured ink taken out."""

    def __init__(self, path: Path, document: Document) -> None:
        self._path = path
        self._widths = {page.number: page.width for page in document.pages}
        self._gray = functools.lru_cache(maxsize=2)(self._opened)

    def cut(self, box: Box, down: float = 0.0) -> tuple[np.ndarray, float]:
        """What stands in a box, in white, and its dots per inch; down: so many points below it."""
        gray = self._gray(box.page)
        scale = gray.shape[1] / self._widths[box.page]
        rows = slice(max(int((box.y0 + down - ROOM) * scale), 0), max(int((box.y1 + down + ROOM) * scale) + 1, 0))
        part = gray[rows, max(int((box.x0 - ROOM) * scale), 0) : int((box.x1 + ROOM) * scale) + 1]
        return np.pad(part, FRAME, constant_values=255), 72 * scale

    def _opened(self, number: int) -> np.ndarray:
        if self._path.suffix.lower() == ".pdf":
            pictures = PdfPictures(self._path)
            pixels = pictures.page(number).pixels
            pictures.close()
        else:
            with Image.open(self._path) as image:
                image.seek(number - 1)
                pixels = np.asarray(image.convert("RGB"))
        return whitened(without_coloured_ink(pixels, lightest_channel(pixels)))


def reread(path: Path, document: Document, spans: Sequence[tuple[int, int]], down: float = 0.0) -> Iterator[Reread]:
    """Each of these spans of the text as it stands in its boxes, or so many points below them."""
    pages = Pages(path, document)
    (reader,) = readers("fast")
    for start, end in spans:
        boxes = document.boxes(start, end)
        raw = flat(document.text[start:end])[:LONGEST]
        found = flat(" ".join(_read(reader, *pages.cut(box, down)) for box in boxes))
        letters, there = raw.replace(" ", ""), found.replace(" ", "")
        wrong = Levenshtein.distance(letters, best_match(letters, there)) / len(letters) if there else 1.0
        yield Reread(raw, boxes[0].page if boxes else 0, found, wrong)


def _read(reader: Reader, gray: np.ndarray, dpi: float) -> str:
    if dpi < LARGE:
        size = (round(gray.shape[1] * 2), round(gray.shape[0] * 2))
        gray, dpi = np.asarray(Image.fromarray(gray).resize(size, Image.Resampling.BICUBIC)), 2 * dpi
    return " ".join(word.text for line in reader.read(np.ascontiguousarray(gray), dpi, "block") for word in line.words)


def spans_of(document: Document) -> list[tuple[int, int]]:
    """The facts of a document and the sources of its header, without those that hold marks for what was not read."""
    found = extract(document)
    spans = [(fact.char_start, fact.char_end) for fact in found.facts]
    spans += [(source.char_start, source.char_end) for source in found.header.sources]
    return sorted({(start, end) for start, end in spans if "…" not in document.text[start:end]})


def shares(all_of: Sequence[Reread]) -> str:
    """The shares of facts found exactly, with a tenth and with a fifth of their letters wrong."""
    parts = [
        f"{sum(one.wrong <= most for one in all_of) / max(len(all_of), 1):.3f} ≤ {most:.0%}" for most in (0.0, 0.1, 0.2)
    ]
    return f"{len(all_of)} facts: {', '.join(parts)} wrong"


def main(arguments: list[str]) -> None:
    """Prints the shares a file and over all, and the facts that were not found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scans", nargs="+", type=Path)
    parser.add_argument("--mode", choices=get_args(Mode), default="accurate")
    parser.add_argument("--kept", type=Path, help="folder of readings that are kept")
    chosen = parser.parse_args(arguments)
    total: list[Reread] = []
    for path in chosen.scans:
        with scanning(ScanSettings(chosen.mode, chosen.kept)):
            document = ingest.read(path)
        one = list(reread(path, document, spans_of(document)))
        print(f"{path.name}: {shares(one)}", flush=True)
        for missed in one:
            if missed.wrong > 0.2:
                print(f"    p. {missed.page} {missed.raw[:80]!r} read as {missed.found[:80]!r}")
        total += one
    print(f"all: {shares(total)}")


if __name__ == "__main__":
    main(sys.argv[1:])
