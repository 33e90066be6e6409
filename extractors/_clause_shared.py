"""What a clause measures, completed by what its sentence says only once: subject, deed, predicate."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors._clause_aims import LISTED
from extractors._clause_cuts import CHANGE, CHANGES_ALONE, EQUAL, HOW_MANY, WHERE
from extractors._clause_metrics import DIGIT, SPACES, Clause
from extractors._clause_openings import ADJUNCT
from extractors._clause_subjects import (
    HEADS,
    SHORT_NAME,
    THINGS,
    Told,
    beside,
    for_all,
    is_bare_count,
    likewise,
    other_thing,
    says_again,
    stands_alone,
    under,
)
from extractors._clause_words import TRIM, behind_marks, closing_deed, counting, opening, predicate
from extractors._clause_years import LATE, without_year
from normalizers.measures import UnitKind

SHARE_OF = re.compile(r"(?<!\w)(?:tỷ|tỉ) (?:lệ|trọng)(?!\w)", re.IGNORECASE)
SHARE = re.compile(r"(?:chiếm|bằng)(?!\w)", re.IGNORECASE)  # "chiếm 31 % tổng vốn": of the whole, and who has it is not said
OF_THESE = re.compile(r"(?<!\w)riêng \Z", re.IGNORECASE)  # "…; riêng | lĩnh vực đất đai đạt 85%"
SINCE = re.compile(r"so với(?!\w)", re.IGNORECASE)  # "tăng 5 % so với năm 2025"
# "đạt 98%, con số này là 99% vào năm 2030": what was measured before
SAME = re.compile(
    r"(?:con số|tỷ lệ|tỉ lệ|chỉ số|chỉ tiêu) (?:này|trên)(?: (?:là|cũng|sẽ|tiếp tục|tăng|giảm|dần))*(?!\w)", re.IGNORECASE
)
RISES = re.compile(r"(?:được )?(?:nâng|tăng|giảm)(?: (?:lên|còn|xuống))*(?!\w)", re.IGNORECASE)
ROSE = re.compile(
    r" (?:tăng|giảm)(?: thêm| dần| bình quân| trung bình| hằng năm| hàng năm| mỗi năm)*(?: so với [^,;]*)?\Z", re.IGNORECASE
)
COMES_TO = re.compile(r"(?<!\w)(?:còn|xuống|lên)(?!\w)", re.IGNORECASE)  # "giảm bình quân 1%/năm, đến năm 2030 còn dưới 2%"
REACHES = re.compile(r"(?<!\w)(?:phủ|phủ sóng|tới|đến)\Z", re.IGNORECASE)  # "cáp quang phủ tới 95% xã, 80% hộ gia đình"


HOW_MANY_OF = re.compile(r"\A(?:tổng )?số ")
BRACKETED = re.compile(r"\([^()]*\)")
MAKE_UP = re.compile(r"(?<!\w)cơ cấu(?!\w)", re.IGNORECASE)


def completed(text: str, words: str, clause: Clause, told: Told, following: Sequence[Clause]) -> str:
    """The metric with a predicate said only in the next clause, or with what the clauses before say or measure.

    Empty where the clause says only of which whole or since when, and nobody says what is measured.
    """
    after = following[0] if following else None
    said = _measured_again(text, words, clause, told) or _of_the_thing(words, told)
    said = said or _shared_name(text, words, clause, after)
    if said:
        return said
    if not for_all(told, clause):
        shared = _as_the_member_before(text, words, clause, told)
        if shared:
            return shared
        told = told._replace(subject="")
    if told.headed and words.lower() == clause.first.unit.lower():
        return told.subject
    if clause.opens_with_quantity:
        return _behind_its_quantity(text, words, clause, told, after)
    since = _since_when(text, words, clause, told)
    if since is not None:
        return since
    if not told.subject:
        return f"{words} {_said_with_the_last(text, clause, following)}".strip()
    return _before_its_quantity(text, words, clause, told)


def _behind_its_quantity(text: str, words: str, clause: Clause, told: Told, after: Clause | None) -> str:
    """The metric of a clause that opens with its quantity: "100% công chức A", "15% đất"."""
    shared = _shared_predicate(text, clause, after)
    if shared:
        return f"{words} {shared}".strip()
    if told.subject and _needs_subject(text, words, clause, told):
        counted = clause.first.unit.lower()  # "115 khách sạn đạt 1 sao; 180 khách sạn đạt 3 sao": names what it counts
        itself = (
            counted and words.lower().startswith(counted) and HOW_MANY_OF.sub("", told.subject.lower()).startswith(counted)
        )
        return words if itself or says_again(told.subject, words) else f"{told.subject} {words}".strip()
    return "" if SHARE.match(text, clause.first.start) else words


def _since_when(text: str, words: str, clause: Clause, told: Told) -> str | None:
    """The metric of a clause that says only by how much since when: "trồng 20 ha, tăng 5% so với năm 2025"; "" where nobody
    says what changes; None if it says more.
    """
    change = CHANGE.match(text, clause.start, clause.end)
    if not (change and SINCE.match(words, change.end() - clause.start)):
        return None
    member = (told.over or told.headed) and told.measured.startswith(told.subject)  # "Cơ cấu: gỗ 60%, tăng 1% so với …"
    deed = (told.unit is None or told.over) and opening("verb").match(told.subject)
    if told.measured and (member or deed or (not told.subject and told.unit is None)):
        return f"{without_year(told.measured)} {words}"
    return None if told.subject else ""


def _before_its_quantity(text: str, words: str, clause: Clause, told: Told) -> str:
    """The metric of a clause that says something before its quantity, behind a subject that it may leave out."""
    subject = told.subject
    own = text[clause.start : clause.end]
    change = CHANGE.match(own)
    if change and not opening("verb").match(subject):
        risen = (
            clause.start + change.end(),
            behind_marks(text, clause.first.end, clause.end),
        )  # or "giảm 9% lượng phát thải"
        itself = any(opening("subject").match(text, at) or HOW_MANY.match(text, at) for at in risen)
        return words if itself else f"{subject} {words}"
    # "công nghiệp tăng 9 %, dịch vụ tăng 7 %" | not "tỷ lệ hộ nghèo giảm 1 % (riêng vùng cao giảm 2 %)"
    parallel = subject.split()[-1:] == words.split()[-1:] and (told.over or not SHARE_OF.search(subject))
    part = told.over and (told.unit is not None or clause.first.kind is UnitKind.PERCENT)
    part = part and not opening("verb").match(subject)  # "giải quyết việc làm cho …, trong đó tạo việc làm mới cho …"
    ranked = clause.first.kind is UnitKind.RANK and not told.over  # "PAPI thuộc nhóm 20": its own name
    share = clause.first.kind is UnitKind.PERCENT
    counts = not share and counting().fullmatch(text, clause.start, clause.first.start)  # "xây mới 300 căn hộ"
    alone = ranked or counts or says_again(subject, words) or (not WHERE.match(own) and stands_alone(own, words, part))
    if alone or parallel:
        return words
    other = "" if told.over or told.headed or MAKE_UP.search(subject) else other_thing(subject, words)
    return beside(subject, words) or other or under(subject, words)


def _needs_subject(text: str, words: str, clause: Clause, told: Told) -> bool:
    """Whether the words behind a quantity that opens a clause do not say what is measured without what was said before."""
    if predicate().match(words) or WHERE.match(words) or words.startswith("/"):  # "15%/tổng số chi bộ"
        return True
    share = clause.first.kind is UnitKind.PERCENT and not told.over
    if share and closing_deed().search(told.subject) and not predicate().search(words):
        return True  # "xử lý 100% rác đô thị, 85% rác nông thôn"
    if share and _alike(told, words):
        return True
    reached = REACHES.search(told.subject) and not predicate().search(words)
    return bool(reached) or _says_only_how_much(text, clause, words, told.over and told.unit is None)


def _alike(told: Told, words: str) -> bool:
    """Whether a second share is of the like as the first: "tỷ lệ đi học đạt 38% trẻ nhà trẻ và 97% trẻ mẫu giáo"."""
    first = told.measured.removeprefix(told.subject).split()
    of_first = SHARE_OF.match(told.subject) and told.measured.startswith(told.subject)
    return bool(of_first and first and first[0].lower() == words.split(" ", 1)[0].lower())


def _as_the_member_before(text: str, words: str, clause: Clause, told: Told) -> str:
    """The metric of a member of a list that shares the subject of the one before, if counted alike; "" if it does not:
    "Tỷ lệ hộ nghèo giảm 1%; hộ cận nghèo giảm 2%", "Tỷ lệ thôn có loa: 90%; tăng 5% so với năm 2025".
    """
    if opening("verb").match(told.subject) and is_bare_count(text, clause):  # "mở 2 lớp; 1 hội thi"
        return f"{told.subject} {words}"
    if clause.first.unit != told.unit or not told.subject or told.over:
        return ""
    own = text[clause.start : clause.end]
    change = CHANGE.match(own)
    if not words or (change and SINCE.match(words, change.end())):
        return f"{told.subject} {words}".strip()
    if OF_THESE.search(text, max(0, clause.start - len("riêng ")), clause.start):
        return f"{told.subject} {words}".strip()
    alone = clause.opens_with_quantity or stands_alone(own, words)
    return "" if alone else likewise(told, words) or other_thing(told.subject, words)


def _of_the_thing(words: str, told: Told) -> str:
    """A bare measure of the thing that was measured before: "diện tích ngô 50 ha, năng suất 60 tạ/ha" → "năng suất ngô"."""
    before = opening(THINGS).match(told.measured) if opening(THINGS).fullmatch(words) else None
    thing = told.measured[before.end() :].strip() if before else ""
    return f"{words} {thing}" if 0 < len(thing.split()) <= SHORT_NAME and not DIGIT.search(thing) else ""


def refers_back(text: str, at: int) -> bool:
    """Whether the sentence behind a full stop takes up what the one before measures: "Tỷ lệ này năm 2030 là 40%"."""
    return SAME.match(text, at + len(". ")) is not None


def _measured_again(text: str, words: str, clause: Clause, told: Told) -> str:
    """What the clause before measures, where this one only says how much in another year: "và đạt 40% vào năm 2030"."""
    equals = EQUAL.match(words)
    if equals and told.measured and (equals.end() == len(words) or clause.first.kind is UnitKind.PERCENT):
        return f"{told.measured} {words[equals.end() :]}".strip()  # ", tương ứng 70% thu nhập của toàn tỉnh"
    says_what = told.subject and not (ROSE.search(f" {told.subject}") or opening("verb").match(told.subject))
    changed = told.measured and not says_what
    if changed and CHANGES_ALONE.fullmatch(words):  # "giảm 9% số chi cục (bình quân mỗi năm giảm 2%)"
        return f"{without_year(told.measured)} {words}"
    same = SAME.match(words)
    unit = clause.first.unit.lower()
    if told.counted.lower() == unit == words.lower():  # "có 20 câu lạc bộ bơi, năm 2030 có 30 câu lạc bộ"
        return without_year(told.measured)
    year_alone = not without_year(BRACKETED.sub("", words))
    if not (same or (told.measured and (clause.first.comparison.aims or year_alone))):
        return ""
    measured = told.measured
    first = clause.first
    level = first.comparison.aims and told.counted.lower() not in ("", unit)  # "tăng 12%/năm, … đạt 950 tỷ đồng"
    comes = COMES_TO.search(text, first.start, first.number_start)
    if level or comes or first.base_value is not None:  # "tăng 10% so với năm 2024, từ 45% lên 60%"
        measured = ROSE.sub("", measured)
    rest = RISES.sub("", words[same.end() if same else 0 :].strip(), count=1).strip(TRIM)
    rest = BRACKETED.sub(lambda bracket: "" if bracket[0] in measured else bracket[0], rest).strip()
    return "" if without_year(BRACKETED.sub("", rest)) else SPACES.sub(" ", f"{without_year(measured)} {rest}").strip()


def _said_with_the_last(text: str, clause: Clause, following: Sequence[Clause]) -> str:
    """What members that name their likes are shares of, said with the last: "cấp tỉnh 100%, cấp xã 80% hồ sơ được ký số"."""
    named = text[clause.start : clause.first.start]
    if stands_alone(named, named):
        return ""
    head, before = named.split(" ", 1)[0].lower(), clause
    for after in following:
        likes = text[after.start : after.first.start].lower().startswith(f"{head} ") and after.first.kind is UnitKind.PERCENT
        if not likes or before.first.kind is not UnitKind.PERCENT or text[before.first.end : before.end].strip(TRIM):
            return ""
        if said := text[after.first.end : after.end].strip(TRIM):
            return said if predicate().search(said) else ""
        before = after
    return ""


def _shared_predicate(text: str, clause: Clause, after: Clause | None) -> str:
    """The "được bồi dưỡng …" of "100% công chức A và 100% công chức B được bồi dưỡng …" for the first."""
    if after is None or not after.opens_with_quantity or predicate().search(text, clause.start, clause.end):
        return ""
    said = predicate().search(text, after.first.end, after.end)
    joined = text[clause.end : after.start].strip() in ("và", ",", ", và")
    suffers = said is not None and said[0].lower() == "bị"  # "5% số người chết và 10% số người bị thương"
    return text[said.start() : after.end] if said and joined and not suffers else ""


def _shared_name(text: str, words: str, clause: Clause, after: Clause | None) -> str:
    """What is counted in both years, said with the second: "năm 2027 có 12 hộ và năm 2030 có 18 hộ làm du lịch"."""
    first = clause.first
    nothing = "" if first.kind is UnitKind.PERCENT else first.unit.lower()
    named = HEADS.fullmatch(without_year(words).lower())  # "Chỉ tiêu đến năm 2027 đạt 60%"
    if after is None or after.first.unit != first.unit or not (named or words.lower() == nothing):
        return ""
    said = text[after.first.unit_end : after.end].strip() if ADJUNCT.search(text, clause.end, after.first.start) else ""
    return f"{nothing} {said}".strip() if said else ""


def _says_only_how_much(text: str, clause: Clause, words: str, over: bool) -> bool:
    """Whether subject or deed stand in the clause before: "chiếm 15 % đất", "12 chuyên mục", "100 ha vào năm 2030".

    over: they stand over a list, whose members may be counted by themselves: "12 chuyên mục".
    """
    said = text[clause.first.start : clause.first.number_start].lower()
    return (
        said.startswith(("chiếm", "đạt", "gấp", "bằng"))
        or (clause.first.kind in LISTED and not over)
        or clause.first.kind is UnitKind.RANK
        or len(LATE.sub("", words).split()) < 2
    )
