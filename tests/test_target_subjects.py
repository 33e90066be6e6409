"""What targets share: a subject said over a list, before a semicolon, a colon or in a line above; one trap a row."""

from __future__ import annotations

import pytest

from extractors._clause_aims import Setting
from extractors._target_clauses import read
from extractors.header import Header
from extractors.targets import find
from pipeline.ingest.draft import Draft

LISTS = [
    # a heading over members that are headed themselves
    (
        "Cơ cấu lao động: Dịch vụ: 42%, tăng 3% so với năm 2025; Xây dựng: 30%; Nông nghiệp: 28%.",
        [
            (42, "Cơ cấu lao động Dịch vụ"),
            (3, "Cơ cấu lao động Dịch vụ tăng so với năm 2025"),
            (30, "Cơ cấu lao động Xây dựng"),
            (28, "Cơ cấu lao động Nông nghiệp"),
        ],
    ),
    # a heading over members behind semicolons
    (
        "Cơ cấu cây trồng: lúa 55%; rau màu 30%; hoa 15%.",
        [(55, "Cơ cấu cây trồng lúa"), (30, "Cơ cấu cây trồng rau màu"), (15, "Cơ cấu cây trồng hoa")],
    ),
    # the heading counted itself, and then its parts
    (
        "Số lò gốm vào năm 2027: 90 cơ sở, trong đó: lò điện: 60 cơ sở; lò củi: 30 cơ sở.",
        [
            (90, "Số lò gốm vào năm 2027"),
            (60, "Số lò điện"),
            (30, "Số lò củi"),
        ],
    ),
    # members that name the like of the one before share its measure
    (
        "Tỷ lệ hộ nghèo còn dưới 2%; hộ cận nghèo còn dưới 3%.",
        [(2, "Tỷ lệ hộ nghèo"), (3, "Tỷ lệ hộ cận nghèo")],
    ),
    # how much it changes, behind a semicolon
    (
        "Tỷ lệ ấp có loa: 90%; tăng 5% so với năm 2025.",
        [(90, "Tỷ lệ ấp có loa"), (5, "Tỷ lệ ấp có loa tăng so với năm 2025")],
    ),
    # what is counted otherwise, or opens with a measure, a deed or its number, shares nothing
    (
        "Tỷ lệ hộ có ti vi đạt 95%; hộ nuôi ong thu 40 lít.",
        [(95, "Tỷ lệ hộ có ti vi"), (40, "hộ nuôi ong thu")],
    ),
    (
        "Tỷ lệ xã có chợ đạt 80%; trồng 5 ha rừng; 60% xã có bãi xe.",
        [(80, "Tỷ lệ xã có chợ"), (5, "trồng rừng"), (60, "xã có bãi xe")],
    ),
    ("Tỷ lệ xã có chợ đạt 80%; GRDP tăng 8%.", [(80, "Tỷ lệ xã có chợ"), (8, "GRDP tăng")]),
]


