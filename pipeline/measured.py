"""How right this version was where people had labelled plans: figures that ship with it, and those kept beside a store.

Each set of figures tells its labels, its day and the version that was measured (see manifest.results_version), so that
a reader sees when a store was made by another one. The shipped figures are written by scripts/raise_floors.py.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import duckdb

import data
from pipeline.bulk import first_line
from pipeline.errors import StoreError
from pipeline.figures import Figure, Report
from pipeline.manifest import results_version

SHIPPED = data.FOLDER / "measured.json"
KEPT = "measured.json"  # in the folder beside a store
DRAFT = "measured.duckdb"


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures of one set of labels."""

    labels: str  # name of the set
    documents: int
    on: str  # ISO day
    version: str  # results_version() of what was measured
    figures: Mapping[str, Figure]
    is_shipped: bool = False  # measured before this version was given out, not on this machine

    @classmethod
    def of(cls, labels: str, report: Report, on: str, version: str) -> Measured:
        """What a report says."""
        return cls(labels, report.documents, on, version, dict(report.figures))


@dataclass(frozen=True, slots=True)
class Scores:
    """What a build carries: the version that made it, and all figures known then."""

    version: str = ""
    measured: tuple[Measured, ...] = ()

    def is_outdated(self, one: Measured) -> bool:
        """Whether figures are of another version than the one that made the build."""
        return one.version != self.version


def shipped() -> tuple[Measured, ...]:
    """The figures that were given out with this version."""
    return tuple(replace(one, is_shipped=True) for one in _read(SHIPPED))


def kept(parts: Path) -> tuple[Measured, ...]:
    """The figures that users measured with labels of their own."""
    path = parts / KEPT
    return _read(path) if path.exists() else ()


def encoded(measured: Iterable[Measured]) -> str:
    """Figures as the text of a file: a line a set."""
    lines = (json.dumps(_row(one), ensure_ascii=False) for one in measured)
    return "[\n" + ",\n".join(lines) + "\n]\n"


def scores_of_build(parts: Path) -> str:
    """What goes into a store that is being built."""
    return _scores_text(Scores(results_version(), (*kept(parts), *shipped())))


def scores_in(text: object) -> Scores:
    """What the column gold_scores of a build says; nothing where an older version left it empty."""
    if not text:
        return Scores()
    row = json.loads(str(text))
    return Scores(row["version"], tuple(map(_measured, row["measured"])))


def version_of(store: Path) -> str:
    """The version that made a store; empty where it does not tell."""
    from pipeline.store import reading  # noqa: PLC0415 it builds stores with what stands here

    with reading(store) as connection:
        return scores_in(_scores_of(connection)).version


def keep(store: Path, parts: Path, one: Measured) -> None:
    """Keeps figures beside a store and in it, in the place of older ones of the same labels; raises StoreError.

    The caller holds the lock of the store's runs.
    """
    from pipeline.store import replace_store  # noqa: PLC0415 it builds stores with what stands here

    known = tuple(old for old in kept(parts) if old.labels != one.labels)
    fresh = parts / f"{KEPT}.new"
    fresh.write_text(encoded((one, *known)), encoding="utf-8")
    fresh.replace(parts / KEPT)
    draft = parts / DRAFT
    try:
        shutil.copyfile(store, draft)
        with duckdb.connect(str(draft)) as connection:
            scores = Scores(scores_in(_scores_of(connection)).version, (one, *known, *shipped()))
            connection.execute("UPDATE build SET gold_scores = ?", [_scores_text(scores)])
            connection.execute("CHECKPOINT")
    except (OSError, duckdb.Error) as error:
        draft.unlink(missing_ok=True)
        raise StoreError(
            f"Không ghi được kết quả đo vào kho {store}: {first_line(error)}", "Kiểm tra chỗ trống trên đĩa rồi chạy lại."
        ) from error
    replace_store(draft, store)


def _scores_of(connection: duckdb.DuckDBPyConnection) -> object:
    row = connection.execute("SELECT gold_scores FROM build").fetchone()
    return row[0] if row else None


def _scores_text(scores: Scores) -> str:
    return json.dumps(
        {"version": scores.version, "measured": [{**_row(one), "is_shipped": one.is_shipped} for one in scores.measured]},
        ensure_ascii=False,
    )


def _read(path: Path) -> tuple[Measured, ...]:
    try:
        return tuple(map(_measured, json.loads(path.read_text(encoding="utf-8"))))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"Tệp kết quả đo {path} bị hỏng: {error}.", "Xóa tệp đó rồi đo lại: kehoach evaluate.") from error


def _row(one: Measured) -> dict[str, Any]:
    figures = {name: asdict(figure) for name, figure in one.figures.items()}
    return {"labels": one.labels, "documents": one.documents, "on": one.on, "version": one.version, "figures": figures}


def _measured(row: Mapping[str, Any]) -> Measured:
    figures = {name: Figure(**counts) for name, counts in row["figures"].items()}
    return Measured(row["labels"], row["documents"], row["on"], row["version"], figures, bool(row.get("is_shipped", False)))
