"""Who a sentence gives a duty to: the units that are its subject, or that somebody in charge asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors._duty_words import (
    asking,
    closing,
    duty_words,
    lower_case_unit,
    no_units,
    no_verbs,
    persons_only,
    saying,
)
from normalizers.unit_lists import pieces
from normalizers.unit_register import Token, known_at, place_at, spelled_out, tokens_of, word_at
from normalizers.unit_scope import Scope

LONGEST_SUBJECT = 420  # characters of a list of units
SHORTEST_CLAUSE = 5  # words of a clause that begins with a verb that the table does not hold
LONGEST_OPENER = 420  # characters of the adverbial before the subject
SENTENCE = re.compile(r"(?<=[^\s.]{2}[.!?])\s+(?=[A-ZĐÀ-Ỹ])")
PASSIVE = re.compile(
    r"\s(?:vừa|được(?!\s(?:giao|phân công|ủy quyền|chỉ định|hỗ trợ))|để|nhằm|đã|bị|sẽ|vào|như|về việc|trong việc"
    r"|có(?!\s(?:liên quan|thẩm quyền|chức năng|thủ tục|trụ sở|điều kiện|nhu cầu|tên|đủ|sử dụng)))\s"
)
ASSIGNED = re.compile(r"được (?:giao|phân công|ủy quyền|chỉ định)")
QUANTIFIED = re.compile(r"(?:các|những|mọi|từng|mỗi|toàn thể|tất cả)\s", re.IGNORECASE)
SPOKEN_OF = re.compile(r"(?:cơ quan, )?đơn vị$")  # the units of the sentence before
ONE_SPOKEN_OF = r"(?:cơ quan, )?đơn vị (?:chịu|có|phải)"
SPOKEN_OF_ACTS = re.compile(ONE_SPOKEN_OF)  # "đơn vị phải báo cáo" | not "đơn vị báo cáo"
# What a subject can stand behind: "…: Do Sở Nội vụ", "Trường hợp chậm tiến độ, đơn vị phải …", "Khi cần, thì Sở …"
BEHIND_COLON = re.compile(r":\s(?:[Dd]o\s)")
BEHIND_CASE = re.compile(rf"Trường hợp [^.;]{{5,300}}?,\s(?={ONE_SPOKEN_OF})")
BEHIND_OPENER = re.compile(r",\s(?:thì\s)?|(?:khó khăn, )?vướng mắc,?\s")
PRESENTED = re.compile(r"Trên đây là [^.;]{5,300}[,;]\s$")  # "Trên đây là Kế hoạch …, | yêu cầu các sở …"
PARTNERS = re.compile(r"[Pp]hối hợp (?:chặt chẽ )?(?:với|cùng) (?=\S)")  # "Phối hợp với Sở" | not "phối hợp thực hiện"
# "Sở Nội vụ chủ trì, | Văn phòng UBND tỉnh phối hợp tổ chức" | not "chủ trì, phối hợp với Văn phòng"
HELPING = re.compile(r"chủ trì,? (?P<units>[^.;:()]{5,200}?) (?:cùng )?phối hợp(?! (?:chặt chẽ )?(?:với|cùng))")
IN_WHAT = r"\s(?:để|nhằm|trong)\s"  # "Sở Y tế | trong công tác thẩm định"
PARTNERS_END = re.compile(rf"[.;]|{IN_WHAT}")
LOOSE_END = re.compile(r"\s(?:theo|và|cùng)$")  # what a subject never ends in: "Sở Nội vụ theo"
SENTENCE_INSIDE = re.compile(r"[.:](?:\s|$)")
BRACKET_OR_BLANK = re.compile(r"\s*\([^()]*\)|\s+")
# "đảng ta", "nhà nước" | not "đảng ủy ubnd tỉnh"
ABOVE_ALL = re.compile(r"(?:chính phủ|quốc hội|thủ tướng|trung ương|bộ chính trị|đảng(?! (?:ủy|uỷ|bộ|đoàn))|nhà nước)\b")
# "thường trực hđnd tỉnh", "ubnd" | not "ubnd các xã", "văn phòng ubnd tỉnh"
COUNCIL = re.compile(
    r"(?:thường trực |chủ tịch |lãnh đạo )?(?:ubnd|hđnd|tỉnh ủy|thành ủy)(?:\s(?P<word>tỉnh|thành phố|huyện"
    r"|quận|thị xã|xã|phường)\b(?P<name>.*))?$"
)
RANK = re.compile(r"^(?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu)\s")
COUNCILS_OWN = {
    "central": ("chính phủ", "thủ tướng chính phủ"),
    "province": ("tỉnh", "thành phố"),
    "district": ("huyện", "quận", "thị xã", "thành phố"),
    "commune": ("xã", "phường", "thị trấn", "đặc khu"),
}
MATTERS = re.compile(r"(?<!quản lý )(?<!phụ trách )lĩnh vực|^(?:các|mọi) (?:cấp|ngành)\b|\bsố$", re.IGNORECASE)
# "Về thu ngân sách: Thuế tỉnh chủ trì …": what a point of a conclusion is about, before the order
ABOUT = re.compile(r"Về [^:;.]{3,90}: (?=[A-ZĐ])")
# Who charges whom among the powers of one place: a council its committee, the Party's committee both.
OF_A_COUNCIL = re.compile(r"(?:Thường trực )?HĐND\b")
OF_THE_PARTY = re.compile(
    r"(?:(?:Ban (?:Thường vụ|Chấp hành)|Thường trực) )?"
    r"(?:(?:Tỉnh|Thành|Huyện|Quận|Thị) ủy\b|Đảng (?:bộ|ủy) (?:tỉnh|thành phố|huyện|xã|phường)\b)"
)
CHARGES = ((OF_A_COUNCIL, re.compile(r".*\bubnd\b")), (OF_THE_PARTY, re.compile(r".*\b(?:ubnd|hđnd)\b")))
LEADS = re.compile(r" (?:chủ trì|có trách nhiệm|chịu trách nhiệm)\b")  # "… công trình xây dựng chủ trì": the name ends there
SAID_OF = re.compile(r"Đối với (?P<units>[^:]{3,300}):\s+(?=[^\W\d_])")  # "Đối với các trường công lập: Thực hiện …"
# A duty's units before a colon: "Sở Nội vụ: Chủ trì …", "Đề nghị Hội Nông dân tỉnh: vận động …".
TITLED = re.compile(r"(?:(?:Đề nghị|Yêu cầu|Giao)\s+)?(?P<units>[^:]{3,300}):\s+(?=[^\W\d_])")
RANKS = ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "thị trấn", "xã", "phường", "đặc khu")
# "Giám đốc các Sở: Nội vụ, …", "UBND các xã: Gio Linh, …" | not "Sở Nội vụ: Chủ trì"
LISTED_RANKS = tuple(f"{joint} {rank}" for joint in ("các", ",", "và") for rank in RANKS)
BEFORE_NAMES = "|".join(rf"(?<={words})" for words in ("[Ss]ở", "[Bb]ộ", *LISTED_RANKS))
HEADED = re.compile(rf"(?:{BEFORE_NAMES}) ?: (?=[A-ZĐ])")
HEAD_OF_LIST = re.compile(r"(?:^|\s)(?:sở|bộ|phòng|ban|ngành)$", re.IGNORECASE)
HEAD_OF_PLACES = re.compile(rf"(?:{'|'.join(LISTED_RANKS)})$")
OPENS_LIST = re.compile(r"\bcác (?:sở|bộ|phòng|ban|ngành)$", re.IGNORECASE)
# "UBND các phường: Hòn Gai, Bãi Cháy …" | not "UBND các phường: Rà soát, lập danh sách"
OPENS_PLACES = re.compile(rf"(?:{'|'.join(LISTED_RANKS)}): [A-ZĐ]\S*(?: [A-ZĐ]\S*)*[,;]")
CUT = re.compile(
    r"\s(?:theo (?:chức năng|nhiệm vụ|quy định|phân công|thẩm quyền|phạm vi|lĩnh vực)|trên cơ sở|căn cứ)[\s,].*$", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Subject:
    """The units that a sentence gives a duty to; offsets in the text that was searched."""

    units: str
    start: int
    end: int
    asked: bool  # by somebody, rather than acting themselves


def is_unit_list(text: str, *, strict: bool = False) -> bool:
    """Whether a phrase is nothing but units: "Sở Nội vụ, Sở Tài chính" | not "Tổ chức thực hiện".

    strict: for headings, where "Doanh nghiệp số" and "Các ngành, lĩnh vực khác" name matters rather than units.
    """
    bare = text.strip(" .:;")
    if not bare or len(bare) > LONGEST_SUBJECT or ":" in HEADED.sub(" ", bare) or no_units().search(bare):
        return False
    named = pieces(bare)
    if not named or (strict and MATTERS.search(bare)):
        return False
    return all(_is_unit(piece.raw, piece.name, first=index == 0, strict=strict) for index, piece in enumerate(named))


def subject_of(sentence: str) -> Subject | None:
    """The units that a sentence's duty falls to: asked ("yêu cầu các sở …") or as its subject ("Sở Nội vụ chủ trì …")."""
    about = ABOUT.match(sentence)
    if about:
        found = subject_of(sentence[about.end() :])
        at = about.end()
        return Subject(found.units, found.start + at, found.end + at, found.asked) if found else None
    said_of = SAID_OF.match(sentence)
    titled = said_of or TITLED.match(sentence)
    behind = sentence[titled.end() :] if titled else ""
    says = titled and (saying("verb").match(behind[:1].lower() + behind[1:]) or _says_at_length(behind))
    if titled and (HEAD_OF_LIST.search(titled["units"]) or (not says and HEAD_OF_PLACES.search(titled["units"]))):
        listed = _subject_at(sentence, 0)  # "Các Sở: Nội vụ, Tài chính", "Giám đốc các Sở: …": what follows may be names
        if listed and ":" in listed.units:
            return listed
    tells = titled and ((sentence[titled.end()].isupper() and not said_of) or says)
    if titled and (OPENS_LIST.search(titled["units"]) or (not says and OPENS_PLACES.search(sentence))):
        tells = None  # "Giám đốc các Sở: Nội vụ …" whose list was not read
    if titled and tells and is_unit_list(titled["units"], strict=True):
        return Subject(titled["units"], titled.start("units"), titled.end("units"), asked=True)
    asked = _asked(sentence)
    if asked is not None:
        return asked
    for start in _starts(sentence):
        found = _subject_at(sentence, start)
        if found is not None:
            return found
    return None


