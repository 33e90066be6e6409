"""What was not read, file by file, with what to do about it."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from pipeline.web.document_list import folded
from pipeline.web.site import Site, Visit

A_PAGE = 100


def routes(site: Site) -> list[Route]:
    """The addresses of this screen."""
    return [site.route("/problems", problems)]


def problems(visit: Visit) -> Response:
    """The rows of ingest_problems, searched and by kind."""
    asked = {"kind": visit.asked("kind"), "words": folded(visit.asked("q"))}
    page = visit.number("page", 1, 100_000, 1)
    found = visit.version.ask("problems", **asked, rows=A_PAGE, skip=(page - 1) * A_PAGE)
    total = int(found[0]["total"]) if found else 0
    return visit.page(
        "problems.html",
        rows=found,
        total=total,
        page=page,
        pages=max(1, -(-total // A_PAGE)),
        kinds=visit.version.ask("facet_problems"),
        asked={name: visit.asked(name) for name in ("q", "kind")},
    )
