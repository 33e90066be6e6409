"""The header of a document: what it is, whose it is, of which day; from its letterhead, title and signature block."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from data.document import Document
from data.facts import column


@dataclass(frozen=True, slots=True)
class HeaderSource:
    """The words that a field of the header was read from: document.text[char_start:char_end] == raw."""

    field: str
    raw: str
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """What a document says of itself; None where it does not say it."""

    doc_type: str | None = column("type of document in full: Kế hoạch, Quyết định …", default=None)
    number: str | None = column("its number as written: 187", default=None)
    symbol: str | None = column("its symbol: KH-UBND", default=None)
    canonical: str | None = column("number and symbol in official form: 187/KH-UBND", default=None)
    issued_on: date | None = column("day of issue; null if the day is not given in full", default=None)
    issued_on_text: str | None = column("day of issue as far as it is given, ISO: 2024-01-17, 2024-01, 2024", default=None)
    place: str | None = column("place in the date line", default=None)
    province: str | None = column("province at the day of issue", default=None)
    province_now: str | None = column("the province that its territory belongs to now", default=None)
    issuer: str | None = column("issuing body in full, UBND and HĐND kept short", default=None)
    issuer_level: str | None = column("central, province, district or commune", default=None)
    title: str | None = column("title without the type", default=None)
    plan_kind: str | None = column("subject of the plan: cchc, tthc, chuyen-doi-so …; null if not recognised", default=None)
    plan_year: int | None = column("year of the plan; first year of a several-year plan", default=None)
    plan_year_to: int | None = column("last year of the plan", default=None)
    signer: str | None = column("name of who signed", default=None)
    signer_role: str | None = column("the signer's own office", default=None)
    sources: tuple[HeaderSource, ...] = ()


def read(document: Document) -> Header:
    """The header of a document."""
    return Header()
