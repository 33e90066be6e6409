"""Duties given in prose: a unit as heading with bullets below, a unit as the subject of a sentence, the list form.

List form: a paragraph followed by lines "Cơ quan chủ trì: …", "Cơ quan phối hợp: …", "Thời gian: …".
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from data.document import Block, BlockKind, Document
from extractors._addressees import addressees
from extractors._due import due_in
from extractors._fields import places
from extractors._subjects import CUT, SENTENCE, Subject, is_issuer, is_unit_list, partners_in, subject_of, subjects
from extractors.header import Header
from normalizers.outline import Level
from normalizers.unit_scope import Scope

Role: TypeAlias = Literal["lead", "coordinating", "monitoring"]

WHO = r"(?:(?:các\s)?(?:cơ quan|đơn vị|bộ phận|sở|ngành|cơ quan, đơn vị|bộ, ngành)\s)?"
# "Cơ quan chủ trì:", "Đơn vị phối hợp thực hiện:", "Phân công thực hiện:" | not "Nội dung:", "Nhiệm vụ:"
ROLE_LINE = re.compile(
    rf"(?P<label>{WHO}(?P<role>chủ trì|thực hiện|đầu mối|phối hợp|theo dõi|trách nhiệm|phân công)(?:,?\s(?:chủ trì"
    rf"|phối hợp|tham mưu|thực hiện|soạn thảo|theo dõi|đôn đốc))*)\s?:\s*",
    re.IGNORECASE,
)
TIME_LINE = re.compile(
    r"(?:thời gian|thời hạn|tiến độ)(?:\s(?:dự kiến|tổ chức|thực hiện|hoàn thành|triển khai|báo cáo|trình))*\s?:\s*",
    re.IGNORECASE,
)
OTHER_LINE = re.compile(
    r"(?:sản phẩm|kết quả|kinh phí|nguồn kinh phí|địa điểm|thành phần|danh nghĩa|cơ quan chỉ đạo|quy mô|đối tượng"
    r"|số lượng)(?:\s[\w,]+){0,4}\s?:\s*",
    re.IGNORECASE,
)
# A word before the unit in a heading: "Đề nghị Ủy ban Mặt trận …", "Trách nhiệm của Sở Nội vụ"
HEADING_WORD = re.compile(
    r"^(?:đề nghị|giao(?: cho)?|yêu cầu|trách nhiệm của|nhiệm vụ của|đối với|về phía|phân công)\s+", re.IGNORECASE
)
# "QUYẾT ĐỊNH:" above the articles opens no part of its own
ENACTING = re.compile(r"(?:quyết định|quyết nghị|nghị quyết|chỉ thị|nghị định|thông tư)\s?:?", re.IGNORECASE)
# What a unit's heading adds: "Sở Công Thương chủ trì, phối hợp thực hiện"
HEADING_ROLE = re.compile(r",?\s(?:chủ trì|phối hợp)(?:(?:,|\s(?:và|tổ chức|triển khai|phối hợp|chủ trì))*\sthực hiện)?$")
CALLED = re.compile(r"\s*\((?:sau đây|dưới đây|gọi)[^()]*\)", re.IGNORECASE)  # "(sau đây gọi là Ủy ban nhân dân cấp tỉnh)"
BRACKETS = re.compile(r"\s*\([^()]*\)\s*")
CLOSING = re.compile(
    r"^(?:trên đây|yêu cầu|đề nghị|trong quá trình|kế hoạch này|(?:UBND|Ủy ban nhân dân|Uỷ ban nhân dân|Chủ tịch)\s)",
    re.IGNORECASE,
)
THIS_PLAN = re.compile(r"^trên đây là ", re.IGNORECASE)
AS_FOLLOWS = re.compile(r"(?:như sau|cụ thể|sau đây)\s?:?$")
ANNOUNCES = re.compile(rf"(?:{AS_FOLLOWS.pattern}|(?:nội dung|nhiệm vụ|giải pháp|công việc|việc|yêu cầu)\ssau\s?:$)")
ASKING = ("", "giao", "đề nghị", "yêu cầu")  # what may stand before a further unit of a sentence
PARTNERS_LAST = re.compile(r"phối hợp (?:chặt chẽ )?(?:(?:với|cùng) )?(?P<units>[^;]{3,200})$")
HELPS = re.compile(r",?\s(?:có trách nhiệm\s)?(?:phối hợp|hỗ trợ)\b")
CLOSING_ORDER = re.compile(r"(?<=\.\s)(?:Yêu cầu|Đề nghị)\s[^.]{20,400}\./\.$")
RECIPIENTS = re.compile(r"^nơi nhận", re.IGNORECASE)
RECIPIENTS_BESIDE = re.compile(r"(?:^|[\n\t])\W*nơi nhận\W*(?:$|[\n\t:])", re.IGNORECASE)  # "Nơi nhận:⇥T/M BAN THƯỜNG VỤ"
# "Các cơ quan sau đây có trách nhiệm:": who they are stands below, each with a duty of its own
NAMED_BELOW = re.compile(r"\b(?:sau đây|dưới đây)$")
SAME_AGAIN = re.compile(r"^(?:đơn vị|cơ quan|cơ quan, đơn vị)(?: này| đó| trên)?$")
# The preamble's "Căn cứ Luật …", "Theo đề nghị của Giám đốc Sở …" | not "Căn cứ Kế hoạch này, các sở …"
BASIS = re.compile(
    r"^(?:căn cứ|xét|theo|thực hiện)\s(?:các\s)?(?:luật|bộ luật|pháp lệnh|nghị|quyết định|thông tư|chỉ thị|công văn"
    r"|tờ trình|đề nghị)",
    re.IGNORECASE,
)
# "Căn cứ Chương trình hành động số 09-CTr/TU …, Ban Thường vụ ban hành Kế hoạch:" | not "Căn cứ Kế hoạch số …, các sở lập …"
GROUNDS = re.compile(r"^(?:căn cứ|thực hiện)\s(?:[^\W\d_]+\s){1,5}số\s?:?\s?\d", re.IGNORECASE)
# "Thực hiện Công văn trên, Chủ tịch UBND tỉnh giao Sở Y tế …": an order behind its ground
ORDERED = re.compile(r", (?:Chủ tịch )?(?:UBND|[ỦU][ỷy] ban nhân dân)(?:\s[\w.-]+){0,6}\s(?:giao|yêu cầu|đề nghị)\s")
# Who leads told in brackets: "Công bố danh mục (Sở Tư pháp chủ trì)."
IN_BRACKETS = re.compile(r"\((?P<units>[^()]{3,160}?)\s(?:chủ trì|thực hiện|tham mưu|phụ trách)\b")
# "…; thời gian: Quý II/2026" behind a role in the same line
TIME_INSIDE = re.compile(r"[;.,]\s*(?:thời gian|thời hạn|tiến độ)(?:\s(?:thực hiện|hoàn thành))?\s?:\s*", re.IGNORECASE)
MOST_ROLES = 40  # of one group of duties; more are no roles but a text made to take long
BY_HEADING, BY_SUBJECT, BY_LATER_SENTENCE = 0.9, 0.9, 0.7  # how sure a duty is by the way it was found


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty in prose: document.text[start:end], who it falls to, by role, and by when."""

    start: int
    end: int
    units: tuple[tuple[Role, str], ...]
    field: str
    section: str | None = None
    deadline: str | None = None
    confidence: float = 1.0


