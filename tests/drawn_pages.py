"""Pages of a PDF drawn as word processors set them, and what is read of them."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from data.document import Document
from pipeline.ingest import pdf_text

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, SIZE, LEADING = 85.0, 540.0, 13, 18.0
PROSE = (
    "Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành và địa phương tổ chức thực hiện nghiêm túc các nhiệm vụ được giao, "
    "định kỳ báo cáo kết quả để tổng hợp, theo dõi và đôn đốc việc thực hiện trong toàn tỉnh."
)
Draw = Callable[[Canvas], None]


def made(folder: Path, *pages: Draw, size: tuple[float, float] = (WIDTH, HEIGHT), **settings_: object) -> Path:
    """Writes a PDF with a page a drawing; settings are those of reportlab's canvas."""
    path = folder / "a.pdf"
    canvas = Canvas(str(path), pagesize=size, **settings_)
    for draw in pages:
        canvas.setFont("Body", SIZE)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return path


def read(path: Path) -> Document:
    """The document read from it, checked for what holds for every one."""
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
    """The paragraphs, tables left out."""
    return [document.text[block.start : block.end] for block in document.blocks if block.table is None]


def cells(document: Document) -> list[list[str]]:
    """The words of the cells, table by table."""
    return [[document.text[cell.start : cell.end] for cell in table.cells] for table in document.tables]


def asides(document: Document) -> list[tuple[str, str, int | None]]:
    """What stands beside the text: kind, words, page."""
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
    """Paragraphs below each other, from this height down."""

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
    """All of them on one page."""

    def draw(canvas: Canvas) -> None:
        for one in draws:
            one(canvas)

    return draw
