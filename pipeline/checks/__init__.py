"""The checks: one .sql file a check, whose first lines are what the user is told; run over the facts of a store.

A check's statement gives one row a place that it looked at, with a verdict: ok, fault, or unknown where it could not tell.
So every check says how many places it looked at and how many it could not judge. Columns of a row:
doc_id, fact_id, char_start, char_end, page, verdict, message, suggestion, evidence.

    -- title
    -- explanation, in as many lines as it takes
    -- severity: error (surely wrong), warning (to be looked at) or note
    -- scan: unknown                 (optional: on a page read by OCR a fault may be the reader's, so it is none)
    -- compares: plans               (optional: looks at plans that a plan does not cite: made again whenever any changes)
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias, cast, get_args

import duckdb

Severity: TypeAlias = Literal["error", "warning", "note"]

FOLDER = Path(__file__).parent
SETTINGS = ("severity: ", "scan: ", "compares: ")
PREPARE, RECORD = FOLDER / "prepare.sql", FOLDER / "record.sql"
PLACES = ("doc_id", "fact_id", "char_start", "char_end", "page", "verdict", "message", "suggestion", "evidence")


@dataclass(frozen=True, slots=True)
class Check:
    """A check and what it tells the user."""

    check_id: str
    title: str
    explanation: str
    severity: Severity
    trusts_scans: bool  # whether a fault on a page read by OCR counts
    compares_plans: bool  # whether what it finds in a plan may change with a plan that this one does not cite
    sql: str

    @classmethod
    def read(cls, path: Path) -> Check:
        """The check in a file; raises ValueError if its first lines do not say what it is."""
        text = path.read_text(encoding="utf-8")
        head: list[str] = []
        for line in text.splitlines():
            if not line.startswith("-- "):
                break
            head.append(line[3:].strip())
        settings = dict(line.split(": ", 1) for line in head if line.startswith(SETTINGS))
        told = [line for line in head if not line.startswith(SETTINGS)]
        severity = settings.get("severity")
        if len(told) < 2 or severity not in get_args(Severity):
            raise ValueError(f"{path.name}: the first lines must be its title, its explanation and its severity")
        explanation, trusts = " ".join(told[1:]), settings.get("scan") != "unknown"
        plans = settings.get("compares") == "plans"
        return cls(path.stem, told[0], explanation, cast(Severity, severity), trusts, plans, text)


@functools.cache
def checks() -> Mapping[str, Check]:
    """All checks by id."""
    return {path.stem: Check.read(path) for path in sorted(FOLDER.glob("*.sql")) if path not in {PREPARE, RECORD}}


def run(connection: duckdb.DuckDBPyConnection, wanted: Iterable[Check] | None = None) -> None:
    """Fills the tables checks, check_counts and findings of the store that is being built. wanted: None = all checks."""
    connection.execute(PREPARE.read_text(encoding="utf-8"))
    record = RECORD.read_text(encoding="utf-8").split(";\n")
    for check in checks().values() if wanted is None else wanted:
        connection.execute(f"CREATE OR REPLACE TEMP TABLE places AS {check.sql}")
        looked = connection.execute("FROM places LIMIT 1").fetchone() is not None
        told = {
            "check_id": check.check_id,
            "severity": check.severity,
            "title": check.title,
            "explanation": check.explanation,
            "trusts_scans": check.trusts_scans,
        }
        for statement in record if looked else record[:1]:  # the first tells of the check itself
            if statement.strip():
                connection.execute(statement, {name: told[name] for name in told if f"${name}" in statement})
    connection.execute("DROP TABLE IF EXISTS places")
