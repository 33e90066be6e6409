"""The letterhead of a document: body, number, place and date, type and title (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from data import rows
from data.document import BlockKind
from extractors._lines import Line
from extractors._mentions import DRAFTING_UNIT, PART, SEPARATOR, doc_types
from normalizers.alphabet import CAPITAL, tone_on_first
from normalizers.dates import GivenDate, date_at
from normalizers.issuers import Jurisdiction, issuer_at
from normalizers.provinces import find_provinces
from normalizers.provinces import match as match_province

SHORTEST_TITLE = 15
ZONE = 40  # lines from the top in which a letterhead may lie
BLANK = r"[ .…_]*"
# "Số: 06 /KH-KCNĐN", "Nghị quyết số: 12/2024/UBTVQH15" or
# "Số: /KH-UBND", "Số 12-KH/TU", "Số:…/QĐ-UBND", "Số: 3722/VPCP-CN" | not "Số lượng"
NUMBER_LINE = re.compile(
    rf"(?:(?:^|(?<= ))Số ?:?|^(?:Nghị quyết|Luật|Pháp lệnh|Lệnh) số ?:){BLANK}"
    rf"(?P<number>\d{{1,5}}(?:\.\d{{1,3}}(?=/))?[a-zđ]?)?{BLANK}"
    r"(?:/ ?(?P<year>(?:19|20)\d{2}))?(?P<mark> ?[-–/] ?)"
    rf"(?P<symbol>{PART}(?: ?{SEPARATOR} ?{PART}){{0,3}}(?:{DRAFTING_UNIT})?)"
)
# "Hưng Yên, ngày   tháng 01 năm 2024", "TP. Hồ Chí Minh, ngày 5/1/2022" | not "Căn cứ …, ngày"
PLACE_NAME = rf"[{CAPITAL}][\w’'.]*(?:(?: | ?- ?)(?:[{CAPITAL}][\w’']*|phố\b|\d{{1,2}}\b)){{0,6}}"  # "Quận 7" too
DATE_LINE = re.compile(rf"(?:^|(?<= ))(?P<place>{PLACE_NAME}) ?, ?(?=[Nn]gày|NGÀY|tháng)")
# A name typed in small letters, where nothing else stands in the line: "Vĩnh yên, ngày 26 tháng 7 năm 2006"
SMALL_PLACE = re.compile(
    rf"(?P<place>[{CAPITAL}]\w+(?: [^\W\d_]+){{1,3}}) ?, ?(?=ngày [\d .…]{{1,12}}tháng [^,;]{{1,24}}\Z)"
)
# "QUYẾT ĐỊNH CỦA ỦY BAN NHÂN DÂN …" printed again under the title
OWN_NAME = re.compile(r"(?:QUYẾT ĐỊNH|CHỈ THỊ|NGHỊ QUYẾT|KẾ HOẠCH|THÔNG TƯ|NGHỊ ĐỊNH) CỦA ")
ABOUT = re.compile(r"^(?:V/v|Về việc)\b:? ?", re.I)
PREAMBLE = re.compile(
    r"[-–+]? ?(?:căn cứ|thực hiện|theo|xét|triển khai|tiếp tục|để|nhằm|trên cơ sở|thời gian qua|trong thời gian|ngày \d)\b",
    re.I,
)
ARTICLE = re.compile(r"Điều \d")  # where no title is printed the first article follows the type
RULE = re.compile(r" *[-_]{4,} *")  # drawn under a body: "ỦY BAN NHÂN DÂN TỈNH … ------ Số: 52/2018/QĐ-UBND"
BAR = re.compile(r"\| +(?=[^\W_])")
OFFICE = re.compile(r"(?:TỔNG )?(?:GIÁM ĐỐC|CỤC TRƯỞNG|CHI CỤC TRƯỞNG|TRƯỞNG BAN|VIỆN TRƯỞNG|HIỆU TRƯỞNG) ")
STATE = "cộng hòa xã hội chủ nghĩa việt nam"
ANNEX = re.compile(r"\(? ?(?:ban hành )?kèm theo\b", re.I)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The lines of a letterhead; None for what it does not have."""

    bodies: tuple[Line, ...]  # of the issuing body and the one above it
    number: NumberLine | None
    dated: DateLine | None
    type_line: Line | None
    doc_type: str | None
    title: tuple[int, int] | None  # span of the title in the text


@dataclass(frozen=True, slots=True)
class NumberLine:
    """The line of the number: its span, number (None if left blank), year and symbol as written."""

    start: int
    end: int
    number: str | None
    year: str | None
    mark: str
    symbol: str


