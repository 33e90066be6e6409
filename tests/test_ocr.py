"""The word reader of scans: drawn pages, the vote and its parts; real pages with their typed truth."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFont

from pipeline.ingest.ocr import PixelBox, available, prepare, read_cells, read_page, version
from pipeline.ingest.ocr.alignment import aligned
from pipeline.ingest.ocr.coloured_ink import lightest_channel, without_coloured_ink
from pipeline.ingest.ocr.lone_marks import checked_figure, lone_figure, lone_mark
from pipeline.ingest.ocr.page import _once
from pipeline.ingest.ocr.page_image import PageImage, levelled
from pipeline.ingest.ocr.readers import SeenLine, SeenWord
from pipeline.ingest.ocr.rows import rows_of
from pipeline.ingest.ocr.vote import is_stain, voted
from pipeline.ingest.ocr.words import Doubt, ReadLine, ReadWord

DPI = 200.0
LINES = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
    "Căn cứ Nghị định số 39/2022/NĐ-CP ngày 18 tháng 6 năm 2022;",
    "tỷ lệ hồ sơ giải quyết đúng hạn đạt từ 95% trở lên.",
)
READERS = ("vie", "trueocr", "script")


def drawn(font: ImageFont.FreeTypeFont, lines: Sequence[str] = LINES, *, left: int = 150) -> Image.Image:
    """A page of A4 width with these lines in its upper part."""
    image = Image.new("RGB", (1654, 160 + 60 * len(lines)), "white")
    for index, line in enumerate(lines):
        ImageDraw.Draw(image).text((left, 80 + 60 * index), line, font=font, fill="black")
    return image


def seen(text: str, y: float = 0.0, x: float = 0.0) -> SeenLine:
    """A line in letters ten pixels wide and twenty high."""
    words, at = [], x
    for word in text.split():
        words.append(SeenWord(word, PixelBox(at, y, at + 10 * len(word), y + 20), 0.9))
        at += 10 * len(word) + 10
    return SeenLine(tuple(words))


def voted_text(*texts: str) -> str:
    lines = [[seen(text)] if text else [] for text in texts]
    (row,) = rows_of(lines)
    return " ".join(word.text for word in voted(aligned(row), READERS))


VOTES = [
    # vie, trueocr, script, the word voted
    ("Bộ trưởng Bộ Tài chính", "Bộ trường Bộ Tài chính", "Bộ trưởng Bộ Tài chính", "Bộ trưởng Bộ Tài chính"),
    # a word in two pieces by one reader
    ("năm 201 8 của", "năm 2018 của", "năm 2018 của", "năm 2018 của"),
    # two words in one piece by one reader
    ("Điều 1. Phê duyệt", "Điều1. Phê duyệt", "Điều 1. Phê duyệt", "Điều 1. Phê duyệt"),
    # punctuation is voted on by itself
    ("Chính phủ;", "Chính phú", "Chính phủ", "Chính phủ"),
    # nobody agrees: the neighbours decide
    ("kế hoặch", "kế hoạch", "kế hoach", "kế hoạch"),
    # nobody agrees on a symbol: the one whose parts are known
    ("số 5/NĐ-ŒP", "số 5/NĐ-CP", "số 5/NG-GP", "số 5/NĐ-CP"),
    # what one reader alone saw and no word can be is left out
    ("~| Quyết định", "Quyết định", "Quyết định", "Quyết định"),
    # a word that two saw
    ("của Chính", "của Chính phủ", "của Chính phủ", "của Chính phủ"),
    # signs that are not the same to those who saw any are dirt
    ("giúp Ủy „ ban", "giúp Ủy ban", "giúp Ủy : ban", "giúp Ủy ban"),
    # two syllables that one reader put together
    ("Nơi nhện:", "Nơinhận:", "Nơi nhàn:", "Nơi nhận:"),
]


@pytest.mark.parametrize(("first", "second", "third", "expected"), VOTES)
def test_vote(first, second, third, expected):
    assert voted_text(first, second, third) == expected


@pytest.mark.parametrize(
    ("readings", "kept"),
    [
        (("8OV.VN;", "gov.vn;", "goV.vn;"), True),  # two read the same letters, in another case
        (("đ#", "G!ò", "ß~"), False),  # the rim of a seal
        (("l", "1", "I"), False),
    ],
)
def test_a_lone_word_is_no_stain_if_two_read_it(readings, kept):
    (row,) = rows_of([[seen(text)] for text in readings])
    assert is_stain(voted(aligned(row), READERS)) is not kept


@pytest.mark.parametrize(
    ("readings", "figure"),
    [
        ((("lu", 0.37), ("1.", 0.98), ("Ìx", 0.19)), "1."),  # one is sure, the others guess
        ((("l", 0.3), ("1", 0.5), ("", 0.0)), "1"),
        ((("lu", 0.8), ("1.", 0.98), ("Ìx", 0.19)), None),
        ((("lu", 0.3), ("ab", 0.98), ("", 0.0)), None),
        ((("X", 0.7), ("", 0.0), ("x", 0.9)), "x"),  # a tick
        ((("X", 0.7), ("X", 0.8), ("x", 0.9)), "X"),
        ((("", 0.0), ("", 0.0), ("x", 0.9)), None),  # one alone may have seen a stain
        ((("x", 0.7), ("K", 0.8), ("x", 0.9)), None),
    ],
)
def test_a_lone_figure(readings, figure):
    box = PixelBox(0, 0, 10, 20)
    found = lone_figure([[(SeenWord(text, box, sure),)] if text else [] for text, sure in readings])
    assert (found and found.text) == figure
    assert found is None or found.confidence < 0.5


class Sure:
    """Reads the same in every place, as surely as told."""

    def __init__(self, text: str, confidence: float) -> None:
        self.name, self.passes_over = "sure", False
        self.told = (text, confidence)

    def read(self, gray: np.ndarray, dpi: float, layout: str) -> list[SeenLine]:
        return []

    def read_pieces(self, gray: np.ndarray, boxes: Sequence[PixelBox]) -> list[SeenWord]:
        return [SeenWord(self.told[0], box, self.told[1]) for box in boxes]


@pytest.mark.parametrize(
    ("drawn_as", "readings", "alone", "expected"),
    [
        ("-", ("", "", ""), ("", 0.0), "-"),  # nobody takes a dash for a word
        ("-", ("", "", ""), ("1", 0.9), "-"),
        ("- -", ("", "", ""), ("", 0.0), None),
        ("5", ("", "", ""), ("5", 0.95), "5"),  # found by nobody
        ("5", ("ũ", "", "B"), ("5", 0.95), "5"),
        ("5", ("ũ", "", "B"), ("5", 0.6), None),  # a guess
        ("5", ("3", "", ""), ("5", 0.6), "3"),
        ("5", ("3", "", ""), ("5", 0.95), None),  # another one is as sure
        ("5", ("3", "5", ""), ("5", 0.95), "5"),  # and one more agrees
        ("g", ("", "", ""), ("g", 0.95), None),  # no number
        ("", ("", "", ""), ("5", 0.95), None),  # nothing is there
    ],
)
def test_what_stands_alone_in_a_cell(font, drawn_as, readings, alone, expected):
    image = Image.new("L", (160, 80), 255)
    ImageDraw.Draw(image).text((50, 20), drawn_as, font=font, fill=0)
    seen = [
        [(SeenWord(text, PixelBox(50, 20, 70, 50), 0.9 if text.isdigit() else 0.4),)] if text else [] for text in readings
    ]
    found = lone_mark(np.asarray(image), DPI, seen, Sure(*alone))
    assert (found and found.text) == expected
    assert found is None or expected == "-" or (found.doubt is not None and found.confidence < 0.5)


@pytest.mark.parametrize(
    ("readings", "alone", "expected", "doubted"),
    [
        (("3", "", "3"), ("2", 0.95), "2", True),  # two networks of one family make the same mistake
        (("3", "", "3"), ("3", 0.95), "3", False),
        (("3)", "", "K)"), ("3", 0.95), "3", True),  # what is left of a line
        (("3", "", "3"), ("2", 0.6), "3", False),  # a guess
        (("3", "3", "3"), ("2", 0.95), "3", False),  # it has read it already
        (("Có", "", "Có"), ("2", 0.95), "Có", False),
    ],
)
def test_a_figure_that_two_read_alone_in_a_cell(font, readings, alone, expected, doubted):
    image = Image.new("L", (160, 80), 255)
    ImageDraw.Draw(image).text((50, 20), readings[0][:1], font=font, fill=0)
    doubt = Doubt.DISAGREEMENT if readings[0] != readings[2] else None
    word = ReadWord(readings[0], PixelBox(50, 20, 70, 50), 0.7, readings[0], readings, agreed=False, doubt=doubt)
    found = checked_figure(np.asarray(image), DPI, word, Sure(*alone))
    assert (found.text, found.doubt is not None) == (expected, doubted)


@pytest.mark.parametrize("mode", ["fast", "accurate"])
def test_noise_of_a_scanner_is_no_word(mode):
    chance = np.random.default_rng(8)
    paper = (246 + chance.normal(0, 9, (900, 1400))).clip(0, 255).astype(np.uint8)
    assert read_page(prepare(paper, 200.0), mode).text == ""


def test_a_word_keeps_what_each_reader_read():
    (row,) = rows_of([[seen("Bộ trưởng")], [seen("Bộ trường")], [seen("Bộ trưởng")]])
    first, second = voted(aligned(row), READERS)
    assert first.agreed
    assert not second.agreed
    assert second.readings == ("trưởng", "trường", "trưởng")
    assert second.confidence < first.confidence


@given(st.lists(st.text("aăbđ1/-", min_size=1, max_size=6), min_size=1, max_size=12), st.data())
@settings(max_examples=60, deadline=None)
def test_alignment_loses_no_word_and_keeps_the_order(words, data):
    others = data.draw(st.permutations(words))
    (row,) = rows_of([[seen(" ".join(words))], [seen(" ".join(others))]]) if words else []
    slots = aligned(row)
    for reader, said in enumerate((words, others)):
        assert [word.text for slot in slots for word in slot.readings[reader]] == list(said)


def test_columns_are_lines_of_their_own():
    """The letterhead: one reader takes both columns for one line, the other finds each."""
    left, right = seen("CHÍNH PHỦ", x=100), seen("CỘNG HÒA XÃ HỘI", y=4, x=500)
    rows = rows_of([[SeenLine(left.words + right.words)], [left, right]])
    assert [[word.text for word in row[0]] for row in rows] == [["CHÍNH", "PHỦ"], ["CỘNG", "HÒA", "XÃ", "HỘI"]]


@pytest.mark.parametrize("slope", [0.0, 0.02, -0.02])
def test_lines_of_a_slanting_page_stay_apart(slope):
    """One reader takes lines whole, the other in pieces: over a page's width a line falls by more than its height."""

    def slanting(text: str, y: float, x: float = 0.0) -> SeenLine:
        return SeenLine(tuple(replace(w, box=w.box.moved(0, slope * w.box.x0)) for w in seen(text, y, x).words))

    first, second = "một hai ba bốn năm sáu bảy tám chín mười " * 4, "dõi đôn đốc tổng hợp báo cáo lịch họp tuần " * 4
    whole = [slanting(first, 100), slanting(second, 126)]
    pieces = [SeenLine(part) for line in whole for part in (line.words[:15], line.words[15:])]
    texts = [" ".join(word.text for word in row[0]) for row in rows_of([whole, pieces, whole])]
    assert texts == [first.strip(), second.strip()]


