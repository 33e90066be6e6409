"""Citations in whole documents: role, date, issuer and provision of every mention, as the labelling rules have them."""

from __future__ import annotations

import pytest
from citation_documents import PLAN_OF_PHU_THO, Table, citations_of, cited_in_plan, document
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import citations, header

CONTEXT = [
    # date and issuer behind the mention, in either order
    ("Nghị định số 63/2010/NĐ-CP ngày 08/6/2010 của Chính phủ", "2010-06-08", "Chính phủ"),
    ("Quyết định số 411/QĐ-TTg của Thủ tướng Chính phủ ngày 31/3/2022", "2022-03-31", "Thủ tướng Chính phủ"),
    ("Nghị quyết số 76/NQ-CP, ngày 15 tháng 7 năm 2021, của Chính phủ", "2021-07-15", "Chính phủ"),
    # in brackets, of a month, of a year
    ("Quyết định số 2071/QĐ-UBND (ngày 20/12/2023)", "2023-12-20", "UBND tỉnh Phú Thọ"),
    ("Chỉ thị 32/CT-TTg năm 2020", "2020", "Thủ tướng Chính phủ"),
    # the year of a title is no date
    ("Quyết định số 12/QĐ-UBND năm 2024 chuyển đổi số", None, "UBND tỉnh Phú Thọ"),
    # no date: none is carried over, the symbol gives the issuer
    ("Nghị quyết số 68/NQ-CP về cắt giảm quy định", None, "Chính phủ"),
    # date and issuer in front
    ("Ngày 22/12/2024, Bộ Chính trị ban hành Nghị quyết số 57-NQ/TW", "2024-12-22", "Bộ Chính trị"),
    # the issuer alone in front, the subject of the sentence
    ("Chủ tịch UBND tỉnh đã ký Quyết định số 52/QĐ-UBND", None, "Chủ tịch UBND tỉnh Phú Thọ"),
    ("Ban Chỉ đạo phòng thủ dân sự quốc gia vừa gửi Công văn số 7/BCĐ-BCT", None, "Ban Chỉ đạo phòng thủ dân sự quốc gia"),
    ("Ngày 06/01/2023, UBND thị xã Phú Thọ đã có Quyết định số 4/QĐ-UBND", "2023-01-06", "UBND thị xã Phú Thọ"),
    # not who only drafts for the issuer
    ("Sở Nội vụ tham mưu UBND tỉnh ban hành Quyết định số 8/QĐ-UBND", None, "UBND tỉnh Phú Thọ"),
    # who wrote it stands nearest, behind another "của"
    (
        "Chỉ thị của Thủ tướng và hướng dẫn của Bộ Tài chính tại Công văn số 57/STC-TH ngày 1/8/2019",
        "2019-08-01",
        "Bộ Tài chính",
    ),
    # the issuer follows the words, also against the symbol
    ("Nghị quyết số 120/2018/NQ-CP ngày 06/7/2018 của HĐND tỉnh", "2018-07-06", "HĐND tỉnh Phú Thọ"),
    (
        "Kế hoạch số 51-KH/TU ngày 21/02/2008 của Ban Chấp hành Đảng bộ tỉnh",
        "2008-02-21",
        "Ban Chấp hành Đảng bộ tỉnh Phú Thọ",
    ),
    ("Quyết định số 905/QĐ-BNV ngày 17/11/2022 của Bộ trưởng Bộ Nội vụ", "2022-11-17", "Bộ trưởng Bộ Nội vụ"),
    # a plenum is the Central Committee
    (
        "Nghị quyết số 17-NQ/TW ngày 01/8/2007 tại Hội nghị lần thứ 5 Ban chấp hành Trung ương Đảng (khóa X)",
        "2007-08-01",
        "Ban Chấp hành Trung ương Đảng",
    ),
    # bodies of mass organisations are not the Party's
    (
        "Quyết định số 84-QĐ/TWĐTN ngày 22/02/2013 của Ban Chấp hành Trung ương Đoàn;",
        "2013-02-22",
        "Ban Chấp hành Trung ương Đoàn",
    ),
    # a month mistyped; a date that a wrap put on a line of its own
    ("Nghị định số 134/2003/NĐ-CP ngày 14 thánh 11 năm 2003 quy định", "2003-11-14", "Chính phủ"),
    ("Quyết định số: 59/QĐ-UBND\nNgày 22 tháng 7 năm 2021 của Ủy ban nhân dân tỉnh", "2021-07-22", "UBND tỉnh Phú Thọ"),
    # guidance that several offices issue
    (
        "Hướng dẫn liên ngành số 77/HDLN-STC-SXD ngày 01/8/2024",
        "2024-08-01",
        "Sở Tài chính tỉnh Phú Thọ; Sở Xây dựng tỉnh Phú Thọ",
    ),
    # a board of the council
    (
        "Báo cáo thẩm tra số 05/BC-BPC ngày 02/7/2024 của Ban Pháp chế Hội đồng nhân dân tỉnh;",
        "2024-07-02",
        "Ban Pháp chế HĐND tỉnh Phú Thọ",
    ),
    # the head of an office proposes for it
    (
        "Theo đề nghị của Chánh Văn phòng Ủy ban nhân dân tỉnh tại Tờ trình số 18/TTr-VP ngày 21/8/2024",
        "2024-08-21",
        "Văn phòng UBND tỉnh Phú Thọ",
    ),
    # who proposes stands in front of a submission; its body is meant
    ("Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 12/TTr-SNV ngày 3/4/2024", "2024-04-03", "Sở Nội vụ tỉnh Phú Thọ"),
    # a drafting unit in the symbol is not the issuer
    ("Quyết định số 3396/QĐ-UBND.CN ngày 15/7/2023 về bãi bỏ", "2023-07-15", "UBND tỉnh Phú Thọ"),
    # another province, another level
    (
        "Quyết định số 03/2024/QĐ-UBND ngày 15/01/2024 của Ủy ban nhân dân tỉnh Vĩnh Phúc",
        "2024-01-15",
        "UBND tỉnh Vĩnh Phúc",
    ),
    ("Quyết định số 12/QĐ-UBND ngày 03/01/2024 của UBND huyện Thanh Sơn", "2024-01-03", "UBND huyện Thanh Sơn"),
    # all issuers of a joint circular
    (
        "Thông tư liên tịch số 11/2004/TTLT-BNN-BNV của Bộ Nông nghiệp và Phát triển nông thôn và Bộ Nội vụ",
        None,
        "Bộ Nông nghiệp và Phát triển nông thôn; Bộ Nội vụ",
    ),
    # a day that no calendar has is not given
    ("Nghị định số 63/2010/NĐ-CP ngày 08/6/20210 của Chính phủ", None, "Chính phủ"),
]


