"""The gold gate: stores of labelled plans, each figure at or above its floor, and our figures those of the public scorer."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from label_sets import FLOORS, LABEL_FOLDERS, SETS, SHARED, FloorFile, SetAbsent, label_set

from pipeline.evaluate import evaluate
from pipeline.figures import Report
from pipeline.measured import shipped

FLOOR_FILE = FloorFile.read(FLOORS.read_text(encoding="utf-8"))
FIGURES = sorted((name, figure) for name, figures in FLOOR_FILE.floors.items() for figure in figures)

pytestmark = [pytest.mark.slow]


class Measured:
    """Stores and figures of the sets, each made once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.stores: dict[str, Path] = {}
        self.reports: dict[str, Report] = {}

    def store(self, name: str) -> Path:
        if name not in self.stores:
            here = self.folder / name
            here.mkdir(exist_ok=True)
            try:
                found = label_set(name, here)
            except SetAbsent as absent:
                pytest.skip(str(absent))
            self.stores[name] = found.store(here)
            self.reports[name] = evaluate(self.stores[name], found.labels)
        return self.stores[name]

    def report(self, name: str) -> Report:
        self.store(name)
        return self.reports[name]


@pytest.fixture(scope="module")
def measured(tmp_path_factory) -> Measured:
    return Measured(tmp_path_factory.mktemp("gold"))


@pytest.mark.parametrize("name, figure", FIGURES)
def test_no_figure_is_below_its_floor(measured, name, figure):
    report = measured.report(name)
    misses = [f"{miss.doc}: {miss.said}" for miss in report.misses if miss.figure.startswith(figure)]
    assert report.figures[figure].score >= FLOOR_FILE.floors[name][figure], "\n".join(misses[:20])


@pytest.mark.parametrize("name", SETS)
def test_every_labelled_plan_is_in_the_store_and_every_figure_has_a_floor(measured, name):
    report = measured.report(name)
    assert report.absent == []
    assert set(report.figures) == set(FLOOR_FILE.floors[name]), "run: python scripts/raise_floors.py"


@pytest.mark.parametrize("name", [one.labels for one in shipped()])
def test_the_figures_that_ship_are_those_measured(measured, name):
    """Also where no floor is broken: what the page shows of a set is what comes out today."""
    report = measured.report(name)
    told = next(one for one in shipped() if one.labels == name)
    assert told.figures == report.figures, "run: python scripts/raise_floors.py"
    assert told.documents == report.documents


def test_every_set_of_plans_as_they_are_ships_its_figures():
    assert {one.labels for one in shipped()} == set(LABEL_FOLDERS)


@pytest.mark.parametrize("name", SETS)
def test_every_fact_is_what_stands_at_its_place(measured, name):
    """Evidence: text[char_start:char_end] == raw, in the published store."""
    with duckdb.connect(str(measured.store(name)), read_only=True) as connection:
        texts = dict(connection.execute("SELECT doc_id, text FROM documents").fetchall())
        for table in ("citations", "tasks", "targets"):
            rows = connection.execute(f"SELECT doc_id, char_start, char_end, raw FROM {table}").fetchall()
            assert rows, f"no {table} at all"
            wrong = [row for row in rows if texts[row[0]][row[1] : row[2]] != row[3]]
            assert wrong == []


# What is done to the store before both scorers measure it: the figures must be the same whatever the store holds.
DAMAGES = {
    "none": "",
    "facts lost": "DELETE FROM citations WHERE hash(citation_id) % 5 = 0; DELETE FROM tasks WHERE hash(task_id) % 4 = 0;"
    "DELETE FROM targets WHERE hash(target_id) % 3 = 0",
    "facts made up": "INSERT INTO citations SELECT * FROM citations WHERE hash(citation_id) % 3 = 0;"
    "INSERT INTO targets SELECT * FROM targets WHERE hash(target_id) % 4 = 0;"
    "INSERT INTO tasks SELECT * FROM tasks WHERE hash(task_id) % 6 = 0",
    "values lost": "UPDATE citations SET issuer = NULL, issued_on_text = NULL WHERE hash(citation_id) % 3 = 0;"
    "UPDATE documents SET issuer = NULL, issued_on_text = NULL, plan_year = NULL WHERE hash(doc_id) % 2 = 0;"
    "UPDATE tasks SET section = NULL, deadline_raw = NULL WHERE hash(task_id) % 3 = 0;"
    "UPDATE targets SET unit = NULL WHERE hash(target_id) % 3 = 0;"
    "DELETE FROM task_units WHERE hash(raw) % 5 = 0; DELETE FROM task_deadlines WHERE hash(raw) % 5 = 0",
    "texts cut": "UPDATE tasks SET text = left(text, length(text) * 4 // 5) WHERE hash(task_id) % 2 = 0;"
    "UPDATE targets SET raw = left(raw, length(raw) * 3 // 4), metric = left(metric, length(metric) * 3 // 4);"
    "UPDATE citations SET raw = upper(raw), canonical = lower(canonical); UPDATE documents SET title = left(title, 60)",
    "a document lost": "DELETE FROM documents WHERE doc_id = (SELECT min(doc_id) FROM documents)",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_our_figures_are_those_of_the_public_scorer(measured, damage, tmp_path):
    if not (SHARED / "eval" / "score.py").is_file():
        pytest.skip("../shared/eval/score.py is absent")
    store = tmp_path / "store.duckdb"
    shutil.copy(measured.store("gold"), store)
    with duckdb.connect(str(store)) as connection:
        connection.execute(DAMAGES[damage])
    theirs = tmp_path / "figures.json"
    command = [SHARED / "eval" / "score.py", store, SHARED / "gold", "--json", theirs]
    done = subprocess.run([sys.executable, *map(str, command)], capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stderr  # 1: a labelled document is not in the store
    report = evaluate(store, [SHARED / "gold"])
    scored = json.loads(theirs.read_text(encoding="utf-8"))
    assert report.absent == scored.pop("absent")
    flat = {
        name if "f1" in part or "share" in part else f"{name}.{figure}": counts
        for name, part in scored.items()
        for figure, counts in ({"": part} if "f1" in part or "share" in part else part).items()
    }
    assert {name: round(figure.score, 4) for name, figure in report.figures.items()} == {
        name: counts.get("f1", counts.get("share")) for name, counts in flat.items()
    }
    for name, counts in flat.items():
        if "p" in counts:
            figure = report.figures[name]
            assert (figure.right, figure.found, figure.labelled) == (counts["tp"], counts["pred"], counts["gold"])
