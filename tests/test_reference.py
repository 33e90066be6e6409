from __future__ import annotations

import csv
import re
import subprocess
import sys
import unicodedata
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from data import FOLDER, rows
from normalizers.alphabet import order, slug
from normalizers.communes import provinces_of_commune
from normalizers.legal_documents import CANONICAL, issuer_part, legal_id, level, registry
from normalizers.provinces import provinces

TABLES = (
    "commune_succession",
    "communes",
    "doc_types",
    "fields",
    "issuer_symbols",
    "laws",
    "legal_documents",
    "legal_relations",
    "old_encodings",
    "party_congresses",
    "plan_kinds",
    "province_succession",
    "provinces",
    "required_documents",
    "required_sets",
    "surnames",
)
KEYS = {
    "commune_succession": ("from_id", "to_id"),
    "communes": ("name", "kind", "province", "valid_from"),
    "doc_types": ("type", "system", "abbreviation"),
    "fields": ("field",),
    "issuer_symbols": ("symbol", "issuer", "scope", "place_kind"),
    "laws": ("name", "number"),
    "legal_documents": ("legal_id",),
    "legal_relations": ("from_id", "relation", "to_id"),
    "party_congresses": ("valid_from",),
    "old_encodings": ("encoding", "code"),
    "plan_kinds": ("plan_kind",),
    "province_succession": ("from_id",),
    "provinces": ("id",),
    "required_documents": ("set", "legal_id"),
    "required_sets": ("set",),
    "surnames": ("surname",),
}
LAST_OLD_DAY, FIRST_NEW_DAY = date(2025, 6, 30), date(2025, 7, 1)
REFERENCE = Path(__file__).parents[1].parent / "shared" / "reference"


@pytest.mark.parametrize("name", TABLES)
def test_form(name: str) -> None:
    text = (FOLDER / f"{name}.csv").read_bytes().decode("utf-8")
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text
    assert text.endswith("\n")
    table = rows(name)
    keys = [tuple(row[column] for column in KEYS[name]) for row in table]
    assert len(set(keys)) == len(keys)
    for row in table:
        assert row["source"], row
        assert row.get("verified", "no") in {"yes", "partly", "no"}
        for column in {"valid_from", "valid_to", "issued_on", "effective_on", "expired_on", "on"} & row.keys():
            if row[column]:
                assert date.fromisoformat(row[column]).isoformat() == row[column]
        if row.get("valid_from") and row.get("valid_to"):
            assert row["valid_from"] <= row["valid_to"]
        if row["source"] == "unsourced":
            assert row["verified"] == "no", row


def test_every_table_tells_where_it_comes_from() -> None:
    told = set(re.findall(r"\w+", (FOLDER / "SOURCES.md").read_text(encoding="utf-8")))
    assert {path.stem for path in FOLDER.glob("*.csv")} <= told


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.stem)
def test_no_row_stands_twice(path: Path) -> None:
    lines = Counter(path.read_text(encoding="utf-8").splitlines())
    assert [line for line, times in lines.items() if times > 1] == []


@pytest.mark.parametrize("name", [name for name in TABLES if name not in {"communes", "fields", "plan_kinds", "provinces"}])
def test_rows_are_sorted(name: str) -> None:
    keys = [tuple(row[column] for column in KEYS[name]) for row in rows(name)]
    assert keys == sorted(keys)


@pytest.mark.parametrize("name", ["legal_documents", "legal_relations"])
def test_the_registry_holds_nothing_from_memory(name: str) -> None:
    assert [row for row in rows(name) if "unsourced" in row["source"]] == []


def test_what_was_added_by_hand_names_its_texts() -> None:
    path = Path(__file__).parents[1] / "scripts" / "legal_added.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        added = list(csv.DictReader(handle))
    assert [row["doc_id"] for row in added] == sorted({row["doc_id"] for row in added})
    assert all(row["source"] and row["verified"] in {"yes", "partly"} and row["status_now"] == "unknown" for row in added)


def test_the_number_of_a_law_has_a_source() -> None:
    assert [row for row in rows("laws") if row["number"] and "unsourced" in row["source"]] == []


