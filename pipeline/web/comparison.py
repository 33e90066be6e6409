"""One indicator over the provinces: dots sorted by value, a map of tiles, and apart what cannot be compared."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

import pandas as pd
from starlette.responses import Response
from starlette.routing import Route

from normalizers.indicators import Indicator
from pipeline.compare import By, compared
from pipeline.indicator_search import find_indicator
from pipeline.web.open_store import Row
from pipeline.web.site import Site, Visit
from pipeline.web.tile_map import LEVELS, Tile
from pipeline.web.value_scale import Scale, scale_of
from pipeline.web.vietnamese_forms import shown_amount, shown_number

LISTED = 200  # rows set apart that are listed; all are in the CSV
BEFORE_REFORM = date(2025, 6, 30)  # the last day of the 63 provinces


@dataclass(frozen=True, slots=True)
class Dot:
    """A value that counts, and where it lies on the scale."""

    row: Row
    x: float
    previous_x: float | None
    amount: str
    gap: str
    change: str


def routes(site: Site) -> list[Route]:
    """The addresses of this screen."""
    return [site.route("/compare", compare)]


def compare(visit: Visit) -> Response:
    """The comparison of an indicator in a year."""
    listed = visit.version.ask("indicator_counts")
    words = visit.asked("indicator") or (str(listed[0]["indicator_id"]) if listed else "")
    if not words:
        return visit.page("compare.html", indicator=None, listed=[])
    indicator = find_indicator(words)
    by: By = "issuer" if visit.asked("by") == "issuer" else "province"
    as_of = BEFORE_REFORM if visit.asked("map") == "63" else None
    counts = visit.version.ask("indicator_years", indicator=indicator.indicator_id)
    years = [int(row["year"]) for row in counts]
    fullest = max(counts, key=lambda row: (int(row["plans"]), int(row["year"])), default=None)
    year = visit.number("year", 0, 3000, int(fullest["year"]) if fullest else 0)
    key = ("compare", indicator.indicator_id, by, as_of, year)
    found = visit.version.kept(key, lambda: _compared(visit, indicator, by, as_of, year))
    rows, summary = found.rows, found.summary
    of_year = rows[rows["year"] == year]
    counted = _records(of_year[of_year["state"] == "counted"])
    others = {state: of_year[of_year["state"] == state] for state in ("apart", "left_out")}
    apart = _records(others["apart"].head(LISTED))
    national = next((row for row in _records(summary[summary["year"] == year]) if row["national_value"] is not None), None)
    cap = 100.0 if indicator.unit.startswith("%") else None
    numbers = [float(row[name]) for row in counted for name in ("value", "previous") if row[name] is not None]
    if national is not None:
        numbers.append(float(national["national_value"]))
    scale = scale_of(numbers, cap=cap)
    groups: defaultdict[str, list[Dot]] = defaultdict(list)
    for row in counted:
        groups[str(row["scope"])].append(_dot(visit, row, scale))
    return visit.page(
        "compare.html",
        indicator=indicator,
        listed=listed,
        by=by,
        as_of=as_of,
        years=years,
        year=year,
        scale=scale,
        groups=groups,
        national=national,
        national_x=scale.at(float(national["national_value"])) if national else None,
        sources=_records(visit.version.frame("compare_national", indicator=indicator.indicator_id)),
        apart=apart,
        left_out=_records(others["left_out"].head(LISTED)),
        no_year=_records(rows[rows["year"].isna()].head(LISTED)),
        totals={
            name: have + found.unlisted.get(name, 0)
            for name, have in {
                **{state: len(frame) for state, frame in others.items()},
                "no_year": int(rows["year"].isna().sum()),
            }.items()
        },
        tiles=_tiles(visit, [*counted, *apart], scale) if by == "province" and as_of is None else [],
        median=_median([float(row["value"]) for row in counted if row["scope"] == "province"]),
    )


@dataclass(frozen=True, slots=True)
class _Year:
    """The comparison of a year; unlisted: how many rows beyond those here were set apart, left out, or tell no year."""

    rows: pd.DataFrame
    summary: pd.DataFrame
    unlisted: dict[str, int]


CLASSES = {"other_scope": "apart", "version": "left_out", "no_year": "no_year"}  # in which list the rows of a class stand


def _compared(visit: Visit, indicator: Indicator, by: By, as_of: date | None, year: int) -> _Year:
    """The comparison of a year, of what plans say for it, for the year before, and for no year."""
    told = visit.version.ask_frame("compare_rows", indicator=indicator.indicator_id, by=by, year=year, listed=LISTED)
    national = visit.version.frame("compare_national", indicator=indicator.indicator_id)
    here = told[told["year"].isna() | (told["year"] == year)]
    unlisted = {
        CLASSES[str(name)]: int(rows["of_class"].iloc[0]) - len(rows)
        for name, rows in here.groupby("class")
        if name in CLASSES
    }
    rows, summary = compared(told, national, indicator.direction, by=by, as_of=as_of)
    return _Year(rows, summary, unlisted)


def _dot(visit: Visit, row: Row, scale: Scale) -> Dot:
    previous = row["previous"]
    return Dot(
        row,
        scale.at(float(row["value"])),
        None if previous is None else scale.at(float(previous)),
        shown_amount(row["comparator"], row["value"], row["value_max"], row["unit"], visit.lang),
        _difference(row["gap"], visit.lang),
        _difference(row["change"], visit.lang),
    )


def _difference(value: object, lang: str) -> str:
    """+3, −0,5; 0; empty if there is none."""
    if not isinstance(value, int | float):
        return ""
    return f"+{shown_number(value, lang)}" if value > 0 else shown_number(value, lang).replace("-", "−")


def _tiles(visit: Visit, rows: Sequence[Row], scale: Scale) -> list[Tile]:
    """The provinces of today with what they promise, or why nothing is shown."""
    counted: defaultdict[str, list[Row]] = defaultdict(list)
    others: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["state"] == "counted" and row["scope"] == "province":
            counted[str(row["place"])].append(row)
        elif row["state"] == "apart":
            others[str(row["province_now"])].append(row)
    return [
        _tile(visit, place, counted[str(place["name"])], others[str(place["name"])], scale)
        for place in visit.version.ask("places")
    ]


def _tile(visit: Visit, place: Row, counted: Sequence[Row], others: Sequence[Row], scale: Scale) -> Tile:
    name = str(place["name"])
    state = "no_plan" if not place["plans"] else "unreadable" if place["unread"] else "none"
    said = {"no_plan": "", "unreadable": "?", "none": "–"}[state]
    level, href = None, "/documents?" + urlencode({"province": name})
    if counted:
        values = sorted({float(row["value"]) for row in counted})
        state, level = "value", scale.level(values[0], LEVELS)
        said = "; ".join(shown_number(value, visit.lang) for value in values)
        href = f"/facts/{counted[0]['target_id']}"
    elif others:
        state, said, href = "apart", "≠", f"/facts/{others[0]['target_id']}"
    told = said if state == "value" else visit.say(f"compare.tile.{state}")
    return Tile(name, int(place["tile_row"]), int(place["tile_col"]), level, said, state, told, href)


def _median(values: Sequence[float]) -> float | None:
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def _records(frame: pd.DataFrame) -> list[Row]:
    """The rows of a frame, missing values as None."""
    return [{str(name): _plain(value) for name, value in row.items()} for row in frame.to_dict("records")]


def _plain(value: object) -> object:
    if value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    return value
