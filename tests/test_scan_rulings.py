"""What is drawn on pages that are pictures: ruled tables, frames of stamps, and ink that is no text."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw
from scan_samples import GRIDS, PROSE, blocks, cells, first_page, read, reading, sample, scanned, word
from scan_twins import twin_of

from data.samples import as_scan
from pipeline.ingest import ocr, pdf_tables, scan_page, scan_stamps
from pipeline.ingest.ocr.page_image import PageImage, upright
from pipeline.ingest.scan_pictures import Picture
from pipeline.ingest.scan_rulings import ruled
from pipeline.ingest.scan_seals import seals_of, without_seals

pytestmark = pytest.mark.scans

RULED_WEARS = ("worn", "gray", "bitonal", "tilted", "clean")  # worn is noisy, blurred, pressed, pale and sealed at once


@pytest.mark.slow
@pytest.mark.parametrize("wear", RULED_WEARS)
def test_ruled_tables_of_scans(wear, tmp_path, monkeypatch):
    """Two header rows, columns of years, merged rows. Left out: the row that a page break cut, whose line nobody drew."""
    digital = read(sample(GRIDS), tmp_path)
    twin_of(sample(GRIDS)).install(monkeypatch)
    scan = read(scanned(sample(GRIDS), wear), tmp_path, "b.pdf")
    assert blocks(scan)[:-1] == blocks(digital)[:-1]
    assert cells(scan)[0] == cells(digital)[0]


def lattice(xs: list[int], ys: list[int], skip: tuple[tuple[int, int, int, int], ...] = ()) -> np.ndarray:
    """White paper with ruled lines at these places; skip: pieces of lines left out, x0, y0, x1, y1."""
    gray = np.full((1200, 1000), 255, np.uint8)
    for x in xs:
        gray[ys[0] : ys[-1] + 2, x : x + 2] = 0
    for y in ys:
        gray[y : y + 2, xs[0] : xs[-1] + 2] = 0
    for x0, y0, x1, y1 in skip:
        gray[y0:y1, x0:x1] = 255
    return gray


@pytest.mark.parametrize(
    "skip, spans",
    [
        # all lines drawn
        ((), {(r, c): (1, 1) for r in range(3) for c in range(3)}),
        # two cells of the first row are one
        (
            ((295, 105, 310, 245),),
            {(0, 0): (1, 2), (0, 2): (1, 1), **{(r, c): (1, 1) for r in (1, 2) for c in range(3)}},
        ),
        # a cell as high as three rows
        (
            ((105, 245, 298, 260), (105, 395, 298, 410)),
            {(0, 0): (3, 1), **{(r, c): (1, 1) for r in range(3) for c in (1, 2)}},
        ),
        # gaps of a faded line are no doors
        (((350, 240, 360, 260), (700, 395, 712, 410)), {(r, c): (1, 1) for r in range(3) for c in range(3)}),
        # a part of the upper edge has worn off
        (((310, 95, 595, 110),), {(r, c): (1, 1) for r in range(3) for c in range(3)}),
        # the row that a page break cuts has no lower edge
        (((105, 550, 895, 560),), {(r, c): (1, 1) for r in range(3) for c in range(3)}),
    ],
)
def test_cells_between_lines(skip, spans):
    found = ruled(lattice([100, 300, 600, 900], [100, 250, 400, 550], skip), 200)
    (table,) = found.tables
    assert table.whole
    assert {(cell.row, cell.column): (cell.row_span, cell.column_span) for cell in table.cells} == spans


def test_lines_of_a_table_go_and_nothing_else():
    """An underlined word in a cell and a lone line keep their ink."""
    gray = lattice([100, 300, 600, 900], [100, 250, 400, 550])
    gray[200:202, 350:500] = 0
    gray[800:802, 100:400] = 0
    found = ruled(gray, 200)
    assert not (found.erased[100:102, 100:900] < 255).any()
    assert (found.erased[200:202, 360:490] == 0).all()
    assert (found.erased[800:802, 110:390] == 0).all()
    assert [round(y) for _, y, _ in found.rules] == [801]


def test_letters_are_no_lines():
    """Closing before opening would join letters into lines; a page of prose has no table."""
    (first,) = as_scan.pictures(first_page(sample(PROSE)), as_scan.WEARS["worn"])
    page = upright(np.asarray(first), 200, lambda _gray: 0)
    found = ruled(page.gray, page.dpi)
    assert not found.tables
    assert (found.erased == page.gray).all()


def test_what_lies_outside_the_cells_found_is_read_with_the_page(monkeypatch):
    """The right side of a cell has gone: there is no cell then, and its words are read all the same."""
    gray = lattice([100, 300, 600, 900], [100, 250, 400], skip=((890, 255, 910, 395),))
    gray[320:340, 700:720] = 0
    left = []
    monkeypatch.setattr(scan_page, "read_cells", lambda page, cells, mode: (reading(),) * len(cells))
    monkeypatch.setattr(scan_page, "read_page", lambda page, mode: left.append(page.gray) or reading())
    monkeypatch.setattr(scan_page, "prepare", lambda pixels, dpi: upright(pixels, dpi, lambda _gray: 0))
    scan_page.read_picture(Picture(gray, 200), 1, (360, 432), "accurate")
    assert left[0][320:340, 700:720].max() < 128


HEAD = ("STT", "Nội dung công việc", "Cơ quan chủ trì", "Thời gian thực hiện")


@pytest.mark.parametrize(
    ("again", "same"),
    [
        (HEAD, True),
        (("ST", *HEAD[1:]), True),  # a letter is lost in the scan
        (("STT", "Nội dung công vỉệc", *HEAD[2:]), True),
        (("STT", "Nội dung", *HEAD[2:]), False),
        (("1", "Nội dung công việc", "Sở Nội vụ", "Quý I/2026"), False),
    ],
)
def test_a_header_printed_again_may_be_misread_by_letters(again, same):
    rows = [[tuple((at, 1, 1, "".join(text.lower().split())) for at, text in enumerate(row))] for row in (HEAD, again)]
    assert pdf_tables._alike(rows[1], rows[0]) is same
    numbers = [[tuple((at, 1, 1, text) for at, text in enumerate(row))] for row in ("1234", "2234")]
    assert not pdf_tables._alike(*numbers), "short rows must be the same"


@pytest.mark.parametrize("seal", [True, False])
def test_on_a_black_seal_only_what_two_read_is_believed(seal):
    gray = np.full((1000, 900), 255, np.uint8)
    if seal:
        cv2.circle(gray, (500, 500), 140, 0, 6)
    cv2.putText(gray, "PHO CHU TICH", (330, 560), cv2.FONT_HERSHEY_TRIPLEX, 2.0, 0, 3)
    seals = seals_of(PageImage(gray, 200, 0, 0.0, 900, 1000))
    assert [(round(each.x, -1), round(each.y, -1)) for each in seals] == ([(500, 500)] if seal else [])
    there = (450, 480, 520, 510)
    doubted = replace(word("GHÒ", there), readings=("GHÒ", "", "6 HỖ"), agreed=False, confidence=0.4)
    twice = replace(word("Điều", there), readings=("Điều!", "Điều", "Dtểu"), agreed=False, confidence=0.4)
    apart = replace(doubted, box=ocr.PixelBox(50, 480, 120, 510))
    found = without_seals(reading((word("PHÓ", (300, 480, 380, 510)), doubted), (doubted,), (twice,), (apart,)), seals)
    texts = [line.text for line in found.reading.lines]
    assert texts == (["PHÓ …", "Điều", "GHÒ"] if seal else ["PHÓ GHÒ", "GHÒ", "Điều", "GHÒ"])
    assert [line.text for line in found.rims] == ["GHÒ"] * seal
    assert len(found.said) == seal


# --- stamps and stains -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said, stamp",
    [
        (("ĐẾN", "Ngày:"), True),
        (("ĐEN",), True),  # smeared
        (("đến",), False),  # a word of running text
        (("TỪ",), False),
        (("ĐẾN",) * 41, False),  # too much for a stamp
    ],
)
def test_what_a_received_stamp_says(said, stamp):
    assert scan_stamps.is_stamp(reading(tuple(map(word, said)))) is stamp


def stamped(slant: int, gap: int) -> np.ndarray:
    """A page with a stamp's frame, slanting and with a gap in its upper line, and a word half under its lower one."""
    picture = Image.new("L", (1000, 800), 255)
    draw = ImageDraw.Draw(picture)
    for (x0, y0), (x1, y1) in (
        ((100, 100), (450 - gap, 100)),
        ((100, 140), (450, 140 - slant)),
        ((100, 260), (450, 260 - slant)),
    ):
        draw.line((x0, y0, x1, y1), fill=0, width=3)
    draw.line((100, 100, 100, 262), fill=0, width=3)
    draw.rectangle((150, 180, 180, 210), fill=0)  # in the stamp
    draw.rectangle((300, 246, 312, 276), fill=0)  # a letter of the word
    return np.asarray(picture)


