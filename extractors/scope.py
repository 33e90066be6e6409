"""Whose bodies a document speaks of: the scope that its mentions of units are read in, and the identity of its issuer."""

from __future__ import annotations

from datetime import date

from extractors.header import Header
from normalizers.unit_scope import PERSON, Scope, scope_of
from normalizers.units import resolve


def scope(header: Header, text: str = "") -> Scope:
    """The scope of a document; its text tells the full names of boards that it names by their bare kind."""
    return scope_of(header.issuer, header.province, _day(header), text)


def issuer_unit_id(header: Header) -> str | None:
    """The issuing body in units, for an office holder the body that he heads; None where that is not certain."""
    if header.issuer is None:
        return None
    here = scope(header)
    unit = resolve(header.issuer, here)
    return resolve(PERSON.sub("", header.issuer), here).unit_id if unit.status == "office" else unit.unit_id


def _day(header: Header) -> date | None:
    """A day that tells which bodies existed: of issue, else the middle of the month or year told, else the plan's first."""
    if header.issued_on:
        return header.issued_on
    parts = [int(part) for part in (header.issued_on_text or "").split("-") if part]
    if parts:
        return date(parts[0], parts[1] if len(parts) > 1 else 6, 15)
    return date(header.plan_year, 1, 1) if header.plan_year else None
