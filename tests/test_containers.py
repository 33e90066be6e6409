"""Archives and e-mails: their members are files of their own; nothing leads out of them, nothing grows without end."""

from __future__ import annotations

import io
import struct
import zipfile
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import EmailPolicy
from pathlib import Path

import duckdb
import ole_files
import pytest
from docx_files import p, word_file
from hypothesis import given
from hypothesis import strategies as st

from pipeline import ingest
from pipeline.errors import UnreadableFile
from pipeline.ingest import containers, mail_eml
from pipeline.run import ingest as run

PLAN = "Uỷ ban nhân dân tỉnh ban hành Kế hoạch số 12/KH-UBND ngày 02/01/2025\n"


def zipped(files: dict[str, bytes | str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def names(path: Path) -> list[str]:
    found = containers.inside(path)
    return [] if found is None else [name for name, _ in found.members]


NAMES = [
    ("2025/kh.txt", ["2025/kh.txt"]),
    # a way out of the archive
    ("../../thoát.txt", ["thoát.txt"]),
    ("/etc/kh.txt", ["etc/kh.txt"]),
    ("C:\\kh\\1.txt", ["C_/kh/1.txt"]),
    # what other systems put in
    ("__MACOSX/._kh.txt", []),
    # decomposed letters
    ("Ke\u0302\u0301 hoạch.txt", ["Kế hoạch.txt"]),
]


@pytest.mark.parametrize("name, expected", NAMES)
def test_names_are_safe(tmp_path: Path, name: str, expected: list[str]) -> None:
    assert names(put(tmp_path, "a.zip", zipped({name: PLAN}))) == expected


@given(st.text(max_size=40))
def test_no_name_leads_out(name: str) -> None:
    safe = containers._safe(name)
    assert not safe.startswith("/")
    assert ".." not in safe.split("/")


def test_names_that_windows_wrote_in_its_code_page(tmp_path: Path) -> None:
    content = zipped({"Ke hoach.txt": PLAN}).replace(b"Ke hoach", "Kê hoach".encode("cp1258"))
    assert names(put(tmp_path, "a.zip", content)) == ["Kê hoach.txt"]


def test_members_are_read_under_their_path(tmp_path: Path) -> None:
    inner = zipped({"sâu/kh.txt": PLAN})
    path = put(tmp_path, "a.zip", zipped({"trong.zip": inner, "kh.txt": PLAN + "khác"}))
    member = path / "trong.zip" / "sâu" / "kh.txt"
    document = ingest.read(member)
    assert document.text == PLAN
    assert document.source_path == str(member)
    assert containers.status(member)[0] == len(PLAN.encode())
    with pytest.raises(FileNotFoundError):
        containers.status(path / "không-có.txt")
    with pytest.raises(UnreadableFile, match="Không còn"):
        ingest.read(path / "không-có.txt")


def nested(depth: int) -> bytes:
    content = zipped({"kh.txt": PLAN})
    for _ in range(depth):
        content = zipped({"a.zip": content})
    return content


def lying() -> bytes:
    """A member that unpacks to more than it says."""
    content = zipped({"a.txt": b"x" * 1000})
    return content.replace(struct.pack("<L", 1000), struct.pack("<L", 10))


def locked() -> bytes:
    content = bytearray(zipped({"a.txt": PLAN}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    return bytes(content)


BAD = [
    # file, what is said of it
    ("a.zip", b"PK\x03\x04" + b"x" * 50, "hỏng"),
    ("a.zip", zipped({"a.txt": PLAN})[:-30], "hỏng"),
    ("a.zip", zipped({}), "không chứa tệp nào"),
    ("a.zip", locked(), "mật khẩu"),
    ("a.zip", lying(), "bung ra lớn hơn|hỏng"),
    ("a.zip", zipped({"a.txt": b"x" * (20 << 20)}), "nén quá"),
    ("a.zip", nested(4), "lồng quá"),
    ("a.rar", b"Rar!\x1a\x07\x00" + b"x" * 50, "RAR"),
    ("a.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 60, "7z|hỏng"),
    ("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__properties_version1.0".encode("utf-16-le") * 40, "hỏng"),
]


@pytest.mark.parametrize("name, content, said", BAD)
def test_bad_archives_are_refused_with_cause_and_advice(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = put(tmp_path, name, content)
    found = names(path)
    with pytest.raises(UnreadableFile, match=said) as refused:
        ingest.read(path / found[0] if found else path)
    assert "kehoach-" not in refused.value.problem  # not the name of a temporary file
    assert refused.value.advice


def test_a_bad_member_is_a_problem_of_its_own(tmp_path: Path) -> None:
    put(tmp_path, "a.zip", zipped({"tốt.txt": PLAN, "bom.txt": b"x" * (20 << 20)}))
    report = run([tmp_path], tmp_path / "kho.duckdb", jobs=1)
    assert (report.found, [Path(record.path).name for record in report.unread]) == (2, ["bom.txt"])
    with duckdb.connect(str(tmp_path / "kho.duckdb"), read_only=True) as store:
        ((problem,),) = store.execute("SELECT problem FROM ingest_problems WHERE kind = 'unread'").fetchall()
    assert "nén quá" in problem


def test_too_many_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "MAX_MEMBERS", 3)
    path = put(tmp_path, "a.zip", zipped({f"{n}.txt": PLAN for n in range(4)}))
    with pytest.raises(UnreadableFile, match="quá giới hạn"):
        ingest.read(path)


def message(*attachments: tuple[str, bytes]) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Gửi Kế hoạch 12/KH-UBND", "Văn phòng <vp@tinh.gov.vn>", "snv@tinh.gov.vn"
    mail.set_content("Kính gửi: Sở Nội vụ\n\nXin gửi kèm kế hoạch.\n")
    for name, content in attachments:
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail


def test_an_email_is_a_document_and_its_attachments_are_others(tmp_path: Path) -> None:
    mail = message(("kế hoạch.txt", PLAN.encode()), ("phụ lục.zip", zipped({"pl.txt": PLAN + "2"})))
    mail.add_attachment(message(("trong thư.txt", PLAN.encode() + b"3")))
    path = put(tmp_path, "thư.eml", mail.as_bytes())
    document = ingest.read(path)
    assert document.text.splitlines() == ["Gửi Kế hoạch 12/KH-UBND", "Kính gửi: Sở Nội vụ", "Xin gửi kèm kế hoạch."]
    assert "Từ: Văn phòng <vp@tinh.gov.vn>" in [item.text for item in document.furniture]
    assert names(path) == ["kế hoạch.txt", "phụ lục.zip/pl.txt", "thư 3.eml", "thư 3.eml/trong thư.txt"]
    assert ingest.read(path / "thư 3.eml" / "trong thư.txt").text == PLAN + "3\n"


def test_a_mail_is_parsed_once_for_all_its_attachments(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[int] = []

    def counted(content: bytes, policy: EmailPolicy) -> Message:
        parsed.append(len(content))
        return message_from_bytes(content, policy=policy)

    monkeypatch.setattr(mail_eml, "message_from_bytes", counted)
    path = put(tmp_path, "thư.eml", message(*((f"{n}.txt", PLAN.encode()) for n in range(20))).as_bytes())
    assert [ingest.read(path / name).text for name in names(path)] == [PLAN] * 20
    assert len(parsed) == 1


def endless(depth: int) -> ole_files.Tree:
    held = ole_files.inner_message("trong", "x")
    for _ in range(depth):
        held = ole_files.inner_message("ngoài", "x", [("thư", held)])
    return held


def test_a_mail_whose_attachments_cannot_be_opened_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = put(tmp_path, "sâu.msg", ole_files.message("Kế hoạch", "x", [("thư", endless(9))]))
    many = put(tmp_path, "nhiều.eml", message(*((f"{n}.txt", PLAN.encode()) for n in range(4))).as_bytes())
    within = put(tmp_path, "trong.zip", zipped({"thư.eml": many.read_bytes()}))
    monkeypatch.setattr(containers, "MAX_MEMBERS", 3)
    for path in (deep, many, within / "thư.eml"):
        (problem,) = ingest.read(path).problems
        assert problem.problem.startswith("Chỉ đọc được lời thư, không mở được các tệp đính kèm")
        assert str(path) in problem.problem  # not the name of a temporary file
        assert problem.advice


def test_an_email_in_html(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Kế hoạch"
    mail.set_content("<p>Điều 1. <b>Ban hành</b></p><table><tr><td>a</td><td>b</td></tr></table>", subtype="html")
    document = ingest.read(put(tmp_path, "a.eml", mail.as_bytes()))
    assert document.text.startswith("Kế hoạch\nĐiều 1. Ban hành")


def test_a_message_of_outlook_is_a_document_and_its_attachments_are_others(tmp_path: Path) -> None:
    deepest = ole_files.inner_message("Gửi lại", "Kính chuyển.", [("sâu.txt", PLAN.encode() + b"4")])
    inner = ole_files.inner_message("Gửi kế hoạch", "Xin gửi.", [("trong thư.txt", PLAN.encode() + b"3"), ("thư", deepest)])
    files = [
        ("kế hoạch.txt", PLAN.encode()),
        ("phụ lục.zip", zipped({"pl.txt": PLAN + "2" * 5000})),
        ("Gửi kế hoạch", inner),
    ]
    path = put(
        tmp_path, "thư.msg", ole_files.message("Gửi Kế hoạch 12/KH-UBND", "Kính gửi: Sở Nội vụ\n\nXin gửi kèm.\n", files)
    )
    document = ingest.read(path)
    assert document.text.splitlines() == ["Gửi Kế hoạch 12/KH-UBND", "Kính gửi: Sở Nội vụ", "Xin gửi kèm."]
    assert [item.text for item in document.furniture] == [
        'Từ: "Văn phòng" <vp@tinh.gov.vn>',
        "Đến: Sở Nội vụ",
        "Ngày: 15/01/2024 12:00 UTC",
    ]
    assert names(path) == [
        "kế hoạch.txt",
        "phụ lục.zip/pl.txt",
        "thư 3.eml",
        "thư 3.eml/trong thư.txt",
        "thư 3.eml/thư 2.eml",
        "thư 3.eml/thư 2.eml/sâu.txt",
    ]
    attached = ingest.read(path / "thư 3.eml")
    assert attached.text.splitlines() == ["Gửi kế hoạch", "Xin gửi."]
    assert [item.text for item in attached.furniture] == [
        "Từ: Văn phòng <vp@tinh.gov.vn>",
        'Đến: "Sở Nội vụ"',
        "Ngày: Mon, 15 Jan 2024 12:00:00 +0000",
    ]
    assert ingest.read(path / "thư 3.eml" / "thư 2.eml" / "sâu.txt").text == PLAN + "4\n"


def test_an_archive_is_a_folder_to_a_run(tmp_path: Path) -> None:
    py7zr = pytest.importorskip("py7zr")

    put(tmp_path, "a.zip", zipped({"kh.txt": PLAN, "anh.exe": "x", "nữa.txt": PLAN}))
    with py7zr.SevenZipFile(tmp_path / "b.7z", "w") as archive:
        archive.writestr(PLAN + "khác", "c/kh.txt")
    store = tmp_path / "kho.duckdb"
    report = run([tmp_path], store, jobs=1)
    assert (report.found, report.read, report.copies, report.skipped, len(report.unread)) == (4, 2, 1, 1, 0)
    again = run([tmp_path], store, jobs=1)
    assert (again.read, again.unchanged) == (0, 3)
    (tmp_path / "b.7z").unlink()
    gone = run([tmp_path], store, jobs=1)
    assert gone.gone == 1
    with duckdb.connect(str(store), read_only=True) as connection:
        paths = {path for (path,) in connection.execute("SELECT source_path FROM documents").fetchall()}
    assert paths == {str(tmp_path / "a.zip" / "kh.txt"), str(tmp_path / "b.7z" / "c" / "kh.txt")}


def test_7z_without_its_library_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "py7zr", None)
    path = put(tmp_path, "a.7z", b"7z\xbc\xaf\x27\x1c" + b"\0" * 60)
    with pytest.raises(UnreadableFile, match="py7zr") as refused:
        ingest.read(path)
    assert "pip install" in refused.value.advice


def test_a_word_file_named_zip_is_a_word_file(tmp_path: Path) -> None:
    path = word_file(tmp_path, p("Kế hoạch"))
    renamed = path.rename(path.with_suffix(".zip"))
    assert containers.inside(renamed) is None
    assert ingest.read(renamed).file_format == "docx"