@dataclass(slots=True)
class _Line:
    """A block of prose and what is known of it."""

    block: Block
    text: str  # without its label
    start: int  # where that text starts in the document
    field: str
    section: str | None
    roles: list[tuple[Role, str]] = dataclasses.field(default_factory=list)  # given by the lines behind it
    deadline: str | None = None
    is_role_line: bool = False
    has_children: bool = False


@dataclass(frozen=True, slots=True)
class _Heading:
    level: int
    units: str  # empty: a heading that names nobody
    bullet: str = ""  # of a bullet as heading: other bullets of its level stand below it


def duties(document: Document, header: Header, scope: Scope) -> Iterator[Duty]:
    """The duties that a document gives in prose, in text order."""
    lines = _lines(document, header)
    _mark_parents(lines)
    _attach_roles(lines)
    yield from _read(lines, scope, header.issuer)


def _lines(document: Document, header: Header) -> list[_Line]:
    """The blocks of prose, without tables and the lists of recipients."""
    addressed = addressees(document)
    title_end = max((source.char_end for source in header.sources if source.field == "title"), default=0)
    found: list[_Line] = []
    section: str | None = None
    in_recipients = listed = False
    for block, place in places(document, header):
        whole = document.text[block.start : block.end]
        if block.table is not None or block.kind is BlockKind.FOOTNOTE:
            listed, in_recipients = RECIPIENTS_BESIDE.search(whole) is not None, False
            continue
        listed = listed and block.level >= Level.BULLET
        if listed:  # more of those that the table of the signature began to list
            continue
        if RECIPIENTS.match(whole):
            in_recipients = True
        elif block.kind is BlockKind.HEADING or (0 < block.level <= Level.ARABIC):
            in_recipients = False
        if in_recipients or block.start in addressed or (block.level == 0 and _is_ground(whole)):
            continue
        text = document.text[block.body_start : block.end]
        start = block.body_start + len(text) - len(text.lstrip())
        text = text.strip()
        closing = CLOSING_ORDER.search(text)
        if closing and not THIS_PLAN.match(text):  # the plan's last sentence, run into the paragraph before it
            found.append(_Line(block, text[: closing.start()].rstrip(), start, place.field, section))
            last = Block(BlockKind.PARAGRAPH, start + closing.start(), block.end)
            found.append(_Line(last, text[closing.start() :], last.start, place.field, section))
        else:
            found.append(_Line(block, text, start, place.field, section))
        opens_part = block.kind is BlockKind.HEADING and block.level in (0, 1, 2, 3) and block.start >= title_end
        if opens_part and not ENACTING.fullmatch(whole.strip()):
            section = " ".join(whole.split())
    return found


