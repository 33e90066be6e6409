"""The document inside the page of a law portal: what stands before its letterhead and behind its last block is the site's.

A page is a portal's only if it gives itself away by several of the words that such sites put around a document (data/
page_words.csv); then the document starts at its letterhead (or, without one, its type line) and ends before the first
of the site's lines behind the signature block. Lines right before that which name the document's own number are the
site's captions. Whatever is in doubt stays in the document.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.ingest import page_words

MARKS_NEEDED = 2  # different words of a site before a text is taken for its furniture
NUMBER = re.compile(r"\bSố\s*:\s*(\d{1,5}[a-zđ]?/[^\s|*]{2,30})", re.IGNORECASE)  # "Số: 980/KH-UBND"
MARK_UP = re.compile(r"[*#|\s:]+")
LAST_BLOCK = re.compile(r"nơi nhận\s*:|\./\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Body:
    """Where the document stands in a page: page[start:end]."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _PageLine:
    start: int
    raw: str
    words: str  # without mark-up, in lower case

    @property
    def is_bar(self) -> bool:
        return self.raw.strip() == "|"


def document_in(page: str) -> Body:
    """The document in a page; the whole page unless a site gives itself away."""
    lines = _lines(page)
    start = _start(lines)
    return Body(start, _end(page, lines, start))


def _lines(page: str) -> list[_PageLine]:
    at = 0
    lines = []
    for raw in page.splitlines(keepends=True):
        lines.append(_PageLine(at, raw, MARK_UP.sub(" ", raw).strip().lower()))
        at += len(raw)
    return lines


def _start(lines: list[_PageLine]) -> int:
    seen: set[str] = set()
    for index, line in enumerate(lines):
        mark = page_words.pattern("site before").match(line.words)
        if mark:
            seen.add(mark[0])
        elif _opens_motto(lines, index):
            return _issuer_start(lines, index) if len(seen) >= MARKS_NEEDED else 0
        elif len(seen) >= MARKS_NEEDED and page_words.is_type_line(MARK_UP.sub(" ", line.raw).strip()):
            return line.start
    return 0


def _opens_motto(lines: list[_PageLine], index: int) -> bool:
    """Whether "Cộng hòa xã hội chủ nghĩa Việt Nam" starts on this line; it may be wrapped."""
    if not lines[index].words.startswith("cộng"):
        return False
    words = " ".join(line.words for line in lines[index : index + 3]).split()
    return page_words.is_motto(" ".join(words[:8]))


def _issuer_start(lines: list[_PageLine], motto: int) -> int:
    """The start of the letterhead: the issuer's cell or line, which stands before the motto."""
    index = motto - 1
    if index >= 0 and lines[index].is_bar:
        index -= 1
        while index > 0 and not lines[index].is_bar:
            index -= 1
        return lines[index].start
    while index >= 0 and lines[index].words and not lines[index].is_bar:
        index -= 1
    return lines[index + 1].start


def _end(page: str, lines: list[_PageLine], start: int) -> int:
    last_block = max((match.end() for match in LAST_BLOCK.finditer(page, start)), default=start)
    names = page_words.words("site after")
    marks = [index for index, line in enumerate(lines) if line.start >= last_block and line.words in names]
    if len({lines[index].words for index in marks}) < MARKS_NEEDED:
        return len(page)
    number = NUMBER.search(page, start)
    index = marks[0]
    while number is not None and index > 0 and _is_caption(lines[index - 1], number[1]):
        index -= 1
    return lines[index].start


def _is_caption(line: _PageLine, number: str) -> bool:
    """Whether a line tells of the document by its own number, as a site does above its links."""
    return number.lower() in line.words and not line.words.startswith(("(", "số"))
