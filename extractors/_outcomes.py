"""Cells that hold a time, and cells that hold what comes of a task and by when: "Báo cáo; Quý II/2026"."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from normalizers.deadlines import deadlines
from normalizers.unit_lists import looks_like_units

LONGEST_TIME: Final = 120  # characters of a cell that holds nothing else
ANY_YEAR: Final = 2000  # for times without a year: what they are is asked, not when
LEADS_IN: Final = re.compile(r"[-–+\s(]*(?:thời (?:gian|hạn)[^:]{0,20}:)?\s*", re.IGNORECASE)
# how words of time begin | not "Kế hoạch năm 2026", "Báo cáo quý"
BEGINS: Final = re.compile(
    r"(?:quý|tháng|năm|trước|trong|hằng|hàng|thường xuyên|định kỳ|chậm nhất|hoàn thành|đến|hết|cả năm|giai đoạn|từ"
    r"|sau khi)(?!\w)|ngày \d|\d",
    re.IGNORECASE,
)
BREAK: Final = re.compile(r"(?P<end>[\n;]\s*)|\s")


class Outcome(NamedTuple):
    """What comes of a task and by when, each empty where the cell does not tell them apart."""

    deliverable: str
    time: str


def is_time(text: str) -> bool:
    """Whether a cell holds nothing but a time."""
    return len(text) <= LONGEST_TIME and bool(deadlines(text, ANY_YEAR)) and not looks_like_units(text)


def parted(text: str) -> Outcome:
    """The two parts of a cell whose last or only piece is a time; one that names a time elsewhere is left as it is.

    A piece that begins anew behind a lost line end counts: "Quyết định công bố Hằng năm".
    """
    breaks = (found for found in BREAK.finditer(text) if found["end"] or text[found.end() : found.end() + 1].isupper())
    for start in (0, *(found.end() for found in breaks)):
        if _is_bare_time(text[start:]):
            return Outcome(text[:start].strip(" ;\n"), text[start:].strip())
    return Outcome("", text) if deadlines(text, ANY_YEAR) else Outcome(text, "")


def _is_bare_time(piece: str) -> bool:
    """Whether a piece is a time alone: "Quý II/2026", "hoàn thành trước 30/6" | not "Kế hoạch năm 2026"."""
    bare = LEADS_IN.sub("", piece, count=1)
    return bool(BEGINS.match(bare)) and is_time(bare)
