"""Ruled tables of digital PDFs: over page breaks, beside each other, with narrow columns; and what must stay apart."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from pathlib import Path

import pytest
from ruled_pages import LEADING, SIZE, WIDTHS, Pages, register_fonts

from data.document import Document, Table
from pipeline.ingest import pdf_text

HEADER = ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian")
PROSE = (
    "rà soát văn bản quy phạm pháp luật theo Nghị định số 63/2010/NĐ-CP của Chính phủ và Kế hoạch số 12/KH-UBND, báo cáo "
    "kết quả thực hiện nhiệm vụ cải cách hành chính của các sở, ban, ngành và địa phương trong toàn tỉnh theo quy định"
)
WORDS = PROSE.split()
UNITS = ("Sở Nội vụ", "Sở Tư pháp", "Văn phòng UBND tỉnh", "UBND các xã, phường", "Sở Tài chính", "Các sở, ban, ngành")
TIMES = ("Quý I/2026", "Thường xuyên", "Tháng 11/2026", "Năm 2026")


@pytest.fixture(scope="module", autouse=True)
def fonts() -> None:
    register_fonts()


def read(path: Path) -> Document:
    return pdf_text.read(path, hashlib.sha256(path.read_bytes()).hexdigest())


def rows(document: Document, table: Table) -> list[list[str]]:
    """The rows of a table, a merged cell's text in each of its rows; a row of one cell as one text."""
    found = []
    for slots in table.grid():
        texts = [" ".join(document.text[cell.start : cell.end].split()) if cell else "" for cell in slots]
        found.append(texts[:1] if len(set(map(id, slots))) == 1 else texts)
    return found


def sentences(dice: random.Random, fewest: int, most: int) -> str:
    words = [dice.choice(WORDS) for _ in range(dice.randint(fewest, most))]
    return f"{' '.join(words).capitalize()}."


def plan(seed: int, count: int = 40, unnumbered: int = 0) -> list[list[str]]:
    """Rows of a made-up task table, each second dozen under a title over the full width."""
    dice = random.Random(seed)
    made: list[list[str]] = []
    for number in range(1, count + 1):
        if number % 12 == 1:
            made.append([f"{'I' * (number // 12 + 1)}. {sentences(dice, 3, 6)}"])
        label = "" if unnumbered and number % unnumbered == 0 else str(number)
        partners = ";\n".join(f"- {unit}" for unit in dice.sample(UNITS, dice.randint(1, 4)))
        made.append([label, sentences(dice, 8, 60), dice.choice(UNITS), f"{partners}.", dice.choice(TIMES)])
    return made


def flat(row: list[str]) -> list[str]:
    return [" ".join(cell.split()) for cell in row]


@dataclass(frozen=True)
class Case:
    """How a table is printed."""

    name: str
    again: bool = True  # the header on each page
    rectangles: bool = False  # borders as thin rectangles
    open_cuts: bool = False  # no border where a page end cuts a row
    tall: int | None = None  # the column with merged cells
    unnumbered: int = 0  # every so many rows without a number


CASES = [
    Case("header again"),
    Case("header once", again=False),
    Case("borders as rectangles", rectangles=True),
    Case("no border at a cut", open_cuts=True),
    Case("rows without number", unnumbered=3),
    Case("tall cells", tall=4),
    Case("tall cells, header once", again=False, rectangles=True, tall=2),
]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_table_over_pages_is_one(tmp_path: Path, case: Case, seed: int) -> None:
    made = plan(seed, unnumbered=case.unnumbered)
    pages = Pages(tmp_path / "a.pdf", rectangles=case.rectangles, open_cuts=case.open_cuts)
    pages.paragraph("Danh mục nhiệm vụ ban hành kèm theo Kế hoạch của Ủy ban nhân dân tỉnh:")
    head = () if case.again else (list(HEADER),)
    pages.table([*head, *made], header=HEADER if case.again else (), tall=case.tall)
    document = read(pages.save())
    (table,) = document.tables
    assert len(document.pages) > 3
    assert rows(document, table) == [list(HEADER), *map(flat, made)]
    assert document.problems == ()
    # each word keeps the page on which its piece stands
    assert {word.box.page for word in document.words} == {page.number for page in document.pages}
    starts = [page.start for page in document.pages]
    assert starts == sorted(starts)
    for page in document.pages[1:]:  # a page begins where its first own row does
        assert document.text[page.start - 1] == "\n"


