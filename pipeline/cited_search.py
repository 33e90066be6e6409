"""Cited documents by number, identity or title, in any spelling: what the user means, or what comes near."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from data import rows
from normalizers.alphabet import plain
from normalizers.legal_documents import CANONICAL
from pipeline.errors import UnknownName

if TYPE_CHECKING:
    import duckdb

SQL = Path(__file__).with_suffix(".sql")
WHOLE, NEAR = 1, 4  # steps of the question: so written; from NEAR on no more than alike
SHOWN = 5
LISTED = 40  # columns that a reader can still tell apart
LETTERS_A_SLIP = 4  # one letter of so many may be wrong in a name that comes near

# "76/NQ-CP" in "Nghị quyết 76/NQ-CP", "63/2010", "187/KH-UBND@2021:ubnd-tinh-ha-nam", "76" in "nghị quyết số 76" |
# not "2024" in "Luật Đất đai 2024"
NUMBER = re.compile(r"\d[\w.]*(?:\s?[/-]\s?[\w.]+)+(?:@\d{4}(?::[\w-]+)?)?|(?<!\S)(?!(?:19|20)\d\d$)\d{1,5}$")
NUMBER_WORD = re.compile(r"\s(?:số|so)\s?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cited:
    """A document as the store names it in what is cited; number: its number and symbol, if it has any."""

    name: str
    number: str | None
    is_whole: bool  # the words are its number, identity or title, not a part


def find_cited(connection: duckdb.DuckDBPyConnection, words: str) -> tuple[Cited, ...]:
    """The documents that words mean: those so written, else those whose number goes on, else those that hold the words.

    Of these the ones that plans cite; the registry's only where plans cite none. Raises UnknownName where neither the store
    nor the registry knows any: that no plan cites a misspelt number says nothing.
    """
    number = NUMBER.search(words)
    asked = {"words": _folded(words), "number": _folded(number[0]) if number else ""}
    slack = max(1, len(asked["number"] or asked["words"]) // LETTERS_A_SLIP)
    found = connection.execute(SQL.read_text(encoding="utf-8"), {**asked, "slack": slack}).fetchall()
    kinds = _types_before(words[: number.start()]) if number else frozenset()
    alike = [row for row in found if not kinds or _may_be(kinds, row[1])]
    meant = [row for row in alike if row[3] < NEAR]
    if not meant:
        near = "; ".join(name for name, *_ in (alike or found)[:SHOWN])
        raise UnknownName(
            f"Không có văn bản nào khớp với {words!r}, cả trong kho lẫn trong danh mục văn bản đi kèm.",
            f"Gần nhất: {near}." if near else "Xem các văn bản được dẫn: kehoach query most_cited.",
        )
    kept = [row for row in meant if row[2]] or meant
    if len(kept) > LISTED:
        raise UnknownName(f"Có {len(kept)} văn bản khớp với {words!r}.", "Gõ rõ hơn, ví dụ 63/2010/NĐ-CP.")
    return tuple(Cited(name, own, stage == WHOLE) for name, own, _cited, stage in kept)


def find_one_cited(connection: duckdb.DuckDBPyConnection, words: str) -> tuple[Cited, ...]:
    """As find_cited(), of one number only (its years and issuers may be several); raises UnknownName where several fit."""
    found = find_cited(connection, words)
    if len({one.number or one.name for one in found}) > 1 and not all(one.is_whole for one in found):
        more = f" và {len(found) - SHOWN} văn bản nữa" if len(found) > SHOWN else ""
        raise UnknownName(
            f"Có {len(found)} văn bản khớp với {words!r}: {'; '.join(one.name for one in found[:SHOWN])}{more}.",
            "Gõ đủ số ký hiệu của một trong số đó.",
        )
    return found


def _folded(words: str) -> str:
    return "".join(plain(words).lower().split())


def _types_before(words: str) -> frozenset[str]:
    """The abbreviations of the type of document that stands before a number: "Nghị quyết số " → NQ."""
    return _abbreviations().get(_folded(NUMBER_WORD.sub("", words)), frozenset())


@functools.cache
def _abbreviations() -> Mapping[str, frozenset[str]]:
    """The abbreviations of each type of document in plain letters; the state and the Party may have their own."""
    found: dict[str, frozenset[str]] = {}
    for row in rows("doc_types"):
        if row["abbreviation"]:
            found[_folded(row["type"])] = found.get(_folded(row["type"]), frozenset()) | {row["abbreviation"]}
    return found


def _may_be(kinds: frozenset[str], number: str | None) -> bool:
    """Whether a number may be of such a type: its symbol begins with the type or with none at all ("91/2025/QH15")."""
    form = CANONICAL.fullmatch(number) if number else None
    said = re.split(r"[-/]", form["symbol"])[0] if form else ""
    return said in kinds or not any(said in known for known in _abbreviations().values())
