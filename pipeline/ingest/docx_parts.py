"""Opens a Word file safely: a zip of XML parts, each bounded in size and depth, without DTD or outside reference."""

from __future__ import annotations

import functools
import mmap
import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from lxml import etree
from lxml.etree import _Element as Element

from pipeline.errors import UnreadableFile
from pipeline.ingest.archive_zip import BROKEN
from pipeline.ingest.held import claims_too_much

MAX_PARTS = 10_000  # a plan with a picture on every page has hundreds
MAX_TOTAL = 1 << 30  # bytes of all parts unpacked
MAX_PART = 128 << 20  # bytes of one XML part unpacked; a thousand pages of tables need about 20 MiB
MAX_RATIO = 250  # unpacked to packed; real parts reach 30, repetitive tables 100
RATIO_FROM = 8 << 20  # small parts may be packed as tightly as they like
PARSER_DEPTH = 256  # libxml2's own limit, kept by huge_tree=False; named in the message only

ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# A file saved as "Strict Open XML" has the same elements under other names.
STRICT_NAMES = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R[1:-1].encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)
# `<?xml version="1.0" encoding="windows-1252"?>` | not `<w:document encoding="x">`
DECLARED_ENCODING = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]{1,40})[\"']")
UTF16_STARTS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}

RESEND = "Xin lại bản gốc, hoặc mở bằng Word rồi lưu lại thành tệp .docx."
WHAT_ELSE = (  # a part that only this kind of file has, what the file is, what to do
    ("xl/", "là bảng tính Excel, không phải văn bản Word.", "Chép bảng cần đọc sang tệp Word (.docx) rồi nạp lại."),
    ("ppt/", "là bản trình chiếu PowerPoint, không phải văn bản Word.", "Xin văn bản gốc dạng Word (.docx) hoặc PDF."),
    ("visio/", "là bản vẽ Visio, không phải văn bản Word.", "Xin văn bản gốc dạng Word (.docx) hoặc PDF."),
)


class Relation(NamedTuple):
    """A part that another one refers to."""

    name: str  # under which the other refers to it: rId7
    kind: str  # the end of an address: …/relationships/styles
    target: str


@dataclass(frozen=True, slots=True)
class Package:
    """An open Word file; parts are named without the slash in front, whatever their case."""

    path: Path
    archive: zipfile.ZipFile
    entries: dict[str, zipfile.ZipInfo]
    main: str = ""
    missing: list[str] = field(default_factory=list)  # parts that the file refers to and does not hold
    _relations: dict[str, list[Relation]] = field(default_factory=dict)  # by the part that has them

    def unreadable(self, problem: str, advice: str = RESEND) -> UnreadableFile:
        """The error to raise: this file, what is wrong with it, what to do."""
        return UnreadableFile(f"Tệp {self.path} {problem}", advice)

    def has(self, name: str) -> bool:
        """Whether the file holds this part."""
        return name.lower() in self.entries

    def xml(self, name: str, left_out: str = "") -> Element:
        """The root of an XML part, without elements of a name that nobody asks for; raises UnreadableFile."""
        data = _plain_bytes(self._bytes(name))
        if data is None:
            raise self.unreadable(f"có phần {name} dùng bảng mã lạ.")
        if left_out:
            data = _without(data, left_out)
        if b"<!DOCTYPE" in data:
            raise self.unreadable(f"có phần {name} khai báo DTD, điều mà Word không bao giờ ghi; tệp có thể độc hại.")
        for strict, usual in STRICT_NAMES if b"purl.oclc.org/ooxml" in data[:8192] else ():
            data = data.replace(strict, usual)
        try:
            return etree.fromstring(data, _parser())
        except etree.XMLSyntaxError as error:
            if "depth" in str(error):
                raise self.unreadable(f"lồng quá {PARSER_DEPTH} tầng thẻ trong phần {name}.") from error
            raise self.unreadable(f"hỏng ở phần {name}: XML sai tại dòng {error.lineno}.") from error

    def related(self, name: str, kind: str) -> dict[str, str]:
        """Parts of a kind ("header", "styles" …) that a part refers to, by relation id: rId7 → word/header1.xml."""
        if name not in self._relations:
            self._relations[name] = list(self._relations_of(name))
        found: dict[str, str] = {}
        for relation in self._relations[name]:
            if not relation.kind.endswith(f"/{kind}"):
                continue
            if self.has(relation.target):
                found[relation.name] = relation.target
            elif relation.target not in self.missing:
                self.missing.append(relation.target)
        return found

    def part(self, kind: str, left_out: str = "") -> Element | None:
        """The root of the one part of a kind that the main part refers to: "styles", "numbering", "footnotes" …"""
        for name in self.related(self.main, kind).values():
            return self.xml(name, left_out)
        return None

    def _relations_of(self, name: str) -> Iterator[Relation]:
        folder, file = posixpath.split(name)
        relations = posixpath.join(folder, "_rels", f"{file}.rels")
        for relation in self.xml(relations).iter(RELATION) if self.has(relations) else ():
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
                yield Relation(relation.get("Id", ""), relation.get("Type", ""), target)

    def _bytes(self, name: str) -> bytes:
        entry = self.entries.get(name.lower())
        if entry is None:
            raise self.unreadable(f"thiếu phần {name}.")
        if entry.flag_bits & 1:
            raise self.unreadable("được nén có mật khẩu.", "Gỡ mật khẩu rồi nạp lại.")
        if entry.file_size > MAX_PART:
            raise self.unreadable(f"có phần {name} lớn hơn {MAX_PART >> 20} MiB.", "Tách văn bản thành nhiều tệp nhỏ hơn.")
        if claims_too_much(entry.file_size, entry.compress_size):
            raise self.unreadable(f"hỏng ở phần {name}: kích thước ghi sai.")
        try:
            return self.archive.read(entry)
        except BROKEN as error:
            raise self.unreadable(f"hỏng hoặc bị cắt cụt ở phần {name}.") from error


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """A Word file, opened and checked; raises UnreadableFile if it is none, is damaged, or unpacks beyond the limits."""
    if is_encrypted(path):
        raise UnreadableFile(
            f"Tệp {path} là tệp Office có mật khẩu (đã mã hóa).", "Mở bằng Word, gỡ mật khẩu, lưu lại thành tệp .docx."
        )
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError) as error:
        raise UnreadableFile(f"Tệp {path} hỏng hoặc bị cắt cụt, không mở được như tệp Word.", RESEND) from error
    with archive:
        infos = archive.infolist()
        entries = {info.filename.replace("\\", "/").lstrip("/").lower(): info for info in infos}
        package = Package(path, archive, entries)
        _check_size(package, infos)
        yield replace(package, main=_main_part(package))


