"""The reader for digital PDF: the text layer, page by page, where it can be believed.

Pages without text (scans) and pages whose text is not Vietnamese (a bad OCR, an old font) are read from their picture
(see scan_pages); where that is not wanted or not possible they are pages without text, and problems.
PDFium is not thread-safe: one process reads one file at a time.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import pypdfium2
import pypdfium2.raw as pdfium

from data.document import BlockKind, Box, Document, TextSource
from pipeline.errors import UnreadableFile
from pipeline.ingest.draft import Draft
from pipeline.ingest.pdf_calls import Handle
from pipeline.ingest.pdf_layout import Flow, Layout, laid_out, running_heads
from pipeline.ingest.pdf_lines import Line, lines_of, passage
from pipeline.ingest.pdf_old_fonts import converted
from pipeline.ingest.pdf_page import PdfPage, read_page
from pipeline.ingest.pdf_paragraphs import Column, Paragraphs, column_of
from pipeline.ingest.pdf_stamps import has_drawn_figures, stamped
from pipeline.ingest.pdf_tables import JoinedTable, Piece, PieceCell
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
COLUMN_LINES: Final = 8  # lines that a page needs to have margins of its own
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


def write_pages(draft: Draft, readings: list[Reading]) -> None:
    """Writes pages into a draft, however they were read, and empties the list."""
    heads = running_heads([reading.page for reading in readings if reading.text])
    layouts = [laid_out(reading.page, heads, len(readings)) if reading.text else Layout() for reading in readings]
    columns = _columns(readings, layouts)
    bare = [replace(reading, page=reading.page.without_words()) for reading in readings]
    readings.clear()  # a long file has a million words: they go as they are written
    _Writer(draft, bare).write(layouts, columns)


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
        raise UnreadableFile(f"Không mở được tệp {path}: {error.strerror}.", "Kiểm tra quyền đọc và đường dẫn.") from error
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


@dataclass(slots=True)
class _Writer:
    """Writes pages into the draft: a paragraph stands where it begins, a footnote behind the last paragraph of its page."""

    draft: Draft
    readings: Sequence[Reading]
    _open: int = 0  # pages begun so far
    _paragraphs: Paragraphs = field(default_factory=Paragraphs)
    _footnotes: list[tuple[Line, ...]] = field(default_factory=list)
    _tables: list[JoinedTable] = field(default_factory=list)  # that may go on on the next page

    def write(self, layouts: list[Layout], columns: Sequence[Column | None]) -> None:
        """All pages; empties the layouts."""
        layouts.reverse()
        for reading, column in zip(self.readings, columns, strict=True):
            self._page(reading, layouts.pop(), column)
        self._end_paragraph()
        self._end_tables()
        self._write_footnotes()
        self._begin(len(self.readings))

    def _page(self, reading: Reading, layout: Layout, column: Column | None) -> None:
        page = reading.page
        for stamp in page.stamps:
            self.draft.furniture("stamp", stamp.text, page.number, stamp.box)
        for aside in layout.asides:
            self.draft.furniture(aside.kind, aside.text, page.number, aside.box)
        if not reading.text:
            self._end_paragraph()
        self._tell(layout, page.number)
        first = True  # nothing but tables has come on this page
        for item in layout.items:
            if isinstance(item, Piece):
                self._end_paragraph()
                if not (first and any(table.join(item) for table in self._tables if table.page < page.number)):
                    self._tables.append(JoinedTable.of(item))
                continue
            first = False
            self._end_tables()
            if item.beside or column is None:
                self._paragraphs.add(item.lines, column_of(item.lines, own_lines=item.beside))
            else:
                self._paragraphs.add(item.lines, column)
            self._write_ended()
        self._end_tables(page.number)
        self._footnotes.extend(layout.footnotes)

    def _tell(self, layout: Layout, number: int) -> None:
        if layout.unclean:
            self.draft.problem(
                f"Trang {number} có bảng kẻ không kín, đọc theo dòng chứ không theo ô.",
                "Đối chiếu bảng với trang gốc.",
                number,
            )
        if layout.by_white:
            self.draft.problem(
                f"Trang {number} có bảng kẻ thiếu đường dọc; các ô được chia theo khoảng trắng giữa các cột.",
                "Đối chiếu bảng với trang gốc.",
                number,
                "unsure",
            )
        if layout.over_edge:
            self.draft.problem(
                f"Trang {number} có bảng tràn ra ngoài mép giấy; phần ngoài mép không thấy khi xem trang, đọc từ lớp chữ.",
                "Đối chiếu bảng với bản gốc; tìm bản in đúng khổ giấy.",
                number,
            )
        if layout.unruled:
            self.draft.problem(
                f"Trang {number} có bảng không kẻ khung, đọc theo từng cột chứ không theo hàng.",
                "Đối chiếu bảng với trang gốc.",
                number,
            )

    def _end_paragraph(self) -> None:
        self._paragraphs.flush()
        self._write_ended()

    def _end_tables(self, page: int | None = None) -> None:
        """Writes the open tables; at a page's end all but those that may go on: the lowest one and those beside it."""
        last = next((table for table in reversed(self._tables) if table.page == page), None)
        going = [table for table in self._tables if last and table.page == page and table.bottom > last.top]
        for table in self._tables:
            if table not in going:
                self._write_table(table)
        self._tables = going

    def _write_table(self, table: JoinedTable) -> None:
        self._begin(table.page_rows[0][0])
        written = self.draft.table(table.drafted(), table.rows, len(table.xs) - 1)
        for page, row in table.page_rows[1:]:
            if written is not None:
                start = next((cell.start for cell in written.cells if cell.row >= row), written.end)
                self._begin(page, start)
        for cell in table.dropped:
            self._tell_dropped(cell)

    def _tell_dropped(self, cell: PieceCell) -> None:
        """Keeps what was left out, the words of a header printed again, as a running head."""
        passages = cell.passages()
        boxes = [words.around for passage in passages for _, _, words in passage.words]
        if boxes:
            box = functools.reduce(Box.union, boxes)
            self.draft.furniture("page-header", "\n".join(passage.text for passage in passages), box.page, box)

    def _write_ended(self) -> None:
        for ended in self._paragraphs.taken():
            self._begin(ended.page)
            self.draft.paragraph(ended.text, ended.words, bold=ended.bold)
            if self._footnotes:
                self._write_footnotes()

    def _write_footnotes(self) -> None:
        for lines in self._footnotes:
            note = passage(lines)
            self._begin(note.page)
            self.draft.paragraph(note.text, note.words, kind=BlockKind.FOOTNOTE)
        self._footnotes = []

    def _begin(self, number: int, start: int | None = None) -> None:
        """Begins all pages up to this one that are not begun yet; start: where in the table written last."""
        while self._open < number:
            reading = self.readings[self._open]
            page = reading.page
            self.draft.page(page.number, page.width, page.height, reading.source, reading.confidence, start=start)
            self._open += 1


def _columns(readings: Sequence[Reading], layouts: Sequence[Layout]) -> list[Column | None]:
    """The margins of each page's running text; a page with few lines has those of the pages of its size."""
    lines = [
        [line for item in layout.items if isinstance(item, Flow) and not item.beside for line in item.lines]
        for layout in layouts
    ]
    sizes: dict[int, list[Line]] = defaultdict(list)
    for reading, own in zip(readings, lines, strict=True):
        sizes[round(reading.page.width)].extend(own)
    columns: list[Column | None] = []
    for reading, own in zip(readings, lines, strict=True):
        chosen = own if len(own) >= COLUMN_LINES else sizes[round(reading.page.width)]
        columns.append(column_of(chosen) if chosen else None)
    return columns
