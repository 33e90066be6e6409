"""The printed lines of a document, cells of letterheads and signature blocks included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data.document import Block, Document


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: a paragraph, or a paragraph of a cell."""

    start: int
    end: int
    text: str
    block: Block
    column: int | None = None  # of its cell; None outside tables

    @property
    def is_capitals(self) -> bool:
        """Whether its letters are all capitals."""
        return self.text.isupper()


def lines(document: Document) -> Iterator[Line]:
    """The lines of a document in reading order; the cells of a table row one after another."""
    for block in document.blocks:
        if block.table is None:
            yield from _split(document.text, block.start, block.end, block, None)
        else:
            for cell in block.table.cells:
                yield from _split(document.text, cell.start, cell.end, block, cell.column)


def _split(text: str, start: int, end: int, block: Block, column: int | None) -> Iterator[Line]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if stop > start:
            yield Line(start, stop, text[start:stop], block, column)
        start = stop + 1
