"""What the reader of digital PDF must not give out, and how it says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn_pages import HEIGHT, LEFT, PROSE, WIDTH, Draw, lines, made, prose, read
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from ruled_pages import register_fonts

from pipeline.errors import UnreadableFile
from pipeline.ingest import pdf_text


@pytest.fixture(scope="module", autouse=True)
def fonts() -> None:
    register_fonts()


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
