"""The register of public bodies: their names and short forms, the words that begin a name, the nouns that make groups."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from data import rows
from normalizers.alphabet import tone_on_first

# a word, a sign, or "P." for "Phòng" before a name: "P. Nội vụ" | not "TP. Huế", "P.1"
TOKEN = re.compile(r"P\.(?=\s?[A-ZĐ])|\w+|[^\w\s]")
SIGNS = {"&": "và", "P.": "phòng"}
HYPHENS = frozenset("-–—−")


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign of a text in folded form, and its span."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class UnitType:
    """A body of the register without its place; days are inclusive, None = open."""

    unit_id: str
    name: str
    level: str  # central, province, district, commune
    valid_from: date | None
    valid_to: date | None

    def existed_on(self, day: date | None) -> bool:
        """Whether it existed on that day; without a day it is taken to."""
        if day is None:
            return True
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Known:
    """A name of the register at the front of some tokens: how many of them it takes, hyphens and all."""

    length: int
    full: str  # the name spelled out
    types: tuple[UnitType, ...]  # bodies that bear it, in the register's order


@dataclass(frozen=True, slots=True)
class Territory:
    """A province at some time: "tỉnh Đồng Nai"."""

    unit_id: str
    full: str
    is_city: bool
    valid_from: date | None
    valid_to: date | None

    def existed_on(self, day: date | None) -> bool:
        """Whether it existed on that day; without a day, whether it exists still."""
        if day is None:
            return self.valid_to is None
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@functools.lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """A word for comparing: lower case, composed, the tone mark where today's spelling has it."""
    lower = word.lower()
    return lower if lower.isascii() else tone_on_first(lower)


@functools.lru_cache(maxsize=8192)
def tokens_of(text: str) -> tuple[Token, ...]:
    """The words and signs of a text; "&" is read as "và", "P." as "phòng"."""
    found = []
    for match in TOKEN.finditer(text):
        word = SIGNS.get(match[0]) or folded(match[0])
        found.append(Token(word, match.start(), match.end()))
    return tuple(found)


def key_of(text: str) -> tuple[str, ...]:
    """A name for looking it up: its folded words without hyphens."""
    return tuple(token.word for token in tokens_of(text) if token.word not in HYPHENS)


def type_key(name: str) -> tuple[str, ...]:
    """A name for looking up its body: without "và" and commas, which plans put and leave out."""
    return tuple(word for word in key_of(name) if word not in ("và", ","))


def known_at(tokens: tuple[Token, ...], at: int) -> Known | None:
    """The longest name or short form of the register that stands at tokens[at]."""
    node = _register().names.get(tokens[at].word)
    best: Known | None = None
    index = at + 1
    while node is not None:
        if node.full is not None:
            best = Known(index - at, node.full, node.types)
        while index < len(tokens) and tokens[index].word in HYPHENS:
            index += 1
        node = node.longer.get(tokens[index].word) if index < len(tokens) else None
        index += 1
    return best


def types_named(name: str) -> tuple[UnitType, ...]:
    """The bodies with exactly this name."""
    return _register().types.get(type_key(name), ())


def spelled_out(text: str) -> str:
    """The text with every short form written in full: "Sở KH&CN" → "Sở Khoa học và Công nghệ"."""
    register = _register()
    tokens = tokens_of(text)
    parts: list[str] = []
    done = index = 0
    while index < len(tokens):
        best: tuple[int, str] | None = None
        for key, short in register.short_by_first.get(tokens[index].word, ()):
            length = _matched(tokens, index, key)
            if not length or (best is not None and length <= best[0]):
                continue
            written = text[tokens[index].start : tokens[index + length - 1].end]
            if _same_case(written, short):
                best = (length, register.short[short])
        if best is None:
            index += 1
            continue
        parts += (text[done : tokens[index].start], best[1])
        done = tokens[index + best[0] - 1].end
        index += best[0]
    return "".join((*parts, text[done:]))


def words_of(kind: str) -> Mapping[tuple[str, ...], str]:
    """The words of a kind (head, member, person, territory) as keys, and where their place comes from."""
    return _words()[kind]


def word_at(tokens: tuple[Token, ...], at: int, kind: str) -> int:
    """How many tokens the longest word of this kind at tokens[at] takes, hyphens and all; 0 if none stands there."""
    if at >= len(tokens) or tokens[at].word not in _first_words(kind):
        return 0
    words = words_of(kind)
    best = 0
    key: tuple[str, ...] = ()
    for index in range(at, min(at + 7, len(tokens))):
        if tokens[index].word not in HYPHENS:
            key = (*key, tokens[index].word)
            best = index + 1 - at if key in words else best
    return best


