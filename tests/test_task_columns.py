"""Columns of task tables that are read together, and those that only look like a unit's."""

from __future__ import annotations

from datetime import date

import pytest
from test_tasks import row_of, table_tasks

from extractors._task_headers import role_of


@pytest.mark.parametrize(
    ("wording", "role"),
    [
        ("Cấp trình", "note"),  # who decides, not who works
        ("Cấp ban hành", "note"),
        ("Cơ quan ban hành", "note"),
        ("Cơ quan thẩm tra", "note"),
        ("Cơ quan chủ trì soạn thảo", "lead"),
        ("Lãnh đạo Cục phụ trách", "monitoring"),  # a word between
        ("Thường trực UBND xã phụ trách", "monitoring"),
        ("Thời gian trình", "time"),
        ("Hạn hoàn thành", "time"),
        ("Mốc hoàn thành", "time"),
        ("Kỳ báo cáo", "time"),
        ("Mã nhiệm vụ", "note"),  # no task
        ("Văn bản giao nhiệm vụ", "note"),
    ],
)
def test_a_column_is_known_by_its_wording(wording: str, role: str) -> None:
    assert role_of(wording) == role


def test_ticks_under_quarters_tell_the_time() -> None:
    found = table_tasks(
        [
            ("TT", "Hoạt động", "Bộ phận chủ trì", "Tiến độ năm 2026", "<", "<", "<", "Ghi chú"),
            ("^", "^", "^", "Quý I", "Quý II", "Quý III", "Quý IV", "^"),
            ("1", "Xây dựng kế hoạch chi tiết", "Văn phòng", "x", "", "", "", ""),
            ("2", "Tập huấn cho hòa giải viên", "Phòng Tư pháp", "", "X", "", "x", "02 lớp"),
            ("3", "Mua sách pháp luật", "Phòng Tư pháp", "", "", "", "", ""),
        ]
    )
    assert [task.deadline_raw for task in found] == ["Quý I", "Quý II; Quý IV", ""]
    assert [(one.start_on, one.end_on) for one in found[1].deadlines] == [
        (date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 10, 1), date(2026, 12, 31)),
    ]
    assert found[2].deadlines == ()


def test_columns_of_quarters_without_a_head_above_them() -> None:
    found = table_tasks(
        [
            ("STT", "Nội dung", "Đơn vị thực hiện", "Quý 1", "Quý 2", "Quý 3", "Quý 4"),
            ("1", "Kiểm tra công vụ", "Thanh tra tỉnh", "", "✓", "", "✓"),
        ]
    )
    assert [task.deadline_raw for task in found] == ["Quý 2; Quý 4"]


def test_numbers_under_quarters_are_no_time() -> None:
    found = table_tasks(
        [
            ("STT", "Nội dung", "Đơn vị thực hiện", "Quý 1", "Quý 2", "Thời gian"),
            ("1", "Mở lớp tập huấn", "Sở Nội vụ", "2", "3", "Cả năm 2026"),
        ]
    )
    assert [task.deadline_raw for task in found] == ["Cả năm 2026"]


BEGIN_AND_END = [
    # both are told: a stretch of time
    ("01/2026", "6/2026", "01/2026 - 6/2026", date(2026, 1, 1), date(2026, 6, 30)),
    ("Quý II", "Quý III", "Quý II - Quý III", date(2026, 4, 1), date(2026, 9, 30)),
    # one cell over both
    ("Tháng 6/2026", "<", "Tháng 6/2026", date(2026, 6, 1), date(2026, 6, 30)),
    # the first day alone is no deadline
    ("01/2026", "", "Từ 01/2026", date(2026, 1, 1), None),
    ("", "30/6/2026", "30/6/2026", date(2026, 6, 30), date(2026, 6, 30)),
]


@pytest.mark.parametrize("begin, end, told, first, last", BEGIN_AND_END)
def test_a_first_and_a_last_day(begin: str, end: str, told: str, first: date, last: date | None) -> None:
    (task,) = table_tasks(
        [
            ("STT", "Nhiệm vụ", "Đơn vị đầu mối", "Thời gian bắt đầu", "Thời gian kết thúc"),
            ("1", "Rà soát văn bản", "Sở Tư pháp", begin, end),
        ]
    )
    assert task.deadline_raw == told
    assert [(one.start_on, one.end_on) for one in task.deadlines] == [(first, last)]


def test_a_section_may_carry_a_sum() -> None:
    found = table_tasks(
        [
            ("STT", "Nội dung", "Đơn vị thực hiện", "Thời gian", "Kinh phí"),
            ("A", "Giám sát dịch bệnh", "", "", "350"),
            ("1", "Lấy mẫu giám sát", "Chi cục Thú y", "Hàng tuần", "200"),
        ]
    )
    assert [(task.number, task.section) for task in found] == [("1", "A. Giám sát dịch bệnh")]


def test_a_row_beside_a_numbered_section_is_not_in_it() -> None:
    found = table_tasks(
        [
            ("STT", "Nội dung", "Chủ trì", "Thời gian"),
            ("2", "Rà soát văn bản", "<", "<"),
            ("2.1", "Rà soát văn bản của tỉnh", "Sở Tư pháp", "Quý I/2026"),
            ("3", "Bố trí kinh phí", "Sở Tài chính", "Hằng năm"),
        ]
    )
    assert [task.section for task in found] == ["2. Rà soát văn bản", None]


def test_as_above_holds_over_a_section_s_title() -> None:
    found = table_tasks(
        [
            ("STT", "Nhiệm vụ", "Chủ trì", "Thời gian"),
            ("1", "Rà soát văn bản", "Sở Tư pháp", "Quý I/2026"),
            ("II", "Hạ tầng", "<", "<"),
            ("2", "Mở rộng kho dữ liệu", "-nt-", "Quý II/2026"),
        ]
    )
    assert [row_of(task)[2] for task in found] == ["Sở Tư pháp", "Sở Tư pháp"]


def test_who_decides_does_not_work_and_a_column_of_unknown_words_moves_no_cell() -> None:
    found = table_tasks(
        [
            ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Cấp trình", "Nơi nhận báo cáo"),
            ("1", "Ban hành kế hoạch kiểm tra", "Văn phòng UBND xã", "", "Chủ tịch UBND xã", "Sở Nội vụ"),
        ]
    )
    assert [row_of(task)[2:4] for task in found] == [("Văn phòng UBND xã", "")]
    assert found[0].confidence == 1.0