CLAUSES = [
    # parts of a total counted in the same unit, verbs among them
    (
        "Tổng sản lượng tôm đạt 9 nghìn tấn, trong đó nuôi quảng canh cải tiến là 7 nghìn tấn, khai thác là 2 nghìn tấn.",
        [
            (9000, "Tổng sản lượng tôm"),
            (7000, "Tổng sản lượng tôm nuôi quảng canh cải tiến"),
            (2000, "Tổng sản lượng tôm khai thác"),
        ],
    ),
    (
        "Tạo việc làm cho 900 lao động (trong đó: nghề gốm 600 lao động; nghề mộc 300 lao động).",
        [
            (900, "Tạo việc làm cho lao động"),
            (600, "Tạo việc làm cho nghề gốm lao động"),
            (300, "Tạo việc làm cho nghề mộc lao động"),
        ],
    ),
    # a heading behind a comma belongs to the number behind its colon
    (
        "Giá trị nghề gốm: 20 tỷ đồng, giá trị nghề mộc: 12 tỷ đồng.",
        [(20, "Giá trị nghề gốm"), (12, "giá trị nghề mộc")],
    ),
    # the same thing counted in another year
    (
        "Đến năm 2026 có 20 câu lạc bộ bơi, năm 2030 có 30 câu lạc bộ.",
        [(20, "câu lạc bộ bơi"), (30, "câu lạc bộ bơi")],
    ),
    (
        "Giảm tỷ lệ trẻ em thấp còi xuống dưới 9% vào năm 2026 và dưới 7% vào năm 2030.",
        [
            (9, "Giảm tỷ lệ trẻ em thấp còi vào năm 2026"),
            (7, "Giảm tỷ lệ trẻ em thấp còi vào năm 2030"),
        ],
    ),
    (
        "Đưa tỷ lệ ấp có đèn từ 30% năm 2024 lên 50% năm 2026 và 80% vào năm 2030.",
        [(50, "tỷ lệ ấp có đèn năm 2026"), (80, "tỷ lệ ấp có đèn vào năm 2030")],
    ),
    # a rate before a deed, a place and how much is added open the next clause
    (
        "Tỷ lệ hộ nghèo giảm 1% (theo chuẩn mới), bình quân mỗi năm tạo việc làm cho trên 90 người.",
        [(1, "Tỷ lệ hộ nghèo giảm (theo chuẩn mới)"), (90, "bình quân mỗi năm tạo việc làm cho người")],
    ),
    (
        "Tỷ lệ nước thải được xử lý tại đô thị loại I trở lên đạt 60% và tại các đô thị loại III, IV, V đạt khoảng 25%.",
        [
            (60, "Tỷ lệ nước thải được xử lý tại đô thị loại I trở lên"),
            (25, "Tỷ lệ nước thải được xử lý tại các đô thị loại III, IV, V"),
        ],
    ),
    # how much what was done changes, and a number of things behind the change
    (
        "Trồng 20 ha sen, tăng 5% so với năm 2025.",
        [(20, "Trồng sen"), (5, "Trồng sen tăng so với năm 2025")],
    ),
    (
        "Số tiêu chí bình quân tăng thêm 2 tiêu chí và giảm số xã dưới 8 tiêu chí xuống còn 4 xã.",
        [(2, "Số tiêu chí bình quân tăng thêm"), (4, "giảm số xã dưới 8 tiêu chí")],
    ),
    # values in turn; where the members do not name their likes, none is guessed
    (
        "Tỷ lệ hồ sơ mạng của chi cục và của hạt kiểm lâm lần lượt đạt 90% và 70%.",
        [(90, "Tỷ lệ hồ sơ mạng của chi cục"), (70, "Tỷ lệ hồ sơ mạng của hạt kiểm lâm")],
    ),
    (
        "Sản lượng lúa, ngô lần lượt đạt 20 tấn và 5 tấn.",
        [(20, "Sản lượng lúa"), (5, "Sản lượng ngô")],
    ),
    (
        "Tỷ lệ giày da, túi và ví lần lượt đạt 9% và 7%.",
        [(9, "Tỷ lệ giày da, túi và ví lần lượt"), (7, "Tỷ lệ giày da, túi và ví lần lượt")],
    ),
    # schools and places stand for one another
    (
        "Tỷ lệ rác đô thị được phân loại đạt 60%, nông thôn đạt 30%.",
        [(60, "Tỷ lệ rác đô thị được phân loại"), (30, "Tỷ lệ rác nông thôn được phân loại")],
    ),
    # what is a share of what, said with the last
    (
        "Cấp tỉnh 100%, cấp xã 80% văn bản được ký số.",
        [(100, "Cấp tỉnh văn bản được ký số"), (80, "cấp xã văn bản được ký số")],
    ),
    # from where to where, behind how much
    (
        "Tỷ lệ nộp trực tuyến tăng 10% so với năm 2025, từ 45% lên 55%.",
        [(10, "Tỷ lệ nộp trực tuyến tăng so với năm 2025"), (55, "Tỷ lệ nộp trực tuyến")],
    ),
    # each index has its own rank
    (
        "Phấn đấu chỉ số A thuộc nhóm 15, B thuộc nhóm 10 tỉnh dẫn đầu.",
        [(15, "chỉ số A thuộc nhóm"), (10, "B thuộc nhóm dẫn đầu")],
    ),
    # what suffers is no predicate of both
    (
        "Giảm 5% số người chết và 8% số người bị thương.",
        [(5, "Giảm số người chết"), (8, "số người bị thương")],
    ),
    # where a network reaches
    ("Cáp quang phủ tới 95% ấp, 80% hộ gia đình.", [(95, "Cáp quang phủ tới ấp"), (80, "Cáp quang phủ tới hộ gia đình")]),
    # parts in the next sentence or behind a semicolon
    (
        "Tổng giá trị sản xuất đạt 90 tỷ đồng; trong đó ngành mộc đạt 60 tỷ đồng; ngành gốm đạt 30 tỷ đồng.",
        [
            (90, "Tổng giá trị sản xuất"),
            (60, "Tổng giá trị sản xuất ngành mộc"),
            (30, "Tổng giá trị sản xuất ngành gốm"),
        ],
    ),
    # what grows beside it, and a deed in a deed, say themselves what they measure
    (
        "Giá trị ngành mộc tăng 4%, nghề gốm tăng 9%.",
        [(4, "Giá trị ngành mộc tăng"), (9, "nghề gốm tăng")],
    ),
    (
        "Giải quyết việc làm cho 90 người, trong đó tạo việc làm mới cho 30 người.",
        [(90, "Giải quyết việc làm cho người"), (30, "tạo việc làm mới cho người")],
    ),
    # the year of a price in brackets is no year that is over
    (
        "Tốc độ tăng nghề mộc (giá so sánh năm 2010) đạt 9%.",
        [(9, "Tốc độ tăng nghề mộc (giá so sánh năm 2010)")],
    ),
    # a heading with a number that is no aim is not said of its list
    ("Tỷ lệ hộ nghèo năm 2020 là 9%, cụ thể: xã A còn 4%.", [(4, "xã A")]),
    # "hằng năm" before a share is no deed: what follows "và" belongs to it
    (
        "Hằng năm 70% số người nghiện và sử dụng ma túy được tư vấn.",
        [(70, "số người nghiện và sử dụng ma túy được tư vấn")],
    ),
    # what is counted, once in the number and once in its rate
    ("Tỷ số giới tính khi sinh đạt 108 bé trai/100 bé gái.", [(108, "Tỷ số giới tính khi sinh")]),
    ("Tỷ lệ người cao tuổi khám định kỳ đạt 80%.", [(80, "Tỷ lệ người cao tuổi khám định kỳ")]),
    ("Đón 3 triệu lượt khách nội địa.", [(3000000, "Đón lượt khách nội địa")]),
    ("Năng suất lúa: 55tạ/ha.", [(55, "Năng suất lúa")]),
]