def is_encrypted(path: Path) -> bool:
    """Whether the file is an Office file behind a password: an OLE file that holds the stream of the encrypted package."""
    with path.open("rb") as handle:
        if handle.read(len(OLE_MARK)) != OLE_MARK:
            return False
        with mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return content.find(ENCRYPTED_STREAM) >= 0


def _check_size(package: Package, infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_PARTS:
        raise package.unreadable(f"có {len(infos)} phần, quá giới hạn {MAX_PARTS}; tệp có thể độc hại.")
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        raise package.unreadable(
            f"bung ra lớn hơn {MAX_TOTAL >> 20} MiB.", "Giảm dung lượng hình trong tệp hoặc tách thành nhiều tệp."
        )
    for info in infos:
        if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise package.unreadable(f"có phần {info.filename} nén quá {MAX_RATIO} lần; tệp có thể độc hại (bom nén).")


def _main_part(package: Package) -> str:
    """The name of the part that holds the text; raises UnreadableFile that says what the file is if it is not Word's."""
    for name in package.related("", "officeDocument").values():
        if not name.lower().startswith(tuple(prefix for prefix, _, _ in WHAT_ELSE)):
            return name
    if package.has("word/document.xml"):
        return "word/document.xml"
    for prefix, what, advice in WHAT_ELSE:
        if any(name.startswith(prefix) for name in package.entries):
            raise package.unreadable(what, advice)
    if package.has("mimetype") and package.has("content.xml"):
        raise package.unreadable(
            "là tệp OpenDocument (LibreOffice), không phải tệp Word.", "Mở bằng LibreOffice rồi lưu lại thành tệp .docx."
        )
    if package.has("[Content_Types].xml"):
        raise package.unreadable("thiếu phần chính word/document.xml.")
    raise package.unreadable("là tệp nén (zip), không phải tệp Word.", "Giải nén rồi nạp các văn bản bên trong.")


def _plain_bytes(data: bytes) -> bytes | None:
    """The part in UTF-8; None if it is in neither of the two encodings that Office files may have."""
    for start, encoding in UTF16_STARTS.items():
        if not data.startswith(start):
            continue
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            return None
        return re.sub(r"\A\s*<\?xml[^>]*\?>", "", text).encode("utf-8", "surrogatepass")
    declared = DECLARED_ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    return data if declared is None or declared[1].lower() in (b"utf-8", b"us-ascii", b"ascii") else None


def _without(data: bytes, name: str) -> bytes:
    """A part without its elements of this name, which do not nest; as it is if it is not plain where they end."""
    before, *pieces = data.split(f"<w:{name} ".encode())
    end = f"</w:{name}>".encode()
    if any(piece.count(end) != 1 for piece in pieces):
        return data
    return before + b"".join(piece.partition(end)[2] for piece in pieces)


@functools.cache
def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
