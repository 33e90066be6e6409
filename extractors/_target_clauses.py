"""Targets in prose: the quantities and the comparisons with earlier years that a paragraph sets out to reach."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors._clause_cuts import Piece, clauses, depths, leads, opening, sentences, words_of
from extractors._fields import UNTIL, YEAR, year_in
from normalizers.comparators import Comparator
from normalizers.quantities import MEASURED, Quantity, UnitKind, quantities

LOW_CONFIDENCE = 0.4  # below 0.5: listed for review
FAIR_CONFIDENCE = 0.8
# "Đến năm 2030,", "Trong giai đoạn 2026 - 2030", "Hằng năm" at the start of a clause
ADJUNCT = re.compile(
    rf"(?:(?:phấn đấu )?(?:đến|trong|từ|hết|vào|trước|giai đoạn|năm|cuối|các|hằng|hàng|mỗi)(?: (?:hết|cuối|giai đoạn|năm|các năm|quý|tháng|"
    rf"kỳ|[ivx]+(?=/)|\d{{1,2}}))*(?: ?[ivx\d]{{0,3}}/?{YEAR}(?: ?[-–] ?{YEAR})?)+|(?:hằng|hàng) năm|hằng quý)(?!\w)[ ,:]*",
    re.IGNORECASE,
)
LATE_YEAR = re.compile(rf"(?<!\w)(?:vào|trong|đến|trước|hết)(?: hết| cuối)? năm (?P<year>{YEAR})(?!\w)", re.IGNORECASE)
BASELINE = re.compile(
    r"(?:so với|hơn(?: so với)?|bằng)(?: mức| thời điểm| kết quả| cùng kỳ)?(?: của)?(?: cuối| đầu)? "
    rf"(?:năm (?P<year>{YEAR})|(?:năm|giai đoạn|kỳ) (?:trước|liền trước|trước đó|liền kề))(?!\w)",
    re.IGNORECASE,
)
UP = r"tăng|cao|tốt|nhiều|nâng|cải thiện|lớn|vượt|nâng cao"
DOWN = r"giảm|thấp|ít|hạ"
# "tăng cao hơn so với năm 2023", "thấp hơn năm trước" | not "giảm số lượng theo chương trình" (no baseline)
RELATIVE = re.compile(
    rf"(?<!\w)(?:(?P<up>{UP})|(?P<down>{DOWN}))(?: (?:cao|thấp|dần|thêm|nhiều|mạnh|điểm|bậc|ít|tốt|điểm số|thứ hạng|tỷ lệ))*"
    rf"(?: hơn)?(?: điểm)? {BASELINE.pattern.replace('(?P<year>', '(?P<relative_year>')}|"
    rf"(?<!\w)(?:(?P<up_than>{UP})|(?P<down_than>{DOWN})) {BASELINE.pattern.replace('(?P<year>', '(?P<than_year>')}",
    re.IGNORECASE,
)
PAST_YEAR = re.compile(rf"(?<!\w)(?:năm|tháng \d+/|quý [ivx]+/) ?(?P<year>{YEAR})(?!\w)[^,;]{{0,40}}$", re.IGNORECASE)
RATE_SUBJECT = re.compile(r"(?<!\w)(?:mỗi|từng|bình quân|trung bình)(?!\w)", re.IGNORECASE)
LISTED = frozenset({UnitKind.EVENT, UnitKind.PRODUCT, UnitKind.FACILITY, UnitKind.ACTOR, UnitKind.RATE, UnitKind.MEASURE})
LIST_GAP = re.compile(
    r"[^,;.:()\d]{0,60}(?:,|,? và|,? (?:vào|đến|trong) năm \d{4}(?:,| và)) ?"
)  # between "24 tin" and "02 phóng sự"
LEVELLED = re.compile(r"(?<!\w)(?:thời gian|thời hạn giải quyết|thời lượng|thời gian chờ)(?!\w)", re.IGNORECASE)
SPACES = re.compile(r"\s+")
TRIM = " ,.;:–-•*\n\t"


@dataclass(frozen=True, slots=True)
class Setting:
    """What the place says to the clause: whether it stands under aims or money, and the first year of the plan."""

    aims: bool = False
    money: bool = False
    first_year: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A target in a paragraph: text[start:end]; year only if the paragraph states one."""

    start: int
    end: int
    value: float | None
    value_max: float | None
    unit: str | None
    comparator: Comparator
    metric: str
    year: int | None = None
    baseline_value: float | None = None
    baseline_year: int | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class _Clause:
    """A clause and its quantities, cut to what belongs to the target."""

    start: int
    end: int
    amounts: tuple[Quantity, ...]