def _says_at_length(text: str) -> bool:
    """Whether what stands behind units and a colon is a clause in small letters: "phát tờ rơi đến từng hộ gia đình"."""
    tokens = tokens_of(text)
    names = QUANTIFIED.match(text) or any(word_at(tokens, 0, kind) for kind in ("member", "head", "person"))
    return text[:1].islower() and len(tokens) > SHORTEST_CLAUSE and not names


def subjects(paragraph: str) -> Iterator[tuple[int, Subject]]:
    """The subjects of a paragraph's sentences with the offset of each sentence."""
    at = 0
    for sentence in SENTENCE.split(paragraph):
        start = paragraph.find(sentence, at)
        at = start + len(sentence)
        found = subject_of(sentence)
        if found is not None:
            yield start, Subject(found.units, start + found.start, start + found.end, found.asked)


def partners_in(text: str) -> str:
    """The units that a duty is done with: "phối hợp với Sở Nội vụ, các sở xây dựng …" → Sở Nội vụ, các sở."""
    match = PARTNERS.search(text)
    if match is None:
        helping = HELPING.search(text)
        return helping["units"] if helping and is_unit_list(helping["units"], strict=True) else ""
    found = _subject_at(text, match.end())
    if found is not None:
        return re.split(IN_WHAT, found.units, maxsplit=1)[0]
    rest = PARTNERS_END.split(text[match.end() :], maxsplit=1)[0]
    return rest.strip(" ,") if is_unit_list(rest) else ""


