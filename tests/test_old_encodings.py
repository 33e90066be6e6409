"""Encodings of before Unicode: letters, which text is in one, Word files in old fonts, real documents with their truth."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from docx_files import SHARED, p, r, read, word_file
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizers.old_encodings import OldEncoding, letters_of, to_unicode
from pipeline import ingest
from pipeline.ingest.old_text import MOST_UNICODE, encoding_of, is_in, named_by, plainly_unicode, unicode_share

BY_BYTES = (OldEncoding.TCVN3, OldEncoding.VNI, OldEncoding.VISCII)
PROSE = (
    "Ủy ban nhân dân tỉnh yêu cầu các sở, ngành, địa phương tổ chức thực hiện nghiêm túc kế hoạch này; "
    "định kỳ báo cáo kết quả về Sở Nội vụ trước ngày 15 tháng 12 để tổng hợp, trình Chủ tịch quyết định."
)
SMALL = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ"


def typed(text: str, encoding: OldEncoding) -> str:
    """The text as it was typed in an old encoding, seen as Western letters."""
    codes = {letter: code for code, letter in reversed(letters_of(encoding).items())}
    return "".join(codes.get(letter, letter) for letter in text)


@pytest.mark.parametrize("encoding", OldEncoding)
def test_every_small_letter_comes_back(encoding: OldEncoding) -> None:
    words = [letter if encoding is not OldEncoding.VIQR else "t" + letter for letter in SMALL]
    assert to_unicode(typed(" ".join(words), encoding), encoding) == " ".join(words)
    assert all(unicodedata.is_normalized("NFC", letter) for letter in letters_of(encoding).values())


@given(st.text(st.sampled_from(SMALL + SMALL.upper() + "abc XYZ 0129,;\n"), max_size=40))
def test_viscii_loses_nothing(text: str) -> None:
    assert to_unicode(typed(text, OldEncoding.VISCII), OldEncoding.VISCII) == text


CONVERTED = [
    # an ư that a PDF calls a minus, an ã that it calls a bullet operator
    (OldEncoding.TCVN3, "t−, l∙nh ®¹o", "tư, lãnh đạo"),
    # bytes taken for windows-1258 or Turkish on the way
    (OldEncoding.TCVN3, "Đ\u0300o thŞ", "éèo thị"),
    # a capital with a small mark; i and y with marks of their own
    (OldEncoding.VNI, "Aån, TÆNH, kyõ, Mỹ", "Ẩn, TỈNH, kỹ, Mỹ"),
    # VISCII as windows-1252 shows its capitals
    (OldEncoding.VISCII, "VI\u017dT NAM", "VIỆT NAM"),
    # one tone a syllable: the last dot ends the sentence; a backslash keeps a sign
    (OldEncoding.VIQR, "thu?y lo+.i. Ho^m nay\\. DDu'ng", "thủy lợi. Hôm nay. Đúng"),
]


@pytest.mark.parametrize("encoding, seen, expected", CONVERTED)
def test_conversion(encoding: OldEncoding, seen: str, expected: str) -> None:
    assert to_unicode(seen, encoding) == expected


@pytest.mark.parametrize("encoding", OldEncoding)
def test_the_encoding_is_told_by_the_letters(encoding: OldEncoding) -> None:
    assert encoding_of(typed(PROSE, encoding)) is encoding


NOT_OLD = [
    PROSE,  # Unicode
    unicodedata.normalize("NFD", PROSE),  # decomposed
    "".join(letter for letter in unicodedata.normalize("NFD", PROSE) if not unicodedata.combining(letter)),  # no marks
    "L’état a décidé de réformer l’administration générale; où êtes-vous né, à côté du café? " * 3,  # French
    "Größe, Straße, Käse, über, ändern, möglich, Österreich, schön, für, würde, Bäume, Häuser. " * 3,  # German
    "B¸o c¸o",  # too short to tell
    "%$#@! 1.234,5 — 2.345,6",  # no words
    "",
]


@pytest.mark.parametrize("text", NOT_OLD)
def test_what_is_not_old_is_not_touched(text: str) -> None:
    assert encoding_of(text) is None


@given(st.text(st.sampled_from("aạếỹđươêàé÷¸®µ 1–“"), max_size=60))
@settings(derandomize=True, deadline=None)
def test_the_quick_look_at_letters_never_says_more_than_the_long_one(text: str) -> None:
    assert not plainly_unicode(text) or unicode_share(text) > MOST_UNICODE
    assert plainly_unicode("Kế hoạch này")


def test_fonts_promise_and_text_decides() -> None:
    assert [named_by(font) for font in (".VnTimeH", "VNI-Times", "Times New Roman", "")] == [
        OldEncoding.TCVN3,
        OldEncoding.VNI,
        None,
        None,
    ]
    assert is_in("kÕ ho¹ch", OldEncoding.TCVN3)
    assert not is_in("kế hoạch", OldEncoding.TCVN3)  # retyped in Unicode, the font's name left
    assert not is_in("và các tòa nhà này", OldEncoding.TCVN3)  # Unicode whose letters are all Western


def fonts(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


WORD_FILES = [
    # font by font, run by run
    (p(r("Quyết định ", ""), r("söa ®æi", fonts(".VnTime"))), "Quyết định sửa đổi"),
    # a font that draws capitals, with what needs no mark
    (p(r("UBND tØnh ninh", fonts(".VnTimeH"))), "UBND TỈNH NINH"),
    # capitals by a switch: made of the letters, not of their codes
    (p(r("thµnh phè", fonts(".VnTime") + "<w:caps/>")), "THÀNH PHỐ"),
    # a letter and its mark in two runs
    (p(r("ngöô", fonts("VNI-Times")), r("øi daân", fonts("VNI-Times") + "<w:b/>")), "người dân"),
    # ư where Word sees a soft hyphen
    (p(r("®Çu t", fonts(".VnTime")), f"<w:r><w:rPr>{fonts('.VnTime')}</w:rPr><w:softHyphen/></w:r>"), "đầu tư"),
    # Unicode under an old font's name
    (p(r("Kế hoạch cải cách", fonts(".VnTime"))), "Kế hoạch cải cách"),
    # old text under a new font's name: the whole document tells
    (p(r(typed(PROSE, OldEncoding.TCVN3), fonts("Times New Roman"))), PROSE),
    # no font at all
    (p(r(typed(PROSE, OldEncoding.VNI), "")), PROSE),
    # a run with one letter of Unicode in it, put in later
    (
        p(r("®Ò nghÞ cña Së Néi vô, Ủy ban nh©n d©n tØnh quyÕt ®Þnh", fonts(".VnTime"))),
        "đề nghị của Sở Nội vụ, Ủy ban nhân dân tỉnh quyết định",
    ),
    # beside it, a paragraph retyped in Unicode
    (p(r("kÕ ho¹ch", fonts(".VnTime"))) + p(r("Kế hoạch", fonts(".VnTime"))), "kế hoạch\nKế hoạch"),
]


@pytest.mark.parametrize("body, expected", WORD_FILES)
def test_word_files_in_old_fonts(tmp_path: Path, body: str, expected: str) -> None:
    document = read(word_file(tmp_path, body))
    assert document.text.strip() == expected
    assert document.problems == ()


# --- real documents with a typed truth ------------------------------------------------------------------------------

SPACES = re.compile(r"\s+")
REAL = [
    # file, how many of the truth's letters with marks must be there; the truth of the VNI file has ẵ for ặ in 18 places
    ("ttg-2004-qd115.tcvn3.pdf", 0.999),
    pytest.param("mpi-2004-ke-hoach-ktxh-2005.tcvn3.pdf", 0.999, marks=pytest.mark.slow),
    ("cp-1998-nd94.tcvn3.rtf", 0.999),
    ("cm-2006-quy-dinh-kiem-tra.vni.doc", 0.99),
]


def letters(text: str) -> Counter[str]:
    """Letters with marks, whatever their case: the truth does not show capitals that the font made."""
    plain = SPACES.sub("", unicodedata.normalize("NFC", text)).lower()
    return Counter(letter for letter in plain if letter == "đ" or unicodedata.normalize("NFD", letter) != letter)


@pytest.mark.parametrize("name, least", REAL)
def test_real_documents(name: str, least: float) -> None:
    path = SHARED / "plans" / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    if path.suffix != ".pdf" and shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    document = ingest.read(path)
    truth = letters(_truth(path))
    found = letters(document.text + "".join(item.text for item in document.furniture))
    assert (truth & found).total() >= least * truth.total()
    assert document.problems == ()


def _truth(path: Path) -> str:
    return path.with_name(path.name.rsplit(".", 1)[0] + ".gt.txt").read_text("utf-8")
