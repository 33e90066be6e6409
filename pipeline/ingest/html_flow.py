"""HTML elements to paragraphs and tables, as a browser shows them: hidden text left out, list numbers put in.

Inline elements never divide words, blocks always do. A line break divides unless the words plainly go on behind it.
The tree is walked without recursion; only tables within tables recurse, to a bounded depth.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from selectolax.lexbor import LexborNode

from data.document import BlockKind, FurnitureKind
from normalizers.outline import label_of
from pipeline.ingest.html_lists import OpenList, item_label, list_of
from pipeline.ingest.html_tables import Grid, caption_of, grid_of, is_frame


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


DROPPED: Final = _names(
    "script style noscript template head title iframe object embed svg math canvas audio video select datalist textarea "
    "input map meta link base"
)
CONTROLS: Final = frozenset({"button", "nav"})  # shown, but never part of a document
PAGE_MARGINS: Final[dict[str, FurnitureKind]] = {
    "header": "page-header",
    "footer": "page-footer",
}  # titles that LibreOffice gives
BLOCKS: Final = _names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody td tfoot th "
    "thead tr ul"
)
HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
BOLD: Final = frozenset({"b", "strong", "th"}) | HEADINGS
HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
BOLD_STYLE: Final = re.compile(
    r"font-weight\s*:\s*(bold(?:er)?|[6-9]00)|(font-weight\s*:\s*(?:normal|lighter|[1-5]00))", re.IGNORECASE
)
# How Word and LibreOffice mark footnotes: the sign in the text, and the note itself.
NOTE_SIGN: Final = re.compile(r"#(?:_(?:ftn|edn)\d+|sd(?:foot|end)note\d+sym)")
NOTE: Final = re.compile(r"_?(?:ftn|edn)\d+|sd(?:foot|end)note\d+")
NOTE_STYLE: Final = re.compile(r"mso-element\s*:\s*(?:foot|end)note(?!-)", re.IGNORECASE)
WHITE: Final = re.compile(r"[ \t\r\n\f]+")
RULE: Final = re.compile(r"[-–—_=*~.\s\u00a0]{3,}")  # "_______" under the letterhead | not "-", "…"
SENTENCE_END: Final = (".", ";", ":", "!", "?")
MAX_NESTED: Final = 8  # tables within tables; deeper ones give their bare text
MAX_NODES: Final = 5_000_000

Event: TypeAlias = tuple[Literal["open", "close", "text"], LexborNode]


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph and the element that it began in."""

    text: str
    origin: LexborNode
    bold: bool = False
    kind: BlockKind | None = None
    aside: FurnitureKind | None = None  # what it is if it is no part of a document: a menu, a button, a running head


@dataclass(frozen=True, slots=True)
class TablePiece:
    """A table and its element."""

    grid: Grid
    origin: LexborNode

    @property
    def text(self) -> str:
        """The text of its cells, one a line."""
        return "\n".join(str(cell.text) for cell in self.grid.cells)


Piece: TypeAlias = Passage | TablePiece


