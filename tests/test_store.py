"""The tables follow from the classes; the store is built whole, checked, and opened by readers only."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Literal

import duckdb
import pytest
from folders import citation, contents, draft_of, foreign_duckdb, make_store, paged, plan, rows, three_provinces, write_plans
from hypothesis import given
from hypothesis import strategies as st

import data
from data.facts import Fact, column
from extractors import Extraction
from extractors.header import Header, HeaderSource
from extractors.tasks import Task, TaskUnit
from pipeline import tables
from pipeline.errors import StoreError
from pipeline.ground import OFFLINE
from pipeline.manifest import FileRecord, Manifest, row_shape
from pipeline.run import ingest
from pipeline.shards import fact_id, rows_of
from pipeline.store import cannot_open, publish, reading
from pipeline.web.open_store import OpenStore


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyUnit:
    raw: str
    unit_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyDay:
    raw: str
    char_start: int
    char_end: int
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Fact):
    """One duty.

    Not in the store's comments.
    """

    number: str | None = column("its number", default=None)
    value: float = 0.0
    whole: int | None = None
    sure: bool = False
    colour: Colour = Colour.RED
    kind: Literal["a", "b"] = "a"
    candidates: tuple[str, ...] = ()
    units: tuple[DutyUnit, ...] = ()
    days: tuple[DutyDay, ...] = ()


COLUMNS = [
    # column, type, null allowed
    ("duty_id", "VARCHAR", False),  # class name in snake case
    ("doc_id", "VARCHAR", False),
    ("number", "VARCHAR", True),  # str | None
    ("value", "DOUBLE", False),
    ("whole", "BIGINT", True),
    ("sure", "BOOLEAN", False),
    ("colour", "VARCHAR", False),  # StrEnum
    ("kind", "VARCHAR", False),  # Literal
    ("candidates", "VARCHAR[]", False),
    ("raw", "VARCHAR", False),  # of Fact, after the class's own
    ("char_start", "BIGINT", False),
    ("char_end", "BIGINT", False),
    ("confidence", "DOUBLE", False),
    ("page", "BIGINT", True),
]


def test_a_class_of_facts_gives_its_table():
    spec = tables.fact_table(Duty)
    assert (spec.name, spec.id_column, spec.meaning) == ("duties", "duty_id", "One duty.")
    assert [(c.name, c.type, c.nullable) for c in spec.columns] == COLUMNS
    assert {c.name: c.meaning for c in spec.columns}["number"] == "its number"


def test_tuples_of_dataclasses_give_child_tables():
    units, days = (child.table for child in tables.fact_table(Duty).children)
    assert (units.name, units.names) == ("duty_units", ("duty_id", "doc_id", "position", "raw", "unit_id"))
    # a child with words of its own can be pointed at too
    assert days.names == ("duty_day_id", "duty_id", "doc_id", "position", "raw", "char_start", "char_end", "on", "page")


@pytest.mark.parametrize(
    "name, table",
    [
        ("Task", "tasks"),
        ("TaskUnit", "task_units"),
        ("Duty", "duties"),  # consonant and y
        ("Day", "days"),  # vowel and y
        ("Address", "addresses"),
    ],
)
def test_plural_of_table_names(name, table):
    assert tables.table_name(dataclasses.make_dataclass(name, [])) == table


def test_a_field_that_no_column_can_hold_is_refused():
    bad = dataclasses.make_dataclass("Bad", [("where", dict[str, str])], bases=(Fact,), kw_only=True, frozen=True)
    with pytest.raises(tables.UnstorableField, match="where"):
        tables.fact_table(bad)


def test_contract_is_read_as_the_database_reads_it():
    with duckdb.connect() as connection:
        connection.execute(tables.CONTRACT.read_text(encoding="utf-8"))
        there = connection.execute(
            "SELECT table_name, column_name, data_type, is_nullable FROM duckdb_columns() WHERE NOT internal"
        ).fetchall()
    here = [(spec.name, c.name, c.type, c.nullable) for spec in tables.contract() for c in spec.columns]
    assert sorted(here) == sorted(there)


def test_every_contract_column_is_in_the_store():
    for agreed in tables.contract():
        made = tables.tables()[agreed.name]
        assert set(agreed.names) <= set(made.names), agreed.name
        assert made.meaning, agreed.name


def test_a_class_at_odds_with_the_contract_is_refused():
    agreed = tables.TableSpec("things", (tables.Column("year", "BIGINT", True, ""),))
    made = tables.TableSpec("things", (tables.Column("year", "VARCHAR", True, ""),))
    with pytest.raises(tables.UnstorableField, match="year"):
        tables._merged(agreed, made)


def test_rows_of_a_document(tmp_path):
    document = paged(draft_of("a.pdf", "Theo Nghị quyết số 76/NQ-CP\nvà Quyết định số 5/QĐ-TTg").finish())
    facts = (citation(document, "Nghị quyết số 76/NQ-CP"), citation(document, "Quyết định số 5/QĐ-TTg"))
    header = Header(number="5", sources=(HeaderSource("number", "Theo", 0, 4),))
    store = make_store(tmp_path, [Extraction(document, header, facts)])
    (row,) = rows(store, "SELECT number, page_count, n_blocks, text, issuer_unit_id FROM documents")
    assert row == ("5", 1, 2, document.text, None)
    found = rows(
        store,
        "SELECT raw, page, substr(text, char_start + 1, char_end - char_start) "
        "FROM citations JOIN documents USING (doc_id) ORDER BY char_start",
    )
    assert found == [(fact.raw, 1, fact.raw) for fact in facts]
    # one box a printed line, for facts and for the words of the header
    assert rows(store, "SELECT count(*) FROM evidence JOIN citations ON fact_id = citation_id") == [(2,)]
    assert rows(
        store, "SELECT field, page, x1 FROM header_sources JOIN evidence USING (page) WHERE fact_id = header_source_id"
    ) == [("number", 1, 24.0)]
    assert rows(store, "SELECT DISTINCT width, height, text_source FROM pages") == [(595.0, 842.0, "text")]


def test_facts_of_one_span_have_ids_of_their_own(tmp_path):
    document = draft_of("a.txt", "Nghị quyết số 76/NQ-CP").finish()
    facts = (citation(document, "76/NQ-CP"), citation(document, "76/NQ-CP", role="basis"))
    made = rows_of(Extraction(document, Header(), facts))["citations"]
    assert len({row["citation_id"] for row in made}) == 2
    again = rows_of(Extraction(document, Header(), facts))["citations"]
    assert made == again


def test_a_fact_that_misquotes_is_left_out_and_told(tmp_path):
    document = draft_of("a.txt", "Nghị quyết số 76/NQ-CP").finish()
    wrong = dataclasses.replace(citation(document, "76/NQ-CP"), char_start=1)
    store = make_store(tmp_path, [Extraction(document, Header(), (wrong, citation(document, "76/NQ-CP")))])
    assert rows(store, "SELECT count(*) FROM citations") == [(1,)]
    ((problem,),) = rows(store, "SELECT problem FROM ingest_problems WHERE kind <> 'reference'")
    assert "citations" in problem
    assert "1 mục" in problem


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b"]), st.integers(0, 3), st.integers(0, 3), st.integers(0, 2)), unique=True)
)
def test_ids_differ_where_what_they_name_differs(keys):
    assert len({fact_id("doc", *key) for key in keys}) == len(keys)


def test_a_document_without_text_is_never_silent(tmp_path):
    store = make_store(tmp_path, [Extraction(draft_of("scan.pdf", "").finish(), Header(), ())])
    assert rows(store, "SELECT state FROM files") == [("empty",)]
    assert rows(store, "SELECT kind, page FROM ingest_problems WHERE kind <> 'reference'") == [("unread", None)]
    assert rows(store, "SELECT readable FROM plans") == [("none",)]


def test_reference_tables_are_loaded(tmp_path):
    store = make_store(tmp_path, [])
    names = [path.stem for path in data.FOLDER.glob("*.csv")]
    assert len(names) > 20
    for name in names:
        assert rows(store, f'SELECT count(*) FROM "{name}"') == [(len(data.rows(name)),)]
    days = "SELECT DISTINCT data_type FROM duckdb_columns() WHERE column_name IN ('issued_on', 'effective_on', 'valid_to')"
    assert rows(store, days) == [("DATE",)]


def test_the_bodies_that_plans_name_stand_in_units(tmp_path):
    plan = "Nhiệm vụ | Chủ trì | Thời gian"
    document = draft_of("a.txt", plan).finish()
    units = (
        TaskUnit("lead", "Sở Nội vụ", "Sở Nội vụ tỉnh Hà Nam", "so_noi_vu/ha-nam", "resolved"),
        TaskUnit("coordinating", "các sở", "Các sở tỉnh Hà Nam", None, "group"),
    )
    task = Task(raw=plan, char_start=0, char_end=len(plan), source="table", field="chung", text="Nhiệm vụ", units=units)
    header = Header(issuer="Chủ tịch UBND tỉnh Hà Nam", province="Hà Nam", issued_on=date(2024, 1, 2))
    store = make_store(tmp_path, [Extraction(document, header, (task,))])
    assert rows(store, "SELECT issuer_unit_id FROM documents") == [("ubnd_tinh/ha-nam",)]
    found = rows(store, "SELECT unit_id, kind_id, province_id, name, valid_to FROM units WHERE kind_id IS NOT NULL")
    assert found == [
        ("so_noi_vu/ha-nam", "so_noi_vu", "ha-nam", "Sở Nội vụ tỉnh Hà Nam", date(2025, 6, 30)),
        ("ubnd_tinh/ha-nam", "ubnd_tinh", "ha-nam", "UBND tỉnh Hà Nam", date(2025, 6, 30)),  # not its chairman
    ]


def test_the_reference_tables_hold_no_value_of_a_wrong_type(tmp_path):
    store = make_store(tmp_path, [])
    assert rows(store, "SELECT problem FROM ingest_problems WHERE kind = 'reference'") == []


def test_a_reference_cell_of_a_wrong_type_is_null_and_told(tmp_path, monkeypatch):
    good, bad = ({"id": name, "name": name, "valid_to": day} for name, day in (("a", "2025-06-30"), ("b", "2025-06-31")))
    read = data.rows
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))  # no ground of other rows
    monkeypatch.setattr("data.rows", lambda name: (good, bad) if name == "provinces" else read(name))
    store = make_store(tmp_path, [])
    assert rows(store, "SELECT name, valid_to FROM provinces ORDER BY name") == [("a", date(2025, 6, 30)), ("b", None)]
    told = rows(store, "SELECT source_path, problem FROM ingest_problems WHERE contains(problem, '2025-06-31')")
    assert [path for path, _ in told] == ["data/provinces.csv"]


def test_provinces_sort_as_the_vietnamese_do(tmp_path):
    store = make_store(tmp_path, [])
    names = [name for (name,) in rows(store, "SELECT name FROM provinces WHERE valid_to IS NULL ORDER BY sort_key")]
    if not names:
        pytest.skip("data/provinces.csv is not there")
    assert names.index("Đồng Nai") < names.index("Gia Lai")  # bytewise Đ comes after all other letters
    assert names.index("Hà Tĩnh") < names.index("Hưng Yên")


def test_a_store_that_older_tools_can_open(tmp_path):
    store = make_store(tmp_path, three_provinces())
    with duckdb.connect(config=OFFLINE) as connection:
        connection.execute(f"ATTACH '{store}' AS s (READ_ONLY)")
        tags = connection.execute("SELECT tags FROM duckdb_databases() WHERE database_name = 's'").fetchone()
    assert tags is not None
    assert tags[0]["storage_version"].startswith("v1.2")
    assert rows(store, "SELECT count(*) FROM duckdb_indexes()") == [(0,)]
    assert rows(store, "SELECT DISTINCT constraint_type FROM duckdb_constraints()") == [("NOT NULL",)]


def test_columns_say_what_they_hold(tmp_path):
    store = make_store(tmp_path, [])
    names = ", ".join(f"'{spec.name}'" for spec in tables.contract())
    silent = rows(
        store,
        f"SELECT table_name, column_name FROM duckdb_columns() WHERE table_name IN ({names}) "
        "AND coalesce(comment, '') = '' AND NOT internal",
    )
    reference = {"units", "unit_succession", "provinces", "legal_documents", "legal_relations", "indicators", "fields"}
    assert [pair for pair in silent if pair[0] not in reference] == []


def test_readers_cannot_write(tmp_path):
    store = make_store(tmp_path, [])
    with reading(store) as connection, pytest.raises(duckdb.Error):
        connection.execute("DELETE FROM documents")


def test_same_shards_same_store(tmp_path):
    stores = [make_store(tmp_path / name, three_provinces()) for name in ("one", "two")]
    assert contents(stores[0]) == contents(stores[1])


def test_an_id_that_stands_twice_stops_the_build(tmp_path, monkeypatch):
    old = make_store(tmp_path, three_provinces())
    before = old.read_bytes()
    monkeypatch.setattr("pipeline.shards.fact_id", lambda *_key: "same")
    with pytest.raises(StoreError, match="hai dòng cùng mã"):
        make_store(tmp_path, three_provinces())
    assert old.read_bytes() == before


def test_rows_of_another_shape_are_named_not_mixed_in(tmp_path):
    make_store(tmp_path, three_provinces())
    old = FileRecord("/plans/hy-1.txt", "read", 1, 1, "ab" * 32, "0000000001", "v", "r", "older", gone=True)
    store = tmp_path / "kho.duckdb"
    publish(store, tmp_path / "kho.duckdb.parts", Manifest({old.path: old}, 1))
    assert rows(store, "SELECT count(*) FROM documents") == [(0,)]
    assert rows(store, "SELECT kind FROM ingest_problems WHERE kind <> 'reference'") == [("gone",)]
    assert row_shape() != "older"


@pytest.mark.parametrize(
    "make, says",
    [
        (lambda folder: folder / "none.duckdb", "Không có kho"),
        (lambda folder: _written(folder / "text.duckdb", b"hello, this is text and no store"), "không phải kho DuckDB"),
        (lambda folder: _written(folder / "short.duckdb", b""), "không phải kho DuckDB"),
        (lambda folder: folder, "là thư mục"),
        (lambda folder: _written(folder / "torn.duckdb", b"12345678DUCK" + b"\0" * 100), "Không mở được kho"),
    ],
)
def test_what_is_no_store_is_refused(tmp_path, make, says):
    with pytest.raises(StoreError, match=says), reading(make(tmp_path)):
        pass


@pytest.mark.parametrize("store", [".", "van-ban.txt"])  # a folder, a file of something else
def test_nothing_is_laid_beside_what_is_no_store(tmp_path, store):
    write_plans(tmp_path / "plans", 1)
    _written(tmp_path / "plans" / "van-ban.txt", b"Plan.")
    with pytest.raises(StoreError):
        ingest([tmp_path / "plans"], tmp_path / "plans" / store)
    assert not list(tmp_path.rglob("*.parts"))


HELD = [
    # what the database says, what is told
    ("IO Error: Could not set lock on file: Conflicting lock is held in /opt/py/bin/python3.11 (PID 4711). See also https",
     "đang được chương trình khác mở để ghi: python3.11 (tiến trình 4711)."),
    ("IO Error: Cannot open file: used by another process.\n\nFile is already open in \n/tools/dbeaver.exe (PID 12)",
     "dbeaver.exe (tiến trình 12)."),
    ("IO Error: The file is truncated", "tạo lại kho"),
]  # fmt: skip


@pytest.mark.parametrize("said, told", HELD)
def test_who_holds_a_store_is_told(said, told):
    refused = str(cannot_open(Path("kho.duckdb"), duckdb.IOException(said)))
    assert told in refused
    assert ("tạo lại kho" in refused) is (told == "tạo lại kho")  # a store in use is not to be made anew


def test_a_store_that_a_program_holds_is_not_called_damaged(tmp_path):
    store = make_store(tmp_path, [])
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", hold, store], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        holder.stdout.readline()
        with pytest.raises(StoreError, match=rf"tiến trình {holder.pid}\).*Đóng chương trình đó"), reading(store):
            pass
        with pytest.raises(StoreError, match="Đóng chương trình đó"):
            OpenStore(store, 5.0)
        holder.communicate()


def test_a_plan_keeps_its_place_in_the_list(tmp_path):
    store = make_store(tmp_path, [plan("b.txt", "Hai", {}), plan("a.txt", "Một", {})])
    assert rows(store, "SELECT text FROM documents") == [("Một\n",), ("Hai\n",)]


def test_foreign_database_is_not_overwritten(tmp_path):

    store = foreign_duckdb(tmp_path / "other.duckdb")
    write_plans(tmp_path / "plans", 1)
    with pytest.raises(StoreError, match="không phải kho của kehoach"):
        ingest([tmp_path / "plans"], store)
    with duckdb.connect(str(store), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM other").fetchone() == (0,)


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
