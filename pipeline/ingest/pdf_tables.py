"""Pieces of ruled tables on pages, put together over page breaks.

A piece goes on in the next one if nothing stands between them and their columns are the same. Header rows printed again
are dropped, a row cut by the break is mended, a tall merged cell goes on below. Every word keeps its page and box.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Final, TypeAlias

from rapidfuzz.distance import Levenshtein

from normalizers.outline import label_of
from pipeline.ingest.draft import DraftCell
from pipeline.ingest.pdf_lines import Line, Passage, is_symbol_broken
from pipeline.ingest.pdf_paragraphs import SENTENCE_END, Column, Paragraphs, column_of
from pipeline.ingest.printed_words import Placed

SAME_EDGE: Final = 4.0  # points by which the columns of two pieces may differ
MISREAD: Final = 0.08  # of the letters of a header printed again
MANY_LETTERS: Final = 25
HEADER_ROWS: Final = 5  # at most
CELL_PADDING: Final = 6.0  # points between a cell's side and its text, at most
WIDOWS: Final = 3.2  # lines that a page break may leave white below a cell's last one
FILLED_CELL: Final = 0.6  # of a line's height: less white at its end and a line is full
ONLY_NUMBERS: Final = re.compile(r"\W*(?:\d{1,2}|[a-z])\W*")  # the row that numbers the columns: "(1)", "2", "A"
HANGING: Final = re.compile(r"(?:[,(/–-]|(?<!\w)(?:và|của|cho|với|theo|các|về))$")  # what no cell ends with
NUMBER: Final = re.compile(r"[-–+*]|\W*(?:\d{1,4}|[IVXLC]{1,7}|[A-Za-zĐđ])(?:\.\d{1,3})*[a-zđ]?\W*")  # in the first column

Signature: TypeAlias = tuple[tuple[int, int, int, str], ...]  # a row's cells: column, spans, letters


@dataclass(frozen=True, slots=True)
class Segment:
    """The lines of a cell on one page, and the sides of the cell there."""

    lines: tuple[Line, ...]
    sideways: tuple[Line, ...]  # printed on its side
    left: float
    right: float
    bottom: float

    @property
    def column(self) -> Column:
        """The margins of the text: as far from the right side as from the left."""
        left = min((line.x0 for line in self.lines), default=self.left)
        return Column(left, self.right - min(max(left - self.left, 1.0), CELL_PADDING), cell=True)

    @property
    def is_full(self) -> bool:
        """Whether the text reaches down to the cell's end but for what widow control moves on."""
        last = max(self.lines, key=lambda line: line.base, default=None)
        return last is not None and self.bottom - last.base < WIDOWS * last.height


@dataclass(frozen=True, slots=True)
class PieceCell:
    """A cell with its text still in lines; more than one segment if page breaks cut it."""

    row: int
    column: int
    row_span: int
    column_span: int
    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """Its text; a line feed between paragraphs."""
        return "\n".join(passage.text for passage in self.passages())

    @property
    def letters(self) -> str:
        """Its words without what stands between them."""
        return "".join(line.text for part in self.segments for line in part.lines + part.sideways).replace(" ", "")

    def passages(self) -> list[Passage]:
        """Its paragraphs; text that stands on its side comes last."""
        paragraphs = Paragraphs()
        for segment in self.segments:
            if segment.lines:
                paragraphs.add(segment.lines, segment.column)
        paragraphs.flush()
        for segment in self.segments:
            if segment.sideways:
                paragraphs.add(segment.sideways, column_of(segment.sideways))
        paragraphs.flush()
        return paragraphs.taken()

    def drafted(self) -> DraftCell:
        """The cell as it goes into the document."""
        passages = self.passages()
        begins = accumulate((len(passage.text) + 1 for passage in passages), initial=0)
        words = [
            Placed(begin + at, starts, own)
            for passage, begin in zip(passages, begins, strict=False)
            for at, starts, own in passage.words
        ]
        text = "\n".join(passage.text for passage in passages)
        return DraftCell(text, self.row, self.column, self.row_span, self.column_span, words)


@dataclass(frozen=True, slots=True)
class Piece:
    """A ruled table as it stands on one page; xs are where its upright lines stand."""

    cells: tuple[PieceCell, ...]
    rows: int
    xs: tuple[float, ...]
    top: float
    bottom: float
    page: int
    by_white: bool = False  # whether cells are told by white space where lines are missing

    def row(self, number: int) -> list[PieceCell]:
        """The cells that begin in a row."""
        return [cell for cell in self.cells if cell.row == number]