def place_at(tokens: tuple[Token, ...], at: int, kind: str) -> str | None:
    """Where the place of the word of this kind at tokens[at] comes from; None if no such word stands there."""
    length = word_at(tokens, at, kind)
    key = tuple(token.word for token in tokens[at : at + length] if token.word not in HYPHENS)
    return words_of(kind).get(key)


def territories() -> tuple[Territory, ...]:
    """The provinces of all times."""
    return _register().territories


@dataclass(slots=True)
class _Node:
    """A word of some names: the name that ends here, if one does, and the words that can follow."""

    longer: dict[str, _Node] = field(default_factory=dict)
    full: str | None = None
    types: tuple[UnitType, ...] = ()


@dataclass(frozen=True, slots=True)
class _Register:
    types: Mapping[tuple[str, ...], tuple[UnitType, ...]]
    names: Mapping[str, _Node]  # first word → what can follow
    short: Mapping[str, str]  # short form as written → what it stands for
    short_by_first: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    territories: tuple[Territory, ...]


@functools.cache
def _register() -> _Register:
    types: dict[tuple[str, ...], list[UnitType]] = {}
    full: dict[tuple[str, ...], str] = {}
    by_id: dict[str, UnitType] = {}
    for row in rows("units"):
        valid_from, valid_to = _day(row["valid_from"]), _day(row["valid_to"])
        kind = UnitType(row["unit_id"], row["name"], row["level"], valid_from, valid_to)
        by_id[kind.unit_id] = kind
        types.setdefault(type_key(row["name"]), []).append(kind)
        for written in _writings(row["name"]):
            full[key_of(written)] = row["name"]
    places = tuple(
        Territory(row["id"], row["name_full"], row["kind"] == "thanh_pho", _day(row["valid_from"]), _day(row["valid_to"]))
        for row in rows("provinces")
    )
    short = {row["alias"]: row["full"] for row in rows("unit_aliases")}
    for row in rows("unit_aliases"):  # another full name of a body
        if row["unit_id"] in by_id and type_key(row["full"]) not in types:
            types[type_key(row["full"])] = types[type_key(by_id[row["unit_id"]].name)]  # at every level that has it
    heads = _words()["head"]
    for alias, meaning in short.items():
        named = key_of(meaning)
        if any(named[:length] in heads for length in (1, 2, 3)):
            full.setdefault(key_of(alias), meaning)
    names: dict[str, _Node] = {}
    for key, name in full.items():
        node = names.setdefault(key[0], _Node())
        for word in key[1:]:
            node = node.longer.setdefault(word, _Node())
        node.full, node.types = name, tuple(types.get(type_key(name), ()))
    short_by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for alias in short:
        key = key_of(alias)
        short_by_first.setdefault(key[0], []).append((key, alias))
    return _Register(
        {key: tuple(found) for key, found in types.items()},
        names,
        short,
        {first: tuple(found) for first, found in short_by_first.items()},
        places,
    )


@functools.cache
def _words() -> Mapping[str, Mapping[tuple[str, ...], str]]:
    kinds: dict[str, dict[tuple[str, ...], str]] = {}
    for row in rows("unit_groups"):
        kinds.setdefault(row["kind"], {})[key_of(row["word"])] = row["place"]
    return kinds


def _writings(name: str) -> tuple[str, ...]:
    """A name with UBND and HĐND short, as the register has it, and in words."""
    words = name.replace("UBND", "Ủy ban nhân dân").replace("HĐND", "Hội đồng nhân dân")
    return (name,) if words == name else (name, words)


@functools.cache
def _first_words(kind: str) -> frozenset[str]:
    return frozenset(key[0] for key in _words()[kind])


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _matched(tokens: tuple[Token, ...], at: int, key: tuple[str, ...]) -> int:
    """How many tokens from `at` spell the key, hyphens between its words left out of account; 0 if they do not."""
    index = at
    for place, word in enumerate(key):
        while place and index < len(tokens) and tokens[index].word in HYPHENS:
            index += 1
        if index >= len(tokens) or tokens[index].word != word:
            return 0
        index += 1
    return index - at


def _same_case(written: str, short: str) -> bool:
    """Whether a short form is written with its capitals: "CT" is one, "ct" or "Ct" is not; full words may vary."""
    capitals = [letter for letter in short if letter.isupper()]
    return len(capitals) < 2 or sum(letter.isupper() for letter in written) >= len(capitals)
