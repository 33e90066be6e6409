"""The repair that every reader's text goes through: one alphabet, one form, no invisible characters.

Form only: no letter that carries meaning is guessed, and what a repair changed can be found through the map.
"""

from __future__ import annotations

import re
import unicodedata

from normalizers.mapped_text import MappedText
from normalizers.syllables import is_syllable

# A base letter with marks behind it, or Hangul letters: all that NFC can put together in practice.
COMPOSABLE = re.compile(r"[^\W\d_][\u0300-\u036f\u0483-\u0489\u1dc0-\u1dff]+|[\u1100-\u11ff]+")
BEYOND = re.compile(r"[\x00-\u02ff\u1ea0-\u1eff]?[^\x00-\u02ff\u1ea0-\u1eff]+")
ETH = re.compile("[\u00d0\u00f0\u0189\u0110\u0111\u0256]")  # Ð ð Ɖ ɖ: all drawn like Đ đ
ETH_AS_D = str.maketrans("\u00d0\u00f0\u0189\u0256", "\u0110\u0111\u0110\u0111")
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1b\x7f]+")  # no kind of space
SPACES = re.compile(r"[^\S\n ][^\S\n]*| [^\S\n]+")  # all but a single plain space
LINE_ENDS = re.compile(r" ?\n[ \n]*")
HYPHENS = re.compile("[\u2010\u2011\u2043\ufe63\uff0d\ufffe\x02]")  # every hyphen but the dashes – — −
# Letters of other alphabets in a word that also holds Latin letters, digits or the signs of a symbol.
FOREIGN = "\u0370-\u03ff\u0400-\u04ff"
MIXED_WORD = re.compile(rf"(?<!\S)[^\s{FOREIGN}]*+[{FOREIGN}]\S*")  # tried at the start of each word only: linear
LATIN_OR_DIGIT = re.compile(r"[A-Za-zĐđ0-9/\u00c0-\u01b0\u1ea0-\u1ef9]")
LOOK_ALIKE = str.maketrans("АВЕКМНОРСТУХаеорсухіІјЈѕЅΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTYXaeopcyxiIjJsSABEZHIKMNOPTYXo")
# U+00AD: in TCVN3 its byte is ư, so half-converted old texts hold "đ\xadợc"; in a symbol or between numbers it is a
# hyphen ("NĐ\xadCP"); elsewhere it is the mark of a possible line end and says nothing.
SOFT_HYPHEN = re.compile(r"((?<!\w)\w*+|)\u00ad(\w*)")
HORNED_O = "ơờớởỡợ"

# All that a text of today holds, most of it anyway: Latin letters in NFC and their signs, none that is repaired below.
PLAIN = (
    "\n !-~\u00a1-\u00ac\u00ae-\u00cf\u00d1-\u00ef\u00f1-\u0188\u018a-\u0255\u0257-\u02ff\u1ea0-\u1eff"
    "\u2012-\u2027\u2030-\u203a\u20ab\u2212\u2264\u2265"
)
NOT_PLAIN = re.compile(f"[^{PLAIN}]")


def repair(text: MappedText) -> MappedText:
    """The text in NFC with Latin letters in symbols, plain spaces and hyphens, and nothing invisible; idempotent."""
    if is_clean(text.text):
        return text
    text = _composed(text).sub(HYPHENS, "-").sub(INVISIBLE, "")
    text = text.sub(ETH, lambda match: match[0].translate(ETH_AS_D))
    if "\u00ad" in text.text:
        text = text.sub(SOFT_HYPHEN, _soft_hyphen)
    text = _composed(text.sub(MIXED_WORD, _latin))  # what was taken out may have stood between a letter and its mark
    return text.sub(SPACES, " ").sub(LINE_ENDS, "\n")


def repaired(text: str) -> str:
    """The repaired text alone, for strings without a source."""
    if is_clean(text):
        return text
    plain = LINE_ENDS.sub("\n", SPACES.sub(" ", unicodedata.normalize("NFC", text)))  # all that most of the rest need
    return plain if is_clean(plain) else repair(MappedText.of(text)).text


def is_clean(text: str) -> bool:
    """Whether the text needs no repair, as most; a quick look, which may send to the repair what it leaves as it is."""
    if NOT_PLAIN.search(text) or "  " in text:
        return False
    return "\n" not in text or not ("\n\n" in text or " \n" in text or "\n " in text)


def _composed(text: MappedText) -> MappedText:
    text = text.sub(COMPOSABLE, lambda match: unicodedata.normalize("NFC", match[0]))
    if unicodedata.is_normalized("NFC", text.text):
        return text
    # scripts beyond the pattern: whatever is not plain Latin, with the letter before it
    return text.sub(BEYOND, lambda match: unicodedata.normalize("NFC", match[0]))


def _latin(match: re.Match[str]) -> str:
    word = match[0]
    return word.translate(LOOK_ALIKE) if LATIN_OR_DIGIT.search(word) else word


def _soft_hyphen(match: re.Match[str]) -> str:
    before, after = match[1], match[2]
    joined, horned = before + after, before + "ư" + after
    if joined and is_syllable(horned) and (not is_syllable(joined) or after[:1].lower() in HORNED_O):
        return before + ("Ư" if before.isupper() and (after.isupper() or not after) else "ư") + after
    is_hyphen = before[-1:].isdigit() or after[:1].isdigit() or (before.isupper() and after[:1].isupper())
    return f"{before}-{after}" if is_hyphen else joined
