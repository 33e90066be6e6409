"""Everything that people put into folders: no file stops a run, and no file that was not read is silent."""

from __future__ import annotations

import os
import unicodedata
import zipfile
from pathlib import Path

import pytest
from folders import PLAN, rows, write_plans
from ole_files import ole

from pipeline import ingest as readers
from pipeline.errors import NothingToRead, StoreError, UnknownFormat
from pipeline.run import ingest

GOOD = PLAN.format(province="HƯNG YÊN", number=1)


@pytest.fixture
def store(tmp_path):
    return tmp_path / "kho.duckdb"


def _zip(path: Path, **members: str) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)


BAD = [
    # name, content; each must become a line of problems, with the good file beside it read
    ("rong.txt", b""),
    ("trang.txt", b" \n\t \n"),
    ("nhi-phan.txt", bytes(range(256)) * 40),
    ("cat-cut.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog"),
    ("gia.pdf", b"not a pdf at all, only called so \x00\x01\x02"),
    ("gia.docx", b"PK\x03\x04 torn archive"),
]


@pytest.mark.parametrize("name, content", BAD, ids=[name for name, _ in BAD])
def test_a_bad_file_is_a_line_of_problems(tmp_path, store, name, content):
    plans = tmp_path / "plans"
    write_plans(plans, 1)
    (plans / name).write_bytes(content)
    if Path(name).suffix not in readers.suffixes():
        pytest.skip(f"no reader of {Path(name).suffix} yet")
    report = ingest([plans], store)
    assert not report.all_read
    assert rows(store, "SELECT count(*) FROM documents WHERE trim(text) <> ''") == [(1,)]
    lines = rows(
        store, f"SELECT problem, advice FROM ingest_problems WHERE ends_with(source_path, '{name}') AND kind = 'unread'"
    )
    assert lines
    assert all(problem and advice for problem, advice in lines)
    assert not [problem for problem, _ in lines if "không lường trước" in problem]  # the reader knows this case


def test_an_old_office_file_that_was_cut_off_is_said_to_be_one(tmp_path):
    path = tmp_path / "cat-cut.doc"
    path.write_bytes(ole({"WordDocument": b"\0" * 9000})[:700])  # the list of what it holds is behind the cut
    with pytest.raises(UnknownFormat, match="Office kiểu cũ") as refused:
        readers.read(path)
    assert "cắt cụt" in refused.value.advice


