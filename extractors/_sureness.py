"""How sure a fact is by the words it was read from: a scan's words are no surer than their reading."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TypeVar

from data.document import Document
from data.facts import Fact

T = TypeVar("T", bound=Fact)
ROMAN = re.compile(r"\W*[IVXLC]+\W*")  # "XIII", "III." | not "VI" in "VIỆT"


def as_sure_as_read(fact: T, document: Document) -> T:
    """The fact, no surer than its least sure number, also a Roman one; without numbers, than its words are in the mean."""
    words = document.words_in(fact.char_start, fact.char_end)
    if all(word.confidence >= fact.confidence for word in words):
        return fact
    numbers = [word.confidence for word in words if _is_number(document.text[word.start : word.end])]
    sure = min(numbers) if numbers else sum(word.confidence for word in words) / len(words)
    return replace(fact, confidence=min(fact.confidence, sure))


def _is_number(text: str) -> bool:
    return any(map(str.isdigit, text)) or ROMAN.fullmatch(text) is not None
