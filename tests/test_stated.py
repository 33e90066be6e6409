"""What texts say of documents (titles, amendments), and words that point back to a document named before."""

from __future__ import annotations

import pytest
from citation_documents import PLAN_OF_PHU_THO, cited_in_plan

from pipeline.run import ingest
from pipeline.store import reading

A, B, C = "Nghị định số 107/2021/NĐ-CP", "Nghị định số 61/2018/NĐ-CP", "Nghị định số 45/2020/NĐ-CP"
SAID = [
    # sentence, relations as (kind, number of the one that does it, number of the one it is done to)
    (f"{A} ngày 06/12/2021 của Chính phủ sửa đổi, bổ sung một số điều của {B}", [("amends", "107/2021", "61/2018")]),
    (f"{A} ngày 06/12/2021 về việc sửa đổi, bổ sung một số điều của {B}", [("amends", "107/2021", "61/2018")]),
    (f"{A} thay thế {B}", [("replaces", "107/2021", "61/2018")]),
    (f"{A} bãi bỏ {B}", [("repeals", "107/2021", "61/2018")]),
    (f"{A} bãi bỏ một số quy định tại {B}", [("amends", "107/2021", "61/2018")]),  # not as a whole
    (f"{A} quy định chi tiết một số điều của {B}", [("guides", "107/2021", "61/2018")]),
    # said the other way round
    (f"{B} ngày 23/4/2018 của Chính phủ được sửa đổi, bổ sung một số điều tại {A}", [("amends", "107/2021", "61/2018")]),
    (f"{B} được thay thế bởi {A}", [("replaces", "107/2021", "61/2018")]),
    # several at once
    (f"{A} sửa đổi, bổ sung {B} và {C}", [("amends", "107/2021", "61/2018"), ("amends", "107/2021", "45/2020")]),
    # a list says nothing of its members
    (f"{A}, {B} và {C}", []),
    (f"{A} ngày 06/12/2021 của Chính phủ; sửa đổi {B}", []),
    (f"{A} ngày 06/12/2021 của Chính phủ.\nSửa đổi {B}", []),
    # it is the other plan that carries out
    (f"{A} của Chính phủ và Kế hoạch hành động của Tỉnh ủy về triển khai {B}", []),
    # it amends what carries out, and does not carry out itself
    (f"{A} của Chính phủ sửa đổi Chương trình hành động của Chính phủ thực hiện {B}", []),
]


@pytest.mark.parametrize("sentence, expected", SAID)
def test_what_one_document_does_to_another(sentence, expected):
    found = cited_in_plan(sentence)
    by_start = {citation.char_start: citation.number for citation in found}
    told = [
        (one.relation, by_start[one.subject_start], by_start[one.object_start])
        for citation in found
        for one in citation.stated
    ]
    assert told == expected
    for citation in found:
        for one in citation.stated:
            assert one.raw.startswith(citation.raw)


TITLES = [
    # the words behind a mention, the title
    (
        " ngày 06/12/2021 của Chính phủ về thủ tục hành chính trên môi trường điện tử;",
        "thủ tục hành chính trên môi trường điện tử",
    ),
    (" về việc phê duyệt Đề án đổi mới một cửa, Nghị định số 1/2020/NĐ-CP", "phê duyệt Đề án đổi mới một cửa"),
    # the next member is of whatever type
    (" về tổ chức Tết Nguyên đán, Công điện số 25/CĐ-TTg của Thủ tướng Chính phủ", "tổ chức Tết Nguyên đán"),
    (" về trách nhiệm nêu gương và Quy định số 37-QĐ/TW về những điều không được làm", "trách nhiệm nêu gương"),
    # what the title itself joins
    (f" về việc triển khai {B} và {C};", f"triển khai {B} và {C}"),
    (" về cải cách hành chính năm 2024, Ban Quản lý khu kinh tế xây dựng kế hoạch", "cải cách hành chính năm 2024"),
    (" về phát triển du lịch, Văn phòng HĐND tỉnh xây dựng và ban hành Kế hoạch như sau", "phát triển du lịch"),
    (" quy định chế độ báo cáo (sau đây gọi là Nghị định 107)", "quy định chế độ báo cáo"),
    (" của Chính phủ, Bộ Y tế ban hành Kế hoạch như sau:", None),
    (" của Chính phủ.", None),
    (", các sở triển khai thực hiện", None),
]


