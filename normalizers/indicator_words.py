"""The words of a metric in a form in which two can be compared: what tells, what does not, what keeps measures apart."""

from __future__ import annotations

import functools
import re
from typing import Final

from data import rows
from normalizers.alphabet import tone_on_first
from normalizers.wordings import any_of, clause_words

RANKED: Final = "xếp hạng"
DIGITAL: Final = "số"  # behind a noun, "kinh tế số"; else it numbers or counts
WORD = re.compile(r"[^\W_]+")
EXCEPTED = r"\((?:trừ|không bao gồm|tối thiểu|bao gồm)[^()]*\)|,? trừ [^,;]*"  # "(trừ hồ sơ mật)", ", trừ văn bản mật"
BY_LAW = r"(?<!\w)theo (?:đúng )?quy định(?: của pháp luật)?(?: tại [^,;]*)?"
BY_ACT = r"(?<!\w)theo (?:\S+ ){1,3}số \d+[^,;]*"  # "theo Quy định số 12-QĐ/TW ngày …" names who asks, not what is measured
IN_YEAR = r"(?<!\w)(?:so với|hơn|vào|trong|đến|hết) (?:cùng kỳ |cuối |hết )?năm (?:\d{4}|trước)|(?<!\w)năm \d{4}"
ASIDE = re.compile(rf"{EXCEPTED}|{BY_ACT}|{BY_LAW}|{IN_YEAR}")  # does not change what is measured
# "kim ngạch xuất khẩu tăng", "… giảm so với năm trước": how it grows, not how much it is | not "giảm tỷ lệ hộ nghèo"
GROWS = re.compile(
    r"(?<!\w)(?:tốc|nhịp) độ (?P<rate>tăng|giảm)(?! trưởng)"
    r"|(?<!\w)(?P<way>tăng|giảm)(?: thêm| bình quân| trung bình)?(?: hằng năm| so với .*)?$"
)
LEADS = re.compile(r"(?P<way>tăng|giảm)(?! trưởng)(?!\w)")  # "giảm số hồ sơ trễ hạn": by how much | not "tăng trưởng"


def normal(words: str) -> str:
    """A metric in one form: lower case, modern tone marks, abbreviations written out, asides left out."""
    for short, full in _abbreviations():
        words = short.sub(full, words)
    plain = tone_on_first(words.lower()).replace("tỉ lệ", "tỷ lệ").replace("tỉ trọng", "tỷ trọng")
    return " ".join(WORD.findall(ASIDE.sub(" ", plain)))


@functools.lru_cache(maxsize=4096)
def telling(words: str) -> tuple[str, ...]:
    """The words of a normal form that tell what is measured; "kinh tế số" gives kinh and tế_số, for it is no "kinh tế"."""
    found: list[str] = []
    behind_noun = False
    for word in _counting().sub(r"\g<noun>", words).split():
        if word == DIGITAL and behind_noun:
            found[-1] += f"_{word}"
        behind_noun = word not in _empty()
        if behind_noun:
            found.append(word)
    return tuple(found)


def qualifiers(words: str) -> frozenset[str]:
    """The words that keep measures apart: trực tuyến, đúng hạn, toàn trình, người dân, cấp xã …"""
    said = {_same_as()[phrase] for phrase in _qualifier_pattern().findall(words)}
    if grows := GROWS.search(words):
        said.add(grows["rate"] or grows["way"])
    elif leads := LEADS.match(" ".join(telling(words))):
        said.add(leads["way"])
    return frozenset(said)


@functools.cache
def _abbreviations() -> tuple[tuple[re.Pattern[str], str], ...]:
    found = ((row["short"], row["full"]) for row in rows("indicator_abbreviations"))
    return tuple((re.compile(rf"(?<!\w){re.escape(short)}(?!\w)"), full) for short, full in found)


@functools.cache
def _empty() -> frozenset[str]:
    """Words that tell nothing of what is measured."""
    return frozenset(row["word"] for row in rows("clause_words") if row["role"] == "tells nothing")


@functools.cache
def _counting() -> re.Pattern[str]:
    """The word "số" where it counts or makes digital: "số lượng hồ sơ", "giảm số hồ sơ", "số hóa" | not "kinh tế số"."""
    behind = rf"(?<!\w)(?P<noun>{clause_words('before a count')}) số(?!\w)"
    return re.compile(rf"{behind}|(?<!\w)số (?={clause_words('behind a count')})")


@functools.cache
def _qualifier_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(_same_as())})(?!\w)")


@functools.cache
def _same_as() -> dict[str, str]:
    """The qualifiers and the one form of those that say the same: hạng, bậc → xếp hạng."""
    return {normal(row["phrase"]): normal(row["same_as"] or row["phrase"]) for row in rows("indicator_qualifiers")}
