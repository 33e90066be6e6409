"""One value cell of a target table: its number or range, how it bounds, its unit and scope."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from data.document import Cell
from extractors import _target_clauses as prose
from extractors._clause_years import LATE
from extractors._target_clauses import Reading
from normalizers.comparators import comparison
from normalizers.measures import Quantity, UnitKind
from normalizers.numerals import DIGITS, SCALES, is_certain, value_of
from normalizers.quantities import quantities
from normalizers.wordings import any_of

BOUND_WORDS = r"(?:[<>=≥≤]{1,2}|[^\W\d]+) ?"
MINUS = "-−–"
BY_BLANKS = r"\d{1,3}(?: \d{3})+(?![\d.])"  # "25 200", "1 400 500" | not "25 2000"
FIGURE = rf"{BY_BLANKS}(?:,\d+)?|\d[\d.,]*"
# "≤ 3 Đông Nam Á", "16 - 18", "đạt trên 90%", "Từ 20% - 50%", "-1,2" | not "31/12/2025", "Quý IV/2025", "- 95"
RANGE_END = rf"(?: ?(?:[-–~]|đến|tới) ?(?P<second>{FIGURE})(?: ?%)?)?"
VALUE = re.compile(
    rf"(?:(?P<minus>[{MINUS}])(?=\d))?(?P<bound>(?:{BOUND_WORDS}){{0,5}})(?P<first>{FIGURE})(?P<mark> ?%)?{RANGE_END}"
    r"(?![\w/])(?P<after> trở (?:lên|xuống))?(?P<rest>.*)",
    re.DOTALL,
)
GROUPED = re.compile(BY_BLANKS)
PIECES = re.compile(r"(;|\n)")  # kept by the split, so that offsets add up
REST_WORDS = 6  # more words behind the number are a sentence, not its scope
# "1.250" above "1.300" and nothing else: which of them is meant is not told
SEVERAL = re.compile(r"\d[\d.,]*(?: ?%)?(?: ?\n ?\d[\d.,]*(?: ?%)?)+")
UNIT_IN_NAME = re.compile(r"\((?:đvt|đơn vị(?: tính)?)?:? ?(?P<unit>%|(?:[^()\d]|(?<=m)[23]){1,25})\)\.?$", re.IGNORECASE)


SCALE = re.compile(rf" ?(?P<scale>{any_of(SCALES)})(?!\w)", re.IGNORECASE)  # "4.500 | nghìn lượt"
OPEN_TENTHS = re.compile(r"\d, \d")  # "13, 75": a decimal or two numbers


class Measured(NamedTuple):
    """What a value cell gives the value of."""

    start: int  # where its name starts in the text
    name: str  # as written
    metric: str
    unit: str  # of its row or column, empty if they give none
    year: int | None


def readings_of(text: str, cell: Cell, of: Measured) -> Iterator[Reading]:
    """The targets of one value cell; the first spans from the indicator's name to the value."""
    at, opened = cell.start, False
    words = text[cell.start : cell.end]
    unsure = bool(SEVERAL.fullmatch(words))
    for piece in PIECES.split(words):
        start = at
        at += len(piece)
        match = VALUE.match(piece, len(piece) - len(piece.lstrip()))
        value = figure(match["first"]) if match else None
        if (
            match is None
            or value is None
            or (len(match["rest"].split()) > REST_WORDS and not match["rest"].startswith((" và", ",")))
        ):
            continue
        if match["minus"] and (piece != words or match["second"]):
            continue  # a dash in front of a member of a list
        said = comparison(
            piece,
            match.start("first"),
            match.end("second" if match["second"] else "first"),
            match.start("after" if match["after"] else "rest"),
        )
        if match["bound"].strip() and not said.spans:
            continue  # "Quý 4", "Hạng 3": words that do not bind the number
        upper = figure(match["second"]) if match["second"] else None
        counted = next(iter(quantities(piece)), None)
        own = "%" if match["mark"] else counted.unit if counted and counted.kind is not UnitKind.UNKNOWN else ""
        own = own or ((found := UNIT_IN_NAME.search(of.name)) and found["unit"]) or ""
        times = _times(value, piece, (match.start("first"), match.start("rest")), of.unit)
        scope = (SCALE.sub("", match["rest"], count=1) if times > 1 else match["rest"]).rstrip(" .,")
        scope = "" if scope.startswith((" và ", ",", " (")) else scope.strip()
        if not of.unit and own and own != "%" and scope.lower().startswith(own.lower()):
            scope = scope[len(own) :].strip()
        late = LATE.search(scope)
        scope = scope if late is None else LATE.sub("", scope).strip()
        end = start + _value_end(match, counted, scope)
        begin = start + match.start() if opened else min(of.start, start)
        opened = True
        certain = not unsure and is_certain(match["first"].rstrip(".,")) and not OPEN_TENTHS.search(piece)
        yield Reading(
            begin,
            end,
            value * times * (-1 if match["minus"] else 1),
            None if upper is None else upper * times,
            of.unit or own or None,
            "=" if upper is not None and not said.is_bound else said.comparator,
            of.metric + (f" {scope}" if scope else ""),
            int(late["year"]) if late else of.year,
            confidence=1.0 if certain else prose.LOW_CONFIDENCE,
        )


def figure(words: str) -> float | None:
    """The value of digits as they stand in a cell, grouped by points or blanks; None if they are no number."""
    return value_of((words.replace(" ", ".") if GROUPED.match(words) else words).rstrip(".,"))


def lone_number(words: str, unit: str = "") -> float | None:
    """The one number of a cell with this unit, None if it holds none or several: "Đạt 85%", "-0,8", "4 nghìn lượt"."""
    bare = VALUE.fullmatch(words.strip())
    if bare and not (bare["bound"] or bare["second"] or bare["after"] or bare["rest"]):
        value = figure(bare["first"])
        return -value if value is not None and bare["minus"] else value
    found = list(DIGITS.finditer(words))
    value = value_of(found[0][0]) if len(found) == 1 else None
    if value is None:
        return None
    return value * _times(value, words, found[0].span(), unit)


def _times(value: float, words: str, found: tuple[int, int], unit: str) -> float:
    """By what the words behind a number multiply it: "nghìn lượt" | not what the row's unit says; found: its place."""
    start, end = found
    counted = next((each for each in quantities(words) if each.number_start == start), None)
    if counted is not None and not unit:
        return counted.value / value if value else 1.0
    scale = SCALE.match(words, end)
    return float(SCALES[scale["scale"].lower()]) if scale and scale["scale"].lower() not in unit.lower() else 1.0


def _value_end(match: re.Match[str], counted: Quantity | None, scope: str) -> int:
    """Where a value ends in its piece: behind its scope, else behind its unit, else behind the number."""
    if scope and scope in match["rest"]:
        return match.start("rest") + match["rest"].find(scope) + len(scope)
    return max(match.start("rest"), counted.unit_end if counted and counted.kind is not UnitKind.UNKNOWN else 0)
