"""The recipes for dashboards do what docs/dashboards.md says: its code runs, its addresses answer, its columns are there."""

from __future__ import annotations

import csv
import io
import re
import sys
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import duckdb
import pytest
from web_site import visitor

from pipeline.run import ingest
from pipeline.snapshot import take

TEXT = (Path(__file__).parents[1] / "docs/dashboards.md").read_text(encoding="utf-8")
SAMPLES = Path(__file__).parents[1] / "data/samples/comparison"
ADDRESSES = sorted(set(re.findall(r"http://127\.0\.0\.1:8000(/api/[\w.?=]+)", TEXT)))


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder that the recipes call /du-lieu."""
    made = tmp_path_factory.mktemp("bi")
    ingest([SAMPLES], made / "kho.duckdb", jobs=1)
    take(made / "kho.duckdb", made / "bi", "parquet")
    return made


@pytest.fixture(scope="module")
def guest(folder):
    with visitor(folder / "kho.duckdb") as client:
        yield client


def test_the_python_runs(folder, guest, monkeypatch):
    def get(address: str, params: dict[str, object], timeout: int) -> object:
        assert timeout
        return guest.get(address.replace("http://127.0.0.1:8000", ""), params=params)

    monkeypatch.setitem(sys.modules, "requests", SimpleNamespace(get=get))
    made: dict[str, object] = {}
    found = blocks("python")
    assert len(found) == 3
    for block in found:
        # answers of httpx have the same two names as those of requests
        exec(block.replace("/du-lieu", str(folder)), made)
    assert made["by_province"].loc["Hưng Yên", 2025] == 100  # type: ignore[attr-defined]
    assert set(made["coverage"]["state"]) >= {"cited", "no_plan"}  # type: ignore[index]
    assert list(made["overdue"].columns) == [  # type: ignore[attr-defined]
        name for (name, *_) in duckdb.connect(str(folder / "kho.duckdb"), read_only=True).execute(
            "DESCRIBE task_deadlines").fetchall()
    ]  # fmt: skip


def test_the_sql_runs(folder):
    (block,) = blocks("sql")
    with duckdb.connect() as own:
        found = own.execute(block.replace("/du-lieu", str(folder))).fetchall()
    assert "Hưng Yên" in {row[0] for row in found}


def test_a_store_opened_as_told_cannot_be_written(folder):
    with (
        duckdb.connect(str(folder / "kho.duckdb"), config={"access_mode": "read_only"}) as connection,
        pytest.raises(duckdb.Error, match="read-only"),
    ):
        connection.execute("DELETE FROM targets")


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_answers(guest, address):
    answer = guest.get(address)
    assert answer.status_code == 200
    assert answer.headers["x-kehoach-truncated"] == "false"
    if urlsplit(address).path.endswith(".json"):
        assert answer.json()


def test_the_power_query_names_columns_that_are_there_and_figures_with_a_point(guest):
    assert len(ADDRESSES) >= 4
    block = TEXT[TEXT.index("\nlet\n") : TEXT.index("\n    Typed\n")]
    answer = guest.get("/api/targets_list.csv", params={"year": "2025"})
    assert answer.content.startswith(b"\xef\xbb\xbf")  # encoding 65001
    told = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    typed = re.findall(r'\{"(\w+)", (?:type|Int64)', block)
    assert set(typed) == {"value", "year", "page"} <= set(told[0])
    assert "97.5" in {row["value"] for row in told}
    assert {row["year"] for row in told} == {"2025"}


def test_the_limit_is_the_one_told(guest):
    cut = guest.get("/api/targets_list.csv?limit=2")
    assert cut.headers["x-kehoach-truncated"] == "true"
    assert len(list(csv.reader(io.StringIO(cut.text)))) == 3