def test_a_word_that_a_reader_took_for_a_line_joins_its_line():
    whole, hole = seen("kế hoạch triển khai thực hiện"), 2
    torn = [SeenLine((*whole.words[:hole], *whole.words[hole + 1 :])), SeenLine((whole.words[hole],))]
    (row,) = rows_of([[whole], torn, [whole]])
    assert [" ".join(word.text for word in words) for words in row] == ["kế hoạch triển khai thực hiện"] * 3


def test_specks_do_not_part_a_line():
    """A speck as high as a line would match a piece of it best."""
    whole = seen("THỦ TỤC HÀNH CHÍNH ĐƯỢC SỬA ĐỔI, BỔ SUNG")
    pieces = [SeenLine(whole.words[:5]), SeenLine(whole.words[5:])]
    speck = SeenLine((SeenWord("-", whole.words[6].box, 0.2),))
    rows = rows_of([[whole, speck], pieces, [whole, speck]])
    assert [len(words) for words in rows[0]] == [9, 9, 9] or [len(words) for words in rows[1]] == [9, 9, 9]


# boxes are not exact: neighbours may overlap by half; what is the same word may not
CLOSE = (("nghị", 0, 0.97), ("của", 50, 0.97), ("cử", 60, 0.6), ("-", 75, 0.4), ("Tổ", 90, 0.6), ("chức", 105, 0.97))


