"""Where numbered documents are mentioned: the words of a number and its symbol, and of the type in front of them."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from data import rows
from normalizers.alphabet import SMALL
from normalizers.issuers import JOINT_TYPES
from normalizers.symbols import UNTYPED, Symbol, is_issuer, is_parliament, parse

SEPARATOR = r"[-–—−/&]"
# One part of a symbol: capitals, each with one small letter at most (CTr, TTg, QyĐ), digits at its end (QH15, BCĐ389),
# and where a board has the number of its steering committee its place behind them (BCĐ389QNg).
# A part may run into the next word where a space was lost ("NĐ-CPngày"), but never be the start of a word ("Nghị").
FIGURES = r"(?:\d{1,3}(?:[A-ZĐ]{1,3}[a-zđ]?(?![^\W_]))?)?"
PART = rf"[A-ZĐƯ](?:[A-ZĐƯÂÊÔ]|[a-zđ](?![{SMALL}]))*{FIGURES}(?:(?![^\W_])|(?<=[A-ZĐƯ][A-ZĐƯ])(?=[{SMALL}]{{2,7}}\b))"
# "30c", "66.7", "012", "19-2018"; leaders of a form that was filled in by hand may stand round it: "…05…."
# It begins with a plain digit class, so that the scan for it is fast; what may stand before it is checked afterwards.
NUMBER = r"(?P<number>[0-9]{1,3}-20[0-9]{2}(?=/[A-ZĐ])|[0-9]{1,5}(?:\.[0-9]{1,3})?[a-zđ]?)(?:[….]{1,12}(?= ?/))?"
NO_NUMBER_BEFORE = re.compile(r"[\w/]\Z|(?<!\.)\.\Z")
GLUED_SO = re.compile(r"(?<!\w)(?:số|Số|SỐ)\Z")  # "Nghị định số63/2010/NĐ-CP": a space lost
FILE_OR_MAIL = re.compile(r"\.[a-z]{3,4}\b|[\w.-]*@")  # "12-KH-UBND.docx"
# "Mẫu số 01/HW-TCHQ", "Phụ lục số 03/PL-STC": numbered as a form, not as a document.
FORM = re.compile(r"\b(?:mẫu|biểu|phụ lục|phụ biểu|bảng|sổ|thẻ|phiếu|tờ khai) ?\Z", re.I)
# "Báo cáo thẩm định số", "Kết luận thanh tra số": words that say which kind of the type it is.
ENDS_IN_WORDS = re.compile(r"(?:\b[^\W\d_]+ ){1,8}[^\W\d_]+ ?\Z")
WORD = re.compile(r"[^\W\d_]+")
LONGEST_KIND = 60  # characters of a type and the words that say which kind of it
JOINS = frozenset({"và", "hoặc", "theo", "tại", "các"})
# "4287/VPCP-V.I": a department of the drafting body, told by a numeral
OFFICE_NUMERAL = r"(?<=-[A-ZĐ])\.[IVX]{1,4}(?!\w)"
# "3396/QĐ-UBND.CN": the unit that drafted for a council | not "QĐ-UBND.UBND tỉnh", where a blank is lost
DRAFTING_UNIT = r"(?<=UBND|HĐND)\.(?!UBND|HĐND|TTg)[A-ZĐ]{2,5}(?!\w)"
DRAFTER = rf"{OFFICE_NUMERAL}|{DRAFTING_UNIT}"
YEAR = r"(?: ?/ ?(?P<year>(?:19|20)\d{2}))?"
# Behind the type a scan or a typist may leave blanks ("NQ -CP", "TT- BTC", "QĐ - UBND"); behind the issuer a blank ends it.
SYMBOL = rf"(?P<symbol>{PART}(?: ?{SEPARATOR} ?{PART}|[._]{PART})?(?:{SEPARATOR}{PART}){{0,4}}(?:{DRAFTER})?)"
# Matches 63/2010/NĐ-CP, 17-NQ/TW, 71/NQ -CP, 08/CTUBND, 158/2024/QH15, 64 TC/TCT | not 12/5, 1226 - Mất, 9001:2015
MENTION = re.compile(rf"{NUMBER}{YEAR}(?P<mark> ?{SEPARATOR} ?| (?=[A-ZĐ]{{1,6}}/[A-ZĐ])){SYMBOL}")
# "số 57", "số: 12", "Số 05", "các số 12" in front of the number; "N°" of old forms
WRAPPED_SO = re.compile(r"\bsố:?\n\Z", re.I)
SO = re.compile(r"(?:\bsố|\bn[°º])[ \n]?[:.]?[ \n]?[….]{0,12}\Z", re.I)
EDGES = "(“\"',.-–+"  # what may cling to a type word: "-Nghị định", "(Quyết định"
OPENERS = " (\"“”'‘:"
# "nhân dân(Chỉ thị số …", "- 1Quyết định 672/QĐ-UBND", "năm 2013Nghị định số …": a space lost
# "Thực hiệnQuyết định 672/QĐ-UBND" likewise
GLUED = re.compile(rf"(?<=[^\W_])[(“]|(?<=[\d{SMALL}])(?=[A-ZĐ][^\W\d_])")
LONGEST_SO = 24
OF_THE_LAW = ("pháp luật", "Pháp luật")  # the end of a name: "Luật Ban hành văn bản quy phạm pháp luật số …"
WINDOW = 220  # characters in front of a number in which its type is looked for; names of laws are long
# Between members of a list: a date of the one before, and words that join: "ngày 27/10/2023 và (số)"
JOINING = r"(?:(?:và|hoặc|hay|với|cùng|các|số|Số|:)[ ,;]*)*"
SHARED = re.compile(
    rf"^[ ,;(]*(?:ngày \d{{1,2}}(?: ?[/.-] ?\d{{1,2}} ?[/.-] ?| tháng \d{{1,2}} năm )\d{{4}}\)?)?[ ,;]*{JOINING}\Z"
)
LONGEST_JOINT = 80  # characters between two members of a list
NAMED_TYPES = re.compile(r"\b(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết|Lệnh)\b", re.I)
AMENDING = re.compile(
    r"(?:Bộ luật|Luật|Pháp lệnh|Nghị quyết) (?:sửa đổi|bãi bỏ|thay thế)(?:,? bổ sung)?(?: một số| các)?"
    r"(?: điều| nội dung)? của ",
    re.I,
)
OF_PARLIAMENT = frozenset({"Luật", "Bộ luật", "Pháp lệnh", "Nghị quyết", "Nghị quyết liên tịch", "Lệnh"})
CALLED_BY_NUMBER = frozenset({"Đề án", "Dự án", "Chương trình"})  # "Đề án 06/CP": a name after who approved it
TORN = re.compile(r"\d ?/? ?\Z")
# "87, 88 và " in front of "31/CP": numbers that share its symbol | not "2023, " of a date, as no type stands before it
LISTED = re.compile(r"(?<![\w/.-])(?:[0-9]{1,5}[a-zđ]?(?: ?, ?| và )){1,12}$")
ONE_NUMBER = re.compile(r"[0-9]{1,5}[a-zđ]?")
LETTER = re.compile(r"[^/-]+-[^/]+")  # issuer and drafting unit: SNV-CCHC&PC
REVISED = re.compile(r" \((?:sửa đổi|thay thế)[^()]{0,20}\)\Z", re.I)  # "Luật … (sửa đổi) số 03/1998/QH10"
# "các Luật: Nhà ở số …, Đất đai số …", "các Thông tư của Bộ Xây dựng: số …; số …": what the numbers behind are, all of them
ALL_OF_TYPE = re.compile(r"\bcác (?P<type>[^\W\d_]+(?: [^\W\d_]+){0,2}?)(?: của [^:;.\n\t\d]{3,60})? ?: (?=[^.\n\t]*\Z)")
LONGEST_LIST = 500  # characters of such a list that are looked at
LIST_GOES_ON = re.compile(r"\s*(?:,|và|;)\s*(?:Bộ luật|Luật)\s", re.I)
NAME_STOPS = re.compile(
    r"[;:\n\t\"“”(]|\.\s|/|(?<!luật )\b(?:ban hành|thực hiện)\b|\b(?:căn cứ|theo(?! phương thức))\b", re.I
)


@dataclass(frozen=True, slots=True)
class DocType:
    """A type of document, as a word of the language."""

    name: str  # Nghị định
    abbreviations: frozenset[str]  # NĐ; all that it may carry
    own: frozenset[str]  # without those that usually stand for a shorter type: KH of Kế hoạch hành động
    party_only: frozenset[str]  # those that it carries in the Party alone: QĐ of Quy định


@dataclass(frozen=True, slots=True)
class Mention:
    """A numbered document as it is mentioned in a text."""

    start: int  # of the type word, else of "số", else of the number
    end: int  # behind the symbol
    number_start: int
    doc_type: str | None
    symbol: Symbol
    broken: bool  # digits stand in front of the number: "15 3/2004/QĐ-TTg" may be a number torn apart
    typed: bool  # a type word stands in front of it or of the list that it is in


@functools.cache
def doc_types() -> Mapping[str, DocType]:
    """The types of documents by their names in small letters, with every way to write them."""
    abbreviations: dict[str, set[str]] = {}
    own: dict[str, set[str]] = {}
    state: set[tuple[str, str]] = set()
    spellings: dict[str, str] = {}
    for row in rows("doc_types"):
        if row["system"] != "party":
            state.add((row["type"], row["abbreviation"]))
        abbreviations.setdefault(row["type"], set()).add(row["abbreviation"])
        own.setdefault(row["type"], set()).update([] if row["reading"] == "rare" else [row["abbreviation"]])
        for spelling in (row["type"], *filter(None, row["aliases"].split("|"))):
            spellings[spelling.lower()] = row["type"]
    return {
        spelling: DocType(
            name,
            frozenset(abbreviations[name]) - {""},
            frozenset(own[name]) - {""},
            frozenset(short for short in abbreviations[name] if (name, short) not in state),
        )
        for spelling, name in spellings.items()
    }


@functools.cache
def type_of_abbreviation(abbreviation: str, is_party: bool) -> str | None:
    """The type that an abbreviation usually stands for in the state or in the Party; None where that is open (QĐ/TW)."""
    systems = {"party", "both"} if is_party else {"state", "both"}
    found = {
        row["type"]
        for row in rows("doc_types")
        if row["abbreviation"] == abbreviation
        and row["system"] in systems
        and row["reading"] in {"only", "usual", "variant"}
    }
    return found.pop() if len(found) == 1 else None


def mentions(text: str) -> Iterator[Mention]:
    """The mentions of numbered documents in a text, in order; linear in its length."""
    last: Mention | None = None
    for match in MENTION.finditer(text):
        found = _mention(text, match, last)
        if found:
            if not found.typed and text[max(0, found.start - 4) : found.start].endswith((",", ", ", " và ")):
                listed = _listed(text, match, found)
                yield from listed
                found = replace(found, doc_type=listed[0].doc_type, typed=True) if listed else found
            yield found
            last = found


def _mention(text: str, match: re.Match[str], last: Mention | None) -> Mention | None:
    start = match.start()
    if NO_NUMBER_BEFORE.search(text, max(0, start - 2), start) and not GLUED_SO.search(text, max(0, start - 3), start):
        return None
    if FILE_OR_MAIL.match(text, match.end()):
        return None
    mark = match["mark"].strip() or " "
    end = _end_of_symbol(text, match)
    symbol = parse(match["number"], match["year"], text[match.start("symbol") : end], mark)
    if symbol is None:
        return None
    floor = max(last.end if last else 0, start - WINDOW)
    wrapped = start - 1 if WRAPPED_SO.search(text, max(0, start - 5), start) else start  # "Quyết định số⏎1002/QĐ-TTg"
    floor = max(floor, text.rfind("\n", floor, wrapped) + 1, text.rfind("\t", floor, wrapped) + 1)
    before = text[floor:start]
    so = SO.search(before, max(0, len(before) - LONGEST_SO))
    label = floor + so.start() if so else start
    front = before[: so.start()] if so else before
    in_list = LIST_GOES_ON.match(text, end) is not None
    broken = TORN.search(text, max(0, start - 8), start) is not None
    typed = _type_in_front(front.rstrip(OPENERS), symbol, in_list) or (_qualified_type(front, symbol) if so else None)
    if typed and mark == " " and not so and front[typed[1] :].split()[0].strip(",").isupper():
        return None  # "8/10 CT, 15 TC/NTM"
    if typed:  # "các Thông tư của Bộ Xây dựng: số 05/2015/TT-BXD": behind a colon a list of numbers begins
        begin = label if so and front.rstrip().endswith(":") else floor + typed[1]
        return Mention(begin, end, start, typed[0], symbol, False, True)
    if last and not broken and _shares_type(text, last, label, symbol):
        return Mention(label, end, start, last.doc_type, symbol, broken, True)
    if so and not broken and (shared := _type_of_list(text[max(0, label - LONGEST_LIST) : label], symbol)):
        return Mention(label, end, start, shared, symbol, False, True)
    alone = Mention(label, end, start, _own_type(symbol), symbol, broken, False)
    if FORM.search(front, max(0, len(front) - LONGEST_SO)):
        return None
    return alone if _is_certain(symbol, mark, bool(so)) or _listed(text, match, alone) else None


def _listed(text: str, match: re.Match[str], last: Mention) -> list[Mention]:
    """The numbers in front that share a number's symbol and type: 87 and 88 of "Nghị định 87, 88, 31/CP"; else none."""
    numbers = LISTED.search(text, max(0, match.start() - LONGEST_SO * 2), match.start())
    if numbers is None:
        return []
    floor = max(0, numbers.start() - WINDOW)
    floor = max(floor, text.rfind("\n", floor, numbers.start()) + 1, text.rfind("\t", floor, numbers.start()) + 1)
    front = text[floor : numbers.start()]
    so = SO.search(front)
    typed = _type_in_front((front[: so.start()] if so else front).rstrip(OPENERS), last.symbol, False)
    if typed is None:
        return []
    found: list[Mention] = []
    for number in ONE_NUMBER.finditer(text, numbers.start(), numbers.end()):
        symbol = parse(number[0], match["year"], match["symbol"], match["mark"].strip() or " ")
        if symbol:
            start = number.start() if found else floor + typed[1]
            found.append(Mention(start, number.end(), number.start(), typed[0], symbol, False, True))
    return found


