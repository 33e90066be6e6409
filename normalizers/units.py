"""Units of state, Party and society: from any way of naming one to its full name and identity, relative to whose plan it is.

Abstains: what the register does not know keeps its words, without unit_id, for review. Likeness decides nothing.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Literal

from normalizers.alphabet import slug, tone_on_first
from normalizers.unit_lists import QUANTIFIERS, pieces
from normalizers.unit_places import ENDS_IN_LEVEL, LEVEL_WORD, level_of_word, names_place, place_of_word, without_place
from normalizers.unit_register import (
    Territory,
    Token,
    UnitType,
    folded,
    spelled_out,
    territories,
    tokens_of,
    types_named,
    word_at,
    words_of,
)
from normalizers.unit_scope import LEVEL_WORDS, Level, Scope, bare_name, is_of_several_times, place_endings

# office: somebody who holds an office; internal: an office of the issuer's own; outdated: a name that had ended by the day
Status = Literal["resolved", "group", "office", "internal", "outdated", "unknown"]

# A part of a name that tells which ones: "liên quan", "có thủ tục liên thông", "được giao chủ trì", "thuộc Sở"
CLAUSE = re.compile(
    r"\s(?:(?:có\s)?liên quan|có\s|được\s|trực thuộc|thuộc\s|do\s|tham gia|phụ trách|với\s|đối với|chưa\s|đang\s"
    r"|theo\s|tại\s|trên\s|ở\s|trong\s).*$",
    re.IGNORECASE,
)
RELATED = re.compile(r"liên quan", re.IGNORECASE)
COUNCIL_OF_MANY = re.compile(
    r"^(?P<head>UBND|(?:Thường trực )?HĐND|Công an|Đảng ủy|Đài Truyền thanh|Trạm Y tế"
    r"|(?:Ủy ban )?Mặt trận Tổ quốc(?: Việt Nam)?)\s+(?:các\s+)?"
    r"(?P<list>(?:tỉnh|huyện|quận|thị xã|thành phố|thị trấn|xã|phường|đặc khu)"
    r"(?:(?:\s?,\s?(?:và\s)?|\s(?:và|&)\s|\s?/\s?|\s-\s|\s)(?:các\s)?(?:huyện|quận|thị xã|thành phố|thị trấn|xã"
    r"|phường|đặc khu)(?!\s(?-i:[A-ZĐ])))+|"
    r"(?<=các\s)(?:tỉnh|huyện|quận|xã|phường|thị xã|thị trấn|đặc khu))"
    r"(?P<rest>.*)$",
    re.IGNORECASE,
)
TERRITORY_NOUNS = ("tỉnh", "huyện", "quận", "thị xã", "thành phố", "xã", "phường", "thị trấn", "đặc khu")
TERRITORY_NOUN = re.compile("|".join(TERRITORY_NOUNS))
# "sở ban ngành", "cơ quan đơn vị" | not "sở Nội vụ"
LOST_COMMA = re.compile(r"\b((?:sở|ban|bộ|phòng)(?=\s+(?:ban|ngành)\b)|cơ quan(?=\s+đơn vị\b))\s+", re.IGNORECASE)
# "Sở," "Đơn vị liên quan" | not "Sở Nội vụ"
COMMON_NOUN = re.compile(r"\b(?:Sở|Ban|Ngành|Bộ|Phòng|Đơn vị|Cơ quan|Địa phương|Đoàn thể)\b(?=\s*(?:,|và\b|$|\s[a-zđà-ỹ]))")
TIGHT_HYPHEN = re.compile(r"(?<=\w)(?:-|\s-|-\s)(?=\w)")  # "chính trị-xã hội" | not "chính trị - xã hội"
GROUP_NOUN = re.compile(r"(?:sở|bộ|phòng|ban|ngành)\b", re.IGNORECASE)
OWNER_WORD = re.compile(r"^\s*(?:của\s+)?")
ONLY_LEVEL = re.compile(rf"\s(?:thuộc\s)?{LEVEL_WORD}$", re.IGNORECASE)  # " thuộc tỉnh" | not " tỉnh Hà Nam"
BEGINS_PLACE = re.compile(r"\s(?:thuộc|trên|tại|trong)\b")
OF_A_LEVEL = re.compile(r"\bcấp (?:tỉnh|huyện|xã|sở)$", re.IGNORECASE)  # "UBND cấp xã", "… cấp tỉnh, cấp xã"
CITY_SHORT = re.compile(r"\bTP\.?\s?(?=HCM\b|Hồ Chí Minh|[A-ZĐ]|$)")
ROOM_SHORT = re.compile(r"\bP\.\s?(?=[A-ZĐ])")  # "P. Nội vụ" | not "TP. Huế"
HCM = re.compile(r"\b(?:TP\.?\s?|thành phố\s)HCM\b", re.IGNORECASE)
DOUBLED = re.compile(r"\b(Sở|Bộ|Ban|Phòng)\s+\1\s", re.IGNORECASE)
TRAILING_NOTE = re.compile(
    r"\s*\((?:cơ quan )?(?:chủ trì|phối hợp|thường trực|đầu mối|để b/c|b/c|qua[^)]*|PC\d+)\)\s*$", re.IGNORECASE
)
ANY_NOTE = re.compile(r"\s*\([^()]*\)\s*$")  # "Đảng ủy UBND tỉnh (Sở Y tế)": who drafts for the body that is named


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written and as resolved; unit_id is "type/territory" and None unless certain."""

    raw: str
    name: str  # in full, with the place it belongs to; as written where nothing is known
    unit_id: str | None
    status: Status


