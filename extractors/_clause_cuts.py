"""Sentences cut into the smallest clauses that carry a quantity and what it measures."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors._clause_openings import announced, leads
from extractors._clause_words import anywhere, closing_deed, counting, deed, opening, predicate
from extractors._fields import YEAR
from normalizers.measures import Quantity, UnitKind
from normalizers.wordings import clause_words

SENTENCE_END = re.compile(r"[;\n…]|:(?=\s|$)|\.(?=\s|$)")  # a point must stand before a new sentence, see _goes_on
SHORT = re.compile(r"(?<!\w)(?:tp|ts|ths|pgs|gs|tt|q|p|h|v\.v|stt|st)$", re.IGNORECASE)
# "100% văn bản về phòng, chống tham nhũng" | not "xã đạt 100%"
SHARE_FIRST = re.compile(r"\s*\d+ ?%")
SEPARATOR = re.compile(r", ?| và (?=\S)| với (?=\S)")
IN_BRACKET = re.compile(r"[,;] ?| và (?=\S)")
COORDINATED = 5  # words: a shorter run of verbs ("soạn thảo, in ấn và phát hành …") is one deed
FAR_APART = 8  # words before an "và": what follows is a deed of its own
PER_MEMBER = re.compile(r"(?:mỗi|từng) (?!năm|quý|tháng|tuần)", re.IGNORECASE)  # ", mỗi đội từ 40 người" | not ", mỗi năm"
# "…, con số này là 99% vào năm 2030", "… và năm 2030 là 45.000 người": says how much in another year
ANOTHER_YEAR = re.compile(
    rf"(?:(?:đến|vào|trong|hết)(?: hết| cuối)? )?năm {YEAR}(?!\w)|(?:con số|tỷ lệ|tỉ lệ|chỉ số) này(?!\w)", re.IGNORECASE
)
YEARLY = r"(?:(?:trung bình|bình quân) )?(?:mỗi|hằng|hàng) năm "  # ", bình quân mỗi năm tạo việc làm cho 250 người"
# where the next number holds: "đạt 15% trong các sở và 20% trong UBND cấp huyện"
WHERE = re.compile(r"(?:trong|ở|tại|đối với|của|thuộc|từ)(?= [^\W\d])", re.IGNORECASE)
GOES_WITH = re.compile("với(?= )", re.IGNORECASE)  # "160 tổ hợp tác, với 4.000 thành viên"
NONE_LEFT = re.compile(r"không (?:còn|để|có|phát sinh|xảy ra)(?!\w)", re.IGNORECASE)  # "… và không còn xã nghèo"
ONLY_OF = re.compile(rf" (?:trong )?GR?DP(?:,? (?:vào |đến )?năm {YEAR})?", re.IGNORECASE)  # "30% GDP": and nothing more
CHANGE = re.compile(r"(?:tăng|giảm)(?!\w) ?", re.IGNORECASE)  # "chiếm 70% tổng số vốn, tăng 5%": how much it changes
# "bình quân mỗi năm giảm": how much it changes, and nothing of what does
CHANGES_ALONE = re.compile(
    r"(?:(?:bình quân|trung bình|mỗi năm|hằng năm|hàng năm|tăng|giảm|thêm|dần|tiếp tục)(?:,? |\Z))+", re.IGNORECASE
)
KEEPS = re.compile(r"(?:tiếp tục )?(?:duy trì|giữ vững|ổn định)(?!\w)", re.IGNORECASE)
KEPT_ON = re.compile(r"(?:tiếp tục )?(?:duy trì|giữ vững|ổn định)(?: ở mức này)? (?:đến|trong)(?!\w)", re.IGNORECASE)
REACHES = re.compile(r"đạt (?=[^\W\d])", re.IGNORECASE)  # "dưới 2% và | đạt chuẩn nông thôn mới"
HOW_MANY = re.compile(r"số (?!hóa|hoá)[^\W\d]", re.IGNORECASE)  # "giảm số xã đạt dưới 5 tiêu chí"
EQUAL = re.compile(r"(?:tương đương|tương ứng)(?: với)?(?!\w) ?", re.IGNORECASE)
EQUALS = re.compile(rf"{EQUAL.pattern}(?=\d)", re.IGNORECASE)  # ", tương đương | 9 hộ/1.000 dân"
RANK_SUBJECT = 4  # words of a subject before its place in a ranking
EACH_YEAR = re.compile(r"(?:hằng|hàng) năm[ ,]+", re.IGNORECASE)  # before what a share of things shall be
LONGEST = 3000  # characters: a longer run without a full stop is no sentence and is cut at a comma


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: text[start:end]; hole: a bracket in it that says targets of its own."""

    start: int
    end: int
    hole: tuple[int, int] | None = None


