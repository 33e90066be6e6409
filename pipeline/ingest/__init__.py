"""The readers: one module a format, found by looking into the folder and at the content of the file.

A reader module has NAME (what users call the format), SUFFIXES, sniff(head, path) and read(path, sha256); one whose
files another program converts first has AHEAD (suffix, format) too.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import pkgutil
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Protocol, cast

from data.document import Document
from pipeline.errors import UnknownFormat, UnreadableFile, refusal
from pipeline.ingest.containers import located

HEAD = 8192  # bytes that a reader may look at to know its format


class Reader(Protocol):
    """What a module of this folder offers to be a reader."""

    NAME: str
    SUFFIXES: tuple[str, ...]
    ORDER: int  # readers with a sure mark in the content first (10), those that guess last (90)

    def sniff(self, head: bytes, path: Path) -> bool:
        """Whether the file's first bytes (and, where content alone cannot tell, its name) are of this format."""
        ...

    def read(self, path: Path, file_sha256: str) -> Document:
        """The document; raises UnreadableFile."""
        ...


@functools.cache
def readers() -> tuple[Reader, ...]:
    """The readers of this folder: its modules that define sniff, surest first."""
    modules = (importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__))
    found = [cast(Reader, module) for module in modules if hasattr(module, "sniff")]
    return tuple(sorted(found, key=lambda reader: (reader.ORDER, reader.NAME)))


def suffixes() -> frozenset[str]:
    """The file suffixes that a folder is searched for, lower case, with the dot."""
    return frozenset(suffix for reader in readers() for suffix in reader.SUFFIXES)


def read(path: Path) -> Document:
    """The document in a file, also in one that an archive or e-mail holds; raises UnreadableFile with what to do."""
    with located(path) as real:
        return _read(path) if real == path else _named(_read, real, str(path))


def read_as(path: Path, name: str) -> Document:
    """The document in a file that is a copy of what the user knows by another name; raises UnreadableFile."""
    return _named(read, path, name)


def _named(read_it: Callable[[Path], Document], real: Path, name: str) -> Document:
    """A document that speaks of its file, and of what is wrong with it, under a name."""
    try:
        document = read_it(real)
    except UnreadableFile as error:
        raise type(error)(error.problem.replace(str(real), name), error.advice) from error
    problems = tuple(replace(each, problem=each.problem.replace(str(real), name)) for each in document.problems)
    return replace(document, source_path=name, problems=problems)


def _read(path: Path) -> Document:
    try:
        with path.open("rb") as handle:
            head = handle.read(HEAD)
            digest = hashlib.sha256(head)
            while chunk := handle.read(1 << 20):
                digest.update(chunk)
    except OSError as error:
        raise UnreadableFile(f"Không mở được tệp {path}: {refusal(error)}.", "Kiểm tra quyền đọc và đường dẫn.") from error
    if not head.strip():
        raise UnreadableFile(f"Tệp {path} rỗng.", "Xin lại bản gốc của văn bản.")
    for reader in readers():
        if reader.sniff(head, path):
            return reader.read(path, digest.hexdigest())
    from pipeline.ingest.docx_parts import OLE_MARK  # noqa: PLC0415 keeps the import of this module light

    if head.startswith(OLE_MARK):
        raise UnknownFormat(
            f"Tệp {path} là tệp Office kiểu cũ nhưng không thấy văn bản Word, bảng Excel hay thư Outlook nào trong đó.",
            "Có thể tệp bị cắt cụt khi tải hoặc gửi: xin lại bản gốc của văn bản.",
        )
    raise UnknownFormat(
        f"Không nhận ra định dạng của tệp {path}.",
        f"Các định dạng đọc được: {', '.join(reader.NAME for reader in readers())}.",
    )


@contextmanager
def prepared(paths: Sequence[Path]) -> Iterator[None]:
    """Does at one go what several of these files need before they are read; each is then read as ever."""
    from pipeline.ingest.libre_office import converted_ahead  # noqa: PLC0415 few folders hold such files

    with ExitStack() as stack:
        for to, files in _to_convert(paths).items():
            stack.enter_context(converted_ahead(files, to))
        yield


def _to_convert(paths: Sequence[Path]) -> dict[str, dict[Path, str]]:
    """The files that another program converts: by the format to be made, each with the suffix of what it is."""
    found: dict[str, dict[Path, str]] = defaultdict(dict)
    wanted = {suffix for reader in readers() if hasattr(reader, "AHEAD") for suffix in reader.SUFFIXES}
    for path in paths:
        if path.suffix.lower() not in wanted:
            continue
        try:
            with path.open("rb") as handle:
                head = handle.read(HEAD)
            reader = next((reader for reader in readers() if head.strip() and reader.sniff(head, path)), None)
        except OSError:  # whoever reads the file tells
            continue
        if reader is not None and hasattr(reader, "AHEAD"):
            suffix, to = reader.AHEAD
            found[to][path] = suffix
    return found
