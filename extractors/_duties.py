"""x"""

from __future__ import annotations
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from data.document import Document
from extractors.header import Header


@dataclass(frozen=True, slots=True)
class Duty:
    start: int
    end: int
    units: tuple[tuple[Literal["lead", "coordinating", "monitoring"], str], ...]
    field: str
    section: str | None = None
    deadline: str | None = None
    confidence: float = 1.0


def duties(document: Document, header: Header) -> Iterator[Duty]:
    return iter(())
