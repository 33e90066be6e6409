"""PDFium asked about many letters or objects at once, with the answers in one array.

A call through pypdfium2's wrappers costs more than its answer, and a page has thousands of letters. Here the same
functions are called with plain addresses over whole runs of indexes, and write straight into the array: ten times the speed.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium

Handle: TypeAlias = ctypes.c_void_p  # a pointer of PDFium
Address: TypeAlias = int  # the same as a number
Floats: TypeAlias = npt.NDArray[np.float64]

POINTER, INT = ctypes.c_void_p, ctypes.c_int
RECTANGLE: Final = 4  # numbers, of four bytes each


def address(handle: Handle | None) -> Address:
    """Where an object of PDFium lies, which tells it from all others; 0 if it is none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0 if handle else 0


def _bare(function: Any, answer: Any, *arguments: Any) -> Callable[..., Any]:
    """A function of PDFium that takes addresses, without a wrapper around it."""
    return ctypes.PYFUNCTYPE(answer, *arguments)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_loose_box = _bare(pdfium.FPDFText_GetLooseCharBox, INT, POINTER, INT, POINTER)
_matrix = _bare(pdfium.FPDFText_GetMatrix, INT, POINTER, INT, POINTER)
_origin = _bare(pdfium.FPDFText_GetCharOrigin, INT, POINTER, INT, POINTER, POINTER)
_font_size: Callable[..., float] = _bare(pdfium.FPDFText_GetFontSize, ctypes.c_double, POINTER, INT)
_is_generated = _bare(pdfium.FPDFText_IsGenerated, INT, POINTER, INT)
_text_object = _bare(pdfium.FPDFText_GetTextObject, POINTER, POINTER, INT)
_unicode = _bare(pdfium.FPDFText_GetUnicode, ctypes.c_uint, POINTER, INT)
_font = _bare(pdfium.FPDFTextObj_GetFont, POINTER, POINTER)
_page_object = _bare(pdfium.FPDFPage_GetObject, POINTER, POINTER, INT)
_form_object = _bare(pdfium.FPDFFormObj_GetObject, POINTER, POINTER, ctypes.c_ulong)
_kind = _bare(pdfium.FPDFPageObj_GetType, INT, POINTER)
_bounds = _bare(pdfium.FPDFPageObj_GetBounds, INT, POINTER, POINTER, POINTER, POINTER, POINTER)
_draw_mode = _bare(pdfium.FPDFPath_GetDrawMode, INT, POINTER, POINTER, POINTER)


def characters(text_page: Handle, count: int) -> str:
    """The characters of a page as PDFium names them, one for each index; what is no character is U+FFFD."""
    units = (ctypes.c_ushort * (count + 1))()
    if pdfium.FPDFText_GetText(text_page, 0, count, units) == count + 1:
        text = bytes(units)[: 2 * count].decode("utf-16-le", "replace")
        if len(text) == count:
            return text
    codes = map(_unicode, repeat(address(text_page)), range(count))  # some stand for no text: asked for one by one
    return "".join(chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd" for code in codes)


def loose_boxes(text_page: Handle, indexes: Sequence[int]) -> npt.NDArray[np.float32]:
    """Left, top, right and bottom of characters in user space, as high as their fonts say; a row each."""
    boxes = np.zeros((len(indexes), RECTANGLE), np.float32)
    _written(_loose_box, repeat(address(text_page)), indexes, _rows(boxes))
    return boxes


def matrices(text_page: Handle, indexes: Sequence[int]) -> npt.NDArray[np.float32]:
    """The numbers a, b, c and d of the matrix of each character's text; a row each."""
    found = np.zeros((len(indexes), 6), np.float32)
    _written(_matrix, repeat(address(text_page)), indexes, _rows(found))
    return found[:, :4]


def origins(text_page: Handle, indexes: Sequence[int]) -> Floats:
    """Where on its baseline each character begins, x and y in user space; a row each."""
    found = np.zeros((len(indexes), 2), np.float64)
    rows = _rows(found)
    _written(_origin, repeat(address(text_page)), indexes, rows, range(rows.start + 8, rows.stop + 8, rows.step))
    return found


def font_sizes(text_page: Handle, indexes: Sequence[int]) -> list[float]:
    """The size of each character's font, before the matrix of its text."""
    return list(map(_font_size, repeat(address(text_page)), indexes))


def generated(text_page: Handle, indexes: Sequence[int]) -> list[int]:
    """For each character, 1 if it is a space or line end that PDFium put in."""
    return list(map(_is_generated, repeat(address(text_page)), indexes))


def text_objects(text_page: Handle, indexes: Sequence[int]) -> list[Address]:
    """The object that each character belongs to; 0 for those of none."""
    return [found or 0 for found in map(_text_object, repeat(address(text_page)), indexes)]


def font_of(text_object: Address) -> Address:
    """The font of a text object; 0 if it has none."""
    return (_font(text_object) or 0) if text_object else 0


def page_objects(page: Handle, first: int, end: int) -> list[Address]:
    """Objects of a page by their numbers."""
    return [found or 0 for found in map(_page_object, repeat(address(page)), range(first, end))]


def form_objects(form: Address, count: int) -> list[Address]:
    """The first objects of a form."""
    return [found or 0 for found in map(_form_object, repeat(form), range(count))]


def kinds(objects: Sequence[Address]) -> list[int]:
    """What each object is: FPDF_PAGEOBJ_…"""
    return list(map(_kind, objects))


def bounds(objects: Sequence[Address]) -> Floats:
    """Left, bottom, right and top of each object in its parent's space, a row each; not a number where there are none."""
    found = np.full((len(objects), RECTANGLE), np.nan, np.float32)
    rows = _rows(found)
    places = (range(rows.start + place, rows.stop + place, rows.step) for place in (0, 4, 8, 12))
    _written(_bounds, objects, *places)
    return found.astype(np.float64)


def draw_modes(paths: Sequence[Address]) -> tuple[list[int], list[int]]:
    """For each path how it is filled and whether its outline is drawn."""
    modes = np.zeros((len(paths), 2), np.int32)
    rows = _rows(modes)
    _written(_draw_mode, paths, rows, range(rows.start + 4, rows.stop + 4, rows.step))
    return modes[:, 0].tolist(), modes[:, 1].tolist()


def _rows(table: npt.NDArray[Any]) -> range:
    """The address of each row."""
    return range(table.ctypes.data, table.ctypes.data + table.nbytes, table.itemsize * table.shape[1])


def _written(function: Callable[..., int], *arguments: Any) -> None:
    """Calls a function that writes its answers where its arguments say."""
    deque(map(function, *arguments), maxlen=0)
