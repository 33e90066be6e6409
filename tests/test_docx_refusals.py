"""Word files that are none, are damaged, or are made to do harm."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from docx_files import (
    DECIMAL,
    NAMES,
    TYPES,
    check,
    instance,
    item,
    p,
    packed,
    part,
    parts,
    read,
    relations,
    tbl,
    tc,
    tr,
    word_file,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.errors import UnreadableFile
from pipeline.ingest import docx, docx_parts


def nested(depth: int) -> str:
    body = p("đáy")
    for _ in range(depth):
        body = tbl(tr(tc(body, "<w:p/>"), "x"))
    return body


def entity_bomb() -> str:
    body = part("document", f"<w:body>{p('&c;').replace('&amp;', '&')}</w:body>")
    return body.replace("<w:document", '<!DOCTYPE d [<!ENTITY b "xxxxxxxxxx"><!ENTITY c "&b;&b;&b;">]><w:document', 1)


def outside_entity() -> str:
    return part("document", f"<w:body>{p('x')}</w:body>").replace(
        "<w:document", '<!DOCTYPE d SYSTEM "file:///etc/hostname"><w:document', 1
    )


MAIN = "word/document.xml"
BAD = [
    # an Excel, PowerPoint or OpenDocument file, a plain zip, an empty one
    (packed({"[Content_Types].xml": TYPES, "xl/workbook.xml": "<x/>"}), "Excel"),
    (
        packed(
            {
                "[Content_Types].xml": TYPES,
                "ppt/presentation.xml": "<x/>",
                "_rels/.rels": relations({"rId1": ("officeDocument", "ppt/presentation.xml")}),
            }
        ),
        "PowerPoint",
    ),
    (packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "OpenDocument"),
    (packed({"ke-hoach.txt": "x"}), "tệp nén (zip)"),
    (packed({}), "tệp nén (zip)"),
    # behind a password
    (docx_parts.OLE_MARK + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 100, "mật khẩu"),
    # cut off, garbage behind the mark of a zip
    (packed(dict(parts(p("x" * 5000))))[:900], "hỏng hoặc bị cắt cụt"),
    (b"PK\x03\x04" + b"rubbish" * 100, "hỏng hoặc bị cắt cụt"),
    # the main part is missing, is no XML, is something else, has no body
    (packed({"[Content_Types].xml": TYPES}), "thiếu phần chính"),
    (packed({"[Content_Types].xml": TYPES, MAIN: "<w:document"}), "XML sai"),
    (packed({"[Content_Types].xml": TYPES, MAIN: "<html/>"}), "không có thân"),
    (packed({"[Content_Types].xml": TYPES, MAIN: f"<w:document {NAMES}/>"}), "không có thân"),
    # another part is no XML
    (packed(dict(parts(p("x"), styles="")) | {"word/styles.xml": "<w:styles>"}), "hỏng ở phần word/styles.xml"),
    # an encoding that Office never writes
    (packed({"[Content_Types].xml": TYPES, MAIN: '<?xml version="1.0" encoding="utf-7"?><x/>'}), "bảng mã lạ"),
    # DTD: entities that swell, a file of this machine
    (packed({"[Content_Types].xml": TYPES, MAIN: entity_bomb()}), "DTD"),
    (packed({"[Content_Types].xml": TYPES, MAIN: outside_entity()}), "DTD"),
    # tables in tables without end, within and beyond the parser's own limit
    (packed(dict(parts(nested(30)))), "lồng bảng"),
    (packed(dict(parts(nested(200)))), "lồng quá"),
]


@pytest.mark.parametrize("content, problem", BAD)
def test_bad_files_are_refused_with_cause_and_advice(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as error:
        read(path)
    assert problem in error.value.problem
    assert str(path) in error.value.problem
    assert error.value.advice


LIMITS = [
    ("MAX_PARTS", 2, "quá giới hạn 2"),
    ("MAX_TOTAL", 1 << 10, "bung ra lớn hơn"),
    ("MAX_PART", 100, "lớn hơn 0 MiB"),
    ("RATIO_FROM", 1000, "bom nén"),
]


@pytest.mark.parametrize("limit, value, problem", LIMITS)
def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, problem: str) -> None:
    path = word_file(tmp_path, p("x" * 1_000_000))
    monkeypatch.setattr(docx_parts, limit, value)
    with pytest.raises(UnreadableFile, match=problem):
        read(path)


def test_a_part_behind_a_password_is_refused(tmp_path: Path) -> None:
    content = bytearray(packed({MAIN: part("document", "<w:body/>")}))
    content[6] |= 1  # the local header's flag of encryption, and the directory's
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path = tmp_path / "plan.docx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match="mật khẩu"):
        read(path)


@given(cut=st.integers(0, 4000), flip=st.integers(0, 4000), byte=st.integers(0, 255))
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_files_are_read_or_refused(tmp_path: Path, cut: int, flip: int, byte: int) -> None:
    content = bytearray(packed(dict(parts(tbl(tr("A", "B")) + item("x"), numbering=DECIMAL + instance(1, 1)))))
    content[flip % len(content)] = byte
    path = tmp_path / "plan.docx"
    path.write_bytes(b"PK\x03\x04" + bytes(content[4 : len(content) - cut % 7]))
    with contextlib.suppress(UnreadableFile):  # anything else is a crash
        check(read(path))


def test_sniff_tells_zips_from_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(docx_parts.OLE_MARK + b"\0" * 600)
    assert not docx.sniff(path.read_bytes(), path)  # a file of old Word
    assert not docx.sniff(b"%PDF-1.7", path)
    assert docx.sniff(b"PK\x03\x04", path)
