"""What all facts have in common. A kind of fact is a subclass that lives beside its finder in extractors/.

The store makes a table of every subclass: a column for each of its fields (see pipeline.tables).
"""

from __future__ import annotations

from dataclasses import Field, dataclass, field
from typing import Any


def column(meaning: str, **settings: Any) -> Any:
    """A dataclass field that says what it holds; the meaning goes to data/schema.md."""
    return field(metadata={"meaning": meaning}, **settings)


def meaning(of: Field[Any]) -> str:
    """What a field says it holds; empty if it says nothing."""
    return str(of.metadata.get("meaning", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A statement found in a document, with the words that make it: document.text[char_start:char_end] == raw."""

    raw: str = column("the words as they stand in the document's text")
    char_start: int = column("where the words start in the document's text")
    char_end: int = column("where the words end, exclusive")
    confidence: float = column("0 to 1; below 0.5 the fact is listed for review", default=1.0)
