"""Layout by hand: which line breaks and tabs of a paragraph divide it, as writers without tables or styles use them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from normalizers.outline import label_of
from pipeline.ingest.cut_symbols import glued, glued_paragraphs
from pipeline.ingest.docx_lines import PAGE_BREAK, Line

SHORT = 60  # a line of a title or letterhead; body lines of A4 hold 80 to 95 characters
COLUMN = 90  # the widest line that one of two columns holds
ENDED = (".", ";", ":", "./.")
TABS = re.compile(r"[ \u00a0]*\t[\t \u00a0]*")
EXPLAINED = re.compile(r"[:.\d]\Z")  # "Bước 1:", "Mục tiêu 2" | not "UBND TỈNH"
DATE_LINE = re.compile(r", ngày\b")  # "Đồng Nai, ngày 14 tháng 01 năm 2020" | not "Ngày 14"
EDGE = " \t\u00a0"


@dataclass(frozen=True, slots=True)
class Columns:
    """Neighbouring lines that tabs lay out in two columns: a letterhead or signature block without a table."""

    left: tuple[str, ...]
    right: tuple[str, ...]


def divides(line: Line, following: str) -> bool:
    """Whether the break after a line ends what it says, rather than its width."""
    text = line.text.strip(EDGE)
    if line.after == PAGE_BREAK or not text:
        return True
    if not following or glued(text, following):
        return False
    starts = following[0].isupper() or label_of(following) is not None
    return starts and (len(text) <= SHORT or text.endswith(ENDED))


def paragraphs(lines: Iterable[Line]) -> list[Line]:
    """Lines joined over the breaks that only wrap them: what is left is a paragraph each."""
    done: list[Line] = []
    for line in lines:
        following = line.text.strip(EDGE)
        if not done or divides(done[-1], following):
            done.append(line)
            continue
        before = done.pop()
        gap = "" if glued(before.text.rstrip(EDGE), following) else " "
        bold = (before.bold or not before.text.strip()) and (line.bold or not following)
        done.append(Line(before.text.rstrip(EDGE) + gap + line.text.lstrip(EDGE), bold, line.after))
    return [line for line in done if line.text.strip(EDGE)]


def put_together(lines: Iterable[Line]) -> list[Line]:
    """Paragraphs, with those made one between which a symbol is cut: of files that were printed lines once."""
    done: list[Line] = []
    for line in lines:
        before, following = done[-1].text.rstrip(EDGE) if done else "", line.text.lstrip(EDGE)
        if done and glued_paragraphs(before, following):
            done[-1] = Line(before + following, done[-1].bold and line.bold, line.after)
        else:
            done.append(line)
    return done


def cell_text(lines: Iterable[Line]) -> str:
    """Lines of a cell's paragraph one below the other; a symbol that a break cuts is put together."""
    text = ""
    for line in lines:
        words = line.text.strip(EDGE)
        if text and words:
            text += "" if glued(text, words) else "\n"
        text += words
    return text


class Halves(NamedTuple):
    """A line that a tab cuts in two."""

    left: str
    right: str
    sure: bool  # columns even if no other line follows suit


def halves(text: str) -> Halves | None:
    """The left and right half of a line that tabs lay out in two columns; None if the tabs only indent or space it.

    Columns hold short lines of which the right one starts a line of its own: with a capital or a bracket. Sure is a
    line with a wide gap, one in capitals, or one with a date line; a word with its explanation
    ("Bước 1:⇥Tiếp nhận hồ sơ") is no columns.
    """
    text = text.strip(EDGE.replace("\t", "")).rstrip(EDGE)
    pieces = TABS.split(text)
    if len(pieces) != 2:
        return None
    left, right = pieces[0].strip(EDGE), pieces[1].strip(EDGE)
    if not right or max(len(left), len(right)) > COLUMN or not (right[0].isupper() or right[0] == "("):
        return None
    label = label_of(left + " ")
    if label is not None and label.text.strip() == left:
        return None
    sure = text.count("\t") > 1 or right.isupper() or left.isupper() or DATE_LINE.search(right) is not None
    return Halves(left, right, sure)


def in_columns(lines: Iterable[Line]) -> Iterator[Line | Columns]:
    """The lines, with every run of lines in two columns put together."""
    run: list[Line] = []
    found: list[Halves] = []
    for line in lines:
        pair = halves(line.text)
        if pair is not None and (found or (pair.left and (pair.sure or not EXPLAINED.search(pair.left)))):
            run.append(line)
            found.append(pair)
            continue
        yield from _columns(run, found)
        run, found = [], []
        yield line
    yield from _columns(run, found)


def _columns(run: list[Line], found: list[Halves]) -> Iterator[Line | Columns]:
    if len(found) > 1 or any(pair.sure for pair in found):
        yield Columns(tuple(pair.left for pair in found if pair.left), tuple(pair.right for pair in found))
    else:
        yield from run
