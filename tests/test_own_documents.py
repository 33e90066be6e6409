"""Legal documents of the user's own, from the file beside the plans."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from folders import PLAN, rows

from pipeline.cli import main
from pipeline.own_documents import FILE, HEAD
from pipeline.required import COLUMNS, list_parameters
from pipeline.run import ingest

NAMES = HEAD.split(",")


def written(folder, *lines):
    """A folder of one plan and such a file; its lines give some cells by name."""
    folder.mkdir(exist_ok=True)
    (folder / "ke-hoach.txt").write_text(PLAN.format(province="HƯNG YÊN", number=1), encoding="utf-8")
    text = "\n".join([HEAD, *(",".join(line.get(name, "") for name in NAMES) for line in lines)])
    (folder / FILE).write_text(text + "\n", encoding="utf-8-sig")  # as Excel saves it
    return folder


OWN = {"canonical": "9999/QĐ-TTg", "issued_on": "2024-05-06", "title": "Việc của riêng tôi", "source": "công báo"}


def test_a_document_of_ones_own_is_in_the_registry(tmp_path):
    store = tmp_path / "kho.duckdb"
    ingest([written(tmp_path / "a", {**OWN, "replaces": "76/NQ-CP@2021"})], store, jobs=1)
    sql = "SELECT legal_id, issued_on, title, status, source, origin FROM legal_documents WHERE origin = 'user'"
    assert rows(store, sql) == [
        ("9999/QĐ-TTg@2024", date(2024, 5, 6), "Việc của riêng tôi", "unknown", "người dùng: công báo", "user")
    ]
    assert rows(store, "SELECT from_id, relation, to_id FROM legal_relations WHERE origin = 'user'") == [
        ("9999/QĐ-TTg@2024", "replaces", "76/NQ-CP@2021")
    ]
    assert rows(store, "SELECT count(*) FROM ingest_problems WHERE source_path LIKE '%csv'") == [(0,)]


def test_it_overrules_what_comes_with_the_program_and_keeps_the_rest(tmp_path):
    store = tmp_path / "kho.duckdb"
    line = {
        "canonical": "76/NQ-CP",
        "issued_on": "2021-07-15",
        "status": "in_force",
        "status_on": "2026-03-01",
        "source": "tra cứu",
    }
    ingest([written(tmp_path / "a", line)], store, jobs=1)
    ((status, title, origin),) = rows(
        store, "SELECT status, title, origin FROM legal_documents WHERE legal_id = '76/NQ-CP@2021'"
    )
    assert (status, origin) == ("in_force", "user")
    assert "cải cách hành chính" in title


PAGE = (Path(__file__).parents[1] / "docs" / "danh-sach.md").read_text(encoding="utf-8")
DOCUMENTS, REQUIRED = re.findall(r"```csv\n(.*?)```", PAGE, re.DOTALL)


def test_the_documents_on_the_page_of_the_docs_are_understood(tmp_path):
    store = tmp_path / "kho.duckdb"
    (written(tmp_path / "a") / FILE).write_text(DOCUMENTS, encoding="utf-8")
    ingest([tmp_path / "a"], store, jobs=1)
    assert rows(store, "SELECT legal_id, source FROM legal_documents WHERE origin = 'user' ORDER BY ALL") == [
        ("9999/2026/NĐ-CP", "người dùng: Công báo"),
        ("9999/KH-UBND@2026:ubnd-tinh-hung-yen", "người dùng: Bản lưu của Văn phòng UBND tỉnh"),
    ]
    assert rows(store, "SELECT * FROM ingest_problems") == []
    assert set(DOCUMENTS.splitlines()[0].split(",")) == set(NAMES)


def test_the_list_on_the_page_of_the_docs_is_understood(tmp_path):
    path = tmp_path / "can-dan.csv"
    path.write_text(REQUIRED, encoding="utf-8")
    assert "63/2010/NĐ-CP" in list_parameters(str(path))["listed"]
    assert REQUIRED.splitlines()[0] == ",".join(COLUMNS)


def test_the_page_of_the_docs_tells_every_column():
    told = re.findall(r"`([a-z_]+)`", "".join(line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| `")))
    assert set(told) == {*NAMES, *COLUMNS}


def test_the_end_of_a_run_tells_of_rows_that_were_not_understood(tmp_path):
    folder = written(tmp_path / "a", {**OWN, "source": ""}, {**OWN, "issued_on": "hôm qua"})
    said = CliRunner().invoke(main, ["ingest", str(folder), "--store", str(tmp_path / "kho.duckdb")])
    assert "không dùng được: van-ban.csv: Dòng 2 bị bỏ qua: cột source trống" in said.stderr
    assert "(và 1 chỗ khác)" in said.stderr


def test_a_changed_file_makes_the_store_anew(tmp_path):
    store = tmp_path / "kho.duckdb"
    folder = written(tmp_path / "a", OWN)
    assert ingest([folder], store, jobs=1).published
    assert not ingest([folder], store, jobs=1).published
    written(folder, {**OWN, "title": "Tên khác"})
    assert ingest([folder], store, jobs=1).published
    assert rows(store, "SELECT title FROM legal_documents WHERE origin = 'user'") == [("Tên khác",)]


WRONG = [
    # cells, what the problem names
    ({**OWN, "source": ""}, "source"),
    ({**OWN, "issued_on": ""}, "9999/QĐ-TTg"),  # without a year it is many documents
    ({**OWN, "issued_on": "6/5/2024"}, "issued_on"),
    ({**OWN, "status": "còn hiệu lực"}, "status"),
    ({**OWN, "status": "in_force"}, "status_on"),  # in force when?
]


@pytest.mark.parametrize("cells, named", WRONG)
def test_a_row_that_cannot_be_understood_is_told_and_left_out(tmp_path, cells, named):
    store = tmp_path / "kho.duckdb"
    ingest([written(tmp_path / "a", cells)], store, jobs=1)
    assert rows(store, "SELECT count(*) FROM legal_documents WHERE origin = 'user'") == [(0,)]
    ((problem,),) = rows(store, "SELECT problem FROM ingest_problems WHERE kind = 'reference'")
    assert "Dòng 2" in problem
    assert named in problem
