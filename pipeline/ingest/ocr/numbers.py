"""Figures, dates and symbols put into the form that they must have: "ngày 3] tháng" → 31, "201 8" → 2018. Form only."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from normalizers.alphabet import CAPITAL, SMALL
from pipeline.ingest.ocr.grammar import (
    DATE,
    DAY,
    MONTH,
    TAIL,
    YEAR,
    has_known_issuer,
    is_code,
    is_compound,
    is_sound,
    one_form,
)
from pipeline.ingest.ocr.words import Doubt, ReadWord, RepairKind, around
from pipeline.ingest.pdf_trust import is_spelled

# Letters and signs that scans give for figures; only where a figure must stand.
AS_FIGURE: Final = str.maketrans("]lIiÍÌÏĨJ[|!oOQ", "111111111111000")
LIKE_FIGURE: Final = r"[\d\]lIiÍÌÏĨJ\[|!oOQ]"
ONE_OR_TWO: Final = re.compile(rf"{LIKE_FIGURE}{{1,2}}")
YEAR_LIKE: Final = re.compile(rf"(?P<year>{LIKE_FIGURE}{{4}})(?P<tail>{TAIL})")
DATE_LIKE: Final = re.compile(
    rf"(?P<date>{LIKE_FIGURE}{{1,2}}[/.-]{LIKE_FIGURE}{{1,2}}[/.-]{LIKE_FIGURE}{{4}})(?P<tail>{TAIL})"
)
SITTING: Final = re.compile(r"(?P<head>.*QH)(?P<term>[\dIl|]{1,2})(?P<tail>\W*)")  # "91/2015/QHI3"
QUARTER_LIKE: Final = re.compile(r"(?P<quarter>[IlH1|]{2,3}|[I1l|]V)(?P<rest>(?:[/-](?:19|20)\d\d)?\W*)")  # "11/2026", "IH"
AS_STROKES: Final = str.maketrans({"1": "I", "l": "I", "|": "I", "H": "II"})
QUARTERS: Final = frozenset(("II", "III", "IV"))
CUT_YEAR: Final = re.compile(r"(?:.*[/.-])?(?:19\d|20\d)")
CUT_NUMBER: Final = re.compile(r"(?:.*\D)?\d{1,5}(?:/(?:19|20)\d\d)?/?")  # "39/2022/", "4017"
CUT_SYMBOL: Final = re.compile(r"(?:\d{1,5}(?:/(?:19|20)\d\d)?/)?[A-ZĐ]{2,}[a-z]?-")  # "NQ-", "83/TTr-"
ISSUER: Final = re.compile(r"-?[A-ZĐ]{2}[A-Za-zĐđ]*\d{0,2}\W*")
BULLET: Final = re.compile(rf"[-+•][{CAPITAL}][{SMALL}]")
LETTERS_THEN_FIGURES: Final = re.compile(rf"(?P<first>[{CAPITAL}{SMALL}][{SMALL}]+[:]?)(?P<second>\d.*)")  # "ngày23"
TWO_WITH_MARK: Final = re.compile(
    rf"(?P<first>(?:\d+|[IVXLC]+|[{SMALL}]{{2,}})[,;:])(?P<second>[{CAPITAL}{SMALL}][{SMALL}]+{TAIL})"
)
ROMAN_LIKE: Final = re.compile(r"[IVXHLT]*[HLT][IVXHLT]*\.")  # "H.", "IH.", "TII."
ROMAN_LABEL: Final = re.compile(r"(?:IX|IV|V?I{1,3}|V|XI{0,3})\.")
NO_DAY: Final = re.compile(rf"(?:\d{{3,}}|\d{{1,2}}[/.-]\d{{5,6}})(?:[/.-]{YEAR})?{TAIL}")  # "308/2023", "30/82023"
LABEL: Final = re.compile(r"[1-9]\d{0,2}[.:]?")
ARTICLE: Final = re.compile(r"Điều ?(?P<number>[1-9lI][\dlI]{0,2})(?:[.:/,;]|(?= )).*")
REPAIRED: Final = 0.6
DOUBTFUL: Final = 0.45

Test: TypeAlias = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class _Join:
    """Two words that are one: how the first ends and the second begins, and what both together must be."""

    first: re.Pattern[str]
    second: re.Pattern[str]
    whole: Test


JOINS: Final = (
    # "30/6/201 8", "201 8"
    _Join(CUT_YEAR, re.compile(rf"\d{TAIL}"), lambda text: _is(text, YEAR) or _is(text, DATE)),
    # "39/2022/ NĐ-CP", "4017 /TTr-BNNMT"
    _Join(CUT_NUMBER, re.compile(r"/?[A-ZĐ].*[-/].*|/[A-ZĐ].*"), lambda text: "/" in text and is_sound(text)),
    # "NQ- CP", "CT- -TTg"
    _Join(CUT_SYMBOL, ISSUER, is_sound),
)


def repaired_numbers(words: Sequence[ReadWord]) -> list[ReadWord]:
    """The words of a line; what still is no figure, date or symbol though it looks like one is doubted."""
    joined: list[ReadWord] = []
    for word in _parted(words):
        if joined and (whole := _joined(joined[-1], word)):
            joined[-1] = whole
        else:
            joined.append(word)
    joined = _labelled(_roman(joined))
    placed = [_placed(joined, at) for at in range(len(joined))]
    return [_checked(word) for word in placed]


def _parted(words: Sequence[ReadWord]) -> list[ReadWord]:
    """The words with a space where one got lost: "ngày23", "2026;của", and behind the dash of an item: "-Ủy"."""
    parted: list[ReadWord] = []
    for at, word in enumerate(words):
        cut = _cut(word.text) if at else _cut(word.text) or (1 if BULLET.match(word.text) else 0)
        parted.extend(_in_two(word, cut) if cut else [word])
    return parted


def _cut(text: str) -> int:
    """Where a word falls into two sound ones; 0 if it does not."""
    for pattern in (LETTERS_THEN_FIGURES, TWO_WITH_MARK):
        match = pattern.fullmatch(text)
        if match and is_spelled(match["first"].strip(",;:")) and is_sound(match["second"]):
            return match.end("first")
        if match and not match["first"][:-1].islower() and is_spelled(match["second"].strip(",;:.")):
            return match.end("first")
    return 0


def _in_two(word: ReadWord, cut: int) -> list[ReadWord]:
    middle = word.box.x0 + word.box.width * cut / len(word.text)
    left, right = replace(word.box, x1=middle), replace(word.box, x0=middle)
    first = replace(word, text=word.text[:cut], box=left, repair=RepairKind.NUMBER, raw=word.raw)
    return [first, replace(first, text=word.text[cut:], box=right)]


def _roman(words: list[ReadWord]) -> list[ReadWord]:
    """A line that begins with the Roman number of a part: scans make one H of II: "H. NỘI DUNG" → "II. NỘI DUNG"."""
    if len(words) < 2 or not ROMAN_LIKE.fullmatch(words[0].text) or not words[1].text[:1].isupper():
        return words
    first = words[0]
    readings = [said for reading in first.readings if (said := reading.strip()) and ROMAN_LABEL.fullmatch(said)]
    text = max(readings, key=readings.count) if readings else first.text.replace("H", "II").replace("L", "I")
    if text == first.text or not ROMAN_LABEL.fullmatch(text):
        return words
    kept = replace(first, text=text, repair=RepairKind.NUMBER, confidence=DOUBTFUL, doubt=Doubt.DISAGREEMENT)
    return [kept, *words[1:]]


def _labelled(words: list[ReadWord]) -> list[ReadWord]:
    """A line that begins with "Điều" and a figure badly read: "Điều! -.", "Điều 1/" → "Điều 1."."""
    if len(words) < 2 or words[0].text.rstrip("!.,:'") != "Điều":
        return words
    label = ARTICLE.match(_readings(words))
    first, second = words[:2]
    if label is None or LABEL.fullmatch(second.text) or (second.text.isalpha() and len(second.text) > 1):
        return words
    number = label["number"].translate(AS_FIGURE)
    repaired = replace(second, text=f"{number}.", repair=RepairKind.NUMBER, confidence=DOUBTFUL, doubt=Doubt.DISAGREEMENT)
    rest = words[2:]
    if rest and rest[0].doubt and not any(map(str.isalnum, rest[0].text)):  # what is left of the misread figure
        rest = rest[1:]
    return [replace(first, text="Điều"), repaired, *rest]


def _readings(words: Sequence[ReadWord]) -> str:
    """The beginning of a line as that reader has it who read a figure there; empty if none did."""
    starts = (" ".join(pair) for pair in zip(*(word.readings for word in words[:2]), strict=True))
    return next((f"{start} " for start in starts if ARTICLE.match(f"{start} ")), "")


def _is(text: str, pattern: str) -> bool:
    return re.fullmatch(rf"(?:{pattern}){TAIL}", text) is not None


def _joined(first: ReadWord, second: ReadWord) -> ReadWord | None:
    if second.box.x0 - first.box.x1 > 1.2 * max(first.box.height, second.box.height):
        return None
    text = re.sub(r"-{2,}", "-", first.text + second.text)
    for join in JOINS:
        if join.first.fullmatch(first.text) and join.second.fullmatch(second.text) and join.whole(text):
            return replace(
                first,
                text=text,
                box=around((first.box, second.box)),
                raw=f"{first.raw} {second.raw}",
                readings=tuple(f"{a} {b}".strip() for a, b in zip(first.readings, second.readings, strict=True)),
                confidence=min(REPAIRED, first.confidence, second.confidence),
                agreed=first.agreed and second.agreed,
                repair=RepairKind.NUMBER,
            )
    return None


def _placed(words: Sequence[ReadWord], at: int) -> ReadWord:
    """A word in a place where only a figure can stand, as that figure."""
    word = words[at]
    before = words[at - 1].text.lower() if at else ""
    after = words[at + 1].text.lower() if at + 1 < len(words) else ""
    text = word.text
    if ONE_OR_TWO.fullmatch(text) and not text.isdecimal():
        figure = text.translate(AS_FIGURE)
        if (before, after) == ("ngày", "tháng") and _is(figure, DAY):
            return _with(word, figure)
        if (before, after) == ("tháng", "năm") and _is(figure, MONTH):
            return _with(word, figure)
    if before == "ngày" and NO_DAY.fullmatch(text):
        return _doubted(word)
    match = QUARTER_LIKE.fullmatch(text)
    if match and before == "quý" and (quarter := match["quarter"].translate(AS_STROKES)) in QUARTERS:
        known = replace(_with(word, quarter + match["rest"]), doubt=word.doubt)  # it may have lost a stroke
        return word if quarter == match["quarter"] else known
    for pattern, whole in ((YEAR_LIKE, YEAR), (DATE_LIKE, DATE)):
        match = pattern.fullmatch(text)
        if match and (pattern is DATE_LIKE or before == "năm"):
            figure = match[1].translate(AS_FIGURE)
            if figure != match[1] and _is(figure, whole):
                return _with(word, figure + match["tail"])
    match = SITTING.fullmatch(text)
    if match and not match["term"].isdecimal():
        return _with(word, match["head"] + match["term"].translate(AS_FIGURE) + match["tail"])
    return word


def _with(word: ReadWord, text: str) -> ReadWord:
    return replace(
        word, text=text, repair=RepairKind.NUMBER, confidence=min(REPAIRED, max(word.confidence, 0.5)), doubt=None
    )


def _is_read_alike(word: ReadWord) -> bool:
    return len(word.readings) > 1 and len(set(map(one_form, word.readings))) == 1


def _checked(word: ReadWord) -> ReadWord:
    if not is_code(word.text) or (_is_read_alike(word) and is_compound(word.text)):
        return word
    known = is_sound(word.text) and (has_known_issuer(word.text) or len(word.readings) < 2)
    return word if known or (is_sound(word.text) and _is_read_alike(word)) else _doubted(word)


def _doubted(word: ReadWord) -> ReadWord:
    return replace(word, doubt=word.doubt or Doubt.GRAMMAR, confidence=min(word.confidence, DOUBTFUL))
