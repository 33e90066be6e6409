"""Documents read from pictures of pages: the text and its boxes; what is kept, and what a run does with --ocr.

A reader without mistakes stands in place of the word readers (see scan_twins): the document read from a scan must then be
the document read from the PDF that the scan was made of.
"""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pytest
from filelock import FileLock
from reportlab.pdfgen.canvas import Canvas
from ruled_pages import register_fonts
from scan_samples import PROSE, blocks, cells, first_page, read, sample, scanned
from scan_twins import Twin, twin_of

from data.document import Box, Word, Words
from data.samples import as_scan
from extractors import extract
from pipeline import ingest, run
from pipeline.ingest import ocr, scan_cache, scan_page
from pipeline.ingest.scan_pictures import Picture
from pipeline.ingest.scan_settings import ScanSettings, scanning

pytestmark = pytest.mark.scans

OTHER_WEARS = ("sealed", "bitonal", "turned")


@pytest.mark.parametrize("wear", ["worn", *(pytest.param(wear, marks=pytest.mark.slow) for wear in OTHER_WEARS)])
def test_a_scan_gives_the_document_of_its_pdf(wear, tmp_path, monkeypatch):
    digital = read(sample(PROSE), tmp_path)
    twin_of(sample(PROSE)).install(monkeypatch)
    scan = read(scanned(sample(PROSE), wear), tmp_path, "b.pdf")
    assert blocks(scan) == blocks(digital)
    assert cells(scan) == cells(digital)
    assert {page.text_source for page in scan.pages} == {"ocr"}
    assert scan.text_source == "ocr"
    assert not scan.problems
    assert [item.kind for item in scan.furniture] == [item.kind for item in digital.furniture]


def test_a_letterhead_whose_columns_stand_close_is_read_column_by_column(tmp_path):
    """A long name of the issuer leaves less than two spaces before the country's name; the motto stands below on its own."""
    register_fonts()
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.setFont("Bold", 12)
    name, country = "THỦ TƯỚNG CHÍNH PHỦ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    canvas.drawString(60, 780, name)
    canvas.drawString(60 + canvas.stringWidth(name) + 14, 780, country)
    canvas.drawString(330, 763, "Độc lập - Tự do - Hạnh phúc")
    canvas.setFont("Body", 12)
    canvas.drawString(90, 730, "Số: 12/QĐ-TTg")
    canvas.drawString(330, 730, "Hà Nội, ngày 23 tháng 4 năm 2026")
    canvas.save()
    expected = [name, "Số: 12/QĐ-TTg", country, "Độc lập - Tự do - Hạnh phúc", "Hà Nội, ngày 23 tháng 4 năm 2026"]
    assert blocks(read(path.read_bytes(), tmp_path)) == expected


def test_words_stand_where_they_are_printed(tmp_path, monkeypatch):
    """Tilted by a degree, the box of a word lies around its own ink on the picture as given."""
    wear, pdf = as_scan.WEARS["tilted"], first_page(sample(PROSE))
    twin_of(pdf).install(monkeypatch)
    scan = read(scanned(pdf, "tilted"), tmp_path)
    pages = [np.asarray(page.convert("L")) for page in as_scan.pictures(pdf, wear)]
    scale = wear.dpi / 72
    for word in scan.words[::7]:
        box, gray = word.box, pages[word.box.page - 1]
        inside = gray[int(box.y0 * scale) : int(box.y1 * scale) + 1, int(box.x0 * scale) : int(box.x1 * scale) + 1]
        assert (inside < 128).any(), scan.text[word.start : word.end]
        assert 0 <= box.x0 < box.x1 <= scan.pages[0].width + 0.01


def test_a_roman_number_in_doubt_makes_its_fact_unsure(tmp_path):
    (tmp_path / "a.txt").write_text("KẾ HOẠCH\n\nThực hiện Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XVII.\n", "utf-8")
    document = ingest.read(tmp_path / "a.txt")
    at = document.text.index("XVII")
    sure = [Word(match.start(), match.end(), Box(1, 0, 0, 9, 9), 0.97) for match in re.finditer(r"\S+", document.text)]
    unsure = [word._replace(confidence=0.4) if word.start == at else word for word in sure]
    found = [extract(replace(document, words=Words.of(words))).facts for words in (sure, unsure)]
    assert [[fact.confidence for fact in facts] for facts in found] == [[0.97], [0.4]]


def test_facts_are_no_surer_than_their_digits(tmp_path, monkeypatch):
    pdf = first_page(sample(PROSE))
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


# --- what is kept, and what a run does -----------------------------------------------------------------------------


def test_readings_are_kept_and_found_again(tmp_path, monkeypatch):
    pdf = first_page(sample(PROSE))
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


def test_a_run_reads_scans_as_told(tmp_path, monkeypatch):
    """Another --ocr reads the scan again, and nothing else; words in doubt are listed; unread pages are told."""
    folder, store = tmp_path / "plans", tmp_path / "kho.duckdb"
    folder.mkdir()
    pdf = first_page(sample(PROSE))
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


class Slow:
    """Stands in place of the reader of pictures and counts: each page takes a while."""

    words = (scan_page.PrintedWord("a", 0, 0, 1, 1, 1, 1, Box(1, 0, 0, 1, 1), confidence=0.5),)
    page = scan_page.ScannedPage(words, (), (), (scan_page.ScanRemark("p", "a", "unsure"),), 0.5)

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, *_told: object) -> scan_page.ScannedPage:
        self.times += 1
        time.sleep(0.1)
        return self.page


@pytest.fixture
def slow(monkeypatch) -> Slow:
    reader = Slow()
    monkeypatch.setattr(scan_cache, "read_picture", reader)
    return reader


WANTED = scan_cache.Wanted(Picture(np.zeros((4, 4), np.uint8), 100.0), 1, (100.0, 100.0), "fast")


def test_kept_boxes_survive(tmp_path, slow):
    assert [scan_cache.kept(tmp_path, WANTED) for _ in range(2)] == [Slow.page, Slow.page]
    assert slow.times == 1


def test_copies_of_a_page_are_read_once_by_workers_that_meet_them_together(tmp_path, slow):
    with ThreadPoolExecutor(4) as workers:
        assert list(workers.map(lambda _: scan_cache.kept(tmp_path, WANTED), range(4))) == [Slow.page] * 4
    assert slow.times == 1


def test_a_worker_that_never_comes_back_holds_up_nobody(tmp_path, slow, monkeypatch):
    monkeypatch.setattr(scan_cache, "WAIT", 0.05)
    folder = tmp_path / WANTED.key[:2]
    folder.mkdir()
    with FileLock(folder / f"{WANTED.key[2]}.lock"):
        assert scan_cache.kept(tmp_path, WANTED) == Slow.page
    assert slow.times == 1