def is_issuer(units: str, scope: Scope, issuer: str | None = None) -> bool:
    """Whether the subject is the issuer itself or stands above it, so that the sentence gives nobody a duty.

    issuer: the name in full; what a council issues gives the committee duties, what the Party's committee issues both.
    """
    lowered = spelled_out(BRACKET_OR_BLANK.sub(" ", units)).strip(" ,.").lower()
    if ABOVE_ALL.match(lowered):
        return True
    council = COUNCIL.match(lowered)
    if council:
        if issuer and any(who.match(issuer) and below.match(lowered) for who, below in CHARGES):
            return False
        own = council["word"] is None or council["word"] in COUNCILS_OWN[scope.level or "province"]
        return own and not _names_another(council["name"] or "", scope)
    return bool(
        scope.body and (lowered == scope.body.lower() or (len(lowered) > 10 and scope.body.lower().startswith(lowered)))
    )


def _names_another(name: str, scope: Scope) -> bool:
    """Whether a council's name tells another place than the issuer's: "ubnd thành phố" of a town in a province's plan."""
    whole = (scope.local if scope.level in ("district", "commune") else scope.province and scope.province.full) or ""
    own = RANK.sub("", whole.lower())
    return bool(name.strip() and own) and not name.strip().startswith(own)


def _asked(sentence: str) -> Subject | None:
    for match in saying("ask").finditer(sentence):
        before = sentence[: match.start()]
        if (
            before.strip(" ,")
            and not asking().search(before[-160:])
            and not _opens(before[:LONGEST_OPENER])
            and not PRESENTED.match(before)
        ):
            continue
        start = match.end() + 1
        if start >= len(sentence) or sentence[match.end() : start] != " ":
            continue
        found = _subject_at(sentence, start)
        if found is not None:
            return Subject(found.units, found.start, found.end, asked=True)
        whole = CUT.sub("", sentence[start:])
        if match.start() == 0 and is_unit_list(whole):
            return Subject(whole.strip(" .:;"), start, start + len(whole), asked=True)
    return None


