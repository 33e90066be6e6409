"""Labels of which people looked at some only: what nobody looked at counts neither for nor against the machine."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from pipeline.labels import Labels
from pipeline.likeness import folded, likeness

SAME_WORDS = 80  # likeness from which the words of two findings are those of one


class Checkable(Protocol):
    """A label that tells whether a person looked at it."""

    @property
    def checked(self) -> bool:
        """False: it is what the machine said, unseen."""


L = TypeVar("L", bound=Checkable)


def of_checked(found: Labels, wanted: Labels) -> tuple[Labels, Labels]:
    """Findings and labels without what nobody looked at; both as they are where everything was labelled."""
    citations = _asked(found.citations, wanted.citations, wanted.dropped.get("citations"), lambda one: one.raw, _same)
    named = _asked(found.named, wanted.named, wanted.dropped.get("named_citations"), lambda one: one.raw, _same)
    tasks = _asked(found.tasks, wanted.tasks, wanted.dropped.get("tasks"), lambda one: one.text, _alike)
    duties = _asked(found.assignments, wanted.assignments, wanted.dropped.get("assignments"), lambda one: one.raw, _alike)
    targets = _asked(found.targets, wanted.targets, wanted.dropped.get("targets"), lambda one: one.raw, _alike)
    sides = zip(citations, named, tasks, duties, targets, strict=True)
    (c, n, t, a, g), (wc, wn, wt, wa, wg) = sides
    return (
        replace(found, citations=c, named=n, tasks=t, assignments=a, targets=g),
        replace(wanted, citations=wc, named=wn, tasks=wt, assignments=wa, targets=wg),
    )


def _asked(
    found: Sequence[L] | None,
    wanted: Sequence[L] | None,
    dropped: Sequence[str] | None,
    words: Callable[[L], str],
    are_one: Callable[[str, str], bool],
) -> tuple[tuple[L, ...] | None, tuple[L, ...] | None]:
    """What was found of what people looked at, and what they said of it."""
    if wanted is None or (dropped is None and all(one.checked for one in wanted)):
        return _tuple(found), _tuple(wanted)
    left = list(found or ())
    for one in wanted:
        if not one.checked and one in left:
            left.remove(one)
    asked = tuple(one for one in wanted if one.checked)
    seen = [*map(words, asked), *(dropped or ())]
    return tuple(one for one in left if any(are_one(words(one), there) for there in seen)), asked


def _tuple(labels: Sequence[L] | None) -> tuple[L, ...] | None:
    return None if labels is None else tuple(labels)


def _same(one: str, other: str) -> bool:
    """Citations of two documents differ in a sign or two: only a type word more or less is let pass."""
    short, long = sorted((folded(one), folded(other)), key=len)
    return bool(short) and short in long


def _alike(one: str, other: str) -> bool:
    return likeness(one, other) >= SAME_WORDS
