"""The reader of Word files of before 2007 (.doc): LibreOffice makes a .docx of it, the reader of .docx does the rest."""

from __future__ import annotations

import mmap
import re
from dataclasses import replace
from pathlib import Path
from typing import Final

from data.document import Document, Problem
from pipeline.errors import UnreadableFile
from pipeline.ingest import docx
from pipeline.ingest.docx_parts import OLE_MARK, is_encrypted
from pipeline.ingest.libre_office import converted

NAME = "doc"
SUFFIXES = (".doc", ".dot")
ORDER = 11  # behind docx, which tells of files behind a password

AHEAD: Final = (".doc", "docx")  # what the file is, what it is converted to: many files in one go
FEW_CELLS: Final = 6  # what else may look like the end of a cell in a binary file
# A letter, the mark U+0007, a letter: "STT\x07Nội dung"
WIDE_CELL: Final = re.compile(rb"[\x20-\xff][\x00\x01\x1e]\x07\x00(?=[\x20-\xff][\x00\x01\x1e])")
NARROW_CELL: Final = re.compile(rb"[\x20-\x7e\xa1-\xff]{6}\x07(?=[\x20-\x7e\xa1-\xff]{3})")
STREAM: Final = "WordDocument".encode("utf-16-le")  # only files of Word 97 to 2003 have it


def sniff(head: bytes, path: Path) -> bool:
    """Whether the file is an OLE file that holds a document of Word."""
    return head.startswith(OLE_MARK) and not is_encrypted(path) and holds(path, STREAM)


def read(path: Path, file_sha256: str) -> Document:
    """The document in the file; raises UnreadableFile."""
    document = read_as_docx(path, file_sha256, AHEAD[0], NAME)
    if document.tables or cells_in(path) < FEW_CELLS:
        return document
    lost = Problem(
        "Tệp có bảng nhưng LibreOffice không nhận ra, chữ trong các ô dính liền nhau.",
        "Mở bằng Word, lưu thành tệp .docx rồi nạp tệp đó.",
    )
    return replace(document, problems=(*document.problems, lost))


def cells_in(path: Path) -> int:
    """About how many cells the text in the file divides by its mark of a cell's end, in UTF-16 or in one byte a letter."""
    content = path.read_bytes()
    return len(WIDE_CELL.findall(content)) + len(NARROW_CELL.findall(content))


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
