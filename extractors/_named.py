"""Laws and resolutions that are named without a number: "Luật Đầu tư công", "Nghị quyết Đại hội … lần thứ XIII"."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from data import rows
from normalizers.alphabet import CAPITAL, SMALL, tone_on_first

# No \b in front: a scan for first letters is three times as fast, and what stands before is checked afterwards.
TYPE = re.compile(r"(?:Bộ luật|Bộ Luật|BỘ LUẬT|Luật|LUẬT|Pháp lệnh|PHÁP LỆNH) (?=[^\W\d_])")
RESOLUTION = re.compile(r"(?:Nghị quyết|NGHỊ QUYẾT) (?!số)")
# "trình độ đại học Luật", "Hội Luật gia": the word is no law there.
NO_LAW_BEFORE = re.compile(
    r"\w\Z|(?i:pháp)\s\Z|(?:học|Học|khoa|Khoa|ngành|Ngành|Hội|Báo|Tạp chí|cử nhân|Cử nhân|dự án|tiến sĩ) \Z"
)
# "sửa đổi, bổ sung một số điều của", "bãi bỏ một số quy định tại các"
AMENDS = re.compile(
    r"(?:sửa đổi|bãi bỏ|thay thế)(?:,? (?:và )?(?:bổ sung|thay thế|bãi bỏ)){0,2}(?: một ?số| các)?"
    r"(?: điều| nội dung| quy định)?"
    r"(?:,? [^\W\d_]+ ?(?=của)){0,1} (?:của|tại) (?:các )?",
    re.I,
)
# "37 luật có liên quan đến quy hoạch", "(các) Luật liên quan đến đầu tư xây dựng cơ bản": laws told by their matter
MATTER_WORD = rf"(?!(?:ngày|năm|số|và|của|được|các)\b)[^\W\d_]+(?:,? (?-i:(?=[{SMALL}])))?"
BY_MATTER = re.compile(rf"(?:\d{{1,3}} )?luật (?:có )?liên quan đến (?:{MATTER_WORD}){{1,12}}(?<! )(?=\W|$)", re.I)
LIST_MARK = re.compile(r"(?:, | và |, và | và các |; )(?=(?:Bộ luật|Luật|Pháp lệnh) )", re.I)
INNER_NUMBER = re.compile(r" số \d+/\d{4}/[A-ZĐ]+\d*")
AMENDED = re.compile(
    r" \((?:sửa đổi|sửa đổi, bổ sung|thay thế)(?: năm \d{4})?\)| sửa đổi(?= ?[.;:)\n\t]| ?,(?! bổ sung)|$)", re.I
)
# A name that the table does not hold goes on to the first word or mark that cannot be of it.
STOP = re.compile(
    r"[,.;:()\[\]“”\"\n\t/]|\d| số ?[\d:….]| (?:ngày|năm|và|hoặc|hay|của|được|có|để|trên|theo|quy định|về|đã|trong|tại|cho|"
    r"là|nhằm|khi|do|từ|đến|thì|phải|này|nêu|hiện hành|sửa đổi|ban hành|với|cùng|bằng|như|mà|nếu|sẽ|không|các|những|một|"
    r"thông qua|gồm|đối với|lần|kỳ)\b",
    re.I,
)
# A name that a comma parts and a year or day follows: "Luật Bảo vệ, chăm sóc sức khỏe nhân dân năm 1989"
PARTED = re.compile(r", (?!nghị |quyết |thông tư|chỉ thị|pháp lệnh|luật |bộ luật|hiến pháp)(?=[^\W\d_A-ZĐ])")
DATED = re.compile(r" (?:năm|ngày) \d")
GLUED = re.compile(r"[A-ZĐ]{2,}(?=(?:ngày|năm|số)\b)")  # "UBNDngày": a space lost
ABBREVIATION = re.compile(r"[A-ZĐ]{3,8}(?:&[A-ZĐ]{1,4})?(?=[,.;:)]|\s(?![A-ZĐ]{2})|$)")  # "Luật PCCC" | not "LUẬT ĐẤT ĐAI"
LONGEST_NAME = 90
WORD = re.compile(r"\w+")
BETWEEN = re.compile(r" |, ?| ?[-–] ?")  # what may stand between two words of a name
CONSTITUTION = re.compile(r"Hiến pháp(?: nước Cộng hòa xã hội chủ nghĩa Việt Nam)?(?:,? năm|) (?:19|20)\d{2}\b")
TERM = r"(?:,? (?:\(?(?:khóa|khoá) [IVXL]+\)?|\(?nhiệm kỳ \d{4} ?[-–] ?\d{4}\)?))"
ORDINAL = r"(?:[IVXL]+|\d{1,2}|thứ [^\W\d_]+)"
RESOLUTIONS: tuple[tuple[re.Pattern[str], str | None], ...] = (
    # "Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ X nhiệm kỳ 2015-2020", "Nghị quyết Đại hội XIII của Đảng"
    (
        re.compile(
            rf"Nghị quyết (?:của )?Đại hội(?: [^\s\d,;.:()“”]+){{0,12}}? "
            rf"(?:lần thứ {ORDINAL}|(?:khóa|khoá) {ORDINAL}|[IVXL]+\b|(?<!các cấp )(?=nhiệm kỳ \d{{4}}))"
            r"(?: (?:của )?Đảng(?: bộ (?:thành phố|thị xã|thị trấn|[^\s,;.:()]+)"
            rf"(?-i:(?: [{CAPITAL}][^\s,;.:()]*){{0,4}})| Cộng sản Việt Nam)?)?{TERM}?",
            re.I,
        ),
        None,
    ),
    # "Nghị quyết Hội nghị Trung ương 8 khóa XII", "Nghị quyết Trung ương Đảng (khóa X)" | not "Nghị quyết Trung ương"
    (
        re.compile(
            r"Nghị quyết (?:của )?(?:Hội nghị )?(?:lần thứ [^\s,;.:]+ )?(?:Ban Chấp hành )?Trung ương(?: Đảng)?"
            rf"(?: (?:lần thứ )?{ORDINAL}\b{TERM}?|{TERM})",
            re.I,
        ),
        "Ban Chấp hành Trung ương Đảng",
    ),
    # A resolution that is told by its title: Nghị quyết “về tiếp tục xây dựng …”
    (re.compile(r"Nghị quyết (?:“[^”\n\t]{15,300}”|\"[^\"\n\t]{15,300}\")"), None),
)


@dataclass(frozen=True, slots=True)
class NamedMention:
    """A law or resolution mentioned by its name; known: the name stands in the table of laws or is of a sure form."""

    start: int
    end: int
    doc_type: str
    issuer: str | None
    known: bool


def named_mentions(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[NamedMention]:
    """The named laws and resolutions of a text, in its order; not those that belong to a numbered mention (taken spans)."""
    found = [*_laws(text, taken), *_constitutions(text), *_resolutions(text, taken)]
    yield from sorted(found, key=lambda mention: mention.start)


def _laws(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[NamedMention]:
    starts = [start for start, _ in taken]
    done = 0
    for match in TYPE.finditer(text):
        start = match.start()
        if start < done or NO_LAW_BEFORE.search(text[max(0, start - 12) : start]):
            continue
        index = bisect.bisect_right(starts, start) - 1
        if index >= 0 and start < taken[index][1]:
            continue
        name = _law_name(text, match.end())
        if name is None:
            continue
        end, known = name
        if SO_NUMBER.match(text, end):  # a number follows that could not be read as a citation: no named law
            continue
        done = end
        doc_type = match[0].strip().capitalize()
        yield NamedMention(
            start, end, doc_type, "Ủy ban Thường vụ Quốc hội" if doc_type == "Pháp lệnh" else "Quốc hội", known
        )


SO_NUMBER = re.compile(r" số \d")


def _law_name(text: str, at: int) -> tuple[int, bool] | None:
    """Where the name of a law ends that begins at text[at], and whether the table knows it."""
    amends = AMENDS.match(text, at)
    if amends:
        matter = BY_MATTER.match(text, amends.end())
        return (matter.end(), True) if matter else _amended_laws(text, amends.end())
    if text[at : at + len("sửa đổi")].lower() == "sửa đổi":
        return None  # what it amends was not read
    end = _tabled(text, at)
    known = end is not None
    if end is None:
        end = _untabled(text, at)
    if end is None:
        return None
    suffix = AMENDED.match(text, end)
    return (suffix.end() if suffix else end), known


def _amended_laws(text: str, at: int) -> tuple[int, bool] | None:
    """The end of the list of laws that an amending law amends: "Luật Quy hoạch, Luật Đầu tư và Luật Đấu thầu"."""
    kind = TYPE.match(text, at)
    if kind is None:
        return None
    end, known = at, True
    while kind:
        name = _tabled(text, kind.end())
        known = known and name is not None
        name = name if name is not None else _untabled(text, kind.end())
        if name is None:
            break
        end = name
        number = INNER_NUMBER.match(text, end)
        mark = LIST_MARK.match(text, number.end() if number else end)
        if number and (mark or end > at):
            end = number.end()
        kind = TYPE.match(text, mark.end()) if mark else None
    return (end, known) if end > at else None


def _tabled(text: str, at: int) -> int | None:
    """The end of the longest name of the table that stands at text[at]; "," and "và" between its words count alike."""
    words: list[str] = []
    ends: list[int] = []  # of the word in the text, for each word in full
    names: tuple[tuple[str, ...], ...] = ()
    done = at
    for word in WORD.finditer(text, at, at + 200):
        if done > at and not BETWEEN.fullmatch(text, done, word.start()):
            break
        glued = GLUED.match(word[0])
        done = word.start() + glued.end() if glued else word.end()
        written = text[word.start() : done]
        folded = tone_on_first(written).lower()
        if folded == "và":
            continue
        for full in _short_forms().get(_unbarred(written), (folded,)):
            names = names or _names().get(full, ())
            words.append(full)
            ends.append(done)
        if len(words) >= len(names[0] if names else ()):
            break
    return next((ends[len(name) - 1] for name in names if tuple(words[: len(name)]) == name), None)


def _untabled(text: str, at: int) -> int | None:
    """The end of a name that the table does not hold: it must begin with a capital and be of two words at least."""
    short = ABBREVIATION.match(text, at)
    if short:
        return short.end()
    if not text[at].isupper() or text[at : at + 12].isupper() or TYPE.match(text, at):
        return None
    stop = STOP.search(text, at, at + LONGEST_NAME)
    if stop and PARTED.match(text, stop.start()):
        further = STOP.search(text, stop.end(), at + LONGEST_NAME)
        stop = further if further and DATED.match(text, further.start()) else stop
    end = stop.start() if stop else None
    if end is None or len(text[at:end].split()) < 2:
        return None
    return at + len(text[at:end].rstrip())


@functools.cache
def _short_forms() -> Mapping[str, tuple[str, ...]]:
    """The words of short forms that stand in names of laws: "HĐND", typed "HDND" too → hội, đồng, nhân, dân."""
    return {
        _unbarred(row["short"]): tuple(word for word in WORD.findall(tone_on_first(row["full"]).lower()) if word != "và")
        for row in rows("indicator_abbreviations")
    }


def _unbarred(short: str) -> str:
    return short.replace("Đ", "D")


@functools.cache
def _names() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """The words of laws' names without type and "và", in small letters, by first word, the longest first."""
    found: dict[str, set[tuple[str, ...]]] = {}
    for row in rows("laws"):
        name = tone_on_first(row["name"])[len(row["doc_type"]) :].strip().lower()
        words = tuple(word for word in WORD.findall(name) if word != "và")
        if words and not name.startswith("sửa đổi"):
            found.setdefault(words[0], set()).add(words)
    return {first: tuple(sorted(names, key=len, reverse=True)) for first, names in found.items()}


def _constitutions(text: str) -> Iterator[NamedMention]:
    for match in CONSTITUTION.finditer(text):
        yield NamedMention(match.start(), match.end(), "Hiến pháp", "Quốc hội", True)


def _resolutions(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[NamedMention]:
    starts = [start for start, _ in taken]
    for kind in RESOLUTION.finditer(text):
        index = bisect.bisect_right(starts, kind.start()) - 1
        if index >= 0 and kind.start() < taken[index][1]:
            continue
        for pattern, issuer in RESOLUTIONS:
            match = pattern.match(text, kind.start())
            if match:
                yield NamedMention(match.start(), match.end(), "Nghị quyết", issuer, True)
                break
