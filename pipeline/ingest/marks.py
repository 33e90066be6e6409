"""Mark-up inside a text: bold and italic stars, tags, entities, escapes and links go, what they say of the words stays.

Stars: a run of two or more is always mark-up; of single stars only pairs that hug words are ("*Nơi nhận:*"), so that
a bullet "* Ghi chú" and a footnote sign "(*)" stay. Tags: only those that HTML knows, so that "<Nội dung>" stays.
"""

from __future__ import annotations

import html
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from normalizers.mapped_text import MappedText

TAGS = (
    "a|abbr|b|big|blockquote|body|center|code|col|colgroup|dd|del|div|dl|dt|em|font|h[1-6]|hr|i|img|ins|li|ol|p|pre|s|small|span|"
    "strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|u|ul"
)
MARK = re.compile(
    rf"(?P<comment><!--[^<>]{{0,2000}}-->)"
    r"|(?P<line><br\s{0,3}/?>|</(?:p|li|div|ul|ol|h[1-6]|tr|blockquote|dd|dt)\s{0,3}>|<(?:hr|li)\b[^<>]{0,300}>)"  # "<br>", "</p>"
    rf"|(?P<tag></?(?:{TAGS})(?:\s[^<>]{{0,500}})?/?>)"  # "<p>", '<ul style="…">' | not "<Nội dung>"
    r"|(?P<entity>&(?:nbsp|amp|lt|gt|quot|apos|ndash|mdash|#\d{1,6}|#x[0-9a-f]{1,5});)"  # "&nbsp;" | not "R&D;"
    r"|(?P<stars>\*+)",
    re.IGNORECASE,
)
MARKDOWN_MARK = re.compile(
    r"(?P<escape>\\(?=[!-/:-@\[-`{-~]))"  # "\|", "1\." | not "a\b"
    r"|(?P<image>!\[[^\[\]\n]{0,300}\]\([^()\s]{1,1000}\))"
    r"|(?P<open>\[(?=[^\[\]\n]{1,500}\]\((?:https?:|mailto:|/|\#)[^()\s]{0,1000}\)))"
    r"|(?P<close>\]\((?:https?:|mailto:|/|\#)[^()\s]{0,1000}\))"
    r"|(?P<heading>(?:(?<=\n)|\A)[ ]{0,3}\#{1,6}(?=\s|\Z))"  # "## Mục" at the start of a line | not "#1"
    r"|" + MARK.pattern,
    re.IGNORECASE,
)
BOLD, ITALIC = 1, 2
LONGEST_SPAN = 2000  # characters; a longer one is a star that lost its partner
LIST_ITEM = re.compile(r"(?<=[^\s\n])\s*(?=- [^\W\d_])")  # inside <ul>: "ngành;- UBND"
RULE = re.compile(r"[\s\-–—_=*~#]+")  # "--------", "* *" | not "….", "- a"


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line without its mark-up, and what the mark-up told of it."""

    text: MappedText
    bold: bool = False  # all its words are bold
    gap: bool = False  # a blank line stands before it
    tied: bool = False  # bold or italics run on from the line before
    heading: bool = False  # marked as a heading


@dataclass(slots=True)
class _Piece:
    text: MappedText
    style: int


def lines_of(source: MappedText, *, markdown: bool) -> list[Line]:
    """The printed lines of a text that are more than a rule of dashes."""
    pieces = list(_pieces(source, MARKDOWN_MARK if markdown else MARK))
    text = MappedText.join(piece.text for piece in pieces)
    styles = array("b")
    for piece in pieces:
        styles.extend(array("b", [piece.style]) * len(piece.text.text))
    return list(_lines(text, styles))


def plain(source: MappedText, *, markdown: bool) -> MappedText:
    """The text without its mark-up."""
    return MappedText.join(piece.text for piece in _pieces(source, MARKDOWN_MARK if markdown else MARK))


def _pieces(source: MappedText, pattern: re.Pattern[str]) -> Iterator[_Piece]:
    text = source.text
    matches = list(pattern.finditer(text))
    opens = _star_styles(text, matches)
    style = 0
    heading = 0
    done = 0
    for match in matches:
        if match.start() < done:
            continue
        kept = source.slice(done, match.start())
        if heading and "\n" in kept.text:
            cut = kept.text.index("\n")
            yield _Piece(kept.slice(0, cut), style | heading)
            kept, heading = kept.slice(cut, len(kept.text)), 0
        yield _Piece(kept, style | heading)
        done = match.end()
        kind = match.lastgroup
        if kind == "stars":
            change = opens.get(match.start())
            if change is None:
                yield _Piece(source.slice(match.start(), done), style | heading)
            else:
                style = change
        elif kind == "line":
            yield _Piece(MappedText("\n", source.origins[match.start() : match.start() + 1]), style)
        elif kind == "entity":
            character = html.unescape(match[0])
            yield _Piece(MappedText(character, source.origins[match.start() : match.start() + 1] * len(character)), style)
        elif kind == "escape":
            done = match.end() + 1
            yield _Piece(source.slice(match.end(), done), style | heading)
        elif kind == "heading":
            heading = BOLD | HEADING
    rest = source.slice(done, len(text))
    if heading and "\n" in rest.text:
        cut = rest.text.index("\n")
        yield _Piece(rest.slice(0, cut), style | heading)
        rest, heading = rest.slice(cut, len(rest.text)), 0
    yield _Piece(rest, style | heading)


HEADING = 4


def _star_styles(text: str, matches: list[re.Match[str]]) -> dict[int, int]:
    """Where runs of stars are mark-up, the style that holds behind them."""
    escaped = {match.end() for match in matches if match.lastgroup == "escape"}
    styles: dict[int, int] = {}
    style = 0
    bold_from = 0
    italic_from = -1
    for match in matches:
        start, end = match.span()
        if match.lastgroup != "stars" or start in escaped:
            continue
        stars = end - start
        if stars >= 2:
            if stars % 4 in (2, 3):
                style ^= BOLD
                bold_from = start
            if stars % 4 == 3:
                style ^= ITALIC
                italic_from = start
            styles[start] = style
        elif style & ITALIC:
            if start - italic_from > LONGEST_SPAN:
                styles.pop(italic_from, None)
            style &= ~ITALIC
            styles[start] = style
        elif _hugs(text, start, end):
            style |= ITALIC
            italic_from = start
            styles[start] = style
        if style & BOLD and start - bold_from > LONGEST_SPAN:
            style &= ~BOLD
            styles[start] = style
    if style & ITALIC and italic_from >= 0:  # opened, never closed: a sign of its own
        if text[italic_from : italic_from + 2] != "**":
            styles.pop(italic_from, None)
        for place in styles:
            if place >= italic_from:
                styles[place] &= ~ITALIC
    return styles


def _hugs(text: str, start: int, end: int) -> bool:
    """Whether a single star opens italics: words right behind it, no letter right before it."""
    after = text[end : end + 1]
    before = text[start - 1 : start]
    return bool(after) and not after.isspace() and after not in ")],.;:*" and not before.isalnum()


def _lines(text: MappedText, styles: array[int]) -> Iterator[Line]:
    gap = False
    at = 0
    for raw in text.text.split("\n"):
        start, end = at, at + len(raw)
        at = end + 1
        line = text.slice(start, end).strip()
        if not line.text:
            gap = True
            continue
        if RULE.fullmatch(line.text):
            continue
        marked = [styles[index] for index in range(start, end) if text.text[index].isalnum()]
        tied = start > 0 and not gap and bool(styles[start - 1] & (BOLD | ITALIC))
        bold = bool(marked) and all(style & BOLD for style in marked)
        heading = bool(marked) and all(style & HEADING for style in marked)
        yield Line(line, bold, gap, tied, heading)
        gap = False
