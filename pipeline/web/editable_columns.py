"""What can be corrected of a fact, and values as people type them: 97,5 and 15/02/2023 become 97.5 and 2023-02-15."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args, get_origin, get_type_hints

from data import rows
from extractors.header import Header
from pipeline.corrections import Told
from pipeline.tables import SqlType, tables

KEPT = {"doc_id", "raw", "char_start", "char_end", "page", "confidence", "position", "candidates"}
TYPES: tuple[SqlType, ...] = ("VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "DATE")
LONGEST = 2000
# "1.250,5" "97,5" "1250" | "97.5", whose dot can divide no thousands | not "1.2.3", "1,250.5"
VIETNAMESE = re.compile(r"-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?")
ENGLISH = re.compile(r"-?\d+\.(?:\d{1,2}|\d{4,})")
DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
PARTIAL_DAY = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")


class UnusableValue(ValueError):
    """A value that a column cannot hold; the text is a key of the page's wording."""


@dataclass(frozen=True, slots=True)
class Editable:
    """A column that people may correct; options: all that it can be, if that is a closed set."""

    name: str
    type: SqlType
    nullable: bool
    options: tuple[str, ...] = ()


@functools.cache
def editable(table: str) -> tuple[Editable, ...]:
    """The columns of a table of facts, or of the header (documents), that people may correct."""
    spec = tables()[table]
    hints = get_type_hints(spec.maker) if spec.maker else {}
    if table == "documents":
        names = {name for name in get_type_hints(Header) if name in spec.names}
    else:
        names = set(spec.names) - KEPT - {str(spec.id_column)}
    return tuple(
        Editable(column.name, column.type, column.nullable, _options(column.name, hints[column.name]))
        for column in spec.columns
        if column.name in names and column.type in TYPES and column.name in hints
    )


def typed(column: Editable, said: str) -> Told:
    """A value as it is kept; raises UnusableValue."""
    said = " ".join(said.split())
    if not said:
        if not column.nullable:
            raise UnusableValue("value.needed")
        return None
    if column.options:
        if said not in column.options:
            raise UnusableValue("value.option")
        return said
    if column.type == "DOUBLE":
        return _number(said)
    if column.type == "BIGINT":
        if not re.fullmatch(r"-?\d{1,15}", said):
            raise UnusableValue("value.whole")
        return str(int(said))
    if column.type == "DATE":
        return _day(said)
    if len(said) > LONGEST:
        raise UnusableValue("value.long")
    if column.name.endswith("_on_text") and not PARTIAL_DAY.fullmatch(said):
        raise UnusableValue("value.partial_day")
    if column.name == "indicator_id" and said not in _indicators():
        raise UnusableValue("value.indicator")
    return said


def told(value: object) -> Told:
    """A value of the store as it is kept: as DuckDB casts it to text."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _number(said: str) -> str:
    if VIETNAMESE.fullmatch(said):
        return str(float(said.replace(".", "").replace(",", ".")))
    if ENGLISH.fullmatch(said):
        return str(float(said))
    raise UnusableValue("value.number")


def _day(said: str) -> str:
    try:
        if match := DAY.fullmatch(said):
            return date(int(match[3]), int(match[2]), int(match[1])).isoformat()
        if ISO_DAY.fullmatch(said):
            return date.fromisoformat(said).isoformat()
    except ValueError as error:
        raise UnusableValue("value.day") from error
    raise UnusableValue("value.day")


def _options(name: str, hint: object) -> tuple[str, ...]:
    if hint is bool:
        return ("true", "false")
    if name == "field":
        return tuple(row["field"] for row in rows("fields"))
    for part in (hint, *get_args(hint)):
        if get_origin(part) is Literal:
            return tuple(str(value) for value in get_args(part))
    return ()


@functools.cache
def _indicators() -> frozenset[str]:
    return frozenset(row["indicator_id"] for row in rows("indicators"))
