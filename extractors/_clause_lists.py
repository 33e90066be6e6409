"""What a sentence, or a line above, says for those that follow behind a colon or a semicolon: the year, what is measured."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractors._clause_cuts import CHANGE
from extractors._clause_shared import SHARE_OF
from extractors._clause_subjects import Told, beside, under
from extractors._clause_words import anywhere, opening

LONGEST_MEASURE = 20  # words before a colon that say what is measured
# "Tổng số hộ đạt 500 hộ, trong đó thương mại 50 hộ; dịch vụ 20 hộ" | not "500 hộ (trong đó thương mại 50 hộ)"
PARTED = re.compile(r"(?<!\w)(?:trong đó|gồm)(?!\w)(?P<closed>[^()]*\))?", re.IGNORECASE)
PARTS_FOLLOW = re.compile(r"[;.] (?:trong đó|bao gồm|gồm)(?!\w)", re.IGNORECASE)
# behind the last number before a colon: "20 hộ (trong đó", "20 tỷ đồng, giá trị nghề gốm"
TAIL = re.compile(r"[\s,.(]*(?:(?<!\w)trong đó(?: có| gồm)?|[,.] (?P<head>[^,;:.()\d]{3,90}))\s*\Z", re.IGNORECASE)
MAKE_UP = re.compile(r"cơ cấu(?!\w)", re.IGNORECASE)
COUNTED = re.compile(r"\d ?%")
MATTERS = re.compile(r",|(?<!\w)và(?!\w)", re.IGNORECASE)
TRAILS = re.compile(
    r"(?:[,;:\s]+(?:trong đó|cụ thể|như sau|cụ thể như sau|gồm|bao gồm|phấn đấu|phấn đấu đạt|đạt|là|chuyển dịch))*"
    r"[^\w”’\"')%]*\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class LedIn:
    """What holds for the next sentence: "Đến năm 2030: …", "Tỷ lệ hồ sơ trực tuyến: …".

    over: what the whole list is about, said before a colon and not itself counted: "Cơ cấu kinh tế: dịch vụ: 40%; …".
    """

    year: int | None = None
    told: Told = Told()
    over: str = ""
    first: Told | None = None  # what the first member of the sentence says for members counted as that one is

    def for_unit(self, unit: str) -> LedIn:
        """What holds for a sentence whose first quantity has this unit."""
        bound = not self.over and self.told.unit not in (None, unit)  # holds for another unit alone
        return replace(self, told=self.first) if self.first and bound and unit == self.first.unit else self

    def headed(self, words: str, year: int | None) -> LedIn:
        """What holds behind the colon of words that say what is measured, or no more than when: "Năm 2026: …"."""
        if not words:
            return LedIn(year, Told(self.over, headed=bool(self.over), over=bool(self.over)), self.over)
        if opening("subject").match(words):
            return LedIn(year, Told(words, headed=True, over=MAKE_UP.match(words) is not None), words)
        if self.over:
            return LedIn(year, Told(under(self.over, words), headed=True), self.over)
        return LedIn(year, Told(beside(self.told.subject, words) or words, headed=True))

    def counted(self, told: Told, unit: str, year: int | None, *, at_once: bool, parted: bool) -> LedIn:
        """What holds behind a sentence with targets; told: what it says for the next, unit: what its last one is counted in,
        at_once: whether it opens with a number, parted: whether parts of what it counts follow.
        """
        itself = at_once and self.told.headed and self.told.subject == self.over  # "Số hộ: 250 hộ; …"
        ended = self.told.unit is not None and told.unit is None  # the list of parts, by what is counted otherwise
        over = (told.subject or told.measured) if parted else "" if itself or ended else self.over
        alike = unit if parted or not over or told.unit is not None else None
        return LedIn(year or self.year, Told(over or told.subject, told.measured, over=bool(over), unit=alike), over)


def led_by(head: str) -> LedIn:
    """What a line that ends in a colon says for the list under it: "Tỷ lệ hồ sơ nộp trực tuyến đạt:"."""
    words = without_trails(head)
    if not names_measure(words) or anywhere("heads").search(words):
        return LedIn()
    return LedIn(told=Told(words, headed=True, over=True), over=words)


def names_measure(words: str) -> bool:
    """Whether words before a colon say what is measured, and not of which matters the list is: "Thu nhập, việc làm"."""
    if COUNTED.search(words):  # "Tốc độ tăng đạt 9%, trong đó": a number that was no aim
        return False
    words = words[change.end() :] if (change := CHANGE.match(words)) else words  # "Giảm tỷ lệ trẻ thấp còi: …"
    if opening("subject").match(words) is None:
        return False
    if SHARE_OF.match(words) or MAKE_UP.match(words):  # what a list of parts can be under, however told
        return True
    return len(words.split()) > 2 and not MATTERS.search(words)


def without_trails(words: str) -> str:
    """The words before a colon without those that only lead to the list: "Tỷ lệ hộ nghèo giảm, cụ thể như sau"."""
    return TRAILS.sub("", words)


def tail_of(text: str, start: int, end: int, *, followed: bool) -> re.Match[str] | None:
    """What stands behind the last number before a colon at end and belongs to what follows it, if anything does.

    followed: a number follows at once: "20 lượt khách, khách nội địa: 15 lượt khách".
    """
    tail = TAIL.search(text, start, end) if text[end : end + 1] == ":" else None
    return tail if tail and (tail["head"] is None or followed or opening("subject").match(tail["head"])) else None
