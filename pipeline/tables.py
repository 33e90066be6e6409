"""The tables of the store: those that follow from the fact classes by inspection, and those of contract.sql.

A new finder's facts get their table without a change here: class Task gives the table tasks with the id task_id;
its fields that are tuples of dataclasses (units: tuple[TaskUnit, ...]) give child tables (task_units).
"""

from __future__ import annotations

import dataclasses
import functools
import re
import types
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, TypeAlias, Union, cast, get_args, get_origin, get_type_hints

from data.facts import meaning
from extractors import finders
from extractors.header import Header

SqlType: TypeAlias = Literal["VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMP", "VARCHAR[]"]
Maker: TypeAlias = type[Any]  # a dataclass whose instances become rows

CONTRACT = Path(__file__).with_name("contract.sql")
SQL_TYPES: Mapping[object, SqlType] = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN", date: "DATE"}

TABLE_LINE = re.compile(r"CREATE TABLE (\w+) \(")
MEANING_LINE = re.compile(r"-- (\w+): (.+)")  # above a table
# "    page BIGINT NOT NULL, -- number of the page" | not ");"
COLUMN_LINE = re.compile(r" {4}(\w+) ([A-Z]+(?:\[\])?)( NOT NULL)?,?(?: -- (.+))?$")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    type: SqlType
    nullable: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class TableSpec:
    """A table: its columns, the column that identifies a row (none for lists), and the dataclass its rows are made of."""

    name: str
    columns: tuple[Column, ...]
    meaning: str = ""
    id_column: str | None = None
    maker: Maker | None = None
    children: tuple[ChildSpec, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self.columns)

    def create_sql(self) -> str:
        """The statement that makes the table."""
        columns = (f'"{c.name}" {c.type}{"" if c.nullable else " NOT NULL"}' for c in self.columns)
        return f'CREATE TABLE "{self.name}" ({", ".join(columns)})'


@dataclass(frozen=True, slots=True)
class ChildSpec:
    """A field of a fact that holds several dataclasses, and the table they go to."""

    field: str
    table: TableSpec
    spanned: bool  # its rows have their own words: char_start and char_end


class UnstorableField(TypeError):
    """A field of a fact class whose type has no place in the store; told to who writes the class."""


@functools.cache
def tables() -> Mapping[str, TableSpec]:
    """All tables of the store but the reference files, by name; columns of the contract first and in its order."""
    found = {spec.name: spec for spec in contract()}
    for spec in (document_table(), *fact_tables().values()):
        for made in (spec, *(child.table for child in spec.children)):
            found[made.name] = _merged(found.get(made.name), made)
    return found


@functools.cache
def fact_tables() -> Mapping[Maker, TableSpec]:
    """The table of every class of facts that a finder makes."""
    return {finder.FACT: fact_table(finder.FACT) for finder in finders()}


@functools.cache
def document_table() -> TableSpec:
    """The table documents as far as it comes from the header; the child table header_sources with it."""
    columns = tuple(_column(Header, name) for name in _plain_fields(Header))
    key = Column("doc_id", "VARCHAR", False, "the document")
    return TableSpec("documents", columns, maker=Header, children=_children(Header, (key,)))


def fact_table(fact: Maker) -> TableSpec:
    """The table of a class of facts and its child tables."""
    name, id_column = table_name(fact), f"{snake(fact)}_id"
    keys = (
        Column(id_column, "VARCHAR", False, "identity from document, table and span"),
        Column("doc_id", "VARCHAR", False, "the document"),
    )
    page = Column("page", "BIGINT", True, "page on which the words start; null where the source has none")
    columns = (*keys, *(_column(fact, field) for field in _plain_fields(fact)), page)
    return TableSpec(name, columns, _first_line(fact), id_column, fact, _children(fact, keys))


def contract() -> tuple[TableSpec, ...]:
    """The tables of contract.sql."""
    found: list[TableSpec] = []
    meanings: dict[str, str] = {}
    for line in CONTRACT.read_text(encoding="utf-8").splitlines():
        if match := MEANING_LINE.fullmatch(line):
            meanings[match[1]] = match[2]
        elif match := TABLE_LINE.fullmatch(line):
            found.append(TableSpec(match[1], (), meanings.get(match[1], "")))
        elif match := COLUMN_LINE.fullmatch(line):
            column = Column(match[1], cast(SqlType, match[2]), match[3] is None, match[4] or "")
            found[-1] = dataclasses.replace(found[-1], columns=(*found[-1].columns, column))
    return tuple(found)


