"""Lists of units split as a careful reader would: "Các sở, ban, ngành" is one group, "Sở Nội vụ; Sở Tài chính" are two."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from normalizers.alphabet import CAPITAL, tone_on_first
from normalizers.listed_councils import listed_councils
from normalizers.unit_register import Token, known_at, place_at, tokens_of, word_at

BULLET = re.compile(r"^\s*(?:[-–—•●▪*+]+|\d{1,2}[.)](?=\s)|\(\d{1,2}\)|[a-zđ]\))\s*")
ENDS = " \t\n.,;:-–—•*"
# "Các sở: Tài chính, Nội vụ", "Sở, ngành:" | not "Cơ quan chủ trì: Sở Nội vụ" (told by its own pattern)
INTRODUCTION = re.compile(r"^(?P<head>(?:các\s+)?(?:sở|bộ|phòng|ban))(?:,\s*(?:ban|ngành|phòng))*\s*:\s*", re.IGNORECASE)
# A cell that sends the reader elsewhere names nobody: "Theo phân công tại Quyết định …", "Như trên"
ELSEWHERE = re.compile(
    r"^\s*(?:theo (?:phân công|phụ lục|danh mục|quyết định|kế hoạch|từng)|như (?:trên|mục)|nt$|-nt-|//)", re.IGNORECASE
)
SHORT_FORM = re.compile(r"\b(?:TT|TP|UB|VP)$")  # before a full stop that ends no unit: "TT. HĐND" | not "Y tế. Sở"
# "Đ/c Lê Thị Hoa, Trưởng phòng Kinh tế": a person and the office behind the name are one | not "đồng chí Chủ tịch UBND, …"
NAMED_PERSON = re.compile(
    rf"(?i:đ/c|đồng chí|ông|bà) [{CAPITAL}][^\W\d_]*(?: [{CAPITAL}][^\W\d_]*){{1,4}}, (?!(?i:đ/c|đồng chí|ông|bà)\b)"
)
AHEAD = 160  # characters of a list that are looked at to know what begins there
QUANTIFIERS = frozenset({"các", "những", "mọi", "từng", "mỗi", "một", "toàn", "tất"})
PROPER_LISTS = frozenset({"sở", "bộ", "phòng", "ban"})  # heads that a list may leave out: "Sở Nội vụ, Tài chính"
UNANNOUNCED = frozenset({"sở", "bộ", "ubnd", "công", "văn", "ban", "phòng", "trung"})
BREAKS = frozenset({",", ";", "và", "/", "+"})
# Words after which a name is still being said: "lãnh đạo các phòng", "đơn vị thuộc Sở"
BINDING = frozenset(
    {
        "của",
        "thuộc",
        "với",
        "tại",
        "do",
        "cho",
        "trực",
        "các",
        "giám",
        "đốc",
        "trưởng",
        "gồm",
        "là",
        "như",
        "từ",
        "hoặc",
        "về",
    }
)


# Bodies that every territory has; the first of a list may leave its place to the last: "HĐND, UBND các xã"
COUNCIL = re.compile(
    r"(?:đảng ủy|(?:thường trực )?(?:hđnd|hội đồng nhân dân)|ubnd|ủy ban nhân dân|(?:ủy ban )?(?:mttq|mặt trận tổ quốc)"
    r"(?: việt nam| vn)?)(?: (?P<place>\S.*))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One unit of a list: the words as written and, where the list left its head or its place out, the name with it."""

    raw: str
    name: str


@functools.lru_cache(maxsize=8192)
def pieces(text: str) -> tuple[Piece, ...]:
    """The units named in a cell or phrase, in order; nothing for a cell that only refers elsewhere."""
    if refers_elsewhere(text):
        return ()
    found: list[Piece] = []
    for segment in _segments(text):
        found.extend(_split(segment))
    return tuple(_with_shared_place(found))


def refers_elsewhere(text: str) -> bool:
    """Whether a cell names nobody but sends the reader elsewhere: "Theo phân công tại Phụ lục I"."""
    return ELSEWHERE.match(text) is not None


@functools.lru_cache(maxsize=8192)
def looks_like_units(text: str) -> bool:
    """Whether a cell begins as a list of units does: "Sở Y tế", "- Các sở, ban, ngành" | not "Báo cáo", "Quý I/2026"."""
    bare = BULLET.sub("", text.strip())
    tokens = tokens_of(bare)
    if not tokens:
        return False
    known = known_at(tokens, 0)
    council = tokens[0].word in ("ubnd", "hđnd", "công") and known is not None
    return bool(
        council
        or (known and known.length > 1)
        or _begins_group(bare, tokens, 0)
        or word_at(tokens, 0, "person")
        or _is_proper(bare, tokens, 0)
    )


def _segments(text: str) -> Iterator[str]:
    """The paragraphs and the parts between semicolons; a line that goes on in lower case belongs to the one before."""
    lines: list[str] = []
    for line in text.split("\n"):
        bare = BULLET.sub("", line)
        if not bare.strip(ENDS):
            continue
        goes_on = bare == line and bare.lstrip()[:1].islower() and not _begins_unit(tokens_of(bare), 0)
        if lines and (goes_on or lines[-1].rstrip().endswith((",", " và"))):
            lines[-1] += " " + bare
        else:
            lines.append(bare)
    for line in lines:
        for part in _outside_brackets(line):
            bare = BULLET.sub("", part).strip()
            if bare.strip(ENDS):
                yield bare


