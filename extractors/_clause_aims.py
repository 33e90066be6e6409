"""Which quantities are aims: to be reached or kept, and no fact, fee, deadline, age, service level or count of a list."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from extractors._clause_asides import BRACKET_ENDS, is_aside
from extractors._clause_cuts import HOW_MANY, Piece
from extractors._clause_openings import behind_opening
from extractors._clause_words import TRIM, anywhere, closing_given, opening
from extractors._fields import YEAR
from normalizers.measures import Quantity, UnitKind
from normalizers.wordings import clause_words

Closing: TypeAlias = tuple[tuple[str, int], ...]

SHORT_DEED = 2  # words before a count that can only be what is done with it: "sửa chữa 14 hồ chứa"
LONG_DEED = 16  # words of a deed before what is counted
NEAR = 40  # characters between the deed and what is counted: "tổ chức thành công ít nhất"
FAR = 400  # characters before a quantity in which a word can make it a fact
BASELINE = re.compile(
    r"(?:so(?: với)?|hơn(?: so với)?|bằng)(?: mức| thời điểm| kết quả| cùng kỳ)?(?: của)?(?: cuối| đầu)? "
    rf"(?:năm (?P<year>{YEAR})|(?:năm|giai đoạn|kỳ) (?:trước|liền trước|trước đó|liền kề))(?!\w)",
    re.IGNORECASE,
)  # "so với năm 2023", "so năm trước", "hơn năm trước" | not "so với yêu cầu"
# "năm 2023 toàn tỉnh đạt " right before a number | not "Năm 2023, tỉnh …; đạt "
PAST_YEAR = re.compile(
    rf"(?<!\w)(?:năm|tháng \d+/|quý [ivx]+/) ?(?P<year>{YEAR})(?!\w)(?:(?!năm {YEAR})[^,;)]){{0,40}}$", re.IGNORECASE
)
# Roles of words before a share, each with how many words may stand between.
# "được giảm 50% phí", "Hỗ trợ 50% chi phí" | not "hỗ trợ doanh nghiệp để 50% sản phẩm"
GRANTED: Closing = (("is granted", 3), ("grants", 0))
LESSENED: Closing = (("lessens", 3),)  # "giảm 30% tiền thuê đất" | not "giảm 5% tiền điện", "giảm 10% chi phí"
PAID: Closing = (("pays", 4),)  # "ngân sách bảo đảm 100% kinh phí" tells who pays | not "giải ngân 100% kinh phí"
# "… đến hết năm 2027 có", "…, cả tỉnh có thêm" | not "… số huyện có"
AIMED_AT = re.compile(r"(?:^\S+(?: \S+)?|\d|(?:cuối|hết) năm|,(?: \S+){1,3}) (?:có|đạt)(?: thêm)?$", re.IGNORECASE)
SAME_CLAUSE = re.compile(r"[^,;.:]*")
# "đạt 85 điểm trở lên thì được cấp giấy" sets a condition | not "100% hồ sơ được xử lý"
CONDITION = re.compile(r",? (?:thì|mới (?:được|đạt)|được (?:tính|coi|xem|công nhận) là)(?!\w)", re.IGNORECASE)
NEW = re.compile(r" mới ", re.IGNORECASE)  # behind what is counted it says which: "50 sản phẩm mới được công nhận"
CHANGED = re.compile(r"(?<!\w)(?:tăng|giảm)(?: thêm)? ?$", re.IGNORECASE)
# "công nghiệp 596 tỷ đồng, chiếm 50%": what is measured has a share or grows
WITH_SHARE = re.compile(r", (?:chiếm|bằng|tăng|giảm)(?!\w)[^,;.:()\d]{0,30}\d[\d.,]* ?%", re.IGNORECASE)
REACHES = re.compile(r" (?:có|đạt|được|hoàn thành)(?!\w)", re.IGNORECASE)  # "03 huyện có …" | not "03 huyện phía Nam"
PASSED = re.compile(r" được (?=\w)", re.IGNORECASE)  # "đạt từ 85 điểm được vào vòng sau"
PER_SUBJECT = re.compile(r"(?<!\w)(?:mỗi|từng|bình quân|trung bình)(?!\w)(?! (?:giây|phút|giờ)(?!\w))", re.IGNORECASE)
LISTED = frozenset({UnitKind.EVENT, UnitKind.PRODUCT, UnitKind.FACILITY, UnitKind.ACTOR, UnitKind.RATE, UnitKind.MEASURE})
# what stands between "24 tin" and "02 phóng sự": ", ", " trên Báo, ", " vào năm 2027 và ", " đạt 4 sao và "
LIST_GAP = re.compile(
    r"[^,;.:()\d]{0,60}(?:\([^()\d]{1,20}\) ?)?"
    r"(?:\d(?: ?[-–] ?\d)? sao)?(?:,| và|,? và|,? (?:vào|đến|trong) năm \d{4}(?:,| và))"
    r"(?: (?:(?:đến|vào) )?năm \d{4}(?: là)?)? ?"
)
# "…, trong đó khách quốc tế | 300.000 lượt", "(trong đó có | 4 triệu lượt"; the next part: ", khách nội địa | 5 triệu lượt"
PART_GAP = re.compile(
    r"[^,;.:()\d]{0,60}[,;.]? \(?(?:trong đó|bao gồm|gồm)[:,]?(?: có| cho)?(?: [^,;.:()\d]{1,40})? ", re.IGNORECASE
)
WITH_GAP = re.compile(r"(?P<between>[^,;.:()\d]{0,60}),? với(?: (?:tổng số|sự tham gia của))? ", re.IGNORECASE)
KEPT = re.compile(r"(?:duy trì|giữ vững|giữ ổn định)(?!\w)", re.IGNORECASE)
NEXT_IN_BRACKET = re.compile(r" [^,;.:()\d]{1,60}[,;] (?:và )?")
REACHING = re.compile("đạt (?=\\w)", re.IGNORECASE)  # "đến năm 2030 | đạt doanh thu 90 tỷ đồng"
WITH_SIZE = re.compile(r"\Avới (?=quy mô|tổng |số )", re.IGNORECASE)  # "…, | với quy mô 150 lồng"
NEXT_PART = re.compile(r"(?:,| và)(?: có)? [^,;.:()\d]{1,40} ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the place says to the clause: whether it stands under aims or money, the first year of the plan, the line above
    that leads in the list of which it is a member ("Tỷ lệ hồ sơ nộp trực tuyến:"), the unit of what is being taken apart.
    """

    aims: bool = False
    money: bool = False
    first_year: int | None = None
    head: str = ""
    parted: str | None = None


