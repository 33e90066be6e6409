"""E-mails as files (.eml): the message is a document, its attachments are files of their own; see containers."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.policy import EmailPolicy
from pathlib import Path
from typing import Any, Final

from data.document import Document
from pipeline.errors import UnreadableFile, refusal
from pipeline.ingest.held import KEPT, MAX_SIZE, Held
from pipeline.ingest.letter import Letter, write

NAME = "eml"
SUFFIXES: Final[tuple[str, ...]] = (".eml",)
ORDER = 20
IS_DOCUMENT: Final = True

# The first lines of a message: "Received: from …", "Subject: =?utf-8?…" | not "Kính gửi: Sở Nội vụ"
HEAD_LINE: Final = re.compile(rb"\A(?:[\x21-\x39\x3b-\x7e]{1,80}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,50}){2}")
KNOWN_HEAD: Final = re.compile(
    rb"^(?:received|return-path|from|subject|mime-version|message-id):", re.IGNORECASE | re.MULTILINE
)
RESEND: Final = "Mở thư bằng chương trình thư, lưu các tệp đính kèm rồi nạp chúng."


class _Policy(EmailPolicy):
    """The standard library's reading of headers, each read once: it asks for the same ones at every turn."""

    @functools.lru_cache(maxsize=4096)  # noqa: B019 there is one policy
    def header_fetch_parse(self, name: str, value: str) -> Any:
        return super().header_fetch_parse(name, value)


POLICY: Final = _Policy()


def sniff(head: bytes, path: Path) -> bool:
    """Whether the file is named as a message and starts as one."""
    return path.suffix.lower() in SUFFIXES and bool(HEAD_LINE.match(head) and KNOWN_HEAD.search(head))


def read(path: Path, file_sha256: str) -> Document:
    """The message itself: subject and text; sender and day are furniture. Raises UnreadableFile."""
    message = _message(path)
    body = message.get_body(("plain", "html"))
    text = "" if body is None else _content(body)
    letter = Letter(
        _header(message, "subject"),
        _header(message, "from"),
        _header(message, "to"),
        _header(message, "date"),
        text,
        body is not None and body.get_content_type() == "text/html",
    )
    return write(letter, path, file_sha256, NAME)


def members(path: Path) -> list[Held]:
    """The attachments; raises UnreadableFile."""
    return [
        Held(part.get_filename() or _unnamed(part, number), str(number), len(_bytes(part)))
        for number, part in enumerate(_attachments(_message(path)))
    ]


def unpack(path: Path, wanted: Held, to: Path) -> None:
    """Writes an attachment into a new file; raises UnreadableFile."""
    part = list(_attachments(_message(path)))[int(wanted.key)]
    to.write_bytes(_bytes(part))


def _message(path: Path) -> EmailMessage:
    try:
        found = path.stat()
        if found.st_size > MAX_SIZE:
            raise UnreadableFile(f"Thư {path} lớn hơn {MAX_SIZE >> 20} MiB.", RESEND)
        parse = _parsed if found.st_size <= KEPT else _parsed.__wrapped__
        return parse(path, found.st_mtime_ns)
    except OSError as error:
        raise UnreadableFile(f"Không mở được tệp {path}: {refusal(error)}.", "Kiểm tra quyền đọc và đường dẫn.") from error
    except (MessageError, ValueError, IndexError, RecursionError) as error:
        raise UnreadableFile(f"Thư {path} hỏng, không đọc được.", RESEND) from error


@functools.lru_cache(maxsize=1)  # each attachment is asked for by itself
def _parsed(path: Path, _changed: int) -> EmailMessage:
    message = message_from_bytes(path.read_bytes(), policy=POLICY)
    assert isinstance(message, EmailMessage)
    return message


def _attachments(message: EmailMessage) -> Iterator[EmailMessage]:
    """Parts that are files, also those deeper in; pictures that the text itself shows are left out."""
    for part in message.iter_attachments() if message.is_multipart() else ():
        assert isinstance(part, EmailMessage)
        if part.get_content_type().startswith("image/") and part.get_content_disposition() != "attachment":
            continue
        if part.get_content_maintype() == "multipart":
            yield from _attachments(part)
        else:
            yield part


def _bytes(part: MIMEPart) -> bytes:
    """The content of an attachment; of a message attached, that message."""
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload
    inner = part.get_payload()
    first = inner[0] if isinstance(inner, list) and inner else None
    return first.as_bytes() if isinstance(first, MIMEPart) else b""


def _unnamed(part: EmailMessage, number: int) -> str:
    if part.get_content_type() == "message/rfc822":
        return f"thư {number + 1}.eml"
    return f"đính kèm {number + 1}.{part.get_content_subtype()}"


def _content(body: MIMEPart) -> str:
    """The text of a part; letters that its encoding does not have would be guesses and are signs that say so."""
    try:
        return str(body.get_content())
    except (LookupError, ValueError):  # an encoding that nobody knows
        return _bytes(body).decode("utf-8", "replace")


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, ""))
    except (ValueError, IndexError, TypeError, AttributeError):  # what the standard library makes of broken headers
        return ""