def _is_ground(paragraph: str) -> bool:
    """Whether a paragraph is of the preamble: it tells the grounds, or opens the plan behind them."""
    if paragraph.endswith(".") and ORDERED.search(paragraph):
        return False
    return BASIS.match(paragraph) is not None or (paragraph.endswith((";", ":")) and GROUNDS.match(paragraph) is not None)


def _mark_parents(lines: list[_Line]) -> None:
    for line, below in itertools.pairwise(lines):
        deeper = below.block.level > line.block.level > 0 or (
            line.block.level == 0
            and line.text.endswith(":")
            and below.block.level >= Level.ARABIC
            and below.text[-1:] != ":"
        )
        line.has_children = deeper and not _role_parts(below.text) and not TIME_LINE.match(below.text)


def _attach_roles(lines: list[_Line]) -> None:
    """Gives the roles told in "Cơ quan chủ trì: …" lines to the paragraphs that they stand behind."""
    waiting: list[_Line] = []
    roles: list[tuple[Role, str]] = []
    targets: list[_Line] = []
    due: str | None = None
    for line in lines:
        parts = _role_parts(line.text)
        time = TIME_LINE.match(line.text)
        if time:
            due = line.text[time.end() :].strip(" .;") or due
        if parts or time or OTHER_LINE.match(line.text):
            line.is_role_line = True
            if parts and not targets:
                targets, waiting, roles = _leaves(waiting), [], []
            for role, told in parts:
                value = told
                inside = TIME_INSIDE.search(told)
                if inside:
                    value, due = told[: inside.start()], told[inside.end() :].strip(" .;")
                spoken = _prose_units(value)
                if value and len(roles) < MOST_ROLES:
                    roles.append((role, spoken or CUT.sub("", value).strip(" .;")))
                if spoken:
                    line.is_role_line = False
                    targets.append(line)
            for target in targets:
                target.roles, target.deadline = roles, due
            continue
        if targets or (line.block.kind is BlockKind.HEADING and line.block.level <= Level.SECOND_NUMBER):
            due = None
        targets = []
        if line.block.kind is BlockKind.HEADING and line.block.level <= Level.SECOND_NUMBER:
            waiting = []
        waiting.append(line)


