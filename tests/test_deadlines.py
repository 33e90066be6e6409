"""Deadlines: read as far as they are written, no day invented."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.deadlines import deadlines

PLAN_YEAR = 2026


def short(text: str, plan_year: int | None = PLAN_YEAR) -> list[tuple[str, str | None, str | None, str | None]]:
    """Deadlines in short: kind, frequency, first day, last day."""
    return [
        (found.kind, found.freq, found.start_on and found.start_on.isoformat(), found.end_on and found.end_on.isoformat())
        for found in deadlines(text, plan_year)
    ]


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Tháng 11/2026", "2026-11-01", "2026-11-30"),
        ("6/2025", "2025-06-01", "2025-06-30"),
        ("Quý I/2024", "2024-01-01", "2024-03-31"),
        ("Quý III Năm 2026", "2026-07-01", "2026-09-30"),
        ("Quý I, II/2026", "2026-01-01", "2026-06-30"),  # neighbours are one stretch
        ("Quý IV/2025- Quý II/2026", "2025-10-01", "2026-06-30"),
        ("6 tháng đầu năm 2026", "2026-01-01", "2026-06-30"),
        ("Tháng 3-5/2026", "2026-03-01", "2026-05-31"),  # months, not the third of May
        ("15-20/6/2026", "2026-06-15", "2026-06-20"),
        ("ngày 05 tháng 9", "2026-09-05", "2026-09-05"),  # a day, not its month
        ("Tháng 8/1999", "1999-08-01", "1999-08-31"),  # of the last century
        ("2025", "2025-01-01", "2025-12-31"),
        ("2026 - 2030", "2026-01-01", "2030-12-31"),
        ("Hoàn thành trong năm 2025", "2025-01-01", "2025-12-31"),
        ("từ 01/3 đến 30/6/2026", "2026-03-01", "2026-06-30"),
        ("Từ năm 2026 đến năm 2030", "2026-01-01", "2030-12-31"),
        ("Từ tháng 02 đến tháng 8/2026", "2026-02-01", "2026-08-31"),  # a range in one: not open at the end
        ("từ năm 2026 - 2030", "2026-01-01", "2030-12-31"),
        ("Trước 24/7", None, "2026-07-24"),  # a day, not round the clock
        ("ngày 29 tháng 02 năm 2028", "2028-02-29", "2028-02-29"),
        ("Quý II/2026 và tổ chức thực hiện", "2026-04-01", "2026-06-30"),  # the second part says no time
        # by a day: open at the front
        ("Trước ngày 30/11/2025", None, "2025-11-30"),
        ("Hoàn thành chậm nhất trước 15/12/2022", None, "2022-12-15"),
        ("Chậm nhất trong quý III/2020", None, "2020-09-30"),
        ("Đến năm 2030", None, "2030-12-31"),
        ("Trước tháng 6/2026", None, "2026-05-31"),  # before the month begins
        ("Cuối năm 2026", None, "2026-12-31"),
        ("Trước ngày 15/01 năm liền kề", None, "2027-01-15"),
        ("Trước ngày 31/12/2025 theo Kế hoạch số 10/KH-UBND", None, "2025-12-31"),
        # from a day on: open at the end
        ("Từ 01/7/2025", "2025-07-01", None),
        ("Triển khai từ Quý I/2020", "2020-01-01", None),
        ("Từ quý 4-2025", "2025-10-01", None),  # the dash stands before the year, it makes no range
        ("Năm 2026 và các năm tiếp theo", "2026-01-01", None),
        ("Quý IV năm 2025 và những năm tiếp theo", "2025-10-01", None),
    ],
)
def test_fixed(text: str, start: str | None, end: str | None) -> None:
    assert short(text) == [("fixed", None, start, end)]


@pytest.mark.parametrize(
    ("text", "freq"),
    [
        ("Thường xuyên", "continuous"),
        ("Nhiệm vụ thường xuyên", "continuous"),
        ("Hàng tháng", "monthly"),
        ("Trước ngày 15 hằng tháng", "monthly"),
        ("trước ngày 05 của tháng liền kề", "monthly"),
        ("định kỳ hằng quý báo cáo về Sở Tài chính", "quarterly"),
        ("Định kỳ 6 tháng", "half-yearly"),
        ("Báo cáo quý", "quarterly"),  # not of one quarter: "báo cáo quý II"
        ("Tháng 12 hằng năm", "yearly"),
        ("Tháng 6 và tháng 12 hằng năm", "yearly"),
        ("Khi có phát sinh.", "ad hoc"),
        ("Đột xuất", "ad hoc"),
        ("Khi có tình huống", "ad hoc"),
        ("Khi xảy ra sự cố", "ad hoc"),
        ("02 lần/năm", "half-yearly"),
        ("một lần mỗi quý", "quarterly"),
        ("03 lần/năm", None),  # no name fits
        ("Trực 24/7", "continuous"),
        ("24/24 giờ", "continuous"),
        ("Định kỳ", None),  # how often is not told
    ],
)
def test_recurring(text: str, freq: str | None) -> None:
    assert short(text) == [("recurring", freq, None, None)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Theo kế hoạch của tỉnh", "dependent"),
        ("Theo tiến độ phê duyệt", "dependent"),
        ("Kỳ họp giữa năm 2026", "dependent"),  # which days, the words do not tell
        ("Kỳ họp cuối năm 2026", "dependent"),
        ("Năm học 2026 - 2027", "dependent"),
        ("Trước mùa mưa bão", "dependent"),
        ("Khi có Thông tư mới", "dependent"),
        ("Thực hiện theo chương trình của tỉnh", "dependent"),
        ("Theo Kế hoạch bồi dưỡng công chức, viên chức hàng năm", "dependent"),  # one clause, the plan is yearly
        ("Sau khi Nghị định được ban hành", "dependent"),
        ("Theo Quyết định số 12/QĐ-TTg ngày 05/6/2025", "dependent"),  # the date is the decision's
        ("30 ngày kể từ ngày Trung ương ban hành", "relative"),
        ("Trong vòng 5 ngày làm việc", "relative"),
        ("Chậm nhất 03 ngày", "relative"),
    ],
)
def test_dependent_and_relative(text: str, kind: str) -> None:
    assert short(text) == [(kind, None, None, None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Định kỳ, đột xuất", [("recurring", None), ("recurring", "ad hoc")]),
        ("Định kỳ 6 tháng, năm", [("recurring", "half-yearly"), ("recurring", "yearly")]),
        ("Thường xuyên, định kỳ hằng quý báo cáo", [("recurring", "continuous"), ("recurring", "quarterly")]),
        (
            "- Thường xuyên; - Trường hợp điều chỉnh, thời hạn 30 ngày kể từ ngày ban hành",
            [("recurring", "continuous"), ("relative", None)],
        ),
        ("- Nội bộ: Quý I/2026 - Bên ngoài: Theo chương trình chung", [("fixed", None), ("dependent", None)]),
        ("Quý I và Quý III", [("fixed", None), ("fixed", None)]),  # they do not follow each other
        ("Tháng 6, 12/2026", [("fixed", None), ("fixed", None)]),
        ("Trước 30/6/2026; báo cáo trước 15/12/2026", [("fixed", None), ("fixed", None)]),
    ],
)
def test_several_in_one_cell(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(kind, freq) for kind, freq, *_ in short(text)] == expected


@pytest.mark.parametrize("text", ["", "-", "Đã thực hiện", "Sở Nội vụ", "31/02/2026", "Tháng 13/2026", "Đầu năm"])
def test_nothing_is_read_where_no_time_is_told(text: str) -> None:
    assert short(text) == []


def test_quarters_apart_are_not_one_stretch() -> None:
    assert [(start, end) for *_, start, end in short("Quý I, III/2026")] == [
        ("2026-01-01", "2026-03-31"),
        ("2026-07-01", "2026-09-30"),
    ]


def test_a_year_that_is_not_written_is_the_plans_and_says_so() -> None:
    (with_year,), (without,) = deadlines("Quý II/2025", PLAN_YEAR), deadlines("Quý II", PLAN_YEAR)
    assert (with_year.year_from_plan, without.year_from_plan) == (False, True)
    assert without.start_on == date(2026, 4, 1)
    assert short("Trước ngày 15/12", None) == []  # no plan year: no day


@given(st.text(alphabet="Qqúuýy IVtháng0123456789/-,;và.trướcừđến năm", max_size=60))
def test_any_text_gives_its_own_words_and_days_in_order(text: str) -> None:
    for found in deadlines(text, PLAN_YEAR):
        assert found.raw in text
        assert found.start_on is None or found.end_on is None or found.start_on <= found.end_on
        assert found.kind == "fixed" or (found.start_on is None and found.end_on is None)


@given(st.dates(date(2001, 1, 1), date(2049, 12, 31)))
def test_a_written_day_is_that_day(day: date) -> None:
    for text in (
        f"Trước ngày {day.day:02d}/{day.month:02d}/{day.year}",
        f"trước ngày {day.day} tháng {day.month} năm {day.year}",
    ):
        assert short(text) == [("fixed", None, None, day.isoformat())]
