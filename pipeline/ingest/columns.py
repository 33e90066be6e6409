"""The columns of rows that lost cells: merged cells of a flattened table stand only in their first row.

In a table every place is covered. So a section row (a label and a title) spans what it leaves over, and a short row
misses the columns whose cells run down from above. Which columns these are is told by what the columns hold
elsewhere: the words of each cell are compared with those of the full rows, order kept, and the best fit wins.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from normalizers.mapped_text import MappedText
from pipeline.ingest.bar_tables import is_title_row
from pipeline.ingest.draft import DraftCell

WORDS = re.compile(r"\w+|%")
FIRST_WORDS = 8  # of a cell that are compared
NOTHING = -1  # no cell above
RUNS_ON = 2.0  # how much less likely a cell stands where the row above had none
MOST_HEADER_ROWS = 2
DOUBT = 0.5  # what is added to every count: a word seen once proves little
SECTION_TITLE_LEAST = 3  # columns that a table has if a row of two cells is a section row


Spot: TypeAlias = tuple[int, int]  # column and span


def placed(rows: Sequence[Sequence[MappedText]], spots: Sequence[Sequence[Spot]], columns: int) -> list[DraftCell]:
    """The cells of a table with their rows, columns and spans, those that run down over short rows made longer."""
    cells: list[DraftCell] = []
    above = [NOTHING] * columns  # which cell may run down, by column
    texts = [[cell.text for cell in row] for row in rows]
    headers = len(_header_spots(texts, columns)) or 1
    for number, (row, places) in enumerate(zip(rows, spots, strict=True)):
        covered = {column for start, span in places for column in range(start, start + span)}
        for index in sorted({above[column] for column in range(columns) if column not in covered} - {NOTHING}):
            reach = range(cells[index].column, cells[index].column + cells[index].column_span)
            if covered.isdisjoint(reach):
                cells[index] = _longer(cells[index], number)
                covered |= set(reach)
        for (start, span), text in zip(places, row, strict=True):
            cells.append(DraftCell(text, number, start, 1, span))
            above[start : start + span] = [len(cells) - 1] * span
        if number == headers - 1 or is_section(texts[number], columns):  # nothing runs down from a header or a title
            above = [NOTHING] * columns
    return cells


def is_section(row: Sequence[str], columns: int) -> bool:
    """Whether a row only titles the rows below it: a lone cell, or a label and a title."""
    if len(row) == columns:
        return False
    if len(row) == 1:
        return True
    return columns >= SECTION_TITLE_LEAST and is_title_row(row)


def _longer(cell: DraftCell, row: int) -> DraftCell:
    return DraftCell(cell.text, cell.row, cell.column, row - cell.row + 1, cell.column_span)


def spots_of(rows: Sequence[Sequence[str]], columns: int) -> list[list[Spot]]:
    """Column and span of each cell, row by row; a row once placed helps to place the next."""
    likeness = _Likeness(columns)
    for row in rows:
        if len(row) == columns:
            likeness.learn(row, range(columns))
    spots = _header_spots(rows, columns)
    missing: set[int] = set()
    for row in rows[len(spots) :]:
        if len(row) >= columns:
            spots.append([(column, 1) for column in range(len(row))])
            missing = set()
        elif is_section(row, columns):
            spots.append(_title_spots(len(row), columns))
            missing = set()
        else:
            fit = likeness.best_fit(row, missing)
            likeness.learn(row, fit)
            spots.append([(column, 1) for column in fit])
            missing = set(range(columns)) - set(fit)
    return spots


def _header_spots(rows: Sequence[Sequence[str]], columns: int) -> list[list[Spot]]:
    """Where the cells of a header of two rows stand, one of whose titles is over several columns; nothing otherwise.

    Which title is over the cells of the second row is told by a word that they share ("Cơ quan": "Cơ quan chủ trì").
    """
    if len(rows) < MOST_HEADER_ROWS or len(rows[0]) == columns or len(rows[0]) + len(rows[1]) != columns + 1:
        return []
    below = Counter(word for cell in rows[1] for word in set(WORDS.findall(cell.lower())))
    shared = [sum(below[word] for word in set(WORDS.findall(cell.lower()))) for cell in rows[0]]
    over = max(range(len(shared)), key=lambda place: shared[place])
    if not shared[over] or shared.count(shared[over]) > 1:
        return []
    wide = len(rows[1])
    first = [(place if place <= over else place + wide - 1, wide if place == over else 1) for place in range(len(rows[0]))]
    return [first, [(over + place, 1) for place in range(wide)]]


def _title_spots(cells: int, columns: int) -> list[Spot]:
    """A lone cell over all columns, or a label, a title over what is left over, and empty cells behind it."""
    if cells == 1:
        return [(0, columns)]
    left_over = columns - cells + 1
    return [(0, 1), (1, left_over), *((column, 1) for column in range(left_over + 1, columns))]


class _Likeness:
    """What the columns of a table hold, and how well a text fits into each."""

    def __init__(self, columns: int) -> None:
        self.columns = columns
        self._seen: list[Counter[str]] = [Counter() for _ in range(columns)]
        self._all: Counter[str] = Counter()

    def learn(self, row: Sequence[str], columns: Iterable[int]) -> None:
        """Takes in a row whose cells stand in these columns."""
        for column, cell in zip(columns, row, strict=True):
            for sign in set(_signs(cell)):
                self._seen[column][sign] += 1
                self._all[sign] += 1

    def best_fit(self, texts: Sequence[str], missing: set[int]) -> list[int]:
        """Rising columns for these texts that fit best together; to the left where all fit alike.

        missing: columns that the row above left out; a cell that runs down there may run on.
        """
        best: list[tuple[float, tuple[int, ...]]] = [(0.0, ())] * (self.columns + 1)
        for place, text in enumerate(texts):
            fits = [fit - RUNS_ON * (column in missing) for column, fit in enumerate(self._fits(text))]
            row: list[tuple[float, tuple[int, ...]]] = [(-math.inf, ())]
            for column in range(self.columns):
                here = best[column]
                taken = (here[0] + fits[column], (*here[1], column)) if len(here[1]) == place else (-math.inf, ())
                row.append(row[-1] if row[-1][0] >= taken[0] else taken)
            best = row
        return list(best[-1][1])

    def _fits(self, text: str) -> list[float]:
        signs = list(_signs(text))
        fits = []
        for seen in self._seen:
            score = 0.0
            for sign in signs:
                share = (seen[sign] + DOUBT / self.columns) / (self._all[sign] + DOUBT)
                score += math.log(share)
            fits.append(score / math.sqrt(max(len(signs), 1)))
        return fits


def _signs(text: str) -> Iterator[str]:
    """What a cell is known by: its words, how it starts, its length, and the whole of it."""
    words = WORDS.findall(text.lower())[:FIRST_WORDS]
    yield from words
    yield f"starts {words[0] if words else ''}"
    yield f"length {int(math.log2(len(text) + 1))}"
    yield f"whole {text.lower()}"
    if text.replace(".", "").isdigit():
        yield "a number"