def _role_parts(text: str) -> list[tuple[Role, str]]:
    """The roles told in a line that begins with such a label, with what stands behind each."""
    first = ROLE_LINE.match(text)
    if first is None:
        return []
    matches = [
        first,
        *(match for match in ROLE_LINE.finditer(text, first.end()) if text[: match.start()].rstrip()[-1:] in ".;,"),
    ]
    found: list[tuple[Role, str]] = []
    for index, match in enumerate(matches):
        end = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        word = match["role"].lower()
        role: Role = "coordinating" if word == "phối hợp" else "monitoring" if word == "theo dõi" else "lead"
        found.append((role, text[match.end() : end].strip()))
    return found


def _prose_units(value: str) -> str:
    """The subjects of a role line that tells in sentences what each unit does; empty if it only names units."""
    if is_unit_list(CUT.sub("", value)):
        return ""
    found: list[str] = []
    for part in value.split("; "):
        subject = subject_of(part[:1].upper() + part[1:])
        if subject is None:
            return "; ".join(found)
        found.append(part[: len(subject.units)] if not subject.start else subject.units)
    return "; ".join(found)


def _leaves(waiting: list[_Line]) -> list[_Line]:
    """Of the paragraphs before the role lines those that say what is to be done: the ones with nothing below them."""
    found: list[_Line] = []
    for index, line in enumerate(waiting):
        below = waiting[index + 1] if index + 1 < len(waiting) else None
        is_parent = line.text.endswith(":") or (
            below is not None
            and (
                below.block.level > line.block.level > 0 or (line.block.kind is BlockKind.HEADING and below.block.level == 0)
            )
        )
        is_title = line.block.kind is BlockKind.HEADING and line.block.level <= Level.ROMAN
        if not is_parent and not is_title and not THIS_PLAN.match(line.text):
            found.append(line)
    last = waiting[-1].block if waiting else None
    return [line for line in found if last is not None and (line.block.level >= last.level or line.block is last)]


def _read(lines: list[_Line], scope: Scope, issuer: str | None) -> Iterator[Duty]:
    stack: list[_Heading] = []
    before = ""  # the units of the duty before, for "đơn vị" alone
    begun = ""  # units of a paragraph that the next one goes on with: "Giám đốc các sở; | Chủ tịch UBND các xã chịu …"
    for line in lines:
        _close(stack, line)
        begun, listed = _begun_list(line), begun
        if any(role == "lead" for role, _ in line.roles):
            yield _duty(line, tuple(line.roles), 1.0, line.deadline)
            continue
        units = _heading_units(line)
        is_title = line.block.kind is BlockKind.HEADING and subject_of(line.text) is None
        if line.is_role_line or units or is_title:
            if not line.is_role_line:
                stack.append(_Heading(line.block.level, units, line.block.label if line.block.level >= Level.BULLET else ""))
            continue
        above = stack[-1].units if stack else ""
        found = _subject(line, above, scope, issuer)
        leads_in = line.has_children and line.text.endswith(":")
        if found is not None:
            offset, subject, sure = found
            called = CALLED.sub("", subject.units)
            if leads_in and NAMED_BELOW.search(called):
                continue
            before = before if SAME_AGAIN.match(called) and before else called
            if line.has_children and (leads_in or not subject.asked):
                stack.append(_Heading(line.block.level, before))
            if not leads_in or (subject.asked and not ANNOUNCES.search(line.text)):
                further = _further(line.text, subject.end, scope, issuer)
                if listed and subject.start == 0 and not subject.asked:
                    before = f"{listed}; {before}"
                yield _duty(line, (*_with_partners(before, line.text), *further), sure, due_in(line.text), offset)
        elif above and not leads_in and _says_something(line):
            before = above
            yield _duty(line, _with_partners(above, line.text), BY_HEADING, due_in(line.text))