ASIDES = [
    # how large what is counted is, or which members are meant
    ("Bảo dưỡng từ 6 đến 8 đoạn đường (1,5 km) hư hỏng.", [6]),
    ("Giảm tỷ lệ trẻ nhẹ cân (dưới 2500 gam) xuống dưới 8%.", [8]),
    ("Tỷ lệ người được khám ít nhất 1 lần/năm là 15%.", [15]),
    ("Tỷ lệ số xã đạt dưới 10 tiêu chí còn 5%.", [5]),
    # but not a share in a bracket, nor a number said again
    ("Có ít nhất 60 xã đạt chuẩn (ít nhất 31%).", [60, 31]),
]


@pytest.mark.parametrize("text, found", CLAUSES)
def test_clauses_say_what_they_measure(text, found):
    assert [(r.value, r.metric) for r in read(text, Setting(aims=True, first_year=2025))] == found


@pytest.mark.parametrize("text, values", ASIDES)
def test_sizes_and_marks_of_what_is_counted_are_no_targets(text, values):
    assert [r.value for r in read(text, Setting(aims=True))] == values


@pytest.mark.parametrize("text, found", LISTS)
def test_members_of_a_list_share_what_is_said_once(text, found):
    assert [(r.value, r.metric) for r in read(text, Setting(aims=True, first_year=2026))] == found


def test_a_year_that_a_sentence_opens_with_holds_for_the_sentences_behind_it():
    text = "Đến năm 2028, 60% xã có chợ. Trong đó chợ nổi đạt 20%. Đến năm 2030, 90% xã có chợ."
    assert [(r.value, r.year) for r in read(text, Setting(aims=True, first_year=2026))] == [
        (60, 2028),
        (20, 2028),
        (90, 2030),
    ]


def test_the_year_of_a_sentence_without_targets_holds_for_itself_alone():
    text = "Đến năm 2025, xã đã xóa nhà tạm. 90% xã có chợ."
    assert [(r.value, r.year) for r in read(text, Setting(aims=True, first_year=2026))] == [(90, None)]


@pytest.mark.parametrize(
    "text, found",
    [
        ("Tuổi thọ trung bình đạt 75 tuổi.", [(75, "Tuổi thọ trung bình")]),
        ("Số năm sống khỏe đạt tối thiểu 67 năm.", [(67, "Số năm sống khỏe")]),
        ("Tập huấn cho người trên 60 tuổi.", []),  # says who
    ],
)
def test_how_long_people_live_is_a_target_and_how_old_they_are_is_not(text, found):
    assert [(r.value, r.metric) for r in read(text, Setting(aims=True))] == found


def under(*lines):
    draft = Draft("/plans/a.txt", "a" * 64, "txt")
    for line in ("I. MỤC TIÊU", *lines):
        draft.paragraph(line)
    return [(t.value, t.metric, t.year) for t in find(draft.finish(), Header(title="Chợ năm 2026", plan_year=2026))]


def test_a_line_above_says_what_its_list_measures():
    assert under("- Tỷ lệ chợ có bãi xe đạt:", "+ Chợ hạng nhất: 90%.", "+ Chợ hạng hai đạt 60%.", "- 40% chợ có mái.") == [
        (90, "Tỷ lệ Chợ hạng nhất", 2026),
        (60, "Tỷ lệ Chợ hạng hai", 2026),
        (40, "chợ có mái", 2026),
    ]


def test_years_under_a_line_that_says_what_is_measured():
    assert under("1. Tỷ lệ chợ có mái:", "- Năm 2026: 50%;", "- Năm 2027 đạt 70%;", "- Đến năm 2030: 95%.") == [
        (50, "Tỷ lệ chợ có mái", 2026),
        (70, "Tỷ lệ chợ có mái", 2027),
        (95, "Tỷ lệ chợ có mái", 2030),
    ]


def test_a_line_that_names_matters_measures_nothing():
    assert under("1. Thu nhập, việc làm:", "- Hộ nghèo đạt 2%.", "2. Dân số:", "- Tiêm chủng đạt 95%.") == [
        (2, "Hộ nghèo", 2026),
        (95, "Tiêm chủng", 2026),
    ]


def test_a_line_that_only_heads_a_list_measures_nothing():
    assert under("1. Chỉ số và mục tiêu cụ thể:", "- Chợ hạng nhất đạt 90%.") == [(90, "Chợ hạng nhất", 2026)]
