"""Page numbers that a conversion left among the lines of a text.

A number that stands alone between blank lines is a page number if several such numbers count up through the text by
one, or if it cuts a sentence in two. Any other lone number stays in the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.ingest.marks import Line
from pipeline.ingest.unwrap import SENTENCE_END

NUMBER = re.compile(
    r"(?:[-–—] ?)?(?:trang )?(\d{1,4})(?: ?/ ?\d{1,4})?(?: ?[-–—])?", re.IGNORECASE
)  # "3", "- 3 -", "Trang 3/9"
FEWEST = 3  # numbers that count up; two may be anything


def page_numbers(lines: Sequence[Line]) -> frozenset[int]:
    """Which of the lines are page numbers."""
    alone: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        match = NUMBER.fullmatch(line.text.text)
        if match and line.gap and (index + 1 == len(lines) or lines[index + 1].gap):
            alone.append((index, int(match[1])))
    numbers = [number for _, number in alone]
    if len(alone) >= FEWEST and numbers == list(range(numbers[0], numbers[0] + len(numbers))):
        return frozenset(index for index, _ in alone)
    return frozenset(index for index, _ in alone if _cuts_sentence(lines, index))


def _cuts_sentence(lines: Sequence[Line], index: int) -> bool:
    if not 0 < index < len(lines) - 1:
        return False
    before, after = lines[index - 1].text.text, lines[index + 1].text.text
    return not SENTENCE_END.search(before) and before[-1].isalpha() and after[:1].islower()
