"""What texts say of the documents that they name: a title behind the mention, and what one does to another.

Evidence, never truth: "Nghị định số A … sửa đổi, bổ sung một số điều của Nghị định số B" says amends(A, B).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from data.facts import column
from normalizers.alphabet import CAPITAL

StatedKind: TypeAlias = Literal["amends", "replaces", "repeals", "guides", "implements"]


class Mentioned(Protocol):
    """A mention of a document in a text."""

    @property
    def char_start(self) -> int:
        """Where its words start."""

    @property
    def char_end(self) -> int:
        """Where its words end, exclusive."""


@dataclass(frozen=True, slots=True)
class StatedRelation:
    """What the words between two mentions say: the document of one does this to that of the other; evidence only."""

    relation: StatedKind = column("amends, replaces, repeals, guides or implements")
    subject_start: int = column("where the mention of the document that does it starts")
    object_start: int = column("where the mention of the document that it is done to starts")
    raw: str = column("the words from one mention to the other, both included")
    char_start: int = column("where these words start in the document's text")
    char_end: int = column("where these words end, exclusive")


# What may stand between a mention and what is said of it: its day, its issuer.
DAY = r"(?:,? ?\(?(?:ký |ban hành )?ngày (?:[\d/. –-]|tháng|năm){4,40}?\)?)?"
# "của Thủ tướng Chính phủ ban hành Kế hoạch" | not over a verb or on to another document
NOT_IN_ISSUER = (
    r"(?!(?:được|bị|sửa đổi|bổ sung|thay thế|bãi bỏ|cập nhật)\b|và (?:Kế hoạch|Chương trình|Nghị|Quyết|Chỉ thị|Luật))"
)
ISSUER = rf"(?:,? (?:của|do|(?:về )?(?:việc )?ban hành)(?: {NOT_IN_ISSUER}[^\s;.()]{{1,20}}){{1,16}}?)?"
NEXT = rf"{DAY}{ISSUER}{DAY},? "
VERBS: tuple[tuple[StatedKind, str], ...] = (
    ("amends", r"sửa đổi,? (?:và )?bổ sung|sửa đổi|bổ sung"),
    ("replaces", r"thay thế"),
    ("amends", r"bãi bỏ (?:một số|một phần|khoản|điểm|điều)(?: điều| nội dung| quy định)?"),
    ("repeals", r"bãi bỏ"),
    ("guides", r"quy định chi tiết(?: (?:và |, )hướng dẫn)?|hướng dẫn"),
    ("implements", r"(?:tổ chức )?(?:triển khai )?(?:thực hiện|thi hành)|triển khai"),
)
# "một số điều của (các)", "thi hành một số điều của": what the verb takes before the mention
WHAT = r"(?: (?:một số|các|khoản \d+|Điều \d+))?(?: điều| nội dung| quy định)?"
TAKES = rf"(?: (?:thi hành|thực hiện))?{WHAT}(?: của| tại)?(?: các)? "
ACTIVE = tuple((kind, re.compile(rf"{NEXT}(?:về (?:việc )?|đã |để )?(?:{verb}){TAKES}", re.I)) for kind, verb in VERBS)
BY = r"(?: một số (?:điều|nội dung))? (?:tại|bởi|bằng|theo)(?: các)? "
PASSIVE = tuple((kind, re.compile(rf"{NEXT}(?:đã )?(?:được|bị) (?:{verb}){BY}", re.I)) for kind, verb in VERBS)
LISTED = re.compile(rf"{DAY}{ISSUER}(?:,| và|, và) ")
LONGEST = 200  # characters between two mentions
# "về (việc) …", "quy định …", "phê duyệt …": how a title begins; it goes on to the end of the sentence or member
TITLE_VERB = r"(?:quy định|ban hành|phê duyệt|hướng dẫn|sửa đổi|thực hiện|đẩy mạnh|tăng cường)"
OF_TITLE = r"[^;\n\t.(]|\.(?=\w)|\((?!sau đây)[^)\n]{0,60}\)"
TITLE = re.compile(rf"{NEXT}(?:về việc |về |(?={TITLE_VERB} ))(?P<title>(?:{OF_TITLE}){{10,300}})", re.I)
# what the plan goes on to say: ", Ban Quản lý các khu công nghiệp xây dựng kế hoạch"
ACTS = r"(?:xây dựng|ban hành|lập|đề ra)(?: và (?:xây dựng|ban hành|tổ chức))?"
OWN = r"(?i:kế hoạch|chương trình|đề án|phương án|chỉ thị|quyết định|nghị quyết|hướng dẫn|thông báo)"
GOES_ON = re.compile(rf"[ ,]*, (?=[{CAPITAL}][^,;]{{2,90}} {ACTS} {OWN}\b)")
AS_FOLLOWS = re.compile(r"(?:như sau|sau đây|cụ thể) ?:?\Z", re.IGNORECASE)  # the plan itself: "ban hành Kế hoạch như sau:"
TITLE_REACH = 600  # characters behind a mention


def titles(text: str, mentions: Sequence[Mentioned]) -> list[str | None]:
    """For each mention the title that stands behind it; None where none does."""
    return [_title(text, mention.char_end, mentions[index + 1 : index + 4]) for index, mention in enumerate(mentions)]


def _title(text: str, at: int, others: Sequence[Mentioned]) -> str | None:
    found = TITLE.match(text, at, at + TITLE_REACH)
    if found is None:
        return None
    start, end = found.span("title")
    title = GOES_ON.split(text[start : _listed_next(text, start, end, others)])[0].strip(" ,”“\"'")
    return title if len(title.split()) > 2 and not AS_FOLLOWS.search(title) else None


def _listed_next(text: str, start: int, end: int, others: Sequence[Mentioned]) -> int:
    """Where the next member of the mention's own list starts; a title that names a document may join another one by "và"."""
    inside = [other for other in others if start <= other.char_start < end]
    for number, other in enumerate(inside):
        numbered = any(map(str.isdigit, text[other.char_start : other.char_end]))
        before = text[start : other.char_start].rstrip()
        if numbered and (before.endswith(",") or (not number and before.endswith(" và"))):
            return start + len(before.removesuffix(" và"))
    return end


