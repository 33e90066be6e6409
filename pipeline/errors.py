"""Everything that can go wrong for a user: one base class, one class a cause; the message says what, where, what to do."""

from __future__ import annotations


class PlanError(Exception):
    """A problem told to the user: what happened, and what can be done."""

    exit_code = 1

    def __init__(self, problem: str, advice: str) -> None:
        super().__init__(f"{problem} {advice}")
        self.problem = problem
        self.advice = advice


class UnreadableFile(PlanError):
    """A file that no reader can make a document of."""

    exit_code = 3


class UnknownFormat(UnreadableFile):
    """A file whose content is of no known format."""


class NothingToRead(PlanError):
    """A folder without any plan, or a path that does not exist."""

    exit_code = 4


class StoreError(PlanError):
    """A store that is missing, damaged or of another version."""

    exit_code = 5


class UnknownName(PlanError):
    """A query, document or format that does not exist."""

    exit_code = 2