def test_a_word_stands_once_in_its_place():
    """Under a seal one reader sees a line higher than the others do: its words would come twice."""
    sure, unsure = ("Kế hoạch số", 0.97), ("Ké hoạch", 0.25)
    lines = [
        ReadLine(tuple(ReadWord(w.text, w.box, conf, w.text, (w.text,), True) for w in seen(text, y).words))
        for (text, conf), y in ((unsure, 100), (sure, 106), (unsure, 126))
    ]
    assert [line.text for line in _once(lines)] == ["Kế hoạch số", "Ké hoạch"]
    twice = [ReadWord(text, PixelBox(x, 0, x + 40, 20), sure, text, (text,), True) for text, x, sure in CLOSE]
    assert [line.text for line in _once([ReadLine(tuple(twice))])] == ["nghị của - Tổ chức"]


def test_a_drawn_page_is_read(font):
    reading = read_page(prepare(np.asarray(drawn(font)), DPI))
    assert reading.text == "\n".join(LINES)
    assert reading.readers == READERS
    assert reading.confidence > 0.9


def test_words_lie_on_their_ink(font):
    image = drawn(font)
    page = prepare(np.asarray(image), DPI)
    words = read_page(page).words
    assert len(words) == sum(len(line.split()) for line in LINES)
    for word in words:
        box = page.in_source(word.box)
        part = np.asarray(image.convert("L"))[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)]
        assert part.min() < 128, word
    widths = [word.box.width / len(word.text) for word in words if len(word.text) > 3]
    assert max(widths) < 3 * min(widths)


