"""Questions to a store: one view a file in data/views, with its title, meaning and parameters in its first lines.

-- title                          -- what it shows                    -- :name [kind] meaning (default 20)

The kinds are in pipeline.meanings; a parameter without one is compared as it is given.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from data import FOLDER
from pipeline.errors import StoreError, UnknownName
from pipeline.store import REBUILD, reading

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import pyarrow as pa

VIEWS = FOLDER / "views"
# "-- :top how many (default 20)", "-- :document [cited] its number (default "")" | not "-- top how many"
PARAMETER = re.compile(
    r"-- :(?P<name>\w+) (?:\[(?P<kind>[a-z ]+)\] )?(?P<meaning>.+?)"
    r'(?: \(default (?:"(?P<text>[^"]*)"|(?P<number>-?\d+))\))?$'
)
INTEGERS = {"BIGINT", "INTEGER", "SMALLINT", "TINYINT", "UBIGINT", "UINTEGER", "HUGEINT"}

Argument: TypeAlias = str | int


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a query asks back; default None = must be given; kind: how its value is understood, see pipeline.meanings."""

    name: str
    meaning: str
    default: Argument | None = None
    kind: str = ""

    def value(self, given: Argument | None, query: str) -> Argument:
        """The value to ask with; raises UnknownName if it is missing or no number where a number is due."""
        if given is None:
            if self.default is None:
                raise UnknownName(
                    f"Truy vấn {query} cần tham số {self.name}: {self.meaning}.", f"Thêm --param {self.name}=…"
                )
            return self.default
        if isinstance(self.default, int):
            try:
                return int(given)
            except ValueError as error:
                raise UnknownName(f"Tham số {self.name} phải là số, không phải {given!r}.", "Sửa lại giá trị.") from error
        return str(given)


@dataclass(frozen=True, slots=True)
class Query:
    """A view and what it tells."""

    name: str
    title: str
    meaning: str
    parameters: tuple[Parameter, ...]
    sql: str

    @classmethod
    def read(cls, path: Path) -> Query:
        """The query in a file; raises ValueError if its first lines do not say what it is."""
        text = path.read_text(encoding="utf-8")
        head = [line for line in text.splitlines()[:12] if line.startswith("--")]
        parameters = [match for line in head if (match := PARAMETER.fullmatch(line))]
        if len(head) < 2 or head[0].startswith("-- :") or head[1].startswith("-- :"):
            raise ValueError(f"{path.name}: the first line must be its title, the second what it shows")
        made = tuple(
            Parameter(m["name"], m["meaning"], m["text"] if m["number"] is None else int(m["number"]), m["kind"] or "")
            for m in parameters
        )
        return cls(path.stem, head[0][3:].strip(), head[1][3:].strip(), made, text)


@functools.cache
def queries() -> Mapping[str, Query]:
    """All queries by name."""
    return {path.stem: Query.read(path) for path in sorted(VIEWS.glob("*.sql"))}


def find_query(name: str) -> Query:
    """The query of that name; raises UnknownName with the names that come near."""
    if name not in queries():
        import difflib  # noqa: PLC0415

        near = difflib.get_close_matches(name, queries(), n=3, cutoff=0.4)
        advice = f"Có phải: {', '.join(near)}? " if near else ""
        raise UnknownName(f"Không có truy vấn {name}.", f"{advice}Xem tất cả: kehoach query --list.")
    return queries()[name]


def query(store: str | Path, name: str, **params: Argument) -> pd.DataFrame:
    """The answer as a DataFrame; whole numbers stay whole where some are missing (Int64), dates are datetime64."""
    sql, values = prepared(name, params)
    with _asking(Path(store)) as connection:
        answered = connection.sql(sql, params=understood(connection, name, values))
        types = dict(zip(answered.columns, map(str, answered.types), strict=True))
        frame: pd.DataFrame = answered.df()
    return frame.astype({name: "Int64" for name, kind in types.items() if kind in INTEGERS})


def answer(store: Path, name: str, params: Mapping[str, Argument]) -> pa.Table:
    """The answer as an Arrow table."""
    sql, values = prepared(name, params)
    with _asking(store) as connection:
        return connection.sql(sql, params=understood(connection, name, values)).to_arrow_table()


@contextmanager
def _asking(store: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to ask with; raises StoreError for a store whose tables are not those of this version."""
    import duckdb  # noqa: PLC0415 listing the queries does without

    with reading(store) as connection:
        try:
            yield connection
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            raise StoreError(f"Kho {store} do một bản kehoach khác tạo ra.", REBUILD) from error


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """A column of an answer, its Vietnamese title and what it holds."""

    name: str
    title: str
    meaning: str


def columns(store: Path, name: str) -> tuple[AnswerColumn, ...]:
    """The columns of a query's answer; one that data/view_columns.csv does not know keeps its name as title."""
    from pipeline.screen import ColumnTitle, column_titles  # noqa: PLC0415 the answers themselves do without

    sql, values = prepared(name, {p.name: "" for p in find_query(name).parameters if p.default is None})
    known = column_titles(name)
    with _asking(store) as connection:
        names = connection.sql(sql, params=values).columns
    return tuple(AnswerColumn(column, *known.get(column, ColumnTitle(column, ""))) for column in names)


def prepared(name: str, params: Mapping[str, Argument]) -> tuple[str, dict[str, Argument]]:
    """The statement of a query and its values; raises UnknownName for a wrong name or parameter."""
    wanted = find_query(name)
    known = {parameter.name for parameter in wanted.parameters}
    if unknown := sorted(set(params) - known):
        has = f"Các tham số: {', '.join(sorted(known))}." if known else "Truy vấn này không có tham số."
        raise UnknownName(f"Truy vấn {name} không có tham số {unknown[0]}.", has)
    return wanted.sql, {p.name: p.value(params.get(p.name), name) for p in wanted.parameters}


def understood(connection: duckdb.DuckDBPyConnection, name: str, values: Mapping[str, Argument]) -> dict[str, Argument]:
    """The values of a query as it compares them, found in any spelling; raises UnknownName for words that mean nothing."""
    from pipeline.meanings import meaning_of  # noqa: PLC0415 listing the queries does without

    meant = dict(values)
    for parameter in find_query(name).parameters:
        words = str(values[parameter.name]).strip()
        if not words and parameter.default is None:
            raise UnknownName(f"Tham số {parameter.name} của {name} để trống.", f"Cần: {parameter.meaning}.")
        if words and parameter.kind:
            meant[parameter.name] = meaning_of(parameter.kind, parameter.name)(connection, words)
    return meant
