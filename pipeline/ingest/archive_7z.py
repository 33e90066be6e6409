"""Looks into 7z archives by py7zr, which is installed only where it is wanted (kehoach[7z])."""

from __future__ import annotations

import functools
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pipeline.errors import UnreadableFile
from pipeline.ingest.held import MAX_SIZE, Held, copy_bounded

if TYPE_CHECKING:
    from types import ModuleType

IS_DOCUMENT: Final = False

_one_at_a_time = threading.Lock()
RESEND: Final = "Xin lại bản gốc, hoặc giải nén rồi nạp các văn bản bên trong."


def members(path: Path) -> list[Held]:
    """What the archive holds, without folders; raises UnreadableFile."""
    library = _library(path)
    try:
        with library.SevenZipFile(path) as archive:
            locked = archive.needs_password()
            found = [] if locked else [info for info in archive.list() if not info.is_directory]
    except Exception as error:  # the library raises whatever its decoders raise
        raise UnreadableFile(f"Tệp nén {path} hỏng hoặc bị cắt cụt, không mở được.", RESEND) from error
    if locked:
        raise UnreadableFile(f"Tệp nén {path} có mật khẩu.", "Giải nén bằng mật khẩu rồi nạp các tệp bên trong.")
    return [Held(info.filename, info.filename, info.uncompressed) for info in found]


def unpack(path: Path, wanted: Held, to: Path) -> None:
    """Writes a member into a new file; raises UnreadableFile."""
    wanted.check(str(path))
    with _one_at_a_time:
        folder = _whole(path, path.stat().st_mtime_ns)  # held until the copy is made: without its object the folder is gone
    source = Path(folder.name) / wanted.key
    try:
        with source.open("rb") as handle, to.open("wb") as target:
            copy_bounded(handle, target, wanted, str(path))
    except OSError as error:
        raise UnreadableFile(f"Tệp {wanted.name} trong {path} hỏng, không giải nén được.", RESEND) from error


@functools.lru_cache(maxsize=1)
def _whole(path: Path, _changed: int) -> tempfile.TemporaryDirectory[str]:
    """All of an archive: its members are packed together, so that one alone costs as much."""
    library = _library(path)
    folder = tempfile.TemporaryDirectory(prefix="kehoach-7z-", ignore_cleanup_errors=True)
    if sum(member.size for member in members(path)) > MAX_SIZE:
        raise UnreadableFile(
            f"Tệp nén {path} bung ra lớn hơn {MAX_SIZE >> 20} MiB.", "Giải nén rồi nạp các văn bản bên trong."
        )
    try:
        with library.SevenZipFile(path) as archive:  # it refuses names that lead out of the folder
            archive.extractall(folder.name)
    except Exception as error:
        raise UnreadableFile(f"Tệp nén {path} hỏng, không giải nén được.", RESEND) from error
    return folder


def _library(path: Path) -> ModuleType:
    try:
        import py7zr  # noqa: PLC0415 not installed everywhere
    except ImportError as error:
        raise UnreadableFile(
            f"Tệp nén {path} dạng 7z cần thêm thư viện py7zr.", 'Cài bằng: pip install "kehoach[7z]", hoặc giải nén rồi nạp.'
        ) from error
    return py7zr
