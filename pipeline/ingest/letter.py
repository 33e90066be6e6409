"""What an e-mail says beside its attachments, laid out as a document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from data.document import Document
from normalizers.mapped_text import MappedText
from pipeline.errors import UnreadableFile
from pipeline.ingest import containers, html, text
from pipeline.ingest.draft import Draft


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail: its head as written and its text, plain or HTML."""

    subject: str
    sender: str
    receiver: str
    sent: str
    text: str
    is_html: bool = False


def write(letter: Letter, path: Path, file_sha256: str, name: str) -> Document:
    """The document: subject, then the text; who wrote when to whom is no part of it."""
    draft = Draft(str(path), file_sha256, name)
    for title, said in (("Từ", letter.sender), ("Đến", letter.receiver), ("Ngày", letter.sent)):
        if said.strip():
            draft.furniture("page-header", f"{title}: {said}")
    draft.paragraph(letter.subject)
    if letter.is_html:
        html.lay_out(letter.text, draft)
    else:
        text.lay_out(MappedText.of(letter.text), draft)
    try:
        containers.named_members(path)
    except UnreadableFile as error:
        draft.problem(f"Chỉ đọc được lời thư, không mở được các tệp đính kèm: {error.problem}", error.advice)
    return draft.finish()
