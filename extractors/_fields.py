"""What the headings above a place say of the targets there: reform field, year, whether they stand under the aims."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from data import rows
from data.document import Block, BlockKind, Document
from extractors.header import Header
from normalizers.outline import Level
from normalizers.wordings import any_of

GENERAL = "chung"
NOT_FIELDS = frozenset({"aims", "past", "money", "unit", "rules"})
CAPITALS = 1.5  # a line in capitals without a label stands above the parts and below an annex
BOLD = 6.5  # a bold line without a label stands below numbered headings
STARRED = 6.7  # "* Mục tiêu cụ thể:" stands above "(1)", "a)" and "-"
LEAD_IN = 98.0  # "… gồm:" holds for what follows until the next such line or heading
FEW = 2  # words before the name of a field that must stand at the start
LONGEST_TITLE = 25  # words of a heading that goes on as a sentence behind its colon
LONGEST_LEAD = 160  # characters of a line that can head others without being marked as heading
YEAR = r"(?:19|20)\d\d"
# "đến năm 2030", "đến hết quý II/2026", "đến ngày 31/12/2026" | not "tầm nhìn đến năm 2045"
UNTIL = re.compile(
    r"(?<!\w)(?P<vision>(?:tầm nhìn|định hướng)(?: đến)? )?(?:đến|hết|trong|vào|cho) (?:hết |cuối |trước )?"
    rf"(?:(?:quý [ivx\d]+|tháng \d+)(?:/| năm )|(?:ngày )?\d{{1,2}}/\d{{1,2}}/)?(?:năm )?(?P<year>{YEAR})(?!\w)",
    re.IGNORECASE,
)
SPAN = re.compile(rf"(?<!\w)(?:giai đoạn|các năm|năm)? ?(?P<first>{YEAR}) ?[-–—] ?(?P<year>{YEAR})(?!\w)", re.IGNORECASE)
# "tăng 5% so với năm 2020": a year that is compared with | not "năm 2030"
COMPARED = re.compile(rf"(?<!\w)(?:so(?: với)?|hơn|bằng|cùng kỳ)(?: \w+){{0,3}} năm {YEAR}(?!\w)", re.IGNORECASE)
IN_YEAR = re.compile(rf"(?<!\w)năm (?P<year>{YEAR})(?!\w)", re.IGNORECASE)
WORD = re.compile(r"[^\W\d]{2,}")
SHARE = re.compile(r"\d ?%")
LABEL = re.compile(r"^(?:[\W\d]|[ivxlc]+[.)]|[a-zđ][.)])+")
OPENS = r"(?:[ivxlc]+[.)]|[\W\d]|[a-zđ][.)])*(?:\w+ ){0,2}?"  # a label and at most two words before
ACT = re.compile(
    r"(?:nghị quyết|quyết định|kế hoạch|chỉ thị|nghị định|kết luận|chương trình|văn bản)(?: \S+){0,3} số|kèm theo",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Place:
    """What holds for a block: field and year of its headings (None: the plan's), in which part it stands, and the line that
    leads in the list of which it is a member: "Tỷ lệ hồ sơ nộp trực tuyến:".
    """

    field: str = GENERAL
    year: int | None = None
    aims: bool = False
    past: bool = False
    money: bool = False
    head: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that holds for those below it."""

    level: float
    words: str
    titles: bool  # a real heading, not only a line that leads in others


@functools.cache
def _phrases() -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    """The words that name a field, and for each the field and where it must stand: "", "start" or "title"."""
    found = [row for row in rows("target_headings") if row["says"] not in NOT_FIELDS]
    says = {row["phrase"]: (row["says"], row["where"]) for row in found}
    return re.compile(rf"(?<!\w)(?:{any_of(says)})(?!\w)"), says


@functools.cache
def _says(meaning: str) -> re.Pattern[str]:
    parts = any_of(row["phrase"] for row in rows("target_headings") if row["says"] == meaning)
    anchor = {"unit": r"[\W\d]*", "past": OPENS}.get(meaning, ".*?(?<!\\w)")
    return re.compile(rf"{anchor}(?:{parts})(?!\w)", re.DOTALL)


def field_in(words: str, *, title: bool = False) -> str | None:
    """The reform field that a heading, or the title of a plan, names first; None if it names none."""
    pattern, says = _phrases()
    lower = words.lower()
    for match in pattern.finditer(lower):
        field, where = says[match[0]]
        if where == "" or (where == "title" and title):
            return field
        if where == "start" and len(WORD.findall(lower[: match.start()])) <= FEW:
            return field  # "5. Công tác cán bộ" | not "phần mềm theo dõi công tác cán bộ"
    return None


def year_in(words: str) -> int | None:
    """The year for which a heading or a clause's adjunct holds: "ĐẾN NĂM 2030, TẦM NHÌN 2045" → 2030, "2025-2027" → 2027."""
    for match in UNTIL.finditer(words):
        if not match["vision"]:
            return int(match["year"])
    span = SPAN.search(words)
    if span:
        return int(span["year"])
    alone = IN_YEAR.search(COMPARED.sub("", words))
    return int(alone["year"]) if alone else None


def places(document: Document, header: Header) -> Iterator[tuple[Block, Place]]:
    """Each block with what its headings say; a heading has what the headings above it say."""
    stack: list[Heading] = []
    named = field_in(header.title or "", title=True)
    listed = False  # a line that ends in a colon or a semicolon: what it leads in goes on
    for block in document.blocks:
        words = document.text[block.start : block.end]
        heading = _heading(block, words)
        if heading is not None:
            while stack and stack[-1].level >= heading.level:
                stack.pop()
        elif stack and stack[-1].level == LEAD_IN and not block.label and block.table is None and not listed:
            stack.pop()
        listed = words.rstrip().endswith((":", ";"))
        inline = _inline(block, words)
        if inline is not None:
            stack.append(inline)
        yield block, _place(stack, named)
        if heading is not None and inline is None:
            stack.append(heading)


def _inline(block: Block, words: str) -> Heading | None:
    """A heading that goes on in its own paragraph: "3.2. Cải cách thể chế: 100% văn bản …"."""
    head, colon, rest = words.partition(": ")
    if (
        not (colon and rest.strip() and 0 < block.level <= Level.THIRD_NUMBER)
        or len(head.split()) > LONGEST_TITLE
        or field_in(head) is None
    ):
        return None
    return Heading(block.level, head, titles=True)


def horizon(document: Document) -> int | None:
    """The last year that a heading of the aims names: "MỤC TIÊU ĐẾN NĂM 2030"; None if none does."""
    years = [
        year_in(words)
        for block in document.blocks
        if block.kind is BlockKind.HEADING and _says("aims").match(words := document.text[block.start : block.end].lower())
    ]
    return max((year for year in years if year), default=None)


def _heading(block: Block, words: str) -> Heading | None:
    """The block as a heading of others, if it can be one."""
    if block.kind in (BlockKind.TABLE, BlockKind.FOOTNOTE):
        return None
    bare = words[len(block.label) :].strip()
    titles = block.kind is BlockKind.HEADING
    if block.level:
        if titles or bare.endswith(":") or len(bare) <= LONGEST_LEAD:
            return Heading(
                STARRED if block.label == "*" and bare.endswith(":") else block.level,
                words,
                titles or (block.level <= Level.THIRD_NUMBER and len(bare.split()) <= 25 and not SHARE.search(bare)),
            )
        return None
    if titles or (words.isupper() and len(words) > 3):
        return Heading(CAPITALS if words.isupper() else BOLD, words, titles=True)
    return Heading(LEAD_IN, words, titles=False) if bare.endswith(":") and len(bare) <= LONGEST_LEAD else None


def _place(stack: list[Heading], title_field: str | None) -> Place:
    """What the headings say, the nearest first; a title in capitals speaks only where no heading of a part does."""
    field, year = None, None
    aims = past = money = False
    titled = [heading for heading in reversed(stack) if heading.titles]
    for heading in titled:
        named = field_in(heading.words, title=heading.level == CAPITALS)
        if heading.level == CAPITALS and heading is not titled[0]:
            title_field = named or title_field
        else:
            field = field or named
    for heading in reversed(stack):
        lower = heading.words.lower()
        if year is None and not ACT.search(lower):
            year = year_in(heading.words)
        told = heading.titles and bool(_says("past").match(lower))
        past = past or (told and not aims)
        aims = aims or (bool(_says("aims").match(lower)) and not told)
        money = money or (heading.titles and bool(_says("money").match(lower)))
    nearest = LABEL.sub("", titled[0].words.lower(), count=1) if titled else ""
    if field is None and title_field and not aims and (not nearest or _says("unit").match(nearest)):
        field = (
            title_field  # the heading is a unit's name; under aims it is a matter: "Cơ quan nhà nước điều hành thông minh"
        )
    lead = LABEL.sub("", stack[-1].words, count=1) if stack and stack[-1].words.rstrip().endswith(":") else ""
    return Place(field or GENERAL, year, aims, past, money, lead.strip())