def test_a_docx_that_is_a_zip_of_something_else(tmp_path, store):
    if ".docx" not in readers.suffixes():
        pytest.skip("no reader of .docx yet")
    plans = tmp_path / "plans"
    write_plans(plans, 1)
    _zip(plans / "la.docx", readme__txt="hello")
    assert not ingest([plans], store).all_read
    ((problem,),) = rows(store, "SELECT problem FROM ingest_problems WHERE kind = 'unread'")
    assert "không lường trước" not in problem


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_known_encodings_are_read(tmp_path, store, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(GOOD.encode(encoding))
    assert ingest([path], store).all_read
    assert rows(store, "SELECT count(*) FROM documents WHERE contains(text, 'Sở Nội vụ')") == [(1,)]


def test_a_wrong_encoding_never_passes_for_vietnamese(tmp_path, store):
    path = tmp_path / "a.txt"
    path.write_bytes(GOOD.encode("utf-8").decode("latin-1", "replace").encode("utf-16-le")[1:])  # torn in the middle
    report = ingest([path], store)
    told = rows(store, "SELECT count(*) FROM ingest_problems WHERE kind = 'unread'")[0][0]
    assert told or not report.all_read


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads every file")
def test_a_file_without_right_to_read(tmp_path, store):
    write_plans(tmp_path / "plans", 2)
    (tmp_path / "plans" / "ke-hoach-0002.txt").chmod(0)
    report = ingest([tmp_path / "plans"], store)
    assert [record.state for record in report.unread] == ["locked"]
    assert rows(store, "SELECT state FROM files ORDER BY state") == [("locked",), ("read",)]


def test_a_file_that_cannot_be_opened_is_tried_again_next_time(tmp_path, store, monkeypatch):
    write_plans(tmp_path / "plans", 2)
    with monkeypatch.context() as patch:  # as chmod does for all but root
        patch.setattr("pipeline.sources._digest", lambda path: PermissionError(13, "Permission denied"))
        report = ingest([tmp_path / "plans"], store)
    assert [record.state for record in report.unread] == ["locked", "locked"]
    assert rows(store, "SELECT count(*) FROM ingest_problems WHERE contains(problem, 'không có quyền')") == [(2,)]
    again = ingest([tmp_path / "plans"], store)
    assert (again.read, again.all_read) == (2, True)
    assert rows(store, "SELECT count(*) FROM ingest_problems WHERE kind <> 'reference'") == [(0,)]


def test_an_unforeseen_error_costs_its_file_only(tmp_path, store, monkeypatch):
    write_plans(tmp_path / "plans", 3)
    read = readers.read

    def broken(path):
        if path.name == "ke-hoach-0002.txt":
            raise ZeroDivisionError("nobody thought of this")
        return read(path)

    monkeypatch.setattr("pipeline.ingest.read", broken)
    report = ingest([tmp_path / "plans"], store, jobs=1)
    assert (report.read, len(report.unread)) == (3, 1)
    ((problem, advice),) = rows(store, "SELECT problem, advice FROM ingest_problems WHERE kind <> 'reference'")
    assert "ZeroDivisionError: nobody thought of this" in problem
    assert "báo lỗi" in advice
    assert report.log is not None
    assert "nobody thought of this" in report.log.read_text(encoding="utf-8")
    monkeypatch.undo()
    assert ingest([tmp_path / "plans"], store).read == 0  # the same file gives the same error: it waits for --retry
    assert ingest([tmp_path / "plans"], store, retry=True).read == 1
    assert rows(store, "SELECT count(*) FROM ingest_problems WHERE kind <> 'reference'") == [(0,)]


def test_unknown_suffixes_are_listed_and_system_files_are_not(tmp_path, store):
    plans = tmp_path / "plans"
    write_plans(plans, 1)
    for name in ("~$ke-hoach.docx", ".DS_Store", "Thumbs.db", ".an/x.txt", "bieu.zzz", "khong-duoi"):
        (plans / name).parent.mkdir(exist_ok=True)
        (plans / name).write_bytes(b"abc")
    report = ingest([plans], store)
    assert (report.found, report.skipped, report.all_read) == (3, 2, True)
    assert rows(
        store, "SELECT parse_filename(source_path), kind FROM ingest_problems WHERE kind <> 'reference' ORDER BY 1"
    ) == [
        ("bieu.zzz", "skipped"),
        ("khong-duoi", "skipped"),
    ]


def test_a_named_file_is_read_whatever_its_suffix(tmp_path, store):
    path = tmp_path / "ke-hoach.zzz"
    path.write_text(GOOD, encoding="utf-8")
    ingest([path], store)
    assert rows(store, "SELECT count(*) FROM documents") == [(1,)]


NAMES = [
    "kế hoạch số 1.txt",  # spaces and diacritics
    unicodedata.normalize("NFD", "kế hoạch.txt"),  # as macOS writes them
    "hai\ndòng.txt",
    "nháy 'đơn' và \"kép\".txt",
    "%20#?&.txt",
]


@pytest.mark.parametrize("name", NAMES)
def test_any_name_of_a_file(tmp_path, name):
    if os.name == "nt" and set(name) & set('\n"?'):
        pytest.skip("not a name on Windows")
    folder = tmp_path / "thư mục 'của' tôi"
    folder.mkdir()
    (folder / name).write_text(GOOD, encoding="utf-8")
    store = folder / "kho của 'tôi'.duckdb"
    assert ingest([folder], store).all_read
    ((path,),) = rows(store, "SELECT source_path FROM documents")
    assert Path(path) == folder / name
    assert ingest([folder], store).read == 0


@pytest.mark.skipif(os.name == "nt" or os.uname().sysname == "Darwin", reason="file names are Unicode there")
def test_a_name_that_is_no_unicode(tmp_path, store):
    plans = tmp_path / "plans"
    plans.mkdir()
    with open(os.fsencode(plans) + b"/k\xff.txt", "wb") as handle:  # noqa: PTH123
        handle.write(GOOD.encode())
    assert ingest([plans], store).all_read
    ((path,),) = rows(store, "SELECT source_path FROM documents")
    assert path.endswith("k\\udcff.txt")
    assert ingest([plans], store).read == 0


def test_a_broken_link_and_a_loop(tmp_path, store):
    plans = tmp_path / "plans"
    write_plans(plans, 1)
    try:
        (plans / "dut.txt").symlink_to(plans / "khong-co.txt")
        (plans / "vong").symlink_to(plans, target_is_directory=True)
    except OSError:
        pytest.skip("no right to make links")
    assert ingest([plans], store).found == 1


@pytest.mark.parametrize(
    "make",
    [
        lambda folder: folder / "khong-co",
        lambda folder: _holding(folder / "trong"),
        lambda folder: _holding(folder / "toan-anh", "a.zzz", "b.zzz"),
    ],
)
def test_nothing_to_read(tmp_path, store, make):
    with pytest.raises(NothingToRead):
        ingest([make(tmp_path)], store)
    assert not store.exists()


@pytest.mark.parametrize("content", [b"my own text file, not to be lost", b"", b"12345678DUCK" + b"\0" * 50])
def test_a_file_that_is_no_store_is_not_overwritten(tmp_path, store, content):
    write_plans(tmp_path / "plans", 1)
    store.write_bytes(content)
    with pytest.raises(StoreError):
        ingest([tmp_path / "plans"], store)
    assert store.read_bytes() == content


def test_a_store_in_a_folder_that_is_not_there(tmp_path):
    write_plans(tmp_path / "plans", 1)
    with pytest.raises(StoreError, match="Không có thư mục"):
        ingest([tmp_path / "plans"], tmp_path / "khong-co" / "kho.duckdb")


def _holding(folder: Path, *names: str) -> Path:
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes(b"abc")
    return folder
