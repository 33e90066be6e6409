"""Numbers and symbols of documents: from any way of writing to the official form.

State style: number/[year/]TYPE-ISSUER (63/2010/NĐ-CP); Party style: number-TYPE/ISSUER (17-NQ/TW).
Form only is repaired (spaces, dashes, letter case, lost strokes, a lost hyphen, the style); never a number or an issuer.
Sources: Nghị định 30/2020/NĐ-CP, Phụ lục I and III; Hướng dẫn 36-HD/VPTW; forms seen: data/doc_types.csv and
data/issuer_symbols.csv.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from data import rows

# A dot or a low line is a hyphen badly read, but not in the name of a department (VPCP-V.I), nor the dot between a
# council and the unit that drafted for it (QĐ-UBND.CN).
SEPARATORS = re.compile(r"\s*([-–—−/&]|(?<![-–—−][A-ZĐ])_|(?<![-–—−][A-ZĐ])(?<!UBND)(?<!HĐND)\.)\s*")
# Stroke and tone lost by a scan or a keyboard: "ND-CP", "QD-TTg", "HDND".
STROKELESS = str.maketrans("ĐÂÊÔƠƯ", "DAEOOU")

# Old decrees and decisions that carry the issuer alone, behind a hyphen or a slash: 05-CP, 87/CP, 196-HĐBT.
UNTYPED = frozenset({"CP", "TTg", "HĐBT"})
COUNCILS = frozenset({"UBND", "HĐND"})

STATE_COUNCIL = re.compile(r"UBND|HĐND|hành chính công")
PARTY_BODY = re.compile(
    r"(?:Đảng|Quân|Tỉnh|Thành|Huyện|Quận|Thị) ủy|Chi bộ|Đảng đoàn|Ban cán sự đảng|Đại hội đảng|Trung ương Đoàn", re.I
)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A document's number and symbol in official form."""

    number: str  # 63/2010, 17, 30c, 66.7/2025, 19-2018
    symbol: str  # NĐ-CP, NQ/TW, QH15
    canonical: str  # 63/2010/NĐ-CP, 17-NQ/TW
    type_part: str | None  # the abbreviation of its type: NĐ; None where the symbol has none
    issuer_part: str  # the abbreviation of who issued it: CP, TW, QH15, SNV
    is_party: bool
    year: int | None  # the year in the number
    is_known: bool  # type or issuer stands in the tables


@dataclass(frozen=True, slots=True)
class _Tables:
    types: Mapping[str, str]  # upper-case spelling → official spelling
    issuers: Mapping[str, str]
    party: frozenset[str]
    open: frozenset[str]  # issuers of which the tables do not say whether they are of the state or of the Party
    strokeless_types: Mapping[str, str]
    strokeless_issuers: Mapping[str, str]


@functools.cache
def _tables() -> _Tables:
    types = {row["abbreviation"].upper(): row["abbreviation"] for row in rows("doc_types") if row["abbreviation"]}
    issuers = {row["symbol"].upper(): _official_symbol(row) for row in rows("issuer_symbols")}
    for row in rows("doc_types"):
        if row["reading"] == "variant" and row["abbreviation"].translate(STROKELESS) == row["abbreviation"]:
            types.pop(row["abbreviation"].upper(), None)  # ND, QD: seen, but never the official form
    party = frozenset(
        row["symbol"]
        for row in rows("issuer_symbols")
        if row["scope"].startswith("party") or PARTY_BODY.match(row["issuer"])
    )
    unsure = frozenset(
        row["symbol"]
        for row in rows("issuer_symbols")
        if row["scope"] == "unknown" and not STATE_COUNCIL.search(row["issuer"])
    )
    return _Tables(types, issuers, party, unsure, _strokeless(types), _strokeless(issuers))


def _official_symbol(row: Mapping[str, str]) -> str:
    """The Party has one spelling for each of its bodies (TƯ is TW); ministries wrote theirs in several."""
    return row["variant_of"] if row["variant_of"] and row["scope"].startswith("party") else row["symbol"]


def _strokeless(names: Mapping[str, str]) -> dict[str, str]:
    """Spellings without strokes that stand for one name only and are none themselves: ND → NĐ, but not HD."""
    found: dict[str, set[str]] = {}
    for upper, name in names.items():
        found.setdefault(upper.translate(STROKELESS), set()).add(name)
    return {bare: next(iter(options)) for bare, options in found.items() if len(options) == 1 and bare not in names}


def official_part(part: str, *, of_type: bool) -> tuple[str, bool]:
    """A part of a symbol in its official spelling, and whether the tables know it: "TTG" → TTg, "ND" → NĐ."""
    tables = _tables()
    upper = part.upper()
    known = (tables.types if of_type else tables.issuers).get(upper)
    bare = None if known else (tables.strokeless_types if of_type else tables.strokeless_issuers).get(upper)
    if known or bare:
        return str(known or bare), True
    return part, not of_type and is_parliament(part)


def is_type(part: str) -> bool:
    """Whether a part of a symbol is the abbreviation of a type."""
    return part.upper() in _tables().types


def is_issuer(part: str) -> bool:
    """Whether a part of a symbol is the abbreviation of a known issuer."""
    return part.upper() in _tables().issuers