def test_the_cut_row_keeps_both_places(tmp_path: Path) -> None:
    pages = Pages(tmp_path / "a.pdf")
    pages.y = 130
    long = sentences(random.Random(3), 90, 90)
    pages.table([["1", long, "Sở Nội vụ", "Sở Tư pháp", "Quý I"], ["2", "Việc sau.", "", "", ""]], header=HEADER)
    document = read(pages.save())
    (table,) = document.tables
    cell = next(cell for cell in table.cells if cell.row == 1 and cell.column == 1)
    assert document.text[cell.start : cell.end] == long
    boxes = document.boxes(cell.start, cell.end)
    assert {box.page for box in boxes} == {1, 2}
    again = [item for item in document.furniture if item.kind == "page-header"]
    assert [(item.text, item.page) for item in again] == [(text, 2) for text in HEADER]


def two(tmp_path: Path, between: str = "", widths: tuple[float, ...] = WIDTHS, header: tuple[str, ...] = HEADER) -> Document:
    pages = Pages(tmp_path / "a.pdf")
    pages.paragraph("Phụ lục I: nhiệm vụ của các sở, ban, ngành và địa phương trong toàn tỉnh năm 2026")
    first = ["1", "Rà soát văn bản.", "Sở Tư pháp", "Sở Nội vụ", "Quý I"]
    pages.table([first, ["2", "Báo cáo kết quả.", "Sở Nội vụ", "Các sở", "Quý II"]], header=HEADER)
    pages.turn()
    if between:
        pages.paragraph(between)
    pages.table([["3", "Xây dựng kế hoạch.", "Sở Y tế", "Các sở", "Quý III"][: len(widths)]], widths, header)
    return read(pages.save())


SEPARATE = [
    # what stands between, the widths of the second table, how many tables there are
    ("", WIDTHS, 1),
    ("Phụ lục II: nhiệm vụ của Ủy ban nhân dân các xã, phường", WIDTHS, 2),
    ("", (60.0, 300.0, 130.0, 130.0, 140.0), 2),
    ("", (40.0, 320.0, 130.0, 270.0), 2),
    ("", (40.0, 320.0, 130.0, 130.0, 100.0), 2),
]


@pytest.mark.parametrize(("between", "widths", "count"), SEPARATE)
def test_tables_on_following_pages(tmp_path: Path, between: str, widths: tuple[float, ...], count: int) -> None:
    document = two(tmp_path, between, widths, HEADER[: len(widths)])
    assert len(document.tables) == count
    if count == 1:
        assert [row[0] for row in rows(document, document.tables[0])] == ["STT", "1", "2", "3"]


def test_tables_side_by_side_each_go_on(tmp_path: Path) -> None:
    pages = Pages(tmp_path / "a.pdf")
    widths = (40.0, 180.0, 100.0)
    header = ("TT", "Chỉ tiêu", "Năm 2026")
    for turn, names in enumerate((("thu", "chi"), ("nợ", "vay"))):
        for left, name in zip((40.0, 440.0), names, strict=True):
            pages.left, pages.y = left, 550.0
            pages.table([[str(turn + 1), f"Tổng {name} ngân sách địa phương", "95%"]], widths, header)
        pages.turn()
    document = read(pages.save())
    assert [[row[1] for row in rows(document, table)[1:]] for table in document.tables] == [
        ["Tổng thu ngân sách địa phương", "Tổng nợ ngân sách địa phương"],
        ["Tổng chi ngân sách địa phương", "Tổng vay ngân sách địa phương"],
    ]


