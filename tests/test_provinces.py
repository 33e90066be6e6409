from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.alphabet import order, slug, tone_on_first, tone_on_last
from normalizers.provinces import find_provinces, match, now, province, provinces

OLD = date(2025, 6, 30)
NEW = date(2025, 7, 1)


@pytest.mark.parametrize(
    "written, on, expected",
    [
        ("Đồng Nai", OLD, "dong-nai"),
        ("Đồng Nai", NEW, "dong-nai-2025"),  # one name, another territory
        ("Đồng Nai", date(2026, 5, 1), "dong-nai-2026"),
        ("tỉnh Đồng Nai", None, "dong-nai-2026"),  # no day: the last of the name
        ("TỈNH HƯNG YÊN", OLD, "hung-yen"),  # capitals
        ("tỉnh hưng yên", OLD, "hung-yen"),
        ("Hoà Bình", OLD, "hoa-binh"),  # the older place of the tone mark
        ("Thanh Hoá", NEW, "thanh-hoa"),
        (unicodedata.normalize("NFD", "Quảng Ngãi"), OLD, "quang-ngai"),
        ("Hung Yên", OLD, "hung-yen"),  # a mark lost
        ("Dong Nai", OLD, "dong-nai"),  # all marks lost
        ("Kiến Giang", OLD, None),  # a mark put in is no scan's loss: a town of that name exists
        ("Bình Định", NEW, None),  # no province of that name any more
        ("Bình Định", None, "binh-dinh"),
        ("TP.HCM", NEW, "ho-chi-minh-2025"),
        ("TPHCM", OLD, "ho-chi-minh"),
        ("TP. Hồ Chí Minh", OLD, "ho-chi-minh"),
        ("Thành phố Hồ Chí Minh", OLD, "ho-chi-minh"),
        ("THÀNH PHỐ HỒ CHÍ MINH", OLD, "ho-chi-minh"),
        ("Hồ Chí Minh", OLD, "ho-chi-minh"),
        ("BR-VT", OLD, "ba-ria-vung-tau"),
        ("Bà Rịa – Vũng Tàu", OLD, "ba-ria-vung-tau"),
        ("Bà Rịa-Vũng Tàu", OLD, "ba-ria-vung-tau"),
        ("Thừa Thiên - Huế", date(2024, 12, 31), "thua-thien-hue"),
        ("Thừa Thiên Huế", date(2025, 1, 1), None),
        ("thành phố Huế", date(2025, 1, 1), "hue-2025"),
        ("thành phố Huế", date(2024, 1, 1), None),  # then a city within a province
        ("thành phố Cao Bằng", OLD, None),  # a city within the province
        ("TP Bắc Ninh", None, None),  # no day: city within the province, or the province as a city
        ("TP Bắc Ninh", date(2026, 10, 1), "bac-ninh-2026"),
        ("Đăk Lăk", OLD, "dak-lak"),
        ("Kontum", OLD, "kon-tum"),
        ("Hà Nội,", OLD, "ha-noi"),  # the comma of a date line
        ("Tuy Phước", OLD, None),
        ("", OLD, None),
    ],
)
def test_names(written: str, on: date | None, expected: str | None) -> None:
    found = province(written, on)
    assert (found.id if found else None) == expected


@pytest.mark.parametrize(
    "written, on, exact",
    [
        ("tỉnh Hưng Yên", OLD, True),
        ("Hoà Bình", OLD, True),  # a matter of spelling, not an error
        ("Hung Yên", OLD, False),  # read badly
        ("tỉnh Đồng Nai", date(2026, 5, 1), False),  # the rank it had before
    ],
)
def test_flag(written: str, on: date, exact: bool) -> None:
    found = match(written, on)
    assert found is not None
    assert found.exact is exact