def body_part(issuer_part: str) -> str:
    """The body in the issuer part of a symbol, without the unit that drafted for it: SNV-CCHC → SNV, UBND.CN → UBND."""
    return re.split(r"[-.]", issuer_part, maxsplit=1)[0]


def is_parliament(part: str) -> bool:
    """Whether a part stands for the National Assembly or its Standing Committee: QH15, UBTVQH14."""
    return re.fullmatch(r"(?:UBTV)?QH\s?\d{1,2}", part, re.I) is not None


@functools.lru_cache(maxsize=65536)
def parse(number: str, year: str | None, symbol: str, mark: str = "/") -> Symbol | None:
    """The official form of a written number and symbol; None if the symbol has no part in letters.

    number "63", year "2010", symbol "NĐ - CP" → 63/2010/NĐ-CP; number "17", symbol "NQ-TW" → 17-NQ/TW.
    mark: what stands between number and symbol; it counts only for forms of the 1990s (05-CP, 87/CP, 64 TC/TCT).
    """
    pieces = SEPARATORS.split(symbol.strip())
    parts, marks = pieces[::2], pieces[1::2]
    if not parts[0]:
        return None
    if mark == " " and marks[:1] == ["/"] and is_type(parts[0]) and not is_issuer(parts[0]):
        mark = "-"  # "84 QĐ/TWĐTN": a type stands behind the blank
    if mark == " ":  # "64 TC/TCT": the ministry and its office, not a type; written so into the 1990s
        written = "".join(pieces)
        return Symbol(number, written, f"{number} {written}", None, written, False, None, False)
    head, head_known = official_part(parts[0], of_type=True)
    if not head_known:
        glued = _unglue(parts[0], alone=len(parts) == 1)
        if glued:
            head, head_known = glued[0], True
            parts, marks = [*glued, *parts[1:]], ["-", *marks]
    if not head_known and len(parts) > 1 and _is_kind_of_type(parts[0], parts[1]):
        head_known = True
    type_part = head if head_known and len(parts) > 1 else None
    rest = parts[1:] if type_part else parts
    spelled = [official_part(part, of_type=False) for part in rest]
    names = [name for name, _ in spelled]
    rest_marks = [mark if mark in "/&" else "-" for mark in (marks[1:] if type_part else marks)]
    issuer = names[0] + "".join(mark + name for mark, name in zip(rest_marks, names[1:], strict=True))
    numbered = f"{number}/{year}" if year else number
    told = year or number.partition("-")[2]  # "19-2018/NQ-CP"
    known = type_part is not None or any(is_known for _, is_known in spelled)
    # an issuer that the tables do not hold, or that state and Party both have, keeps the style it is written in: 05-KH/BTV
    written_so = mark == "-" and marks[:1] == ["/"] and len(parts) > 1 and (not spelled[0][1] or names[0] in _tables().open)
    if type_part and not year and (_is_party(names) or written_so):
        form = f"{type_part}/{issuer}"
        return Symbol(numbered, form, f"{numbered}-{form}", type_part, issuer, True, None, known)
    form = f"{type_part}{_joint(type_part, marks)}{issuer}" if type_part else issuer
    written_old = not type_part and marks[:1] == ["/"]  # letters of the 1980s: 64-BNV/HCĐP
    joint = "-" if mark == "-" and (form in UNTYPED or written_old) else "/"
    return Symbol(numbered, form, f"{numbered}{joint}{form}", type_part, issuer, False, int(told) if told else None, known)


def _is_kind_of_type(part: str, behind: str) -> bool:
    """Whether a part that no table holds is a type with its kind: BCTĐ, KHLT in front of a known issuer."""
    upper = part.upper()
    begins = any(upper.startswith(known) for known in _tables().types if len(known) > 1)
    return begins and not is_issuer(part) and is_issuer(behind) and len(behind) > 2


def _is_party(issuer_parts: list[str]) -> bool:
    """Whether a symbol's issuer is of the Party: TW, TU, BTCTW, ĐU …, or ends like one."""
    first, last = issuer_parts[0], issuer_parts[-1]  # "TWĐTN-VP": the office that drafted stands behind
    return first in _tables().party or last in _tables().party or bool(re.search(r"(?:TW|TU)$", last))


def _joint(type_part: str, marks: list[str]) -> str:
    """The mark behind the type: joint documents are written TTLT-BTC-BNV and TTLT/BTC-BNV, both stay."""
    return "/" if marks and marks[0] == "/" and type_part in ("TTLT", "NQLT") else "-"


@functools.cache
def _unglue(part: str, *, alone: bool) -> tuple[str, str] | None:
    """Type and issuer of a first part that lost its hyphen: CTUBND → CT, UBND; None unless both are known in one way only.

    A part that is an issuer itself (TTCP, BTC) is left whole, but not where a council would stand without a type.
    """
    cuts = []
    for at in range(2, len(part) - 1):
        head, head_known = official_part(part[:at], of_type=True)
        tail, tail_known = official_part(part[at:], of_type=False)
        if head_known and tail_known:
            cuts.append((head, tail))
    if len(cuts) != 1 or (official_part(part, of_type=False)[1] and not (alone and cuts[0][1] in COUNCILS)):
        return None
    return cuts[0]