def test_tables_with_an_order_of_their_own() -> None:
    for name in ("fields", "plan_kinds"):
        assert [row["order"] for row in rows(name)] == [str(place) for place in range(1, len(rows(name)) + 1)]
    places = [(order(row["name"].removeprefix("Thành phố ")), row["valid_from"]) for row in rows("provinces")]
    assert places == sorted(places)
    assert [int(row["sort_key"]) for row in rows("provinces")] == sorted(int(row["sort_key"]) for row in rows("provinces"))


@pytest.mark.parametrize(
    "day, provinces_then, cities_then",
    [
        (date(2024, 12, 31), 63, 5),
        (date(2025, 1, 1), 63, 6),  # Huế
        (LAST_OLD_DAY, 63, 6),
        (FIRST_NEW_DAY, 34, 6),
        (date(2026, 4, 30), 34, 7),  # Đồng Nai
        (date(2026, 9, 1), 34, 8),  # Quảng Ninh
        (date(2026, 9, 20), 34, 9),  # Bắc Ninh
    ],
)
def test_provinces_of_a_day(day: date, provinces_then: int, cities_then: int) -> None:
    valid = [one for one in provinces() if one.valid_on(day)]
    assert len({one.name for one in valid}) == len(valid) == provinces_then
    assert sum(one.kind == "thanh_pho" for one in valid) == cities_then


def test_changes_of_2026_are_marked_unverified() -> None:
    changed = [one for one in provinces() if one.valid_from and one.valid_from.year == 2026]
    assert {one.verified for one in changed} == {"no"}
    assert len(changed) == 3


def test_every_province_that_ended_has_one_successor_on_the_next_day() -> None:
    by_id = {one.id: one for one in provinces()}
    ended = {one.id for one in provinces() if one.valid_to}
    assert {row["from_id"] for row in rows("province_succession")} == ended
    for row in rows("province_succession"):
        old, new = by_id[row["from_id"]], by_id[row["to_id"]]
        assert old.successor == new.id
        assert old.valid_to is not None
        assert (date.fromisoformat(row["on"]) - old.valid_to).days == 1
        assert new.valid_from == date.fromisoformat(row["on"])


def test_tiles_do_not_overlap() -> None:
    tiles = {(row["tile_row"], row["tile_col"]) for row in rows("provinces") if _valid(row, "2025-07-01")}
    assert len(tiles) == 34
    assert ("", "") not in tiles


def test_types_and_issuers_are_of_closed_sets() -> None:
    for row in rows("doc_types"):
        assert row["system"] in {"state", "party", "both"}
        assert row["reading"] in {"only", "usual", "rare", "open", "variant"}
        assert row["plan_like"] in {"yes", "no"}
        assert row["central_only"] in {"yes", "no"}
    scopes = {"central", "province", "district", "commune", "unknown"}
    for row in rows("issuer_symbols"):
        assert row["scope"].removeprefix("party-") in scopes
        assert row["needs_place"] in {"yes", "no"}
        assert row["place_kind"] in {"", "tinh", "thanh_pho"}


def test_an_abbreviation_has_at_most_one_reading_without_words() -> None:
    for system in ("state", "party"):
        read: dict[str, set[str]] = {}
        for row in rows("doc_types"):
            if row["system"] == system and row["abbreviation"] and row["reading"] in {"only", "usual", "variant"}:
                read.setdefault(row["abbreviation"], set()).add(row["type"])
        assert {name: types for name, types in read.items() if len(types) > 1} == {}
        assert read["KH"] == {"Kế hoạch"}
        assert ("QĐ" in read) == (system == "state")  # a Party QĐ may be a Quyết định or a Quy định


def test_issuers_of_one_symbol_are_marked_ambiguous() -> None:
    for row in rows("issuer_symbols"):
        others = [other for other in rows("issuer_symbols") if other["symbol"] == row["symbol"] and _together(row, other)]
        if any(other["issuer"] != row["issuer"] for other in others):
            assert row["ambiguous"] == "yes", row
    known = {row["symbol"] for row in rows("issuer_symbols")}
    assert {row["variant_of"] for row in rows("issuer_symbols")} - {""} <= known


