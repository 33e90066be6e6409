"""Labels: what a person found in a document, one JSON file a document, to measure a store against.

{"doc": file name, "header": {…}, "citations": […], "named_citations": […], "tasks": […], "assignments": […],
"targets": […]}; a kind that the file does not name was not labelled, an empty list says that there is none. Labels made of
corrections (see pipeline.labels_written) say more: "checked": false at a label that nobody looked at, "dropped": {kind:
words of what people took out}; of a kind with either, only what people looked at is measured.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from pipeline.errors import NothingToRead, UnreadableFile

T = TypeVar("T")

Row: TypeAlias = Mapping[str, Any]  # an object of JSON; stays in this module


@dataclass(frozen=True, slots=True)
class CitationLabel:
    """A mention of a numbered document; dates are ISO text, whole or partial."""

    canonical: str
    doc_type: str | None
    issued_on: str | None
    issuer: str | None
    role: str
    raw: str = field(default="", compare=False)
    checked: bool = field(default=True, compare=False)  # by a person; else it is the machine's own


@dataclass(frozen=True, slots=True)
class DeadlineLabel:
    """One deadline of a task: its kind, how often, and the ISO days it runs from and to."""

    kind: str
    freq: str | None
    start_on: str | None
    end_on: str | None


@dataclass(frozen=True, slots=True)
class TaskLabel:
    """A row of a task table; units as written and in full form."""

    number: str | None
    section: str | None
    text: str
    deliverable: str | None
    lead: tuple[str, ...]
    lead_canonical: tuple[str, ...]
    coordinating: tuple[str, ...]
    coordinating_canonical: tuple[str, ...]
    deadline_raw: str | None
    deadlines: tuple[DeadlineLabel, ...]
    checked: bool = field(default=True, compare=False)  # by a person; else it is the machine's own


@dataclass(frozen=True, slots=True)
class AssignmentLabel:
    """A duty in prose and the unit that has it; several units may stand in one text."""

    raw: str
    unit: str
    checked: bool = field(default=True, compare=False)  # by a person; else it is the machine's own


@dataclass(frozen=True, slots=True)
class TargetLabel:
    """A quantity that the plan sets out to reach."""

    raw: str
    value: float | None
    value_max: float | None
    unit: str | None
    comparator: str | None
    metric: str | None
    field: str | None
    year: int | None
    checked: bool = dataclasses.field(default=True, compare=False)  # by a person; else it is the machine's own


@dataclass(frozen=True, slots=True)
class NamedLabel:
    """A document named without a number."""

    raw: str
    checked: bool = field(default=True, compare=False)  # by a person; else it is the machine's own


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of one document; None = this kind was not labelled."""

    doc: str
    header: Mapping[str, str | None] | None  # by column of the table documents; whole numbers as text
    citations: tuple[CitationLabel, ...] | None
    named: tuple[NamedLabel, ...] | None
    tasks: tuple[TaskLabel, ...] | None
    assignments: tuple[AssignmentLabel, ...] | None
    targets: tuple[TargetLabel, ...] | None
    dropped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # kind to the words of what is no fact


def label_files(paths: Iterable[Path]) -> list[Path]:
    """The label files under the paths: files as given, folders by their *.json; raises NothingToRead."""
    found: list[Path] = []
    for path in paths:
        here = sorted(path.glob("*.json")) if path.is_dir() else [path] if path.is_file() else []
        if not here:
            raise NothingToRead(f"Không có tệp nhãn *.json nào ở {path}.", "Kiểm tra lại đường dẫn đến bộ nhãn.")
        found += here
    return found


def read_labels(path: Path) -> Labels:
    """The labels in a file; raises UnreadableFile where it is no label file."""
    try:
        row: Row = json.loads(path.read_text(encoding="utf-8"))
        return Labels(
            doc=row["doc"],
            header=_header(row["header"]) if "header" in row else None,
            citations=_each(row, "citations", _citation),
            named=_each(row, "named_citations", lambda named: NamedLabel(named["raw"], _checked(named))),
            tasks=_each(row, "tasks", _task),
            assignments=_each(row, "assignments", _assignment),
            targets=_each(row, "targets", _target),
            dropped={kind: tuple(words) for kind, words in row.get("dropped", {}).items()},
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = f"thiếu {error}" if isinstance(error, KeyError) else str(error)
        raise UnreadableFile(f"Tệp {path} không phải tệp nhãn: {reason}.", "Xem mẫu trong data/samples/labels.") from error


def _each(row: Row, name: str, make: Callable[[Row], T]) -> tuple[T, ...] | None:
    return tuple(map(make, row[name])) if name in row else None


def _header(row: Row) -> dict[str, str | None]:
    return {name: None if value is None else str(value) for name, value in row.items()}


def _citation(row: Row) -> CitationLabel:
    said = (row["canonical"], row["type"], row["issued_on"], row["issuer"], row["role"])
    return CitationLabel(*said, raw=row.get("raw", ""), checked=_checked(row))


def _assignment(row: Row) -> AssignmentLabel:
    return AssignmentLabel(row["raw"], row["unit_canonical"], _checked(row))


def _checked(row: Row) -> bool:
    return bool(row.get("checked", True))


def _task(row: Row) -> TaskLabel:
    return TaskLabel(
        number=row["no"],
        section=row["section"],
        text=row["text"],
        deliverable=row["deliverable"],
        lead=tuple(row["lead"]),
        lead_canonical=tuple(row["lead_canonical"]),
        coordinating=tuple(row["coordinating"]),
        coordinating_canonical=tuple(row["coordinating_canonical"]),
        deadline_raw=row["deadline_raw"],
        deadlines=tuple(DeadlineLabel(d["kind"], d.get("freq"), d["start"], d["end"]) for d in row["deadlines"]),
        checked=_checked(row),
    )


def _target(row: Row) -> TargetLabel:
    return TargetLabel(
        row["raw"],
        row["value"],
        row["value_max"],
        row["unit"],
        row["comparator"],
        row["metric"],
        row["field"],
        row["year"],
        _checked(row),
    )
