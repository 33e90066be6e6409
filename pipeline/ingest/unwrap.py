"""Printed lines to paragraphs: which line breaks are the page's and which are the writer's.

A break is the page's (the lines are joined) if it falls inside a number or symbol, inside bold or italics, before a
lower-case letter, or where the next word would not have fitted. It is the writer's before a label, around a line that
names the type of document, at the edge of capitals, and behind a line that had room for more (see widths).
RULES is the order in which this is asked; the first rule that knows decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from normalizers.alphabet import CAPITAL
from normalizers.mapped_text import MappedText
from normalizers.outline import Label, label_of
from pipeline.ingest import page_words
from pipeline.ingest.marks import Line
from pipeline.ingest.widths import Widths

SENTENCE_END = re.compile(r"[.?!…][\"”’')\]]*$")
PART_END = re.compile(r"[.?!…;:][\"”’')\]]*$")
# A break inside a symbol or number, told by what stands before and behind it.
OPEN_END = re.compile(r"[^\W_][/-]$")  # "177-", "63/2010/", "NĐ-" | not "2021 -"
OPEN_START = re.compile(r"[^\W_]")
SYMBOL_END = re.compile(r"(?<![^\W_])\d[\d/]*$|\d/(?:\d{4}/)?[A-ZĐ]{1,5}$")  # "63/2010", "63/2010/NĐ" | not "năm"
SYMBOL_START = re.compile(r"/(?:\d{4}/)?[A-ZĐ]{1,5}[A-ZĐa-zđ]*-|-[A-ZĐ]{2}")  # "/NĐ-CP", "-CP" | not "- CP"
# What a number or letter of a provision stands behind: "khoản⏎1. ", "tại điểm⏎a) " | not "QUAN ĐIỂM", "dữ liệu số"
REFERENCE_END = re.compile(
    r"(?:^|[\s(])(?:[kK]hoản|[đĐ]iều|[mM]ục|[cC]hương|[tT]háng|[nN]gày|[nN]ăm|[qQ]uý|(?:tại|và|các|,) điểm)$"
)
YEAR_END = re.compile(r"\b(?:19|20)\d\d$")
RANGE_START = re.compile(r"[-–] ?(?:19|20)\d\d\b")  # "- 2030" behind "2021"
LEVEL_END = re.compile(r"(?<!\w)(?:tăng|giảm|đạt|từ|khoảng|còn|lên|xuống) \d+(?:[.,]\d+)?$")
LEVEL_START = re.compile(r"[-–] ?\d+(?:[.,]\d+)? ?%")  # "- 20%" behind "tăng 18"
DASH = re.compile(r"[-–—] ?")
WORD_LABEL = re.compile(r"[^\W\d_]{3,} ?")  # "Điều", "Chương": a label that is a word of running text too
# Names that a break falls into: "của Luật⏎Cán bộ", "Thủ tướng⏎Chính phủ", "Căn cứ Luật Tổ chức⏎HĐND và UBND ngày"
NAME_CUT = (
    (re.compile(r"(?:^|[,;] |(?i:của|các|tại|hành|với|theo|cứ|hiện|và) )(?:Bộ )?[Ll]uật$"), re.compile(r"[^\W\d_]")),
    (re.compile(r"\bThủ tướng$"), re.compile(r"Chính phủ\b")),
    (re.compile(r"\bChủ tịch$"), re.compile(r"(?:[ỦU][ỷy] ban|UBND|Hội đồng|HĐND|nước)\b")),
    # "Giám đốc Sở⏎Nội vụ", "thành viên Ban⏎Chỉ huy" | not "các phòng thuộc Sở⏎Tổ chức thực hiện"
    (re.compile(r"\b(?:Giám đốc Sở|(?:Bộ|Thứ) trưởng Bộ|Cục trưởng Cục|Vụ trưởng Vụ)$"), re.compile(rf"[{CAPITAL}]")),
    (re.compile(r"\bBan$"), re.compile(r"(?:Chỉ (?:huy|đạo)|Quản lý|Thường (?:vụ|trực)|Chấp hành|Bí thư|Điều hành)\b")),
    (re.compile(r"^[-–+]? ?Căn cứ [^\d;,.:]{3,80}$"), re.compile(r"(?!Căn cứ |Theo |Xét |[ỦU][ỷy] ban |UBND |QUYẾT )")),
)
CLOSES = re.compile(r"[^()]{2,60}\)")  # "Phú)" below "(… của Ủy ban nhân dân xã Xuân"
WIDEST = 140  # characters of a printed line: what is longer was never wrapped
CAPITALS_LEAST = 10  # capitals to each small letter in a line set in capitals: "5G, IoT TRONG CÁC KHU CÔNG NGHIỆP"


class Seam(Enum):
    """What a line break between two lines is."""

    NEW = "a new paragraph"
    SPACE = "a space"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph without line breaks."""

    text: MappedText
    bold: bool = False
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """A line break, and what is known of its surroundings."""

    last: Line
    line: Line
    widths: Widths
    opening: bool  # the last line opened its paragraph
    titled: bool  # a line that names the type of document came before

    @property
    def before(self) -> str:
        """The line before the break."""
        return self.last.text.text

    @property
    def after(self) -> str:
        """The line behind the break."""
        return self.line.text.text

    @property
    def had_room(self) -> bool | None:
        """Whether the next word would have fitted before the break; None if that is not known."""
        return self.widths.had_room(self.before, self.after, self.opening)


