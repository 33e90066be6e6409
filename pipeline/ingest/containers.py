"""Files that hold files: archives and e-mails. A member is a file of its own, at a path through its holder.

"ke-hoach.zip/2025/kh-12.docx" names a member as if the archive were a folder; `located` gives a real file to read it
from. Members are unpacked where they are needed and never stay. Nothing a member is called leads out of its place.
"""

from __future__ import annotations

import functools
import importlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, cast

from pipeline.errors import UnreadableFile
from pipeline.ingest.held import Held

MAX_DEPTH: Final = 3  # archives in archives
MAX_MEMBERS: Final = 10_000
MAX_TOTAL: Final = 2 << 30  # bytes of all members unpacked
UNSAFE: Final = re.compile(r'[\x00-\x1f<>:"|?*]')  # what some system does not allow in a name
SYSTEM_FOLDERS: Final = ("__macosx/",)


class Holder(Protocol):
    """What a module offers to look into a kind of file."""

    IS_DOCUMENT: bool  # whether the file has a text of its own beside its members, as an e-mail has

    def members(self, path: Path) -> list[Held]:
        """What the file holds; raises UnreadableFile."""
        ...

    def unpack(self, path: Path, wanted: Held, to: Path) -> None:
        """Writes a member into a new file; raises UnreadableFile."""
        ...


HOLDERS: Final[Mapping[str, str]] = {  # suffix → module of this folder, loaded when such a file is met
    ".zip": "archive_zip",
    ".7z": "archive_7z",
    ".eml": "mail_eml",
    ".msg": "mail_msg",
}


@dataclass(frozen=True, slots=True)
class Inside:
    """What a walk found in a file: members with the path under it and their size."""

    members: tuple[tuple[str, int], ...]
    is_document: bool


def holder_of(path: Path) -> Holder | None:
    """What looks into a file with such a name; None if nothing does."""
    name = HOLDERS.get(path.suffix.lower())
    return None if name is None else cast(Holder, importlib.import_module(f"pipeline.ingest.{name}"))


def inside(path: Path) -> Inside | None:
    """The members of a file, those of archives in it too; None if it is none that can be opened: its reader tells why."""
    holder = holder_of(path)
    if holder is None:
        return None
    try:
        members = tuple(_walk(path, MAX_DEPTH))
    except UnreadableFile:
        return None
    if not members and not holder.IS_DOCUMENT:
        return None
    return Inside(members, holder.IS_DOCUMENT)


def named_members(path: Path) -> dict[str, Held]:
    """The members of a file by a name that is safe and used once; raises UnreadableFile, also beyond the limits."""
    holder = holder_of(path)
    if holder is None:
        raise UnreadableFile(f"Tệp {path} không phải tệp nén hay thư.", "Kiểm tra lại đường dẫn.")
    members = holder.members(path)
    if len(members) > MAX_MEMBERS:
        raise UnreadableFile(f"Tệp {path} chứa {len(members)} tệp, quá giới hạn {MAX_MEMBERS}.", "Chia thành nhiều tệp nén.")
    total = sum(member.size for member in members)
    if total > MAX_TOTAL:
        raise UnreadableFile(
            f"Tệp {path} bung ra lớn hơn {MAX_TOTAL >> 20} MiB.", "Giải nén rồi nạp các văn bản cần đọc bên trong."
        )
    named: dict[str, Held] = {}
    for member in members:
        name = _safe(member.name)
        if name and not name.lower().startswith(SYSTEM_FOLDERS):
            named[_unused(name, named)] = member
    return named


@contextmanager
def located(path: Path) -> Iterator[Path]:
    """A real file with the content that a path names, for as long as the block lasts; raises UnreadableFile."""
    split = _split(path)
    if split is None:
        yield path
        return
    real, inner = split
    with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
        yield _unpacked(real, inner, Path(folder), real)


def status(path: Path) -> tuple[int, int]:
    """Size and time of change of the file that a path leads to: of its outermost holder for a member. Raises OSError."""
    split = _split(path)
    found = (path if split is None else split[0]).stat()
    if split is not None and split[1] not in dict(_listed(split[0], found.st_mtime_ns)):
        raise FileNotFoundError(str(path))
    size = found.st_size if split is None else dict(_listed(split[0], found.st_mtime_ns))[split[1]]
    return size, found.st_mtime_ns


@functools.lru_cache(maxsize=4)
def _listed(path: Path, _changed: int) -> tuple[tuple[str, int], ...]:
    found = inside(path)
    return () if found is None else found.members


def _walk(path: Path, depth: int) -> Iterator[tuple[str, int]]:
    """Members and members of members; an archive in it that cannot be opened stands for itself."""
    holder = holder_of(path)
    for name, member in named_members(path).items():
        inner = holder_of(Path(name))
        if inner is None or holder is None:
            yield name, member.size
            continue
        with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
            found: list[tuple[str, int]] = []
            try:
                if depth > 1:
                    file = _file_for(name, Path(folder))
                    holder.unpack(path, member, file)
                    found = [(f"{name}/{below}", size) for below, size in _walk(file, depth - 1)]
            except UnreadableFile:
                found = []
        if not found or inner.IS_DOCUMENT:
            yield name, member.size
        yield from found


def _unpacked(real: Path, inner: str, folder: Path, shown: Path) -> Path:
    """A member of a file, through all holders on the way, as a file in the folder. shown: what the user calls the file."""
    try:
        return _taken_out(real, inner, folder, shown)
    except UnreadableFile as error:
        raise UnreadableFile(error.problem.replace(str(real), str(shown)), error.advice) from error


def _taken_out(real: Path, inner: str, folder: Path, shown: Path) -> Path:
    holder, members = holder_of(real), named_members(real)
    parts = inner.split("/")
    for end in range(1, len(parts) + 1):
        name = "/".join(parts[:end])
        member = members.get(name)
        if member is None or holder is None:
            continue
        file = _file_for(name, folder)
        holder.unpack(real, member, file)
        if end == len(parts):
            return file
        return _unpacked(file, "/".join(parts[end:]), folder, shown / name)
    raise UnreadableFile(f"Không còn tệp {inner} trong {shown}.", "Chạy lại kehoach ingest.")


def _split(path: Path) -> tuple[Path, str] | None:
    """The real file on a path and what is named inside it; None if the path is no member's."""
    if path.exists():
        return None
    for parent in path.parents:
        if parent.is_file():
            return parent, path.relative_to(parent).as_posix()
        if parent.exists():
            return None
    return None


def _file_for(name: str, folder: Path) -> Path:
    """A place for a member: numbered, so that names never meet, with the suffix that its reader may look at."""
    suffix = Path(name).suffix
    return folder / f"{len(os.listdir(folder))}{suffix if len(suffix) <= 12 else ''}"  # noqa: PTH208


def _safe(name: str) -> str:
    """A member's name as a path below its holder: no root, no way up, nothing that a system forbids."""
    parts = unicodedata.normalize("NFC", name).replace("\\", "/").split("/")
    kept = (UNSAFE.sub("_", part).strip() for part in parts)
    return "/".join(part for part in kept if part not in {"", ".", ".."})


def _unused(name: str, used: dict[str, Held]) -> str:
    if name not in used:
        return name
    stem, suffix = os.path.splitext(name)  # noqa: PTH122
    return next(new for number in range(2, len(used) + 3) if (new := f"{stem} ({number}){suffix}") not in used)