# "(trong đó: 20 hộ …; 30 hộ …)": a list of parts, that reads as if it stood without brackets
LIST_OF_PARTS = re.compile(r"\((?=trong đó(?!\w)[^()]*;)", re.IGNORECASE)


def depths(text: str) -> list[int]:
    """For each character how many brackets are open; one never closed, or round a list of parts, counts for nothing."""
    level, found = 0, []
    open_lists = {match.start() for match in LIST_OF_PARTS.finditer(text)}
    for at, mark in enumerate(text):
        level += mark == "(" and at not in open_lists
        found.append(level)
        level -= mark == ")" and level > 0
    return found if level == 0 else [0] * len(text)


def sentences(text: str, depth: Sequence[int]) -> Iterator[Piece]:
    """The sentences and the parts of sentences that stand for themselves; a colon ends one too."""
    start = 0
    for match in SENTENCE_END.finditer(text):
        if (depth[match.start()] and match[0] != "\n") or (match[0] in ".…" and _goes_on(text, match.start())):
            continue
        if match[0] == ";" and _unfinished(text, start, match):
            continue
        yield from _pieces(text, start, match.start())
        start = match.end()
    yield from _pieces(text, start, len(text))


def _goes_on(text: str, point: int) -> bool:
    """Whether the sentence goes on behind a point: an abbreviation, or a word in lower case."""
    following = text[point + 1 : point + 12].lstrip(" \"“'(-–+*")
    return bool(SHORT.search(text[max(0, point - 4) : point])) or following[:1].islower()


def _pieces(text: str, start: int, end: int) -> Iterator[Piece]:
    while end - start > LONGEST:
        cut = text.rfind(",", start, start + LONGEST)
        cut = cut + 1 if cut > start else start + LONGEST
        yield Piece(start, cut)
        start = cut
    if end > start:
        yield Piece(start, end)


def _unfinished(text: str, start: int, semicolon: re.Match[str]) -> bool:
    """Whether a share of things gets its predicate only behind the semicolon: "100% văn bản về A; về B được phổ biến"."""
    begin = _begin(text, Piece(start, semicolon.start()))
    if not SHARE_FIRST.match(text, begin) or predicate().search(text, begin, semicolon.start()):
        return False
    stop = SENTENCE_END.search(text, semicolon.end())
    right = text[semicolon.end() : stop.start() if stop else len(text)].strip()
    return right[:1].islower() and not any(map(str.isdigit, right)) and bool(predicate().search(right))


def clauses(
    text: str, sentence: Piece, depth: Sequence[int], quantities: Sequence[Quantity], *, bracket: bool = False
) -> Iterator[Piece]:
    """The clauses of a sentence or of a bracket's words: cut where the next part has its own quantity, aim or deed."""
    start = sentence.start
    marks = (IN_BRACKET if bracket else SEPARATOR).finditer(text, sentence.start, sentence.end)
    stops = [match for match in marks if depth[match.start()] <= bracket]
    for index, stop in enumerate(stops):
        following = stops[index + 1].start() if index + 1 < len(stops) else sentence.end
        if any(quantity.start < stop.end() and stop.start() < quantity.end for quantity in quantities):
            continue  # "04 tin, bài", "từ 10 đến 20, 30"
        left = _Side(text, Piece(start, stop.start()), quantities)
        right = _Side(text, Piece(stop.end(), sentence.end), quantities, following)
        cuts = _goes_along(left, right) if stop[0] == " với " else _cuts(left, right, following, stop[0] != " và ")
        if cuts:
            yield left.piece
            start = stop.end()
    yield Piece(start, sentence.end)


