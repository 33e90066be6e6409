"""A picture of a page to the same shapes as a printed page of a PDF: words, rulings, stamps; and what is to be said of it.

Everything behind (lines, paragraphs, tables, running heads) is shared with digital PDF, see pdf_layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from data.document import ProblemKind
from pipeline.ingest.ocr import (
    Doubt,
    FlagKind,
    Mode,
    PageReading,
    PixelBox,
    ReadLine,
    ReadWord,
    prepare,
    read_cells,
    read_page,
)
from pipeline.ingest.ocr.page_image import PageImage
from pipeline.ingest.pdf_trust import is_spelled
from pipeline.ingest.printed import PrintedWord, Ruling, Stamp
from pipeline.ingest.scan_pictures import Picture
from pipeline.ingest.scan_rulings import RuledTable, ruled
from pipeline.ingest.scan_seals import seals_of, without_seals
from pipeline.ingest.scan_stamps import COVERED_ADVICE, stamps_of, with_gaps, without_stamps
from pipeline.ingest.scan_words import on_page, on_sheet, printed_words

INK: Final = 70  # by how much ink is darker than the paper of its cell
LEAST_INK: Final = 0.0003  # of a square inch; the hyphen of small print has a third more
UNSURE: Final = 0.5  # words below this confidence are listed
SHORT: Final = 3  # letters and signs of a line that may be a speck
POOR: Final = 0.2  # share of unsure words from which a page is told to be read poorly
POOR_WORDS: Final = 30
BULLETS: Final = frozenset("-–—+*•· ")  # they may stand far before their words
WORD: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class ScanRemark:
    """What a person must look at on a page; page None in the store: said once a document."""

    problem: str
    advice: str
    kind: ProblemKind
    whole_document: bool = False


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """A page as read from its picture."""

    words: tuple[PrintedWord, ...]
    rulings: tuple[Ruling, ...]
    stamps: tuple[Stamp, ...]
    remarks: tuple[ScanRemark, ...]
    confidence: float  # mean of the words'


@dataclass(frozen=True, slots=True)
class _Part:
    """A table or frame and what was read of its cells."""

    table: RuledTable
    readings: tuple[PageReading, ...]


def read_picture(picture: Picture, number: int, shown: tuple[float, float], mode: Mode) -> ScannedPage:
    """Reads a page; number and shown (width and height in points) say which and how large it is."""
    page = prepare(picture.pixels, picture.dpi)
    found = ruled(page.gray, page.dpi, page.lines)
    bare = replace(page, gray=found.erased)
    stamps = stamps_of(bare, found, mode)
    parts = [_Part(table, _read_cells(bare, table, mode)) for table in found.tables if len(table.cells) > 1]
    tables = [part for part in parts if not any(stamp.holds(part.table) for stamp in stamps)]
    cleared = without_stamps(bare, stamps).without(box for part in tables for box in _read_of(part.table))
    rest, covered = with_gaps(read_page(cleared, mode), stamps)
    seals = seals_of(bare)
    unsealed = [without_seals(each, seals) for each in (rest, *(cell for part in tables for cell in part.readings))]
    readings = [each.reading for each in unsealed]
    covered = (*covered, *(said for each in unsealed for said in each.said))
    stains = [line for line in readings[0].lines if line.words and _is_stain(line)]
    aside = [*stains, *(line for each in unsealed for line in each.rims)]
    lines = [line for reading in readings for line in reading.lines if line.words and line not in stains]
    words = printed_words(page, lines, number, shown)
    rulings = [*_rules(page, found.rules, shown), *(side for part in tables for side in _sides(page, part.table, shown))]
    return ScannedPage(
        tuple(words),
        tuple(rulings),
        (
            *(Stamp(stamp.said, on_page(page, stamp.box, number, shown)) for stamp in stamps),
            *(Stamp(_said(line), on_page(page, line.box, number, shown)) for line in aside),
        ),
        (*_remarks(readings, words), *(ScanRemark(said, COVERED_ADVICE, "unread") for said in covered)),
        sum(word.confidence for word in words) / len(words) if words else 1.0,
    )


# --- tables and frames ---------------------------------------------------------------------------------------------


def _read_cells(page: PageImage, table: RuledTable, mode: Mode) -> tuple[PageReading, ...]:
    inked = [box for cell in table.cells if _has_ink(page, box := PixelBox(cell.x0, cell.y0, cell.x1, cell.y1))]
    return read_cells(page, inked, mode) if inked else ()


def _read_of(table: RuledTable) -> Iterable[PixelBox]:
    """The places of a page that are read with a table: where cells are missing, the rest of it is read with the page."""
    if table.whole:
        return [PixelBox(*table.box)]
    return [PixelBox(cell.x0, cell.y0, cell.x1, cell.y1) for cell in table.cells]


def _has_ink(page: PageImage, box: PixelBox) -> bool:
    """Whether there is anything to read: an empty cell under a bled-through seal would give junk."""
    cut = page.gray[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)]
    if not cut.size:
        return False
    paper = int(np.median(cut))
    return int((cut < paper - INK).sum()) >= LEAST_INK * page.dpi * page.dpi


def _is_stain(line: ReadLine) -> bool:
    """Whether nothing in a line can be believed: what seals, signatures and specks look like to readers."""
    said = _said(line)
    if not any(letter.isalnum() for letter in said):
        return not set(said) <= BULLETS
    if len(said) <= SHORT and all(_is_odd(word) for word in line.words):
        return True
    return all(word.confidence < UNSURE and not _tells(word) for word in line.words)


def _is_odd(word: ReadWord) -> bool:
    """Whether a short word is one that a single reader saw, or that no two read alike: "4a", "Í!"."""
    return word.doubt == Doubt.SINGLE or (word.doubt == Doubt.DISAGREEMENT and not word.is_read_twice)


def _tells(word: ReadWord) -> bool:
    """Whether an unsure word may still be one of the document: a number, a symbol (also one without its number), a word."""
    if word.doubt == Doubt.HANDWRITING or "/" in word.text or any(letter.isdigit() for letter in word.text):
        return True
    return _is_word(word.text, least=2 if word.is_read_twice else 3)


def _is_word(text: str, least: int) -> bool:
    """Whether there is a syllable of so many letters; of two, strokes of a signature are read as "lí"."""
    return any(len(part) >= least and is_spelled(part) for part in WORD.findall(text))


def _said(line: ReadLine) -> str:
    return " ".join(word.text for word in line.words)


def _sides(page: PageImage, table: RuledTable, shown: tuple[float, float]) -> Iterable[Ruling]:
    """The sides of all cells, each on the straight line that its row or column has."""
    for cell in table.cells:
        x0, x1 = table.xs[cell.column], table.xs[min(cell.column + cell.column_span, len(table.xs) - 1)]
        y0, y1 = table.ys[cell.row], table.ys[min(cell.row + cell.row_span, len(table.ys) - 1)]
        for start, end in (((x0, y0), (x1, y0)), ((x0, y1), (x1, y1)), ((x0, y0), (x0, y1)), ((x1, y0), (x1, y1))):
            yield _ruling(page, start, end, shown)


def _rules(page: PageImage, rules: Sequence[tuple[float, float, float]], shown: tuple[float, float]) -> Iterable[Ruling]:
    return (_ruling(page, (x0, y), (x1, y), shown) for x0, y, x1 in rules)


def _ruling(page: PageImage, start: tuple[float, float], end: tuple[float, float], shown: tuple[float, float]) -> Ruling:
    (x0, y0), (x1, y1) = on_sheet(page, *start, shown), on_sheet(page, *end, shown)
    if abs(x1 - x0) >= abs(y1 - y0):
        return Ruling(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
    return Ruling(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1))


# --- what is to be said --------------------------------------------------------------------------------------------


def _remarks(readings: Sequence[PageReading], words: Sequence[PrintedWord]) -> Iterable[ScanRemark]:
    seen: set[str] = set()
    for flag in (flag for reading in readings for flag in reading.flags):
        if flag.problem in seen:
            continue
        seen.add(flag.problem)
        kind: ProblemKind = "unread" if flag.kind in (FlagKind.UNREAD_INK, FlagKind.HANDWRITING) else "unsure"
        yield ScanRemark(flag.problem, flag.advice, kind, whole_document=flag.kind == FlagKind.READER_MISSING)
    unsure = sum(word.confidence < UNSURE for word in words)
    if len(words) >= POOR_WORDS and unsure >= POOR * len(words):
        yield ScanRemark(
            f"Ảnh khó đọc: {unsure} trong {len(words)} từ đọc chưa chắc.",
            "Quét lại ở 300 dpi nếu còn bản giấy; đối chiếu số liệu với ảnh.",
            "unsure",
        )
