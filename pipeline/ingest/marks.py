"""Mark-up inside a text: bold and italic stars, tags, entities, escapes and links go, what they say of the words stays.

Stars: a run of two or more is always mark-up; of single stars only pairs around words are ("*Nơi nhận:*"), so that a
bullet "* Ghi chú" and a footnote sign "(*)" stay. Tags: only those that HTML knows, so that "<Nội dung>" stays.
"""

from __future__ import annotations

import html
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from normalizers.mapped_text import MappedText

TAGS = (
    "a|abbr|b|big|blockquote|body|center|code|col|colgroup|dd|del|div|dl|dt|em|font|h[1-6]|hr|i|img|ins|li|ol|p|pre|s|small|"
    "span|strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|u|ul"
)
ENDING_LINES = "p|li|div|ul|ol|h[1-6]|tr|blockquote|dd|dt"
MARK = re.compile(
    r"(?P<comment><!--[^<>]{0,2000}-->)"
    rf"|(?P<line><br\s{{0,3}}/?>|</(?:{ENDING_LINES})\s{{0,3}}>|<(?:hr|li)(?:\s[^<>]{{0,500}})?>)"  # "<br>", "</p>"
    rf"|(?P<tag></?(?:{TAGS})(?:\s[^<>]{{0,500}})?/?>)"  # "<p>", '<ul style="…">' | not "<Nội dung>"
    r"|(?P<entity>&(?:nbsp|amp|lt|gt|quot|apos|ndash|mdash|#\d{1,6}|#x[0-9a-f]{1,5});)"  # "&nbsp;" | not "R&D;"
    r"|(?P<stars>\*+)",
    re.IGNORECASE,
)
TARGET = r"\((?:https?:|mailto:|/|#)[^()\s]{0,1000}\)"
MARKDOWN_MARK = re.compile(
    r"(?P<escape>\\(?=[!-/:-@\[-`{-~]))"  # "\|", "1\." | not "a\b"
    r"|(?P<image>!\[[^\[\]\n]{0,300}\]\([^()\s]{1,1000}\))"  # "![logo](a.png)"
    rf"|(?P<open>\[(?=[^\[\]\n]{{1,500}}\]{TARGET}))"  # "[" of "[Nghị định 63](https://…)" | not of "[1]"
    rf"|(?P<close>\]{TARGET})"
    r"|(?P<heading>(?:(?<=\n)|\A)[ ]{0,3}\#{1,6}(?=\s|\Z))"  # "## " at the start of a line | not "#1"
    r"|" + MARK.pattern,
    re.IGNORECASE,
)
LONGEST_SPAN = 2000  # characters; stars further apart are no pair
LIST_TAG = re.compile(r"<(/?)[uo]l\b", re.IGNORECASE)
LIST_ITEM = re.compile(r"(?<=[;.:])\s*(?=[-+] ?[^\W\d_])")  # inside <ul>: "ngành;- UBND" | not "Phát thanh - Truyền hình"
RULE = re.compile(r"[\s\-–—_=*~#]+")  # "--------", "* *" | not "….", "- a"
BOLD, ITALIC, HEADING = 1, 2, 4


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line without its mark-up, and what the mark-up told of it."""

    text: MappedText
    bold: bool = False  # all its words are bold
    gap: bool = False  # a blank line stands before it
    tied: bool = False  # bold or italics run on from the line before
    heading: bool = False  # marked as a heading


@dataclass(slots=True)
class _Unmarked:
    """A text while its mark-up is taken out: what is kept, with the styles of its characters."""

    source: MappedText
    styles: bytearray  # of the source's characters
    _parts: list[str] = field(default_factory=list)
    _origins: array[int] = field(default_factory=lambda: array("l"))
    _styles: bytearray = field(default_factory=bytearray)

    def keep(self, start: int, end: int) -> None:
        """Takes over source[start:end]."""
        self._parts.append(self.source.text[start:end])
        self._origins.extend(self.source.origins[start:end])
        self._styles += self.styles[start:end]

    def put(self, text: str, at: int) -> None:
        """Puts a text in the place of the source's character at this offset."""
        self._parts.append(text)
        self._origins.extend(array("l", [self.source.origins[at]]) * len(text))
        self._styles += bytes([self.styles[at]]) * len(text)

    def lines(self) -> Iterator[Line]:
        """What was kept, line by line; lines that are only a rule are left out."""
        text = MappedText("".join(self._parts), self._origins)
        gap = False
        start = 0
        for raw in text.text.split("\n"):
            end = start + len(raw)
            line = text.slice(start, end).strip()
            if not line.text:
                gap = True
            elif not RULE.fullmatch(line.text):
                yield self._line(line, raw, start, gap)
                gap = False
            start = end + 1

    def _line(self, line: MappedText, raw: str, start: int, gap: bool) -> Line:
        styles = [self._styles[start + index] for index, character in enumerate(raw) if character.isalnum()]
        return Line(
            line,
            bold=bool(styles) and all(style & BOLD for style in styles),
            gap=gap,
            tied=start > 0 and not gap and bool(self._styles[start - 1] & (BOLD | ITALIC)),
            heading=bool(styles) and all(style & HEADING for style in styles),
        )


