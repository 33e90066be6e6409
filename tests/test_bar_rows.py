"""Tables of plain text with bars between the cells."""

from __future__ import annotations

from pathlib import Path

import pytest
from document_checks import check_form, grid
from hypothesis import given, settings
from hypothesis import strategies as st

from data.document import Document
from extractors import extract
from extractors.tasks import Task
from normalizers.mapped_text import MappedText
from pipeline import ingest
from pipeline.ingest import text
from pipeline.ingest.draft import Draft

HEAD = "STT | Nhiệm vụ | Chủ trì | Thời gian"
ROWS = ["1 | Rà soát văn bản | Sở Tư pháp | Quý I/2026", "2 | Công khai kết quả | Sở Nội vụ | Quý II/2026"]


def laid_out(*lines: str) -> Document:
    draft = Draft("a.txt", "0" * 64, "txt")
    text.lay_out(MappedText.of("\n".join(lines)), draft)
    return draft.finish()


TABLES = [
    # bars between the cells, or at both ends too
    ([HEAD, *ROWS], 1, 3),
    ([f"| {row} |" for row in (HEAD, *ROWS)], 1, 3),
    # the rule under a header is no row
    ([HEAD, "--- | --- | --- | ---", *ROWS], 1, 3),
    # blank lines and a section title among the rows
    ([HEAD, "", ROWS[0], "", "II. Cải cách thủ tục", "", ROWS[1]], 1, 4),
    # rows that end in an empty cell, of a section too
    ([HEAD, "I | Thể chế | |", ROWS[0], "2 | Công khai | Sở Nội vụ |"], 1, 4),
    # too few rows, or cells
    ([HEAD, ROWS[0]], 0, 0),
    (["Trang chủ | Tin tức", "Văn bản | Liên hệ", "Sơ đồ | Tìm kiếm"], 0, 0),
    # rows that differ in what they hold are no table that could be told
    ([HEAD, "1 | Rà soát | Sở Tư pháp", "2 | Công khai", "3 | Đào tạo | Sở Nội vụ"], 0, 0),
    # bars in a sentence
    (["Địa chỉ a|b|c của hệ thống.", "Các sở thực hiện.", "Báo cáo trước tháng 6."], 0, 0),
]


@pytest.mark.parametrize("lines, tables, rows", TABLES)
def test_what_is_a_table(lines: list[str], tables: int, rows: int) -> None:
    document = laid_out("Kế hoạch thực hiện như sau.", "", *lines, "", "Các đơn vị thực hiện.")
    assert [table.rows for table in document.tables] == [rows] * tables
    assert document.text.startswith("Kế hoạch thực hiện như sau.\n")
    assert document.text.rstrip().endswith("\nCác đơn vị thực hiện.")


def test_cells_stand_in_their_columns() -> None:
    (table,) = (document := laid_out(HEAD, "1 | Rà soát |  | Quý I", ROWS[1])).tables
    assert grid(document, table)[1] == ["1", "Rà soát", "", "Quý I"]


def test_its_rows_are_tasks(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n".join(["KẾ HOẠCH", "Công tác năm 2026", "", HEAD, *ROWS]), "utf-8")
    tasks = [fact for fact in extract(ingest.read(tmp_path / "a.txt")).facts if isinstance(fact, Task)]
    assert [(task.text, [unit.raw for unit in task.units]) for task in tasks] == [
        ("Rà soát văn bản", ["Sở Tư pháp"]),
        ("Công khai kết quả", ["Sở Nội vụ"]),
    ]


@settings(max_examples=80)
@given(st.lists(st.lists(st.sampled_from(["Sở", "quý 2", "a", "", "-- |", "|"]), max_size=6).map(" | ".join), max_size=12))
def test_any_bars_go_through(lines: list[str]) -> None:
    check_form(laid_out(*lines), "\n".join(lines))
