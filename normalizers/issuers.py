"""Who issued a document: from the words beside its mention, else from its symbol; in full, with the place it needs.

"của UBND tỉnh" in a plan of Hưng Yên → UBND tỉnh Hưng Yên; QĐ-TTg → Thủ tướng Chính phủ. Names: data/issuer_symbols.csv.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data import rows
from normalizers.alphabet import CAPITAL, tone_on_first
from normalizers.provinces import Province
from normalizers.provinces import match as match_province
from normalizers.symbols import Symbol, body_part, is_parliament

# A proper name: "Tuy Phước", "Bà Rịa - Vũng Tàu", "Thừa Thiên Huế"; ends before a small letter.
PROPER = rf"[{CAPITAL}]\w*(?:(?: | ?- ?)[{CAPITAL}]\w*){{0,5}}"
RANKS = r"tỉnh|thành phố|tp\.?|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu"
NAME_BEHIND = re.compile(rf" ({PROPER})")
WORD = re.compile(r"\w+")
PLACE = rf"(?: (?P<RANK>(?i:{RANKS}))(?!\w)(?: (?P<PLACE>{PROPER}))?)?"
# Offices that decide in their own right or sign for their body: kept before its name.
OFFICE = (
    r"(?:Bộ trưởng(?:,| -)? Chủ nhiệm|Bộ trưởng|Phó Chủ tịch|Chủ tịch|Chủ nhiệm|Tổng Giám đốc|Giám đốc|Thống đốc|"
    r"Tổng Thanh tra|Chánh Thanh tra|Chánh Văn phòng|Chánh án|Viện trưởng|Tổng cục trưởng|Cục trưởng|Trưởng ban|"
    r"Thường trực|Đoàn đại biểu)"
)
PARTY_OFFICE = r"(?:Ban Thường vụ|Ban Chấp hành|Thường trực|BTV|BCH)"
PARTY_OFFICES = {
    "btv": "Ban Thường vụ",
    "bch": "Ban Chấp hành",
    "ban thường vụ": "Ban Thường vụ",
    "ban chấp hành": "Ban Chấp hành",
}
COUNCIL = r"(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|HĐND|Hội đồng nhân dân)"
COMMITTEE = r"(?:Tỉnh|Thành|Huyện|Quận|Thị) ?(?:ủy|uỷ)"
LOCAL_COMMITTEE = r"Đảng ?(?:ủy|uỷ)"
BRANCH = r"Đảng bộ"
CONGRESS = (
    r"(?:Hội nghị|Hội nghị lần thứ|Hội nghị Trung ương|Hội nghị BCH|Đại hội)(?: [^\s,;.:]+){0,3}?"
    r"(?:,? \(?(?:khóa|khoá) [IVX]+\)?)?,? (?:của )?"
)
CENTRAL_COMMITTEE = (
    r"(?:Ban Chấp hành|BCH) (?:Trung ương|TW)(?: Đảng)?(?: Cộng sản Việt Nam)?(?: \(?(?:khóa|khoá) [IVX]+\)?)?"
)


JOINT_TYPES = ("LT", "LN")  # the ends of types that several bodies issue: TTLT, NQLT, KHLN, HDLN
COUNCILS = frozenset({"UBND", "HĐND"})
BELOW_PROVINCE = frozenset({"district", "commune"})


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """From where a document speaks: what "UBND tỉnh" and "Tỉnh ủy" mean in it."""

    province: Province | None = None
    issuer: str | None = None  # who issued the document itself, in full
    own_symbol: str | None = None  # the issuer part of its symbol: KCNĐN
    local: str | None = None  # the district or commune it belongs to: "huyện Tuy Phước"
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuer read in a text: its name in full, and where its words end."""

    name: str
    end: int


def issuer_at(text: str, start: int, end: int, here: Jurisdiction) -> Issuer | None:
    """The issuer whose words begin at text[start]: "Chủ tịch UBND tỉnh", "Bộ Nội vụ"; None if no known body stands there."""
    found = _words().match(text, start, end)
    if found is None:
        return None
    if found["congress"] or found["central"]:
        return Issuer("Ban Chấp hành Trung ương Đảng", found.end())
    if found["council"]:
        return _council(found, here)
    if found["branch"]:
        place, place_end = _place("branch", found, here)
        return Issuer(f"{_party_office(found['branch'])} {place}".strip(), place_end)
    if found["committee"]:
        return _committee(found, here)
    body = _official()[_folded(found["body"])]
    name = f"{_office(found['office'])} {body.name}" if found["office"] else body.name
    if body.needs_place:
        place, place_end = _place("body", found, here)
        return Issuer(f"{name} {place}" if place else name, place_end)
    return Issuer(name, found.end("body"))


