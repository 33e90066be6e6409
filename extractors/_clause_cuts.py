"""Sentences cut into the smallest clauses that carry a quantity and what it measures."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data import rows
from normalizers.quantities import Quantity

# "…; …", "… . Tổ chức", "Cụ thể: …" | not "(mức 3; 4)", "Tp. Hồ" is caught by SHORT
SENTENCE_END = re.compile(r"[;\n…]|:(?=\s|$)|\.(?=\s+[\W\d_]*[A-ZĐÀ-ỴẠ-Ỹ]|\s*$)")
SHORT = re.compile(r"(?:(?<!\w)(?:tp|ts|ths|pgs|gs|tt|q|p|h|v\.v|stt|st))$", re.IGNORECASE)
UNFINISHED = re.compile(r"[^;\n]*?\d ?% [^;\n]*$")  # "100% văn bản về phòng, chống tham nhũng" | not "xã đạt 100%"
SEPARATOR = re.compile(r", ?| và (?=\S)")
COORDINATED = 5  # words: a shorter run of verbs ("tiếp nhận, giải quyết và trả kết quả …") is one deed

FAR_APART = 8  # words before an "và": what follows is a deed of its own


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: text[start:end]."""

    start: int
    end: int


@functools.cache
def words_of(role: str) -> str:
    """The words of a role in data/clause_words.csv as alternatives of a pattern, longest first."""
    words = [row["word"] for row in rows("clause_words") if row["role"] == role]
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@functools.cache
def opening(role: str) -> re.Pattern[str]:
    """A word of a role at the start of a clause."""
    return re.compile(rf"(?:{words_of(role)})(?!\w)", re.IGNORECASE)


@functools.cache
def leads() -> re.Pattern[str]:
    """All the lead-in words at the start of a clause: "trong đó phấn đấu đến hết "."""
    return re.compile(rf"(?:(?:{words_of('lead')})(?!\w)[ ,:]*)*", re.IGNORECASE)


@functools.cache
def _deed() -> re.Pattern[str]:
    """A verb that goes on: "tổ chức hội nghị" | not the noun in "đơn vị, tổ chức, ngành", "tổ chức và cá nhân"."""
    return re.compile(rf"(?:{words_of('verb')}) (?!(?:và|của|có|trong|được|hoặc|là|tại)(?!\w))(?=\w)", re.IGNORECASE)


@functools.cache
def _closing_deed() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words_of('verb')})\Z", re.IGNORECASE)


def depths(text: str) -> list[int]:
    """For each character how many brackets are open."""
    level, found = 0, []
    for mark in text:
        level += mark == "("
        found.append(level)
        level -= mark == ")" and level > 0
    return found if level == 0 else [0] * len(text)  # a bracket never closed counts for nothing


def sentences(text: str, depth: Sequence[int]) -> Iterator[Piece]:
    """The sentences and parts of sentences that stand for themselves; a colon ends one too."""
    start = 0
    for match in SENTENCE_END.finditer(text):
        if depth[match.start()] and match[0] != "\n":
            continue
        if match[0] == "." and SHORT.search(text[max(0, match.start() - 4) : match.start()]):
            continue
        if match[0] == ";" and UNFINISHED.match(text, start, match.start()) and _finishes(text, start, match):
            continue
        if match.start() > start:
            yield Piece(start, match.start())
        start = match.end()
    if start < len(text):
        yield Piece(start, len(text))


def _finishes(text: str, start: int, semicolon: re.Match[str]) -> bool:
    """Whether a share of things gets its predicate only behind the semicolon: "100% văn bản về A; về B được phổ biến"."""
    predicate = re.compile(rf"(?<!\w)(?:{words_of('predicate')})(?!\w)", re.IGNORECASE)
    stop = SENTENCE_END.search(text, semicolon.end())
    right = text[semicolon.end() : stop.start() if stop else len(text)]
    if re.search(r"\d", right) or not right.strip()[:1].islower():
        return False
    opens = leads().match(text, start, semicolon.start())
    begin = opens.end() if opens else start
    number = re.compile(r"\s*\d+ ?%").match(text, begin)
    return bool(number) and not predicate.search(text, begin, semicolon.start()) and bool(predicate.search(right))


def clauses(text: str, sentence: Piece, depth: Sequence[int], quantities: Sequence[Quantity]) -> Iterator[Piece]:
    """The clauses of a sentence: cut where the next part has its own quantity, aim or deed."""
    start = sentence.start
    stops = [match for match in SEPARATOR.finditer(text, sentence.start, sentence.end) if not depth[match.start()]]
    for index, stop in enumerate(stops):
        following = stops[index + 1].start() if index + 1 < len(stops) else sentence.end
        right = Piece(stop.end(), sentence.end)
        if any(quantity.start < stop.end() and stop.start() < quantity.end for quantity in quantities):
            continue  # "04 tin, bài", "từ 10 đến 20, 30"
        if _cuts(text, Piece(start, stop.start()), right, following, stop[0] != " và ", quantities):
            yield Piece(start, stop.start())
            start = stop.end()
    yield Piece(start, sentence.end)


def _cuts(text: str, left: Piece, right: Piece, following: int, comma: bool, quantities: Sequence[Quantity]) -> bool:
    before = [quantity for quantity in quantities if left.start <= quantity.start < left.end]
    after = [quantity for quantity in quantities if right.start <= quantity.start < right.end]
    match = leads().match(text, right.start, right.end)
    begin = match.end() if match else right.start
    led = bool(text[right.start : begin].strip())
    if after and after[0].start <= begin:  # the next part opens with its own quantity
        return bool(before) or comma or led
    if opening("subject").match(text, begin) and after:
        return bool(before) or led or (comma and not _subject_leads(text, left))
    if led and opening("hard").match(text, right.start):
        return bool(before) or bool(after)
    if led and comma and after and not (before and before[0].start <= left.start):
        return True
    if before and after and after[0].start < following and before[-1].end >= left.end:
        return comma  # "cấp tỉnh đạt 60 %, cấp huyện đạt 50 %"
    deed = _deed().match(text, begin)
    if not deed or _closing_deed().search(text[left.start : left.end]):
        return False  # "tập huấn, bồi dưỡng" is one
    if before:
        return (comma or led) and _deed_leads(text, left, before[0]) or (not comma and _deed_leads(text, left, before[0]))
    enough = COORDINATED if comma else FAR_APART
    return bool(after) and len(text[left.start : left.end].split()) >= enough and not _subject_leads(text, left)


def _deed_leads(text: str, piece: Piece, quantity: Quantity) -> bool:
    """Whether a clause says what is done, rather than what a share of things shall be: it opens before its quantity."""
    begin = _begin(text, piece)
    return quantity.start > begin and not opening("subject").match(text, begin)


def _subject_leads(text: str, piece: Piece) -> bool:
    return bool(opening("subject").match(text, _begin(text, piece)))


def _begin(text: str, piece: Piece) -> int:
    """Where a clause begins behind blanks and lead-in words."""
    start = piece.start
    while start < piece.end and text[start] == " ":
        start += 1
    match = leads().match(text, start, piece.end)
    return match.end() if match else start
