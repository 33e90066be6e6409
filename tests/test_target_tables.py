"""Target tables of awkward kinds: heads of several lines, parts of a year, units and rows that say "as above", places."""

from __future__ import annotations

from itertools import takewhile

import pytest

from data.document import Document
from extractors.header import Header
from extractors.targets import Target, find
from pipeline.ingest.draft import Draft, DraftCell

YEAR = Header(title="Kế hoạch năm 2026", plan_year=2026)
PERIOD = Header(title="Kế hoạch giai đoạn 2026-2030", plan_year=2026, plan_year_to=2030)
Told = tuple[str, float | None, str | None, int | None]  # metric, value, unit, year


def table_of(*rows: list[str], above: str = "I. CHỈ TIÊU") -> Document:
    """A document with a table; "<" and "^" are places that the cell to the left or above covers."""
    draft = Draft("/plans/a.txt", "a" * 64, "txt")
    draft.paragraph("PHỤ LỤC")
    draft.paragraph(above)
    cells = []
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            if text not in ("<", "^"):
                wide = 1 + len(list(takewhile("<".__eq__, texts[column + 1 :])))
                tall = 1 + len(list(takewhile("^".__eq__, (other[column] for other in rows[row + 1 :]))))
                cells.append(DraftCell(text, row, column, tall, wide))
    draft.table(cells, len(rows), len(rows[0]))
    return draft.finish()


def told(document: Document, header: Header = YEAR) -> list[Told]:
    found = list(find(document, header))
    assert all(document.text[each.char_start : each.char_end] == each.raw for each in found)
    return [(each.metric, each.value, each.unit, each.year) for each in found]


def only(document: Document, header: Header = YEAR) -> Target:
    (found,) = find(document, header)
    return found


HEADS = [
    # the head of a column beside "Năm 2026" | why its number is no target of the year
    "KH 2026/ƯTH 2025 (%)",  # one year's value in another's
    "So sánh KH 2026 với TH 2025",
    "Tốc độ tăng 2026/2025 (%)",
    "Tăng/giảm so với năm 2025",
    "Tốc độ tăng 2026 (%)",
    "Quý I",  # a part of the year
    "Quý IV/2026",
    "6 tháng đầu năm 2026",
    "Tháng 3/2026",
    "Ghi chú",
]


@pytest.mark.parametrize("head", HEADS)
def test_columns_that_hold_no_value_of_the_year(head: str) -> None:
    document = table_of(["STT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm 2026", head], ["1", "Hợp tác xã mới", "HTX", "40", "12"])
    assert told(document) == [("Hợp tác xã mới", 40, "HTX", 2026)]


VALUES = [
    # the head of a column | the year of its value
    ("Đến tháng 6/2026", 2026),  # until then
    ("12 tháng năm 2026", 2026),
    ("Năm học 2026/2027", 2026),
    ("Giai đoạn 2026-2030", 2030),
]


@pytest.mark.parametrize(("head", "year"), VALUES)
def test_columns_that_hold_one(head: str, year: int) -> None:
    document = table_of(["STT", "Chỉ tiêu", "ĐVT", head], ["1", "Hợp tác xã mới", "HTX", "40"])
    assert told(document) == [("Hợp tác xã mới", 40, "HTX", year)]


BASES = [
    # heads of the columns before "Kế hoạch năm 2026", whose cells are 10, 20, …; the base and its year
    (["Thực hiện năm 2024", "Ước thực hiện năm 2025"], 20, 2025),  # the latest
    (["Ước thực hiện năm 2025", "Thực hiện năm 2024"], 10, 2025),
    (["Kế hoạch năm 2025", "Ước thực hiện năm 2025"], 20, 2025),  # reached, not planned
    (["Mục tiêu năm 2025"], None, None),
    (["Thực hiện giai đoạn 2021-2025", "Thực hiện năm 2025"], 20, 2025),  # of a year, as the value
    (["Thực hiện giai đoạn 2021-2025"], None, None),
    (["Hiện trạng"], 10, None),
]


@pytest.mark.parametrize(("heads", "base", "year"), BASES)
def test_where_a_value_starts_from(heads: list[str], base: float | None, year: int | None) -> None:
    numbers = [str(10 * number) for number in range(1, len(heads) + 1)]
    document = table_of(["STT", "Chỉ tiêu", "ĐVT", *heads, "Kế hoạch năm 2026"], ["1", "Xã mới", "xã", *numbers, "90"])
    found = only(document)
    assert (found.value, found.baseline_value, found.baseline_year) == (90, base, year)


