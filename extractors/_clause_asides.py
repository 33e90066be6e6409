"""Quantities beside another one that set out nothing: they say which things are meant, or how large what is counted is."""

from __future__ import annotations

import re

from normalizers.measures import Quantity, UnitKind

# "các xã có tỷ lệ hộ nghèo trên 25% giảm từ 4% trở lên": the 25% only says which | not "các xã có ít nhất 04 tin, bài"
SAYS_WHICH = re.compile(r"(?<!\w)(?:các|những) [^,;:()\d]{1,80} có [^,;:()\d]{1,80}$", re.IGNORECASE)
CHANGES = re.compile(r" (?:tăng|giảm|đạt|còn)(?!\w)[^,;:()]{0,40}?\d", re.IGNORECASE)
# "số xã đạt dưới 5 tiêu chí | còn 10 xã"
COMES_TO = re.compile(r" (?:xuống|còn|lên)(?!\w)[^,;:()\d]{0,30}\d", re.IGNORECASE)
SHARE_OF = re.compile(r"(?<!\w)(?:tỷ lệ|tỉ lệ|tỷ trọng|tỉ trọng) [^,;:.()]*$", re.IGNORECASE)
# "tỷ lệ người được khám ít nhất 1 lần" and then: " là 15%"
IS_SHARE = re.compile(r"[^,;:.()\d]{0,60} (?:là|đạt|còn|xuống|lên|giảm|tăng)(?: \w+){0,2} \d[\d.,]* ?%", re.IGNORECASE)
BRACKET_ENDS = re.compile(r"\s*\)")
# "100% tàu cá dài | từ 15 m trở lên lắp …", "12 km đường rộng | 7 m": of what size things are that are counted
OF_SIZE = re.compile(
    r"[^,;:.()\d]{1,60}(?<!\w)(?:dài|rộng|cao|sâu|nặng|dày|công suất|dung tích|trọng tải|tải trọng) ?", re.IGNORECASE
)
SIZES = frozenset({UnitKind.MEASURE, UnitKind.MONEY})
# "không còn xã dưới 15 tiêu chí": none shall be left, and of what kind
NONE_LEFT = re.compile(r"(?<!\w)không (?:còn|có|để)(?!\w)[^,;:.()\d]{0,60}$", re.IGNORECASE)


def is_aside(text: str, before: str, amount: Quantity, last: Quantity | None, more: bool) -> bool:
    """Whether a quantity sets out nothing; before: the words before it, last: the aim before it, more: others follow."""
    if CHANGES.match(text, amount.end) and SAYS_WHICH.search(before):
        return True
    if amount.kind is UnitKind.PERCENT:
        return False
    if NONE_LEFT.search(before):
        return True
    if last is not None and amount.kind is UnitKind.MEASURE and OF_SIZE.fullmatch(text, last.end, amount.start):
        return True
    if amount.kind is UnitKind.LIST and COMES_TO.match(text, amount.end):
        return True
    if SHARE_OF.search(before) and IS_SHARE.match(text, amount.end):
        return True
    if not (before.rstrip().endswith("(") and BRACKET_ENDS.match(text, amount.end)):
        return False
    if last is None:  # "trẻ nhẹ cân (dưới 2.500 gam) giảm còn 5%"
        return more
    # "6 đoạn đường (1,5 km)" | not "20 Megabit mỗi giây (20 Mbps)"
    return amount.kind in SIZES and amount.value != last.value and not amount.comparison.is_bound
