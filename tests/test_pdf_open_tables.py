"""Tables of which lines are missing: open sides, uprights left out, lines between rows alone; and what is no table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from ruled_pages import register_fonts

from data.document import Document
from pipeline.ingest import pdf_text

ROWS = (
    ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn"),
    (
        "1",
        "Lập danh mục hồ sơ phải số hóa của từng cơ quan",
        "Văn phòng UBND tỉnh",
        "Các sở",
        "Quý II/2027",
    ),
    ("2", "Xây dựng kho dữ liệu dùng chung về đất đai trên địa bàn", "Sở Nông nghiệp và Môi trường", "UBND xã", "Năm 2027"),
    ("3", "Tập huấn cho công chức", "Sở Nội vụ", "Sở Tài chính", "30/9/2027"),
    ("4", "Kiểm tra việc thực hiện", "Thanh tra tỉnh", "Sở Nội vụ", "Quý IV/2027"),
)
EDGES = (50.0, 80.0, 250.0, 360.0, 450.0, 545.0)
SIZE, LEADING, PADDING, TOP = 9.0, 11.0, 4.0, 720.0


@dataclass(frozen=True)
class Drawn:
    """How much of a table is drawn; without: the uprights left out, (row, number of the upright)."""

    sides: bool = True
    uprights: bool = True
    levels: bool = True
    frame: bool = False  # of the levels those around the head and below the table alone
    middle: bool = False  # numbers stand half a line lower than the other cells
    without: frozenset[tuple[int, int]] = frozenset()


def lines_of(text: str, width: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if pdfmetrics.stringWidth(longer, "Body", SIZE) > width - 2 * PADDING and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def drawn(path: Path, how: Drawn, rows: tuple[tuple[str, ...], ...] = ROWS) -> Document:
    """A page with prose, the table and prose; a row of one cell is a title over all columns."""
    register_fonts()
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.setFont("Body", SIZE)
    for number, line in enumerate(
        (
            "Ủy ban nhân dân tỉnh giao các cơ quan, đơn vị những nhiệm vụ nêu trong bảng,",
            "kết quả báo cáo về Sở Nội vụ để tổng hợp, trình Chủ tịch xem xét:",
        )
    ):
        canvas.drawString(EDGES[0], 760 - LEADING * number, line)
    y = TOP
    levels, uprights = [y], []
    for number, row in enumerate(rows):
        whole = len(row) == 1
        cells = [lines_of(text, EDGES[-1 if whole else at + 1] - EDGES[at]) for at, text in enumerate(row)]
        height = max(map(len, cells)) * LEADING + 6
        for at, lines in enumerate(cells):
            for down, line in enumerate(lines):
                lower = LEADING / 2 if how.middle and at == 0 else 0.0
                canvas.drawString(EDGES[at] + PADDING, y - LEADING * (down + 1) - lower, line)
        inner = [] if whole else list(range(1, len(EDGES) - 1))
        uprights += [(at, y - height, y) for at in [0, *inner, len(EDGES) - 1] if (number, at) not in how.without]
        y -= height
        levels.append(y)
    outer = {0, len(EDGES) - 1}
    for at, low, high in uprights:
        if how.uprights and (how.sides or at not in outer):
            canvas.line(EDGES[at], y if how.frame else low, EDGES[at], TOP if how.frame else high)
    shown = [*levels[:2], levels[-1]] if how.frame else levels
    for level in shown if how.levels else ():
        canvas.line(EDGES[0], level, EDGES[-1], level)
    canvas.drawString(EDGES[0], y - 2 * LEADING, "Trên đây là kế hoạch của tỉnh; có vướng mắc, báo cáo về Sở Nội vụ.")
    canvas.save()
    return pdf_text.read(path, "0" * 64)


def rows_of(document: Document) -> list[tuple[str, ...]]:
    (table,) = document.tables
    return [
        tuple(document.text[cell.start : cell.end] for cell in table.cells if cell.row == row) for row in range(table.rows)
    ]


def told(document: Document) -> list[str]:
    return [problem.problem for problem in document.problems]


@pytest.mark.parametrize(
    "how, doubted",
    [
        (Drawn(), False),  # every line drawn
        (Drawn(sides=False), False),  # open on the left and on the right
        (Drawn(without=frozenset((row, 0) for row in range(5))), False),  # open on the left
        (Drawn(without=frozenset({(2, 0)})), False),  # one outer piece missing beside a row
        (Drawn(without=frozenset({(2, 2)})), True),  # a piece between two cells missing
        (Drawn(without=frozenset({(0, 2), (0, 3)})), True),  # two pieces of the header missing
        (Drawn(uprights=False), True),  # lines between the rows alone
    ],
)
def test_cells_are_whole_where_lines_are_missing(how, doubted, tmp_path):
    document = drawn(tmp_path / "table.pdf", how)
    assert rows_of(document) == [tuple(row) for row in ROWS]
    assert any("thiếu đường dọc" in problem for problem in told(document)) is doubted


@pytest.mark.parametrize("how", [Drawn(), Drawn(uprights=False)])
def test_the_title_of_a_section_stays_one_cell(how, tmp_path):
    title = "I. Nhiệm vụ về cải cách thủ tục hành chính và chuyển đổi số"
    document = drawn(tmp_path / "table.pdf", how, (ROWS[0], (title,), *ROWS[1:]))
    assert rows_of(document)[1] == (title,)


@pytest.mark.parametrize(
    "title",
    [
        "I      Nhiệm vụ chung",  # a number set off from its title
        "Tổng    số    nhiệm    vụ    của    năm",  # words set wide apart all along the line
        "Các nhiệm vụ do Ủy ban nhân dân tỉnh giao thêm trong năm, thực hiện khi có văn bản riêng của cấp có thẩm quyền",
    ],
)
def test_a_merged_cell_is_not_parted_by_its_own_gaps(title, tmp_path):
    document = drawn(tmp_path / "table.pdf", Drawn(), (*ROWS[:2], (title,), *ROWS[2:]))
    assert [" ".join(cell.split()) for cell in rows_of(document)[2]] == [" ".join(title.split())]


def test_rules_in_prose_make_no_table(tmp_path):
    register_fonts()
    path = tmp_path / "prose.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.setFont("Body", SIZE)
    for number in range(20):  # paragraphs divided by rules of one length
        y = 760 - 2 * LEADING * number
        canvas.drawString(
            EDGES[0],
            y,
            f"Điều {number + 1}. Các sở, ban, ngành thực hiện nhiệm vụ được giao.",
        )
        canvas.line(EDGES[0], y - 5, EDGES[-1], y - 5)
    canvas.save()
    document = pdf_text.read(path, "0" * 64)
    assert not document.tables
    assert document.text.count("Điều ") == 20


NUMBERED = [
    # how the table is drawn: its rows are told by their numbers
    Drawn(levels=False),  # lines between the columns alone
    Drawn(levels=False, uprights=False),  # none at all
    Drawn(frame=True),  # no lines between the rows below the head
]


@pytest.mark.parametrize("how", NUMBERED)
def test_rows_without_lines_between_them_are_told_by_their_numbers(how, tmp_path):
    document = drawn(tmp_path / "table.pdf", how)
    assert rows_of(document) == [tuple(row) for row in ROWS]
    assert any("theo khoảng trắng" in problem for problem in told(document))


def test_titles_of_sections_between_numbered_rows(tmp_path):
    rows = (ROWS[0], ("I. Nhiệm vụ chung",), *ROWS[1:3], ("II. Nhiệm vụ cụ thể",), *ROWS[3:])
    document = drawn(tmp_path / "table.pdf", Drawn(levels=False, uprights=False), rows)
    assert rows_of(document) == [tuple(row) for row in rows]


UNSURE = [
    # rows below the head: why they cannot be told apart
    [("1", *ROWS[1][1:]), ("1", *ROWS[2][1:])],  # the numbers do not go up
    [("", *ROWS[1][1:]), ("", *ROWS[2][1:])],  # there are none
    [("1", *ROWS[1][1:]), ("-", *ROWS[2][1:])],
]


@pytest.mark.parametrize("rows", UNSURE)
def test_rows_that_no_number_tells_apart_are_told_and_not_read(rows, tmp_path):
    document = drawn(tmp_path / "table.pdf", Drawn(levels=False, uprights=False), (ROWS[0], *rows))
    assert not document.tables
    assert any("bảng không kẻ khung" in problem for problem in told(document))


def test_numbers_in_the_middle_of_their_rows_are_told_and_not_read(tmp_path):
    document = drawn(tmp_path / "table.pdf", Drawn(levels=False, uprights=False, middle=True))
    assert not document.tables
    assert any("bảng không kẻ khung" in problem for problem in told(document))


def test_rows_in_one_cell_are_told_where_numbers_stand_in_their_middle(tmp_path):
    document = drawn(tmp_path / "table.pdf", Drawn(frame=True, middle=True))
    assert any("bảng không kẻ khung" in problem for problem in told(document))
