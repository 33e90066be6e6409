"""Files at addresses (s3://…, memory://…): listed and fetched through fsspec, with the user's own package for a protocol.

An address is a path with its protocol in front; where paths are given, addresses may be. What is read is fetched into a
temporary file first, for as long as it is read. A member of an archive at an address is a path through it, as on disk.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.errors import PlanError, UnreadableFile
from pipeline.ingest import containers

ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")  # "s3://", not "C:\\"
LOCAL = "file://"
STAMPS = ("ETag", "etag", "mtime", "LastModified", "last_modified", "updated", "modified", "created")
PACKAGES = (
    "Cài gói của giao thức này trên mọi máy: s3fs cho s3://, gcsfs cho gs://, adlfs cho abfs://, aiohttp cho https://."
)


class RemoteError(PlanError):
    """An address that cannot be used: of an unknown protocol, without its package, or refused."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file at an address. stamp: changes whenever the file does, as far as its place tells more than the size."""

    address: str
    size: int
    stamp: int


def is_address(path: Path | str) -> bool:
    """Whether a path is an address of a protocol; file:// is none: it names a file of this machine."""
    return isinstance(path, str) and ADDRESS.match(path) is not None and not path.startswith(LOCAL)


def local(path: Path | str) -> Path:
    """The path of a file of this machine, also of one written as file://…."""
    if isinstance(path, str) and path.startswith(LOCAL):
        from urllib.request import url2pathname  # noqa: PLC0415 seldom

        return Path(url2pathname(path.removeprefix(LOCAL)))
    return Path(path)


def normal(address: str) -> str:
    """The one way to write an address: nothing at its end."""
    return address.rstrip("/")


def opened(address: str) -> tuple[Any, str]:
    """The file system of an address and the path there; raises RemoteError."""
    try:
        import fsspec  # noqa: PLC0415 an extra
    except ImportError as error:
        raise RemoteError("Chưa cài phần đọc địa chỉ mạng.", "Chạy: pip install 'kehoach[cluster]'.") from error
    try:
        maker = fsspec.get_filesystem_class(address.partition("://")[0])
        system = maker(**maker._get_kwargs_from_urls(address), use_listings_cache=False)  # noqa: SLF001 what url_to_fs does
        path = maker._strip_protocol(address)  # noqa: SLF001 it would also take "::" in a name for a chain of addresses
    except ImportError as error:
        raise RemoteError(f"Chưa cài gói để dùng địa chỉ {address} ({error}).", PACKAGES) from error
    except Exception as error:
        raise RemoteError(f"Không dùng được địa chỉ {address}: {error}.", "Kiểm tra giao thức và quyền truy cập.") from error
    return system, str(path)


def files(address: str) -> list[RemoteFile]:
    """All files at and below an address, members for archives, by name; raises RemoteError, FileNotFoundError."""
    system, top = opened(address)
    with _told(address):
        found = system.find(top, detail=True)
    if not found:
        raise FileNotFoundError(address)
    base, top = normal(address), top.rstrip("/")
    made: list[RemoteFile] = []
    for path in sorted(found):
        inner = path[len(top) :].strip("/") if path.startswith(top) else posixpath.basename(path)
        made += _with_members(f"{base}/{inner}" if inner else base, found[path])
    return made


def status(path: str) -> tuple[int, int]:
    """Size and time of change of a file; at an address the stamp, as in files. Raises OSError, RemoteError."""
    return _status_at(path) if is_address(path) else containers.status(Path(path))


def _status_at(address: str) -> tuple[int, int]:
    holder, inner = _split(address)
    system, path = opened(holder)
    with _told(holder):
        info = system.info(path)
    if not inner:
        return int(info.get("size") or 0), _stamp(info)
    listed = {one.address: one for one in _with_members(holder, info)}
    if address not in listed:
        raise FileNotFoundError(address)
    return listed[address].size, listed[address].stamp


@contextmanager
def located(path: str) -> Iterator[Path]:
    """The path of a file here: itself, or of a copy of what lies at an address; raises UnreadableFile, RemoteError."""
    with fetched([path]) as found:
        place = found[path]
        if isinstance(place, UnreadableFile):
            raise place
        yield place


@contextmanager
def fetched(paths: Iterable[str]) -> Iterator[Mapping[str, Path | UnreadableFile]]:
    """Where the files are here, copies of those at addresses, as long as the block lasts; or why one could not be had."""
    with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
        yield {path: _fetched(path, Path(folder)) if is_address(path) else Path(path) for path in paths}


def exists(path: str) -> bool:
    """Whether there is something at a path or address, seen from here; raises RemoteError."""
    if not is_address(path):
        return os.path.exists(path)  # noqa: PTH110 sent to workers as a text
    system, inner = opened(path)
    with _told(path):
        return bool(system.exists(inner))


@contextmanager
def _told(address: str) -> Iterator[None]:
    """What a file system raises as an error of ours; that there is no such file goes through."""
    try:
        yield
    except (FileNotFoundError, PlanError):
        raise
    except Exception as error:
        problem = f"Không đọc được địa chỉ {address}: {type(error).__name__}: {str(error)[:200]}."
        raise RemoteError(problem, "Kiểm tra địa chỉ, mạng và quyền truy cập rồi chạy lại.") from error


def _fetched(address: str, folder: Path) -> Path | UnreadableFile:
    """A copy of a file, or the way to a member in the copy of its archive. Numbered: names may mean something here."""
    holder, inner = _split(address)
    copy = folder / f"{len(os.listdir(folder))}{Path(posixpath.basename(holder)).suffix[:12]}"  # noqa: PTH208
    try:
        system, path = opened(holder)
        with _told(holder):
            system.get_file(path, str(copy))
    except (PlanError, OSError) as error:
        problem = error.problem if isinstance(error, PlanError) else f"Không còn tệp {holder}."
        return UnreadableFile(problem, "Kiểm tra mạng rồi chạy lại với --retry.")
    return copy / inner if inner else copy


def _split(address: str) -> tuple[str, str]:
    """The address of a file and what is named inside it, which is empty for a file that is no archive's member."""
    parts = address.split("/")
    for end in range(4, len(parts)):  # "s3:", "", "bucket", name
        if parts[end - 1].lower().endswith(tuple(containers.HOLDERS)):
            holder = "/".join(parts[:end])
            system, path = opened(holder)
            with _told(holder):
                if system.isfile(path):
                    return holder, "/".join(parts[end:])
    return address, ""


def _with_members(address: str, info: Mapping[str, Any]) -> list[RemoteFile]:
    """A file, or the files that an archive holds; an archive is fetched for that."""
    stamp = _stamp(info)
    alone = RemoteFile(address, int(info.get("size") or 0), stamp)
    if not address.lower().endswith(tuple(containers.HOLDERS)):
        return [alone]
    with fetched([address]) as found:
        copy = found[address]
        held = None if isinstance(copy, UnreadableFile) else containers.inside(copy)
    if held is None:
        return [alone]
    members = [RemoteFile(f"{address}/{name}", size, stamp) for name, size in held.members]
    return [alone, *members] if held.is_document else members


def _stamp(info: Mapping[str, Any]) -> int:
    """A number for the version of a file: of what its place says about it."""
    told = next((info[name] for name in STAMPS if info.get(name)), "")
    said = str(told.timestamp() if isinstance(told, datetime) else told)
    return int.from_bytes(hashlib.sha256(said.encode()).digest()[:7], "big") if said else 0
