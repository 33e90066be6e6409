"""Capitals for small letters of the same shape, S and s, O and o: two of three readers took the one for the other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from normalizers.symbols import is_issuer
from pipeline.ingest.ocr.grammar import is_sound, one_form
from pipeline.ingest.ocr.words import ReadWord

LETTERS: Final = re.compile(r"[^\W\d_]+")
WORD: Final = re.compile(r"(?P<head>\W*)(?P<core>[^\W\d_]{2,})(?P<tail>\W*)")


def with_small_letters(words: Sequence[ReadWord], above: Sequence[ReadWord] = ()) -> list[ReadWord]:
    """The words of a line, those in small letters that stand amid such and were read so by one: "hồ SƠ", "Các sỞ".

    above: the line before, which this one may go on with.
    """
    befores = [above[-1].text if above else "", *(word.text for word in words)]
    return [_settled(word, before) for word, before in zip(words, befores, strict=False)]


def _settled(word: ReadWord, before: str) -> ReadWord:
    match = WORD.fullmatch(word.text)
    if match is None or match["core"].islower() or match["core"].istitle():
        return word
    core, small = match["core"], match["core"].lower()
    mixed = core[0].islower()  # no word begins small and goes on in capitals
    if not (mixed or before.islower()) or core.isascii() or is_issuer(core) or not is_sound(small):
        return word
    if not any(small in LETTERS.findall(one_form(reading)) for reading in word.readings):
        return word
    text = match["head"] + small + match["tail"]
    return replace(word, text=text, raw=text)