def read(text: str, setting: Setting) -> Iterator[Reading]:
    """The targets of a paragraph, in text order."""
    found = list(quantities(text))
    depth = depths(text)
    lead_year: int | None = None
    for sentence in sentences(text, depth):
        inside = [quantity for quantity in found if sentence.start <= quantity.number_start < sentence.end]
        kept = _aims(text, sentence, inside, setting, depth)
        year = _stated_year(text, sentence.start, sentence.end) if not kept else lead_year
        if kept:
            yield from _of_sentence(text, sentence, kept, depth, lead_year, setting.first_year)
        elif not inside:
            yield from _relative(text, sentence, lead_year)
        lead_year = year if text[sentence.end : sentence.end + 1] in (":", ";") else None


def _of_sentence(
    text: str, sentence: Piece, kept: Sequence[Quantity], depth: Sequence[int], lead_year: int | None, first_year: int | None
) -> Iterator[Reading]:
    """The targets of a sentence: a year or a predicate said once holds for the clauses that share it."""
    year = lead_year
    trimmed: list[tuple[_Clause, int | None]] = []
    for piece in clauses(text, sentence, depth, kept):
        year = _stated_year(text, piece.start, piece.end) or year
        amounts = tuple(quantity for quantity in kept if piece.start <= quantity.number_start < piece.end)
        if amounts:
            trimmed.append((_trim(text, piece, amounts), year))
    previous: _Clause | None = None
    subject = ""
    for index, (clause, holds) in enumerate(trimmed):
        after = trimmed[index + 1][0] if index + 1 < len(trimmed) else None
        subject = _subject(text, clause) or subject
        yield from _of_clause(text, clause, holds, previous and subject, after, first_year)
        previous = clause


def _of_clause(
    text: str, clause: _Clause, year: int | None, subject: str | None, after: _Clause | None, first_year: int | None
) -> Iterator[Reading]:
    """One target a quantity; a second one in the same clause is nested: "100 % xã có ít nhất 04 tin, bài"."""
    start = clause.start
    for index, amount in enumerate(clause.amounts):
        if index and amount.value in [other.value for other in clause.amounts[:index]] and _in_brackets(text, amount):
            continue  # "10 Gigabit mỗi giây (10 Gbps)"
        if year and first_year and year < first_year and not amount.base_value:
            continue  # told of a year that is over
        metric = _metric(text, start, clause.end, amount, clause.amounts)
        if not index:
            metric = _completed(text, metric, clause, subject, after)
        base = BASELINE.search(text, amount.end, clause.end)
        confidence = 1.0 if amount.certain else LOW_CONFIDENCE
        if amount.kind is UnitKind.UNKNOWN:
            confidence = min(confidence, FAIR_CONFIDENCE)
        short = next(
            (
                other.unit
                for other in clause.amounts[index + 1 :]
                if other.value == amount.value and _in_brackets(text, other)
            ),
            None,
        )
        yield Reading(start, clause.end, amount.value, amount.value_max, short or amount.unit or None, amount.comparison.comparator,
                      metric, year, amount.base_value, _baseline_year(base, amount, text), confidence)  # fmt: skip
        start = _skip(text, max(amount.end if amount.kind in MEASURED else amount.number_end, start))


def _baseline_year(base: re.Match[str] | None, amount: Quantity, text: str) -> int | None:
    if base and base["year"]:
        return int(base["year"])
    aside = re.search(YEAR, text[amount.number_start : amount.end]) if amount.base_value is not None else None
    return int(aside[0]) if aside else None


# What is an aim ---------------------------------------------------------------------------------------------------------


def _aims(text: str, sentence: Piece, inside: Sequence[Quantity], setting: Setting, depth: Sequence[int]) -> list[Quantity]:
    """The quantities of a sentence that are aims; in a list what holds for one holds for the next."""
    kept: list[Quantity] = []
    for amount in inside:
        last = kept[-1] if kept else None
        gap = text[last.end : amount.start] if last else ""
        listed = (
            last is not None
            and last.kind is not UnitKind.PERCENT
            and amount.kind in LISTED
            and bool(LIST_GAP.fullmatch(gap))
        )
        if _is_aim(text, sentence, amount, setting, depth) or (listed and not depth[amount.number_start]):
            kept.append(amount)
    return kept


