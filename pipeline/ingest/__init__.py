"""The readers: one module a format, found by looking into the folder and at the content of the file.

A reader module has NAME (what users call the format), SUFFIXES, sniff(head, path) and read(path, sha256).
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import pkgutil
from pathlib import Path
from typing import Protocol, cast

from data.document import Document
from pipeline.errors import UnknownFormat, UnreadableFile

HEAD = 8192  # bytes that a reader may look at to know its format


class Reader(Protocol):
    """What a module of this folder offers to be a reader."""

    NAME: str
    SUFFIXES: tuple[str, ...]
    ORDER: int  # readers with a sure mark in the content first (10), those that guess last (90)

    def sniff(self, head: bytes, path: Path) -> bool:
        """Whether the file's first bytes (and, where content alone cannot tell, its name) are of this format."""
        ...

    def read(self, path: Path, file_sha256: str) -> Document:
        """The document; raises UnreadableFile."""
        ...


@functools.cache
def readers() -> tuple[Reader, ...]:
    """The readers of this folder: its modules that define sniff, surest first."""
    modules = (importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    found = [cast(Reader, module) for module in modules if hasattr(module, "sniff")]
    return tuple(sorted(found, key=lambda reader: (reader.ORDER, reader.NAME)))


def suffixes() -> frozenset[str]:
    """The file suffixes that a folder is searched for, lower case, with the dot."""
    return frozenset(suffix for reader in readers() for suffix in reader.SUFFIXES)


def read(path: Path) -> Document:
    """The document in a file; raises UnreadableFile with what is wrong and what to do."""
    try:
        with path.open("rb") as handle:
            head = handle.read(HEAD)
            digest = hashlib.sha256(head)
            while chunk := handle.read(1 << 20):
                digest.update(chunk)
    except OSError as error:
        raise UnreadableFile(f"Không mở được tệp {path}: {error.strerror}.", "Kiểm tra quyền đọc và đường dẫn.") from error
    if not head.strip():
        raise UnreadableFile(f"Tệp {path} rỗng.", "Xin lại bản gốc của văn bản.")
    for reader in readers():
        if reader.sniff(head, path):
            return reader.read(path, digest.hexdigest())
    raise UnknownFormat(
        f"Không nhận ra định dạng của tệp {path}.",
        f"Các định dạng đọc được: {', '.join(reader.NAME for reader in readers())}.",
    )