def _starts(sentence: str) -> Iterator[int]:
    """Where a subject can begin: at the front, or behind an adverbial that opens the sentence."""
    yield 0
    for match in BEHIND_COLON.finditer(sentence, 0, LONGEST_OPENER):
        yield match.end()
    if not _opens(sentence):
        return
    case = BEHIND_CASE.match(sentence)
    if case:
        yield case.end()
    for match in BEHIND_OPENER.finditer(sentence, 0, LONGEST_OPENER):
        yield match.end()


def _subject_at(sentence: str, start: int) -> Subject | None:
    """The units that stand at this place before a verb of duty."""
    front = sentence[start : start + 60]
    if not _begins(front, first=start == 0) and not SPOKEN_OF_ACTS.match(front):
        return None
    names: list[tuple[int, int]] | None = None
    nouns: list[tuple[int, int]] = []
    for verb in saying("verb").finditer(sentence, start, start + LONGEST_SUBJECT):
        phrase = LOOSE_END.sub("", sentence[start : verb.start()].rstrip(" ,"))
        before = sentence[max(start, verb.start() - 24) : verb.start()]
        if names is None:
            names = _known_spans(sentence[start : start + LONGEST_SUBJECT], start)
            nouns = [noun.span() for noun in no_verbs().finditer(sentence, start, start + LONGEST_SUBJECT)]
        if any(begin < verb.start() < end for begin, end in names) or any(
            begin <= verb.start() < end for begin, end in nouns
        ):
            continue
        # a verb that only says which unit is meant: "cơ quan quản lý" | not "đơn vị chịu trách nhiệm", "… Môi trường lập"
        named = phrase.endswith(tuple(duty_words("ends a name"))) or any(end == start + len(phrase) for _, end in names)
        if not phrase or _is_of_name(verb, before, named=named):
            continue
        if start and SPOKEN_OF.match(phrase):
            return Subject(phrase, start, start + len(phrase), asked=False)
        if ASSIGNED.search(phrase) and not saying("strong").match(sentence, verb.start()):
            continue
        if PASSIVE.search(f"{phrase} ") or SENTENCE_INSIDE.search(HEADED.sub(" ", phrase)) or persons_only().match(phrase):
            return None
        if not is_unit_list(phrase):
            continue
        return Subject(phrase, start, start + len(phrase), asked=False) if _gives_duty(verb, phrase) else None
    return None