def _type_of_list(front: str, symbol: Symbol) -> str | None:
    """The type that the words in front of a list of numbers give one that has none: "các Luật: Nhà ở số 27/2023/QH15"."""
    if symbol.type_part is not None or not symbol.year:
        return None
    openings = [opening["type"].lower() for opening in ALL_OF_TYPE.finditer(front)]
    found = doc_types().get(openings[-1]) if openings else None
    return found.name if found and (found.name in OF_PARLIAMENT) == is_parliament(symbol.issuer_part) else None


def _shares_type(text: str, last: Mention, label: int, symbol: Symbol) -> bool:
    """Whether a mention stands in one list with the last one, under its type word."""
    if not last.typed or label - last.end > LONGEST_JOINT:
        return False
    return SHARED.match(text[last.end : label]) is not None and _agrees(last.doc_type, symbol)


def _end_of_symbol(text: str, match: re.Match[str]) -> int:
    """Where the symbol ends; of a word glued to it the first letter is no part of it: "NĐ-CPNghị định"."""
    end = match.end()
    if text[end : end + 1].isalpha():
        part = re.split(SEPARATOR, match["symbol"])[-1].strip()
        if not is_issuer(part) and is_issuer(part[:-1]):
            return end - 1
    return end


def _type_in_front(front: str, symbol: Symbol, in_list: bool) -> tuple[str, int] | None:
    """The type whose word ends the text in front of a number, and where the word starts."""
    tail = GLUED.split(front[-40:])[-1]
    words = [] if front.endswith(OF_THE_LAW) else tail.split()
    for count in range(min(4, len(words)), 0, -1):
        found = doc_types().get(" ".join(words[-count:]).lower().strip(EDGES))
        if found and symbol.type_part is None and found.name not in OF_PARLIAMENT:
            law = _named_type(front, symbol, in_list)  # "Luật Quy hoạch (số 21/2017/QH14)"
            if law:
                return law
        if found:
            at = len(front) - len(tail) + _start_of(tail, count)
            if not _fits(found, symbol, front[at]):
                return None
            return _settled(found, symbol), at
    return _named_type(front, symbol, in_list) or _issued_type(front, symbol)