def test_names_of_laws() -> None:
    names = {row["name"] for row in rows("laws")}
    assert len(names) > 300
    assert len({name.casefold() for name in names}) == len(names)
    for row in rows("laws"):
        assert row["name"].startswith(f"{row['doc_type']} ")
        assert row["name"] == row["name"].strip(" .,;")
    # names with commas, with "và", with the word for law in them
    assert {
        "Luật Quản lý, sử dụng tài sản công",
        "Luật Thuế xuất khẩu, thuế nhập khẩu",
        "Luật Tiêu chuẩn và quy chuẩn kỹ thuật",
        "Luật Đầu tư theo phương thức đối tác công tư",
        "Luật Luật sư",
        "Luật Ngân sách nhà nước",
    } <= names


def test_kinds_of_plans_find_their_own_examples() -> None:
    patterns = [(row["plan_kind"], re.compile(row["pattern"])) for row in rows("plan_kinds")]
    for row in rows("plan_kinds"):
        title = row["example"].lower()
        assert next(kind for kind, pattern in patterns if pattern.search(title)) == row["plan_kind"]
    assert not any(pattern.search("tổ chức lễ hội mùa xuân năm 2026") for _, pattern in patterns)


def test_fields_are_the_nine_of_the_contract() -> None:
    six = ["the-che", "tthc", "to-chuc-bo-may", "cong-vu", "tai-chinh-cong", "chinh-quyen-so"]
    assert [row["field"] for row in rows("fields")] == [*six, "chi-dao-dieu-hanh", "truyen-thong", "chung"]


