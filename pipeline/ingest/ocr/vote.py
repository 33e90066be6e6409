"""The word that a slot stands for: what two readers of three agree on, else what fits its neighbours or its form best."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from normalizers.syllables import WORD
from pipeline.ingest.ocr.alignment import Slot
from pipeline.ingest.ocr.grammar import is_code, is_sound
from pipeline.ingest.ocr.pairs import pairs
from pipeline.ingest.ocr.words import Doubt, PixelBox, ReadWord, around

# What is printed in front of and behind a word: "(Luật", "năm;", "2026"."
PARTS: Final = re.compile(r"(?P<head>[(\[\"'“‘]*)(?P<core>.*?)(?P<tail>[.,;:!?)\]\"'”’]*)", re.S)
ONE_FORM: Final = str.maketrans({"–": "-", "—": "-", "−": "-", "‐": "-", "⁄": "/", "“": '"', "”": '"', "‘": "'", "’": "'"})
LEAD: Final = "trueocr"  # best of the three at figures and symbols on real scans, worst at marks

AGREED, MAJORITY, PAIR, CHOSEN, ALONE = 0.97, 0.8, 0.7, 0.4, 0.25  # how far words so come by are right, roughly
TRUSTED: Final = 0.6  # confidence from which the word of a single reader is kept when the others saw nothing there


@dataclass(frozen=True, slots=True)
class _Choice:
    text: str
    confidence: float
    agreed: bool
    doubt: Doubt | None


def voted(slots: Sequence[Slot], readers: Sequence[str]) -> list[ReadWord]:
    """The words of a row; slots without a believable word are left out."""
    choices = [_by_majority(slot, readers) for slot in slots]
    words: list[ReadWord] = []
    for index, slot in enumerate(slots):
        choice = choices[index]
        if choice is None:
            before = words[-1].text if words else ""
            after = _next(slots, choices, index)
            choice = _by_fit(slot, readers, before, after)
        if choice is not None and choice.text:
            words.append(_word(slot, choice))
    return words


def _next(slots: Sequence[Slot], choices: Sequence[_Choice | None], index: int) -> str:
    if index + 1 >= len(slots):
        return ""
    choice = choices[index + 1]
    return choice.text if choice is not None else next((text for text in slots[index + 1].texts if text), "")


def _word(slot: Slot, choice: _Choice) -> ReadWord:
    return ReadWord(
        text=choice.text,
        box=_place(slot, choice.text),
        confidence=choice.confidence,
        raw=choice.text,
        readings=slot.texts,
        agreed=choice.agreed,
        doubt=choice.doubt,
    )


def _place(slot: Slot, text: str) -> PixelBox:
    """The box by a reader that measures words: the first that read this text, else the first that read any."""
    best = [words for words, said in zip(slot.readings, slot.texts, strict=True) if words and one_form(said) == text]
    return around(word.box for word in (best or [words for words in slot.readings if words])[0])


def one_form(text: str) -> str:
    """The text with one sign for every kind of dash and quote, in NFC."""
    return unicodedata.normalize("NFC", text).translate(ONE_FORM)


def _by_majority(slot: Slot, readers: Sequence[str]) -> _Choice | None:
    """The reading of all or of two; None where the rest must decide."""
    texts = [one_form(text) for text in slot.texts]
    if len(readers) == 1:
        sure = min(word.confidence for word in slot.words)
        return _Choice(texts[0], sure, agreed=True, doubt=None)
    if len(set(texts)) == 1:
        return _Choice(texts[0], AGREED, agreed=True, doubt=None)
    seen = [text for text in texts if text]
    if len(seen) == 1:
        return _alone(slot)
    core = _most([PARTS.fullmatch(text)["core"] for text in texts if text])  # type: ignore[index]  # it matches all
    if core is None:
        return None
    head, tail = _most(_parts(seen, "head")), _most(_parts(seen, "tail"))
    head = _parts(seen, "head")[0] if head is None else head
    tail = max(_parts(seen, "tail"), key=len) if tail is None else tail
    return _Choice(head + core + tail, MAJORITY if len(seen) == len(readers) else PAIR, agreed=False, doubt=None)


def _parts(texts: Sequence[str], part: str) -> list[str]:
    return [match[part] for text in texts if (match := PARTS.fullmatch(text))]


def _most(readings: Sequence[str]) -> str | None:
    """What at least two read."""
    text, count = Counter(readings).most_common(1)[0]
    return text if count > 1 else None


def _alone(slot: Slot) -> _Choice | None:
    """A word that one reader saw: kept where it looks like one, left out where it looks like a stain."""
    text = one_form(next(text for text in slot.texts if text))
    sure = min(word.confidence for word in slot.words)
    letters = sum(map(str.isalnum, text))
    if not letters or (sure < TRUSTED and not is_sound(text)) or (letters == 1 and len(text) == 1 and sure < 0.9):
        return _Choice("", 0.0, agreed=False, doubt=None)
    return _Choice(text, ALONE, agreed=False, doubt=Doubt.SINGLE)


def _by_fit(slot: Slot, readers: Sequence[str], before: str, after: str) -> _Choice:
    """The reading, of those that differ, that is well formed and fits its neighbours."""
    texts = {name: one_form(text) for name, text in zip(readers, slot.texts, strict=True) if text}
    first = texts.get(LEAD) or next(iter(texts.values()))
    if any(map(is_code, texts.values())):
        sound = [text for text in (first, *texts.values()) if is_sound(text)]
        return _Choice(sound[0] if sound else first, CHOSEN, agreed=False, doubt=Doubt.DISAGREEMENT)
    options = list(texts.values())
    best = max(options, key=lambda text: (_fit(text, before, after), text == first))
    return _Choice(best, CHOSEN, agreed=False, doubt=Doubt.DISAGREEMENT)


def _fit(text: str, before: str, after: str) -> float:
    """How well the syllables of a reading fit between its neighbours, a syllable; see pairs.Pairs.fit."""
    syllables = [word.lower() for word in WORD.findall(text)]
    if not syllables:
        return -50.0
    left, right = WORD.findall(before.lower()), WORD.findall(after.lower())
    chain = [left[-1] if left else None, *syllables, right[0] if right else None]
    counts = pairs()
    fits = [counts.fit(chain[at - 1], word, chain[at + 1]) for at, word in enumerate(syllables, start=1)]
    odd = sum(not letter.isalnum() and letter not in " .,;:()\"'-/%" for letter in text)
    return min(fits) - 3.0 * odd
