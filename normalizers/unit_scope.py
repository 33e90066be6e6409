"""Whose plan it is: what "tỉnh", "Văn phòng" or "Ban Chỉ huy" stand for in a document of this issuer and day."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from normalizers.alphabet import tone_on_first
from normalizers.unit_register import Territory, folded, spelled_out, territories, types_named

Level = Literal["central", "province", "district", "commune"]
LEVEL_WORDS: Mapping[str, Level] = {
    "tỉnh": "province", "thành phố": "province", "huyện": "district", "quận": "district", "thị xã": "district",
    "xã": "commune", "phường": "commune", "thị trấn": "commune", "đặc khu": "commune",
}  # fmt: skip
# "UBND huyện Tuy Phước", "HĐND thành phố Hà Nội", "Ủy ban nhân dân xã Ea Kar" | not "UBND các xã"
COUNCIL = re.compile(
    r"^(?:UBND|HĐND|Thường trực HĐND)\s+(?P<place>(?P<word>tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường"
    r"|đặc khu)\s+.+)$",
    re.IGNORECASE,
)
# "Đảng ủy xã Ea Kar": the Party's committee of a district or commune | not "Đảng ủy UBND xã"
COMMITTEE = re.compile(
    r"^(?:Ban (?:Thường vụ|Chấp hành) )?Đảng (?:ủy|bộ) "
    r"(?P<place>(?P<word>huyện|quận|thị xã|xã|phường|thị trấn|đặc khu) .+)$",
    re.IGNORECASE,
)
PERSON = re.compile(r"^(?:Chủ tịch|Phó Chủ tịch|Giám đốc|Bộ trưởng|Trưởng ban|Chánh Văn phòng)\s+(?=\S)", re.IGNORECASE)
LOOKED_AT = 400_000  # characters of a text in which boards are looked for
LEVEL_IN_FRONT = re.compile(r"^(?:tỉnh|thành phố|tp\.?)\s+", re.IGNORECASE)  # "Tỉnh Hà Nam", "TP. Huế" | not "tỉnh"
CENTRAL = (
    "chính phủ",
    "thủ tướng",
    "quốc hội",
    "ủy ban thường vụ quốc hội",
    "bộ chính trị",
    "ban chấp hành trung ương",
    "ban bí thư",
)
# Kinds of bodies that a plan names in full once and by the bare kind afterwards.
SHORTENED = ("Ban Chỉ huy", "Ban Chỉ đạo", "Ban Quản lý", "Ban Điều hành", "Tổ công tác", "Hội đồng", "Tổ giúp việc")
# The matter of such a body, up to the word that says whose it is: "Ban Chỉ huy Phòng thủ dân sự tỉnh" → Phòng thủ dân sự
MATTER = (
    r"(?P<matter>[^\W\d_]\w*(?:(?:\s|,\s|\s-\s)\w+){1,9}?)"
    r"(?=\s(?:cấp|các cấp|tỉnh|thành phố|huyện|quận|xã|phường|để|và|có|là|về|do|của|qua)\b|\s?[;.():]|$)"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What short mentions of units are read against; every part may be unknown."""

    level: Level | None = None
    province: Territory | None = None
    local: str | None = None  # the district or commune whose plan it is: "huyện Tuy Phước"
    body: str | None = None  # the issuer, where it is no council of a territory: "Sở Nội vụ tỉnh Hà Nam"
    on: date | None = None  # the day as of which names are read
    full_names: tuple[tuple[str, str], ...] = ()  # "ban chỉ huy" → "Ban Chỉ huy Phòng thủ dân sự"

    @property
    def place(self) -> str | None:
        """The issuer's own territory: its district or commune, else its province."""
        return self.local or (self.province.full if self.province else None)

    @property
    def owner(self) -> str | None:
        """Who a nameless office belongs to: the issuing body, else the issuer's territory."""
        return self.body or (None if self.level == "central" else self.place)


