"""Who a letter is addressed to: the line "Kính gửi: …" and the units listed below it. It gives nobody a duty."""

from __future__ import annotations

import re

from data.document import Block, BlockKind, Document
from extractors._letterhead import PREAMBLE
from extractors._subjects import is_unit_list, subject_of
from normalizers.outline import Level

# "Kính gửi: Các sở, ban, ngành;", "KÍNH GỬI:" | not "Văn phòng kính gửi …"
ADDRESSED = re.compile(r"\W*kính gửi\b", re.IGNORECASE)
UNFINISHED = re.compile(r"(?:[:,]|\bvà)$")  # the list goes on in the same breath: "- Các Bộ: Công an, Tư pháp,"
LABEL = "-–+*•0123456789.) "


def addressees(document: Document) -> frozenset[int]:
    """Where the blocks begin that say who a document is addressed to; empty for one that is no letter."""
    found: set[int] = set()
    before: str | None = None  # the line of the list before this one
    for block in document.blocks:
        line = document.text[block.start : block.end].strip()
        goes_on = before is not None and _goes_on(before, block, line)
        before = line if goes_on or (block.table is None and ADDRESSED.match(line)) else None
        if before is not None:
            found.add(block.start)
    return frozenset(found)


def _goes_on(before: str, block: Block, line: str) -> bool:
    """Whether a block lists more of those that the line before it names."""
    if block.kind in (BlockKind.TABLE, BlockKind.FOOTNOTE) or PREAMBLE.match(line):
        return False
    if UNFINISHED.search(before) or (line[:1].islower() and not before.endswith(".")):
        return True
    names = line.lstrip(LABEL)
    acting = subject_of(names)
    if acting is not None and not acting.asked:  # "- Sở Tài chính bố trí kinh phí"
        return False
    if block.level >= Level.BULLET and not before.endswith("."):
        return True
    return (block.level >= Level.BULLET or before.endswith(";")) and is_unit_list(names)
