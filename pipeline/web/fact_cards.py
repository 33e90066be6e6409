"""The facts of a document as cards: what was found, what it means, and how sure that is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.corrections import Correction
from pipeline.tables import TableSpec, document_table, fact_tables
from pipeline.web.editable_columns import editable
from pipeline.web.known_corrections import same_fact
from pipeline.web.lit_text import Span
from pipeline.web.open_store import Row, Version
from pipeline.web.site import Visit, wording
from pipeline.web.vietnamese_forms import shown_amount

UNSURE_BELOW = 0.5
HEADER = "header_sources"
READ = (HEADER, "citations", "tasks", "targets")  # what people read; other kinds serve the checks and show when asked for
KEYS = {"doc_id", "char_start", "char_end", "raw", "page", "confidence", "position", "candidates"}
# columns whose values the heading of a card says already
SAID = {
    "citations": {"canonical", "kind", "number", "symbol"},
    "tasks": {"text", "deadline_raw"},
    "targets": {"value", "value_max", "comparator", "unit", "metric"},
    HEADER: {"field"},
}


@dataclass(frozen=True, slots=True)
class Detail:
    """A column of a fact with its title."""

    column: str
    title: str
    value: str


@dataclass(frozen=True, slots=True)
class Card:
    """A fact as it is shown; table is its kind."""

    fact_id: str
    table: str
    heading: str
    raw: str
    start: int
    end: int
    page: int | None
    confidence: float
    unsure: str  # why it is unsure; empty if it is sure
    details: tuple[Detail, ...]
    row: Row
    corrections: tuple[Correction, ...] = ()  # those that hold for it, whether built in or not

    @property
    def span(self) -> Span:
        """Where its words stand."""
        return Span(self.fact_id, self.table, self.start, self.end)


def kinds() -> tuple[str, ...]:
    """The tables of facts, those that people read first."""
    return (*READ, *(spec.name for spec in fact_tables().values() if spec.name not in READ))


def id_columns() -> Mapping[str, str]:
    """The column of the identity in every table of facts."""
    return {name: str(spec_of(name).id_column) for name in kinds()}


def spec_of(table: str) -> TableSpec:
    """The table of a kind of fact."""
    specs = [*fact_tables().values(), *(child.table for child in document_table().children)]
    return next(spec for spec in specs if spec.name == table)


def cards(visit: Visit, doc_id: str) -> list[Card]:
    """All facts of a document in the order of the text."""
    version = visit.version
    document = version.rows_of("documents", doc_id, without=("text",))[0]
    corrected = visit.site.corrections.of(doc_id)
    document = {**document, **_changes(corrected, "documents", 0, 0)}
    found = [_header_card(visit, row, document, corrected) for row in version.rows_of(HEADER, doc_id)]
    for spec in fact_tables().values():
        children = [(child.table.name, _by_fact(version, child.table, doc_id, spec)) for child in spec.children]
        for row in version.rows_of(spec.name, doc_id):
            own = str(row[str(spec.id_column)])
            below = [(name, rows[own]) for name, rows in children]
            found.append(_card(visit, spec, row, below, corrected))
    return sorted(found, key=lambda card: (card.start, card.end, card.table))


def _told(visit: Visit, name: str, value: object) -> str:
    """A field of the header; one of which nothing was made says so."""
    if value is None:
        return visit.say("unknown")
    return visit.shown(value, f"{name}_text" if isinstance(value, str) and name == "issued_on" else name)


def _by_fact(version: Version, child: TableSpec, doc_id: str, parent: TableSpec) -> Mapping[str, list[Row]]:
    rows: defaultdict[str, list[Row]] = defaultdict(list)
    for row in version.rows_of(child.name, doc_id):
        rows[str(row[str(parent.id_column)])].append(row)
    return rows


def _changes(corrected: Iterable[Correction], table: str, start: int, end: int) -> dict[str, object]:
    """The columns of a fact that were corrected, with their new values; a number or day as text is shown as it is."""
    return {one.column: _typed(one) for one in corrected if one.action == "set" and same_fact(one.anchor, table, start, end)}


def _typed(one: Correction) -> object:
    kinds = {column.name: column.type for column in editable(one.anchor.table)}
    if one.new is None:
        return None
    if kinds.get(one.column) == "DOUBLE":
        return float(one.new)
    if kinds.get(one.column) == "BIGINT":
        return int(one.new)
    return date.fromisoformat(one.new) if kinds.get(one.column) == "DATE" else one.new


def _header_card(visit: Visit, row: Row, document: Row, corrected: Iterable[Correction]) -> Card:
    name = str(row["field"])
    value = document.get("canonical" if name == "number" else name)
    told = value if value is not None else document.get(f"{name}_text")
    title = (
        visit.say(f"header.{name}")
        if f"header.{name}" in wording()
        else f"{visit.title_of(name)}: {_told(visit, name, told)}"
    )
    return Card(
        str(row["header_source_id"]),
        HEADER,
        f"{visit.say('number')}: {_told(visit, name, told)}" if name == "number" else title,
        str(row["raw"]),
        int(row["char_start"]),
        int(row["char_end"]),
        row["page"],
        1.0,
        "",
        (),
        {**row, name: value},
        tuple(one for one in corrected if one.anchor.table == "documents" and one.column == name),
    )


def _card(
    visit: Visit, spec: TableSpec, row: Row, children: Iterable[tuple[str, list[Row]]], corrected: Iterable[Correction]
) -> Card:
    start, end = int(row["char_start"]), int(row["char_end"])
    row = {**row, **_changes(corrected, spec.name, start, end)}
    own = tuple(one for one in corrected if same_fact(one.anchor, spec.name, start, end))
    told = SAID.get(spec.name, set()) | KEYS | {str(spec.id_column)}
    details = [
        Detail(column.name, visit.title_of(column.name), visit.value_of(column.name, row[column.name]))
        for column in spec.columns
        if column.name not in told
        and row.get(column.name) not in {None, "", False}
        # a day in full says what the day as far as it is given says
        and not (column.name.endswith("_text") and row.get(column.name.removesuffix("_text")) is not None)
    ]
    details += [_child_detail(visit, spec.name, name, rows) for name, rows in children if rows]
    return Card(
        str(row[str(spec.id_column)]),
        spec.name,
        _heading(visit, spec.name, row),
        str(row["raw"]),
        start,
        end,
        row["page"],
        float(row["confidence"] if row["confidence"] is not None else 1.0),
        "" if own else _doubt(visit, row),
        tuple(details),
        row,
        own,
    )


def _heading(visit: Visit, table: str, row: Row) -> str:
    """What a fact says, in its normal form."""
    if table == "citations":
        return str(row["canonical"] or row["raw"])
    if table == "targets":
        amount = shown_amount(row["comparator"], row["value"], row["value_max"], row["unit"], visit.lang)
        return f"{amount} · {row['metric']}"
    return str(row.get("text") or row["raw"])


def _doubt(visit: Visit, row: Row) -> str:
    if float(row["confidence"] if row["confidence"] is not None else 1.0) < UNSURE_BELOW:
        return visit.say("unsure.confidence")
    if row.get("resolution") in {"ambiguous", "unknown"}:
        return visit.say(f"unsure.{row['resolution']}")
    return ""


def _child_detail(visit: Visit, parent: str, table: str, rows: list[Row]) -> Detail:
    """The rows of a child table in one line: units with their roles, deadlines."""
    if table == "task_units":
        parts = [f"{row['unit'] or row['raw']} ({visit.value_of('role', row['role'])})" for row in rows]
    elif table == "task_deadlines":
        parts = [_deadline(visit, row) for row in rows]
    else:
        parts = [str(row.get("raw") or "") for row in rows]
    return Detail(table, visit.say(f"child.{table}") if parent == "tasks" else table, "; ".join(filter(None, parts)))


def _deadline(visit: Visit, row: Row) -> str:
    days = " – ".join(visit.shown(row[name]) for name in ("start_on", "end_on") if row[name] is not None)
    kind = visit.value_of("deadline_kind", row["kind"])
    often = visit.value_of("freq", row["freq"]) if row["freq"] else ""
    return f"{row['raw']} → {', '.join(filter(None, (kind, often, days)))}"
