"""Files that leave the store: whole, typed, and harmless to a spreadsheet."""

from __future__ import annotations

import csv
import errno
import json
import os
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from folders import make_store, plan, rows, three_provinces
from hypothesis import given
from hypothesis import strategies as st

from pipeline import export
from pipeline.errors import UnknownName
from pipeline.queries import queries
from pipeline.snapshot import _exchanged, take

TABLE = pa.table(
    {
        "text": ["=1+1", "-5 % là chữ", "bình thường", None],
        "number": pa.array([-5, 3, None, 0], pa.int64()),
        "share": [-0.5, 1.0, None, 2.25],
        "day": pa.array([date(2024, 1, 17), None, None, None], pa.date32()),
        "several": [["a", "=b"], [], None, ["c"]],
    }
)


def written(path: Path, table: pa.Table = TABLE) -> Path:
    export.write(table.to_batches(), table.schema, path, export.format_of(path))
    return path


@pytest.mark.parametrize(
    "text, safe",
    [
        ("=1+1", "'=1+1"),
        ("+84", "'+84"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("＝1", "'＝1"),  # full width
        ("187/KH-UBND", "187/KH-UBND"),  # a hyphen inside is harmless
        ("=", "="),  # a comparator: a lone sign runs nothing
        ("", ""),
    ],
)
def test_formulas_are_made_harmless(text, safe):
    assert export.harmless(text) == safe


@given(st.text())
def test_no_text_starts_a_formula_and_none_is_lost(text):
    safe = export.harmless(text)
    assert text == "=" or not safe.startswith(export.FORMULA_STARTS)
    assert safe.removeprefix("'") == text or safe == text


def test_csv_is_for_excel(tmp_path):
    path = written(tmp_path / "a.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")  # else Excel shows "Káº¿"
    with path.open(encoding="utf-8-sig", newline="") as handle:
        assert list(csv.reader(handle)) == [
            ["text", "number", "share", "day", "several"],
            ["'=1+1", "-5", "-0.5", "2024-01-17", "a; =b"],  # numbers stay numbers
            ["'-5 % là chữ", "3", "1.0", "", ""],
            ["bình thường", "", "", "", ""],
            ["", "0", "2.25", "", "c"],
        ]


def test_xlsx_holds_texts_as_texts_and_numbers_as_numbers(tmp_path):
    sheet = openpyxl.load_workbook(written(tmp_path / "a.xlsx")).active
    first = next(sheet.iter_rows(min_row=2, max_row=2))
    assert [cell.data_type for cell in first] == ["s", "n", "n", "d", "s"]
    assert [cell.value for cell in first[:3]] == ["=1+1", -5, -0.5]


def test_xlsx_cuts_long_texts_visibly_and_drops_what_xml_cannot_hold(tmp_path):
    table = pa.table({"text": ["x" * 40_000, "a\x0bb"]})
    sheet = openpyxl.load_workbook(written(tmp_path / "a.xlsx", table)).active
    long, odd = (sheet.cell(row, 1).value for row in (2, 3))
    assert len(long) == export.XLSX_CELL
    assert long.endswith(export.CUT)
    assert odd == "ab"


IN_THE_WAY = [
    # what is there, what is told
    (lambda folder: folder / "none" / "a", "không có thư mục"),
    (lambda folder: _folder(folder / "a"), "đó là một thư mục"),
]


@pytest.mark.parametrize("make, says", IN_THE_WAY)
@pytest.mark.parametrize("form", export.FORMATS)
def test_what_is_in_the_way_of_a_file_is_told(tmp_path, make, says, form):
    place = make(tmp_path)
    with pytest.raises(export.ExportError, match=says):
        export.write(TABLE.to_batches(), TABLE.schema, place, form)


@pytest.mark.parametrize("form", export.FORMATS)
def test_a_file_that_is_open_elsewhere_is_told_and_stays(tmp_path, monkeypatch, form):
    path = tmp_path / "a"
    path.write_bytes(b"kept")

    def refuse(*_args, **_kwargs):
        raise PermissionError(errno.EACCES, "denied")

    monkeypatch.setattr(Path, "open", refuse)  # as Windows does where Excel has it open
    with pytest.raises(export.ExportError, match="đang mở ở chương trình khác"):
        export.write(TABLE.to_batches(), TABLE.schema, path, form)
    monkeypatch.undo()
    assert path.read_bytes() == b"kept"


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_xlsx_refuses_what_it_cannot_hold(tmp_path, monkeypatch):
    monkeypatch.setattr(export, "XLSX_ROWS", 3)
    with pytest.raises(export.ExportError, match="csv"):
        written(tmp_path / "a.xlsx")


def test_json_keeps_letters_and_numbers(tmp_path):
    made = json.loads(written(tmp_path / "a.json").read_text(encoding="utf-8"))
    assert made[0] == {"text": "=1+1", "number": -5, "share": -0.5, "day": "2024-01-17", "several": ["a", "=b"]}
    assert "là chữ" in (tmp_path / "a.json").read_text(encoding="utf-8")
    assert json.loads(written(tmp_path / "b.json", TABLE.slice(0, 0)).read_text(encoding="utf-8")) == []


def test_parquet_keeps_types(tmp_path):
    assert pq.read_table(written(tmp_path / "a.parquet")).equals(TABLE)


def test_json_lines_are_objects_of_their_own(tmp_path):
    lines = written(tmp_path / "a.jsonl").read_text(encoding="utf-8").split("\n")
    assert [json.loads(line)["number"] for line in lines[:-1]] == [-5, 3, None, 0]
    assert lines[-1] == ""


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("export"), three_provinces())


