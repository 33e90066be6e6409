"""Figures of a measurement: how much of what people labelled is right, and what is missing or wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Figure:
    """How many findings there are, how many labels, and how many of both are the same."""

    right: int = 0
    found: int = 0
    labelled: int = 0

    def __add__(self, other: Figure) -> Figure:
        return Figure(self.right + other.right, self.found + other.found, self.labelled + other.labelled)

    @property
    def precision(self) -> float:
        """Share of the findings that are right; 1 where nothing is labelled and nothing found."""
        return self.right / self.found if self.found else float(not self.labelled)

    @property
    def recall(self) -> float:
        """Share of the labels that were found; 1 where nothing is labelled and nothing found."""
        return self.right / self.labelled if self.labelled else float(not self.found)

    @property
    def score(self) -> float:
        """F1: the harmonic mean of precision and recall, 0 to 1."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Miss:
    """A label that was not found, or a finding that no label knows."""

    doc: str
    figure: str
    said: str


@dataclass(slots=True)
class Report:
    """The figures by name, in the order of the kinds of facts; the misses; the labelled documents that are not there."""

    figures: dict[str, Figure] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    documents: int = 0  # how many were labelled

    def count(self, name: str, figure: Figure) -> None:
        """Adds the counts of one document."""
        self.figures[name] = self.figures.get(name, Figure()) + figure

    def to_arrow(self) -> pa.Table:
        """One row a figure: its score, precision and recall to four digits, and the counts behind them."""
        import pyarrow as pa  # noqa: PLC0415 only the command line pays for it

        rows = [
            {
                "figure": name,
                "score": round(figure.score, 4),
                "precision": round(figure.precision, 4),
                "recall": round(figure.recall, 4),
                "right": figure.right,
                "found": figure.found,
                "labelled": figure.labelled,
            }
            for name, figure in self.figures.items()
        ]
        return pa.Table.from_pylist(rows)

    def miss(self, doc: str, figure: str, said: str) -> None:
        """Notes something that is missing or wrong."""
        self.misses.append(Miss(doc, figure, said))
