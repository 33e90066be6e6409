"""Provinces: any spelling of a name to the province of that day, from there to today's, and names in running text.

Source: data/provinces.csv (63 until 30 June 2025, 34 since, changes of rank in between).
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias, cast

from data import rows
from normalizers.alphabet import is_worn, tone_on_first, tone_on_last

Kind: TypeAlias = Literal["tinh", "thanh_pho"]
InText: TypeAlias = Literal["", "prefix", "prefix-in-capitals"]
Verified: TypeAlias = Literal["yes", "partly", "no"]


@dataclass(frozen=True, slots=True)
class Province:
    """A province or centrally governed city over the days on which its territory and rank were the same.

    valid_from None: since before the tables begin; valid_to None: still so. Dates include both ends.
    """

    id: str
    name: str  # as letterheads say it: "Đồng Nai", "Thành phố Hồ Chí Minh"
    kind: Kind
    name_full: str  # with its rank: "tỉnh Đồng Nai"
    aliases: tuple[str, ...]
    in_text: InText  # whether running text must say tỉnh or thành phố before the name, as it also means something else
    valid_from: date | None
    valid_to: date | None
    successor: str | None
    sort_key: int  # place among all names in dictionary order
    source: str
    verified: Verified

    def valid_on(self, day: date) -> bool:
        """Whether this was the province of its name on that day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Match:
    """A province and whether it was written right; not exact: marks lost in a scan, or another rank than it had."""

    province: Province
    exact: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """A province named in a text, its rank included if it stands before the name: text[start:end]."""

    start: int
    end: int
    province: Province
    exact: bool


def province(name: str, on: date | None = None) -> Province | None:
    """The province of this name on a day, in any spelling; without a day the last one of that name.

    None if there was none, or if the rank says that a place within a province is meant ("thành phố Cao Bằng").
    """
    found = match(name, on)
    return found.province if found else None


def match(name: str, on: date | None = None) -> Match | None:
    """As province(), with whether the name was written right."""
    rank, bare = _split(name)
    candidates = _names().get(_key(bare), ())
    exact = bool(candidates)
    if not exact:
        candidates = _worn(bare)
    of_day = [one for one in candidates if on is None or one.valid_on(on)]
    if not of_day or (rank == "thanh_pho" and any(one.kind == "tinh" for one in of_day)):
        return None
    last = max(of_day, key=lambda one: one.valid_from or date.min)
    return Match(last, exact and (rank is None or rank == last.kind))


def now(of: Province) -> Province:
    """The province that its territory belongs to now."""
    by_id = {one.id: one for one in provinces()}
    while of.successor:
        of = by_id[of.successor]
    return of


def on_day(of: Province, day: date) -> tuple[Province, ...]:
    """The provinces of a day whose territory this one's is: itself, the one that took it over, or those it was made of.

    Before the tables begin and after their last change they are taken to go on as they were.
    """
    if of.valid_on(day):
        return (of,)
    if of.valid_to is not None and day > of.valid_to:
        by_id = {one.id: one for one in provinces()}
        while of.successor and not of.valid_on(day):
            of = by_id[of.successor]
        return (of,)
    before = [one for one in provinces() if one.successor == of.id]
    return tuple(dict.fromkeys(found for one in before for found in on_day(one, day)))


def find_provinces(text: str, on: date | None = None) -> Iterator[Mention]:
    """The provinces named in a text, in its order; `on` as in province(). The text is NFC.

    Names must have capitals; not found: names of persons ("Nguyễn Thái Bình"), of places within a province
    ("xã Hòa Bình"), parts of longer names ("Hà Nam Ninh").
    """
    for found in _written().finditer(text):
        if not _stands_alone(text, found):
            continue
        matched = match(found[0], on)
        if matched and _is_meant(found, matched.province):
            yield Mention(found.start(), found.end(), matched.province, matched.exact)


@functools.cache
def provinces() -> tuple[Province, ...]:
    """All rows of the table, by name and time."""
    return tuple(
        Province(
            id=row["id"],
            name=row["name"],
            kind=cast(Kind, row["kind"]),
            name_full=row["name_full"],
            aliases=tuple(filter(None, row["aliases"].split("|"))),
            in_text=cast(InText, row["in_text"]),
            valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            successor=row["successor"] or None,
            sort_key=int(row["sort_key"]),
            source=row["source"],
            verified=cast(Verified, row["verified"]),
        )
        for row in rows("provinces")
    )


