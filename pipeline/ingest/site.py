"""The document inside the page of a law portal: what stands before its letterhead and behind its last block is the site's."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.ingest import page_words

MARKS_NEEDED = 2  # different words of a site before a text is taken for its furniture
NUMBER = re.compile(r"[Ss]ố\s*:\s*(\d{1,5}[a-z]?/[^\s|*]+)")
STARS = re.compile(r"[*#|\s]+")


@dataclass(frozen=True, slots=True)
class Body:
    """Where the document stands in a page, and what the site put around it."""

    start: int
    end: int
    before: str
    after: str


def document_in(source: str) -> Body:
    """The document in a page; the whole page unless a site gives itself away."""
    start = _start(source)
    end = _end(source, start)
    return Body(start, end, source[:start], source[end:])


def _start(source: str) -> int:
    lines = list(_lines(source))
    seen: set[str] = set()
    for index, (_, line) in enumerate(lines):
        words = STARS.sub(" ", line).strip().lower()
        mark = page_words.pattern("site before").match(words)
        if mark:
            seen.add(mark[0])
        elif _opens_motto(lines, index):
            return _issuer_start(lines, index) if len(seen) >= MARKS_NEEDED else 0
    return 0


def _opens_motto(lines: list[tuple[int, str]], index: int) -> bool:
    if not STARS.sub("", lines[index][1]):
        return False
    words = " ".join(STARS.sub(" ", line) for _, line in lines[index : index + 3]).split()
    return " ".join(words[:8]).lower().startswith(("cộng hòa xã hội chủ nghĩa việt nam", "cộng hoà xã hội chủ nghĩa việt nam"))


def _issuer_start(lines: list[tuple[int, str]], motto: int) -> int:
    """The start of the letterhead: the issuer's cell, which stands before the motto's."""
    index = motto - 1
    if index >= 0 and lines[index][1].strip() == "|":
        index -= 1
        while index > 0 and lines[index][1].strip() != "|":
            index -= 1
        return lines[index][0]
    while index >= 0 and lines[index][1].strip() and lines[index][1].strip() != "|":
        index -= 1
    return lines[index + 1][0]


def _end(source: str, start: int) -> int:
    lines = [(at, line) for at, line in _lines(source) if at >= start]
    marks = [
        index
        for index, (_, line) in enumerate(lines)
        if page_words.pattern("site after").match(STARS.sub(" ", line).strip().lower())
    ]
    seen = {STARS.sub(" ", lines[index][1]).strip().lower() for index in marks}
    if len(seen) < MARKS_NEEDED:
        return len(source)
    number = NUMBER.search(source, start)
    index = marks[0]
    while index > 0 and number is not None and number[1] in lines[index - 1][1] and len(lines[index - 1][1]) > len(number[1]) + 8:
        index -= 1
    return lines[index][0]


def _lines(source: str) -> list[tuple[int, str]]:
    at = 0
    lines: list[tuple[int, str]] = []
    for line in source.splitlines(keepends=True):
        lines.append((at, line))
        at += len(line)
    return lines