@dataclass(frozen=True, slots=True)
class DateLine:
    """Place and date, with the span of the place."""

    start: int
    end: int
    place: str
    given: GivenDate | None


def letterhead_of(all_lines: Sequence[Line], text: str) -> Letterhead:
    """The letterhead at the top of a document."""
    zone = [part for line in all_lines[:ZONE] for part in _at_rules(line)]
    found = next(((index, kind) for index, line in enumerate(zone) if (kind := type_of_line(line))), None)
    head = zone[: found[0]] if found else _until_body(zone)
    number = next(filter(None, map(_number_line, head)), None)
    dated = _whole_place(head, next(filter(None, (_date_line(line) for line in head)), None))
    bodies = tuple(line for whole in head for line in _bodies(_without_motto(whole)) if _is_body(line, number))
    if found is None:
        doc_type, title = _letter(head, number)
        return Letterhead(bodies, number, dated, None, doc_type, title or _title_without_type(head, number, text))
    type_line = zone[found[0]]
    if dated is None and number is None:  # some letterheads stand below the type, or the date below the title
        below = zone[found[0] + 1 : found[0] + 6]
        number = next(filter(None, map(_number_line, below)), None)
        dated = next(filter(None, (_date_line(line) for line in below)), None)
    enacts = type_line.text.endswith(":") and any(PREAMBLE.match(line.text) for line in head)
    title = None if enacts else _title(zone, found[0], found[1], text)
    if title is None and type_line.text.endswith(":"):  # "QUYẾT ĐỊNH:" behind the grounds, the type itself is not printed
        title = _title_without_type(head, number, text)
    return Letterhead(bodies, number, dated, type_line, found[1], title)


def _at_rules(line: Line) -> Iterator[Line]:
    """The line, or its parts between the rules of a letterhead that was flattened to one line with the motto.

    Without the bar before the first column: "| BỘ Y TẾ | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |".
    """
    bar = BAR.match(line.text)
    if bar:
        line = replace(line, start=line.start + bar.end(), text=line.text[bar.end() :])
    if not RULE.search(line.text) or not any(motto in line.text.lower() for motto in _words("motto")):
        yield line
        return
    start = 0
    for rule in (*RULE.finditer(line.text), None):
        end = rule.start() if rule else len(line.text)
        if line.text[start:end].strip():
            yield replace(line, start=line.start + start, end=line.start + end, text=line.text[start:end])
        start = rule.end() if rule else end


def type_of_line(line: Line) -> str | None:
    """The type of document that a line names: "KẾ HOẠCH", "KẾ HOẠCH Cải cách hành chính năm 2024"; None for other lines."""
    words = line.text.split()
    for count in range(min(4, len(words)), 0, -1):
        head = " ".join(words[:count])
        found = doc_types().get(tone_on_first(head.rstrip(".:")).lower())
        if found and head.isupper() and len(head) > 3:
            rest = line.text[len(head) :].strip(" .:*")
            return found.name if not rest or not head.endswith(":") else None
    return None


def _until_body(zone: Sequence[Line]) -> list[Line]:
    """The lines before the first section or basis line, where no type is named."""
    opening = next((at for at, line in enumerate(zone[:12]) if line.is_capitals and _is_headed(line)), 0)
    for index, line in enumerate(zone):
        if index < opening and not _number_line(line):
            continue  # a portal's own words: "Để sử dụng toàn bộ tiện ích …"
        if line.block.level in range(1, 8) or (PREAMBLE.match(line.text) and not line.text[0].islower()):
            return list(zone[:index])
    return list(zone[:12])


def _is_headed(line: Line) -> bool:
    """Whether a line opens a letterhead: with a body, or with the motto."""
    return is_motto(line.text) or opens_with_body(line.text)


def _number_line(line: Line) -> NumberLine | None:
    found = NUMBER_LINE.search(line.text)
    if found is None or (found.start() and len(line.text) > 160):
        return None
    start = line.start + found.start()
    return NumberLine(
        start, line.start + found.end(), found["number"], found["year"], found["mark"].strip(), found["symbol"]
    )


def _date_line(line: Line) -> DateLine | None:
    found = DATE_LINE.search(line.text) or SMALL_PLACE.match(line.text)
    if found is None or len(line.text) > 160 or PREAMBLE.match(line.text) or ANNEX.match(line.text):
        return None
    given = date_at(line.text, found.end(), len(line.text))
    start = line.start + found.start("place")
    return DateLine(start, line.start + (given.end if given else found.end()), found["place"].strip(), given)


