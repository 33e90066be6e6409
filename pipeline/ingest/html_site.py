"""The document inside a saved web page: the smallest element around its letterhead and its last block.

Only pages that show what sites show (menus, buttons, forms, a header or footer of the site) are cut; text that a word
processor exported has none of that and is document from end to end. An annex beside that element is kept with it; a table
of contents that only repeats the document is not. What is in doubt stays in the document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborNode

from pipeline.ingest import page_words
from pipeline.ingest.html_flow import Piece, TablePiece

SITE_ELEMENTS: Final = (
    "nav, button, header, footer, form, input, aside, [role=navigation], [role=banner], [role=contentinfo]"
)
LAST_BLOCK: Final = re.compile(r"nơi nhận\s*:|\./\.", re.IGNORECASE)
MAX_DEPTH: Final = 5000  # ancestors looked at


@dataclass(frozen=True, slots=True)
class Found:
    """The pieces of a page: those of the document and those of the site around it."""

    document: tuple[Piece, ...]
    site: tuple[Piece, ...]


def document_in(body: LexborNode, pieces: Sequence[Piece]) -> Found:
    """Which pieces of a page are the document; all of them unless a site gives itself away."""
    whole = Found(tuple(pieces), ())
    if body.css_first(SITE_ELEMENTS) is None:
        return whole
    first = next((index for index, piece in enumerate(pieces) if _opens(piece)), None)
    if first is None:
        return whole
    chains = [_ancestors(piece.origin) for piece in pieces]
    last = max((index for index, piece in enumerate(pieces) if index > first and _closes(piece)), default=None)
    if last is None:
        box = _holding_half(pieces, chains, first)
    else:
        common = set(chains[last])
        box = next(element for element in chains[first] if element in common)
    inside = [box in chain for chain in chains]
    last = max(index for index, kept in enumerate(inside) if kept)
    _add_annexes(pieces, chains, inside, last)
    document = tuple(piece for piece, kept in zip(pieces, inside, strict=True) if kept)
    return Found(document, tuple(piece for piece, kept in zip(pieces, inside, strict=True) if not kept))


def _opens(piece: Piece) -> bool:
    """Whether a document starts here: the two lines that stand over each, else the line that names its type."""
    lines = piece.text.split("\n")
    if any(page_words.is_motto(line) for line in lines):
        return True
    joined = " ".join(lines).lower()
    if isinstance(piece, TablePiece):
        return any(motto in joined for motto in page_words.words("motto"))
    return page_words.is_type_line(piece.text)


def _closes(piece: Piece) -> bool:
    """Whether a document may end here: recipients, the end sign, or the office of a signer."""
    if LAST_BLOCK.search(piece.text):
        return True
    return any(line.isupper() and page_words.starts_with("role", line) for line in piece.text.split("\n"))


def _holding_half(pieces: Sequence[Piece], chains: Sequence[Sequence[int]], first: int) -> int:
    """The smallest element around the document's first piece that holds half of the page's text."""
    whole = sum(len(piece.text) for piece in pieces)
    held: dict[int, int] = {}
    for piece, chain in zip(pieces, chains, strict=True):
        for element in chain:
            held[element] = held.get(element, 0) + len(piece.text)
    return next(element for element in chains[first] if held[element] * 2 >= whole)


def _add_annexes(pieces: Sequence[Piece], chains: Sequence[Sequence[int]], inside: list[bool], last: int) -> None:
    """Takes in what follows beside the document from the line that names an annex on, as far as its element goes."""
    text = "\n".join(piece.text for piece, kept in zip(pieces, inside, strict=True) if kept)
    for index in range(last + 1, len(pieces)):
        if inside[index] or not page_words.is_type_line(pieces[index].text) or pieces[index].text in text:
            continue
        outside = [element for element in chains[index] if element not in chains[last]]
        if not outside:
            continue
        box = outside[-1]  # the biggest element that the document is not in
        for other in range(index, len(pieces)):
            if box in chains[other]:
                inside[other] = True


def _ancestors(node: LexborNode) -> list[int]:
    """An element and those around it, innermost first, by what makes each the same."""
    chain: list[int] = []
    at: LexborNode | None = node
    while at is not None and len(chain) < MAX_DEPTH:
        chain.append(at.mem_id)
        at = at.parent
    return chain