def scope_of(issuer: str | None, province: str | None, on: date | None, text: str = "") -> Scope:
    """The scope of a plan of this issuer, province ("Quảng Ngãi") and day; its text tells the full names of boards."""
    names = full_names(text)
    if not issuer:
        return Scope(None, _territory(province, on), on=on, full_names=names)
    name = PERSON.sub("", spelled_out(issuer)).strip()
    home = _territory(province, on) or _territory_in(name, on)
    council = COUNCIL.match(name)
    if council:
        word = council["word"].lower()
        level: Level = LEVEL_WORDS[word]
        if word == "thành phố" and not (home and folded(home.full) == folded(council["place"])):
            level = "province" if home is None else "district"
        place = council["place"][0].lower() + council["place"][1:]
        return Scope(level, home, None if level == "province" else place, on=on, full_names=names)
    lowered = folded(name)
    if lowered.startswith(CENTRAL):
        return Scope("central", None, on=on, full_names=names)
    types = types_named(name)
    if any(kind.level == "central" for kind in types) or (lowered.startswith("bộ ") and home is None):
        return Scope("central", None, body=name, on=on, full_names=names)
    committee = COMMITTEE.match(tone_on_first(name))
    if committee:
        return Scope(LEVEL_WORDS[committee["word"].lower()], home, committee["place"], name, on, names)
    return Scope("province", home, body=name, on=on, full_names=names)


def full_names(text: str) -> tuple[tuple[str, str], ...]:
    """The boards that a text names in full in one way only, by their bare kind; two ways of like weight: none is told."""
    found: dict[str, str] = {}
    for kind in SHORTENED:
        if kind not in text and kind.lower() not in text.lower():
            continue
        named = [match["matter"] for match in _named(kind).finditer(text, 0, LOOKED_AT)]
        written: dict[str, str] = {}
        for matter in named:
            if matter[0].isupper():
                written.setdefault(folded(matter), matter)
        # in small letters it may be any word ("Ban Chỉ đạo đã họp"), unless it is written with a capital elsewhere
        matters = Counter(key for key in map(folded, named) if key in written)
        for key, count in matters.most_common(1):  # a slip of the scan does not make a second board
            if count >= 0.75 * matters.total():
                found[kind.lower()] = f"{kind} {written[key]}"
    return tuple(found.items())


@functools.cache
def _named(kind: str) -> re.Pattern[str]:
    """A board of this kind with its matter: "Ban Chỉ đạo Chuyển đổi số tỉnh"."""
    return re.compile(rf"\b{kind}\s+{MATTER}", re.IGNORECASE)


def _territory(name: str | None, on: date | None) -> Territory | None:
    """The province of this name on that day: "Quảng Ngãi", "tỉnh Quảng Ngãi", "Thành phố Hồ Chí Minh"."""
    if not name:
        return None
    key = _bare(name)
    named = [place for place in territories() if _bare(place.full) == key]
    valid = [place for place in named if place.existed_on(on)]
    candidates = valid or named
    if not candidates:
        return None
    return candidates[0] if on else candidates[-1]


def _territory_in(text: str, on: date | None) -> Territory | None:
    """The one province that a name holds; None if it holds none or several."""
    lowered = f" {folded(text)} "
    hits = {_bare(place.full) for place in territories() if f" {_bare(place.full)} " in lowered}
    return _territory(hits.pop(), on) if len(hits) == 1 else None


def _bare(name: str) -> str:
    return LEVEL_IN_FRONT.sub("", folded(name)).strip()


@functools.lru_cache(maxsize=256)
def bare_name(territory: Territory) -> str:
    """A province's name without its level word: "tỉnh Đồng Nai" → "Đồng Nai"."""
    return LEVEL_IN_FRONT.sub("", territory.full)


@functools.lru_cache(maxsize=256)
def is_of_several_times(territory: Territory) -> bool:
    """Whether provinces of other times bear the same name: without a day nobody knows which is meant."""
    return sum(bare_name(place) == bare_name(territory) for place in territories()) > 1


@functools.cache
def place_endings() -> tuple[str, ...]:
    """The names of all provinces of all times, folded, with a blank before each: what a unit's name may end in."""
    return tuple(f" {folded(bare_name(place))}" for place in territories())
