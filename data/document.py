"""The neutral document that every reader makes and every extractor reads.

One text, never changed after reading; everything else (blocks, tables, cells, pages, words) is a span of it.
Conventions of the text, kept by pipeline.ingest.draft.Draft, the only maker of documents:
one block a line, blocks divided by one line feed; the cells of a table row divided by a tab, its rows by a line
feed; a line feed inside a cell divides the cell's own paragraphs; NFC, single spaces, no mark-up, no hard wraps.
"""

from __future__ import annotations

import bisect
from array import array
from collections.abc import Callable, Iterable, Iterator, MutableSequence, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import repeat
from operator import attrgetter
from typing import Literal, NamedTuple, TypeAlias, TypeVar, overload

T = TypeVar("T")

TextSource: TypeAlias = Literal["text", "ocr", "mixed"]
Key: TypeAlias = Callable[[T], int]
ProblemKind: TypeAlias = Literal["unread", "unsure"]
FurnitureKind: TypeAlias = Literal["page-header", "page-footer", "page-number", "watermark", "stamp", "site"]


class BlockKind(StrEnum):
    """What a block of a document is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"  # a labelled paragraph: "- …", "a) …", "1. …"
    TABLE = "table"
    FOOTNOTE = "footnote"


class Box(NamedTuple):
    """A rectangle on a page, in points from the top left corner.

    A named tuple, as is Word: a plan has tens of thousands of them, and they are made in one go from columns.
    """

    page: int
    x0: float
    y0: float
    x1: float
    y1: float

    def union(self, other: Box) -> Box:
        """The smallest box around both; both must lie on one page."""
        return Box(
            self.page,
            min(self.x0, other.x0),
            min(self.y0, other.y0),
            max(self.x1, other.x1),
            max(self.y1, other.y1),
        )


@dataclass(frozen=True, slots=True)
class ScanNote:
    """What is to be known of a word read from a picture that was repaired or is unsure."""

    raw: str  # as the picture's reader read it, before any repair
    readings: tuple[str, ...] = ()  # what each reader read; "" = nothing
    repair: str = ""  # kind of repair; empty: none
    doubt: str = ""  # why it is unsure; empty: it is not


class Word(NamedTuple):
    """A span of the text and where it is printed."""

    start: int
    end: int
    box: Box
    confidence: float = 1.0
    note: ScanNote | None = None


def integers(numbers: Iterable[int] = ()) -> MutableSequence[int]:
    """An array of whole numbers."""
    return array("i", numbers)


def floats(numbers: Iterable[float] = ()) -> MutableSequence[float]:
    """An array of numbers."""
    return array("d", numbers)


@dataclass(slots=True)
class Words(Sequence[Word]):
    """The words of a document in the order of its text; each is made when it is asked for.

    They are kept as columns: a long annex has a hundred thousand, and as objects they would take seven times the room.
    """

    starts: MutableSequence[int] = field(default_factory=integers)
    ends: MutableSequence[int] = field(default_factory=integers)
    pages: MutableSequence[int] = field(default_factory=integers)
    x0: MutableSequence[float] = field(default_factory=floats)
    y0: MutableSequence[float] = field(default_factory=floats)
    x1: MutableSequence[float] = field(default_factory=floats)
    y1: MutableSequence[float] = field(default_factory=floats)
    confidences: MutableSequence[float] = field(default_factory=floats)
    noted: MutableSequence[int] = field(default_factory=integers)  # the places of the words that have a note
    notes: tuple[ScanNote, ...] = ()

    @classmethod
    def of(cls, words: Iterable[Word]) -> Words:
        """These words, put in the order of the text."""
        made, notes = cls(), list[ScanNote]()
        for place, (start, end, box, confidence, note) in enumerate(sorted(words, key=attrgetter("start"))):
            made.starts.append(start)
            made.ends.append(end)
            made.pages.append(box.page)
            made.x0.append(box.x0)
            made.y0.append(box.y0)
            made.x1.append(box.x1)
            made.y1.append(box.y1)
            made.confidences.append(confidence)
            if note is not None:
                made.noted.append(place)
                notes.append(note)
        made.notes = tuple(notes)
        return made

    def add(self, words: Words) -> None:
        """Takes in words that stand behind those known; only while a document is made."""
        self.noted.extend([len(self) + place for place in words.noted])
        self.notes += words.notes
        self.starts.extend(words.starts)
        self.ends.extend(words.ends)
        self.pages.extend(words.pages)
        self.x0.extend(words.x0)
        self.y0.extend(words.y0)
        self.x1.extend(words.x1)
        self.y1.extend(words.y1)
        self.confidences.extend(words.confidences)

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, place: int) -> Word: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Word, ...]: ...

    def __getitem__(self, place: int | slice) -> Word | tuple[Word, ...]:
        if isinstance(place, slice):
            return tuple(self._made(place))
        at = range(len(self))[place]
        return next(self._made(slice(at, at + 1)))

    def __iter__(self) -> Iterator[Word]:
        return self._made(slice(None))

    def _made(self, part: slice) -> Iterator[Word]:
        boxes = map(Box, *(column[part] for column in (self.pages, self.x0, self.y0, self.x1, self.y1)))
        notes = map(self._note, range(len(self))[part]) if self.notes else repeat(None)
        return map(Word, self.starts[part], self.ends[part], boxes, self.confidences[part], notes)

    def _note(self, place: int) -> ScanNote | None:
        at = bisect.bisect_left(self.noted, place)
        return self.notes[at] if at < len(self.noted) and self.noted[at] == place else None


class Cell(NamedTuple):
    """A cell of a table; a merged cell stands once, at its first row and column, with its spans."""

    start: int
    end: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells in reading order; rows and columns count from 0. A nested table stands in the cell's text."""

    start: int
    end: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]

    def grid(self) -> tuple[tuple[Cell | None, ...], ...]:
        """Row by row, the cell that covers each slot; None where no cell does."""
        slots: list[list[Cell | None]] = [[None] * self.columns for _ in range(self.rows)]
        for cell in self.cells:
            for row in range(cell.row, min(cell.row + cell.row_span, self.rows)):
                for column in range(cell.column, min(cell.column + cell.column_span, self.columns)):
                    slots[row][column] = cell
        return tuple(map(tuple, slots))


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, footnote or table."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0  # depth in the outline, 1 = part; 0 = plain text (see normalizers.outline)
    label: str = ""  # its number or bullet as it stands in the text: "I.", "1.", "a)", "-"
    table: Table | None = None

    @property
    def body_start(self) -> int:
        """Where the words begin after the label; for a block without label its start."""
        return self.start + len(self.label)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the source and the span of text that stands on it; sizes in points."""

    number: int  # from 1
    width: float
    height: float
    start: int
    end: int
    text_source: TextSource = "text"
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Furniture:
    """Text of the source that is no part of the document: page numbers, running heads, stamps, menus of a site."""

    kind: FurnitureKind
    text: str
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Which character of the source a character of the text came from; made while repairing.

    Runs of characters that were copied one to one: (start in text, start in source, length).
    Characters between runs were put in by the reader.
    """

    runs: tuple[tuple[int, int, int], ...] = ()

    def source_span(self, start: int, end: int) -> tuple[int, int] | None:
        """The smallest span of the source that holds all copied characters of text[start:end]; None if there are none."""
        first = max(bisect.bisect_right(self.runs, start, key=lambda run: run[0]) - 1, 0)
        low: int | None = None
        high = 0
        for text_start, source_start, length in self.runs[first:]:
            if text_start >= end:
                break
            left, right = max(start, text_start), min(end, text_start + length)
            if left < right:
                begin = source_start + left - text_start
                low = begin if low is None else min(low, begin)
                high = max(high, source_start + right - text_start)
        return None if low is None else (low, high)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that was not read, and what the user can do about it; page None = the whole file.

    kind unsure: it was read, and may have been read wrongly.
    """

    problem: str
    advice: str
    page: int | None = None
    kind: ProblemKind = "unread"


@dataclass(frozen=True, slots=True)
class Document:
    """One file as read: its text and what is known of every span of it."""

    source_path: str
    file_sha256: str
    file_format: str
    text: str
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...] = ()
    words: Words = field(default_factory=Words)
    furniture: tuple[Furniture, ...] = ()
    source_map: OffsetMap = OffsetMap()
    problems: tuple[Problem, ...] = ()
    pictures: str = ""  # how its pages that are pictures were read (mode and readers); empty: it has none

    @property
    def doc_id(self) -> str:
        """The document's identity: the same content is the same document wherever it lies."""
        return self.file_sha256[:16]

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in reading order."""
        return tuple(block.table for block in self.blocks if block.table is not None)

    @property
    def text_source(self) -> TextSource:
        """How the text was come by, over all pages."""
        kinds = {page.text_source for page in self.pages} or {"text"}
        return kinds.pop() if len(kinds) == 1 else "mixed"

    def block_at(self, offset: int) -> Block | None:
        """The block that holds the character at this offset."""
        return _holder(self.blocks, offset, lambda block: block.start, lambda block: block.end)

    def page_at(self, offset: int) -> int | None:
        """The number of the page on which the character stands; None where the source has no pages."""
        if self.words:  # joined paragraphs and rows run over page breaks: only the words know where they stand
            index = bisect.bisect_right(self.words.ends, offset)
            return self.words.pages[min(index, len(self.words) - 1)]
        page = _holder(self.pages, offset, lambda page: page.start, lambda page: page.end)
        return None if page is None else page.number

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """Where text[start:end] is printed: one box a printed line; empty where the source has no pages."""
        return tuple(_lines(iter(self.words_in(start, end))))

    def words_in(self, start: int, end: int) -> tuple[Word, ...]:
        """The words of which any part stands in text[start:end]."""
        first = bisect.bisect_right(self.words.ends, start)
        last = bisect.bisect_left(self.words.starts, end, lo=first)
        return self.words[first:last]


def _holder(items: tuple[T, ...], offset: int, start_of: Key[T], end_of: Key[T]) -> T | None:
    """The item whose span holds the offset, of items in text order."""
    index = bisect.bisect_right(items, offset, key=start_of) - 1
    if index < 0 or offset >= max(end_of(items[index]), start_of(items[index]) + 1):
        return None
    return items[index]


def _lines(words: Iterator[Word]) -> Iterator[Box]:
    """Neighbouring words of one printed line as one box."""
    line: Box | None = None
    for word in words:
        box = word.box
        if (
            line is not None
            and box.page == line.page
            and min(line.y1, box.y1) - max(line.y0, box.y0) > 0.5 * min(line.y1 - line.y0, box.y1 - box.y0)
            and box.x0 >= line.x0 - 1
        ):
            line = line.union(box)
            continue
        if line is not None:
            yield line
        line = box
    if line is not None:
        yield line
