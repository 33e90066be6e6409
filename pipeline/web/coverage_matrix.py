"""Provinces (or plans) by cited documents or by fields of reform; three kinds of empty; each cell leads to its facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from data import rows
from pipeline.errors import UnknownName
from pipeline.queries import queries
from pipeline.screen import state_signs
from pipeline.web.open_store import Row
from pipeline.web.site import Site, Visit

MOST_COLUMNS = 40
PLANS_A_PAGE = 60
MENTIONS_A_PAGE = 100
SHADES = 4
OF_REQUIRED = ("superseded", "wrong_date", "wrong_issuer", "unclear", "not_issued")  # its states beyond the others
REQUIRED = "coverage_required"  # the view of documents that plans must cite, where there is one


@dataclass(frozen=True, slots=True)
class Square:
    """A cell of the matrix: its state, that in words, what it shows, how dark it is (1 to SHADES), and where it leads."""

    state: str
    told: str
    shown: str
    shade: int
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the matrix."""

    name: str
    note: str
    href: str
    squares: tuple[Square, ...]


def routes(site: Site) -> list[Route]:
    """The addresses of this screen."""
    return [
        site.route("/coverage", coverage),
        site.route("/coverage/mentions", mentions),
        site.route("/coverage/fields", field_facts),
    ]


def coverage(visit: Visit) -> Response:
    """The matrix."""
    views = ("province", *(("required",) if REQUIRED in queries() else ()), "plan", "field")
    by = visit.asked("by") if visit.asked("by") in views else "province"
    fields = visit.version.ask("fields")
    sets = rows("required_sets") if REQUIRED in queries() else []
    page = visit.number("page", 1, 100_000, 1)
    try:
        cells, refusal = _cells(visit, by, page), None
    except UnknownName as error:  # a misspelt number must not look like a gap
        cells, refusal = [], error
    columns = [str(row["field"]) for row in fields] if by == "field" else _columns(cells)
    total = int(cells[0]["total"]) if by == "plan" and cells else 0
    return visit.page(
        "coverage.html",
        by=by,
        views=views,
        sets=sets,
        wanted=visit.asked("set"),
        signs=[(state, state_signs()[state]) for state in OF_REQUIRED],
        years=visit.version.ask("facet_years"),
        year=visit.asked("year"),
        columns=columns,
        titles={str(row["field"]): str(row["title"]) for row in fields},
        lines=_lines(visit, cells, len(columns), by),
        refusal=refusal,
        asked={"document": visit.asked("document"), "top": str(_top(visit)), "province": visit.asked("province"), "by": by},
        provinces=visit.version.ask("facet_provinces"),
        page=page,
        pages=max(1, -(-total // PLANS_A_PAGE)),
    )


def _cells(visit: Visit, by: str, page: int) -> Sequence[Row]:
    """The cells of the matrix row by row; raises UnknownName if the words asked for mean no document."""
    if by == "field":
        return visit.version.ask("coverage_fields")
    if by == "required":
        wanted = visit.asked("set") or rows("required_sets")[0]["set"]
        found = visit.version.view(REQUIRED, required=wanted, year=visit.number("year", 0, 3000, 0))
        return [_required(row) for row in found]
    words = visit.asked("document")
    names = "\n".join(visit.version.cited(words)) if words else ""
    if by == "plan":
        skip = (page - 1) * PLANS_A_PAGE
        province = visit.asked("province")
        return visit.version.ask(
            "coverage_plans", names=names, top=_top(visit), province=province, rows=PLANS_A_PAGE, skip=skip
        )
    return visit.version.ask("coverage", names=names, top=_top(visit))


def _top(visit: Visit) -> int:
    return visit.number("top", 1, MOST_COLUMNS, 20)


def mentions(visit: Visit) -> Response:
    """Where a document is cited, with the words around each mention."""
    document, province = visit.asked("document", 400), visit.asked("province")
    page = visit.number("page", 1, 100_000, 1)
    skip = (page - 1) * MENTIONS_A_PAGE
    found = visit.version.ask("mentions", document=document, province=province, rows=MENTIONS_A_PAGE, skip=skip)
    total = int(found[0]["total"]) if found else 0
    return visit.page(
        "mentions.html",
        rows=found,
        document=document,
        province=province,
        total=total,
        page=page,
        pages=max(1, -(-total // MENTIONS_A_PAGE)),
    )


def field_facts(visit: Visit) -> Response:
    """The tasks and targets of a field in a province."""
    field, province = visit.asked("field"), visit.asked("province")
    page = visit.number("page", 1, 100_000, 1)
    skip = (page - 1) * MENTIONS_A_PAGE
    found = visit.version.ask("field_facts", field=field, province=province, rows=MENTIONS_A_PAGE + 1, skip=skip)
    titles = {str(row["field"]): str(row["title"]) for row in visit.version.ask("fields")}
    return visit.page(
        "field_facts.html",
        rows=found[:MENTIONS_A_PAGE],
        title=titles.get(field, field),
        province=province,
        page=page,
        pages=page + (len(found) > MENTIONS_A_PAGE),
    )


def _required(row: Row) -> Row:
    """A row of the view of required documents as a cell."""
    return {**row, "province": row["province_now"], "citing": row["plans_citing"]}


def _columns(cells: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(str(cell["cited"]) for cell in cells))


def _lines(visit: Visit, cells: Sequence[Row], width: int, by: str) -> list[Line]:
    if not width:
        return []
    starts = range(0, len(cells), width)
    return [_line(visit, cells[start : start + width], by) for start in starts]


def _line(visit: Visit, cells: Sequence[Row], by: str) -> Line:
    first = cells[0]
    if by == "plan":
        href = f"/documents/{first['doc_id']}" if first["is_document"] else "/problems"
        return Line(str(first["plan"]), str(first["province"]), href, tuple(_square(visit, cell, by) for cell in cells))
    href = "/documents?" + urlencode({"province": str(first["province"])})
    note = visit.say("coverage.plans", n=visit.shown(first["plans"])) if first["plans"] else ""
    return Line(str(first["province"]), note, href, tuple(_square(visit, cell, by) for cell in cells))


def _square(visit: Visit, cell: Row, by: str) -> Square:
    state = str(cell["state"])
    told = visit.value_of("state", state) if state in OF_REQUIRED else visit.say(f"coverage.{state}")
    title = f"{cell['province']} × {visit.cited_name(str(cell['cited']))}: {told}"
    if state != "cited":
        href = f"/facts/{cell['citation_id']}" if cell.get("citation_id") else ""  # a wrong citation leads to its words
        return Square(state, told, state_signs()[state], 0, title, href)
    if by == "field":
        href = "/coverage/fields?" + urlencode({"field": str(cell["cited"]), "province": str(cell["province"])})
        number = int(cell["tasks"]) + int(cell["targets"])
        return Square(state, told, visit.shown(number), _shade(int(cell["citing"]), int(cell["plans"])), title, href)
    if by == "plan":
        href = f"/coverage/mentions?{urlencode({'document': str(cell['cited']), 'province': str(cell['province'])})}"
        return Square(state, told, visit.shown(cell["mentions"]), min(int(cell["mentions"]), SHADES), title, href)
    href = "/coverage/mentions?" + urlencode({"document": str(cell["cited"]), "province": str(cell["province"])})
    return Square(state, told, visit.shown(cell["citing"]), _shade(int(cell["citing"]), int(cell["plans"])), title, href)


def _shade(part: int, whole: int) -> int:
    """1 to SHADES by the share of the plans."""
    return max(1, min(SHADES, -(-part * SHADES // max(whole, 1))))
