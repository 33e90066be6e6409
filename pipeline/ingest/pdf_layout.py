"""A page to what is read from it, in reading order: lines in columns, tables, footnotes, and what is no part of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final, TypeAlias

import numpy as np

from data.document import Box, FurnitureKind
from pipeline.ingest.pdf_cells import is_table, piece_of
from pipeline.ingest.pdf_columns import parts_of
from pipeline.ingest.pdf_grids import OUTSIDE, Grid, Points, grids_of
from pipeline.ingest.pdf_lines import Line, lines_in, lines_of
from pipeline.ingest.pdf_numbered import is_several_rows
from pipeline.ingest.pdf_page import PdfPage
from pipeline.ingest.pdf_rows import RAISED
from pipeline.ingest.pdf_tables import Piece
from pipeline.ingest.pdf_unruled import is_unruled_table, stands_in_columns
from pipeline.ingest.printed import PrintedWord, Ruling, turned
from pipeline.ingest.printed_words import PrintedWords

MARGIN: Final = 0.12  # share of the page's height, above and below, where running heads and page numbers stand
MARGIN_LINES: Final = 2  # lines from the top or bottom that may be running heads
REPEATED: Final = 3  # pages on which a line must stand to be a running head
# "2", "- 2 -", "Trang 2/15", "2 | Trang" | not "2.", "31/12/2025"
PAGE_NUMBER: Final = re.compile(
    r"(?:trang|page)?\s?[-–—|]?\s?(\d{1,4})\s?(?:[/|]\s?\d{1,4})?\s?[-–—|]?\s?(?:trang)?", re.IGNORECASE
)
DIGITS: Final = re.compile(r"\d+")
SMALL: Final = 0.92  # a footnote's line is lower than this share of the page's usual one


@dataclass(frozen=True, slots=True)
class Aside:
    """Text of the page that is no part of the document."""

    kind: FurnitureKind
    text: str
    box: Box


@dataclass(frozen=True, slots=True)
class Flow:
    """Lines of one column; `beside` if the column stands beside another."""

    lines: tuple[Line, ...]
    beside: bool


Item: TypeAlias = Flow | Piece


@dataclass(slots=True)
class Layout:
    """What stands on a page, in reading order."""

    items: list[Item] = field(default_factory=list)
    footnotes: list[tuple[Line, ...]] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    unclean: int = 0  # ruled tables whose lines do not close
    by_white: bool = False  # whether lines between columns are missing, and white space told the cells
    over_edge: int = 0  # words of tables that run off the visible page
    unruled: bool = False  # whether words stand in three and more columns without rulings


def laid_out(page: PdfPage, heads: frozenset[str], pages: int) -> Layout:
    """The layout of a page; heads are the running heads of its document (see running_heads)."""
    turn = _usual_turn(page.words)
    layout = Layout()
    turns = page.words.turn
    straight, slanted = page.words.where(turns == turn), page.words.where(turns == -1)
    if slanted:
        layout.asides.append(_aside("watermark", slanted))
    others = page.words.where((turns != turn) & (turns != -1))
    rulings = [_turned_ruling(ruling, turn, page) for ruling in page.rulings]
    spots = straight.middles
    grids = [grid for grid in grids_of(rulings, straight) if is_table(grid, spots)]
    layout.unclean = sum(not grid.clean for grid in grids)
    grids = [grid for grid in grids if grid.clean]
    over = [word for word in page.beyond if word.turn == turn and any(_runs_over(grid, word, page) for grid in grids)]
    if over:
        layout.over_edge = len(over)
        straight = PrintedWords.of([*straight, *over])
        spots = straight.middles
    places = [grid.places(spots) for grid in grids]
    free = straight.where(np.max(places, axis=0, initial=OUTSIDE) == OUTSIDE) if grids else straight
    free = _without_margins(layout, free, _height(page, turn), heads, pages)
    free = _without_footnotes(layout, free, rulings, _height(page, turn))
    ends = np.maximum.accumulate([grid.ys[0] + 1 for grid in grids])  # of the text above each grid
    lines = lines_in(free, np.searchsorted(ends, free.base), len(grids) + 1)
    layout.unruled = stands_in_columns(chain.from_iterable(lines))
    for grid, held, above in zip(grids, places, lines, strict=False):
        _add_text(layout, above)
        odd = grid.places(_spots(others, turn, page))
        piece = piece_of(grid, straight, held, others, odd)
        others = others.where(odd == OUTSIDE)
        layout.by_white = layout.by_white or piece.by_white
        layout.unruled = layout.unruled or _holds_rows(piece)
        layout.items.append(piece)
    _add_text(layout, lines[-1])
    for side in (1, 2, 3, 0):  # text turned against the page stands after it
        _add_text(layout, lines_of(others.where(others.turn == side)))
    return layout


def _holds_rows(piece: Piece) -> bool:
    """Whether a cell of a table's first column holds the numbers of several rows: its lines do not tell them apart."""
    first = [[line.text for part in cell.segments for line in part.lines] for cell in piece.cells if cell.column == 0]
    return any(map(is_several_rows, first))


def running_heads(pages: Sequence[PdfPage]) -> frozenset[str]:
    """What stands in the margins of several pages at one height, digits aside (see head_key)."""
    seen: Counter[str] = Counter()
    for page in pages:
        turn = _usual_turn(page.words)
        height = _height(page, turn)
        ends = _margin_lines(page.words.where(page.words.turn == turn), height)
        seen.update({head_key(line, height) for line in ends})
    return frozenset(key for key, count in seen.items() if count >= REPEATED)


