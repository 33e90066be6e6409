"""Plans of communes that are gone: the page says in which communes of today they lie, as far as that is known."""

from __future__ import annotations

import re
from datetime import date

import pytest
from folders import make_store, plan
from web_site import visitor

BEFORE, LAST, AFTER = date(2023, 3, 2), date(2025, 6, 30), date(2025, 7, 1)

ISSUERS = [
    # the issuer's place, its province at the day, the day, what is said of it
    ("phường Trúc Bạch", "Hà Nội", BEFORE, "phường Trúc Bạch nay thuộc phường Ba Đình."),
    ("phường Tây Lộc", "Thừa Thiên Huế", BEFORE, "phường Tây Lộc nay thuộc phường Phú Xuân."),  # the province was renamed
    ("xã Tân Lập", "Bình Phước", LAST, "xã Tân Lập nay thuộc xã Đồng Phú."),  # merged into another
    # split: each heir is named, none is chosen
    (
        "phường Cống Vị",
        "Hà Nội",
        BEFORE,
        "phường Cống Vị nay nằm trong phường Ngọc Hà, phường Giảng Võ; chưa rõ thuộc nơi nào.",
    ),
    ("phường Kim Liên", "Hà Nội", BEFORE, None),  # goes on under its name
    ("phường Trúc Bạch", "Hà Nội", AFTER, None),  # not of the time before
    ("phường Trúc Bạch", "Hà Nội", None, None),  # nobody knows of when
    ("phường Trúc Bạch", None, BEFORE, None),  # nor of which province
    ("phường Không Có", "Hà Nội", BEFORE, None),
    ("huyện Tuy Phước", "Bình Định", BEFORE, None),  # districts are in no table
    (None, "Hà Nội", BEFORE, None),
]


@pytest.mark.parametrize("local, home, day, said", ISSUERS)
def test_the_commune_of_today(tmp_path, local, home, day, said):
    made = plan("xa.txt", "Kế hoạch năm 2023.", {}, local=local, province=home, issued_on=day)
    with visitor(make_store(tmp_path, [made])) as guest:
        page = guest.get(f"/documents/{made.document.doc_id}").text
    assert re.findall(r"Theo danh mục đến 30/6/2025, ([^<]+)<", page) == ([said] if said else [])
