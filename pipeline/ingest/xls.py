"""The reader of spreadsheets of before 2007 (.xls): LibreOffice makes an .xlsx of it, the reader of .xlsx does the rest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from data.document import Document
from pipeline.errors import UnreadableFile
from pipeline.ingest import xlsx
from pipeline.ingest.docx_parts import OLE_MARK, is_encrypted
from pipeline.ingest.libre_office import converted
from pipeline.ingest.word_97 import holds

NAME = "xls"
SUFFIXES = (".xls",)
ORDER = 13

AHEAD: Final = (".xls", "xlsx")
STREAM: Final = "Workbook".encode("utf-16-le")


def sniff(head: bytes, path: Path) -> bool:
    """Whether the file is an OLE file that holds a workbook."""
    return head.startswith(OLE_MARK) and not is_encrypted(path) and holds(path, STREAM)


def read(path: Path, file_sha256: str) -> Document:
    """The sheets of the workbook; raises UnreadableFile."""
    with converted(path, *AHEAD) as made:
        try:
            document = xlsx.read(made, file_sha256)
        except UnreadableFile as error:
            raise UnreadableFile(error.problem.replace(str(made), str(path)), error.advice) from error
    return replace(document, source_path=str(path), file_format=NAME)
