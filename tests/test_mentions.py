"""Where numbered documents are mentioned: spans and types of every form, and what is no mention."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors._mentions import mentions

FOUND = [
    # laws and codes: from the type word over the name to the symbol
    ("theo Luật số 158/2024/QH15;", [("Luật số 158/2024/QH15", "Luật", "158/2024/QH15")]),
    ("Luật Đất đai số 31/2024/QH15 ngày", [("Luật Đất đai số 31/2024/QH15", "Luật", "31/2024/QH15")]),
    ("Bộ luật Lao động số 45/2019/QH14", [("Bộ luật Lao động số 45/2019/QH14", "Bộ luật", "45/2019/QH14")]),
    # a law whose name holds the words "ban hành" and "pháp luật"
    (
        "Căn cứ Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15",
        [("Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15", "Luật", "64/2025/QH15")],
    ),
    # the number behind an amended law's name is the amending law's
    (
        "tại Luật sửa đổi, bổ sung một số điều của Luật Xây dựng số 62/2020/QH14",
        [("Luật sửa đổi, bổ sung một số điều của Luật Xây dựng số 62/2020/QH14", "Luật", "62/2020/QH14")],
    ),
    # ordinances, resolutions of the Standing Committee
    ("Pháp lệnh số 04/2011/UBTVQH12", [("Pháp lệnh số 04/2011/UBTVQH12", "Pháp lệnh", "04/2011/UBTVQH12")]),
    ("Nghị quyết số 595/NQ-UBTVQH15", [("Nghị quyết số 595/NQ-UBTVQH15", "Nghị quyết", "595/NQ-UBTVQH15")]),
    # resolutions with a letter, with a point
    ("Nghị quyết 30c/NQ-CP", [("Nghị quyết 30c/NQ-CP", "Nghị quyết", "30c/NQ-CP")]),
    (
        "Nghị quyết số 19-2018/NQ-CP",
        [("Nghị quyết số 19-2018/NQ-CP", "Nghị quyết", "19-2018/NQ-CP")],
    ),  # the year behind a hyphen
    (
        "Kế hoạch số 02/KH-BCĐ389QNg",
        [("Kế hoạch số 02/KH-BCĐ389QNg", "Kế hoạch", "02/KH-BCĐ389QNg")],
    ),  # a place behind a number
    # a drafting unit behind a dot; the next sentence where its blank is lost is none
    ("Quyết định số 3396/QĐ-UBND.CN ngày", [("Quyết định số 3396/QĐ-UBND.CN", "Quyết định", "3396/QĐ-UBND.CN")]),
    ("Quyết định số 12/QĐ-UBND.UBND tỉnh", [("Quyết định số 12/QĐ-UBND", "Quyết định", "12/QĐ-UBND")]),
    ("Nghị quyết số 66.7/2025/NQ-CP", [("Nghị quyết số 66.7/2025/NQ-CP", "Nghị quyết", "66.7/2025/NQ-CP")]),
    # a list that shares its type word; the other members start at "số" or at the number
    (
        "các Nghị định số 61/2018/NĐ-CP, 107/2021/NĐ-CP và số 45/2020/NĐ-CP",
        [
            ("Nghị định số 61/2018/NĐ-CP", "Nghị định", "61/2018/NĐ-CP"),
            ("107/2021/NĐ-CP", "Nghị định", "107/2021/NĐ-CP"),
            ("số 45/2020/NĐ-CP", "Nghị định", "45/2020/NĐ-CP"),
        ],
    ),
    # dates between the members
    (
        "các Quy định số 5-QĐ/TW ngày 1/2/2023, số 6-QĐ/TW ngày 3 tháng 2 năm 2023",
        [("Quy định số 5-QĐ/TW", "Quy định", "5-QĐ/TW"), ("số 6-QĐ/TW", "Quy định", "6-QĐ/TW")],
    ),
    # a colon behind the shared type word
    ("tại các Quyết định: số 36/QĐ-TTg", [("số 36/QĐ-TTg", "Quyết định", "36/QĐ-TTg")]),
    # … or behind the issuer and a colon: each member starts at "số"
    (
        "các Thông tư của Bộ Y tế: số 11/2016/TT-BYT ngày 2/3/2016; số 12/2017/TT-BYT",
        [("số 11/2016/TT-BYT", "Thông tư", "11/2016/TT-BYT"), ("số 12/2017/TT-BYT", "Thông tư", "12/2017/TT-BYT")],
    ),
    # a joint circular that is called a circular
    (
        "Thông tư số 07/2009/TTLT-BYT-BNV",
        [("Thông tư số 07/2009/TTLT-BYT-BNV", "Thông tư liên tịch", "07/2009/TTLT-BYT-BNV")],
    ),
    # a space lost before a bracket, before the type word of a portal's list
    ("nhân dân(Chỉ thị số 9-CT/TW)", [("Chỉ thị số 9-CT/TW", "Chỉ thị", "9-CT/TW")]),
    ("- 2Quyết định 77/QĐ-UBND phê duyệt", [("Quyết định 77/QĐ-UBND", "Quyết định", "77/QĐ-UBND")]),
    # abbreviated type words
    (
        "theo QĐ số 15/2020/QĐ-TTg, NQ 76/NQ-CP",
        [("QĐ số 15/2020/QĐ-TTg", "Quyết định", "15/2020/QĐ-TTg"), ("NQ 76/NQ-CP", "Nghị quyết", "76/NQ-CP")],
    ),
    # no type word: from "số", or from the number
    ("(số 2071/QĐ-UBND)", [("số 2071/QĐ-UBND", "Quyết định", "2071/QĐ-UBND")]),
    ("thay thế 63/2010/NĐ-CP", [("63/2010/NĐ-CP", "Nghị định", "63/2010/NĐ-CP")]),
    # at the start of a line, behind a letter or a digit of the line above
    ("VĂN BẢN\n63/2010/NĐ-CP", [("63/2010/NĐ-CP", "Nghị định", "63/2010/NĐ-CP")]),
    ("năm 2024\n15/KH-UBND", [("15/KH-UBND", "Kế hoạch", "15/KH-UBND")]),
    # "số" at the end of a printed line
    ("Quyết định số\n1002/QĐ-TTg", [("Quyết định số\n1002/QĐ-TTg", "Quyết định", "1002/QĐ-TTg")]),
    # a type word at the start of a cell or behind a dash without a blank
    ("Không\tNghị định số 182/2024/NĐ-CP", [("Nghị định số 182/2024/NĐ-CP", "Nghị định", "182/2024/NĐ-CP")]),
    ("-Nghị định số 154/2024/NĐ-CP", [("Nghị định số 154/2024/NĐ-CP", "Nghị định", "154/2024/NĐ-CP")]),
    # capitals of a title
    ("THỰC HIỆN QUYẾT ĐỊNH SỐ 1899/QĐ-TTG NGÀY", [("QUYẾT ĐỊNH SỐ 1899/QĐ-TTG", "Quyết định", "1899/QĐ-TTg")]),
    # the issuer between type and number
    (
        "Quyết định của Thủ tướng Chính phủ số 115/2004/QĐ-TTg",
        [("Quyết định của Thủ tướng Chính phủ số 115/2004/QĐ-TTg", "Quyết định", "115/2004/QĐ-TTg")],
    ),
    # words that say which kind of the type it is
    ("Báo cáo thẩm định số 18/BCTĐ-STP", [("Báo cáo thẩm định số 18/BCTĐ-STP", "Báo cáo", "18/BCTĐ-STP")]),
    ("Kết luận thanh tra số 33/KL-TTCP", [("Kết luận thanh tra số 33/KL-TTCP", "Kết luận", "33/KL-TTCP")]),
    ("Công văn hỏa tốc số 12/UBND-VX", [("Công văn hỏa tốc số 12/UBND-VX", "Công văn", "12/UBND-VX")]),
    # joint circulars, consolidated texts, letters, submissions
    (
        "Thông tư liên tịch số 11/2004/TTLT-BNN-BNV",
        [("Thông tư liên tịch số 11/2004/TTLT-BNN-BNV", "Thông tư liên tịch", "11/2004/TTLT-BNN-BNV")],
    ),
    ("Văn bản hợp nhất số 14/VBHN-BTC", [("Văn bản hợp nhất số 14/VBHN-BTC", "Văn bản hợp nhất", "14/VBHN-BTC")]),
    (
        "văn bản số 1552/BTTTT-THH và 708/BTTTT-CATTT",
        [("văn bản số 1552/BTTTT-THH", "Công văn", "1552/BTTTT-THH"), ("708/BTTTT-CATTT", "Công văn", "708/BTTTT-CATTT")],
    ),
    ("tại Tờ trình số 473/TTr-SNNPTNT", [("Tờ trình số 473/TTr-SNNPTNT", "Tờ trình", "473/TTr-SNNPTNT")]),
    # an action plan is called so only where its symbol says so
    ("Kế hoạch hành động số 459-KHHĐ/TU", [("Kế hoạch hành động số 459-KHHĐ/TU", "Kế hoạch hành động", "459-KHHĐ/TU")]),
    ("Kế hoạch hành động số 469-KH/TU", [("Kế hoạch hành động số 469-KH/TU", "Kế hoạch", "469-KH/TU")]),
    # QĐ/TW: the type word decides, without one it stays open
    ("Quy định số 31-QĐ/TW", [("Quy định số 31-QĐ/TW", "Quy định", "31-QĐ/TW")]),
    ("theo 31-QĐ/TW", [("31-QĐ/TW", None, "31-QĐ/TW")]),
    # the 1990s
    ("Nghị định số 05-CP", [("Nghị định số 05-CP", "Nghị định", "05-CP")]),
    ("Công văn số 64 TC/TCT", [("Công văn số 64 TC/TCT", "Công văn", "64 TC/TCT")]),
    ("Quyết định số 196-HĐBT", [("Quyết định số 196-HĐBT", "Quyết định", "196-HĐBT")]),
    # damage: lost blanks, blanks too many, glued words
    ("Nghị định số63/2010/NĐ-CP", [("Nghị định số63/2010/NĐ-CP", "Nghị định", "63/2010/NĐ-CP")]),
    ("Nghị định số: 64 /2010/NĐ- CP", [("Nghị định số: 64 /2010/NĐ- CP", "Nghị định", "64/2010/NĐ-CP")]),
    ("Nghị định số 12/2024/NĐ-CPthì", [("Nghị định số 12/2024/NĐ-CP", "Nghị định", "12/2024/NĐ-CP")]),
    ("Nghị định số 12/2024/NĐ-CPNghị định", [("Nghị định số 12/2024/NĐ-CP", "Nghị định", "12/2024/NĐ-CP")]),
    ("Quyết định số …05…./2006/QĐ-UBND", [("Quyết định số …05…./2006/QĐ-UBND", "Quyết định", "05/2006/QĐ-UBND")]),
    ("Xét đề nghị tạiTờ trình số 41/TTr-SXD", [("Tờ trình số 41/TTr-SXD", "Tờ trình", "41/TTr-SXD")]),
    # a type told once for all numbers of a list, which names or titles part
    (
        "các Luật: Đất đai số 31/2024/QH15, Nhà ở số 27/2023/QH15",
        [("số 31/2024/QH15", "Luật", "31/2024/QH15"), ("số 27/2023/QH15", "Luật", "27/2023/QH15")],
    ),
    (
        "các Thông tư của Bộ Xây dựng: số 06/2021/TT-BXD về phân cấp; số 10/2021/BXD về chi phí",
        [("số 06/2021/TT-BXD", "Thông tư", "06/2021/TT-BXD"), ("số 10/2021/BXD", "Thông tư", "10/2021/BXD")],
    ),
    # in small letters a word may be a verb or another noun: from "số"
    ("theo quy định số 12/QĐ-UBND", [("số 12/QĐ-UBND", "Quyết định", "12/QĐ-UBND")]),
]


@pytest.mark.parametrize("text, expected", FOUND)
def test_mentions(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert [(text[one.start : one.end], one.doc_type, one.symbol.canonical) for one in mentions(text)] == expected


NONE = [
    # life dates, scores, fractions, ranges
    "Nguyễn Du (1766 - 1820), 1226 - Mất 1294",
    "thắng 2-1, Hải Phòng 2-1 HAGL, tỉ số 2-0 CLB",
    "3/4, 12/15 TTHC, 5/7 UBND xã, 12-15 CBCC, 10/12 KH",
    "giai đoạn 2021-2025, năm học 2024-2025, khóa XV (2021-2026)",
    # telephone, tax and account numbers, file codes
    "024.38252456, 0912-345-678, MST 0101-234/BTC, TK 1234-5678/VCB",
    "mã hồ sơ 000.00.12.H44-210512-0001",
    # addresses, roads, plates
    "số 12/5 đường Lê Lợi, số 45/2A Nguyễn Trãi, số 7/KP3, 123/QL1A, 15/QL-14",
    "biển số 29A-123.45, 51F-12345, 43B-01234",
    # standards
    "ISO 9001:2015, TCVN 9386:2012, QCVN 01:2021/BXD, QCVN 08-MT:2015/BTNMT",
    # hours, days, versions, levels
    "24/7, 24/24, ngày 12/5, 30/4 - 01/5, mức độ 3, 4, mức độ 3/4",
    "phiên bản 2.1-RC, Windows 10/11, 4G/5G, COVID-19, 220/110KV",
    # projects that are called by the number of their decision
    "Đề án 06, Đề án 06/CP, Tổ công tác Đề án 06/CP, Chương trình 135",
    # forms and annexes are numbered too
    "Mẫu số 01/HW-TCHQ, Biểu số 02/BC-UBND, Phụ lục số 03/PL-STC, sổ số 12/BHXH",
    # a number without a symbol, a symbol without a number
    "Nghị quyết 57, Quyết định số 12 và Thông tư 05, Kế hoạch số   /KH-UBND, số ….../QĐ-UBND",
    # mail, file names and addresses of pages
    "vp12-ubnd@phutho.gov.vn, 12-KH-UBND.docx, http://a.vn/12-QD-TTg.pdf",
    # amounts and counts in front of an abbreviation that is a type too
    "đạt 8/10 CT, 15 TC/NTM",
    "1.250/QĐ",
]


@pytest.mark.parametrize("text", NONE)
def test_no_mentions(text: str) -> None:
    assert [text[one.start : one.end] for one in mentions(text)] == []


LISTED = [
    # numbers that share the symbol of the last one
    ("các Nghị định 87,88,31/CP và Chỉ thị 814/TTg", ["87/CP", "88/CP", "31/CP", "814/TTg"]),
    # and its year
    ("Thông tư số 01, 02/2023/TT-BNV", ["01/2023/TT-BNV", "02/2023/TT-BNV"]),
    # joined by "và"
    ("các Quyết định số 12, 13 và 14/QĐ-UBND", ["12/QĐ-UBND", "13/QĐ-UBND", "14/QĐ-UBND"]),
    # a year in front is no number of a list
    ("trong năm 2023, 12/KH-UBND", ["12/KH-UBND"]),
    # nor are provisions
    ("Điều 5, 6, Nghị định 12/CP", ["12/CP"]),
    # nor the end of a date
    ("ngày 5/1/2020, 12/QĐ-UBND", ["12/QĐ-UBND"]),
]


@pytest.mark.parametrize("text, canonical", LISTED)
def test_numbers_that_share_a_symbol(text: str, canonical: list[str]) -> None:
    assert [one.symbol.canonical for one in mentions(text)] == canonical
    assert all(text[one.start : one.end].strip() == text[one.start : one.end] for one in mentions(text))


TORN = [
    # digits in front of the number: a scan may have torn it apart
    ("Quyết định số 15 3/2004/QĐ-TTg", True),
    ("Chỉ thị 29/200 3/CT-TTg", True),
    # nor is the first number of a line behind a year
    ("năm 2004\n3/2004/QĐ-TTg", False),
]


@pytest.mark.parametrize("text, broken", TORN)
def test_torn_numbers_are_told(text: str, broken: bool) -> None:
    assert [one.broken for one in mentions(text)] == [broken]


FRAGMENTS = st.sampled_from(
    [
        *(text for text, _ in FOUND),
        *NONE,
        " ",
        "\n",
        "\t",
        "; ",
        " và ",
        "số ",
        "Luật ",
        "(",
        "”",
        "12/",
        "-UBND",
        "/2024",
        "ngày 1/2/2024",
    ]
)


@given(st.lists(FRAGMENTS, max_size=12).map("".join))
def test_any_mixture_keeps_order_and_spans(text: str) -> None:
    found = list(mentions(text))
    assert found == list(mentions(text))
    at = 0
    for one in found:
        assert at <= one.start <= one.number_start < one.end <= len(text)
        assert text[one.number_start].isdigit()
        at = one.end


@given(st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạ ABCĐNQUB-/.,;:\n\t()“”", max_size=300))
def test_no_digit_no_mention(text: str) -> None:
    assert list(mentions(text)) == []
