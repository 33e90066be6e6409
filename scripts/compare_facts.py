"""Shows every fact gained, lost or read otherwise between two versions of the code, over real plans.

python scripts/compare_facts.py BASE                    BASE (a commit or branch) against the files as they are now
python scripts/compare_facts.py BASE HEAD               two commits
python scripts/compare_facts.py BASE --plans DIR …      other folders than ../shared/seeds and ../shared/plans

Each version is checked out into a temporary folder and run there with this environment's packages. A fact is known by
its document, kind and span; where text or spans moved as a whole, by its words. Exit code 0 whatever the difference.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[1]
PLANS = tuple(ROOT.parent / "shared" / folder for folder in ("seeds", "plans"))
# Says so if the environment's own copy of the code were run instead of the folder's.
INGEST = (
    "import os, sys; from pipeline import cli; assert cli.__file__.startswith(os.getcwd() + os.sep), cli.__file__;"
    "cli.main(sys.argv[1:])"
)
LEFT_OUT = {"char_start", "char_end", "page", "text", "confidence", "source_path", "n_blocks", "position"}  # or ids
SHOWN = 110  # characters of a fact's words

Values = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A row of a table of facts: where it belongs, its words, and what is said of it."""

    document: str
    kind: str
    words: str
    values: Values


Facts = Mapping[tuple[str, str], Sequence[Fact]]  # by document and kind


@contextmanager
def checked_out(version: str | None) -> Iterator[Path]:
    """The folder of a version's code; None = the files as they are now."""
    if version is None:
        yield ROOT
        return
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder).resolve() / "tree"
        _git("worktree", "add", "--detach", "--quiet", str(tree), version)
        try:
            yield tree
        finally:
            _git("worktree", "remove", "--force", str(tree))


def facts_of(version: str | None, plans: Sequence[Path], folder: Path) -> Facts:
    """All facts that a version finds in the plans."""
    store = folder / f"{version or 'now'}.duckdb".replace("/", "-")
    with checked_out(version) as tree:
        environment = {**os.environ, "PYTHONPATH": str(tree)}
        command = [sys.executable, "-c", INGEST, "ingest", *map(str, plans), "--store", str(store)]
        done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, check=False)
    if not store.exists():
        sys.exit(f"{version or 'now'}: no store was made\n{done.stderr[-2000:]}")
    print(f"{version or 'now'}: {done.stdout.splitlines()[0] if done.stdout else done.stderr[-200:]}")
    with duckdb.connect(str(store), read_only=True) as connection:
        return _read(connection)


def _read(connection: duckdb.DuckDBPyConnection) -> Facts:
    """Header fields, and the rows of every table that has words and a span, with their child rows as values."""
    names = {doc: Path(path).name for doc, path in _rows(connection, "SELECT doc_id, source_path FROM documents")}
    columns: dict[str, list[str]] = defaultdict(list)
    for table, column in _rows(connection, "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal"):
        columns[table].append(column)
    found: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for row in _dicts(connection, "documents"):
        for field, value in _values(row):
            name = names[str(row["doc_id"])]
            found[name, "header"].append(Fact(name, "header", field, ((field, value),)))
    spanned = [table for table, own in columns.items() if {"doc_id", "raw", "char_start"} <= set(own)]
    for table in spanned:
        key = next((column for column in columns[table] if column.endswith("_id") and column != "doc_id"), None)
        children = _children(connection, key, [t for t, own in columns.items() if t not in spanned and key in own])
        for row in _dicts(connection, table):
            name = names[str(row["doc_id"])]
            values = (*_values(row), *children.get(str(row.get(key or "")), ()))
            found[name, table].append(Fact(name, table, str(row["raw"]), values))
    return found


def _children(connection: duckdb.DuckDBPyConnection, key: str | None, tables: Sequence[str]) -> dict[str, Values]:
    rows: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for table in tables:
        for row in _dicts(connection, table):
            rows[str(row[key or ""])].append((table, " ".join(value for _, value in _values(row))))
    return {fact: tuple(sorted(values)) for fact, values in rows.items()}


def _values(row: Mapping[str, object]) -> Values:
    """What a row says, without what only says where."""
    return tuple(
        (name, str(value))
        for name, value in row.items()
        if value is not None and name != "raw" and name not in LEFT_OUT and (not name.endswith("_id") or name == "legal_id")
    )


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[str, str]]:
    return connection.execute(sql).fetchall()


def _dicts(connection: duckdb.DuckDBPyConnection, table: str) -> Iterator[dict[str, object]]:
    has_span = {"char_start", "doc_id"} <= {row[0] for row in connection.execute(f"DESCRIBE {table}").fetchall()}
    cursor = connection.execute(f"FROM {table}{' ORDER BY doc_id, char_start' if has_span else ''}")
    names = [column[0] for column in cursor.description or ()]
    for row in cursor.fetchall():
        yield dict(zip(names, row, strict=True))


def differences(old: Facts, new: Facts) -> Iterator[tuple[str, str, list[str], int, int, int]]:
    """Document, kind, lines to show, and how many facts are gained, lost and read otherwise."""
    for document, kind in sorted({*old, *new}):
        before, after = list(old.get((document, kind), ())), list(new.get((document, kind), ()))
        for fact in [fact for fact in before if fact in after]:
            if fact in after:  # equal ones go in pairs
                before.remove(fact)
                after.remove(fact)
        lines, changed = [], 0
        for fact in list(before):
            twin = next((other for other in after if other.words == fact.words), None)
            if twin is not None:
                before.remove(fact)
                after.remove(twin)
                changed += 1
                lines.append(f"  ~ {_short(fact.words)}\n      {_change(fact, twin)}")
        lines += [f"  - {_said(fact)}" for fact in before] + [f"  + {_said(fact)}" for fact in after]
        if lines:
            yield document, kind, lines, len(after), len(before), changed


def _change(old: Fact, new: Fact) -> str:
    gone = [value for value in old.values if value not in new.values]
    come = [value for value in new.values if value not in old.values]
    return f"{_listed(gone)}  →  {_listed(come)}"


def _said(fact: Fact) -> str:
    return f"{_short(fact.words)}  [{_listed(fact.values)}]"


def _listed(values: Sequence[tuple[str, str]]) -> str:
    return "; ".join(f"{name}: {_short(value)}" for name, value in values) or "nothing"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= SHOWN else flat[: SHOWN - 1] + "…"


def _git(*words: str) -> None:
    subprocess.run(["git", *words], cwd=ROOT, check=True)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", metavar="BASE")
    parser.add_argument("head", metavar="HEAD", nargs="?")
    parser.add_argument("--plans", nargs="+", type=Path, default=list(PLANS))
    options = parser.parse_args()
    plans = [path.resolve() for path in options.plans if path.exists()]
    if not plans:
        parser.error("no plans: ../shared is absent, name folders with --plans")
    totals: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    with tempfile.TemporaryDirectory() as folder:
        old = facts_of(options.base, plans, Path(folder))
        new = facts_of(options.head, plans, Path(folder))
    for document, kind, lines, *counts in differences(old, new):
        print(f"\n{document}: {kind}", *lines, sep="\n")
        totals[kind] = [total + count for total, count in zip(totals[kind], counts, strict=True)]
    print("\nkind                gained    lost  otherwise     all before → now")
    for kind in sorted({kind for _, kind in [*old, *new]}):
        before, after = (sum(len(facts) for (_, k), facts in side.items() if k == kind) for side in (old, new))
        gained, lost, changed = totals[kind]
        print(f"{kind:<18} {gained:>7} {lost:>7} {changed:>10} {before:>14} → {after}")


if __name__ == "__main__":
    main()
