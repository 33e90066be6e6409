"""Readings of pictures, kept beside the store: the same picture is read once by one version of the readers.

One compressed JSON file a page, named by the digest of the picture, of the page's place and of everything that reads it.
A file that is damaged counts as not there.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from data.document import Box, ScanNote
from pipeline.ingest import ocr
from pipeline.ingest.printed import PrintedWord, Ruling, Stamp
from pipeline.ingest.scan_page import ScannedPage, ScanRemark, read_picture
from pipeline.ingest.scan_pictures import Picture

# Under this folder: what a kept reading depends on.
READS: Final = ("scan_*.py", "ocr/**/*.py", "printed.py")
WAIT: Final = 60.0  # seconds; no page known takes so long


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture to be read: which page of its file it is, how large (points), and with which care."""

    picture: Picture
    number: int
    shown: tuple[float, float]
    mode: ocr.Mode

    @property
    def key(self) -> str:
        """Differs where the reading may differ."""
        picture = self.picture
        told = (reader_version(self.mode), self.mode, self.number, self.shown, picture.dpi, picture.pixels.shape)
        digest = hashlib.sha256(repr(told).encode())
        digest.update(picture.pixels.tobytes())
        return digest.hexdigest()

    def read(self) -> ScannedPage:
        """Reads it now."""
        return read_picture(self.picture, self.number, self.shown, self.mode)


def kept(folder: Path | None, wanted: Wanted) -> ScannedPage:
    """The reading of a picture: the one kept, else one made now and kept. folder None: nothing is kept."""
    if folder is None:
        return wanted.read()
    path = folder / wanted.key[:2] / f"{wanted.key[2:]}.json.gz"  # a million pages in one folder would be slow
    known = _load(path)
    if known is not None:
        return known
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path.parent / f"{path.name[0]}.lock"):
        page = _load(path)  # another worker may have read a copy of it meanwhile
        if page is None:
            page = wanted.read()
            _save(path, page)
    return page


@functools.cache
def reader_version(mode: ocr.Mode) -> str:
    """Digest of the readers, their models, and the code around them."""
    digest = hashlib.sha256(ocr.version(mode).encode())
    here = Path(__file__).parent
    for path in sorted({path for pattern in READS for path in here.glob(pattern)}):
        digest.update(f"{path.relative_to(here).as_posix()}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """While no other process holds this lock; after a long wait, or in a folder that knows no locks, all the same."""
    lock = FileLock(path, timeout=WAIT)
    with suppress(Timeout, OSError, NotImplementedError):  # what is read twice costs time and nothing else
        lock.acquire()
    try:
        yield
    finally:
        lock.release()  # if it is held


def _load(path: Path) -> ScannedPage | None:
    try:
        stored = json.loads(gzip.decompress(path.read_bytes()))
    except FileNotFoundError:
        return None
    except (OSError, EOFError, zlib.error, ValueError):  # damaged: the page is read anew
        return None
    return _page(stored)


def _save(path: Path, page: ScannedPage) -> None:
    """Whole or not at all; readers of several processes may keep the same page."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_bytes(gzip.compress(json.dumps(asdict(page), ensure_ascii=False).encode(), 6, mtime=0))
    draft.replace(path)


def _page(stored: Any) -> ScannedPage:
    return ScannedPage(
        tuple(map(_word, stored["words"])),
        tuple(Ruling(**ruling) for ruling in stored["rulings"]),
        tuple(Stamp(stamp["text"], Box._make(stamp["box"])) for stamp in stored["stamps"]),
        tuple(ScanRemark(**remark) for remark in stored["remarks"]),
        stored["confidence"],
    )


def _word(stored: Any) -> PrintedWord:
    word = PrintedWord._make(stored)
    note: Any = word.note
    made = None if note is None else ScanNote(**{**note, "readings": tuple(note["readings"])})
    return word._replace(box=Box._make(word.box), note=made)
