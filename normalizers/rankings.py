"""Quantities that are places in a ranking, parts of all that there are, and cases among so many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from normalizers.comparators import Comparison, comparison
from normalizers.measures import RANGE, Quantity, UnitKind, bases, unit_behind
from normalizers.numerals import FREE_BEFORE, value_of

WHOLE = r"\d{1,3}(?:\.\d{3})*"
PLACED = r"(?:(?:nằm|thuộc|lọt|xếp|đứng) )?(?:(?:trong|vào|thuộc) )?"
PEER = "tỉnh|địa phương|đơn vị|nước|quốc gia|bộ|sở|thành phố|huyện|xã|phường"
PEERS = rf"(?P<unit>(?:{PEER})(?:, (?:thành phố|tỉnh|phường|đặc khu))?)"
AHEAD = r"(?= (?:\S+ ){0,8}?(?:dẫn đầu|đứng đầu|hàng đầu|tốt|cao|khá|đầu)(?!\w)|[.,;)]|$)"
# "nằm trong nhóm 10 tỉnh dẫn đầu", "top 5" | not "nhóm 5 giải pháp trọng tâm"
LEADING = re.compile(rf"(?<!\w){PLACED}(?:nhóm|top|tốp) (?P<number>\d{{1,3}})(?: {PEERS})?{AHEAD}", re.IGNORECASE)
BEST = r"(?= (?:\S+ ){0,8}?(?:dẫn đầu|đứng đầu|hàng đầu|(?:tốt|nhanh|hiện đại|phát triển) nhất)(?!\w))"
# "nằm trong 4 tỉnh có môi trường tốt nhất", and then "và trong 10 nước …" | not "trong 5 xã nghèo", "thuộc 3 tỉnh"
AMONG = re.compile(
    rf"(?<!\w)(?:(?:nằm|đứng|lọt|xếp) (?:trong|vào|thuộc)|là một trong|(?<=và )(?P<too>trong|thuộc))(?: số| những)? "
    rf"(?P<number>\d{{1,3}}) {PEERS}{BEST}",
    re.IGNORECASE,
)
# "xếp thứ 12/34", "xếp hạng từ thứ 10 trở lên" | not "lần thứ 10"
RANKED = re.compile(
    r"(?<!\w)(?P<verb>xếp|đứng|đạt|xếp hạng|vị trí|thứ hạng)(?: từ)?(?: vị trí| hạng| xếp hạng)?(?: thứ| hạng) "
    r"(?P<number>\d{1,3})(?:/\d{1,3})?(?P<up> trở lên)?(?![\w/]|\.\d)",
    re.IGNORECASE,
)
# "95/141 xã", "80/100 điểm" | not "ngày 10/12", "trước 6/2027"
PART = re.compile(
    rf"(?<!ngày )(?<!tháng )(?<!trước )(?<!sau ){FREE_BEFORE}(?P<number>{WHOLE})/(?P<whole>{WHOLE})(?= [^\W\d])",
    re.IGNORECASE,
)
# "45/100.000 trẻ đẻ sống" | not "95/141 xã"
IN_RATE = re.compile(rf"{FREE_BEFORE}(?P<number>\d+(?:,\d+)?) ?/ ?(?=(?P<base>10{{0,2}}(?:\.000)+|10{{3,8}})(?![\w/]))")
# "tỷ suất tử vong … còn | 14/1.000"
RATED = re.compile(r"(?<!\w)(?:tỷ|tỉ) (?:suất|số)(?!\w)(?:[^;:.()]|\.(?=\d))*$", re.IGNORECASE)
FROM = re.compile(r" (?:xuống|lên)(?!\w)")  # "từ 15/1.000 | xuống 14/1.000"
RATED_SPAN = 120  # characters before a rate in which a word can say that it is one
COUNTED_IN_PARTS = frozenset({UnitKind.TERRITORY, UnitKind.FACILITY, UnitKind.ACTOR, UnitKind.PRODUCT, UnitKind.POINTS})


def ranks(text: str) -> Iterator[Quantity]:
    """Places in a ranking; the smaller the better, so "trong nhóm 10 tỉnh dẫn đầu" is <= 10."""
    among = list(AMONG.finditer(text))
    opened = next((match.end() for match in among if not match["too"]), len(text))
    among = [match for match in among if not match["too"] or match.start() > opened]
    for match in (*LEADING.finditer(text), *among, *RANKED.finditer(text)):
        grouped = match.re is not RANKED
        if not grouped and is_grade(text, match.end("number")):
            continue  # "đạt hạng 4 sao"
        verb = match.start() if grouped or match["verb"].lower() == "đạt" else match.end("verb")
        spans = () if match.re is LEADING else ((verb, match.start("number")),)
        said = Comparison("<=" if grouped or match["up"] else "=", spans, True)
        unit = (match["unit"] if grouped else None) or "thứ hạng"
        start = match.start()
        end = match.end("unit") if grouped and match["unit"] else match.end()
        yield Quantity(
            float(match["number"]),
            None,
            unit,
            UnitKind.RANK,
            said,
            start,
            match.start("number"),
            match.end("number"),
            end,
            end,
        )


def is_grade(text: str, at: int) -> bool:
    """Whether what follows a number, or the range that it opens, is a grade: "3 - 4 sao"."""
    span = RANGE.match(text, at)
    return unit_behind(text, span.end("second") if span else at)[1] is UnitKind.GRADE


def rates_on(text: str) -> Iterator[Quantity]:
    """Cases among so many: "xuống dưới 45/100.000 trẻ đẻ sống", "từ 15/1.000 xuống 14/1.000"."""
    source: tuple[int, int, float] | None = None  # where what it changes from starts and ends, and its value
    for match in IN_RATE.finditer(text):
        value, base = value_of(match["number"]), bases().match(text, match.end())
        start, end = match.span("number")
        rated = RATED.search(text, max(0, start - RATED_SPAN), start)
        stop = base.end() if base else match.end("base")
        if value is None or not (base or rated):
            continue
        said = comparison(text, start, end, stop)
        if FROM.match(text, stop):
            source = (said.start(start), stop, value)
            continue
        began = None
        if source and text[source[1] : said.start(start)].strip() == "":
            began = source[2]
            said = replace(said, spans=(source[:2], *said.spans), aims=True)
        source = None
        yield Quantity(value, None, text[end:stop].strip(), UnitKind.RATE, said, said.start(start), start, end,
                       stop, said.end(stop), began)  # fmt: skip


def parts(text: str) -> Iterator[Quantity]:
    """Counts with the number of all that there are: "95/141 xã" are 95."""
    for match in PART.finditer(text):
        value, whole = value_of(match["number"]), value_of(match["whole"])
        unit, kind, unit_end = unit_behind(text, match.end())
        if value is None or whole is None or value > whole or kind not in COUNTED_IN_PARTS:
            continue
        said = comparison(text, match.start(), match.end(), unit_end)
        yield Quantity(value, None, unit, kind, said, said.start(match.start()), match.start(), match.end(),
                       unit_end, said.end(unit_end))  # fmt: skip
