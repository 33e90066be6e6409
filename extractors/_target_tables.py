"""Targets in tables: cells of target tables (indicator, unit, a column a year) and prose in the cells of task tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from data.document import Cell, Document, Table
from extractors import _target_clauses as prose
from extractors._clause_aims import Setting
from extractors._fields import GENERAL, Place, field_in, year_in
from extractors._target_clauses import Reading
from extractors._target_columns import Column, columns_of
from extractors._value_rows import ValueRows
from extractors.header import Header
from normalizers.quantities import quantities

LABEL = re.compile(r"[\W_]*(?:\d{1,3}(?:\.\d{1,3})*|[ivxlc]{1,6}(?:\.\d{1,2})*|[a-zđ])[.)]?", re.IGNORECASE)
ROMAN = re.compile(r"[IVXLC]{1,6}(?:\.\d{1,2})?[.)]?|[A-HĐ][.)]?")
NUMBER_ROW = re.compile(r"\(?\d{1,2}\)?(?:=.*)?")  # the row "(1) (2) (3)" under a head
CELL_LABEL = re.compile(r"(?:[-+•*]|[a-zđ]\)|\d{1,2}(?:\.\d{1,2})*[.)]) ?")  # "- ", "1.2. " in front of a cell's words
SETS_AIMS = re.compile(r"(?<!\w)(?:giao|chỉ tiêu|mục tiêu)(?!\w)", re.IGNORECASE)  # in the title of a table of places
CAPTION = 300  # characters before a table among which its title stands


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
    if any(column.role == "place" for column in columns):
        title = _title_of_aims(document.text, table)
        columns = columns if title is not None else []
        section.year = year_in(title or "") or section.year
    is_target_table = any(column.role == "value" for column in columns)
    values = ValueRows(document.text, columns)
    body = [row for row in grid[first:] if _words_of(document, row) != head]
    for index, row in enumerate(body):
        words = _words_of(document, row)
        if all(NUMBER_ROW.fullmatch(word) or not word for word in words):
            continue
        if is_target_table and values.opens_parts(row):
            continue
        if _is_section(row, words):
            _enter(section, words)
            values.new_section()
            continue
        field = _field_of(section, words)
        found = [(0, reading) for reading in values.read(row, section.year)] if is_target_table else []
        if is_target_table and not found:
            _note_group(section, words, columns)
        if not found:
            rest = body[index + 1] if index + 1 < len(body) else ()
            found = list(
                _prose(document, row, rest, columns, Setting(place.aims or is_target_table, False, header.plan_year))
            )
        for base, reading in found:
            yield base, replace(reading, year=reading.year or section.year), field


def _title_of_aims(text: str, table: Table) -> str | None:
    """The line above a table of places that says that aims are set in it; None if none does."""
    lines = text[max(table.start - CAPTION, 0) : table.start].split("\n")
    return next((line for line in reversed(lines) if SETS_AIMS.search(line)), None)


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
