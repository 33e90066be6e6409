"""Text that remembers which character of its source each of its characters came from."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

INSERTED = -1  # the origin of a character that stands in no source

Replacement: TypeAlias = str | Callable[[re.Match[str]], str]


@dataclass(frozen=True, slots=True)
class MappedText:
    """A text and, character by character, the offset in its source (INSERTED where there is none)."""

    text: str
    origins: array[int]

    @classmethod
    def of(cls, source: str, start: int = 0, end: int | None = None) -> MappedText:
        """A slice of a source, unchanged."""
        stop = len(source) if end is None else end
        return cls(source[start:stop], array("l", range(start, stop)))

    @classmethod
    def inserted(cls, text: str) -> MappedText:
        """Text that stands in no source."""
        return cls(text, array("l", [INSERTED]) * len(text))

    @classmethod
    def join(cls, pieces: Iterable[MappedText]) -> MappedText:
        """The pieces one after another."""
        texts: list[str] = []
        origins = array("l")
        for piece in pieces:
            texts.append(piece.text)
            origins.extend(piece.origins)
        return cls("".join(texts), origins)

    def slice(self, start: int, end: int) -> MappedText:
        """The part from start to end."""
        return MappedText(self.text[start:end], self.origins[start:end])

    def strip(self) -> MappedText:
        """Without white space at both ends."""
        start = len(self.text) - len(self.text.lstrip())
        return self.slice(start, max(start, len(self.text.rstrip())))

    def sub(self, pattern: re.Pattern[str], replacement: Replacement) -> MappedText:
        """As re.sub; a new character has the origin of the one whose place it takes, the last one for any beyond."""
        texts: list[str] = []
        origins = array("l")
        done = 0
        constant = replacement if isinstance(replacement, str) and "\\" not in replacement else None
        for match in pattern.finditer(self.text):
            new = constant if constant is not None else _expanded(match, replacement)
            start, end = match.span()
            if new == self.text[start:end]:
                continue
            texts += (self.text[done:start], new)
            origins.extend(self.origins[done:start])
            origins.extend(self._origins_of(start, end, len(new)))
            done = end
        if not texts:
            return self
        texts.append(self.text[done:])
        origins.extend(self.origins[done:])
        return MappedText("".join(texts), origins)

    def _origins_of(self, start: int, end: int, length: int) -> array[int]:
        """Origins for `length` new characters in the place of text[start:end]."""
        old = self.origins[start:end]
        if length <= len(old):
            return old[:length]
        return old + array("l", [old[-1] if old else INSERTED]) * (length - len(old))

    def runs(self, at: int = 0) -> Iterator[tuple[int, int, int]]:
        """Runs of characters that follow each other in text and source: (at + start in text, start in source, length)."""
        begin = 0
        origins = self.origins
        for index in range(1, len(origins) + 1):
            if index == len(origins) or origins[index] != origins[index - 1] + 1 or origins[begin] == INSERTED:
                if origins[begin] != INSERTED:
                    yield at + begin, origins[begin], index - begin
                begin = index


def _expanded(match: re.Match[str], replacement: Replacement) -> str:
    return match.expand(replacement) if isinstance(replacement, str) else replacement(match)