def issuer_of_symbol(symbol: Symbol, here: Jurisdiction) -> str | None:
    """Who issues documents of this symbol, seen from here; None where the symbol leaves it open."""
    part = symbol.issuer_part
    own = part if symbol.type_part else body_part(part)  # a letter's symbol ends in the unit that drafted it
    if here.own_symbol in {part, own} and here.issuer and body_part(part) not in {"UBND", "HĐND"}:
        return here.issuer
    if is_parliament(part):
        return "Ủy ban Thường vụ Quốc hội" if part.upper().startswith("UBTV") else "Quốc hội"
    if symbol.is_party and part == "TW":
        return "Ban Chấp hành Trung ương Đảng"
    if symbol.type_part and symbol.type_part.endswith(JOINT_TYPES):
        names = [_of_part(one, symbol, here) for one in re.split(r"[-/]", part)]
        return "; ".join(filter(None, names)) or None
    whole = _of_part(part, symbol, here)
    if whole is None and _is_central(part.removeprefix(body_part(part)).lstrip("-.")):
        return None  # "BCĐ-BNNMT": a body that a ministry drafts for is no province's
    return whole or _of_part(body_part(part), symbol, here)


def _is_central(part: str) -> bool:
    """Whether a part of a symbol stands for bodies of the centre alone."""
    known = _by_symbol().get(part, ())
    return bool(known) and all(body.scope == "central" for body in known)


def _of_part(part: str, symbol: Symbol, here: Jurisdiction) -> str | None:
    """The one body that a part of a symbol stands for."""
    known = _by_symbol().get(part) or _by_symbol().get(part.rstrip("0123456789"), ())  # HĐND16: of the 16th term
    bodies = [body for body in known if _kind_fits(body, here)]
    if len(bodies) > 1 and symbol.type_part in {"QĐ", "TT", "TTLT", "NQ", "CT"}:
        bodies = [body for body in bodies if body.scope == "central"] or bodies
    if part == "CT":  # in front of a type Chủ tịch UBND (QĐ-CT); letters of CT are the tax office's
        bodies = [body for body in bodies if (body.scope == "central") != bool(symbol.type_part)]
    if len({body.name for body in bodies}) != 1:
        return None
    body = bodies[0]
    if not body.needs_place:
        return body.name
    if body.scope == "party-district":
        return f"{body.name} {here.local.split(' ', 1)[1]}" if here.local else body.name
    if body.scope in BELOW_PROVINCE:
        return f"{body.name} {here.local}" if here.local else body.name
    if here.province is None or (part in COUNCILS and is_commune(here.local)):
        return None  # "04/QĐ-UBND" in a plan of a commune may be its own or the province's
    return f"{body.name} {here.province.name if body.scope.startswith('party') else here.province.name_full}"


def is_commune(local: str | None) -> bool:
    """Whether a place is a commune: "phường Long Anh" | not "huyện Tuy Phước"."""
    return local is not None and local.startswith(("xã ", "phường ", "thị trấn ", "đặc khu "))


def _kind_fits(body: _Body, here: Jurisdiction) -> bool:
    return not body.place_kind or here.province is None or body.place_kind == here.province.kind


def _council(found: re.Match[str], here: Jurisdiction) -> Issuer | None:
    name = {"h": "HĐND", "đ": "Đảng ủy"}.get(_folded(found["council"])[0], "UBND")
    place, place_end = _place("council", found, here)
    if not place:
        return None
    office = f"{_office(found['council_office'])} " if found["council_office"] else ""
    return Issuer(f"{office}{name} {place}", place_end)


def _place(of: str, found: re.Match[str], here: Jurisdiction) -> tuple[str, int]:
    """The place behind a body in full, and where its words end: a bare rank means the place that the document is from."""
    rank = (found[f"{of}_rank"] or "").lower().rstrip(".")
    if not rank:
        return _place_without_rank(of, found, here)
    rank = "thành phố" if rank == "tp" else rank
    end = found.end(f"{of}_rank")
    if found[f"{of}_place"]:
        return _named_place(rank, found[f"{of}_place"], found.start(f"{of}_place"), here)
    return _bare(rank, here), end


