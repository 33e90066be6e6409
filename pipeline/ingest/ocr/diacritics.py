"""Marks that a scan has merged, chosen by the neighbouring words: "bồ sung" → "bổ sung". Names, codes, figures stay."""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from data import rows
from normalizers.alphabet import plain, tone_on_first, tone_on_last
from normalizers.syllables import TONES
from pipeline.ingest.ocr.grammar import is_code
from pipeline.ingest.ocr.pairs import Pairs, pairs
from pipeline.ingest.ocr.words import Doubt, ReadWord, RepairKind
from pipeline.ingest.pdf_trust import is_spelled

CORE: Final = re.compile(r"(?P<head>[^\w]*)(?P<core>[^\W\d_]+)(?P<tail>[^\w]*)")
ENDS: Final = re.compile(r"[.;:!?)]$")  # behind this a new clause begins: its first word has no neighbour in front
# How much likelier (as a logarithm) another spelling must be: read by a reader, by none, against all of them; of a capital.
READ, UNREAD, AGAINST_ALL, CAPITAL = 1.0, 3.0, 6.0, 2.0
UNLIKE, NEVER_SO = 2.0, 11.0  # more, where the spellings do not look alike on a scan; so much, if all read the other
BELOW: Final = "\u0323"  # the tone nặng
REPAIRED: Final = 0.6  # confidence of a word so chosen


def repaired_marks(
    words: Sequence[ReadWord], before: Sequence[ReadWord] = (), after: Sequence[ReadWord] = ()
) -> list[ReadWord]:
    """The words of a line with the marks that fit; before, after: the lines around it."""
    chain = [*before[-1:], *words, *after[:1]]
    first = len(before[-1:])
    counts = pairs()
    for at in range(first, first + len(words)):
        chain[at] = _repaired(chain, at, counts)
    return chain[first : first + len(words)]


def _repaired(chain: Sequence[ReadWord], at: int, counts: Pairs) -> ReadWord:
    word = chain[at]
    match = CORE.fullmatch(word.text)
    if match is None or is_code(word.text) or _may_be_a_name(chain, at):
        return word
    core = match["core"]
    small = core.lower()
    before = _syllable(chain[at - 1].text, last=True) if at and not match["head"] else None
    after = _syllable(chain[at + 1].text, last=False) if at + 1 < len(chain) and not match["tail"] else None
    if before is None and after is None:
        return word
    own = max(counts.fit(before, way, after) for way in {small, tone_on_first(small), tone_on_last(small)})
    options = [
        (counts.fit(before, other, after) - own - _needed(word, other, core), other)
        for other in counts.like(small)
        if tone_on_first(other) != tone_on_first(small) and _borne_out(word, core, counts, (before, other, after))
    ]
    gain, best = max(options, default=(0.0, small))
    if gain <= 0:
        return word
    text = match["head"] + _cased(best, core) + match["tail"]
    doubt = None if word.doubt is Doubt.DISAGREEMENT else word.doubt
    return replace(
        word, text=text, repair=RepairKind.DIACRITIC, confidence=min(REPAIRED, max(word.confidence, 0.5)), doubt=doubt
    )


def _borne_out(word: ReadWord, core: str, counts: Pairs, seen: tuple[str | None, str, str | None]) -> bool:
    """Whether a neighbour speaks for the other spelling; all of them where all readers read a word that there is."""
    before, other, after = seen
    if word.agreed and is_spelled(core):
        return _marks_apart(core.lower(), other) < 2 and all(  # a scan merges or loses one stroke, hardly two of one letter
            counts.known(*chain)
            for side, chain in ((before, (before, other, None)), (after, (None, other, after)))
            if side is not None
        )
    return counts.known(before, other, after)


def _needed(word: ReadWord, other: str, core: str) -> float:
    """How much likelier the other spelling must be than what was read."""
    like = _is_merged(core.lower(), other)
    if any(other in _cores(reading) for reading in word.readings):
        needed = READ
    elif word.agreed and is_spelled(core):
        needed = AGAINST_ALL if like else NEVER_SO
    else:
        needed = UNREAD if like else UNREAD + UNLIKE
    return needed + (CAPITAL if core[0].isupper() else 0.0)


def _is_merged(seen: str, meant: str) -> bool:
    """Whether a scan makes one of the other: a tone above a letter that has a mark of its own, "ổ" → "ô", "ẩ" → "ấ"."""
    return len(seen) == len(meant) and all(a == b or _above(a) == _above(b) != "" for a, b in zip(seen, meant, strict=True))


def _above(letter: str) -> str:
    """A letter with circumflex, breve or horn, without the tone above it; empty for any other, and with a tone below."""
    parts = unicodedata.normalize("NFD", letter)
    bare = TONES.sub("", parts)
    return bare if len(bare) > 1 and BELOW not in parts else ""


def _marks_apart(seen: str, meant: str) -> int:
    """In how many of shape and tone the letters differ that differ most: "hô", "hồ" 1, "đen", "đến" 2, "tụ", "từ" 2."""
    letters = zip(seen, meant, strict=False)
    return max((sum(a != b for a, b in zip(_marks(one), _marks(other), strict=True)) for one, other in letters), default=0)


def _marks(letter: str) -> tuple[str, str]:
    """A letter's marks of shape and its tone."""
    parts = unicodedata.normalize("NFD", letter)[1:]
    return TONES.sub("", parts), "".join(TONES.findall(parts))


def _cores(reading: str) -> list[str]:
    return [match["core"].lower() for part in reading.split() if (match := CORE.fullmatch(part))]


def _syllable(text: str, *, last: bool) -> str | None:
    """The neighbouring syllable on the side of the word; None across the end of a clause or a figure."""
    if last and ENDS.search(text):
        return None
    match = CORE.fullmatch(text)
    return match["core"].lower() if match and not is_code(text) else None


def _may_be_a_name(chain: Sequence[ReadWord], at: int) -> bool:
    """Whether a word with a capital stands beside another: names of persons and places are written so, and not repaired.

    "Đồng Nai", "Nguyễn Văn", "TỈNH HÀ NAM" | not "Tổ chức", "của Bộ trưởng", "KẾ HOẠCH"
    """
    words = [_bare(word.text) for word in chain[max(0, at - 1) : at + 2]]
    core = _bare(chain[at].text)
    if not core[:1].isupper():
        return False
    if core.isupper() and len(core) > 1:
        return _is_of_name(words) or any(word.title() in _surnames() for word in map(_bare, (w.text for w in chain[:at])))
    return sum(word[:1].isupper() for word in words) > 1


def _bare(text: str) -> str:
    return text.strip(".,;:!?()[]\"'“”‘’")


@functools.cache
def _surnames() -> frozenset[str]:
    return frozenset(row["surname"] for row in rows("surnames"))


@functools.cache
def _places() -> frozenset[str]:
    """The names of the provinces, without marks, so that a misread one is known too."""
    return frozenset(plain(row["name"]).lower() for row in rows("provinces"))


def _is_of_name(words: Sequence[str]) -> bool:
    """Whether two of these words are the name of a province, whatever their marks."""
    bare = [plain(word).lower() for word in words]
    return any(f"{first} {second}" in _places() for first, second in itertools.pairwise(bare))


def _cased(word: str, like: str) -> str:
    if like.isupper() and len(like) > 1:
        return word.upper()
    return word[0].upper() + word[1:] if like[0].isupper() else word
