"""Whether a text is in an encoding of before Unicode: only if it is no Vietnamese as it stands and is once converted.

Text that is Unicode already is never touched: it holds letters that no old encoding has, and is believed as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from normalizers.old_encodings import OldEncoding, to_unicode, was_misread
from pipeline.ingest.pdf_trust import ENOUGH, Trust, trust_of

FONT_NAMES: Final[tuple[tuple[str, OldEncoding], ...]] = ((".vn", OldEncoding.TCVN3), ("vni", OldEncoding.VNI))
CAPITAL_FONT: Final = re.compile(r"\.vn\w*h\b", re.IGNORECASE)  # ".VnTimeH", ".VnArialH" | not ".VnTime"
MARKED_LETTERS: Final = re.compile("[\u1ea0-\u1ef9]")  # "ạ" to "ỹ", which no code page of old texts has
MOST_UNICODE: Final = 0.05  # share of letters beyond ASCII that no old encoding has, in text of an old encoding
MIXED: Final = 0.3  # share up to which a run may be old but for some letters put in later; Vietnamese in Unicode has half
BETTER: Final = 0.1  # by how much more of a text must be spelled right once converted
SAMPLE: Final = 200_000  # characters that decide


def encoding_of(text: str, candidates: Iterable[OldEncoding] = OldEncoding, *, enough: int = ENOUGH) -> OldEncoding | None:
    """The old encoding of a text that nothing but its letters tells; None if it is Unicode, foreign or too short.

    enough: words that the text needs to be judged.
    """
    sample = text[:SAMPLE]
    before = trust_of([sample])
    if before.good or unicode_share(sample) > MOST_UNICODE:
        return None
    best: OldEncoding | None = None
    score = before.confidence + BETTER
    for encoding in candidates:
        after = trust_of([to_unicode(sample, encoding)])
        if after.good and after.words >= enough and after.confidence > score:
            best, score = encoding, after.confidence
    return best


def named_by(font: str) -> OldEncoding | None:
    """The old encoding that the name of a font promises: ".VnTime" TCVN3, "VNI-Times" VNI; its text may yet be Unicode."""
    name = font.lower()
    return next((encoding for start, encoding in FONT_NAMES if name.startswith(start)), None)


def is_in(text: str, encoding: OldEncoding) -> bool:
    """Whether a text whose font promises an old encoding is in it: converting does not make it worse."""
    sample = text[:SAMPLE]
    share = unicode_share(sample)
    if share > MIXED:
        return False
    before, after = spelled(trust_of([sample])), spelled(trust_of([to_unicode(sample, encoding)]))
    return after >= before if share <= MOST_UNICODE else after > before


def unicode_share(text: str) -> float:
    """The share of letters beyond ASCII that no old encoding can have; 0 if there are none."""
    letters = {
        letter: count
        for letter, count in Counter(text).items()
        if letter > "\u00bf" and (letter.isalpha() or letter > "\u02ff")
    }
    beyond = (letter for letter in letters if letter > "\u00ff" and letter.isalpha() and not was_misread(letter))
    return sum(letters[letter] for letter in beyond) / sum(letters.values()) if letters else 0.0


def plainly_unicode(text: str) -> bool:
    """Whether the commonest letters of Unicode alone are more than a text of an old encoding has; quick."""
    enough = int(MOST_UNICODE * (len(text) - len(text.encode("ascii", "ignore"))))
    return next(islice(MARKED_LETTERS.finditer(text), enough, None), None) is not None


def spelled(trust: Trust) -> float:
    """How many words are right, counted so that a text of few words can be compared with itself."""
    return trust.score * trust.words


@dataclass(frozen=True, slots=True)
class OldFonts:
    """What the fonts of a document's text are in: by name in lower case, as far as that was decided."""

    decided: dict[str, OldEncoding | None]

    @classmethod
    def of(cls, texts: dict[str, list[str]]) -> OldFonts:
        """The encodings of fonts with all that is written in each; a font of any name can hold old text."""
        decided: dict[str, OldEncoding | None] = {}
        for font, parts in texts.items():
            promised = named_by(font)
            # what was typed anew in Unicode says nothing about the rest of such a font
            text = " ".join(part for part in parts if promised is None or unicode_share(part) <= MOST_UNICODE)
            if promised is not None and not text.isascii():
                decided[font] = promised if is_in(text, promised) else None
            elif promised is None:
                decided[font] = encoding_of(text, (OldEncoding.TCVN3, OldEncoding.VNI, OldEncoding.VISCII))
        return cls(decided)

    def unicode(self, font: str) -> bool:
        """Whether whatever is written in a font is in Unicode."""
        name = font.lower()
        return self.decided.get(name) is None and named_by(name) is None

    def encoding(self, font: str, text: str) -> OldEncoding | None:
        """What a run of text in a font is in; a run with letters of Unicode was typed anew and is left alone."""
        name = font.lower()
        encoding = self.decided[name] if name in self.decided else named_by(name)
        if encoding is None or text.isascii():
            return encoding
        return encoding if is_in(text, encoding) else None


def all_capitals(font: str, encoding: OldEncoding | None) -> bool:
    """Whether a font draws small letters as capitals: ".VnTimeH" does for the TCVN3 that it is made for."""
    return encoding is OldEncoding.TCVN3 and CAPITAL_FONT.match(font) is not None
