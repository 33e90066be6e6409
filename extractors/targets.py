"""Targets: every number that a plan sets out to reach or keep, with what it measures, how it bounds, and for which year."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from data import rows
from data.document import Block, BlockKind, Document
from data.facts import Fact, column
from extractors import _target_clauses as prose
from extractors._clause_aims import Setting
from extractors._fields import WORD, Place, horizon, places, year_in
from extractors._target_tables import TableReading, table_targets
from extractors.header import Header
from normalizers.comparators import Comparator
from normalizers.indicators import indicator_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Fact):
    """One quantity that a plan sets out to reach or keep, or one comparison with an earlier year."""

    value: float | None = column(
        "the number, the lower one of a range; null where only compared with an earlier year", default=None
    )
    value_max: float | None = column("upper number of a range", default=None)
    unit: str | None = column("% or the counted noun, as written", default=None)
    comparator: Comparator = column(">=, >, =, <=, <, or >prev, <prev: more, less than the year before", default="=")
    metric: str = column("what is measured, in the words of the text without the number")
    indicator_id: str | None = column("the canonical indicator; null if none is sure", default=None)
    field: str = column("reform field of the heading it stands under", default="chung")
    year: int | None = column("year by which it holds: stated, else the heading's, else the plan's last", default=None)
    baseline_value: float | None = column("value that it starts from, if told", default=None)
    baseline_year: int | None = column("year that it is compared with, if told", default=None)


FACT = Target


def find(document: Document, header: Header) -> Iterator[Target]:
    """The targets of a document, in text order."""
    if header.doc_type in _rules():
        return
    ends_in = _last_year(document, header)
    begun = False  # the preamble sets no targets
    for block, place in places(document, header):
        begun = begun or block.level > 0 or block.table is not None
        if place.past or not begun or block.kind is BlockKind.FOOTNOTE:
            continue
        found = _in_table(document, block, place, header) if block.table else _in_prose(document, block, place, header)
        for base, reading, field in found:
            yield _target(document, base, reading, field, reading.year or place.year or ends_in)


@functools.cache
def _rules() -> frozenset[str]:
    """The types of documents that lay down rules and set no aims: Luật, Nghị định, Quy chế …"""
    return frozenset(row["phrase"] for row in rows("target_headings") if row["says"] == "rules")


def _last_year(document: Document, header: Header) -> int | None:
    """The plan's last year; where its title tells no period, the year that its aims reach to, else the year of issue."""
    first = header.plan_year or (header.issued_on.year if header.issued_on else None)
    told = header.plan_year_to or first
    if told is not None and (told != first or year_in(header.title or "")):
        return told
    return max((year for year in (told, horizon(document)) if year), default=None)


def _in_prose(document: Document, block: Block, place: Place, header: Header) -> Iterator[TableReading]:
    """The targets of a paragraph, as those of a table's cells."""
    setting = Setting(place.aims, place.money, header.plan_year, place.head)
    for reading in prose.read(document.text[block.body_start : block.end], setting):
        if reading.unit != "%" or _measures(reading.metric):
            yield block.body_start, reading, place.field


def _measures(metric: str) -> bool:
    """Whether words say of what a share is: "thủy sản tăng" | not "tăng", "năm 2004 năm 2005"."""
    return any(word not in _empty() for word in WORD.findall(metric.lower()))


@functools.cache
def _empty() -> frozenset[str]:
    """Words that do not say what is measured."""
    roles = ("tells nothing", "tells no measure")
    return frozenset(row["word"] for row in rows("clause_words") if row["role"] in roles)


def _in_table(document: Document, block: Block, place: Place, header: Header) -> Iterator[TableReading]:
    return table_targets(document, block.table, place, header) if block.table else iter(())


def _target(document: Document, base: int, reading: prose.Reading, field: str, year: int | None) -> Target:
    """A reading of text that starts at base as a fact of the document."""
    start, end = base + reading.start, base + reading.end
    return Target(
        raw=document.text[start:end],
        char_start=start,
        char_end=end,
        confidence=reading.confidence,
        value=reading.value,
        value_max=reading.value_max,
        unit=reading.unit,
        comparator=reading.comparator,
        metric=reading.metric,
        indicator_id=None if reading.is_part else indicator_of(reading.metric, reading.unit),
        field=field,
        year=year,
        baseline_value=reading.baseline_value,
        baseline_year=reading.baseline_year,
    )
