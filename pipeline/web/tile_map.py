"""A map of the provinces in which each is a tile of one size, as small ones matter as much as large ones."""

from __future__ import annotations

from dataclasses import dataclass

LEVELS = 5  # of colour
LONGEST_NAME = 11  # letters of a line


@dataclass(frozen=True, slots=True)
class Tile:
    """A province; level None = no value to colour it by; told: why, in words."""

    place: str
    row: int
    column: int
    level: int | None
    said: str
    state: str
    told: str
    href: str

    @property
    def lines(self) -> tuple[str, ...]:
        """Its name, a long one in two lines."""
        words = self.place.split()
        if len(self.place) <= LONGEST_NAME or len(words) < 2:
            return (self.place,)
        cuts = ((" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words)))
        return min(cuts, key=lambda halves: abs(len(halves[0]) - len(halves[1])))
