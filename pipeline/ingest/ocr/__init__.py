"""The word reader of scans: a page image becomes printed lines of words, each with its box, its doubt and its repairs.

Recipe of a caller: prepare → find the ruled tables on page.gray → read_cells → read_page of what is left (page.without).
The names here are all that other parts use; numpy, OpenCV and the readers are loaded at the first call.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pipeline.errors import PlanError
from pipeline.ingest.ocr.words import (
    Doubt,
    Flag,
    FlagKind,
    Mode,
    PageReading,
    PixelBox,
    ReaderState,
    ReadLine,
    ReadWord,
    RepairKind,
)

if TYPE_CHECKING:
    from pipeline.ingest.ocr.page_image import Array, PageImage

__all__ = [
    "Doubt",
    "Flag",
    "FlagKind",
    "Mode",
    "OcrUnavailable",
    "PageReading",
    "PixelBox",
    "ReadLine",
    "ReadWord",
    "ReaderState",
    "RepairKind",
    "available",
    "prepare",
    "read_cells",
    "read_page",
    "version",
]


class OcrUnavailable(PlanError):
    """No word reader is installed, so no image can be read."""

    exit_code = 3


def prepare(image: Array, dpi: float | None, *, turn: bool = True) -> PageImage:
    """The image as it is read: gray without coloured ink, upright (if `turn`) and level.

    image: height × width, or × 3 in the order red, green, blue. dpi None = guessed, as if the page were an A4 sheet.
    """
    _check()
    from pipeline.ingest.ocr.page import made_ready  # noqa: PLC0415 OpenCV is for those who read scans

    return made_ready(image, dpi, turn=turn)


def read_page(page: PageImage, mode: Mode = "accurate") -> PageReading:
    """The words of a page, boxes in pixels of page.gray; raises OcrUnavailable."""
    _check()
    from pipeline.ingest.ocr.page import read  # noqa: PLC0415

    return read(page, mode)


def read_cells(page: PageImage, cells: Sequence[PixelBox], mode: Mode = "accurate") -> tuple[PageReading, ...]:
    """A reading for each of these places of the page, boxes in pixels of page.gray; raises OcrUnavailable."""
    _check()
    from pipeline.ingest.ocr.page import read_places  # noqa: PLC0415

    return read_places(page, cells, mode)


def available() -> tuple[ReaderState, ...]:
    """The word readers, the missing ones too: what their absence costs and how to get them."""
    from pipeline.ingest.ocr.readers import states  # noqa: PLC0415

    return states()


def version(mode: Mode) -> str:
    """What a reading depends on besides the image: readers, models, rules. The same version reads the same words."""
    from pipeline.ingest.ocr.readers import version_of  # noqa: PLC0415

    return version_of(mode)


def _check() -> None:
    missing = [state for state in available() if not state.present]
    if len(missing) == len(available()):
        raise OcrUnavailable(
            "Chưa cài bộ nhận dạng chữ (OCR) nào nên không đọc được ảnh.",
            " ".join(dict.fromkeys(state.advice for state in missing)),
        )