def units_in(text: str, scope: Scope) -> tuple[Unit, ...]:
    """The units that a cell or phrase names, resolved one by one."""
    return tuple(_resolved(piece.raw, piece.name, scope) for piece in pieces(text))


def resolve(raw: str, scope: Scope) -> Unit:
    """One unit as written, resolved."""
    return _resolved(raw, raw, scope)


@functools.lru_cache(maxsize=8192)
def _resolved(raw: str, named: str, scope: Scope) -> Unit:
    text = TRAILING_NOTE.sub("", DOUBLED.sub(r"\1 ", _spelled(named)))
    if not text.lower().startswith(tuple(f"{word} " for word in QUANTIFIERS)):
        text = ANY_NOTE.sub("", text)  # | not "các cơ quan (thuế, hải quan)", which it narrows
    office, body = _office_and_body(text)
    if not body:
        return Unit(raw, _capital(_placed_plain(office, scope)), None, "unknown")
    group = _group_name(body, scope)
    if group is not None:
        return Unit(raw, _capital(f"{office} {_lowered_group(group) if office else group}".strip()), None, "group")
    many = COUNCIL_OF_MANY.match(body)
    if many:
        return Unit(raw, _capital(f"{office} {_council_of_many(many, scope)}".strip()), None, "group")
    name, kind = _single(body, scope)
    is_issuer = scope.body is not None and name.endswith(scope.body)
    if kind is not None and not is_issuer and name.lower().startswith(kind.name.lower()):
        name = kind.name + name[len(kind.name) :]
    if office:
        return Unit(raw, _capital(f"{office} {name}"), None, "office")
    if kind is not None:
        identity = _identity(kind, name, scope)
        status: Status = "unknown" if identity is None else "resolved" if kind.existed_on(scope.on) else "outdated"
        return Unit(raw, _capital(name), identity, status)
    status = "internal" if is_issuer else "group" if OF_A_LEVEL.search(body) else "unknown"
    return Unit(raw, _capital(name), None, status)


