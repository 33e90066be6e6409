"""How sure a fact is by the words it was read from: a scan's words are no surer than their reading."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from data.document import Document, Word
from data.facts import Fact

T = TypeVar("T", bound=Fact)


def as_sure_as_read(fact: T, document: Document) -> T:
    """The fact, no surer than its least sure word with a digit; without digits, than its words are in the mean."""
    words = document.words_in(fact.char_start, fact.char_end)
    if all(word.confidence >= fact.confidence for word in words):
        return fact
    numbers = [word.confidence for word in words if _has_digit(word, document)]
    sure = min(numbers) if numbers else sum(word.confidence for word in words) / len(words)
    return replace(fact, confidence=min(fact.confidence, sure))


def _has_digit(word: Word, document: Document) -> bool:
    return any(letter.isdigit() for letter in document.text[word.start : word.end])
