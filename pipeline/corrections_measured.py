"""How often the machine was right where people looked: every correction is a label of one fact or of one value.

TABLE.found: the machine's facts that people let stand, against those they dropped and those they had to add.
TABLE.values: what it says of facts that people confirmed or corrected. TABLE.COLUMN: a column that was corrected.
A stale correction says nothing of the machine of today; it is listed and not counted.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.figures import Figure, Report
from pipeline.store import reading

RIGHT, WRONG = Figure(1, 1, 1), Figure(0, 1, 1)
DROPPED = Figure(0, 1, 0)  # found, but there is no such thing
MISSED = Figure(0, 0, 1)
HEADER = "documents"


def measure_corrections(store: Path) -> Report:
    """The figures of the machine's own readings against the corrections that a store was built with; raises StoreError."""
    report = Report()
    standing: set[tuple[str, str]] = set()  # facts that are really there, each counted once
    with reading(store) as connection:
        rows = connection.execute(
            "SELECT coalesce(document, doc_id), table_name, action, coalesce(column_name, ''), state, fact_id,"
            " machine_value, new_value, coalesce(raw, ''), coalesce(note, '')"
            " FROM corrections ORDER BY table_name, document, corrected_at, correction_id"
        ).fetchall()
    for document, table, action, column, state, fact_id, machine, new, raw, note in rows:
        if state == "stale":
            report.absent.append(f"{document}: {raw[:60]} ({note})")
            continue
        fact = (table, str(fact_id))
        if action in {"set", "confirm"}:
            right = machine == new if action == "set" else state == "applied"
            if table != HEADER and fact not in standing:
                standing.add(fact)
                report.count(f"{table}.found", RIGHT)
            for name in (f"{table}.values", *([f"{table}.{column}"] if column else ())):
                report.count(name, RIGHT if right else WRONG)
            if not right:
                report.miss(document, f"{table}.{column or 'values'}", f"người {new}, máy {machine}: {raw[:60]}")
        elif action == "delete" and fact_id is not None:
            report.count(f"{table}.found", DROPPED)
            report.miss(document, f"{table}.found", f"thừa {raw[:120]}")
        elif action == "add":
            found = machine is not None or state == "conflict"
            report.count(f"{table}.found", RIGHT if found else MISSED)
            if not found:
                report.miss(document, f"{table}.found", f"thiếu {raw[:120]}")
    return report
