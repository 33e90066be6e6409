"""The screen of the cascade says what the store says: what stands above, what below, how long after, where none was seen."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from folders import rows
from test_cascade import CENTRAL, DISTRICT, PROVINCE
from web_site import visitor

from pipeline.run import ingest
from pipeline.web.tile_map import Tile


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cascade-screen")
    for name, text in (("trung-uong", CENTRAL), ("tinh", PROVINCE), ("huyen", DISTRICT)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest([folder], folder / "kho.duckdb", jobs=1)
    return folder / "kho.duckdb"


@pytest.fixture(scope="module")
def guest(store):
    with visitor(store) as client:
        yield client


def document(store, name):
    ((doc_id,),) = rows(store, f"SELECT doc_id FROM documents WHERE parse_filename(source_path) = '{name}.txt'")
    return doc_id


def plain(page):
    """The words of a page without its mark-up."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def key_of(store, upper):
    ((key,),) = rows(
        store,
        f"SELECT coalesce(upper_legal_id, concat_ws('|', upper, upper_issuer)) FROM plan_links WHERE upper = '{upper}'",
    )
    return key


def test_every_document_above_is_listed_with_its_days(guest, store):
    page = guest.get("/cascade")
    links = rows(store, "SELECT DISTINCT upper FROM plan_links")
    assert len(links) == 3
    for (upper,) in links:
        assert f">{upper}" in page.text
    assert "4055/QĐ-TTg (2023) Thủ tướng Chính phủ 10/03/2023 1 1 từ 60 đến 60 ngày, trung vị 60 60" in plain(page)


@pytest.mark.parametrize(
    "asked, found",
    [
        ("q=ubnd+tinh", 2),  # without marks, by the issuer
        ("q=4055", 1),
        ("link=based_on", 1),
        ("province=Huế", 0),
        ("province=Hưng+Yên&link=implements", 2),
        ("link=nonsense", 3),  # an unknown link is no filter
    ],
)
def test_the_list_is_filtered(guest, asked, found):
    assert f"{found} văn bản cấp trên" in plain(guest.get(f"/cascade?{asked}"))


def test_a_document_has_the_plans_below_it_and_what_is_missing(guest, store):
    page = guest.get("/cascade", params={"above": key_of(store, "4055/QĐ-TTg")})
    told = plain(page)
    ((citation_id, days),) = rows(store, "SELECT citation_id, days_after FROM plan_links WHERE upper = '4055/QĐ-TTg'")
    assert f'href="/facts/{citation_id}"' in page.text
    assert f"{days} ngày" in told
    # Hưng Yên has a plan; of the other 33 provinces the store has none
    assert "kho chưa có kế hoạch nào từ ngày đó 33" in told
    assert re.search(r'aria-label="Hưng Yên: có kế hoạch thực hiện của cấp tỉnh, 60 ngày"', page.text)
    assert guest.get(f"/facts/{citation_id}").status_code == 307


def test_a_plan_of_a_district_is_not_one_of_its_province(guest, store):
    page = guest.get("/cascade", params={"above": key_of(store, "55/KH-UBND")})
    assert re.search(r'aria-label="Hưng Yên: có kế hoạch thực hiện của sở, huyện hoặc xã"', page.text)


def test_a_plan_shows_above_below_and_its_aims_beside_those_above(guest, store):
    told = plain(guest.get(f"/cascade?doc={document(store, 'tinh')}"))
    assert "Ở trên 2" in told
    assert "Ở dưới 1" in told
    assert "= 98" not in told
    assert re.search(r"4055/QĐ-TTg 98 % \d{4} 95 % 2023 Tỷ lệ hồ sơ giải quyết đúng hạn đạt 95%", told)
    assert "Ban hành quy chuẩn về thiết bị quét" in told
    assert "chưa thấy" in told


def test_the_viewer_leads_to_the_cascade_and_back(guest, store):
    doc_id = document(store, "tinh")
    assert f'href="/cascade?doc={doc_id}"' in guest.get(f"/documents/{doc_id}").text
    assert f'href="/documents/{doc_id}"' in guest.get(f"/cascade?doc={doc_id}").text


def test_what_every_province_was_told_is_shown_for_all_of_them(guest, store):
    page = guest.get("/cascade").text
    steps = rows(store, "SELECT count(DISTINCT step_id) FROM mandated_steps WHERE level = 'province'")[0][0]
    assert page.count('class="chart tiles"') == steps > 0
    assert len(re.findall(r'class="tile no_plan"', page)) == 34 * steps


@pytest.mark.parametrize("address", ["?above=" + quote("không có"), "?doc=0000000000000000", "?doc=../x"])
def test_what_is_not_there_is_told(guest, address):
    assert guest.get("/cascade" + address).status_code == 404


@pytest.mark.parametrize(
    "identity, shown",
    [
        ("76/NQ-CP@2021", "76/NQ-CP (2021)"),
        ("63/2010/NĐ-CP", "63/2010/NĐ-CP"),
        ("Luật Đầu tư", "Luật Đầu tư"),
        ("12/QĐ-BNV|Bộ Nội vụ", "12/QĐ-BNV (Bộ Nội vụ)"),
        ("9/KH-UBND@2020:ubnd-tinh-x", "9/KH-UBND (2020, ubnd tinh x)"),  # an issuer that no citation of the store names
    ],
)
def test_identities_are_shown_as_people_write_them(guest, identity, shown):
    page = guest.get("/coverage/mentions", params={"document": identity}).text
    assert f"<h1>{shown}</h1>" in page


def test_long_names_go_into_two_lines():
    def lines(name):
        return Tile(name, 0, 0, None, "", "none", "", "").lines

    assert lines("Huế") == ("Huế",)
    assert lines("Thành phố Hồ Chí Minh") == ("Thành phố", "Hồ Chí Minh")