def _spelled(text: str) -> str:
    """The name without short forms and doubled spaces, the tone marks where today's spelling has them."""
    text = HCM.sub("Thành phố Hồ Chí Minh", " ".join(tone_on_first(text).split()))
    return ROOM_SHORT.sub("Phòng ", CITY_SHORT.sub("thành phố ", spelled_out(text))).strip()


def _office_and_body(text: str) -> tuple[str, str]:
    """The office holder and the body: Chủ tịch, UBND các xã; a name without an office holder has an empty office."""
    tokens = tokens_of(text)
    length = word_at(tokens, 0, "person") if tokens else 0
    if not length or length >= len(tokens):
        return "", text
    return text[: tokens[length - 1].end], text[tokens[length].start :]


# ---- groups


def _group_name(text: str, scope: Scope) -> str | None:
    """The name of a group of unnamed units with the place it belongs to; None if the text names one unit."""
    tokens = tokens_of(text)
    at = 0
    while at < len(tokens) and tokens[at].word in QUANTIFIERS:
        at += 2 if tokens[at].word in ("toàn", "tất", "một") else 1
    length = word_at(tokens, at, "member") if at < len(tokens) else 0
    after = at + length
    if not length or (after < len(tokens) and _is_name(text, tokens[after])):
        return None
    if at == 0 and (types_named(CLAUSE.sub("", text)) or (after == len(tokens) and word_at(tokens, 0, "head") == length)):
        return None
    clause = CLAUSE.search(text)
    base = text[: clause.start()] if clause else text
    members = _members(base)
    name = _tidy_group(base, members, quantified=at > 0)
    return _group_place(name, clause[0].strip() if clause else "", members, scope)


def _is_name(text: str, token: Token) -> bool:
    """Whether a word with a capital goes on as a proper name: "Phòng Doanh nghiệp" | not "Các Sở Ban ngành", "Thành phố"."""
    common = ("ban", "ngành", "thành", "tỉnh", "huyện", "quận", "thị", "xã", "phường", "nhà")
    return text[token.start].isupper() and token.word not in common


def _members(base: str) -> tuple[str, ...]:
    """The place keys of the nouns of a group, in order."""
    tokens = tokens_of(base)
    found: list[str] = []
    index = 0
    while index < len(tokens):
        length = word_at(tokens, index, "member")
        if length:
            key = tuple(token.word for token in tokens[index : index + length] if token.word not in "-–—")
            found.append(words_of("member")[key])
        index += max(length, 1)
    return tuple(found)


def _tidy_group(base: str, members: tuple[str, ...], *, quantified: bool) -> str:
    """Commas between nouns that lost theirs, lower case for common nouns, "Các" before bare sở, bộ, phòng."""
    base = LOST_COMMA.sub(r"\1, ", base)
    base = COMMON_NOUN.sub(lambda noun: noun[0].lower(), base)
    base = TIGHT_HYPHEN.sub(" - ", base)
    if GROUP_NOUN.match(base) and not quantified and len(members) > 1:
        base = f"Các {base[0].lower()}{base[1:]}"
    return base


def _group_place(base: str, clause: str, members: tuple[str, ...], scope: Scope) -> str:
    """The group with its place: behind it, or behind "thuộc" where it ends in a clause; open groups keep their words."""
    whole = f"{base} {clause}".strip()
    level = ENDS_IN_LEVEL.search(whole)
    if level:
        place = place_of_word(level["level"], scope)
        return whole if place is None else f"{whole[: level.start()]} {place}"
    if whole.lower().endswith(" trực thuộc") and scope.body:
        return f"{whole} {scope.body}"  # "các đơn vị trực thuộc" of a department
    if clause.lower().startswith(("thuộc", "trực thuộc")):
        return _own_names(whole, scope)  # "các phòng thuộc Sở": which one the issuer tells
    if clause.lower().startswith(("tại", "trên", "trong", "ở")) or names_place(whole, scope):
        return whole
    place = _members_place(members, scope)
    if place is None or (RELATED.search(clause) and not {"province", "body"} & set(members)):
        return whole
    return f"{base} {clause} thuộc {place}" if clause else f"{base} {place}"


