"""Where the preamble of a document lies: between its letterhead and its first section."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from data.document import Block, BlockKind, Document
from extractors._addressees import addressees
from extractors._letterhead import opens_with_body
from extractors.header import Header
from normalizers.outline import Level

Role = Literal["basis", "body", "self"]

# The title of a plan that carries out another document names its basis: "THỰC HIỆN QUYẾT ĐỊNH SỐ …".
CARRIES_OUT = re.compile(r"(?:về việc |v/v )?(?:triển khai |tổ chức )?(?:thực hiện|thi hành) ", re.I)
# The lines of a preamble, with a dash or not: "- Căn cứ Luật …;", "Theo đề nghị của …".
BASIS_LINE = re.compile(r"[-–+]? ?(?:căn cứ|thực hiện|theo|xét|triển khai|tiếp tục|để|nhằm|trên cơ sở)\b", re.I)
DECIDES = re.compile(r"(?:quyết định|nghị quyết|quyết nghị|nghị định|chỉ thị|thông tư) ?:$", re.I)


@dataclass(frozen=True, slots=True)
class Preamble:
    """The span of the preamble; the numbers of the letterhead; whether the title names the document's basis."""

    end: int
    letterhead: tuple[tuple[int, int], ...]
    title: tuple[int, int] | None
    title_is_basis: bool

    def is_letterhead(self, offset: int) -> bool:
        """Whether a number at this offset is the document's own, in its letterhead."""
        return any(start <= offset < end for start, end in self.letterhead)

    def is_above(self, offset: int) -> bool:
        """Whether an offset lies above the letterhead: in a portal's own words."""
        return bool(self.letterhead) and offset < self.letterhead[0][0]

    def role_at(self, offset: int) -> Role:
        """The role of what is cited at this offset."""
        if self.title and self.title[0] <= offset < self.title[1]:
            return "basis" if self.title_is_basis else "body"
        return "basis" if offset < self.end else "body"


def preamble_of(document: Document, header: Header) -> Preamble:
    """The preamble of a document; empty where there is neither letterhead nor title (a bare annex)."""
    numbers = tuple((source.char_start, source.char_end) for source in header.sources if source.field == "number")
    title = next(((source.char_start, source.char_end) for source in header.sources if source.field == "title"), None)
    head_end = max((end for _, end in (*numbers, *([title] if title else []))), default=None)
    if head_end is None:
        return Preamble(0, (), None, False)
    addressed = addressees(document)
    behind = (block for block in document.blocks if block.start >= head_end and block.start not in addressed)
    first = next((block for block in behind if _opens_body(block, document.text)), None)
    basis = bool(title and CARRIES_OUT.match(document.text, title[0]))
    return Preamble(first.start if first else len(document.text), numbers, title, basis)


def _opens_body(block: Block, text: str) -> bool:
    """Whether the first section starts with this block: a heading, a numbered point, a table, "QUYẾT ĐỊNH:"."""
    if block.kind is BlockKind.TABLE:
        return True
    line = text[block.start : block.end]
    if DECIDES.fullmatch(line):
        return True
    if block.kind is BlockKind.HEADING:
        # "ỦY BAN NHÂN DÂN TỈNH …" printed over the basis lines of a decision is no section
        return not BASIS_LINE.match(line) and not (block.level == 0 and opens_with_body(line))
    return block.level > 0 and not (block.level >= Level.BULLET and BASIS_LINE.match(line))
