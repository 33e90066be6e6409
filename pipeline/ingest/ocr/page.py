"""The order of reading a page image: readers, rows, slots, vote, repair, and a look at what was left unread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

import cv2
import numpy as np
from rapidfuzz.distance import Levenshtein

from normalizers.alphabet import plain
from pipeline.ingest.ocr.alignment import aligned
from pipeline.ingest.ocr.comparison_signs import with_signs
from pipeline.ingest.ocr.coverage import marks, numbering_gaps, unread
from pipeline.ingest.ocr.diacritics import repaired_marks
from pipeline.ingest.ocr.letter_case import with_small_letters
from pipeline.ingest.ocr.letterhead import without_handwriting
from pipeline.ingest.ocr.lone_marks import checked_figure, lone_mark
from pipeline.ingest.ocr.number_lists import with_lists_parted
from pipeline.ingest.ocr.numbers import repaired_numbers
from pipeline.ingest.ocr.page_image import SMALL_DPI, Array, PageImage, upright, whitened
from pipeline.ingest.ocr.readers import (
    SECOND,
    PieceReader,
    Reader,
    SeenLine,
    SeenWord,
    reader,
    readers,
    second_reader,
    states,
)
from pipeline.ingest.ocr.roman import counted
from pipeline.ingest.ocr.rows import rows_of
from pipeline.ingest.ocr.scan_errors import repaired_phrases
from pipeline.ingest.ocr.second_look import read_again
from pipeline.ingest.ocr.vote import is_stain, voted
from pipeline.ingest.ocr.words import Doubt, Flag, FlagKind, Mode, PageReading, PixelBox, ReadLine, ReadWord

GOOD_DPI: Final = 300.0  # what small images are enlarged to
ENLARGED_MOST: Final = 4.0
MARGIN: Final = 10  # white pixels around a place that is read by itself
SECOND_LOOKS: Final = 12  # places of a page that are read once more
SECOND_REACH: Final = 12  # pixels around such a place
SAME_PLACE: Final = 0.5  # of the height and width of the smaller of two words: only one of them is printed there
LETTER: Final = 0.13  # inches: the height of a line of letters, where no word tells it
PALEST_INK: Final = 220  # of a stroke one pixel wide, smoothed; noise of a scanner is lighter then
BLANK_PAPER: Final = 200  # a place that is lighter everywhere holds nothing


def made_ready(image: Array, dpi: float | None, *, turn: bool) -> PageImage:
    """See pipeline.ingest.ocr.prepare."""
    return upright(image, dpi, _turn if turn else lambda _gray: 0)


def _turn(gray: Array) -> int:
    finder = reader("trueocr")
    if finder is None:
        return 0
    from pipeline.ingest.ocr.line_reader import LineReader  # noqa: PLC0415 fails where its package is absent

    return finder.turn(gray) if isinstance(finder, LineReader) else 0


def read(page: PageImage, mode: Mode) -> PageReading:
    """See pipeline.ingest.ocr.read_page."""
    by = readers(mode)
    if not _is_dark(cv2.blur(page.gray, (3, 3)), PixelBox(0, 0, page.gray.shape[1], page.gray.shape[0])):
        return PageReading((), (), tuple(each.name for each in by))  # on noise alone readers spend a minute
    image, dpi, factor = _large_enough(page.gray, page.dpi)
    seen = [_with_second_look(each, image, dpi) for each in by]
    again = second_reader(mode)
    lines, flags = without_handwriting(image, _settled(image, seen, by, again))
    lines = _repaired(lines)
    flags += [*_unread(image, lines), *_gaps(lines), *_unsound(lines), *_absent(mode)]
    reading = PageReading(tuple(lines), tuple(flags), _names(by, again))
    return reading if factor == 1.0 else _moved(reading, lambda box: box.scaled(1 / factor))


def read_places(page: PageImage, places: Sequence[PixelBox], mode: Mode) -> tuple[PageReading, ...]:
    """See pipeline.ingest.ocr.read_cells."""
    return tuple(_place(page, place, readers(mode), second_reader(mode)) for place in places)


def _names(by: Sequence[Reader], again: PieceReader | None) -> tuple[str, ...]:
    return (*(each.name for each in by), *([again.name] if again else []))


def _settled(
    image: Array, seen: Sequence[Sequence[SeenLine]], by: Sequence[Reader], again: PieceReader | None
) -> list[ReadLine]:
    """The words that the readers' lines stand for, before repair."""
    lines = _voted(seen, by)
    known = read_again(image, lines, again) if again else lines
    return with_lists_parted(image, counted(image, with_signs(image, known)))


