"""Pages as pictures: the pixels of PDF pages, and files of pictures."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from scan_samples import PROSE, blocks, first_page, read, sample
from scan_twins import twin_of

from data.samples import as_pdf, as_scan
from pipeline.errors import UnreadableFile
from pipeline.ingest import image
from pipeline.ingest.draft import Draft
from pipeline.ingest.scan_pictures import PdfPictures

pytestmark = pytest.mark.scans


@pytest.mark.parametrize("wear", ["clean", "gray", pytest.param("bitonal", marks=pytest.mark.slow)])
def test_a_page_that_is_a_picture_gives_its_own_pixels(wear, tmp_path):
    kind = replace(as_scan.WEARS[wear], quality=100)
    path = tmp_path / "a.pdf"
    path.write_bytes(as_scan.worn(first_page(sample(PROSE)), kind))
    pages = PdfPictures(path)
    picture = pages.page(1)
    pages.close()
    (given,) = as_scan.pictures(first_page(sample(PROSE)), kind)
    assert picture.dpi == pytest.approx(kind.dpi, rel=0.002)
    assert picture.pixels.shape[:2] == given.size[::-1]
    own = np.asarray(Image.fromarray(picture.pixels).convert("L"), dtype=int)
    assert np.abs(own - np.asarray(given.convert("L"), dtype=int)).mean() < 3


def test_a_page_that_is_more_than_a_picture_is_drawn(tmp_path):
    """Letters over the picture are part of what the reader must see."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(300, 400))
    picture = Image.new("L", (600, 800), 255)
    picture.paste(0, (10, 10, 590, 60))
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
def test_files_of_pictures(kind, tmp_path, monkeypatch):
    form, mode, pages = kind
    wear = as_scan.WEARS["bitonal" if mode == "1" else "clean"]
    frames = [page.convert(mode) for page in as_scan.pictures(sample(PROSE), replace(wear, dpi=200))[:pages]]
    buffer = io.BytesIO()
    more = {"save_all": True, "append_images": frames[1:]} if form == "TIFF" else {}
    frames[0].save(buffer, form, dpi=(200, 200), **more)
    assert image.sniff(buffer.getvalue()[:64], Path("a"))
    digital = read(sample(PROSE), tmp_path)
    twin_of(sample(PROSE)).install(monkeypatch)
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


@pytest.mark.parametrize("form", ["tif", "pdf"])
def test_a_telefax_has_half_as_many_lines(form, tmp_path):
    """204 dots an inch across, 98 down: read as it is shown, not squeezed."""
    (page,) = as_scan.pictures(first_page(sample(PROSE)), replace(as_scan.WEARS["clean"], dpi=204))
    fax = page.convert("L").resize((page.width, page.height * 98 // 204)).convert("1")
    path = tmp_path / f"a.{form}"
    if form == "tif":
        fax.save(path, dpi=(204, 98), compression="group4")
        (picture,) = image._frames(path, Draft(str(path), "", "image"))
    else:
        canvas = Canvas(str(path), pagesize=as_pdf.A4)
        canvas.drawImage(ImageReader(fax), 0, 0, *as_pdf.A4)
        canvas.save()
        pages = PdfPictures(path)
        picture = pages.page(1)
        pages.close()
    assert picture.dpi == pytest.approx(204, rel=0.01)
    assert picture.pixels.shape[0] == pytest.approx(page.height, rel=0.01)
    own = np.asarray(Image.fromarray(picture.pixels).convert("L").resize((200, 283)), dtype=int)
    assert np.abs(own - np.asarray(page.convert("L").resize((200, 283)), dtype=int)).mean() < 12


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
