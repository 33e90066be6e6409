"""The reader of Rich Text Format (.rtf, and .doc files that hold it): read as LibreOffice makes a .docx of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Final

from data.document import Document, Problem
from normalizers.syllables import syllable_share
from pipeline.ingest.word_97 import read_as_docx

NAME = "rtf"
SUFFIXES = (".rtf",)
ORDER = 12

AHEAD: Final = (".rtf", "docx")
MARK: Final = b"{\\rtf"
VIETNAMESE: Final = 0.25  # share of syllables: damaged bytes reach 0.18, English prose 0.3
SHORT: Final = 500  # characters; fewer decide nothing


def sniff(head: bytes, path: Path) -> bool:  # noqa: ARG001 - the content tells
    """Whether the file starts as RTF does."""
    return head.startswith(MARK)


def read(path: Path, file_sha256: str) -> Document:
    """The document in the file; raises UnreadableFile."""
    document = read_as_docx(path, file_sha256, AHEAD[0], NAME)
    share = syllable_share(document.text)
    if share >= VIETNAMESE or len(document.text) < SHORT:
        return document
    doubt = Problem(
        f"Chỉ {share:.0%} số từ trong tệp viết như tiếng Việt; tệp có thể hỏng hoặc không phải văn bản tiếng Việt.",
        "Mở tệp bằng Word để xem; nếu chữ sai, xin lại bản gốc.",
    )
    return replace(document, problems=(*document.problems, doubt))
