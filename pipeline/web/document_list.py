"""The list of documents: searched by number, words, unit or place, with or without marks."""

from __future__ import annotations

import unicodedata

from starlette.responses import Response
from starlette.routing import Route

from pipeline.web.open_store import Value
from pipeline.web.site import Site, Visit

A_PAGE = 50


def routes(site: Site) -> list[Route]:
    """The addresses of this screen."""
    return [site.route("/documents", documents)]


def folded(words: str) -> str:
    """Lower case without marks: "Đồng Nai" → "dong nai"; as document_index.folded is."""
    plain = unicodedata.normalize("NFD", words.lower().replace("đ", "d"))
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def documents(visit: Visit) -> Response:
    """The documents that a search finds."""
    asked: dict[str, Value] = {
        "words": folded(visit.asked("q")),
        "province": visit.asked("province"),
        "year": visit.number("year", 0, 3000, 0),
        "kind": visit.asked("kind"),
        "readable": visit.asked("readable"),
    }
    page = visit.number("page", 1, 100_000, 1)
    found = visit.version.ask("documents", **asked, rows=A_PAGE, skip=(page - 1) * A_PAGE)
    total = visit.version.ask("documents_found", **asked)[0]["found"]
    return visit.page(
        "documents.html",
        rows=found,
        total=total,
        page=page,
        pages=max(1, -(-total // A_PAGE)),
        first=(page - 1) * A_PAGE + 1,
        provinces=visit.version.ask("facet_provinces"),
        years=visit.version.ask("facet_years"),
        kinds=visit.version.ask("facet_kinds"),
        asked={name: visit.asked(name) for name in ("q", "province", "year", "kind", "readable")},
    )
