"""Comparison of indicators: the table of six provinces worked out by hand, what stays out and why, words, commands."""

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

from data import rows as reference
from normalizers.indicators import indicators
from pipeline import run as runs
from pipeline.cli import main
from pipeline.compare import COLUMNS, REASONS, compare
from pipeline.figures import Figure, Report
from pipeline.indicator_search import UnknownIndicator, find_indicator
from pipeline.old_map import place_on
from pipeline.queries import columns, queries, query
from pipeline.screen import column_titles, number

COMPARISON = Path(__file__).parents[1] / "data" / "samples" / "comparison"
FIGURES = tuple(Report({"header": Figure()}).to_arrow().column_names)  # the columns of an evaluation
ON_TIME = "ho-so-dung-han"


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


def test_codes_are_shown_in_words_on_the_terminal_only(samples):
    said = run("query", "review_targets", "--store", samples).stdout
    assert "kém mục tiêu năm trước" in said
    assert "worse_than_last_year" not in said
    assert "worse_than_last_year" in run("query", "review_targets", "--store", samples, "--format", "csv").stdout


@pytest.mark.parametrize(
    "indicator, sourced",
    [
        ("cat-giam-thoi-gian", True),
        (ON_TIME, False),  # an empty column would look as if every place met the target
    ],
)
def test_a_missing_national_target_is_told(samples, indicator, sourced):
    said = run("compare", indicator, "--year", "2025", "--store", samples).stdout
    assert ("Chưa có mục tiêu quốc gia nào có nguồn" in said) is not sourced
    assert ("so với quốc gia  " in said) is sourced


def test_every_reason_for_review_and_every_scope_has_words():
    told = {(row["column"], row["value"]) for row in reference("view_values")}
    reasons = set(re.findall(r"'(\w+)' AS reason|target_id, '(\w+)'", queries()["review_targets"].sql))
    assert {("reason", one or other) for one, other in reasons} <= told
    assert len(reasons) == 5
    scopes = {f"{level}{whole}" for level in ("province", "district", "commune") for whole in ("", "-body")}
    assert {value for column, value in told if column == "scope"} == {*scopes, "central", "unknown"}


def test_the_columns_of_a_comparison_have_titles():
    assert set(COLUMNS) <= set(column_titles("compare"))
    used = {name: set(re.findall(r"\w+", query.sql)) for name, query in queries().items()}
    used |= {"compare": set(COLUMNS), "evaluate": set(FIGURES)}
    used[""] = set().union(*used.values())
    assert [row for row in reference("view_columns") if row["column"] not in used[row["view"]]] == []  # none is left over


@pytest.mark.parametrize("view", sorted(queries()))
def test_every_column_of_a_view_has_a_title_of_its_own(view, samples):
    given = columns(samples, view)
    assert [column.name for column in given if not column.meaning] == []
    assert len({column.title for column in given}) == len(given)


def test_a_column_may_mean_something_else_in_a_view():
    assert len({column_titles("evaluate")[name].title for name in FIGURES}) == len(FIGURES)
    assert column_titles("findings_by_check")["found"].title == "số chỗ phải xem"
    assert column_titles("plans_without_citation")["found"].title == "tìm thấy"  # of documents


def test_every_reason_of_the_view_has_its_words(samples):
    from pipeline.ground import DERIVED  # noqa: PLC0415

    view = DERIVED.read_text(encoding="utf-8").split("CREATE VIEW promises")[1].split("AS scope")[1]
    named = set(re.findall(r"THEN '(\w+)'", view))
    assert named
    assert named <= set(REASONS)