def snake(maker: Maker) -> str:
    """TaskUnit → task_unit."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", maker.__name__).lower()


def table_name(maker: Maker) -> str:
    """TaskUnit → task_units, Duty → duties."""
    name = snake(maker)
    if re.search(r"[^aeiou]y$", name):
        return name[:-1] + "ies"
    return name + ("es" if name.endswith(("s", "x", "ch", "sh")) else "s")


def _merged(contract_table: TableSpec | None, made: TableSpec) -> TableSpec:
    """The made table with the order and the missing columns of the contract; those are nullable where a class makes rows."""
    if contract_table is None:
        return made
    own = {column.name: column for column in made.columns}
    for agreed in contract_table.columns:
        if agreed.name in own and own[agreed.name].type != agreed.type:
            raise UnstorableField(
                f"{made.name}.{agreed.name}: {own[agreed.name].type} in code, {agreed.type} in the contract"
            )
    filled_by_store = made.maker is Header
    columns: list[Column] = []
    for agreed in contract_table.columns:
        column = own.get(agreed.name) or (agreed if filled_by_store else dataclasses.replace(agreed, nullable=True))
        columns.append(dataclasses.replace(column, meaning=column.meaning or agreed.meaning))
    known = {column.name for column in columns}
    columns += [column for column in made.columns if column.name not in known]
    return dataclasses.replace(made, columns=tuple(columns), meaning=contract_table.meaning or made.meaning)


def _children(parent: Maker, keys: tuple[Column, ...]) -> tuple[ChildSpec, ...]:
    hints = get_type_hints(parent)
    return tuple(
        ChildSpec(field.name, _child_table(item, keys), _is_spanned(item))
        for field in dataclasses.fields(parent)
        if (item := _item_class(hints[field.name])) is not None
    )


def _child_table(item: Maker, keys: tuple[Column, ...]) -> TableSpec:
    position = Column("position", "BIGINT", False, "its place among those of one parent, from 1")
    own = [_column(item, field.name) for field in dataclasses.fields(item)]
    if not _is_spanned(item):
        return TableSpec(table_name(item), (*keys, position, *own), _first_line(item), None, item)
    id_column = f"{snake(item)}_id"
    first = Column(id_column, "VARCHAR", False, "identity from document, table and span")
    page = Column("page", "BIGINT", True, "page on which the words start; null where the source has none")
    return TableSpec(table_name(item), (first, *keys, position, *own, page), _first_line(item), id_column, item)


def _is_spanned(item: Maker) -> bool:
    return {"char_start", "char_end"} <= {field.name for field in dataclasses.fields(item)}


def _plain_fields(maker: Maker) -> list[str]:
    """The fields that become columns of the class's own table; those of Fact last."""
    hints = get_type_hints(maker)
    fields = [field.name for field in dataclasses.fields(maker) if _item_class(hints[field.name]) is None]
    inherited = {name for base in maker.__mro__[1:] for name in getattr(base, "__annotations__", {})}
    return sorted(fields, key=lambda name: name in inherited)


def _item_class(hint: object) -> Maker | None:
    """The dataclass of which the field holds a tuple, if it does."""
    args = get_args(hint)
    if get_origin(hint) is tuple and len(args) == 2 and args[1] is ... and dataclasses.is_dataclass(args[0]):
        return cast(Maker, args[0])
    return None


def _column(maker: Maker, name: str) -> Column:
    field = next(field for field in dataclasses.fields(maker) if field.name == name)
    hint = get_type_hints(maker)[name]
    nullable = False
    if get_origin(hint) in (Union, types.UnionType):
        kept = [arg for arg in get_args(hint) if arg is not type(None)]
        nullable = len(kept) < len(get_args(hint))
        if len(kept) == 1:
            hint = kept[0]
    sql_type = _sql_type(hint)
    if sql_type is None:
        raise UnstorableField(f"{maker.__name__}.{name}: {hint} has no column type")
    return Column(name, sql_type, nullable, meaning(field))


def _sql_type(hint: Any) -> SqlType | None:
    if hint in SQL_TYPES:
        return SQL_TYPES[hint]
    if get_origin(hint) is Literal and all(isinstance(value, str) for value in get_args(hint)):
        return "VARCHAR"
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return "VARCHAR"
    if get_origin(hint) is tuple and get_args(hint) == (str, ...):
        return "VARCHAR[]"
    return None


def _first_line(maker: Maker) -> str:
    return (maker.__doc__ or "").strip().split("\n")[0]
