"""Whose plan a plan carries out: what stands above and below, how long each took, and where none was seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.responses import Response
from starlette.routing import Route

from pipeline.queries import queries
from pipeline.web.document_list import folded
from pipeline.web.open_store import Row
from pipeline.web.site import NotThere, Site, Visit
from pipeline.web.tile_map import LEVELS, Tile
from pipeline.web.value_scale import Scale, scale_of
from pipeline.web.viewer import DOC_ID

A_PAGE = 100
LINKS = ("implements", "based_on")
DONE = ("implements", "by_body", "based_on")  # states of a province that has something
MISSING = ("not_seen", "unreadable", "no_plan")
SIGNS = {"implements": "✓", "by_body": "✓", "based_on": "·", "not_seen": "–", "unreadable": "?", "no_plan": ""}
VIEW = "cascade_steps"


@dataclass(frozen=True, slots=True)
class Above:
    """A document that plans carry out; where its shortest, middle and longest time lie on the scale, if it has any."""

    row: Row
    at: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class Below:
    """A plan that carries a document out, and where its time lies on the scale."""

    row: Row
    x: float | None


@dataclass(frozen=True, slots=True)
class Step:
    """Something that every province was told to do, with the state of each."""

    row: Row
    tiles: tuple[Tile, ...]
    counts: Counter[str]


def routes(site: Site) -> list[Route]:
    """The addresses of this screen; none where no cascade is worked out."""
    return [site.route("/cascade", cascade)] if VIEW in queries() else []


def cascade(visit: Visit) -> Response:
    """All documents above, one of them with the plans below it, or one plan with both."""
    if doc_id := visit.asked("doc"):
        return _plan(visit, doc_id)
    if key := visit.asked("above", 600):
        return _document(visit, key)
    asked = _asked(visit)
    page = visit.number("page", 1, 100_000, 1)
    found = visit.version.ask(
        "cascade_above", **asked, words=folded(visit.asked("q")), rows=A_PAGE, skip=(page - 1) * A_PAGE
    )
    days = [float(row[name]) for row in found for name in ("shortest", "longest") if row[name] is not None]
    scale = scale_of([0.0, *days])
    groups: defaultdict[str, list[Above]] = defaultdict(list)
    for row in found:
        groups[str(row["upper_level"] or "")].append(_above(row, scale))
    total = int(found[0]["total"]) if found else 0
    return visit.page(
        "cascade.html",
        **_filters(visit),
        groups=groups,
        scale=scale,
        total=total,
        page=page,
        pages=max(1, -(-total // A_PAGE)),
        steps=_steps(visit),
    )


def _document(visit: Visit, key: str) -> Response:
    """The plans below one document, and the provinces without one."""
    asked = _asked(visit)
    page = visit.number("page", 1, 100_000, 1)
    rows = visit.version.ask("cascade_below", key=key, **asked, rows=A_PAGE, skip=(page - 1) * A_PAGE)
    whole = rows or visit.version.ask("cascade_below", key=key, province="", link="", rows=1, skip=0)
    if not whole:
        raise NotThere(visit.say("cascade.no_document", id=key[:80]), visit.say("cascade.no_document.advice"))
    scale = scale_of([0.0, *(float(row["days_after"]) for row in rows if row["days_after"] is not None)])
    places = visit.version.ask("cascade_places", key=key, since=str(whole[0]["upper_on"] or ""))
    states: defaultdict[str, list[Row]] = defaultdict(list)
    for place in places:
        states[str(place["state"])].append(place)
    total = int(rows[0]["total"]) if rows else 0
    return visit.page(
        "cascade_document.html",
        **_filters(visit),
        key=key,
        above=whole[0],
        rows=[Below(row, None if row["days_after"] is None else scale.at(float(row["days_after"]))) for row in rows],
        scale=scale,
        tiles=[_place_tile(visit, place, scale) for place in places],
        states=states,
        missing=MISSING,
        total=total,
        page=page,
        pages=max(1, -(-total // A_PAGE)),
    )


def _plan(visit: Visit, doc_id: str) -> Response:
    """One plan: what stands above it, what below, and its aims beside those above."""
    found = visit.version.rows_of("documents", doc_id, without=("text",)) if DOC_ID.fullmatch(doc_id) else []
    if not found:
        raise NotThere(visit.say("error.no_document", id=doc_id[:40]), visit.say("error.no_document.advice"))
    above = visit.version.ask("cascade_of_plan", doc=doc_id)
    here = any(row["upper_doc_id"] for row in above)  # only what the store holds can be set beside the plan
    return visit.page(
        "cascade_plan.html",
        doc=found[0],
        above=above,
        below=visit.version.ask("cascade_under_plan", doc=doc_id),
        targets=visit.version.view("cascade_targets", document=doc_id) if here else [],
        tasks=visit.version.view("cascade_tasks", document=doc_id) if here else [],
    )


def _asked(visit: Visit) -> dict[str, str]:
    link = visit.asked("link")
    return {"province": visit.asked("province"), "link": link if link in LINKS else ""}


def _filters(visit: Visit) -> dict[str, object]:
    return {
        "asked": {**_asked(visit), "q": visit.asked("q")},
        "links": LINKS,
        "provinces": visit.version.ask("facet_provinces"),
    }


def _above(row: Row, scale: Scale) -> Above:
    if row["median"] is None:
        return Above(row, None)
    return Above(row, (scale.at(float(row["shortest"])), scale.at(float(row["median"])), scale.at(float(row["longest"]))))


def _place_tile(visit: Visit, place: Row, scale: Scale) -> Tile:
    """A province: the days until its first plan, or why there is none to show."""
    state, days = str(place["state"]), place["first_days"]
    told = visit.say(f"cascade.state.{state}")
    href = "/documents?" + urlencode({"province": str(place["name"])})
    if place["citation_id"]:
        href = f"/facts/{place['citation_id']}"
    at = (str(place["name"]), int(place["tile_row"]), int(place["tile_col"]))
    if state == "implements" and days is not None:
        level = LEVELS - 1 - scale.level(float(days), LEVELS)  # the sooner the darker
        said = visit.shown(days)
        return Tile(*at, level, said, "value", f"{told}, {visit.say('cascade.days', n=said)}", href)
    return Tile(*at, None, SIGNS[state], "based" if state in DONE else state, told, href)


def _steps(visit: Visit) -> list[Step]:
    places = {str(place["name"]): place for place in visit.version.ask("places")}
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in visit.version.view(VIEW):
        groups[str(row["step_id"])].append(row)
    return [_step(visit, rows, places) for rows in groups.values()]


def _step(visit: Visit, rows: Sequence[Row], places: dict[str, Row]) -> Step:
    """What was told, and a tile a province: days after the term, or before it."""
    tiles = []
    for row in rows:
        place = places.get(str(row["province_now"]))
        if place is None:
            continue
        state, late = str(row["step_state"]), row["days_late"]
        told = visit.say(f"cascade.state.{state}")
        said = SIGNS[state]
        if late is not None:
            said = f"+{visit.shown(late)}" if late > 0 else visit.shown(late).replace("-", "−")
            told = f"{told}, {visit.say('cascade.late' if late > 0 else 'cascade.early', n=visit.shown(abs(late)))}"
        href = f"/documents/{row['doc_id']}" if row["doc_id"] else "/documents?" + urlencode({"province": place["name"]})
        shown = ("late" if late is not None and late > 0 else "done") if state == "implements" else state
        shown = "based" if shown == "based_on" else shown
        tiles.append(Tile(str(place["name"]), int(place["tile_row"]), int(place["tile_col"]), None, said, shown, told, href))
    return Step(rows[0], tuple(tiles), Counter(str(row["step_state"]) for row in rows))
