"""What a clause says for those behind it, that may leave it out: a subject, a deed, what it measures."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from extractors._clause_cuts import CHANGE, CHANGES_ALONE, HOW_MANY, PER_MEMBER
from extractors._clause_metrics import Clause, without
from extractors._clause_words import behind_marks, levels, opening, predicate
from extractors._clause_years import without_year
from extractors._fields import WORD
from normalizers.measures import UnitKind
from normalizers.wordings import clause_words

PARALLEL = 8  # words: a longer clause says itself what it measures
THINGS = "measure of things"
HEADS = re.compile(r"(?:các )?(?:chỉ tiêu|mục tiêu)", re.IGNORECASE)  # "Chỉ tiêu đến năm 2027 đạt 60%"
ON_AVERAGE = re.compile(r" đạt (?:bình quân|trung bình)\Z", re.IGNORECASE)  # "tốc độ tăng | đạt bình quân 9%/năm"
SHORT_NAME = 4  # words of the name of a thing: "cây ăn quả"
NOUN_PHRASE = 14  # words of a subject that the next clause shares
COUNTED = frozenset({UnitKind.EVENT, UnitKind.PRODUCT, UnitKind.FACILITY, UnitKind.ACTOR})  # things that are made or held
DEED = 6  # words of a deed that the next clause shares


class Told(NamedTuple):
    """What the clauses before one say for it: the subject that it may leave out, and what the last one measures."""

    subject: str = ""
    measured: str = ""
    counted: str = ""  # the unit of what was measured last
    headed: bool = False  # the subject stands before a colon and says itself what is counted
    over: bool = False  # the subject is what a whole list is about, or what its members are parts of
    unit: str | None = None  # what the member before was counted in; the subject holds for members counted in it alone


def subject_of(text: str, clause: Clause) -> str:
    """What clauses that follow may leave out: "tỷ lệ hồ sơ cấp tỉnh", "đăng tải", "bộ, ngành"; "" if nothing."""
    first = clause.first
    change = CHANGE.match(text, clause.start, first.start)
    if opening("subject").match(text, change.end() if change else clause.start):  # "giảm tỷ lệ trẻ thấp còi"
        return ON_AVERAGE.sub("", without(text, clause.start, first.start, ()))
    deed = ON_AVERAGE.sub("", without(text, clause.start, first.start, ()))
    if CHANGES_ALONE.fullmatch(deed) or HEADS.fullmatch(without_year(deed)):
        return ""
    if deed and opening("verb").match(deed):
        return next((verb for verb in (deed, deed[deed.rfind(",") + 1 :].strip()) if len(verb.split()) <= DEED), "")
    if deed:
        return deed if len(deed.split()) <= NOUN_PHRASE else ""
    begin = behind_marks(text, first.end, clause.end)
    said = predicate().search(text, begin, clause.end)
    return without(text, begin, said.start(), [clause.hole] if clause.hole else ()) if said else ""


def told_behind(text: str, clause: Clause, told: Told) -> Told:
    """What holds for the clause behind one."""
    named = subject_of(text, clause)
    if not for_all(told, clause):  # the subject of the member before held for this clause at most
        if named and clause.first.unit == told.unit and not stands_alone(named, named):
            named = beside(told.subject, named) or other_thing(told.subject, named) or named
        elif not named and (CHANGE.match(text, clause.start, clause.end) or is_bare_count(text, clause)):
            named = told.subject
        return told._replace(subject=named, over=False, unit=None)
    deed = opening("verb").match(named) and not told.over
    kept = told.subject and not (opening("subject").match(named) or deed)  # "cấp xã" is a part
    return told if kept else told._replace(subject=named or told.subject)


def for_all(told: Told, clause: Clause) -> bool:
    """Whether the subject holds for the clause whatever it says, and not only if it shares it with the member before."""
    return told.unit is None or (told.over and clause.first.unit == told.unit)


def is_bare_count(text: str, clause: Clause) -> bool:
    """Whether a clause is a count of things and says nothing of them: "75 hợp tác xã" | not "75 hợp tác xã được củng cố"."""
    counted = text[clause.first.unit_end : clause.end].split()
    counts = clause.opens_with_quantity and clause.first.kind in (*COUNTED, UnitKind.MEASURE)
    return counts and len(counted) <= DEED and predicate().search(text, clause.first.unit_end, clause.end) is None


def says_again(subject: str, words: str) -> bool:
    """Whether words name again all that a subject names: "doanh nghiệp mới" and "vùng cao, lập mới doanh nghiệp"."""
    return set(WORD.findall(subject.lower())) <= set(WORD.findall(words.lower()))


def under(subject: str, part: str) -> str:
    """A part of what a subject measures, in place of the member that it names last: "tỷ lệ hồ sơ cấp tỉnh" and "cấp xã" →
    "tỷ lệ hồ sơ cấp xã", "cơ cấu kinh tế" and "dịch vụ" → "cơ cấu kinh tế dịch vụ".
    """
    return beside(subject, part) or f"{subject} {part}".strip()


def beside(subject: str, part: str) -> str:
    """What is measured beside a subject that names its like: "tỷ lệ hộ nghèo" and "hộ cận nghèo" → "tỷ lệ hộ cận nghèo";
    "" if it does not.
    """
    for family in levels():
        named = list(family.finditer(subject)) if family.fullmatch(part) else []
        if named:  # "chất thải đô thị được thu gom" and "nông thôn" → "chất thải nông thôn được thu gom"
            return f"{subject[: named[-1].start()]}{part}{subject[named[-1].end() :]}"
    head = part.split(" ", 1)[0].lower() if part else ""
    at = f" {subject.lower()} ".rfind(f" {head} ") if head else -1
    return f"{subject[:at].rstrip()} {part}".strip() if at >= 0 else ""


def other_thing(subject: str, part: str) -> str:
    """The measure of another thing of a list: "diện tích lúa" and "ngô" → "diện tích ngô"; "" if it is none of things."""
    measure = opening(THINGS).match(subject)
    return f"{measure[0]} {part}" if measure and 0 < len(part.split()) <= SHORT_NAME else ""


def likewise(told: Told, part: str) -> str:
    """The metric of a member that names its like, with the predicate of the one before: "chất thải đô thị được thu gom" and
    "chất thải nông thôn" → "chất thải nông thôn được thu gom"; "" if it does not.
    """
    named = beside(told.subject, part)
    said = told.measured.removeprefix(told.subject)
    follows = bool(named) and said != told.measured and predicate().match(said.strip()) is not None
    return f"{named} {said.strip()}" if follows and not predicate().search(part) else named


def stands_alone(clause: str, words: str, part: bool = False) -> bool:
    """Whether a clause says itself what it measures: it is long, or opens with what is measured or, if no part, done."""
    longest = NOUN_PHRASE if part else PARALLEL
    measured = opening("subject").match(clause) or HOW_MANY.match(clause) or _on_measure().match(clause)
    measured = measured or PER_MEMBER.match(clause)
    opens = measured or (not part and opening("verb").match(clause) and not opening("needs a doer").match(clause))
    return len(words.split()) > longest or bool(opens)


@functools.cache
def _on_measure() -> re.Pattern[str]:
    """A deed on a measure: "kiểm soát tỷ lệ …", "giữ vững diện tích …" | not "hộ cận nghèo"."""
    return re.compile(rf"(?:\w+ ){{1,2}}(?:{clause_words('subject')})(?!\w)", re.IGNORECASE)
