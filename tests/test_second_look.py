"""Fast reading: figures and symbols are read once more by another reader, and where the two differ the word is in doubt."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pypdfium2
import pytest
from scan_samples import PROSE, first_page, sample

from data.samples import as_scan
from pipeline.ingest import ocr
from pipeline.ingest.ocr import page as pages
from pipeline.ingest.ocr import readers
from pipeline.ingest.ocr.grammar import is_code, one_form
from pipeline.ingest.ocr.readers import Layout, SeenLine, SeenWord
from pipeline.ingest.ocr.second_look import read_again
from pipeline.ingest.ocr.words import Doubt, PixelBox, ReadLine, ReadWord, RepairKind
from pipeline.ingest.pdf_page import read_page as digital_page

BLANK = np.full((100, 2000), 255, np.uint8)


@dataclass
class Other:
    """A reader that reads what it is told, place by place."""

    says: Sequence[tuple[str, float]]
    places: list[PixelBox] = field(default_factory=list)
    name: str = "other"
    passes_over: bool = False

    def read(self, gray: object, dpi: float, layout: Layout) -> list[SeenLine]:
        raise AssertionError("only the words that were found are read again")

    def read_pieces(self, gray: object, boxes: Sequence[PixelBox]) -> list[SeenWord]:
        self.places += boxes
        return [SeenWord(text, box, sure) for (text, sure), box in zip(self.says, boxes, strict=True)]


def read_as(text: str, confidence: float = 0.9, at: int = 0) -> ReadWord:
    return ReadWord(text, PixelBox(100 + 200 * at, 10, 200 + 200 * at, 40), confidence, text, (text,), agreed=True)


def again(text: str, other: str, confidence: float = 0.9, sure: float = 0.97) -> ReadWord:
    (line,) = read_again(BLANK, [ReadLine((read_as(text, confidence),))], Other([(other, sure)]))
    return line.words[0]


@pytest.mark.parametrize(
    ("text", "other", "left"),
    [
        # another figure that can be one is taken, and doubted
        ("15", "75", "75"),
        ("30/6/2024", "30/8/2024", "30/8/2024"),
        ("115/NQ-CP", "175/NQ-CP", "175/NQ-CP"),
        ("1.", "I.", "I."),  # the number of a part
        ("1/2026", "I/2026", "I/2026"),
        ("08-QĐÐ/TW", "08-QĐ/TW", "08-QĐ/TW"),  # a letter seen twice
        # what can be none is not taken, but it is a reason to doubt
        ("2024", "2O2Á4", "2024"),
        # the same figures with another separator
        ("12,5", "125", "12,5"),
        ("1013274", "1.013274", "1013274"),
    ],
)
def test_readings_that_differ(text: str, other: str, left: str) -> None:
    word = again(text, other)
    assert (word.text, word.doubt, word.agreed) == (left, Doubt.DISAGREEMENT, False)
    assert word.confidence < 0.5
    assert word.readings == (text, other)
    assert (word.repair is RepairKind.NUMBER) == (left != text)


@pytest.mark.parametrize(
    ("text", "other", "sure"),
    [
        ("2025;", "2025", 0.98),
        ("443/QĐ-BYT.", "443/QD-BYT.", 0.96),  # marks are its weak point
        ("2026", "2026 -", 0.99),  # a neighbour was cut out with it
        ("83/TTr-UBND", "83/TTY-UBND", 0.99),  # a symbol that is known against one that is none
        ("252/TTr-BNV", "5 252/TTY-BNV", 0.9),
        ("2024", "2800", 0.33),  # a guess
        ("1", "l", 0.9),  # the lone figure of a cell
        ("17", "", 0.0),  # nothing
    ],
)
def test_readings_that_do_not_differ(text: str, other: str, sure: float) -> None:
    word = again(text, other, sure=sure)
    assert (word.text, word.doubt, word.confidence) == (text, None, 0.9)


def test_two_readings_make_a_word_sure() -> None:
    assert again("2025", "2025", confidence=0.3).confidence >= 0.5


@pytest.mark.parametrize(
    ("text", "other", "confidence", "doubt"),
    [
        ("|3/2026", "3/2026", 0.8, None),  # a ruling line read as a sign
        ("4017/TT--BNNMT", "4017/TT-BNNMT", 0.04, Doubt.DISAGREEMENT),  # too unsure: both may have lost a letter
    ],
)
def test_what_cannot_stand_is_taken_from_the_other(text: str, other: str, confidence: float, doubt: Doubt | None) -> None:
    word = again(text, other, confidence)
    assert (word.text, word.repair, word.doubt) == (other, RepairKind.NUMBER, doubt)
    assert (word.confidence < 0.5) == (doubt is not None)


def test_only_figures_and_symbols_are_read_again() -> None:
    texts = ("Kế", "hoạch", "45/KH-UBND", "ngày", "12", "QĐ-TTg")
    other = Other([("45/KH-UBND", 0.9), ("12", 0.9), ("QĐ-TTg", 0.9)])
    (line,) = read_again(BLANK, [ReadLine(tuple(read_as(text, at=at) for at, text in enumerate(texts)))], other)
    assert [word.text for word in line.words] == list(texts)
    assert [place.x0 for place in other.places] == [494, 894, 1094]  # their boxes with a rim
    assert {len(word.readings) for word in line.words} == {2}  # as many as there are readers
    assert read_again(BLANK, [], Other([])) == []


def test_who_reads_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert readers.second_reader("accurate") is None  # all vote there
    again_by = readers.second_reader("fast")
    assert again_by is not None
    assert again_by.name == readers.SECOND
    absent = tuple(
        ocr.ReaderState(state.name, state.name != readers.SECOND, state.version, state.cost, state.advice)
        for state in readers.states()
    )
    monkeypatch.setattr(readers, "states", lambda: absent)
    monkeypatch.setattr(pages, "states", lambda: absent)
    monkeypatch.setitem(sys.modules, "pipeline.ingest.ocr.line_reader", None)  # its package cannot be imported
    assert readers.second_reader("fast") is None
    page = np.full((300, 900), 255, np.uint8)
    page[100:130, 100:400:6] = 0
    flags = pages.read(ocr.prepare(page, 200.0), "fast").flags
    assert [flag.kind for flag in flags].count(ocr.FlagKind.READER_MISSING) == 1  # and it is said


@pytest.mark.slow
@pytest.mark.parametrize("wear", ["noisy", "worn"])
def test_no_wrong_figure_of_a_worn_page_seems_right(wear: str) -> None:
    pdf = first_page(sample(PROSE))
    picture = as_scan.pictures(pdf, as_scan.WEARS[wear])[0]
    reading = ocr.read_page(ocr.prepare(np.asarray(picture.convert("RGB")), 200.0), "fast")
    printed = {_core(word.text) for word in digital_page(pypdfium2.PdfDocument(pdf), 0).words}
    sure = [word for word in reading.words if is_code(word.text) and word.doubt is None and word.confidence >= 0.5]
    assert len(sure) > 40
    assert [word.text for word in sure if _core(word.text) not in printed] == []


def _core(text: str) -> str:
    return one_form(text).strip('.,;:()"“”')
