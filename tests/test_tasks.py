"""Task tables: every row once, in its section, its cells under the right heading."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pytest

from data.document import Document
from extractors import header as headers
from extractors import tasks
from extractors._task_headers import role_of
from extractors.header import Header
from pipeline import ingest
from pipeline.ingest.draft import Draft, DraftCell

SHARED = Path(__file__).parents[1].parent / "shared"
PROVINCE = Header(
    issuer="UBND tỉnh Hà Tĩnh", province="Hà Tĩnh", issued_on=date(2026, 1, 12), issued_on_text="2026-01-12", plan_year=2026
)
HEADER = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành", "Sản phẩm")
Grid = Sequence[Sequence[str | None]]


def cells_of(grid: Grid) -> Iterable[DraftCell]:
    """Cells of a table; "<" continues the cell to the left, "^" the one above, None is no cell."""
    for row, texts in enumerate(grid):
        for column, text in enumerate(texts):
            if text is None or text in ("<", "^"):
                continue
            wide = 1
            while column + wide < len(texts) and texts[column + wide] == "<":
                wide += 1
            high = 1
            while row + high < len(grid) and grid[row + high][column] == "^":
                high += 1
            yield DraftCell(text, row, column, high, wide)


def document_of(*parts: str | Grid) -> Document:
    """A document of paragraphs and tables."""
    draft = Draft("plan.txt", "0" * 64, "txt")
    for part in parts:
        if isinstance(part, str):
            draft.paragraph(part)
        else:
            draft.table(cells_of(part), len(part), max(map(len, part)))
    return draft.finish()


def table_tasks(*parts: str | Grid, header: Header = PROVINCE) -> list[tasks.Task]:
    """The tasks that the tables give."""
    document = document_of(*parts)
    found = [task for task in tasks.find(document, header) if task.source == "table"]
    for task in found:
        assert document.text[task.char_start : task.char_end] == task.raw
    return found


def row_of(task: tasks.Task) -> tuple[str | None, str, str, str, str | None, str | None]:
    """A task in short: number, text, who leads, who joins in, by when, what comes of it."""
    units = {
        role: "|".join(unit.raw for unit in task.units if unit.role == role)
        for role in ("lead", "coordinating", "monitoring")
    }
    return task.number, task.text, units["lead"], units["coordinating"], task.deadline_raw, task.deliverable


@pytest.mark.parametrize(
    ("wording", "role"),
    [
        ("STT", "number"),
        ("Hành động cụ thể", "task"),
        ("Nhiệm vụ, giải pháp", "task"),
        ("Nội dung/nhiệm vụ", "task"),
        ("Bộ, ngành chủ trì", "lead"),
        ("Chủ trì thực hiện", "lead"),
        ("Trách nhiệm", "lead"),
        ("Đơn vị thực hiện", "lead"),
        ("Cơ quan, đơn vị phối hợp thực hiện", "coordinating"),
        ("Cơ quan chủ trì, phối hợp", "both"),  # one column for two roles
        ("Theo dõi, đôn đốc", "monitoring"),
        ("Thời hạn", "time"),
        ("Dự kiến kết quả", "deliverable"),
        ("Đơn vị", "measure"),  # a unit of measure, not of administration
        ("Năm 2027", "measure"),
        ("Số điện thoại", "refuse"),
        ("Tên thủ tục hành chính", None),  # a list of procedures has no tasks
    ],
)
def test_a_column_is_known_by_its_wording(wording: str, role: str | None) -> None:
    assert role_of(wording) == role


def test_sections_carry_down_and_rows_keep_their_cells() -> None:
    found = table_tasks(
        [
            HEADER,
            ("I", "Cải cách thể chế", "<", "<", "<", "<"),
            ("1", "Rà soát văn bản", "Sở Tư pháp", "Các sở, ngành", "Quý I/2026", "Báo cáo"),
            ("2", "Ban hành kế hoạch", "Sở Nội vụ", "", "Thường xuyên", ""),
            ("II. Cải cách tài chính công", "", "", "", "", ""),
            ("1", "Giao dự toán", "Sở Tài chính", "UBND cấp xã", "Tháng 12/2026", "Quyết định"),
        ]
    )
    assert [task.section for task in found] == ["I. Cải cách thể chế"] * 2 + ["II. Cải cách tài chính công"]
    assert [task.field for task in found] == ["the-che", "the-che", "tai-chinh-cong"]
    assert row_of(found[1]) == ("2", "Ban hành kế hoạch", "Sở Nội vụ", "", "Thường xuyên", "")
    assert [unit.unit for unit in found[0].units] == ["Sở Tư pháp tỉnh Hà Tĩnh", "Các sở, ngành tỉnh Hà Tĩnh"]
    assert found[0].units[0].unit_id == "so_tu_phap/ha-tinh"
    assert (found[0].deadlines[0].start_on, found[0].deadlines[0].end_on) == (date(2026, 1, 1), date(2026, 3, 31))


def test_a_header_of_two_lines() -> None:
    found = table_tasks(
        [
            ("TT", "Nội dung công việc", "Phân công thực hiện", "<", "Thời gian"),
            ("^", "^", "Chủ trì", "Phối hợp", "^"),
            ("(1)", "(2)", "(3)", "(4)", "(5)"),
            ("1", "Tổ chức hội nghị", "Sở Nội vụ", "Sở Tài chính", "Quý II"),
        ]
    )
    assert [row_of(task) for task in found] == [("1", "Tổ chức hội nghị", "Sở Nội vụ", "Sở Tài chính", "Quý II", None)]
    assert found[0].deadlines[0].year_from_plan


def test_a_header_of_two_lines_without_merged_cells() -> None:
    """As in plain tables, where a head over two columns leaves the second blank."""
    found = table_tasks(
        [
            ("TT", "Nội dung công việc", "Phân công thực hiện", "", "Thời gian"),
            ("", "", "Chủ trì", "Phối hợp", ""),
            ("1", "Tổ chức hội nghị", "VPS", "Công an tỉnh", "Quý II"),
        ]
    )
    assert [row_of(task) for task in found] == [("1", "Tổ chức hội nghị", "VPS", "Công an tỉnh", "Quý II", None)]


def test_a_row_cut_by_a_page_break_is_one_task() -> None:
    found = table_tasks(
        [
            HEADER,
            (
                "1",
                "Công khai đầy đủ kết quả giải quyết hồ sơ trên Cổng thông",
                "Sở Nội vụ",
                "Sở Tư pháp",
                "Thường xuyên",
                "Kết quả công",
            ),
            HEADER,
            ("", "tin điện tử của tỉnh và tại nơi tiếp nhận", "", "", "", "khai"),
            ("2", "Kiểm tra công vụ", "Thanh tra tỉnh", "", "Tháng 9/2026", "Kết luận"),
        ]
    )
    assert len(found) == 2
    assert (
        found[0].text
        == "Công khai đầy đủ kết quả giải quyết hồ sơ trên Cổng thông tin điện tử của tỉnh và tại nơi tiếp nhận"
    )
    assert found[0].deliverable == "Kết quả công khai"


def test_rows_under_one_number_stay_apart() -> None:
    found = table_tasks(
        [
            HEADER,
            ("1", "Xây dựng hạ tầng", "Sở Xây dựng", "Các sở, ngành", "Quý IV/2026", "Hạ tầng"),
            ("^", "Sao lưu dữ liệu hằng ngày.", "Sở Khoa học và Công nghệ", "^", "^", "^"),
            ("2", "Đào tạo cán bộ", "Sở Nội vụ", "", "2026", ""),
        ]
    )
    assert [(task.number, task.text) for task in found[:2]] == [
        ("1", "Xây dựng hạ tầng"),
        ("1", "Sao lưu dữ liệu hằng ngày."),
    ]
    assert row_of(found[1])[2:] == ("Sở Khoa học và Công nghệ", "Các sở, ngành", "Quý IV/2026", "Hạ tầng")


def test_cells_that_slipped_are_put_back_by_what_they_hold() -> None:
    found = table_tasks(
        [
            ("STT", "Nội dung công việc", "Cơ quan phối hợp thực hiện", "Thời gian thực hiện", None),
            ("01", "Đăng tin bài", "Báo Hà Tĩnh", "Các sở, ban, ngành", "Thường xuyên"),  # the header misses the lead
            ("02", "Công khai địa chỉ", "", "Văn phòng UBND tỉnh", "Trước ngày 30/6/2026"),
        ]
    )
    assert row_of(found[0]) == ("01", "Đăng tin bài", "Báo Hà Tĩnh", "Các sở, ban, ngành", "Thường xuyên", None)
    assert found[1].deadline_raw == "Trước ngày 30/6/2026"
    assert all(task.confidence < 1 for task in found)


def test_a_numbered_row_with_text_only_is_a_task_and_one_with_children_a_section() -> None:
    found = table_tasks(
        [
            HEADER,
            ("1", "Nhóm nhiệm vụ về thể chế", "", "", "", ""),
            ("1.1", "Rà soát văn bản", "Sở Tư pháp", "", "", ""),
            ("2", "Tỷ lệ hồ sơ đúng hạn đạt 95%", "", "", "", ""),
            ("3", "Khảo sát ý kiến", "Sở Nội vụ", "", "", ""),
        ]
    )
    assert [task.text for task in found] == ["Rà soát văn bản", "Tỷ lệ hồ sơ đúng hạn đạt 95%", "Khảo sát ý kiến"]
    assert found[0].section == "1. Nhóm nhiệm vụ về thể chế"


def test_full_rows_without_a_number_belong_to_the_title_above() -> None:
    found = table_tasks(
        [
            HEADER,
            ("1", "Cải cách thể chế", "", "", "", ""),
            ("", "Rà soát văn bản", "Sở Tư pháp", "", "2026", ""),
            ("", "Ban hành danh mục", "Sở Nội vụ", "", "2026", ""),
        ]
    )
    assert [(task.section, task.text) for task in found] == [
        ("1. Cải cách thể chế", "Rà soát văn bản"),
        ("1. Cải cách thể chế", "Ban hành danh mục"),
    ]


def test_of_two_columns_of_tasks_the_finer_one_counts() -> None:
    found = table_tasks(
        [
            ("STT", "Nhiệm vụ", "Hoạt động cụ thể", "Đơn vị chủ trì", "Thời gian"),
            ("1", "Cải cách thể chế", "Rà soát văn bản", "Sở Tư pháp", "Quý I"),
            ("^", "^", "Ban hành danh mục", "Sở Nội vụ", "Quý II"),
        ]
    )
    assert [(task.number, task.section, task.text) for task in found] == [
        ("1", "Cải cách thể chế", "Rà soát văn bản"),
        ("1", "Cải cách thể chế", "Ban hành danh mục"),
    ]


def test_tables_that_go_on_after_a_title_between_them() -> None:
    first = [HEADER, ("1", "Rà soát", "Sở Tư pháp", "", "2026", "")]
    second = [("1", "Tập huấn", "Sở Nội vụ", "", "2026", "")]  # no header of its own
    found = table_tasks(first, "II. XÂY DỰNG ĐỘI NGŨ CÁN BỘ", second)
    assert [(task.text, task.section) for task in found] == [("Rà soát", None), ("Tập huấn", "II. XÂY DỰNG ĐỘI NGŨ CÁN BỘ")]


def test_rows_lost_from_the_text_end_the_section() -> None:
    found = table_tasks(
        [
            HEADER,
            ("I", "Thể chế", "<", "<", "<", "<"),
            ("1", "Rà soát", "Sở Tư pháp", "", "2026", ""),
            ("…………………", "<", "<", "<", "<", "<"),
            ("4", "Kiểm tra", "Sở Nội vụ", "", "2026", ""),
        ]
    )
    assert [task.section for task in found] == ["I. Thể chế", None]


def test_an_indicator_with_who_is_to_reach_it_is_a_task() -> None:
    found = table_tasks(
        [("TT", "Tiêu chí, tiêu chí thành phần", "Cơ quan chủ trì"), ("1", "Công bố thủ tục đúng hạn", "Sở Tư pháp")]
    )
    assert [row_of(task)[:3] for task in found] == [("1", "Công bố thủ tục đúng hạn", "Sở Tư pháp")]


def test_one_column_for_both_roles() -> None:
    labelled = "Chủ trì: Sở Nội vụ\nPhối hợp: Sở Tài chính; Sở Tư pháp"
    found = table_tasks(
        [
            ("TT", "Nhiệm vụ", "Cơ quan chủ trì, phối hợp", "Thời gian"),
            ("1", "Kiểm tra", labelled, "2026"),
            ("2", "Khảo sát", "Sở Y tế, Sở Nội vụ", "2026"),
            ("3", "Họp báo", "Theo phân công tại Quyết định số 10/QĐ-UBND", "2026"),
        ]
    )
    assert row_of(found[0])[2:4] == ("Sở Nội vụ", "Sở Tài chính|Sở Tư pháp")
    assert found[1].confidence < 0.5  # who leads is not told
    assert found[2].units == ()


@pytest.mark.parametrize(
    "grid",
    [
        # targets with values
        [("TT", "Chỉ tiêu", "Đơn vị tính", "Kết quả", "Cơ quan chủ trì"), ("1", "Tỷ lệ hồ sơ", "%", "95", "Sở Nội vụ")],
        # people
        [("STT", "Họ và tên", "Chức vụ", "Đơn vị"), ("1", "Nguyễn Văn A", "Trưởng phòng", "Sở Nội vụ")],
        # procedures and their steps
        [
            ("TT", "Tên thủ tục hành chính", "Thời hạn giải quyết", "Cơ quan thực hiện"),
            ("1", "Cấp thẻ", "5 ngày", "Sở Y tế"),
        ],
        [
            ("Bước", "Nội dung công việc", "Trách nhiệm", "Thời gian"),
            ("1", "Tiếp nhận hồ sơ", "Bộ phận Một cửa", "0,5 ngày"),
        ],
        # a letterhead and a signature
        [
            ("UBND TỈNH HÀ TĨNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
            ("Số: 12/KH-UBND", "Hà Tĩnh, ngày 12 tháng 01 năm 2026"),
        ],
        [("Nơi nhận:\n- Sở Nội vụ;\n- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH")],
    ],
)
def test_other_tables_are_not_tasks(grid: Grid) -> None:
    assert table_tasks(grid) == []


def test_a_long_table_takes_no_more_than_its_share() -> None:
    def seconds(rows: int) -> float:
        body = [
            (str(n), f"Nhiệm vụ thứ {n} của kế hoạch", f"Sở Nội vụ, Sở số {n}", "Các sở, ngành", f"Quý {n % 4 + 1}/2026", "")
            for n in range(1, rows)
        ]
        document = document_of([HEADER, *body])
        began = time.process_time()
        assert len(list(tasks.find(document, PROVINCE))) == rows - 1
        return time.process_time() - began

    seconds(50)
    times = [(seconds(200), seconds(1000)) for _ in range(5)]
    short, long = min(one for one, _ in times), min(other for _, other in times)
    assert long < 12 * short  # five times the rows; a quadratic reading would take twenty-five times as long


def real(pattern: str) -> tuple[Document, list[tasks.Task]]:
    """A real plan and the tasks of its tables."""
    if not SHARED.is_dir():
        pytest.skip("real plans are not at hand")
    document = ingest.read(next(iter(sorted(SHARED.glob(pattern)))))
    return document, [task for task in tasks.find(document, headers.read(document)) if task.source == "table"]


@pytest.mark.parametrize(
    ("pattern", "rows", "last"),
    [
        ("plans/na-2025-kh980-*.md", 18, ("VIII", "2")),  # counted in the source; III to VI are cut there
        ("plans/hn-2025-kh310-*.md", 6, (None, "6")),
        ("plans/hcm-2025-qd2820-*.md", 28, ("VI", "5")),  # 25 numbers, three of them with a second row
        ("plans/dn-2025-kh179-*.md", 94, ("VI", "6.3")),  # 94 numbered rows in three parts
        ("plans/cp-2025-nq03-pl2-*.md", 140, ("VII", "140")),  # numbered 1 to 140 through seven sections
        ("plans/ttg-2025-qd2629-*.md", 75, ("IX", "2")),  # its first table holds targets
        ("plans/cp-2025-nq03-pl1-*.md", 0, None),  # targets only
        ("plans/th-2025-qd500-tthc.docx", 0, None),  # six procedures
        ("seeds/001_*.txt", 7, (None, "7")),
        ("seeds/002_*.txt", 17, ("V", "04")),
        ("seeds/003_*.txt", 36, ("VII", "3")),
    ],
)
def test_every_row_of_a_real_plan_once(pattern: str, rows: int, last: tuple[str | None, str] | None) -> None:
    document, found = real(pattern)
    assert len(found) == rows
    assert all(count == 1 for count in Counter((task.char_start, task.char_end) for task in found).values())
    assert all(document.text[task.char_start : task.char_end] == task.raw for task in found)
    if last is not None:
        section = found[-1].section
        assert (section.split(".")[0] if section else None, found[-1].number) == last


def test_numbers_of_a_long_real_table_run_through() -> None:
    _, found = real("plans/cp-2025-nq03-pl2-*.md")
    assert [task.number for task in found] == [str(number) for number in range(1, 141)]
    assert found[75].deadline_raw == "2025 và những năm tiếp theo"  # its rest stands beside the next section's title
