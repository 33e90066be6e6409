"""Councils of several places that a list names behind one head: "UBND các phường: Hòn Gai, Bãi Cháy"."""

from __future__ import annotations

import re
from typing import NamedTuple

from normalizers.alphabet import CAPITAL
from normalizers.unit_register import known_at, tokens_of

RANK = r"(?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu)"
HEAD = (
    r"(?P<head>(?:(?:(?:Phó )?Chủ tịch|Bí thư|Trưởng) )?(?:UBND|[ỦU][ỷy] ban nhân dân|HĐND|Hội đồng nhân dân"
    r"|Đảng [uủ][ỷy]|Công an))"
)
# "UBND các xã: Gio Linh", "Chủ tịch UBND các tỉnh Sơn La"; "UBND các xã, phường: Hòn Gai", which does not tell the rank
OPENS = re.compile(
    rf"{HEAD} các (?:(?P<rank>{RANK})(?: ?: ?| )|{RANK}(?:(?:, (?:và )?| và )(?:các )?{RANK})+ ?: )(?=[{CAPITAL}\d])"
)
# "Bãi Cháy", "thị xã An Nhơn", "Văn Miếu - Quốc Tử Giám", "Bảo Lâm 1", "5" of "các quận 1, 3, 5"
WORD = rf"[{CAPITAL}][^\W\d_]*"
PLACE = re.compile(rf"(?:(?P<own>{RANK}) )?(?P<name>{WORD}(?:(?: ?[-–] ?| ){WORD}){{0,5}}(?: \d{{1,2}})?|\d{{1,2}})")
JOINT = re.compile(rf"(?:, (?:và )?| và )(?:các (?P<rank>{RANK})(?: ?: ?| ))?")
ENDS = re.compile(r"\s*(?:[,;.(]|và\b|$)")


class Council(NamedTuple):
    """A council of such a list: the place as written, and the council's name with it."""

    raw: str
    name: str


class ListedCouncils(NamedTuple):
    """The councils that one head names, and where the list ends in the text."""

    councils: tuple[Council, ...]
    end: int


def listed_councils(text: str) -> ListedCouncils | None:
    """The councils of a list of places that a text begins with, two at least; None if it begins otherwise.

    Where the head names several ranks and a place none, its council is named without: it will not be resolved.
    """
    first = OPENS.match(text)
    if first is None:
        return None
    rank, at, end = first["rank"], first.end(), first.end()
    found: list[Council] = []
    while place := PLACE.match(text, at):
        known = known_at(tokens_of(text[at : at + 80]), 0)
        if known and known.length > 1:  # another body: "…, Sở Y tế"
            break
        end = place.end()
        ranked = f"{place['own'] or rank or ''} {place['name']}".strip()
        found.append(Council(place[0], f"{first['head']} {ranked}"))
        joint = JOINT.match(text, end)
        if joint is None:
            break
        rank, at = joint["rank"] or rank, joint.end()
    return ListedCouncils(tuple(found), end) if len(found) > 1 and ENDS.match(text, end) else None
