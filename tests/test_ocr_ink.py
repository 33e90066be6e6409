"""What the ink of a word tells where readers do not: strokes of Roman numbers, white behind commas; and letters' case."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.ingest.ocr.comparison_signs import with_signs
from pipeline.ingest.ocr.letter_case import with_small_letters
from pipeline.ingest.ocr.number_lists import with_lists_parted
from pipeline.ingest.ocr.roman import counted
from pipeline.ingest.ocr.words import Doubt, PixelBox, ReadLine, ReadWord

pytestmark = pytest.mark.scans


def inked_place(image: np.ndarray) -> PixelBox:
    rows, columns = np.nonzero(image < 128)
    return PixelBox(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)


def printed(text: str, font: ImageFont.FreeTypeFont) -> tuple[np.ndarray, PixelBox]:
    """A picture with this text, and where it stands."""
    image = Image.new("L", (300, 60), 255)
    ImageDraw.Draw(image).text((20, 10), text, font=font, fill=0)
    return np.asarray(image), inked_place(np.asarray(image))


@pytest.mark.parametrize(
    ("drawn_as", "readings", "expected"),
    [
        ("III.", ("II.", "III", "II."), "III."),  # two of three joined its strokes
        ("III.", ("II.", "II", "HI."), "III."),  # nobody read it
        ("VII", ("VII", "VII", "VHI"), "VII"),  # one sees more strokes than there are
        ("II.", ("II.", "II.", "II."), "II."),  # all agree
        ("IN", ("IN", "IN", "JN"), "IN"),  # no number
        ("III/2025", ("II/2025", "II/2025", "HI/2025"), "III/2025"),  # a quarter with its year
        ("II/2025;", ("II/2025;", "III/2025;", "II/2025;"), "II/2025;"),  # one sees more strokes than there are
        ("I/2020", ("1/2020", "I/2020", "1/2020"), "I/2020"),  # the top stands out on both sides
        ("1/2020", ("I/2020", "I/2020", "1/2020"), "1/2020"),  # on the left alone
        ("1/2020", ("1/2020", "QuýI/2020", "1/2020"), "1/2020"),
        ("I.", ("1.", "I.", "1."), "I."),
        ("1", ("1", "I", "1"), "1"),
        ("III/QĐ", ("II/QĐ", "III/QĐ", "II/QĐ"), "II/QĐ"),  # what follows is no year
    ],
)
def test_strokes_of_roman_numbers_are_counted(font, drawn_as, readings, expected):
    image, box = printed(drawn_as, font)
    word = ReadWord(readings[0], box, 0.8, readings[0], readings, agreed=False)
    ((settled,),) = (line.words for line in counted(image, [ReadLine((word,))]))
    assert settled.text == expected
    assert settled.raw == readings[0]
    assert (settled.confidence < 0.8) == (expected != readings[0])


@pytest.mark.parametrize(
    ("drawn_as", "read", "readings", "expected"),
    [
        ("II/2026", "I/2026", ("I12026", "I/2026", "I/2026"), "II/2026"),  # none of them saw the second stroke
        ("III/2026", "I/2026", ("I/2026",) * 3, "III/2026"),
        ("I/2026", "I/2026", ("I/2026",) * 3, "I/2026"),
        ("II/2025", "I2025", ("I2025", "H/2025", "I/2025"), "II/2025"),  # nor the slash
        ("IV/2025", "IV/2025", ("IV/2025",) * 3, "IV/2025"),
    ],
)
def test_strokes_behind_quarter_are_counted_though_all_agree(font, drawn_as, read, readings, expected):
    image, box = printed(drawn_as, font)
    quarter = ReadWord("Quý", PixelBox(0, 0, 9, 9), 0.97, "Quý", ("Quý",) * 3, agreed=True)
    word = ReadWord(read, box, 0.97, read, readings, agreed=len(set(readings)) == 1)
    ((_, settled),) = (line.words for line in counted(image, [ReadLine((quarter, word))]))
    assert settled.text == expected
    assert (settled.doubt is None) == (expected == read)


@pytest.mark.parametrize("text", ["III/2026", "II/2026"])
def test_strokes_of_italics_are_counted(font, text):
    image, _ = printed(text, font)
    leaning = np.stack([np.roll(row, (len(image) - at) // 4) for at, row in enumerate(image)])
    quarter = ReadWord("Quý", PixelBox(0, 0, 9, 9), 0.97, "Quý", ("Quý",) * 3, agreed=True)
    word = ReadWord("I/2026", inked_place(leaning), 0.8, "I/2026", ("I/2026", "H/2026", "I/2026"), agreed=False)
    ((_, settled),) = (line.words for line in counted(leaning, [ReadLine((quarter, word))]))
    assert settled.text == text


def test_a_quarter_whose_strokes_cannot_be_counted_is_doubted_where_readers_differ(font):
    """A stroke by hand runs through it."""
    image, box = printed("III/2026", font)
    image = image.copy()
    image[int(box.y0) + 5 : int(box.y0) + 14, int(box.x0) : int(box.x1)] = 0
    quarter = ReadWord("Quý", PixelBox(0, 0, 9, 9), 0.97, "Quý", ("Quý",) * 3, agreed=True)
    for readings, doubted in ((("II/2026", "III/2026", "II/2026"), True), (("II/2026",) * 3, False)):
        word = ReadWord("II/2026", box, 0.8, "II/2026", readings, agreed=not doubted)
        ((_, settled),) = (line.words for line in counted(image, [ReadLine((quarter, word))]))
        assert (settled.text, settled.doubt is not None) == ("II/2026", doubted)


def test_all_read_a_one_behind_quarter(font):
    """Only there a 1 that all read is looked at: its top says that it is an I."""
    image, box = printed("I/2020", font)
    word = ReadWord("1/2020", box, 0.97, "1/2020", ("1/2020",) * 3, agreed=True)
    quarter = ReadWord("Quý", PixelBox(0, 0, 9, 9), 0.97, "Quý", ("Quý",) * 3, agreed=True)
    for before, expected in ((quarter, "I/2020"), (replace(quarter, text="số"), "1/2020")):
        ((_, settled),) = (line.words for line in counted(image, [ReadLine((before, word))]))
        assert settled.text == expected


@pytest.mark.parametrize(
    ("drawn_as", "read", "expected"),
    [
        ("3, 4", "3,4", ["3,", "4"]),
        ("3,4", "3,4", ["3,4"]),  # a decimal
        ("12, 15, 16;", "12,15,16;", ["12,", "15,", "16;"]),
        ("1,2, 12", "1,2,12", ["1,2,", "12"]),  # as it is printed
        ("3 4", "3,4", ["3,4"]),  # what was read is not what stands there
        ("3; 45", "3,45%", ["3,45%"]),
    ],
)
def test_numbers_in_a_row_have_a_space(font, drawn_as, read, expected):
    image, box = printed(drawn_as, font)
    word = ReadWord(read, box, 0.97, read, (read,) * 3, agreed=True)
    (line,) = with_lists_parted(image, [ReadLine((word,))])
    assert [part.text for part in line.words] == expected
    assert [part.box.x0 for part in line.words] == sorted({part.box.x0 for part in line.words})
    assert line.box == box


@pytest.mark.parametrize(
    ("above", "read", "readings", "expected"),
    [
        ("phần hồ", "SƠ...)", ("SƠ...)", "sơ..)", "SƠ...)"), "sơ...)"),
        ("phần hồ", "SƠ...)", ("SƠ...)", "SƠ..)", "SƠ...)"), "SƠ...)"),  # nobody read it so
        ("Các", "sỞ,", ("sỞ,", "sỞ,", "sở,"), "sở,"),
        ("HỒ", "SƠ", ("SƠ", "sơ", "SƠ"), "SƠ"),  # a heading
        ("", "SƠ", ("SƠ", "sơ", "SƠ"), "SƠ"),  # nothing tells
        ("của", "UBND", ("UBND", "ubnd", "UBND"), "UBND"),  # an abbreviation
        ("của", "TƯ", ("TƯ", "tư", "TƯ"), "TƯ"),
        ("tỉnh", "Sơn", ("Sơn", "sơn", "Sơn"), "Sơn"),  # a name
    ],
)
def test_small_letters_amid_small_print(above, read, readings, expected):
    place = PixelBox(0, 0, 9, 9)
    before = [ReadWord(word, place, 0.97, word, (word,) * 3, agreed=True) for word in above.split()]
    (word,) = with_small_letters([ReadWord(read, place, 0.8, read, readings, agreed=False)], before)
    assert word.text == expected


@pytest.mark.parametrize(
    ("drawn_as", "read", "readings", "expected"),
    [
        # glued to its figure
        ("≥72%", ">72%", (">72%", "272%", ">72%"), "≥72%"),
        ("≤5,5", "<5,5", ("<5,5", "s5,5", "<5,5"), "≤5,5"),
        (">72%", ">72%", (">72%",), ">72%"),
        ("<72%", "<72%", ("<72%", "-72%", "<72%"), "<72%"),
        ("(≥72", "(>72", ("(>72",) * 3, "(≥72"),
        # by itself
        ("≥ 72%", "2 72%", (">", "2", ">"), "≥ 72%"),
        ("≤ 72%", "s 72%", ("<", "s", "<"), "≤ 72%"),
        ("> 72%", "> 72%", (">", ">", ">"), "> 72%"),
        # a figure that nobody takes for a sign
        ("2 72%", "2 72%", ("2", "2", "2"), "2 72%"),
        ("2 72%", "> 72%", (">", "2", ">"), None),
        # other ink where a sign was read
        ("+72%", ">72%", (">72%", "72%", ">72%"), None),
    ],
)
def test_the_bar_of_a_sign_of_comparison(font, drawn_as, read, readings, expected):
    """What the ink does not tell (None) stays as it was read, and is doubted."""
    image, box = printed(drawn_as, font)
    first, *rest = read.split()
    ends = box.x0 + font.getlength(drawn_as.split()[0]) if rest else box.x1
    words = [ReadWord(first, replace(box, x1=ends), 0.8, first, readings, agreed=False)]
    words += [ReadWord(text, replace(box, x0=box.x1 - font.getlength(text)), 0.97, text, (text,), True) for text in rest]
    (line,) = with_signs(image, [ReadLine(tuple(words))])
    assert line.text == (expected or read)
    assert (line.words[0].doubt is Doubt.DISAGREEMENT) == (expected is None)
    assert line.words[0].raw == first


def test_an_underlining_is_no_bar(font):
    image, box = printed("> 72%", font)
    line = int(box.y1) + 4
    image = image.copy()
    image[line : line + 3, int(box.x0) : int(box.x1)] = 0
    words = [ReadWord(">", replace(box, x1=box.x0 + font.getlength(">")), 0.8, ">", (">",), True)]
    words.append(ReadWord("72%", replace(box, x0=box.x1 - font.getlength("72%")), 0.97, "72%", ("72%",), True))
    (line,) = with_signs(image, [ReadLine(tuple(words))])
    assert (line.text, line.words[0].doubt) == ("> 72%", Doubt.DISAGREEMENT)
