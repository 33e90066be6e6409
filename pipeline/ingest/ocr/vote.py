"""The word that a slot stands for: what two readers of three agree on, else what fits its neighbours or its form best."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from normalizers.syllables import WORD
from pipeline.ingest.ocr.alignment import Slot, Words
from pipeline.ingest.ocr.grammar import is_code, is_sound, one_form
from pipeline.ingest.ocr.pairs import pairs
from pipeline.ingest.ocr.words import Doubt, PixelBox, ReadWord, around

# What is printed in front of and behind a word: "(Luật", "năm;", "2026"."
PARTS: Final = re.compile(r"(?P<head>[(\[\"'“‘]*)(?P<core>.*?)(?P<tail>[.,;:!?)\]\"'”’]*)", re.S)
SYMBOL_END: Final = re.compile(r"/[A-ZĐ]{2,}(?:-[A-ZĐ]|$)")  # of a line "Số: 4#0/QĐ-UBND"
LIKE_ONE: Final = frozenset(("", "l", "1", "|", "l|", "!", "i", "1|"))  # not I, which is a number of a part
BULLETS: Final = frozenset("-+*•")
RULES: Final = "|¦_~"  # what readers make of ruling lines
NO_WORD: Final = -50.0
LEAD: Final = "trueocr"  # best of the three at figures and symbols on real scans, worst at marks

AGREED, MAJORITY, PAIR, CLEAR, CHOSEN, ALONE = 0.97, 0.8, 0.7, 0.6, 0.4, 0.25  # how far words so come by are right, roughly
TRUSTED: Final = (
    0.85  # confidence of a single reader from which it is kept though it is no word, when the others saw nothing
)
SHORTEST_PAIR: Final = 4  # letters of two syllables
GUESSED: Final = 0.5  # confidence of a single reader below which it guesses
TRUSTED_LETTER: Final = 0.9
# Logarithms to be added to how well a word fits: read by two of three, by one, by none (a spelling with other marks).
BY_TWO, BY_ONE, BY_NONE = 3.0, 0.0, -3.0
CLEARLY: Final = 2.0  # the best fits so much better than the next
ODD_SIGN: Final = 3.0  # cost of a sign that stands in no word


@dataclass(frozen=True, slots=True)
class _Choice:
    text: str
    confidence: float
    agreed: bool = False
    doubt: Doubt | None = None


def voted(slots: Sequence[Slot], readers: Sequence[str]) -> list[ReadWord]:
    """The words of a row; slots without a believable word are left out."""
    words: list[ReadWord] = []
    for at, slot in enumerate(slots):
        before = words[-1].text if words else ""
        after = _likely(slots[at + 1]) if at + 1 < len(slots) else ""
        choice = _chosen(slot, readers, before, after)
        if choice.text.strip(RULES) and not _is_speck(slot, choice, first=not words):
            words.extend(_words(slot, choice))
    return words


def _is_speck(slot: Slot, choice: _Choice, *, first: bool) -> bool:
    """Whether signs without a letter are dirt: not all readers saw anything, and those that did saw different things."""
    if choice.doubt is None or any(map(str.isalnum, choice.text)) or (first and choice.text in BULLETS):
        return False
    return not all(slot.texts)


def _likely(slot: Slot) -> str:
    """What most read, to be a neighbour."""
    return Counter(one_form(text) for text in slot.texts if text).most_common(1)[0][0]


def _chosen(slot: Slot, readers: Sequence[str], before: str, after: str) -> _Choice:
    texts = [one_form(text) for text in slot.texts]
    if len(readers) == 1:
        return _single(texts[0], min(word.confidence for word in slot.words))
    if len(set(texts)) == 1:
        return _Choice(texts[0], AGREED, agreed=True)
    named = {name: text for name, text in zip(readers, texts, strict=True) if text}
    if len(named) == 1:
        return _alone(next(iter(named.values())), min(word.confidence for word in slot.words))
    parts = {name: _parts(_unglued(text)) for name, text in named.items()}
    choice = _core({name: core for name, (_, core, _) in parts.items()}, len(readers), before, after)
    head = _most([head for head, _, _ in parts.values()], min)
    tail = _most([tail for _, _, tail in parts.values()], max)
    return replace(choice, text=head + choice.text + tail)


def _unglued(text: str) -> str:
    """Two syllables that a reader has put together, as two: "Nơinhận:" → "Nơi nhận:"."""
    head, core, tail = _parts(text)
    if not core.isalpha() or len(core) < SHORTEST_PAIR or core.isupper() or is_sound(core):
        return text
    counts = pairs()
    ways = [(core[:cut], core[cut:]) for cut in range(1, len(core))]
    sound = [
        (counts.double[first.lower(), second], f"{first} {second}")
        for first, second in ways
        if second.islower() and is_sound(first) and is_sound(second) and (first.lower(), second) in counts.double
    ]
    return head + max(sound)[1] + tail if sound else text


def _parts(text: str) -> tuple[str, str, str]:
    match = PARTS.fullmatch(text)
    return (match["head"], match["core"], match["tail"]) if match else ("", text, "")


def _most(marks: Sequence[str], of_length: Callable[..., str]) -> str:
    """The punctuation that two read, else the least or the most of it: a reader may miss a full stop, or see a stain."""
    mark, count = Counter(marks).most_common(1)[0]
    return mark if count > 1 else of_length(marks, key=len)


def _core(cores: Mapping[str, str], readers: int, before: str, after: str) -> _Choice:
    """The word without its punctuation."""
    glued = Counter(core.replace(" ", "") for core in cores.values())
    text, votes = glued.most_common(1)[0]
    if len(glued) == 1 or any(map(is_code, cores.values())):
        return _code(cores, glued, readers)
    if votes > 1 and _is_capital(text) and (_is_capital(before) or _is_capital(after)):  # maybe a name: no guessing
        return _Choice(_spaced(cores, text), MAJORITY)
    return _fitting(cores, before, after)


def _is_capital(text: str) -> bool:
    return text[:1].isupper()


def _spaced(cores: Mapping[str, str], glued: str) -> str:
    """The way most put spaces into these letters; at a draw the one that makes sound words."""
    ways = Counter(core for core in cores.values() if core.replace(" ", "") == glued)
    return max(ways, key=lambda way: (ways[way], all(map(is_sound, way.split())), -way.count(" ")))


def _code(cores: Mapping[str, str], glued: Counter[str], readers: int) -> _Choice:
    """A figure, date or symbol: what is one wins over what is none, then the most votes, then the reader best at it."""
    lead = cores.get(LEAD, "").replace(" ", "")
    sound = {text: all(map(is_sound, _spaced(cores, text).split())) for text in glued}
    best = max(glued, key=lambda text: (sound[text], glued[text], text == lead))
    text = _spaced(cores, best)
    if glued[best] == readers:
        return _Choice(text, MAJORITY, agreed=True)
    if glued[best] > 1:
        return _Choice(text, MAJORITY if len(cores) == readers else PAIR)
    return _Choice(text, CHOSEN, doubt=Doubt.DISAGREEMENT)


def _fitting(cores: Mapping[str, str], before: str, after: str) -> _Choice:
    """The word that fits best between its neighbours, by how usual it is there and how many read it."""
    votes = Counter(cores.values())
    options = {text: fit(text, before, after) + (BY_TWO if count > 1 else BY_ONE) for text, count in votes.items()}
    for text in votes:
        for other in _other_marks(text):
            options.setdefault(other, fit(other, before, after) + BY_NONE)
    ranked = sorted(options, key=lambda text: (options[text], text == cores.get(LEAD)), reverse=True)
    best = ranked[0]
    clear = len(ranked) == 1 or options[best] - options[ranked[1]] >= CLEARLY
    if votes[best] > 1:
        return _Choice(best, MAJORITY if clear else CLEAR)
    return _Choice(best, CLEAR if clear and is_sound(best) else CHOSEN, doubt=Doubt.DISAGREEMENT)


def _other_marks(text: str) -> list[str]:
    """The usual spellings with the same plain letters; none for what may be a name."""
    if not text.isalpha() or (_is_capital(text) and not (text.isupper() and len(text) > 1)):
        return []
    spellings = pairs().like(text.lower())
    return [spelling.upper() for spelling in spellings] if text.isupper() else list(spellings)


def fit(text: str, before: str, after: str) -> float:
    """How well the syllables of a reading stand between its neighbours; the worst of them counts. See pairs.Pairs.fit."""
    syllables = [word.lower() for word in WORD.findall(text)]
    if not syllables:
        return NO_WORD
    left, right = WORD.findall(before.lower()), WORD.findall(after.lower())
    chain = [left[-1] if left else None, *syllables, right[0] if right else None]
    counts = pairs()
    fits = [counts.fit(chain[at - 1], word, chain[at + 1]) for at, word in enumerate(syllables, start=1)]
    odd = sum(not letter.isalnum() and letter not in " .,;:()\"'-/%" for letter in text)
    return min(fits) - ODD_SIGN * odd


def _single(text: str, sure: float) -> _Choice:
    """The word of the only reader."""
    if not any(map(str.isalnum, text)) and sure < TRUSTED and len(text) > 1:
        return _Choice("", 0.0)
    return _Choice(text, sure, agreed=True)


def _alone(text: str, sure: float) -> _Choice:
    """A word that one of several readers saw: kept where it looks like one, left out where it looks like a stain."""
    letters = sum(map(str.isalnum, text))
    is_word = is_sound(text) and (letters > 1 or sure >= TRUSTED_LETTER)
    if not letters or not (is_word or (sure >= TRUSTED and letters > 1)):
        return _Choice("", 0.0)
    return _Choice(text, ALONE, doubt=Doubt.SINGLE)


def _words(slot: Slot, choice: _Choice) -> list[ReadWord]:
    """The chosen text as words, each with the box that a reader gave it."""
    tokens = choice.text.split()
    whole = one_form(choice.text)
    same = [words for words in slot.readings if len(words) == len(tokens)]
    exact = [words for words in same if one_form(" ".join(word.text for word in words)) == whole]
    if exact or same:
        boxes = [word.box for word in (exact or same)[0]]
    else:
        boxes = _shares(around(word.box for word in next(words for words in slot.readings if words)), tokens)
    return [
        ReadWord(
            text=token,
            box=box,
            confidence=choice.confidence,
            raw=token,
            readings=tuple(_said(words, at, len(tokens)) for words in slot.readings),
            agreed=choice.agreed,
            doubt=choice.doubt,
        )
        for at, (token, box) in enumerate(zip(tokens, boxes, strict=True))
    ]


def _said(words: Words, at: int, count: int) -> str:
    """What a reader read for one of the words of a slot; all of it where it parted the words otherwise."""
    return words[at].text if len(words) == count else " ".join(word.text for word in words)


def _shares(box: PixelBox, tokens: Sequence[str]) -> list[PixelBox]:
    """The box parted by the lengths of words."""
    letter = box.width / (sum(map(len, tokens)) + len(tokens) - 1)
    boxes: list[PixelBox] = []
    left = box.x0
    for token in tokens:
        boxes.append(PixelBox(left, box.y0, left + letter * len(token), box.y1))
        left += letter * (len(token) + 1)
    return boxes


def is_stain(words: Sequence[ReadWord]) -> bool:
    """Whether a line is what readers make of a stamp, a signature or a rule: nothing that two read the same, few words."""
    if not any(map(str.isalnum, "".join(word.text for word in words))):
        return around(word.box for word in words).width > 2 * around(word.box for word in words).height
    if any(
        word.confidence >= PAIR or SYMBOL_END.search(word.text) or (word.is_read_twice and len(word.text) > 1)
        for word in words
    ):
        return False
    sound = sum(len(word.text) for word in words if is_sound(word.text) and len(word.text) > 1)
    return sound <= 0.5 * sum(len(word.text) for word in words)