def aims(text: str, sentence: Piece, inside: Sequence[Quantity], setting: Setting, depth: Sequence[int]) -> list[Quantity]:
    """The quantities of a sentence that are aims; in a list what holds for one holds for the next."""
    kept: list[Quantity] = []
    granted: Quantity | None = None
    part: Quantity | None = None
    for index, amount in enumerate(inside):
        last = kept[-1] if kept else None
        listed = (
            last is not None
            and last.kind is not UnitKind.PERCENT
            and (amount.kind in LISTED or (amount.kind is UnitKind.MONEY and amount.unit == last.unit))
            and not depth[amount.number_start]
            and bool(LIST_GAP.fullmatch(text, last.end, amount.start))
        )
        before = text[max(sentence.start, amount.start - FAR) : amount.start]
        if _is_condition(text, amount) or is_aside(text, before, amount, last, index + 1 < len(inside)):
            continue
        goes_on = granted is not None and SAME_CLAUSE.fullmatch(text, granted.end, amount.start) is not None
        if goes_on or _is_granted(text, before, amount):
            granted = amount  # and what follows in its clause says to whom: "… cho hộ bị thiệt hại trên 70%"
            continue
        if last is not None and _is_part(text, last, amount, part):
            part, listed = amount, True
        listed = listed or (last is not None and _goes_with(text, last, amount))
        listed = listed or (last is not None and _opens_next(text, last, amount, setting))
        listed = listed or amount.unit == setting.parted
        bracketed = last is not None and setting.aims and _in_bracket(text, last, amount, depth)
        listed = listed or bracketed
        if listed or (not _told(before, amount, setting) and _set_out(text, before, amount, setting, depth)):
            kept.append(amount)
    return kept


def _is_part(text: str, last: Quantity, amount: Quantity, part: Quantity | None) -> bool:
    """Whether an amount is a part of the one before it, or the next part: "…, trong đó khách quốc tế 300.000 lượt"."""
    gap = NEXT_PART if last is part else PART_GAP
    same = (
        amount.kind is last.kind and amount.kind is not UnitKind.UNKNOWN and amount.unit.split()[0] == last.unit.split()[0]
    )
    return same and gap.fullmatch(text, last.end, amount.start) is not None


def _in_bracket(text: str, last: Quantity, amount: Quantity, depth: Sequence[int]) -> bool:
    """Whether a count is a part told in a bracket behind its sum: "190 hợp tác xã (115 hợp tác xã nông nghiệp, 75 …)"."""
    if amount.kind is not last.kind or amount.kind not in LISTED or not depth[amount.number_start]:
        return False
    if depth[last.number_start]:
        return NEXT_IN_BRACKET.fullmatch(text, last.end, amount.start) is not None
    opens = text[last.end : amount.start] == " ("
    return opens and amount.value < last.value and not BRACKET_ENDS.match(text, amount.end)


