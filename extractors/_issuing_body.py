"""Who issued a document: from its letterhead, else from the line of its annex, else from the subject of its preamble."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from data import rows
from extractors._annex_line import AnnexLine
from extractors._letterhead import Letterhead, body_head, opens_with_body
from extractors._lines import Line
from normalizers.alphabet import CAPITAL, tone_on_first
from normalizers.communes import provinces_of_commune
from normalizers.issuers import Jurisdiction, issuer_at, issuer_of_symbol
from normalizers.provinces import Province, find_provinces, now
from normalizers.provinces import match as match_province
from normalizers.symbols import parse

PREAMBLE_REACH = 6000  # characters from the top in which a preamble names its issuer and province
# Heads that are only the beginning of a name: "VĂN PHÒNG | ỦY BAN NHÂN DÂN", "BAN CHẤP HÀNH | ĐẢNG BỘ".
UNFINISHED = frozenset(
    {"văn phòng", "chủ tịch", "ban chấp hành", "ban thường vụ", "ban chỉ đạo", "thường trực", "ban chỉ huy"}
)
LOCAL = re.compile(  # "huyện Tuy Phước", "PHƯỜNG 7" | not "HUYỆN ỦY"
    rf"\b(?P<rank>(?i:huyện|quận|thị xã|thành phố|xã|phường|thị trấn|đặc khu)) (?!(?i:[uủ][ỷy])\b)"
    rf"(?P<name>[{CAPITAL}\d][\w’']*(?:(?: | ?- ?)[{CAPITAL}\d][\w’']*){{0,4}})"
)
SOCIETY = re.compile(r"xã hội\b", re.I)  # "PHÒNG … TRẬT TỰ XÃ HỘI", where no body of a commune stands in front
OF_COMMUNE = re.compile(r"(?:dân|UBND|HĐND|[uủ][ỷy]|bộ) \Z", re.I)
ROMAN_NUMBER = re.compile(r"[IVX]+")
LEVELS = {"xã": "commune", "phường": "commune", "thị trấn": "commune", "đặc khu": "commune"}
COMMITTEE_OF = re.compile(r"(?:tỉnh|thành) [uủ][ỷy] \Z", re.I)
PARTY_LOCAL = re.compile(r"^(?:.* )?(?P<rank>Huyện|Quận|Thị) ủy (?P<name>.+)$")
# Who does what the preamble ends with: "…, UBND huyện Tuy Phước xây dựng Kế hoạch …", "Ban Quản lý … lập kế hoạch …"
SUBJECT = re.compile(
    rf"(?:^|[,.;:”\"] |\n)(?P<subject>[{CAPITAL}][^,.;:\n\t()]{{2,110}}?)(?: \([^()\n]{{2,60}}\))? "
    r"(?:ban hành|xây dựng|lập|đề ra|yêu cầu|quyết định|phê duyệt|triển khai|tổ chức)\b"
)
# Who signs for a body is not the body; the chairman of a people's committee decides in his own right.
SIGNS_FOR = re.compile(r"^(?:Trưởng ban|Trưởng Ban|Giám đốc|Bộ trưởng|Cục trưởng|Chánh Văn phòng|Viện trưởng) (?=[A-ZĐ])")
# Boards name their province with its rank or without ("… tỉnh Hưng Yên", "… Đồng Nai"): as the document has it.
BOARD = "ban quản lý"
NUMBER_OF_BLOCKS = 30
ONE_NAME = (  # bodies that letterheads print in several ways
    (re.compile(r"\b[uủ][ỷyỵ] ban nhân dân\b", re.I), "UBND"),
    (re.compile(r"\bhội đồng nhân dân\b", re.I), "HĐND"),
    (re.compile(r"\bđoàn đại biểu quốc hội\b", re.I), "Đoàn đại biểu Quốc hội"),
    (re.compile(r"\bMTTQ (?:việt nam|VN)\b", re.I), "Mặt trận Tổ quốc Việt Nam"),
)
# "ĐẢNG BỘ TỈNH SƠN LA | BAN CHẤP HÀNH", "HĐND TỈNH SƠN LA | VĂN PHÒNG": the lower line is a part of the upper one.
OF_THE_ABOVE = frozenset({"ban chấp hành", "ban thường vụ", "ban thường trực", "thường trực", "văn phòng"})
COUNCIL_HEADS = frozenset({"hội đồng nhân dân", "hđnd"})
OF_A_COUNCIL = re.compile(r"(?:ban|đoàn giám sát|tổ đại biểu)\b", re.I)  # "HĐND TỈNH SƠN LA | BAN PHÁP CHẾ"
CONSONANT = "[bcdđghklmnpqrstvx]"
OPENS_NAME = re.compile(r"^\w|(?<=^ban )\w|(?<= - )\w")  # of the words of "ban kinh tế - ngân sách" those with a capital
ABBREVIATION = re.compile(rf"\b(?:{CONSONANT}{{2,}}|[aeiou]{CONSONANT}{{3,}})\b", re.I)  # "hđnd", "ubnd" | not "anh"
OF_THE_CENTRE = re.compile(r"\btrung ương$", re.I)  # "HỘI ĐỒNG PHỐI HỢP … TRUNG ƯƠNG"
TOGETHER = re.compile(r" ?[-–] ?(?=(?:bộ|[uủ][ỷy] ban|ban|tòa án|viện|chính phủ)\b)", re.I)  # "BỘ TÀI CHÍNH-BỘ NỘI VỤ"
CENTRAL_COMMITTEE = "Ban Chấp hành Trung ương Đảng"
JOINED = re.compile(r"(?: [-–]|,| và)$", re.I)  # two bodies: "HỘI ĐỒNG NHÂN DÂN - | ỦY BAN NHÂN DÂN | TỈNH SƠN LA"


@dataclass(frozen=True, slots=True)
class Body:
    """The issuing body: name in full, level, its district or commune, its province, the words it was read from."""

    name: str | None
    level: str | None
    local: str | None
    province: Province | None
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class _Words:
    """A body as it stands in the text, the one above it, and which part of it issued: the office of a council."""

    text: str
    span: tuple[int, int]
    above: str = ""
    part: str = ""


def body_of(text: str, all_lines: Sequence[Line], head: Letterhead, annex: AnnexLine | None) -> Body:
    """The issuing body of a document."""
    day = _day(head, annex)
    words = _from_letterhead(head)
    if words is None and annex and annex.issuer_at is not None:
        words = _from_annex(annex, text)
    if words is None:
        words = _from_subject(all_lines, head)
    if words is None:
        return Body(None, None, None, _province(None, text, head, day), None)
    central = OF_THE_CENTRE.search(words.text) is not None or "central" in (
        _level_of_head(words.text),
        _named_with(words, day) or _level_of_head(words.above),
    )
    province = None if central else _province(words, text, head, day)
    local = _local(words.text) or _local(words.above)
    if local and day and not central and not _named_with(words, day):
        province = _home(local, province, text, day)
    here = Jurisdiction(province, None, None, local, day)
    name = _full_name(words, here, text)
    local = local or _local(name)
    level = "central" if central else _level(name, local, province)
    whole = _with_part(words, name, here)
    return Body(_of_the_party(whole, head, here), level, local, province, words.span)


def _of_the_party(name: str, head: Letterhead, here: Jurisdiction) -> str | None:
    """The name, but "BAN CHẤP HÀNH TRUNG ƯƠNG" of a union is not the Party's: over "QĐ/TWĐTN" the symbol tells whose."""
    own = parse("0", None, head.number.symbol, head.number.mark) if head.number else None
    if name != CENTRAL_COMMITTEE or own is None or own.issuer_part == "TW":
        return name
    return issuer_of_symbol(own, here)


