"""Targets in prose: the quantities and the comparisons with earlier years that a paragraph sets out to reach.

A sentence is read in four steps: which of its quantities are aims; the clauses in which they stand, each cut where the next
deed, measure, share or change begins; what a clause measures in its own words, without number and bound; and what it takes
from its neighbours: a subject, deed or predicate said once, the words before a colon and, as these, the line above a list,
and what the clause before measures where it tells only how much that changes or in which other year.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractors._clause_aims import BASELINE, Setting, aims
from extractors._clause_cuts import Piece, clauses, depths, sentences
from extractors._clause_edges import trimmed
from extractors._clause_lists import (
    LONGEST_MEASURE,
    PARTED,
    PARTS_FOLLOW,
    LedIn,
    led_by,
    names_measure,
    tail_of,
    without_trails,
)
from extractors._clause_metrics import Clause, in_brackets, metric, short_unit
from extractors._clause_openings import ADJUNCT, behind_opening, year_for_all
from extractors._clause_shared import completed, refers_back
from extractors._clause_subjects import Told, told_behind
from extractors._clause_turns import in_turn, years_in_turn
from extractors._clause_words import anywhere, behind_marks, predicate
from extractors._clause_years import (
    left_out_year,
    stated_year,
    without_year,
    year_at_end,
    year_beside,
    year_of_bracket,
    year_of_head,
)
from extractors._fields import YEAR
from extractors._relative_targets import Relative, relative
from normalizers.comparators import Comparator
from normalizers.measures import MEASURED, Quantity, UnitKind
from normalizers.quantities import quantities

LOW_CONFIDENCE = 0.4  # below 0.5: listed for review
FORESEEN = 8  # clauses behind one that can say its predicate
FAIR_CONFIDENCE = 0.8  # the unit is a word that no table holds
ANY_YEAR = re.compile(YEAR)


@dataclass(frozen=True, slots=True)
class Reading:
    """A target in a paragraph: text[start:end]; year only if the paragraph states one."""

    start: int
    end: int
    value: float | None
    value_max: float | None
    unit: str | None
    comparator: Comparator
    metric: str
    year: int | None = None
    baseline_value: float | None = None
    baseline_year: int | None = None
    confidence: float = 1.0
    is_part: bool = False  # of what its indicator measures: "Nữ" below "Số lao động", one commune of all


def read(text: str, setting: Setting) -> list[Reading]:
    """The targets of a paragraph, in text order."""
    return _read_on(text, setting, _led_by(setting))[0]


def _led_by(setting: Setting) -> LedIn:
    """What the line above says; one with quantities says what the words before a colon do: "Trồng 700 ha, trong đó:"."""
    counts = next(quantities(setting.head), None)
    return _read_on(setting.head, replace(setting, head=""), LedIn())[1] if counts else led_by(setting.head)


def _read_on(text: str, setting: Setting, led: LedIn) -> tuple[list[Reading], LedIn]:
    """The targets of a paragraph behind what leads in to it, and what it says itself for those behind it."""
    out: list[Reading] = []
    found = list(quantities(text))
    starts, opens = [quantity.number_start for quantity in found], {quantity.start for quantity in found}
    depth = depths(text)
    carried = None
    for sentence in sentences(text, depth):
        inside = found[bisect.bisect_left(starts, sentence.start) : bisect.bisect_left(starts, sentence.end)]
        place = replace(setting, parted=led.told.unit if led.told.over else None)
        kept = aims(text, sentence, inside, place, depth)
        at_once = setting.aims and sentence.end + 2 in opens  # "Số lao động đi làm ở nước ngoài: 1.500 người"
        told, tail = led.told, tail_of(text, kept[-1].end, sentence.end, followed=at_once) if kept else None
        if kept:
            led = led.for_unit(kept[0].unit)
            readings, told = _of_sentence(
                text, Piece(sentence.start, tail.start() if tail else sentence.end), kept, depth, led
            )
            for reading in readings:
                over = reading.year and setting.first_year and reading.year < setting.first_year
                if reading.metric and not over:  # a number that measures nothing is the cell of a table
                    out.append(reading)
            if setting.aims:
                out += _compared(text, clauses(text, sentence, depth, kept), inside, led.year)
        elif not inside and (compared := relative(text, sentence)):
            out.append(_of_relative(compared, led.year))
        carried = _carried(text, sentence, kept, setting) or carried
        mark = text[sentence.end : sentence.end + 1]
        if mark not in (":", ";") and not (kept and PARTS_FOLLOW.match(text, sentence.end)):
            led = LedIn(carried, Told(measured=told.measured) if refers_back(text, sentence.end) else Told())
        elif kept:
            led = replace(
                _led_on(text, sentence, kept, told, led),
                first=Told(readings[0].metric, readings[0].metric, unit=kept[0].unit),
            )
            if tail and tail["head"] and mark == ":":
                led = led.headed(_heading(text, Piece(tail.start("head"), sentence.end), at_once), led.year)
        else:
            headed = year_of_head(text[sentence.start : sentence.end]) if mark == ":" else None
            carried = carried or headed  # "Thể thao cho mọi người, giai đoạn 2026 - 2030: …. …"
            stated = stated_year if mark == ":" else year_for_all  # "…; đạt chuẩn vào cuối năm 2026; …" holds for itself
            year = headed or stated(text, sentence.start, sentence.end) or led.year
            led = led.headed(_heading(text, sentence, at_once) if mark == ":" else "", year)
    return sorted(out, key=lambda reading: reading.start), led


def _compared(text: str, pieces: Iterable[Piece], inside: Sequence[Quantity], year: int | None) -> Iterator[Reading]:
    """The comparisons with an earlier year beside the quantities of a sentence."""
    for piece in pieces:
        counts = any(piece.start <= amount.number_start < piece.end for amount in inside)
        if not counts and (compared := relative(text, piece)):
            yield _of_relative(compared, stated_year(text, piece.start, piece.end) or year)


def _of_relative(compared: Relative, year: int | None) -> Reading:
    """A comparison as a target without a value."""
    return Reading(
        compared.start,
        compared.end,
        None,
        None,
        None,
        compared.comparator,
        compared.metric,
        year,
        baseline_year=compared.baseline_year,
    )


def _carried(text: str, sentence: Piece, kept: Sequence[Quantity], setting: Setting) -> int | None:
    """The year that a sentence with targets opens with, for the sentences behind it too: "Đến năm 2028, …. Trong đó …"."""
    year = year_for_all(text, sentence.start, kept[0].start) if kept else None
    return year if year and year >= (setting.first_year or year) else None


def _led_on(text: str, sentence: Piece, kept: Sequence[Quantity], told: Told, led: LedIn) -> LedIn:
    """What a sentence with targets says for the next one behind a colon or a semicolon."""
    first, last = kept[0], kept[-1]
    alike = text[sentence.end] == ":" or (first.unit == last.unit and last.kind is not UnitKind.PERCENT)
    parts = PARTED.search(text, first.end, sentence.end)
    parted = alike and (
        (parts is not None and parts["closed"] is None) or PARTS_FOLLOW.match(text, sentence.end) is not None
    )
    at_once = not text[sentence.start : first.start].strip()
    if PARTS_FOLLOW.match(text, sentence.end) and not alike and last.kind is not UnitKind.PERCENT:
        whole = without_year(told.measured)  # "…, tổng giá trị đạt 900 tỷ đồng. Trong đó …": parts of what was counted last
        return LedIn(led.year, Told(whole, told.measured, over=True, unit=last.unit), whole)
    return led.counted(told, last.unit, year_for_all(text, sentence.start, first.start), at_once=at_once, parted=parted)


def _heading(text: str, sentence: Piece, followed: bool) -> str:
    """What the words before a colon say is measured: "Tỷ lệ hồ sơ trực tuyến"; "" if they name no measure.

    followed: a number follows at once, under a heading of aims; then all words measure but those that head a list.
    """
    start = behind_opening(text, sentence.start, sentence.end)
    words = without_trails(text[start : sentence.end].strip())
    if ADJUNCT.fullmatch(words):
        return ""
    measures = followed and len(words.split()) <= LONGEST_MEASURE and not anywhere("heads").search(words)
    return words if measures or names_measure(words) else ""


def _of_sentence(
    text: str, sentence: Piece, kept: Sequence[Quantity], depth: Sequence[int], led: LedIn
) -> tuple[list[Reading], Told]:
    """The targets of a sentence, and what it says for the next one of a list.

    A year, a subject or a predicate said once holds for the clauses that share it.
    """
    found: list[tuple[Clause, int | None]] = []
    stated, year = None, year_for_all(text, sentence.start, kept[0].start) or led.year
    if all(depth[amount.number_start] for amount in kept):
        year = year or year_of_bracket(text[kept[-1].end : sentence.end])
    for piece in _brackets_apart(text, clauses(text, sentence, depth, kept), depth, kept):
        own = stated_year(text, piece.start, piece.end)
        amounts = tuple(amount for amount in kept if _stands_in(piece, amount))
        clause = trimmed(text, piece, amounts) if amounts else None
        beside = clause and year_beside(text, piece.start, clause.first.start, amounts[-1].end, clause.end)
        if (beside or own) and found and not stated:  # "nhóm A và nhóm B vào năm 2028"
            last = found[-1][0]
            ended = year_at_end(text[last.start : last.end])
            joined = own and not beside and text[max(0, piece.start - 4) : piece.start] == " và "
            joined = joined and not predicate().match(text, piece.start)  # "dưới 2% và đạt chuẩn vào năm 2028"
            found[-1] = (last, ended or (own if joined else found[-1][1]))
        stated, year = beside or own, own or year
        if clause:
            found.append((clause, stated or left_out_year(text[piece.start : clause.start]) or year))
    readings: list[Reading] = []
    told = led.told
    for index, (clause, holds) in enumerate(found):
        following = [after for after, _ in found[index + 1 : index + 1 + FORESEEN]]
        if index and _is_part(text, found[index - 1][0], clause):
            told = told._replace(over=True, unit=clause.first.unit)
        for reading in _of_clause(text, clause, told, following):
            readings.append(replace(reading, year=holds))
            told = told._replace(measured=reading.metric, counted=reading.unit or "", headed=False)
        told = told_behind(text, clause, told)
    metrics = in_turn([reading.metric for reading in readings])
    readings = [replace(reading, metric=words) for reading, words in zip(readings, metrics, strict=True)]
    years = years_in_turn(text[sentence.start : sentence.end])
    if years:  # more or fewer values than years: whose year is whose stays open
        turns: list[int | None] = [*years] if len(years) == len(readings) else [None] * len(readings)
        readings = [
            replace(reading, year=each, metric=reading.metric.removesuffix(" lần lượt"))
            for reading, each in zip(readings, turns, strict=True)
        ]
    return readings, told


def _is_part(text: str, before: Clause, clause: Clause) -> bool:
    """Whether a clause counts a part of what the one before it counts: "9 triệu tấn, trong đó nuôi trồng 7 triệu tấn"."""
    same = clause.first.unit == before.first.unit and clause.first.kind is not UnitKind.PERCENT
    bracketed = text[before.first.end : clause.start] == " (" and clause.first.value < before.first.value
    return same and (bracketed or PARTED.search(text, before.first.end, clause.first.start) is not None)


BRACKET = re.compile(r"\([^()]+\)")


def _brackets_apart(text: str, pieces: Iterable[Piece], depth: Sequence[int], kept: Sequence[Quantity]) -> Iterator[Piece]:
    """The pieces, and the members of a bracket as pieces of their own where they say targets of their own.

    "(riêng các huyện nghèo giảm 4%/năm)", "(phấn đấu 12%)", "(95% người …, 90% người …)" | not "(20 Mbps)"
    """
    for piece in pieces:
        for bracket in BRACKET.finditer(text, piece.start, piece.end):
            start, end = bracket.start() + 1, bracket.end() - 1
            inside = [amount for amount in kept if start <= amount.number_start < end]
            before = any(piece.start <= amount.number_start < start for amount in kept)
            behind = any(end <= amount.number_start < piece.end for amount in kept)
            says = inside and (inside[0].comparison.aims or text[start : inside[0].start].strip())
            own = len(inside) > 1 or (before and says)
            if own and not behind:
                goes_on = predicate().match(text, behind_marks(text, bracket.end(), piece.end), piece.end)
                yield Piece(piece.start, piece.end, bracket.span()) if goes_on else Piece(piece.start, start - 1)
                yield from clauses(text, Piece(start, end), depth, inside, bracket=True)
                break
        else:
            yield piece


def _stands_in(piece: Piece, amount: Quantity) -> bool:
    """Whether a quantity stands in a piece, and not in its hole."""
    inside = piece.start <= amount.number_start < piece.end
    return inside and not (piece.hole and piece.hole[0] <= amount.number_start < piece.hole[1])


def _of_clause(text: str, clause: Clause, told: Told, following: Sequence[Clause]) -> Iterator[Reading]:
    """One target a quantity; a second one in the same clause is nested: "100 % xã có ít nhất 04 tin, bài"."""
    start = clause.start
    for index, amount in enumerate(clause.amounts):
        if index and in_brackets(text, amount) and amount.value in [other.value for other in clause.amounts[:index]]:
            continue  # "20 Megabit mỗi giây (20 Mbps)"
        words = metric(text, clause, amount, start)
        words = words or metric(text, clause, amount, clause.start)  # "khám 1 lần/năm đạt 70%"
        unit = short_unit(text, amount, clause.amounts[index + 1 :]) or amount.unit or None
        yield Reading(
            start,
            clause.end,
            amount.value,
            amount.value_max,
            unit,
            amount.comparison.comparator,
            words if index else completed(text, words, clause, told, following),
            baseline_value=amount.base_value,
            baseline_year=_baseline_year(text, amount, clause.end),
            confidence=_confidence(amount),
        )
        start = max(start, behind_marks(text, amount.end if amount.kind in MEASURED else amount.number_end, clause.end))


def _confidence(amount: Quantity) -> float:
    if not amount.certain:
        return LOW_CONFIDENCE
    return FAIR_CONFIDENCE if amount.kind is UnitKind.UNKNOWN else 1.0


def _baseline_year(text: str, amount: Quantity, end: int) -> int | None:
    """The year that a quantity is compared with: "so với năm 2023", "từ 45% năm 2025 lên 60%"."""
    base = BASELINE.search(text, amount.end, end)
    if base and base["year"]:
        return int(base["year"])
    aside = ANY_YEAR.search(text, amount.start, amount.end) if amount.base_value is not None else None
    return int(aside[0]) if aside else None