def _goes_with(text: str, last: Quantity, amount: Quantity) -> bool:
    """Whether a count goes with the one before it: "240 hợp tác xã với 5.000 thành viên" | not "so với 50 xã"."""
    gap = WITH_GAP.fullmatch(text, last.end, amount.start) if {last.kind, amount.kind} <= LISTED else None
    return gap is not None and not _taking_with().search(gap["between"])


@functools.cache
def _taking_with() -> re.Pattern[str]:
    """A word before "với" that takes what follows for its object: "gắn với", "đối với"."""
    return re.compile(rf"(?<!\w)(?:{clause_words('takes with')})\Z", re.IGNORECASE)


def _is_condition(text: str, amount: Quantity) -> bool:
    """Whether a quantity is what something else asks for: "đạt 85 điểm trở lên thì được cấp giấy"."""
    if NEW.match(text, amount.end) and amount.kind in LISTED:
        return False
    return bool(CONDITION.match(text, amount.end) or (amount.kind is UnitKind.POINTS and PASSED.match(text, amount.end)))


def _opens_next(text: str, last: Quantity, amount: Quantity, setting: Setting) -> bool:
    """Whether a count of places opens the next member of a list of aims: "50% số xã có …, trong đó 03 huyện có …"."""
    begins = text[: amount.start].endswith((", ", ", trong đó "))
    opens = begins and amount.kind in (UnitKind.TERRITORY, UnitKind.FACILITY) and amount.start - last.end < FAR
    return setting.aims and opens and REACHES.match(text, amount.end) is not None


def _is_granted(text: str, before: str, amount: Quantity) -> bool:
    """Whether a share is what somebody gets or pays: a rebate, a subsidy, a part of the costs."""
    if amount.kind is not UnitKind.PERCENT:
        return False
    return (
        _closing(GRANTED).search(before) is not None
        or (_closing(LESSENED).search(before) is not None and _following("fee").match(text, amount.end) is not None)
        or (_closing(PAID).search(before) is not None and _following("costs").match(text, amount.end) is not None)
    )


@functools.cache
def _closing(roles: Closing) -> re.Pattern[str]:
    """A word of a role at the end of what stands before a share, with no more words behind it than are told for the role."""
    words = (rf"(?:{clause_words(role)})(?: \S+){{0,{more}}}" for role, more in roles)
    return re.compile(rf"(?<!\w)(?:{'|'.join(words)}) ?$", re.IGNORECASE)


@functools.cache
def _following(role: str) -> re.Pattern[str]:
    """A word of a role right behind a share."""
    return re.compile(rf" (?:{clause_words(role)})(?!\w)", re.IGNORECASE)


def _told(before: str, amount: Quantity, setting: Setting) -> bool:
    """Whether the words before a quantity tell it as a fact, or of a year that is over."""
    # "Định kỳ 06 tháng" tells how often; "tỷ lệ trẻ khám định kỳ đạt 80%" sets out how many
    named = (amount.comparison.aims or setting.aims) and _measures(before)  # "Tỷ lệ giải ngân kinh phí đạt 90%"
    roles = (
        "fact",
        *(() if named else ("fact in a name",)),
        *(() if amount.kind is UnitKind.PERCENT else ("fact of counts",)),
    )
    facts = (match for match in anywhere(*roles).finditer(before) if not _told_behind(before, match))
    kept = KEPT.match(_last_clause(before)) is not None  # "duy trì diện tích rừng hiện có 900 ha"
    facts = (match for match in facts if not (kept and match[0].lower() == "hiện có"))
    if not amount.comparison.is_bound and any(facts):
        return True
    past = PAST_YEAR.search(before)
    over = past is not None and setting.first_year is not None and int(past["year"]) < setting.first_year
    return over and not BASELINE.search(before)


def _told_behind(before: str, fact: re.Match[str]) -> bool:
    """Whether a word that tells a fact tells it of what stands before it: "25 dịch vụ đã có, …"."""
    return fact[0].lower().startswith("đã") and before[fact.end() : fact.end() + 1] == ","