@pytest.mark.parametrize("sentence, issued, issuer", CONTEXT)
def test_date_and_issuer(sentence: str, issued: str | None, issuer: str | None) -> None:
    (citation,) = cited_in_plan(sentence)
    assert (citation.issued_on_text, citation.issuer) == (issued, issuer)


LISTS = [
    # the issuer before a colon
    ("Thực hiện các Kế hoạch của UBND huyện Cẩm Khê: số 5/KH-UBND ngày 6/1/2025", ["UBND huyện Cẩm Khê"]),
    # three bodies of a joint resolution
    (
        (
            "Nghị quyết liên tịch số 7/2025/NQLT/UBTVQH15-CP-ĐCTUBTWMTTQVN của Ủy ban Thường vụ Quốc hội, Chính phủ và Đoàn "
            "Chủ tịch Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"
        ),
        ["Ủy ban Thường vụ Quốc hội; Chính phủ; Đoàn Chủ tịch Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"],
    ),
    # the issuer behind a list holds for its members of that body
    ("Quyết định số 06/QĐ-TTg, số 468/QĐ-TTg và 749/QĐ-TTg của Thủ tướng Chính phủ", ["Thủ tướng Chính phủ"] * 3),
    ("Nghị quyết số 57-NQ/TW, 59-NQ/TW và 68-NQ/TW của Bộ Chính trị", ["Bộ Chính trị"] * 3),
    # not for those of another
    ("Nghị quyết số 66/NQ-CP ngày 26/3/2025 và số 68-NQ/TW ngày 04/5/2025 của Bộ Chính trị", ["Chính phủ", "Bộ Chính trị"]),
    # one mention names the issuer of a Party number, the others take it
    ("Quy định số 131-QĐ/TW ngày 27/10/2023 của Bộ Chính trị; theo Quy định số 131-QĐ/TW", ["Bộ Chính trị"] * 2),
]


@pytest.mark.parametrize("sentence, issuers", LISTS)
def test_issuers_of_lists(sentence: str, issuers: list[str]) -> None:
    assert [citation.issuer for citation in cited_in_plan(sentence)] == issuers


