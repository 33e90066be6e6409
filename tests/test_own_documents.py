"""Legal documents of the user's own, from the file beside the plans."""

from __future__ import annotations

from datetime import date

import pytest
from folders import PLAN, rows

from pipeline.own_documents import FILE, HEAD
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