@pytest.mark.parametrize("form", export.FORMATS)
def test_every_table_view_and_query_is_exported_with_a_dictionary(tmp_path, store, form):
    files = export.export_tables(store, tmp_path / "out", form)
    assert len({file.name for file in files}) == len(files) == len(list((tmp_path / "out").iterdir()))
    names = {file.stem for file in files}
    in_store = {name for (name,) in rows(store, "SELECT table_name FROM duckdb_tables() WHERE NOT internal")}
    in_store |= {name for (name,) in rows(store, "SELECT view_name FROM duckdb_views() WHERE NOT internal")}
    asked = {q.name for q in queries().values() if all(p.default is not None for p in q.parameters)}
    assert names >= in_store | asked | {"data_dictionary"}
    assert {"coverage", "plans", "documents", "scan_words", "scan_words_query"} <= names
    assert "document_header" not in names  # asks for a document first
    if form == "parquet":
        assert pq.read_table(tmp_path / "out" / "documents.parquet").num_rows == 4
        told = pq.read_table(tmp_path / "out" / "data_dictionary.parquet").to_pylist()
        for file in files[:-1]:
            assert [row["column"] for row in told if row["name"] == file.stem] == pq.read_schema(file).names
        meanings = {(row["name"], row["column"]): row["meaning"] for row in told}
        assert meanings["coverage", "province_now"]
        assert all(meanings["citations", column] for column in ("raw", "char_start", "resolution"))


class TestSnapshot:
    def marked(self, folder):
        return json.loads((folder / "snapshot.json").read_text(encoding="utf-8"))

    def test_it_is_written_once_a_build_and_names_its_files(self, tmp_path, store):
        folder = tmp_path / "new" / "bi"
        count = take(store, folder, "parquet")
        assert count == len(self.marked(folder)["files"]) == len(list(folder.iterdir())) - 1
        assert self.marked(folder)["build"] == rows(store, "SELECT manifest_id FROM build")[0][0]
        before = (folder / "snapshot.json").stat().st_ino
        assert take(store, folder, "parquet") == 0
        assert (folder / "snapshot.json").stat().st_ino == before
        assert take(store, folder, "csv") == count  # another format is another snapshot
        assert {path.suffix for path in folder.iterdir()} == {".csv", ".json"}

    def test_a_folder_of_others_is_never_replaced(self, tmp_path, store):
        (tmp_path / "ke-hoach").mkdir()
        (tmp_path / "ke-hoach" / "a.docx").write_text("mine")
        with pytest.raises(export.ExportError, match="có sẵn tệp khác"):
            take(store, tmp_path / "ke-hoach", "csv")
        assert (tmp_path / "ke-hoach" / "a.docx").read_text() == "mine"

    @pytest.mark.parametrize("exchanging", [True, False])
    def test_a_new_build_replaces_all_files_in_one_step(self, tmp_path, monkeypatch, exchanging):
        if not exchanging:
            monkeypatch.setattr("pipeline.snapshot._exchanged", lambda _one, _other: False)
        small = make_store(tmp_path, three_provinces())
        folder = tmp_path / "bi"
        take(small, folder, "jsonl")
        (folder / "stranger.txt").write_text("left behind by hand")
        old = os.open(folder, os.O_RDONLY)  # a reader that has the old folder open keeps it whole
        make_store(tmp_path, [plan("mot.txt", "Một.", {}, canonical="1/KH-UBND")])
        take(small, folder, "jsonl")
        os.close(old)
        documents = (folder / "documents.jsonl").read_text(encoding="utf-8").splitlines()
        build = json.loads((folder / "build.jsonl").read_text(encoding="utf-8"))
        assert len(documents) == build["documents"] == 1
        assert build["manifest_id"] == self.marked(folder)["build"]
        assert not (folder / "stranger.txt").exists()
        assert [path.name for path in tmp_path.glob(".bi*")] == [".bi.lock"]

    @pytest.mark.skipif(not sys.platform.startswith("linux"), reason="folders change places in one step on Linux only")
    def test_the_folder_is_there_at_every_moment(self, tmp_path):
        one, other = tmp_path / "one", tmp_path / "other"
        for path in (one, other):
            path.mkdir()
            (path / "mark").write_text(path.name)
        assert _exchanged(one, other)
        assert (one / "mark").read_text() == "other"
        assert (other / "mark").read_text() == "one"


def test_unknown_suffix():
    with pytest.raises(UnknownName, match="csv"):
        export.format_of(Path("a.docx"))


def test_a_place_that_cannot_be_written(tmp_path):
    with pytest.raises(export.ExportError, match="Không ghi được"):
        written(tmp_path / "khong-co" / "a.csv")
    (tmp_path / "file").write_text("")
    with pytest.raises(export.ExportError, match="Không tạo được"):
        export.export_tables(tmp_path / "x", tmp_path / "file", "csv")