def _place(page: PageImage, place: PixelBox, by: Sequence[Reader], again: PieceReader | None) -> PageReading:
    names = _names(by, again)
    height, width = page.gray.shape
    left, top = max(0, int(place.x0)), max(0, int(place.y0))
    part = page.gray[top : min(height, int(np.ceil(place.y1))), left : min(width, int(np.ceil(place.x1)))]
    if not part.size or part.min() > BLANK_PAPER:
        return PageReading((), (), names)
    image, dpi, factor = _large_enough(_framed(whitened(part)), page.dpi)  # the row may be shaded
    seen = [_inked(each.read(image, dpi, "block"), image) for each in by]
    lines = _repaired(_settled(image, seen, by, again))
    words, alone = [word for line in lines for word in line.words], _alone(by, again)
    if not words and (mark := lone_mark(image, dpi, [[line.words for line in each] for each in seen], alone)):
        lines = [ReadLine((mark,))]
    elif len(words) == 1 and alone:
        lines = [ReadLine((checked_figure(image, dpi, words[0], alone),))]
    flags = _unread(image, lines) if lines else _nothing_read(image, dpi)
    reading = PageReading(tuple(lines), (*flags, *_unsound(lines)), names)
    return _moved(reading, lambda box: box.scaled(1 / factor).moved(left - MARGIN, top - MARGIN))


def _alone(by: Sequence[Reader], again: PieceReader | None) -> PieceReader | None:
    """The reader that also reads single marks, if one of these does."""
    return again or next((each for each in by if isinstance(each, PieceReader)), None)


def _framed(part: Array) -> Array:
    """A piece of a page with white around it, as the readers expect of a page."""
    framed = cv2.copyMakeBorder(part, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_CONSTANT, value=(255.0,))
    return np.asarray(framed, np.uint8)


def _large_enough(gray: Array, dpi: float) -> tuple[Array, float, float]:
    """The image, enlarged if its letters are too small to be read; its dots per inch and how many times it is as large."""
    factor = min(ENLARGED_MOST, GOOD_DPI / dpi) if dpi < SMALL_DPI else 1.0
    if factor == 1.0:
        return gray, dpi, 1.0
    large = cv2.resize(gray, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC)
    return np.asarray(large, np.uint8), dpi * factor, factor


def _with_second_look(by: Reader, gray: Array, dpi: float) -> list[SeenLine]:
    """The lines of a page; places with ink that the reader passed over are read once more, each by itself."""
    lines = _inked(by.read(gray, dpi, "page"), gray)
    if not by.passes_over:
        return lines
    words = [word.box for line in lines for word in line.words]
    rest = PageImage(gray, dpi, 0, 0.0, gray.shape[1], gray.shape[0]).without(words).gray
    for place in unread(gray, words)[:SECOND_LOOKS]:
        top, left = max(0, int(place.y0) - SECOND_REACH), max(0, int(place.x0) - SECOND_REACH)
        part = _framed(rest[top : int(place.y1) + SECOND_REACH, left : int(place.x1) + SECOND_REACH])
        lines += [_line_moved(line, left - MARGIN, top - MARGIN) for line in _inked(by.read(part, dpi, "block"), part)]
    return lines


def _inked(lines: Sequence[SeenLine], gray: Array) -> list[SeenLine]:
    """The lines without words of nothing: on an empty page readers make words of the scanner's noise."""
    if not lines:
        return []
    smooth = cv2.blur(gray, (3, 3))
    kept = [tuple(word for word in line.words if _is_dark(smooth, word.box)) for line in lines]
    return [SeenLine(words) for words in kept if words]


def _is_dark(gray: np.ndarray[tuple[int, ...], np.dtype[Any]], box: PixelBox) -> bool:
    part = gray[max(0, int(box.y0)) : int(box.y1) + 1, max(0, int(box.x0)) : int(box.x1) + 1]
    return bool(part.size) and int(part.min()) <= PALEST_INK


def _line_moved(line: SeenLine, x: float, y: float) -> SeenLine:
    return SeenLine(tuple(SeenWord(word.text, word.box.moved(x, y), word.confidence) for word in line.words))


