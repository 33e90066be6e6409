"""The reader for digital PDF: the text layer, page by page, where it can be believed.

Pages without text (scans) and pages whose text is not Vietnamese (a bad OCR, an old font) are read from their picture
(see scan_pages); where that is not wanted or not possible they are pages without text, and problems.
PDFium is not thread-safe: one process reads one file at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from data.document import Document, TextSource
from pipeline.errors import UnreadableFile, refusal
from pipeline.ingest.draft import Draft
from pipeline.ingest.page_writer import write_pages
from pipeline.ingest.pdf_calls import Handle
from pipeline.ingest.pdf_lines import lines_of
from pipeline.ingest.pdf_old_fonts import converted
from pipeline.ingest.pdf_page import PdfPage, read_page
from pipeline.ingest.pdf_stamps import has_drawn_figures, stamped
from pipeline.ingest.pdf_trust import Trust, trust_of, trusted_pages
from pipeline.ingest.pdf_words import PageTooBig
from pipeline.ingest.scan_pages import Reading, scanned_pages

NAME = "pdf"
SUFFIXES = (".pdf",)
ORDER = 10

MARK: Final = b"%PDF-"
MARK_WITHIN: Final = 1024  # bytes; junk may stand before the mark
MAX_PAGES: Final = 3000  # of one file; the longest annexes known have some hundreds
MAX_BYTES: Final = 1 << 30
SCAN_WORDS: Final = 20  # a page with fewer words and a picture over most of it is a scan
SCAN_SHARE: Final = 0.6
DRAWN_PATHS: Final = 50  # a page without words and with so many shapes has its letters drawn as shapes
HIDDEN: Final = 0.5  # share of undrawn glyphs from which the text is an OCR program's
SCAN_ADVICE: Final = "Nhận dạng chữ (OCR) trang này hoặc nạp bản số."
TRUST_ADVICE: Final = (
    "Thường do phông cũ (TCVN3, VNI) hoặc nhận dạng sai: chuyển mã sang Unicode hoặc nhận dạng lại trang này."
)


def sniff(head: bytes, path: Path) -> bool:  # noqa: ARG001 - the content tells
    """Whether the file says in its first kilobyte that it is a PDF."""
    return MARK in head[:MARK_WITHIN]


def read(path: Path, file_sha256: str) -> Document:
    """The document in a PDF; pages that cannot be read are problems. Raises UnreadableFile if there is no page at all."""
    draft = Draft(str(path), file_sha256, NAME)
    write_pages(draft, _readings(path, draft))
    return draft.finish()


def _readings(path: Path, draft: Draft) -> list[Reading]:
    """The pages, each with the verdict on its text layer, read from their picture where that is needed."""
    printed = list(_pages(path, draft))
    trusts = [trust_of(page.words.texts) for page in printed]
    pages = converted(printed, trusts)
    trusts = [
        trust if trust.good and page is before else _trust(page)
        for before, page, trust in zip(printed, pages, trusts, strict=True)
    ]
    believed = trusted_pages(trusts)
    readings = [_reading(page, trust, good) for page, trust, good in zip(pages, trusts, believed, strict=True)]
    for reading in readings:
        if reading.text and has_drawn_figures(reading.page):
            draft.problem(
                f"Trang {reading.page.number} có số hoặc ngày là hình (đóng dấu, viết tay), không có trong lớp chữ nên không"
                " đọc được.",
                "Xem trang gốc; bổ sung số, ngày của văn bản bằng chức năng sửa.",
                reading.page.number,
            )
    with scanned_pages(path, draft) as scanned:
        return [scanned(reading) for reading in readings]


def _pages(path: Path, draft: Draft) -> Iterator[PdfPage]:
    with _opened(path) as document:
        count = pdfium.FPDF_GetPageCount(document)
        if count < 1:
            raise UnreadableFile(f"Tệp {path} không có trang nào.", "Xin lại bản gốc của văn bản.")
        if count > MAX_PAGES:
            draft.problem(
                f"Tệp có {count} trang; chỉ đọc {MAX_PAGES} trang đầu.",
                "Chia tệp thành nhiều tệp nhỏ hơn rồi nạp lại.",
                MAX_PAGES + 1,
            )
        for index in range(min(count, MAX_PAGES)):
            page = _page(document, index, draft)
            yield page if page is not None else PdfPage(index + 1, 0.0, 0.0)


def _page(document: Handle, index: int, draft: Draft) -> PdfPage | None:
    try:
        page = read_page(document, index)
    except PageTooBig as error:
        draft.problem(
            f"Trang {index + 1} không đọc được: {error}.", "Mở tệp, in lại trang này ra PDF rồi nạp lại.", index + 1
        )
        return None
    if page is None:
        draft.problem(f"Trang {index + 1} bị hỏng, không đọc được.", "Xin lại bản gốc của văn bản.", index + 1)
    return page


@contextmanager
def _opened(path: Path) -> Iterator[Handle]:
    """PDFium's handle of the file, closed in any case."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableFile(
                f"Tệp {path} quá lớn (trên {MAX_BYTES >> 30} GB).", "Chia tệp thành nhiều tệp nhỏ hơn rồi nạp lại."
            )
        document = pypdfium2.PdfDocument(path)
    except OSError as error:
        raise UnreadableFile(f"Không mở được tệp {path}: {refusal(error)}.", "Kiểm tra quyền đọc và đường dẫn.") from error
    except pypdfium2.PdfiumError as error:
        raise _cause(path, error.err_code) from error
    try:
        yield document.raw
    finally:
        document.close()


