"""One document: its page or text on the left with every fact lit, and the facts on the right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from normalizers.communes import LAST_OLD_DAY, heirs_of
from normalizers.provinces import on_day, province
from pipeline.web.fact_cards import READ, Card, cards, id_columns, kinds
from pipeline.web.lit_text import column_weights, lit_lines
from pipeline.web.open_store import Row
from pipeline.web.page_images import NoPicture, PageImages, SourceFile
from pipeline.web.site import NotThere, Site, Visit

DOC_ID = re.compile(r"[0-9a-f]{16}")
A_STRETCH = 60_000  # characters of a text shown at once
CARDS_SHOWN = 400


def routes(site: Site, images: PageImages) -> list[Route]:
    """The addresses of this screen."""

    def picture(visit: Visit) -> Response:
        doc = document_of(visit)
        page = int(visit.path("page"))
        try:
            made = images.png(SourceFile(str(doc["source_path"]), str(doc["file_sha256"])), page)
        except NoPicture as error:
            return Response(str(error), 404, media_type="text/plain; charset=utf-8")
        # the address holds the digest of the content: what it shows never changes
        return Response(made, media_type="image/png", headers={"cache-control": "private, max-age=31536000, immutable"})

    def viewer(visit: Visit) -> Response:
        return document(visit, images)

    return [
        site.route("/documents/{doc_id}", viewer),
        site.route("/documents/{doc_id}/pages/{page:int}.png", picture),
        site.route("/facts/{fact_id}", fact),
    ]


def document_of(visit: Visit) -> Row:
    """The document that the address names; raises NotThere."""
    doc_id = visit.path("doc_id")
    found = visit.version.rows_of("documents", doc_id, without=("text",)) if DOC_ID.fullmatch(doc_id) else []
    if not found:
        raise NotThere(visit.say("error.no_document", id=doc_id[:40]), visit.say("error.no_document.advice"))
    return found[0]


def fact(visit: Visit) -> Response:
    """From a fact to its place in its document."""
    fact_id = visit.path("fact_id")
    doc_id = visit.version.document_of(fact_id, id_columns()) if DOC_ID.fullmatch(fact_id) else None
    if doc_id is None:
        raise NotThere(visit.say("error.no_fact", id=fact_id[:40]), visit.say("error.no_document.advice"))
    return RedirectResponse(place_of(doc_id, fact_id), 307)


def place_of(doc_id: str, fact_id: str) -> str:
    """The address of a fact in its document."""
    return f"/documents/{doc_id}?fact={fact_id}#c-{fact_id}"


@dataclass(frozen=True, slots=True)
class _Box:
    card: Card
    row: Row


def document(visit: Visit, images: PageImages) -> Response:
    """A page of a document with the facts on it."""
    doc = document_of(visit)
    doc_id = str(doc["doc_id"])
    found = cards(visit, doc_id)
    pages = visit.version.ask("pages", doc=doc_id)
    chosen = next((card for card in found if card.fact_id == visit.asked("fact")), None)
    every = [card for card in found if card.table in READ or card is chosen]
    as_picture = bool(pages) and visit.asked("as") != "text"
    missing = _why_no_picture(doc, images) if as_picture else ""
    context = {
        "doc": doc,
        "pages": pages,
        "chosen": chosen,
        "kinds": [kind for kind in kinds() if kind in READ or (chosen and chosen.table == kind)],
        "read": READ,
        "counts": Counter(card.table for card in every),
        "unsure": [card for card in every if card.unsure],
        "next_unsure": _next_unsure(every, chosen),
        "problems": visit.version.ask("document_problems", doc=doc_id),
        "missing": missing,
        "commune_today": _commune_today(visit, doc),
        "place_of": place_of,
        "limit": CARDS_SHOWN,
    }
    if as_picture and not missing:
        return _as_picture(visit, every, pages, context)
    return _as_text(visit, every, context)


def _commune_today(visit: Visit, doc: Row) -> str:
    """In which commune of today the issuer's lies, where the document is older than these; empty where nobody can tell."""
    day, local = doc["issued_on"], str(doc["local"])
    told = province(str(doc["province"]), day) if isinstance(day, date) and day <= LAST_OLD_DAY else None
    for home in on_day(told, LAST_OLD_DAY) if told else ():
        found = heirs_of(local, home.id)
        names = [commune.full for commune in found.candidates]
        if names and names != [local]:
            key = "document.commune_today" if found.heir else "document.communes_today"
            return visit.say(key, old=local, new=", ".join(names))
    return ""