PROVISIONS = [
    # one, several, of a point; with "của"
    ("khoản 3 Điều 14 Nghị định số 61/2018/NĐ-CP", "khoản 3 Điều 14"),
    ("điểm a khoản 2 Điều 5 của Thông tư số 01/2020/TT-VPCP", "điểm a khoản 2 Điều 5"),
    ("các khoản 1, 2 và 3 Điều 14 Nghị định 63/2010/NĐ-CP", "các khoản 1, 2 và 3 Điều 14"),
    ("danh mục tại Phụ lục II Nghị quyết 214/NQ-CP", "Phụ lục II"),
    # of a law named without number
    ("theo khoản 2 Điều 157 Luật Đất đai", "khoản 2 Điều 157"),
    # none
    ("theo quy định tại Nghị định số 61/2018/NĐ-CP", None),
    ("điều chỉnh theo Nghị định số 61/2018/NĐ-CP", None),
]


@pytest.mark.parametrize("sentence, provision", PROVISIONS)
def test_provision(sentence: str, provision: str | None) -> None:
    (citation,) = cited_in_plan(sentence)
    assert citation.provision == provision


def roles(*parts: str | Table) -> list[tuple[str | None, str]]:
    return [(citation.canonical or citation.raw, citation.role) for citation in citations_of(*parts)]


def test_the_preamble_is_basis_and_the_sections_are_body() -> None:
    assert roles(
        *PLAN_OF_PHU_THO,
        "Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ;\nThực hiện Luật Đầu tư công;",
        "- Theo Kế hoạch số 12/KH-UBND ngày 5/1/2024 của UBND tỉnh.",
        "I. MỤC ĐÍCH",
        "Căn cứ Nghị quyết số 68/NQ-CP.",
        [["TT", "Nhiệm vụ"], ["1", "Thực hiện Chỉ thị số 23/CT-TTg"]],
    ) == [
        ("76/NQ-CP", "basis"),
        ("Luật Đầu tư công", "basis"),
        ("12/KH-UBND", "basis"),
        ("68/NQ-CP", "body"),
        ("23/CT-TTg", "body"),
    ]


def test_the_own_number_is_in_the_header_only_and_self_elsewhere() -> None:
    assert roles(
        *PLAN_OF_PHU_THO,
        "I. MỤC ĐÍCH",
        "Kế hoạch số 88/KH-UBND ngày 01/3/2023 của UBND tỉnh",
        "PHỤ LỤC\nDANH MỤC NHIỆM VỤ",
        "(Kèm theo Kế hoạch số 88/KH-UBND ngày 12/3/2024 của UBND tỉnh)",
    ) == [("88/KH-UBND", "body"), ("88/KH-UBND", "self")]


def test_a_title_is_body_unless_it_carries_out_what_it_cites() -> None:
    letterhead = PLAN_OF_PHU_THO[:3]
    carried = (*letterhead, "KẾ HOẠCH\nTHỰC HIỆN QUYẾT ĐỊNH SỐ 1899/QĐ-TTG NGÀY 04/9/2025", "I. MỤC ĐÍCH")
    issued = (*letterhead, "QUYẾT ĐỊNH\nBAN HÀNH KẾ HOẠCH TRIỂN KHAI QUYẾT ĐỊNH SỐ 06/QĐ-TTG", "Điều 1. Ban hành.")
    assert roles(*carried) == [("1899/QĐ-TTg", "basis")]
    assert roles(*issued) == [("06/QĐ-TTg", "body")]


def test_the_basis_of_a_decision_ends_where_it_decides() -> None:
    assert roles(
        "ỦY BAN NHÂN DÂN\nTỈNH PHÚ THỌ\nSố: 5/QĐ-UBND\nPhú Thọ, ngày 2 tháng 1 năm 2024",
        "QUYẾT ĐỊNH\nPhê duyệt Đề án chuyển đổi số",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH",
        "Căn cứ Nghị định số 45/2020/NĐ-CP ngày 08/4/2020 của Chính phủ;",
        "QUYẾT ĐỊNH:",
        "Điều 1. Phê duyệt theo Nghị định số 42/2022/NĐ-CP.",
    ) == [("45/2020/NĐ-CP", "basis"), ("42/2022/NĐ-CP", "body")]


def test_a_blank_own_number_in_the_annex_line_is_no_citation() -> None:
    assert roles("PHỤ LỤC\n(Kèm theo Kế hoạch số:       /KH-UBND ngày   /  /2025 của UBND tỉnh Phú Thọ)") == []


def test_a_date_behind_a_page_break_in_a_cell_counts() -> None:
    cut = [
        ["TT", "Nhiệm vụ"],
        ["1", "Sắp xếp đơn vị theo Kế hoạch số 177-KH/TU"],
        ["TT", "Nhiệm vụ"],
        ["", "ngày 16/4/2018 của Tỉnh ủy"],
    ]
    (citation,) = citations_of(*PLAN_OF_PHU_THO, "I. MỤC ĐÍCH", cut)
    assert citation.issued_on_text == "2018-04-16"