def test_a_value_and_its_base_are_multiplied_alike() -> None:
    document = table_of(
        ["STT", "Chỉ tiêu", "Hiện trạng năm 2025", "Năm 2026"],
        ["1", "Khách du lịch", "2.577 nghìn lượt", "2.636 nghìn lượt"],
    )
    found = only(document)
    assert (found.value, found.unit, found.baseline_value, found.metric) == (2636000, "lượt", 2577000, "Khách du lịch")


MULTIPLIED = [
    # a cell without a unit beside it | value, unit
    ("4,5 triệu lượt", 4500000, "lượt"),
    ("12 nghìn tỷ đồng", 12000, "tỷ đồng"),
    ("3.200 triệu USD", 3200, "triệu USD"),  # a unit of money as it is said
]


@pytest.mark.parametrize(("cell", "value", "unit"), MULTIPLIED)
def test_words_that_multiply(cell: str, value: float, unit: str) -> None:
    found = only(table_of(["STT", "Chỉ tiêu", "Năm 2026"], ["1", "Kết quả", cell]))
    assert (found.value, found.unit, found.metric) == (value, unit, "Kết quả")


def test_a_unit_with_a_digit_in_the_name_of_an_indicator() -> None:
    document = table_of(["STT", "Chỉ tiêu", "Năm 2026"], ["1", "Nhà ở bình quân đầu người (m2 sàn)", "28"])
    assert only(document).unit == "m2 sàn"


def test_plan_and_result_under_each_year() -> None:
    document = table_of(
        ["STT", "Chỉ tiêu", "ĐVT", "Năm 2025", "<", "Kế hoạch năm 2026"],
        ["^", "^", "^", "Kế hoạch", "Ước thực hiện", "^"],
        ["1", "Giường bệnh", "giường", "28", "29,5", "31"],
    )
    found = only(document)
    assert (found.value, found.baseline_value, found.baseline_year) == (31, 29.5, 2025)


CELLS = [
    # a value cell | value, upper value, comparator, whether sure
    ("-1,2", (-1.2, None, "=", True)),
    ("−90", (-90, None, "=", True)),  # the sign for minus
    ("25 200", (25200, None, "=", True)),  # grouped by blanks
    ("1 400 500", (1400500, None, "=", True)),
    ("13.200,75", (13200.75, None, "=", True)),
    ("12 000 - 13 500", (12000, 13500, "=", True)),
    ("40-50", (40, 50, "=", True)),  # no minus
    ("≥ 95", (95, None, ">=", True)),
    ("Dưới 3", (3, None, "<", True)),
    ("95 (*)", (95, None, "=", True)),  # the sign of a note
    ("4.500 nghìn", (4500000, None, "=", True)),  # a word that multiplies
    ("13, 75", (13, None, "=", False)),  # a decimal or two numbers
    ("- 95", None),  # a dash, not a sign
    ("-", None),
    ("x", None),
]


@pytest.mark.parametrize(("cell", "expected"), CELLS)
def test_values(cell: str, expected: tuple[float, float | None, str, bool] | None) -> None:
    document = table_of(["STT", "Chỉ tiêu", "ĐVT", "Năm 2026"], ["1", "Mức thay đổi", "điểm", cell])
    found = [(each.value, each.value_max, each.comparator, each.confidence >= 0.5) for each in find(document, YEAR)]
    assert found == ([] if expected is None else [expected])


def test_numbers_one_under_the_other_are_for_review() -> None:
    document = table_of(["STT", "Chỉ tiêu", "ĐVT", "Năm 2026"], ["1", "Sản lượng", "tấn", "368.08\n1"])
    assert all(each.confidence < 0.5 for each in find(document, YEAR))


@pytest.mark.parametrize(
    ("sign", "sure"),
    [("nt", True), ("-nt-", True), ("//", True), ("″", True), ("như trên", True), ("-", False)],  # a dash may mean none
)
def test_units_as_above(sign: str, sure: bool) -> None:
    document = table_of(
        ["STT", "Chỉ tiêu", "ĐVT", "Năm 2026"], ["1", "Hộ nghèo", "%", "2"], ["2", "Hộ cận nghèo", sign, "3"]
    )
    found = list(find(document, YEAR))
    assert [each.unit for each in found] == ["%", "%"]
    assert (found[1].confidence >= 0.5) is sure


