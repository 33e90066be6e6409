"""Pages as pictures: those of a PDF as their own pixels where the page is one picture, else drawn; those of image files."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

from data.document import Box

Pixels: TypeAlias = NDArray[np.uint8]  # height × width, or height × width × 3 (RGB)

DRAWN_DPI: Final = 200.0  # of pages that hold no picture: letters drawn as shapes, fonts without Unicode
MOST_DPI: Final = 300.0  # readers gain nothing above
LEAST_DPI: Final = 60.0
MOST_PIXELS: Final = 40_000_000  # of a page; A3 at 300 dpi has 17 million
LARGE: Final = 0.05  # share of the page from which a picture counts
WHOLE: Final = 0.97  # share of the page from which a picture is the page
ALIKE: Final = 12.0  # mean difference of gray up to which a picture's pixels are what the page shows
SQUARE: Final = 1.05  # dots an inch one way over those the other way, up to which pixels are square
THUMBNAIL: Final = 64  # pixels across, for that comparison


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a picture; its pixels divided by dpi and times 72 are the page's points as shown."""

    pixels: Pixels
    dpi: float


class PdfPictures:
    """The pages of one PDF that opens, as pictures.

    The file is opened anew: reading its text may have flattened its pages.
    """

    def __init__(self, path: Path) -> None:
        self._document = pypdfium2.PdfDocument(path)

    def close(self) -> None:
        """Frees the file."""
        self._document.close()

    def page(self, number: int, told: Sequence[Box] = ()) -> Picture:
        """A page as shown, without the annotations at the places told: their text is known, and they cover print."""
        page = self._document[number - 1]
        try:
            left = _without_annotations(page, told)
            width, height = page.get_size()
            pictures = _pictures(page, width * height)
            dpi = _resolution(pictures, width, height)
            own = _own_pixels(page, pictures) if not left else None
            if own is not None and math.sqrt(own.shape[0] * own.shape[1] / (width * height)) * 72 <= MOST_DPI * 1.1:
                return _squared(own, width, height)
            return Picture(_drawn(page, dpi / 72, annotations=left), dpi)
        finally:
            page.close()


def _squared(pixels: Pixels, width: float, height: float) -> Picture:
    """A page's own pixels, as many an inch down as across; those of a telefax are half as many."""
    import cv2  # noqa: PLC0415 only scans pay for it

    across, down = pixels.shape[1] * 72 / width, pixels.shape[0] * 72 / height
    if max(across, down) <= SQUARE * min(across, down):
        return Picture(pixels, across)
    dpi = max(across, down)
    size = (round(width * dpi / 72), round(height * dpi / 72))
    return Picture(np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_CUBIC), np.uint8), dpi)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A picture on a page: its object, pixels across and down, and its share of the page."""

    image: Any
    across: int
    down: int
    area: float
    share: float


def _pictures(page: Any, area: float) -> list[_Placed]:
    found: list[_Placed] = []
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=8):
        try:
            across, down = item.get_px_size()
            left, bottom, right, top = item.get_bounds()
        except pypdfium2.PdfiumError:  # a picture that PDFium cannot measure is drawn like everything else
            continue
        own = abs((right - left) * (top - bottom))
        if area > 0 and own > LARGE * area:
            found.append(_Placed(item, across, down, own, min(own / area, 1.0)))
    return found


def _resolution(pictures: Sequence[_Placed], width: float, height: float) -> float:
    """The dots an inch at which nothing that the pictures hold is lost."""
    own = [72 * math.sqrt(picture.across * picture.down / picture.area) for picture in pictures if picture.area > 0]
    dpi = min(max([*own, LEAST_DPI]), MOST_DPI) if own else DRAWN_DPI
    return min(dpi, 72 * math.sqrt(MOST_PIXELS / max(width * height, 1.0)))


def _own_pixels(page: Any, pictures: Sequence[_Placed]) -> Pixels | None:
    """The pixels of the one picture that is the page; None if the page shows anything else, or shows it otherwise."""
    if len(pictures) != 1 or pictures[0].share < WHOLE or pictures[0].across * pictures[0].down > MOST_PIXELS:
        return None
    try:
        pixels = _rgb(pictures[0].image.get_bitmap(render=False).to_numpy())
    except (pypdfium2.PdfiumError, RuntimeError, ValueError):  # a form of picture that can only be drawn
        return None
    pixels = np.ascontiguousarray(np.rot90(pixels, -(page.get_rotation() // 90) % 4))
    small = THUMBNAIL / max(page.get_size())
    shown = _drawn(page, small, annotations=False)
    return pixels if _difference(pixels, shown) <= ALIKE else None


def _difference(pixels: Pixels, shown: Pixels) -> float:
    """The mean difference in gray of a picture and a thumbnail of what it should show."""
    import cv2  # noqa: PLC0415 only scans pay for it

    size = (shown.shape[1], shown.shape[0])
    own = cv2.resize(_gray(pixels), size, interpolation=cv2.INTER_AREA).astype(np.int16)
    return float(np.abs(own - _gray(shown).astype(np.int16)).mean())


def _gray(pixels: Pixels) -> Pixels:
    return pixels if pixels.ndim == 2 else np.asarray(pixels.mean(axis=2), dtype=np.uint8)


def _rgb(pixels: NDArray[Any]) -> Pixels:
    """PDFium's blue, green, red (and unused) to red, green, blue; gray stays gray."""
    if pixels.ndim == 2:
        return np.asarray(pixels, dtype=np.uint8)
    if pixels.shape[2] == 1:
        return np.ascontiguousarray(pixels[:, :, 0])
    return np.ascontiguousarray(pixels[:, :, 2::-1])


def _drawn(page: Any, scale: float, *, annotations: bool) -> Pixels:
    bitmap = page.render(scale=scale, may_draw_forms=annotations, draw_annots=annotations)
    return _rgb(bitmap.to_numpy()).copy()


def _without_annotations(page: Any, told: Sequence[Box]) -> bool:
    """Takes the annotations away in whose rectangle a told place lies; whether any is left. The file stays as it is."""
    height = page.get_size()[1]
    middles = [((box.x0 + box.x1) / 2, height - (box.y0 + box.y1) / 2) for box in told]
    left = 0
    for index in reversed(range(pdfium.FPDFPage_GetAnnotCount(page.raw))):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        rectangle = pdfium.FS_RECTF()
        placed = pdfium.FPDFAnnot_GetRect(annotation, rectangle)
        subtype = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if subtype in (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP):
            continue
        known = placed and any(
            rectangle.left <= x <= rectangle.right and rectangle.bottom <= y <= rectangle.top for x, y in middles
        )
        if known:
            pdfium.FPDFPage_RemoveAnnot(page.raw, index)
        elif placed and rectangle.right - rectangle.left > 1 and rectangle.top - rectangle.bottom > 1:
            left += 1
    return left > 0
