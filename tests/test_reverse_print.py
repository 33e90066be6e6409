"""Light letters on dark bars: made dark and read, in a letterhead and on the head of a table; what is no bar stays."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from ruled_pages import FONTS
from scan_samples import cells, read

from pipeline.ingest.ocr.page_image import upright
from pipeline.ingest.ocr.reverse_print import with_dark_print
from pipeline.ingest.scan_settings import ScanSettings, scanning

Pixels = NDArray[np.uint8]

DPI = 200
BODY = "ỦY BAN NHÂN DÂN TỈNH TÂY NINH"
HEAD = ["TT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]
ROWS = [["1", "Rà soát thủ tục hành chính", "Sở Tư pháp", "30/6/2024"], ["2", "Số hóa hồ sơ", "Sở Nội vụ", "31/12/2024"]]
SIDES = (180, 260, 860, 1160, 1480)
WHITE, BLACK, NAVY, SKY, ORANGE = (255, 255, 255), (0, 0, 0), (31, 56, 120), (91, 155, 213), (237, 125, 49)


def font(size: int, name: str = "DejaVuSerif-Bold.ttf") -> ImageFont.FreeTypeFont:
    path = next(iter(sorted(FONTS.rglob(name))), None)
    if path is None:
        pytest.skip(f"no {name} under {FONTS}: the test pages cannot be drawn")
    return ImageFont.truetype(str(path), size)


def page_of(bar: tuple[int, int, int], between: tuple[int, int, int] | None = None) -> Image.Image:
    """A page with a bar in its letterhead and a table whose head is one; between: the colour of the head's lines."""
    page = Image.new("RGB", (1654, 1000), WHITE)
    draw = ImageDraw.Draw(page)
    draw.rectangle((150, 120, 1500, 200), fill=bar)
    draw.text((400, 135), BODY, font=font(36), fill=WHITE)
    plain = font(30, "DejaVuSerif.ttf")
    draw.text((180, 260), "Số: 45/KH-UBND", font=plain, fill=BLACK)
    for at, line in enumerate(("Thực hiện Nghị quyết số 76/NQ-CP của Chính phủ,", "Sở Nội vụ báo cáo như sau:")):
        draw.text((180, 340 + 60 * at), line, font=plain, fill=BLACK)
    top, high = 500, 70
    draw.rectangle((SIDES[0], top, SIDES[-1], top + high), fill=bar)
    for row, texts in enumerate([HEAD, *ROWS]):
        for left, text in zip(SIDES, texts, strict=False):
            draw.text(
                (left + 12, top + row * high + 16), text, font=plain if row else font(26), fill=BLACK if row else WHITE
            )
        draw.line((SIDES[0], top + (row + 1) * high, SIDES[-1], top + (row + 1) * high), fill=BLACK, width=3)
    for left in SIDES:
        draw.line((left, top + high, left, top + 3 * high), fill=BLACK, width=3)
        if between:
            draw.line((left, top, left, top + high), fill=between, width=3)
    return page


def scanned(page: Image.Image, angle: float = 0.6, blur: float = 0.6, noise: float = 6.0) -> Image.Image:
    turned = page.rotate(angle, fillcolor=WHITE, resample=Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(blur))
    pixels = np.asarray(turned)
    grains = np.random.default_rng(3).normal(0, noise, pixels.shape)
    return Image.fromarray((pixels + grains).clip(0, 255).astype(np.uint8))


def is_turned(pixels: Pixels) -> bool:
    return with_dark_print(pixels, DPI) is not pixels


@pytest.mark.slow
@pytest.mark.parametrize(
    ("bar", "between", "wear"),
    [
        (BLACK, None, {}),  # no lines in the head
        (NAVY, WHITE, {"angle": -1.2}),  # white ones
        (SKY, BLACK, {"blur": 1.2, "noise": 12}),  # black ones; a colour that is cleared like a seal's
    ],
)
def test_bars_are_read_like_other_print(bar, between, wear, tmp_path):
    """The letterhead names its body and the table has its head, with boxes on the bars."""
    picture = scanned(page_of(bar, between), **wear)
    content = io.BytesIO()
    picture.save(content, "PNG", dpi=(DPI, DPI))
    with scanning(ScanSettings("fast")):
        document = read(content.getvalue(), tmp_path, "a.png")
    assert document.text.startswith(BODY)
    assert [[cell[0] for cell in table][: len(HEAD)] for table in cells(document)] == [HEAD]
    assert [cell[1:3] for cell in cells(document)[0]] == [(row, column) for row in range(3) for column in range(4)]
    gray = np.asarray(picture.convert("L"))
    for word in document.words[: len(BODY.split())]:
        x, y = (int((low + high) / 2 * DPI / 72) for low, high in ((word.box.x0, word.box.x1), (word.box.y0, word.box.y1)))
        assert np.median(gray[y - 20 : y + 20, x - 20 : x + 20]) < 200


