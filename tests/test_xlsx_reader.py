"""Spreadsheets: what cells show, where the table of a sheet is, what is not read."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest
from document_checks import grid
from openpyxl import Workbook
from openpyxl.styles import Border, Side

from data.document import Document
from extractors import extract
from pipeline import ingest
from pipeline.errors import UnreadableFile
from pipeline.ingest.sheet_values import shown

END = date(2025, 12, 31)
SHOWN = [
    (95, "General", "95"),
    (12.0, "General", "12"),
    (0.1 + 0.2, "General", "0,3"),  # as many digits as Excel shows
    (1e15, "General", "1000000000000000"),
    (0.95, "0%", "95%"),
    (0.955, "0.0%", "95,5%"),
    (2.5, "0", "3"),  # half is rounded up, as Excel does
    (1234567, "#,##0", "1.234.567"),
    (1234.5, "#,##0.00", "1.234,50"),
    (1500000, "#,##0,", "1.500"),  # in thousands
    (-5, "#,##0_);(#,##0)", "(5)"),
    (-1234, "#,##0", "-1.234"),
    (0, '0;-0;"-"', "-"),
    (7, "000", "007"),
    (7, '0" ngày"', "7 ngày"),
    (5, '"≥ "0', "≥ 5"),
    (1234567, '#,##0\\ "đ"', "1.234.567 đ"),
    (3, "0.0#", "3,0"),
    (END, "mm-dd-yy", "31/12/2025"),  # the short date of the machine
    (END, "mm/yyyy", "12/2025"),
    (date(2025, 1, 2), "[$-42A]d/m/yyyy;@", "2/1/2025"),
    (datetime.combine(END, time(8, 5)), "hh:mm dd/mm/yyyy", "08:05 31/12/2025"),
    (True, "General", "TRUE"),
    ("001", "0", "001"),  # a text stays as typed
    (None, "0", ""),
    # not understood: never shown as if it were
    (1500, "0.00E+00", None),
    (0.5, "# ?/?", None),
    (912345678, "000 000 000", None),
    (date(2025, 1, 2), "dddd, dd/mm", None),
]


@pytest.mark.parametrize("value, form, expected", SHOWN)
def test_values_as_shown(value, form, expected):
    assert shown(value, form) == expected


def saved(book: Workbook, folder: Path) -> Path:
    path = folder / "phu-luc.xlsx"
    book.save(path)
    return path


def task_sheet(folder: Path) -> Document:
    book = Workbook()
    sheet = book.active
    sheet.title = "Phụ lục 1"
    sheet["A1"], sheet["D1"] = "ỦY BAN NHÂN DÂN TỈNH A", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    sheet["A3"] = "PHỤ LỤC NHIỆM VỤ"
    sheet.merge_cells("A3:E3")
    sheet.append([])
    sheet.append(["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành"])
    sheet.append(["I", "Cải cách thể chế"])
    sheet.merge_cells("B6:E6")
    sheet.append([1, "Rà soát thủ tục hành chính", "Sở Nội vụ", "Sở Tư pháp", END])
    sheet.append([2, "Công bố kết quả", "Sở Tư pháp", None, "Quý IV/2025"])
    sheet["E7"].number_format = "dd/mm/yyyy"
    for row in sheet["A5:E8"]:
        for cell in row:
            cell.border = Border(bottom=Side("thin"), top=Side("thin"))
    sheet["A10"] = "Ghi chú: số liệu đến 30/6."
    return ingest.read(saved(book, folder))


def test_a_sheet_is_titles_a_table_and_notes(tmp_path: Path) -> None:
    document = task_sheet(tmp_path)
    assert document.file_format == "xlsx"
    assert [item.text for item in document.furniture] == ["Phụ lục 1"]
    letterhead, table = document.tables
    assert grid(document, letterhead) == [["ỦY BAN NHÂN DÂN TỈNH A", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]]
    section = "Cải cách thể chế"
    assert grid(document, table) == [
        ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành"],
        ["I", section, section, section, section],
        ["1", "Rà soát thủ tục hành chính", "Sở Nội vụ", "Sở Tư pháp", "31/12/2025"],
        ["2", "Công bố kết quả", "Sở Tư pháp", None, "Quý IV/2025"],
    ]
    assert document.text.rstrip().endswith("Ghi chú: số liệu đến 30/6.")
    assert document.problems == ()


def test_tasks_are_found_in_a_sheet(tmp_path: Path) -> None:
    facts = extract(task_sheet(tmp_path)).facts
    tasks = [fact for fact in facts if type(fact).__name__ == "Task"]
    assert [(task.number, task.text) for task in tasks] == [("1", "Rà soát thủ tục hành chính"), ("2", "Công bố kết quả")]
    assert tasks[0].deadline_raw == "31/12/2025"


def test_two_tables_of_a_sheet_are_two(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["A", "B", "C"], [1, 2, 3], [], [], [], ["D", "E", "F"], [4, 5, 6]):
        book.active.append(row)
    assert len(ingest.read(saved(book, tmp_path)).tables) == 2


def test_what_is_hidden_or_not_computed_is_said(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["a", "b", "c"])
    sheet.append(["x", "=1+1", 0.5])
    sheet.append(["ẩn", "y", "z"])
    sheet["C2"].number_format = "# ?/?"
    sheet.row_dimensions[3].hidden = True
    book.create_sheet("Nháp").sheet_state = "hidden"
    document = ingest.read(saved(book, tmp_path))
    assert "ẩn" not in document.text
    assert "0,5" in document.text
    said = " ".join(problem.problem for problem in document.problems)
    assert [word in said for word in ("3 ô trong hàng", "1 công thức", "1 ô có kiểu số lạ", "«Nháp»")] == [True] * 4
    assert len(document.problems) == 4


BROKEN = [b"PK\x03\x04", b"PK\x03\x04" + b"xl/workbook.xml" * 50]


@pytest.mark.parametrize("content", BROKEN)
def test_a_damaged_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"a\.xlsx"):
        ingest.read(path)
