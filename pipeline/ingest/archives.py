"""Archives that could not be opened as folders (see pipeline.ingest.containers): says why."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from data.document import Document
from pipeline.errors import UnreadableFile
from pipeline.ingest import archive_zip
from pipeline.ingest.containers import MAX_DEPTH, named_members
from pipeline.ingest.docx_parts import ZIP_MARKS

NAME = "zip, 7z"
SUFFIXES: Final[tuple[str, ...]] = (".zip", ".7z", ".rar")
REFUSED: Final = (".rar",)  # known, so that it is told and not skipped
ORDER = 9  # before the readers of Office files, which are zips too

MARK_7Z: Final = b"7z\xbc\xaf\x27\x1c"
MARK_RAR: Final = b"Rar!\x1a\x07"
UNPACK: Final = "Giải nén rồi nạp các văn bản bên trong."


def sniff(head: bytes, path: Path) -> bool:
    """Whether the file is an archive and no document in the form of one."""
    if head.startswith((MARK_7Z, MARK_RAR)):
        return True
    return path.suffix.lower() == ".zip" and head.startswith(ZIP_MARKS) and not _is_office(path)


def read(path: Path, file_sha256: str) -> Document:  # noqa: ARG001 - no document comes of it
    """Raises UnreadableFile: an archive is read member by member, or not at all."""
    with path.open("rb") as handle:
        is_rar = handle.read(len(MARK_RAR)) == MARK_RAR
    if is_rar:
        raise UnreadableFile(f"Tệp {path} là tệp nén RAR, chưa đọc được.", UNPACK)
    if not named_members(path):
        raise UnreadableFile(f"Tệp nén {path} không chứa tệp nào.", "Xin lại tệp nén.")
    raise UnreadableFile(f"Tệp nén {path} lồng quá {MAX_DEPTH} tầng nên không được mở.", UNPACK)


def _is_office(path: Path) -> bool:
    try:
        return archive_zip.is_office(path)
    except archive_zip.BROKEN:
        return False
