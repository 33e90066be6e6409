"""Words that mean a document named elsewhere in the text: "Nghị định nêu trên", "Nghị quyết 57", a name of its own.

Which document is meant is settled by pipeline.resolve, and only where exactly one of those named before fits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from data.document import Document
from data.facts import Fact, column
from extractors.header import Header

ReferenceKind = Literal["alias", "short", "back"]

TYPES = r"(?:Nghị định|Nghị quyết|Quyết định|Chỉ thị|Kế hoạch|Thông tư|Kết luận|Chương trình|Đề án|Luật|Công văn|Hướng dẫn)"
# how a text defines a name: (sau đây gọi tắt là Nghị định 118), (sau đây viết tắt là “Kế hoạch 92”)
DEFINED = re.compile(
    r"\((?:sau đây|dưới đây)(?: được)? (?:gọi|viết)(?: chung)?(?: tắt)?(?: chung)? là:? ?[“\"”']?"
    rf"(?P<alias>(?P<type>{TYPES})(?: [^()“”\"\n\t;]{{1,60}})?)[“\"”']?\)"
)
# "Nghị quyết 57", "Nghị quyết số 66" | not "57-NQ/TW", "Kế hoạch 5 năm", "Chỉ thị 23/CT-TTg", "Luật 2015"
SHORT = re.compile(
    rf"\b(?P<type>{TYPES}) (?:số )?(?P<number>\d{{1,3}}[a-z]?)"
    r"(?![\w/.,%-]*[\w/%-]|[ \n]?[-/]|\.\d| (?:năm|tháng|ngày|nhiệm|giờ|lần|đồng|tỷ|triệu|chỉ tiêu)\b)"
)
MOST_ALIASES, LONGEST_CLAUSE = 50, 1000
BACK = re.compile(rf"\b(?P<type>{TYPES}) (?P<which>này|nêu trên|nói trên|kể trên)\b")
PLAN_TYPES = {"Kế hoạch", "Chương trình", "Đề án"}
# a type used as the name of one document, "khoản 1 Điều 13 Nghị định"
# not "Nghị định quy định chi tiết …", "các Nghị định", "Nghị định số 5"
PLAIN = (
    r"(?<!các )(?<!những )(?<!một )(?<!Các )(?<!hoặc )(?<!, )(?<!Luật và )\b{}\b"
    r"(?! ?[-/\d“\"]| (?:số|này|đó|nêu|nói|kể|khác|của|về|quy định|sửa đổi|hướng dẫn|ban hành|phê duyệt"
    r"|thay thế|mới|liên tịch)\b)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackReference(Fact):
    """A mention of a document by words that only its own text explains; evidence beside the citations."""

    kind: ReferenceKind = column("alias (defined in the text), short (type and number only) or back (this, the above)")
    doc_type: str = column("type of the document meant")
    number: str | None = column("its number, for kind short", default=None)
    scope_start: int = column("from here on in the text stands the mention that it can mean")
    scope_end: int = column("up to here stands the mention that it can mean")
    citation_id: str | None = column("the mention meant, if exactly one document fits; else null", default=None)
    legal_id: str | None = column("identity of the document meant; null if not certain", default=None)


FACT = BackReference


def find(document: Document, header: Header) -> Iterator[BackReference]:
    """The back references of a document, in text order; a document's words for itself ("Kế hoạch này") are left out."""
    found = [*_aliases(document.text, header.doc_type), *_shorts(document.text), *_backs(document, header.doc_type)]
    taken = -1
    for reference in sorted(found, key=lambda one: (one.char_start, one.kind != "alias", -one.char_end)):
        if reference.char_start >= taken:
            taken = reference.char_end
            yield reference


def _aliases(text: str, own_type: str | None) -> Iterator[BackReference]:
    """The later uses of every alias; of two definitions of one alias the first counts.

    A bare type as alias ("Nghị định") counts where it cannot mean the document itself or what it puts into force.
    """
    defined: dict[str, re.Match[str]] = {}
    for found in DEFINED.finditer(text):
        alias = " ".join(found["alias"].split())
        own = alias == found["type"] and (alias in PLAN_TYPES or alias == own_type or own_type is None)
        if not own and len(defined) < MOST_ALIASES:
            defined.setdefault(alias, found)
    if not defined:
        return
    spans = _definitions(text)
    longest_first = sorted(defined, key=len, reverse=True)
    words = "|".join(
        PLAIN.format(alias) if alias == defined[alias]["type"] else rf"\b{re.escape(alias)}\b(?![/-])"
        for alias in longest_first
    )
    for use in re.finditer(words, text):
        first = defined[use[0]]
        if use.start() > first.end() and use.start() not in spans:
            start = max(text.rfind(mark, max(0, first.start() - LONGEST_CLAUSE), first.start()) for mark in "\n;") + 1
            yield _reference(text, use, "alias", (start, first.start()), doc_type=first["type"])


def _definitions(text: str) -> frozenset[int]:
    """Where definitions stand: these explain names and use none."""
    return frozenset(at for found in DEFINED.finditer(text) for at in range(*found.span()))


def _shorts(text: str) -> Iterator[BackReference]:
    defined = _definitions(text)
    for found in SHORT.finditer(text):
        if found.start() not in defined:
            yield _reference(text, found, "short", (0, found.start()), doc_type=found["type"], number=found["number"])


def _backs(document: Document, own_type: str | None) -> Iterator[BackReference]:
    """Within the paragraph only: further back several documents of the type may lie between."""
    for found in BACK.finditer(document.text):
        block = document.block_at(found.start())
        itself = found["which"] == "này" and (found["type"] == own_type or found["type"] in PLAN_TYPES)
        if block is None or itself:  # what a decision puts into force speaks of itself as "Kế hoạch này"
            continue
        yield _reference(document.text, found, "back", (block.start, found.start()), doc_type=found["type"])


def _reference(
    text: str, found: re.Match[str], kind: ReferenceKind, scope: tuple[int, int], *, doc_type: str, number: str | None = None
) -> BackReference:
    return BackReference(
        raw=text[found.start() : found.end()],
        char_start=found.start(),
        char_end=found.end(),
        kind=kind,
        doc_type=doc_type,
        number=number,
        scope_start=scope[0],
        scope_end=scope[1],
    )