def test_fast_takes_one_reader_and_another_for_figures(font):
    reading = read_page(prepare(np.asarray(drawn(font)), DPI), "fast")
    assert reading.readers == ("vie", "trueocr")
    assert reading.text.split()[:4] == LINES[0].split()[:4]
    assert version("fast") != version("accurate")


def test_a_seal_in_colour_hides_nothing(font):
    image = drawn(font)
    ImageDraw.Draw(image).ellipse((500, 60, 800, 300), outline=(215, 40, 60), width=14)
    seal = Image.composite(image, drawn(font), Image.eval(drawn(font).convert("L"), lambda level: 255 if level > 200 else 0))
    assert read_page(prepare(np.asarray(seal), DPI)).text == "\n".join(LINES)


@pytest.mark.parametrize("colour", [(205, 30, 40), (20, 60, 170)])
def test_print_in_colour_is_read(font, colour):
    """A letterhead in red or blue is print; lost, the page would seem to begin below it."""
    image = drawn(font)
    head = ("ỦY BAN NHÂN DÂN TỈNH QUẢNG TRỊ", "KẾ HOẠCH")
    page = Image.new("RGB", (image.width, image.height + 400), "white")
    page.paste(image, (0, 300))
    for index, line in enumerate(head):
        ImageDraw.Draw(page).text((150, 80 + 70 * index), line, font=font, fill=colour)
    ImageDraw.Draw(page).ellipse((1250, 60, 1530, 340), outline=colour, width=9)
    reading = read_page(prepare(np.asarray(page), DPI), "fast")
    assert [line.text for line in reading.lines] == [*head, *LINES]