PARTS = [
    # rows below "Lao động có việc làm mới", and what the last one measures
    ([["", "Trong đó:", "", ""], ["", "- Nữ", "người", "40"]], "Lao động có việc làm mới: Nữ"),
    ([["", "Trong đó: nữ", "người", "40"]], "Lao động có việc làm mới: nữ"),
    ([["", "- Nữ", "người", "40"]], "Lao động có việc làm mới: Nữ"),
    ([["", "- Tỷ lệ lao động nữ", "%", "40"]], "Tỷ lệ lao động nữ"),  # names itself what it counts
    ([["", "Trong đó:", "", ""], ["2", "Hợp tác xã mới", "HTX", "40"]], "Hợp tác xã mới"),  # a row of its own
    ([["I", "Xã hội", "", ""], ["", "- Hợp tác xã mới", "HTX", "40"]], "Hợp tác xã mới"),  # a section between
]


@pytest.mark.parametrize(("rows", "metric"), PARTS)
def test_rows_that_are_parts_of_the_row_above(rows: list[list[str]], metric: str) -> None:
    first: list[str] = ["1", "Lao động có việc làm mới", "người", "90"]
    assert told(table_of(["STT", "Chỉ tiêu", "ĐVT", "Năm 2026"], first, *rows))[-1][0] == metric


def test_two_tables_side_by_side_under_one_head() -> None:
    head: list[str] = ["STT", "Chỉ tiêu", "ĐVT", "Năm 2026"]
    document = table_of([*head, *head], ["1", "Hợp tác xã mới", "HTX", "40", "2", "Hộ nghèo", "%", "3"])
    assert told(document) == [("Hợp tác xã mới", 40, "HTX", 2026), ("Hộ nghèo", 3, "%", 2026)]


MATRIX: list[list[str]] = [
    ["STT", "Xã, phường", "Số hợp tác xã mới (HTX)", "Tỷ lệ hộ nghèo (%)", "Ghi chú"],
    ["1", "Xã Thanh Liêm", "4", "2,5", ""],
    ["2", "Phường Kim Bảng", "-", "≤ 1", ""],
    ["", "Toàn tỉnh", "40", "2", ""],
]


def test_a_table_of_places_gives_one_target_a_place_and_indicator() -> None:
    document = table_of(*MATRIX, above="GIAO CHỈ TIÊU NĂM 2027 CHO CÁC XÃ, PHƯỜNG")
    assert told(document) == [
        ("Số hợp tác xã mới: Xã Thanh Liêm", 4, "HTX", 2027),
        ("Tỷ lệ hộ nghèo: Xã Thanh Liêm", 2.5, "%", 2027),
        ("Tỷ lệ hộ nghèo: Phường Kim Bảng", 1, "%", 2027),
        ("Số hợp tác xã mới", 40, "HTX", 2027),
        ("Tỷ lệ hộ nghèo", 2, "%", 2027),
    ]
    by_place = [each for each in find(document, YEAR) if ":" in each.metric]
    assert all(each.indicator_id is None for each in by_place)  # of one commune, not of the province


def test_a_table_of_places_without_aims_says_what_is() -> None:
    assert told(table_of(*MATRIX, above="HIỆN TRẠNG CÁC XÃ, PHƯỜNG")) == []


def test_a_table_of_places_with_years_under_each_indicator() -> None:
    document = table_of(
        ["STT", "Đơn vị", "Số hợp tác xã mới (HTX)", "<", "Tỷ lệ hộ nghèo (%)", "<"],
        ["^", "^", "Năm 2026", "Năm 2027", "Năm 2026", "Năm 2027"],
        ["1", "Xã Thanh Liêm", "4", "5", "2,5", "2"],
        above="GIAO CHỈ TIÊU CHO CÁC XÃ",
    )
    assert told(document, PERIOD) == [
        ("Số hợp tác xã mới: Xã Thanh Liêm", 4, "HTX", 2026),
        ("Số hợp tác xã mới: Xã Thanh Liêm", 5, "HTX", 2027),
        ("Tỷ lệ hộ nghèo: Xã Thanh Liêm", 2.5, "%", 2026),
        ("Tỷ lệ hộ nghèo: Xã Thanh Liêm", 2, "%", 2027),
    ]


def test_a_table_of_places_and_years_alone_does_not_tell_what_is_measured() -> None:
    document = table_of(["STT", "Đơn vị", "Năm 2026"], ["1", "Xã Thanh Liêm", "4"], above="GIAO CHỈ TIÊU HỢP TÁC XÃ")
    assert told(document) == []
