"""Shards that workers lay at an address and the machine with the store brings home: no shared folder is needed.

A shard is a folder of Parquet files there, too. Each attempt at one has a folder of its own (NAME-TOKEN), and its records
are written last: with them it is whole. Of two whole attempts one is taken, it does not matter which.
"""

from __future__ import annotations

import platform
import posixpath
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from pipeline.manifest import RECORDS, SHARDS
from pipeline.remote import RemoteError, normal, opened

OWNER = "kho.txt"  # whose shards lie there: two stores must not share a place


def join(address: str, store: Path, parts: Path, last: int) -> bool:
    """Makes a place that of a store and brings home what lies there since the shard last; whether anything did.

    Raises RemoteError if it is another store's or cannot be written to.
    """
    _take_over(address, store)
    new = {name: attempt for name, attempt in whole(address).items() if int(name) > last}
    for attempt in new.values():
        bring(address, attempt, parts)
    return bool(new)


def lend(address: str, parts: Path, names: Iterable[str]) -> None:
    """Lays shards from here at a place where they are not: workers need what they keep."""
    there = whole(address)
    for name in sorted(set(names) - there.keys()):
        send(address, parts / SHARDS / name, name)


def _take_over(address: str, store: Path) -> None:
    system, top = opened(address)
    own = f"{platform.node()}:{store}"
    path = f"{top.rstrip('/')}/{OWNER}"

    def mark() -> str:
        if system.exists(path):
            return str(system.cat_file(path).decode("utf-8"))
        system.makedirs(top, exist_ok=True)
        system.pipe_file(path, own.encode())
        return own

    owner: str = _tried(mark, address)
    if owner != own:
        raise RemoteError(f"Địa chỉ {address} đang chứa phần đọc của kho khác ({owner}).", "Chọn địa chỉ khác cho --shards.")


def send(address: str, folder: Path, name: str) -> str:
    """Writes a shard to a place; the name of the attempt."""
    system, top = opened(address)
    attempt = f"{name}-{secrets.token_hex(4)}"
    to = f"{top.rstrip('/')}/{attempt}"
    tables = sorted(path for path in folder.iterdir() if path.name != RECORDS)

    def put() -> None:
        system.makedirs(to, exist_ok=True)
        system.put([str(path) for path in tables], [f"{to}/{path.name}" for path in tables])
        system.put_file(str(folder / RECORDS), f"{to}/{RECORDS}")

    _tried(put, address)
    return attempt


def whole(address: str) -> dict[str, str]:
    """The whole shards of a place, each with the attempt that is taken."""
    system, top = opened(address)
    found: list[str] = _tried(lambda: system.find(top), address)
    attempts = (posixpath.basename(posixpath.dirname(path)) for path in found if posixpath.basename(path) == RECORDS)
    return {attempt.partition("-")[0]: attempt for attempt in sorted(attempts, reverse=True)}


def bring(address: str, attempt: str, parts: Path) -> None:
    """Copies a shard into the folder of shards here, whole or not at all; one that is here already stays."""
    name = attempt.partition("-")[0]
    to = parts / SHARDS / name
    if to.exists():
        return
    draft = Path(tempfile.mkdtemp(prefix=f"draft-{name}-", dir=parts / SHARDS))
    _get(address, attempt, draft)
    draft.replace(to)


def bring_file(address: str, name: str, file: str, parts: Path) -> None:
    """Copies one file of a shard, if there is one, to where it would be among shards here."""
    system, top = opened(address)
    to = parts / SHARDS / name / file
    if to.exists():
        return
    found: list[str] = _tried(lambda: system.glob(f"{top.rstrip('/')}/{name}-*/{file}"), address)
    if found:
        to.parent.mkdir(parents=True, exist_ok=True)
        _tried(lambda: system.get_file(min(found), str(to)), address)


def sweep(address: str, used: Iterable[str | None]) -> None:
    """Removes the shards that no file stands in any more."""
    system, top = opened(address)
    kept = set(used)
    for name in {posixpath.basename(entry.rstrip("/")) for entry in _tried(lambda: system.ls(top, detail=False), address)}:
        number = name.partition("-")[0]
        if number.isdigit() and number not in kept:
            _remove(address, name)


def _remove(address: str, attempt: str) -> None:
    system, top = opened(address)
    _tried(lambda: system.rm(f"{top.rstrip('/')}/{attempt}", recursive=True), address)


def copy_store(store: Path, address: str) -> None:
    """Puts a copy of the store at an address: under another name first, so that nobody sees half of it."""
    system, path = opened(normal(address))

    def put() -> None:
        system.makedirs(posixpath.dirname(path), exist_ok=True)
        system.put_file(str(store), f"{path}.new")
        system.mv(f"{path}.new", path)

    _tried(put, address)


def _get(address: str, attempt: str, to: Path) -> None:
    system, top = opened(address)
    folder = f"{top.rstrip('/')}/{attempt}"

    def get() -> None:
        names = [posixpath.basename(path) for path in system.find(folder)]
        system.get([f"{folder}/{name}" for name in names], [str(to / name) for name in names])

    try:
        _tried(get, address)
    except RemoteError:
        shutil.rmtree(to)
        raise


def _tried(work: Callable[[], Any], address: str) -> Any:
    """What the work gives; whatever a file system raises becomes a RemoteError."""
    try:
        return work()
    except Exception as error:
        problem = f"Không ghi hoặc đọc được địa chỉ {address}: {type(error).__name__}: {str(error)[:200]}."
        advice = "Kiểm tra địa chỉ, mạng và quyền ghi rồi chạy lại; những gì đã đọc được giữ lại."
        raise RemoteError(problem, advice) from error