def test_what_a_province_was_called_on_the_day_counts() -> None:
    (old,) = citations_of(
        "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HUẾ\nSố: 9/KH-UBND\nHuế, ngày 2 tháng 2 năm 2025",
        "KẾ HOẠCH\nChuyển đổi số năm 2025",
        "I. MỤC ĐÍCH",
        "Quyết định số 12/QĐ-UBND ngày 5/5/2023",
    )
    assert old.issuer == "UBND tỉnh Thừa Thiên Huế"


FRAGMENTS = st.sampled_from(
    [
        *(sentence for sentence, _, _ in CONTEXT),
        *(sentence for sentence, _ in LISTS),
        *(sentence for sentence, _ in PROVISIONS),
        *("; ", ", ", " và ", "\n", " của ", "“", "”", "(", ")", "số ", "Luật ", "ngày ", "12/KH-UBND", "Căn cứ "),
        *PLAN_OF_PHU_THO,
    ]
)
CELLS = st.lists(FRAGMENTS, max_size=3).map("".join)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(FRAGMENTS, max_size=6).map("".join)
        | st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=3),
        max_size=6,
    )
)
def test_any_document_keeps_evidence_and_order(parts: list[str | Table]) -> None:
    made = document(*parts)
    head = header.read(made)
    found = list(citations.find(made, head))
    assert found == list(citations.find(made, header.read(made)))
    assert [one.char_start for one in found] == sorted(one.char_start for one in found)
    for one in found:
        assert made.text[one.char_start : one.char_end] == one.raw
        assert 0.0 < one.confidence <= 1.0
        assert (one.resolution == "resolved") == (one.legal_id is not None)
        assert (one.kind == "named") == (one.canonical is None)
        assert one.issued_on is None or one.issued_on.isoformat() == one.issued_on_text
    for source in head.sources:
        assert made.text[source.char_start : source.char_end] == source.raw


@settings(max_examples=100, deadline=None)
@given(st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ ABCĐNQUBS-/.,;:\n()“”", max_size=400))
def test_no_digits_no_numbered_citation(text: str) -> None:
    made = document(text)
    assert [one for one in citations.find(made, header.read(made)) if one.kind == "numbered"] == []


def test_a_province_whose_rank_changed_keeps_its_name() -> None:
    (old,) = citations_of(
        "ỦY BAN NHÂN DÂN\nTHÀNH PHỐ ĐỒNG NAI\nSố: 9/KH-UBND\nĐồng Nai, ngày 2 tháng 6 năm 2026",
        "KẾ HOẠCH\nChuyển đổi số năm 2026",
        "I. MỤC ĐÍCH",
        "Quyết định số 12/QĐ-UBND ngày 5/5/2023",
    )
    assert old.issuer == "UBND tỉnh Đồng Nai"


def test_a_bare_number_in_a_plan_of_a_commune_is_nobody_s() -> None:
    new, told, old = citations_of(
        "ỦY BAN NHÂN DÂN\nXÃ TAM NÔNG\nSố: 9/KH-UBND\nTam Nông, ngày 2 tháng 2 năm 2026",
        "KẾ HOẠCH\nChuyển đổi số năm 2026 của xã Tam Nông, tỉnh Phú Thọ",
        "I. MỤC ĐÍCH",
        "Quyết định số 4/QĐ-UBND ngày 5/9/2025; Quyết định số 6/QĐ-UBND ngày 5/1/2026 của UBND xã",
        "Kế hoạch số 71/KH-UBND ngày 3/2/2025",
    )
    assert (new.issuer, told.issuer) == (None, "UBND xã Tam Nông")
    assert old.issuer == "UBND tỉnh Phú Thọ"  # older than the communes of today


def test_what_a_portal_lists_above_the_letterhead_may_be_of_any_province() -> None:
    (listed,) = citations_of("- 1Quyết định 672/QĐ-UBND kế hoạch sử dụng đất huyện Sơn Động", *PLAN_OF_PHU_THO)
    assert listed.issuer is None


def test_a_portal_s_words_above_the_letterhead_cite_nothing() -> None:
    assert (
        roles("Kế hoạch 88/KH-UBND năm 2024 kiểm soát thủ tục hành chính tỉnh Phú Thọ", *PLAN_OF_PHU_THO, "I. MỤC ĐÍCH")
        == []
    )
