"""Number and day in the letterhead: filled in by hand as a rule, and then read as plausible wrong ones; so not believed."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from pipeline.ingest.ocr.coverage import ink_of
from pipeline.ingest.ocr.page_image import Array
from pipeline.ingest.ocr.words import Doubt, Flag, FlagKind, PixelBox, ReadLine, ReadWord, RepairKind, around

UPPER_PART: Final = 0.4  # of the page, in which a letterhead stands
BLANK: Final = "…"
# "Số: 115 /NQ-CP", "Số:209/QĐ-UBND", "Số 12-KH/TU": what stands between the word and the symbol
NUMBER: Final = re.compile(
    r"^S[ốóỐÓô][\s:.]*(?P<hand>[^\s/-].{0,20}?|)\s?(?P<print>[/-]\s?[A-ZĐ][A-Za-zĐđ]+(?:[-/&.]\s?[A-ZĐ].*)?)$"
)
# "Hà Nội, ngày 29 tháng 4 năm 2026"
DAY: Final = re.compile(
    r"^(?P<place>[^,]{2,40}), ?ng[àa]y\s?(?P<hand>.*?)\s?th[áa]ng\s?(?P<month>.*?)\s?n[ăã]m\s?(?P<print>\d{4})\W*$", re.I
)
# "(Kèm theo Quyết định số: 349 /QĐ-UBND ngày 20 tháng 02 năm 2025 của …)" at the head of an annex
ANNEX: Final = r"^\W*(?:[Bb]an hành )?[Kk][èe]m theo\b"
ANNEX_LINE: Final = re.compile(ANNEX)
ANNEX_NUMBER: Final = (
    r".{0,80}?\b[sS][ốóôoỐÓÔO]\b\s?:?\s?(?P<hand>[^\s/-].{0,20}?|)\s?"
    r"(?P<print>[/-]\s?[A-ZĐ][A-Za-zĐđ]+(?:[-/&.][A-ZĐ]\S*)?)"
)
ANNEX_DAY: Final = r".{0,80}?\bng[àa]y\s?(?P<hand>\S*?)\s?th[áa]ng\s?(?P<month>\S*?)\s?n[ăã]m\s?(?P<print>\d{4})"
# What is called so in a flag, how it is printed, and its parts that are filled in by hand, the last first.
ANNEX_PLACES: Final = (
    ("Số của quyết định kèm theo", ANNEX_NUMBER, ("hand",)),
    ("Ngày của quyết định kèm theo", ANNEX_DAY, ("month", "hand")),
)
PLACES: Final = (
    ("Số của văn bản", NUMBER, ("hand",)),
    ("Ngày ký văn bản", DAY, ("month", "hand")),
    *((what, re.compile(ANNEX + place), groups) for what, place, groups in ANNEX_PLACES),
)
# In the line behind one that begins so: "(Ban hành kèm theo Quyết định" | "số: 12/QĐ-UBND ngày 3 tháng 4 năm 2025".
NEXT_PLACES: Final = tuple((what, re.compile("^" + place), groups) for what, place, groups in ANNEX_PLACES)
# How a line ends and goes on where a place was left to be filled in.
OVER_BLANKS: Final = (
    (re.compile(r"^S[ốóỐÓô]\s?:?$"), re.compile(r"[/-]\s?[A-ZĐ]")),
    (re.compile(r"\bng[àa]y$"), re.compile(r"th[áa]ng\b")),
    (re.compile(r"\bth[áa]ng$"), re.compile(r"n[ăã]m\b")),
)
SURE: Final = 0.9  # of a single reader
DRAWN_IN: Final = 0.4  # letters
EVEN: Final = 0.12  # of a figure's height that printed ones may stand higher or lower than their neighbours
LEAST_SLACK: Final = 2.0  # pixels


def without_handwriting(gray: Array, lines: Sequence[ReadLine]) -> tuple[list[ReadLine], list[Flag]]:
    """The lines with number and day of the letterhead taken out where they are not plainly printed, and a flag for each."""
    upper = UPPER_PART * gray.shape[0]
    kept: list[ReadLine] = []
    flags: list[Flag] = []
    seen: set[str] = set()
    goes_on = False
    for line in _joined_over_blanks(lines, upper):
        words = line.words
        if line.box.y0 < upper:
            for what, pattern, groups in (*PLACES, *(NEXT_PLACES if goes_on else ())):
                match = pattern.search(ReadLine(words).text)
                if match is None or what in seen or match["hand"] == BLANK:
                    continue
                seen.add(what)
                words, doubtful = _without(gray, words, match, groups)
                if doubtful is not None:
                    flags.append(_flag(what, doubtful))
        goes_on = ANNEX_LINE.search(line.text) is not None
        kept.append(ReadLine(words))
    return kept, flags


def _joined_over_blanks(lines: Sequence[ReadLine], upper: float) -> list[ReadLine]:
    """The lines, those of the letterhead made one again that a place left empty has parted: "Số:" and "/KH-UBND"."""
    joined: list[ReadLine] = []
    for line in sorted(lines, key=lambda line: line.box.x0) if lines else []:
        left = next((at for at, other in enumerate(joined) if line.box.y0 < upper and _goes_on(other, line)), None)
        if left is None:
            joined.append(line)
        else:
            joined[left] = ReadLine(joined[left].words + line.words)
    place = {id(line.words[0]): at for at, line in enumerate(lines)}
    return sorted(joined, key=lambda line: place[id(line.words[0])])


def _goes_on(line: ReadLine, other: ReadLine) -> bool:
    if line.box.shares_rows(other.box) < 0.5 or other.box.x0 < line.box.x1:
        return False
    return any(end.search(line.text) and start.match(other.text) for end, start in OVER_BLANKS)


def _flag(what: str, box: PixelBox) -> Flag:
    return Flag(
        FlagKind.HANDWRITING,
        f"{what} viết tay, đóng dấu hoặc để trống nên không lấy.",
        "Xem trên trang gốc và nhập bằng tay.",
        box,
    )


def _without(
    gray: Array, words: tuple[ReadWord, ...], match: re.Match[str], groups: Sequence[str]
) -> tuple[tuple[ReadWord, ...], PixelBox | None]:
    """The words without those groups of the match that are not printed, and where these stand."""
    doubtful: PixelBox | None = None
    for group in groups:
        here = _words_of(words, match, group)
        if match[group] and _is_printed(gray, here, match[group], _part(words, match, group), _part(words, match, "print")):
            continue
        start, end = match.span(group)
        box = _box(here) if here else _between(words, start)
        doubtful = box if doubtful is None else doubtful.union(box)
        if match[group]:
            words = _blanked(words, start, end)
    return words, doubtful


def _words_of(words: Sequence[ReadWord], match: re.Match[str], group: str) -> list[ReadWord]:
    start, end = match.span(group)
    return [word for word, (left, right) in zip(words, _spans(words), strict=True) if left < end and right > start]


def _spans(words: Sequence[ReadWord]) -> list[tuple[int, int]]:
    """Where each word stands in the text of its line."""
    spans: list[tuple[int, int]] = []
    at = 0
    for word in words:
        spans.append((at, at + len(word.text)))
        at += len(word.text) + 1
    return spans


def _blanked(words: Sequence[ReadWord], start: int, end: int) -> tuple[ReadWord, ...]:
    """The words with the letters from start to end as one sign of something left out; a whole word of it stands for all."""
    kept: list[ReadWord] = []
    put = False
    for word, (left, right) in zip(words, _spans(words), strict=True):
        if right <= start or left >= end:
            kept.append(word)
            continue
        before, after = word.text[: max(0, start - left)], word.text[max(0, end - left) :]
        text = before + ("" if put else BLANK) + after
        put = True
        if text:
            kept.append(
                replace(
                    word, text=text, repair=RepairKind.HANDWRITING, doubt=Doubt.HANDWRITING, confidence=0.0, agreed=False
                )
            )
    return tuple(kept)


def _between(words: Sequence[ReadWord], at: int) -> PixelBox:
    """The empty place between the word that ends here and the next."""
    before = [word for word, (_, right) in zip(words, _spans(words), strict=True) if right <= at]
    first = before[-1].box if before else words[0].box
    after = words[len(before)].box if len(before) < len(words) else first
    return first.union(after)


def _box(words: Sequence[ReadWord]) -> PixelBox:
    box = words[0].box
    for word in words[1:]:
        box = box.union(word.box)
    return box


def _part(words: Sequence[ReadWord], match: re.Match[str], group: str) -> PixelBox:
    """Where a group of the match stands; of a word that holds more its share of letters, drawn in a little."""
    start, end = match.span(group)
    boxes: list[PixelBox] = []
    for word, (left, right) in zip(words, _spans(words), strict=True):
        if left < end and right > start:
            letter = word.box.width / (right - left)
            x0 = word.box.x0 + letter * (start - left + DRAWN_IN if start > left else 0)
            x1 = word.box.x1 - letter * (right - end + DRAWN_IN if end < right else 0)
            boxes.append(replace(word.box, x0=x0, x1=max(x0, x1)))
    return around(boxes)


def _is_printed(gray: Array, words: Sequence[ReadWord], text: str, place: PixelBox, like: PixelBox) -> bool:
    """Whether figures were surely read and stand as even as the print beside them."""
    if not text.isdecimal() or not all(_is_sure(word, text) for word in words):
        return False
    tops, bottoms = _extents(gray, like)
    if not tops:
        return False
    top, bottom = statistics.median(tops), statistics.median(bottoms)
    slack = max(LEAST_SLACK, EVEN * (bottom - top))
    own_tops, own_bottoms = _extents(gray, place, least=0.5 * (bottom - top))
    return (
        bool(own_tops)
        and all(abs(each - top) <= slack for each in own_tops)
        and all(abs(each - bottom) <= slack for each in own_bottoms)
    )


def _is_sure(word: ReadWord, figures: str) -> bool:
    """Whether all readers that read anything here read these figures; a single one must be sure of itself."""
    said = {"".join(filter(str.isdecimal, reading)) for reading in word.readings if reading}
    return said == {figures} and (sum(map(bool, word.readings)) > 1 or (len(word.readings) == 1 and word.confidence >= SURE))


def _extents(gray: Array, box: PixelBox, least: float = 0.0) -> tuple[list[float], list[float]]:
    """Tops and bottoms of the marks in a box that are as high as capitals and figures are."""
    reach = 0.4 * box.height
    top, left = max(0, int(box.y0 - reach)), max(0, int(box.x0 - reach))
    part = gray[top : int(box.y1 + reach), left : int(box.x1 + reach)]
    if not part.size:
        return [], []
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink_of(part).astype(np.uint8))
    marks = [
        (y, tall)
        for x, y, width, tall, _ in stats[1:].tolist()
        if y < box.y1 - top and y + tall > box.y0 - top and box.x0 <= left + x + width / 2 <= box.x1
    ]
    highest = max((tall for _, tall in marks), default=0)
    tall = [(y, height) for y, height in marks if height >= max(least, 0.6 * highest)]
    return [float(y + top) for y, _ in tall], [float(y + top + height) for y, height in tall]
