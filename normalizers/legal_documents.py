"""The identity of legal documents, and what is known of those that plans cite.

A number and symbol is no identity: 187/KH-UBND exists in every province and year. legal_id() adds what is missing.
Sources: data/legal_documents.csv, data/issuer_symbols.csv.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, cast

from data import rows
from normalizers.alphabet import slug
from normalizers.provinces import Province, find_provinces, province

Status: TypeAlias = Literal["in_force", "expired", "partly_expired", "not_yet", "unknown"]
Verified: TypeAlias = Literal["yes", "partly", "no"]

# "63/2010/NĐ-CP", "19-2018/NQ-CP", "17-NQ/TW", "30c/NQ-CP", "66.7/2025/NQ-CP", "11033/STC-CSTH" | not "64 TC/TCT"
CANONICAL = re.compile(
    r"(?P<number>\d+(?:\.\d+)?[a-zđ]?)(?:(?:/|-(?=\d{4}/))(?P<year>(?:19|20)\d\d))?[/-](?P<symbol>[^\W\d].*)"
)
TERM = re.compile(r"(?<=QH)\d{1,2}$")  # the term of the National Assembly: QH15, UBTVQH15
SHORT = (  # written both ways, one identity
    (re.compile(r"[uủ][ỷy] ban nhân dân", re.IGNORECASE), "UBND"),
    (re.compile(r"hội đồng nhân dân", re.IGNORECASE), "HĐND"),
    # the committee of a province's Party organisation is named in these ways, and signs with one symbol
    (re.compile(r"ban chấp hành đảng bộ (?=tỉnh)", re.IGNORECASE), "Tỉnh ủy "),
    (re.compile(r"ban chấp hành đảng bộ (?=thành phố)", re.IGNORECASE), "Thành ủy "),
)
LOCAL_BODY = re.compile(r"UBND |HĐND |Sở |(?:Tỉnh|Thành|Huyện|Quận|Thị|Đảng) ủy")
RANK_ALONE = re.compile(r"(?:các |cấp )?(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class LegalDocument:
    """A document of the registry; None and "unknown" mean that no source says it, never "no" and never "in force"."""

    legal_id: str
    doc_type: str | None
    number: str
    symbol: str
    canonical: str
    issuer: str | None
    issued_on: date | None
    title: str | None
    level: str  # scope of its issuer, as in data/issuer_symbols.csv
    status: Status
    effective_on: date | None
    expired_on: date | None
    source: str
    verified: Verified


def legal_id(
    canonical: str, issuer: str | None = None, issued: date | int | None = None, within: str | None = None
) -> str | None:
    """What tells a document from all others, or None if something that it takes is not known.

    63/2010/NĐ-CP where the number holds the year; 76/NQ-CP@2021 where it does not (issued: the day or the year);
    187/KH-UBND@2023:ubnd-tinh-hung-yen for those of provinces and below, whichever office of the issuer is named.
    within: the issuer's own province, for an issuer that does not say it ("UBND tỉnh", "UBND huyện Tuy Phước").
    """
    found = CANONICAL.fullmatch(canonical)
    if found is None:
        return None
    year = issued.year if isinstance(issued, date) else issued or int(found["year"] or 0)
    if not year:
        return None
    days = (issued,) if isinstance(issued, date) else (date(year, 1, 1), date(year, 12, 31))
    seat = _seat(found["symbol"], issuer, days, within)
    if seat is None:
        return None
    stem = canonical if found["year"] else f"{canonical}@{year}"
    return f"{stem}:{seat}" if seat else stem


def is_slip(legal_id: str | None, issuer: str | None) -> bool:
    """Whether a local body is named for a central symbol ("540-QĐ/TW … của Tỉnh ủy"): nobody can say what is meant."""
    return legal_id is not None and ":" not in legal_id and issuer is not None and LOCAL_BODY.search(issuer) is not None


def level(symbol: str, issuer: str | None = None) -> str:
    """The scope of who signs with this symbol: central, party-central, province …; unknown if the tables leave it open."""
    bodies = _bodies_of(issuer_part(symbol))
    named = _named(bodies, issuer) if issuer else None
    scopes = {named.scope} if named else {body.scope for body in bodies}
    return scopes.pop() if len(scopes) == 1 else "unknown"


def issuer_part(symbol: str) -> str:
    """The abbreviation of the issuer in a symbol: NĐ-CP → CP, NQ/TW → TW, UBND.CN → UBND, STC-CSTH → STC, CT-CS → CT."""
    parts = re.split(r"[-/.]", symbol)
    if len(parts) == 1 or parts[0] not in _type_abbreviations():
        return parts[0]
    return parts[0] if _bodies_of(parts[0]) and not _bodies_of(parts[1]) else parts[1]


def _seat(symbol: str, issuer: str | None, days: tuple[date, ...], within: str | None) -> str | None:
    """The issuer for the identity of a local document; empty for a central one, None if it is not known."""
    bodies = _bodies_of(issuer_part(symbol))
    local = [body for body in bodies if body.needs_place]
    type_part = re.split(r"[-/]", symbol, maxsplit=1)[0]
    if bodies and not local:
        return ""
    if type_part in _central_types() and (not bodies or len(local) < len(bodies)):
        return (
            ""  # a circular: of the ministry where an office shares its symbol, or of ministries that the tables do not hold
        )
    if issuer is None:
        return None
    for pattern, short in SHORT:
        issuer = pattern.sub(short, issuer)
    body = _named(bodies, issuer)
    if body is None:  # a symbol of its own, or words that the tables do not hold: the words are the identity
        return slug(issuer) if any(find_provinces(issuer)) else None
    if not body.needs_place:
        return ""
    place = issuer[issuer.casefold().rindex(body.issuer.casefold()) + len(body.issuer) :].strip(" ,")
    where = _where(place, days, within, ranked=not body.place_kind)
    return f"{slug(body.issuer)}-{where}" if where else None


def _where(place: str, days: tuple[date, ...], within: str | None, *, ranked: bool) -> str | None:
    """The place in one spelling: "tỉnh Hưng Yên", "Hưng Yên" → tinh-hung-yen; below a province with its province."""
    outer = _province(within, days) if within else None
    if RANK_ALONE.fullmatch(place):  # "UBND tỉnh": of which province, the caller may know
        at_province = place.casefold() in {"", "tỉnh", "thành phố"}
        return slug(outer.name_full if ranked else outer.name) if outer and at_province else None
    found = _province(place, days)
    if found:
        return slug(found.name_full if ranked else found.name)
    named = list(find_provinces(place, days[0]))
    if named and named[-1].start > 0:
        return slug(f"{place[: named[-1].start]} {named[-1].province.name}")
    return slug(f"{place} {outer.name}") if outer else None


def _province(name: str, days: tuple[date, ...]) -> Province | None:
    """The province of this name on one of the days that the document may be of."""
    return next((found for found in (province(name, day) for day in days) if found), None)


def _named(bodies: tuple[_Body, ...], issuer: str) -> _Body | None:
    """The body of these that the words name; the one with the longest name."""
    words = issuer.casefold()
    return max((body for body in bodies if body.issuer.casefold() in words), key=lambda body: len(body.issuer), default=None)


def _bodies_of(part: str) -> tuple[_Body, ...]:
    return _bodies().get(part) or _bodies().get(TERM.sub("", part), ())


@dataclass(frozen=True, slots=True)
class _Body:
    issuer: str
    scope: str
    needs_place: bool
    place_kind: str


@functools.cache
def _bodies() -> Mapping[str, tuple[_Body, ...]]:
    found: dict[str, tuple[_Body, ...]] = {}
    for row in rows("issuer_symbols"):
        body = _Body(row["issuer"], row["scope"], row["needs_place"] == "yes", row["place_kind"])
        found[row["symbol"]] = (*found.get(row["symbol"], ()), body)
    return found


@functools.cache
def _type_abbreviations() -> frozenset[str]:
    return frozenset(row["abbreviation"] for row in rows("doc_types")) - {""}


@functools.cache
def _central_types() -> frozenset[str]:
    """The abbreviations of types that only central bodies issue, as circulars."""
    return frozenset(
        row["abbreviation"] for row in rows("doc_types") if row["central_only"] == "yes" and row["reading"] != "rare"
    ) - {""}


class Registry:
    """The documents whose dates, titles or status are known."""

    def __init__(self, documents: tuple[LegalDocument, ...]) -> None:
        self._by_id = {document.legal_id: document for document in documents}
        self._by_canonical: dict[str, list[LegalDocument]] = {}
        for document in documents:
            self._by_canonical.setdefault(document.canonical, []).append(document)

    def get(self, legal_id: str) -> LegalDocument | None:
        """The document with this identity, if it is known."""
        return self._by_id.get(legal_id)

    def candidates(self, canonical: str) -> tuple[LegalDocument, ...]:
        """The known documents with this number and symbol, by date; others of the same number may exist."""
        found = self._by_canonical.get(canonical, [])
        return tuple(sorted(found, key=lambda document: (document.issued_on or date.max, document.legal_id)))

    def __len__(self) -> int:
        return len(self._by_id)


@functools.cache
def registry() -> Registry:
    """The registry in data/legal_documents.csv."""
    documents = tuple(
        LegalDocument(
            legal_id=row["legal_id"],
            doc_type=row["doc_type"] or None,
            number=row["number"],
            symbol=row["symbol"],
            canonical=row["canonical"],
            issuer=row["issuer"] or None,
            issued_on=_day(row["issued_on"]),
            title=row["title"] or None,
            level=row["level"],
            status=cast(Status, row["status"]),
            effective_on=_day(row["effective_on"]),
            expired_on=_day(row["expired_on"]),
            source=row["source"],
            verified=cast(Verified, row["verified"]),
        )
        for row in rows("legal_documents")
    )
    return Registry(documents)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