def _start_of(text: str, count: int) -> int:
    """Where the last so many words of a text start."""
    at = len(text.rstrip())
    for _ in range(count):
        at = text[:at].rstrip().rfind(" ") + 1
        start = at
        at = max(at - 1, 0)
    return start + len(text[start:]) - len(text[start:].lstrip(EDGES))


def _fits(found: DocType, symbol: Symbol, first: str) -> bool:
    """Whether a type word belongs to a symbol; in small letters it may be a verb or another noun ("theo quy định số …")."""
    if symbol.symbol in UNTYPED and found.name in CALLED_BY_NUMBER:
        return False
    if symbol.type_part is None and not symbol.is_known and found.name != "Công văn":
        return first.isupper()
    if symbol.type_part in found.party_only and not symbol.is_party:
        return first.isupper()
    if symbol.type_part is None or not found.abbreviations or symbol.type_part in found.abbreviations:
        return True
    return first.isupper()


def _settled(found: DocType, symbol: Symbol) -> str:
    """The type in full: "Kế hoạch hành động" only where the symbol says so (KHHĐ), else "Kế hoạch" (KH)."""
    if symbol.type_part and symbol.type_part not in found.own:
        shorter = type_of_abbreviation(symbol.type_part, symbol.is_party)
        if shorter and found.name.startswith(shorter):
            return shorter
        if shorter and symbol.type_part.endswith(JOINT_TYPES) and shorter.startswith(f"{found.name} "):
            return shorter  # "Thông tư số 03/2008/TTLT-BYT-BNV"
    return found.name


