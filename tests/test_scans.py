"""Pages that are pictures: their pixels, ruled tables, lines and boxes; what is kept, and what a run does with --ocr.

The first part puts a reader without mistakes in place of the word readers (see scan_twins): the document read from a scan
must then be the document read from the PDF that the scan was made of.
"""

from __future__ import annotations

import functools
import hashlib
import io
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pypdfium2
import pytest
from PIL import Image, ImageDraw
from reportlab.pdfgen.canvas import Canvas
from scan_twins import Twin, twin_of

from data.document import Box, Document
from data.samples import as_pdf, as_scan
from data.samples.plan_source import load
from extractors import extract
from pipeline import run
from pipeline.errors import UnreadableFile
from pipeline.ingest import image, ocr, pdf_text, scan_cache, scan_page, scan_stamps
from pipeline.ingest.ocr.page_image import PageImage, upright
from pipeline.ingest.scan_pictures import PdfPictures, Picture
from pipeline.ingest.scan_rulings import ruled
from pipeline.ingest.scan_settings import ScanSettings, scanning

pytestmark = pytest.mark.scans

SOURCES = Path(__file__).parents[1] / "data" / "samples" / "sources"
OTHER_WEARS = ("sealed", "bitonal", "turned")
RULED_WEARS = ("worn", "gray", "bitonal", "tilted", "clean")  # worn is noisy, blurred, pressed, pale and sealed at once
PROSE, GRIDS = "tn-2026-so-khoa-hoc", "qt-2026-ke-hoach-5-nam"


@pytest.fixture(scope="module")
def pdfs() -> dict[str, bytes]:
    try:
        return {name: as_pdf.render(load(SOURCES / f"{name}.txt")) for name in (PROSE, GRIDS)}
    except as_pdf.FontMissing as missing:
        pytest.skip(f"the samples cannot be drawn: {missing}")


@functools.cache
def scanned(pdf: bytes, wear: str) -> bytes:
    """The scan of a PDF; drawing one takes longer than reading it with the words of its twin."""
    return as_scan.worn(pdf, as_scan.WEARS[wear])


@functools.cache
def first_page(pdf: bytes) -> bytes:
    """A PDF of its first page."""
    whole, one = pypdfium2.PdfDocument(pdf), pypdfium2.PdfDocument.new()
    one.import_pages(whole, [0])
    buffer = io.BytesIO()
    one.save(buffer)
    one.close()
    whole.close()
    return buffer.getvalue()


def read(content: bytes, folder: Path, name: str = "a.pdf") -> Document:
    path = folder / name
    path.write_bytes(content)
    reader = image if path.suffix != ".pdf" else pdf_text
    return reader.read(path, hashlib.sha256(content).hexdigest())


