"""Files of older programs, read by way of LibreOffice."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from docx_files import SHARED, p, r, word_file

from pipeline import ingest
from pipeline.errors import UnreadableFile
from pipeline.ingest import libre_office, word_97
from pipeline.shards import Job, Rows, read_file

needs_office = pytest.mark.skipif(libre_office.program() is None, reason="LibreOffice is not installed")
PLAIN_RTF = rb"{\rtf1\ansi Ke hoach so 12/KH-UBND\par}"


def test_without_libre_office_the_user_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libre_office, "program", lambda: None)
    path = tmp_path / "a.rtf"
    path.write_bytes(PLAIN_RTF)
    with pytest.raises(UnreadableFile, match="cần LibreOffice") as refused:
        ingest.read(path)
    assert str(path) in refused.value.problem
    assert "libreoffice.org" in refused.value.advice


@needs_office
def test_a_document_keeps_the_name_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "kế hoạch; $(x) -h.rtf"  # what a name says is no command
    path.write_bytes(PLAIN_RTF)
    document = ingest.read(path)
    assert (document.text.strip(), document.source_path, document.file_format) == (
        "Ke hoach so 12/KH-UBND",
        str(path),
        "rtf",
    )


@needs_office
@pytest.mark.parametrize("content", [b"{\\rtf1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + word_97.STREAM])
def test_a_damaged_file_is_refused_under_its_own_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(content)
    rows: Rows = defaultdict(list)
    record, trace = read_file(Job(str(path), 1, 1, "0" * 64), rows, tmp_path, [])
    (problem,) = rows["ingest_problems"]
    assert (record.state, trace) in {("unreadable", ""), ("empty", "")}
    assert problem["source_path"] == str(path)
    assert "kehoach-" not in str(problem["problem"])  # not the name of a temporary file


@needs_office
@pytest.mark.skipif(sys.platform == "win32", reason="a script stands for LibreOffice")
def test_a_converter_that_hangs_is_stopped_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "soffice"
    script.write_text("#!/bin/sh\nsleep 60 &\necho $! >" + str(tmp_path / "child") + "\nwait\n")
    script.chmod(0o755)
    monkeypatch.setattr(libre_office, "program", lambda: str(script))
    monkeypatch.setattr(libre_office, "SECONDS", 1)
    path = tmp_path / "a.rtf"
    path.write_bytes(PLAIN_RTF)
    with pytest.raises(UnreadableFile, match="quá 1 giây"):
        ingest.read(path)
    child = (tmp_path / "child").read_text().strip()
    alive = subprocess.run(["ps", "-o", "stat=", "-p", child], capture_output=True, text=True, check=False).stdout
    assert alive.strip()[:1] in {"", "Z"}


@needs_office
def test_many_files_are_converted_in_one_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = []
    for number in range(3):
        paths.append(tmp_path / f"{number}.rtf")
        paths[-1].write_bytes(PLAIN_RTF.replace(b"12", b"%d" % number))
    runs: list[int] = []
    run = libre_office._run
    monkeypatch.setattr(libre_office, "_run", lambda *given: (runs.append(1), run(*given))[1])
    with ingest.prepared(paths):
        texts = [ingest.read(path).text.strip() for path in paths]
    assert texts == [f"Ke hoach so {number}/KH-UBND" for number in range(3)]
    assert len(runs) == 1
    assert not libre_office._ahead


@needs_office
def test_a_word_file_and_its_old_form_are_read_alike(tmp_path: Path) -> None:
    table = "<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>"
    body = p(r("KẾ HOẠCH", "<w:b/>")) + table.format(*map(p, ("TT", "Nhiệm vụ", "1", "Rà soát thủ tục"))) + p("Nơi nhận:")
    path = word_file(tmp_path, body)
    office = libre_office.program()
    assert office is not None
    profile = (tmp_path / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "doc:MS Word 97", str(path)]
    subprocess.run([*command, "--outdir", str(tmp_path)], check=True, capture_output=True, timeout=120)
    old, new = ingest.read(path.with_suffix(".doc")), ingest.read(path)
    assert old.file_format == "doc"
    assert old.text == new.text
    assert [block.kind for block in old.blocks] == [block.kind for block in new.blocks]


def test_cells_are_counted_in_the_file_itself(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(b"\0\x07\x01" * 50 + "STT\x07Nội dung\x07Cơ quan\x07Thời gian\x07".encode("utf-16-le") + b"\0" * 9)
    assert word_97.cells_in(path) == 3
    path.write_bytes("Thêi gian thùc\x07C¬ quan\x07".encode("cp1252") + b"\0")
    assert word_97.cells_in(path) == 1


@needs_office
def test_a_table_that_the_converter_loses_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(PLAIN_RTF)
    monkeypatch.setattr(word_97, "cells_in", lambda path: word_97.FEW_CELLS)
    (problem,) = word_97.read(path, "0" * 64).problems
    assert "bảng" in problem.problem


@needs_office
@pytest.mark.parametrize("name", ["hue-2025-qd441-tthc.doc", "st-2025-qd324-tran-dau.doc"])
def test_real_word_97_files(name: str) -> None:
    path = SHARED / "plans" / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    document = ingest.read(path)
    assert document.tables
    assert document.text.startswith("ỦY BAN NHÂN DÂN")
