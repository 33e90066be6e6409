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
        ("Tháng trình", "time"),
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
    assert [task.deadline_raw for task in found] == ["Quý I/2026", "Quý II/2026; Quý IV/2026", ""]
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


def test_a_section_that_is_a_month_or_quarter_tells_the_time_of_its_rows() -> None:
    found = table_tasks(
        [
            ("TT", "Tên đề án", "Cơ quan soạn thảo", "Thời hạn trình"),
            ("Tháng 3/2026", "<", "<", "<"),
            ("1", "Quy định giá nước sạch", "Sở Xây dựng", "Ngày 10"),
            ("2", "Đề án vị trí việc làm", "Sở Nội vụ", "15"),  # a day or a number of the month
            ("3", "Kế hoạch xúc tiến thương mại", "Sở Công Thương", "Thường xuyên"),
            ("II. Quý II", "<", "<", "<"),
            ("4", "Báo cáo giám sát đầu tư", "Sở Tài chính", ""),
            ("III. Công tác khác", "<", "<", "<"),  # no time
            ("5", "Báo cáo thi đua, khen thưởng", "Sở Nội vụ", ""),
        ]
    )
    assert [[(one.start_on, one.end_on, one.freq) for one in task.deadlines] for task in found] == [
        [(date(2026, 3, 10), date(2026, 3, 10), None)],
        [(date(2026, 3, 1), date(2026, 3, 31), None)],
        [(None, None, "continuous")],
        [(date(2026, 4, 1), date(2026, 6, 30), None)],
        [],
    ]


def test_a_month_between_parts_of_a_table_is_their_section() -> None:
    found = table_tasks(
        [("TT", "Tên đề án", "Cơ quan soạn thảo", "Tháng trình"), ("1", "Quy định giá nước", "Sở Xây dựng", "02")],
        "Tháng 3/2026",
        [("2", "Đề án vị trí việc làm", "Sở Nội vụ", "03")],
    )
    assert [(task.section, task.deadline_raw) for task in found] == [(None, "02"), ("Tháng 3/2026", "03")]
    assert found[1].deadlines[0].end_on == date(2026, 3, 31)


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


def test_months_under_a_year_are_of_that_year() -> None:
    found = table_tasks(
        [
            ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Năm 2026", "<", "Năm 2027", "<"),
            ("^", "^", "^", "T3", "T11", "T3", "T11"),
            ("1", "Kiểm tra công vụ", "Thanh tra tỉnh", "x", "", "", ""),
            ("2", "Sơ kết việc thực hiện", "Sở Nội vụ", "", "", "", "x"),
        ]
    )
    assert [task.deadline_raw for task in found] == ["Tháng 3/2026", "Tháng 11/2027"]


def test_months_by_their_numbers() -> None:
    found = table_tasks(
        [
            ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Tháng thực hiện năm 2026", "<", "<"),
            ("^", "^", "^", "1", "2", "3"),
            ("1", "Kiểm tra công vụ", "Thanh tra tỉnh", "", "x", ""),
        ]
    )
    assert [task.deadline_raw for task in found] == ["Tháng 2/2026"]


def test_first_and_last_day_under_one_head() -> None:
    found = table_tasks(
        [
            ("STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian", "<", "Ghi chú"),
            ("^", "^", "^", "Bắt đầu", "Kết thúc", "^"),
            ("1", "Kiểm tra công vụ", "Thanh tra tỉnh", "01/02/2026", "30/6/2026", ""),
        ]
    )
    assert [task.deadline_raw for task in found] == ["01/02/2026 - 30/6/2026"]


def test_cells_below_a_merged_head_are_no_second_line_of_it() -> None:
    found = table_tasks(
        [
            ("STT", "Nhiệm vụ", "Đơn vị thực hiện", "<", "Thời gian"),
            ("1", "Kiểm tra công vụ", "Thanh tra tỉnh", "Sở Nội vụ", "Quý I/2026"),
        ]
    )
    assert [task.text for task in found] == ["Kiểm tra công vụ"]


OUTCOMES = [
    # what comes of it and by when in one cell, and the two apart
    ("Báo cáo kết quả\nQuý II/2026", "Báo cáo kết quả", "Quý II/2026"),
    ("Kế hoạch của UBND tỉnh; trước ngày 30/6/2026", "Kế hoạch của UBND tỉnh", "trước ngày 30/6/2026"),
    (
        "Tờ trình;\nQuyết định;\nThời gian hoàn thành: Tháng 9/2026",
        "Tờ trình;\nQuyết định",
        "Thời gian hoàn thành: Tháng 9/2026",
    ),
    ("Quyết định công bố Hằng năm", "Quyết định công bố", "Hằng năm"),  # on one line
    ("Ngày hội việc làm; Quý I/2026", "Ngày hội việc làm", "Quý I/2026"),  # no day
    ("Thường xuyên", "", "Thường xuyên"),
    ("Kế hoạch năm 2026", "", "Kế hoạch năm 2026"),  # whether the year is its own or the task's is not told
    ("Hệ thống vận hành", "Hệ thống vận hành", ""),
]