# "tỉnh Đồng Nai", "TP. Huế", "TPHCM", "T.P HCM" | not "TPP"
RANK_WORDS = r"(?i:(?P<tinh>tỉnh)\s+|(?P<thanh_pho>thành\s+phố\s+|t\.?p(?:\.\s*|\s+|(?=hcm\b))))"
RANK = re.compile(RANK_WORDS)
CAPITAL = "".join(letter for letter in map(chr, range(0x41, 0x1EFA)) if letter.isalpha() and letter.isupper())
# What makes the name behind it that of another place or thing: "xã Hòa Bình", "đường Hà Nội", "xã Tân Bình Định"
# | not "các xã của Hà Nội"
OTHER_PLACE = re.compile(
    r"\b(?i:thị\s+xã|huyện|quận|thị\s+trấn|phường|xã|thôn|làng|ấp|bản|đường|phố|đại\s+lộ|xa\s+lộ|sông|hồ|cầu|chợ|ga|đảo)\s"
    rf"(?:[{CAPITAL}][^\W\d_]{{0,6}}\s){{0,2}}$"
)
BEFORE = 40  # characters that are looked at before a name
WORDS_BEFORE = re.compile(r"(?:[^\W\d_]{1,7} ){1,3}$")  # "Nguyễn " of "ông Nguyễn Thái Bình"
WORD_AFTER = re.compile(r" ([^\W\d_]{1,7})\b")  # " Ninh" of "Hà Nam Ninh" | not ", Ninh"


def _split(name: str) -> tuple[Kind | None, str]:
    """The rank that a name is written with, and the rest."""
    text = " ".join(unicodedata.normalize("NFC", name).split()).strip(" .,;:")
    found = RANK.match(text)
    if not found:
        return None, text
    return ("tinh" if found["tinh"] else "thanh_pho"), text[found.end() :]


def _key(name: str) -> str:
    """What all right spellings of a name have in common: letters and marks, not case, spaces or hyphens."""
    return re.sub(r"[\s–—-]+", " ", tone_on_first(name).casefold()).strip()


@functools.cache
def _names() -> dict[str, tuple[Province, ...]]:
    found: dict[str, tuple[Province, ...]] = {}
    for one in provinces():
        for key in {_key(_split(name)[1]) for name in (one.name, *one.aliases)}:
            found[key] = (*found.get(key, ()), one)
    return found


def _worn(name: str) -> tuple[Province, ...]:
    """The provinces whose name this is with marks lost; none if two different names could be meant."""
    key = _key(name)
    hits = {right: found for right, found in _names().items() if is_worn(key, right)}
    return next(iter(hits.values())) if len({found[0].name for found in hits.values()}) == 1 else ()


@functools.cache
def _written() -> re.Pattern[str]:
    """Every name as it may stand in running text, longest first, with its rank if there is one."""
    bare = {_split(name)[1] for one in provinces() for name in (one.name, *one.aliases)}
    spelt = {form for name in bare for form in (name, tone_on_last(name))}
    forms = sorted(spelt | {form.upper() for form in spelt}, key=len, reverse=True)
    names = "|".join(_loose(form) for form in forms)
    return re.compile(rf"(?<!\w)(?:{RANK_WORDS})?(?P<name>{names})(?!\w)")


def _loose(name: str) -> str:
    """The name as a pattern: any hyphen, any white space."""
    parts = re.split(r"\s*-\s*", name)
    return r"\s?[-–—]\s?".join(r"\s{1,2}".join(map(re.escape, part.split())) for part in parts)


def _stands_alone(text: str, found: re.Match[str]) -> bool:
    """Whether the name is not part of a longer name of a person or place."""
    if found["tinh"] or found["thanh_pho"]:
        return True
    before = text[max(0, found.start() - BEFORE) : found.start()]
    if OTHER_PLACE.search(before):
        return False
    words = WORDS_BEFORE.search(before)
    if words and _ends_in_surname(words[0].split()):
        return False
    after = WORD_AFTER.match(text, found.end())
    return found["name"].isupper() or after is None or not after[1].istitle() or after[1] in _surnames()


def _ends_in_surname(words: list[str]) -> bool:
    """Whether the capitalised words at the end hold a surname: what follows is then a given name."""
    for word in reversed(words):
        if not word[0].isupper():
            return False
        if word.title() in _surnames():
            return True
    return False


def _is_meant(found: re.Match[str], named: Province) -> bool:
    """Whether the words, which may mean something else, are the province here."""
    if found["tinh"] or found["thanh_pho"]:
        return True
    return named.in_text == "" or (named.in_text == "prefix-in-capitals" and not found["name"].isupper())


@functools.cache
def _surnames() -> frozenset[str]:
    return frozenset(row["surname"] for row in rows("surnames"))