def _is_aim(text: str, sentence: Piece, amount: Quantity, setting: Setting, depth: Sequence[int]) -> bool:
    """Whether a quantity is one to be reached or kept: no fact, fee, deadline, age, level or count of a list."""
    before = text[sentence.start : amount.start]
    if re.search(rf"(?<!\w)(?:{words_of('fact')})(?!\w)", before, re.IGNORECASE) and not amount.comparison.is_bound:
        return False
    past = PAST_YEAR.search(before)
    if past and setting.first_year and int(past["year"]) < setting.first_year and not BASELINE.search(before):
        return False
    bound, kind = amount.comparison.is_bound, amount.kind
    if kind is UnitKind.PERCENT:
        return not re.search(r"(?:được (?:giảm|hưởng|hỗ trợ)|lãi suất|phạt)(?: \S+){0,3} ?$", before, re.IGNORECASE)
    if kind is UnitKind.RANK:
        return True
    if kind is UnitKind.AGE or (kind is UnitKind.MONEY and setting.money):
        return False
    if kind is UnitKind.DURATION:
        return bound and amount.comparison.comparator in ("<=", "<") and bool(LEVELLED.search(before))
    if depth[amount.number_start] and not (bound or amount.per) and kind is not UnitKind.MEASURE:
        return False
    if kind is UnitKind.MEASURE:
        return bound or amount.comparison.aims or setting.aims or _done(before)
    if kind is UnitKind.TERRITORY and setting.aims and (amount.comparison.aims or _done(before)):
        return True
    if kind is UnitKind.MONEY:
        return amount.comparison.aims and (setting.aims or bound)
    if kind in (UnitKind.LIST, UnitKind.UNKNOWN, UnitKind.TERRITORY):
        return bound and (setting.aims or amount.comparison.comparator in (">=", "<="))
    if bound and amount.comparison.comparator != ">":
        return True
    return (
        bool(amount.per) or amount.comparison.aims or _done(before) or (setting.aims and (bound or not before.strip(TRIM)))
    )


DEED_AT_END = 40  # characters between the deed and what is counted: "tổ chức thành công ít nhất"


def _done(before: str) -> bool:
    """Whether a deed stands right before the count ("tổ chức 02 hội nghị") or a rate does ("mỗi xã")."""
    tail = before[-DEED_AT_END:]
    verbs = list(re.finditer(rf"(?<!\w)(?:{words_of('verb')}|{words_of('count verb')})(?!\w)", tail, re.IGNORECASE))
    between = tail[verbs[-1].end() :] if verbs else ""
    near = bool(verbs) and len(between.split()) <= 2 and "," not in between and " cho" not in between
    return near or bool(RATE_SUBJECT.search(before[-80:]))


# Where a target begins and ends ---------------------------------------------------------------------------------------------


def _trim(text: str, piece: Piece, amounts: tuple[Quantity, ...]) -> _Clause:
    """The clause without adjuncts of time, lead-in words and closing marks."""
    first = amounts[0]
    start = _led(text, piece.start, first.start)
    lead = re.compile(rf"(?<!\w)(?:{words_of('raise')}) (?=(?:{words_of('subject')})(?!\w))|(?<!\w)(?:đảm bảo|bảo đảm)(?: có)? ",
                      re.IGNORECASE)  # fmt: skip
    for match in lead.finditer(text, start, first.start):
        if match.end() >= first.start or opening("subject").match(text, match.end()):
            start = match.end()
    start = _led(text, start, first.start)
    deed = re.compile(rf"thực hiện (?=(?:{words_of('verb')})(?!\w))|có (?=\d)", re.IGNORECASE).match(
        text, start, first.start
    )
    if deed:
        start = deed.end()
    start = min(start, first.start)
    bare = re.compile(
        r"(?:phấn đấu|đảm bảo|bảo đảm|có|(?:ít nhất|tối thiểu)(?= (?:có|phải có) (?:ít nhất|tối thiểu))) +", re.IGNORECASE
    )
    while start < first.number_start and (word := bare.match(text, start, first.number_start)):
        start = word.end()
    end = piece.end
    while end > amounts[-1].end and text[end - 1] in TRIM:
        end -= 1
    return _Clause(start, end, amounts)


def _led(text: str, start: int, limit: int) -> int:
    """Behind the lead-in words and adjuncts of time."""
    while True:
        begin = _skip(text, start)
        lead = leads().match(text, begin)
        begin = lead.end() if lead else begin
        adjunct = ADJUNCT.match(text, begin)
        begin = adjunct.end() if adjunct else begin
        if begin == start or begin > limit:
            return start if begin > limit else begin
        start = begin


def _skip(text: str, start: int) -> int:
    while start < len(text) and text[start] in TRIM:
        start += 1
    return start


def _stated_year(text: str, start: int, end: int) -> int | None:
    """The year that a clause states for itself: at its start, or "vào năm 2028" in it."""
    begin = _skip(text, start)
    while (lead := leads().match(text, begin, end)) and lead.end() > begin:
        begin = lead.end()
    adjunct = ADJUNCT.match(text, begin, end)
    if adjunct:
        return year_in(adjunct[0]) or None
    late = [match for match in LATE_YEAR.finditer(text, start, end)]
    if late:
        return int(late[-1]["year"])
    until = UNTIL.search(text, start, end)
    return int(until["year"]) if until and not until["vision"] and until[0].lower().startswith("đến") else None


# What is measured -----------------------------------------------------------------------------------------------------------