def paragraphs(lines: Iterable[Line], widths: Widths) -> Iterator[Paragraph]:
    """The paragraphs that the lines make, in order."""
    parts: list[MappedText] = []
    last: Line | None = None
    bold = heading = opening = True
    titled = False
    for line in lines:
        seam = Seam.NEW if last is None else seam_of(Break(last, line, widths, opening, titled))
        titled = titled or page_words.is_type_line(line.text.text)
        if seam is Seam.NEW:
            if parts:
                yield Paragraph(MappedText.join(parts), bold, heading)
            parts, bold, heading, opening = [line.text], line.bold, line.heading, True
        else:
            if seam is Seam.SPACE:
                parts.append(MappedText.inserted(" "))
            parts.append(line.text)
            bold, heading, opening = bold and line.bold, heading and line.heading, False
        last = line
    if parts:
        yield Paragraph(MappedText.join(parts), bold, heading)


def joined(lines: Iterable[Line], widths: Widths) -> MappedText:
    """The paragraphs of a table cell, one a line."""
    parts: list[MappedText] = []
    for paragraph in paragraphs(lines, widths):
        if parts:
            parts.append(MappedText.inserted("\n"))
        parts.append(paragraph.text)
    return MappedText.join(parts)


def seam_of(between: Break) -> Seam:
    """What a line break is: the answer of the first rule that knows."""
    return next(seam for rule in RULES if (seam := rule(between)) is not None)


def _inside_symbol(between: Break) -> Seam | None:
    """No break in "NĐ-⏎CP", "2021-⏎2030", "63/2010⏎/NĐ-CP"; "2021⏎- 2030" and "tăng 18⏎- 20%" are ranges, no bullets."""
    before, after = between.before, between.after
    if OPEN_END.search(before[-3:]) and OPEN_START.match(after):
        return Seam.NOTHING
    if SYMBOL_END.search(before[-20:]) and SYMBOL_START.match(after):
        return Seam.NOTHING
    years = YEAR_END.search(before[-6:]) and RANGE_START.match(after)
    levels = LEVEL_END.search(before[-20:]) and LEVEL_START.match(after)
    return Seam.SPACE if years or levels else None


def _beside_lone_line(between: Break) -> Seam | None:
    """A type line, the motto and a marked heading stand alone."""
    lone = any(page_words.is_type_line(line) or page_words.is_motto(line) for line in (between.before, between.after))
    return Seam.NEW if lone or between.last.heading or between.line.heading else None


def _before_label(between: Break) -> Seam | None:
    """A label starts a paragraph, unless it only looks like one: "quy định tại⏎Điều 59", "khoản⏎1. Các"."""
    label = label_of(between.after)
    if label is None:
        return None
    return Seam.SPACE if not between.line.gap and _is_in_sentence(between, label) else Seam.NEW


