"""A scale of values with round marks, as the axis of a chart: where a value lies, in per cent of the width."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

STEPS = (1, 2, 2.5, 5, 10)
SAME = 1e-6  # a difference that no plan can mean
MARGIN = 3.0  # per cent of the width kept free on both sides


@dataclass(frozen=True, slots=True)
class Scale:
    """From low to high, with marks at round values."""

    low: float
    high: float
    marks: tuple[float, ...]

    def at(self, value: float) -> float:
        """Where a value lies, in per cent from the left."""
        share = (value - self.low) / (self.high - self.low)
        return round(MARGIN + share * (100 - 2 * MARGIN), 3)

    def level(self, value: float, levels: int) -> int:
        """Which of so many equal parts of the scale holds the value, from 0."""
        return min(int((value - self.low) / (self.high - self.low) * levels), levels - 1)


def scale_of(values: Sequence[float], wanted: int = 6, cap: float | None = None) -> Scale:
    """The scale that holds all values, with about so many marks; cap: nothing can lie beyond it (100 of a share)."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    if high - low < SAME * max(1.0, abs(low), abs(high)):
        low, high = (low - 1, high + 1) if low else (0.0, 1.0)
    rough = (high - low) / max(wanted - 1, 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(s * power for s in STEPS if s * power >= rough * 0.999)
    first, last = math.floor(low / step), math.ceil(high / step)
    if min(values, default=0.0) >= 0:
        first = max(first, 0)
    if cap is not None and high <= cap:
        last = min(last, math.floor(cap / step))
        if last * step < high:
            last += 1
    marks = tuple(round(n * step, 10) for n in range(first, last + 1))
    return Scale(marks[0], marks[-1], marks)
