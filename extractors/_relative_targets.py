"""Targets without a number: higher or lower than in an earlier year."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from extractors._clause_aims import BASELINE
from extractors._clause_cuts import Piece
from extractors._clause_metrics import without
from extractors._clause_openings import behind_opening
from extractors._clause_words import before_marks
from extractors._fields import YEAR

ANY_YEAR = re.compile(YEAR)
UP = "tăng|cao|tốt|nhiều|nâng|cải thiện|lớn|vượt|nâng cao"
DOWN = "giảm|thấp|ít|hạ"
MORE = "cao|thấp|dần|thêm|nhiều|mạnh|điểm|bậc|ít|tốt|điểm số|thứ hạng|tỷ lệ"
# "giảm nhiều hơn so với năm 2022", "thấp hơn năm trước" | not "giảm số lượng theo chương trình" (no baseline)
RELATIVE = re.compile(
    rf"(?<!\w)(?:(?P<up>{UP})|{DOWN})(?: (?:{MORE}))*(?P<than> hơn)?(?: điểm)? (?P<base>{BASELINE.pattern})"
    rf"|(?<!\w)(?:(?P<up_than>{UP})|{DOWN}) (?P<base_than>{BASELINE.pattern.replace('?P<year>', '')})",
    re.IGNORECASE,
)
# "giảm | tỷ lệ trẻ em bị đuối nước | so với năm 2025" | not "giảm 5% so với năm 2025"
OPENING = re.compile(
    rf"(?:(?P<up>tăng|nâng)|giảm|kéo giảm)(?!\w)(?P<what> [^;:.\d]{{8,}}) {BASELINE.pattern}", re.IGNORECASE
)
# "Nâng cao chất lượng phục vụ, phấn đấu | chỉ số cao hơn năm 2025"
LED_IN = re.compile(r", (?:phấn đấu|đảm bảo|bảo đảm)(?= )", re.IGNORECASE)


class Relative(NamedTuple):
    """A comparison with an earlier year that is to hold: text[start:end], and what shall be more or less than then."""

    start: int
    end: int
    comparator: Literal[">prev", "<prev"]
    metric: str
    baseline_year: int | None


def relative(text: str, piece: Piece) -> Relative | None:
    """The comparison that a clause without a number sets out, if it does."""
    match = RELATIVE.search(text, piece.start, piece.end)
    if match is None:
        return _opening(text, piece)
    base = ANY_YEAR.search(match["base"] or match["base_than"])
    raised = [lead.end() for lead in LED_IN.finditer(text, piece.start, match.start())]
    start = behind_opening(text, raised[-1] if raised else piece.start, match.start())
    end = before_marks(text, piece.end, match.end())
    words = without(text, start, end, [match.span()])
    up = match["up"] or match["up_than"]
    return Relative(start, end, ">prev" if up else "<prev", words, int(base[0]) if base else None) if words else None


def _opening(text: str, piece: Piece) -> Relative | None:
    """The comparison of a clause that opens with a rise or a fall: "giảm tỷ lệ trẻ em bị đuối nước so với năm 2025"."""
    match = OPENING.match(text, behind_opening(text, piece.start, piece.end), piece.end)
    if match is None:
        return None
    year = int(match["year"]) if match["year"] else None
    return Relative(match.start(), match.end(), ">prev" if match["up"] else "<prev", match["what"].strip(), year)