def _bare(rank: str, here: Jurisdiction) -> str:
    """The place that a bare rank means here: "tỉnh" is the document's own province."""
    if here.province and (rank == "tỉnh" or (rank == "thành phố" and here.province.kind == "thanh_pho")):
        return _with_rank(rank, here.province)
    if here.local and here.local.lower().startswith(rank):
        return here.local
    return rank


def _place_without_rank(of: str, found: re.Match[str], here: Jurisdiction) -> tuple[str, int]:
    """The place of a body whose name is followed by a province's alone ("Ban Quản lý … Đồng Nai"), else its own."""
    end = found.end(of)
    if of != "body":
        return "", end
    if _official()[_folded(found["body"])].scope in BELOW_PROVINCE:
        return here.local or "", end
    behind = NAME_BEHIND.match(found.string, end, end + 60)
    words = behind[1] if behind else ""
    for stop in reversed([piece.end() for piece in WORD.finditer(words)]):
        if named := match_province(words[:stop], here.on):
            place = named.province.name if words[:stop].isupper() else words[:stop]
            return (named.province.name_full if found["body"].lower().startswith("sở ") else place), end + 1 + stop
    if here.province and _official()[_folded(found["body"])].scope.startswith("party"):
        return here.province.name, end  # Văn phòng Tỉnh ủy Phú Thọ
    return (here.province.name_full if here.province else ""), end


def _with_rank(rank: str, province: Province) -> str:
    full = province.name_full
    if full.lower().startswith(rank) or province.name.lower().startswith("thành phố"):
        return full
    return f"{rank} {province.name}"  # as it ranked when it issued: "UBND tỉnh Đồng Nai"


def _named_place(rank: str, words: str, start: int, here: Jurisdiction) -> tuple[str, int]:
    """The place named, by the table of provinces where it is one: capitals may run on into the next words."""
    if rank in {"tỉnh", "thành phố"}:
        for end in reversed([piece.end() for piece in WORD.finditer(words)]):
            found = match_province(words[:end], here.on) or match_province(words[:end])
            if found and (rank == "tỉnh" or found.province.kind == "thanh_pho"):
                return _with_rank(rank, found.province), start + end
        if rank == "tỉnh" or (here.province and here.province.kind == "thanh_pho"):  # a capital that opens the title behind
            return _bare(rank, here), start - 1
    if words.isupper() and len(words) > 3:
        words = words.title()
    return f"{rank} {' '.join(words.split())}", start + len(words)


def _committee(found: re.Match[str], here: Jurisdiction) -> Issuer | None:
    kind = _folded(found["committee"])[:2]
    head = {"tỉ": "Tỉnh ủy", "th": "Thành ủy", "hu": "Huyện ủy", "qu": "Quận ủy"}.get(kind, "Thị ủy")
    if _folded(found["committee"]).startswith("thị"):
        head = "Thị ủy"
    office = f"{_party_office(found['party_office'])} " if found["party_office"] else ""
    if found["seat"]:
        name, end = _seat(head, found, here)
        return Issuer(f"{office}{head} {name}", end)
    if head == "Thành ủy" and here.province and here.province.kind != "thanh_pho":  # of a town in the province
        town = here.local.removeprefix("thành phố ") if here.local and here.local.startswith("thành phố ") else ""
        return Issuer(f"{office}{head} {town}".rstrip(), found.end())
    if head in {"Tỉnh ủy", "Thành ủy"} and here.province:
        return Issuer(f"{office}{head} {here.province.name}", found.end())
    if here.local and head in {"Huyện ủy", "Quận ủy", "Thị ủy"}:
        return Issuer(f"{office}{head} {here.local.split(' ', 1)[1]}", found.end())
    return Issuer(f"{office}{head}", found.end())


def _seat(head: str, found: re.Match[str], here: Jurisdiction) -> tuple[str, int]:
    words, start = found["seat"], found.start("seat")
    for piece in reversed([piece.end() for piece in WORD.finditer(words)]):
        province = match_province(words[:piece], here.on) or match_province(words[:piece])
        if province and head in {"Tỉnh ủy", "Thành ủy"}:
            return province.province.name, start + piece
    return (words.title() if words.isupper() and len(words) > 3 else words), start + len(words)


@dataclass(frozen=True, slots=True)
class _Body:
    name: str
    scope: str
    needs_place: bool
    place_kind: str


