"""The years of a plan and its subject, from its title."""

import pytest

from extractors._plan_period import plan_kind, plan_period


@pytest.mark.parametrize(
    ("title", "issued", "years"),
    [
        ("Cải cách hành chính năm 2024", "2024-01", (2024, 2024)),  # one year
        ("Kinh tế số giai đoạn 2026 - 2030", "2025-11-18", (2026, 2030)),  # a range
        ("Hạ tầng 5G đến năm 2030", "2025-11-24", (2025, 2030)),  # until: from the year of issue
        ("Dữ liệu năm 2025, định hướng đến năm 2030", "2025-02-01", (2025, 2030)),  # a year and an end
        ("Thực hiện Quyết định số 1899/QĐ-TTg ngày 04/9/2024", "2025-11-18", (2025, 2025)),  # a date is no period
        ("Thực hiện Nghị định số 63/2010/NĐ-CP", "2023-03-01", (2023, 2023)),  # nor is a number's year
        ("NGÀY 02 THÁNG 01 NĂM 2022 CỦA THỦ TƯỚNG", "2025-11-19", (2025, 2025)),  # capitals
        ("Sáu tháng cuối năm 2025", "2025-07-01", (2025, 2025)),  # half a year
        ("Cải cách hành chính", None, (None, None)),  # nothing told
    ],
)
def test_plan_period(title, issued, years):
    assert plan_period(title, issued) == years


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Cải cách hành chính nhà nước năm 2024", "cchc"),
        ("Tuyên truyền cải cách hành chính năm 2023", "truyen-thong-cchc"),  # the narrower subject first
        ("Tổ chức lễ hội hoa năm 2024", None),  # not recognised: none, not a guess
    ],
)
def test_plan_kind(title, kind):
    assert plan_kind(title) == kind
