"""Views for dashboards: CSV, JSON or Arrow by address, read only, with limits on rows and time."""

from __future__ import annotations

import io

import pyarrow as pa
from starlette.responses import Response
from starlette.routing import Route

from pipeline.errors import UnknownName
from pipeline.export import rows, write_csv, write_json
from pipeline.queries import Argument, find_query, queries
from pipeline.web.site import Site, Visit

MOST_ROWS = 100_000
OWN = {"limit", "lang"}  # parameters of the address that are not the view's
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "arrow": "application/vnd.apache.arrow.stream",
}


def routes(site: Site) -> list[Route]:
    """The addresses of the views."""
    return [site.route("/api", listing), site.route("/api/{view}.{form}", view)]


def listing(visit: Visit) -> Response:
    """All views with their parameters."""
    return visit.page("api.html", views=list(queries().values()), limit=MOST_ROWS)


def view(visit: Visit) -> Response:
    """The rows of a view; header x-kehoach-truncated tells whether there were more."""
    form = visit.path("form")
    if form not in MEDIA:
        raise UnknownName(f"Không có dạng {form[:20]!r}.", f"Các dạng: {', '.join(MEDIA)}.")
    wanted = find_query(visit.path("view"))
    given: dict[str, Argument] = {name: value for name, value in visit.request.query_params.items() if name not in OWN}
    limit = visit.number("limit", 1, MOST_ROWS, MOST_ROWS)
    table = visit.version.table(wanted.name, limit + 1, **given)
    cut = table.num_rows > limit
    return Response(
        _encoded(table.slice(0, limit), form),
        media_type=MEDIA[form],
        headers={
            "x-kehoach-truncated": "true" if cut else "false",
            "x-kehoach-built-at": f"{visit.version.build['built_at']:%Y-%m-%dT%H:%M:%SZ}",
            "x-kehoach-build": str(visit.version.build["manifest_id"]),
        },
    )


def _encoded(table: pa.Table, form: str) -> bytes:
    if form == "arrow":
        sink = io.BytesIO()
        with pa.ipc.new_stream(sink, table.schema) as stream:
            stream.write_table(table)
        return sink.getvalue()
    out = io.StringIO()
    if form == "csv":
        write_csv(rows(table.to_batches()), table.column_names, out)
        return ("\ufeff" + out.getvalue()).encode()  # the mark by which Excel knows the letters
    write_json(rows(table.to_batches()), table.column_names, out)
    return out.getvalue().encode()
