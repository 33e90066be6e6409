"""The line above an annex that names its document: "(Kèm theo Kế hoạch số 25/KH-UBND ngày 15/02/2023 của …)"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors._letterhead import ANNEX, NUMBER_LINE, type_of_line
from extractors._lines import Line
from extractors._mentions import doc_types, mentions
from normalizers.dates import GivenDate, date_at
from normalizers.outline import Level, label_of
from normalizers.symbols import parse

LONGEST = 400
TO_DATE = re.compile(r"[ ,]{0,2}(?=ngày|tháng|năm)", re.I)
# "Phụ lục 1: KẾ HOẠCH KIỂM TRA NĂM 2026" | not "PHỤ LỤC II"
TITLED_LABEL = re.compile(r"phụ lục(?: số)?(?: [\dIVX]{1,4}| [A-D])?\s?[:.–-]\s*(?=[^\W\d_])", re.I)
TO_ISSUER = re.compile(r"[ ,]{0,2}(?:của|do) ", re.I)


@dataclass(frozen=True, slots=True)
class AnnexLine:
    """What the line of an annex says of its document; number None if it is left blank."""

    start: int
    end: int
    doc_type: str | None
    number: str | None
    symbol: str | None
    canonical: str | None
    given: GivenDate | None
    issuer_at: int | None  # where the words of its issuer begin
    title: tuple[int, int] | None  # of the annex, where the document begins with it


def annex_line_of(all_lines: Sequence[Line], text: str) -> AnnexLine | None:
    """The first annex line of a document."""
    for index, line in enumerate(all_lines):
        if len(line.text) <= LONGEST and ANNEX.match(line.text):
            found = _read(line, text, _title(all_lines[:index]))
            if found:
                return found
    return None


def _read(line: Line, text: str, title: tuple[int, int] | None) -> AnnexLine | None:
    mention = next(mentions(line.text), None)
    if mention:
        at = line.start + mention.end
        symbol = mention.symbol
        given, issuer = _behind(text, at, line.end)
        number = (mention.doc_type, symbol.number, symbol.symbol, symbol.canonical)
        return AnnexLine(line.start, line.end, *number, given, issuer, title)
    blank = NUMBER_LINE.search(line.text.replace("số", "Số"))
    parsed = parse("0", None, blank["symbol"]) if blank and not blank["number"] else None
    if blank is None or parsed is None:
        return None
    given, issuer = _behind(text, line.start + blank.end(), line.end)
    return AnnexLine(
        line.start, line.end, _type_before(line.text[: blank.start()]), None, parsed.symbol, None, given, issuer, title
    )


def _behind(text: str, at: int, end: int) -> tuple[GivenDate | None, int | None]:
    to_date = TO_DATE.match(text, at, end)
    given = date_at(text, to_date.end(), end) if to_date else None
    if given:
        at = given.end
    link = TO_ISSUER.search(text, at, min(end, at + 30))
    return given, (link.end() if link else None)


def _type_before(words: str) -> str | None:
    tail = words.split()
    for count in range(min(4, len(tail)), 0, -1):
        found = doc_types().get(" ".join(tail[-count:]).lower().strip("( "))
        if found:
            return found.name
    return None


def _title(before: Sequence[Line]) -> tuple[int, int] | None:
    """The title of an annex that its file begins with: the lines between "PHỤ LỤC" and its annex line."""
    if len(before) > 8 or any(
        type_of_line(line) for line in before if not (label_of(line.text) or line).text.upper().startswith("PHỤ LỤC")
    ):
        return None
    words: list[tuple[int, int]] = []
    for line in before:
        label = TITLED_LABEL.match(line.text)
        if label or line.block.level != Level.PART:
            words.append((line.start + (label.end() if label else 0), line.end))
    return (words[0][0], words[-1][1]) if words else None
