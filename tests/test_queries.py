"""Views over a store made by hand: three provinces, one plan read in part, one that cites only itself."""

from __future__ import annotations

import pytest
from folders import make_store, plan, three_provinces

from data.document import Problem
from pipeline.errors import StoreError, UnknownName
from pipeline.manifest import FileRecord
from pipeline.queries import VIEWS, Query, queries, query

RESOLVED = "76/NQ-CP@2021"
LOCKED = FileRecord("/plans/khoa.pdf", "locked", 5, problem="Không mở được tệp.", advice="Kiểm tra quyền đọc.")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("store"), three_provinces(), [LOCKED])


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("empty"), [plan("a.txt", "Kế hoạch.", {}, canonical="187/KH-UBND")])


def lines(frame, *columns):
    return [tuple(row) for row in frame[list(columns)].astype(object).itertuples(index=False)]


@pytest.mark.parametrize("name", sorted(path.stem for path in VIEWS.glob("*.sql")))
def test_every_view_runs_on_a_full_and_an_empty_store(name, store, empty):
    wanted = queries()[name]
    told = {"indicator": "ho-so-dung-han", "one cited": "63/2010/NĐ-CP"}  # else a document: the number of one in each store
    given = {p.name: told.get(p.kind, "187/KH-UBND") for p in wanted.parameters if p.default is None}
    assert list(query(store, name, **given).columns) == list(query(empty, name, **given).columns)


@pytest.mark.parametrize("name", sorted(path.stem for path in VIEWS.glob("*.sql")))
def test_every_view_says_in_vietnamese_what_it_is(name):
    wanted = queries()[name]
    assert set(wanted.title.lower()) & set("ăâđêôơưáàảãạéèẻẽẹíìỉĩịóòỏõọúùủũụýỳỷỹỵấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự"), (
        wanted.title
    )
    assert wanted.meaning
    for parameter in wanted.parameters:
        assert f"${parameter.name}" in wanted.sql


def test_citations_by_province_and_document(store):
    frame = query(store, "citations_by_province_document")
    assert lines(frame, "province_now", "cited", "plans", "mentions") == [
        ("Hưng Yên", RESOLVED, 2, 2),
        ("Hưng Yên", "63/2010/NĐ-CP", 1, 1),
    ]


def test_a_plan_that_names_itself_cites_nothing(store):
    assert "179/KH-UBND" not in set(query(store, "most_cited")["cited"])


def test_who_does_not_cite(store):
    frame = query(store, "plans_without_citation", document="76/nq-cp")  # capitals do not matter
    assert lines(frame, "state", "file", "mentions") == [
        ("none", "hue-1.txt", 0),
        ("unreadable", "dn-1.txt", 0),  # a page of it was not read: it may cite it there
        ("unreadable", "khoa.pdf", 0),
        ("cited", "hy-1.txt", 1),
        ("cited", "hy-2.txt", 1),
    ]


@pytest.mark.parametrize(
    "document, citing",
    [
        ("76/NQ-CP", 2),  # the number
        (RESOLVED, 2),  # the identity
        ("76 / NQ-CP", 2),  # spaces
        ("nghi quyet 76", 2),  # its beginning, without marks
        ("63/2010", 1),
        ("187/KH-UBND", 0),  # a document of the store that nobody cites
        ("92/2017/NĐ-CP", 0),  # one that only the registry knows
    ],
)
def test_a_document_is_found_by_number_or_identity(store, document, citing):
    frame = query(store, "plans_without_citation", document=document)
    assert (frame["state"] == "cited").sum() == citing


def test_coverage_tells_three_kinds_of_empty_apart(store):
    frame = query(store, "coverage", document="76/NQ-CP")
    states = {row.province_now: (row.state, row.plans, row.plans_citing) for row in frame.itertuples()}
    assert states["Hưng Yên"] == ("cited", 2, 2)
    assert states["Đồng Nai"] == ("unreadable", 1, 0)
    assert states["Huế"] == ("none", 1, 0)
    assert states["(chưa rõ tỉnh)"] == ("unreadable", 1, 0)
    assert states["Cà Mau"] == ("no_plan", 0, 0)
    assert len(frame) == 34 + 1
    names = list(frame["province_now"])
    assert names.index("Đồng Nai") < names.index("Huế") < names.index("Hưng Yên")  # not bytewise


def test_coverage_of_a_document_that_nobody_cites(store):
    frame = query(store, "coverage", document="92/2017/nd-cp")
    assert set(frame["state"]) == {"no_plan", "unreadable", "none"}
    assert set(frame["cited"]) == {"92/2017/NĐ-CP"}


@pytest.mark.parametrize("view", ["coverage", "coverage_by_plan", "plans_without_citation"])
@pytest.mark.parametrize(
    "document, near",
    [
        ("76/NQ-CP@2020", RESOLVED),  # another year is another document
        ("6/NQ-CP", RESOLVED),  # part of a number is another number
        ("63/2010/NĐ-CPP", "63/2010/NĐ-CP"),
        ("ABC", "kehoach query most_cited"),
        ("' OR 1=1 --", "kehoach query most_cited"),  # values are never SQL
    ],
)
def test_a_misspelt_number_is_no_gap(store, view, document, near):
    with pytest.raises(UnknownName, match=near):
        query(store, view, document=document)


