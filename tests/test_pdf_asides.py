"""What stands on the pages of a digital PDF beside the text: running heads, footnotes, stamps, watermarks."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from drawn_pages import HEIGHT, LEFT, PROSE, SIZE, Draw, asides, lines, made, prose, read, wrapped
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas
from ruled_pages import register_fonts

from data.document import BlockKind


@pytest.fixture(scope="module", autouse=True)
def fonts() -> None:
    register_fonts()


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
