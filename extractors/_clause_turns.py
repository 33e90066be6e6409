"""Values told in turn: "tỷ lệ hộ nghèo và hộ cận nghèo lần lượt còn 2% và 3%"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors._clause_subjects import beside
from extractors._clause_words import opening
from extractors._fields import YEAR

IN_TURN = re.compile(r"(?P<members>.+?),? lần lượt(?: là)?(?!\w)(?P<rest>.*)", re.IGNORECASE)
YEARS = re.compile(rf"(?<!\w)năm {YEAR}(?:, (?:năm )?{YEAR})*,? và (?:năm )?{YEAR}(?!\w)", re.IGNORECASE)
ONE_YEAR = re.compile(YEAR)
EACH_OF = re.compile(r"(?<!\w)(?:lần lượt|tương ứng)(?!\w)", re.IGNORECASE)
BETWEEN = re.compile(r",? và |, ")


def years_in_turn(words: str) -> tuple[int, ...]:
    """The years of values told in turn: "Đến năm 2026, 2028 và 2030 tỷ lệ lần lượt đạt 50%, 60% và 70%"."""
    told = YEARS.search(words) if EACH_OF.search(words) else None
    return tuple(int(year) for year in ONE_YEAR.findall(told[0])) if told else ()


def in_turn(metrics: Sequence[str]) -> list[str]:
    """The metrics of a sentence, with each member of a list told in turn at its own value; as they are where the members
    are not as many as the values, or do not name their likes.
    """
    given = list(metrics)
    for index, words in enumerate(metrics):
        said = IN_TURN.fullmatch(words)
        if said is None or (index and metrics[index - 1] == words):
            continue
        count = _how_often(metrics[index:])
        parts = BETWEEN.split(said["members"])
        full = [parts[0], *(_like(parts[0], part) for part in parts[1:])]
        if len(full) == count > 1 and all(full):
            given[index : index + count] = [f"{member}{said['rest']}" for member in full]
    return given


def _how_often(metrics: Sequence[str]) -> int:
    """How often the first metric is told in a row."""
    return next((at for at, words in enumerate(metrics) if words != metrics[0]), len(metrics))


def _like(first: str, part: str) -> str:
    """A member as the first one is told: "sản lượng lúa" and "ngô" → "sản lượng ngô"; "" if it does not name its like."""
    if opening("subject").match(part):
        return part
    head = " ".join(first.split()[: -len(part.split())])
    return beside(first, part) or (f"{head} {part}" if opening("subject").fullmatch(head) else "")