@dataclass(slots=True)
class JoinedTable:
    """A table while its pieces are being put together."""

    xs: tuple[float, ...]
    rows: int
    cells: list[PieceCell]
    top: float  # of the last piece
    bottom: float
    page: int  # of the last piece
    page_rows: list[tuple[int, int]] = field(default_factory=list)  # (page, first row that begins on it)
    dropped: list[PieceCell] = field(default_factory=list)  # header cells printed again
    _header: list[Signature] = field(default_factory=list)  # of the first rows

    @classmethod
    def of(cls, piece: Piece) -> JoinedTable:
        """A table of one piece."""
        header = [_signature(piece.row(number)) for number in range(min(HEADER_ROWS, piece.rows))]
        return cls(
            piece.xs, piece.rows, list(piece.cells), piece.top, piece.bottom, piece.page, [(piece.page, 0)], _header=header
        )

    def join(self, piece: Piece) -> bool:
        """Takes in the piece on the next page; False if it is another table."""
        moved = self._with_own_columns(piece)
        if moved is None or piece.page != self.page + 1:
            return False
        again = self._repeated(moved)
        self.dropped.extend(cell for cell in moved.cells if cell.row < again)
        body = [replace(cell, row=cell.row - again) for cell in moved.cells if cell.row >= again]
        upper = {column: cell for cell in self._in_last_row() for column in _columns(cell)}
        lower = {column: cell for cell in body if cell.row == 0 for column in _columns(cell)}
        at = self.rows
        if body and _is_cut(upper, lower):
            at -= 1
            self._mend(upper, [cell for cell in body if cell.row == 0])
            body = [cell for cell in body if cell.row > 0]
        elif body:
            kept = [cell for cell in body if cell.row > 0 or not self._goes_on(upper.get(cell.column), cell, body)]
            self._mend(upper, [cell for cell in body if cell not in kept], beyond=0)
            body = kept
        self.page_rows.append((piece.page, self.rows))
        self.cells.extend(replace(cell, row=cell.row + at) for cell in body)
        self.rows = at + piece.rows - again
        self.page, self.top, self.bottom = piece.page, piece.top, piece.bottom
        return True

    def drafted(self) -> list[DraftCell]:
        """All cells as they go into the document."""
        return [cell.drafted() for cell in self.cells]

    def _with_own_columns(self, piece: Piece) -> Piece | None:
        """The piece with its columns counted as here; None if they are others.

        An upright line may be missing where rows above merge over it too, or where all rows are titles over the full width.
        """
        shift = self.xs[0] - piece.xs[0]
        places = [_nearest(self.xs, x + shift) for x in piece.xs]
        if any(place is None for place in places):
            return None
        index = [place for place in places if place is not None]
        if index[-1] != len(self.xs) - 1 or len(set(index)) != len(index):
            return None
        missing = set(range(len(self.xs))) - set(index)
        merged = {column for cell in self._in_last_row() for column in list(_columns(cell))[1:]}
        if not missing <= merged and len(piece.xs) > 2:
            return None
        cells = tuple(
            replace(
                cell,
                column=index[cell.column],
                column_span=index[cell.column + cell.column_span] - index[cell.column],
            )
            for cell in piece.cells
        )
        return replace(piece, cells=cells, xs=self.xs)

    def _in_last_row(self) -> list[PieceCell]:
        return [cell for cell in self.cells if cell.row + cell.row_span >= self.rows]

    def _repeated(self, piece: Piece) -> int:
        """How many rows of the piece's beginning are the table's header again."""
        rows = [_signature(piece.row(number)) for number in range(min(HEADER_ROWS, piece.rows))]
        for count in range(min(len(rows), len(self._header)), 0, -1):
            for first in range(len(self._header) - count + 1):
                part = self._header[first : first + count]
                told = first == 0 or all(map(_numbers_columns, part))
                whole = all(cell.row + cell.row_span <= count for cell in piece.cells if cell.row < count)
                if told and whole and _alike(rows[:count], part) and any(text for row in part for *_, text in row):
                    return count
        return 0

    def _goes_on(self, upper: PieceCell | None, lower: PieceCell, body: Sequence[PieceCell]) -> bool:
        """Whether a tall merged cell goes on in the first cell of its column on the next page."""
        if upper is None or (upper.column, upper.column_span) != (lower.column, lower.column_span):
            return False
        if lower.column_span == len(self.xs) - 1:
            return False
        if lower.letters:
            return max(upper.row_span, lower.row_span) > 1 and _is_full(upper) and _runs_on(upper, lower)
        own = [cell for cell in self.cells if cell.row >= len(self._header) or cell.row == upper.row]
        return any(cell.column == lower.column and cell.row_span > 1 for cell in [*own, *body])

    def _mend(self, upper: dict[int, PieceCell], lower: Sequence[PieceCell], beyond: int = 1) -> None:
        """Adds the cells of the piece's first row to those above, of whose rows the first `beyond` is the same."""
        for cell in lower:
            above = upper[cell.column]
            whole = replace(
                above,
                row_span=above.row_span + cell.row_span - beyond,
                segments=(*above.segments, *(part for part in cell.segments if part.lines or part.sideways)),
            )
            place = next(place for place, known in enumerate(self.cells) if known is above)
            self.cells[place] = whole


