"""What the checks found, by rule, beside how much each could judge and how much it could not."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from pipeline.queries import queries
from pipeline.web.document_list import folded
from pipeline.web.site import Site, Visit

A_PAGE = 100
VIEW = "findings_by_check"


def routes(site: Site) -> list[Route]:
    """The addresses of this screen; none where no checks are made."""
    return [site.route("/findings", findings)] if VIEW in queries() else []


def findings(visit: Visit) -> Response:
    """The checks with their counts, and the findings of one or of all."""
    check, words = visit.asked("check"), folded(visit.asked("q"))
    page = visit.number("page", 1, 100_000, 1)
    found = visit.version.ask("findings", check=check, words=words, rows=A_PAGE, skip=(page - 1) * A_PAGE)
    total = int(found[0]["total"]) if found else 0
    return visit.page(
        "findings.html",
        checks=visit.version.view(VIEW),
        rows=found,
        total=total,
        page=page,
        pages=max(1, -(-total // A_PAGE)),
        asked={"check": check, "q": visit.asked("q")},
    )
