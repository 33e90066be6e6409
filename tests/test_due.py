"""By when a duty in prose falls due: the words that are taken, and what they mean."""

from __future__ import annotations

import pytest

from extractors._due import due_in
from normalizers.deadlines import deadlines

DUE = [
    # a day, with and without its year
    ("Sở Nội vụ báo cáo UBND tỉnh trước ngày 15/12/2026.", "trước ngày 15/12/2026", "fixed 2026-12-15"),
    ("trình UBND tỉnh trước 20/9", "trước 20/9", "fixed 2026-09-20"),
    # two days of one year
    (
        "Gửi báo cáo trước ngày 15/6 và ngày 15/11/2026.",
        "trước ngày 15/6 và ngày 15/11/2026",
        "fixed 2026-06-15, fixed 2026-11-15",
    ),
    # days parted by hyphens, an hour before the day, an hour of each day
    ("báo cáo UBND thành phố trước ngày 20-4-2026.", "trước ngày 20-4-2026", "fixed 2026-04-20"),
    ("sơ tán dân, hoàn thành trước 10 giờ ngày 25/8/2026.", "hoàn thành trước 10 giờ ngày 25/8/2026", "fixed 2026-08-25"),
    ("báo cáo về UBND tỉnh hàng ngày trước 16 giờ.", "hàng ngày trước 16 giờ", "daily"),
    # a day of the last century
    ("báo cáo UBND tỉnh trước ngày 30/8/1999.", "trước ngày 30/8/1999", "fixed 1999-08-30"),
    # a month or quarter with its year
    ("tổ chức quán triệt; hoàn thành trong tháng 11/2026.", "hoàn thành trong tháng 11/2026", "fixed 2026-11-30"),
    ("Rà soát, lập danh mục xong trong tháng 12/2025.", "xong trong tháng 12/2025", "fixed 2025-12-31"),
    # without its year only where it is said to be done by then
    ("xây dựng quy chế, hoàn thành trong quý II.", "hoàn thành trong quý II", "fixed 2026-06-30"),
    # behind a colon in brackets
    ("Phủ sóng wifi (Phòng Kinh tế chủ trì; thời gian: Quý III/2026).", "Quý III/2026", "fixed 2026-09-30"),
    # a day of each month, of each quarter
    ("tổng hợp báo cáo trước ngày 15 hằng tháng", "trước ngày 15 hằng tháng", "monthly"),
    ("định kỳ ngày 20 hằng tháng báo cáo Huyện ủy", "định kỳ ngày 20 hằng tháng", "monthly"),
    ("chậm nhất ngày 05 tháng sau, báo cáo kết quả", "chậm nhất ngày 05 tháng sau", "monthly"),
    ("Tổng hợp, báo cáo trước ngày 25 tháng cuối quý.", "trước ngày 25 tháng cuối quý", "quarterly"),
    # of two the first
    ("Định kỳ hằng quý, trước ngày 10 của tháng cuối quý, báo cáo Sở.", "Định kỳ hằng quý", "quarterly"),
    # a day of each year; a day whose year is not written
    ("gửi báo cáo trước ngày 15 tháng 11 hằng năm", "trước ngày 15 tháng 11 hằng năm", "yearly"),
    ("gửi báo cáo trước ngày 15 tháng 11 để tổng hợp", "trước ngày 15 tháng 11", "fixed 2026-11-15"),
    # a day of each week
    ("báo cáo kết quả vào thứ Năm hằng tuần./.", "vào thứ Năm hằng tuần", "weekly"),
    # several periods
    ("định kỳ 6 tháng, hằng năm báo cáo UBND tỉnh", "định kỳ 6 tháng, hằng năm", "half-yearly, yearly"),
    # a period that opens a clause
    ("theo dõi, kiểm tra; hằng năm báo cáo Ban Thường vụ", "hằng năm", "yearly"),
    # so many days after something
    (
        "trình ban hành danh mục chậm nhất 60 ngày kể từ ngày Kế hoạch có hiệu lực.",
        "chậm nhất 60 ngày kể từ ngày Kế hoạch có hiệu lực",
        "relative",
    ),
    ("tổng hợp trong vòng 05 ngày làm việc sau khi kết thúc đợt kiểm tra.", None, "relative"),
]


@pytest.mark.parametrize("sentence, words, meaning", DUE)
def test_when_a_duty_falls_due(sentence: str, words: str | None, meaning: str) -> None:
    due = due_in(sentence)
    assert due is not None
    assert due in sentence
    assert words is None or due == words
    read = [
        f"{found.kind} {found.end_on}" if found.kind == "fixed" else found.freq or found.kind
        for found in deadlines(due, 2026)
    ]
    assert ", ".join(read) == meaning


@pytest.mark.parametrize(
    "sentence",
    [
        "Thực hiện Kế hoạch số 12/KH-UBND ngày 15/02/2026 của UBND tỉnh.",  # the day of a document
        "Lập dự toán kinh phí hằng năm theo quy định.",  # the budget of each year, not a duty of each year
        "Bố trí cán bộ trực 24/24 giờ.",
        "Kết quả đạt được trong tháng 9 cần được duy trì.",  # a month that is over
        "Tổ chức tập huấn trong 02 ngày tại trung tâm.",  # how long it takes
    ],
)
def test_a_sentence_that_says_no_time(sentence: str) -> None:
    assert due_in(sentence) is None
