"""What the ink of a word tells where readers do not: strokes of Roman numbers, white behind commas; and letters' case."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.ingest.ocr.letter_case import with_small_letters
from pipeline.ingest.ocr.number_lists import with_lists_parted
from pipeline.ingest.ocr.roman import counted
from pipeline.ingest.ocr.words import PixelBox, ReadLine, ReadWord

pytestmark = pytest.mark.scans


def printed(text: str, font: ImageFont.FreeTypeFont) -> tuple[np.ndarray, PixelBox]:
    """A picture with this text, and where it stands."""
    image = Image.new("L", (300, 60), 255)
    ImageDraw.Draw(image).text((20, 10), text, font=font, fill=0)
    rows, columns = np.nonzero(np.asarray(image) < 128)
    return np.asarray(image), PixelBox(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)


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