def test_a_seal_goes_with_the_seams_of_its_compression():
    """Red as light as paper to its edge, print under it as dark as before; where a JPEG smears colour is a dark seam."""
    image = Image.new("RGB", (400, 300), "white")
    ImageDraw.Draw(image).ellipse((100, 50, 300, 250), outline=(205, 40, 45), width=12)
    stroke = (60, 148, 340, 152)  # across the rim
    ImageDraw.Draw(image).rectangle(stroke, fill="black")
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=60)  # two by two pixels share a colour
    pixels = np.asarray(Image.open(io.BytesIO(buffer.getvalue())).convert("RGB"))
    lightest = lightest_channel(pixels)
    cleared = without_coloured_ink(pixels, lightest)
    around = np.ones(cleared.shape, bool)
    around[stroke[1] - 10 : stroke[3] + 11] = False
    left, without_more = (int((gray[around] < 215).sum()) for gray in (cleared, lightest))
    assert without_more > 5000
    assert left < 0.05 * without_more
    assert cleared[stroke[1] + 1 : stroke[3], stroke[0] + 5 : stroke[2] - 4].max() < 90


def test_a_page_without_colour_and_dark_blue_letters_stay():
    gray = np.full((50, 50), 230, np.uint8)
    assert without_coloured_ink(gray, gray) is gray
    blue = np.full((50, 50, 3), 255, np.uint8)
    blue[10:30, 10:30] = (20, 20, 110)
    assert without_coloured_ink(blue, lightest_channel(blue))[20, 20] == 110


def test_a_lone_figure_on_gray_paper_is_read(font):
    """The edge between gray paper and the white put around a cell must not hide what stands in it."""
    image = Image.new("L", (1654, 1200), 226)
    places = []
    for index, figure in enumerate("1234"):
        ImageDraw.Draw(image).text((220, 90 + 260 * index), figure, font=font, fill=70)
        places.append(PixelBox(200, 80 + 260 * index, 272, 320 + 260 * index))
    read = read_cells(prepare(np.asarray(image), DPI), places)
    assert [reading.text for reading in read] == list("1234")


@pytest.mark.parametrize("angle", (-1.4, 0.9))
def test_a_slanting_page_is_levelled(font, angle):
    image = drawn(font, LINES * 4)
    page = prepare(levelled(np.asarray(image.convert("L")), angle), DPI)
    assert page.angle == pytest.approx(-angle, abs=0.12)


@pytest.mark.parametrize("turn", (0, 90, 180, 270))
@given(st.integers(0, 180), st.integers(0, 100), st.sampled_from((0.0, 1.2, -2.0)))
@settings(max_examples=20, deadline=None)
def test_a_box_is_found_again_in_the_image_as_given(turn, x, y, angle):
    given_ = np.full((160, 240), 255, np.uint8)
    given_[y : y + 40, x : x + 40] = 0
    gray = np.ascontiguousarray(np.rot90(given_, -(turn // 90)))
    gray = levelled(gray, angle) if angle else gray
    page = PageImage(gray, DPI, turn, angle, 240, 160)
    rows, columns = np.nonzero(gray < 100)
    box = page.in_source(PixelBox(columns.min(), rows.min(), columns.max() + 1, rows.max() + 1))
    slack = 3 if angle else 0
    assert box.x0 - 1 - slack <= x <= box.x0 + 1 + slack + 2
    assert box.y0 - 1 - slack <= y <= box.y0 + 1 + slack + 2


def test_cells_are_read_one_by_one(font):
    image = drawn(font, ("Sở Tài chính", "30/6/2025"))
    page = prepare(np.asarray(image), DPI)
    cells = [PixelBox(140, 70, 700, 132), PixelBox(140, 132, 700, 195), PixelBox(900, 70, 990, 130)]
    name, day, empty = read_cells(page, cells)
    assert (name.text, day.text, empty.text) == ("Sở Tài chính", "30/6/2025", "")
    assert 140 <= day.words[0].box.x0 <= 170
    assert 132 <= day.words[0].box.y0 <= 160


def test_what_is_installed_is_told():
    assert [state.name for state in available()] == list(READERS)
    assert all(state.present and state.version and not state.cost for state in available())
