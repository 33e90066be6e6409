"""What a clause opens with and does not measure: who sets the aim, words that lead in, by when."""

from __future__ import annotations

import functools
import re

from extractors._clause_words import behind_marks, opening
from extractors._fields import YEAR, year_in
from normalizers.wordings import clause_words

LEVEL = "(?: (?:cụ thể|chủ yếu|chính|cơ bản|quan trọng|chung|tổng quát|phấn đấu|sau|như sau|như|là))*"
# "Đại hội đề ra mục tiêu cụ thể là | tỷ lệ …", "… với một số chỉ tiêu chủ yếu: | tỷ lệ …", "… góp phần đạt mục tiêu | 90%
# trẻ …", "xác định mục tiêu phát triển nhà ở là | diện tích …" | not "đạt mục tiêu 5%"
SETS_OUT = (
    r"(?:đặt|đề|đưa|nêu)(?: ra)?|xác định(?: rõ)?|thống nhất|thông qua|hướng (?:tới|đến)|với|là|góp phần (?:đạt|hoàn thành)"
)
NAME = r"(?-i:[A-ZĐÀ-Ỹ][a-zđà-ỹ]+(?: [A-ZĐÀ-Ỹ][a-zđà-ỹ]*)*)"  # "Hà Tĩnh" | not "GRDP"
FULL_NAME = NAME[:-2] + "+)"  # "Duy Xuyên" | not "Tỉnh"
TIME = "đến|hết|cuối|giai đoạn|năm|các năm|quý|tháng|kỳ"
# "Đến năm 2030,", "Đến 31/12/2026:", "Trong giai đoạn 2026 - 2030", "Hằng năm" at the start of a clause | not "Năm nhiệm vụ"
ADJUNCT = re.compile(
    r"(?:(?:phấn đấu )?(?:đến|tới|trong|từ|hết|vào|trước|giai đoạn|năm|cuối|các|hằng|hàng|mỗi)"
    rf"(?: (?:{TIME}|ngày|[ivx]+(?=/)|\d{{1,2}}))*(?: ?(?:\d{{1,2}}/)?[ivx\d]{{0,3}}/?{YEAR}(?: ?[-–] ?{YEAR})?)+"
    rf"(?:(?:, | và ){YEAR})*"
    r"(?: và (?:các|những) năm tiếp theo)?|(?:hằng|hàng) năm|hằng quý|(?:đến )?(?:hết|cuối) năm(?: nay| này)?)(?!\w)[ ,:]*",
    re.IGNORECASE,
)
# "Tỉnh phấn đấu đến năm 2030 có …", "đề ra mục tiêu đến năm 2030 là …": said before all that the sentence sets out
STRIVEN = re.compile(
    rf"(?<!\w)(?:phấn đấu|dự kiến|(?:mục tiêu|chỉ tiêu){LEVEL}),? (?:đến|tới|trong|hết)? ?(?:hết |cuối )?năm "
    rf"(?P<year>{YEAR})(?! ?[-–] ?\d)(?!\w)",
    re.IGNORECASE,
)

AHEAD = 100  # characters behind a clause that may tell whether its last words lead in: "phấn đấu | đạt ít nhất 95%"


@functools.cache
def announcing() -> re.Pattern[str]:
    """Words that announce what is set out, and those that say of which matter it is before "là"."""
    subject = rf"(?:{clause_words('subject')})(?!\w)"
    matter = rf" (?!{subject})[^,;:.()]{{3,60}}? là (?={subject})"
    return re.compile(
        rf"(?<!\w)(?:{SETS_OUT})(?: (?:các|những|một số|\d+))? (?:mục tiêu|chỉ tiêu)"
        rf"(?:{matter}|{LEVEL}(?!\w)(?! (?:kế hoạch|quốc gia))[ :]*)|(?<!\w)(?:mục tiêu|chỉ tiêu){matter}",
        re.IGNORECASE,
    )


@functools.cache
def leads() -> re.Pattern[str]:
    """All the lead-in words at the start of a clause: "trong đó phấn đấu ", "huyện Hoa Lư phấn đấu ", "toàn tỉnh có " before
    a number; matches nothing, too.
    """
    aimer = f"(?:{clause_words('aimer')})"
    named = f"(?:{aimer} {NAME}|{FULL_NAME}|(?=(?:toàn|cả) ){aimer})"
    strives = rf"(?:{aimer}|{named})(?: (?:cũng|sẽ|cần|phải|tiếp tục))*(?: (?:phấn đấu|đặt mục tiêu|quyết tâm)| sẽ(?= \w))"
    takes = (
        rf"{aimer} (?:sẽ )?(?=(?!có )(?:{clause_words('count verb')}) (?:(?:trên|hơn|khoảng|ít nhất|tối thiểu|từ|gần) )*\d)"
    )
    has = rf"{named} (?:sẽ )?(?=(?:có|đạt) (?:(?:trên|hơn|khoảng|ít nhất|tối thiểu|từ|gần) )*\d)"
    by = rf"theo (?:đó|(?:{clause_words('authority')})(?: [^\s,;:.\d]+){{0,6}}),"
    led = rf"(?:{clause_words('lead')}|{strives})(?!\w)"
    return re.compile(rf"(?:(?:{led}|{takes}|{has}|{by})[ ,:]*)*", re.IGNORECASE)


def announced(text: str, start: int, limit: int) -> int:
    """Where what is set out begins behind the words that announce it: "Kế hoạch đề ra mục tiêu là | tỷ lệ …"; start if
    nobody announces it there, or what is measured stands before.
    """
    found = [match.end() for match in announcing().finditer(text, start, limit)]
    measured = opening("subject").match(text, behind_marks(text, start, limit))
    return found[-1] if found and not measured else start


def behind_opening(text: str, start: int, limit: int) -> int:
    """Behind who sets the aim, the lead-in words and the adjuncts of time, at most at limit."""
    start = announced(text, start, limit)
    end = limit + AHEAD
    while True:
        begin = behind_marks(text, start, limit)
        lead = leads().match(text, begin, end)
        begin = lead.end() if lead else begin
        adjunct = ADJUNCT.match(text, begin, end)
        begin = adjunct.end() if adjunct else begin
        if begin > limit:
            return behind_marks(text, start, limit)
        if begin == start:
            return begin
        start = begin


def opening_year(text: str, start: int, end: int) -> int | None:
    """The year in the adjunct of time that text[start:end] opens with: "Phấn đấu đến năm 2030, …"."""
    return _year_at(text, start, end) or _year_at(text, announced(text, start, end), end)


def _year_at(text: str, start: int, end: int) -> int | None:
    begin = behind_marks(text, start, end)
    while (lead := leads().match(text, begin, end)) and lead.end() > begin:
        begin = lead.end()
    adjunct = ADJUNCT.match(text, begin, end)
    return year_in(adjunct[0]) if adjunct else None


def year_for_all(text: str, start: int, end: int) -> int | None:
    """The year that a sentence states, before its first quantity at end, for all that it and its list set out."""
    opened = opening_year(text, start, end)
    striven = STRIVEN.search(text, start, end) if opened is None else None
    return int(striven["year"]) if striven else opened
