"""The first screen: what is in the store, built when and by which version, how far it can be trusted, what was not read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from starlette.responses import Response
from starlette.routing import Route

from pipeline.figures import Figure
from pipeline.measured import Measured, Scores, scores_in
from pipeline.web.site import Site, Visit

FIGURES = (  # those that an analyst can read; all are in the command's answer
    *("header", "citations.identity", "citations.full", "tasks.row_exact", "tasks.units_canonical", "tasks.deadlines"),
    *("assignments.with_unit", "targets.found", "targets.full"),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A set of labels on screen."""

    name: str
    measured: Measured
    on: date
    is_outdated: bool
    figures: tuple[Figure | None, ...]  # in the order of FIGURES; None = not labelled


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
        figures=FIGURES,
        measured=_columns(visit, scores_in(visit.version.build["gold_scores"])),
    )


def _columns(visit: Visit, scores: Scores) -> list[Column]:
    """The sets of labels, those of this machine first, with the figures that are shown of each."""
    return [
        Column(
            visit.say(f"measured.{one.labels}") if one.is_shipped else one.labels,
            one,
            date.fromisoformat(one.on),
            scores.is_outdated(one),
            tuple(one.figures.get(name) for name in FIGURES),
        )
        for one in scores.measured
    ]
