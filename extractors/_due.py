"""By when a duty in prose falls due: the words that say so."""

from __future__ import annotations

import functools
import re

from extractors._duty_words import duty_words
from extractors._subjects import SENTENCE
from normalizers.wordings import any_of

YEAR = r"(?:199|20\d)\d"
DAY_MONTH = rf"(?:\d{{1,2}}(?:/|\stháng\s)\d{{1,2}}(?:(?:/|\snăm\s){YEAR})?(?![\d/])|\d{{1,2}}[-.]\d{{1,2}}[-.]{YEAR}(?!\d))"
HOUR = r"\d{1,2}(?:h(?:\d\d)?|:\d\d|\sgiờ(?:\s\d{1,2}(?:\sphút)?)?)"
DONE = r"(?:hoàn thành|xong)\s"
BOUND = r"(?:trước|chậm nhất|muộn nhất|không quá|không muộn hơn|(?<!tính )đến hết)"
BY = rf"(?:{DONE})?{BOUND}(?:\s(?:là|vào|ngày|trong|{HOUR}))*"
EACH = r"(?:hằng|hàng|mỗi)\s"
PERIOD = r"(?:ngày|tuần|tháng|quý|(?:0?6|sáu)\stháng|năm)"
COUNT = r"\d{1,3}(?:\s\([^()]{2,20}\))?"
MONTH_OR_QUARTER = r"(?:tháng\s\d{1,2}|quý\s[IV1-4]+)"
CLAUSE_ENDS = r"(?=\s?(?:[,;.]|$))"

# "trước ngày 15/12/2026", "trước ngày 15/6 và ngày 15/11", "trước ngày 15 tháng 11 hằng năm" | not "ngày 15/02/2023 của"
ON_A_DAY = (
    rf"(?:{BY}|{DONE}(?:trong|vào)\sngày)\s{DAY_MONTH}(?:\s{EACH}năm)?"
    rf"(?:(?:,|\svà)\s(?:trước\s)?(?:ngày\s)?{DAY_MONTH})*"
)
# "trong tháng 6/2026", "trước quý II năm 2026", "vào cuối năm 2028", "hoàn thành trong quý II" | not "trong tháng 9"
IN_A_PERIOD = (
    rf"(?:{DONE})?(?:trong|trước|vào|chậm nhất trong|không quá|không muộn hơn|(?<!tính )(?:đến )?hết)"
    rf"\s{MONTH_OR_QUARTER}(?:/|\snăm\s){YEAR}"
    rf"|{DONE}(?:trong|trước)\s{MONTH_OR_QUARTER}(?!/|\snăm\s)"
    rf"|(?:{DONE}(?:trong|trước|(?:đến )?hết)|vào(?:\s(?:đầu|giữa|cuối))?)\snăm\s{YEAR}"
    rf"|(?<=\(){MONTH_OR_QUARTER}(?:/|\snăm\s){YEAR}(?=\)\s?(?:[;.]|$))"
)
# "tại kỳ họp thường lệ cuối năm 2026", "trình phiên họp tháng 12/2026" | not "tại kỳ họp thứ Hai"
AT_A_SESSION = (
    r"(?:tại|trong|trước|trình)\s(?:kỳ|phiên)\shọp(?:\s(?!tháng)[^\W\d_]+){0,3}?"
    rf"\s(?:(?:giữa|cuối)\snăm(?:\s{YEAR})?|tháng\s\d{{1,2}}(?:(?:/|\snăm\s){YEAR})?)(?![\d/])"
)
# behind a colon in brackets: "Phủ sóng wifi (Phòng Kinh tế chủ trì; thời gian: Quý III/2026)"
AFTER_A_COLON = r"(?:thời gian|thời hạn)(?:\s(?:thực hiện|hoàn thành))?\s?:\s?(?P<told>[^;.()\n]{3,60})"
# "trước ngày 25 tháng cuối quý", "chậm nhất ngày 05 tháng sau", "định kỳ ngày 20 hằng tháng", "thứ Năm hằng tuần"
DAY_OF_EACH = (
    rf"(?:{EACH}ngày,?\s(?:trước|vào(?: lúc)?)\s{HOUR}|(?:trước|vào(?: lúc)?)\s{HOUR}\s{EACH}ngày)|"
    rf"(?:định kỳ\s)?(?:{BY}\s|vào\s)?(?:ngày\s)?\d{{1,2}}\s(?:của\s)?"
    rf"(?:tháng\s(?:cuối\s(?:của\s)?(?:{EACH})?quý|sau|liền kề|kế tiếp)|{EACH}(?:tháng|quý))"
    rf"|(?:vào\s)?(?:chiều\s|sáng\s)?thứ\s(?:hai|ba|tư|năm|sáu|bảy|[2-7])\s{EACH}tuần"
    rf"|trước\smùa\s(?:mưa|bão|lũ|khô)(?:\s(?:mưa|bão|lũ|lụt))?(?:,?\s{EACH}năm)?"
)
# "chậm nhất 60 ngày kể từ ngày Kế hoạch có hiệu lực", "trong vòng 05 ngày làm việc sau khi kết thúc", "chậm nhất 02 ngày"
AFTER_AN_EVENT = (
    rf"(?:trong(?:\s(?:vòng|thời hạn))?|chậm nhất(?:\slà)?|không quá|sau)\s{COUNT}\s(?:ngày|tuần|tháng)(?:\slàm việc)?,?"
    r"\s(?:kể\stừ|từ|sau)\s(?:ngày|khi|mỗi|đợt|kỳ|cuộc)\b[^,.;()]{0,60}"
    rf"|sau\s{COUNT}\sngày(?:\slàm việc)?\s(?:kết thúc|tổ chức|nhận được)\b[^,.;()]{{0,40}}"
    rf"|chậm nhất(?:\slà)?\s(?:sau\s)?{COUNT}\sngày(?:\slàm việc)?(?!\s\d)"
)
# "định kỳ hằng quý", "định kỳ 6 tháng, hằng năm", "định kỳ 2 tuần/lần"; "Hằng năm," that opens a clause
EVERY_PERIOD = (
    rf"định kỳ,?\s(?:\d{{1,2}}\s(?:tuần|tháng)/lần|(?:{EACH})?{PERIOD}(?:(?:,|\svà)\s(?:{EACH})?{PERIOD})*)"
    rf"|^{EACH}{PERIOD}(?=,?\s[^\W\d_])"
    rf"|(?<=[;:.,]\s){EACH}{PERIOD}(?=,|\s\(|\s(?:báo cáo|tổng hợp|xây dựng|lập|rà soát|tổ chức|gửi))"
)
AS_IT_GOES = r"theo\s(?:đúng\s)?tiến độ\s(?:(?!\svà\s)[^,;.()\n]){3,60}(?=[;.]|$)"  # "theo tiến độ của dự án."
# A phrase behind another that is no deadline of its own: it tells the day of what recurs, or what others do by then.
EVERY = re.compile(rf"định kỳ|{EACH}", re.IGNORECASE)
WITH_YEAR = re.compile(YEAR)
OF_ANOTHER = re.compile(r"\s(?:để|nhằm)\s[^;]*$")


