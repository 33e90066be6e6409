"""Resolution over the whole corpus: which document each citation means, by what it is known, and where two days disagree.

A citation keeps what its own words or the other mentions of its plan made certain (extractors.citations). Here follow, in
this order: the title of a known document beside the number, the term of congress for the Party's numbers, the other
mentions of the same plan. Known are the registry and the documents of the store, by their headers. Where more than one
document or none fits, the citation stays open, with its candidates. All of it is set-based SQL in pipeline/resolution.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

STEPS = Path(__file__).with_name("resolution")
ORDER = ("doubted", "by_title", "by_term", "by_plan", "apply", "conflicts", "references")
RESOLVED = "CREATE OR REPLACE TEMP TABLE resolved (citation_id VARCHAR, legal_id VARCHAR, resolved_by VARCHAR)"


def resolve(connection: duckdb.DuckDBPyConnection) -> None:
    """Resolves the citations of a store that is being built, in place, and fills date_conflicts."""
    connection.execute(step("known"))
    connection.execute(RESOLVED)
    for name in ORDER:
        connection.execute(step(name))
    for name in ("candidates", "open_mentions", "known", "resolved", "doubted", "antecedents"):
        connection.execute(f"DROP TABLE {name}")


def step(name: str) -> str:
    """The SQL of a step."""
    return (STEPS / f"{name}.sql").read_text(encoding="utf-8")
