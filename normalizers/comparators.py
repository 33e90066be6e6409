"""What is said around a number about how it bounds: "đạt từ 95 % trở lên" is >=, "giảm xuống dưới 1,3 %" is <."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast

from data import rows
from normalizers.wordings import any_of, clause_words

Comparator: TypeAlias = Literal[">=", ">", "=", "<=", "<", ">prev", "<prev"]
Role: TypeAlias = Literal["bound", "weak", "filler", "plain", "rate"]


@dataclass(frozen=True, slots=True)
class Wording:
    """A phrase beside a number, and what it does.

    bound: sets the comparator; weak: sets it where nothing stronger does; filler, a word of reaching ("đạt"), and plain
    ("khoảng"): say nothing of it but go with the number; rate ("mỗi năm", "có"): stays with what is measured.
    """

    phrase: str
    comparator: Comparator
    role: Role


@dataclass(frozen=True, slots=True)
class Comparison:
    """How a number bounds, and the spans of the words that say so (in text order)."""

    comparator: Comparator
    spans: tuple[tuple[int, int], ...] = ()
    is_bound: bool = False  # said by a bounding word, not only by "đạt" or by nothing
    aims: bool = False  # a word of reaching stands there: "đạt", "phấn đấu"

    def start(self, otherwise: int) -> int:
        """Where the words begin, if any stand before the number."""
        return min([otherwise, *(start for start, _ in self.spans)])

    def end(self, otherwise: int) -> int:
        """Where the words end, if any stand behind the number."""
        return max([otherwise, *(end for _, end in self.spans)])


@functools.cache
def _wordings(side: str) -> tuple[re.Pattern[str], dict[str, Wording]]:
    """The phrases of one side of the number as one pattern, longest first, and what each means."""
    found = {
        row["phrase"]: Wording(row["phrase"], cast(Comparator, row["comparator"]), cast(Role, row["role"]))
        for row in rows("comparators")
        if row["side"] == side
    }
    parts = any_of(found)
    if side == "before":
        return re.compile(rf"(?:(?<!\w)|(?<=[<>=≥≤]))(?:{parts}) ?$", re.IGNORECASE), found
    return re.compile(rf" ?(?:{parts})(?!\w)", re.IGNORECASE), found


@functools.cache
def bounds() -> tuple[str, ...]:
    """The phrases before a number that bound it or say that it is about so much."""
    return tuple(phrase for phrase, wording in _wordings("before")[1].items() if wording.role in ("bound", "plain"))


@functools.cache
def _ending() -> re.Pattern[str]:
    """A phrase that belongs behind a number, at the end of what stands before another."""
    return re.compile(rf"(?<!\w)(?:{any_of(_wordings('after')[1])}) ?$", re.IGNORECASE)


# "cao hơn 5% so với bình quân chung" tells a difference and bounds nothing | not "thu nhập cao hơn 5 triệu đồng"
OTHER_THAN = re.compile(r"(?:cao|thấp|nhiều|ít) hơn\Z", re.IGNORECASE)
THAN = re.compile(r"[^,;:.()\d]{0,60}? so với(?!\w)", re.IGNORECASE)
# "không để hồ sơ quá hạn vượt quá 1%", "không có xã nào dưới 15 tiêu chí": the bound is what must not be | not "không dưới"
FORBIDDEN = re.compile(
    r"(?<!\w)(?:không (?:để|có|còn|cho phép|được(?: để| có)?)|tránh(?: để)?)(?!\w)[^,;:.()\d]{0,80}\Z", re.IGNORECASE
)
FORBIDDEN_WITHIN = 100  # characters
OPPOSITE: Mapping[Comparator, Comparator] = {">": "<=", ">=": "<", "<": ">=", "<=": ">"}
LONGEST = 24  # characters of the longest phrase before a number, with room
FARTHEST = 5  # phrases in a row before a number: "phấn đấu phải đạt từ ít nhất"
NOUN_GAP = re.compile(r"[^,;:.()\d]{0,60}?(?= trở (?:lên|xuống)(?!\w))")  # "03 phương án trở lên"


def comparison(text: str, start: int, end: int, unit_end: int | None = None) -> Comparison:
    """What the words around the number text[start:end] say; unit_end is where its unit ends, for "03 bài trở lên"."""
    pattern, known = _wordings("before")
    spans: list[tuple[int, int]] = []
    bound: Comparator | None = None
    weak: Comparator | None = None
    aims = False
    at = start
    for _ in range(FARTHEST):
        low = max(0, at - LONGEST)
        match = pattern.search(text[low:at])
        if match is None:
            break
        wording = known[match[0].strip().lower()]
        longer = _ending().search(text[low:at])
        if longer and longer.start() < match.start():
            break  # "đô thị loại II trở lên đạt 50%": bounds what stands before it
        if OTHER_THAN.match(wording.phrase) and THAN.match(text, end if unit_end is None else unit_end):
            break
        if bound and wording.role == "bound":
            break  # "tối thiểu phải có ít nhất 02": said twice, the one at the number holds
        left, right = low + match.start(), low + match.end()
        at = left
        if wording.role == "rate":
            continue
        spans.append((left, right))
        aims = aims or wording.role == "filler"
        if wording.role == "bound":
            bound = wording.comparator
        elif wording.role == "weak":
            weak = wording.comparator
    behind = _behind(text, end if unit_end is None else unit_end)
    if behind is not None:
        spans.append(behind[1])
        bound = behind[0]
    while spans and text[slice(*min(spans))].strip().lower() in ("từ", "là") and not bound and not weak:
        spans.remove(min(spans))
    if bound and bound in OPPOSITE and FORBIDDEN.search(text, max(0, at - FORBIDDEN_WITHIN), at):
        bound = OPPOSITE[bound]
    comparator = bound or weak or "="
    return Comparison(comparator, tuple(sorted(spans)), bound is not None, aims)


@functools.cache
def _rated() -> re.Pattern[str]:
    """A word behind which "trở lên" bounds a rating, and no number: "90% chi bộ hoàn thành tốt nhiệm vụ trở lên"."""
    return re.compile(rf"(?<!\w)(?:{clause_words('rates')})(?!\w)", re.IGNORECASE)


def _behind(text: str, at: int) -> tuple[Comparator, tuple[int, int]] | None:
    """A bounding phrase behind the number or behind what is counted."""
    pattern, known = _wordings("after")
    match = pattern.match(text, at)
    if match is None:
        gap = NOUN_GAP.match(text, at)
        match = pattern.match(text, gap.end()) if gap and not _rated().search(gap[0]) else None
    if match is None:
        return None
    return known[match[0].strip().lower()].comparator, (match.start() + match[0].startswith(" "), match.end())
