"""Who carries whose plans out: provinces on any day from 2015 on, departments after 2025, communes with splits."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import rows
from normalizers.communes import heirs_of
from normalizers.provinces import now, on_day, province, provinces

OLD, NEW, LAST = date(2025, 6, 30), date(2025, 7, 1), date(2026, 12, 31)
REFERENCE = Path(__file__).parents[2] / "shared" / "reference"
DAYS = st.dates(date(2015, 1, 1), LAST)

# Nghị quyết 202/2025/QH15: the 23 new provinces and what each was made of; 11 kept their territory.
MERGED = {
    "Tuyên Quang": ("Hà Giang", "Tuyên Quang"),
    "Lào Cai": ("Yên Bái", "Lào Cai"),
    "Thái Nguyên": ("Bắc Kạn", "Thái Nguyên"),
    "Phú Thọ": ("Vĩnh Phúc", "Hòa Bình", "Phú Thọ"),
    "Bắc Ninh": ("Bắc Giang", "Bắc Ninh"),
    "Hưng Yên": ("Thái Bình", "Hưng Yên"),
    "Hải Phòng": ("Hải Dương", "Hải Phòng"),
    "Ninh Bình": ("Hà Nam", "Nam Định", "Ninh Bình"),
    "Quảng Trị": ("Quảng Bình", "Quảng Trị"),
    "Đà Nẵng": ("Quảng Nam", "Đà Nẵng"),
    "Quảng Ngãi": ("Kon Tum", "Quảng Ngãi"),
    "Gia Lai": ("Bình Định", "Gia Lai"),
    "Khánh Hòa": ("Ninh Thuận", "Khánh Hòa"),
    "Lâm Đồng": ("Đắk Nông", "Bình Thuận", "Lâm Đồng"),
    "Đắk Lắk": ("Phú Yên", "Đắk Lắk"),
    "Thành phố Hồ Chí Minh": ("Bà Rịa - Vũng Tàu", "Bình Dương", "Thành phố Hồ Chí Minh"),
    "Đồng Nai": ("Bình Phước", "Đồng Nai"),
    "Tây Ninh": ("Long An", "Tây Ninh"),
    "Cần Thơ": ("Sóc Trăng", "Hậu Giang", "Cần Thơ"),
    "Vĩnh Long": ("Bến Tre", "Trà Vinh", "Vĩnh Long"),
    "Đồng Tháp": ("Tiền Giang", "Đồng Tháp"),
    "Cà Mau": ("Bạc Liêu", "Cà Mau"),
    "An Giang": ("Kiên Giang", "An Giang"),
}
KEPT = (
    "Cao Bằng",
    "Điện Biên",
    "Hà Nội",
    "Hà Tĩnh",
    "Huế",
    "Lai Châu",
    "Lạng Sơn",
    "Nghệ An",
    "Quảng Ninh",
    "Sơn La",
    "Thanh Hóa",
)
SUCCESSOR = {old: new for new, olds in MERGED.items() for old in olds} | {name: name for name in KEPT}


def test_the_list_is_of_63_and_34():
    assert len(SUCCESSOR) == 63
    assert len(set(SUCCESSOR.values())) == 34


@pytest.mark.parametrize("old", sorted(SUCCESSOR))
def test_every_province_of_before_has_its_heir(old):
    before = province(old, OLD)
    assert before is not None
    (heir,) = on_day(before, NEW)
    assert heir.name == now(before).name == SUCCESSOR[old]
    assert before in on_day(heir, OLD)  # and back


def test_the_list_agrees_with_that_of_the_packages():
    path = REFERENCE / "provinces-63-to-34.json"
    if not path.is_file():
        pytest.skip(f"{path} is not here")
    bare = {"TP. Hồ Chí Minh": "Thành phố Hồ Chí Minh", "Hồ Chí Minh": "Thành phố Hồ Chí Minh", "Thừa Thiên Huế": "Huế"}
    theirs = {bare.get(old, old): bare.get(new, new) for old, new in json.loads(path.read_text(encoding="utf-8")).items()}
    theirs = {old.replace("TP ", "Thành phố "): new.replace("TP ", "Thành phố ") for old, new in theirs.items()}
    assert theirs == SUCCESSOR


CITIES = [
    # name, the day before, its rank then, the first day, its rank from then on
    ("Huế", "Thừa Thiên Huế", date(2025, 1, 1)),  # Nghị quyết 175/2024/QH15
    ("Đồng Nai", "Đồng Nai", date(2026, 4, 30)),
    ("Quảng Ninh", "Quảng Ninh", date(2026, 9, 1)),
    ("Bắc Ninh", "Bắc Ninh", date(2026, 9, 20)),
]


@pytest.mark.parametrize("name, before, first", CITIES)
def test_provinces_that_became_cities(name, before, first):
    old, new = province(before, first - timedelta(1)), province(name, first)
    assert old is not None
    assert new is not None
    assert (old.kind, new.kind) == ("tinh", "thanh_pho")
    assert on_day(old, first) == (new,)
    assert on_day(new, first - timedelta(1)) == (old,)
    assert new.verified == ("yes" if name == "Huế" else "no")  # the three of 2026 are not from the gazette


@given(DAYS, st.integers(min_value=0))
def test_on_any_day_the_territories_are_those_of_that_day(day, number):
    of = provinces()[number % len(provinces())]
    found = on_day(of, day)
    assert found
    assert all(one.valid_on(day) for one in found)
    assert {now(one).id for one in found} == {now(of).id}


@given(DAYS)
def test_on_any_day_there_are_63_or_34(day):
    assert sum(one.valid_on(day) for one in provinces()) == (63 if day < NEW else 34)


def test_each_change_names_its_resolution():
    for row in rows("province_succession"):
        assert row["source"]
        assert row["on"]
        assert row["change"] in {"merger", "rank"}


DEPARTMENTS = [
    # before, after 01/03/2025: whole heirs, heirs of a part (Nghị định 45/2025/NĐ-CP as data/unit_succession.csv says)
    ("so_khdt", {"so_tai_chinh"}, set()),
    ("so_nnptnt", {"so_nnmt"}, set()),
    ("so_tnmt", {"so_nnmt"}, set()),
    ("so_gtvt", {"so_xay_dung"}, set()),
    ("so_tttt", {"so_khcn"}, {"so_vhttdl"}),
    ("so_ldtbxh", {"so_noi_vu"}, {"so_gddt", "so_y_te", "so_nnmt"}),
    ("ban_dan_toc", {"so_dttg"}, set()),
    # those that kept their name go on
    ("so_noi_vu", set(), set()),
    ("so_tai_chinh", set(), set()),
    ("so_y_te", set(), set()),
]


@pytest.mark.parametrize("unit, whole, part", DEPARTMENTS)
def test_departments_of_the_reform_of_2025(unit, whole, part):
    links = [row for row in rows("unit_succession") if row["from_id"] == unit]
    assert {row["to_id"] for row in links if row["kind"] == "whole"} == whole
    assert {row["to_id"] for row in links if row["kind"] == "part"} == part
    assert all("45/2025/NĐ-CP" in row["source"] or "150/2025/NĐ-CP" in row["source"] for row in links)
    assert {row["last_day"] for row in links} <= {"2025-02-28"}


def test_communes_are_all_there():
    links = rows("commune_succession")
    assert len({row["from_id"] for row in links}) == 10_047
    assert len({row["to_id"] for row in links}) == 3_316  # the five others were island districts
    heirs = Counter(row["from_id"] for row in links)
    for row in links:
        assert (row["change"] == "whole") is (heirs[row["from_id"]] == 1)


COMMUNES = [
    # commune of before, its province, the heir if certain, all that it may lie in
    ("Phường Trúc Bạch", "ha-noi", "Ba Đình", {"Ba Đình"}),
    ("Phường Cống Vị", "ha-noi", None, {"Ngọc Hà", "Giảng Võ"}),  # split: several heirs, none is guessed
    ("Phường Không Có", "ha-noi", None, set()),
    ("Trúc Bạch", "ha-noi", None, set()),  # a name without its kind is no commune
]


@pytest.mark.parametrize("commune, home, heir, candidates", COMMUNES)
def test_communes(commune, home, heir, candidates):
    found = heirs_of(commune, home)
    assert (found.heir.name if found.heir else None) == heir
    assert {one.name for one in found.candidates} == candidates


def test_no_split_commune_has_a_certain_heir():
    for row in rows("commune_succession"):
        if row["change"] == "part":
            kind = {"xa": "xã", "phuong": "phường", "thi_tran": "thị trấn"}[row["from_kind"]]
            assert heirs_of(f"{kind} {row['from_name']}", row["from_province"]).heir is None
