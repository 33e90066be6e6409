"""Figures and symbols that a single reader has read, read once more by another, each cut out by itself.

Readers seldom make the same mistake in a figure. Where the two differ the word is in doubt, whichever of them is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from normalizers.alphabet import plain
from pipeline.ingest.ocr.grammar import is_code, is_known_symbol, is_sound, one_form
from pipeline.ingest.ocr.page_image import Array
from pipeline.ingest.ocr.readers import PieceReader, SeenWord
from pipeline.ingest.ocr.vote import CHOSEN, GUESSED, LIKE_ONE, PAIR, TRUSTED
from pipeline.ingest.ocr.words import Doubt, PixelBox, ReadLine, ReadWord, RepairKind

AROUND: Final = 0.2  # of a word's height, that is cut out with it
REPAIRED: Final = 0.6
SEPARATORS: Final = re.compile(r"(?<=\d)[.,](?=\d)")
FIGURE: Final = re.compile(r"\d")


def read_again(gray: Array, lines: Iterable[ReadLine], by: PieceReader) -> list[ReadLine]:
    """The lines of one reader with the reading of another for each figure, date and symbol, and empty for other words."""
    kept = list(lines)
    codes = [word for line in kept for word in line.words if is_code(word.text)]
    seen = by.read_pieces(gray, [_with_rim(word.box) for word in codes]) if codes else []
    second = {id(word): piece for word, piece in zip(codes, seen, strict=True)}
    return [ReadLine(tuple(_settled(word, second.get(id(word))) for word in line.words)) for line in kept]


def _with_rim(box: PixelBox) -> PixelBox:
    rim = AROUND * box.height
    return PixelBox(box.x0 - rim, box.y0 - rim, box.x1 + rim, box.y1 + rim)


def _settled(word: ReadWord, second: SeenWord | None) -> ReadWord:
    """The word as the two readings leave it."""
    other = one_form(second.text) if second else ""
    both = replace(word, readings=(*word.readings, other))
    if second is None or not other:
        return both
    texts = ("".join(other.split()), *other.split())
    same = next((text for text in texts if _letters(text) == _letters(word.text)), None)
    if same is not None:
        return _agreed(both, same)
    if second.confidence < GUESSED or _is_better(word.text, texts) or (word.text == "1" and other in LIKE_ONE):
        return both
    text = texts[0] if second.confidence >= TRUSTED and is_sound(texts[0]) else word.text
    return _doubted(both, text)


def _agreed(word: ReadWord, same: str) -> ReadWord:
    """A word whose letters and figures both readers read: its separators may differ, or what is printed around it."""
    if _separators(same) != _separators(word.text):
        return _doubted(word, word.text)
    if is_sound(word.text):
        return replace(word, confidence=max(word.confidence, PAIR))
    if not is_sound(same):
        return word
    if word.confidence < GUESSED:  # both may have lost the same letter: "4017/TT--BNNMT"
        return _doubted(word, same)
    return replace(word, text=same, confidence=REPAIRED, repair=RepairKind.NUMBER)


def _doubted(word: ReadWord, text: str) -> ReadWord:
    repair = RepairKind.NUMBER if text != word.text else word.repair
    sure = min(word.confidence, CHOSEN)
    return replace(word, text=text, confidence=sure, agreed=False, repair=repair, doubt=Doubt.DISAGREEMENT)


def _is_better(text: str, others: Sequence[str]) -> bool:
    """Whether a word is a symbol that the tables know, with figures that the other reading has too: "83/TTr-UBND"."""
    figures = "".join(FIGURE.findall(text))
    known = is_known_symbol(text) and not any(map(is_known_symbol, others))
    return known and any("".join(FIGURE.findall(other)) == figures for other in others)


def _letters(text: str) -> str:
    """Letters and figures alone: the readers differ in marks, case and punctuation more than they tell."""
    return "".join(filter(str.isalnum, plain(one_form(text)).lower()))


def _separators(text: str) -> list[tuple[int, str]]:
    """Where in the figures of a number a point or comma stands: "12,5" | not "125"."""
    return [(len(FIGURE.findall(text[: found.start()])), found[0]) for found in SEPARATORS.finditer(text)]