def _begun_list(line: _Line) -> str:
    """The units that a paragraph names and nothing else, where its end shows that more follow; else nothing."""
    if line.block.level or not line.text.endswith((";", ",")):
        return ""
    units = line.text.rstrip(" ;,")
    return units if is_unit_list(units, strict=True) else ""


def _close(stack: list[_Heading], line: _Line) -> None:
    """Takes from the headings those that do not hold for this line: of its own level or deeper, all for a closing word."""
    level = line.block.level
    if level or line.block.kind is BlockKind.HEADING:
        while stack and (stack[-1].level >= level or level == 0):
            if stack[-1].level == level and stack[-1].bullet not in ("", line.block.label):
                break
            stack.pop()
    elif stack and stack[-1].units and CLOSING.match(line.text):
        stack.clear()


def _heading_units(line: _Line) -> str:
    """The units that a line names as the heading of what stands below it; empty if it is no such heading."""
    if line.block.level >= Level.BULLET and not line.text.endswith(":"):
        return ""
    if line.block.level == 0 and line.block.kind is not BlockKind.HEADING:
        return ""
    text = HEADING_WORD.sub("", BRACKETS.sub(" ", line.text).strip().rstrip(":. ")).strip()
    if text.isupper() and not line.block.label:
        return ""  # a letterhead or a signature
    if line.has_children or line.block.kind is BlockKind.HEADING:
        text = HEADING_ROLE.sub("", text)
    return text if is_unit_list(text, strict=True) and subject_of(text[:1].upper() + text[1:]) is None else ""


def _subject(line: _Line, above: str, scope: Scope, issuer: str | None) -> tuple[int, Subject, float] | None:
    """The line's own subject, where its words begin and how sure it is."""
    for offset, subject in subjects(line.text):
        if is_issuer(subject.units, scope, issuer) or (not subject.asked and AS_FOLLOWS.search(line.text)):
            continue
        if offset == 0:
            return 0, subject, BY_SUBJECT
        if above or not is_unit_list(subject.units, strict=True):
            return None
        first = SENTENCE.split(line.text)[0]
        if THIS_PLAN.match(first):
            return offset, subject, BY_SUBJECT
        return 0, subject, BY_LATER_SENTENCE
    bracket = IN_BRACKETS.search(line.text)
    if bracket and is_unit_list(bracket["units"], strict=True):
        return 0, Subject(bracket["units"], bracket.start("units"), bracket.end("units"), asked=True), BY_SUBJECT
    return None


def _says_something(line: _Line) -> bool:
    return len(line.text) > 15 and line.text[0].isupper() and not THIS_PLAN.match(line.text)


def _further(text: str, at: int, scope: Scope, issuer: str | None) -> Iterator[tuple[Role, str]]:
    """Who else the sentence gives a part of the duty: "Giao Sở Nội vụ bố trí công chức; Sở Tài chính cân đối kinh phí"."""
    end = SENTENCE.search(text, at)
    first, *clauses = text[at : end.start() if end else len(text)].split("; ")
    listing = _ends_in_partners(first)
    for clause in clauses:
        found = subject_of(clause)
        if listing:  # "phối hợp với các sở; UBND các xã rà soát …": more of those it is done with
            listing = found is None
            continue
        listing = _ends_in_partners(clause)
        if found is None or not is_unit_list(found.units, strict=True) or is_issuer(found.units, scope, issuer):
            continue
        if clause[: found.start].strip().lower() in ASKING:
            yield ("coordinating" if HELPS.match(clause, found.end) else "lead"), found.units


def _ends_in_partners(clause: str) -> bool:
    """Whether a clause ends in the units that a duty is to be done with."""
    partners = PARTNERS_LAST.search(clause)
    return partners is not None and is_unit_list(partners["units"])


def _with_partners(units: str, text: str) -> tuple[tuple[Role, str], ...]:
    partners = partners_in(text)
    return (("lead", units), ("coordinating", partners)) if partners else (("lead", units),)


def _duty(line: _Line, units: tuple[tuple[Role, str], ...], sure: float, deadline: str | None, offset: int = 0) -> Duty:
    return Duty(line.start + offset, line.start + len(line.text), units, line.field, line.section, deadline, sure)
