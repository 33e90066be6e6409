"""Citations: every mention of a numbered legal or administrative document, and of laws and resolutions named without one."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from data.document import Document
from data.facts import Fact, column
from extractors._cut_rows import continuations
from extractors._identity import Identity, Resolution, identify, identify_named, issuer_on_record
from extractors._mentions import Mention, mentions
from extractors._named import NamedMention, named_mentions
from extractors._preamble import Preamble, Role, preamble_of
from extractors._stated import StatedRelation, relations, titles
from extractors.header import Header, jurisdiction
from normalizers.communes import FIRST_NEW_DAY
from normalizers.dates import GivenDate, date_at, full_date_at
from normalizers.issuers import JOINT_TYPES, Jurisdiction, issuer_of_symbol
from normalizers.open_bodies import body_at
from normalizers.provinces import match as match_province
from normalizers.provinces import provinces
from normalizers.symbols import body_part, is_type

Kind = Literal["numbered", "named"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Fact):
    """One mention of a document."""

    kind: Kind = column("numbered, or named: a law or resolution without number")
    doc_type: str | None = column("type in full: Nghị định, Quyết định …; null if not told", default=None)
    number: str | None = column("number as written, with the year if it has one: 63/2010", default=None)
    symbol: str | None = column("symbol in official form: NĐ-CP", default=None)
    canonical: str | None = column("number and symbol in official form: 63/2010/NĐ-CP; null for a named one", default=None)
    issued_on: date | None = column("day given with this mention; null if not in full", default=None)
    issued_on_text: str | None = column("day given with this mention, ISO, as far as it is given", default=None)
    issuer: str | None = column("who issued it, in full", default=None)
    role: Role = column("basis (preamble), body, or self (this very document)")
    provision: str | None = column("the provision meant: khoản 3 Điều 14", default=None)
    legal_id: str | None = column("identity of the document over provinces and years; null unless resolved", default=None)
    resolution: Resolution = column("whether it is certain which document is meant", default="unknown")
    candidates: str | None = column("where ambiguous: the documents that may be meant, divided by |", default=None)
    title: str | None = column("title that the text gives behind the mention: evidence, not checked", default=None)
    stated: tuple[StatedRelation, ...] = ()


FACT = Citation

# What may stand between a mention and its date: "63/2010/NĐ-CP, ngày", "… (ngày", "… ký ngày"
# A line that begins with "ngày" goes on with the one before, also in a cell that a page break cut.
TO_DATE = re.compile(
    r"(?:[”\"’]?[ ,(]{0,3}|\n(?=[Nn]gày \d))(?:ký |đề |ban hành |được ban hành )?(?=(?i:ngày|tháng|năm)|\d{1,2}[/.-]\d)"
)
TO_ISSUER = re.compile(r"[ ,)]{0,3}(?P<link>của|do|tại|giữa) ", re.I)
YEAR_ENDS = re.compile(r" ?(?:[,;.:)\n\t]|của |về |$)")
JOINT = re.compile(
    r"(?: và|,| -| –) (?=(?:liên )?Bộ |Ủy ban |Thanh tra |Tòa án |Viện |Ngân hàng |Ban |Chính phủ\b|Đoàn Chủ tịch )"
)
# Members of one list: "Nghị quyết số 66-NQ/TW ngày 30/4/2025, Nghị quyết số 68-NQ/TW … của Bộ Chính trị"
COORDINATED = re.compile(r"\)?(?:,| và|, và) (?:các )?\Z")
# "Ngày 15/7/2021, Chính phủ đã ban hành Nghị quyết số …": the date and the issuer stand in front.
DATED_BEFORE = re.compile(
    r"(?:^|[.;(] ?)(?P<date>ngày [^,;.\n\t]{8,24}),? (?P<issuer>[^;.\n\t\d]{5,60}?)"
    r" (?:đã |có )?(?:ban hành|ký|ra|thông qua|có) (?:ban hành )?(?:các )?\Z",
    re.I,
)
# "đề nghị của UBND tỉnh Đồng Nai tại Tờ trình số …": who wrote a submission stands in front of it.
PROPOSED_BEFORE = re.compile(r".*\bcủa (?P<issuer>[^;.\n\t\d]{5,80}?) tại (?:các )?\Z", re.I)
# "các Kế hoạch của UBND tỉnh: số …": who issued those of a list stands in front of them all.
LISTED_BEFORE = re.compile(r".*\bcủa (?P<issuer>[^;.\n\t\d]{5,80}?) ?: ?\Z", re.I)
# "Chủ tịch UBND phường đã ký Quyết định số …": who issued it is the subject of the sentence.
ISSUED_BEFORE = re.compile(
    r"(?:^|[.;,(] ?)(?P<issuer>[^,;.\n\t\d]{5,80}?) (?:đã |vừa |có )?(?:ban hành|ký ban hành|ký|gửi|có) (?:các )?\Z", re.I
)
LONGEST_DATE = 50
DATE_BEFORE_NUMBER = re.compile(
    r"(?<=[^\W\d_] )ngày \d{1,2}(?: ?[/.-] ?\d{1,2} ?[/.-] ?| tháng \d{1,2} năm )\d{4},? \(?số:? ?\Z", re.I
)
REVIEW = 0.5  # confidence below which a fact is listed for review
LOOK_BACK = 130  # characters in front of a mention in which these may stand
# "điểm a khoản 2 Điều 5", "các khoản 1, 2 và 3 Điều 14", "Phụ lục II" in front of "(của) Nghị định …"
UNIT = r"(?:điểm|khoản|điều|chương|mục|phần|phụ lục|tiết)"
ITEM = r"(?:\d{1,3}[a-zđ]?|[a-zđ]\d?|[IVXL]{1,6})"
PROVISION = re.compile(
    rf"((?:các )?{UNIT} {ITEM}\b(?:(?:,| và|,? ?{UNIT}) ?(?:{UNIT} )?{ITEM}\b){{0,12}}),?(?: của| tại| -)? ?(?:các )?\Z",
    re.I,
)
CENTRAL_COMMITTEE = "Ban Chấp hành Trung ương Đảng"


@dataclass(frozen=True, slots=True)
class _Context:
    """What the words beside a mention say of the document."""

    given: GivenDate | None
    issuer: str | None


def find(document: Document, header: Header) -> Iterator[Citation]:
    """The citations of a document, in text order; a named one may hold numbered ones."""
    text, here, preamble = document.text, jurisdiction(header), preamble_of(document, header)
    seen = [mention for mention in mentions(text) if not _names_itself(mention, preamble, header)]
    goes_on = continuations(document)
    told = [_numbered(text, mention, header, here, preamble, goes_on=goes_on) for mention in seen]
    told = _coordinated(text, told, seen)
    issuers, days = _issuers_told(told), _days_told(told)
    complete: list[Citation] = []
    for citation, mention in zip(told, seen, strict=True):
        of_portal = preamble.is_above(citation.char_start)  # what a portal lists above the letterhead may be of any place
        complete.append(_with_issuer(citation, mention, header, Jurisdiction() if of_portal else here, issuers))
    numbered = [_identified(citation, here, days) for citation in complete]
    numbered = _with_stated(text, numbered)
    taken = tuple((citation.char_start, citation.char_end) for citation in numbered)
    named = [_named(text, mention, preamble) for mention in named_mentions(text, taken)]
    return heapq.merge(numbered, named, key=lambda citation: (citation.char_start, citation.char_end))


def _names_itself(mention: Mention, preamble: Preamble, header: Header) -> bool:
    """Whether a mention is the document's own number: in its letterhead, or in a portal's words above that."""
    at = mention.number_start
    return preamble.is_letterhead(at) or (preamble.is_above(at) and mention.symbol.canonical == header.canonical)


def _with_stated(text: str, citations: list[Citation]) -> list[Citation]:
    """The citations with what the words behind them say of their documents."""
    said = zip(citations, titles(text, citations), relations(text, citations), strict=True)
    return [replace(citation, title=title, stated=stated) for citation, title, stated in said]


def _numbered(
    text: str, mention: Mention, header: Header, here: Jurisdiction, preamble: Preamble, *, goes_on: Mapping[int, int]
) -> Citation:
    """A mention with what the words beside it say; the issuer only if they name it."""
    context = _behind(text, goes_on.get(mention.end, mention.end), mention, here)
    if context.given is None or context.issuer is None:
        context = _in_front(text, mention, here, context)
    if context.given is None:
        context = replace(context, given=_date_before_number(text, mention))
    symbol = mention.symbol
    own = symbol.canonical == header.canonical and _same_day(context.given, header)
    return Citation(
        raw=text[mention.start : mention.end],
        char_start=mention.start,
        char_end=mention.end,
        confidence=_confidence(mention),
        kind="numbered",
        doc_type=mention.doc_type,
        number=symbol.number,
        symbol=symbol.symbol,
        canonical=symbol.canonical,
        issued_on=context.given.day if context.given else None,
        issued_on_text=context.given.iso if context.given else None,
        issuer=context.issuer,
        role="self" if own else preamble.role_at(mention.start),
        provision=_provision(text, mention.start),
    )


def _behind(text: str, at: int, mention: Mention, here: Jurisdiction) -> _Context:
    """Date and issuer behind a mention, in either order: "ngày 08/6/2010 của Chính phủ", "của Chính phủ ngày …"."""
    given = _date_behind(text, at)
    at = given.end if given else at
    link = TO_ISSUER.match(text, at)
    issuer = body_at(text, link.end(), here) if link else None
    if issuer is None or (link and link["link"].lower() == "tại" and issuer.name != CENTRAL_COMMITTEE):
        return _Context(given, None)
    name, end = issuer.name, issuer.end
    if (mention.symbol.type_part or "").endswith(JOINT_TYPES):
        name, end = _joint_issuers(text, name, end, here)
    if given is None:
        given = _date_behind(text, end)
    return _Context(given, name)


def _joint_issuers(text: str, name: str, end: int, here: Jurisdiction) -> tuple[str, int]:
    """All issuers of a joint document: "của Bộ Tài chính và Bộ Nội vụ" → Bộ Tài chính; Bộ Nội vụ."""
    while joint := JOINT.match(text, end):
        issuer = body_at(text, joint.end(), here)
        if issuer is None:
            break
        name, end = f"{name}; {issuer.name}", issuer.end
    return name, end


def _date_behind(text: str, at: int) -> GivenDate | None:
    """The date that follows: a day; a month; a year only where nothing shows that it belongs to a title."""
    to_date = TO_DATE.match(text, at)
    if to_date is None:
        return None
    given = date_at(text, to_date.end(), len(text))
    if given and len(given.iso) == 4 and not YEAR_ENDS.match(text, given.end):
        return None
    return given


def _date_before_number(text: str, mention: Mention) -> GivenDate | None:
    """The date between type and number: "Nghị quyết ngày 25/10/2017 số 18-NQ/TW", "Luật … ngày 29 tháng 6 năm 2006 số …"."""
    front = text[max(0, mention.number_start - LONGEST_DATE) : mention.number_start]
    dated = DATE_BEFORE_NUMBER.search(front)
    return full_date_at(front, dated.start(), len(front)) if dated else None


def _in_front(text: str, mention: Mention, here: Jurisdiction, behind: _Context) -> _Context:
    """What is missing behind a mention, from the words in front of it."""
    low = max(0, mention.start - LOOK_BACK)  # a line may be as long as the document
    floor = max(text.rfind("\n", low, mention.start) + 1, text.rfind("\t", low, mention.start) + 1, low)
    front = text[floor : mention.start]
    if not front.endswith((" ", "(")):
        return behind
    if behind.issuer is None and (proposed := PROPOSED_BEFORE.match(front) or LISTED_BEFORE.match(front)):
        issuer = body_at(front, proposed.start("issuer"), here)
        if issuer and issuer.end == proposed.end("issuer"):
            return _Context(behind.given, _body_of(issuer.name) if proposed.re is PROPOSED_BEFORE else issuer.name)
    if behind.given is None and (dated := DATED_BEFORE.search(front)):
        given = full_date_at(front, dated.start("date"), len(front))
        issuer = body_at(front, dated.start("issuer"), here)
        return _Context(given, behind.issuer or (issuer.name if issuer else None))
    if behind.issuer is None and (issued := ISSUED_BEFORE.search(front)):
        issuer = body_at(front, issued.start("issuer"), here)
        if issuer and issuer.end == issued.end("issuer"):
            return _Context(behind.given, issuer.name)
    return behind


def _body_of(issuer: str) -> str:
    """The body whose head proposes: the submission of "Giám đốc Sở Tài chính" is the department's."""
    return re.sub(
        r"^(?:Bộ trưởng|Giám đốc|Cục trưởng|Tổng cục trưởng|Chánh Thanh tra|Chánh(?= Văn phòng )|Tổng Giám đốc) ", "", issuer
    )


