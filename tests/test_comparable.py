"""Which target counts in a comparison and which does not, and why: single rules over stores made by hand, and invariants."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from folders import make_store, plan
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors import Extraction
from extractors.targets import Target
from pipeline.compare import compare, compared
from pipeline.queries import query

ON_TIME = "ho-so-dung-han"
UP = "hồ sơ được giải quyết đúng hạn"


def lines(frame, *names):
    return [tuple(None if pd.isna(value) else value for value in row) for row in frame[list(names)].itertuples(index=False)]


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
@settings(max_examples=60, deadline=None, derandomize=True)
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


@pytest.mark.parametrize(
    "unit, state",
    [
        ("triệu đồng", "counted"),
        ("triệu đồng/người/năm", "counted"),  # the head and the year are in the name of the indicator
        ("tỷ đồng", "other_unit"),  # a thousand times as much
    ],
)
def test_money_for_each_head_counts(tmp_path, unit, state):
    said = {"indicator_id": "thu-nhap-binh-quan", "metric": "Thu nhập bình quân đầu người", "unit": unit}
    assert judged(tmp_path, promise("a", 95, **said), indicator="thu-nhap-binh-quan") == {("a", 95): state}