@pytest.mark.parametrize(
    "text, expected",
    [
        ("UBND tỉnh Bình Định ban hành", ["tỉnh Bình Định"]),
        ("lực lượng bình định miền núi", []),  # an ordinary word
        ("nhân dân Hà Nam Ninh", []),  # a longer name
        ("tỉnh Hà Nam, Ninh Bình", ["tỉnh Hà Nam", "Ninh Bình"]),
        ("ỦY BAN NHÂN DÂN TỈNH QUẢNG NGÃI", ["TỈNH QUẢNG NGÃI"]),
        ("SỞ NỘI VỤ HÀ NỘI NĂM 2024", ["HÀ NỘI"]),
        ("VÌ MỘT THẾ GIỚI HÒA BÌNH", []),  # peace
        ("TỈNH HÒA BÌNH", ["TỈNH HÒA BÌNH"]),
        ("tư tưởng Hồ Chí Minh", []),  # the person
        ("tại TP.HCM và TP Hồ Chí Minh", ["TP.HCM", "TP Hồ Chí Minh"]),
        ("ông Nguyễn Thái Bình", []),  # a person
        ("bà Trần Thị Hà Giang", []),
        ("UBND xã Hòa Bình, huyện Hưng Yên", []),  # places within a province
        ("UBND xã Tân Bình Định", []),
        ("thành phố Cao Bằng, tỉnh Cao Bằng", ["tỉnh Cao Bằng"]),
        ("Quảng Nam - Đà Nẵng", ["Quảng Nam", "Đà Nẵng"]),
        ("Bà Rịa - Vũng Tàu và Bà Rịa-Vũng Tàu", ["Bà Rịa - Vũng Tàu", "Bà Rịa-Vũng Tàu"]),
        ("Sở Công Thương Đồng Nai", ["Đồng Nai"]),
        ("UBND tỉnh Quảng Ngãi Đặng Văn Minh", ["tỉnh Quảng Ngãi"]),  # the signer follows
        ("tỉnh Khánh Hoà", ["tỉnh Khánh Hoà"]),
        ("Thừa Thiên Huế và Huế", ["Thừa Thiên Huế", "Huế"]),
        ("các xã của Hà Nội", ["Hà Nội"]),
        ("KCN Đồng\nNai", ["Đồng\nNai"]),  # a break inside the name
        ("Sơn Lan, Vĩnh Longan", []),  # never inside another word
    ],
)
def test_running_text(text: str, expected: list[str]) -> None:
    assert [text[found.start : found.end] for found in find_provinces(text)] == expected


def test_every_spelling_of_every_name_is_found() -> None:
    for one in provinces():
        day = one.valid_to or one.valid_from or OLD
        for name in (one.name, one.name_full, *one.aliases):
            for form in (name, name.upper(), tone_on_last(name), unicodedata.normalize("NFD", name)):
                found = province(form, day)
                assert found is not None, form
                assert found.id == one.id


def test_now_ends_in_one_of_34() -> None:
    assert len({now(one).id for one in provinces()}) == 34
    assert {now(one).name for one in provinces() if one.valid_on(OLD)} == {
        one.name for one in provinces() if one.valid_to is None
    }
    old = province("Bình Định", OLD)
    assert old is not None
    assert now(old).name == "Gia Lai"


def test_dictionary_order() -> None:
    names = ["Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bến Tre", "Bình Dương", "Bình Định", "Cà Mau", "Cao Bằng"]
    names += ["Đà Nẵng", "Đắk Lắk", "Điện Biên", "Đồng Nai", "Hòa Bình", "Huế", "Ninh Bình", "Thái Bình", "Thanh Hóa"]
    shuffled = sorted(names, key=len)
    assert sorted(shuffled, key=order) == names
    assert sorted(["má", "mạ", "mã", "ma", "mả", "mà"], key=order) == ["ma", "mà", "mả", "mã", "má", "mạ"]


@pytest.mark.parametrize(
    "older, newer",
    [
        ("hoà", "hòa"),
        ("Thuỷ", "Thủy"),
        ("KHOẺ", "KHỎE"),
        ("quý", "quý"),  # the u belongs to qu
        ("toàn", "toàn"),  # not open
    ],
)
def test_tone_marks(older: str, newer: str) -> None:
    assert tone_on_first(older) == newer
    assert tone_on_last(newer) == older


@given(st.text(alphabet="hoàaqúuyỳkhe toáản ỷ", max_size=20))
def test_tone_marks_settle(text: str) -> None:
    once = tone_on_first(text)
    assert tone_on_first(once) == once


@given(st.text(max_size=40))
def test_anything_may_be_asked(text: str) -> None:
    province(text, OLD)
    for found in find_provinces(text):
        assert province(text[found.start : found.end]) == found.province
    assert slug(slug(text)) == slug(text)