def _whole_place(head: Sequence[Line], dated: DateLine | None) -> DateLine | None:
    """With the place of which the line above holds the beginning: "Khánh | Hòa, ngày …"."""
    for above, line in itertools.pairwise(head):
        if dated is None or line.column != above.column or line.start != dated.start or match_province(dated.place):
            continue
        whole = f"{above.text} {dated.place}"
        found = match_province(whole)
        if found and found.exact:
            return replace(dated, start=above.start, place=whole)
    return dated


def _is_body(line: Line, number: NumberLine | None) -> bool:
    """Whether a line of the letterhead may name the issuing body: capitals, no motto, above the number."""
    if number and line.start >= number.start and line.column is None:
        return False
    return line.is_capitals and not is_motto(line.text) and len(line.text) <= 120 and not line.text.startswith("SỐ")


def _without_motto(line: Line) -> Line:
    """What stands in front of the motto or a bar, where columns were flattened: "TỈNH HÒA BÌNH Độc lập - …", "UBND |"."""
    folded = line.text.lower()
    starts = [at for motto in _words("motto") if (at := folded.find(motto)) > 0]
    words = line.text[: min(starts, default=len(line.text))].rstrip(" *-_.|" if starts else " |")
    if not words:
        return line
    return replace(line, end=line.start + len(words), text=words)


def _bodies(line: Line) -> Iterator[Line]:
    """The line, or its two bodies where they were flattened to one: "UBND TỈNH QUẢNG NAM SỞ Y TẾ", "BỘ Y TẾ CỤC …"."""
    if not line.is_capitals or not opens_with_body(line.text):
        yield line
        return
    place = next(find_provinces(line.text), None)
    ministry = None if place else issuer_at(line.text, 0, len(line.text), Jurisdiction())
    above = place.end if place else ministry.end if ministry else len(line.text)
    rest = line.text[above:]
    lower = rest.lstrip(" *-_|" if place else " *_|")  # "BỘ Y TẾ - BỘ TÀI CHÍNH" are two that issue together
    if not lower or lower == rest or not opens_with_body(lower):
        yield line
        return
    at = len(line.text) - len(lower)
    yield replace(line, end=line.start + above, text=line.text[:above])
    yield replace(line, start=line.start + at, text=lower)


def is_motto(words: str) -> bool:
    """Whether words are of the state's or the Party's name and motto."""
    folded = re.sub(r" ?[-–—] ?", " - ", words.lower()).strip(" *-_.|")
    if f" {tone_on_first(folded)} " in f" {tone_on_first(STATE)} ":  # a piece of it: "CỘNG HÒA XÃ | HỘI CHỦ NGHĨA VIỆT NAM"
        return True
    return any(motto in folded for motto in _words("motto")) or not any(letter.isalpha() for letter in words)


def _letter(head: Sequence[Line], number: NumberLine | None) -> tuple[str | None, tuple[int, int] | None]:
    """Type and title of a letter: no type is printed, its subject stands under the number: "V/v …"."""
    about = next((index for index, line in enumerate(head) if ABOUT.match(line.text)), None)
    if about is None or number is None:
        return None, None
    last = about
    while last + 1 < len(head) and _continues(head[last], head[last + 1]):
        last += 1
    return "Công văn", (head[about].start, head[last].end)


def _continues(before: Line, line: Line) -> bool:
    """Whether the subject of a letter runs on to the line below, in the same cell or paragraph by paragraph."""
    if line.column != before.column or _is_of_letterhead(line):
        return False
    if _awaits_more(before) or (line.text[0].islower() and not before.text.endswith((".", ";"))):
        return True
    return not before.text.endswith((".", ":")) and not line.is_capitals and _is_piece(line)


def _title(zone: Sequence[Line], at: int, doc_type: str, text: str) -> tuple[int, int] | None:
    """The title: what stands behind the type on its line, else the lines below up to the preamble."""
    type_line = zone[at]
    rest = type_line.text[len(doc_type) :]
    if len(rest.strip(" .:*")) > 3 and rest.strip(" .:*").lower() not in _words("urgency"):
        begin = type_line.start + len(doc_type) + len(rest) - len(rest.lstrip(" .:*"))
        last = type_line
        for line in zone[at + 1 :]:
            if not (_goes_on(last, line) or (last is type_line and _is_kind(rest) and _is_title_line(line))):
                break
            last = line
        return begin, _trimmed(text, begin, last.end)
    start = end = 0
    before: Line | None = None
    for line in zone[at + 1 :]:
        if before is None:
            if PREAMBLE.match(line.text) and not line.is_capitals and not _is_short(line):
                break
            if ARTICLE.match(line.text):
                break
            start = line.start
        elif not _goes_on(before, line):
            break
        before, end = line, line.end
    return (start, _trimmed(text, start, end)) if before else None


