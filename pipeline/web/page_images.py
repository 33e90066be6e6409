"""Pictures of pages, made when they are asked for, in a process of their own: a bad file costs its picture only."""

from __future__ import annotations

import hashlib
import io
import threading
from collections import OrderedDict
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from pipeline.errors import PlanError

SCALE = 2.0  # pixels a point: 144 an inch, sharp on most screens
MOST_PIXELS = 16_000_000
SECONDS = 20
KEPT_BYTES = 64 * 2**20
PAGES_A_WORKER = 200


class NoPicture(PlanError):
    """A page that cannot be shown as a picture."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """The file of a document as it was when it was read."""

    path: str
    sha256: str


class PageImages:
    """Makes pictures of pages and keeps the latest."""

    def __init__(self, below: Path | None) -> None:
        self._below = below.resolve() if below is not None else None
        self._kept: OrderedDict[tuple[str, int], bytes] = OrderedDict()
        self._checked: dict[tuple[str, int, int], str] = {}
        self._lock = threading.Lock()
        self._pool: ProcessPool | None = None

    def png(self, source: SourceFile, page: int) -> bytes:
        """The picture of a page; raises NoPicture."""
        key = (source.sha256, page)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        path = self.file(source)
        with self._lock:
            if self._pool is None:
                self._pool = ProcessPool(max_workers=1, max_tasks=PAGES_A_WORKER, context=get_context("spawn"))
            pool = self._pool
        try:
            made: bytes = pool.schedule(draw, args=[str(path), page], timeout=SECONDS).result()
        except (Late, ProcessExpired, ValueError, OSError, RuntimeError, MemoryError) as error:
            raise NoPicture("Không vẽ được trang này.", "Mở tệp gốc để xem.") from error
        with self._lock:
            self._kept[key] = made
            while sum(map(len, self._kept.values())) > KEPT_BYTES and len(self._kept) > 1:
                self._kept.popitem(last=False)
        return made

    def file(self, source: SourceFile) -> Path:
        """Where the document's file lies now; raises NoPicture if it is not there, not below the folder or not the same."""
        path = Path(source.path)
        try:
            real = path.resolve(strict=True)
            status = real.stat()
        except (OSError, ValueError) as error:
            if "://" in source.path:
                raise NoPicture("Tệp gốc nằm ở một địa chỉ mạng.", "Tải tệp về để xem trang, hoặc xem phần chữ.") from error
            if any(parent.is_file() for parent in path.parents):
                raise NoPicture(
                    "Tệp gốc nằm trong tệp nén hoặc thư.", "Giải nén để xem trang, hoặc xem phần chữ."
                ) from error
            raise NoPicture("Không còn tệp gốc ở chỗ cũ.", "Đưa tệp về chỗ cũ, hoặc xem phần chữ.") from error
        if self._below is not None and not real.is_relative_to(self._below):
            raise NoPicture("Tệp gốc nằm ngoài thư mục kế hoạch của trang.", "Chạy kehoach serve với --plans đúng thư mục.")
        stamp = (str(real), status.st_mtime_ns, status.st_size)
        if stamp not in self._checked:
            with real.open("rb") as handle:
                self._checked[stamp] = hashlib.file_digest(handle, "sha256").hexdigest()
        if self._checked[stamp] != source.sha256:
            raise NoPicture("Tệp gốc đã thay đổi sau khi nạp.", "Chạy lại kehoach ingest rồi tải lại trang.")
        return real

    def close(self) -> None:
        """Ends the process that draws."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()


def draw(path: str, page: int) -> bytes:
    """A page of a PDF, or of a file of images, as PNG; raises ValueError where there is none."""
    with open(path, "rb") as handle:  # noqa: PTH123
        is_pdf = b"%PDF-" in handle.read(1024)
    return _of_pdf(path, page) if is_pdf else _of_image(path, page)


def _of_pdf(path: str, page: int) -> bytes:
    import pypdfium2  # noqa: PLC0415 only the drawing process needs it

    with pypdfium2.PdfDocument(path) as pdf:
        if not 1 <= page <= len(pdf):
            raise ValueError(f"page {page} of {len(pdf)}")
        width, height = pdf[page - 1].get_size()
        scale = min(SCALE, (MOST_PIXELS / max(width * height, 1)) ** 0.5)
        image = pdf[page - 1].render(scale=scale).to_pil()
    return _png(image)


def _of_image(path: str, page: int) -> bytes:
    from PIL import Image  # noqa: PLC0415

    Image.MAX_IMAGE_PIXELS = 4 * MOST_PIXELS
    with Image.open(path) as image:
        image.seek(page - 1)
        image.thumbnail((4000, 4000))
        return _png(image.convert("RGB"))


def _png(image: object) -> bytes:
    from PIL.Image import Image  # noqa: PLC0415

    assert isinstance(image, Image)
    out = io.BytesIO()
    few = image.convert("L") if _is_grey(image) else image
    few.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _is_grey(image: object) -> bool:
    """Whether a picture has no colours, so that a third of the bytes will do."""
    from PIL import ImageChops  # noqa: PLC0415
    from PIL.Image import Image  # noqa: PLC0415

    assert isinstance(image, Image)
    red, green, blue = image.convert("RGB").split()
    return not ImageChops.difference(red, green).getbbox() and not ImageChops.difference(green, blue).getbbox()
