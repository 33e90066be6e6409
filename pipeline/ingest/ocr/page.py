"""The order of reading a page image: readers, rows, slots, vote, repair, and a look at what was left unread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import cv2
import numpy as np

from pipeline.ingest.ocr.alignment import aligned
from pipeline.ingest.ocr.page_image import SMALL_DPI, Array, PageImage, upright
from pipeline.ingest.ocr.readers import Layout, Reader, reader, readers
from pipeline.ingest.ocr.rows import rows_of
from pipeline.ingest.ocr.vote import voted
from pipeline.ingest.ocr.words import Mode, PageReading, PixelBox, ReadLine

GOOD_DPI: Final = 300.0  # what small images are enlarged to
ENLARGED_MOST: Final = 4.0
MARGIN: Final = 10  # white pixels around a place that is read by itself


def made_ready(image: Array, dpi: float | None, *, turn: bool) -> PageImage:
    """See pipeline.ingest.ocr.prepare."""
    return upright(image, dpi, _turn if turn else lambda _gray: 0)


def _turn(gray: Array) -> int:
    from pipeline.ingest.ocr.line_reader import LineReader  # noqa: PLC0415 its package may be absent

    finder = reader("trueocr")
    return finder.turn(gray) if isinstance(finder, LineReader) else 0


def read(page: PageImage, mode: Mode) -> PageReading:
    """See pipeline.ingest.ocr.read_page."""
    return _reading(page.gray, page.dpi, "page", readers(mode))


def read_places(page: PageImage, places: Sequence[PixelBox], mode: Mode) -> tuple[PageReading, ...]:
    """See pipeline.ingest.ocr.read_cells."""
    return tuple(_place(page, place, readers(mode)) for place in places)


def _place(page: PageImage, place: PixelBox, by: Sequence[Reader]) -> PageReading:
    height, width = page.gray.shape
    left, top = max(0, int(place.x0)), max(0, int(place.y0))
    part = page.gray[top : min(height, int(np.ceil(place.y1))), left : min(width, int(np.ceil(place.x1)))]
    if not part.size or part.min() > 200:
        return PageReading((), (), tuple(each.name for each in by))
    framed = cv2.copyMakeBorder(part, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_CONSTANT, value=(255.0,))
    reading = _reading(np.asarray(framed, np.uint8), page.dpi, "block", by)
    return _moved(reading, lambda box: box.moved(left - MARGIN, top - MARGIN))


def _reading(gray: Array, dpi: float, layout: Layout, by: Sequence[Reader]) -> PageReading:
    factor = min(ENLARGED_MOST, GOOD_DPI / dpi) if dpi < SMALL_DPI else 1.0
    image = gray if factor == 1.0 else np.asarray(_enlarged(gray, factor), np.uint8)
    names = tuple(each.name for each in by)
    seen = [each.read(image, dpi * factor, layout) for each in by]
    rows = rows_of(seen)
    lines = [words for row in rows if (words := voted(aligned(row), names))]
    reading = PageReading(tuple(ReadLine(tuple(words)) for words in lines), (), names)
    return reading if factor == 1.0 else _moved(reading, lambda box: box.scaled(1 / factor))


def _enlarged(gray: Array, factor: float) -> Array:
    return np.asarray(cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC), np.uint8)


def _moved(reading: PageReading, move: Callable[[PixelBox], PixelBox]) -> PageReading:
    """The reading with its boxes elsewhere."""
    from dataclasses import replace  # noqa: PLC0415

    lines = tuple(ReadLine(tuple(replace(word, box=move(word.box)) for word in line.words)) for line in reading.lines)
    flags = tuple(replace(flag, box=move(flag.box) if flag.box else None) for flag in reading.flags)
    return replace(reading, lines=lines, flags=flags)
