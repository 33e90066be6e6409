"""Which files a run has to read: what lies under the paths, compared with the manifest."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from pipeline import ingest, remote
from pipeline.errors import NothingToRead, UnreadableFile, refusal
from pipeline.ingest import containers
from pipeline.ingest.scan_pages import reading_key
from pipeline.ingest.scan_settings import OcrMode
from pipeline.manifest import FileRecord, Manifest, reading_version, row_shape, rows_version
from pipeline.shards import Job

SYSTEM_FILES = {
    "thumbs.db",
    "desktop.ini",
    "ehthumbs.db",
    "icon\r",
    "corrections.jsonl",
    "corrections.jsonl.lock",
    "van-ban.csv",
}
LOCK_PREFIXES = ("~$", ".")  # Word's lock files; hidden files, .DS_Store among them
HOLDERS = tuple(containers.HOLDERS)
KEPT_WHEN_LOST = {"read", "empty"}


@dataclass(frozen=True, slots=True)
class Found:
    """A file under the paths; named: given by the user itself, so read whatever its suffix."""

    path: str
    size: int
    mtime_ns: int
    named: bool
    sha256: str = ""  # of a file that is gone but was kept as read
    regular: bool = True  # False: a pipe or device, whose reading might never end


@dataclass(slots=True)
class Plan:
    """What a run does: the records that stand already and the files to be read."""

    files: dict[str, FileRecord]  # by path, without those still to be read
    jobs: list[Job] = field(default_factory=list)
    copies: list[tuple[Job, str]] = field(default_factory=list)  # files with the content of a job, and its path
    unchanged: int = 0
    renamed: list[tuple[str, str]] = field(default_factory=list)  # old path, new path
    removed: list[str] = field(default_factory=list)
    here: list[str] = field(default_factory=list)  # all files met under the paths
    gone: set[str] = field(default_factory=set)  # jobs whose file is no more: only what was kept of it


def find_files(paths: Iterable[Path | str]) -> list[Found]:
    """The files under the paths, sorted, without hidden and system files; raises NothingToRead for a missing path."""
    found: dict[str, Found] = {}
    for path in paths:
        if isinstance(path, str) and remote.is_address(path):
            found.update((file.path, file) for file in _found_at(path))
            continue
        top = Path(_top(path))
        if not top.exists():
            raise NothingToRead(f"Không có đường dẫn {path}.", "Kiểm tra lại tên thư mục hoặc tệp.")
        for file in _walk(top):
            try:
                status = Path(file).stat()
            except OSError:  # a broken link, or deleted since: there is nothing to read
                continue
            regular = stat.S_ISREG(status.st_mode)
            for name, size in _with_members(file, status.st_size) if regular else ((file, status.st_size),):
                found[name] = Found(name, size, status.st_mtime_ns, name == str(top), regular=regular)
    return [found[path] for path in sorted(found)]


def plan(
    paths: Iterable[Path | str], found: list[Found], manifest: Manifest, *, prune: bool, retry: bool, ocr: OcrMode
) -> Plan:
    """Sorts the files into unchanged, renamed, to be read, skipped and vanished."""
    made = Plan(dict(manifest.files), here=[file.path for file in found])
    changed = [file for file in found if not _stands(manifest.files.get(file.path), file, retry, ocr, made)]
    _drop_vanished(made, [_top(path) for path in paths], prune)
    kept = _kept(manifest, ocr)
    changed += _outdated(made.files, {file.path for file in found}, kept, ocr)
    known = _by_content(manifest, ocr)
    waiting: dict[str, str] = {}  # content to be read, and the path that stands for it
    for file, sha256 in zip(changed, _digests(changed), strict=True):
        if isinstance(sha256, OSError):
            made.files[file.path] = _locked(file, sha256)
            continue
        job = Job(file.path, file.size, file.mtime_ns, sha256, kept.get(sha256, ""), ocr)
        twin = known.get(sha256)
        if twin is not None and not (retry and twin.state == "unreadable"):
            _adopt(made, twin, job)
        elif sha256 not in waiting:
            waiting[sha256] = file.path
            made.jobs.append(job)
            made.gone |= {file.path} if file.sha256 else set()
        elif file.sha256:  # gone from here, and found elsewhere in this run
            made.files.pop(file.path, None)
            made.renamed.append((file.path, waiting[sha256]))
        else:
            made.copies.append((job, waiting[sha256]))
    return made


def _top(path: Path | str) -> str:
    """A path as the manifest names it; a link keeps the name that the user knows."""
    if isinstance(path, str) and remote.is_address(path):
        return remote.normal(path)
    return os.path.abspath(remote.local(path))  # noqa: PTH100


def _found_at(address: str) -> Iterator[Found]:
    """The files at an address, as those of a folder."""
    try:
        listed = remote.files(address)
    except FileNotFoundError as error:
        raise NothingToRead(f"Không có tệp nào ở địa chỉ {address}.", "Kiểm tra lại địa chỉ.") from error
    top = remote.normal(address)
    for file in listed:
        names = file.address.removeprefix(top).split("/")
        hidden = any(name.startswith(".") for name in names) or names[-1].startswith(LOCK_PREFIXES)
        if not hidden and names[-1].lower() not in SYSTEM_FILES:
            yield Found(file.address, file.size, file.stamp, file.address == top)


def _walk(top: Path) -> Iterator[str]:
    if top.is_file():
        yield str(top)
        return
    for folder, folders, names in os.walk(top):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and not name.endswith(".parts"))
        for name in names:
            if not name.startswith(LOCK_PREFIXES) and name.lower() not in SYSTEM_FILES:
                yield os.path.join(folder, name)  # noqa: PTH118 millions of Path objects would cost seconds


def _with_members(file: str, size: int) -> Iterator[tuple[str, int]]:
    """A file, or the files that an archive holds; an e-mail and its attachments."""
    held = containers.inside(Path(file)) if file.lower().endswith(HOLDERS) else None
    if held is None or held.is_document:
        yield file, size
    for name, length in () if held is None else held.members:
        base = name.rsplit("/", 1)[-1]
        if not base.startswith(LOCK_PREFIXES) and base.lower() not in SYSTEM_FILES:
            yield os.path.join(file, *name.split("/")), length  # noqa: PTH118


def _stands(record: FileRecord | None, file: Found, retry: bool, ocr: OcrMode, made: Plan) -> bool:
    """Whether a file needs no look: of a suffix that nobody reads, or read before and the same since."""
    if not file.regular:
        made.files[file.path] = FileRecord(
            file.path,
            "skipped",
            problem="Bỏ qua: không phải tệp thường mà là ống dẫn hoặc thiết bị.",
            advice="Chép nội dung cần đọc thành một tệp thường.",
        )
        return True
    suffix = os.path.splitext(file.path)[1].lower()  # noqa: PTH122
    if not file.named and suffix not in ingest.suffixes():
        kind = f"đuôi tệp {suffix}" if suffix else "tệp không có đuôi"
        made.files[file.path] = FileRecord(
            file.path,
            "skipped",
            file.size,
            problem=f"Bỏ qua: {kind} không phải định dạng đọc được.",
            advice="Chuyển sang một định dạng trong kehoach formats nếu đây là văn bản cần đọc.",
        )
        return True
    if record is None or not _is_current(record, ocr):
        return False
    if (record.size, record.mtime_ns) != (file.size, file.mtime_ns) or (retry and record.state == "unreadable"):
        return False
    made.files[file.path] = dataclasses.replace(record, gone=False)
    made.unchanged += 1
    return True


def _is_current(record: FileRecord, ocr: OcrMode) -> bool:
    """Whether reading a file again would give what is known of it; that it cannot be read, its reader alone decides."""
    if record.state in {"locked", "skipped"} or record.shape != row_shape():
        return False
    if record.state == "unreadable" and record.reading == reading_version():
        return True
    return record.version == rows_version() and _as_today(record, ocr)


def _as_today(record: FileRecord, ocr: OcrMode) -> bool:
    """Whether the pictures of a file, if it has any, were read as they would be now."""
    return record.pictures in {"", reading_key(ocr)}


def _outdated(files: Mapping[str, FileRecord], here: set[str], kept: Mapping[str, str], ocr: OcrMode) -> Iterator[Found]:
    """Files of earlier runs, elsewhere or gone, of another version: a store holds the facts of one version.

    Those that are gone come last, as far as they were kept as read.
    """
    gone = []
    for path, record in files.items():
        if path in here or record.state in {"locked", "skipped"} or _is_current(record, ocr):
            continue
        try:
            size, changed = remote.status(path)
        except OSError:  # what was read of it is all there is
            if record.sha256 and record.sha256 in kept:
                gone.append(Found(path, record.size, record.mtime_ns, named=True, sha256=record.sha256))
            continue
        yield Found(path, size, changed, named=True)
    yield from gone


def _by_content(manifest: Manifest, ocr: OcrMode) -> dict[str, FileRecord]:
    """The records whose rows can stand for any file of the same content."""
    return {
        record.sha256: record
        for record in manifest.files.values()
        if record.sha256 and record.shard and _is_current(record, ocr)
    }


def _kept(manifest: Manifest, ocr: OcrMode) -> dict[str, str]:
    """The shards that keep contents as read by the present readers."""
    return {
        record.sha256: record.shard
        for record in manifest.files.values()
        if record.sha256
        and record.shard
        and record.state in KEPT_WHEN_LOST
        and record.reading == reading_version()
        and _as_today(record, ocr)
    }


def _adopt(made: Plan, twin: FileRecord, job: Job) -> None:
    """A file whose content was read before: touched, renamed, or one more copy."""
    record = dataclasses.replace(twin, path=job.path, size=job.size, mtime_ns=job.mtime_ns, gone=False)
    made.files[job.path] = record
    if twin.path != job.path and not _is_there(twin.path):
        made.files.pop(twin.path, None)
        made.renamed.append((twin.path, job.path))
        made.removed = [path for path in made.removed if path != twin.path]
    else:
        made.unchanged += 1


def _is_there(path: str) -> bool:
    try:
        remote.status(path)
    except OSError:
        return False
    return True


def _drop_vanished(made: Plan, tops: list[str], prune: bool) -> None:
    """Files that were under these paths and are no more: marked, or taken out if the user asks for it."""
    here = set(made.here)
    for path, record in list(made.files.items()):
        under = any(path == top or path.startswith((top.rstrip(os.sep) + os.sep, f"{top}/")) for top in tops)
        if not under or path in here:
            continue
        if prune or record.state not in KEPT_WHEN_LOST:
            del made.files[path]
            made.removed += [path] if record.state in KEPT_WHEN_LOST else []
        else:
            made.files[path] = dataclasses.replace(record, gone=True)


def _digests(files: list[Found]) -> Iterator[str | OSError]:
    with ThreadPoolExecutor(max_workers=4) as threads:
        yield from threads.map(lambda file: file.sha256 or _digest(file.path), files)


def _digest(path: str) -> str | OSError:
    try:
        with remote.located(path) as here, containers.located(here) as real, real.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except remote.RemoteError as error:
        return OSError(0, error.problem)
    except UnreadableFile as error:  # a member that cannot be unpacked: whoever reads it tells, this only names it
        return hashlib.sha256(f"{path}\0{error.problem}".encode("utf-8", "backslashreplace")).hexdigest()
    except OSError as error:
        return error


def _locked(file: Found, error: OSError) -> FileRecord:
    return FileRecord(
        file.path,
        "locked",
        file.size,
        problem=f"Không mở được tệp: {refusal(error)}.",
        advice="Kiểm tra quyền đọc của tệp, hoặc đóng chương trình đang giữ nó, rồi chạy lại.",
    )
