"""Which plans cite what they must: every kind of absence told apart; real plans against counts by hand; the command."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from folders import make_store, plan

from data import rows as reference
from data.document import Problem
from normalizers.legal_documents import registry
from pipeline.cli import main
from pipeline.errors import UnknownName
from pipeline.manifest import FileRecord
from pipeline.queries import query
from pipeline.required import list_parameters, sets
from pipeline.run import ingest

SHARED = Path(__file__).parents[2] / "shared"
CP = "Chính phủ"
LIST = "63/2010/NĐ-CP", "118/2025/NĐ-CP", "76/NQ-CP@2021"


def tthc_plan(name, province, text="", cites=None, *, day="2026-02-01", year=2026, **more):
    """A plan on administrative procedures."""
    place = {"province": province, "province_now": province, "issuer": f"UBND tỉnh {province}", "doc_type": "Kế hoạch"}
    days = {"plan_year": year, "plan_year_to": year, "issued_on": date.fromisoformat(day), "issued_on_text": day}
    return plan(name, text or f"Kế hoạch {name}.", cites or {}, plan_kind="kiem-soat-tthc", **place, **days, **more)


def cite(canonical, legal_id, day=None, issuer=CP, resolution="resolved"):
    return {
        "canonical": canonical, "number": canonical.rpartition("/")[0], "legal_id": legal_id, "issuer": issuer,
        "issued_on": day and date.fromisoformat(day), "issued_on_text": day, "resolution": resolution,
    }  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    right = cite("63/2010/NĐ-CP", "63/2010/NĐ-CP", "2010-06-08")
    made = [
        tthc_plan("an.txt", "An Giang", "Theo 63/2010/NĐ-CP; 61/2018/NĐ-CP.", {
            "63/2010/NĐ-CP": right, "61/2018/NĐ-CP": cite("61/2018/NĐ-CP", "61/2018/NĐ-CP", "2018-04-23"),
        }),
        tthc_plan("ha.txt", "Hưng Yên", "Theo 63/2010/NĐ-CP.", {
            "63/2010/NĐ-CP": cite("63/2010/NĐ-CP", "63/2010/NĐ-CP", "2010-06-09"),
        }),
        tthc_plan("la.txt", "Lai Châu", "Theo 63/2010/NĐ-CP.", {
            "63/2010/NĐ-CP": cite("63/2010/NĐ-CP", "63/2010/NĐ-CP", "2010-06-08", "Thủ tướng Chính phủ"),
        }),
        tthc_plan("ng.txt", "Nghệ An", "Theo 63/2010/NĐ-CP.", {
            "63/2010/NĐ-CP": cite("63/2010/NĐ-CP", None, "2010-06-08", "HĐND tỉnh Nghệ An", "unknown"),
        }),
        tthc_plan("so.txt", "Sơn La", "Theo 76/NQ-CP.", {"76/NQ-CP": cite("76/NQ-CP", None, None, CP, "unknown")}),
        tthc_plan("la-s.txt", "Lạng Sơn", "Theo 76/NQ-CP.", {"76/NQ-CP": cite("76/NQ-CP", "76/NQ-CP@2022", "2022-07-15")}),
        tthc_plan("ca.txt", "Cao Bằng", problems=[Problem("Không đọc được trang.", "Xin bản gốc.", 3)]),
        tthc_plan("di.txt", "Điện Biên"),
        tthc_plan("di-21.txt", "Điện Biên", "Kế hoạch cũ.", day="2021-01-05", year=2021),
    ]  # fmt: skip
    locked = FileRecord("/plans/khoa.pdf", "locked", 5, problem="Không mở được tệp.", advice="Kiểm tra quyền đọc.")
    return make_store(tmp_path_factory.mktemp("store"), made, [locked])


OWN = json.dumps([{"legal_id": one, "plan_kinds": "kiem-soat-tthc"} for one in LIST])

STATES = [
    # province, document, state in 2026
    ("An Giang", "63/2010/NĐ-CP", "cited"),
    ("An Giang", "118/2025/NĐ-CP", "superseded"),  # only what it replaced
    ("Hưng Yên", "63/2010/NĐ-CP", "wrong_date"),
    ("Lai Châu", "63/2010/NĐ-CP", "wrong_issuer"),
    ("Nghệ An", "63/2010/NĐ-CP", "wrong_issuer"),  # of a local body: nobody can say what is meant
    ("Sơn La", "76/NQ-CP@2021", "unclear"),  # every year has a 76/NQ-CP
    ("Lạng Sơn", "76/NQ-CP@2021", "wrong_date"),  # its day and month in another year
    ("Cao Bằng", "63/2010/NĐ-CP", "unreadable"),  # a page is missing
    ("Điện Biên", "63/2010/NĐ-CP", "none"),
    ("Huế", "63/2010/NĐ-CP", "no_plan"),
    ("(chưa rõ tỉnh)", "63/2010/NĐ-CP", "unreadable"),  # a locked file may be a plan of any province
]


@pytest.mark.parametrize("province, document, state", STATES)
def test_kinds_of_absence_are_told_apart(store, province, document, state):
    frame = query(store, "coverage_required", listed=OWN, year=2026)
    (row,) = frame[(frame["province_now"] == province) & (frame["cited"] == document)].to_dict("records")
    assert row["state"] == state
    if state in {"cited", "superseded", "wrong_date", "wrong_issuer", "unclear"}:  # shown by its words
        assert row["raw"].endswith("-CP")
        assert row["citation_id"]
        assert row["file"]


def test_a_plan_older_than_the_document_could_not_cite_it(store):
    frame = query(store, "coverage_required", listed=OWN, year=2021, by="plan")
    of_2021 = frame[frame["file"] == "di-21.txt"].set_index("cited")["state"].to_dict()
    assert of_2021 == {"63/2010/NĐ-CP": "none", "118/2025/NĐ-CP": "not_issued", "76/NQ-CP@2021": "not_issued"}


def test_every_province_of_today_has_a_row_for_each_document(store):
    frame = query(store, "coverage_required", listed=OWN, year=2026)
    assert frame["province_now"].nunique() == 35  # with the files of unknown province
    assert len(frame) == 35 * len(LIST)


def test_years_of_a_list(store):
    """Of the list on procedures, 118/2025 is asked for from 2026 on, 61/2018 until 2024."""
    asked = {
        year: set(query(store, "coverage_required", required="kiem-soat-tthc", year=year)["cited"]) for year in (2024, 2026)
    }
    assert "118/2025/NĐ-CP" in asked[2026] - asked[2024]
    assert "61/2018/NĐ-CP" in asked[2024] - asked[2026]


def test_required_documents_are_registered_with_their_day():
    for row in reference("required_documents"):
        document = registry().get(row["legal_id"])
        assert document is not None, row
        assert document.issued_on is not None
        assert row["set"] in sets()
        if row["from_year"] and row["to_year"]:
            assert int(row["from_year"]) <= int(row["to_year"])


OWN_LISTS = [
    # content, what the message names
    ("legal_id\n76/NQ-CP\n", "76/NQ-CP@2021"),  # without a year it is many documents
    ("legal_id,from_year\n63/2010/NĐ-CP,hai\n", "from_year"),
    ("a,b\n1,2\n", "không có văn bản"),
    ("legal_id\nnghị định\n", "dòng 2"),
]


@pytest.mark.parametrize("content, named", OWN_LISTS)
def test_a_list_that_cannot_be_understood(tmp_path, content, named):
    path = tmp_path / "ds.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnknownName, match=named):
        list_parameters(str(path))


def test_an_unknown_list_names_those_that_exist():
    with pytest.raises(UnknownName, match="chuyen-doi-so"):
        list_parameters("cchc")


def test_the_command(store, tmp_path):
    path = tmp_path / "ds.csv"
    path.write_text("legal_id\n63/2010/NĐ-CP\n", encoding="utf-8-sig")  # as Excel saves it
    done = CliRunner().invoke(main, ["coverage", "--store", str(store), "--required", str(path), "--year", "2026"])
    assert done.exit_code == 0, done.output
    lines = {line.split("  ")[0]: line.split()[-1] for line in done.output.splitlines() if "  " in line}
    assert lines["Hưng Yên"] == "≠ngày"
    assert lines["An Giang"] == "1"
    assert "dẫn sai ngày" in done.output
    refused = CliRunner().invoke(main, ["coverage", "--store", str(store), "--year", "2026"])
    assert refused.exit_code == UnknownName.exit_code


# Counted by reading: how many mentions of each document the plans with text hold (its own letterhead aside).
DIGITAL = (
    "hue-2025-qd441-tthc.signed",
    "lc-2025-qd2362-tthc",
    "nb-2025-qd119-tthc.nfd",
    "th-2025-qd500-tthc",
    "tv-2025-qd225-cu-tru",
)
BY_HAND = {
    "76/NQ-CP@2021": {"000": 1, "001": 1, "004": 2},
    "57-NQ/TW@2024": {"cp": 4, "dn": 4, "hcm": 2, "hn": 4, "ttg": 2},
    "63/2010/NĐ-CP": {"000": 1, "002": 1, "hue": 1, "lc": 1, "nb": 1, "th": 1, "tv": 1},
}


@pytest.mark.slow
def test_real_plans_as_counted_by_hand(tmp_path):
    if not (SHARED / "seeds").is_dir():
        pytest.skip(f"{SHARED} is not here")
    found = [*sorted((SHARED / "seeds").glob("*.txt")), *sorted((SHARED / "plans").glob("*-*.md"))]
    found += [SHARED / "plans" / f"{name}.pdf" for name in DIGITAL]
    store = tmp_path / "kho.duckdb"
    ingest(found, store, jobs=1)
    listed = json.dumps([{"legal_id": one} for one in BY_HAND])
    frame = query(store, "coverage_required", listed=listed, by="plan")
    cited = frame[frame["state"] == "cited"]
    for document, counted in BY_HAND.items():
        of_it = cited[cited["cited"] == document]
        assert dict(zip(of_it["file"].str.extract(r"^(\w+?)[_-]")[0], of_it["mentions"], strict=True)) == counted
