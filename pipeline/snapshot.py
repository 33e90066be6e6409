"""A folder of stable name for tools that draw charts: all of its files are of one build, and change in one step."""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import sys
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.errors import refusal
from pipeline.export import ExportError, Format, export_tables
from pipeline.store import reading

MARK = "snapshot.json"
AT_FDCWD, EXCHANGE = -100, 2  # of renameat2(2): two folders change places in one step
WAIT = 600  # seconds for another snapshot to end


def take(store: Path, folder: Path, form: Format) -> int:
    """Brings the folder to the present build; how many files it has now, 0 where it was up to date. Raises ExportError.

    Readers see the old files or the new ones, never a mixture; where the system cannot exchange folders (not Linux)
    there is a moment without the folder.
    """
    folder = folder.absolute()
    if folder.exists() and (not folder.is_dir() or (any(folder.iterdir()) and not (folder / MARK).is_file())):
        raise ExportError(f"{folder} có sẵn tệp khác.", "Chọn một thư mục trống hoặc chưa có: cả thư mục sẽ được thay.")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(folder.with_name(f".{folder.name}.lock"), timeout=WAIT):
            return _taken(store, folder, form)
    except Timeout as error:
        raise ExportError(f"{folder} đang được ghi.", "Đợi lần ghi kia xong.") from error
    except OSError as error:
        raise ExportError(f"Không thay được {folder}: {refusal(error)}.", "Đóng các tệp đang mở trong đó.") from error


def _taken(store: Path, folder: Path, form: Format) -> int:
    told = _build(store, form)
    mark = folder / MARK
    if mark.is_file() and {**json.loads(mark.read_text(encoding="utf-8")), "files": []} == {**told, "files": []}:
        return 0
    fresh = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)  # what a killed run left
    written = export_tables(store, fresh, form)
    if _build(store, form) != told:  # the store was replaced meanwhile: the files may be of either build
        shutil.rmtree(fresh)
        return _taken(store, folder, form)
    names = sorted(path.name for path in written)
    (fresh / MARK).write_text(json.dumps({**told, "files": names}, ensure_ascii=False, indent=1), encoding="utf-8")
    _replace(fresh, folder)
    return len(names)


def _build(store: Path, form: Format) -> dict[str, object]:
    with reading(store) as connection:
        row = connection.execute("SELECT manifest_id, CAST(built_at AS VARCHAR), code_version FROM build").fetchone()
    assert row is not None
    return {"build": row[0], "built_at": row[1], "code_version": row[2], "format": form}


def _replace(fresh: Path, folder: Path) -> None:
    """Puts a folder in the place of another."""
    if not folder.exists():
        fresh.rename(folder)
        return
    if not _exchanged(fresh, folder):
        old = folder.with_name(f".{folder.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        folder.rename(old)
        fresh.rename(folder)
        fresh = old
    shutil.rmtree(fresh, ignore_errors=True)


def _exchanged(one: Path, other: Path) -> bool:
    """Whether the system let two folders change places."""
    if not sys.platform.startswith("linux"):
        return False
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in {errno.EINVAL, errno.ENOSYS}:  # a file system that cannot
        return False
    raise OSError(code, os.strerror(code))