def _provision(text: str, start: int) -> str | None:
    """The provision named in front of a mention: "khoản 3 Điều 14 (của) Nghị định …"."""
    found = PROVISION.search(text, max(0, start - 100), start)
    return found[1] if found else None


def _confidence(mention: Mention) -> float:
    if mention.broken or (is_type(mention.symbol.symbol) and mention.doc_type != "Sắc lệnh"):  # "12/QĐ": its issuer is lost
        return 0.4
    if mention.typed:
        return 1.0
    return 0.8 if mention.symbol.is_known else 0.45


def _same_day(given: GivenDate | None, header: Header) -> bool:
    """Whether a mention of the document's own number does not say another day."""
    return given is None or header.issued_on_text is None or given.iso == header.issued_on_text


def _coordinated(text: str, citations: list[Citation], seen: list[Mention]) -> list[Citation]:
    """With the issuer named before or behind a list on all its members of that body."""
    shared = list(citations)
    for index in range(1, len(shared)):  # "của UBND tỉnh Đồng Nai tại Tờ trình số …, các văn bản số … và số …"
        one, before = shared[index], shared[index - 1]
        if (
            before.issuer
            and not one.issuer
            and _body_part(seen[index]) == _body_part(seen[index - 1])
            and _adjoins(text, before, one)
        ):
            shared[index] = replace(one, issuer=before.issuer)
    for index in range(len(shared) - 2, -1, -1):
        one, following = shared[index], shared[index + 1]
        if (
            following.issuer
            and not one.issuer
            and _body_part(seen[index]) == _body_part(seen[index + 1])
            and _adjoins(text, one, following)
        ):
            shared[index] = replace(one, issuer=following.issuer)
    return shared