def _named_type(front: str, symbol: Symbol, in_list: bool) -> tuple[str, int] | None:
    """The law whose name stands between its type word and its number: "Luật Đất đai số 31/2024/QH15"."""
    if not is_parliament(symbol.issuer_part):
        return None
    front = REVISED.sub("", front)
    stops = [match.end() for match in NAME_STOPS.finditer(front)]
    floor = stops[-1] if stops else 0
    starts = [match for match in NAMED_TYPES.finditer(front, floor) if match[0][0].isupper()]
    if not starts:
        return None
    first = _first_of_name(front, starts, in_list)
    found = doc_types().get(first[0].lower())
    return (found.name, first.start()) if found else None


def _first_of_name(front: str, starts: list[re.Match[str]], in_list: bool) -> re.Match[str]:
    """The type word that the number belongs to: an amending law is named from its first word on, a law in a list by its own.

    "Luật sửa đổi, bổ sung một số điều của Luật Xây dựng số 62/2020/QH14" is the amending law, also where its number stands
    behind the last of several laws that it amends; where a further law follows, each number is the amended law's own:
    "… của Luật Đất đai số 31/2024/QH15, Luật Nhà ở số 27/2023/QH15".
    """
    if in_list:
        return starts[-1]
    amending = (
        first for first, second in itertools.pairwise(starts) if AMENDING.fullmatch(front, first.start(), second.start())
    )
    return next(amending, starts[-1])


