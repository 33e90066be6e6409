"""Targets in tables: cells of target tables (indicator, unit, a column a year) and prose in the cells of task tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from data.document import Cell, Document, Table
from extractors import _target_clauses as prose
from extractors._clause_aims import Setting
from extractors._clause_metrics import without
from extractors._clause_years import LATE
from extractors._fields import GENERAL, Place, field_in, year_in
from extractors._target_clauses import Reading
from extractors._target_columns import Column, columns_of
from extractors.header import Header
from normalizers.comparators import comparison
from normalizers.measures import Quantity, UnitKind
from normalizers.numerals import DIGITS, is_certain, value_of
from normalizers.quantities import quantities

LABEL = re.compile(r"[\W_]*(?:\d{1,3}(?:\.\d{1,3})*|[ivxlc]{1,6}(?:\.\d{1,2})*|[a-zđ])[.)]?", re.IGNORECASE)
ROMAN = re.compile(r"[IVXLC]{1,6}(?:\.\d{1,2})?[.)]?|[A-HĐ][.)]?")
NUMBER_ROW = re.compile(r"\(?\d{1,2}\)?(?:=.*)?")  # the row "(1) (2) (3)" under a head
BOUND_WORDS = r"(?:[<>=≥≤]{1,2}|[^\W\d]+) ?"
# "≤ 3 Đông Nam Á", "16 - 18", "đạt trên 90%", "Từ 20% - 50%" | not "31/12/2025", "Quý IV/2025"
RANGE_END = r"(?: ?(?:[-–~]|đến|tới) ?(?P<second>\d[\d.,]*)(?: ?%)?)?"
VALUE = re.compile(
    rf"(?P<bound>(?:{BOUND_WORDS}){{0,5}})(?P<first>\d[\d.,]*)(?P<mark> ?%)?{RANGE_END}"
    r"(?![\w/])(?P<after> trở (?:lên|xuống))?(?P<rest>.*)",
    re.DOTALL,
)
PIECES = re.compile(r"(;|\n)")  # kept by the split, so that offsets add up
REST_WORDS = 6  # more words behind the number are a sentence, not its scope
CELL_LABEL = re.compile(r"(?:[-+•*]|[a-zđ]\)|\d{1,2}(?:\.\d{1,2})*[.)]) ?")  # "- ", "1.2. " in front of a cell's words
UNIT_IN_NAME = re.compile(r"\((?:đvt|đơn vị(?: tính)?)?:? ?(?P<unit>%|[^()\d]{1,25})\)\.?$", re.IGNORECASE)


@dataclass(slots=True)
class _Section:
    """What the section rows passed so far say for the rows below."""

    field: str
    year: int | None = None
    groups: dict[str, str] | None = None  # number of a group row ("11") → the field that it names


TableReading: TypeAlias = tuple[int, Reading, str]  # where the reading's text starts, the reading, its field


def table_targets(document: Document, table: Table, place: Place, header: Header) -> Iterator[TableReading]:
    """The targets of a table, row by row, with the field of the section row that they stand under."""
    grid = table.grid()
    columns, first = columns_of(document, grid, header.plan_year)
    head = _words_of(document, grid[0]) if grid else []
    section = _Section(place.field, place.year, {})
    is_target_table = any(column.role == "value" for column in columns)
    body = [row for row in grid[first:] if _words_of(document, row) != head]
    for index, row in enumerate(body):
        words = _words_of(document, row)
        if all(NUMBER_ROW.fullmatch(word) or not word for word in words):
            continue
        if _is_section(row, words):
            _enter(section, words)
            continue
        field = _field_of(section, words)
        found = list(_of_row(document, row, columns, section)) if is_target_table else []
        if is_target_table and not found:
            _note_group(section, words, columns)
        if not found:
            rest = body[index + 1] if index + 1 < len(body) else ()
            found = list(
                _prose(document, row, rest, columns, Setting(place.aims or is_target_table, False, header.plan_year))
            )
        for base, reading in found:
            yield base, replace(reading, year=reading.year or section.year), field


# Rows


def _words_of(document: Document, row: Sequence[Cell | None]) -> list[str]:
    """The texts of a row's cells, each cell once."""
    cells = dict.fromkeys(cell for cell in row if cell is not None)
    return [document.text[cell.start : cell.end] for cell in cells]


def _is_section(row: Sequence[Cell | None], words: list[str]) -> bool:
    """Whether a row only titles the rows below it."""
    full = [word for word in words if word.strip()]
    if not full or any(True for _ in quantities(full[-1])):
        return False
    cells = {cell for cell in row if cell is not None}
    if len(full) == 1:  # a row cut by a page break goes on in a later column: no section
        return len(cells) == 1 or bool(words[0].strip()) or bool(ROMAN.match(full[0]))
    return len(full) == 2 and bool(ROMAN.fullmatch(full[0].strip()))


def _enter(section: _Section, words: list[str]) -> None:
    title = " ".join(word for word in words if word.strip())
    named, year = field_in(title), year_in(title)
    if named or not year:
        section.field = named or GENERAL
    if year:
        section.year = year
    section.groups = {}


def _note_group(section: _Section, words: list[str], columns: list[Column]) -> None:
    """A numbered row without values titles the rows whose numbers begin with its own."""
    name = next((index for index, column in enumerate(columns) if column.role == "name"), None)
    if name is not None and name < len(words) and section.groups is not None:
        named = field_in(words[name])
        number = words[0].strip().rstrip(".")
        if named and number.isdigit() and len(number) <= 3:
            section.groups[number] = named