def _body_part(mention: Mention) -> str:
    return body_part(mention.symbol.issuer_part)


def _adjoins(text: str, one: Citation, following: Citation) -> bool:
    """Whether nothing but a date and a joining word stands between two members of a list."""
    given = _date_behind(text, one.char_end)
    return COORDINATED.fullmatch(text[given.end if given else one.char_end : following.char_start]) is not None


def _issuers_told(citations: list[Citation]) -> Mapping[str, str]:
    """For each number the issuer that this document's words name, if they name one only."""
    told: dict[str, set[str]] = {}
    for citation in citations:
        if citation.issuer and citation.canonical:
            told.setdefault(citation.canonical, set()).add(citation.issuer)
    return {canonical: next(iter(names)) for canonical, names in told.items() if len(names) == 1}


def _days_told(citations: list[Citation]) -> Mapping[tuple[str, str | None], str]:
    """For each number of an issuer the date that this document gives it, if it gives one year only."""
    told: dict[tuple[str, str | None], set[str]] = {}
    for citation in citations:
        if citation.issued_on_text and citation.canonical:
            for issuer in {citation.issuer, None}:
                told.setdefault((citation.canonical, issuer), set()).add(citation.issued_on_text[:4])
    return {key: next(iter(years)) for key, years in told.items() if len(years) == 1}


