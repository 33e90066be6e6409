"""What a clause measures in its own words: those without number and bound."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors._clause_words import TRIM, counting
from extractors._clause_years import LATE
from extractors._fields import YEAR
from normalizers.measures import MEASURED, Quantity, UnitKind

# "đón 2 triệu lượt khách quốc tế" | not "khách quốc tế đạt 2 triệu lượt khách"
VISITORS = re.compile(r" lượt (?:khách|người|du khách)(?= [^\W\d])(?! (?:vào|trong|mỗi|một|trên|đến)(?!\w))", re.IGNORECASE)
STRIVES = re.compile(r"(?<=\S) phấn đấu(?= (?:đến|vào|trong|năm) |\Z)", re.IGNORECASE)  # "tỷ lệ số hóa | đến năm 2026"
IS = re.compile(r" (?:là|gồm|bao gồm)\Z", re.IGNORECASE)  # "sản lượng khai thác là | 2 triệu tấn"
# what may stand behind a quantity and names nothing: "vào năm 2030", "(0,7 lần)", "so với năm 2025"
SAID_OF_IT = re.compile(rf"{LATE.pattern.replace('?P<year>', '')}|so với năm {YEAR}|\(\d[^()]*\)", re.IGNORECASE)
# a quantity that says again how much: "đạt 50% (8 xã)" | not "(CLB)", "(dưới 16 tuổi)"
AGAIN = re.compile(r" ?\(\d[\d.,/]*(?: ?%| [^\W\d]+(?: [^\W\d]+)?)?\)")
DIGIT = re.compile(r"\d")
SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause and its quantities, cut to what belongs to the target."""

    start: int
    end: int
    amounts: tuple[Quantity, ...]
    hole: tuple[int, int] | None = None  # a bracket in it that says targets of its own

    @property
    def first(self) -> Quantity:
        """Its first quantity."""
        return self.amounts[0]

    @property
    def opens_with_quantity(self) -> bool:
        """Whether the quantity stands first: "100% hồ sơ …"."""
        return self.first.start <= self.start


def in_brackets(text: str, amount: Quantity) -> bool:
    """Whether a quantity is the first thing in a bracket."""
    return text[max(0, amount.start - 2) : amount.start].rstrip().endswith("(")


def metric(text: str, clause: Clause, amount: Quantity, start: int) -> str:
    """The words of a clause from start on without number, bound and, where it only measures, unit."""
    end, others = clause.end, clause.amounts
    out = [*([clause.hole] if clause.hole else []), (amount.number_start, amount.number_end), *amount.comparison.spans]
    visits = amount.kind is UnitKind.RATE and VISITORS.match(text[amount.number_end : end]) is not None
    visits = visits or _takes_the_unit(text, start, end, amount)
    if (
        (amount.kind in MEASURED and not visits)
        or amount.in_words
        or (amount.per and _said_before(text, start, end, amount))
    ):
        out.append((amount.number_end, amount.end))
    elif amount.per:
        # "109 bé trai/100 bé gái" | not "4 tin/tháng"
        counted = amount.number_end if DIGIT.search(amount.per) else amount.unit_end
        out.append((counted, amount.end))
    elif _said_before(text, start, end, amount):
        out.append((amount.number_end, amount.unit_end))
    out += [(other.start, other.end) for other in others if _is_said_of(text, end, other, amount)]
    out += [(other.start, other.end) for other in others if _repeats(text, other, amount)]
    return without(text, start, end, out)


def _is_said_of(text: str, end: int, other: Quantity, amount: Quantity) -> bool:
    """Whether another quantity is the share that a clause with this one reaches: "khám 1 lần/năm | đạt 70%"."""
    share = other.kind is UnitKind.PERCENT and other.comparison.aims and amount.kind is not UnitKind.PERCENT
    return share and other.start > amount.end and not text[other.end : end].strip(TRIM)


def _takes_the_unit(text: str, start: int, end: int, amount: Quantity) -> bool:
    """Whether a visit is all that a deed takes: "đón 2 triệu lượt khách vào năm 2030" | not "khách quốc tế 9 lượt khách"."""
    ends = not LATE.sub("", text[amount.end : end]).strip(TRIM)
    taken = counting().fullmatch(text, start, amount.start)
    return bool(ends and " " in amount.unit and taken and not taken[0].endswith("cho "))


def _said_before(text: str, start: int, end: int, amount: Quantity) -> bool:
    """Whether a unit at the end only says again what is counted: "tổng số doanh nghiệp hoạt động đạt 4.500 doanh nghiệp"."""
    counted = rf"(?<!\w){re.escape(amount.unit)}(?!\w)"
    ends = not SAID_OF_IT.sub("", text[amount.end if amount.per else amount.unit_end : end]).strip(TRIM)
    return ends and re.search(counted, text[start : amount.start], re.IGNORECASE) is not None


def short_unit(text: str, amount: Quantity, others: Sequence[Quantity]) -> str | None:
    """The unit of a bracket that says the quantity again: "20 Megabit mỗi giây (20 Mbps)"."""
    return next((other.unit for other in others if _repeats(text, other, amount)), None)


def _repeats(text: str, other: Quantity, amount: Quantity) -> bool:
    return other is not amount and other.value == amount.value and in_brackets(text, other)


def without(text: str, start: int, end: int, out: Sequence[tuple[int, int]]) -> str:
    """text[start:end] less the spans, with single spaces."""
    kept: list[str] = []
    at = start
    for left, right in sorted(out):
        if right > at and left < end:
            kept.append(text[at : max(at, left)])
            at = max(at, right)
    kept.append(text[at:end])
    words = AGAIN.sub("", SPACES.sub(" ", " ".join(kept)).replace("( )", "").replace("()", ""))
    return STRIVES.sub("", IS.sub("", SPACES.sub(" ", words).replace(" ,", ",").strip(TRIM)))
