"""The words of the reference tables as parts of patterns."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from data import rows


def any_of(phrases: Iterable[str]) -> str:
    """The phrases as alternatives of a pattern, the longest first so that none hides a longer one: "sở ngành|sở"."""
    return "|".join(re.escape(phrase) for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)))


@functools.cache
def clause_words(*roles: str) -> str:
    """The words of these roles in data/clause_words.csv as alternatives of a pattern."""
    return any_of(row["word"] for row in rows("clause_words") if row["role"] in roles)