def jurisdiction_of(
    province: str | None, issuer: str | None, symbol: str | None, local: str | None, day: date | None
) -> Jurisdiction:
    """The jurisdiction of a header's plain fields."""
    found = (match_province(province, day) or match_province(province)) if province else None
    own = re.split(r"[-/]", symbol, maxsplit=1)[-1] if symbol else None
    return Jurisdiction(found.province if found else None, issuer, own, local, day)


def _from_letterhead(head: Letterhead) -> _Words | None:
    """The lowest body of a letterhead, and the one above it: "UBND TỈNH HƯNG YÊN | SỞ NỘI VỤ"."""
    found: list[_Words] = []
    bodies = tuple(_whole(head.bodies))
    for line, below in zip_longest(bodies, bodies[1:]):
        last = found[-1] if found else None
        owned = below is not None and opens_with_body(below.text)  # "VĂN PHÒNG | ỦY BAN NHÂN DÂN"
        if last and not owned and _is_part(line.text, last.text):
            part = f"{line.text} {last.part}".rstrip()
            found[-1] = replace(last, span=(last.span[0], line.end), part=part)
        elif opens_with_body(line.text) and not (last and _is_unfinished(last.text)):
            found.append(_Words(line.text, (line.start, line.end), last.text if last else ""))
        elif last and len(line.text) > 2:
            found[-1] = replace(last, text=f"{last.text} {line.text}", span=(last.span[0], line.end))
    return replace(found[-1], text=found[-1].text.strip(" *-_.")) if found else None


