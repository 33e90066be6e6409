"""The reader of digital PDF: order, paragraphs, tables, boxes; and what it must not give out."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from ruled_pages import register_fonts

from data.document import BlockKind, Document
from normalizers.repair import repaired
from pipeline.errors import UnreadableFile
from pipeline.ingest import pdf_text
from pipeline.ingest.pdf_trust import is_spelled

PLANS = Path(__file__).parents[1].parent / "shared" / "plans"
WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, SIZE, LEADING = 85.0, 540.0, 13, 18.0
PROSE = (
    "Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành và địa phương tổ chức thực hiện nghiêm túc các nhiệm vụ được giao, "
    "định kỳ báo cáo kết quả để tổng hợp, theo dõi và đôn đốc việc thực hiện trong toàn tỉnh."
)
Draw = Callable[[Canvas], None]


@pytest.fixture(scope="session", autouse=True)
def fonts() -> None:
    register_fonts()


def made(folder: Path, *pages: Draw, size: tuple[float, float] = (WIDTH, HEIGHT), **settings_: object) -> Path:
    path = folder / "a.pdf"
    canvas = Canvas(str(path), pagesize=size, **settings_)
    for draw in pages:
        canvas.setFont("Body", SIZE)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def read(path: Path) -> Document:
    document = pdf_text.read(path, hashlib.sha256(path.read_bytes()).hexdigest())
    check(document)
    return document


def check(document: Document) -> None:
    """What holds for every document read from a PDF."""
    text = document.text
    assert unicodedata.is_normalized("NFC", text)
    assert [page.number for page in document.pages] == list(range(1, len(document.pages) + 1))
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(text)
        assert text[block.start : block.end].strip()
        end = block.end
        for cell in block.table.cells if block.table else ():
            assert block.start <= cell.start <= cell.end <= block.end
    for word in document.words:
        page = document.pages[word.box.page - 1]
        assert text[word.start : word.end].strip()
        assert document.block_at(word.start) is not None
        assert 0 <= word.box.x0 < word.box.x1 <= page.width + 0.01
        assert 0 <= word.box.y0 < word.box.y1 <= page.height + 0.01
    for item in document.furniture:
        assert item.page is not None


def lines(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.table is None]


def cells(document: Document) -> list[list[str]]:
    return [[document.text[cell.start : cell.end] for cell in table.cells] for table in document.tables]


def asides(document: Document) -> list[tuple[str, str, int | None]]:
    return [(item.kind, item.text, item.page) for item in document.furniture]


def wrapped(canvas: Canvas, text: str, top: float, indent: float = 36.0, bottom: float = 72.0) -> tuple[float, str]:
    """Draws a justified paragraph as word processors do; gives the height where it ends, and the words that had no room."""
    width = pdfmetrics.stringWidth
    words, start = text.split(" "), LEFT + indent
    while words and top >= bottom:
        count = 1
        while count < len(words) and width(" ".join(words[: count + 1]), "Body", SIZE) <= RIGHT - start:
            count += 1
        line, words = words[:count], words[count:]
        gap = width(" ", "Body", SIZE)
        if words and count > 1:
            gap = (RIGHT - start - width("".join(line), "Body", SIZE)) / (count - 1)
        at = start
        for word in line:
            canvas.drawString(at, top, word)
            at += width(word, "Body", SIZE) + gap
        top, start = top - LEADING, LEFT
    return top, " ".join(words)


def prose(*paragraphs: str, top: float = 700.0) -> Draw:
    def draw(canvas: Canvas) -> None:
        at = top
        for paragraph in paragraphs:
            at, rest = wrapped(canvas, paragraph, at)
            assert not rest
            at -= 6

    return draw


def strings(*placed: tuple[float, float, str]) -> Draw:
    """Strings at places; the height is from the top of the page."""

    def draw(canvas: Canvas) -> None:
        for x, y, text in placed:
            canvas.drawString(x, HEIGHT - y, text)

    return draw


def both(*draws: Draw) -> Draw:
    def draw(canvas: Canvas) -> None:
        for one in draws:
            one(canvas)

    return draw


# --- order and paragraphs ------------------------------------------------------------------------------------------


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


# --- tables --------------------------------------------------------------------------------------------------------


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


# --- what is no part of the text -----------------------------------------------------------------------------------


def test_running_heads_page_numbers_and_watermarks(tmp_path: Path) -> None:
    def page(number: int) -> Draw:
        def draw(canvas: Canvas) -> None:
            canvas.drawString(LEFT, HEIGHT - 40, "CÔNG BÁO GIA LAI/Số 12")
            canvas.drawString(300, 30, f"- {number} -")
            prose(f"{number}. " + PROSE)(canvas)
            canvas.saveState()
            canvas.translate(200, 300)
            canvas.rotate(45)
            canvas.drawString(0, 0, "BẢN SAO")
            canvas.restoreState()

        return draw

    document = read(made(tmp_path, *map(page, (1, 2, 3))))
    assert lines(document) == [f"{number}. {PROSE}" for number in (1, 2, 3)]
    kinds = Counter(kind for kind, _, _ in asides(document))
    assert kinds == {"page-header": 3, "page-number": 3, "watermark": 3}


def test_footnotes_are_apart_and_their_signs_leave_nothing(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        top, _ = wrapped(canvas, PROSE, 700)
        canvas.drawString(LEFT, top - 20, "Tỷ lệ đạt 95")
        canvas.setFont("Body", 8)
        canvas.drawString(LEFT + pdfmetrics.stringWidth("Tỷ lệ đạt 95", "Body", SIZE) + 0.3, top - 15, "1")
        canvas.line(LEFT, 120, LEFT + 140, 120)
        canvas.setFont("Body", 9)
        canvas.drawString(LEFT, 105, "1 Theo báo cáo của Sở Nội vụ.")

    document = read(made(tmp_path, draw))
    assert lines(document) == [PROSE, "Tỷ lệ đạt 95", "1 Theo báo cáo của Sở Nội vụ."]
    assert document.blocks[-1].kind is BlockKind.FOOTNOTE


STAMPS = [
    # what is printed at three places of a line, what is stamped where, what is read, what stays a stamp
    ("Số:", "/BC-UBND", "329", 22.0, "Số: 329/BC-UBND", []),
    ("ngày", "tháng 02 năm 2026", "17", 32.0, "ngày 17 tháng 02 năm 2026", []),
    ("ngày 17", "/01/2026", "02", 67.0, "ngày 17 /02/2026", []),  # laid over the figures that it corrects
    ("Số: 12", "/BC-UBND", "Ky boi: So Noi vu", 120.0, "Số: 12 /BC-UBND", ["Ky boi: So Noi vu"]),
    ("Số: 12", "/BC-UBND", "17:30", 300.0, "Số: 12 /BC-UBND", ["17:30"]),  # far from everything
]


@pytest.mark.parametrize(("before", "behind", "stamp", "at", "expected", "left"), STAMPS)
def test_figures_stamped_into_a_line_are_of_it(  # noqa: PLR0917
    tmp_path: Path, before: str, behind: str, stamp: str, at: float, expected: str, left: list[str]
) -> None:
    def draw(canvas: Canvas) -> None:
        prose(PROSE)(canvas)
        canvas.setFont("Body", SIZE)
        canvas.drawString(LEFT, 780, before)
        canvas.drawString(LEFT + 60, 780, behind)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.acroForm.textfield(value=stamp, x=LEFT + at - 2, y=775, width=150, height=18, borderWidth=0, fontSize=12)

    document = read(made(tmp_path, draw))
    assert lines(document)[0] == expected
    assert [text for kind, text, _ in asides(document) if kind == "stamp"] == left
    if not left:
        start = document.text.index(stamp)
        (place,) = document.boxes(start, start + len(stamp))
        assert LEFT + at - 22 <= place.x0 < place.x1
        assert place.page == 1


def test_figures_that_are_drawn_are_said(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        prose(PROSE)(canvas)
        canvas.drawString(LEFT, 780, "Số:           /BC-UBND")
        for at in (28, 34, 40):
            canvas.circle(LEFT + at, 784, 2.5, stroke=0, fill=1)

    document = read(made(tmp_path, draw))
    assert lines(document)[0] == "Số: /BC-UBND"
    assert [problem.page for problem in document.problems] == [1]


def test_letters_made_italic_are_no_watermark(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        prose(PROSE)(canvas)
        canvas.saveState()
        canvas.transform(1, 0, 0.33, 1, LEFT, 780)
        canvas.drawString(0, 0, "ngày 17 tháng 02 năm 2026")
        canvas.restoreState()

    document = read(made(tmp_path, draw))
    assert lines(document)[0] == "ngày 17 tháng 02 năm 2026"
    assert document.furniture == ()


# --- what is not given out -----------------------------------------------------------------------------------------


def picture(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, WIDTH, HEIGHT)


UNTRUSTED = [
    ("scan", picture, "ảnh quét"),
    # an English OCR over a Vietnamese page
    ("bad ocr", prose("Dilu 2. Quyiit dinh ndy c6 hiQu lp thi hdnh ki! tt ngdy 01 thing3 rtun " * 4), "không đáng tin"),
    # all marks lost
    ("plain letters", prose("Uy ban nhan dan tinh ban hanh ke hoach cai cach hanh chinh nha nuoc " * 5), "không đáng tin"),
]  # fmt: skip


@pytest.mark.parametrize("name, draw, problem", UNTRUSTED)
def test_pages_that_are_not_read_are_said(tmp_path: Path, name: str, draw: Draw, problem: str) -> None:
    document = read(made(tmp_path, prose(PROSE), draw, prose("- " + PROSE)))
    assert lines(document) == [PROSE, "- " + PROSE], name
    assert [(item.page, problem in item.problem) for item in document.problems] == [(2, True)]
    assert document.pages[1].confidence < 0.8 <= document.pages[0].confidence
    assert document.pages[1].start == document.pages[1].end


def test_pages_in_tcvn3_are_read(tmp_path: Path) -> None:
    words = "Báo cáo tình hình thực hiện nhiệm vụ kế hoạch năm và kế hoạch " * 4
    document = read(
        made(tmp_path, prose("B¸o c¸o t×nh h×nh thùc hiÖn nhiÖm vô kÕ ho¹ch n¨m vµ kÕ ho¹ch " * 4), prose(PROSE))
    )
    assert lines(document) == [words.strip(), PROSE]  # the page that is Unicode already is left alone
    assert document.problems == ()
    assert document.boxes(0, len("Báo cáo"))[0].page == 1


def test_a_document_of_scans_is_a_document(tmp_path: Path) -> None:
    document = read(made(tmp_path, picture, picture))
    assert (document.text, len(document.pages), len(document.problems)) == ("", 2, 2)
    assert [page.confidence for page in document.pages] == [0.0, 0.0]


def test_a_blank_page_is_no_problem(tmp_path: Path) -> None:
    document = read(made(tmp_path, prose(PROSE), lambda canvas: None))
    assert document.problems == ()
    assert len(document.pages) == 2


def test_hidden_text_under_a_scan_is_ocr(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        picture(canvas)
        text = canvas.beginText(LEFT, 700)
        text.setTextRenderMode(3)
        for start in range(0, len(PROSE), 50):
            text.textLine(PROSE[start : start + 50])
        canvas.drawText(text)

    assert [page.text_source for page in read(made(tmp_path, draw)).pages] == ["ocr"]


def refused(path: Path) -> str:
    with pytest.raises(UnreadableFile) as caught:
        pdf_text.read(path, "0" * 64)
    assert str(path) in caught.value.problem
    assert caught.value.advice
    return caught.value.problem


def test_files_that_cannot_be_opened(tmp_path: Path) -> None:
    assert "mật khẩu" in refused(made(tmp_path, prose(PROSE), encrypt="bí mật"))
    path = made(tmp_path, prose(PROSE))
    whole = path.read_bytes()
    path.write_bytes(whole[:200])
    assert "hỏng" in refused(path)
    path.write_bytes(b"%PDF-1.7\n" + b"\x00" * 500)
    assert "hỏng" in refused(path)
    assert "Không mở được" in refused(tmp_path / "no.pdf")


def test_limits_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_text, "MAX_PAGES", 2)
    document = read(made(tmp_path, *[prose(PROSE)] * 3))
    assert len(document.pages) == 2
    assert "3 trang" in document.problems[0].problem
    huge = read(made(tmp_path, prose(PROSE), size=(20_000, 20_000)))
    assert huge.text == ""
    assert "khổ giấy" in huge.problems[0].problem


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


# --- properties ----------------------------------------------------------------------------------------------------

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


# --- real documents ------------------------------------------------------------------------------------------------

REAL = [
    # file, pages, pages whose text is read, problems; the 12th page of KH 173 and the 4th of QĐ 225 are blank
    ("bl-2025-qd209-tthc.scan.pdf", 4, 0, 4),
    ("hn-2026-kh173-festival.pdf", 12, 11, 0),
    ("hue-2025-qd441-tthc.signed.pdf", 4, 4, 0),
    ("lc-2025-qd2362-tthc.pdf", 4, 4, 1),
    ("ld-2025-qd349-tthc.badocr.pdf", 12, 0, 12),
    ("nb-2025-qd119-phu-luc.nfd.pdf", 16, 16, 0),
    ("nb-2025-qd119-tthc.nfd.pdf", 2, 2, 0),
    ("th-2025-qd500-tthc.pdf", 9, 9, 0),
    ("ttg-2004-qd115.tcvn3.pdf", 2, 2, 0),
    ("tv-2025-qd225-cu-tru.pdf", 4, 3, 0),
    ("vpcp-2026-cv3722.scan.pdf", 1, 0, 1),
]


def real(name: str) -> Path:
    path = PLANS / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    return path


@pytest.mark.parametrize("name, pages, with_text, problems", REAL)
def test_real_files(name: str, pages: int, with_text: int, problems: int) -> None:
    document = read(real(name))
    assert len(document.pages) == pages
    assert len({word.box.page for word in document.words}) == with_text
    assert len(document.problems) == problems


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(PLANS.glob("*.pdf")) or [PLANS / "none.pdf"], ids=lambda path: path.name)
def test_every_real_pdf_goes_through(path: Path) -> None:
    document = read(real(path.name))
    unread = {problem.page for problem in document.problems}
    told = {page.number for page in document.pages if page.confidence < 0.8}
    assert told <= unread


def tokens(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", repaired(text)))


@pytest.mark.parametrize(
    "name, floor",
    [
        ("hn-2026-kh173-festival.pdf", 1.0),
        ("tv-2025-qd225-cu-tru.pdf", 0.99),  # a month was stamped over
        ("nb-2025-qd119-phu-luc.nfd.pdf", 1.0),
        ("hue-2025-qd441-tthc.signed.pdf", 1.0),
        ("th-2025-qd500-tthc.pdf", 0.95),  # pdfplumber divides a heading into letters on page 2, and a web address
        ("lc-2025-qd2362-tthc.pdf", 0.96),  # pdfplumber divides words drawn from two fonts
        ("nb-2025-qd119-tthc.nfd.pdf", 0.97),  # a recipient's line is set so tight that here its words stay together
    ],
)
def test_words_of_pdfplumber(name: str, floor: float) -> None:
    """Recall against pdfplumber's words, page by page, on the first three pages."""
    path = real(name)
    document = read(path)
    with pdfplumber.open(path) as oracle:
        for page in oracle.pages[:3]:
            number = page.page_number
            text, end = "", -1
            for word in document.words:
                if word.box.page == number:
                    text += ("" if word.start == end else " ") + document.text[word.start : word.end]
                    end = word.end
            text += " " + " ".join(item.text for item in document.furniture if item.page == number)
            expected = tokens(" ".join(word["text"] for word in page.extract_words(x_tolerance_ratio=0.12)))
            found = tokens(text)
            total = sum(expected.values())
            assert sum((expected & found).values()) >= floor * total, (number, expected - found)


def test_the_typed_truth_of_a_page() -> None:
    path = real("hn-2026-kh173-festival.pdf")
    document = read(path)
    truth = (PLANS / "hn-2026-kh173_p1.gt.txt").read_text(encoding="utf-8")
    page = " ".join(document.text[word.start : word.end] for word in document.words if word.box.page == 1)
    stamped = tokens(page) - tokens(truth)  # the truth was typed from the page as printed, without number and day
    assert stamped == tokens("173 28 4")
    assert tokens(truth) - tokens(page) == Counter()
