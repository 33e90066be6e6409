"""Where the clause of a target begins and ends: without what leads in, raises, says when, or what it is for."""

from __future__ import annotations

import functools
import re

from extractors._clause_cuts import HOW_MANY, Piece
from extractors._clause_metrics import Clause
from extractors._clause_openings import ADJUNCT, behind_opening
from extractors._clause_words import before_marks, opening
from normalizers.measures import Quantity
from normalizers.wordings import clause_words

# "95% hồ sơ được giải quyết đúng hạn | nhằm nâng cao chất lượng": what it is for
PURPOSE = re.compile(r" (?:nhằm|góp phần|qua đó) ", re.IGNORECASE)
LEAST_SAID = 4  # words behind a quantity before what it is for
BARE = re.compile(
    r"(?:phấn đấu|đảm bảo|bảo đảm|sẽ|là|có|với|(?:ít nhất|tối thiểu)(?= (?:có|phải có) (?:ít nhất|tối thiểu))) +",
    re.IGNORECASE,
)  # "phấn đấu có ít nhất" → "ít nhất" | not "có trình độ …"


def trimmed(text: str, piece: Piece, amounts: tuple[Quantity, ...]) -> Clause:
    """The clause without adjuncts of time, lead-in words and closing marks."""
    first = amounts[0]
    start = behind_opening(text, piece.start, first.start)
    for match in _raising().finditer(text, start, first.start):
        if ADJUNCT.match(text, match.end()):  # "… để | đến năm 2030 có 90% …"
            start = match.end()
        purpose = match[0].lower().startswith(("để", "nhằm")) and len(text[match.end() : first.start].split()) <= 2
        measured = opening("subject").match(text, match.end()) or HOW_MANY.match(text, match.end())
        if purpose or match.end() >= first.start or measured:
            start = match.end()
    start = behind_opening(text, start, first.start)
    carried = _carrying().match(text, start, first.start)
    start = min(carried.end() if carried else start, first.start)
    while start < first.number_start and (word := BARE.match(text, start, first.number_start)):
        start = word.end()
    end = before_marks(text, _without_purpose(text, amounts[-1].end, piece.end), amounts[-1].end)
    unopened = text[end - 1] == ")" and text.count("(", start, end) < text.count(")", start, end)
    return Clause(start, before_marks(text, end - unopened, amounts[-1].end), amounts, piece.hole)


def _without_purpose(text: str, last: int, end: int) -> int:
    """Where the words behind the last quantity end that do not say what it is for."""
    purpose = PURPOSE.search(text, last, end)
    return purpose.start() if purpose and len(text[last : purpose.start()].split()) >= LEAST_SAID else end


@functools.cache
def _raising() -> re.Pattern[str]:
    """Words that only raise what is measured: "nâng tỷ lệ …", "bảo đảm có …"."""
    subject = rf"(?=(?:{clause_words('subject')}|số(?! hóa| hoá))(?!\w))"
    purpose = rf"(?:để|nhằm|phấn đấu) (?=(?:{clause_words('verb')}|đến năm|hết năm)(?!\w))"
    return re.compile(
        rf"(?<!\w)(?:(?:{clause_words('raise')}) {subject}|(?:đảm bảo|bảo đảm)(?: có)? |{purpose})", re.IGNORECASE
    )


@functools.cache
def _carrying() -> re.Pattern[str]:
    """A "thực hiện" before another deed: "thực hiện gửi, nhận"."""
    return re.compile(rf"thực hiện (?=(?:{clause_words('verb')})(?!\w))|có (?=\d)", re.IGNORECASE)