def _whole(bodies: Sequence[Line]) -> Iterator[Line]:
    """The lines, and one of two where the kind of a body breaks in its middle: "ỦY | BAN NHÂN DÂN"."""
    rest = iter(zip_longest(bodies, bodies[1:]))
    for line, below in rest:
        both = f"{line.text} {below.text}" if below else ""
        if below and opens_with_body(both) and not opens_with_body(line.text):
            yield replace(line, end=below.end, text=both)
            next(rest)
        else:
            yield line


def _is_part(words: str, above: str) -> bool:
    """Whether a line names a part of the body above it."""
    if tone_on_first(words.lower().strip()) in OF_THE_ABOVE:
        return True
    return body_head(above) in COUNCIL_HEADS and OF_A_COUNCIL.match(words) is not None


def _is_unfinished(words: str) -> bool:
    return tone_on_first(words.lower().strip()) in UNFINISHED or JOINED.search(words) is not None


def _from_annex(annex: AnnexLine, text: str) -> _Words | None:
    start = annex.issuer_at or 0
    words = re.split(r"[)\n;,]", text[start : annex.end])[0].strip(" .")
    return _Words(words, (start, start + len(words))) if opens_with_body(words) or words.startswith("Chủ tịch") else None


def _from_subject(all_lines: Sequence[Line], head: Letterhead) -> _Words | None:
    """The subject of the sentence that issues the plan, at the end of the preamble."""
    start = head.title[1] if head.title else 0
    for line in all_lines[:NUMBER_OF_BLOCKS]:
        if line.start < start:
            continue
        if line.block.level in range(1, 8):
            return None
        for found in SUBJECT.finditer(line.text):
            words = SIGNS_FOR.sub("", found["subject"])
            if opens_with_body(words):
                end = line.start + found.end("subject")
                return _Words(words, (end - len(words), end))
    return None


def _day(head: Letterhead, annex: AnnexLine | None) -> date | None:
    given = (head.dated.given if head.dated else None) or (annex.given if annex else None)
    if given is None:
        return None
    return given.day or date(given.year, int(given.iso[5:7]) if len(given.iso) > 4 else 6, 15)


def _province(words: _Words | None, text: str, head: Letterhead, day: date | None) -> Province | None:
    """The province: named with the body, or the body above it, or by the date line, or most often in the preamble."""
    named = _named_with(words, day) if words else None
    if named:
        return named
    if head.dated:
        found = match_province(head.dated.place, day)
        if found:
            return found.province
    title = text[head.title[0] : head.title[1]] if head.title else ""
    for part in (title, text[:PREAMBLE_REACH]):
        named_in = Counter(
            mention.province
            for mention in find_provinces(part, day)
            if re.match(r"(?:tỉnh|thành phố|tp)", part[mention.start : mention.end], re.I)
            or COMMITTEE_OF.search(part, max(0, mention.start - 10), mention.start)
        )
        if named_in:
            return named_in.most_common(1)[0][0]
    return None


def _named_with(words: _Words, day: date | None) -> Province | None:
    """The province named with the body or with the one above it."""
    for name in (words.text, words.above):
        named = next(find_provinces(name, day), None)
        if named:
            return named.province
    return None


def _home(local: str, told: Province | None, text: str, day: date) -> Province | None:
    """The province of a commune that does not name it with itself: the only one that has a commune of this name.

    Where several have, the only one that the document speaks of. None if the preamble tells a province that has none.
    """
    homes = provinces_of_commune(local, day)
    if told is not None:
        same = [home for home in homes if now(home) == now(told)]  # "UBND tỉnh Bình Định" in a plan of a commune of Gia Lai
        return same[0] if same else None if homes else told
    if len(homes) > 1:
        spoken_of = {now(mention.province) for mention in find_provinces(text, day)}
        homes = tuple(home for home in homes if now(home) in spoken_of)
    return homes[0] if len(homes) == 1 else None