def _outside_brackets(line: str) -> Iterator[str]:
    """The parts between semicolons, and between a full stop or a dash and the list item behind it."""
    depth = start = 0
    for index, letter in enumerate(line):
        if letter in "([":
            depth += 1
        elif letter in ")]":
            depth = max(depth - 1, 0)
        elif depth == 0 and (letter == ";" or (letter in ".-–" and _is_item_break(line, index))):
            yield line[start:index]
            start = index + 1
    yield line[start:]


def _is_item_break(line: str, at: int) -> bool:
    """Whether the full stop or dash at this place stands between two units, not in a name ("TT. HĐND", "xã - hội")."""
    rest = line[at + 1 : at + 1 + AHEAD]
    if not rest.startswith(" "):
        return False
    tokens = tokens_of(rest.lstrip(" -–"))
    if not tokens or not _begins_unit(tokens, 0):
        return False
    if line[at] == ".":
        return not SHORT_FORM.search(line, max(0, at - 3), at)
    return (
        line[at - 1 : at] == " "
        and bool(known_at(tokens, 0) or tokens[0].word in QUANTIFIERS)
        and rest.lstrip(" -–")[:1].isupper()
    )


def _split(segment: str) -> Iterator[Piece]:
    """The units of a segment without semicolons."""
    councils = listed_councils(segment)
    if councils:
        yield from (Piece(council.raw, council.name) for council in councils.councils)
        segment = segment[councils.end :].removeprefix(" và").lstrip(ENDS)
    introduction = INTRODUCTION.match(segment)
    head = ""
    if introduction:
        head = introduction["head"].split()[-1].capitalize()
        segment = segment[introduction.end() :]
    tokens = tokens_of(segment)
    begin = index = 0
    while index < len(tokens):
        end = _end_of_unit(segment, tokens, index, head)
        raw = segment[tokens[begin].start : tokens[end - 1].end].strip(ENDS)
        if raw:
            yield Piece(raw, _with_head(raw, head))
            head = _list_head(raw) or head
        index = end
        while index < len(tokens) and tokens[index].word in BREAKS:
            index += 1
        begin = index


def _with_shared_place(listed: list[Piece]) -> list[Piece]:
    """The units of a list; councils that stand bare before another one are of its place: "HĐND, UBND các xã"."""
    place: str | None = None
    for index in range(len(listed) - 1, -1, -1):
        council = COUNCIL.fullmatch(tone_on_first(listed[index].name))
        if council is None:
            place = None
        elif council["place"]:
            place = council["place"]
        elif place:
            listed[index] = Piece(listed[index].raw, f"{listed[index].name} {place}")
    return listed


def _end_of_unit(segment: str, tokens: tuple[Token, ...], begin: int, head: str) -> int:
    """The token behind the unit that begins at tokens[begin]."""
    depth = 0
    index = begin + _surely_inside(tokens, begin, head)
    grouped = _begins_group(segment, tokens, begin)
    person = NAMED_PERSON.match(segment, tokens[begin].start)
    if _lost_break(segment, tokens, begin, index):
        return index
    own_head = head or _list_head(segment[tokens[begin].start : tokens[begin].start + AHEAD])
    while index < len(tokens):
        word = tokens[index].word
        depth += (word in "([") - (word in ")]") if len(word) == 1 else 0
        if depth <= 0 and word in BREAKS and index > begin:
            after = index + 1
            while after < len(tokens) and tokens[after].word in BREAKS:
                after += 1
            is_office = person and word_at(tokens, after, "person") and tokens[after].start == person.end()
            if after < len(tokens) and not is_office and _starts_next(segment, tokens, after, grouped, own_head):
                return index
            index = after
            continue
        if depth <= 0 and index > begin and _starts_unannounced(segment, tokens, begin, index):
            return index
        index += 1
    return len(tokens)


def _surely_inside(tokens: tuple[Token, ...], at: int, head: str) -> int:
    """How many tokens a known name takes at the front, commas and all; at least one."""
    known = known_at(tokens, at)
    if known:
        return known.length
    if head and (elliptic := _elliptic(tokens, at, head)):
        return elliptic
    for skip in range(1, 5):  # "Chánh Văn phòng UBND", "Thanh tra Sở Văn hóa, Thể thao và Du lịch"
        if at + skip >= len(tokens) or tokens[at + skip - 1].word in BREAKS:
            break
        known = known_at(tokens, at + skip)
        if known and known.length > 1:
            return skip + known.length
    return 1