def _metric(text: str, start: int, end: int, amount: Quantity, others: tuple[Quantity, ...]) -> str:
    """The words of the span without number, bound and, where it only measures, unit."""
    out: list[tuple[int, int]] = [(amount.number_start, amount.number_end), *amount.comparison.spans]
    if amount.kind in MEASURED or amount.in_words:
        out.append((amount.number_end, amount.end))
    elif amount.per:
        out.append((amount.unit_end, amount.end))
    for other in others:
        if other is not amount and other.value == amount.value and _in_brackets(text, other):
            out.append((other.start, other.end))
    return without(text, start, end, out)


def without(text: str, start: int, end: int, out: Sequence[tuple[int, int]]) -> str:
    """text[start:end] less the spans, with single spaces."""
    kept: list[str] = []
    at = start
    for left, right in sorted(out):
        if right <= at or left >= end:
            continue
        kept.append(text[at : max(at, left)])
        at = max(at, right)
    kept.append(text[at:end])
    words = SPACES.sub(" ", " ".join(kept)).replace("( )", "").replace("()", "")
    return SPACES.sub(" ", words).replace(" ,", ",").strip(TRIM)


def _in_brackets(text: str, amount: Quantity) -> bool:
    return text[: amount.start].rstrip().endswith("(")


def _completed(text: str, metric: str, clause: _Clause, subject: str | None, after: _Clause | None) -> str:
    """The metric with a predicate said only in the next clause, or a subject said only in one before."""
    predicate = re.compile(rf"(?<!\w)(?:{words_of('predicate')})(?!\w)", re.IGNORECASE)
    own = text[clause.start : clause.end]
    opens = clause.amounts[0].start <= clause.start
    if opens and after and not predicate.search(own) and after.amounts[0].start <= after.start:
        shared = predicate.search(text, after.amounts[0].end, after.end)
        if shared and text[clause.end : after.start].strip() in ("và", ",", ", và"):
            return f"{metric} {text[shared.start() : after.end]}".strip()
    if (
        subject
        and not opens
        and len(own.split()) <= 8
        and not opening("subject").match(own)
        and not opening("verb").match(own)
    ):
        return _in_place_of(subject, metric)
    if (
        subject
        and opens
        and (predicate.match(metric) or clause.amounts[0].kind is UnitKind.RANK or _needs_subject(text, clause, metric))
    ):
        return f"{subject} {metric}"
    return metric


def _needs_subject(text: str, clause: _Clause, metric: str) -> bool:
    """Whether a clause says only how much: "chiếm 15 % diện tích", "20 % chi phí tuân thủ" behind "cắt giảm …", "100 ha vào năm 2030"."""
    first = clause.amounts[0]
    said = text[first.start : first.number_start].lower()
    return said.startswith(("chiếm", "đạt", "gấp")) or len(LATE_YEAR.sub("", metric).split()) < 2 or first.kind in LISTED


def _subject(text: str, clause: _Clause) -> str:
    """What a clause measures, for clauses that leave it out: "tỷ lệ hồ sơ trực tuyến cấp tỉnh"; "" if it opens otherwise."""
    first = clause.amounts[0]
    if opening("subject").match(text, clause.start):
        return without(text, clause.start, first.start, ())
    deed = text[clause.start : first.start].strip()
    if deed:
        return deed if opening("verb").match(deed) and len(deed.split()) <= 6 else ""
    predicate = re.compile(rf"(?<!\w)(?:{words_of('predicate')})(?!\w)", re.IGNORECASE).search(text, first.end, clause.end)
    return (
        text[_skip(text, first.end) : predicate.start()].strip() if predicate and predicate.start() > first.end + 1 else ""
    )


def _in_place_of(subject: str, part: str) -> str:
    """The subject with its last member replaced: "tỷ lệ hồ sơ cấp tỉnh" and "cấp xã" → "tỷ lệ hồ sơ cấp xã"."""
    head = part.split(" ", 1)[0].lower() if part else ""
    at = subject.lower().rfind(f" {head} ") if head else -1
    return f"{subject[:at] if at >= 0 else subject} {part}".strip()


# Compared with an earlier year ------------------------------------------------------------------------------------------------


def _relative(text: str, sentence: Piece, lead_year: int | None) -> Iterator[Reading]:
    """A target without a number: higher or lower than in a year before."""
    match = RELATIVE.search(text, sentence.start, sentence.end)
    if match is None:
        return
    named = match["relative_year"] or match["than_year"]
    rises = bool(match["up"] or match["up_than"])
    start = _led(text, sentence.start, match.start())
    end = sentence.end
    while end > match.end() and text[end - 1] in TRIM:
        end -= 1
    metric = without(text, start, end, [match.span()])
    if metric:
        reading = Reading(start, end, None, None, None, ">prev" if rises else "<prev", metric, lead_year)
        yield replace(reading, baseline_year=int(named) if named else None)
