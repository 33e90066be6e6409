"""E-mails as Outlook keeps them (.msg): the message is a document, its attachments are files of their own.

A message attached to another is an object inside it ([MS-OXMSG] 2.2.2) and no file: it is handed on as .eml.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Final

from olefile import OleFileIO
from oxmsg import Message
from oxmsg.attachment import Attachment
from oxmsg.properties import Properties
from oxmsg.storage import Storage

from data.document import Document
from pipeline.errors import UnreadableFile
from pipeline.ingest.docx_parts import OLE_MARK
from pipeline.ingest.held import KEPT, MAX_SIZE, Held
from pipeline.ingest.letter import Letter, write
from pipeline.ingest.mail_eml import RESEND
from pipeline.ingest.word_97 import holds

NAME = "msg"
SUFFIXES: Final[tuple[str, ...]] = (".msg",)
ORDER = 12
IS_DOCUMENT: Final = True

STREAM: Final = "__properties_version1.0".encode("utf-16-le")
INNER: Final = "__substg1.0_3701000D"  # where an attached message lies
INNER_HEAD: Final = 24  # bytes before its properties; a message that is a file has 32
DEEPEST: Final = 8  # messages within messages; each layer makes what it holds a third larger
ANY_FILE: Final = "application", "octet-stream"


class _Inner(Message):
    """A message attached to another."""

    @property
    def properties(self) -> Properties:
        return Properties(self._storage, INNER_HEAD)


def sniff(head: bytes, path: Path) -> bool:
    """Whether the file is an OLE file with the properties of a message."""
    return head.startswith(OLE_MARK) and holds(path, STREAM)


def read(path: Path, file_sha256: str) -> Document:
    """The message itself: subject and text; sender and day are furniture. Raises UnreadableFile."""
    root = _root(path)
    try:
        letter = _letter(Message(root))
    except Exception as error:  # the library raises whatever a broken property makes it raise
        raise _broken(path) from error
    return write(letter, path, file_sha256, NAME)


def members(path: Path) -> list[Held]:
    """The attachments that are files or messages; raises UnreadableFile."""
    return [Held(name, str(number), len(content)) for number, (name, content) in enumerate(_attachments(path))]


def unpack(path: Path, wanted: Held, to: Path) -> None:
    """Writes an attachment into a new file; raises UnreadableFile."""
    _, content = _attachments(path)[int(wanted.key)]
    to.write_bytes(content)


def _letter(message: Message) -> Letter:
    plain, rich = message.body or "", ""
    if not plain.strip():
        rich = message.html_body or ""
    sent = message.sent_date
    receivers = ", ".join(filter(None, (receiver.name for receiver in message.recipients)))
    return Letter(
        message.subject or "",
        message.sender or "",
        receivers,
        f"{sent:%d/%m/%Y %H:%M} UTC" if sent else "",
        plain if plain.strip() else rich,
        not plain.strip(),
    )


def _attachments(path: Path) -> list[tuple[str, bytes]]:
    found = path.stat()
    take_out = _taken_out if found.st_size <= KEPT else _taken_out.__wrapped__
    return take_out(path, found.st_mtime_ns)


@functools.lru_cache(maxsize=1)  # each attachment is asked for by itself
def _taken_out(path: Path, _changed: int) -> list[tuple[str, bytes]]:
    root = _root(path)
    try:
        return list(_attached(root, 0))
    except Exception as error:
        raise _broken(path) from error


def _attached(message: Storage, depth: int) -> Iterator[tuple[str, bytes]]:
    """Name and content of each attachment that is a file or a message."""
    for number, storage in enumerate(message.iter_attachment_storages(), start=1):
        attachment = Attachment(storage)
        inner = next((part for part in storage.storages if part.name == INNER), None)
        if inner is not None:
            if depth == DEEPEST:
                raise ValueError("messages within messages without end")
            yield f"thư {number}.eml", _as_eml(inner, depth + 1).as_bytes()
        elif attachment.attached_by_value and attachment.file_bytes is not None:
            yield attachment.file_name or f"đính kèm {number}", attachment.file_bytes


def _as_eml(storage: Storage, depth: int) -> EmailMessage:
    """An attached message as a file of its own, with its attachments."""
    message = _Inner(storage)
    letter, mail = _letter(message), EmailMessage()
    for name, said in (("Subject", letter.subject), ("From", letter.sender), ("To", letter.receiver)):
        mail[name] = " ".join(said.split())
    if message.sent_date:
        mail["Date"] = message.sent_date
    mail.set_content(letter.text, subtype="html" if letter.is_html else "plain")
    for name, content in _attached(storage, depth):
        mail.add_attachment(content, *ANY_FILE, filename=name)
    return mail


def _root(path: Path) -> Storage:
    if path.stat().st_size > MAX_SIZE:
        raise UnreadableFile(f"Thư {path} lớn hơn {MAX_SIZE >> 20} MiB.", RESEND)
    try:
        with OleFileIO(str(path)) as file:
            return Storage.from_ole(file)
    except Exception as error:
        raise _broken(path) from error


def _broken(path: Path) -> UnreadableFile:
    return UnreadableFile(f"Thư {path} hỏng, không đọc được.", RESEND)
