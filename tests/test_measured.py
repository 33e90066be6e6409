"""Figures against hand labels: kept with day and version, shown with both, and of the machine alone."""

from __future__ import annotations

import dataclasses
import json
from html import unescape

import pytest
from click.testing import CliRunner
from corrected_plans import built, extraction, told_set
from folders import make_store, rows
from web_site import visitor

from pipeline.cli import main as kehoach
from pipeline.errors import StoreError
from pipeline.figures import Figure
from pipeline.manifest import results_version
from pipeline.measured import KEPT, Measured, Scores, encoded, kept, scores_in, shipped
from pipeline.store import machine_store

NAME = "Nhãn của phòng <CCHC>"
LABEL = {"type": None, "canonical": "76/NQ-CP", "issued_on": None, "issuer": None, "role": "body"}


def labels(folder, canonical="76/NQ-CP"):
    path = folder / "a.json"
    path.write_text(json.dumps({"doc": "a.txt", "citations": [{**LABEL, "canonical": canonical}]}), encoding="utf-8")
    return path


def ran(*words):
    return CliRunner().invoke(kehoach, [*map(str, words)])


def gold_scores(store):
    return scores_in(rows(store, "SELECT gold_scores FROM build")[0][0])


def test_a_build_carries_what_ships_and_which_version_made_it(tmp_path):
    scores = gold_scores(make_store(tmp_path, [extraction()]))
    assert scores == Scores(results_version(), shipped())
    assert all(one.is_shipped and one.figures and one.documents for one in scores.measured)


def test_what_was_measured_is_kept_in_the_store_and_in_the_next(tmp_path):
    store = make_store(tmp_path, [extraction()])
    assert ran("evaluate", labels(tmp_path), "--keep", NAME, "--store", store).exit_code == 0
    first = gold_scores(store).measured[0]
    assert (first.labels, first.documents, first.is_shipped) == (NAME, 1, False)
    assert first.version == results_version()
    assert first.figures["citations.identity"] == Figure(1, 1, 1)
    ran("evaluate", labels(tmp_path, "77/NQ-CP"), "--keep", NAME, "--store", store)
    again = gold_scores(store).measured
    assert [one.labels for one in again].count(NAME) == 1  # the new figures stand in the place of the old
    assert again[0].figures["citations.identity"] == Figure(0, 1, 1)
    make_store(tmp_path, [extraction()])
    assert gold_scores(store).measured == again
    assert rows(store, "SELECT count(*) FROM citations") == [(1,)]


@pytest.mark.parametrize(
    "options, figure",
    [
        ([], Figure(0, 1, 1)),  # what the machine itself said
        (["--as-corrected"], Figure(1, 1, 1)),  # what stands in the store
    ],
)
def test_corrections_do_not_make_the_machine_look_better(tmp_path, options, figure):
    made = extraction(canonical="76/NQ-CP")
    (tmp_path / "plans").mkdir()
    store = built(tmp_path, made, told_set(made, "76/NQ-CP", "77/NQ-CP"))
    before = sorted(tmp_path.rglob("*"))
    told = ran("evaluate", labels(tmp_path / "plans", "77/NQ-CP"), "--format", "csv", "--store", store, *options)
    (row,) = [line for line in told.output.splitlines() if line.startswith("citations.identity")]
    assert row.endswith(f"{figure.right},{figure.found},{figure.labelled}")
    assert rows(store, "SELECT canonical FROM citations") == [("77/NQ-CP",)]
    assert sorted(tmp_path.rglob("*")) == sorted([*before, tmp_path / "plans/a.json"])  # nothing built for the while stays


def test_a_machine_store_that_cannot_be_built_is_told(tmp_path):
    made = extraction()
    store = built(tmp_path, made, told_set(made, "76/NQ-CP", "77/NQ-CP"))
    (tmp_path / "kho.duckdb.parts").rename(tmp_path / "away")
    with pytest.raises(StoreError, match="as-corrected"), machine_store(store):
        pass
    assert ran("evaluate", labels(tmp_path), "--store", store, "--as-corrected").exit_code == 0


@pytest.mark.parametrize("options", [["--corrections"], ["--as-corrected", "labels"]])
def test_only_figures_of_the_machine_are_kept(tmp_path, options):
    store = make_store(tmp_path, [extraction()])
    assert ran("evaluate", *options, "--keep", NAME, "--store", store).exit_code == 2


def test_a_damaged_file_of_figures_is_told(tmp_path):
    (tmp_path / KEPT).write_text("[{}]", encoding="utf-8")
    with pytest.raises(StoreError, match="bị hỏng"):
        kept(tmp_path)


def test_figures_come_back_as_they_were_written(tmp_path):
    one = Measured(NAME, 3, "2026-01-02", "abc", {"header": Figure(9, 11, 11)})
    (tmp_path / KEPT).write_text(encoded([one]), encoding="utf-8")
    assert kept(tmp_path) == (one,)


@pytest.mark.parametrize(
    "version, told",
    [
        (results_version(), "bản đã dựng kho này"),
        ("0" * 16, "bản khác: chưa đo lại"),  # measured with another version than the one that made the store
    ],
)
def test_the_overview_tells_figures_day_and_version(tmp_path, version, told):
    parts = tmp_path / "kho.duckdb.parts"
    parts.mkdir()
    figures = {"header": Figure(9, 10, 10), "targets.full": Figure(0, 0, 0)}
    own = dataclasses.replace(shipped()[0], labels=NAME, on="2026-02-01", version=version, figures=figures)
    (parts / KEPT).write_text(encoded([own]), encoding="utf-8")
    page = visitor(make_store(tmp_path, [extraction()])).get("/").text
    table = unescape(page[page.index('id="measured"') :])
    assert "<CCHC>" not in page
    assert NAME in table
    assert "Kế hoạch mẫu đi kèm" in table

    def cell(row: str) -> str:
        return table[table.index(f"<td>{row}</td>") :].split("</td>")[1]

    assert "90 %" in cell("Đầu văn bản")
    assert "đúng 9; máy thấy 10, nhãn có 10" in cell("Đầu văn bản")
    assert cell("Mục tiêu: đúng cả chỉ tiêu, năm, so sánh").endswith("–")  # nothing labelled: no figure
    assert "01/02/2026" in cell("Ngày đo")
    assert told in cell("Bản đã đo")