def _field_of(section: _Section, words: list[str]) -> str:
    number = words[0].strip() if words else ""
    return (section.groups or {}).get(number.split(".")[0], section.field) if "." in number else section.field


def _of_row(
    document: Document, row: Sequence[Cell | None], columns: list[Column], section: _Section
) -> Iterator[tuple[int, Reading]]:
    """One target a value cell, or several where the cell gives several."""
    place = {
        role: next((i for i, column in enumerate(columns) if column.role == role), None) for role in ("name", "unit", "base")
    }
    name = row[place["name"]] if place["name"] is not None else None
    if name is None or name.end <= name.start:
        return
    unit_cell = row[place["unit"]] if place["unit"] is not None else None
    unit = document.text[unit_cell.start : unit_cell.end].replace("\n", " ").strip() if unit_cell else ""
    base_cell = row[place["base"]] if place["base"] is not None else None
    base = _number(document.text[base_cell.start : base_cell.end]) if base_cell else None
    base_year = columns[place["base"]].year if place["base"] is not None and base is not None else None
    for index, column in enumerate(columns):
        cell = row[index]
        if column.role != "value" or cell is None or cell is name:
            continue
        for reading in _of_cell(document.text, name, cell, unit or column.unit or "", column.year or section.year):
            yield 0, replace(reading, baseline_value=base, baseline_year=base_year)


def _number(words: str) -> float | None:
    """The one number of a cell, None if it holds none or several."""
    found = DIGITS.findall(words)
    return value_of(found[0]) if len(found) == 1 else None


def _of_cell(text: str, name: Cell, cell: Cell, unit: str, year: int | None) -> Iterator[Reading]:
    """The targets of one value cell; the first spans from the indicator's name to the value."""
    at, opened = cell.start, False
    title = text[name.start : name.end]
    for piece in PIECES.split(text[cell.start : cell.end]):
        start = at
        at += len(piece)
        match = VALUE.match(piece, len(piece) - len(piece.lstrip()))
        value = value_of(match["first"].rstrip(".,")) if match else None
        if (
            match is None
            or value is None
            or (len(match["rest"].split()) > REST_WORDS and not match["rest"].startswith((" và", ",")))
        ):
            continue
        said = comparison(
            piece,
            match.start("first"),
            match.end("second" if match["second"] else "first"),
            match.start("after" if match["after"] else "rest"),
        )
        if match["bound"].strip() and not said.spans:
            continue  # "Quý 4", "Hạng 3": words that do not bind the number
        upper = value_of(match["second"].rstrip(".,")) if match["second"] else None
        counted = next(iter(quantities(piece)), None)
        own = "%" if match["mark"] else counted.unit if counted and counted.kind is not UnitKind.UNKNOWN else ""
        own = own or ((found := UNIT_IN_NAME.search(title)) and found["unit"]) or ""
        scope = match["rest"].rstrip(" .,")
        scope = "" if scope.startswith((" và ", ",", " (")) else scope.strip()
        if not unit and own and own != "%" and scope.lower().startswith(own.lower()):
            scope = scope[len(own) :].strip()
        late = LATE.search(scope)
        scope = scope if late is None else LATE.sub("", scope).strip()
        end = start + _value_end(match, counted, scope)
        metric = without(title, 0, len(title), ()) + (f" {scope}" if scope else "")
        begin = start + match.start() if opened else min(name.start, start)
        opened = True
        certain = is_certain(match["first"].rstrip(".,"))
        comparator = "=" if upper is not None and not said.is_bound else said.comparator
        yield Reading(begin, end, value, upper, unit or own or None, comparator, metric,
                      int(late["year"]) if late else year, confidence=1.0 if certain else prose.LOW_CONFIDENCE)  # fmt: skip


def _value_end(match: re.Match[str], counted: Quantity | None, scope: str) -> int:
    """Where a value ends in its piece: behind its scope, else behind its unit, else behind the number."""
    if scope and scope in match["rest"]:
        return match.start("rest") + match["rest"].find(scope) + len(scope)
    return max(match.start("rest"), counted.unit_end if counted and counted.kind is not UnitKind.UNKNOWN else 0)


def _prose(
    document: Document,
    row: Sequence[Cell | None],
    rest: Sequence[Cell | None],
    columns: list[Column],
    setting: Setting,
) -> Iterator[tuple[int, Reading]]:
    """The targets in the sentences of a row's cells; rest is the next row, in which a page break may have put their ends."""
    goes_on = bool(rest) and not any(cell and document.text[cell.start : cell.end].strip() for cell in rest[:1])
    cut_off = bool(row) and not (row[0] and document.text[row[0].start : row[0].end].strip())
    for cell in dict.fromkeys(cell for cell in row if cell is not None):
        if columns and columns[cell.column].role in ("aside", "unit", "base"):
            continue
        at = replace(setting, aims=False) if columns and columns[cell.column].role == "result" else setting
        words = document.text[cell.start : cell.end]
        if cut_off and words[:1].islower():
            continue  # read with the row before
        label = CELL_LABEL.match(words)
        skip = label.end() if label else 0
        end = len(words) - skip
        below = rest[cell.column] if goes_on and cell.column < len(rest) else None
        tail = document.text[below.start : below.end] if below and words[-1:] not in ".;" else ""
        tail = f" {tail}" if tail[:1].islower() else ""
        for reading in prose.read(words[skip:] + tail, at):
            if reading.start < end:
                yield cell.start + skip, replace(reading, end=min(reading.end, end))
            elif below is not None:
                yield below.start - end - 1, reading