def blocks(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def cells(document: Document) -> list[list[tuple[str, int, int, int, int]]]:
    """Of the tables that begin with their own header row."""
    return [
        [(document.text[c.start : c.end], c.row, c.column, c.row_span, c.column_span) for c in table.cells]
        for table in document.tables
    ]


# --- what surrounds the word readers -------------------------------------------------------------------------------


@pytest.mark.parametrize("wear", ["worn", *(pytest.param(wear, marks=pytest.mark.slow) for wear in OTHER_WEARS)])
def test_a_scan_gives_the_document_of_its_pdf(wear, pdfs, tmp_path, monkeypatch):
    digital = read(pdfs[PROSE], tmp_path)
    twin_of(pdfs[PROSE]).install(monkeypatch)
    scan = read(scanned(pdfs[PROSE], wear), tmp_path, "b.pdf")
    assert blocks(scan) == blocks(digital)
    assert cells(scan) == cells(digital)
    assert {page.text_source for page in scan.pages} == {"ocr"}
    assert scan.text_source == "ocr"
    assert not scan.problems
    assert [item.kind for item in scan.furniture] == [item.kind for item in digital.furniture]


@pytest.mark.slow
@pytest.mark.parametrize("wear", RULED_WEARS)
def test_ruled_tables_of_scans(wear, pdfs, tmp_path, monkeypatch):
    """Two header rows, columns of years, merged rows. Left out: the row that a page break cut, whose line nobody drew."""
    digital = read(pdfs[GRIDS], tmp_path)
    twin_of(pdfs[GRIDS]).install(monkeypatch)
    scan = read(scanned(pdfs[GRIDS], wear), tmp_path, "b.pdf")
    assert blocks(scan)[:-1] == blocks(digital)[:-1]
    assert cells(scan)[0] == cells(digital)[0]


def test_words_stand_where_they_are_printed(pdfs, tmp_path, monkeypatch):
    """Tilted by a degree, the box of a word lies around its own ink on the picture as given."""
    wear, pdf = as_scan.WEARS["tilted"], first_page(pdfs[PROSE])
    twin_of(pdf).install(monkeypatch)
    scan = read(scanned(pdf, "tilted"), tmp_path)
    pages = [np.asarray(page.convert("L")) for page in as_scan.pictures(pdf, wear)]
    scale = wear.dpi / 72
    for word in scan.words[::7]:
        box, gray = word.box, pages[word.box.page - 1]
        inside = gray[int(box.y0 * scale) : int(box.y1 * scale) + 1, int(box.x0 * scale) : int(box.x1 * scale) + 1]
        assert (inside < 128).any(), scan.text[word.start : word.end]
        assert 0 <= box.x0 < box.x1 <= scan.pages[0].width + 0.01


def test_facts_are_no_surer_than_their_digits(pdfs, tmp_path, monkeypatch):
    pdf = first_page(pdfs[PROSE])
    digital = extract(read(pdf, tmp_path)).facts
    twin = twin_of(pdf)
    twin.confidence = 0.4
    twin.install(monkeypatch)
    document = read(scanned(pdf, "clean"), tmp_path, "b.pdf")
    facts = extract(document).facts
    assert [fact.raw for fact in facts] == [fact.raw for fact in digital]
    assert max(fact.confidence for fact in digital) > 0.4
    assert max(fact.confidence for fact in facts) == 0.4
    assert [page.confidence for page in document.pages] == pytest.approx([0.4] * len(document.pages))


# --- ruled tables --------------------------------------------------------------------------------------------------


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


def test_letters_are_no_lines(pdfs):
    """Closing before opening would join letters into lines; a page of prose has no table."""
    (first,) = as_scan.pictures(first_page(pdfs[PROSE]), as_scan.WEARS["worn"])
    page = upright(np.asarray(first), 200, lambda _gray: 0)
    found = ruled(page.gray, page.dpi)
    assert not found.tables
    assert (found.erased == page.gray).all()


# --- pictures ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("wear", ["clean", "gray", pytest.param("bitonal", marks=pytest.mark.slow)])
def test_a_page_that_is_a_picture_gives_its_own_pixels(wear, pdfs, tmp_path):
    kind = replace(as_scan.WEARS[wear], quality=100)
    path = tmp_path / "a.pdf"
    path.write_bytes(as_scan.worn(first_page(pdfs[PROSE]), kind))
    pages = PdfPictures(path)
    picture = pages.page(1)
    pages.close()
    (given,) = as_scan.pictures(first_page(pdfs[PROSE]), kind)
    assert picture.dpi == pytest.approx(kind.dpi, rel=0.002)
    assert picture.pixels.shape[:2] == given.size[::-1]
    own = np.asarray(Image.fromarray(picture.pixels).convert("L"), dtype=int)
    assert np.abs(own - np.asarray(given.convert("L"), dtype=int)).mean() < 3


def test_a_page_that_is_more_than_a_picture_is_drawn(pdfs, tmp_path):
    """Letters over the picture are part of what the reader must see."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(300, 400))
    picture = Image.new("L", (600, 800), 255)
    picture.paste(0, (10, 10, 590, 60))
    from reportlab.lib.utils import ImageReader  # noqa: PLC0415

    canvas.drawImage(ImageReader(picture), 0, 0, 300, 400)
    canvas.setFillGray(0)
    canvas.rect(50, 50, 200, 150, fill=1)
    canvas.showPage()
    canvas.save()
    path = tmp_path / "a.pdf"
    path.write_bytes(buffer.getvalue())
    pages = PdfPictures(path)
    pixels = pages.page(1).pixels
    pages.close()
    middle = pixels[int(pixels.shape[0] * 0.7), pixels.shape[1] // 2]
    assert int(np.max(middle)) < 50


# --- files of pictures ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [("PNG", "RGB", 1), ("JPEG", "L", 1), ("TIFF", "1", 2), ("PNG", "RGBA", 1)])
def test_files_of_pictures(kind, pdfs, tmp_path, monkeypatch):
    form, mode, pages = kind
    wear = as_scan.WEARS["bitonal" if mode == "1" else "clean"]
    frames = [page.convert(mode) for page in as_scan.pictures(pdfs[PROSE], replace(wear, dpi=200))[:pages]]
    buffer = io.BytesIO()
    more = {"save_all": True, "append_images": frames[1:]} if form == "TIFF" else {}
    frames[0].save(buffer, form, dpi=(200, 200), **more)
    assert image.sniff(buffer.getvalue()[:64], Path("a"))
    digital = read(pdfs[PROSE], tmp_path)
    twin_of(pdfs[PROSE]).install(monkeypatch)
    scan = read(buffer.getvalue(), tmp_path, f"a.{form.lower()}")
    assert len(scan.pages) == pages
    assert scan.file_format == "image"
    assert scan.pages[0].width == pytest.approx(digital.pages[0].width, abs=0.5)
    assert blocks(scan)[:8] == blocks(digital)[:8]


@pytest.mark.parametrize(
    "size, said, dpi",
    [
        ((1654, 2339), None, 200),  # nothing said: as if it were A4
        ((1654, 2339), (150, 150), 150),  # a sheet 11 inches wide
        ((1654, 2339), (72, 72), 200),  # no sheet is 23 inches wide: a program's default
        ((2339, 1654), None, 200),  # landscape
    ],
)
def test_resolution(size, said, dpi):
    picture = Image.new("L", size, 255)
    picture.info.update({} if said is None else {"dpi": said})
    assert image._resolution(picture) == pytest.approx(dpi, rel=0.01)


def test_damaged_pictures_are_told(tmp_path):
    whole = io.BytesIO()
    Image.new("RGB", (800, 1000), "white").save(whole, "PNG")
    for name, content in (("cut.png", whole.getvalue()[:200]), ("junk.jpg", b"\xff\xd8\xff" + b"x" * 500)):
        with pytest.raises(UnreadableFile, match="hỏng"):
            read(content, tmp_path, name)
    logo = io.BytesIO()
    Image.new("RGB", (120, 80), "white").save(logo, "PNG")
    with pytest.raises(UnreadableFile, match="quá nhỏ"):
        read(logo.getvalue(), tmp_path, "logo.png")


# --- what is kept, and what a run does -----------------------------------------------------------------------------


def test_readings_are_kept_and_found_again(pdfs, tmp_path, monkeypatch):
    pdf = first_page(pdfs[PROSE])
    twin = twin_of(pdf)
    twin.install(monkeypatch)
    content = scanned(pdf, "clean")
    with scanning(ScanSettings("fast", tmp_path / "kept")):
        first = read(content, tmp_path)
        times = twin.at
        second = read(content, tmp_path)
    assert second == first
    assert twin.at == times  # nothing was read a second time
    for path in (tmp_path / "kept").rglob("*.gz"):
        path.write_bytes(b"damaged")
    twin.at = -1
    with scanning(ScanSettings("fast", tmp_path / "kept")):
        assert read(content, tmp_path) == first
    assert twin.at == times


def test_another_mode_or_picture_is_another_reading():
    pixels = np.zeros((4, 4), np.uint8)
    keys = {
        scan_cache.Wanted(Picture(array, dpi), number, (100.0, 100.0), mode).key
        for array in (pixels, pixels + 1)
        for dpi in (100.0, 200.0)
        for number in (1, 2)
        for mode in ("fast", "accurate")
    }
    assert len(keys) == 16


def test_a_run_reads_scans_as_told(pdfs, tmp_path, monkeypatch):
    """Another --ocr reads the scan again, and nothing else; words in doubt are listed; unread pages are told."""
    folder, store = tmp_path / "plans", tmp_path / "kho.duckdb"
    folder.mkdir()
    pdf = first_page(pdfs[PROSE])
    (folder / "scan.pdf").write_bytes(scanned(pdf, "clean"))
    (folder / "ke-hoach.txt").write_text("KẾ HOẠCH\n\nCăn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021.\n", "utf-8")
    off = run.ingest([folder], store, ocr="off", jobs=1)
    assert [Path(record.path).name for record in off.unread] == ["scan.pdf"]
    assert told(store, "SELECT DISTINCT kind FROM ingest_problems") == [("unread",)]
    assert run.ingest([folder], store, ocr="off", jobs=1).read == 0
    twin = Doubting(twin_of(pdf).pages)
    twin.install(monkeypatch)
    monkeypatch.setattr(run, "is_harmless", lambda path, size: True)  # read in this process, where the twin is
    report = run.ingest([folder], store, ocr="fast", jobs=1)
    assert report.read == 1
    assert report.all_read
    assert run.ingest([folder], store, ocr="fast", jobs=1).read == 0
    (row,) = told(store, "SELECT text_source, round(ocr_confidence, 2) FROM documents WHERE page_count > 0")
    assert row == ("ocr", 0.97)
    words = told(store, "SELECT text, raw, readings, repair, doubt FROM scan_words")
    assert words
    assert all(
        (raw, readings, repair, doubt) == (text + "?", [text + "?", ""], "diacritic", "disagreement")
        for text, raw, readings, repair, doubt in words
    )
    assert told(
        store,
        "SELECT count(*) FROM scan_words JOIN documents USING (doc_id) WHERE "
        "substr(documents.text, char_start + 1, char_end - char_start) <> scan_words.text",
    ) == [(0,)]


class Doubting(Twin):
    """Every word with "ể" was repaired, and the readers disagree on it."""

    def _reading(self, page, cell):
        reading = super()._reading(page, cell)
        lines = (replace(line, words=tuple(map(self._doubted, line.words))) for line in reading.lines)
        return replace(reading, lines=tuple(lines))

    @staticmethod
    def _doubted(word: ocr.ReadWord) -> ocr.ReadWord:
        if "ể" not in word.text:
            return word
        raw = word.text + "?"
        return replace(
            word,
            raw=raw,
            readings=(raw, ""),
            agreed=False,
            repair=ocr.RepairKind.DIACRITIC,
            doubt=ocr.Doubt.DISAGREEMENT,
        )


def told(store: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(store), read_only=True) as connection:
        return connection.sql(sql).fetchall()


def word(text: str, box: tuple[float, float, float, float] = (110, 110, 200, 140)) -> ocr.ReadWord:
    return ocr.ReadWord(text, ocr.PixelBox(*box), 0.9, text, (text,), True)


def reading(*lines: tuple[ocr.ReadWord, ...]) -> ocr.PageReading:
    return ocr.PageReading(tuple(map(ocr.ReadLine, lines)), (), ("twin",))


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


def test_kept_boxes_survive(tmp_path):
    words = (scan_page.PrintedWord("a", 0, 0, 1, 1, 1, 1, Box(1, 0, 0, 1, 1), confidence=0.5),)
    page = scan_page.ScannedPage(words, (), (), (scan_page.ScanRemark("p", "a", "unsure"),), 0.5)
    scan_cache._save(tmp_path / "x" / "a.json.gz", page)
    assert scan_cache._load(tmp_path / "x" / "a.json.gz") == page


@pytest.mark.parametrize(
    "said, stain",
    [
        ([("G", 0.2), ("lí!", 0.3)], True),  # the rim of a seal
        ([(";", 0.9)], True),  # a speck
        ([("-", 0.2)], False),  # a bullet may be read as a line of its own
        ([("Điều", 0.2), ("1.", 0.3)], False),  # unsure, and yet words
        ([("Số:…/QĐ-UBND", 0.1)], False),  # the number was written by hand, the symbol is printed
        ([("4/2325", 0.2)], False),  # a number in doubt is listed, not put aside
        ([("G", 0.2), ("x", 0.9)], False),  # one word is believed
    ],
)
def test_stains_are_no_text(said, stain):
    box = ocr.PixelBox(0, 0, 9, 9)
    words = tuple(ocr.ReadWord(text, box, sure, text, (text,), sure > 0.5) for text, sure in said)
    assert scan_page._is_stain(ocr.ReadLine(words)) is stain