@functools.cache
def _by_symbol() -> Mapping[str, tuple[_Body, ...]]:
    found: dict[str, tuple[_Body, ...]] = {}
    for row in rows("issuer_symbols"):
        body = _Body(row["issuer"], row["scope"], row["needs_place"] == "yes", row["place_kind"])
        if body not in found.get(row["symbol"], ()):
            found[row["symbol"]] = (*found.get(row["symbol"], ()), body)
    return found


@functools.cache
def _official() -> Mapping[str, _Body]:
    """Bodies by their folded names; councils and committees are read by their own patterns."""
    councils = re.compile(rf"{COUNCIL}$|{COMMITTEE}$|Chủ tịch UBND$|Chi bộ$|Ban Chỉ đạo$", re.I)
    bodies = (body for group in _by_symbol().values() for body in group)
    named = {_folded(body.name): body for body in bodies if not councils.match(body.name)}
    short = [(row["alias"], _folded(row["full"])) for row in rows("unit_aliases")]
    for alias, full in short:  # "Bộ GD&ĐT", "Sở Nông nghiệp và PTNT"
        for kind in ("", "Bộ ", "Sở ", "Phòng "):
            if body_of := named.get(_folded(kind + full)):
                named.setdefault(_folded(kind + alias), body_of)
    return named


@functools.cache
def _words() -> re.Pattern[str]:
    """The issuers as they stand in running text."""
    names = sorted(_official(), key=len, reverse=True)
    bodies = "|".join(re.escape(name) for name in names).replace("ủy", "(?:ủy|uỷ)").replace("Ủy", "(?:Ủy|Uỷ)")
    alternatives = (
        rf"(?P<congress>(?i:{CONGRESS})(?i:{CENTRAL_COMMITTEE})|(?i:Hội nghị (?:lần thứ \S+ )?Trung ương)(?: \d+)?)",
        rf"(?P<central>(?i:{CENTRAL_COMMITTEE}))",
        (
            rf"(?:(?P<council_office>(?i:{OFFICE}|{PARTY_OFFICE})) )?(?P<council>(?i:{COUNCIL}|{LOCAL_COMMITTEE}))"
            rf"(?: lâm thời)?{_place_groups('council')}"
        ),
        rf"(?P<branch>(?i:{PARTY_OFFICE} {BRANCH})){_place_groups('branch')}",
        (
            rf"(?:(?P<party_office>(?i:{PARTY_OFFICE})) )?(?P<committee>(?i:{COMMITTEE}))"
            rf"(?: (?:(?i:thành phố|tỉnh)(?! [{CAPITAL}])|(?P<seat>(?:(?i:thành phố|tỉnh|tp\.?) )?{PROPER})))?"
        ),
        rf"(?:(?P<office>(?i:{OFFICE})) )?(?P<body>(?i:{bodies}))(?!\w){_place_groups('body')}",
    )
    return re.compile("|".join(alternatives).replace(r"\ ", " "))


def in_full(name: str) -> str:
    """A name with its abbreviations spelled out: "Ban Quản lý các KCN" → Ban Quản lý các khu công nghiệp."""
    full = _abbreviations()
    return " ".join(full.get(word, word) for word in name.split())


@functools.cache
def _abbreviations() -> Mapping[str, str]:
    return {row["alias"]: row["full"] for row in rows("unit_aliases") if row["alias"].isupper()}


def place_of_rank(rank: str, here: Jurisdiction) -> str:
    """The place that a bare rank means here: "tỉnh" is the document's own province."""
    return _bare(rank.lower(), here)


def _place_groups(of: str) -> str:
    return PLACE.replace("RANK", f"{of}_rank").replace("PLACE", f"{of}_place")


def _folded(name: str) -> str:
    return tone_on_first(" ".join(name.split()).lower())


def _office(words: str) -> str:
    """An office as it is written inside a sentence: "BỘ TRƯỞNG" → "Bộ trưởng"."""
    text = " ".join(words.split()).replace(" - ", ", ")  # "Bộ trưởng - Chủ nhiệm Văn phòng Chính phủ"
    return text[0].upper() + (text[1:].lower() if text.isupper() else text[1:])


def _party_office(words: str) -> str:
    folded = _folded(words)
    office = next((name for written, name in PARTY_OFFICES.items() if folded.startswith(written)), _office(words))
    return f"{office} Đảng bộ" if folded.endswith(" đảng bộ") else office