@pytest.mark.parametrize("bar", [BLACK, NAVY, SKY, ORANGE])
@pytest.mark.parametrize("wear", [{}, {"angle": -0.9}, {"blur": 1.4}, {"noise": 20.0}])
def test_bars_become_paper_with_dark_letters(bar, wear):
    turned = with_dark_print(np.asarray(scanned(page_of(bar), **wear)), DPI)
    for piece in (turned[140:180, 410:900], turned[520:550, 280:560]):
        assert np.median(piece) > 200
        assert 0.05 < (piece < 140).mean() < 0.4


def test_a_page_lying_on_its_side_is_turned_first():
    pixels = np.ascontiguousarray(np.rot90(np.asarray(scanned(page_of(NAVY)))))
    page = upright(pixels, DPI, lambda _gray: 90)
    assert np.median(page.gray[140:180, 300:1300]) > 200
    assert (page.gray[140:180, 300:1300] < 100).mean() > 0.05


def test_a_page_without_bars_is_the_same_page():
    pixels = np.asarray(scanned(page_of(WHITE)))
    assert not is_turned(pixels)
    assert not is_turned(pixels[:, :, 0])


def test_bars_turn_in_gray_and_in_two_tones():
    gray = np.asarray(scanned(page_of(BLACK)).convert("L"))
    assert is_turned(gray)
    assert is_turned(np.where(gray > 140, 255, 0).astype(np.uint8))


def blank() -> Pixels:
    return np.full((1400, 1654), 255, np.uint8)


def photograph(paper: Pixels) -> None:
    waves = np.add.outer(np.sin(np.arange(600) / 9), np.cos(np.arange(800) / 7)) + np.linspace(-1, 1, 800)
    paper[300:900, 300:1100] = (125 + 40 * waves).clip(0, 255).astype(np.uint8)


def halftone(paper: Pixels) -> None:
    tones = np.linspace(0.1, 0.9, 800)
    paper[300:900, 300:1100] = np.where(np.random.default_rng(1).random((600, 800)) < tones, 255, 0)


def seal(paper: Pixels) -> None:
    picture = Image.fromarray(paper)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((600, 600, 900, 900), fill=0)
    draw.text((680, 720), "UBND TỈNH", font=font(24), fill=255)
    paper[:] = np.asarray(picture)


def edge_of_a_copy(paper: Pixels) -> None:
    paper[:, :150] = 10
    for top in range(100, 900, 60):
        paper[top : top + 25, 60:72] = 250


def bar_without_letters(paper: Pixels) -> None:
    paper[800:870, 200:1400] = 0


def large_title(paper: Pixels) -> None:
    picture = Image.fromarray(paper)
    ImageDraw.Draw(picture).text((150, 300), "KẾ HOẠCH HÀNH ĐỘNG", font=font(100), fill=0)
    paper[:] = np.asarray(picture)


def squares_of_a_code(paper: Pixels) -> None:
    squares = np.random.default_rng(1).integers(0, 2, (29, 29), dtype=np.uint8) * 255
    paper[300:590, 300:590] = np.kron(squares, np.ones((10, 10), np.uint8))


@pytest.mark.parametrize(
    "drawn",
    [photograph, halftone, seal, edge_of_a_copy, bar_without_letters, large_title, squares_of_a_code],
)
def test_what_is_no_bar_stays(drawn: Callable[[Pixels], None]):
    paper = blank()
    drawn(paper)
    assert (paper < 100).sum() > 2000  # something dark is there
    assert not is_turned(paper)


def pictures_of(path: Path) -> Sequence[Pixels]:
    document = pypdfium2.PdfDocument(path)
    return [np.asarray(page.render(scale=100 / 72).to_pil().convert("RGB")) for page in document]


@pytest.mark.slow
@pytest.mark.parametrize("pattern", ["*.scan.pdf", "*.badocr.pdf", "*.image.pdf"])
def test_real_scans_have_no_bars(pattern: str):
    """Seals, stamps, punched holes and the edges of copies."""
    plans = sorted((Path(__file__).parents[1].parent / "shared" / "plans").glob(pattern))
    if not plans:
        pytest.skip("no real documents: ../shared is absent")
    assert [path.name for path in plans if any(with_dark_print(page, 100.0) is not page for page in pictures_of(path))] == []
