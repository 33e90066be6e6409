"""The reader of digital PDF: order, paragraphs, tables, boxes."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from drawn_pages import (
    HEIGHT,
    LEFT,
    PROSE,
    RIGHT,
    SIZE,
    WIDTH,
    Draw,
    asides,
    both,
    cells,
    lines,
    made,
    prose,
    read,
    strings,
    wrapped,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from ruled_pages import register_fonts

from pipeline.ingest import pdf_text
from pipeline.ingest.pdf_trust import is_spelled


@pytest.fixture(scope="module", autouse=True)
def fonts() -> None:
    register_fonts()


def test_letterhead_and_signature_do_not_interleave(tmp_path: Path) -> None:
    head = strings(
        (90, 70, "ỦY BAN NHÂN DÂN"), (270, 70, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        (110, 88, "TỈNH GIA LAI"), (330, 88, "Độc lập - Tự do - Hạnh phúc"),
        (95, 120, "Số:        /KH-UBND"), (290, 120, "Gia Lai, ngày     tháng 3 năm 2026"),
        (250, 160, "KẾ HOẠCH"),
    )  # fmt: skip
    foot = strings(
        (90, 500, "Nơi nhận:"), (360, 503, "TM. ỦY BAN NHÂN DÂN"),
        (90, 514, "- Bộ Nội vụ;"), (400, 519, "CHỦ TỊCH"),
        (90, 528, "- Các sở, ban, ngành;"),
        (90, 542, "- Lưu: VT."),
        (385, 600, "Nguyễn Văn An"),
    )  # fmt: skip
    document = read(made(tmp_path, both(head, prose(PROSE, top=640), foot)))
    assert lines(document) == [
        "ỦY BAN NHÂN DÂN", "TỈNH GIA LAI", "Số: /KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Gia Lai, ngày tháng 3 năm 2026",
        "KẾ HOẠCH", PROSE,
        "Nơi nhận:", "- Bộ Nội vụ;", "- Các sở, ban, ngành;", "- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn An",
    ]  # fmt: skip


def test_paragraphs_go_on_over_pages(tmp_path: Path) -> None:
    text = " ".join([PROSE[:-1]] * 4) + "."
    rest = ""

    def first(canvas: Canvas) -> None:
        nonlocal rest
        _, rest = wrapped(canvas, text, 160.0)
        assert rest

    def second(canvas: Canvas) -> None:
        canvas.drawString(WIDTH / 2 - 4, HEIGHT - 40, "2")
        top, _ = wrapped(canvas, rest, 760.0, indent=0)
        wrapped(canvas, PROSE, top - 6)

    document = read(made(tmp_path, first, second))
    assert lines(document) == [text, PROSE]
    assert asides(document) == [("page-number", "2", 2)]
    assert {document.page_at(0), document.page_at(len(text) - 1)} == {1, 2}
    assert len({box.page for box in document.boxes(0, len(text))}) == 2


LINE_ENDS = [
    # a hyphen or slash without a space before it stands inside a symbol
    ("Nghị định số 63/2010/NĐ-", "CP ngày 08/6/2010", "Nghị định số 63/2010/NĐ-CP ngày 08/6/2010"),
    ("Nghị định số 63/2010/", "NĐ-CP của Chính phủ", "Nghị định số 63/2010/NĐ-CP của Chính phủ"),
    ("Thông tư số 30/2024/TT", "-BGDĐT của Bộ", "Thông tư số 30/2024/TT-BGDĐT của Bộ"),
    ("giai đoạn 2021-", "2030 của tỉnh", "giai đoạn 2021-2030 của tỉnh"),
    # a dash between spaces stays one
    ("kế hoạch kinh tế -", "xã hội của tỉnh", "kế hoạch kinh tế - xã hội của tỉnh"),
    # a web address
    ("tại https://dichvucong.", "gialai.gov.vn để", "tại https://dichvucong.gialai.gov.vn để"),
    # a number
    ("Nghị quyết số", "76/NQ-CP ngày", "Nghị quyết số 76/NQ-CP ngày"),
]


@pytest.mark.parametrize("above, below, expected", LINE_ENDS)
def test_line_ends(tmp_path: Path, above: str, below: str, expected: str) -> None:
    start = RIGHT - pdfmetrics.stringWidth(above, "Body", SIZE)
    first = strings((start, 400, above), (LEFT, 418, below + " " + PROSE[:40]))
    document = read(made(tmp_path, both(prose(PROSE, top=700), prose(PROSE, top=600), first)))
    assert f"{expected} {PROSE[:40]}" in document.text


ROOM_ABOVE = [
    # a heading that ends like the words before a number, above a sentence that begins with one
    ("4. Xây dựng chính quyền số", "100% hồ sơ được xử lý trên mạng.", False),
    # the same above a label
    ("2. Về dân cư số", "1. Ít nhất 1.800 người được hướng dẫn.", False),
    # a symbol that the words wait for
    ("Thực hiện Nghị quyết số", "76/NQ-CP của Chính phủ", True),
    # a year
    ("Mục tiêu đến năm", "2030 hoàn thành việc số hóa", True),
]


CUT_WITH_ROOM = [
    # above, below, whether they are one: a symbol cut at its hyphen or slash where a paragraph seems to end
    ("theo Kế hoạch số 177-", "KH/TU ngày 16/4/2018", True),
    ("Nghị định số 63/2010/", "NĐ-CP của Chính phủ", True),
    ("giai đoạn 2021-", "2030 của tỉnh", True),
    ("giai đoạn 2021-", "Kế hoạch này", False),
    ("giai đoạn 2021-", "1. Mục tiêu", False),
]


def test_short_lines_make_no_margin(tmp_path: Path) -> None:
    """The last page of a plan: two short lines that happen to be as wide are no margin for the wider ones."""
    block = ["kịp thời./.", "Nơi nhận:", "- Như trên;", "- Như trên;", "- Chi cục, trung tâm và phòng thuộc Sở đã nêu;"]
    block += ["- Lưu: VP.", "TL. GIÁM ĐỐC SỞ", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", "Lý Thị Bưởi"]
    drawn = strings(*((LEFT, 100 + 30 * number, line) for number, line in enumerate(block)))
    assert lines(read(made(tmp_path, drawn))) == block


@pytest.mark.parametrize(
    "above, below, goes_on, between",
    [*((*row, " ") for row in ROOM_ABOVE), *((*row, "") for row in CUT_WITH_ROOM)],
)
def test_what_follows_a_line_with_room(tmp_path: Path, above: str, below: str, goes_on: bool, between: str) -> None:
    drawn = strings((LEFT + 36, 400, above), (LEFT + 36, 418, below))
    document = read(made(tmp_path, both(prose(PROSE, top=700), prose(PROSE, top=600), drawn)))
    assert (f"{above}{between}{below}" in document.text) == goes_on
    assert (f"{above}\n{below}" in document.text) != goes_on


def test_loose_marks_and_missing_spaces(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "Kế hoạch cải cách hành chính nhà nước của tỉnh năm 2026")

    def draw(canvas: Canvas) -> None:
        at = LEFT
        for word in decomposed.split(" "):  # every word by itself: no space glyph in the file
            canvas.drawString(at, 500, word)
            at += pdfmetrics.stringWidth(unicodedata.normalize("NFC", word), "Body", SIZE) + 3.5

    assert lines(read(made(tmp_path, both(prose(PROSE), draw))))[-1].replace(" ", "") == (
        "Kế hoạch cải cách hành chính nhà nước của tỉnh năm 2026".replace(" ", "")
    )

    def composed(canvas: Canvas) -> None:
        at = LEFT
        for word in unicodedata.normalize("NFC", decomposed).split(" "):
            canvas.drawString(at, 500, word)
            at += pdfmetrics.stringWidth(word, "Body", SIZE) + 3.5

    assert lines(read(made(tmp_path, both(prose(PROSE), composed))))[-1] == unicodedata.normalize("NFC", decomposed)


@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_turned_pages(tmp_path: Path, quarters: int, declared: bool) -> None:
    """Text that stands on its side, with and without the page being declared turned."""

    def draw(canvas: Canvas) -> None:
        moves = {1: (HEIGHT, 0), 2: (WIDTH, HEIGHT), 3: (0, WIDTH)}[quarters]
        canvas.translate(*moves)
        canvas.rotate(90 * quarters)
        prose(PROSE, "- " + PROSE)(canvas)

    size = (WIDTH, HEIGHT) if quarters == 2 else (HEIGHT, WIDTH)
    path = made(tmp_path, draw, size=size)
    if declared:
        pdf = pypdfium2.PdfDocument(path)
        pdf[0].set_rotation(90 * quarters)
        path = tmp_path / "turned.pdf"
        pdf.save(path)
        pdf.close()
    document = read(path)
    assert lines(document) == [PROSE, "- " + PROSE]
    first = document.boxes(0, 6)[0]
    if declared:
        assert (round(first.x0), round(first.y1 - first.y0)) == (round(LEFT + 36), 12)


def ruled(xs: list[float], ys: list[float], texts: dict[tuple[int, int], str], without: set[tuple[str, int, int]]) -> Draw:
    """A grid; `without` names sides not drawn: ("below", row, column) or ("right", row, column)."""

    def draw(canvas: Canvas) -> None:
        for row in range(len(ys) - 1):
            for column in range(len(xs) - 1):
                left, right, top, bottom = xs[column], xs[column + 1], HEIGHT - ys[row], HEIGHT - ys[row + 1]
                if ("below", row, column) not in without:
                    canvas.line(left, bottom, right, bottom)
                if ("right", row, column) not in without:
                    canvas.line(right, bottom, right, top)
                if row == 0 and ("above", 0, column) not in without:
                    canvas.line(left, top, right, top)
                if column == 0 and ("left", row, 0) not in without:
                    canvas.line(left, bottom, left, top)
        for (row, column), text in texts.items():
            for number, part in enumerate(text.split("\n")):
                canvas.drawString(xs[column] + 5, HEIGHT - ys[row] - 15 - 15 * number, part)

    return draw


XS, YS = [85.0, 120.0, 330.0, 540.0], [300.0, 325.0, 350.0, 420.0]


TEXTS = {
    (0, 0): "TT", (0, 1): "Nhiệm vụ", (0, 2): "Cơ quan chủ trì",
    (1, 0): "I. Cải cách thể chế",
    (2, 0): "1", (2, 1): "Rà soát văn bản theo Nghị\nđịnh số 63/2010/NĐ-CP", (2, 2): "- Sở Tư pháp;\n- Sở Nội vụ.",
}  # fmt: skip


def test_ruled_tables_keep_their_cells_whole(tmp_path: Path) -> None:
    merged = {("right", 1, 0), ("right", 1, 1)}
    document = read(made(tmp_path, both(prose(PROSE), ruled(XS, YS, TEXTS, merged), prose("- " + PROSE, top=380))))
    (table,) = document.tables
    assert (table.rows, table.columns) == (3, 3)
    assert cells(document) == [
        [
            *("TT", "Nhiệm vụ", "Cơ quan chủ trì", "I. Cải cách thể chế", "1"),
            *("Rà soát văn bản theo Nghị định số 63/2010/NĐ-CP", "- Sở Tư pháp;\n- Sở Nội vụ."),
        ]
    ]
    assert [(cell.row, cell.column, cell.column_span) for cell in table.cells if cell.column_span > 1] == [(1, 0, 3)]
    assert lines(document) == [PROSE, "- " + PROSE]
    assert document.problems == ()
    (place,) = document.boxes(table.cells[1].start, table.cells[1].end)
    assert XS[1] < place.x0 < place.x1 < XS[2]
    assert YS[0] < place.y0 < place.y1 < YS[1]


def test_a_row_cut_by_the_page_end_stays_in_its_table(tmp_path: Path) -> None:
    open_below = {("below", 2, column) for column in range(3)}
    document = read(
        made(tmp_path, both(prose(PROSE), ruled(XS, YS, TEXTS, {("right", 1, 0), ("right", 1, 1)} | open_below)))
    )
    assert [(table.rows, table.columns) for table in document.tables] == [(3, 3)]
    assert "Rà soát văn bản theo Nghị định số 63/2010/NĐ-CP" in cells(document)[0]


def test_a_lattice_that_does_not_close_is_said(tmp_path: Path) -> None:
    broken = {("below", 0, 1), ("right", 2, 0), ("below", 1, 0), ("left", 1, 0)}
    document = read(made(tmp_path, both(prose(PROSE), ruled(XS, YS, TEXTS, broken))))
    assert document.tables == ()
    assert [problem.page for problem in document.problems] == [1]
    assert Counter(re.findall(r"\w+", document.text)) >= Counter(re.findall(r"\w+", " ".join(TEXTS.values())))


@pytest.mark.parametrize(
    "head, expected",
    [
        (b"%PDF-1.4\n", True),
        (b"\x00" * 900 + b"%PDF-1.7", True),  # junk before the mark
        (b"x" * 2000 + b"%PDF-1.7", False),
        (b"<html>", False),
    ],
)
def test_sniff(head: bytes, expected: bool) -> None:
    assert pdf_text.sniff(head, Path("a.pdf")) is expected


@pytest.mark.parametrize(
    "word, expected",
    [
        *[(word, True) for word in ("nghiêng", "quyết", "Ủy", "giữa", "được", "khuỷu", "gì")],
        *[(word, False) for word in ("cac", "mòt", "hdnh", "tinhh", "n¨m", "ceNG", "quyêt")],  # stops bear sắc or nặng
    ],
)
def test_syllables(word: str, expected: bool) -> None:
    assert is_spelled(word) is expected


VOCABULARY = "các sở ngành thực hiện nhiệm vụ được giao theo Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ"
WORDS = st.sampled_from(re.findall(r"\S+", VOCABULARY))
SENTENCES = st.lists(WORDS, min_size=8, max_size=60).map(lambda words: "Căn " + " ".join(words) + ".")


@settings(max_examples=15, deadline=None)
@given(st.lists(SENTENCES, min_size=3, max_size=8))
def test_what_is_set_as_paragraphs_is_read_as_paragraphs(
    tmp_path_factory: pytest.TempPathFactory, paragraphs: list[str]
) -> None:
    shown = [PROSE, *paragraphs]  # one long paragraph tells where the margins are
    assert lines(read(made(tmp_path_factory.mktemp("p"), prose(*shown, top=780)))) == shown


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.floats(-50, WIDTH + 50), st.floats(-50, HEIGHT + 50), st.sampled_from(["Điều", "UBND", "12/5", "-", "x²"])
        ),
        max_size=40,
    )
)
def test_words_anywhere(tmp_path_factory: pytest.TempPathFactory, placed: list[tuple[float, float, str]]) -> None:
    """Any places: what holds for every document holds, and no visible word of the page is lost."""
    document = read(made(tmp_path_factory.mktemp("w"), both(prose(PROSE), strings(*placed))))
    assert document.text or document.problems
