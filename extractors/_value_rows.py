"""The rows of a target table: whose values their cells are, in which unit, and where they start from."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from data.document import Cell
from extractors._clause_metrics import without
from extractors._same_again import DASH, SAME_AGAIN
from extractors._target_clauses import LOW_CONFIDENCE, Reading
from extractors._target_columns import Column
from extractors._value_cells import UNIT_IN_NAME, Measured, lone_number, readings_of
from normalizers.wordings import clause_words

Row: TypeAlias = Sequence[Cell | None]
Base: TypeAlias = tuple[float | None, int | None]  # value and year
DASHED = re.compile(r"[-–+•*]\s*")  # "- Nam" below a row of all
# "Trong đó:", "- Trong đó: nữ": what follows is part of the row above
OF_WHICH = re.compile(r"(?:[-–+•*]\s*)?(?:trong đó|bao gồm|gồm)(?!\w)\s*:?\s*(?P<part>.*)", re.IGNORECASE | re.DOTALL)
TOTAL = re.compile(r"(?:tổng(?: cộng| số)?|cộng|toàn (?:tỉnh|xã|huyện|thành phố))[\s:.]*", re.IGNORECASE)
LONGEST_PLACE = 6  # words


@dataclass(slots=True)
class ValueRows:
    """Reads the value cells of a table row after row, as a row may say "as above" or be a part of the one above."""

    text: str
    columns: Sequence[Column]
    whole: str = ""  # the last row that is no part of another
    whole_has_values: bool = False
    of_which: bool = False  # "Trong đó:" stands above
    units: dict[int, str] = field(default_factory=dict)  # of the row above, by half of the table

    def new_section(self) -> None:
        """Tells that a title stands between the rows above and those below."""
        self.whole, self.of_which, self.whole_has_values = "", False, False
        self.units.clear()

    def opens_parts(self, row: Row) -> bool:
        """Takes a row that only says that parts follow: "Trong đó:"."""
        words = [words for cell in dict.fromkeys(row) if (words := self._words(cell))]
        found = OF_WHICH.fullmatch(words[0]) if len(words) == 1 else None
        self.of_which = self.of_which or (found is not None and not found["part"])
        return found is not None and not found["part"]

    def read(self, row: Row, year: int | None) -> Iterator[Reading]:
        """One target a value cell, or several where the cell gives several; year: of what stands above."""
        for half in dict.fromkeys(column.half for column in self.columns):
            own = [index for index, column in enumerate(self.columns) if column.half == half]
            for role in ("name", "place"):
                at = next((index for index in own if self.columns[index].role == role), None)
                name = row[at] if at is not None else None
                if name is not None and name.end > name.start:
                    of_places = role == "place"
                    yield from self._of_places(row, own, name, year) if of_places else self._of_name(row, own, name, year)

    def _of_name(self, row: Row, own: Sequence[int], name: Cell, year: int | None) -> Iterator[Reading]:
        """The values of the row of an indicator."""
        words = self._words(name)
        unit, sure = self._unit(row, own)
        part = self._part(words, row, name)
        metric = without(words, 0, len(words), ()) if part is None else f"{self.whole}: {part}"
        found = False
        for index in own:
            column, cell = self.columns[index], row[index]
            if column.role != "value" or cell is None or cell is name:
                continue
            of = Measured(name.start, words, metric, unit or column.unit or "", column.year or year)
            base, base_year = self._base(row, own, column, of.unit)
            for reading in readings_of(self.text, cell, of):
                found = True
                confidence = reading.confidence if sure else min(reading.confidence, LOW_CONFIDENCE)
                yield replace(
                    reading,
                    baseline_value=base,
                    baseline_year=base_year,
                    confidence=confidence,
                    is_part=part is not None,
                )
        if part is None:
            self.whole, self.whole_has_values, self.of_which = metric.rstrip(" :;,."), found, False

    def _of_places(self, row: Row, own: Sequence[int], name: Cell, year: int | None) -> Iterator[Reading]:
        """The values that a place has of the indicators over the columns."""
        place = self._words(name)
        total = TOTAL.fullmatch(place)
        if total is None and (not place[:1].isupper() or len(place.split()) > LONGEST_PLACE):
            return
        for index in own:
            column, cell = self.columns[index], row[index]
            if column.role != "value" or cell is None:
                continue
            measured = UNIT_IN_NAME.sub("", column.indicator).strip()
            metric = measured if total else f"{measured}: {place}"
            of = Measured(name.start, column.indicator, metric, column.unit or "", column.year or year)
            for reading in readings_of(self.text, cell, of):
                yield replace(reading, is_part=total is None)

    def _part(self, name: str, row: Row, cell: Cell) -> str | None:
        """What a row says of the row above that it is a part of; None where it is none, or names itself what it counts."""
        numbered = row[0] is not None and row[0] is not cell and self._words(row[0])
        told = OF_WHICH.fullmatch(name)
        dashed = DASHED.match(name)
        if not self.whole or numbered or not (told or self.of_which or (dashed and self.whole_has_values)):
            return None
        part = told["part"] if told else DASHED.sub("", name, count=1)
        return part if part and not _names_a_measure().match(part) else None

    def _unit(self, row: Row, own: Sequence[int]) -> tuple[str, bool]:
        """The unit of a row, that of the row above where it says so, and whether that is sure: a dash may mean none."""
        at = next((index for index in own if self.columns[index].role == "unit"), None)
        unit = self._words(row[at]) if at is not None else ""
        half = self.columns[own[0]].half
        above = self.units.get(half, "")
        if SAME_AGAIN.fullmatch(unit):
            return above, bool(above)
        if DASH.fullmatch(unit):
            return above, False
        self.units[half] = unit
        return unit, True

    def _base(self, row: Row, own: Sequence[int], column: Column, unit: str) -> Base:
        """What a value starts from: the latest value reached that is of a year as it is, or of a period as it is."""
        reached = [each for index in own if (each := self.columns[index]).role == "base"]
        reached = [each for each in reached if column.over_years or not each.over_years]
        if not reached:
            return None, None
        latest = max(reached, key=lambda each: (each.over_years == column.over_years, each.year is None, each.year or 0))
        at = next(index for index in own if self.columns[index] is latest)
        value = lone_number(self._words(row[at]), unit)
        return value, latest.year if value is not None else None

    def _words(self, cell: Cell | None) -> str:
        return "" if cell is None else self.text[cell.start : cell.end].replace("\n", " ").strip()


@functools.cache
def _names_a_measure() -> re.Pattern[str]:
    """The words that name a measure by themselves: "Tỷ lệ …", "Số …"."""
    return re.compile(rf"(?:tổng )?(?:số|mức|{clause_words('subject', 'measure of things')})(?!\w)", re.IGNORECASE)