def _local(words: str) -> str | None:
    """The district or commune in the name of a body: "UBND huyện Tuy Phước" → huyện Tuy Phước."""
    party = PARTY_LOCAL.match(words)
    if party:
        return f"{'thị xã' if party['rank'] == 'Thị' else party['rank'].lower()} {party['name']}"
    for found in LOCAL.finditer(words):
        rank, name = found["rank"].lower(), found["name"]
        if SOCIETY.match(words, found.start()) and not OF_COMMUNE.search(words, 0, found.start()):
            continue
        if rank == "thành phố" and match_province(f"thành phố {name}"):
            continue
        return f"{rank} {name.title() if name.isupper() and not ROMAN_NUMBER.fullmatch(name) else name}"
    return None


def _with_part(words: _Words, name: str, here: Jurisdiction) -> str:
    """The part that issued with its body's name: "VĂN PHÒNG" of HĐND tỉnh Sơn La → Văn phòng HĐND tỉnh Sơn La."""
    if not words.part:
        return name
    whole = f"{words.part} {words.text}"
    found = issuer_at(whole, 0, len(whole), here)
    if found and found.end == len(whole):
        return found.name
    part = OPENS_NAME.sub(lambda first: first[0].upper(), words.part.lower()) if words.part.isupper() else words.part
    return f"{part} {name}"


def _full_name(words: _Words, here: Jurisdiction, text: str) -> str:
    """The body in full, in the letters of running text: "SỞ NỘI VỤ" under "UBND TỈNH HƯNG YÊN" → Sở Nội vụ tỉnh Hưng Yên."""
    together = [(part, issuer_at(part, 0, len(part), here)) for part in TOGETHER.split(words.text)]
    if len(together) > 1 and all(body and body.end == len(part) for part, body in together):
        return " - ".join(body.name for _, body in together if body)
    found = issuer_at(words.text, 0, len(words.text), here)
    board = body_head(words.text) == BOARD and not _names_place(words.text.title(), here)
    if found and found.end >= len(words.text.rstrip()) - 1 and not board:
        return found.name
    name = _in_small_letters(words.text, text) if words.text.isupper() else words.text
    for pattern, short in ONE_NAME:
        name = pattern.sub(short, name)
    if here.local and not _names_place(name, here):
        return f"{name} {here.local}"
    if here.province and name.lower().endswith((" tỉnh", " thành phố")):
        return f"{name} {here.province.name}"
    if here.province and not _names_place(name, here):
        longer = re.search(rf"{re.escape(name)} (?:tỉnh |thành phố )?{re.escape(here.province.name)}\b", text, re.I)
        if longer and not longer[0].isupper():
            return longer[0]
        ranked = not board or words.above or re.search(rf"{re.escape(name)} t[ỉi]nh\b", text, re.I)
        return f"{name} {here.province.name_full if ranked else here.province.name}"
    return name


def _names_place(name: str, here: Jurisdiction) -> bool:
    return next(find_provinces(name, here.on), None) is not None or LOCAL.search(name) is not None


def _in_small_letters(capitals: str, text: str) -> str:
    """A name printed in capitals as the document writes it elsewhere, else with its first letter and its place capital."""
    pattern = re.compile(re.escape(capitals).replace(r"\ ", " +"), re.I)
    for found in pattern.finditer(text):
        if not found[0].isupper():
            return found[0][0].upper() + found[0][1:]
    small = ABBREVIATION.sub(lambda found: capitals[slice(*found.span())], capitals.capitalize())
    for named in find_provinces(capitals.title()):
        small = small[: named.start] + capitals.title()[named.start : named.end] + small[named.end :]
    return re.sub(r"\b(Tỉnh|Thành Phố) (?=[A-ZĐ])", lambda found: found[0].lower(), small)


def _level(name: str, local: str | None, province: Province | None) -> str | None:
    if local:
        return LEVELS.get(local.rsplit(" ", 1)[0] if local.startswith("thị") else local.split(" ")[0], _rank_level(local))
    level = _level_of_head(name)
    if level == "district" and province:  # an office of a provincial body: no district is named
        level = "province"
    return ("province" if province else None) if level in {None, "unknown", "party"} else level


def _rank_level(local: str) -> str:
    return next((level for rank, level in LEVELS.items() if local.startswith(rank + " ")), "district")


def _level_of_head(words: str) -> str | None:
    head = body_head(words)
    return _head_levels().get(head) if head else None


@functools.cache
def _head_levels() -> dict[str, str]:
    return {tone_on_first(row["words"]): row["level"] for row in rows("body_heads")}