def due_in(text: str) -> str | None:
    """The words that say by when or how often something is to be done, parted by "; "; None where none do.

    All of the first sentence that says a time: what stands behind it may be the duty of others.
    """
    for sentence in SENTENCE.split(text):
        told: list[str] = []
        end = 0
        for found in _due().finditer(sentence):
            words = (found["told"] or found[0]).strip()
            apart = OF_ANOTHER.search(sentence[end : found.start()]) if told else None
            end = found.end()
            if apart is None and not _tells_more(words, told):
                told.append(words)
        if told:
            return "; ".join(told)
    return None


def _tells_more(words: str, told: list[str]) -> bool:
    """Whether a phrase says again what one before it said, or on which day of each year: "…, trước ngày 10/11"."""
    if any(words.lower() == before.lower() for before in told):
        return True
    return any(EVERY.match(before) for before in told) and WITH_YEAR.search(words) is None


@functools.cache
def _due() -> re.Pattern[str]:
    """All the ways to say it, with those that hang on a verb: "thường xuyên rà soát", "sơ kết hằng năm"."""
    done = "|".join(rf"(?<={verb}\s)" for verb in sorted(duty_words("done each period")))  # | not "dự toán hằng năm"
    at_the_end = rf"(?:(?:{done}){EACH}{PERIOD}|{EACH}(?:ngày|tuần)){CLAUSE_ENDS}"
    lasting = "".join(rf"(?<!{noun}\s)" for noun in sorted(duty_words("lasting")))  # | not "chi thường xuyên"
    continuous = rf"{lasting}thường xuyên(?=,?\s(?:{any_of(duty_words('verb'))})(?!\w))"
    ways = (DAY_OF_EACH, ON_A_DAY, AFTER_AN_EVENT, IN_A_PERIOD, AT_A_SESSION, EVERY_PERIOD, at_the_end, AFTER_A_COLON)
    return re.compile(rf"(?<!\w)(?:{'|'.join((*ways, AS_IT_GOES, continuous))})(?!\w)", re.IGNORECASE)
