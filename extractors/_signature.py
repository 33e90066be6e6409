"""Who signed: the office and the name in the signature block (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục 7)."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from data import rows
from extractors._letterhead import PREAMBLE, opens_with_body
from extractors._lines import Line
from normalizers.alphabet import CAPITAL, tone_on_first

# On behalf of whom, not who: "KT. CHỦ TỊCH", "TM. ỦY BAN NHÂN DÂN", "T/M BAN THƯỜNG VỤ".
ON_BEHALF = re.compile(r"(?:KT|TM|TL|TUQ|T/M|K/T|T/L)[. ]", re.I)
TITLES = re.compile(
    r"^(?:(?:GS|PGS|TSKH|TS|Ts|ThS|Ths|BSCK\w*|CK[I1]{1,2}|CKI{0,2}|BS|DS|KS|CN|LS|KTS|Thạc sĩ|Tiến sĩ|Bác sĩ|Kỹ sư|"
    r"(?:Đại|Thượng|Trung|Thiếu) (?:tá|tướng|úy))(?:[.,] ?| ))+"
)
# "Võ Văn Hoan", "Y Thông", "H'Yim Kđoh", "K'Mák"
WORD_OF_NAME = rf"[{CAPITAL}](?:['’][{CAPITAL}])?[^\W\d_]*"
NAME = re.compile(rf"{WORD_OF_NAME}(?: {WORD_OF_NAME}){{1,4}}|[{CAPITAL}]['’][{CAPITAL}][^\W\d_]+")
ACTING = re.compile(r"^Q(?:\.|\. | )")
NOT_A_NAME = re.compile(r"\b(?:Nơi nhận|Kính gửi|Lưu|Đã ký|Ký bởi|Phụ lục|UBND|Cơ quan|Thời gian)\b", re.I)
REACH = 8  # lines below the office in which the name may stand: seal, "(Đã ký)", notes of a digital signature
LONGEST_OFFICE = 60
LONGEST_FLAT = 160
WORD = re.compile(r"\S+")
SIGNED = re.compile(r"[(\[] ?(?:đã ký|daky) ?[)\]]", re.I)


@dataclass(frozen=True, slots=True)
class Signature:
    """The lines of the office and of the name; no name in a draft that nobody has signed."""

    office: Line
    name: Line | None
    signer: str | None


def signature_of(all_lines: Sequence[Line], after: int = 0) -> Signature | None:
    """The first signature block behind an offset (the title's end): that of the document itself, before its annexes."""
    for index, line in enumerate(all_lines):
        if line.start < after or not _is_office(line):
            continue
        for below in all_lines[index + 1 : index + 1 + REACH]:
            if _is_office(below) or below.block.level in range(1, 7):
                break
            name = _name(below)
            if name:
                return Signature(line, below, name)
    flat = next(filter(None, (_flattened(line) for line in all_lines if line.start >= after)), None)
    if flat:
        return flat
    last = zip_longest(all_lines[-REACH:], all_lines[-REACH:][1:])
    unsigned = next((line for line, below in reversed([*last]) if _is_office(line) and not _decides(below)), None)
    return Signature(unsigned, None, None) if unsigned else None


def _decides(below: Line | None) -> bool:
    """Whether the line under an office opens the grounds: whoever stands above them decides, and signs elsewhere."""
    return below is not None and PREAMBLE.match(below.text) is not None


def _flattened(line: Line) -> Signature | None:
    """A signature block flattened to one line: "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH Võ Văn Hoan", "GIÁM ĐỐC Y Thông"."""
    if len(line.text) > LONGEST_FLAT or not line.text[:2].isupper():
        return None
    text = SIGNED.sub(lambda note: " " * len(note[0]), line.text)
    words = list(WORD.finditer(text))
    capitals = next((count for count, word in enumerate(words) if not word[0].isupper()), len(words))
    if not capitals or capitals == len(words):
        return None
    end, start = words[capitals - 1].end(), words[capitals].start()
    written = replace(line, start=line.start + start, text=text[start:].rstrip())
    name, office = _name(written), None
    for word in reversed(words[:capitals]):  # the shortest end that is an office, and what makes it longer: PHÓ CHỦ TỊCH
        longer = replace(line, start=line.start + word.start(), end=line.start + end, text=line.text[word.start() : end])
        if _is_office(longer):
            office = longer
        elif office:
            break
    if office and not ON_BEHALF.match(text) and office.start > line.start:
        return None  # something else stands before the office
    return Signature(office, written, name) if name and office else None


def _is_office(line: Line) -> bool:
    """Whether a line is the signer's own office: capitals, such as PHÓ CHỦ TỊCH; not that of whom he signs for."""
    words = line.text.strip(" *.,")
    if words.endswith(":"):  # "CHỦ TỊCH UBND TỈNH … ĐIỆN:"
        return False
    if len(words) > LONGEST_OFFICE or not words.isupper() or ON_BEHALF.match(words):
        return False
    folded = tone_on_first(ACTING.sub("", words).strip().lower())
    return any(folded == office or folded.startswith(office + " ") for office in _offices())


def _name(line: Line) -> str | None:
    """The name of a person: two to five words with capital initials, degrees and ranks aside."""
    words = TITLES.sub("", line.text.strip(" *.,"))
    if not NAME.fullmatch(words) or NOT_A_NAME.search(words) or opens_with_body(words):
        return None
    return " ".join(word.capitalize() if "'" not in word else word for word in words.split()) if words.isupper() else words


@functools.cache
def _offices() -> frozenset[str]:
    return frozenset(
        tone_on_first(row["words"]) for row in rows("page_words") if row["kind"] == "role" and "." not in row["words"]
    )
