"""Tasks: every row of every task table and every duty given in prose, with units and deadlines resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from data.document import Document
from data.facts import Fact, column
from extractors._cell_units import WORDS_OF_ROLES, UnitRole, parts_of, tells_roles
from extractors._duties import Duty, duties
from extractors._fields import field_in
from extractors._task_rows import RowDraft
from extractors._task_tables import task_rows
from extractors.header import Header
from extractors.scope import scope
from normalizers.deadlines import Deadline, Frequency, Kind, deadlines
from normalizers.time_spans import is_period
from normalizers.unit_scope import Scope
from normalizers.units import Status, Unit, units_in

Source = Literal["table", "prose"]
Field: TypeAlias = str

GENERAL = "chung"
ALIGNED = 0.8  # confidence of a row whose cells were put back by what they hold
UNSURE = 0.45  # of one whose cell names several units without saying who leads, or whose rows nothing told apart
BARE_DAY = re.compile(r"(?:(?:trước|chậm nhất)\s)?(?:ngày\s)?\d{1,2}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TaskUnit:
    """A unit that takes part in a task."""

    role: UnitRole = column("lead, coordinating or monitoring")
    raw: str = column("the unit as written")
    unit: str = column("its full name, with the place it belongs to")
    unit_id: str | None = column("type and territory; null unless certain", default=None)
    resolution: Status = column(
        "resolved, group, outdated (its name had ended by the plan's day) or unknown", default="unknown"
    )


@dataclass(frozen=True, slots=True)
class TaskDeadline:
    """A deadline of a task."""

    kind: Kind = column("fixed, recurring, dependent on another act, or relative to a day that is not told")
    freq: Frequency | None = column("how often a recurring one falls due; null if not told")
    start_on: date | None = column("first day of a fixed one; null if open")
    end_on: date | None = column("last day of a fixed one; null if open")
    raw: str = column("its words")
    year_from_plan: bool = column("whether the year is not written and the plan's was taken", default=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task(Fact):
    """A task: a row of a task table, or a duty given to a unit in prose."""

    source: Source = column("table or prose")
    number: str | None = column("its number in the table; a merged one is carried down", default=None)
    section: str | None = column("the section row it stands under", default=None)
    field: Field = column("reform field by the section or heading, see fields", default=GENERAL)
    text: str = column("what is to be done, white space folded")
    deliverable: str | None = column("what comes of it; null where the table has no such column", default=None)
    deadline_raw: str | None = column("by when, as written; null where the table has no such column", default=None)
    units: tuple[TaskUnit, ...] = ()
    deadlines: tuple[TaskDeadline, ...] = ()


FACT = Task


def find(document: Document, header: Header) -> Iterator[Task]:
    """The tasks of a document, in text order."""
    here = scope(header, document.text)
    found = [_from_row(document, draft, here, header) for draft in task_rows(document)]
    found += [_from_duty(document, duty, here, header) for duty in duties(document, header, here)]
    yield from sorted(found, key=lambda task: task.char_start)


def _from_row(document: Document, draft: RowDraft, scope: Scope, header: Header) -> Task:
    units, sure = _units_of(draft, scope)
    time = draft.text_of("time")
    deliverable = draft.text_of("deliverable")
    return Task(
        raw=document.text[draft.start : draft.end],
        char_start=draft.start,
        char_end=draft.end,
        confidence=UNSURE if not sure or draft.merged else ALIGNED if draft.aligned else 1.0,
        source="table",
        number=draft.number or None,
        section=draft.section,
        field=field_in(draft.section or "") or field_in(header.title or "") or GENERAL,
        text=_folded(draft.cells["task"]),
        deliverable=None if deliverable is None else _folded(deliverable),
        deadline_raw=None if time is None else _folded(time),
        units=units,
        deadlines=_deadlines(time or "", header) or _deadlines_of_section(draft.section or "", time or "", header),
    )


def _deadlines_of_section(section: str, time: str, header: Header) -> tuple[TaskDeadline, ...]:
    """What a section that is a month or quarter says of its rows: "Ngày 10" under "Tháng 3/2026" is that day of March."""
    if not is_period(section) or (time and not BARE_DAY.fullmatch(time)):
        return ()
    if "ngày" in time.lower():
        return _deadlines(f"{time} {section}", header)
    return _deadlines(section, header)  # "10" alone may be a day or a month


def _units_of(draft: RowDraft, scope: Scope) -> tuple[tuple[TaskUnit, ...], bool]:
    """The units of a row by role, and whether the roles are certain."""
    found: list[TaskUnit] = []
    sure = True
    for role in ("lead", "coordinating", "monitoring"):
        found.extend(_cell_units(draft.cells.get(role, ""), role, scope))
    shared = draft.cells.get("both", "")
    if shared and tells_roles(shared):
        found.extend(_cell_units(shared, "lead", scope))
    elif shared:
        named = units_in(shared, scope)
        sure = len(named) < 2
        found.extend(_task_unit(unit, "lead" if index == 0 else "coordinating") for index, unit in enumerate(named))
    return tuple(found), sure and not any(WORDS_OF_ROLES.search(unit.raw) for unit in found)


def _cell_units(cell: str, role: UnitRole, scope: Scope) -> Iterator[TaskUnit]:
    """The units of a cell; what it says itself of their roles overrules the column."""
    for own_role, words in parts_of(cell, role):
        for unit in units_in(words, scope):
            yield _task_unit(unit, own_role)


def _task_unit(unit: Unit, role: UnitRole) -> TaskUnit:
    return TaskUnit(role, unit.raw, unit.name, unit.unit_id, unit.status)


def _deadlines(text: str, header: Header) -> tuple[TaskDeadline, ...]:
    return tuple(_task_deadline(found) for found in deadlines(text, header.plan_year))


def _task_deadline(found: Deadline) -> TaskDeadline:
    return TaskDeadline(found.kind, found.freq, found.start_on, found.end_on, found.raw, found.year_from_plan)


def _from_duty(document: Document, duty: Duty, scope: Scope, header: Header) -> Task:
    found: list[TaskUnit] = []
    for role, text in duty.units:
        found.extend(_task_unit(unit, role) for unit in units_in(text, scope))
    return Task(
        raw=document.text[duty.start : duty.end],
        char_start=duty.start,
        char_end=duty.end,
        confidence=duty.confidence,
        source="prose",
        number=None,
        section=duty.section,
        field=duty.field,
        text=_folded(document.text[duty.start : duty.end]),
        deadline_raw=duty.deadline,
        units=tuple(found),
        deadlines=_deadlines(duty.deadline or "", header),
    )


def _folded(text: str) -> str:
    return " ".join(text.split())