def relations(text: str, mentions: Sequence[Mentioned]) -> list[tuple[StatedRelation, ...]]:
    """For each mention the relations that the words behind it state, with the next mention and those listed with that."""
    found: list[tuple[StatedRelation, ...]] = []
    for index, mention in enumerate(mentions):
        told = _told(text, mention, mentions[index + 1]) if index + 1 < len(mentions) else None
        if told is None:
            found.append(())
            continue
        kind, reverse = told
        others = _members(text, mentions, index + 1)
        found.append(tuple(_relation(text, kind, mention, other, reverse=reverse) for other in others))
    return found


def _told(text: str, one: Mentioned, other: Mentioned) -> tuple[StatedKind, bool] | None:
    """What the words between two mentions say, and whether the second does it to the first."""
    start, end = one.char_end, other.char_start
    if not 0 < end - start <= LONGEST:
        return None
    for patterns, reverse in ((ACTIVE, False), (PASSIVE, True)):
        for kind, pattern in patterns:
            if pattern.fullmatch(text, start, end):
                return kind, reverse
    return None


def _members(text: str, mentions: Sequence[Mentioned], first: int) -> list[Mentioned]:
    """The mention and those that follow it in one list: "của Luật A, Luật B và Luật C"."""
    members = [mentions[first]]
    for mention in mentions[first + 1 :]:
        start, end = members[-1].char_end, mention.char_start
        if end - start > LONGEST or not LISTED.fullmatch(text, start, end):
            break
        members.append(mention)
    return members


def _relation(text: str, kind: StatedKind, one: Mentioned, other: Mentioned, *, reverse: bool) -> StatedRelation:
    subject, target = (other, one) if reverse else (one, other)
    start, end = one.char_start, other.char_end
    return StatedRelation(kind, subject.char_start, target.char_start, text[start:end], start, end)