@dataclass(slots=True)
class Flow:
    """Walks an element and gathers its pieces; `nested` is how many tables it stands in."""

    page_length: int
    nested: int = 0
    pieces: list[Piece] = field(default_factory=list)
    _parts: list[tuple[str, bool]] = field(default_factory=list)  # text and whether it is bold
    _origin: LexborNode | None = None
    _label: str = ""
    _lists: list[OpenList] = field(default_factory=list)
    _bold: int = 0
    _pre: int = 0
    _heading: int = 0
    _note: int = 0
    _asides: list[FurnitureKind] = field(default_factory=list)

    def read(self, root: LexborNode) -> list[Piece]:
        """The pieces of an element, in order."""
        walk = _Walk(root)
        block = root
        for kind, node in walk:
            if kind == "text":
                self._text(node.text_content or "", block)
            elif kind == "close":
                self._close(node)
                if _tag(node) in BLOCKS:
                    block = node.parent or root
            elif is_hidden(node) or _is_note_sign(node):
                walk.skip()
            elif _tag(node) == "table" and not is_frame(node, self.page_length):
                self._flush()
                self._table(node)
                walk.skip()
            else:
                if _tag(node) in BLOCKS:
                    block = node
                self._open(node)
        self._flush()
        return self.pieces

    def _open(self, node: LexborNode) -> None:
        tag = _tag(node)
        if tag in BLOCKS:
            self._flush()
        if tag == "br":
            self._parts.append(("\n", False))
        self._count(node, 1)
        if tag in {"ol", "ul", "menu", "dir"}:
            self._lists.append(list_of(node))
        elif tag == "li" and self._lists:
            self._label = item_label(node, self._lists[-1])

    def _close(self, node: LexborNode) -> None:
        tag = _tag(node)
        if tag in BLOCKS:
            self._flush()
        self._count(node, -1)
        if tag in {"ol", "ul", "menu", "dir"} and self._lists:
            self._lists.pop()
        elif tag == "li":
            self._label = ""

    def _count(self, node: LexborNode, by: int) -> None:
        """Keeps count of what the open elements mean for the text in them."""
        tag, style = _tag(node), node.attributes.get("style") or ""
        weight = BOLD_STYLE.search(style)
        bold = bool(weight[1]) if weight else tag in BOLD
        self._bold += by * bold
        self._pre += by * (tag == "pre")
        self._heading += by * (tag in HEADINGS)
        self._note += by * bool(NOTE_STYLE.search(style) or NOTE.fullmatch(node.attributes.get("id") or ""))
        aside = "site" if tag in CONTROLS else PAGE_MARGINS.get(node.attributes.get("title") or "") if tag == "div" else None
        if aside is not None and by > 0:
            self._asides.append(aside)
        elif aside is not None:
            self._asides.pop()

    def _text(self, text: str, block: LexborNode) -> None:
        if not self._pre:
            text = WHITE.sub(" ", text)
        if not text or (not self._parts and not text.strip()):
            return
        if self._origin is None:
            self._origin = block
        self._parts.append((text, self._bold > 0))

    def _flush(self) -> None:
        """Ends the paragraph; line breaks in it divide it unless the words go on."""
        parts, origin = self._parts, self._origin
        self._parts, self._origin = [], None
        if origin is None:
            return
        kind = BlockKind.FOOTNOTE if self._note else BlockKind.HEADING if self._heading else None
        for text, bold in _lines(parts):
            if self._label and not (self._label == "-" and label_of(text) is not None):
                text = f"{self._label} {text}"  # noqa: PLW2901 - the same line with its label
            self._label = ""
            self.pieces.append(Passage(text, origin, bold, kind, self._asides[-1] if self._asides else None))

    def _table(self, table: LexborNode) -> None:
        caption = caption_of(table)
        if caption is not None and not is_hidden(caption):
            self.pieces.extend(Flow(self.page_length, self.nested).read(caption))
        grid = grid_of(table, self._cell, is_hidden)
        if any(str(cell.text).strip() for cell in grid.cells):
            self.pieces.append(TablePiece(grid, table))

    def _cell(self, cell: LexborNode) -> str:
        """The text of a cell, a line a paragraph; rows of a table inside it are lines with bars between their cells."""
        if self.nested >= MAX_NESTED:
            return WHITE.sub(" ", cell.text(separator=" ")).strip()
        lines: list[str] = []
        for piece in Flow(self.page_length, self.nested + 1).read(cell):
            if isinstance(piece, Passage):
                lines.extend([piece.text] if piece.aside is None else [])
                continue
            rows: dict[int, list[str]] = {}
            for inner in piece.grid.cells:
                rows.setdefault(inner.row, []).append(str(inner.text).replace("\n", " "))
            lines.extend(" | ".join(row) for row in rows.values())
        return "\n".join(lines)


class _Walk:
    """Elements and texts under a root, opened and closed in order; skip() leaves out what is inside the last one opened."""

    def __init__(self, root: LexborNode) -> None:
        self.root = root
        self._skip = False

    def skip(self) -> None:
        self._skip = True

    def __iter__(self) -> Iterator[Event]:
        node, depth = self.root.child, 0
        for _ in range(MAX_NODES):
            if node is None:
                return
            if node.is_text_node:
                yield "text", node
            elif node.is_element_node:
                self._skip = False
                yield "open", node
                if not self._skip:
                    if node.child is not None:
                        node, depth = node.child, depth + 1
                        continue
                    yield "close", node
            following = node.next
            while following is None and depth:
                parent = node.parent
                if parent is None:
                    return
                node, depth = parent, depth - 1
                yield "close", node
                following = node.next
            node = following


def is_hidden(node: LexborNode) -> bool:
    """Whether an element is not shown, or is never text."""
    if _tag(node) in DROPPED:
        return True
    attributes = node.attributes
    return "hidden" in attributes or HIDDEN.search(attributes.get("style") or "") is not None


def _is_note_sign(node: LexborNode) -> bool:
    """Whether an element is the sign of a footnote in the text; the note itself has its number."""
    href = node.attributes.get("href") or ""
    return _tag(node) == "a" and "#" in href and NOTE_SIGN.fullmatch(href[href.rfind("#") :]) is not None


def _tag(node: LexborNode) -> str:
    return (node.tag or "").lower()


def _lines(parts: list[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    """The lines of a paragraph between its line breaks, joined where the words go on; with whether all is bold."""
    lines: list[list[tuple[str, bool]]] = [[]]
    for text, bold in parts:
        first, *others = text.split("\n")
        lines[-1].append((first, bold))
        lines.extend([(other, bold)] for other in others)
    whole: list[tuple[str, bool]] = []
    for line in lines:
        if _goes_on(_joined(whole), _joined(line)):
            whole.append((" ", True))
        else:
            yield from _ended(whole)
            whole = []
        whole.extend(line)
    yield from _ended(whole)


def _goes_on(before: str, after: str) -> bool:
    before, after = before.strip(), after.strip()
    if not before or before.endswith(SENTENCE_END):
        return False
    return after[:1].islower() and label_of(after) is None


def _joined(line: list[tuple[str, bool]]) -> str:
    return "".join(text for text, _ in line)


def _ended(line: list[tuple[str, bool]]) -> Iterator[tuple[str, bool]]:
    text = _joined(line).strip()
    if text and not RULE.fullmatch(text):
        yield text, all(bold for part, bold in line if part.strip())
