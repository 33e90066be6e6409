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
    # to its end, and no later
    ("Sở Nội vụ báo cáo kết quả đến hết quý II/2026.", "đến hết quý II/2026", "fixed 2026-06-30"),
    ("Gửi hồ sơ về Sở Nội vụ không quá 30/6/2026.", "không quá 30/6/2026", "fixed 2026-06-30"),
    ("xử lý dứt điểm hồ sơ tồn đọng, hoàn thành hết năm 2026.", "hoàn thành hết năm 2026", "fixed 2026-12-31"),
    # without its year only where it is said to be done by then
    ("xây dựng quy chế, hoàn thành trong quý II.", "hoàn thành trong quý II", "fixed 2026-06-30"),
    # behind a colon in brackets
    ("Phủ sóng wifi (Phòng Kinh tế chủ trì; thời gian: Quý III/2026).", "Quý III/2026", "fixed 2026-09-30"),
    # a day of each month, of each quarter
    ("tổng hợp báo cáo trước ngày 15 hằng tháng", "trước ngày 15 hằng tháng", "monthly"),
    ("định kỳ ngày 20 hằng tháng báo cáo Huyện ủy", "định kỳ ngày 20 hằng tháng", "monthly"),
    ("chậm nhất ngày 05 tháng sau, báo cáo kết quả", "chậm nhất ngày 05 tháng sau", "monthly"),
    ("Tổng hợp, báo cáo trước ngày 25 tháng cuối quý.", "trước ngày 25 tháng cuối quý", "quarterly"),
    # the day of what recurs is no second deadline
    ("Định kỳ hằng quý, trước ngày 10 của tháng cuối quý, báo cáo Sở.", "Định kỳ hằng quý", "quarterly"),
    ("Định kỳ hằng năm gửi báo cáo về Sở Nội vụ trước ngày 05 tháng 12.", "Định kỳ hằng năm", "yearly"),
    # a day of each year; a day whose year is not written
    ("gửi báo cáo trước ngày 15 tháng 11 hằng năm", "trước ngày 15 tháng 11 hằng năm", "yearly"),
    ("gửi báo cáo trước ngày 15 tháng 11 để tổng hợp", "trước ngày 15 tháng 11", "fixed 2026-11-15"),
    # a day of each week
    ("báo cáo kết quả vào thứ Năm hằng tuần./.", "vào thứ Năm hằng tuần", "weekly"),
    ("Hằng tháng trao đổi danh sách với Công an tỉnh.", "Hằng tháng", "monthly"),
    # several periods
    ("định kỳ 6 tháng, hằng năm báo cáo UBND tỉnh", "định kỳ 6 tháng, hằng năm", "half-yearly, yearly"),
    # a period that opens a clause
    ("theo dõi, kiểm tra; hằng năm báo cáo Ban Thường vụ", "hằng năm", "yearly"),
    # what a sentence wants at two times; what another does with it is none
    (
        "Sở Y tế sơ kết vào tháng 7/2026, tổng kết vào năm 2028.",
        "vào tháng 7/2026; vào năm 2028",
        "fixed 2026-07-31, fixed 2028-12-31",
    ),
    (
        "Xây dựng chương trình, hoàn thành trong tháng 4/2026; định kỳ 6 tháng báo cáo kết quả.",
        "hoàn thành trong tháng 4/2026; định kỳ 6 tháng",
        "fixed 2026-04-30, half-yearly",
    ),
    (
        "Gửi số liệu trước ngày 10/11/2026 để Sở Tài chính trình UBND tỉnh trước ngày 30/11/2026.",
        "trước ngày 10/11/2026",
        "fixed 2026-11-10",
    ),
    # a quarter of the last century, one alone in brackets at the end
    ("chọn xã làm điểm, trong quý II/1998 mở rộng ra toàn tỉnh.", "trong quý II/1998", "fixed 1998-06-30"),
    ("Tham mưu khảo sát sự hài lòng (Quý IV/2026).", "Quý IV/2026", "fixed 2026-12-31"),
    # on a day; to the end of one
    ("trình thẩm định, xong trong ngày 12/5/2026", "xong trong ngày 12/5/2026", "fixed 2026-05-12"),
    ("Tiếp nhận góp ý đến hết ngày 31/3/2026.", "đến hết ngày 31/3/2026", "fixed 2026-03-31"),
    # a session whose days the words do not tell; one whose month they do
    ("báo cáo kết quả tại kỳ họp thường lệ cuối năm 2026.", "tại kỳ họp thường lệ cuối năm 2026", "dependent"),
    ("báo cáo UBND tỉnh tại phiên họp tháng 11/2026.", "tại phiên họp tháng 11/2026", "fixed 2026-11-30"),
    # always; every week at the end of a clause; each year of what is held, not of what is planned
    ("Thường xuyên kiểm tra độ mặn tại các cửa cống.", "Thường xuyên", "continuous"),
    ("Đài tỉnh duy trì chuyên mục hằng tuần.", "hằng tuần", "weekly"),
    ("Tổ chức sơ kết hằng năm, rút kinh nghiệm.", "hằng năm", "yearly"),
    # as another matter goes on, by a season, by a count of days alone
    ("Bố trí chỗ làm việc theo tiến độ bàn giao trụ sở.", "theo tiến độ bàn giao trụ sở", "dependent"),
    ("Gia cố nhà ở trước mùa bão.", "trước mùa bão", "dependent"),
    ("Sau mỗi đợt lũ, chậm nhất 03 ngày phải báo cáo thiệt hại.", "chậm nhất 03 ngày", "relative"),
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
    assert all(part in sentence for part in due.split("; "))
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
        "Bố trí kinh phí từ nguồn chi thường xuyên của đơn vị.",  # a kind of spending
        "Đăng ký vào kế hoạch sử dụng đất hằng năm.",  # a plan of each year
        "Báo cáo các việc theo tiến độ thực hiện và nội dung phát sinh.",  # what is reported
        "Tính đến hết ngày 31/3/2026 còn ba đơn vị chưa gửi.",  # a day of counting
    ],
)
def test_a_sentence_that_says_no_time(sentence: str) -> None:
    assert due_in(sentence) is None
