"""The reader of Word files of before 2007 (.doc): LibreOffice makes a .docx of it, the reader of .docx does the rest."""

from __future__ import annotations

import mmap
from dataclasses import replace
from pathlib import Path
from typing import Final

from data.document import Document
from pipeline.errors import UnreadableFile
from pipeline.ingest import docx
from pipeline.ingest.docx_parts import OLE_MARK, is_encrypted
from pipeline.ingest.libre_office import converted

NAME = "doc"
SUFFIXES = (".doc", ".dot")
ORDER = 11  # behind docx, which tells of files behind a password

AHEAD: Final = (".doc", "docx")  # what the file is, what it is converted to: many files in one go
STREAM: Final = "WordDocument".encode("utf-16-le")  # only files of Word 97 to 2003 have it


def sniff(head: bytes, path: Path) -> bool:
    """Whether the file is an OLE file that holds a document of Word."""
    return head.startswith(OLE_MARK) and not is_encrypted(path) and holds(path, STREAM)


def read(path: Path, file_sha256: str) -> Document:
    """The document in the file; raises UnreadableFile."""
    return read_as_docx(path, file_sha256, AHEAD[0], NAME)


def read_as_docx(path: Path, file_sha256: str, suffix: str, name: str) -> Document:
    """The document in a file that LibreOffice opens, under the file's own name in every message; raises UnreadableFile."""
    with converted(path, suffix, AHEAD[1]) as made:
        try:
            document = docx.read(made, file_sha256)
        except UnreadableFile as error:
            raise UnreadableFile(error.problem.replace(str(made), str(path)), error.advice) from error
    return replace(document, source_path=str(path), file_format=name)


def holds(path: Path, stream: bytes) -> bool:
    """Whether an OLE file has a stream of this name (UTF-16)."""
    with path.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return content.find(stream) >= 0