def test_rows_under_one_merged_number_stay_apart_over_a_page_break(tmp_path: Path) -> None:
    """The row behind the break has no number of its own, and its cells fill their columns as those above do."""
    row = ("Rà soát văn bản quy phạm", "Sở Giáo dục và Đào", "Các sở, ban, ngành", "Trước ngày 15/11/2026")
    made = [[number, *row] for number, size in (("1", 21), ("2", 5)) for _ in range(size)]  # 22 rows fit the first page
    pages = Pages(tmp_path / "a.pdf")
    pages.paragraph("Danh mục nhiệm vụ ban hành kèm theo Kế hoạch của Ủy ban nhân dân tỉnh:")
    pages.table(made, (40.0, 130.0, 105.0, 105.0, 120.0), header=HEADER, tall=0)
    document = read(pages.save())
    (table,) = document.tables
    assert rows(document, table) == [list(HEADER), *made]


TORN = [
    # the lines of a narrow cell, its width, what they say
    (("ST", "T"), 22.0, "STT"),
    (("15/12/202", "6"), 52.0, "15/12/2026"),
    (("368.08", "1"), 46.0, "368.081"),  # with the white that word processors leave beside the text
    (("13.200,", "75"), 46.0, "13.200,75"),
    (("1.598,", "3"), 60.0, "1.598,3"),  # broken at the comma, though a figure has room
    (("12,", "15"), 30.0, "12, 15"),  # a list
    (("Thườn", "g", "xuyên"), 44.0, "Thường xuyên"),
    (("1.250", "1.300"), 42.0, "1.250 1.300"),  # two numbers, however narrow the column
    (("Sở", "Nội", "vụ"), 24.0, "Sở Nội vụ"),
    (("UBND", "TP"), 60.0, "UBND TP"),
    (("- Sở Y tế;", "- Đài Phát thanh -", "Truyền hình tỉnh"), 200.0, "- Sở Y tế; - Đài Phát thanh - Truyền hình tỉnh"),
]


@pytest.mark.parametrize(("lines", "width", "expected"), TORN)
def test_words_torn_by_a_narrow_column(tmp_path: Path, lines: tuple[str, ...], width: float, expected: str) -> None:
    pages = Pages(tmp_path / "a.pdf")
    pages.paragraph("Danh mục nhiệm vụ ban hành kèm theo Kế hoạch của Ủy ban nhân dân tỉnh:")
    top = pages.y
    pages.table([["", "Nhiệm vụ của các sở, ban, ngành\n" * 3]], (width, 300.0))
    for number, line in enumerate(lines):
        pages.canvas.drawString(pages.left + 4, top - 4 - (number + 1) * LEADING + 3, line)
    document = read(pages.save())
    assert rows(document, document.tables[0])[0][0] == expected


def test_letters_lent_by_another_font_stand_in_their_words(tmp_path: Path) -> None:
    """A word processor writes the line in one font and puts the letters that it lacks into the gaps afterwards."""
    pages = Pages(tmp_path / "a.pdf")
    text = "Thực hiện quyết định của huyện về kế hoạch cải cách hành chính nhà nước"
    width = lambda part: pages.canvas.stringWidth(part, "Body", SIZE)  # noqa: E731
    held = [letter if letter.isascii() else "" for letter in text]
    for line in range(4):
        y = 500 - 20 * line
        start = 0
        for index in range(len(text) + 1):  # runs of letters that the first font has
            if index == len(text) or not held[index]:
                if start < index:
                    pages.canvas.drawString(60 + width(text[:start]), y, text[start:index])
                start = index + 1
        for index, letter in enumerate(text):
            if not held[index]:
                pages.canvas.drawString(60 + width(text[:index]), y, letter)
    document = read(pages.save())
    assert " ".join(document.text.split()) == " ".join([text] * 4)
    assert document.problems == ()


