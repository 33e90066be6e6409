"""Targets in sentences: what is reached, by how much, by when; and quantities that are no targets."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors._clause_aims import Setting
from extractors._target_clauses import read


def readings(text, aims=False):
    return [
        (r.comparator, r.value, text[r.start : r.end], r.metric) for r in read(text, Setting(aims=aims, first_year=2025))
    ]


UNDER_AIMS = [
    # places in parts of all that there are, behind a word of aiming at the start
    ("Phấn đấu đến hết năm 2027 có 95/141 xã đạt chuẩn nông thôn mới.", [("=", 95, "xã đạt chuẩn nông thôn mới")]),
    (
        "Phấn đấu năm 2027, cả tỉnh có thêm 6 xã đạt chuẩn nông thôn mới.",
        [("=", 6, "cả tỉnh có thêm xã đạt chuẩn nông thôn mới")],
    ),
    ("Toàn tỉnh hiện có 80/141 xã đạt chuẩn nông thôn mới.", []),  # the present state
    # a grade is what a thing is rated, no target; the second count goes on behind it
    (
        "Có ít nhất 03 sản phẩm OCOP đạt hạng 5 sao và 12 sản phẩm đạt hạng 3 - 4 sao.",
        [(">=", 3, "sản phẩm OCOP đạt hạng 5 sao"), ("=", 12, "sản phẩm đạt hạng 3 - 4 sao")],
    ),
    # a number that only says which members are meant
    (
        "Tỷ lệ hộ nghèo tại các xã có tỷ lệ hộ nghèo trên 30% giảm từ 5% trở lên.",
        [(">=", 5, "Tỷ lệ hộ nghèo tại các xã có tỷ lệ hộ nghèo trên 30% giảm")],
    ),
    # a size of what is counted
    ("100% tàu cá dài từ 15 m trở lên lắp thiết bị.", [("=", 100, "tàu cá dài từ 15 m trở lên lắp thiết bị")]),
    # "đã có" tells of what stands before it, not of what follows
    (
        "Duy trì 20 dịch vụ đã có, cung cấp 45 dịch vụ mới.",
        [("=", 20, "Duy trì dịch vụ đã có"), ("=", 45, "cung cấp dịch vụ mới")],
    ),
    # a bracket with a target of its own
    (
        "Tỷ lệ hộ nghèo giảm 1%/năm (riêng các xã biên giới giảm 3%/năm).",
        [("=", 1, "Tỷ lệ hộ nghèo giảm"), ("=", 3, "Tỷ lệ hộ nghèo giảm các xã biên giới giảm")],
    ),
    # what stands before a colon is said of all that follows
    (
        "Tỷ lệ thanh toán không tiền mặt: cấp tỉnh 70%, cấp xã 40%.",
        [("=", 70, "Tỷ lệ thanh toán không tiền mặt cấp tỉnh"), ("=", 40, "Tỷ lệ thanh toán không tiền mặt cấp xã")],
    ),
    # thousands make no name of a kind ("loại 3"); animals are counted as areas are measured
    (
        "Tổng đàn trâu đạt 15.000 con, sản lượng sữa các loại 2.500 tấn.",
        [("=", 15000, "Tổng đàn trâu"), ("=", 2500, "sản lượng sữa các loại")],
    ),
    # a count of places opens the next member of a list
    (
        "Ít nhất 40% số xã có chợ, 02 huyện có trung tâm thương mại.",
        [(">=", 40, "số xã có chợ"), ("=", 2, "huyện có trung tâm thương mại")],
    ),
    # money that rises against an earlier year
    (
        "Thu nhập bình quân đạt 55 triệu đồng/người/năm, tăng 4 triệu đồng so với năm 2024.",
        [("=", 55, "Thu nhập bình quân"), ("=", 4, "Thu nhập bình quân tăng so với năm 2024")],
    ),
    # a word that no table holds counts behind a word of reaching; the unit only says again what is counted
    (
        "Số miếu được tu bổ đạt 9 miếu.",
        [("=", 9, "Số miếu được tu bổ")],
    ),
]


GIVEN_OR_GRANTED = [
    # what a plan takes as given
    "Quán triệt 03 nghị quyết chuyên đề.",
    "Báo cáo 02 lần/ngày.",
    # what somebody gets, pays or is let off
    "Hỗ trợ 40% chi phí mua giống.",
    "Giảm 20% tiền thuê đất cho hộ bị thiệt hại trên 60%.",
    "Ngân sách tỉnh bảo đảm 100% kinh phí thực hiện.",
]


@pytest.mark.parametrize("text", GIVEN_OR_GRANTED)
def test_what_is_given_or_granted_is_no_target(text):
    assert readings(text, aims=True) == []


@pytest.mark.parametrize("text, found", UNDER_AIMS)
def test_quantities_under_a_heading_of_aims(text, found):
    assert [(comparator, value, metric) for comparator, value, _, metric in readings(text, aims=True)] == found


@pytest.mark.parametrize(
    "text, found",
    [
        # two shares, each with its own noun
        (
            "Trên 90% hồ sơ được giải quyết đúng hạn, trên 40% hồ sơ được trả trước hạn.",
            [
                (">", 90, "Trên 90% hồ sơ được giải quyết đúng hạn", "hồ sơ được giải quyết đúng hạn"),
                (">", 40, "trên 40% hồ sơ được trả trước hạn", "hồ sơ được trả trước hạn"),
            ],
        ),
        # a predicate said once for two subjects
        (
            "100% lãnh đạo phòng và 100% chuyên viên được cấp chữ ký số.",
            [
                ("=", 100, "100% lãnh đạo phòng", "lãnh đạo phòng được cấp chữ ký số"),
                ("=", 100, "100% chuyên viên được cấp chữ ký số", "chuyên viên được cấp chữ ký số"),
            ],
        ),
        # a subject said once for three parts
        (
            "Tỷ lệ hồ sơ trực tuyến cấp tỉnh đạt 60%, cấp xã đạt 40%.",
            [
                ("=", 60, "Tỷ lệ hồ sơ trực tuyến cấp tỉnh đạt 60%", "Tỷ lệ hồ sơ trực tuyến cấp tỉnh"),
                ("=", 40, "cấp xã đạt 40%", "Tỷ lệ hồ sơ trực tuyến cấp xã"),
            ],
        ),
        # a subject said once for two places
        (
            "Tỷ lệ nữ lãnh đạo đạt 15% trong các sở và 20% trong UBND cấp xã.",
            [
                ("=", 15, "Tỷ lệ nữ lãnh đạo đạt 15% trong các sở", "Tỷ lệ nữ lãnh đạo trong các sở"),
                ("=", 20, "20% trong UBND cấp xã", "Tỷ lệ nữ lãnh đạo trong UBND cấp xã"),
            ],
        ),
        # nested: the second quantity is per member of the first
        (
            "100% xã có ít nhất 04 tin, bài.",
            [
                ("=", 100, "100% xã có ít nhất 04 tin, bài", "xã có ít nhất 04 tin, bài"),
                (">=", 4, "xã có ít nhất 04 tin, bài", "xã có tin, bài"),
            ],
        ),
        # a bracket that says the quantity again
        (
            "Triển khai đường truyền tốc độ 10 Gigabit mỗi giây (10 Gbps) tại mọi xã.",
            [
                (
                    "=",
                    10,
                    "Triển khai đường truyền tốc độ 10 Gigabit mỗi giây (10 Gbps) tại mọi xã",
                    "Triển khai đường truyền tốc độ tại mọi xã",
                )
            ],
        ),
        # lead-in words stay out, an exception stays in
        (
            "Phấn đấu bảo đảm 100% văn bản được gửi điện tử, trừ văn bản mật.",
            [
                (
                    "=",
                    100,
                    "100% văn bản được gửi điện tử, trừ văn bản mật",
                    "văn bản được gửi điện tử, trừ văn bản mật",
                )
            ],
        ),
        # another deed behind "và" is another matter
        (
            "cắt giảm tối thiểu 20% chi phí và đơn giản hóa hồ sơ.",
            [(">=", 20, "cắt giảm tối thiểu 20% chi phí", "cắt giảm chi phí")],
        ),
        # a semicolon inside the subject
        (
            "100% văn bản về phòng cháy; về an toàn lao động được phổ biến.",
            [
                (
                    "=",
                    100,
                    "100% văn bản về phòng cháy; về an toàn lao động được phổ biến",
                    "văn bản về phòng cháy; về an toàn lao động được phổ biến",
                )
            ],
        ),
        # a list shares its deed
        (
            "Đăng tải 24 tin, bài, 12 chuyên mục.",
            [
                ("=", 24, "Đăng tải 24 tin, bài", "Đăng tải tin, bài"),
                ("=", 12, "12 chuyên mục", "Đăng tải chuyên mục"),
            ],
        ),
        # relative to a stated year, without a number
        (
            "Chỉ số hài lòng tăng cao hơn so với năm 2024.",
            [(">prev", None, "Chỉ số hài lòng tăng cao hơn so với năm 2024", "Chỉ số hài lòng")],
        ),
        (
            "Số hồ sơ trễ hạn giảm so với năm trước.",
            [("<prev", None, "Số hồ sơ trễ hạn giảm so với năm trước", "Số hồ sơ trễ hạn")],
        ),
    ],
)
def test_sentences(text, found):
    assert readings(text, aims="Gbps" in text) == found  # a bare measure is an aim under a heading of aims only


@pytest.mark.parametrize(
    "text",
    [
        "Doanh nghiệp được giảm 50% phí khi nộp hồ sơ trực tuyến.",  # a fact, and a fee
        "Hiện nay có 180 trạm phát sóng.",  # the present state
        "Năm 2024 toàn tỉnh đạt 85% kế hoạch.",  # a year that is over
        "Gửi báo cáo trong 05 ngày làm việc.",  # a deadline
        "Tiếp nhận dịch vụ công mức độ 3, 4.",  # service levels
        "Áp dụng ISO 9001:2015 vào hoạt động.",
        "Đoàn kiểm tra gồm 05 thành viên.",  # how something is made up
        "Thực hiện 04 nhóm nhiệm vụ sau.",  # the length of a list
        "Cải thiện thứ hạng, nâng cao tỷ lệ hồ sơ trực tuyến.",  # no number, no baseline
        "Không có hồ sơ quá hạn.",  # nought in words
        "Kinh phí thực hiện là 500 triệu đồng.",
        "Phát triển kinh tế số (16 mục tiêu) của tỉnh.",
        "Người từ 15 tuổi trở lên được tập huấn.",
        "Mỗi đội đạt từ 85 điểm được vào vòng sau.",  # a condition
        "Có 02 trường hợp phải xử lý.",  # "trường hợp" is no school
        "Theo Quyết định này có 25 dịch vụ công thiết yếu.",  # how many there are, not how many are to be
        "Mưa trên 300 mm, gió cấp 12.",  # a hazard
        "Gửi 01 bộ hồ sơ về Sở Nội vụ.",
        "Xây dựng một hệ sinh thái đổi mới sáng tạo.",
    ],
)
def test_no_targets(text):
    assert readings(text) == []


@pytest.mark.parametrize(
    "text, year, baseline",
    [
        ("Đến năm 2030, 90% hồ sơ được số hóa.", 2030, None),
        ("90% hồ sơ được số hóa vào năm 2028.", 2028, None),
        ("Phấn đấu đến cuối năm 2026: 90% hồ sơ được số hóa.", 2026, None),  # said before a colon
        ("Giảm 10% số vụ so với năm 2023.", None, 2023),  # the year of comparison is not the target's
        ("Giai đoạn 2026 - 2030, 90% hồ sơ được số hóa.", 2030, None),
        ("90% hồ sơ được số hóa theo Quyết định của năm 2022.", None, None),
    ],
)
def test_years(text, year, baseline):
    (reading,) = read(text, Setting(first_year=2024))
    assert (reading.year, reading.baseline_year) == (year, baseline)


def test_a_year_right_behind_the_quantity_is_its_own():
    text = "Tỷ lệ hồ sơ đúng hạn đạt 97% năm 2026; số hóa 90% kế hoạch năm 2025."
    assert [reading.year for reading in read(text, Setting(first_year=2025))] == [2026, None]


def test_a_year_behind_two_clauses_holds_for_both():
    text = "Tỉnh nằm trong nhóm 10 tỉnh dẫn đầu và nhóm 5 tỉnh tốt của vùng vào năm 2028."
    assert [(r.value, r.year) for r in read(text, Setting())] == [(10, 2028), (5, 2028)]


def test_change_has_its_start_value():
    (reading,) = read("Tăng tỷ lệ nộp trực tuyến từ 45% năm 2025 lên 60%.", Setting())
    assert (reading.baseline_value, reading.baseline_year, reading.value) == (45, 2025, 60)


WORDS = st.sampled_from(
    [
        "100%",
        "xã",
        "có",
        "ít nhất 04 tin, bài",
        "và",
        ",",
        ";",
        "(",
        ")",
        "đạt từ",
        "95%",
        "trở lên",
        "Đến năm 2030",
        "tăng hơn",
        "so với năm 2023",
        "tổ chức",
        "02 hội nghị",
        "mức độ 3, 4",
        "nhóm 10 tỉnh dẫn đầu",
        ".",
        ":",
        "phấn đấu",
        "20-30%",
        "\n",
    ]
)


@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_every_reading_lies_in_the_text(text):
    for reading in read(text, Setting(aims=True, first_year=2024)):
        assert 0 <= reading.start < reading.end <= len(text)
        assert text[reading.start : reading.end].strip()


@pytest.mark.parametrize(
    "line", ["100% xã có ít nhất 04 tin, bài và ", "mức độ 3, 4, 5 ", "(", "tăng hơn so với năm ", "1.250 ", ". . "]
)
def test_time_grows_with_length_only(line):
    def seconds(times):
        start = time.process_time()
        list(read(line * times, Setting()))
        return time.process_time() - start

    seconds(100)
    assert seconds(4000) < 40 * max(seconds(400), 0.01)
