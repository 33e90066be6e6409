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


def test_a_line_that_only_heads_a_list_measures_nothing():
    assert under("1. Chỉ số và mục tiêu cụ thể:", "- Chợ hạng nhất đạt 90%.") == [(90, "Chợ hạng nhất", 2026)]