@pytest.mark.parametrize(
    "canonical, issuer, issued, province, expected",
    [
        ("63/2010/NĐ-CP", None, None, None, "63/2010/NĐ-CP"),  # the number holds the year
        ("66.7/2025/NQ-CP", None, None, None, "66.7/2025/NQ-CP"),
        ("19-2018/NQ-CP", None, None, None, "19-2018/NQ-CP"),
        ("76/NQ-CP", None, 2021, None, "76/NQ-CP@2021"),
        ("76/NQ-CP", None, date(2021, 7, 15), None, "76/NQ-CP@2021"),
        ("76/NQ-CP", None, None, None, None),  # of which year?
        ("17-NQ/TW", "Bộ Chính trị", 2007, None, "17-NQ/TW@2007"),
        ("72/2025/QH15", None, None, None, "72/2025/QH15"),
        ("1671/NQ-UBTVQH15", None, 2025, None, "1671/NQ-UBTVQH15@2025"),
        ("71/2014/TTLT-BTC-BNV", None, None, None, "71/2014/TTLT-BTC-BNV"),
        ("5990/VPCP-KSTT", None, 2024, None, "5990/VPCP-KSTT@2024"),  # an official letter has no type
        ("905/QĐ-BNV", "Bộ trưởng Bộ Nội vụ", 2020, None, "905/QĐ-BNV@2020"),
        ("187/KH-UBND", "UBND tỉnh Hưng Yên", 2023, None, "187/KH-UBND@2023:ubnd-tinh-hung-yen"),
        ("187/KH-UBND", "UBND tỉnh Đồng Nai", 2023, None, "187/KH-UBND@2023:ubnd-tinh-dong-nai"),  # another document
        ("187/KH-UBND", "Ủy ban nhân dân tỉnh Hưng Yên", 2023, None, "187/KH-UBND@2023:ubnd-tinh-hung-yen"),
        ("187/KH-UBND", "Chủ tịch UBND tỉnh Hưng Yên", 2023, None, "187/KH-UBND@2023:ubnd-tinh-hung-yen"),  # one series
        ("187/KH-UBND", "UBND Hưng Yên", 2023, None, "187/KH-UBND@2023:ubnd-tinh-hung-yen"),
        ("187/KH-UBND", "UBND tỉnh", 2023, "Hưng Yên", "187/KH-UBND@2023:ubnd-tinh-hung-yen"),
        ("187/KH-UBND", "UBND tỉnh", 2023, None, None),  # of which province?
        ("187/KH-UBND", None, 2023, None, None),
        ("187/KH-UBND", "UBND tỉnh Hưng Yên", None, None, None),
        ("01/2025/QĐ-UBND", "UBND TP.HCM", None, None, "01/2025/QĐ-UBND:ubnd-thanh-pho-ho-chi-minh"),
        ("9/KH-UBND", "UBND huyện Tuy Phước", 2023, None, None),  # several districts may have one name
        ("9/KH-UBND", "UBND huyện Tuy Phước", 2023, "Bình Định", "9/KH-UBND@2023:ubnd-huyen-tuy-phuoc-binh-dinh"),
        ("9/KH-UBND", "UBND huyện Tuy Phước, tỉnh Bình Định", 2023, None, "9/KH-UBND@2023:ubnd-huyen-tuy-phuoc-binh-dinh"),
        ("9/KH-UBND", "UBND thành phố Huế", 2023, None, None),  # then a city within a province
        ("9/KH-UBND", "UBND huyện", 2023, "Bình Định", None),  # of which district?
        ("166-KH/TU", "Ban Thường vụ Tỉnh ủy Đồng Nai", 2020, None, "166-KH/TU@2020:tinh-uy-dong-nai"),
        ("166-KH/TU", "Tỉnh ủy Đồng Nai", 2020, None, "166-KH/TU@2020:tinh-uy-dong-nai"),
        ("102/BHXH-QLT", "Bảo hiểm xã hội Việt Nam", 2020, None, "102/BHXH-QLT@2020"),  # one symbol, two levels
        ("102/BHXH-QLT", "Bảo hiểm xã hội tỉnh Đồng Nai", 2020, None, "102/BHXH-QLT@2020:bao-hiem-xa-hoi-tinh-dong-nai"),
        ("102/BHXH-QLT", None, 2020, None, None),
        ("5680/CT-CS", "Cục Thuế", 2025, None, "5680/CT-CS@2025"),  # CT is no Chỉ thị here
        ("01/KH-KCNĐN", None, 2020, None, None),  # a symbol of its own: nobody but the words can tell
        ("64 TC/TCT", "Bộ Tài chính", 1995, None, None),  # a form of the 1990s that has no canonical one
    ],
)
def test_identity(
    canonical: str, issuer: str | None, issued: date | int | None, province: str | None, expected: str | None
) -> None:
    assert legal_id(canonical, issuer, issued, province) == expected


@pytest.mark.parametrize(
    "symbol, expected",
    [("NĐ-CP", "CP"), ("NQ/TW", "TW"), ("QH15", "QH15"), ("STC-CSTH", "STC"), ("CT-CS", "CT"), ("CT-UBND", "UBND")],
)
def test_issuer_part(symbol: str, expected: str) -> None:
    assert issuer_part(symbol) == expected


def test_level() -> None:
    assert level("NĐ-CP") == "central"
    assert level("NQ/TW") == "party-central"
    assert level("KH-UBND") == "unknown"  # province, district or commune
    assert level("TTr-SNV") == "province"


def test_registry() -> None:
    known = registry()
    assert len(known) > 1300
    reform = known.get("76/NQ-CP@2021")
    assert reform is not None
    assert reform.issued_on == date(2021, 7, 15)
    assert reform.status == "unknown"  # nobody sourced it: not "in force"
    assert [document.legal_id for document in known.candidates("06/QĐ-TTg")] == ["06/QĐ-TTg@2022", "06/QĐ-TTg@2025"]
    assert known.candidates("999/2099/NĐ-CP") == ()


def test_documents_agree_with_their_numbers() -> None:
    for row in rows("legal_documents"):
        assert row["status"] in {"in_force", "expired", "partly_expired", "not_yet", "unknown"}
        found = CANONICAL.fullmatch(row["canonical"])
        assert found is not None
        if found["year"] and row["issued_on"]:
            assert row["issued_on"][:4] == found["year"], row
        assert row["legal_id"].startswith(row["canonical"])
        if row["status"] == "unknown":
            assert not row["expired_on"], row
        # no letter of another alphabet
        assert not re.search("[\u0370-\u04ff]", row["canonical"] + row["title"]), row


