"""A page to what is read from it, in reading order: lines in columns, tables, footnotes, and what is no part of the text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from data.document import Box, FurnitureKind
from pipeline.ingest.pdf_cells import is_table, middle, middles_of, piece_of
from pipeline.ingest.pdf_columns import parts_of
from pipeline.ingest.pdf_grids import OUTSIDE, Grid, grids_of
from pipeline.ingest.pdf_lines import RAISED, Line, lines_of
from pipeline.ingest.pdf_page import PdfPage
from pipeline.ingest.pdf_tables import Piece
from pipeline.ingest.pdf_unruled import is_unruled_table, stands_in_columns
from pipeline.ingest.printed import PrintedWord, Ruling, turned

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
    straight = [word for word in page.words if word.turn == turn]
    slanted = [word for word in page.words if word.turn == -1]
    if slanted:
        layout.asides.append(_aside("watermark", slanted))
    others = [word for word in page.words if word.turn not in (turn, -1)]
    rulings = [_turned_ruling(ruling, turn, page) for ruling in page.rulings]
    spots = middles_of(straight)
    grids = [grid for grid in grids_of(rulings, straight) if is_table(grid, spots)]
    layout.unclean = sum(not grid.clean for grid in grids)
    grids = [grid for grid in grids if grid.clean]
    over = [word for word in page.beyond if word.turn == turn and any(_runs_over(grid, word, page) for grid in grids)]
    layout.over_edge = len(over)
    straight += over
    places = [grid.places(middles_of(straight)) for grid in grids]
    free = [word for word, *held in zip(straight, *places, strict=True) if max(held, default=OUTSIDE) == OUTSIDE]
    free = _without_margins(layout, free, _height(page, turn), heads, pages)
    free = _without_footnotes(layout, free, rulings, _height(page, turn))
    layout.unruled = stands_in_columns(free)
    for grid, held in zip(grids, places, strict=True):
        above = [word for word in free if word.base <= grid.ys[0] + 1]
        free = [word for word in free if word.base > grid.ys[0] + 1]
        _add_text(layout, above)
        odd = [word for word in others if grid.holds(*_spot(word, turn, page))]
        others = [word for word in others if word not in odd]
        piece = piece_of(
            grid, zip(straight, held, strict=True), [(word, _spot(word, turn, page)) for word in odd], page.number
        )
        layout.by_white = layout.by_white or piece.by_white
        layout.items.append(piece)
    _add_text(layout, free)
    for side in (1, 2, 3, 0):  # text turned against the page stands after it
        _add_text(layout, [word for word in others if word.turn == side])
    return layout


def running_heads(pages: Sequence[PdfPage]) -> frozenset[str]:
    """What stands in the margins of several pages at one height, digits aside (see head_key)."""
    seen: Counter[str] = Counter()
    for page in pages:
        turn = _usual_turn(page.words)
        height = _height(page, turn)
        ends = _margin_lines([word for word in page.words if word.turn == turn], height)
        seen.update({head_key(line, height) for line in ends})
    return frozenset(key for key, count in seen.items() if count >= REPEATED)


def head_key(line: Line, height: float) -> str:
    """What makes a running head the same on another page: its words without digits, and where it stands."""
    return f"{round(line.base / 4)}/{round(height)}/{DIGITS.sub('#', line.text)}"


def _margin_lines(words: Sequence[PrintedWord], height: float) -> list[Line]:
    """The first and last lines of a page that stand in its margins."""
    near = MARGIN * height
    above = [line for line in lines_of(word for word in words if word.base < near) if line.base < near]
    low = [word for word in words if word.base - word.height > height - near - word.height]
    below = [line for line in lines_of(low) if line.base >= near and line.base - line.height > height - near]
    return [*above[:MARGIN_LINES], *below[-MARGIN_LINES:]]


def _without_margins(
    layout: Layout, words: list[PrintedWord], height: float, heads: frozenset[str], pages: int
) -> list[PrintedWord]:
    """The words without page numbers and running heads, which go to the asides."""
    gone: list[PrintedWord] = []
    for line in _margin_lines(words, height):
        match = PAGE_NUMBER.fullmatch(line.text)
        if match and int(match[1]) <= max(pages, 999):
            layout.asides.append(_aside("page-number", line.words))
        elif head_key(line, height) in heads:
            layout.asides.append(_aside("page-header" if line.base < height / 2 else "page-footer", line.words))
        else:
            continue
        gone.extend(line.words)
    left_out = set(map(id, gone))
    return [word for word in words if id(word) not in left_out] if gone else words


def _without_footnotes(
    layout: Layout, words: list[PrintedWord], rulings: Sequence[Ruling], height: float
) -> list[PrintedWord]:
    """The words without the small ones under a short line at the foot of the page, which are footnotes."""
    if not words:
        return words
    left = min(word.x0 for word in words)
    usual = sorted(word.height for word in words)[len(words) // 2]
    for ruling in sorted(rulings, key=lambda ruling: -ruling.at):
        if not (
            ruling.level
            and ruling.at > height / 3
            and abs(ruling.start - left) < 40
            and 60 < ruling.end - ruling.start < 220
        ):
            continue
        below = [word for word in words if word.base > ruling.at]
        lines = lines_of(below)
        numbered = bool(lines) and bool(re.match(r"[\[(]?(?:\d{1,3}|\*)", lines[0].text))
        if numbered and all(line.height <= SMALL * usual for line in lines):
            starts = [index for index, line in enumerate(lines) if re.match(r"[\[(]?\d{1,3}", line.words[0].text)] or [0]
            starts[0] = 0
            layout.footnotes = [tuple(lines[a:b]) for a, b in zip(starts, [*starts[1:], len(lines)], strict=True)]
            numbers = {note[0].words[0].text.strip("[]()") for note in layout.footnotes}
            body = [word for word in words if word.base <= ruling.at]
            return [word for word in body if not (word.height < RAISED * usual and word.text.strip("[]()") in numbers)]
    return words


def _add_text(layout: Layout, words: list[PrintedWord]) -> None:
    for part in parts_of(words):
        layout.unruled = layout.unruled or is_unruled_table(part)
        layout.items.extend(Flow(lines, len(part.columns) > 1) for lines in part.columns)


def _runs_over(grid: Grid, word: PrintedWord, page: PdfPage) -> bool:
    """Whether a word off the visible page stands in a table that begins on it."""
    return grid.holds(*middle(word)) and grid.xs[0] < page.width and grid.ys[0] < page.height


# --- turned pages --------------------------------------------------------------------------------------------------


def _usual_turn(words: Sequence[PrintedWord]) -> int:
    """How most of the page's words stand; a landscape table may be printed on its side."""
    turns = Counter(word.turn for word in words if word.turn >= 0)
    return turns.most_common(1)[0][0] if turns else 0


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


def _spot(word: PrintedWord, turn: int, page: PdfPage) -> tuple[float, float]:
    """Where a word of another turn stands in the frame of the page's usual text."""
    return _point((word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2, turn, page)


def _aside(kind: FurnitureKind, words: Sequence[PrintedWord]) -> Aside:
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    return Aside(kind, " ".join(word.text for word in words), box)