def _is_in_sentence(between: Break, label: Label) -> bool:
    before, room = between.before, between.had_room
    if REFERENCE_END.search(before[-12:]) and room is not True:
        return True
    if between.widths.gapped and room is False:  # where blank lines divide, a label without one is none
        return True
    if PART_END.search(before[-4:]):
        return False
    words = between.after[len(label.text) :].lstrip()
    if DASH.fullmatch(label.text):
        return words[:1].islower() and room is False
    is_word = bool(WORD_LABEL.match(label.text)) and label.text[-1] not in ".:" and bool(words)
    return is_word and between.widths.wrapped and not is_capitals(before)


def _awaited(between: Break) -> Seam | None:
    """Words that cannot end a paragraph: "số⏎57-NQ/TW", "của⏎Chính phủ"."""
    before, after = between.before, between.after
    if after[:1].isdigit() and page_words.ends_with("awaits number", before.removesuffix(":")):
        surely = between.had_room is not True or page_words.begins_with_own_number(after)
        return Seam.SPACE if surely else None  # "4. Xây dựng chính quyền số" may stand above "100% hồ sơ …"
    if page_words.ends_with("awaits", before) and not (between.line.gap and is_capitals(before)):
        return Seam.SPACE
    return None


def _inside_name(between: Break) -> Seam | None:
    """No paragraph ends inside a name or begins with the end of a bracket."""
    before, after = between.before, between.after
    if between.line.gap or PART_END.search(before[-4:]):
        return None
    cut = CLOSES.match(after) is not None or any(one.search(before) and two.match(after) for one, two in NAME_CUT)
    return Seam.SPACE if cut else None


def _over_gap(between: Break) -> Seam | None:
    """Over a blank line only a sentence cut by a page break goes on."""
    if not between.line.gap:
        return None
    goes_on = between.after[:1].islower() and not SENTENCE_END.search(between.before) and between.before[-1] != ":"
    return Seam.SPACE if goes_on else Seam.NEW


def _in_emphasis(between: Break) -> Seam | None:
    """Bold or italics over a break tie the lines, but those of a signature block."""
    return Seam.SPACE if between.line.tied and not page_words.is_signature(between.after) else None


def _before_small_letter(between: Break) -> Seam | None:
    return Seam.SPACE if between.after[:1].islower() else None


def _in_block(between: Break) -> Seam | None:
    """The lines of signature blocks and address lists stay lines."""
    block = page_words.is_signature(between.after) or page_words.is_signature(between.before)
    return Seam.NEW if block or page_words.starts_with("recipients", between.before) else None


def _at_capitals(between: Break) -> Seam | None:
    """Capitals join capitals in a title; in a letterhead each line is a body of its own. Small letters start anew."""
    capitals = is_capitals(between.before), is_capitals(between.after)
    if all(capitals):
        if between.titled and page_words.starts_with("body", between.after) and between.before[-1] != ",":
            return Seam.NEW  # who decides stands under the title
        in_title = between.titled or (between.widths.wrapped and between.had_room is not True)
        return Seam.SPACE if in_title and between.last.bold == between.line.bold else Seam.NEW
    if capitals[0]:
        return Seam.NEW
    return Seam.NEW if capitals[1] and len(between.after.split()) > 2 and between.had_room is not False else None


def _by_width(between: Break) -> Seam:
    """A capital behind a full line goes on; behind a line with room it starts a paragraph."""
    if not between.widths.wrapped:
        return Seam.SPACE if between.before[-1] == "," and len(between.before) <= WIDEST else Seam.NEW
    if between.before[-1] == "," or between.had_room is False or between.widths.gapped:
        return Seam.SPACE
    if PART_END.search(between.before[-4:]):
        return Seam.NEW
    surely = between.widths.surely_had_room(between.before, between.after, between.opening)
    return Seam.NEW if surely else Seam.SPACE


RULES: tuple[Callable[[Break], Seam | None], ...] = (
    _inside_symbol,
    _beside_lone_line,
    _before_label,
    _awaited,
    _inside_name,
    _over_gap,
    _in_emphasis,
    _before_small_letter,
    _in_block,
    _at_capitals,
    _by_width,
)


def is_capitals(line: str) -> bool:
    """Whether a line is set in capitals, but for a name such as IoT."""
    upper = sum(letter.isupper() for letter in line)
    lower = sum(letter.islower() for letter in line)
    return upper > 0 and CAPITALS_LEAST * lower <= upper
