"""The header of a document: what it is, whose it is, of which day; from its letterhead, title and signature block."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from data.document import Document
from data.facts import column
from extractors._annex_line import AnnexLine, annex_line_of
from extractors._issuing_body import Body, body_of, jurisdiction_of
from extractors._letterhead import Letterhead, letterhead_of
from extractors._lines import lines
from extractors._mentions import mentions, type_of_abbreviation
from extractors._plan_period import plan_kind, plan_period
from extractors._signature import Signature, signature_of
from normalizers.dates import full_date_at
from normalizers.issuers import Jurisdiction
from normalizers.legal_documents import is_slip, legal_id
from normalizers.provinces import match as match_province
from normalizers.provinces import now
from normalizers.symbols import parse

OPENING = 300  # characters at the top in which a text without letterhead names itself


@dataclass(frozen=True, slots=True)
class HeaderSource:
    """The words that a field of the header was read from: document.text[char_start:char_end] == raw."""

    field: str = column("the field of documents that it gives")
    raw: str = column("the words as they stand in the document's text")
    char_start: int = column("where the words start in the document's text")
    char_end: int = column("where the words end, exclusive")


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
    legal_id: str | None = column(
        "identity of the document itself over provinces and years; null if not certain", default=None
    )
    local: str | None = column("the district or commune that the issuer belongs to: huyện Tuy Phước", default=None)
    sources: tuple[HeaderSource, ...] = ()


def read(document: Document) -> Header:
    """The header of a document, with the words that each field was read from."""
    all_lines = tuple(lines(document))
    head = letterhead_of(all_lines, document.text)
    annex = annex_line_of(all_lines, document.text)
    signature = signature_of(all_lines, head.title[1] if head.title else 0)
    body = body_of(document.text, all_lines, head, annex)
    header = _dated(_numbered(Header(doc_type=head.doc_type), head), head, document.text)
    if head.type_line is None and head.number is None:
        header = _opened(header, document.text)
    header = _titled(_inferred(header, annex), document.text, head, annex)
    header = _placed(header, body)
    if signature:
        header = replace(header, signer=signature.signer, signer_role=signature.office.text.strip(" *.,"))
    first, last = plan_period(header.title, header.issued_on_text)
    header = replace(header, plan_year=first, plan_year_to=last, plan_kind=plan_kind(header.title))
    header = replace(header, legal_id=_identity(header))
    return replace(header, sources=tuple(_sources(document.text, head, signature, body, annex)))


def _identity(header: Header) -> str | None:
    """Which document this is, where number, issuer, place and at least the year are told."""
    if header.canonical is None or header.issued_on_text is None:
        return None
    year = int(header.issued_on_text[:4])
    identity = legal_id(header.canonical, header.issuer, year, header.province)
    return None if is_slip(identity, header.issuer) else identity


def jurisdiction(header: Header) -> Jurisdiction:
    """From where a document speaks: what "UBND tỉnh" means in it."""
    return jurisdiction_of(header.province, header.issuer, header.symbol, header.local, _day(header))


def _numbered(header: Header, head: Letterhead) -> Header:
    """With number and symbol of the letterhead; a number left blank is None."""
    line = head.number
    if line is None:
        return header
    parsed = parse(line.number or "0", line.year, line.symbol, line.mark)
    if parsed is None:
        return header
    number = parsed.number if line.number else None
    told = type_of_abbreviation(parsed.type_part, parsed.is_party) if parsed.type_part else "Công văn"
    is_letter = header.doc_type == "Công văn" and parsed.type_part is not None  # "Về việc …" under "97/NQ-HĐND" is none
    doc_type = told if is_letter else header.doc_type or told
    return replace(header, doc_type=doc_type, number=number, symbol=parsed.symbol, canonical=number and parsed.canonical)


def _opened(header: Header, text: str) -> Header:
    """With what a text of the gazette opens with: "Quyết định của Thủ tướng Chính phủ số 115/2004/QĐ-TTg ngày …"."""
    first = next(mentions(text[:OPENING]), None)
    if first is None or first.start > 1 or not first.typed:
        return header
    given = full_date_at(text, first.end + 1, first.end + 40)
    symbol = first.symbol
    header = replace(header, doc_type=first.doc_type, number=symbol.number, symbol=symbol.symbol, canonical=symbol.canonical)
    return replace(header, issued_on=given.day, issued_on_text=given.iso) if given else header


def _dated(header: Header, head: Letterhead, text: str) -> Header:
    """With place and date of the date line; a place that a scan spoiled is mended by the table of provinces."""
    line = head.dated
    if line is None:  # "Nghị định của Chính phủ số 94/1998/NĐ-CP ngày 17 tháng 11 năm 1998"
        behind = full_date_at(text, head.number.end + 1, head.number.end + 40) if head.number else None
        return replace(header, issued_on=behind.day, issued_on_text=behind.iso) if behind else header
    given = line.given
    found = match_province(line.place)
    place = found.province.name if found and not found.exact else line.place
    return replace(header, place=place, issued_on=given.day if given else None, issued_on_text=given.iso if given else None)


def _inferred(header: Header, annex: AnnexLine | None) -> Header:
    """With what the line of an annex tells of its document and no letterhead does: "(Kèm theo Kế hoạch số 25/KH-UBND)"."""
    if annex is None or (header.doc_type and header.doc_type != annex.doc_type and header.number):
        return header
    if header.number is None and header.symbol in {None, annex.symbol}:
        header = replace(header, number=annex.number, symbol=annex.symbol, canonical=annex.canonical)
        header = replace(header, doc_type=header.doc_type or annex.doc_type)
    if header.issued_on_text is None or (header.issued_on is None and annex.given and annex.given.day):
        header = replace(
            header,
            issued_on=annex.given.day if annex.given else None,
            issued_on_text=annex.given.iso if annex.given else None,
        )
    return header


def _titled(header: Header, text: str, head: Letterhead, annex: AnnexLine | None) -> Header:
    """With the title; a bare annex has its own."""
    span = head.title or (annex.title if annex else None)
    return replace(header, title=" ".join(text[span[0] : span[1]].split()).strip(" .*")) if span else header


def _placed(header: Header, body: Body) -> Header:
    """With issuer and province, and the province that its territory belongs to now."""
    header = replace(header, issuer=body.name, issuer_level=body.level, local=body.local)
    if body.province is None:
        return header
    return replace(header, province=body.province.name, province_now=now(body.province).name)


def _day(header: Header) -> date | None:
    """The day of issue, else the middle of the month or year that is given."""
    text = header.issued_on_text
    if header.issued_on or text is None:
        return header.issued_on
    return date(int(text[:4]), int(text[5:7]) if len(text) > 4 else 6, 15)


def _sources(
    text: str, head: Letterhead, signature: Signature | None, body: Body, annex: AnnexLine | None
) -> list[HeaderSource]:
    spans: list[tuple[str, int, int]] = []
    if head.type_line:
        spans.append(("doc_type", head.type_line.start, head.type_line.start + len(head.doc_type or "")))
    if head.number:
        spans.append(("number", head.number.start, head.number.end))
    if head.dated:
        spans.append(("issued_on", head.dated.start, head.dated.end))
    if head.title or (annex and annex.title):
        spans.append(("title", *(head.title or (annex.title if annex and annex.title else (0, 0)))))
    if body.span:
        spans.append(("issuer", *body.span))
    if signature:
        spans.append(("signer_role", signature.office.start, signature.office.end))
        if signature.name:
            spans.append(("signer", signature.name.start, signature.name.end))
    if annex and not head.number:
        spans.append(("annex", annex.start, annex.end))
    return [HeaderSource(field, text[start:end], start, end) for field, start, end in spans]
