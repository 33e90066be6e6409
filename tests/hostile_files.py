"""Files made to do harm: each is small to write and, read without care, takes memory, time or the process itself."""

from __future__ import annotations

import io
import os
import zipfile
import zlib
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

from docx_files import TYPES, p, packed, parts, tbl, tc, tr
from folders import PLAN

GOOD = PLAN.format(province="HƯNG YÊN", number=77)
MAIN = "word/document.xml"
MEGABYTE = 1 << 20
RIGHT_TO_LEFT = "\u202e"

Object = bytes | tuple[bytes, bytes]  # a PDF object, or the dictionary and the data of a stream


def pdf(objects: Mapping[int, Object], trailer: bytes = b"/Root 1 0 R", mark: bytes = b"%PDF-1.7\n") -> bytes:
    """A PDF of these objects by number."""
    out, places = bytearray(mark), {}
    for number, body in objects.items():
        places[number] = len(out)
        if isinstance(body, tuple):
            head, data = body
            body = b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(data), data)  # noqa: PLW2901
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(places) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
    return bytes(out + b"trailer\n<< /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start))


FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
LINES = b"BT /F 12 Tf 72 700 Td " + b"".join(b"(Ke hoach so %d cua Uy ban) Tj 0 -20 Td " % n for n in range(8)) + b"ET"


def one_page(
    content: bytes = LINES, *, catalog: bytes = b"", page: bytes = b"", more: Mapping[int, Object] | None = None
) -> bytes:
    """A PDF of one page; objects from 6 on are free."""
    return pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
            b" /Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> %s >>" % page,
            4: (b"", content),
            5: FONT,
            **(more or {}),
        }
    )


def many_pages() -> bytes:
    """A million pages in two kilobytes: every node of the tree names the one below it a hundred times."""
    kids = lambda number: b" ".join([b"%d 0 R" % number] * 100)
    nodes = {
        2 + level: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids(3 + level), 100 ** (3 - level)) for level in range(3)
    }
    page = b"<< /Type /Page /MediaBox [0 0 595 842] /Contents 6 0 R /Resources << /Font << /F 7 0 R >> >> >>"
    return pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", **nodes, 5: page, 6: (b"", b""), 7: FONT})


def blanks(count: int, piece: bytes) -> bytes:
    """A piece of any length so many times, packed by zlib; made from one packed piece, so that it takes no time."""
    packer = zlib.compressobj(9)
    first = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
    total = 1
    for _ in range(count):
        total = zlib.adler32(piece, total)
    return first + again * (count - 1) + packer.flush()[:-4] + total.to_bytes(4, "big")


