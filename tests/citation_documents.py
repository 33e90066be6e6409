"""Documents made of strings through the Draft, and what the finders say of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from data.document import Document
from extractors import citations, header
from extractors.citations import Citation
from extractors.header import Header
from pipeline.ingest import read as read_file
from pipeline.ingest.draft import Draft, DraftCell

SHARED = Path(__file__).parents[1].parent / "shared"

Table = Sequence[Sequence[str]]


def document(*parts: str | Table) -> Document:
    """A document of paragraphs (a string: one a line) and tables (rows of cells; a cell may hold several lines)."""
    key = repr(parts).encode()
    draft = Draft("thử.txt", hashlib.sha256(key).hexdigest(), "txt")
    for part in parts:
        if isinstance(part, str):
            for line in part.split("\n"):
                draft.paragraph(line)
        else:
            cells = [DraftCell(text, row, column) for row, line in enumerate(part) for column, text in enumerate(line)]
            draft.table(cells, len(part), max(len(line) for line in part))
    return draft.finish()


def header_of(*parts: str | Table) -> Header:
    """The header of such a document."""
    return header.read(document(*parts))


def citations_of(*parts: str | Table) -> list[Citation]:
    """The citations of such a document."""
    made = document(*parts)
    return list(citations.find(made, header.read(made)))


def read_text(folder: Path, name: str, text: str) -> tuple[Document, Header]:
    """A file with this text as its reader reads it, and its header."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    made = read_file(path)
    return made, header.read(made)


PLAN_OF_PHU_THO = (
    "ỦY BAN NHÂN DÂN\nTỈNH PHÚ THỌ",
    "Số: 88/KH-UBND",
    "Phú Thọ, ngày 12 tháng 3 năm 2024",
    "KẾ HOẠCH\nKiểm soát thủ tục hành chính năm 2024",
)


def cited_in_plan(sentence: str, *, preamble: bool = False) -> list[Citation]:
    """The citations of a sentence in a provincial plan of 2024, in its first section or in its preamble."""
    parts = (*PLAN_OF_PHU_THO, sentence, "I. MỤC ĐÍCH") if preamble else (*PLAN_OF_PHU_THO, "I. MỤC ĐÍCH", sentence)
    return citations_of(*parts)
