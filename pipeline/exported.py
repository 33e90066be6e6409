"""What leaves a store: its tables, its views, and the questions that need no answer first; and what their columns mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from pipeline.queries import Argument, queries
from pipeline.screen import column_titles

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

Kind: TypeAlias = Literal["table", "view", "query"]

DICTIONARY = "data_dictionary"
NAMES = """
    SELECT table_name, 'table', coalesce(comment, '') FROM duckdb_tables() WHERE schema_name = 'main' AND NOT internal
    UNION ALL
    SELECT view_name, 'view', coalesce(comment, '') FROM duckdb_views() WHERE schema_name = 'main' AND NOT internal
    ORDER BY ALL
"""
COLUMNS = """
    SELECT table_name, column_name, coalesce(comment, '') FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal
"""


@dataclass(frozen=True, slots=True)
class Source:
    """A table, a view, or a question with its default parameters, named after its file in data/views."""

    name: str
    kind: Kind
    meaning: str
    sql: str
    values: Mapping[str, Argument] = field(default_factory=dict)
    view: str = ""  # the question's own name

    def asked(self, connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
        """Its rows."""
        return connection.sql(self.sql, params=dict(self.values))


def sources(connection: duckdb.DuckDBPyConnection) -> list[Source]:
    """All that can be exported, tables first; no two bear one name."""
    found = [Source(name, kind, meaning, f'FROM "{name}"') for name, kind, meaning in connection.execute(NAMES).fetchall()]
    for query in queries().values():
        values = {p.name: p.default for p in query.parameters if p.default is not None}
        if len(values) == len(query.parameters):  # one that must be told a document has no rows of its own
            name = f"{query.name}_query" if any(one.name == query.name for one in found) else query.name
            found.append(Source(name, "query", f"{query.title}. {query.meaning}", query.sql, values, query.name))
    return found


def dictionary(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """A row a column of everything exported: where it stands, its type, its Vietnamese title and what it holds."""
    import pyarrow as pa  # noqa: PLC0415

    comments = {(table, column): meaning for table, column, meaning in connection.execute(COLUMNS).fetchall()}
    told = [
        {
            "name": source.name,
            "kind": source.kind,
            "name_meaning": source.meaning,
            "position": position,
            "column": column,
            "type": str(kind),
            "title": titles[column].title if column in titles else None,
            "meaning": comments.get((source.name, column)) or (titles[column].meaning if column in titles else None),
        }
        for source in sources(connection)
        for relation, titles in [(source.asked(connection), column_titles(source.view))]
        for position, (column, kind) in enumerate(zip(relation.columns, relation.types, strict=True), start=1)
    ]
    return pa.Table.from_pylist(told)
