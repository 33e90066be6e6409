"""What a clause of targets opens with: who sets the aim, by when; and words of facts that only name what is measured."""

from __future__ import annotations

import pytest

from extractors._clause_aims import Setting
from extractors._target_clauses import read

OPENINGS = [
    # a body announces its aims; none of its words are measured, its year holds for the sentences behind it too
    (
        "Kế hoạch đề ra mục tiêu cụ thể đến năm 2027 là diện tích nuôi cá lồng đạt 40 ha. Sản lượng cá đạt 900 tấn.",
        [(40, "diện tích nuôi cá lồng", 2027), (900, "Sản lượng cá", 2027)],
    ),
    # the same with a long name of an act before it
    (
        "Trong Đề án cải tạo chợ 5 năm giai đoạn 2026-2030, huyện đặt ra mục tiêu tỷ lệ chợ có hố rác đạt 80%.",
        [(80, "tỷ lệ chợ có hố rác", None)],
    ),
    # a place with its name strives, will, has
    ("Theo kế hoạch, tỉnh Cao Lãnh phấn đấu trồng 60 ha sen.", [(60, "trồng sen", None)]),
    ("Tỉnh Cao Lãnh sẽ thành lập thêm 4 hợp tác xã.", [(4, "thành lập thêm hợp tác xã", None)]),
    ("Đến năm 2028, toàn xã có 12 sân bóng.", [(12, "sân bóng", 2028)]),
    # the name of an index is no place
    ("GRDP phấn đấu tăng 8%.", [(8, "GRDP phấn đấu tăng", None)]),
    # what is measured stands before: nothing is announced
    ("Tỷ lệ hộ có bể nước hướng tới mục tiêu 70%.", [(70, "Tỷ lệ hộ có bể nước hướng tới mục tiêu", None)]),
    # each of a list of bodies is no body that has
    ("Mỗi sở, ngành có ít nhất 02 sáng kiến.", [(2, "Mỗi sở, ngành có sáng kiến", None)]),
    # "dự kiến năm" tells the year as "phấn đấu đến năm" does
    ("Sở dự kiến năm 2027, diện tích trồng chè ổn định ở mức 300 ha.", [(300, "diện tích trồng chè ổn định", 2027)]),
    # a line that heads others gives its period to all sentences behind it
    (
        "Thể thao học đường, giai đoạn 2026 - 2028: Tỷ lệ trường có bể bơi đạt 20%. Tỷ lệ học sinh biết bơi đạt 60%.",
        [(20, "Tỷ lệ trường có bể bơi", 2028), (60, "Tỷ lệ học sinh biết bơi", 2028)],
    ),
    # "so", too, compares with a year, that is no year to reach
    (
        "Giá trị sản xuất phấn đấu đạt trong khoảng 8,9 - 9,1 ngàn tỷ đồng, tăng 6 - 7% so cùng kỳ năm 2025.",
        [(8900, "Giá trị sản xuất", None), (6, "Giá trị sản xuất tăng so cùng kỳ năm 2025", None)],
    ),
    # the year alone before the next value
    (
        "Phấn đấu tăng tỷ trọng kinh tế số đến năm 2027 khoảng 15%, đến năm 2030 khoảng 25%.",
        [(15, "tăng tỷ trọng kinh tế số đến năm 2027", 2027), (25, "tăng tỷ trọng kinh tế số", 2030)],
    ),
    # the year before "là" and "sẽ"
    (
        "Tỷ số giới tính khi sinh năm 2026 sẽ dưới 113 trai/100 gái, năm 2030 là dưới 110 trai/100 gái.",
        [(113, "Tỷ số giới tính khi sinh năm 2026", 2026), (110, "Tỷ số giới tính khi sinh", 2030)],
    ),
    # the country reaches
    ("Phấn đấu đến 2030, cả nước đạt 9 bác sĩ.", [(9, "bác sĩ", 2030)]),
    # years told in turn, each at its value; where they are not as many as the values, none
    (
        "Đến năm 2026, 2028 và 2030 tỷ lệ nộp trực tuyến lần lượt đạt 50%, 60% và 70%.",
        [(50, "tỷ lệ nộp trực tuyến", 2026), (60, "tỷ lệ nộp trực tuyến", 2028), (70, "tỷ lệ nộp trực tuyến", 2030)],
    ),
    (
        "Đến năm 2026, 2028 và 2030 tỷ lệ nộp trực tuyến lần lượt đạt 50% và 70%.",
        [(50, "tỷ lệ nộp trực tuyến", None), (70, "tỷ lệ nộp trực tuyến", None)],
    ),
    # a period that is compared with is none to reach
    (
        "Số ca mắc sởi giảm 10% so với trung bình giai đoạn 2021 - 2025.",
        [(10, "Số ca mắc sởi giảm so với trung bình giai đoạn 2021 - 2025", None)],
    ),
    # an ellipsis in a list does not end the sentence
    ("100% quầy hàng có cân, bảng giá… theo quy định.", [(100, "quầy hàng có cân, bảng giá… theo quy định", None)]),
]


@pytest.mark.parametrize("text, found", OPENINGS)
def test_who_sets_the_aim_and_by_when(text, found):
    readings = read(text, Setting(aims=True, first_year=2026))
    assert [(reading.value, reading.metric, reading.year) for reading in readings] == found


NAMED_OR_TOLD = [
    # words that tell a fact name here what is measured
    ("Tỷ lệ hồ sơ giải quyết đúng thời hạn đạt 97%.", [(97, "Tỷ lệ hồ sơ giải quyết đúng thời hạn")]),
    ("Tỷ lệ giải ngân kinh phí đạt 95%.", [(95, "Tỷ lệ giải ngân kinh phí")]),
    ("Tỷ lệ trẻ thuộc diện hộ nghèo có thẻ đạt 100%.", [(100, "Tỷ lệ trẻ thuộc diện hộ nghèo có thẻ")]),
    # here they tell the fact
    ("Kinh phí thực hiện đạt 40 tỷ đồng.", []),
    ("Tỷ lệ hộ nghèo hiện nay đạt 5%.", []),
    ("Khu chợ gồm 12 dãy nhà.", []),
    # "các" before a kind: the number behind it is none of its names
    ("Tổ chức giải cờ các cấp 30 giải.", [(30, "Tổ chức giải cờ các cấp")]),
    # "trong đó" before the deed
    ("Trong đó tạo việc làm tại chỗ cho 700 người.", [(700, "tạo việc làm tại chỗ cho người")]),
]


@pytest.mark.parametrize("text, found", NAMED_OR_TOLD)
def test_words_of_facts_that_name_what_is_measured(text, found):
    readings = read(text, Setting(aims=True, first_year=2026))
    assert [(reading.value, reading.metric) for reading in readings] == found
