"""The readers that take part in a vote: one interface, made once a process, each named absent if its package is."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, Protocol, TypeAlias, runtime_checkable

from data import FOLDER
from pipeline.ingest.ocr.words import Mode, PixelBox, ReaderState, around

from pipeline.ingest.ocr.page_image import Array  # isort: skip

Layout: TypeAlias = Literal["page", "block"]  # find columns and blocks first, or take all for one column of text

MODELS: Final = FOLDER / "tessdata"
TABLES: Final = ("page_words.csv", "provinces.csv", "scan_errors.csv", "surnames.csv", "syllable_pairs.tsv.gz")
SECOND: Final = "trueocr"  # best of the three at figures and symbols on real scans
RULES: Final = 10  # raise when a change of code makes another reading of the same image


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A word as one reader read it."""

    text: str
    box: PixelBox
    confidence: float  # 0 to 1, by the reader's own measure


@dataclass(frozen=True, slots=True)
class SeenLine:
    """The words that one reader saw side by side."""

    words: tuple[SeenWord, ...]

    @property
    def box(self) -> PixelBox:
        """The smallest box around its words."""
        return around(word.box for word in self.words)


class Reader(Protocol):
    """What takes part in a vote."""

    name: str
    passes_over: bool  # whether it drops what does not look like text to it, so that a second look pays

    def read(self, gray: Array, dpi: float, layout: Layout) -> list[SeenLine]:
        """The lines of an image, top to bottom, boxes in its pixels."""
        ...


@runtime_checkable
class PieceReader(Reader, Protocol):
    """A reader that also reads words which others have found."""

    def read_pieces(self, gray: Array, boxes: Sequence[PixelBox]) -> list[SeenWord]:
        """What stands at each of these places of an image, in their order; empty text where nothing is read."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A reader that can be had: how to make it, and what its package and absence are."""

    name: str
    package: str
    make: Callable[[], Reader]
    model: Path | None
    cost: str


def _vie() -> Reader:
    from pipeline.ingest.ocr.tesseract import TesseractReader  # noqa: PLC0415 its package may be absent

    return TesseractReader("vie", MODELS, "vie")


def _script() -> Reader:
    from pipeline.ingest.ocr.tesseract import TesseractReader  # noqa: PLC0415

    return TesseractReader("script", MODELS, "Vietnamese")


@functools.cache
def _trueocr() -> PieceReader:
    from pipeline.ingest.ocr.line_reader import LineReader  # noqa: PLC0415

    return LineReader()


FAST_LOST: Final = "Không đọc được ảnh quét theo cách nhanh; biểu quyết thiếu một bộ đọc."
LINES_LOST: Final = "Số, ký hiệu trên bản quét sai nhiều hơn; trang nằm ngang không tự xoay."
SCRIPT_LOST: Final = "Biểu quyết thiếu một bộ đọc nên dấu thanh sai nhiều hơn."

ENTRIES: Final = (
    Entry("vie", "tesserocr", _vie, MODELS / "vie.traineddata", FAST_LOST),
    Entry("trueocr", "trueocr", _trueocr, None, LINES_LOST),
    Entry("script", "tesserocr", _script, MODELS / "Vietnamese.traineddata", SCRIPT_LOST),
)


@functools.cache
def states() -> tuple[ReaderState, ...]:
    """All readers, in the order of their readings."""
    return tuple(_state(entry) for entry in ENTRIES)


def _state(entry: Entry) -> ReaderState:
    advice = f"Cài gói {entry.package}: pip install {entry.package}."
    try:
        version = importlib.metadata.version(entry.package)
    except importlib.metadata.PackageNotFoundError:
        return ReaderState(entry.name, False, "", entry.cost, advice)
    if entry.model is not None and not entry.model.is_file():
        return ReaderState(entry.name, False, version, entry.cost, f"Thiếu tệp {entry.model.name}; cài lại kehoach.")
    return ReaderState(entry.name, True, version, "", "")


def readers(mode: Mode) -> tuple[Reader, ...]:
    """Those that take part, as far as they are installed: the first for fast, all for accurate."""
    present = [state.name for state in states() if state.present]
    return tuple(_made(name) for name in (present[:1] if mode == "fast" else present))


def second_reader(mode: Mode) -> PieceReader | None:
    """Who reads the figures once more that only one reader has read; None where all vote, or where it is absent."""
    present = [state.name for state in states() if state.present]
    return _trueocr() if mode == "fast" and SECOND in present[1:] else None


def reader(name: str) -> Reader | None:
    """A reader by its name; None if it is absent."""
    return _made(name) if any(state.name == name and state.present for state in states()) else None


@functools.cache
def _made(name: str) -> Reader:
    return next(entry.make() for entry in ENTRIES if entry.name == name)


def version_of(mode: Mode) -> str:
    """See pipeline.ingest.ocr.version."""
    parts = [mode, str(RULES), *(f"{state.name}={state.version}" for state in states() if state.present)]
    return hashlib.sha256(" ".join([*parts, *_tables()]).encode()).hexdigest()[:16]


@functools.cache
def _tables() -> tuple[str, ...]:
    """Fingerprints of the models and tables that a reading depends on."""
    files = sorted([*MODELS.glob("*.traineddata"), *(FOLDER / table for table in TABLES)])
    return tuple(hashlib.sha256(path.read_bytes()).hexdigest() for path in files if path.is_file())
