"""What the words of a question mean: every spelling of what there is, near names for what there is not, nothing ignored."""

from __future__ import annotations

import pytest
from folders import make_store, plan

from pipeline.cited_search import find_cited, find_one_cited
from pipeline.errors import UnknownName
from pipeline.meanings import KINDS, meaning_of
from pipeline.queries import queries
from pipeline.store import reading

CITES = {
    "Nghị quyết số 76/NQ-CP": {"canonical": "76/NQ-CP", "legal_id": "76/NQ-CP@2021", "resolution": "resolved"},
    "Quyết định số 76/QĐ-TTg": {"canonical": "76/QĐ-TTg", "legal_id": "76/QĐ-TTg@2024", "resolution": "resolved"},
    "Kế hoạch số 76/NQ-CP": {"canonical": "76/NQ-CP", "legal_id": "76/NQ-CP@2019", "resolution": "resolved"},
    "Luật Ngân sách nhà nước": {"kind": "named", "resolution": "ambiguous"},
    "Luật số 89/2025/QH15": {"canonical": "89/2025/QH15", "legal_id": "89/2025/QH15", "resolution": "resolved"},
    "Nghị quyết Đại hội Đảng bộ": {"kind": "named"},
}


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    made = [
        plan("ke-hoach-cchc.txt", "\n".join(CITES), CITES, canonical="187/KH-UBND", province_now="Huế"),
        plan("Kế hoạch số hóa.txt", "Số hóa.", {}, canonical="12/KH-UBND", issuer_level="central"),
        plan("ke-hoach-so.txt", "Số.", {}, canonical="187/KH-UBND"),
    ]
    with reading(make_store(tmp_path_factory.mktemp("store"), made)) as opened:
        yield opened


CITED = [
    # words, the documents meant
    ("76/NQ-CP", {"76/NQ-CP@2019", "76/NQ-CP@2021"}),
    ("76/nq-cp@2021", {"76/NQ-CP@2021"}),
    ("Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ", {"76/NQ-CP@2019", "76/NQ-CP@2021"}),
    ("quyet dinh 76", {"76/QĐ-TTg@2024"}),  # the type counts, where one is named
    ("76", {"76/NQ-CP@2019", "76/NQ-CP@2021", "76/QĐ-TTg@2024"}),
    ("89/2025", {"89/2025/QH15"}),
    ("luat ngan sach nha nuoc", {"Luật Ngân sách nhà nước", "89/2025/QH15"}),  # by its words, and by its number's title
    ("đại hội đảng bộ", {"Nghị quyết Đại hội Đảng bộ"}),  # words within
    ("63/2010/ND-CP", {"63/2010/NĐ-CP"}),  # of the registry: no plan cites it
    ("12/KH-UBND", {"12/KH-UBND"}),  # a plan of the store
]


@pytest.mark.parametrize("words, meant", CITED)
def test_a_cited_document_is_found_in_any_spelling(words, meant, connection):
    assert {one.name for one in find_cited(connection, words)} == meant


UNKNOWN = [
    # kind, words, words of the refusal
    ("cited", "76/NQ-CPP", "Gần nhất: 76/NQ-CP@2019; 76/NQ-CP@2021"),
    ("cited", "quyết định 89/2025/QH15A", "Gần nhất: 89/2025/QH15"),
    ("cited", "ABC", "cả trong kho lẫn trong danh mục"),
    ("cited", "NĐ-CP", "Gõ rõ hơn"),  # too many to look at
    ("one cited", "76", "Gõ đủ số ký hiệu"),
    ("plan", "187/KH-UBNDD", "Có phải: 187/KH-UBND"),
    ("plan", "gì đó", "documents_list"),
    ("one plan", "187/KH-UBND", "Có 2 văn bản khớp"),
    ("plan or cited", "gì đó", "Không có văn bản nào khớp"),
    ("province", "Hà Nộj", "Có phải: Hà Nội"),
    ("unit", "Sở Nội v", "Có phải: Sở Nội vụ"),
    ("day", "2026-13-45", "2026-01-31"),
    ("day", "31/02/2026", "31/01/2026"),
    ("month", "2026-13", "2026-01"),
    ("field", "gì đó", "the-che = "),
    ("check", "gì đó", "impossible_date = "),
    ("step", "gì đó", "Không có việc bắt buộc"),
    ("set", "gì đó", "cchc-2021-2030 = "),
    ("indicator", "gì đó", "kehoach indicators"),
]


@pytest.mark.parametrize("kind, words, says", UNKNOWN)
def test_words_that_mean_nothing_are_told_with_what_comes_near(kind, words, says, connection):
    with pytest.raises(UnknownName) as refused:
        KINDS[kind](connection, words)
    assert says in str(refused.value)


KNOWN = [
    # kind, words, what is meant
    ("province", "tp hcm", "Thành phố Hồ Chí Minh"),
    ("province", "Dong Nai", "Đồng Nai"),
    ("province", "Trung ương", "Trung ương"),  # as the store says it
    ("unit", "SNV", "Sở Nội vụ"),
    ("unit", "Sở TTTT", "Sở Thông tin và Truyền thông"),
    ("unit", "sở ngoại vụ", "Sở Ngoại vụ"),  # known, though no plan of this store names it
    ("day", "31/12/2025", "2025-12-31"),
    ("day", "2025-12-31", "2025-12-31"),
    ("month", "12/2025", "2025-12"),
    ("field", "Cải cách thể chế", "the-che"),
    ("check", "impossible_date", "impossible_date"),
    ("indicator", "ho-so-dung-han", "ho-so-dung-han"),
]


@pytest.mark.parametrize("kind, words, meant", KNOWN)
def test_every_spelling_is_understood(kind, words, meant, connection):
    assert KINDS[kind](connection, words).casefold() == meant.casefold()


PLANS = [
    # words, files
    ("187/kh-ubnd", {"ke-hoach-cchc.txt", "ke-hoach-so.txt"}),
    ("ke-hoach-so.txt", {"ke-hoach-so.txt"}),
    ("ke hoach so hoa", {"Kế hoạch số hóa.txt"}),  # without marks
    ("ke-hoach", {"ke-hoach-cchc.txt", "ke-hoach-so.txt"}),
]


@pytest.mark.parametrize("words, files", PLANS)
def test_a_plan_is_found_by_number_or_file(words, files, connection):
    ids = KINDS["plan"](connection, words).split("\n")
    told = connection.execute("SELECT file FROM plans WHERE list_contains(?, doc_id)", [ids]).fetchall()
    assert {file for (file,) in told} == files


def test_one_document_is_all_its_years(connection):
    assert len(find_one_cited(connection, "76/NQ-CP")) == 2


def test_a_code_is_one_of_those_with_a_title(connection):
    severity = meaning_of("code", "severity")
    assert severity(connection, "sai") == severity(connection, "error") == "error"
    with pytest.raises(UnknownName, match="warning = nên xem"):
        severity(connection, "nặng")


def test_every_parameter_is_of_a_known_kind():
    kinds = {p.kind for query in queries().values() for p in query.parameters}
    assert kinds == {*KINDS, "code", ""}
