"""The year that a clause states for its target: at its start, before or behind its quantity, or for all that follows."""

from __future__ import annotations

import re

from extractors._clause_aims import BASELINE
from extractors._clause_openings import opening_year
from extractors._clause_words import TRIM
from extractors._fields import ACT, UNTIL, YEAR

OF_YEAR = re.compile(rf"(?<!\w)(?<!từ )năm ({YEAR})(?!\w)")  # "dự toán năm 2025" | not "năm 2025a"
# "đạt 98% năm 2026", "đạt 20% GDP năm 2030", "8%/năm thời kỳ 2026-2030" | not "98% kế hoạch năm 2026"
BEHIND = re.compile(
    rf"(?: GR?DP)? ?(?:trong |vào )?(?:năm|(?:giai đoạn|thời kỳ) {YEAR} ?[-–]) ?(?P<year>{YEAR})", re.IGNORECASE
)
# "thu nhập bình quân năm 2030 | đạt 90 triệu đồng", "tỷ lệ năm 2027 là | 20%" | not "so với năm 2024 | tăng 5%"
BEFORE = re.compile(
    rf"(?<!\w)(?:(?:đến|vào|trong|hết)(?: hết| cuối)? )?(?:năm|(?:giai đoạn|thời kỳ) (?:từ )?{YEAR} ?[-–]) ?(?P<year>{YEAR})"
    r"(?:,|(?: (?:là|sẽ|phải))*) ?\Z",
    re.IGNORECASE,
)
LATE = re.compile(rf"(?<!\w)(?:vào|trong|đến|trước|hết)(?: hết| cuối)? năm (?P<year>{YEAR})(?!\w)", re.IGNORECASE)
# "trồng 500 ha trong giai đoạn 2026-2030" | not "theo Chương trình giai đoạn 2021-2025"
PERIOD = re.compile(
    rf"(?<!\w)(?:trong|bình quân|trung bình|mỗi năm|hằng năm|hàng năm)(?: cả)? (?:giai đoạn|thời kỳ) {YEAR} ?[-–] ?"
    rf"(?P<year>{YEAR})(?!\w)",
    re.IGNORECASE,
)
# "Thể thao cho mọi người, giai đoạn 2026 - 2030", "Mục tiêu (đến năm 2030)": at the end of a line that heads others
HEADED = re.compile(
    rf"(?:\A|[,(–-] ?)(?:(?:trong|đến|vào|hết) )?(?:năm|giai đoạn|thời kỳ) (?:{YEAR} ?[-–] ?)?(?P<year>{YEAR})\)?\W*\Z",
    re.IGNORECASE,
)
# "giảm 10% so với | trung bình giai đoạn 2021-2025": no year to reach
COMPARED_WITH = re.compile(r"(?<!\w)(?:so(?: với)?|hơn|bằng)(?: mức| số| kết quả)? ?\Z", re.IGNORECASE)
LONGEST_COMPARED = 20  # characters of such words
# "hoàn thành cấp tiểu học năm 2027" | not "tăng so với năm 2027"
AT_END = re.compile(rf"(?<!\w)(?<!so với )(?<!so )(?<!kỳ )(?<!hơn )năm (?P<year>{YEAR})[{re.escape(TRIM)}]*\Z")


def stated_year(text: str, start: int, end: int) -> int | None:
    """The year that a clause states for itself: at its start, or "vào năm 2028" in it."""
    opened = opening_year(text, start, end)
    if opened is not None:
        return opened
    late = [
        int(match["year"])
        for pattern in (LATE, PERIOD)
        for match in pattern.finditer(text, start, end)
        if not COMPARED_WITH.search(text, max(start, match.start() - LONGEST_COMPARED), match.start())
    ]
    if late:
        return late[-1]
    until = UNTIL.search(text, start, end)
    return int(until["year"]) if until and not until["vision"] and until[0].lower().startswith("đến") else None


def year_beside(text: str, start: int, first: int, last: int, end: int) -> int | None:
    """The year right before the quantities text[first:last] of a clause, or right behind: "năm 2030 đạt 90%"."""
    behind = BEHIND.fullmatch(text, last, end)
    if behind:
        return int(behind["year"])
    before = BEFORE.search(text[start:first])
    compared = before and any(base.end() >= before.end("year") for base in BASELINE.finditer(text[start:first]))
    return int(before["year"]) if before and not compared else None


def year_at_end(words: str) -> int | None:
    """The bare year that the words of a clause end with."""
    found = AT_END.search(words)
    return int(found["year"]) if found else None


def year_of_head(words: str) -> int | None:
    """The year or the last year of the period that words before a colon end with."""
    found = HEADED.search(words)
    return int(found["year"]) if found else None


def year_of_bracket(words: str) -> int | None:
    """The year behind a bracket, for all in it: "(95% người …, 90% người …) vào năm 2030"."""
    late = LATE.search(words, words.find(")") + 1)
    return int(late["year"]) if late else None


def left_out_year(words: str) -> int | None:
    """The year in the words before a clause that are no part of it: "trong dự toán năm 2025 để bố trí …"."""
    years = OF_YEAR.findall(words)
    return int(years[-1]) if years and not ACT.search(words) and not BASELINE.search(words) else None


def without_year(words: str) -> str:
    """Words without the year that they end with or state: "số hộ vào năm 2028" → "số hộ"."""
    return AT_END.sub("", PERIOD.sub("", LATE.sub("", words))).strip(TRIM)
