"""The finders: one module a kind of fact, found by looking into this folder.

A finder module has FACT, the class of its facts, and find(document, header) that yields them in text order.
The header is read first (extractors.header.read); modules whose name starts with _ are shared reading.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, cast

from data.document import Document
from data.facts import Fact
from extractors import header
from extractors._sureness import as_sure_as_read
from extractors.header import Header


class Finder(Protocol):
    """What a module of this folder offers to be a finder."""

    FACT: type[Fact]

    def find(self, document: Document, header: Header) -> Iterator[Fact]:
        """The facts of this kind in a document."""
        ...


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one document."""

    document: Document
    header: Header
    facts: tuple[Fact, ...]


@functools.cache
def finders() -> tuple[Finder, ...]:
    """The finders of this folder: its modules that define FACT, by name."""
    names = sorted(info.name for info in pkgutil.iter_modules(__path__) if not info.name.startswith("_"))
    modules = (importlib.import_module(f"{__name__}.{name}") for name in names)
    return tuple(cast(Finder, module) for module in modules if hasattr(module, "FACT"))


def extract(document: Document) -> Extraction:
    """Header and facts of a document."""
    head = header.read(document)
    facts = tuple(as_sure_as_read(fact, document) for finder in finders() for fact in finder.find(document, head))
    return Extraction(document, head, facts)