def _is_of_name(verb: re.Match[str], before: str, *, named: bool) -> bool:
    """Whether a verb is still of the name before it: a noun ("việc rà soát"), or telling which doer ("cơ quan quản lý")."""
    tells_which = not named and verb[0] in duty_words("tells which")
    if before.rstrip().endswith(",") and (verb[0] == "tổ chức" or tells_which):
        return True
    if named:
        return False
    ends_name = verb[0] in duty_words("ends a name before a lead") and LEADS.match(verb.string, verb.end())
    is_noun = closing("before a noun").search(before) or ends_name
    return bool(is_noun or (tells_which and closing("doer").search(before)))


def _gives_duty(verb: re.Match[str], phrase: str) -> bool:
    """Whether a verb gives its subject a duty: not where a board asks others, nor in a clause without more behind it."""
    if verb[0] in duty_words("ask") and phrase.startswith(tuple(duty_words("asking board"))):
        return False  # who is asked was not read
    is_boundary = saying("boundary").match(verb.string, verb.start()) is not None
    return not is_boundary or saying("verb").search(verb.string, verb.end()) is not None


def _known_spans(text: str, at: int) -> list[tuple[int, int]]:
    """Where names of the register stand, as a verb inside one is none: "Viện Nghiên cứu phát triển"."""
    tokens = tokens_of(text)
    found: list[tuple[int, int]] = []
    index = 0
    while index < len(tokens):
        known = known_at(tokens, index)
        if known and known.length > 1:
            found.append((at + tokens[index].start, at + tokens[index + known.length - 1].end))
            index += known.length
        else:
            index += 1
    return found


def _begins(text: str, *, first: bool) -> bool:
    """Whether a subject can begin so: with a capital or a quantifier, or "đơn vị", "cơ quan" of which it was spoken."""
    if not text:
        return False
    if not first and text.startswith(tuple(duty_words("small name"))):
        return False  # more of a list that began before: "chỉ đạo của UBND, Ban chỉ đạo cùng cấp"
    if text[0].isupper() or QUANTIFIED.match(text):
        return True
    return not first and lower_case_unit().match(text) is not None


def _opens(text: str) -> bool:
    """Whether a sentence begins with an adverbial: "Căn cứ …", "Trong quá trình …", "Đối với …"."""
    return saying("opener").match(text[:1].lower() + text[1:40]) is not None


def _is_unit(raw: str, name: str, *, first: bool, strict: bool) -> bool:
    """Whether the words are a unit, an office holder or a group of units, and not a common noun that looks like one."""
    tokens = tokens_of(name)
    if not tokens or len(tokens) > (80 if HEADED.search(raw) else 40):
        return False
    if raw.startswith(tuple(f"{words} " for words in duty_words("small name"))):
        return True
    known = known_at(tokens, 0)
    if known and (
        known.length > 1
        or known.length == len(tokens)
        or tokens[0].word in ("ubnd", "hđnd", "công")
        or _is_capital(name, tokens, 1)
    ):
        return raw[0].isupper() or raw.startswith(("phòng ", "công an ", "văn phòng ", *(f"{rank} " for rank in RANKS)))
    if raw.isupper() and len(tokens) > 1:
        return False  # capitals throughout tell no proper name
    if word_at(tokens, 0, "person"):
        return len(tokens) > 2 or (raw[0].isupper() and len(tokens) > 1)
    quantified = QUANTIFIED.match(name) is not None
    at = 1 if quantified else 0
    if name.lower().startswith(("tất cả", "toàn thể", "một số")):
        at = 2 + (len(tokens) > 2 and tokens[2].word == "các")
    length = word_at(tokens, at, "member") if at < len(tokens) else 0
    head = word_at(tokens, at, "head") if at < len(tokens) else 0
    proper = head and at + head < len(tokens) and name[tokens[at + head].start].isupper()
    if proper or (quantified and head > 1) or (head == len(tokens) and name[0].isupper()):
        return True
    if not length:
        return False
    noun = " ".join(token.word for token in tokens[at : at + length])
    if strict and not quantified and first:
        return noun == "sở" and "," in raw
    return quantified or not first or (noun not in duty_words("noun alone") and place_at(tokens, at, "member") is not None)


def _is_capital(name: str, tokens: tuple[Token, ...], at: int) -> bool:
    return at < len(tokens) and (name[tokens[at].start].isupper() or word_at(tokens, at, "territory") > 0)
