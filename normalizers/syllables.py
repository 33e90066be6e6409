"""Whether a word is written like a Vietnamese syllable: the sign by which Vietnamese text is told from anything else."""

from __future__ import annotations

import re
import unicodedata

ONSET = "b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x"
RIME = (
    "iê(?:ng|n|t|c|m|p|u)|yê(?:ng|n|t|m|u)|uyê(?:n|t)|uô(?:ng|n|t|c|m|i)|ươ(?:ng|n|t|c|m|p|i|u)|oă(?:ng|n|t|c|m)|"
    "uâ(?:ng|n|t|y)|oa(?:ng|nh|ch|n|t|c|m|p|i|y|o)?|oe(?:n|t|o)?|uê(?:nh|ch)?|uy(?:nh|ch|n|t|p|u|a)?|uơ|ia|ya|ua|ưa|"
    "oo(?:ng|c)|a(?:ng|nh|ch|n|t|c|m|p|i|y|o|u)?|ă(?:ng|n|t|c|m|p)|â(?:ng|n|t|c|m|p|y|u)|e(?:ng|n|t|c|m|p|o)?|"
    "ê(?:nh|ch|n|t|m|p|u)?|i(?:nh|ch|n|t|m|p|u)?|o(?:ng|n|t|c|m|p|i)?|ô(?:ng|n|t|c|m|p|i)?|ơ(?:n|t|m|p|i)?|"
    "u(?:ng|n|t|c|m|p|i)?|ư(?:ng|n|t|c|m|i|u)?|y(?:nh|ch|n|t|m|u)?"
)
SYLLABLE = re.compile(rf"(?:{ONSET})?(?:{RIME})")  # "nghiêng", "quyêt" | not "the", "plans"
WORD = re.compile(r"[^\W\d_]+")
TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
WORDS_NEEDED = 5  # fewer words decide nothing
ENOUGH = 200_000  # characters that are looked at


def is_syllable(word: str) -> bool:
    """Whether onset and rime of a word are Vietnamese, whatever its tone; most foreign words are not."""
    return SYLLABLE.fullmatch(_toneless(word.lower())) is not None


def syllable_share(text: str) -> float:
    """The share of words that are written like syllables, 0 to 1; 0 if there are too few words to tell."""
    words = WORD.findall(unicodedata.normalize("NFC", text[:ENOUGH]))
    if len(words) < WORDS_NEEDED:
        return 0.0
    return sum(map(is_syllable, words)) / len(words)


def _toneless(word: str) -> str:
    return unicodedata.normalize("NFC", TONES.sub("", unicodedata.normalize("NFD", word)))
