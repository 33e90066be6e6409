"""Days of issue: read as far as they are given, and none that the calendar does not have."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.dates import date_at, full_date_at

GIVEN = [
    # day, month and year with every mark
    ("ngày 08/6/2010", "2010-06-08"),
    ("ngày 24-5-2025", "2025-05-24"),
    ("ngày 02.11.2022", "2022-11-02"),
    ("ngày 7 / 12 / 2021", "2021-12-07"),
    # in words, with blanks of all kinds
    ("ngày 12 tháng 5 năm 2020", "2020-05-12"),
    ("ngày 05  tháng 9  năm 2024", "2024-09-05"),
    ("12 tháng 5, 2020", "2020-05-12"),
    ("NGÀY 04 THÁNG 9 NĂM 2025", "2025-09-04"),
    # leaders of a form that was filled in by hand
    ("ngày …25..tháng 01 năm 2006", "2006-01-25"),
    # the day left blank
    ("ngày   tháng 01 năm 2024", "2024-01"),
    ("ngày …. tháng 01 năm 2024", "2024-01"),
    ("tháng 5/2020", "2020-05"),
    # day and month left blank
    ("ngày ... tháng ... năm 2023", "2023"),
    ("năm 2013", "2013"),
    # no day of the calendar: not even its month is believed
    ("ngày 31/2/2020", None),
    ("ngày 30 tháng 13 năm 2021", None),
    # a year of five digits is a slip, not a year
    ("ngày 08/6/20210", None),
    # day and month alone, an address, a fraction
    ("ngày 12/5", None),
    ("12/5 đường Lê Lợi", None),
    ("3/4", None),
    # a year beyond the range
    ("ngày 1/1/1889", None),
]


@pytest.mark.parametrize("text, iso", GIVEN)
def test_date(text: str, iso: str | None) -> None:
    found = date_at(text, 0, len(text))
    assert (found.iso if found else None) == iso


def test_end_is_behind_the_last_word() -> None:
    text = "ngày 12 tháng 5 năm 2020 của Chính phủ"
    found = date_at(text, 0, len(text))
    assert found is not None
    assert text[: found.end] == "ngày 12 tháng 5 năm 2020"
    assert found.day == date(2020, 5, 12)


def test_partial_date_has_no_day_but_a_year() -> None:
    found = date_at("tháng 5/2020", 0, 12)
    assert found is not None
    assert (found.day, found.year) == (None, 2020)


@given(
    day=st.dates(date(1945, 1, 1), date(2049, 12, 31)), form=st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d tháng %m năm %Y"])
)
def test_every_day_is_read_back(day: date, form: str) -> None:
    text = "ngày " + day.strftime(form)
    found = full_date_at(text, 0, len(text))
    assert found is not None
    assert (found.day, found.end) == (day, len(text))


@given(st.text("0123456789/.- ngàythángnăm…", max_size=40))
def test_never_an_impossible_date(text: str) -> None:
    found = date_at(text, 0, len(text))
    if found:
        assert 1900 <= found.year <= 2099
        assert found.iso.count("-") == 0 or 1 <= int(found.iso[5:7]) <= 12
        assert 0 < found.end <= len(text)
