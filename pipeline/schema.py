"""data/schema.md: every table of the store with its columns, types and meanings, read from an empty store."""

from __future__ import annotations

from pathlib import Path

import duckdb

from data import FOLDER
from pipeline.ground import OFFLINE, create_tables

SCHEMA = FOLDER / "schema.md"
HEAD = """# Tables of the store
Made by `kehoach schema --write`; do not edit. Ids follow from the content and stay the same over runs. Dates are DATE; \
a day that is not given in full is null there and stands as ISO text in the column `…_text`. Columns marked * are never null.
"""
TABLES_SQL = Path(__file__).with_name("schema.sql")


def schema() -> str:
    """The text of data/schema.md as the code has it now."""
    with duckdb.connect(config=OFFLINE) as connection:
        create_tables(connection)
        rows = connection.execute(TABLES_SQL.read_text(encoding="utf-8")).fetchall()
    lines = [HEAD]
    last = ""
    for table, kind, table_meaning, column, data_type, nullable, meaning in rows:
        if table != last:
            lines += [
                "",
                f"## {table}{' (view)' if kind == 'view' else ''}",
                *([table_meaning, ""] if table_meaning else [""]),
            ]
            lines += ["| column | type | meaning |", "|---|---|---|"]
            last = table
        lines.append(f"| {column} | {data_type}{'' if nullable else ' *'} | {meaning or ''} |")
    return "\n".join(lines) + "\n"


def write_schema() -> Path:
    """Writes data/schema.md."""
    SCHEMA.write_text(schema(), encoding="utf-8", newline="\n")
    return SCHEMA
