"""Text in an encoding of before Unicode, as a reader of Western letters sees it, to Vietnamese; data/old_encodings.csv.

TCVN3 (ABC, fonts .Vn…) and VISCII have a letter a byte, VNI-Windows (fonts VNI-…) a letter and a mark, VIQR plain ASCII.
Whether a text is in such an encoding is not decided here: see pipeline.ingest.old_text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from data import rows


class OldEncoding(StrEnum):
    """An encoding of Vietnamese of before Unicode."""

    TCVN3 = "tcvn3"
    VNI = "vni"
    VISCII = "viscii"
    VIQR = "viqr"


NAMES: Final[Mapping[OldEncoding, str]] = {
    OldEncoding.TCVN3: "TCVN3 (ABC)",
    OldEncoding.VNI: "VNI",
    OldEncoding.VISCII: "VISCII",
    OldEncoding.VIQR: "VIQR",
}
CONTROL_BYTES: Final = range(0x80, 0xA0)
# The bytes of TCVN3 and VNI as seen by a reader that took them for Turkish or for windows-1258.
MISREAD: Final = {
    ord(seen): western
    for page in ("cp1254", "cp1258")
    for byte in range(0xA0, 0x100)
    if (seen := bytes([byte]).decode(page, "ignore")) != (western := bytes([byte]).decode("cp1252")) and seen
}
# The bytes of VISCII that windows-1252 shows as letters and signs of its own.
AS_CONTROLS: Final = {ord(seen): chr(byte) for byte in CONTROL_BYTES if (seen := bytes([byte]).decode("cp1252", "ignore"))}
VIQR_WORD: Final = re.compile(r"[A-Za-z](?:[A-Za-z'`?~.^(+*]|\\.){1,30}")  # "ddi.nh", "nu+o+'c", "lu+o+.ng."
TONE_MARKS: Final = "'`?~."


def to_unicode(text: str, encoding: OldEncoding) -> str:
    """The text in Unicode (NFC, letter by letter); signs that the encoding does not know stay as they are."""
    if encoding is OldEncoding.VIQR:
        return VIQR_WORD.sub(lambda match: _viqr_word(match[0]), text)
    letters = letters_of(encoding)
    text = text.translate(AS_CONTROLS if encoding is OldEncoding.VISCII else MISREAD)
    if encoding is not OldEncoding.VNI:
        return text.translate({ord(code): letter for code, letter in letters.items()})
    return _vni_pattern().sub(lambda match: letters[match[0]], text)


def was_misread(letter: str) -> bool:
    """Whether a letter beyond U+00FF may be a byte of an old text that was taken for another code page."""
    return ord(letter) in MISREAD or letter in letters_of(OldEncoding.TCVN3)


@functools.cache
def letters_of(encoding: OldEncoding) -> Mapping[str, str]:
    """The letters of an encoding by the one to three characters that stand for them."""
    return {
        "".join(chr(int(part, 16)) for part in row["code"].split()): row["letter"]
        for row in rows("old_encodings")
        if row["encoding"] == encoding
    }


@functools.cache
def _vni_pattern() -> re.Pattern[str]:
    codes = letters_of(OldEncoding.VNI)
    pairs = "|".join(sorted(map(re.escape, (code for code in codes if len(code) > 1))))
    return re.compile(f"{pairs}|[{''.join(code for code in codes if len(code) == 1)}]")


def _viqr_word(word: str) -> str:
    """A word of VIQR: at most one tone, what stands behind a backslash as it is."""
    letters = letters_of(OldEncoding.VIQR)
    made, at, toned = "", 0, False
    while at < len(word):
        if word[at] == "\\":
            made += word[at + 1 : at + 2]
            at += 2
            continue
        for length in (3, 2, 1):
            code = word[at : at + length]
            has_tone = code[-1] in TONE_MARKS
            if length == 1 or (code in letters and not (toned and has_tone)):
                made += letters.get(code, code)
                toned = toned or (length > 1 and has_tone)
                at += length
                break
    return made
