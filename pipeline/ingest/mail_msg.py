"""E-mails as Outlook keeps them (.msg): the message is a document, its attachments are files of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from oxmsg import Message
from oxmsg.attachment import Attachment

from data.document import Document
from pipeline.errors import UnreadableFile
from pipeline.ingest.docx_parts import OLE_MARK
from pipeline.ingest.held import MAX_SIZE, Held
from pipeline.ingest.letter import Letter, write
from pipeline.ingest.mail_eml import RESEND
from pipeline.ingest.word_97 import holds

NAME = "msg"
SUFFIXES: Final[tuple[str, ...]] = (".msg",)
ORDER = 12
IS_DOCUMENT: Final = True

STREAM: Final = "__properties_version1.0".encode("utf-16-le")


def sniff(head: bytes, path: Path) -> bool:
    """Whether the file is an OLE file with the properties of a message."""
    return head.startswith(OLE_MARK) and holds(path, STREAM)


def read(path: Path, file_sha256: str) -> Document:
    """The message itself: subject and text; sender and day are furniture. Raises UnreadableFile."""
    message = _message(path)
    try:
        plain, rich = message.body or "", ""
        if not plain.strip():
            rich = message.html_body or ""
        sent = message.sent_date
        receivers = ", ".join(filter(None, (receiver.name for receiver in message.recipients)))
        letter = Letter(
            message.subject or "",
            message.sender or "",
            receivers,
            f"{sent:%d/%m/%Y %H:%M}" if sent else "",
            plain if plain.strip() else rich,
            not plain.strip(),
        )
    except Exception as error:  # the library raises whatever a broken property makes it raise
        raise _broken(path) from error
    return write(letter, path, file_sha256, NAME)


def members(path: Path) -> list[Held]:
    """The attachments that are files; raises UnreadableFile."""
    return [
        Held(attachment.file_name or f"đính kèm {number + 1}", str(number), len(attachment.file_bytes or b""))
        for number, attachment in enumerate(_attachments(path))
    ]


def unpack(path: Path, wanted: Held, to: Path) -> None:
    """Writes an attachment into a new file; raises UnreadableFile."""
    to.write_bytes(_attachments(path)[int(wanted.key)].file_bytes or b"")


def _attachments(path: Path) -> list[Attachment]:
    message = _message(path)
    try:
        return [each for each in message.attachments if each.attached_by_value]
    except Exception as error:
        raise _broken(path) from error


def _message(path: Path) -> Message:
    if path.stat().st_size > MAX_SIZE:
        raise UnreadableFile(f"Thư {path} lớn hơn {MAX_SIZE >> 20} MiB.", RESEND)
    try:
        return Message.load(str(path))
    except Exception as error:
        raise _broken(path) from error


def _broken(path: Path) -> UnreadableFile:
    return UnreadableFile(f"Thư {path} hỏng, không đọc được.", RESEND)
