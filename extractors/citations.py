"""Citations: every mention of a numbered legal or administrative document, and of laws and resolutions named without one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from data.document import Document
from data.facts import Fact, column
from extractors.header import Header

Kind = Literal["numbered", "named"]
Role = Literal["basis", "body", "self"]
Resolution = Literal["resolved", "ambiguous", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Fact):
    """One mention of a document."""

    kind: Kind = column("numbered, or named: a law or resolution without number")
    doc_type: str | None = column("type in full: Nghị định, Quyết định …; null if not told", default=None)
    number: str | None = column("number as written, with the year if it has one: 63/2010", default=None)
    symbol: str | None = column("symbol in official form: NĐ-CP", default=None)
    canonical: str | None = column("number and symbol in official form: 63/2010/NĐ-CP; null for a named one", default=None)
    issued_on: date | None = column("day given with this mention; null if not in full", default=None)
    issued_on_text: str | None = column("day given with this mention, ISO, as far as it is given", default=None)
    issuer: str | None = column("who issued it, in full", default=None)
    role: Role = column("basis (preamble), body, or self (this very document)")
    provision: str | None = column("the provision meant: khoản 3 Điều 14", default=None)
    legal_id: str | None = column("identity of the document over provinces and years; null unless resolved", default=None)
    resolution: Resolution = column("whether it is certain which document is meant", default="unknown")


FACT = Citation


def find(document: Document, header: Header) -> Iterator[Citation]:
    """The citations of a document, in text order."""
    return iter(())
