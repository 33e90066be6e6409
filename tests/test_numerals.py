"""Vietnamese numerals: row tables and properties."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.numerals import is_certain, numerals, value_of, value_of_words


@pytest.mark.parametrize(
    "digits, value",
    [
        ("1.250", 1250),  # a point groups thousands
        ("90,5", 90.5),  # a comma is the decimal mark
        ("01", 1),  # a leading nought
        ("2.000", 2000),
        ("1.234.567,8", 1234567.8),
        ("90.5", 90.5),  # a foreign keyboard: a point before less than three digits
        ("0,7", 0.7),
        ("1.25.3", None),  # no number
        ("12a", None),
        ("", None),
    ],
)
def test_value_of_digits(digits, value):
    assert value_of(digits) == value


@pytest.mark.parametrize(
    "digits, certain",
    [
        ("1,250", False),  # 1.25, or 1250 in English style
        ("0,250", True),  # nobody groups a nought
        ("1.250", True),
        ("90,5", True),
    ],
)
def test_two_readings_are_told(digits, certain):
    assert is_certain(digits) is certain


@pytest.mark.parametrize(
    "words, value",
    [
        ("một", 1),
        ("mười", 10),
        ("mười lăm", 15),
        ("hai mươi", 20),
        ("hai mươi mốt", 21),
        ("hai mươi lăm", 25),
        ("một trăm", 100),
        ("một trăm linh năm", 105),
        ("ba trăm hai mươi tư", 324),
        ("hai nghìn", 2000),
        ("một nghìn hai trăm", 1200),
        ("hai một", None),  # two words that make no number
        ("mươi", None),
        ("trăm", None),
    ],
)
def test_value_of_words(words, value):
    assert value_of_words(words) == value


@pytest.mark.parametrize(
    "text, found",
    [
        ("đạt 90,5% và 1.250 hồ sơ", [90.5, 1250]),
        ("mạng 5G, 24/7, ngày 12/5/2025", []),  # names and dates
        ("Nghị định số 63/2010/NĐ-CP", []),
        ("ISO 9001:2015", []),
        ("mục 1.2.3 nêu trên", []),  # outline numbers
        ("v2", []),
        ("năm 2025.", [2025]),  # a full stop ends the sentence, not the number
    ],
)
def test_numerals_in_digits(text, found):
    assert [number.value for number in numerals(text)] == found


@pytest.mark.parametrize(
    "text, certain",
    [
        ("tăng 1 7,3% so", False),
        ("tăng 19 - 21, 6%", False),
        ("đạt 80, 90%", True),
        ("năm 2025 90% hồ sơ", True),
        ("đạt 17,3%", True),
    ],
)
def test_a_torn_number_is_not_certain(text, certain):
    assert list(numerals(text))[-1].certain is certain


def test_numerals_in_words_take_the_longest_that_makes_a_number():
    assert [number.value for number in numerals("tối thiểu hai mươi lăm xã, một lần", in_words=True)] == [25, 1]


@given(st.integers(0, 10**12))
def test_grouped_numbers_are_read_back(number):
    assert value_of(f"{number:,}".replace(",", ".")) == number


@given(st.integers(0, 10**6), st.integers(0, 99))
def test_decimals_are_read_back(whole, cents):
    assert value_of(f"{whole},{cents:02d}") == pytest.approx(whole + cents / 100)


@given(st.text(alphabet="0123456789., /-%aGđ ", max_size=60))
def test_spans_hold_what_was_read(text):
    for number in numerals(text):
        assert value_of(text[number.start : number.end]) == number.value
