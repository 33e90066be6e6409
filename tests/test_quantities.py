"""Quantities and comparators: row tables, one trap a row, and properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.measures import UnitKind
from normalizers.quantities import quantities


def read(text):
    return [(q.comparison.comparator, q.value, q.value_max, q.unit) for q in quantities(text)]


@pytest.mark.parametrize(
    "text, found",
    [
        ("đạt 80%", [("=", 80, None, "%")]),
        ("ít nhất 95/141 xã, phường", [(">=", 95, None, "xã, phường")]),  # of how many there are
        ("đạt trên 80/100 điểm", [(">", 80, None, "điểm")]),
        ("đạt từ 95 % trở lên", [(">=", 95, None, "%")]),
        ("đạt trên 95% trở lên", [(">=", 95, None, "%")]),  # the word behind counts
        ("Trên 95% số hồ sơ", [(">", 95, None, "%")]),
        ("hơn 70%", [(">", 70, None, "%")]),
        ("tối thiểu 90%", [(">=", 90, None, "%")]),
        ("không dưới 90%", [(">=", 90, None, "%")]),  # not "dưới"
        ("giảm xuống dưới 1,3%", [("<", 1.3, None, "%")]),
        ("không quá 5%", [("<=", 5, None, "%")]),
        ("không vượt quá 1,2%", [("<=", 1.2, None, "%")]),  # not "vượt"
        ("vượt quá 3%", [(">", 3, None, "%")]),
        ("Không để hồ sơ trễ hẹn vượt quá 3%", [("<=", 3, None, "%")]),  # what must not be
        ("không để tỷ lệ trẻ bỏ học cao hơn 2%", [("<=", 2, None, "%")]),
        ("không có xã nào đạt dưới 16 tiêu chí", [(">=", 16, None, "tiêu chí")]),
        ("Không để xảy ra cháy lớn, tỷ lệ hộ được tập huấn trên 90%", [(">", 90, None, "%")]),  # of another clause
        ("nợ đọng không đến 2%", [("<", 2, None, "%")]),  # not "đến"
        ("tối đa 30%", [("<=", 30, None, "%")]),
        ("giảm còn 5%", [("=", 5, None, "%")]),
        ("≥ 30%", [(">=", 30, None, "%")]),
        ("<= 3%", [("<=", 3, None, "%")]),
        ("95 phần trăm", [("=", 95, None, "%")]),
        ("từ 20 % đến 30 %", [("=", 20, 30, "%")]),
        ("20-30%", [("=", 20, 30, "%")]),
        ("16 – 18%", [("=", 16, 18, "%")]),
        ("ít nhất 04 tin, bài/tháng", [(">=", 4, None, "tin, bài")]),  # one noun of two words, and a rate
        ("ít nhất 03 phương án trở lên", [(">=", 3, None, "phương án")]),
        ("03 phương án đơn giản hóa trở lên", [(">=", 3, None, "phương án")]),  # the bound stands behind the noun
        ("tối thiểu mỗi năm 02 cuộc", [(">=", 2, None, "cuộc")]),  # the bound stands before the rate
        ("ít nhất có ít nhất 01 phương án", [(">=", 1, None, "phương án")]),  # said twice
        ("12 người, số hộ nghèo", [("=", 12, None, "người")]),  # "số" opens the next member
        ("150 ngành, nghề trọng điểm", [("=", 150, None, "ngành, nghề")]),
        ("còn 0,3%0/năm", [("=", 0.3, None, "‰")]),  # per mille, not percent
        ("đạt 9,5 %o", [("=", 9.5, None, "‰")]),
        ("dưới 5 ‰", [("<", 5, None, "‰")]),
        ("đạt trong khoảng 26,5 - 26,7 tỷ USD", [("=", 26.5, 26.7, "tỷ USD")]),
        ("chỉ còn 15%", [("=", 15, None, "%")]),
        ("nằm trong 4 tỉnh có môi trường tốt nhất", [("<=", 4, None, "tỉnh")]),
        (
            "Nằm trong 4 nước có cảng tốt nhất vùng và trong 10 nước có cảng tốt nhất châu Á",
            [("<=", 4, None, "nước"), ("<=", 10, None, "nước")],
        ),
        ("hỗ trợ hộ nghèo thuộc 5 xã có tỷ lệ nghèo cao nhất", [("=", 5, None, "xã")]),  # which places, no rank
        ("tỷ suất tử vong giảm từ 15,8/1.000 xuống còn 14/1.000", [("=", 14, None, "/1.000")]),
        ("bản đồ 1/10.000", []),  # a scale
        ("tổ chức giải các cấp 30 giải", [("=", 30, None, "giải")]),
        ("các cấp 1, 2", []),  # names of kinds
        ("1.250 lượt người", [("=", 1250, None, "lượt người")]),
        ("1,5 triệu lượt", [("=", 1500000, None, "lượt")]),
        ("3 ngàn triệu quả", [("=", 3000000000, None, "quả")]),
        ("1 Tỷ lệ hồ sơ nộp trực tuyến", []),  # a row's number before its words
        ("500 tỷ đồng", [("=", 500, None, "tỷ đồng")]),  # money keeps its scale in the unit
        ("50 mm/h", [("=", 50, None, "mm/h")]),
        ("12 m2/người", [("=", 12, None, "m2/người")]),
        ("7-9m2/người", [("=", 7, 9, "m2/người")]),  # close to its sign behind a range, too
        ("từ 2 cm - 3 cm", [("=", 2, 3, "cm")]),  # the unit said twice
        ("05 lớp đến 07 lớp", [("=", 5, 7, "lớp")]),
        ("05 lớp - 07 buổi", [("=", 5, None, "lớp"), ("=", 7, None, "buổi")]),  # two units are two quantities
        ("từ 30 triệu đồng lên 45 triệu đồng", [("=", 45, None, "triệu đồng")]),
        ("từ trên 12% hiện nay xuống dưới 6%", [("<", 6, None, "%")]),
        ("đến cuối năm 2030 còn dưới 1%", [("<", 1, None, "%")]),  # a year is nothing to fall from
        ("từ 30% lên 40-45%", [("=", 40, 45, "%")]),  # to a range
        ("tối thiểu một lần/năm", [(">=", 1, None, "lần")]),  # in words with a bound
        ("gấp 30 lần", [("=", 30, None, "lần")]),
        ("gấp đôi", [("=", 2, None, "lần")]),
        ("một nửa số xã", [("=", 50, None, "%")]),
        ("tối thiểu 01 sàn giao dịch dữ liệu", [(">=", 1, None, "sàn giao dịch")]),
        ("thuộc nhóm 10 tỉnh dẫn đầu", [("<=", 10, None, "tỉnh")]),  # a place: the smaller the better
        ("xếp hạng từ thứ 15 trở lên", [("<=", 15, None, "thứ hạng")]),
        ("tối thiểu 20 xyz", [(">=", 20, None, "xyz")]),  # unknown noun, but bounded
        ("đạt 25m2 sàn/người", [("=", 25, None, "m2 sàn/người")]),  # close to its sign
        ("xuống dưới 38/100.000 trẻ đẻ sống", [("<", 38, None, "/100.000 trẻ đẻ sống")]),  # cases among so many
        ("12 bác sĩ trên 10.000 dân", [("=", 12, None, "bác sĩ")]),  # the rate is none of its own
        ("thị xã có trên 100.000 dân", [(">", 100000, None, "dân")]),
        ("giảm 1/2 số hộ nghèo", [("=", 50, None, "%")]),
        ("đạt gần 90 tỷ đồng", [("=", 90, None, "tỷ đồng")]),
        ("thu nhập thấp hơn 3 triệu đồng", [("<", 3, None, "triệu đồng")]),
        ("cao hơn 3% so với bình quân vùng", [("=", 3, None, "%")]),  # a difference
        ("Nâng cấp 12,5 km đê", [("=", 12.5, None, "km")]),  # "nâng cấp" is a deed, "cấp 3" a name
    ],
)
def test_quantities(text, found):
    assert read(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "trước ngày 10/12 xã báo cáo",  # a day
        "giao 30/6 xã",  # more than there are: something else is meant
        "dịch vụ công mức độ 3, 4",  # service levels, a list of them
        "đạt cấp độ 3 về quản trị",
        "ISO 9001:2015",
        "ngày 12 tháng 5 năm 2025",
        "giai đoạn 2026 - 2030",
        "hơn năm 2023",  # "năm" is year here, not five
        "Nghị định số 63/2010/NĐ-CP",
        "khoản 3 Điều 14",
        "Tổng đài 1022",
        "xây dựng một hệ sinh thái",  # "một" is an article
        "dựa trên ba trụ cột",
        "nhóm 5 giải pháp sau",  # no ranking: nothing leads
        "20 xyz",  # unknown noun without a bound
        "mạng 5G, màn hình 4K",
        "số ca mắc trên 100.000 dân",  # on how many a rate is counted
        "thu trên 01 ha đất",
    ],
)
def test_no_quantity_to_reach(text):
    assert [q for q in quantities(text) if q.kind not in (UnitKind.LIST, UnitKind.DURATION)] == []


@pytest.mark.parametrize(
    "text, base, value",
    [
        ("từ 60% năm 2023 lên 80%", 60, 80),
        ("tăng từ 45% lên trên 60%", 45, 60),
        ("giảm từ 67% năm 2025 xuống còn khoảng 66,3%", 67, 66.3),  # about so much
        ("từ 10% xuống còn 5%", 10, 5),
    ],
)
def test_change_has_its_start(text, base, value):
    (quantity,) = quantities(text)
    assert (quantity.base_value, quantity.value) == (base, value)


@pytest.mark.parametrize(
    "text, kind",
    [
        ("ít nhất 95%", UnitKind.PERCENT),
        ("95% GDP", UnitKind.PERCENT),
        ("12 Doanh nghiệp", UnitKind.ACTOR),  # capitals do not count
        ("10 ngày", UnitKind.DURATION),
        ("ít nhất 12 zzz", UnitKind.UNKNOWN),
    ],
)
def test_kinds_of_units(text, kind):
    assert [quantity.kind for quantity in quantities(text)] == [kind]


def test_a_number_of_two_readings_is_not_certain():
    (quantity,) = quantities("tối thiểu 1,250 doanh nghiệp")
    assert not quantity.certain


WORDS = st.sampled_from(
    [
        "100%",
        "20-30%",
        "từ",
        "trở lên",
        "tối thiểu",
        "04",
        "tin, bài",
        "hồ sơ",
        "năm 2025",
        "mức độ 3, 4",
        "một",
        "nửa",
        ",",
        "và",
        "lên 80%",
        "(10 Gbps)",
        "1.250",
        "≥",
        "nhóm 10 tỉnh",
        "thứ 5",
        "/năm",
    ]
)


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_spans_lie_in_order_and_in_the_text(text):
    end = 0
    for quantity in quantities(text):
        assert end <= quantity.number_start < quantity.number_end <= quantity.unit_end <= quantity.end <= len(text)
        assert 0 <= quantity.start <= quantity.number_start
        end = quantity.end
