"""Whole Word files: made at random, by another library, by the document maker, and real."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import docx as python_docx
import pytest
from docx_files import (
    DECIMAL,
    SHARED,
    check,
    instance,
    p,
    r,
    read,
    tbl,
    tc,
    tr,
    word_file,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.ingest import docx_parts

WORDS = st.text(alphabet="aKếđ 1-/.\t", max_size=8)
CELLS = st.lists(WORDS, min_size=2, max_size=3).map(lambda texts: tr(*(tc(p(r(text))) for text in texts)))
BLOCKS = st.one_of(WORDS.map(lambda text: p(r(text))), st.lists(CELLS, min_size=1, max_size=3).map(lambda rows: tbl(*rows)))


@given(body=st.lists(BLOCKS, max_size=5))
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_spans_and_nothing_lost(tmp_path: Path, body: list[str]) -> None:
    path = word_file(tmp_path, "".join(body))
    document = read(path)
    check(document)
    oracle = "".join(element.text or "" for element in python_docx.Document(str(path)).element.iter(f"{docx_parts.W}t"))
    assert "".join(document.text.split()) == "".join(oracle.split())


def test_plain_files_read_as_python_docx_reads_them(tmp_path: Path) -> None:
    made = python_docx.Document()
    made.add_heading("Mục tiêu", level=1)
    made.add_paragraph("Một đoạn văn bình thường, có dấu.")
    table = made.add_table(rows=3, cols=3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"ô {row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 2).merge(table.cell(2, 2))
    made.add_paragraph("Đoạn cuối.")
    path = tmp_path / "plan.docx"
    made.save(str(path))
    document = read(path)
    theirs = python_docx.Document(str(path))
    prose = [document.text[block.start : block.end] for block in document.blocks if block.table is None]
    assert prose == [paragraph.text for paragraph in theirs.paragraphs]
    [ours] = document.tables
    for grid_row, row in zip(ours.grid(), theirs.tables[0].rows, strict=True):
        for cell, other in zip(grid_row, row.cells, strict=True):
            assert cell is not None
            assert document.text[cell.start : cell.end] == other.text


def test_the_real_word_file() -> None:
    path = SHARED / "plans" / "th-2025-qd500-tthc.docx"
    if not path.exists():
        pytest.skip(f"no real documents: {path} is absent")
    document = read(path)
    check(document)
    assert document.problems == ()
    letterhead, signature, annex = document.tables
    assert document.text[letterhead.cells[0].start : letterhead.cells[0].end] == "ỦY BAN NHÂN DÂN\nTỈNH THANH HOÁ"
    assert document.text[signature.cells[1].start : signature.cells[1].end] == "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nNguyễn Văn Thi"
    assert (annex.rows, annex.columns) == (8, 6)
    numbers = [document.text[cell.start : cell.end] for cell in annex.cells if cell.column == 0]
    assert numbers == ["STT", "", "1.", "2.", "3.", "4.", "5.", "6."]  # stored nowhere: automatic
    assert [(cell.row, cell.row_span) for cell in annex.cells if cell.row_span > 1] == [(5, 2)]
    assert "1472565" not in document.text  # an offset of a drawing


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    maker = SHARED / "eval" / "make_docs.py"
    if not maker.exists():
        pytest.skip(f"no document maker: {maker} is absent")
    out = tmp_path_factory.mktemp("generated")
    command = [sys.executable, str(maker), "--seeds", str(SHARED / "seeds"), "--out", str(out), "--no-convert"]
    subprocess.run(command, check=True, capture_output=True)
    return out


PLANS = (
    *("plan001_inline", "plan002", "plan003", "long003", "long002_noheader", "long003_centre", "long003_twolevel"),
    *("long003_tallcell", "long003_subrows", "long003_noborder", "long003_nfd", "long003_sans9", "mixed_three"),
)


def put_together(paragraphs: list[str]) -> list[str]:
    """The maker's paragraphs are printed lines of the seeds: one that is cut inside a symbol is one with the next."""
    done: list[str] = []
    for paragraph in paragraphs:
        if done and re.search(r"\d[-/]$", done[-1]) and paragraph[:2].isupper():
            done[-1] += paragraph
        else:
            done.append(paragraph)
    return done


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANS)
def test_generated_plans_come_back_whole(generated: Path, name: str) -> None:
    document = read(generated / "docx" / f"{name}.docx")
    truth = json.loads((generated / "truth" / f"{name}.json").read_text("utf-8"))
    check(document)
    prose = [document.text[block.start : block.end] for block in document.blocks if block.table is None]
    assert prose == put_together(truth["paragraphs"])
    assert len(document.tables) == len(truth["tables"])
    heads = {"long003_twolevel": 3}.get(name, 1)
    for table, expected in zip(document.tables, truth["tables"], strict=True):
        rows = []
        for grid_row in table.grid()[heads:]:
            cells = [cell for cell in dict.fromkeys(grid_row) if cell is not None]
            texts = [document.text[cell.start : cell.end].replace("\n", " ") for cell in cells]
            rows.append({"kind": "section" if len(cells) == 1 else "task", "cells": texts})
        assert rows == expected["rows"]


def test_generated_features(generated: Path) -> None:
    document = read(generated / "docx" / "features.docx")
    truth = json.loads((generated / "truth" / "features.json").read_text("utf-8"))
    assert [word for word in truth["must"] if word not in document.text] == []
    assert [word for word in truth["must_not"] if word in document.text] == []
    assert [word for word in truth["numbers"] if word not in document.text] == []


def test_the_files_of_these_tests_open_in_python_docx(tmp_path: Path) -> None:
    path = word_file(tmp_path, tbl(tr("A", "B")), numbering=DECIMAL + instance(1, 1))
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
    assert python_docx.Document(str(path)).tables[0].cell(0, 1).text == "B"