def _set_out(text: str, before: str, amount: Quantity, setting: Setting, depth: Sequence[int]) -> bool:
    """Whether a quantity of this kind is set out as an aim by its bound, a word of reaching, a deed or its place."""
    said, bound = amount.comparison, amount.comparison.is_bound
    changed = CHANGED.search(before) is not None  # "tăng 5 triệu đồng so với năm 2023"
    match amount.kind:
        case UnitKind.PERCENT:
            return True
        case UnitKind.RANK:
            return True
        case UnitKind.AGE | UnitKind.GRADE:
            return said.aims and bool(anywhere("ages").search(before))
        case UnitKind.MONEY:
            told = bound or changed or said.spans or _measures(before) or _gathers(before) or not before.strip(TRIM)
            told = told or (WITH_SHARE.match(text, amount.end) is not None and not before.endswith(" là "))
            return not setting.money and (said.aims or (setting.aims and bool(told)))
        case UnitKind.DURATION:
            return _lasts(before, amount)
        case UnitKind.MEASURE:
            return (bound and said.comparator in (">=", "<=")) or said.aims or setting.aims or _done(before)
        case _ if depth[amount.number_start] and not (bound or amount.per or (setting.aims and (said.aims or changed))):
            return False  # "(16 mục tiêu)" | not "(tăng 20 thôn)"
        case UnitKind.TERRITORY if said.aims or _aimed_at(before) or (setting.aims and _counts_places(before)):
            return True
        case UnitKind.LIST | UnitKind.UNKNOWN | UnitKind.TERRITORY:
            aims = said.aims or changed or (amount.per and _measures(before))
            return setting.aims and bool(aims) if not bound else setting.aims or said.comparator in (">=", "<=")
    if bound and said.comparator != ">":
        return True
    if closing_given().search(before):
        return False  # "quán triệt 02 nghị quyết", "báo cáo 02 lần/ngày"
    opens = bound or not before.strip(TRIM) or before.rstrip().endswith(" có") or _opens_with_deed(before)
    return bool(amount.per) or said.aims or _done(before) or (setting.aims and (opens or _measures(before)))


def _lasts(before: str, amount: Quantity) -> bool:
    """Whether a duration is how long something may take at most, or how many years people are to live."""
    at_most = amount.comparison.is_bound and amount.comparison.comparator in ("<=", "<")
    return bool(
        (at_most and anywhere("times").search(before)) or (amount.comparison.aims and anywhere("ages").search(before))
    )


def _counts_places(before: str) -> bool:
    """Whether nothing stands before a count of places, or a deed right before it, or only what is counted."""
    return _done(before) or not before.strip(TRIM) or _measures(before)


def _aimed_at(before: str) -> bool:
    """Whether the clause aims at having what is counted: "Phấn đấu đến hết năm 2027 có " | not "… các huyện có "."""
    clause = before[max(before.rfind(mark) for mark in ";:.") + 1 :].strip(TRIM)
    return AIMED_AT.search(clause) is not None and opening("raise").match(clause) is not None


def _measures(before: str) -> bool:
    """Whether the clause before a number says only what is measured: "vốn đầu tư toàn xã hội " | not "số hộ đã có "."""
    clause = _last_clause(before)
    measure = opening("subject").match(clause) or HOW_MANY.match(clause)
    return measure is not None and not anywhere("fact", "fact of counts").search(clause)


def _last_clause(before: str) -> str:
    """The words before a quantity behind the last comma, without what only leads in: "trong đó tạo việc làm cho "."""
    clause = before[max(before.rfind(mark) for mark in ",;:") + 1 :].strip(TRIM)
    clause = WITH_SIZE.sub("", clause)
    along = clause.rfind(" với ") + len(" với ")  # "20 khách sạn với | tổng số phòng là 900 phòng"
    if along >= len(" với ") and opening("subject").match(clause, along):
        return clause[along:]
    start = behind_opening(clause, 0, len(clause))
    reached = REACHING.match(clause, start)
    return clause[reached.end() if reached else start :]


def _gathers(before: str) -> bool:
    """Whether money is what shall come in: "thu hút " | not "hỗ trợ "."""
    return anywhere("gathers").search(before[-NEAR:]) is not None and len(before.split()) <= SHORT_DEED


def _opens_with_deed(before: str) -> bool:
    """Whether the clause that a count stands in opens with a deed, or with next to nothing, under a heading of aims:
    "Đào tạo kỹ năng số cho 20.000 lao động", "cắm 350 biển" | not "Toàn tỉnh hiện có 12 bệnh viện".
    """
    clause = _last_clause(before)
    words = clause.split()
    short = 0 < len(words) <= SHORT_DEED and not anywhere("fact", "fact in a name", "fact of counts").search(clause)
    return short or (len(words) <= LONG_DEED and bool(opening("verb").match(clause)))


def _done(before: str) -> bool:
    """Whether a deed stands right before the count ("tổ chức 02 hội nghị") or a rate does ("mỗi xã")."""
    tail = before[-NEAR:]
    verbs = list(anywhere("verb", "count verb").finditer(tail))
    between = tail[verbs[-1].end() :] if verbs else ""
    near = bool(verbs) and len(between.split()) <= 2 and "," not in between and " cho" not in between
    return near or bool(PER_SUBJECT.search(before[-2 * NEAR :]))