def test_a_table_that_runs_off_the_page_is_read_and_said(tmp_path: Path) -> None:
    pages = Pages(tmp_path / "a.pdf", left=200.0)
    pages.paragraph("Danh mục nhiệm vụ ban hành kèm theo Kế hoạch của Ủy ban nhân dân tỉnh:")
    pages.canvas.drawString(900, 300, "Chữ ngoài trang, không thuộc bảng nào")
    pages.table([["1", "Rà soát văn bản.", "Sở Tư pháp", "Sở Nội vụ", "Quý I"]], header=HEADER)
    document = read(pages.save())
    assert rows(document, document.tables[0]) == [
        list(HEADER),
        ["1", "Rà soát văn bản.", "Sở Tư pháp", "Sở Nội vụ", "Quý I"],
    ]
    assert [problem.page for problem in document.problems] == [1]
    assert "Chữ ngoài trang" not in document.text


UNRULED = [
    # the rows of words that stand in columns without lines; whether that is said
    ([["1", "Rà soát văn bản", "Sở Tư pháp"], ["2", "Báo cáo kết quả", "Sở Nội vụ"], ["3", "Lập kế hoạch", "Các sở"]], True),
    # a title that runs through the gaps does not hide it
    (
        [
            ["1", "Rà soát", "Sở A"],
            ["II. Cải cách thể chế của các sở, ban, ngành"],
            ["2", "Lập", "Sở B"],
            ["3", "Báo", "Sở C"],
        ],
        True,
    ),
    # a letterhead has two columns
    ([["ỦY BAN NHÂN DÂN", "CỘNG HÒA XÃ HỘI"], ["TỈNH GIA LAI", "Độc lập - Tự do"], ["Số: 12/KH-UBND", "ngày 1"]], False),
]


@pytest.mark.parametrize(("lines", "said"), UNRULED)
def test_columns_without_lines_are_said(tmp_path: Path, lines: list[list[str]], said: bool) -> None:
    pages = Pages(tmp_path / "a.pdf")
    pages.paragraph("Danh mục nhiệm vụ ban hành kèm theo Kế hoạch của Ủy ban nhân dân tỉnh trong năm 2026:")
    for line in lines:
        for column, text in enumerate(line):
            pages.canvas.drawString((40, 100, 300)[column] if len(line) != 2 else (40, 400)[column], pages.y, text)
        pages.y -= 16
    document = read(pages.save())
    assert ["không kẻ khung" in problem.problem for problem in document.problems] == ([True] if said else [])


STRIPS = [
    # lines of each column, whose heights are no other column's; whether they are said to be a table
    # cells set in the middle: no line has words of all columns
    (
        (["01", "02", "03"], ["Số hóa hồ sơ", "Rà soát thủ tục", "Công bố dữ liệu"], ["Sở Nội vụ", "Sở Y tế", "Sở Tư pháp"]),
        True,
    ),
    # two columns: who receives it, and who signs
    ((["Nơi nhận:", "- Như trên;", "- Lưu: VT."], ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn A"]), False),
]


@pytest.mark.parametrize(("columns", "said"), STRIPS)
def test_columns_with_cells_in_the_middle_are_said(tmp_path: Path, columns: tuple[list[str], ...], said: bool) -> None:
    pages = Pages(tmp_path / "a.pdf")
    pages.paragraph("Danh mục nhiệm vụ ban hành kèm theo Kế hoạch của Ủy ban nhân dân tỉnh trong năm 2026:")
    for column, texts in enumerate(columns):
        for number, text in enumerate(texts):
            pages.canvas.drawString((40, 100, 400)[column], pages.y - 30 * number - 8 * column, text)
    document = read(pages.save())
    assert ["không kẻ khung" in problem.problem for problem in document.problems] == ([True] if said else [])


def test_a_head_whose_rows_are_on_another_page_is_said(tmp_path: Path) -> None:
    pages = Pages(tmp_path / "a.pdf")
    pages.paragraph("Danh mục nhiệm vụ ban hành kèm theo Kế hoạch của Ủy ban nhân dân tỉnh trong năm 2026:")
    for column, text in enumerate(["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"]):
        pages.canvas.drawString((40, 100, 260, 400)[column], pages.y, text)
    [problem] = read(pages.save()).problems
    assert "không kẻ khung" in problem.problem