def head_key(line: Line, height: float) -> str:
    """What makes a running head the same on another page: its words without digits, and where it stands."""
    return f"{round(line.base / 4)}/{round(height)}/{DIGITS.sub('#', line.text)}"


def _margin_lines(words: PrintedWords, height: float) -> list[Line]:
    """The first and last lines of a page that stand in its margins."""
    near = MARGIN * height
    base, tall = words.base, words.height
    high, low = base < near, base - tall > height - near - tall
    both = words.where(np.concatenate((np.flatnonzero(high), np.flatnonzero(low))))
    above, below = lines_in(both, np.repeat((0, 1), (high.sum(), low.sum())), 2)
    above = [line for line in above if line.base < near]
    below = [line for line in below if line.base >= near and line.base - line.height > height - near]
    return [*above[:MARGIN_LINES], *below[-MARGIN_LINES:]]


def _without_margins(layout: Layout, words: PrintedWords, height: float, heads: frozenset[str], pages: int) -> PrintedWords:
    """The words without page numbers and running heads, which go to the asides."""
    for line in _margin_lines(words, height):
        match = PAGE_NUMBER.fullmatch(line.text)
        if match and int(match[1]) <= max(pages, 999):
            layout.asides.append(_aside("page-number", line.words))
        elif head_key(line, height) in heads:
            layout.asides.append(_aside("page-header" if line.base < height / 2 else "page-footer", line.words))
        else:
            continue
        words = words.without(line.words)
    return words


def _without_footnotes(layout: Layout, words: PrintedWords, rulings: Sequence[Ruling], height: float) -> PrintedWords:
    """The words without the small ones under a short line at the foot of the page, which are footnotes."""
    if not words:
        return words
    left, base, tall = words.x0.min(), words.base, words.height
    usual = np.sort(tall)[len(words) // 2]
    for ruling in sorted(rulings, key=lambda ruling: -ruling.at):
        if not (
            ruling.level
            and ruling.at > height / 3
            and abs(ruling.start - left) < 40
            and 60 < ruling.end - ruling.start < 220
        ):
            continue
        lines = lines_of(words.where(base > ruling.at))
        numbered = bool(lines) and bool(re.match(r"[\[(]?(?:\d{1,3}|\*)", lines[0].text))
        if numbered and all(line.height <= SMALL * usual for line in lines):
            starts = [index for index, line in enumerate(lines) if re.match(r"[\[(]?\d{1,3}", line.words.text(0))] or [0]
            starts[0] = 0
            layout.footnotes = [tuple(lines[a:b]) for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
            numbers = {note[0].words.text(0).strip("[]()") for note in layout.footnotes}
            named = [text.strip("[]()") in numbers for text in words.texts]
            return words.where((base <= ruling.at) & ~((tall < RAISED * usual) & named))
    return words


def _add_text(layout: Layout, lines: Sequence[Line]) -> None:
    for part in parts_of(lines):
        layout.unruled = layout.unruled or is_unruled_table(part)
        layout.items.extend(Flow(lines, len(part.columns) > 1) for lines in part.columns)


def _runs_over(grid: Grid, word: PrintedWord, page: PdfPage) -> bool:
    """Whether a word off the visible page stands in a table that begins on it."""
    return (
        grid.holds((word.x0 + word.x1) / 2, (word.y0 + word.y1) / 2) and grid.xs[0] < page.width and grid.ys[0] < page.height
    )


# --- turned pages --------------------------------------------------------------------------------------------------


def _usual_turn(words: PrintedWords) -> int:
    """How most of the page's words stand; a landscape table may be printed on its side."""
    turns = words.turn
    upright = Counter(turns[turns >= 0].tolist()) if turns.any() else {}
    return max(upright, key=lambda turn: upright[turn], default=0)


def _height(page: PdfPage, turn: int) -> float:
    return page.width if turn % 2 else page.height


def _turned_ruling(ruling: Ruling, turn: int, page: PdfPage) -> Ruling:
    """A ruling in the frame in which text with this turn is upright."""
    if turn == 0:
        return ruling
    if ruling.level:
        (x0, y0), (x1, y1) = _point(ruling.start, ruling.at, turn, page), _point(ruling.end, ruling.at, turn, page)
    else:
        (x0, y0), (x1, y1) = _point(ruling.at, ruling.start, turn, page), _point(ruling.at, ruling.end, turn, page)
    if ruling.level != bool(turn % 2):
        return Ruling(True, y0, min(x0, x1), max(x0, x1))
    return Ruling(False, x0, min(y0, y1), max(y0, y1))


def _point(x: float, y: float, turn: int, page: PdfPage) -> tuple[float, float]:
    return turned(x, y, turn, page.width, page.height)


def _spots(words: PrintedWords, turn: int, page: PdfPage) -> Points:
    """Where words of another turn stand in the frame of the page's usual text."""
    spots = [_point((word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2, turn, page) for word in words]
    across, down = np.array(spots, np.float64).reshape(-1, 2).T
    return across, down


def _aside(kind: FurnitureKind, words: PrintedWords) -> Aside:
    return Aside(kind, " ".join(words.texts), words.around)
