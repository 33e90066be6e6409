"""Looks into zip archives; what stands in them is read as files of their own (pipeline.ingest.containers)."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from pathlib import Path
from typing import Final

from pipeline.errors import UnreadableFile
from pipeline.ingest.held import Held, copy_bounded

IS_DOCUMENT: Final = False

MAX_LIST: Final = 32 << 20  # bytes of the list of members; ten thousand need about one million
OFFICE: Final = ("[content_types].xml", "mimetype")  # members that make a zip a document
END_MARK: Final = b"PK\x05\x06"
END_WITHIN: Final = (1 << 16) + 22
UTF8_NAME: Final = 0x800
ENCRYPTED: Final = 0x1
BROKEN: Final = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, NotImplementedError, ValueError)
RESEND: Final = "Xin lại bản gốc, hoặc giải nén rồi nạp các văn bản bên trong."


def members(path: Path) -> list[Held]:
    """What the archive holds, without folders; raises UnreadableFile."""
    try:
        if _list_size(path) > MAX_LIST:
            raise UnreadableFile(f"Tệp nén {path} chứa quá nhiều tệp.", "Chia thành nhiều tệp nén.")
        if is_office(path):
            raise UnreadableFile(f"Tệp {path} là tệp Office, không phải tệp nén.", "Đổi đuôi tệp cho đúng.")
        return listed(path)
    except BROKEN as error:
        raise UnreadableFile(f"Tệp nén {path} hỏng hoặc bị cắt cụt, không mở được.", RESEND) from error


def listed(path: Path) -> list[Held]:
    """What any zip holds, documents in the form of one too; raises one of BROKEN."""
    with zipfile.ZipFile(path) as archive:
        return [
            Held(_name(info), str(number), info.file_size, info.compress_size)
            for number, info in enumerate(archive.infolist())
            if not info.filename.endswith("/")  # is_dir fails where the name is empty
        ]


def is_office(path: Path) -> bool:
    """Whether the archive is a document in the form of one: .docx, .xlsx, .odt under another name."""
    with zipfile.ZipFile(path) as archive:
        return any(name.lower() in OFFICE for name in archive.NameToInfo)


def unpack(path: Path, wanted: Held, to: Path) -> None:
    """Writes a member into a new file; raises UnreadableFile."""
    wanted.check(str(path))
    try:
        with zipfile.ZipFile(path) as archive:
            info = archive.infolist()[int(wanted.key)]
            if info.flag_bits & ENCRYPTED:
                raise UnreadableFile(
                    f"Tệp {wanted.name} trong {path} được nén có mật khẩu.",
                    "Giải nén bằng mật khẩu rồi nạp các tệp bên trong.",
                )
            with archive.open(info) as source, to.open("wb") as target:
                copy_bounded(source, target, wanted, str(path))
    except BROKEN as error:
        raise UnreadableFile(f"Tệp {wanted.name} trong {path} hỏng, không giải nén được.", RESEND) from error


def _name(info: zipfile.ZipInfo) -> str:
    """The member's name; one that is not marked as UTF-8 was written by Windows in UTF-8 or in its Vietnamese code page."""
    if info.flag_bits & UTF8_NAME or info.filename.isascii():
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "cp1258"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _list_size(path: Path) -> int:
    """The bytes that the list of members takes, as the end of the archive says."""
    with path.open("rb") as handle:
        size = handle.seek(0, 2)
        handle.seek(max(0, size - END_WITHIN))
        tail = handle.read()
    at = tail.rfind(END_MARK)
    return int.from_bytes(tail[at + 12 : at + 16], "little") if at >= 0 else 0