def lines_of(source: MappedText, *, markdown: bool) -> list[Line]:
    """The printed lines of a text, without mark-up; lines that are only a rule ("-----") are left out."""
    text = source.text
    matches = list((MARKDOWN_MARK if markdown else MARK).finditer(text))
    styles = bytearray(len(text))
    marks = _star_marks(text, matches, styles)
    unmarked = _Unmarked(source, styles)
    done = lists = 0
    for match in matches:
        start, end = match.span()
        if start < done or (match.lastgroup == "stars" and start not in marks):
            continue
        keep = _keep_items if lists else _Unmarked.keep
        keep(unmarked, done, start)
        done = end
        tag = LIST_TAG.match(match[0])
        if tag:
            lists = max(lists + (-1 if tag[1] else 1), 0)
        if tag or match.lastgroup == "line":
            unmarked.put("\n", start)
        elif match.lastgroup == "entity":
            unmarked.put(html.unescape(match[0]), start)
        elif match.lastgroup == "escape":
            unmarked.keep(end, end + 1)
            done = end + 1
        elif match.lastgroup == "heading":
            stop = text.find("\n", end)
            _style(styles, end, len(text) if stop < 0 else stop, BOLD | HEADING)
    keep = _keep_items if lists else _Unmarked.keep
    keep(unmarked, done, len(text))
    return list(unmarked.lines())


def _keep_items(unmarked: _Unmarked, start: int, end: int) -> None:
    """Takes over text inside a list, its items on lines of their own."""
    bounds = [start, *(match.end() for match in LIST_ITEM.finditer(unmarked.source.text, start, end)), end]
    for left, right in pairwise(bounds):
        if left > start:
            unmarked.put("\n", left)
        unmarked.keep(left, right)


def _star_marks(text: str, matches: Sequence[re.Match[str]], styles: bytearray) -> set[int]:
    """Where runs of stars are mark-up; notes in styles what they make bold and italic."""
    escaped = {match.end() for match in matches if match.lastgroup == "escape"}
    marks: set[int] = set()
    bold: int | None = None  # where bold text began
    italic: int | None = None
    for match in matches:
        start, end = match.span()
        if match.lastgroup != "stars" or start in escaped:
            continue
        if end - start > 1:
            marks.add(start)
            if (end - start) % 4 in (2, 3):
                bold = _toggled(styles, bold, start, end, BOLD)
            if (end - start) % 4 != 3:
                continue
        elif italic is not None and _are_pair(text, italic, start):
            marks |= {italic - 1, start}
        elif not _opens(text, start, end):
            continue
        else:
            italic = None
        italic = _toggled(styles, italic, start, end, ITALIC)
    return marks


def _toggled(styles: bytearray, opened: int | None, start: int, end: int, style: int) -> int | None:
    """Where the style began, if a mark opens it here; None, if the mark ends it."""
    if opened is None or start - opened > LONGEST_SPAN:
        return end
    _style(styles, opened, start, style)
    return None


def _style(styles: bytearray, start: int, end: int, style: int) -> None:
    styles[start:end] = bytes(old | style for old in styles[start:end])


def _are_pair(text: str, opened: int, star: int) -> bool:
    """Whether a single star closes the italics that opened before: in the same paragraph and not too far."""
    return star - opened <= LONGEST_SPAN and text.find("\n\n", opened, star) < 0


def _opens(text: str, start: int, end: int) -> bool:
    """Whether a single star opens italics: words right behind it, no letter right before it."""
    after = text[end : end + 1]
    return bool(after) and not after.isspace() and after not in ")],.;:*" and not text[start - 1 : start].isalnum()
