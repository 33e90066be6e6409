"""Files that leave the store: whole, typed, and harmless to a spreadsheet."""

from __future__ import annotations

import csv
import json
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from folders import make_store, three_provinces
from hypothesis import given
from hypothesis import strategies as st

from pipeline import export
from pipeline.errors import UnknownName

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


@pytest.mark.parametrize("form", export.FORMATS)
def test_every_table_is_exported(tmp_path, form):
    store = make_store(tmp_path, three_provinces())
    files = export.export_tables(store, tmp_path / "out", form)
    names = {file.stem for file in files}
    assert {"documents", "citations", "tasks", "targets", "provinces", "build", "ingest_problems"} <= names
    assert all(file.exists() for file in files)
    if form == "parquet":
        assert pq.read_table(tmp_path / "out" / "documents.parquet").num_rows == 4


def test_unknown_suffix():
    with pytest.raises(UnknownName, match="csv"):
        export.format_of(Path("a.docx"))


def test_a_place_that_cannot_be_written(tmp_path):
    with pytest.raises(export.ExportError, match="Không ghi được"):
        written(tmp_path / "khong-co" / "a.csv")
    (tmp_path / "file").write_text("")
    with pytest.raises(export.ExportError, match="Không tạo được"):
        export.export_tables(tmp_path / "x", tmp_path / "file", "csv")
