"""Pages, however they were read, to paragraphs and tables of a draft: one after another, as a file may have thousands."""

from __future__ import annotations

import functools
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final, NamedTuple

from data.document import BlockKind, Box
from pipeline.ingest.draft import Draft
from pipeline.ingest.pdf_layout import Flow, Layout, laid_out, running_heads
from pipeline.ingest.pdf_lines import Line, passage
from pipeline.ingest.pdf_paragraphs import Column, Paragraphs, column_between, column_of
from pipeline.ingest.pdf_tables import JoinedTable, Piece, PieceCell
from pipeline.ingest.scan_pages import Reading

COLUMN_LINES: Final = 8  # lines that a page needs to have margins of its own
ENOUGH_LINES: Final = 60  # of other pages, for a page that has fewer
MOST_LINES: Final = 240  # of other pages that are looked at
MOST_AHEAD: Final = 30  # pages that one with few lines waits for, as all they hold stays in memory


def write_pages(draft: Draft, readings: list[Reading]) -> None:
    """Writes pages into a draft and empties the list: the words of a page go as soon as it is written."""
    heads = running_heads([reading.page for reading in readings if reading.text])
    _Writer(draft).write(_with_margins(_laid_out(readings, heads)))


class _Page(NamedTuple):
    """A page to be written: what is known of it, without its words, and what stands on it."""

    reading: Reading
    layout: Layout
    lines: tuple[Line, ...]  # of its running text

    @property
    def size(self) -> int:
        """Pages of one width have the same margins."""
        return round(self.reading.page.width)


def _laid_out(readings: list[Reading], heads: frozenset[str]) -> Iterator[_Page]:
    count = len(readings)
    readings.reverse()
    while readings:
        reading = readings.pop()
        layout = laid_out(reading.page, heads, count) if reading.text else Layout()
        flows = (item for item in layout.items if isinstance(item, Flow) and not item.beside)
        lines = tuple(line for flow in flows for line in flow.lines)
        yield _Page(replace(reading, page=reading.page.without_words()), layout, lines)


def _with_margins(pages: Iterable[_Page]) -> Iterator[tuple[_Page, Column | None]]:
    """Pages, each with the margins of its running text; one with few lines has those of the pages of its size around it."""
    around: dict[int, deque[tuple[float, float]]] = defaultdict(lambda: deque(maxlen=MOST_LINES))
    waiting: deque[_Page] = deque()  # the first of them for the lines of pages behind it
    for page in pages:
        around[page.size].extend((line.x0, line.x1) for line in page.lines)
        waiting.append(page)
        while waiting and (
            _has_margins(waiting[0]) or len(around[waiting[0].size]) >= ENOUGH_LINES or len(waiting) > MOST_AHEAD
        ):
            yield _with_column(waiting.popleft(), around)
    while waiting:
        yield _with_column(waiting.popleft(), around)


def _has_margins(page: _Page) -> bool:
    return not page.lines or len(page.lines) >= COLUMN_LINES


def _with_column(page: _Page, around: dict[int, deque[tuple[float, float]]]) -> tuple[_Page, Column | None]:
    if not page.lines:
        return page, None
    return page, column_of(page.lines) if _has_margins(page) else column_between(around[page.size])


@dataclass(slots=True)
class _Writer:
    """Writes pages into the draft: a paragraph stands where it begins, a footnote behind the last paragraph of its page."""

    draft: Draft
    _seen: list[Reading] = field(default_factory=list)
    _open: int = 0  # pages begun so far
    _paragraphs: Paragraphs = field(default_factory=Paragraphs)
    _footnotes: list[tuple[Line, ...]] = field(default_factory=list)
    _tables: list[JoinedTable] = field(default_factory=list)  # that may go on on the next page

    def write(self, pages: Iterable[tuple[_Page, Column | None]]) -> None:
        """All pages, each with the margins of its running text."""
        for page, column in pages:
            self._seen.append(page.reading)
            self._page(page.reading, page.layout, column)
        self._end_paragraph()
        self._end_tables()
        self._write_footnotes()
        self._begin(len(self._seen))

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
            reading = self._seen[self._open]
            page = reading.page
            self.draft.page(page.number, page.width, page.height, reading.source, reading.confidence, start=start)
            self._open += 1