def _voted(seen: Sequence[Sequence[SeenLine]], by: Sequence[Reader]) -> list[ReadLine]:
    names = tuple(each.name for each in by)
    lines = [voted(aligned(row), names) for row in rows_of(seen)]
    return _once([ReadLine(tuple(words)) for words in lines if words and not is_stain(words)])


def _once(lines: Sequence[ReadLine]) -> list[ReadLine]:
    """The lines without words that stand on the same word, surer or not alone.

    Under a seal readers see a line at different heights, or a word in two pieces. Boxes of other words may overlap.
    """
    words = sorted((word for line in lines for word in line.words), key=lambda word: word.box.y0)
    lone = {id(line.words[0]) for line in lines if len(line.words) == 1}
    doubles: set[int] = set()
    for at, word in enumerate(words):
        for other in words[at + 1 :]:
            if other.box.y0 >= word.box.y1:
                break
            shared = min(word.box.shares_rows(other.box), word.box.shares_columns(other.box))
            if shared > SAME_PLACE and _is_same(word, other):
                doubles.add(id(min(word, other, key=lambda each: (id(each) not in lone, each.confidence, len(each.text)))))
    kept = [ReadLine(tuple(word for word in line.words if id(word) not in doubles)) for line in lines]
    return [line for line in kept if line.words]


def _is_same(word: ReadWord, other: ReadWord) -> bool:
    """Whether two words differ in marks and one letter at most: "của", "cử"."""
    one, two = (plain(each.text).lower() for each in (word, other))
    return min(len(one), len(two)) > 1 and one[0] == two[0] and Levenshtein.distance(one, two) <= 1


def _repaired(lines: Sequence[ReadLine]) -> list[ReadLine]:
    """Numbers, known errors, then marks and capitals, which need right neighbours."""
    ready = [repaired_phrases(repaired_numbers(line.words)) for line in lines]
    marked: list[list[ReadWord]] = []
    for at, line in enumerate(ready):
        after = ready[at + 1] if at + 1 < len(ready) else ()
        above = marked[-1] if marked else ()
        marked.append(with_small_letters(repaired_marks(line, above, after), above))
    return [ReadLine(tuple(line)) for line in marked]


def _nothing_read(gray: Array, dpi: float) -> list[Flag]:
    """A flag for a place from which no word was read though something like a letter stands there."""
    return [_ink_flag(box) for box in marks(gray, LETTER * dpi)]


def _unread(gray: Array, lines: Sequence[ReadLine]) -> list[Flag]:
    words = [word.box for line in lines for word in line.words]
    return [_ink_flag(box) for box in unread(gray, words)]


def _ink_flag(box: PixelBox) -> Flag:
    return Flag(
        FlagKind.UNREAD_INK,
        "Có chỗ có nét mực mà không đọc được chữ (con dấu, chữ ký, chữ viết tay hoặc chữ bị mất).",
        "Đối chiếu chỗ này với trang gốc.",
        box,
    )


def _gaps(lines: Sequence[ReadLine]) -> list[Flag]:
    missing = numbering_gaps(line.text for line in lines)
    return [
        Flag(FlagKind.NUMBERING, f"Không thấy {name} giữa các mục đánh số liền nhau.", "Đối chiếu với trang gốc.")
        for name in missing
    ]


def _unsound(lines: Sequence[ReadLine]) -> list[Flag]:
    return [
        Flag(
            FlagKind.GRAMMAR,
            f"“{word.text}” không đúng dạng số, ngày tháng hay ký hiệu văn bản.",
            "Xem chữ này trên trang gốc.",
            word.box,
        )
        for line in lines
        for word in line.words
        if word.doubt is Doubt.GRAMMAR
    ]


def _absent(mode: Mode) -> list[Flag]:
    return [
        Flag(FlagKind.READER_MISSING, f"Thiếu bộ đọc {state.name}. {state.cost}", state.advice)
        for state in states()
        if not state.present and (mode == "accurate" or state.name == SECOND)
    ]


def _moved(reading: PageReading, move: Callable[[PixelBox], PixelBox]) -> PageReading:
    """The reading with its boxes elsewhere."""
    lines = tuple(ReadLine(tuple(replace(word, box=move(word.box)) for word in line.words)) for line in reading.lines)
    flags = tuple(replace(flag, box=move(flag.box) if flag.box else None) for flag in reading.flags)
    return replace(reading, lines=lines, flags=flags)