def _members_place(members: tuple[str, ...], scope: Scope) -> str | None:
    """Whose such a group is; None where it may reach beyond the issuer."""
    kinds = set(members)
    if "none" in kinds or (kinds & {"open", "market"} and "province" not in kinds):
        return None
    if "province" in kinds:
        return scope.province.full if scope.province else None
    return scope.owner


def _lowered_group(group: str) -> str:
    return group[0].lower() + group[1:]


def _council_of_many(match: re.Match[str], scope: Scope) -> str:
    """All councils of a level, in the usual order: "UBND các huyện, thị xã, thành phố tỉnh Quảng Ngãi"; all provinces'."""
    nouns = TERRITORY_NOUN.findall(match["list"].lower())
    if len(nouns) > 2:
        nouns.sort(key=TERRITORY_NOUNS.index)
    rest = match["rest"].rstrip(" ,.;")
    rest = rest if rest.startswith(",") else OWNER_WORD.sub(" ", rest).rstrip()
    name = f"{match['head']} các {', '.join(nouns)}"
    if "tỉnh" in nouns:
        return name + rest
    if ONLY_LEVEL.match(rest):
        rest = ""
    elif names_place(rest, scope) or BEGINS_PLACE.match(rest):
        return name + rest
    place = scope.local if scope.level == "district" else scope.province.full if scope.province else None
    if place is None:
        return name + rest
    if RELATED.search(rest):
        return f"{name}{rest} thuộc {place}"
    return f"{name} {place}{rest}" if CLAUSE.match(rest) else f"{name}{rest} {place}"  # "UBND các xã miền núi"


# ---- single units


def _single(text: str, scope: Scope) -> tuple[str, UnitType | None]:
    """A named unit in full and its type, if the register knows it."""
    text = _own_names(text, scope)
    if names_place(text, scope):
        return text, _type_of(without_place(text, scope), scope, None)
    level = ENDS_IN_LEVEL.search(text)
    if level:
        bare = text[: level.start()]
        word = level["level"].lower()
        kind = _type_of(bare, scope, level_of_word(word, scope))
        if bare.lower() in ("tỉnh ủy", "thành ủy"):
            return text, kind
        place = place_of_word(word, scope)
        return (text if place is None else f"{bare} {place}"), kind
    if OF_A_LEVEL.search(text):
        return (f"{text} {scope.place}" if scope.place and scope.level != "central" else text), None
    kind = _type_of(text, scope, None)
    place = _place_of_type(text, kind, scope)
    clause = CLAUSE.search(text)
    if place is None or (kind is None and clause and clause[0].lower().startswith((" thuộc", " trực thuộc", " theo "))):
        return text, kind
    if kind is None and clause and not clause[0].lower().startswith((" tại", " trên", " trong", " ở")):
        return f"{text} thuộc {place}", None
    return f"{text} {place}", kind


def _own_names(text: str, scope: Scope) -> str:
    """The bare kind of a body in full: "Văn phòng" of the issuer, "Văn phòng Ban Chỉ huy", "Lãnh đạo Ban"."""
    lowered = folded(text)
    for kind, full in scope.full_names:
        if lowered == kind or lowered.endswith(f" {kind}"):
            if scope.body and folded(scope.body).startswith(kind):
                break
            return text[: len(text) - len(kind)] + full
    if scope.body:
        words = scope.body.split()
        for length in range(len(words), 0, -1):
            head = " ".join(words[:length])
            if folded(head) in LEVEL_WORDS or folded(head) == "đảng":
                continue  # "HĐND tỉnh" of "Tỉnh ủy …" is of the province; "Ban Xây dựng Đảng" of "Đảng ủy …" ends there
            if lowered == folded(head) or lowered.endswith(f" {folded(head)}"):
                return text[: len(text) - len(head)] + scope.body
    if lowered in ("văn phòng", "vp"):
        if scope.level == "province" and not scope.body:
            return "Văn phòng UBND"
        if scope.level == "district":
            return "Văn phòng HĐND và UBND"
    return text