@pytest.mark.parametrize("slant, gap", [(0, 0), (8, 0), (6, 120)])
def test_the_ink_of_a_stamp_goes_and_that_of_the_words_below_stays(slant, gap, monkeypatch):
    gray = stamped(slant, gap)
    found = ruled(gray, 200)
    assert len(found.frames) == 1
    page = PageImage(found.erased, 200, 0, 0.0, 1000, 800)
    monkeypatch.setattr(scan_stamps, "read_cells", lambda page, cells, mode: (reading((word("ĐẾN"),)),))
    stamps = scan_stamps.stamps_of(page, found, "accurate")
    assert [stamp.said for stamp in stamps] == ["ĐẾN"]
    left = scan_stamps.without_stamps(page, stamps).gray
    assert left[185:205, 155:175].min() == 255
    assert left[268:275, 302:310].max() == 0


@pytest.mark.parametrize("ends, over", [((60, 700), True), ((60, 440), True), ((470, 700), False), ((120, 430), False)])
def test_a_frame_that_lines_run_through_was_put_over_them(ends, over, monkeypatch):
    """Two texts on one place are read as none, so its words cannot tell that it is a stamp."""
    gray = stamped(0, 0).copy()
    for top in (160, 200, 240):
        for left in range(*ends, 14):
            gray[top : top + 18, left : left + 9] = 0
    found = ruled(gray, 200)
    page = PageImage(found.erased, 200, 0, 0.0, 1000, 800)
    monkeypatch.setattr(scan_stamps, "read_cells", lambda page, cells, mode: (reading((word("hoachthuc"),)),))
    assert len(scan_stamps.stamps_of(page, found, "accurate")) == int(over)