def _is_cut(upper: dict[int, PieceCell], lower: dict[int, PieceCell]) -> bool:
    """Whether the first row of a piece is the rest of the last row above: no number, and words that run on.

    Where the words of a cut row go on, they fill the cell above down to its end.
    """
    cells = list(dict.fromkeys(lower.values()))
    if len(cells) < 2 or any(
        cell.column not in upper
        or (upper[cell.column].column, upper[cell.column].column_span) != (cell.column, cell.column_span)
        for cell in cells
    ):
        return False
    pairs = [(upper[cell.column], cell) for cell in cells]
    heads = pairs[0][0].text, pairs[0][1].text
    if all(heads) and (any(map(NUMBER.fullmatch, heads)) or not _runs_on(*pairs[0])):
        return False  # each is a row of its own
    rest = [(above, below) for above, below in pairs if below.letters]
    if not rest:
        return all(above.row_span == 1 and below.row_span == 1 for above, below in pairs)
    tall = max(cell.row_span for cell in pairs[0]) > 1  # a number of several rows: the next may be a row of its own
    strong = any(_runs_on(above, below, sure=tall) for above, below in rest)
    if heads[1] and not heads[0]:  # the number stands in the middle of the row's height
        return strong and all(not above.letters or _is_full(above) for above, _ in rest[1:])
    if not all(above.letters and _is_full(above) for above, _ in rest):
        return (
            strong
            and all(_is_full(above) for above, below in rest if above.letters)
            and any(above.letters for above, _ in rest)
        )
    return strong or len(rest) * 2 <= len(pairs)


def _is_full(cell: PieceCell) -> bool:
    return cell.segments[-1].is_full


def _runs_on(above: PieceCell, below: PieceCell, sure: bool = False) -> bool:
    """Whether the words of a cell go on in another one; sure: that its last line is full does not tell."""
    upper, lower = above.segments[-1], below.segments[0]
    if not upper.lines or not lower.lines:
        return False
    last, first = upper.lines[-1], lower.lines[0]
    if is_symbol_broken(last.text, first.text) or HANGING.search(last.text):
        return True
    if last.text.rstrip("”\"'’) ").endswith(SENTENCE_END) or label_of(first.text) is not None:
        return False
    if sure:
        return first.text[:1].islower()
    word = first.words[0]
    room = upper.column.right - last.x1 - (word.x1 - word.x0)
    return first.text[:1].islower() or room < FILLED_CELL * last.height


def _columns(cell: PieceCell) -> range:
    return range(cell.column, cell.column + cell.column_span)


def _signature(row: Sequence[PieceCell]) -> Signature:
    """What makes a row the same: its cells, their spans and letters."""
    return tuple((cell.column, cell.column_span, cell.row_span, cell.letters.lower()) for cell in row)


def _alike(rows: Sequence[Signature], others: Sequence[Signature]) -> bool:
    """Whether rows have the same cells and letters; a scan may misread a few of many: "ST", "STT"."""
    cells = [[cell[:3] for cell in row] for row in rows]
    if cells != [[cell[:3] for cell in row] for row in others]:
        return False
    texts = [
        (own, other) for row, old in zip(rows, others, strict=True) for (*_, own), (*_, other) in zip(row, old, strict=True)
    ]
    letters = sum(len(text) for text, _ in texts)
    most = MISREAD * letters if letters >= MANY_LETTERS else 0
    return sum(Levenshtein.distance(own, other) for own, other in texts) <= most


def _numbers_columns(row: Signature) -> bool:
    return all(ONLY_NUMBERS.fullmatch(text) for *_, text in row)


def _nearest(xs: Sequence[float], x: float) -> int | None:
    found = min(range(len(xs)), key=lambda index: abs(xs[index] - x))
    return found if abs(xs[found] - x) <= SAME_EDGE else None
