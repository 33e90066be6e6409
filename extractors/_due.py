"""By when a duty in prose falls due: the first words that say so."""

from __future__ import annotations

import re

DAY_MONTH = (
    r"(?:\d{1,2}(?:/|\stháng\s)\d{1,2}(?:(?:/|\snăm\s)(?:199|20\d)\d)?(?![\d/])|\d{1,2}[-.]\d{1,2}[-.](?:199|20\d)\d(?!\d))"
)
HOUR = r"\d{1,2}(?:h(?:\d\d)?|:\d\d|\sgiờ(?:\s\d{1,2}(?:\sphút)?)?)"
BY = rf"(?:hoàn thành\s|xong\s)?(?:trước|chậm nhất|muộn nhất)(?:\s(?:là|vào|ngày|trong|{HOUR}))*"
EACH = r"(?:hằng|hàng|mỗi)\s"
PERIOD = r"(?:tuần|tháng|quý|(?:0?6|sáu)\stháng|năm)"
COUNT = r"\d{1,3}(?:\s\([^()]{2,20}\))?"

# "trước ngày 15/12/2026", "trước ngày 15/6 và ngày 15/11", "trước ngày 15 tháng 11 hằng năm" | not "ngày 15/02/2023 của"
ON_A_DAY = rf"{BY}\s{DAY_MONTH}(?:\s{EACH}năm)?(?:(?:,|\svà)\s(?:trước\s)?(?:ngày\s)?{DAY_MONTH})*"
# "trong tháng 6/2026", "trước quý II năm 2026", "hoàn thành trong quý II" | not "trong tháng 9"
IN_A_PERIOD = (
    r"(?:(?:hoàn thành|xong)\s)?(?:trong|trước|chậm nhất trong)\s(?:tháng\s\d{1,2}|quý\s[IV1-4]+)(?:/|\snăm\s)20\d\d"
    r"|(?:hoàn thành|xong)\s(?:trong|trước)\s(?:tháng\s\d{1,2}|quý\s[IV1-4]+)(?!/|\snăm\s)"
)
# behind a colon in brackets: "Phủ sóng wifi (Phòng Kinh tế chủ trì; thời gian: Quý III/2026)"
AFTER_A_COLON = r"(?:thời gian|thời hạn)(?:\s(?:thực hiện|hoàn thành))?\s?:\s?(?P<told>[^;.()\n]{3,60})"
# "trước ngày 25 tháng cuối quý", "chậm nhất ngày 05 tháng sau", "định kỳ ngày 20 hằng tháng", "thứ Năm hằng tuần"
DAY_OF_EACH = (
    rf"(?:{EACH}ngày,?\s(?:trước|vào(?: lúc)?)\s{HOUR}|(?:trước|vào(?: lúc)?)\s{HOUR}\s{EACH}ngày)|"
    rf"(?:định kỳ\s)?(?:{BY}\s|vào\s)?(?:ngày\s)?\d{{1,2}}\s(?:của\s)?"
    rf"(?:tháng\s(?:cuối\s(?:của\s)?(?:{EACH})?quý|sau|liền kề|kế tiếp)|{EACH}(?:tháng|quý))"
    rf"|(?:vào\s)?(?:chiều\s|sáng\s)?thứ\s(?:hai|ba|tư|năm|sáu|bảy|[2-7])\s{EACH}tuần"
)
# "chậm nhất 60 ngày kể từ ngày Kế hoạch có hiệu lực", "trong vòng 05 ngày làm việc sau khi kết thúc"
AFTER_AN_EVENT = (
    rf"(?:trong(?:\s(?:vòng|thời hạn))?|chậm nhất(?:\slà)?|không quá|sau)\s{COUNT}\s(?:ngày|tuần|tháng)(?:\slàm việc)?,?"
    r"\s(?:kể\stừ|từ|sau)\s(?:ngày|khi)\b[^,.;()]{0,60}"
    rf"|sau\s{COUNT}\sngày(?:\slàm việc)?\s(?:kết thúc|tổ chức|nhận được)\b[^,.;()]{{0,40}}"
)
# "định kỳ hằng quý", "định kỳ 6 tháng, hằng năm", "định kỳ 2 tuần/lần"; "Hằng năm," that opens a clause
EVERY_PERIOD = (
    rf"định kỳ,?\s(?:\d{{1,2}}\s(?:tuần|tháng)/lần|(?:{EACH})?{PERIOD}(?:(?:,|\svà)\s(?:{EACH})?{PERIOD})*)"
    rf"|(?:(?<=^)|(?<=[;:.,]\s)){EACH}{PERIOD}(?=,|\s\(|\s(?:báo cáo|tổng hợp|xây dựng|lập|rà soát|tổ chức|gửi))"
)
DUE = re.compile(
    rf"(?<!\w)(?:{DAY_OF_EACH}|{ON_A_DAY}|{AFTER_AN_EVENT}|{IN_A_PERIOD}|{EVERY_PERIOD}|{AFTER_A_COLON})(?!\w)",
    re.IGNORECASE,
)


def due_in(text: str) -> str | None:
    """The words of a sentence that say by when or how often something is to be done; None where none do."""
    found = DUE.search(text)
    return (found["told"] or found[0]).strip() if found else None