def _with_issuer(
    citation: Citation, mention: Mention, header: Header, here: Jurisdiction, told: Mapping[str, str]
) -> Citation:
    """The citation with its issuer: as its words say, else by its symbol; where that leaves it open as told elsewhere."""
    if citation.issuer or not citation.canonical:
        return citation
    if citation.role == "self" and header.issuer:
        return replace(citation, issuer=header.issuer)
    by_symbol = issuer_of_symbol(mention.symbol, _at_its_day(here, citation))
    if by_symbol is None or mention.symbol.issuer_part == "TW":
        known = told.get(citation.canonical) or issuer_on_record(citation.canonical, citation.issued_on_text)
        return replace(citation, issuer=known or by_symbol)
    return replace(citation, issuer=by_symbol)


def _at_its_day(here: Jurisdiction, citation: Citation) -> Jurisdiction:
    """The province as it was called on the day of the cited document: a plan of 2026 cites what "tỉnh Đồng Nai" decided.

    Where no province had its name then, the one that became it (thành phố Huế: Thừa Thiên Huế); of several nobody can tell.
    What is older than the communes of today is of none of them.
    """
    if here.on and citation.issued_on and citation.issued_on < FIRST_NEW_DAY <= here.on:
        here = replace(here, local=None)
    if citation.issued_on is None or here.province is None or here.province.valid_on(citation.issued_on):
        return here
    then = match_province(here.province.name, citation.issued_on)
    if then and then.exact:
        return replace(here, province=then.province)
    before = [one for one in provinces() if one.successor == here.province.id and one.valid_on(citation.issued_on)]
    return replace(here, province=before[0] if len(before) == 1 else None)


def _named(text: str, mention: NamedMention, preamble: Preamble) -> Citation:
    raw = text[mention.start : mention.end]
    given = _date_behind(text, mention.end)
    identity = identify_named(raw, given.iso if given else None)
    return Citation(
        raw=raw,
        char_start=mention.start,
        char_end=mention.end,
        confidence=1.0 if mention.known else 0.7,
        kind="named",
        doc_type=mention.doc_type,
        issued_on=given.day if given else None,
        issued_on_text=given.iso if given else None,
        issuer=mention.issuer,
        role=preamble.role_at(mention.start),
        provision=_provision(text, mention.start),
        legal_id=identity.legal_id,
        resolution=identity.resolution,
        candidates="|".join(identity.candidates) or None,
    )


def _identified(citation: Citation, here: Jurisdiction, days: Mapping[tuple[str, str | None], str]) -> Citation:
    """The citation with the identity of its document, where its words or the other mentions make that certain."""
    canonical = citation.canonical or ""
    issued = citation.issued_on_text or days.get((canonical, citation.issuer))
    identity = identify(canonical, citation.issuer, issued, here.province.name if here.province else None)
    if citation.confidence < REVIEW:  # a number that may be torn apart identifies nothing
        identity = Identity("unknown")
    return replace(
        citation,
        legal_id=identity.legal_id,
        resolution=identity.resolution,
        candidates="|".join(identity.candidates) or None,
    )
