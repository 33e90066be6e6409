"""Annexes: those that a document says go with it, and those that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from data.document import Document
from data.facts import Fact, column
from extractors._lines import lines
from extractors._mentions import mentions
from extractors.header import Header

AnnexRole: TypeAlias = Literal["announced", "present"]

NOUN = r"(?:phụ lục|phụ biểu|danh mục|biểu)"
WITH_IT = r"(?:kèm theo|đính kèm)"
NEAR = r"[^.;:\n\t()]{0,60}?"
# "Phụ lục I, II chi tiết kèm theo", "đính kèm phụ lục nhiệm vụ", "Danh mục ban hành kèm theo Kế hoạch này"
ANNOUNCED = re.compile(rf"\b{NOUN}\b{NEAR}\b{WITH_IT}|\b{WITH_IT}\b(?: theo)?{NEAR}\b{NOUN}\b", re.IGNORECASE)
# Of another document: "kèm theo Quyết định số 45/QĐ-…", "kèm theo Nghị quyết 214", "kèm theo văn bản của …"
OF_ANOTHER = re.compile(r" (?!(?:theo )?[^\n.;()]{0,40}\bnày\b)[^\n.;()]{0,30}(?:\bsố\b|\d+/|\bcủa\b)", re.IGNORECASE)
NUMBERED = re.compile(r"\bsố:? ?\d", re.IGNORECASE)
LABELS = re.compile(
    r"phụ lục (?:số )?(?P<first>[IVX]{1,5}|\d{1,2})(?P<rest>(?:(?:,| và|,? và) (?:phụ lục )?(?:[IVX]{1,5}|\d{1,2})\b)*)\b",
    re.IGNORECASE,
)
LABEL = re.compile(r"\b(?:[IVX]{1,5}|\d{1,2})\b")
# A line that opens an annex: "PHỤ LỤC I", "Phụ lục số 2: …", "DANH MỤC …", "BIỂU 01" | not "Phụ lục kèm theo Kế hoạch"
OPENS = re.compile(
    rf"\W{{0,3}}(?:PHỤ LỤC|PHỤ BIỂU|DANH MỤC|BIỂU|(?:Phụ lục|Phụ biểu|Biểu)(?! ?[^\n]*\b{WITH_IT}))\b"
    r"(?: (?:SỐ|số))?:? ?(?P<label>[IVX]{1,5}\b|\d{1,2}\b)?"
)
# "(Kèm theo Kế hoạch số …)", "( Ban hành kèm theo Quyết định số …" | not "(Kèm theo Phụ lục …)"
ATTACHED = re.compile(
    rf"\W{{0,3}}(?:được )?(?:ban hành )?{WITH_IT}\s(?:theo )?(?!{NOUN}\b|các {NOUN}\b)(?=\w)", re.IGNORECASE
)
LONGEST_OPENING = 300
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexMention(Fact):
    """An annex that a document announces, or the line with which one begins."""

    role: AnnexRole = column("announced (said to go with this document) or present (the line that opens one)")
    label: str | None = column("its number in Arabic figures; null if it has none", default=None)


FACT = AnnexMention


def find(document: Document, header: Header) -> Iterator[AnnexMention]:
    """The annexes announced and present, in text order."""
    found = [*_announced(document, header), *_present(document)]
    yield from sorted(found, key=lambda mention: (mention.char_start, mention.label or ""))


def _announced(document: Document, header: Header) -> Iterator[AnnexMention]:
    text = document.text
    for match in ANNOUNCED.finditer(text):
        start, end = match.span()
        line_start = text.rfind("\n", 0, start) + 1
        if ATTACHED.match(text, line_start, end + 1) or _is_anothers(text, match, header):
            continue
        labels = LABELS.search(text, start, end + 12)
        named = LABEL.findall(text, labels.start(), labels.end()) if labels else [None]
        for label in dict.fromkeys(map(_figure, named)):
            yield AnnexMention(raw=text[start:end], char_start=start, char_end=end, role="announced", label=label)


def _is_anothers(text: str, match: re.Match[str], header: Header) -> bool:
    """Whether the annex is said to go with another document than this."""
    behind = text[match.end() : match.end() + 200].split("\n", maxsplit=1)[0]
    if not OF_ANOTHER.match(behind) and not NUMBERED.search(match[0]):
        return False
    cited = next(mentions(behind), None) or next(mentions(match[0]), None)
    return cited is None or header.canonical is None or cited.symbol.canonical != header.canonical


def _present(document: Document) -> Iterator[AnnexMention]:
    for line in lines(document):
        if len(line.text) > LONGEST_OPENING:
            continue
        opening = OPENS.match(line.text)
        if opening or ATTACHED.match(line.text):
            label = _figure(opening["label"]) if opening else None
            end = line.start + (opening.end() if opening else len(line.text))
            raw = document.text[line.start : end].rstrip()
            yield AnnexMention(raw=raw, char_start=line.start, char_end=line.start + len(raw), role="present", label=label)


def _figure(label: str | None) -> str | None:
    """A label in Arabic figures: "II" → 2, "02" → 2."""
    if label is None:
        return None
    if label.isdecimal():
        return str(int(label))
    return str(ROMAN.index(label.upper()) + 1) if label.upper() in ROMAN else None
