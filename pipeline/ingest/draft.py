"""The one door through which text becomes a Document: repairs it, lays it out, keeps the spans right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from data.document import (
    Block,
    BlockKind,
    Box,
    Cell,
    Document,
    Furniture,
    FurnitureKind,
    OffsetMap,
    Page,
    Problem,
    ProblemKind,
    Table,
    TextSource,
    Word,
    Words,
)
from normalizers.mapped_text import INSERTED, MappedText
from normalizers.outline import is_heading, label_of
from normalizers.repair import is_clean, repair, repaired
from pipeline.ingest.printed_words import Placed, in_text

Source: TypeAlias = MappedText | str


class DraftCell(NamedTuple):
    """A cell to be laid out; words stand in its own text, as read."""

    text: Source
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    words: Sequence[Placed] = ()


@dataclass(slots=True)
class Draft:
    """A document while it is being read: paragraphs, tables and pages are added in reading order."""

    source_path: str
    file_sha256: str
    file_format: str
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _blocks: list[Block] = field(default_factory=list)
    _words: Words = field(default_factory=Words)
    _placed: list[Placed] = field(default_factory=list)  # that go among the words together
    _runs: list[tuple[int, int, int]] = field(default_factory=list)
    _pages: list[Page] = field(default_factory=list)
    _furniture: list[Furniture] = field(default_factory=list)
    _problems: list[Problem] = field(default_factory=list)
    _pictures: str = ""

    def page(
        self,
        number: int,
        width: float,
        height: float,
        text_source: TextSource = "text",
        confidence: float = 1.0,
        *,
        start: int | None = None,
    ) -> None:
        """Starts a page; the blocks that follow stand on it unless their words say otherwise.

        start: where in the text, for a page that began within the table added last.
        """
        self._settle()
        begin = self._length if start is None else start
        if self._pages:
            self._pages[-1] = _ended(self._pages[-1], begin)
        self._pages.append(Page(number, width, height, begin, begin, text_source, confidence))

    def paragraph(
        self,
        text: Source,
        words: Sequence[Placed] = (),
        *,
        kind: BlockKind | None = None,
        bold: bool = False,
    ) -> None:
        """Adds a paragraph without its hard wraps; the outline is read from its label unless a kind is given.

        words: where they stand in `text` as given, and on the page.
        """
        start = self._length
        if not self._append(text, words):
            return
        line = self._parts[-1]
        label = label_of(line)
        if kind is None:
            heading = is_heading(line, label, bold)
            kind = BlockKind.HEADING if heading else BlockKind.ITEM if label else BlockKind.PARAGRAPH
        self._blocks.append(Block(kind, start, self._length, label.level if label else 0, label.text if label else ""))
        self._break("\n")

    def table(self, cells: Iterable[DraftCell], rows: int, columns: int) -> Table | None:
        """Adds a table; cells in reading order. Gives it as it now stands in the text; None if it has no cells."""
        start = self._length
        placed: list[Cell] = []
        row = 0
        for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
            if placed:
                self._break("\n" * min(cell.row - row, 1) or "\t")
            row = cell.row
            begin = self._length
            self._append(cell.text, cell.words)
            placed.append(Cell(begin, self._length, cell.row, cell.column, cell.row_span, cell.column_span))
        if not placed:
            return None
        table = Table(start, self._length, rows, columns, tuple(placed))
        self._blocks.append(Block(BlockKind.TABLE, start, self._length, table=table))
        self._break("\n")
        return table

    def furniture(self, kind: FurnitureKind, text: str, page: int | None = None, box: Box | None = None) -> None:
        """Keeps text that is no part of the document."""
        cleaned = repaired(text).strip()
        if cleaned:
            self._furniture.append(Furniture(kind, cleaned, page, box))

    def problem(self, problem: str, advice: str, page: int | None = None, kind: ProblemKind = "unread") -> None:
        """Notes something that was not read, or that may have been read wrongly."""
        found = Problem(problem, advice, page, kind)
        if found not in self._problems:
            self._problems.append(found)

    def pictures(self, mode: str) -> None:
        """Notes that there are pages which are pictures, and how they were to be read."""
        self._pictures = mode

    def finish(self) -> Document:
        """The document as it now stands."""
        self._settle()
        text = "".join(self._parts)
        if self._pages:
            self._pages[-1] = _ended(self._pages[-1], len(text))
        return Document(
            self.source_path,
            self.file_sha256,
            self.file_format,
            text,
            tuple(self._blocks),
            tuple(self._pages),
            self._words,
            tuple(self._furniture),
            OffsetMap(tuple(self._runs)),
            tuple(self._problems),
            self._pictures,
        )

    def _append(self, text: Source, words: Sequence[Placed]) -> bool:
        """Adds repaired text at the end; False if nothing is left of it."""
        if isinstance(text, str) and is_clean(text) and not (text[:1].isspace() or text[-1:].isspace()):
            self._placed.extend([Placed(self._length + at, starts, own) for at, starts, own in words])
            self._parts.append(text)
            self._length += len(text)
            return bool(text)
        if words:  # where each character of the text as given went, to move the words along
            given = text if isinstance(text, str) else text.text
            moved = repair(MappedText.of(given)).strip()
            self._settle()
            self._words.add(Words.of(_moved(in_text(words), moved, self._length)))
            clean = moved.text
        elif isinstance(text, str):
            clean = repaired(text).strip()
        else:
            mapped = repair(text).strip()
            self._runs.extend(mapped.runs(self._length))
            clean = mapped.text
        if not clean:
            return False
        self._parts.append(clean)
        self._length += len(clean)
        return True

    def _settle(self) -> None:
        self._words.add(in_text(self._placed))
        self._placed = []

    def _break(self, mark: str) -> None:
        self._parts.append(mark)
        self._length += len(mark)


def _ended(page: Page, end: int) -> Page:
    return Page(page.number, page.width, page.height, page.start, end, page.text_source, page.confidence)


def _moved(words: Iterable[Word], clean: MappedText, at: int) -> Iterable[Word]:
    """The words with their spans in the repaired text, which begins here; a word of which nothing is left is dropped."""
    place: dict[int, int] = {}
    for index, origin in enumerate(clean.origins):
        if origin != INSERTED:
            place.setdefault(origin, index)
    for word in words:
        spots = [place[offset] for offset in range(word.start, word.end) if offset in place]
        if spots:
            yield word._replace(start=at + min(spots), end=at + max(spots) + 1)
