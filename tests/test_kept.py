"""Documents come back from their packed form as they were; and the version of reading knows all that reading uses."""

from __future__ import annotations

import ast
import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import data
from data.document import (
    Block,
    BlockKind,
    Box,
    Cell,
    Document,
    Furniture,
    OffsetMap,
    Page,
    Problem,
    ScanNote,
    Table,
    Word,
    Words,
)
from data.samples.render import HERE
from pipeline import ingest, kept
from pipeline.manifest import ROOT, read_with

PLANS = sorted((HERE / "plans").iterdir())

numbers = st.integers(0, 10_000)
sizes = st.floats(allow_nan=False, width=64)
words_of_text = st.text(max_size=20)
boxes = st.builds(Box, numbers, sizes, sizes, sizes, sizes)
notes = st.builds(ScanNote, words_of_text, st.lists(words_of_text, max_size=2).map(tuple), words_of_text)
tables = st.builds(Table, numbers, numbers, numbers, numbers, st.lists(st.builds(Cell, *[numbers] * 6)).map(tuple))
blocks = st.builds(Block, st.sampled_from(BlockKind), numbers, numbers, numbers, words_of_text, st.none() | tables)
documents = st.builds(
    Document,
    source_path=words_of_text,
    file_sha256=st.just("ab" * 32),
    file_format=st.sampled_from(["pdf", "txt"]),
    text=st.text() | st.just("tên \udcff lạ"),  # a name of a file that is no Unicode may be quoted
    blocks=st.lists(blocks, max_size=4).map(tuple),
    pages=st.lists(st.builds(Page, numbers, sizes, sizes, numbers, numbers, st.just("ocr"), sizes), max_size=3).map(tuple),
    words=st.lists(st.builds(Word, numbers, numbers, boxes, sizes, st.none() | notes), max_size=4).map(Words.of),
    furniture=st.lists(
        st.builds(Furniture, st.just("stamp"), words_of_text, st.none() | numbers, st.none() | boxes), max_size=3
    ).map(tuple),
    source_map=st.lists(st.tuples(numbers, numbers, numbers), max_size=4).map(tuple).map(OffsetMap),
    problems=st.lists(st.builds(Problem, words_of_text, words_of_text, st.none() | numbers), max_size=2).map(tuple),
)


def kinds(value: object) -> object:
    """The classes inside a value: equal tuples and lists, strings and enumerations must not be mistaken."""
    if dataclasses.is_dataclass(value):
        return [type(value), *(kinds(getattr(value, field.name)) for field in dataclasses.fields(value))]
    return [tuple, *map(kinds, value)] if isinstance(value, tuple) else type(value)


@given(documents)
def test_a_document_comes_back_as_it_was(document):
    again = kept.unpack(kept.pack(document), document.source_path)
    assert again == document
    assert kinds(again) == kinds(document)


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.name)
def test_every_sample_comes_back_as_it_was(path):
    document = ingest.read(path)
    reading = kept.pack(document)
    assert kept.unpack(reading, document.source_path) == document
    assert kept.unpack(reading, "moi.txt") == dataclasses.replace(document, source_path="moi.txt")
    assert len(reading.packed) < reading.size


def test_a_shard_gives_each_reading_alone(tmp_path):
    readings = [kept.Reading(f"{n:016d}", n, bytes([n]) * n) for n in range(1, 5)]
    kept.write(tmp_path, readings)
    assert [kept.fetch(tmp_path, reading.doc_id) for reading in readings] == readings
    assert kept.fetch(tmp_path, "other") is None
    assert kept.fetch(tmp_path / "khong-co", "other") is None


USED = """
import sys
from pathlib import Path
import data
seen, rows = set(), data.rows
def noted(name):
    seen.add(name)
    return rows(name)
data.rows = noted
from pipeline import ingest
for path in sorted(Path(sys.argv[1]).iterdir()):
    ingest.read(path)
files = [Path(module.__file__) for module in list(sys.modules.values()) if getattr(module, "__file__", None)]
print([str(path) for path in files if Path(sys.argv[2]) in path.parents and ".venv" not in path.parts])
print(sorted(seen))
"""


def test_the_version_of_reading_knows_all_code_and_tables_that_reading_uses():
    done = subprocess.run(
        [sys.executable, "-c", USED, str(HERE / "plans"), str(ROOT)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    code, tables_used = map(ast.literal_eval, done.stdout.splitlines())
    known = set(read_with())
    assert {Path(path) for path in code} <= known
    assert {data.FOLDER / f"{name}.csv" for name in tables_used} <= known


def test_the_version_of_reading_leaves_out_what_only_finders_use():
    known = {path.relative_to(ROOT).as_posix() for path in read_with()}
    assert "pipeline/ingest/draft.py" in known
    assert not {name for name in known if name.startswith("extractors/")}
    assert not known & {"pipeline/store.py", "data/legal_documents.csv", "data/units.csv", "data/indicators.csv"}