@pytest.mark.parametrize("behind, title", TITLES)
def test_titles(behind, title):
    assert cited_in_plan(f"Thực hiện {A}{behind}")[0].title == title


WORDS = [
    # text, kind, the words, identity
    (f"{A} (sau đây gọi tắt là Nghị định 107). Theo Nghị định 107, các sở", "alias", "Nghị định 107", "107/2021/NĐ-CP"),
    (f"Theo {A} và {B}. Triển khai Nghị định 61.", "short", "Nghị định 61", "61/2018/NĐ-CP"),
    (f"Theo {A}. Các sở thực hiện Nghị định nêu trên.", "back", "Nghị định nêu trên", "107/2021/NĐ-CP"),
    # a plan named above in the paragraph, in a plan
    (
        "Theo Kế hoạch số 12/KH-UBND ngày 05/01/2023 của UBND tỉnh Phú Thọ. Các sở thực hiện Kế hoạch nêu trên.",
        "back",
        "Kế hoạch nêu trên",
        "12/KH-UBND@2023:ubnd-tinh-phu-tho",
    ),
    # its type alone is its name
    (f"{A} (sau đây viết tắt là Nghị định). Theo khoản 1 Điều 7 Nghị định, các sở", "alias", "Nghị định", "107/2021/NĐ-CP"),
    # of two of the type before the definition none is chosen
    (f"{A} và {B} (sau đây gọi là Nghị định). Theo khoản 1 Điều 7 Nghị định, các sở", "alias", "Nghị định", None),
    # two fit: none is chosen
    (f"Theo {A} và {B}. Các sở thực hiện Nghị định nêu trên.", "back", "Nghị định nêu trên", None),
    ("Nghị định số 61/2018/NĐ-CP và Nghị định số 61/2020/NĐ-CP. Theo Nghị định 61.", "short", "Nghị định 61", None),
    # none fits
    (f"Theo {A}. Triển khai Quyết định 57.", "short", "Quyết định 57", None),
    # named only afterwards
    (f"Triển khai Nghị định 107. Sau đó {A}.", "short", "Nghị định 107", None),
]


@pytest.mark.parametrize("text, kind, words, legal_id", WORDS)
def test_words_that_point_back(tmp_path, text, kind, words, legal_id):
    path = tmp_path / "ke-hoach.txt"
    path.write_text("\n\n".join([*PLAN_OF_PHU_THO, "I. MỤC ĐÍCH", text]), encoding="utf-8")
    store = tmp_path / "kho.duckdb"
    ingest([path], store, jobs=1)
    with reading(store) as connection:
        found = connection.execute(
            "SELECT b.kind, b.raw, b.legal_id, b.citation_id IS NOT NULL,"
            " substr(d.text, b.char_start + 1, b.char_end - b.char_start)"
            " FROM back_references AS b JOIN documents AS d USING (doc_id)"
        ).fetchall()
    assert found == [(kind, words, legal_id, legal_id is not None, words)]


NOTHING = [
    "Kế hoạch 5 năm của tỉnh",
    "Kế hoạch này có hiệu lực",  # the plan itself
    "Nghị quyết số 57-NQ/TW",
    "Chỉ thị 23/CT-TTg",
    "Quyết định số 06 /QĐ-TTg",
    # other decrees than the one that was given the name
    f"{A} (sau đây viết tắt là Nghị định). Các Nghị định khác, nghị định mới và Nghị định quy định chi tiết Luật.",
    # the plan's own name for itself
    f"Theo {A}, UBND tỉnh ban hành kế hoạch (sau đây gọi tắt là Kế hoạch). Các sở thực hiện Kế hoạch.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_words_that_point_nowhere(tmp_path, text):
    path = tmp_path / "ke-hoach.txt"
    path.write_text("\n\n".join([*PLAN_OF_PHU_THO, "I. MỤC ĐÍCH", text]), encoding="utf-8")
    store = tmp_path / "kho.duckdb"
    ingest([path], store, jobs=1)
    with reading(store) as connection:
        assert connection.execute("SELECT raw FROM back_references").fetchall() == []