def _qualified_type(front: str, symbol: Symbol) -> tuple[str, int] | None:
    """The type in front of words that say which kind it is of: "Báo cáo thẩm định (số) 18/BCTĐ-STP"."""
    head = symbol.type_part or symbol.symbol.split("-")[0]
    tail = ENDS_IN_WORDS.search(front, max(0, len(front) - LONGEST_KIND))
    words = list(WORD.finditer(front, tail.start())) if tail else []
    for kinds in range(1, min(5, len(words))):
        if not words[-kinds][0].islower() or words[-kinds][0] in JOINS:
            return None
        for first in words[-kinds - 4 if len(words) > kinds + 4 else 0 : -kinds]:
            found = doc_types().get(front[first.start() : words[-kinds - 1].end()].lower())
            if found and first[0][0].isupper() and _is_kind_of(found, head, symbol):
                return found.name, first.start()
    return None


def _is_kind_of(found: DocType, head: str, symbol: Symbol) -> bool:
    """Whether a symbol begins with the abbreviation of a type (BCTĐ, KHLT), or is a letter's, which carries none."""
    if found.name == "Công văn":
        return symbol.type_part is None and symbol.is_known
    return any(head.startswith(own) for own in found.own if len(own) > 1)


def _issued_type(front: str, symbol: Symbol) -> tuple[str, int] | None:
    """The type in front of the issuer: "Nghị định của Chính phủ số 94/1998/NĐ-CP"."""
    at = front.lower().rfind(" của ")
    if at < 0 or len(front) - at > 60 or re.search(r"[.,;:\n\t\d]", front[at:]):
        return None
    words = front[:at].split()
    for count in range(min(4, len(words)), 0, -1):
        found = doc_types().get(" ".join(words[-count:]).lower())
        if found and symbol.type_part in found.abbreviations:
            return found.name, _start_of(front[:at], count)
    return None


def _agrees(doc_type: str | None, symbol: Symbol) -> bool:
    """Whether a symbol in a list may share the type word of the list."""
    found = doc_types().get((doc_type or "").lower())
    if found is None:
        return False
    if symbol.type_part is None:
        return not found.abbreviations or is_parliament(symbol.issuer_part) or found.name == "Công văn"
    return symbol.type_part in found.abbreviations


def _own_type(symbol: Symbol) -> str | None:
    """The type that a symbol tells by itself; letters carry none: 2231/SNV-CCHC is a Công văn."""
    if symbol.type_part:
        return type_of_abbreviation(symbol.type_part, symbol.is_party)
    if is_parliament(symbol.issuer_part) or symbol.year or not LETTER.fullmatch(symbol.symbol):
        return None
    return "Công văn" if is_issuer(symbol.symbol.split("-")[0]) else None


def _is_certain(symbol: Symbol, mark: str, so: bool) -> bool:
    """Whether a number without a type word is a document's: its symbol must be known, or "số" stand before it."""
    if mark == " ":
        return so
    if symbol.year:
        return symbol.is_known or so
    if not symbol.is_known:
        return False
    if symbol.symbol in UNTYPED and mark == "-":
        return True
    return bool(symbol.type_part) or so or "-" in symbol.symbol