def _as_picture(visit: Visit, every: list[Card], pages: list[Row], context: Mapping[str, object]) -> Response:
    chosen = context["chosen"]
    first = chosen.page if isinstance(chosen, Card) and chosen.page else 1
    number = visit.number("page", 1, len(pages), first)
    by_id = {card.fact_id: card for card in every}
    evidence = visit.version.ask("page_evidence", doc=visit.path("doc_id"), page=number)
    # the longest words first, so that shorter ones lie above them and can be clicked
    boxes = sorted(
        (_Box(by_id[str(row["fact_id"])], row) for row in evidence if row["fact_id"] in by_id),
        key=lambda box: box.card.start - box.card.end,
    )
    here = {box.card.fact_id for box in boxes}
    boxed = {str(row["fact_id"]) for row in visit.version.ask("boxed", doc=visit.path("doc_id"))}
    # a fact that a person added has words but no boxes: it stands on the page where its words begin
    shown = [c for c in every if c.fact_id in here or (c.page == number and c.fact_id not in boxed)]
    size = next(row for row in pages if row["page"] == number)
    on_page = Counter(card.page for card in every)
    return visit.page(
        "document.html",
        **context,
        cards=shown,
        boxes=boxes,
        number=number,
        size=size,
        on_page=on_page,
        lines=None,
        weights={},
        stretch=None,
    )


def _as_text(visit: Visit, every: list[Card], context: Mapping[str, object]) -> Response:
    text = str(visit.version.ask("document_text", doc=visit.path("doc_id"))[0]["text"])
    borders = _stretches(text)
    chosen = context["chosen"]
    at = chosen.start if isinstance(chosen, Card) else 0
    first = max(nth for nth, start in enumerate(borders[:-1], 1) if start <= at) if text else 1
    nth = visit.number("part", 1, max(1, len(borders) - 1), first)
    start, end = (borders[nth - 1], borders[nth]) if text else (0, 0)
    shown = [card for card in every if start <= card.start < end]
    lines = lit_lines(text, [card.span for card in every], start, end)
    return visit.page(
        "document.html",
        **context,
        cards=shown,
        lines=lines,
        weights=column_weights(lines),
        stretch=(nth, max(1, len(borders) - 1)),
        boxes=[],
        number=None,
        size=None,
        on_page=Counter(),
    )


def _stretches(text: str) -> list[int]:
    """Where the stretches of a long text begin, at borders of lines, and its end."""
    borders = [0]
    while len(text) - borders[-1] > A_STRETCH * 1.2:
        found = text.find("\n", borders[-1] + A_STRETCH)
        if found < 0:
            break
        borders.append(found + 1)
    return [*borders, len(text)]


def _next_unsure(every: list[Card], chosen: Card | None) -> Card | None:
    """The unsure fact after the chosen one; after the last one the first again."""
    unsure = [card for card in every if card.unsure]
    key = (chosen.start, chosen.end, chosen.table) if chosen else (-1, -1, "")
    later = [card for card in unsure if (card.start, card.end, card.table) > key]
    return next(iter(later or unsure), None)


def _why_no_picture(doc: Row, images: PageImages) -> str:
    try:
        images.file(SourceFile(str(doc["source_path"]), str(doc["file_sha256"])))
    except NoPicture as error:
        return str(error)
    return ""