@pytest.mark.parametrize(("cell", "deliverable", "time"), OUTCOMES)
def test_what_comes_of_it_and_by_when_in_one_cell(cell: str, deliverable: str, time: str) -> None:
    (task,) = table_tasks(
        [("STT", "Nhiệm vụ", "Chủ trì", "Sản phẩm, thời gian hoàn thành"), ("1", "Rà soát văn bản", "Sở Tư pháp", cell)]
    )
    assert (task.deliverable, task.deadline_raw) == (" ".join(deliverable.split()), " ".join(time.split()))


SHARED_CELLS = [
    # a cell over several units, who leads, who joins in
    ("Sở Nội vụ chủ trì, phối hợp với Sở Tài chính, UBND các xã", "Sở Nội vụ", "Sở Tài chính|UBND các xã"),
    ("Sở Nội vụ chủ trì; các sở, ngành phối hợp", "Sở Nội vụ", "các sở, ngành"),
    ("Sở Nội vụ chủ trì", "Sở Nội vụ", ""),
    ("Sở Nội vụ phối hợp với Sở Y tế", "Sở Nội vụ", "Sở Y tế"),
    ("Sở Nội vụ (chủ trì); Sở Y tế (phối hợp)", "Sở Nội vụ", "Sở Y tế"),
    ("Sở Nội vụ (cơ quan chủ trì)\nSở Y tế, Sở Xây dựng", "Sở Nội vụ", "Sở Y tế|Sở Xây dựng"),
    ("- Chủ trì: Sở Nội vụ\n- Phối hợp: Sở Y tế", "Sở Nội vụ", "Sở Y tế"),
]


@pytest.mark.parametrize("head", ["Cơ quan thực hiện", "Cơ quan chủ trì, phối hợp"])
@pytest.mark.parametrize(("cell", "lead", "joined"), SHARED_CELLS)
def test_a_cell_that_says_who_leads(head: str, cell: str, lead: str, joined: str) -> None:
    (task,) = table_tasks([("STT", "Nhiệm vụ", head, "Thời gian"), ("1", "Rà soát văn bản", cell, "Quý I/2026")])
    assert row_of(task)[2:4] == (lead, joined)
    assert task.confidence == 1.0


def test_a_cell_that_says_it_in_another_way_is_for_review() -> None:
    cell = "Sở Y tế chủ trì mục 1; Sở Tài chính chủ trì mục 2, phối hợp với Sở Xây dựng"
    (task,) = table_tasks([("STT", "Nhiệm vụ", "Cơ quan thực hiện"), ("1", "Rà soát văn bản", cell)])
    assert task.confidence < 0.5


PLACES = [
    # the head of the column of communes, that of the tasks, who leads
    ("Xã, phường", "Nhiệm vụ được giao", "Xã Bình Lục"),
    ("Địa phương", "Nội dung giao thực hiện", "Xã Bình Lục"),
    ("Xã, phường", "Nội dung thực hiện", ""),  # it may only be where something is done
]


@pytest.mark.parametrize(("place", "task", "lead"), PLACES)
def test_tasks_given_to_communes(place: str, task: str, lead: str) -> None:
    (found,) = table_tasks(
        [("STT", place, task, "Thời gian hoàn thành"), ("1", "Xã Bình Lục", "Rà soát hộ nghèo", "Quý I/2026")]
    )
    assert row_of(found)[2] == lead


def test_a_table_of_measures_is_no_table_of_tasks() -> None:
    assert not table_tasks(
        [
            ("STT", "Tên chỉ số", "Đơn vị đo", "Giá trị hiện tại", "Mục tiêu cần đạt"),
            ("1", "Tỷ lệ hồ sơ đúng hạn", "%", "95", "98"),
        ]
    )


@pytest.mark.parametrize(("number", "sure"), [("1\n2\n3", False), ("(1)\n(2)", False), ("12", True)])
def test_a_row_with_the_numbers_of_several_is_for_review(number: str, sure: bool) -> None:
    (task,) = table_tasks([("STT", "Nhiệm vụ", "Chủ trì"), (number, "Rà soát văn bản\nKiểm tra công vụ", "Sở Tư pháp")])
    assert (task.confidence >= 0.5) is sure


def test_a_table_with_a_task_a_column_is_not_read_as_one_with_a_task_a_row() -> None:
    assert not table_tasks(
        [
            ("Tên nhiệm vụ", "Rà soát quy hoạch", "Tham mưu sửa đổi quy định"),
            ("Cơ quan chủ trì", "Sở Tài chính", "Sở Tư pháp"),
            ("Cơ quan phối hợp", "Kho bạc Nhà nước", "Sở Nội vụ"),
            ("Thời gian hoàn thành", "Năm 2026", "Tháng 6/2026"),
        ]
    )
