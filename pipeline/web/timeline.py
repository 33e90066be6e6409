"""Tasks by deadline in lanes by lead unit; recurring ones apart; out as CSV or as a calendar."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response
from starlette.routing import Route

from pipeline.export import harmless
from pipeline.web.calendar_file import calendar
from pipeline.web.document_list import folded
from pipeline.web.open_store import Row, Value
from pipeline.web.site import Site, Visit

MOST_TASKS = 400
MOST_OUT = 20_000
MOST_LANES = 24
LANE, ROW, LEFT, WIDTH = (
    6.0,
    14.0,
    232.0,
    1000.0,
)  # points of the drawing: padding of a lane, row of bars, names, whole width
HEAD = 22.0
SMALLEST, A_DIGIT = 6.0, 5.5  # width of a bar of one day, and of each digit in it
CSV_COLUMNS = (
    "due_on",
    "start_on",
    "end_on",
    "deadline",
    "lead",
    "text",
    "deliverable",
    "field",
    "province_now",
    "plan",
    "file",
    "page",
)


@dataclass(frozen=True, slots=True)
class Bar:
    """The tasks of a lane that fall due on one day."""

    rows: tuple[Row, ...]
    x: float
    y: float
    width: float

    @property
    def href(self) -> str:
        """Where it leads: to the task, of several to their lines in the table below."""
        return f"/facts/{self.rows[0]['task_id']}" if len(self.rows) == 1 else f"#due-{self.rows[0]['due_on']}"


@dataclass(frozen=True, slots=True)
class Lane:
    """The tasks of one lead unit."""

    name: str
    count: int
    y: float
    height: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The lanes of a year and its months."""

    lanes: tuple[Lane, ...]
    months: tuple[tuple[float, str], ...]
    height: float
    today_x: float | None
    hidden: int  # tasks of lanes that found no room


def routes(site: Site) -> list[Route]:
    """The addresses of this screen."""
    return [site.route("/timeline", timeline), site.route("/timeline.csv", as_csv), site.route("/timeline.ics", as_calendar)]


def timeline(visit: Visit) -> Response:
    """The tasks of a year."""
    years = visit.version.ask("timeline_years")
    year = _year(visit, years)
    asked = _asked(visit)
    found = visit.version.ask("timeline", **asked, first=f"{year}-01-01", last=f"{year}-12-31", rows=MOST_TASKS)
    counts = visit.version.ask("timeline_counts", **asked, first=f"{year}-01-01", last=f"{year}-12-31")[0]
    return visit.page(
        "timeline.html",
        drawing=_drawing(found, year, visit.say("timeline.no_lead")),
        rows=found,
        counts=counts,
        recurring=visit.version.ask("timeline_recurring", **asked, rows=100),
        year=year,
        years=years,
        fields=visit.version.ask("fields"),
        provinces=visit.version.ask("facet_provinces"),
        asked={name: visit.asked(name) for name in ("unit", "province", "field", "doc")},
        limit=MOST_TASKS,
        geometry={"left": LEFT, "width": WIDTH, "head": HEAD, "row": ROW},
    )


def as_csv(visit: Visit) -> Response:
    """The tasks of the same filter as a table for spreadsheets."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(visit.title_of(name) for name in CSV_COLUMNS)
    for row in _of_year(visit):
        cells = (row[name] for name in CSV_COLUMNS)
        writer.writerow(harmless(cell) if isinstance(cell, str) else cell for cell in cells)
    return Response(
        "\ufeff" + out.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": 'attachment; filename="tien-do.csv"'},
    )


def as_calendar(visit: Visit) -> Response:
    """The tasks of the same filter as an iCalendar file."""
    base = str(visit.request.base_url).rstrip("/")
    return Response(
        calendar(_of_year(visit), base, visit.version.build["built_at"]),
        media_type="text/calendar; charset=utf-8",
        headers={"content-disposition": 'attachment; filename="tien-do.ics"'},
    )


def _of_year(visit: Visit) -> list[Row]:
    year = _year(visit, visit.version.ask("timeline_years"))
    return visit.version.ask("timeline", **_asked(visit), first=f"{year}-01-01", last=f"{year}-12-31", rows=MOST_OUT)


def _asked(visit: Visit) -> dict[str, Value]:
    return {
        "unit": folded(visit.asked("unit")),
        "province": visit.asked("province"),
        "field": visit.asked("field"),
        "doc": visit.asked("doc"),
    }


def _year(visit: Visit, years: Sequence[Row]) -> int:
    """The year asked for, else the present one, else the one with most deadlines."""
    present = date.today().year  # noqa: DTZ011 the year on the wall
    fullest = max(years, key=lambda row: (int(row["year"]) == present, int(row["n"]), int(row["year"])), default=None)
    return visit.number("year", 1900, 2200, int(fullest["year"]) if fullest else present)


def _drawing(rows: Sequence[Row], year: int, nobody: str) -> Drawing:
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[str(row["lead"] or nobody)].append(row)
    names = sorted(groups, key=lambda name: (name == nobody, -len(groups[name]), name))
    y = HEAD
    lanes = []
    for name in names[:MOST_LANES]:
        lane = _lane(name, groups[name], y, year)
        lanes.append(lane)
        y += lane.height
    months = tuple((_x(date(year, month, 1), year), f"{month}") for month in range(1, 13))
    today = date.today()  # noqa: DTZ011 the day on the wall
    hidden = sum(len(groups[name]) for name in names[MOST_LANES:])
    return Drawing(tuple(lanes), months, y, _x(today, year) if today.year == year else None, hidden)


def _lane(name: str, rows: Sequence[Row], y: float, year: int) -> Lane:
    """The bars of a unit, a bar a deadline, each in the first row where it has room."""
    same: defaultdict[tuple[date, date], list[Row]] = defaultdict(list)
    for row in rows:
        start, due = row["start_on"], row["due_on"]
        # a span that began in January says only "within the year": its end is what counts
        told = start if start is not None and start.year == year and start.month > 1 else due
        same[told, due].append(row)
    ends: list[float] = []
    bars = []
    for (start, due), group in sorted(same.items(), key=lambda item: item[0]):
        least = SMALLEST if len(group) == 1 else SMALLEST + A_DIGIT * len(str(len(group)))
        right = _x(due, year) + SMALLEST
        left = min(_x(start, year), right - least)
        nth = next((n for n, end in enumerate(ends) if end + 1.5 <= left), len(ends))
        ends[nth : nth + 1] = [right]
        bars.append(Bar(tuple(group), round(left, 1), round(y + LANE / 2 + nth * ROW, 1), round(right - left, 1)))
    return Lane(name, len(rows), y, LANE + ROW * max(len(ends), 1), tuple(bars))


def _x(day: date, year: int) -> float:
    """Where a day lies on the drawing."""
    share = (day - date(year, 1, 1)).days / 366
    return round(LEFT + min(max(share, 0.0), 1.0) * (WIDTH - LEFT - SMALLEST), 1)