def _cause(path: Path, code: int | None) -> UnreadableFile:
    if code == pdfium.FPDF_ERR_PASSWORD:
        return UnreadableFile(
            f"Tệp {path} được khoá bằng mật khẩu.", "Mở tệp bằng mật khẩu, lưu một bản không khoá rồi nạp lại."
        )
    if code == pdfium.FPDF_ERR_SECURITY:
        return UnreadableFile(f"Tệp {path} dùng kiểu khoá không hỗ trợ.", "Mở tệp, in ra PDF mới rồi nạp lại.")
    return UnreadableFile(f"Tệp {path} hỏng hoặc bị cắt cụt, không mở được.", "Tải hoặc xin lại bản gốc của văn bản.")


def _trust(page: PdfPage) -> Trust:
    """How believable a page's words are; where a second font lends some letters, they are whole only on their lines."""
    trust = trust_of(page.words.texts)
    return trust if trust.good else max(trust, trust_of(line.text for line in lines_of(page.words)), key=_believed)


def _believed(trust: Trust) -> tuple[bool, float]:
    return trust.good, trust.confidence


def _reading(page: PdfPage, trust: Trust, good: bool) -> Reading:
    """The verdict on a page's text layer."""
    number = page.number
    source: TextSource = "ocr" if page.hidden > HIDDEN else "text"
    if not page.width:
        return Reading(page, 0.0, source)
    if len(page.words) < SCAN_WORDS and page.picture_share >= SCAN_SHARE:
        return Reading(page, 0.0, "text", f"Trang {number} là ảnh quét, chưa đọc được chữ.", SCAN_ADVICE)
    if not page.words:
        if page.picture_share or page.paths >= DRAWN_PATHS:
            said = f"Trang {number} không có lớp chữ, chỉ có hình vẽ hoặc ảnh."
            return Reading(page, 0.0, source, said, SCAN_ADVICE)
        return Reading(page, 1.0, source)  # a blank page
    if not good:
        said = f"Lớp chữ của trang {number} không đáng tin (chỉ {trust.confidence:.0%} là tiếng Việt đúng chính tả), đã bỏ."
        return Reading(page, trust.confidence, source, said, TRUST_ADVICE)
    return Reading(stamped(page), trust.confidence, source, text=True)
