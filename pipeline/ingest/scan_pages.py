"""Pages of a document whose text must be read from their picture: decided by the text layer, done page by page."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from data.document import TextSource
from pipeline.errors import PlanError
from pipeline.ingest.draft import Draft
from pipeline.ingest.pdf_page import PdfPage
from pipeline.ingest.printed_words import PrintedWords
from pipeline.ingest.scan_settings import OcrMode, scan_settings

if TYPE_CHECKING:
    from pipeline.ingest.scan_pictures import PdfPictures, Picture

OFF = "Nạp lại không có --ocr off để nhận dạng chữ trang này, hoặc nạp bản số."


@dataclass(frozen=True, slots=True)
class Reading:
    """A page, and what is known of its text before it is laid out."""

    page: PdfPage
    confidence: float
    source: TextSource
    problem: str = ""  # why the text layer cannot be given out, if the picture of the page must be read instead
    advice: str = ""
    text: bool = False  # whether its words are given out


@contextmanager
def scanned_pages(path: Path, draft: Draft) -> Iterator[Callable[[Reading], Reading]]:
    """What reads a page of this PDF from its picture, if its text layer is missing or bad; the file is opened at need."""
    opened = _Opened(path, draft)
    try:
        yield opened.read
    finally:
        opened.close()


@dataclass(slots=True)
class _Opened:
    path: Path
    draft: Draft
    _pictures: PdfPictures | None = None

    def read(self, reading: Reading) -> Reading:
        if not reading.problem:
            return reading
        stamps = [stamp.box for stamp in reading.page.stamps]
        return picture_read(reading, self.draft, lambda: self._opened().page(reading.page.number, stamps))

    def close(self) -> None:
        if self._pictures is not None:
            self._pictures.close()

    def _opened(self) -> PdfPictures:
        from pipeline.ingest.scan_pictures import PdfPictures  # noqa: PLC0415 heavy, and most files have no scans

        if self._pictures is None:
            self._pictures = PdfPictures(self.path)
        return self._pictures


@functools.cache
def reading_key(mode: OcrMode) -> str:
    """How pictures are read with this care today: a file with pictures that were read otherwise is read again."""
    if mode == "off":
        return mode
    from pipeline.ingest import ocr  # noqa: PLC0415

    try:
        return f"{mode} {ocr.version(mode)}"
    except PlanError:
        return f"{mode} none"


def picture_read(reading: Reading, draft: Draft, picture: Callable[[], Picture]) -> Reading:
    """The page as read from its picture; where that cannot be, as it was, and a problem."""
    settings = scan_settings()
    draft.pictures(reading_key(settings.mode))
    number = reading.page.number
    if settings.mode == "off":
        draft.problem(reading.problem, OFF, number)
        return reading
    from pipeline.ingest.scan_cache import Wanted, kept  # noqa: PLC0415

    try:
        page = kept(settings.kept, Wanted(picture(), number, (reading.page.width, reading.page.height), settings.mode))
    except PlanError as error:  # no reader of pictures is installed
        draft.problem(f"{reading.problem} {error.problem}", error.advice, number)
        return reading
    for remark in page.remarks:
        said = remark.problem if remark.whole_document else f"Trang {number}: {remark.problem}"
        draft.problem(said, remark.advice, None if remark.whole_document else number, remark.kind)
    if not page.words:
        draft.problem(f"Trang {number} là ảnh không thấy chữ nào.", "Xem trang gốc.", number, "unsure")
    stamps = (*reading.page.stamps, *page.stamps)
    printed = replace(reading.page, words=PrintedWords.of(page.words), rulings=page.rulings, stamps=stamps)
    return Reading(printed, page.confidence, "ocr", text=True)
