"""Comparison of indicators: the table of six provinces worked out by hand, what stays out and why, invariants, commands."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from folders import make_store, plan
from hypothesis import given, settings
from hypothesis import strategies as st

from data import rows as reference
from extractors import Extraction
from extractors.targets import Target
from normalizers.indicators import indicators
from pipeline import run as runs
from pipeline.cli import main
from pipeline.compare import COLUMNS, REASONS, compare, compared
from pipeline.indicator_search import UnknownIndicator, find_indicator
from pipeline.old_map import place_on
from pipeline.queries import columns, queries, query
from pipeline.screen import column_titles, number

COMPARISON = Path(__file__).parents[1] / "data" / "samples" / "comparison"
ON_TIME = "ho-so-dung-han"
UP = "hồ sơ được giải quyết đúng hạn"


def lines(frame, *names):
    return [tuple(None if pd.isna(value) else value for value in row) for row in frame[list(names)].itertuples(index=False)]


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    store = tmp_path_factory.mktemp("samples") / "kho.duckdb"
    runs.ingest([COMPARISON], store, jobs=1)
    return store


# ---- the samples, against what their texts say (read and reckoned by hand, not taken from the output)

BY_HAND_2025 = [
    # rank, place now, who promises, sign, value, change since 2024, the words
    (1, "Hưng Yên", "UBND tỉnh Hưng Yên", "=", 100.0, None, "100% hồ sơ"),
    (2, "Gia Lai", "UBND tỉnh Bình Định", ">=", 98.0, -1.0, "từ 98% trở lên"),  # 99 in 2024
    (3, "Lạng Sơn", "UBND tỉnh Lạng Sơn", ">=", 97.5, None, "97,5% trở lên"),
    (4, "Đồng Nai", "UBND tỉnh Đồng Nai", ">=", 96.0, None, "Tối thiểu 96%"),  # not the draft's 90
    (5, "Gia Lai", "UBND tỉnh Gia Lai", ">", 95.0, None, "Trên 95%"),
    (5, "Huế", "UBND thành phố Huế", ">=", 95.0, 3.0, "không dưới 95%"),  # 92 in 2024, as tỉnh Thừa Thiên Huế
]


def test_six_provinces_as_reckoned_by_hand(samples):
    found = compare(samples, ON_TIME, 2025)
    counted = found.of("counted")
    assert lines(counted, "rank", "place", "issuer", "comparator", "value", "change") == [row[:6] for row in BY_HAND_2025]
    for raw, (*_, words) in zip(counted["raw"], BY_HAND_2025, strict=True):
        assert words in raw
    assert lines(found.summary, "year", "scope", "counted", "lowest", "median", "highest") == [
        (2025, "province", 6, 95.0, 96.75, 100.0)  # the middle of 96 and 97,5
    ]


def test_what_cannot_stand_beside_is_shown_apart_with_the_reason(samples):
    found = compare(samples, ON_TIME, 2025)
    assert lines(found.of("apart"), "issuer", "reason_code") == [
        ("UBND tỉnh Nghệ An", "range"),  # 95 to 98
        ("UBND tỉnh Quảng Trị", "relative"),  # higher than in 2024
        ("Sở Nội vụ tỉnh Thanh Hóa", "other_scope"),  # the department's own files
    ]
    assert lines(found.of("left_out"), "file", "value", "reason_code") == [("dn-2025-cchc-du-thao.txt", 90.0, "version")]


def test_gap_to_the_national_target_as_reckoned_by_hand(samples):
    found = compare(samples, "cat-giam-thoi-gian", 2025)  # 66/NQ-CP: at least 30 % by 2025
    assert lines(found.of("counted"), "rank", "issuer", "value", "national_value", "gap") == [
        (1, "UBND tỉnh Hưng Yên", 35.0, 30.0, 5.0),
        (2, "UBND tỉnh Bình Định", 30.0, 30.0, 0.0),
        (3, "UBND tỉnh Gia Lai", 20.0, 30.0, -10.0),
    ]
    assert lines(
        found.summary, "lowest", "median", "highest", "national_comparator", "national_year", "national_document"
    ) == [(20.0, 30.0, 35.0, ">=", 2025, "66/NQ-CP@2025")]
    assert found.national["source"].str.len().min() > 0


def test_the_old_map_names_the_provinces_of_its_day(samples):
    places = dict(lines(compare(samples, ON_TIME, 2025, as_of=date(2024, 6, 1)).of("counted"), "issuer", "place"))
    assert places["UBND tỉnh Bình Định"] == "Bình Định"
    assert places["UBND tỉnh Gia Lai"] == "Gia Lai"
    assert places["UBND thành phố Huế"] == "Thừa Thiên Huế"


def test_by_issuer_ranks_every_level_by_itself(samples):
    found = compare(samples, ON_TIME, 2025, by="issuer")
    assert lines(found.summary, "scope", "counted", "lowest", "highest") == [
        ("province", 6, 95.0, 100.0),
        ("province-body", 1, 99.0, 99.0),
    ]
    assert found.of("counted").set_index("issuer").loc["Sở Nội vụ tỉnh Thanh Hóa", "rank"] == 1
    assert found.of("counted").set_index("issuer").loc["UBND thành phố Huế", "change"] == 3  # one body under two names


def test_without_a_year_every_year_has_its_own_ranks(samples):
    found = compare(samples, ON_TIME)
    assert lines(found.summary, "year", "counted", "lowest", "highest") == [(2024, 2, 92.0, 99.0), (2025, 6, 95.0, 100.0)]
    assert list(found.of("counted").groupby("year")["rank"].min()) == [1, 1]


def test_every_row_leads_back_to_its_words(samples):
    found = compare(samples, ON_TIME).rows
    texts = dict(zip(*(query(samples, "documents_list")[name] for name in ("doc_id", "file")), strict=True))
    for row in found.itertuples():
        assert texts[row.doc_id] == row.file
        assert row.raw in (COMPARISON / row.file).read_text(encoding="utf-8")


def test_review_finds_the_target_below_that_of_the_year_before(samples):
    frame = query(samples, "review_targets")
    assert lines(frame, "reason", "issuer", "value", "previous") == [
        ("worse_than_last_year", "UBND tỉnh Bình Định", 98.0, 99.0)
    ]


# ---- single rules, over stores made by hand

PROVINCE = {"issuer_level": "province", "doc_type": "Kế hoạch", "plan_kind": "cchc"}


def promise(
    name, value, *, place="Lạng Sơn", day=date(2025, 1, 15), canonical="1/KH-UBND", title="Cải cách", more=(), **settings
):
    """A plan of a province with one target, or several (more)."""
    header = {key: settings.pop(key) for key in ("issuer", "issuer_level", "issued_on_text", "plan_year") if key in settings}
    year = header.get("plan_year", day.year if day else 2025)
    text = f"Kế hoạch {name}. " + " ".join(f"{one} % {UP}" for one in (value, *more))
    made = plan(
        name,
        text,
        {},
        **{
            **PROVINCE,
            "province": place,
            "province_now": place,
            "issuer": f"UBND tỉnh {place}",
            "issued_on": day,
            "issued_on_text": day.isoformat() if day else None,
            "canonical": canonical,
            "title": f"{title} {place} {year}",
            "plan_year": year,
            **header,
        },
    )
    facts = []
    for one in (value, *more):
        raw = f"{one} % {UP}"
        start = made.document.text.index(raw)
        given = {"unit": "%", "metric": UP, "indicator_id": ON_TIME, "year": year, "comparator": ">=", **settings}
        facts.append(Target(raw=raw, char_start=start, char_end=start + len(raw), value=float(one), **given))
    return Extraction(made.document, made.header, tuple(facts))


def judged(folder, *plans, indicator=ON_TIME, **asked):
    found = compare(make_store(folder, plans), indicator, **asked)
    return {
        (row.file, row.value): row.reason_code or "counted" for row in found.rows.fillna({"reason_code": ""}).itertuples()
    }


ALONE = [
    # what is odd about a single target, why it does not count
    ({}, "counted"),
    ({"confidence": 0.4}, "unsure"),
    ({"value_max": 99.0}, "range"),
    ({"comparator": ">prev"}, "relative"),
    ({"baseline_year": 2024}, "relative"),
    ({"metric": "hồ sơ đúng hạn tăng thêm"}, "relative"),
    ({"metric": "hồ sơ về tăng trưởng xanh được giải quyết đúng hạn"}, "counted"),  # a word that only begins so
    ({"year": None}, "no_year"),
    ({"unit": "điểm"}, "other_unit"),
    ({"unit": None}, "other_unit"),
    ({"comparator": "<="}, "against_direction"),
    ({"metric": "hồ sơ lĩnh vực đất đai được giải quyết đúng hạn"}, "part"),
    ({"issuer": "Sở Nội vụ tỉnh Lạng Sơn"}, "other_scope"),
    ({"issuer": "UBND huyện Lộc Bình", "issuer_level": "district"}, "other_scope"),
    ({"issuer": None, "issuer_level": None}, "other_scope"),
    ({"issuer": "Chủ tịch UBND tỉnh Lạng Sơn"}, "counted"),
    ({"issuer": "Tỉnh ủy Lạng Sơn"}, "counted"),
]


@pytest.fixture(scope="module")
def each_alone(tmp_path_factory):
    """What becomes of every case of ALONE, each in a year of its own."""
    plans = []
    for nth, (settings_, _) in enumerate(ALONE):
        day = date(2030 + nth, 1, 15)
        plans.append(promise(f"{nth}.txt", 95, day=day, **settings_))
    return {
        int(file.removesuffix(".txt")): code for (file, _), code in judged(tmp_path_factory.mktemp("alone"), *plans).items()
    }


@pytest.mark.parametrize("nth", range(len(ALONE)))
def test_a_single_target(nth, each_alone):
    assert each_alone[nth] == ALONE[nth][1], ALONE[nth]


def test_a_share_above_one_hundred_is_odd(tmp_path):
    assert judged(tmp_path, promise("a.txt", 120)) == {("a.txt", 120.0): "odd_value"}


def test_an_indicator_that_is_a_change_may_say_so(tmp_path):
    told = {"indicator_id": "cat-giam-thoi-gian", "metric": "cắt giảm thời gian giải quyết", "baseline_year": 2024}
    assert judged(tmp_path, promise("a.txt", 30, **told), indicator="cat-giam-thoi-gian") == {("a.txt", 30.0): "counted"}


def test_counts_for_each_of_something_are_kept_from_plain_counts(tmp_path):
    told = {"indicator_id": "doi-thoai", "unit": "cuộc"}
    each = promise("a.txt", 2, metric="mỗi huyện tổ chức đối thoại", **told)
    plain = promise("b.txt", 4, place="Huế", metric="tổ chức đối thoại", **told)
    assert judged(tmp_path, each, plain, indicator="doi-thoai") == {("a.txt", 2.0): "rate", ("b.txt", 4.0): "counted"}


LATER = {"day": date(2025, 3, 1), "canonical": "2/KH-UBND"}
OTHER = {"title": "Chuyển đổi số"}

TOGETHER = [
    # place, its plans (file, value, settings), what becomes of each (file, value)
    (  # one plan, two values: neither
        "Lạng Sơn",
        [("a", 95, {"more": (90,)})],
        {("a", 95): "several_values", ("a", 90): "several_values"},
    ),
    (  # one plan, one value twice
        "Hà Tĩnh",
        [("a", 95, {"more": (95,)})],
        {("a", 95): "repeated"},
    ),
    (  # a later plan of the same title
        "Huế",
        [("a", 90, {}), ("b", 95, LATER)],
        {("a", 90): "version", ("b", 95): "counted"},
    ),
    (  # a draft, even a later one, gives way to the numbered plan
        "Nghệ An",
        [("a", 90, {}), ("b", 95, {**LATER, "canonical": None})],
        {("a", 90): "counted", ("b", 95): "version"},
    ),
    (  # the same number and day in two files, whatever the title: one of them
        "Hà Nội",
        [("a", 94, {}), ("b", 95, OTHER)],
        {"counted", "version"},
    ),
    (  # another plan of the same body
        "Cao Bằng",
        [("a", 90, {}), ("b", 95, {**LATER, **OTHER})],
        {("a", 90): "older_plan", ("b", 95): "counted"},
    ),
    (  # two plans of one day that disagree: neither
        "Sơn La",
        [("a", 90, {}), ("b", 95, {**OTHER, "canonical": "2/KH-UBND"})],
        {("a", 90): "same_day", ("b", 95): "same_day"},
    ),
    (  # the newer plan gives a range: the old value no longer stands
        "Lai Châu",
        [("a", 90, {}), ("b", 95, {**LATER, **OTHER, "value_max": 99.0})],
        {("a", 90): "older_plan", ("b", 95): "range"},
    ),
    (  # a newer plan that says something of another kind leaves it standing
        "Điện Biên",
        [("a", 90, {}), ("b", 95, {**LATER, **OTHER, "unit": "điểm"})],
        {("a", 90): "counted", ("b", 95): "other_unit"},
    ),
    (  # old and new Gia Lai are two bodies in one year
        "Gia Lai",
        [("a", 90, {}), ("b", 95, {**LATER, "day": date(2025, 9, 1)})],
        {("a", 90): "counted", ("b", 95): "counted"},
    ),
    (  # in 2025, on no known day: old or new Cà Mau?
        "Cà Mau",
        [("a", 90, {"day": None, "issued_on_text": "2025", "plan_year": 2025})],
        {("a", 90): "no_land"},
    ),
    (  # the same where the territory stayed
        "Quảng Ninh",
        [("a", 90, {"day": None, "issued_on_text": "2025", "plan_year": 2025})],
        {("a", 90): "counted"},
    ),
]


@pytest.fixture(scope="module")
def all_together(tmp_path_factory):
    """What becomes of every case of TOGETHER."""
    plans = [
        promise(f"{place}-{file}", value, place=place, **given_)
        for place, told, _ in TOGETHER
        for file, value, given_ in told
    ]
    found = {}
    for (name, value), code in judged(tmp_path_factory.mktemp("together"), *plans).items():
        place, file = name.rsplit("-", 1)
        found.setdefault(place, {})[file, value] = code
    return found


@pytest.mark.parametrize("place, expected", [(place, expected) for place, _, expected in TOGETHER])
def test_one_value_for_a_body_and_year(place, expected, all_together):
    found = all_together[place]
    assert (set(found.values()) if isinstance(expected, set) else found) == expected


def test_a_merged_province_does_not_go_on_from_the_one_whose_name_it_bears(tmp_path):
    plans = [promise("a.txt", 98, place="Gia Lai"), promise("b.txt", 90, place="Gia Lai", day=date(2026, 1, 15))]
    store = make_store(tmp_path, plans)
    assert compare(store, ON_TIME, 2026).of("counted")["change"].isna().all()
    assert query(store, "review_targets").empty
    then = compare(store, ON_TIME, 2026, as_of=date(2025, 1, 1)).rows
    assert list(then["reason_code"]) == ["no_place_then"]  # its land was then two provinces


def test_an_indicator_where_less_is_better_ranks_the_least_first(tmp_path):
    late = {"indicator_id": "ho-so-qua-han", "metric": "hồ sơ quá hạn", "comparator": "<="}
    plans = [
        promise("a.txt", 2, **late),
        promise("b.txt", 1, place="Huế", **late),
        promise("c.txt", 2, place="Cà Mau", **late),
    ]
    found = compare(make_store(tmp_path, plans), "ho-so-qua-han")
    assert lines(found.of("counted"), "file", "rank") == [("b.txt", 1), ("c.txt", 2), ("a.txt", 2)]


def test_no_gap_to_a_national_target_without_source(tmp_path):
    told = {"indicator_id": "hai-long-tthc", "metric": "mức độ hài lòng"}
    found = compare(make_store(tmp_path, [promise("a.txt", 95, **told)]), "hai-long-tthc")
    assert set(found.national["verified"]) == {"no"}
    assert found.of("counted")["gap"].isna().all()


def goals(*given):
    return pd.DataFrame(
        [
            {
                "indicator_id": "x",
                "unit": "%",
                "source": "s",
                "value_max": None,
                "comparator": ">=",
                "verified": "yes",
                **row,
            }
            for row in given
        ]
    )


DUE = [
    # national targets; target year; the gap of a province at 85
    ([{"year": 2025, "value": 80.0, "scope": "province", "document": "A"}], 2024, 5.0),  # the next one due
    ([{"year": 2025, "value": 80.0, "scope": "province", "document": "A"}], 2026, None),  # past
    ([{"year": 2025, "value": 80.0, "scope": "ministry", "document": "A"}], 2025, None),  # does not bind provinces
    (
        [
            {"year": 2025, "value": 80.0, "scope": "national", "document": "A"},
            {"year": 2030, "value": 90.0, "scope": "ministry;province", "document": "B"},
        ],
        2025,
        -5.0,  # what binds provinces goes before what is set for the country
    ),
    (
        [
            {"year": 2025, "value": 80.0, "scope": "province", "document": "A"},
            {"year": 2025, "value": 90.0, "scope": "province", "document": "B"},
        ],
        2025,
        None,  # two documents that disagree
    ),
    ([{"year": 2025, "value": 80.0, "value_max": 90.0, "scope": "province", "document": "A"}], 2025, None),  # a range
]


@pytest.fixture(scope="module")
def of_85(tmp_path_factory):
    """The targets of a province: 85 for 2024, 2025 and 2026."""
    plans = [promise(f"{year}.txt", 85, day=date(year, 1, 15)) for year in (2024, 2025, 2026)]
    return query(make_store(tmp_path_factory.mktemp("due"), plans), "targets_compare", indicator=ON_TIME)


@pytest.mark.parametrize("national, year, gap", DUE)
def test_the_national_target_that_is_due(national, year, gap, of_85):
    rows, _ = compared(of_85, goals(*national), "up")
    assert lines(rows[rows["year"] == year], "gap") == [(gap,)]


FEW = st.lists(
    st.fixed_dictionaries(
        {
            "land": st.sampled_from(["ha-noi", "lang-son", "nghe-an"]),
            "year": st.sampled_from([2024, 2025]),
            "value": st.sampled_from([80.0, 90.0, 95.0, 100.0]),
            "apart": st.sampled_from([None, None, None, "range", "relative"]),
            "is_draft": st.booleans(),
            "day": st.sampled_from(["2024-01-01", "2024-06-01", "2025-01-01"]),
            "scope": st.sampled_from(["province", "province", "province-body"]),
            "doc_id": st.sampled_from(list("abcdef")),
        }
    ),
    min_size=1,
    max_size=12,
)


@given(FEW, st.sampled_from(["up", "down"]), st.sampled_from(["province", "issuer"]))
@settings(max_examples=60, deadline=None)
def test_whatever_the_targets_each_is_shown_once_and_one_counts_for_each_body(few, direction, by):
    targets = pd.DataFrame(
        [
            {
                **row, "target_id": f"t{nth}", "indicator_id": "x", "province_now": row["land"], "province": row["land"],
                "issuer": row["land"], "local": None, "comparator": "=", "value_max": None, "unit": "%", "metric": "m",
                "raw": "r", "page": None, "plan": row["doc_id"], "plan_year": row["year"], "issued_on": None,
                "issued_on_text": row["day"], "superseded_by": None, "file": row["doc_id"], "issuer_key": row["land"],
                "char_start": nth,
            }
            for nth, row in enumerate(few)
        ]
    ).astype({"year": "Int64", "apart": object, "page": "Int64"})  # fmt: skip
    rows, summary = compared(
        targets, goals({"year": 2025, "value": 90.0, "scope": "province", "document": "A"}), direction, by=by
    )
    assert sorted(rows["target_id"]) == sorted(targets["target_id"])
    counted = rows[rows["state"] == "counted"]
    assert not counted.duplicated(["place", "scope", "year"]).any()
    assert not set(rows.loc[rows["state"] != "counted", "reason"]) & {""}
    assert rows.loc[rows["state"] != "counted", "rank"].isna().all()
    for (year, scope), group in counted.groupby(["year", "scope"]):
        best = group["value"].min() if direction == "down" else group["value"].max()
        assert set(group.loc[group["rank"] == 1, "value"]) == {best}
        of = summary[(summary["year"] == year) & (summary["scope"] == scope)].iloc[0]
        assert (of["counted"], of["lowest"], of["highest"]) == (len(group), group["value"].min(), group["value"].max())
    if by == "province":
        assert set(counted["scope"]) <= {"province"}


# ---- indicators by words; the old map

WORDS = [
    # what the user types, the indicator; None: several or none
    ("ho-so-dung-han", "ho-so-dung-han"),
    (" HO-SO-DUNG-HAN ", "ho-so-dung-han"),
    ("Tỷ lệ hồ sơ thủ tục hành chính giải quyết đúng hạn và trước hạn", "ho-so-dung-han"),
    ("PAPI", "papi"),  # an id
    ("hài lòng", None),  # of procedures, of services, of health …
    ("xếp hạng PAPI", "papi-xep-hang"),
    ("trực tuyến", None),
    ("chỉ tiêu không có", None),
    ("", None),
]


@pytest.mark.parametrize("words, expected", WORDS)
def test_indicators_by_words(words, expected):
    if expected is None:
        with pytest.raises(UnknownIndicator, match="kehoach indicators"):
            find_indicator(words)
    else:
        assert find_indicator(words).indicator_id == expected


@pytest.mark.parametrize("indicator_id", sorted(indicators()))
def test_every_indicator_is_found_by_its_id_and_its_title(indicator_id):
    assert find_indicator(indicator_id).indicator_id == indicator_id
    assert find_indicator(indicators()[indicator_id].name).indicator_id == indicator_id


PLACES = [
    # territory, day, its name then
    ("binh-dinh", date(2025, 6, 30), "Bình Định"),
    ("binh-dinh", date(2025, 7, 1), "Gia Lai"),
    ("gia-lai-2025", date(2025, 6, 30), None),  # two provinces
    ("thua-thien-hue", date(2026, 1, 1), "Huế"),  # another rank
    ("nghe-an", date(2030, 1, 1), "Nghệ An"),  # never merged
]


@pytest.mark.parametrize("land, day, name", PLACES)
def test_the_name_of_a_territory_on_a_day(land, day, name):
    assert place_on(land, day) == name


# ---- the commands


def run(*args):
    return CliRunner().invoke(main, [str(arg) for arg in args])


def test_the_comparison_on_screen_names_values_reasons_and_sources(samples):
    said = run("compare", "cat-giam-thoi-gian", "--store", samples).stdout
    assert "càng cao càng tốt" in said
    assert "Mục tiêu quốc gia đến năm 2025: ≥ 30 % (66/NQ-CP@2025; nguồn: " in said
    assert re.search(r"3 +Gia Lai +UBND tỉnh Gia Lai +≥ 20 % +-10 +gl-2025-cchc\.txt", said)
    assert "3 nơi; thấp nhất 20; trung vị 30; cao nhất 35" in said
    assert "20–30 %  nêu một khoảng" in said
    assert "trung vị 96,75" in run("compare", ON_TIME, "--year", 2025, "--store", samples).stdout  # a decimal comma


def test_the_comparison_as_a_file_is_plain(samples):
    as_json = json.loads(run("compare", ON_TIME, "--year", 2025, "--store", samples, "--format", "json").stdout)
    assert (as_json[2]["value"], as_json[2]["rank"], as_json[2]["gap"]) == (97.5, 3, None)
    assert tuple(as_json[0]) == COLUMNS
    as_csv = list(csv.DictReader(io.StringIO(run("compare", ON_TIME, "--store", samples, "--format", "csv").stdout)))
    assert {row["state"] for row in as_csv} == {"counted", "apart", "left_out"}


EMPTY = [
    # question, what is said
    (["compare", "papi-xep-hang"], "Chưa có kế hoạch nào trong kho đặt mục tiêu cho chỉ tiêu papi-xep-hang."),
    (
        ["compare", ON_TIME, "--year", "2031"],
        "Không có mục tiêu nào của chỉ tiêu này cho năm 2031. Kho có các năm: 2024, 2025.",
    ),
    (["targets", "--year", "2031"], "Kho không có mục tiêu nào cho năm 2031."),
    (["targets", "--province", "Cà Mau"], "Kho không có mục tiêu nào của Cà Mau."),
    (["targets", "--province", "Huế", "--indicator", "cat-giam-thoi-gian"], "không có mục tiêu nào thỏa tất cả"),
    (["indicators", "hoàn toàn lạ"], "Không có chỉ tiêu nào"),
]


@pytest.mark.parametrize("args, says", EMPTY)
def test_an_empty_answer_says_why(args, says, samples):
    said = run(*args, "--store", samples)
    assert said.exit_code == 0
    assert says in said.stderr


WRONG = [
    # question, what is said
    (["compare", "trực tuyến"], "Gõ mã của một trong số đó"),
    (["compare", "gì đó"], "kehoach indicators"),
    (["targets", "--province", "Lào"], "Không có tỉnh, thành phố nào tên 'Lào'"),
    (["targets", "--field", "tth"], "tthc = Cải cách thủ tục hành chính"),
]


@pytest.mark.parametrize("args, says", WRONG)
def test_a_wrong_question_is_answered_with_what_there_is(args, says, samples):
    said = run(*args, "--store", samples)
    assert said.exit_code == 2
    assert says in said.stderr


def test_targets_by_any_name_of_the_province(samples):
    for name in ("Bình Định", "tỉnh Bình Định"):
        said = json.loads(run("targets", "--province", name, "--year", 2025, "--store", samples, "--format", "json").stdout)
        assert [row["value"] for row in said] == [98.0, 30.0]
    both = json.loads(run("targets", "--province", "Gia Lai", "--year", 2025, "--store", samples, "--format", "json").stdout)
    assert {row["issuer"] for row in both} == {"UBND tỉnh Bình Định", "UBND tỉnh Gia Lai"}  # one province now


def test_targets_name_the_newer_version(samples):
    said = json.loads(run("targets", "--province", "Đồng Nai", "--store", samples, "--format", "json").stdout)
    assert {row["file"]: row["newer_version"] for row in said} == {
        "dn-2025-cchc.txt": None,
        "dn-2025-cchc-du-thao.txt": "dn-2025-cchc.txt",
    }


def test_indicators_with_the_number_of_their_targets(samples):
    said = json.loads(run("indicators", "đúng hạn", "--store", samples, "--format", "json").stdout)
    found = {row["indicator_id"]: (row["targets"], row["provinces"]) for row in said}
    assert found[ON_TIME] == (11, 8)  # twelve plans, less the draft; eight provinces of today
    assert len(json.loads(run("indicators", "--store", samples, "--format", "json").stdout)) == len(indicators())


def test_a_store_of_another_version_is_told_as_such(samples, tmp_path):
    import duckdb  # noqa: PLC0415

    with duckdb.connect(str(tmp_path / "old.duckdb")) as connection:
        connection.execute("CREATE TABLE build (manifest_id VARCHAR)")
    said = run("targets", "--store", tmp_path / "old.duckdb")
    assert said.exit_code == 5
    assert "do một bản kehoach khác tạo ra" in said.stderr


NUMBERS = [
    # value, as Vietnamese write it
    (1234.5, "1.234,5"),
    (95.0, "95"),
    (0.5, "0,5"),
    (1250000.0, "1.250.000"),
    (-1.0, "-1"),
    (100.0, "100"),
]


@pytest.mark.parametrize("value, shown", NUMBERS)
def test_numbers_on_screen(value, shown):
    assert number(value) == shown


@pytest.mark.parametrize("name", sorted(queries()))
def test_every_column_of_an_answer_has_a_title_and_a_meaning(name, samples):
    for column in columns(samples, name):
        assert column.title != column.name, column.name
        assert column.meaning


def test_the_columns_of_a_comparison_have_titles():
    assert set(COLUMNS) <= set(column_titles())
    used = {column for name in queries() for column in re.findall(r"\w+", queries()[name].sql)} | set(COLUMNS)
    assert {row["column"] for row in reference("view_columns")} <= used  # none is left over


def test_every_reason_of_the_view_has_its_words(samples):
    from pipeline.store import DERIVED  # noqa: PLC0415

    view = DERIVED.read_text(encoding="utf-8").split("CREATE VIEW promises")[1].split("AS scope")[1]
    named = set(re.findall(r"THEN '(\w+)'", view))
    assert named
    assert named <= set(REASONS)