class _Side:
    """What stands on one side of a comma or an "và"."""

    __slots__ = ("amounts", "begin", "first_end", "led", "piece", "text", "words")

    def __init__(self, text: str, piece: Piece, quantities: Sequence[Quantity], first_end: int | None = None) -> None:
        self.text = text
        self.piece = piece
        self.amounts = [quantity for quantity in quantities if piece.start <= quantity.start < piece.end]
        first = self.amounts[0].start if self.amounts else piece.start
        self.begin = max(_begin(text, piece), announced(text, piece.start, first))
        self.first_end = piece.end if first_end is None else first_end  # where its first member ends
        self.led = bool(text[piece.start : self.begin].strip())
        self.words = text[piece.start : piece.end]

    @property
    def words_before(self) -> int:
        """How many words stand before its first quantity."""
        return len(self.text[self.begin : self.amounts[0].start].split())

    @property
    def counts_first(self) -> bool:
        """Whether its first member has a quantity."""
        return bool(self.amounts) and self.amounts[0].start < self.first_end

    @property
    def ends(self) -> bool:
        """Whether it ends with its last quantity, or with what that is a share of."""
        last = self.amounts[-1].end if self.amounts else self.piece.end
        return last >= self.piece.end or ONLY_OF.fullmatch(self.text, last, self.piece.end) is not None

    @property
    def names_subject(self) -> bool:
        """Whether it opens with what is measured: "tỷ lệ …", "duy trì tốc độ …"."""
        raised = opening("raise").match(self.text, self.begin)
        begin = raised.end() + 1 if raised else self.begin
        return bool(opening("subject").match(self.text, begin) or HOW_MANY.match(self.text, begin))

    @property
    def begins_deed(self) -> bool:
        """Whether it begins with a deed: "tổ chức hội nghị", "triệt xóa 5 tụ điểm"."""
        counts = self.amounts and counting().fullmatch(self.text, self.begin, self.amounts[0].start)
        return bool(counts) or any(deed().match(self.text, at) is not None for at in (self.begin, self.piece.start))

    @property
    def says_of_share(self) -> bool:
        """Whether it opens with a share of things and says what these shall be: "100% trẻ em được khám"."""
        share = self.amounts[0]
        return share.kind is UnitKind.PERCENT and predicate().search(self.text, share.end, self.piece.end) is not None

    @property
    def is_share_said(self) -> bool:
        """Whether it opens with its share of things and has said what these shall be."""
        return len(self.amounts) == 1 and self.amounts[0].start <= self.begin and self.says_of_share

    @property
    def is_whole(self) -> bool:
        """Whether it has no quantity, and says enough for a clause of its own."""
        return not self.amounts and len(self.words.split()) >= FAR_APART and not self.names_subject

    @property
    def says_deed(self) -> bool:
        """Whether it says what is done, rather than what a share of things shall be: it opens before its quantity."""
        return bool(self.amounts) and self.amounts[0].start > self.begin and not self.names_subject


def _cuts(left: _Side, right: _Side, following: int, comma: bool) -> bool:
    """Whether a clause ends between the two; following is where the right side's first member ends."""
    plain = _cuts_plainly(left, right, comma)
    if plain is not None:
        return plain
    if left.amounts and right.amounts and _says_anew(left, right, comma):
        return True
    if right.names_subject and (right.amounts or (comma and left.amounts and left.ends)):
        return bool(left.amounts) or right.led or (comma and not left.names_subject)
    if right.led and opening("hard").match(right.text, right.piece.start):
        return bool(left.amounts or right.amounts)
    if right.led and comma and right.amounts and not (left.amounts and left.amounts[0].start <= left.piece.start):
        return True
    if comma and left.is_share_said and right.counts_first and right.amounts[0].comparison.aims and right.words_before > 1:
        return True  # "60% lao động tham gia bảo hiểm, | nông dân tham gia tự nguyện chiếm 5%"
    if left.amounts and right.amounts and left.ends:
        if right.begins_deed and not CHANGE.match(right.text, right.begin):
            return True  # "diện tích nhà ở đạt 30 m2 và phát triển mới 500 căn"
        counts = _counts_on(left, right, following, comma)
        if counts is not None:
            return counts
    if not right.begins_deed or closing_deed().search(left.words):
        return False  # "tập huấn, bồi dưỡng" is one
    if left.amounts:
        shares = right.amounts and {left.amounts[-1].kind, right.amounts[0].kind} == {UnitKind.PERCENT}
        alone = left.ends and not right.counts_first  # "đạt 90%, đáp ứng yêu cầu", "900 ha và nâng cao chất lượng rừng"
        return left.says_deed or alone or (comma and bool(shares))
    enough = COORDINATED if comma else FAR_APART
    return bool(right.amounts) and len(left.words.split()) >= enough and not left.names_subject


def _goes_along(left: _Side, right: _Side) -> bool:
    """Whether "với" opens a measure of its own: "20 khách sạn với | tổng số phòng là 900 phòng" | not "so với tổng số"."""
    return bool(left.amounts and right.amounts) and right.names_subject and not _taking().search(left.words)


