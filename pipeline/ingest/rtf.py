"""The reader of Rich Text Format (.rtf, and .doc files that hold it): read as LibreOffice makes a .docx of it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from data.document import Document
from pipeline.ingest.word_97 import read_as_docx

NAME = "rtf"
SUFFIXES = (".rtf",)
ORDER = 12

AHEAD: Final = (".rtf", "docx")
MARK: Final = b"{\\rtf"


def sniff(head: bytes, path: Path) -> bool:  # noqa: ARG001 - the content tells
    """Whether the file starts as RTF does."""
    return head.startswith(MARK)


def read(path: Path, file_sha256: str) -> Document:
    """The document in the file; raises UnreadableFile."""
    return read_as_docx(path, file_sha256, AHEAD[0], NAME)
