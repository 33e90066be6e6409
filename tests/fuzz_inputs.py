"""Inputs for the fuzz targets: small files, broken where their reader looks, and texts of the extractors' words."""

from __future__ import annotations

import functools
import io
import random
import tempfile
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import ole_files
import py7zr
from openpyxl import Workbook
from PIL import Image
from reportlab.lib.pagesizes import A5
from reportlab.pdfgen.canvas import Canvas

from data import rows
from data.samples.render import HERE
from pipeline.ingest import libre_office

SMALL = 200_000  # bytes of a sample that is worth breaking again and again
SLICE = 900  # letters of a sample at a time: most faults show in as many, and a thousand of them are read in a second
SECTORS = {".doc", ".msg", ".xls"}  # formats that are lost as a whole where one byte too many moves all behind it
INTERESTING = (
    b"\0",
    b"\xff",
    b"\xff\xff\xff\xff",
    b"\x80",
    b"%",
    b"<",
    b">",
    b"&#0;",
    b"]]>",
    b"-1",
    b"9" * 11,
    b"\r",
    b"|",
)
TOKENS = {  # what means something to the reader of a format
    ".html": "<table>~</table>~<tr>~<td colspan=9>~<td rowspan=0>~<ol start=-1>~<li>~<br>~<pre>~<script>"
    "~<!--~-->~&nbsp;~&#x1F;"
    "~<div>~</div>~<sup>~<meta charset=tcvn>",
    ".md": "|~\n|---|---|\n~# ~- ~1. ~```~**~<table>~\\|~    ~> ",
    ".docx": "<w:tbl>~</w:tbl>~<w:tr>~</w:tr>~<w:tc>~</w:tc>~<w:p>~</w:p>~<w:r>~</w:r>~<w:tab/>~<w:vMerge/>"
    "~<w:br/>~<w:del>~<w:ins>"
    '~<w:gridSpan w:val="9"/>~<w:vMerge w:val="restart"/>~<w:numPr><w:ilvl w:val="8"/><w:numId w:val="1"/></w:numPr>~<w:sdt>'
    "~<w:txbxContent>~<w:instrText>~&amp;~\0~<w:t>~</w:t>",
    ".xlsx": '<c r="XFD1048576">~<c t="s"><v>99</v></c>~<c t="inlineStr">~<row r="9">~<f>1/0</f>'
    "~<v>1e308</v>~<v>-1</v>~</row>"
    '~<mergeCell ref="A1:C3"/>~<sheetData>~t="d"~t="e"',
    ".rtf": "\\trowd~\\cellx900~\\cell~\\row~\\par~{\\*\\~}~{~\\u7871?~\\'e0~\\bin99999 ~\\intbl"
    "~\\ls1~\\field~\\object~\\pict",
    ".pdf": " Tf ~ Td ~ Tj ~BT ~ ET ~ re ~ S ~ cm ~q ~ Q ~endobj~stream\n~endstream~/Kids [3 0 R]~/Count 9999999~/Rotate 90"
    "~/MediaBox [0 0 0 0]~<< /Length -1 >>~1 0 R~(\\377)~1e38 ",
    ".eml": "\r\n\r\n~Content-Type: multipart/mixed; boundary=b\r\n~--b\r\n~--b--\r\n~=?utf-8?b?4buQ?=~=3D~charset=x\r\n"
    '~Content-Transfer-Encoding: base64\r\n~filename="../a.txt"\r\n~Content-Disposition: attachment\r\n',
}
TEXT_OF = {".docx": "word/document.xml", ".xlsx": "xl/worksheets/sheet1.xml"}  # what is broken inside, before it is packed
OFFICE = "openxmlformats"
WORD = f"http://schemas.{OFFICE}.org/wordprocessingml/2006/main"
BODY = (
    "<w:p><w:r><w:t>Căn cứ Nghị quyết số 76/NQ-CP ngày"
    " 15/7/2021;</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>STT</w:t>"
    "</w:r></w:p></w:tc><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p><w:r><w:t>Nhiệm"
    " vụ</w:t></w:r></w:p></w:tc></w:tr>"
    "<w:tr><w:tc><w:p/></w:tc><w:tc><w:p><w:r><w:t>Đạt"
    " 95%</w:t><w:tab/></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"
    "<w:p><w:r><w:t>II. Mục tiêu</w:t></w:r></w:p>"
)
TYPES = (
    f'<?xml version="1.0"?><Types xmlns="http://schemas.{OFFICE}.org/package/2006/content-types"><Default Extension="rels" '
    f'ContentType="application/vnd.{OFFICE}-package.relationships+xml"/><Override PartName="/word/document.xml" '
    f'ContentType="application/vnd.{OFFICE}-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    f'<?xml version="1.0"?><Relationships'
    f' xmlns="http://schemas.{OFFICE}.org/package/2006/relationships"><Relationship Id="r" '
    f'Type="http://schemas.{OFFICE}.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
MARKS = (
    "Số: ~số ~/~-~UBND~QĐ~KH-UBND~NQ-CP~ngày ~tháng ~năm ~2025~31/12/2025~%~≥~trên ~95%~1.234,5~(~)"
    "~“~”~;~.~,~:~\n~\n\n~\t~ ~- ~a) "
    "~1. ~I. ~Điều ~khoản ~chủ trì, phối hợp với ~Căn cứ ~Nơi nhận:~đạt ~tối thiểu ~quý I~hằng năm"
    "~Phụ lục ~\u0301~\u200b~TM. ~từ "
    "~lên ~đến ~trước ngày ~30/6~Sở Nội vụ~các sở, ngành~thay thế ~Kế hoạch này~thành phố ~huyện "
    "~xã ~\u00ad~Tỷ lệ ~hồ sơ ~1,250"
    "~hai mươi~UBND tỉnh Hưng Yên"
)


def file_of(suffix: str, chance: random.Random) -> bytes:
    """A broken file of a format: mostly a small one, broken where its reader looks; now and then a whole sample."""
    whole = samples(suffix)
    if whole and chance.random() < 0.01:
        return broken(chance.choice(whole), suffix, chance)
    if suffix in TEXT_OF and chance.random() < 0.8:
        return _packed_with(small(suffix), TEXT_OF[suffix], suffix, chance)
    content = small(suffix)
    if suffix in {".txt", ".html", ".md"}:
        content = chance.choice(whole or (content,))
        start = chance.randrange(max(1, len(content) - SLICE))
        content = content[start : start + chance.randrange(50, SLICE)]
    return broken(content, suffix, chance)


def broken(content: bytes, suffix: str, chance: random.Random) -> bytes:
    """A content with some bytes changed, taken out, doubled or cut off, or with words of its format put in."""
    made = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at, size = chance.randrange(len(made) + 1), chance.choice((1, 1, 2, 8, 64, 512))
        if suffix in SECTORS and chance.random() < 0.9:
            new = chance.choice((chance.randbytes(size), chance.choice(INTERESTING)))
            made[at : at + len(new)] = new[: len(made) - at]
            continue
        match chance.randrange(8):
            case 0:
                made[at : at + size] = chance.randbytes(size)
            case 1:
                del made[at : at + size]
            case 2:
                made[at:at] = made[at : at + size] * chance.choice((1, 2, 50))
            case 3:
                made[at : at + size] = chance.choice(INTERESTING)
            case 4:
                other = chance.randrange(len(made) + 1)
                made[at:at] = made[other : other + size]
            case 5 | 6:
                made[at:at] = chance.choice(tokens(suffix))
            case _:
                if chance.random() < 0.3:
                    del made[at:]
    return bytes(made)


@functools.cache
def tokens(suffix: str) -> tuple[bytes, ...]:
    """What means something to the reader of a format; of others bytes that often mean something."""
    return tuple(token.encode() for token in TOKENS[suffix].split("~")) if suffix in TOKENS else INTERESTING


@functools.cache
def samples(suffix: str) -> tuple[bytes, ...]:
    """The contents of the small samples of a format; Markdown has those of text."""
    found = sorted(path for path in (HERE / "plans").iterdir() if path.suffix == {".md": ".txt"}.get(suffix, suffix))
    contents = tuple(content for path in found if len(content := path.read_bytes()) < SMALL)
    return contents[:6]


@functools.cache
def small(suffix: str) -> bytes:
    """The smallest file of a format that has something of everything its reader looks for."""
    makers: dict[str, Callable[[], bytes]] = {
        ".7z": _7z,
        ".doc": functools.partial(_old, _docx, ".docx", "doc"),
        ".docx": _docx,
        ".eml": _eml,
        ".msg": _msg,
        ".pdf": _pdf,
        ".rtf": functools.partial(_old, _docx, ".docx", "rtf"),
        ".xls": functools.partial(_old, _xlsx, ".xlsx", "xls"),
        ".xlsx": _xlsx,
        ".zip": _zip,
    }
    kinds = {".png": "PNG", ".tif": "TIFF", ".jpg": "JPEG"}
    if suffix in kinds:
        return _image(kinds[suffix])
    return makers[suffix]() if suffix in makers else b"text"


@functools.cache
def vocabulary() -> tuple[str, ...]:
    """Words that the extractors look for, and what stands between them."""
    tables = ("doc_types", "units", "indicators")
    named = [name for table in tables for row in rows(table) for name in (row.get("name"),) if name]
    return (*named[:300], *MARKS.split("~") * 4)


def text_of(chance: random.Random, longest: int = 300) -> str:
    """A text of these words in any order; long ones are seldom."""
    words = vocabulary()
    count = min(chance.choice((2, 4, 8, 8, 16, 30) * 8 + (300,)), longest)
    return "".join(chance.choice(words) + chance.choice((" ", " ", "", "\n")) for _ in range(count))


def _packed_with(content: bytes, part: str, suffix: str, chance: random.Random) -> bytes:
    """A package with one part broken, so that its reader is reached and not only whoever unpacks it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            inside = old.read(name)
            new.writestr(name, broken(inside, suffix, chance) if name == part else inside)
    return made.getvalue()


def _docx() -> bytes:
    body = f'<?xml version="1.0"?><w:document xmlns:w="{WORD}"><w:body>{BODY}</w:body></w:document>'
    return _package({"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": body})


def _package(parts: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return made.getvalue()


def _xlsx() -> bytes:
    book, made = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (("STT", "Nhiệm vụ", "Hạn"), (1, "Cải cách", 45_000.5), (2, "=A1", True)):
        sheet.append(row)
    sheet.merge_cells("A4:C4")
    book.save(made)
    return made.getvalue()


def _pdf() -> bytes:
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=A5, pageCompression=0, invariant=1)
    for number, line in enumerate(("KE HOACH", "1. Nhiem vu 76/NQ-CP", "2. Dat 95%")):
        canvas.drawString(40, 500 - 20 * number, line)
    canvas.grid([40, 100, 200], [380, 400, 420])
    canvas.drawString(45, 385, "STT")
    canvas.save()
    return made.getvalue()


def _eml() -> bytes:
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Kế hoạch", "a@x.vn"
    mail.set_content("Căn cứ Nghị quyết số 76/NQ-CP;")
    mail.add_alternative("<p>Căn cứ</p>", subtype="html")
    mail.add_attachment("Kèm theo".encode(), maintype="text", subtype="plain", filename="a.txt")
    for number, part in enumerate(mail.walk()):
        if part.is_multipart():
            part.set_boundary(f"=={number}==")  # else by chance: a seed must make the same again
    return mail.as_bytes()


def _zip() -> bytes:
    return _package({"2024/a.txt": "Căn cứ Nghị quyết số 76/NQ-CP", "b/../c.txt": "KẾ HOẠCH"})


def _7z() -> bytes:
    made = io.BytesIO()
    with py7zr.SevenZipFile(made, "w") as archive:
        archive.writestr("Căn cứ Nghị quyết số 76/NQ-CP", "2024/a.txt")
        archive.writestr("KẾ HOẠCH", "b.txt")
    return made.getvalue()


def _msg() -> bytes:
    inner = ole_files.inner_message("Gửi lại", "Căn cứ Nghị quyết số 76/NQ-CP;", [("b.txt", b"KE HOACH")])
    return ole_files.message("Kế hoạch", "Kèm theo", [("a.txt", "Kèm theo".encode()), ("thư", inner)])


def _old(make: Callable[[], bytes], suffix: str, to: str) -> bytes:
    """The file as LibreOffice saves it in a format of before."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(make())
        with libre_office.converted(path, suffix, to) as made:
            return made.read_bytes()


def _image(kind: str) -> bytes:
    made = io.BytesIO()
    Image.new("L", (310, 300), 255).save(made, kind)
    return made.getvalue()
