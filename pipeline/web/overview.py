"""The first screen: what is in the store, built when and by which version, how far it can be trusted, what was not read."""

from __future__ import annotations

import json

from starlette.responses import Response
from starlette.routing import Route

from pipeline.web.site import Site, Visit


def routes(site: Site) -> list[Route]:
    """The addresses of this screen."""
    return [site.route("/", overview)]


def overview(visit: Visit) -> Response:
    """The state of the store."""
    ask = visit.version.ask
    return visit.page(
        "overview.html",
        counts=ask("overview_counts")[0],
        shares=ask("overview_shares")[0],
        provinces=ask("facet_provinces"),
        years=ask("overview_years"),
        cited=ask("overview_cited"),
        unread=ask("overview_unread"),
        reading=ask("overview_reading")[0],
        gold=_gold(visit.version.build["gold_scores"]),
    )


def _gold(scores: object) -> list[tuple[str, float]]:
    """The figures against hand labels that the build carries; none if it was not measured."""
    told = json.loads(str(scores)) if scores else {}
    return [(str(name), float(value)) for name, value in told.items() if isinstance(value, int | float)]