def _type_of(name: str, scope: Scope, level: Level | None) -> UnitType | None:
    """The register's body of this name: at the level told, else at the issuer's or above; alive on the day if any is."""
    types = types_named(name)
    if level:
        types = tuple(kind for kind in types if kind.level == level)
    elif scope.level in ("district", "commune"):
        types = tuple(kind for kind in types if kind.level == scope.level) or types
    elif any(kind.level in ("province", "central") for kind in types):
        types = tuple(kind for kind in types if kind.level in ("province", "central"))
    alive = tuple(kind for kind in types if kind.existed_on(scope.on))
    candidates = alive or types
    return candidates[0] if candidates else None


def _place_of_type(text: str, kind: UnitType | None, scope: Scope) -> str | None:
    """The place to add to a name that has none; None if none belongs there or it is not known."""
    tokens = tokens_of(text)
    length = word_at(tokens, 0, "head") if tokens else 0
    wanted = words_of("head").get(tuple(token.word for token in tokens[:length]), "none") if length else "none"
    if kind is not None and kind.level == "central":
        return None
    if folded(text).endswith(("tỉnh ủy", "thành ủy", "tỉnh đoàn", "thành đoàn")) or (wanted == "name" and kind is None):
        return bare_name(scope.province) if scope.province else None
    if kind is not None:
        if kind.level == "province":
            return scope.province.full if scope.province else None
        return scope.local if scope.level in ("district", "commune") else scope.owner if scope.body else None
    if wanted == "province":
        return scope.province.full if scope.province else None
    if wanted == "name":
        return bare_name(scope.province) if scope.province else None
    if wanted == "territory":  # "Hội Nông dân" in a plan of a department or of the Party's committee
        return scope.place
    return scope.owner if wanted in ("issuer", "body") else None


def _placed_plain(text: str, scope: Scope) -> str:
    level = ENDS_IN_LEVEL.search(text)
    place = place_of_word(level["level"], scope) if level else None
    return f"{text[: level.start()]} {place}" if level and place else text


def _identity(kind: UnitType, name: str, scope: Scope) -> str | None:
    """The identity of a body: its type and whose it is; None where its place is not known."""
    if kind.level == "central":
        return kind.unit_id
    lowered = folded(name)
    if kind.level == "province":
        home = _province_named(lowered, scope) if lowered.endswith(place_endings()) else scope.province
        settled = home is not None and (scope.on is not None or not is_of_several_times(home))
        return f"{kind.unit_id}/{home.unit_id}" if home and settled else None
    if scope.province is None or (scope.on is None and is_of_several_times(scope.province)):
        return None
    if scope.local and lowered.endswith(folded(scope.local)):
        return f"{kind.unit_id}/{scope.province.unit_id}.{slug(scope.local)}"
    return None


def _province_named(lowered: str, scope: Scope) -> Territory | None:
    """The province that a name ends in: the issuer's, else the only one called so that there was on the plan's day."""
    named = [place for place in territories() if _ends_in(lowered, place)]
    if scope.province and any(folded(place.full) == folded(scope.province.full) for place in named):
        return scope.province
    there = [place for place in named if place.existed_on(scope.on)]
    return there[0] if len(there) == 1 else None


def _ends_in(lowered: str, place: Territory) -> bool:
    """Whether a name ends in a province, with its rank or without: "ubnd tỉnh nghệ an" | not "ubnd thành phố nam định"."""
    if lowered.endswith(f" {folded(place.full)}"):
        return True
    bare = f" {folded(bare_name(place))}"
    return lowered.endswith(bare) and not lowered.removesuffix(bare).endswith(tuple(LEVEL_WORDS))


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