def _title_without_type(head: Sequence[Line], number: NumberLine | None, text: str) -> tuple[int, int] | None:
    """The lines in capitals between the number and who decides, as portals print a decision without its type."""
    behind = [line for line in head if number and line.start > number.start and not _is_of_letterhead(line)]
    run = list(itertools.takewhile(lambda line: line.is_capitals and not _is_who_decides(line.text), behind))
    return (run[0].start, _trimmed(text, run[0].start, run[-1].end)) if run and len(run[0].text) > SHORTEST_TITLE else None


def _is_who_decides(words: str) -> bool:
    """Whether a line in capitals names who decides: "ỦY BAN NHÂN DÂN TỈNH …", "GIÁM ĐỐC SỞ Y TẾ"."""
    office = OFFICE.match(words)
    return opens_with_body(words[office.end() :] if office else words)


def _is_kind(rest: str) -> bool:
    """Whether what stands behind the type on its line is only its kind: "KẾ HOẠCH TUYÊN TRUYỀN" over the title proper."""
    return rest.isupper() and len(rest.split()) <= 3


def _is_title_line(line: Line) -> bool:
    """Whether a line in small letters may be the title under its type."""
    is_plain = not line.block.level and line.block.kind is not BlockKind.TABLE and line.column is None
    return is_plain and _is_short(line) and not PREAMBLE.match(line.text) and not ANNEX.match(line.text)


def _is_short(line: Line) -> bool:
    return len(line.text) <= 180 and not line.text.endswith((";", ",", ":"))


def _goes_on(before: Line, line: Line) -> bool:
    """Whether a line under the first line of a title is of the title too."""
    if line.block.level or line.block.kind is BlockKind.TABLE or ANNEX.match(line.text) or _is_of_letterhead(line):
        return False
    if _awaits_more(before):
        return True
    if before.text.endswith(";"):  # no title ends so: it is a list
        return before.is_capitals == line.is_capitals and _is_piece(line)
    if before.text.endswith((".", ":")):
        return False
    if before.is_capitals:
        own = OWN_NAME.match(line.text)
        return line.is_capitals and not _is_who_decides(line.text[own.end() :] if own else line.text)
    if PREAMBLE.match(line.text):
        return False
    return line.text[0].islower() or (
        len(line.text) <= 100 and not line.text.endswith((".", ";", ":", ",")) and not line.is_capitals
    )


def _is_of_letterhead(line: Line) -> bool:
    """Whether a line is no title: the number, place and date, the motto, who the document goes to."""
    if is_motto(line.text) or line.text.lower().startswith(_words("recipients")):
        return True
    return _number_line(line) is not None or _date_line(line) is not None


def _awaits_more(line: Line) -> bool:
    """Whether a line cannot be the last of a title: "… thuộc thẩm quyền giải quyết của"."""
    return f" {line.text.lower()}".endswith(_awaiting())


def _is_piece(line: Line) -> bool:
    """Whether a line that begins with a capital may go on with a title, and is no sentence of the preamble."""
    return len(line.text) <= 180 and not PREAMBLE.match(line.text) and not line.text.endswith((".", ":"))


def _trimmed(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip(" .*"))


@functools.cache
def _awaiting() -> tuple[str, ...]:
    """The words that never end a paragraph, each behind a blank."""
    return tuple(f" {words}" for words in _words("awaits"))


@functools.cache
def _words(kind: str) -> tuple[str, ...]:
    """The words of a kind in data/page_words.csv."""
    return tuple(row["words"] for row in rows("page_words") if row["kind"] == kind)


def opens_with_body(words: str) -> bool:
    """Whether words begin with the name of a kind of body: "ỦY BAN NHÂN DÂN …", "Sở Nội vụ"."""
    return body_head(words) is not None


def body_head(words: str) -> str | None:
    """The kind of body that words begin with, as in data/body_heads.csv; None if they name none."""
    folded = tone_on_first(" ".join(words.lower().split()))
    for head in _heads():
        if folded.startswith(head) and (len(folded) == len(head) or not folded[len(head)].isalnum()):
            return head
    return None


@functools.cache
def _heads() -> tuple[str, ...]:
    return tuple(sorted((tone_on_first(row["words"]) for row in rows("body_heads")), key=len, reverse=True))
