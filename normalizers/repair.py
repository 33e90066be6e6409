"""The repair that every reader's text goes through: one alphabet, one form, no invisible characters.

Form only: no letter that carries meaning is guessed, and what a repair changed can be found through the map.
"""

from __future__ import annotations

import re
import unicodedata

from normalizers.mapped_text import MappedText

# A base letter with marks behind it, or Hangul letters: all that NFC can put together in practice.
COMPOSABLE = re.compile(r"[^\W\d_][\u0300-\u036f\u0483-\u0489\u1dc0-\u1dff]+|[\u1100-\u11ff]+")
ETH = re.compile("[\u00d0\u00f0\u0189\u0110\u0111\u0256]")  # Ð ð Ɖ ɖ: all drawn like Đ đ
ETH_AS_D = str.maketrans("\u00d0\u00f0\u0189\u0256", "\u0110\u0111\u0110\u0111")
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")
SPACES = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+")  # all but a single plain space
LINE_ENDS = re.compile(r" ?\n[ \n]*")
HYPHENS = re.compile("[\u2010\u2011\u2043\ufe63\uff0d\ufffe\x02]")  # every hyphen but the dashes – — −
# Letters of other alphabets in a word that also holds Latin letters, digits or the signs of a symbol.
FOREIGN = "\u0370-\u03ff\u0400-\u04ff"
MIXED_WORD = re.compile(rf"(?<!\S)[^\s{FOREIGN}]*+[{FOREIGN}]\S*")  # tried at the start of each word only: linear
LATIN_OR_DIGIT = re.compile(r"[A-Za-zĐđ0-9/\u00c0-\u01b0\u1ea0-\u1ef9]")
LOOK_ALIKE = str.maketrans("АВЕКМНОРСТУХаеорсухіІјЈѕЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTYXaeopcyxiIjJsSABEZHIKMNOPTYXo")
# U+00AD: in TCVN3 its byte is ư, so half-converted old texts hold "đ\xadợc"; elsewhere it is an invisible hyphen.
SOFT_HYPHEN = re.compile(r"((?<![^\W\d_])[^\W\d_]*+|)\u00ad([^\W\d_]*)")
VOWEL = re.compile("[aeiouyăâêôơư]")
HORNED_O = "ơờớởỡợ"


def repair(text: MappedText) -> MappedText:
    """The text in NFC with Latin letters in symbols, plain spaces and hyphens, and nothing invisible; idempotent."""
    text = text.sub(COMPOSABLE, lambda match: unicodedata.normalize("NFC", match[0]))
    if not unicodedata.is_normalized("NFC", text.text):  # scripts beyond the pattern, one character at a time
        text = text.sub(re.compile(r"[^\x00-\u02ff\u1ea0-\u1eff]+"), lambda match: unicodedata.normalize("NFC", match[0]))
    text = text.sub(INVISIBLE, "").sub(HYPHENS, "-")
    text = text.sub(ETH, lambda match: match[0].translate(ETH_AS_D))
    if "\u00ad" in text.text:
        text = text.sub(SOFT_HYPHEN, _soft_hyphen)
    text = text.sub(MIXED_WORD, _latin)
    return text.sub(SPACES, " ").sub(LINE_ENDS, "\n")


def repaired(text: str) -> str:
    """The repaired text alone, for strings without a source."""
    return repair(MappedText.of(text)).text


def _latin(match: re.Match[str]) -> str:
    word = match[0]
    return word.translate(LOOK_ALIKE) if LATIN_OR_DIGIT.search(word) else word


def _soft_hyphen(match: re.Match[str]) -> str:
    """ư where the syllable needs one (no vowel yet, or an ơ behind: "nh\u00adng", "đ\u00adợc"), else nothing."""
    before, after = match[1], match[2]
    if not before and not after:
        return ""
    plain = unicodedata.normalize("NFD", before + after).lower()
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter) or letter == "\u031b")
    needs = not VOWEL.search(letters) or (after[:1].lower() in HORNED_O and not VOWEL.search(before.lower()[-1:]))
    if not needs:
        return before + after
    return before + ("Ư" if before.isupper() and (after.isupper() or not after) else "ư") + after
