"""Indicators: the table itself, and the matching measured on labels made by hand.

Labels: tests/indicator_labels.csv, the targets of the first plans and of five others, 182 spans, every other one held back;
each was proposed by the matcher's first version and then confirmed or corrected by reading.
On the 91 held back, after all names that had been taken from their plans were removed from the table and before anything
was tuned: 84 right, 6 abstained, 1 wrong (a school's level was not a qualifier). After that was mended: 87, 4, 0. The
spans of the two central acts are official names, which the table holds; of the plans' 40 held back 35, then 38 were right.
Since the last names that stood in one plan only were taken out of the table: 85 right, 6 abstained, 0 wrong; since the act
behind "theo Quyết định số …" is no part of a measure: 86, 5, 0.
Since a name must be said whole and in its unit: 86, 5, 0; and of about 245 metrics of other plans, read by eye, 13 that had
been given a wrong indicator have none now.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from data import rows
from normalizers.indicator_words import normal
from normalizers.indicators import candidates, indicator_of, indicators

LABELS = Path(__file__).with_name("indicator_labels.csv")
FIELDS = {"the-che", "tthc", "to-chuc-bo-may", "cong-vu", "tai-chinh-cong", "chinh-quyen-so", "chi-dao-dieu-hanh",
          "truyen-thong", "chung"}  # fmt: skip


def labels(held_out):
    with LABELS.open(encoding="utf-8", newline="") as handle:
        return [row for row in csv.DictReader(handle) if row["held_out"] == held_out]


def test_the_table_is_whole():
    table = rows("indicators")
    assert len(table) >= 120
    assert len({row["indicator_id"] for row in table}) == len(table)
    for row in table:
        assert row["name"]
        assert row["title_en"]
        assert row["unit"]
        assert row["source"]
        assert row["field"] in FIELDS
        assert row["direction"] in ("up", "down")


def test_every_synonym_and_national_target_has_its_indicator():
    known = set(indicators())
    assert {row["indicator_id"] for row in rows("indicator_synonyms")} <= known
    assert {row["indicator_id"] for row in rows("national_targets")} <= known
    assert all(row["source"] and row["document"] for row in rows("national_targets"))


def test_no_name_belongs_to_two_indicators():
    owners = {}
    for row in rows("indicator_synonyms"):
        assert owners.setdefault(normal(row["synonym"]), row["indicator_id"]) == row["indicator_id"], row


@pytest.mark.parametrize("held_out", ["no", "yes"])
def test_labelled_spans(held_out):
    rated = labels(held_out)
    found = [(indicator_of(row["span"], row["unit"] or None) or "", row["indicator_id"]) for row in rated]
    answered = [got == said for got, said in found if got]
    assert sum(answered) >= 0.98 * len(answered)  # top-1, of those that it answers
    assert sum(got == said for got, said in found) >= 0.945 * len(rated)  # of all: an abstention counts as not right
    assert sum(not got and bool(said) for got, said in found) <= 0.10 * len(rated)
    assert sum(bool(got) and got != said for got, said in found) <= 0.01 * len(rated)


@pytest.mark.parametrize(
    "span, unit, indicator",
    [
        ("Tỷ lệ hồ sơ giải quyết đúng hạn và trước hạn", "%", "ho-so-dung-han"),
        ("số hồ sơ TTHC được giải quyết đúng hạn", "%", "ho-so-dung-han"),  # the same, abbreviated
        ("hồ sơ TTHC được trả kết quả trước hạn", "%", "ho-so-truoc-han"),  # early is not on time
        # how a thing grows is another measure than how much it is
        ("nhịp độ tăng trưởng kinh tế (GDP)", "%", "tang-truong-gdp"),
        ("Giảm số hồ sơ trễ hạn so với năm 2024", "%", None),  # by how much, not how many are left
        ("giảm tỷ lệ hộ nghèo", "%", None),  # by or to: the words do not say
        ("Tổng sản phẩm trên địa bàn (GRDP) tăng", "%", "tang-truong-grdp"),
        ("đào tạo và bồi dưỡng cán bộ, công chức tăng", "%", None),
        ("năng suất lao động tăng so với năm 2025", "%", "nang-suat-lao-dong"),
        ("tỷ lệ hồ sơ trực tuyến", "%", "ho-so-truc-tuyen"),
        ("tỷ lệ hồ sơ trực tuyến toàn trình", "%", "ho-so-toan-trinh"),  # end to end is less than online
        ("Hồ sơ công việc cấp xã được xử lý trên môi trường mạng", "%", "ho-so-cong-viec-xa"),
        ("Chỉ số PAR INDEX", "điểm", "par-index"),
        ("Chỉ số PAR INDEX", "bậc", "par-index-xep-hang"),  # a place is not a score
        ("hộ dân nông thôn sử dụng nước sạch", "%", None),  # no such indicator
        ("Tỷ lệ hài lòng của học sinh", "%", None),
        ("hồ sơ giải quyết đúng hạn", "hồ sơ", None),  # a count is not a share
        ("hồ sơ giải quyết trước và đúng hạn", "%", "ho-so-dung-han"),  # both, in few words
        ("tỷ lệ thất nghiệp khu vực thành thị", "%", "that-nghiep-thanh-thi"),
        ("tỷ lệ xã đạt chuẩn NTM nâng cao", "%", "xa-ntm-nang-cao"),  # more than the plain standard
    ],
)
def test_qualifiers_keep_indicators_apart(span, unit, indicator):
    assert indicator_of(span, unit) == indicator


@pytest.mark.parametrize(
    "span, unit, indicator",
    [
        ("Tổng thu ngân sách nhà nước", "tỷ đồng", "thu-ngan-sach"),
        ("tổng chi ngân sách nhà nước", "tỷ đồng", None),  # one word put for another is another measure
        ("Thu ngân sách từ hoạt động thương mại điện tử", "tỷ đồng", None),  # a part of it
        ("Tỷ trọng kinh tế số trong GRDP", "%", "kinh-te-so-grdp"),
        ("thiệt hại về kinh tế so với GRDP", "%", None),  # "kinh tế" is no "kinh tế số"
        ("số doanh nghiệp khoa học và công nghệ", "doanh nghiệp", None),  # nor "công nghệ" a "công nghệ số"
        ("tỷ lệ doanh nghiệp công nghệ số", "doanh nghiệp/1.000 dân", "dn-cong-nghe-so-tren-dan"),
        ("Số doanh nghiệp công nghệ số", "doanh nghiệp", None),  # a number is no rate of people
        ("Tỷ lệ lao động qua đào tạo", "%", "lao-dong-qua-dao-tao"),
        ("Tỷ lệ lao động qua đào tạo kỹ năng số", "%", None),  # what follows so short a name narrows it
        ("Tốc độ tăng năng suất lao động ngành công nghiệp", "%", None),  # of one sector
        ("Cắt giảm thời gian giải quyết thủ tục cấp chứng chỉ hành nghề", "%", None),  # of some procedures
        ("Tỷ lệ che phủ rừng", "%", "che-phu-rung"),
        ("Tỷ lệ rác thải sinh hoạt được thu gom", "%", None),  # gathered is not treated
        ("Thôn, tổ dân phố có thiết chế văn hóa đạt chuẩn", "%", None),  # the house, not the village
        ("Tỷ lệ che phủ rừng", "ha", None),  # the unit of another row
        ("Kim ngạch xuất khẩu", "triệu USD", "kim-ngach-xuat-khau"),
        ("Kim ngạch xuất khẩu", "tỷ đồng", None),  # another currency
        ("Tổng lượt khách du lịch", "triệu lượt khách", "khach-du-lich"),  # a million visits, not a million đồng
        ("Kim ngạch xuất nhập khẩu", "tỷ USD", "kim-ngach-xuat-nhap-khau"),
        ("Thu nhập bình quân đầu người", "triệu đồng/người/năm", "thu-nhap-binh-quan"),
        ("Số giường bệnh/vạn dân", "giường", "giuong-benh"),  # the rate is in the words
    ],
)
def test_a_name_is_said_whole_and_in_its_own_unit(span, unit, indicator):
    assert indicator_of(span, unit) == indicator


def test_candidates_are_ordered_and_bounded():
    found = candidates("hồ sơ thủ tục hành chính giải quyết đúng hạn tại xã", "%")
    assert found
    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)
    assert all(0 < match.score <= 1 + 1e-9 for match in found)


@pytest.mark.parametrize(
    "words, form",
    [
        ("Tỉ lệ TTHC", "tỷ lệ thủ tục hành chính"),
        ("hồ sơ hoà giải", "hồ sơ hòa giải"),  # the old place of the tone mark
        ("hồ sơ (trừ hồ sơ mật) theo quy định", "hồ sơ"),
    ],
)
def test_normal_form(words, form):
    assert normal(words) == form
    assert normal(normal(words)) == form