def _starts_next(segment: str, tokens: tuple[Token, ...], at: int, grouped: bool, head: str) -> bool:
    """Whether what stands behind a comma or "và" is another unit rather than more of the same name or group."""
    word = tokens[at].word
    if word_at(tokens, at, "territory") and not known_at(tokens, at):
        return False
    if word in QUANTIFIERS:
        return not word_at(tokens, at + 1, "territory") if at + 1 < len(tokens) else False
    if word_at(tokens, at, "person"):
        return True
    if _begins_group(segment, tokens, at):
        return not grouped
    if head and _elliptic(tokens, at, head):
        return True
    if not grouped and place_at(tokens, at, "member") == "market":
        return True
    if grouped and word_at(tokens, at, "member") and not _is_proper(segment, tokens, at):
        return False
    return _begins_unit(tokens, at) and _is_name_start(segment, tokens, at)


def _begins_unit(tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a unit, office holder or group of units can begin at this token."""
    if at >= len(tokens):
        return False
    return bool(
        tokens[at].word in QUANTIFIERS
        or known_at(tokens, at)
        or word_at(tokens, at, "head")
        or word_at(tokens, at, "person")
        or word_at(tokens, at, "member")
    )


def _is_name_start(segment: str, tokens: tuple[Token, ...], at: int) -> bool:
    """Whether the token begins a name: a capital, a known name, or a head followed by a capital ("phòng Nội vụ")."""
    known = known_at(tokens, at)
    if known and (known.length > 1 or segment[tokens[at].start].isupper()):
        return True
    return segment[tokens[at].start].isupper() or _is_proper(segment, tokens, at) or bool(word_at(tokens, at, "person"))


def _is_proper(segment: str, tokens: tuple[Token, ...], at: int) -> bool:
    """Whether the noun at this token is the head of a proper name: followed by a word with a capital."""
    length = max(word_at(tokens, at, "head"), word_at(tokens, at, "member"))
    after = at + length
    return length > 0 and after < len(tokens) and _is_capital_name(segment, tokens, after)


def _is_capital_name(segment: str, tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a word with a capital stands here that is no level word: "Nội vụ" | not "Thành phố", "Tỉnh"."""
    return segment[tokens[at].start].isupper() and not word_at(tokens, at, "territory")


def _begins_group(segment: str, tokens: tuple[Token, ...], at: int) -> bool:
    """Whether a group of unnamed units begins here: "các sở, ban", "Sở, ngành", "cơ quan, địa phương liên quan"."""
    index = at + word_at(tokens, at, "person")
    counted = index
    while index < len(tokens) and tokens[index].word in QUANTIFIERS:
        index += 2 if tokens[index].word in ("toàn", "tất", "một") else 1  # "toàn bộ", "tất cả", "một số"
    length = word_at(tokens, index, "member") if index < len(tokens) else 0
    if counted == index and place_at(tokens, index, "member") == "market":
        return False  # "doanh nghiệp, nhà đầu tư": each named for itself unless "các" makes them a group
    if not length or (known_at(tokens, at) is not None and not segment[tokens[at].start].islower()):
        return False
    after = index + length
    return after >= len(tokens) or not _is_capital_name(segment, tokens, after) or tokens[after].word in BREAKS


def _elliptic(tokens: tuple[Token, ...], at: int, head: str) -> int:
    """How many tokens make a known name once the list's head is put before them; 0 if none do."""
    if word_at(tokens, at, "head") or tokens[at].word in QUANTIFIERS:
        return 0
    known = known_at((Token(head.lower(), 0, 0), *tokens[at : at + 14]), 0)
    return known.length - 1 if known and known.length > 1 else 0


def _list_head(raw: str) -> str:
    """The head that later names of the list may leave out; empty unless the unit is a known one with such a head."""
    first = raw.split(maxsplit=1)[0] if raw.split() else ""
    if first.lower() not in PROPER_LISTS or not first[:1].isupper():
        return ""
    known = known_at(tokens_of(raw), 0)
    return first if known and known.length > 1 else ""


def _with_head(raw: str, head: str) -> str:
    tokens = tokens_of(raw)
    return f"{head} {raw}" if head and tokens and _elliptic(tokens, 0, head) else raw


def _lost_break(segment: str, tokens: tuple[Token, ...], begin: int, end: int) -> bool:
    """Whether a known name is followed by another without any sign between: "Sở Nội vụ Sở Tài chính"."""
    if end >= len(tokens) or end - begin < 2 or tokens[begin].word not in PROPER_LISTS or tokens[end].word in BREAKS:
        return False
    if known_at(tokens, begin) is None or not segment[tokens[end].start].isupper():
        return False
    known = known_at(tokens, end)
    return known is not None and known.length > 1 and tokens[end - 1].word not in BINDING


def _starts_unannounced(segment: str, tokens: tuple[Token, ...], begin: int, at: int) -> bool:
    """Whether a unit starts here though the sign before it was lost: "… đặc khu Sở Tài chính", "Sở Y tế Các sở"."""
    before, here = tokens[at - 1], tokens[at]
    if before.word in BINDING or not segment[here.start].isupper() or before.word in "([-–—":
        return False
    if here.word == "các":
        return True
    ended = any(word_at(tokens, place, "territory") == at - place for place in range(max(begin + 1, at - 2), at))
    if not ended or here.word not in UNANNOUNCED:
        return False
    known = known_at(tokens, at)
    return known is not None and known.length > 1
