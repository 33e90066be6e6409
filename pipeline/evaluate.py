"""How much of what people labelled a store has right: the figures of every kind of fact, and what is missing or wrong.

A figure is an F1 over single labels, added up over documents; for the header it is the share of its fields.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeAlias, TypeVar

from pipeline.as_labels import HEADER, as_labels, documents, shelf_mark
from pipeline.figures import Figure, Report
from pipeline.labels import AssignmentLabel, CitationLabel, Labels, TargetLabel, TaskLabel, label_files, read_labels
from pipeline.labels_checked import of_checked
from pipeline.likeness import bag, folded, likeness, likeness_of_words, pairs, same_noun, words_of
from pipeline.store import reading

T = TypeVar("T")

NEARLY = 90  # likeness from which a title or an issuer is the same
SAME_WORDS = 80  # from which two texts are the same task, duty or metric
SAME_CLAUSE = 60  # from which two clauses with equal quantities are the same target
FREE_TEXT = {"title", "issuer"}

Key: TypeAlias = tuple[str, ...]


def evaluate(store: Path, labels: Iterable[Path]) -> Report:
    """Measures a store against label files, or folders of them; raises StoreError, NothingToRead, UnreadableFile."""
    report = Report()
    with reading(store) as connection:
        known = documents(connection)
        for path in label_files(labels):
            wanted = read_labels(path)
            report.documents += 1
            doc_id = shelf_mark(wanted.doc, known)
            if doc_id is None:  # its labels count as missed
                report.absent.append(wanted.doc)
            compare(as_labels(connection, doc_id, wanted.doc), wanted, report)
    return report


def compare(found: Labels, wanted: Labels, report: Report) -> None:
    """Adds to a report how the findings of a document compare with its labels."""
    found, wanted = of_checked(found, wanted)
    if wanted.header is not None:
        _header(found.header or {}, wanted.header, wanted.doc, report)
    if wanted.citations is not None:
        _citations(found.citations or (), wanted.citations, wanted.doc, report)
    if wanted.named is not None:
        _bags(
            "named",
            [(folded(one.raw),) for one in found.named or ()],
            [(folded(one.raw),) for one in wanted.named],
            wanted.doc,
            report,
        )
    if wanted.tasks is not None:
        _tasks(found.tasks or (), wanted.tasks, wanted.doc, report)
    if wanted.assignments is not None:
        _assignments(found.assignments or (), wanted.assignments, wanted.doc, report)
    if wanted.targets is not None:
        _targets(found.targets or (), wanted.targets, wanted.doc, report)


def _header(found: Mapping[str, str | None], wanted: Mapping[str, str | None], doc: str, report: Report) -> None:
    """A field is right where both are unknown or both say the same; a plan without a year is not asked for one."""
    asked = [name for name in HEADER if name in wanted and not (name == "plan_year" and wanted[name] is None)]
    right = 0
    for name in asked:
        have, want = found.get(name), wanted[name]
        if name not in found:
            same = False
        elif have is None or want is None:
            same = have is want
        elif name in FREE_TEXT:
            same = likeness(have, want) >= NEARLY
        else:
            same = folded(have) == folded(want)
        right += same
        if not same:
            report.miss(doc, "header", f"{name}: nhãn {want!r}, kho {have!r}")
    report.count("header", Figure(right, len(asked), len(asked)))


def _citations(found: Sequence[CitationLabel], wanted: Sequence[CitationLabel], doc: str, report: Report) -> None:
    keys: Mapping[str, Callable[[CitationLabel], Key]] = {
        "citations.identity": lambda one: (folded(one.canonical),),
        "citations.typed_dated": lambda one: (folded(one.canonical), folded(one.doc_type), one.issued_on or ""),
        "citations.full": lambda one: (
            *(folded(one.canonical), folded(one.doc_type), one.issued_on or ""),
            *(folded(one.issuer), one.role),
        ),
    }
    for name, key in keys.items():
        _bags(name, list(map(key, found)), list(map(key, wanted)), doc, report)


def _bags(name: str, found: Sequence[Key], wanted: Sequence[Key], doc: str, report: Report) -> None:
    """Lists in which order does not count but number does."""
    have, want = Counter(found), Counter(wanted)
    report.count(name, Figure((have & want).total(), len(found), len(wanted)))
    for sign, rest in (("thiếu", want - have), ("thừa", have - want)):
        for key in rest.elements():
            report.miss(doc, name, f"{sign} {' | '.join(key)}")


def _tasks(found: Sequence[TaskLabel], wanted: Sequence[TaskLabel], doc: str, report: Report) -> None:
    cells: Mapping[str, Callable[[TaskLabel], object]] = {
        "text": lambda task: folded(task.text),
        "deliverable": lambda task: folded(task.deliverable),
        "units_raw": lambda task: (bag(task.lead), bag(task.coordinating)),
        "deadline_raw": lambda task: folded(task.deadline_raw),
    }
    values: Mapping[str, Callable[[TaskLabel], object]] = {
        "tasks.placed": lambda task: (folded(task.number), folded(task.section)),
        "tasks.units_canonical": lambda task: (bag(task.lead_canonical), bag(task.coordinating_canonical)),
        "tasks.deadlines": lambda task: Counter(
            (due.kind, due.freq or "", due.start_on or "", due.end_on or "") for due in task.deadlines
        ),
    }
    made = pairs(found, wanted, lambda one, other: likeness(one.text, other.text), SAME_WORDS, _task_agreements)
    right = Counter({"tasks.found": len(made)})
    for have, want in made:
        wrong = [name for name, value in cells.items() if value(have) != value(want)]
        right["tasks.row_exact"] += not wrong
        for name, value in values.items():
            right[name] += value(have) == value(want)
        for name, value in {**cells, **values}.items():
            if value(have) != value(want):
                report.miss(
                    doc, name if name in values else f"tasks.row_exact {name}", _both(value(want), value(have), want.text)
                )
    for name in ("tasks.found", "tasks.row_exact", *values):
        report.count(name, Figure(right[name], len(found), len(wanted)))
    _Unpaired(found, wanted, made).tell("tasks.found", lambda task: task.text, doc, report)


def _task_agreements(one: TaskLabel, other: TaskLabel) -> int:
    same_lead = words_of(", ".join(one.lead)) == words_of(", ".join(other.lead))
    written = ((one.number, other.number), (one.section, other.section), (one.deadline_raw, other.deadline_raw))
    return same_lead + sum(folded(have) == folded(want) for have, want in written)


def _assignments(found: Sequence[AssignmentLabel], wanted: Sequence[AssignmentLabel], doc: str, report: Report) -> None:
    def same_unit(one: AssignmentLabel, other: AssignmentLabel) -> bool:
        return words_of(one.unit) == words_of(other.unit)

    made = pairs(found, wanted, lambda one, other: likeness(one.raw, other.raw), SAME_WORDS, same_unit)
    right = sum(same_unit(*pair) for pair in made)
    report.count("assignments.found", Figure(len(made), len(found), len(wanted)))
    report.count("assignments.with_unit", Figure(right, len(found), len(wanted)))
    _Unpaired(found, wanted, made).tell("assignments.found", lambda duty: duty.raw, doc, report)
    for have, want in made:
        if not same_unit(have, want):
            report.miss(doc, "assignments.with_unit", _both(want.unit, have.unit, want.raw))


def _targets(found: Sequence[TargetLabel], wanted: Sequence[TargetLabel], doc: str, report: Report) -> None:
    def alike(one: TargetLabel, other: TargetLabel) -> float:
        return likeness(one.raw, other.raw) if _same_quantity(one, other) else 0.0

    made = pairs(found, wanted, alike, SAME_CLAUSE, _same_target)
    right = {
        "targets.found": len(made),
        "targets.with_comparator": sum(one.comparator == other.comparator for one, other in made),
        "targets.full": sum(_same_target(*pair) for pair in made),
    }
    for name, number in right.items():
        report.count(name, Figure(number, len(found), len(wanted)))
    _Unpaired(found, wanted, made).tell("targets.found", lambda one: f"{one.value} {one.unit}: {one.raw}", doc, report)
    for have, want in made:
        if not _same_target(have, want):
            report.miss(doc, "targets.full", _both(_attributes(want), _attributes(have), want.raw))


def _same_quantity(one: TargetLabel, other: TargetLabel) -> bool:
    return (
        _same_number(one.value, other.value)
        and _same_number(one.value_max, other.value_max)
        and same_noun(one.unit, other.unit)
    )


def _same_number(one: float | None, other: float | None) -> bool:
    return one is other if one is None or other is None else abs(one - other) < 1e-9


def _same_target(one: TargetLabel, other: TargetLabel) -> bool:
    """Whether two targets of one quantity also hold for the same thing, field and year, with the same comparator."""
    same = (one.comparator, one.field, one.year) == (other.comparator, other.field, other.year)
    return same and likeness_of_words(one.metric, other.metric) >= SAME_WORDS


def _attributes(target: TargetLabel) -> str:
    return f"{target.comparator} {target.metric} ({target.field}, {target.year})"


@dataclass(frozen=True, slots=True)
class _Unpaired(Generic[T]):
    """What stands alone on either side."""

    found: Sequence[T]
    wanted: Sequence[T]
    made: Sequence[tuple[T, T]]

    def tell(self, figure: str, shown: Callable[[T], str], doc: str, report: Report) -> None:
        have, want = ({id(pair[side]) for pair in self.made} for side in (0, 1))
        for sign, rest, paired in (("thiếu", self.wanted, want), ("thừa", self.found, have)):
            for one in rest:
                if id(one) not in paired:
                    report.miss(doc, figure, f"{sign} {shown(one)[:120]}")


def _both(want: object, have: object, where: str) -> str:
    return f"nhãn {_plain(want)}, kho {_plain(have)}: {where[:60]}"


def _plain(value: object) -> str:
    if isinstance(value, Counter):
        return "[" + "; ".join(map(_plain, value.elements())) + "]"
    if isinstance(value, tuple):
        return " · ".join(map(_plain, value))
    return repr(value) if value == "" else str(value)
