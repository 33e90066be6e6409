"""The repair of text: one form, one alphabet, nothing invisible; and that it changes nothing else."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizers import repair as repair_module
from normalizers.mapped_text import MappedText
from normalizers.repair import is_clean, repair, repaired
from normalizers.syllables import is_syllable, syllable_share

REPAIRED = [
    ("Nghi\u0323 quye\u0302\u0301t", "Nghị quyết"),  # marks as signs of their own
    ("\u0110iều \u00d0ồng \u00f0ơn", "Điều Đồng đơn"),  # three letters that are drawn alike
    ("Sở\u00a0Y\u2003tế", "Sở Y tế"),  # other blanks
    ("a  b \n\n c", "a b\nc"),  # runs of blanks and line feeds
    ("Sở\u200b Y\ufeff tế", "Sở Y tế"),  # nothing to see
    ("e\u200b\u0301", "é"),  # a mark comes to its letter
    ("63\u20112010", "63-2010"),  # a hyphen that does not break
    ("NĐ\x02CP và NĐ\ufffeCP", "NĐ-CP và NĐ-CP"),  # hyphens of PDF files
    ("2021 – 2030 — 2045", "2021 – 2030 — 2045"),  # dashes stay
    ("63/2010/NĐ-СР", "63/2010/NĐ-CP"),  # Cyrillic letters in a symbol
    ("Москва", "Москва"),  # a Cyrillic word stays
    ("đ\u00adợc nh\u00adng ng\u00adời", "được nhưng người"),  # TCVN3's ư as a soft hyphen
    ("TR\u00adỜNG", "TRƯỜNG"),  # in capitals
    ("NĐ\u00adCP, 177\u00adKH/TU, 2021\u00ad2030", "NĐ-CP, 177-KH/TU, 2021-2030"),  # hyphens of symbols and numbers
    ("thực\u00adhiện", "thựchiện"),  # a possible line end says nothing
    ("\u00ad", ""),  # nothing beside it
    ("trang\x0csau", "trang sau"),  # a page break divides words
    ("\u212b \u2126", "Å Ω"),  # signs that have a letter
]


@pytest.mark.parametrize("text, expected", REPAIRED)
def test_repair(text, expected):
    assert repaired(text) == expected


ALPHABET = st.one_of(
    st.sampled_from("aăâdđeêioôơuưyAĐƠƯbcnghtrx 0159/-.,;\n\t"),
    st.sampled_from("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323\u00ad\u200b\u00a0\u2011\u2013\ufeff\x02\x0c\u2028"),
    st.sampled_from("АВЕосрхΑΒΟο\u00d0\u00f0\u0189\u1100\u1161\u212b\u0344\u037e"),
    st.characters(),
)


@settings(derandomize=True, max_examples=400, deadline=None)
@given(st.text(ALPHABET, max_size=40))
def test_repair_is_idempotent_and_gives_nfc(text):
    once = repaired(text)
    assert repaired(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not {"\u200b", "\u00ad", "\u00a0", "\ufeff", "\t"} & set(once)
    assert "  " not in once


HASTY = st.one_of(
    st.sampled_from(" \n-/Đđ1=\t\u00a0\u2003\x1f"),
    st.sampled_from("aâươEÊo\u0300\u0301\u0302\u0303\u0309\u0323\u031b\u0306\u0338\u0344"),  # letters and marks to compose
    st.characters(max_codepoint=0x2FFF),
)


@settings(derandomize=True, max_examples=500, deadline=None)
@given(st.one_of(st.text(HASTY, max_size=20), st.text(st.sampled_from("aưEê \t\n\u00a0\u0301\u0323\u0302"), max_size=12)))
def test_what_a_quick_look_settles_is_what_the_whole_repair_gives(text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(repair_module, "is_clean", lambda _: False)
        thorough = repaired(text)
    assert repaired(text) == thorough
    assert not is_clean(text) or thorough == text


def test_every_plain_letter_stays_beside_every_kind_of_neighbour(monkeypatch):
    plain = "".join(chr(code) for code in range(0x3000) if is_clean(f"a{chr(code)}b"))
    assert len(plain) > 500
    assert set("Đđ “”–—…≥ạỹ") <= set(plain)
    monkeypatch.setattr(repair_module, "is_clean", lambda _: False)
    for neighbour in ("", "a", "1", "Ế", "/"):
        for letter in plain.replace("\n", ""):
            text = f"x{neighbour}{letter}{neighbour}x"
            assert repaired(text) == text


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.text(ALPHABET, max_size=40))
def test_every_repaired_character_has_its_place_in_the_source(text):
    made = repair(MappedText.of(text))
    assert len(made.text) == len(made.origins)
    assert all(0 <= origin < len(text) for origin in made.origins)
    assert list(made.origins) == sorted(made.origins)


@pytest.mark.parametrize("text", ["Kế hoạch số 12/KH-UBND", "≥ 80 %", "“cá thể hóa”, …", "1.250,5 tỷ đồng (đợt 2)", "x²"])
def test_text_in_good_form_stays(text):
    assert repaired(text) == text


SYLLABLES = [
    ("nghiêng", True),
    ("Quyết", True),
    ("gì", True),
    ("ƯƠNG", True),
    ("uỷ", True),
    ("khuỷu", True),
    ("plans", False),
    ("the", True),  # some foreign words are syllables too
    ("wörter", False),
    ("ngưl", False),
]


@pytest.mark.parametrize("word, expected", SYLLABLES)
def test_syllables(word, expected):
    assert is_syllable(word) is expected


SHARES = [
    ("Ủy ban nhân dân tỉnh ban hành Kế hoạch thực hiện nhiệm vụ", 0.9, 1.0),  # Vietnamese
    ("The committee of the province has published its plan for the year", 0.0, 0.6),  # English
    ("Sở Y tế", 0.0, 0.0),  # too few words
]


@pytest.mark.parametrize("text, least, most", SHARES)
def test_the_share_of_syllables(text, least, most):
    assert least <= syllable_share(text) <= most


@pytest.mark.parametrize("text, clean", [
    ("63/2010/NĐ-CP – “Đề án 06”, 15,5 %…", True),  # letters, digits and signs of print
    ("Mục tiêu:\n- Một", True),  # a single line end
    ("a  b", False),  # two spaces
    ("a \nb", False),  # a space before the end of a line
    ("Nghi\u0323", False),  # a loose mark
    ("NĐ-СР", False),  # Cyrillic letters
    ("Ðồng", False),  # not the Vietnamese Đ
])  # fmt: skip
def test_clean_text_is_known_at_once(text, clean):
    assert is_clean(text) is clean
