"""Vietnamese letters: dictionary order, plain-letter forms, where tone marks stand, and what a poor scan loses."""

from __future__ import annotations

import re
import unicodedata

LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")  # level, huyền, hỏi, ngã, sắc, nặng
TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
# The older school writes the tone of open oa, oe, uy on the last vowel.
# "hoà", "Thuỷ" | not "quý" (the u belongs to qu), "toàn" (a letter follows)
OPEN_SYLLABLE = re.compile(r"(?<![qQ])(?:[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|[uU][ỳýỷỹỵỲÝỶỸỴ])(?![^\W\d_])")
FIRST_TONED = re.compile(r"(?<![qQ])(?:[òóỏõọÒÓỎÕỌ][aeAE]|[ùúủũụÙÚỦŨỤ][yY])(?![^\W\d_])")

# All small and all capital letters of the language, for character classes: ranges such as à-ỹ hold both.
_TONED = {unicodedata.normalize("NFC", letter + tone) for letter in LETTERS for tone in TONES}
SMALL = "".join(sorted(letter for letter in _TONED if len(letter) == 1))
CAPITAL = SMALL.upper()

Order = tuple[tuple[tuple[int, ...], tuple[int, ...]], ...]


def order(text: str) -> Order:
    """A key to sort by as Vietnamese dictionaries do: syllable by syllable, letters first, then the tone."""
    return tuple(_syllable_order(syllable) for syllable in re.findall(r"\w+", text.lower()))


def _syllable_order(syllable: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    letters: list[int] = []
    tones: list[int] = []
    for letter in unicodedata.normalize("NFC", syllable):
        parts = unicodedata.normalize("NFD", letter)
        tone = TONE.search(parts)
        bare = unicodedata.normalize("NFC", TONE.sub("", parts))
        letters.append(LETTERS.index(bare) if bare in LETTERS else len(LETTERS) + ord(bare[0]))
        tones.append(TONES.index(tone[0]) if tone else 0)
    return tuple(letters), tuple(tones)


def plain(text: str) -> str:
    """The text without any mark, Đ as D; length may differ from the source's only if that is not NFC."""
    bare = "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))
    return bare.replace("đ", "d").replace("Đ", "D")


def slug(text: str) -> str:
    """Lower-case plain letters and digits joined by hyphens: "Bà Rịa - Vũng Tàu" → ba-ria-vung-tau."""
    return "-".join(re.findall(r"[a-z0-9]+", plain(text).lower()))


def tone_on_first(text: str) -> str:
    """The tone mark of open oa, oe, uy on its first vowel, as official names have it: "Hoà Bình" → "Hòa Bình"."""
    return OPEN_SYLLABLE.sub(_moved, unicodedata.normalize("NFC", text))


def tone_on_last(text: str) -> str:
    """The contrary of tone_on_first: "Hòa Bình" → "Hoà Bình"."""
    return FIRST_TONED.sub(_moved_back, unicodedata.normalize("NFC", text))


def _moved(match: re.Match[str]) -> str:
    first, last = match[0][0], match[0][1]
    parts = unicodedata.normalize("NFD", last)
    return unicodedata.normalize("NFC", first + parts[1:]) + parts[0]


def _moved_back(match: re.Match[str]) -> str:
    first, last = match[0][0], match[0][1]
    parts = unicodedata.normalize("NFD", first)
    return parts[0] + unicodedata.normalize("NFC", last + parts[1:])


def is_worn(written: str, name: str) -> bool:
    """Whether `written` is `name` with some marks lost and none changed or added: "Hung Yên" of "Hưng Yên"."""
    left, right = unicodedata.normalize("NFC", written), unicodedata.normalize("NFC", name)
    return len(left) == len(right) and left != right and all(map(_lost, left, right))


def _lost(seen: str, true: str) -> bool:
    if seen == true or (seen, true) in {("d", "đ"), ("D", "Đ")}:
        return True
    bare, true_bare = unicodedata.normalize("NFD", seen), unicodedata.normalize("NFD", true)
    return bare[0] == true_bare[0] and set(bare[1:]) < set(true_bare[1:])