def test_both_ends_of_a_relation_are_identities() -> None:
    for row in rows("legal_relations"):
        assert row["relation"] in {"amends", "replaces", "repeals", "guides", "implements", "based_on"}
        assert row["from_id"] != row["to_id"]
        for end in (row["from_id"], row["to_id"]):
            canonical, _, year = end.partition("@")
            assert legal_id(canonical, None, int(year) if year else None) == end


def test_no_document_that_surely_ended_is_amended_later() -> None:
    relations = rows("legal_relations")
    amended: dict[str, list[tuple[str, str]]] = {}
    for row in relations:
        if row["relation"] == "amends":
            amended.setdefault(row["to_id"], []).append((row["from_id"], row["effective_on"]))
    ends = [row for row in relations if row["relation"] in {"replaces", "repeals"} and row["verified"] == "yes"]
    assert len(ends) > 1900
    for row in ends:
        for by, day in amended.get(row["to_id"], []):
            assert by != row["from_id"], row  # a note "bãi bỏ một số điều" read as an end
            assert not row["effective_on"] or day <= row["effective_on"], row


@pytest.mark.parametrize(
    "commune, day, expected",
    [
        ("thị trấn Tuy Phước", LAST_OLD_DAY, ["binh-dinh"]),
        ("xã Tuy Phước", FIRST_NEW_DAY, ["gia-lai-2025"]),
        ("Xã Tuy Phước", date(2024, 1, 1), []),  # not there yet
        ("xã Quang Trung", FIRST_NEW_DAY, ["bac-ninh-2025", "cao-bang"]),  # in two provinces
        ("xã hội", LAST_OLD_DAY, []),
        ("Tuy Phước", LAST_OLD_DAY, []),  # kind not told
    ],
)
def test_communes(commune: str, day: date, expected: list[str]) -> None:
    assert [found.id for found in provinces_of_commune(commune, day)] == expected


def test_a_name_that_many_provinces_have_is_in_all_of_them() -> None:
    found = provinces_of_commune("phường 1", LAST_OLD_DAY)
    assert len(found) > 10
    assert all(one.valid_on(LAST_OLD_DAY) for one in found)


def test_communes_stand_in_provinces_of_their_day() -> None:
    by_id = {one.id: one for one in provinces()}
    for row in rows("communes"):
        assert by_id[row["province"]].valid_on(FIRST_NEW_DAY if row["valid_from"] else LAST_OLD_DAY)
    assert len({row["province"] for row in rows("communes") if row["valid_from"]}) == 34


def test_slugs_of_provinces_tell_them_apart() -> None:
    assert len({slug(one.name) for one in provinces()}) == len({one.name for one in provinces()})


@pytest.mark.slow
def test_tables_are_what_the_script_makes(tmp_path: Path) -> None:
    if not REFERENCE.exists():
        pytest.skip("the folder of sourced facts is not here")
    script = Path(__file__).parents[1] / "scripts" / "build_reference.py"
    subprocess.run([sys.executable, script, REFERENCE, tmp_path], check=True, capture_output=True)
    for made in sorted(tmp_path.glob("*.csv")):
        assert made.read_bytes() == (FOLDER / made.name).read_bytes(), made.name
    assert len(list(tmp_path.glob("*.csv"))) == 6


def _valid(row: object, day: str) -> bool:
    assert isinstance(row, dict)
    return row["valid_from"] <= day and (not row["valid_to"] or day <= row["valid_to"])


def _together(one: object, other: object) -> bool:
    """Whether two rows hold on a common day and for a common kind of province."""
    assert isinstance(one, dict)
    assert isinstance(other, dict)
    if one["place_kind"] and other["place_kind"] and one["place_kind"] != other["place_kind"]:
        return False
    return not (
        (one["valid_to"] and other["valid_from"] and one["valid_to"] < other["valid_from"])
        or (other["valid_to"] and one["valid_from"] and other["valid_to"] < one["valid_from"])
    )
