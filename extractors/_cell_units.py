"""The units of a task table's cells by what they do, also where one cell says who leads and who joins in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

UnitRole: TypeAlias = Literal["lead", "coordinating", "monitoring"]

WHO = r"(?:(?:cơ quan|đơn vị|các đơn vị|bộ phận)\s)?"
# "Chủ trì: Sở Nội vụ", "- Cơ quan phối hợp: …" inside a cell
LABEL: Final = re.compile(
    rf"(?:^|\n|;|\.\s|[-–+]\s)\s*[-–+]?\s*{WHO}(?P<role>chủ trì|thực hiện|đầu mối|phối hợp|theo dõi|đôn đốc)"
    r"(?:\sthực hiện|\stham mưu)?\s?:\s*",
    re.IGNORECASE,
)
ROLES: Final[dict[str, UnitRole]] = {
    "chủ trì": "lead",
    "thực hiện": "lead",
    "đầu mối": "lead",
    "phối hợp": "coordinating",
    "theo dõi": "monitoring",
    "đôn đốc": "monitoring",
}
# a role in brackets behind its unit: "Sở Nội vụ (chủ trì); Sở Tài chính (phối hợp)"
MARK: Final = re.compile(rf"\s*\(\s*{WHO}(?P<role>chủ trì|đầu mối|phối hợp)(?:\sthực hiện)?\s*\)\s*[;,.]?", re.IGNORECASE)
WITH = r"phối hợp(?:\s(?:thực hiện|cùng))?(?:\s(?:với|cùng))?"
# "Sở Nội vụ chủ trì, phối hợp với Sở Tài chính", "Sở Nội vụ chủ trì; các sở, ngành phối hợp", "Sở Nội vụ chủ trì"
LEADS: Final = re.compile(
    rf"(?P<lead>[^\n]+?)\s(?:là\s)?{WHO}chủ trì(?:\sthực hiện)?\s*[,;.]?\s*(?:và\s)?"
    rf"(?:{WITH}\s(?P<behind>\S.*)|(?P<before>\S.*?)\sphối hợp(?:\sthực hiện)?\.?|)",
    re.IGNORECASE | re.DOTALL,
)
# "Sở Nội vụ phối hợp với Sở Y tế"
JOINS: Final = re.compile(
    r"(?P<lead>[^\n]+?)\s(?:chủ động\s)?phối hợp\s(?:với|cùng)\s(?P<behind>\S.*)", re.IGNORECASE | re.DOTALL
)
LONGEST: Final = 600  # characters of a cell that says in one sentence who does what
WORDS_OF_ROLES: Final = re.compile(r"(?<!\w)(?:chủ trì|phối hợp)(?!\w)", re.IGNORECASE)


class Part(NamedTuple):
    """Words of a cell that name units of one role."""

    role: UnitRole
    words: str


def parts_of(cell: str, role: UnitRole) -> Iterator[Part]:
    """The parts of a cell under a column of this role; what the cell itself says of roles goes before the column."""
    labels = list(LABEL.finditer(cell))
    if labels:
        yield Part(role, cell[: labels[0].start()])
        for number, label in enumerate(labels):
            end = labels[number + 1].start() if number + 1 < len(labels) else len(cell)
            yield Part(ROLES[label["role"].lower()], cell[label.end() : end])
        return
    told = list(_told(cell))
    yield from told or [Part(role, cell)]


def tells_roles(cell: str) -> bool:
    """Whether a cell says by itself who leads and who joins in."""
    return LABEL.search(cell) is not None or any(True for _ in _told(cell))


def _told(cell: str) -> Iterator[Part]:
    """The parts of a cell that marks its units or says in a sentence what they do; nothing where it does neither."""
    marks = list(MARK.finditer(cell))
    if marks:
        yield from _marked(cell, marks)
        return
    bare = cell.strip()
    said = (LEADS.fullmatch(bare) or JOINS.fullmatch(bare)) if len(bare) <= LONGEST else None
    parts = [] if said is None else [(name, words) for name, words in said.groupdict().items() if words]
    if all(not WORDS_OF_ROLES.search(words) for _, words in parts):
        for name, words in parts:
            yield Part("lead" if name == "lead" else "coordinating", words)


def _marked(cell: str, marks: list[re.Match[str]]) -> Iterator[Part]:
    """Each unit with the role in brackets behind it; behind a leader alone the others join in."""
    at = 0
    for mark in marks:
        yield Part(ROLES[mark["role"].lower()], cell[at : mark.start()])
        at = mark.end()
    rest = cell[at:].strip(" ;,.\n")
    if rest:
        yield Part("coordinating", rest)
