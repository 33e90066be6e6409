"""Laws and resolutions that are named without a number: whole names, and nothing generic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors._named import named_mentions

FOUND = [
    # alone, at the start of a line too
    ("theo Luật Đầu tư công;", ["Luật Đầu tư công"]),
    ("MỤC ĐÍCH\nLuật Viên chức", ["Luật Viên chức"]),
    # a comma or "và" inside the name
    ("Luật phòng, chống tham nhũng", ["Luật phòng, chống tham nhũng"]),
    ("Luật Quản lý và sử dụng tài sản công", ["Luật Quản lý và sử dụng tài sản công"]),
    ("Luật Tiêu chuẩn và quy chuẩn kỹ thuật và các văn bản", ["Luật Tiêu chuẩn và quy chuẩn kỹ thuật"]),
    # neighbours in a list are each one
    ("Luật Ngân sách nhà nước, Luật Đầu tư công", ["Luật Ngân sách nhà nước", "Luật Đầu tư công"]),
    ("Luật Cán bộ, công chức và Luật Viên chức", ["Luật Cán bộ, công chức", "Luật Viên chức"]),
    # the date and "hiện hành" are no part of the name
    ("Luật Đất đai năm 2024", ["Luật Đất đai"]),
    ("Luật Ngân sách nhà nước hiện hành", ["Luật Ngân sách nhà nước"]),
    # "(sửa đổi)" is
    ("Luật Quy hoạch (sửa đổi);", ["Luật Quy hoạch (sửa đổi)"]),
    ("Luật Thi đua, khen thưởng sửa đổi.", ["Luật Thi đua, khen thưởng sửa đổi"]),
    # an amending law is one with all it amends
    (
        "Luật sửa đổi, bổ sung một số điều của Luật Cán bộ, công chức và Luật Viên chức ngày 25/11/2019",
        ["Luật sửa đổi, bổ sung một số điều của Luật Cán bộ, công chức và Luật Viên chức"],
    ),
    # short forms inside the name
    ("Luật Tổ chức HĐND và UBND ngày 26/11/2003", ["Luật Tổ chức HĐND và UBND"]),
    ("Luật Ban hành VBQPPL năm 2015", ["Luật Ban hành VBQPPL"]),
    # a congress, not what its resolution is about
    ("Nghị quyết Đại hội XX Đảng bộ tỉnh về phát triển nhân lực", ["Nghị quyết Đại hội XX Đảng bộ tỉnh"]),
    (
        "Nghị quyết Đại hội đại biểu lần thứ XV Đảng bộ Thành phố và",
        ["Nghị quyết Đại hội đại biểu lần thứ XV Đảng bộ Thành phố"],
    ),
    # codes, ordinances, constitutions; capitals of a title
    ("Bộ luật Hình sự", ["Bộ luật Hình sự"]),
    ("Pháp lệnh Ưu đãi người có công với cách mạng", ["Pháp lệnh Ưu đãi người có công với cách mạng"]),
    ("Hiến pháp năm 2013", ["Hiến pháp năm 2013"]),
    ("CỦA LUẬT PHÒNG THỦ DÂN SỰ\n", ["LUẬT PHÒNG THỦ DÂN SỰ"]),
    # a name that no table holds: two words at least, the first with a capital
    ("Luật Phát triển cộng đồng số hóa;", ["Luật Phát triển cộng đồng số hóa"]),
    # resolutions of congresses, with term of office
    (
        "Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng",
        ["Nghị quyết Đại hội đại biểu toàn quốc lần thứ XIII của Đảng"],
    ),
    (
        "Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ X nhiệm kỳ 2015-2020",
        ["Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ X nhiệm kỳ 2015-2020"],
    ),
    # plenums by number or by term
    ("Nghị quyết Hội nghị Trung ương 8 khóa XII", ["Nghị quyết Hội nghị Trung ương 8 khóa XII"]),
    ("Nghị quyết Trung ương Đảng (khóa X)", ["Nghị quyết Trung ương Đảng (khóa X)"]),
    # a comma in a name that the table does not hold, where the year or day shows its end; else it ends at the comma
    ("Luật Chăm sóc, nuôi dưỡng người già năm 1989", ["Luật Chăm sóc, nuôi dưỡng người già"]),
    ("Luật Chăm sóc, nghị định của Chính phủ ngày 2/3/1999", ["Luật Chăm sóc"]),
    # a space lost behind a short form
    ("Luật Tổ chức HĐND và UBNDngày 26/11/2003", ["Luật Tổ chức HĐND và UBND"]),
    # a short form typed without the bar of its Đ
    ("Luật Tổ chức HDND và UBND ngày 26/11/2003", ["Luật Tổ chức HDND và UBND"]),
    # laws that are amended together, told by their matter
    (
        "Luật sửa đổi, bổ sung một số điều của 11 luật có liên quan đến quy hoạch năm 2018",
        ["Luật sửa đổi, bổ sung một số điều của 11 luật có liên quan đến quy hoạch"],
    ),
    (
        "Luật sửa đổi, bổ sung một số điều của các Luật liên quan đến an ninh, trật tự ngày 28/6/2024;",
        ["Luật sửa đổi, bổ sung một số điều của các Luật liên quan đến an ninh, trật tự"],
    ),
    ("Luật Sửa đổi, bổ sung Điều 3 của Luật Nhà ở;", ["Luật Nhà ở"]),  # what amends it was not read
    # a resolution told by its quoted title
    (
        "thực hiện Nghị quyết “về tiếp tục xây dựng nền hành chính phục vụ”",
        ["Nghị quyết “về tiếp tục xây dựng nền hành chính phục vụ”"],
    ),
]


@pytest.mark.parametrize("text, names", FOUND)
def test_named(text: str, names: list[str]) -> None:
    assert [text[one.start : one.end] for one in named_mentions(text, ())] == names


NONE = [
    # generic words
    "các văn bản quy phạm pháp luật, pháp luật, luật pháp, Luật này, các Luật có liên quan",
    "Nghị quyết này, Nghị quyết của Đảng, Nghị quyết của HĐND tỉnh, Nghị quyết Trung ương",
    # people, schools and papers
    "Hội Luật gia, Đoàn Luật sư, Khoa Luật Kinh tế, ngành Luật Dân sự, cử nhân Luật Kinh tế",
    # plans and programmes are neither law nor resolution
    "Chương trình cắt giảm quy định, Kế hoạch hành động, Đề án 06",
    # the law of the title, named by its type alone
    "triển khai thi hành Luật, tìm hiểu Luật tại cơ sở",
    # the constitution without its year
    "phù hợp với Hiến pháp và pháp luật",
    # a number follows
    "Nghị quyết số 57, Luật số 12",
]


@pytest.mark.parametrize("text", NONE)
def test_nothing_named(text: str) -> None:
    assert [text[one.start : one.end] for one in named_mentions(text, ())] == []


def test_a_law_with_a_number_is_not_named_too() -> None:
    text = "Luật Đất đai số 31/2024/QH15"
    assert list(named_mentions(text, ((0, len(text)),))) == []


@given(
    st.lists(
        st.sampled_from([*(text for text, _ in FOUND), *NONE, " ", "\n", "; ", "“", "Luật ", "Nghị quyết "]), max_size=10
    ).map("".join)
)
def test_spans_lie_in_the_text(text: str) -> None:
    for one in named_mentions(text, ()):
        assert 0 <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == text[one.start : one.end].strip()