@functools.cache
def _taking() -> re.Pattern[str]:
    """A word before "với" that takes what follows for its object: "so", "gắn"."""
    return re.compile(rf"(?<!\w)(?:{clause_words('takes with')})\Z", re.IGNORECASE)


def _cuts_plainly(left: _Side, right: _Side, comma: bool) -> bool | None:
    """Whether the right side's first words settle it; None if they do not."""
    along = GOES_WITH.match(right.text, right.begin)
    if along:
        measures = opening("subject").match(right.text, along.end() + 1)  # ", với | tổng chiều dài 9 km"
        return bool(measures and left.amounts and right.amounts)
    if left.amounts and not right.counts_first and _goes_on_without(left, right):
        return True
    if left.amounts and NONE_LEFT.match(right.text, right.begin):
        return True
    if right.amounts and right.amounts[0].start <= right.begin:  # the next part opens with its own quantity
        return bool(left.amounts) or comma or right.led or (right.says_of_share and left.is_whole)
    if comma and left.amounts and right.amounts and EQUALS.match(right.words.lstrip()):
        return True
    if right.amounts and right.amounts[0].kind is UnitKind.RANK and comma and right.words_before <= RANK_SUBJECT:
        return True  # "…, tỉnh thuộc nhóm 10 tỉnh dẫn đầu"
    return None


def _goes_on_without(left: _Side, right: _Side) -> bool:
    """Whether a member without a quantity says another aim: "12 chợ, | duy trì …", "dưới 2% và | đạt chuẩn"."""
    said = right.words.lstrip()
    keeps = left.amounts[-1].kind is not UnitKind.PERCENT and KEEPS.match(said)
    return bool(keeps or KEPT_ON.match(said) or (left.ends and REACHES.match(said)))


def _says_anew(left: _Side, right: _Side, comma: bool) -> bool:
    """Whether the right side says how much for each member or year, how much it changes, where, or in another year."""
    member = comma and PER_MEMBER.match(right.text, right.begin)
    raised = comma or left.amounts[-1].comparison.aims  # "lên 38% và tăng thêm 15%" | not "tăng 5% và giảm còn 3%"
    changed = CHANGE.match(right.text, right.begin)
    number = changed and (HOW_MANY.match(right.text, changed.end()) or opening("subject").match(right.text, changed.end()))
    alone = comma and CHANGES_ALONE.fullmatch(right.text, right.begin, right.amounts[0].start)  # "tăng bình quân 9%"
    change = number or alone or (raised and changed and right.words_before <= 1 + (not comma))
    where = WHERE.match(right.text, right.begin) and _reached(left.text, left.amounts[-1], right.amounts[0])
    yearly = comma and _yearly().match(right.text, right.begin)
    return bool(member or change or where or yearly or ANOTHER_YEAR.match(right.text, right.begin))


def _reached(text: str, *amounts: Quantity) -> bool:
    """Whether a word of reaching, or "là", stands before each quantity."""
    return all(amount.comparison.aims or text[: amount.start].endswith(" là ") for amount in amounts)


@functools.cache
def _yearly() -> re.Pattern[str]:
    """A rate before a deed: "mỗi năm tăng", "trung bình mỗi năm giải quyết" | not "mỗi năm 02 cuộc"."""
    return re.compile(rf"{YEARLY}(?=(?:{clause_words('verb', 'count verb')})(?!\w))", re.IGNORECASE)


def _counts_on(left: _Side, right: _Side, following: int, comma: bool) -> bool | None:
    """Whether the right side counts the next member, where the left one ends with its quantity; None if that is open.

    "cấp tỉnh đạt 60 %, cấp huyện đạt 50 %", "dịch vụ tăng 7 %, nông, lâm, thủy sản tăng 3 %", "cấp huyện đạt 98 % và cấp
    xã đạt 97 %" | not "tăng 5 % và giảm còn 3 %", "đạt 95 %, trừ hồ sơ mật, và 80 %"
    """
    same = right.amounts[0].kind is left.amounts[-1].kind
    near = right.amounts[0].start < following
    if comma:
        return True if near or (same and not anywhere("exception").match(right.text, right.begin)) else None
    return right.amounts[0].comparison.aims and same if near else None


def _begin(text: str, piece: Piece) -> int:
    """Where a clause begins behind blanks and lead-in words."""
    start = piece.start
    while start < piece.end and text[start] == " ":
        start += 1
    match = leads().match(text, start, piece.end)
    start = match.end() if match else start
    rate = EACH_YEAR.match(text, start, piece.end)
    return rate.end() if rate else start
