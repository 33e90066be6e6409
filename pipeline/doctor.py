"""What is installed on this machine of all that reading can use, and what each missing part costs."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

LEAST_FREE: Final = 1 << 30  # bytes; the store is built beside the old one


@dataclass(frozen=True, slots=True)
class Part:
    """A part that reading can use: what was found of it (empty: nothing), what its absence costs, what to do about it."""

    name: str
    found: str
    cost: str
    advice: str


def parts() -> Iterator[Part]:
    """Every part, each looked for now."""
    yield _office()
    yield _seven_zip()
    yield from _word_readers()
    yield _room()


def _office() -> Part:
    from pipeline.ingest import libre_office  # noqa: PLC0415 looked for when asked

    return Part("LibreOffice", libre_office.version() or "", "Tệp .doc, .rtf, .xls không đọc được.", libre_office.INSTALL)


def _seven_zip() -> Part:
    there = importlib.util.find_spec("py7zr") is not None
    found = importlib.metadata.version("py7zr") if there else ""
    return Part("py7zr", found, "Tệp nén .7z không đọc được.", 'Cài bằng: pip install "kehoach[7z]".')


def _word_readers() -> Iterator[Part]:
    """The readers of scans: one alone is enough to read, all together read best."""
    from pipeline.ingest.ocr import available  # noqa: PLC0415 looked for when asked

    for reader in available():
        found = reader.version if reader.present else ""
        yield Part(f"OCR {reader.name}", found, reader.cost, reader.advice)


def _room() -> Part:
    """Room for what is unpacked and converted on the way."""
    folder = Path(tempfile.gettempdir())
    free = shutil.disk_usage(folder).free
    found = f"còn {free / (1 << 30):.0f} GB ở {folder}" if free >= LEAST_FREE else ""
    cost = "Tệp nén lớn và tệp cần chuyển đổi có thể không đọc được."
    return Part("Chỗ tạm", found, cost, f"Dọn bớt ổ đĩa chứa {folder}: cần ít nhất 1 GB.")
