"""The reader of pictures of pages: PNG, JPEG and TIFF; a TIFF may hold many pages. Every page is read as a scan is."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from data.document import Document
from pipeline.errors import UnreadableFile
from pipeline.ingest.draft import Draft
from pipeline.ingest.page_writer import write_pages
from pipeline.ingest.pdf_page import PdfPage
from pipeline.ingest.scan_pages import Reading, picture_read

if TYPE_CHECKING:
    from pipeline.ingest.scan_pictures import Picture

NAME = "image"
SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
ORDER = 10

MARKS: Final = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
MAX_PAGES: Final = 3000
MOST_PIXELS: Final = 120_000_000  # A3 at 600 dots an inch has 70 million
LEAST_SIDE: Final = 300  # pixels; smaller pictures are logos
SHORT_SIDES: Final = (4.0, 13.0)  # inches that the short side of a sheet may have, if what the file says is to be believed
A4_SHORT_SIDE: Final = 8.27
ONE_SHAPE, OTHER_SHAPE = 1.05, 4.0  # dots an inch one way over those the other way, for pixels that are not square
MOST_DPI: Final = 300.0


def sniff(head: bytes, path: Path) -> bool:  # noqa: ARG001 - the content tells
    """Whether the file starts as PNG, JPEG and TIFF do."""
    return head.startswith(MARKS)


def read(path: Path, file_sha256: str) -> Document:
    """The document on a picture, or on the pictures of one TIFF; raises UnreadableFile."""
    draft = Draft(str(path), file_sha256, NAME)
    readings = [_reading(frame, number, draft) for number, frame in enumerate(_frames(path, draft), 1)]
    if not readings:
        raise UnreadableFile(f"Ảnh {path} quá nhỏ để là một trang văn bản.", "Quét hoặc chụp lại cả trang ở 200–300 dpi.")
    write_pages(draft, readings)
    return draft.finish()


def _reading(picture: Picture, number: int, draft: Draft) -> Reading:
    height, width = picture.pixels.shape[:2]
    page = PdfPage(number, width * 72 / picture.dpi, height * 72 / picture.dpi, picture_share=1.0)
    said = f"Trang {number} là ảnh, chưa đọc được chữ."
    unread = Reading(page, 0.0, "ocr", said, "Nhận dạng chữ (OCR) trang này hoặc nạp bản số.")
    return picture_read(unread, draft, lambda: picture)


def _frames(path: Path, draft: Draft) -> Iterator[Picture]:
    """The pictures of a file, one at a time."""
    with _opened(path) as image:
        with _stumbling():
            count = int(getattr(image, "n_frames", 1))
        if count > MAX_PAGES:
            draft.problem(
                f"Tệp có {count} trang ảnh; chỉ đọc {MAX_PAGES} trang đầu.",
                "Chia tệp thành nhiều tệp nhỏ hơn rồi nạp lại.",
                MAX_PAGES + 1,
            )
        for index in range(min(count, MAX_PAGES)):
            with _stumbling():
                image.seek(index)
            if image.width * image.height > MOST_PIXELS:
                raise UnreadableFile(
                    f"Ảnh {path} quá lớn ({image.width} × {image.height} điểm ảnh).", "Quét lại ở 300 dpi rồi nạp lại."
                )
            if min(image.size) >= LEAST_SIDE:
                yield _picture(image)


def _picture(image: Any) -> Picture:
    """The pixels upright as the camera says, at no more than 300 dots an inch."""
    import numpy as np  # noqa: PLC0415 heavy, and most runs have no pictures
    from PIL import Image, ImageOps  # noqa: PLC0415

    from pipeline.ingest.scan_pictures import Picture  # noqa: PLC0415

    image = _squared(image)
    dpi = _resolution(image)
    upright = ImageOps.exif_transpose(image)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        paper = Image.new("RGBA", upright.size, "white")
        upright = Image.alpha_composite(paper, upright.convert("RGBA"))
    gray = upright.mode in ("1", "L", "I", "I;16", "F")
    if upright.mode in ("I", "I;16"):  # sixteen bits a pixel
        upright = Image.fromarray((np.asarray(upright, dtype=np.uint32) >> 8).astype(np.uint8))
    flat = upright.convert("L" if gray else "RGB")
    if dpi > MOST_DPI:
        size = (round(flat.width * MOST_DPI / dpi), round(flat.height * MOST_DPI / dpi))
        flat, dpi = flat.resize(size, Image.Resampling.LANCZOS), MOST_DPI
    return Picture(np.asarray(flat, dtype=np.uint8), dpi)


def _squared(image: Any) -> Any:
    """The picture with as many dots an inch down as across; a telefax has half as many."""
    said = image.info.get("dpi", (0, 0))
    across, down = map(float, said) if isinstance(said, tuple) and len(said) == 2 else (0.0, 0.0)
    if not (min(across, down) > 0 and ONE_SHAPE < max(across, down) / min(across, down) < OTHER_SHAPE):
        return image
    dpi = max(across, down)
    flat = image.convert("L") if image.mode == "1" else image
    square = flat.resize((round(image.width * dpi / across), round(image.height * dpi / down)))
    square.info["dpi"] = (dpi, dpi)
    return square


def _resolution(image: Any) -> float:
    """The dots an inch that the file says, if a sheet of paper follows from it; else those of an A4 page."""
    said = image.info.get("dpi", (0, 0))
    dpi = float(said[0]) if isinstance(said, tuple) and said else 0.0
    short = float(min(image.size))
    if dpi > 0 and SHORT_SIDES[0] <= short / dpi <= SHORT_SIDES[1]:
        return dpi
    return short / A4_SHORT_SIDE


def _check_lengths(path: Path) -> None:
    """Raises ValueError where a part of a PNG says it is longer than the whole file: Pillow would take as much memory."""
    size = path.stat().st_size
    with path.open("rb") as handle:
        at = len(MARKS[0]) if handle.read(len(MARKS[0])) == MARKS[0] else size
        while at < size:
            handle.seek(at)
            length = int.from_bytes(handle.read(4), "big")
            if length > size:
                raise ValueError(f"a part of {length} bytes in a file of {size}")
            at += 12 + length  # its length, its kind and its checksum beside it


@contextmanager
def _stumbling() -> Iterator[None]:
    """What Pillow raises where it stumbles over a damaged directory of pictures, as the damage that it is."""
    try:
        yield
    except (TypeError, KeyError, IndexError, struct.error) as error:
        raise ValueError(str(error)) from error


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Pillow's image, closed in any case; what it cannot decode is told as a damaged file."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415

    try:
        _check_lengths(path)
        with Image.open(path) as image:
            yield image
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise UnreadableFile(
            f"Tệp ảnh {path} hỏng hoặc bị cắt cụt, không đọc được.", "Tải hoặc xin lại bản gốc của văn bản."
        ) from error