def picture(width: int, height: int, bits: int = 1) -> bytes:
    """A page that shows a picture of so many dots, all white, packed to almost nothing."""
    row = (width * bits + 7) // 8
    head = b"/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /Filter /FlateDecode"
    head += b" /Width %d /Height %d /BitsPerComponent %d" % (width, height, bits)
    return one_page(b"q 595 0 0 842 0 0 cm /X Do Q", more={6: (head, blanks(height // 50, b"\xff" * row * 50))})


def stream_bomb() -> bytes:
    """A page whose content is 2 GB of blanks, packed twice to a few kilobytes."""
    twice = zlib.compress(blanks(2048, b" " * MEGABYTE), 9)
    return one_page().replace(
        b"<<  /Length %d >>\nstream\n%s" % (len(LINES), LINES),
        b"<< /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n%s" % (len(twice), twice),
    )


def self_reference() -> bytes:
    """Pages that are their own children."""
    return pdf(
        {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 /Parent 2 0 R >>"}
    )


def form_in_itself() -> bytes:
    """A form that draws itself, twice."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << /X 6 0 R >> >>"
    return one_page(b"/X Do /X Do", more={6: (form, b"/X Do /X Do " * 50)})


def length_in_itself() -> bytes:
    """A stream whose length is the stream itself."""
    return one_page().replace(b"<<  /Length %d >>" % len(LINES), b"<<  /Length 4 0 R >>")


def deep_arrays() -> bytes:
    """An array in an array in an array …"""
    return one_page(catalog=b"/Deep " + b"[" * 50_000 + b"]" * 50_000)


def with_script_and_attachment() -> bytes:
    """A page that runs a script, starts a program and carries another file."""
    catalog = (
        b"/OpenAction << /S /JavaScript /JS (app.alert\\('x'\\);while\\(true\\){}) >>"
        b" /Names << /EmbeddedFiles << /Names [(virus.exe) 7 0 R] >> >> /AA << /WC << /S /Launch /F (cmd.exe) >> >>"
    )
    more = {7: b"<< /Type /Filespec /F (virus.exe) /EF << /F 8 0 R >> >>", 8: (b"/Type /EmbeddedFile", b"MZ" * 1000)}
    return one_page(catalog=catalog, more=more)


def locked(user: str, owner: str = "chu") -> bytes:
    """A PDF with these passwords."""
    from reportlab.lib.pdfencrypt import StandardEncryption  # noqa: PLC0415
    from reportlab.pdfgen.canvas import Canvas  # noqa: PLC0415

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(user, owner, canPrint=0, canCopy=0), invariant=1)
    for n in range(8):
        canvas.drawString(72, 700 - 20 * n, f"Ke hoach so {n} cua Uy ban")
    canvas.save()
    return out.getvalue()


def docx(body: str) -> bytes:
    """A Word file of this body."""
    return packed(parts(body))


def zipped(count: int = 1, size: int = 0, name: str = MAIN, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of so many members of so many blanks each."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        for n in range(count):
            with archive.open(name if count == 1 else f"word/{n}.xml", "w") as member:
                for _ in range(size // MEGABYTE):
                    member.write(b" " * MEGABYTE)
    return out.getvalue()


def nested_tables(depth: int) -> str:
    """Tables in tables."""
    body = p("đáy")
    for _ in range(depth):
        body = tbl(tr(tc(body, "<w:p/>")))
    return body


def laughs() -> bytes:
    """Entities of entities: 10^9 words when put in."""
    names = "abcdefghij"
    entities = '<!ENTITY a "ha ha ha">' + "".join(
        f'<!ENTITY {later} "{f"&{sooner};" * 10}">' for sooner, later in pairwise(names)
    )
    files = parts(p("MARK"))
    body = str(files[MAIN]).replace("MARK", "&j;")
    return packed({**files, MAIN: body.replace("<w:document", f"<!DOCTYPE d [{entities}]><w:document", 1)})


def zips_in_zips(depth: int = 40) -> bytes:
    """A zip in a zip in a zip …"""
    data = GOOD.encode()
    for n in range(depth):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{n}.zip" if n else "ke-hoach.txt", data)
        data = out.getvalue()
    return data


def workbook_of_formulas() -> bytes:
    """Cells that run programs in a careless spreadsheet."""
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("TT", "Nhiệm vụ"), ("1", "=cmd|'/c calc'!A0"), ("2", '=WEBSERVICE("http://127.0.0.1/")'), ("3", "@SUM(1)")):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def noise(size: int, seed: int = 1) -> bytes:
    """Bytes without a pattern, the same in every run."""
    state, out = seed, bytearray()
    while len(out) < size:
        state = (state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        out += state.to_bytes(8, "little")
    return bytes(out[:size])


def scripted() -> str:
    """A page whose plan is surrounded by programs."""
    plan = "".join(f"<p>{line}</p>" for line in GOOD.split("\n") if line)
    return (
        "<html><head><meta charset=utf-8><script>while(true){}</script><style>p{}</style></head>"
        f"<body onload='alert(1)'>{plan}<script>document.write('THUA')</script><iframe src='http://127.0.0.1/'></iframe>"
        "<img src=x onerror='alert(2)'></body></html>"
    )


# name: content; what becomes of each stands in test_hostile.py
FILES: dict[str, Callable[[], bytes]] = {
    "bom-nen.docx": lambda: zipped(1, 300 * MEGABYTE),
    "muoi-van-phan.docx": lambda: zipped(20_000),
    "long-nhau.docx": lambda: docx(nested_tables(400)),
    "bang-long.docx": lambda: docx(nested_tables(12)),
    "thuc-the.docx": laughs,
    "zip-trong-zip.zip": zips_in_zips,
    "bom.zip": lambda: zipped(1, 300 * MEGABYTE, "a.txt"),
    "zip-trong.docx": zips_in_zips,
    "trieu-trang.pdf": many_pages,
    "tu-tro.pdf": self_reference,
    "mau-tu-goi.pdf": form_in_itself,
    "do-dai-tu-tro.pdf": length_in_itself,
    "mang-sau.pdf": deep_arrays,
    "bom-luong.pdf": stream_bomb,
    "anh-lon.pdf": lambda: picture(22_400, 22_400),  # 500 million dots
    "anh-khong-lo.pdf": lambda: picture(60_000, 60_000, 8),  # 3.6 GB when unpacked
    "khoa.pdf": lambda: locked("mat-khau"),
    "khoa-chu.pdf": lambda: locked(""),
    "cut.pdf": lambda: one_page()[: len(one_page()) // 2],
    "hai-mat.pdf": lambda: b"<html><script>alert(1)</script>\n" + one_page(),
    "hai-mat-zip.pdf": lambda: one_page() + zipped(1, 0),
    "kich-ban.pdf": with_script_and_attachment,
    "on.pdf": lambda: b"%PDF-1.7\n" + noise(200_000),
    "on.doc": lambda: OLE + noise(200_000),
    "on.docx": lambda: b"PK\x03\x04" + noise(200_000),
    "on.rtf": lambda: b"{\\rtf1" + noise(50_000),
    "sau.rtf": lambda: b"{\\rtf1" + b"{" * 200_000 + b"ke hoach" + b"}" * 200_000,
    "mau.txt": lambda: (GOOD + "số 12/" * 20_000 + "\n" + "((((" * 20_000).encode(),
    "mot-dong.txt": lambda: (GOOD + "Kế hoạch của Ủy ban " * 30_000).encode(),
    "kich-ban.html": lambda: scripted().encode(),
    "sau.html": lambda: ("<html><meta charset=utf-8><body>" + "<div>" * 20_000 + GOOD + "</div>" * 20_000).encode(),
    "bang-sau.html": lambda: (
        "<html><meta charset=utf-8><body>" + "<table><tr><td>" * 3000 + GOOD + "</table>" * 3000
    ).encode(),
    "o-rong.html": lambda: (
        f"<html><meta charset=utf-8><body><p>{GOOD}</p><table><tr><td colspan=60000 rowspan=60000>x</td></tr></table>"
    ).encode(),
    "cong-thuc.xlsx": workbook_of_formulas,
    "cong-thuc.csv": lambda: '"TT","Nhiệm vụ"\n"1","=cmd|\' /C calc\'!A0"\n'.encode(),
    "on.png": lambda: b"\x89PNG\r\n\x1a\n" + noise(50_000),
    "on.jpg": lambda: b"\xff\xd8\xff\xe0" + noise(50_000),
    "on.tif": lambda: b"II*\x00" + noise(50_000),
    "anh-lon.png": lambda: png(22_400, 22_400),
    "on.eml": lambda: b"From: a@b\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n" * 50_000,
    "on.msg": lambda: OLE + noise(100_000, 7),
    "on.xls": lambda: OLE + noise(100_000, 9),
    "on.rar": lambda: b"Rar!\x1a\x07\x00" + noise(50_000),
    "on.7z": lambda: b"7z\xbc\xaf\x27\x1c" + noise(50_000),
}


def png(width: int, height: int) -> bytes:
    """A white picture of one bit a dot."""
    data = blanks(height // 50, (b"\0" + b"\xff" * ((width + 7) // 8)) * 50)
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x01\0\0\0\0"
    chunk = lambda kind, body: len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


NAMES = {
    # a name, and how much of it the system may refuse
    "xuong\ndong.txt": GOOD + "một",
    f"nguoc{RIGHT_TO_LEFT}fdp.txt": GOOD + "hai",
    "d" * 251 + ".txt": GOOD + "ba",
    "-rf.txt": GOOD + "bốn",
    "$(touch x).txt": GOOD + "năm",
}


def write_all(folder: Path) -> None:
    """Writes every hostile file, good files under hostile names, and a plain good one."""
    folder.mkdir(parents=True)
    for name, content in FILES.items():
        (folder / name).write_bytes(content())
    for name, text in NAMES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "tot.txt").write_text(GOOD, encoding="utf-8")
    with (folder / "mot-gb.txt").open("wb") as large:  # sparse on disk
        large.write(GOOD.encode() * 1000)
        large.truncate(1 << 30)
    if os.name == "posix":
        with open(os.fsencode(folder) + b"/k\xff.txt", "wb") as handle:  # noqa: PTH123
            handle.write((GOOD + "sáu").encode())
        os.mkfifo(folder / "ong.txt")
        (folder / "vong").symlink_to(folder, target_is_directory=True)
        (folder / "dut.txt").symlink_to(folder / "khong-co.txt")


__all__ = ["FILES", "GOOD", "NAMES", "write_all"]
