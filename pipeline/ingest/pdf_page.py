"""What stands on a page of a PDF, straight from PDFium: printed words, ruling lines, pictures, stamps.

All positions are in points from the top left corner of the page as it is shown, turned pages upright.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

import pypdfium2.raw as pdfium

from data.document import Box
from pipeline.ingest.pdf_calls import Address, Handle, bounds, draw_modes, form_objects, kinds, page_objects
from pipeline.ingest.pdf_words import PageTooBig, words_of
from pipeline.ingest.printed import Frame, PrintedWord, Ruling, Stamp
from pipeline.ingest.printed_words import NO_WORDS, PrintedWords

MAX_OBJECTS: Final = 200_000
MAX_DEPTH: Final = 8  # forms within forms
MAX_SIDE: Final = 14_400.0  # points; the largest page that the PDF standard knows
LETTERS_HEIGHT: Final = 30.0  # points; pictures and drawn forms no higher may be writing
MAX_SHAPES: Final = 500
THIN: Final = 3.0  # a path no thicker than this is a ruling
FORM, PATH, IMAGE, TEXT = (
    pdfium.FPDF_PAGEOBJ_FORM,
    pdfium.FPDF_PAGEOBJ_PATH,
    pdfium.FPDF_PAGEOBJ_IMAGE,
    pdfium.FPDF_PAGEOBJ_TEXT,
)
LINK, POPUP = pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
HIDDEN_MODE: Final = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
SAMPLES: Final = 20  # glyphs asked whether they are drawn at all


@dataclass(frozen=True, slots=True)
class PdfPage:
    """A page as printed."""

    number: int
    width: float
    height: float
    words: PrintedWords = NO_WORDS
    rulings: tuple[Ruling, ...] = ()
    stamps: tuple[Stamp, ...] = ()
    picture_share: float = 0.0  # of the page's area, at most 1
    paths: int = 0
    shapes: tuple[Box, ...] = ()  # of a letter's size: pictures and drawn forms
    hidden: float = 0.0  # share of the glyphs that are not drawn
    beyond: PrintedWords = NO_WORDS  # off the visible page

    def without_words(self) -> PdfPage:
        """The page when all that was printed on it has been laid out."""
        return replace(self, words=NO_WORDS, beyond=NO_WORDS, rulings=(), shapes=())


def read_page(document: Handle, index: int) -> PdfPage | None:
    """A page, counted from 0; None if PDFium cannot load it. Raises PageTooBig."""
    with _loaded(document, index) as page:
        if page is None:
            return None
        frame = _frame(page, index + 1)
        width, height = frame.size
        if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE):
            raise PageTooBig(f"khổ giấy bất thường ({width:.0f} × {height:.0f} điểm)")
        with _text_of(page) as text_page:
            found = words_of(text_page, frame) if text_page else NO_WORDS
            hidden = _hidden_share(text_page) if text_page else 0.0
        drawn = _Drawing(frame)
        drawn.add(_objects(page), IDENTITY, 0)
        rectangles = _annotations(page, frame)
        printed = pdfium.FPDFPage_CountObjects(page)
        flattened = bool(rectangles) and pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS
    stamps: tuple[Stamp, ...] = ()
    if flattened:  # what annotations show is now part of the page, behind its own objects
        with _loaded(document, index) as page:
            if page is not None:
                stamps = tuple(_stamps(page, frame, printed, rectangles))
    share = min(drawn.picture_area / (width * height), 1.0)
    shapes = tuple(drawn.shapes)
    off = found.columns.beyond[found.places]
    words, beyond = found.where(~off), found.where(off)
    return PdfPage(index + 1, width, height, words, tuple(drawn.rulings), stamps, share, drawn.paths, shapes, hidden, beyond)


@contextmanager
def _loaded(document: Handle, index: int) -> Iterator[Handle | None]:
    page = pdfium.FPDF_LoadPage(document, index)
    try:
        yield page or None
    finally:
        if page:
            pdfium.FPDF_ClosePage(page)


@contextmanager
def _text_of(page: Handle) -> Iterator[Handle | None]:
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        yield text_page or None
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)


def _frame(page: Handle, number: int) -> Frame:
    """Asked for by the corners: the boxes that PDFium names are neither inherited nor turned in one way."""
    corners = []
    x, y = ctypes.c_double(), ctypes.c_double()
    for right, down in ((0, 0), (1, 1)):
        if not pdfium.FPDF_DeviceToPage(page, 0, 0, 1, 1, 0, right, down, x, y):
            raise PageTooBig("không có khổ giấy")
        corners.append((x.value, y.value))
    (x0, y0), (x1, y1) = corners
    if not all(map(math.isfinite, (x0, y0, x1, y1))):
        raise PageTooBig("khổ giấy không phải là số")
    return Frame(number, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), pdfium.FPDFPage_GetRotation(page) % 4)


# --- what is drawn -------------------------------------------------------------------------------------------------


def _objects(page: Handle, first: int = 0) -> list[Address]:
    count = pdfium.FPDFPage_CountObjects(page)
    if count > MAX_OBJECTS:
        raise PageTooBig(f"quá nhiều đối tượng ({count})")
    return page_objects(page, first, count)


def _children(form: Address) -> list[Address]:
    return form_objects(form, min(pdfium.FPDFFormObj_CountObjects(_handle(form)), MAX_OBJECTS))


def _handle(item: Address) -> Handle:
    handle: Handle = ctypes.cast(item, pdfium.FPDF_PAGEOBJECT)
    return handle


class _Drawing:
    """Gathers rulings and pictures of a page and of the forms on it."""

    __slots__ = ("frame", "left", "paths", "picture_area", "rulings", "shapes")

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.rulings: list[Ruling] = []
        self.shapes: list[Box] = []
        self.picture_area = 0.0
        self.paths = 0
        self.left = MAX_OBJECTS  # objects that may still be looked at

    def add(self, objects: Sequence[Address], matrix: Matrix, depth: int) -> None:
        """Takes in objects whose space is led to the page's by the matrix."""
        self.left -= len(objects)
        if self.left < 0:
            raise PageTooBig("quá nhiều đối tượng lồng nhau")
        drawn = [(item, kind) for item, kind in zip(objects, kinds(objects), strict=True) if kind in (PATH, IMAGE, FORM)]
        paths = [item for item, kind in drawn if kind == PATH]
        modes = dict(zip(paths, zip(*draw_modes(paths), strict=True), strict=True))
        for (item, kind), box in zip(drawn, self._boxes([item for item, _ in drawn], matrix), strict=True):
            if kind == PATH:
                self._path(item, matrix, box, *modes[item])
            elif kind == IMAGE:
                visible = self.frame.clipped(box) if box else None
                if visible:
                    self._shape(visible)
                    self.picture_area += (visible.x1 - visible.x0) * (visible.y1 - visible.y0)
            elif depth < MAX_DEPTH:
                self.add(_children(item), _after(_matrix(item), matrix), depth + 1)

    def _path(self, path: Address, matrix: Matrix, box: Box | None, fill: int, stroke: int) -> None:
        if not fill and not stroke:
            return  # a clip, not ink
        self.paths += 1
        if box is None:
            return
        if min(box.x1 - box.x0, box.y1 - box.y0) <= THIN:
            self._ruling(box.x0, box.y0, box.x1, box.y1)
        elif stroke:
            placed = _after(_matrix(path), matrix)
            for (x0, y0), (x1, y1) in _segments(_handle(path)):
                start = self.frame.shown(*_moved(x0, y0, placed))
                end = self.frame.shown(*_moved(x1, y1, placed))
                if min(abs(start[0] - end[0]), abs(start[1] - end[1])) < 1:
                    self._ruling(min(start[0], end[0]), min(start[1], end[1]), max(start[0], end[0]), max(start[1], end[1]))
        else:
            self._shape(box)

    def _shape(self, box: Box) -> None:
        """Keeps what has the size of letters: figures may be drawn."""
        if box.y1 - box.y0 < LETTERS_HEIGHT and len(self.shapes) < MAX_SHAPES:
            self.shapes.append(box)

    def _ruling(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A thin rectangle; a dot where borders meet bridges both ways."""
        if y1 - y0 <= THIN:
            self.rulings.append(Ruling(True, (y0 + y1) / 2, x0, x1))
        if x1 - x0 <= THIN:
            self.rulings.append(Ruling(False, (x0 + x1) / 2, y0, y1))

    def _boxes(self, items: Sequence[Address], matrix: Matrix) -> Iterator[Box | None]:
        """Where objects stand as shown; None for those that stand nowhere."""
        for left, bottom, right, top in bounds(items).tolist():
            if not math.isfinite(left + bottom + right + top):
                yield None
            elif matrix == IDENTITY:
                yield self.frame.box(left, bottom, right, top)
            else:
                corners = [_moved(x, y, matrix) for x in (left, right) for y in (bottom, top)]
                xs, ys = [x for x, _ in corners], [y for _, y in corners]
                finite = all(map(math.isfinite, xs + ys))
                yield self.frame.box(min(xs), min(ys), max(xs), max(ys)) if finite else None


def _segments(path: Handle) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
    """The straight parts of a path, in its own space."""
    x, y = ctypes.c_float(), ctypes.c_float()
    start = at = (0.0, 0.0)
    for index in range(min(pdfium.FPDFPath_CountSegments(path), MAX_OBJECTS)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        if not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point = (x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield at, point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield point, start
        at = point


def _matrix(item: Address) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(_handle(item), matrix):
        return IDENTITY
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _moved(x: float, y: float, by: Matrix) -> tuple[float, float]:
    return by[0] * x + by[2] * y + by[4], by[1] * x + by[3] * y + by[5]


def _after(first: Matrix, then: Matrix) -> Matrix:
    """One matrix that does both."""
    a, b, c, d, e, f = first
    (p, q), (r, s), (t, u) = _moved(a, b, (*then[:4], 0.0, 0.0)), _moved(c, d, (*then[:4], 0.0, 0.0)), _moved(e, f, then)
    return p, q, r, s, t, u


# --- stamps --------------------------------------------------------------------------------------------------------


def _annotations(page: Handle, frame: Frame) -> list[Box]:
    """Where the annotations that show something of their own stand."""
    boxes = []
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), MAX_OBJECTS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            rectangle = pdfium.FS_RECTF()
            shown = pdfium.FPDFAnnot_GetSubtype(annotation) not in (LINK, POPUP)
            if shown and pdfium.FPDFAnnot_GetRect(annotation, rectangle):
                boxes.append(frame.box(rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
    return boxes


def _stamps(page: Handle, frame: Frame, printed: int, rectangles: list[Box]) -> Iterator[Stamp]:
    """The text of each annotation of a flattened page whose own objects are the first `printed`."""
    wanted: set[Address] = set()
    _add_texts(_objects(page, printed), wanted, 0)
    if not wanted:
        return
    with _text_of(page) as text_page:
        words = [word for word in words_of(text_page, frame, wanted) if not word.beyond] if text_page else []
    for rectangle in rectangles:
        inside = [word for word in words if _middle_in(word.box, rectangle)]
        words = [word for word in words if word not in inside]
        if inside:
            yield _stamp(inside)
    for word in words:  # shown beyond the rectangle that its annotation claims
        yield _stamp([word])


def _stamp(words: list[PrintedWord]) -> Stamp:
    """The words of one annotation, and where they stand (its rectangle may be much wider)."""
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    return Stamp(" ".join(word.text for word in words), box, tuple(words))


def _add_texts(objects: Sequence[Address], found: set[Address], depth: int) -> None:
    for item, kind in zip(objects, kinds(objects), strict=True):
        if kind == TEXT:
            found.add(item)
        elif kind == FORM and depth < MAX_DEPTH:
            _add_texts(_children(item), found, depth + 1)


def _middle_in(box: Box, frame: Box) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return frame.x0 - 1 <= x <= frame.x1 + 1 and frame.y0 - 1 <= y <= frame.y1 + 1


def _hidden_share(text_page: Handle) -> float:
    """The share of glyphs that are never drawn: the text that an OCR program lays under a scan."""
    count = pdfium.FPDFText_CountChars(text_page)
    modes = []
    for index in range(0, count, max(count // SAMPLES, 1)):
        item = pdfium.FPDFText_GetTextObject(text_page, index)
        if item:
            modes.append(pdfium.FPDFTextObj_GetTextRenderMode(item) == HIDDEN_MODE)
    return sum(modes) / len(modes) if modes else 0.0