def test_marks_above_letters_stay_with_them():
    """A letter stands below the frame, its mark reaches into it."""
    gray = np.full((800, 1000), 255, np.uint8)
    gray[256:262, 300:310] = 0
    gray[265:280, 298:312] = 0
    gray[180:200, 150:170] = 0
    stamp = scan_stamps.ReadStamp(ocr.PixelBox(100, 100, 450, 262), "")
    left = scan_stamps.without_stamps(PageImage(gray, 200, 0, 0.0, 1000, 800), [stamp]).gray
    assert left[256:280, 298:312].min() == 0
    assert left[256:262, 300:310].max() == 0
    assert left[180:200, 150:170].min() == 255


def test_a_large_frame_and_a_table_are_no_stamps(monkeypatch):
    monkeypatch.setattr(scan_stamps, "read_cells", lambda page, cells, mode: (reading((word("ĐẾN"),)),))
    for gray in (lattice([100, 900], [100, 300]), lattice([100, 200, 300, 400], [100, 160, 220])):
        found = ruled(gray, 200)
        assert not scan_stamps.stamps_of(PageImage(gray, 200, 0, 0.0, 1000, 1200), found, "accurate")


def test_what_a_stamp_covers_is_marked_and_told():
    stamp = scan_stamps.ReadStamp(ocr.PixelBox(100, 100, 450, 260), "ĐẾN")
    beside = (word("thời", (460, 220, 520, 250)), word("gian", (530, 220, 590, 250)))
    apart = (word("Về", (520, 120, 560, 150)),)  # room for a word between it and the stamp
    marked, said = scan_stamps.with_gaps(reading(apart, beside), [stamp])
    assert [line.text for line in marked.lines] == ["Về", "… thời gian"]
    assert marked.lines[1].words[0].doubt is ocr.Doubt.COVERED
    assert said == ("Dấu đóng đè lên dòng “thời gian…”, chữ dưới dấu không đọc được.",)


@pytest.mark.parametrize(
    "said, stain",
    [
        ([("G", 0.2), ("lí!", 0.3)], True),  # the rim of a seal
        ([(";", 0.9)], True),  # a speck
        ([("-", 0.2)], False),  # a bullet may be read as a line of its own
        ([("Điều", 0.2), ("1.", 0.3)], False),  # unsure, and yet words
        ([("Số:…/QĐ-UBND", 0.1)], False),  # the number was written by hand, the symbol is printed
        ([("4/2325", 0.2)], False),  # a number in doubt is listed, not put aside
        ([("4a", 0.25)], True),  # unless it is short and no two read it alike
        ([("Í!", 0.6)], True),
        ([("G", 0.2), ("x", 0.9)], False),  # one word is believed
    ],
)
def test_stains_are_no_text(said, stain):
    box = ocr.PixelBox(0, 0, 9, 9)
    doubts = (None if sure > 0.8 else ocr.Doubt.DISAGREEMENT for _, sure in said)
    words = tuple(
        ocr.ReadWord(text, box, sure, text, (text, ""), doubt is None, doubt=doubt)
        for (text, sure), doubt in zip(said, doubts, strict=True)
    )
    assert scan_page._is_stain(ocr.ReadLine(words)) is stain


@pytest.mark.parametrize(
    "readings, stain",
    [
        (("VỤ;", "Vụ,", "vụ,"), False),  # the short last line of a paragraph
        (("lí", "", "tì"), True),  # strokes of a signature
        (("vụ", "", ""), True),
    ],
)
def test_a_short_word_that_two_read_is_no_stain(readings, stain):
    doubted = replace(word(readings[0]), readings=readings, agreed=False, confidence=0.4, doubt=ocr.Doubt.DISAGREEMENT)
    assert scan_page._is_stain(ocr.ReadLine((doubted,))) is stain