def test_coverage_shows_the_most_cited_first(store):
    assert list(dict.fromkeys(query(store, "coverage")["cited"])) == [RESOLVED, "63/2010/NĐ-CP"]
    assert set(query(store, "coverage", top=1)["cited"]) == {RESOLVED}


def test_coverage_by_plan(store):
    frame = query(store, "coverage_by_plan", document="63/2010/NĐ-CP")
    assert {row.file: (row.state, row.mentions) for row in frame.itertuples()} == {
        "hy-1.txt": ("cited", 1),
        "hy-2.txt": ("none", 0),
        "dn-1.txt": ("unreadable", 0),
        "hue-1.txt": ("none", 0),
        "khoa.pdf": ("unreadable", 0),
    }


def test_roles(store):
    frame = query(store, "citations_by_role")
    assert lines(frame, "cited", "as_basis", "in_body", "plans") == [(RESOLVED, 1, 1, 2), ("63/2010/NĐ-CP", 0, 1, 1)]


def test_review_list_holds_what_is_not_certain(store):
    assert lines(query(store, "unresolved_citations"), "raw", "resolution") == [("Nghị định số 63/2010/NĐ-CP", "ambiguous")]


def test_same_number_other_document(tmp_path):
    one, two = ({"canonical": "76/NQ-CP", "legal_id": f"76/NQ-CP@{year}", "resolution": "resolved"} for year in (2020, 2021))
    store = make_store(
        tmp_path, [plan("a.txt", "số 76/NQ-CP", {"76/NQ-CP": one}), plan("b.txt", "và 76/NQ-CP", {"76/NQ-CP": two})]
    )
    assert lines(query(store, "same_number_collisions"), "canonical", "documents") == [("76/NQ-CP", 2)]
    assert lines(query(store, "most_cited"), "cited", "plans") == [("76/NQ-CP@2020", 1), ("76/NQ-CP@2021", 1)]


def test_problems_come_with_page_and_advice(store):
    frame = query(store, "problems")
    frame = frame[frame["kind"] == "unread"]
    assert lines(frame, "file", "advice") == [("dn-1.txt", "Xin bản gốc."), ("khoa.pdf", "Kiểm tra quyền đọc.")]
    assert frame["page"].tolist()[0] == 3
    assert frame["page"].isna().tolist() == [False, True]


def test_whole_numbers_stay_whole_where_some_are_missing(store):
    frame = query(store, "documents_list")
    assert frame["plan_year"].dtype == "Int64"
    assert str(frame.set_index("file").loc["hy-1.txt", "plan_year"]) == "2024"
    assert frame["issued_on"].dtype.kind == "M"


def test_words_around_a_citation(store):
    doc_id = query(store, "find_document", words="hy-1")["doc_id"][0]
    first = query(store, "document_citations", doc_id=doc_id, around=9).iloc[0]
    assert (first["before"], first["raw"], first["after"]) == ("Căn cứ ", "Nghị quyết số 76/NQ-CP", " của Chín")
    header = query(store, "document_header", doc_id=doc_id).set_index("header_field")
    assert header.loc["canonical", "header_value"] == "187/KH-UBND"
    assert header.loc["canonical", "words"] == "Căn cứ"
    assert "title" not in header.index  # what the document does not say is not listed


@pytest.mark.parametrize(
    "words, found",
    [
        ("187/kh-ubnd", 1),  # number
        ("hy-", 2),  # part of the names
        ("khong-co", 0),
        ("hy-1.txt", 1),
    ],
)
def test_finding_a_document(store, words, found):
    assert len(query(store, "find_document", words=words)) == found


@pytest.mark.parametrize(
    "name, params, says",
    [
        ("most_citd", {}, "most_cited"),  # a slip of the finger
        ("plans_without_citation", {}, "cần tham số document"),
        ("most_cited", {"top": "mười"}, "phải là số"),
        ("most_cited", {"tôp": 3}, "không có tham số tôp"),
    ],
)
def test_wrong_questions_are_answered_with_advice(store, name, params, says):
    with pytest.raises(UnknownName, match=says):
        query(store, name, **params)


def test_a_missing_store(tmp_path):
    with pytest.raises(StoreError, match="kehoach ingest"):
        query(tmp_path / "none.duckdb", "most_cited")


def test_a_view_without_title_is_refused(tmp_path):
    path = tmp_path / "bad.sql"
    path.write_text("SELECT 1", encoding="utf-8")
    with pytest.raises(ValueError, match="title"):
        Query.read(path)


def test_a_plan_with_a_problem_that_cites_is_still_cited(tmp_path):
    made = plan(
        "a.txt", "số 76/NQ-CP", {"76/NQ-CP": {"canonical": "76/NQ-CP"}}, problems=[Problem("p", "a", 1)], province_now="Huế"
    )
    frame = query(make_store(tmp_path, [made]), "coverage", document="76/NQ-CP").set_index("province_now")
    assert frame.loc["Huế", "state"] == "cited"
