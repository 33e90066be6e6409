"""The lines of a text as they stand in its file, and what they fall into: prose, tables of tabs, two-column blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from normalizers.mapped_text import MappedText

LINE_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # what other systems end a line or page with
SPLIT_HYPHEN = re.compile("[\u00ad\u2010\u2011](?=[ \t]*\n)")  # at a line end: Vietnamese is never hyphenated, it is real


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a text, where it starts there, and whether blank lines stand before it."""

    text: MappedText
    start: int
    gap: bool

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.start + len(self.text.text)


def with_plain_breaks(source: MappedText) -> MappedText:
    """The text with line feeds at all line ends and plain hyphens before them."""
    return source.sub(LINE_BREAKS, "\n").sub(SPLIT_HYPHEN, "-")


def source_lines(source: MappedText) -> Iterator[SourceLine]:
    """The lines that hold anything."""
    gap = False
    start = 0
    for raw in source.text.split("\n"):
        if raw.strip():
            yield SourceLine(source.slice(start, start + len(raw)), start, gap)
            gap = False
        else:
            gap = True
        start += len(raw) + 1
