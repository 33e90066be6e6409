"""A sample plan as a scan: a PDF of pictures, worn as copies are. The same seed gives the same pixels on one machine."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from data.samples import as_pdf
from data.samples.plan_source import Plan

Pixels: TypeAlias = NDArray[np.uint8]

SEAL_RED = (205, 40, 45)
SEAL_DIAMETER = 3.6 / 2.54  # inches
SEED = 20_300


@dataclass(frozen=True, slots=True)
class Wear:
    """What happened to the paper and in the scanner."""

    dpi: int = 200
    angle: float = 0.0  # degrees counter-clockwise
    noise: float = 0.0  # standard deviation of gray
    blur: float = 0.0  # radius in pixels at 200 dpi
    black: int = 0  # gray of the ink
    white: int = 255  # gray of the paper
    quality: int = 90  # of the JPEG
    seal: tuple[float, float] | None = None  # where its middle is, in shares of the page
    gray: bool = False
    bitonal: bool = False
    turn: int = 0  # quarter turns clockwise with which the sheet lay in the scanner


# One kind of wear each, and one with all.
WEARS: Mapping[str, Wear] = {
    "clean": Wear(),
    "tilted": Wear(angle=1.3),
    "noisy": Wear(noise=22),
    "blurred": Wear(blur=1.0),
    "pressed": Wear(quality=30),
    "pale": Wear(black=120, white=220, noise=4),
    "sealed": Wear(seal=(0.45, 0.5)),
    "gray": Wear(gray=True, dpi=150),
    "bitonal": Wear(bitonal=True, dpi=300, angle=-0.4),
    "turned": Wear(turn=1),
    "worn": Wear(angle=0.8, noise=9, blur=0.7, black=80, white=230, quality=45, seal=(0.45, 0.5)),
}


def render(plan: Plan, wear: Wear = WEARS["worn"]) -> bytes:
    """The scan of a plan, as a PDF of pictures."""
    return worn(as_pdf.render(plan), wear)


def worn(pdf: bytes, wear: Wear) -> bytes:
    """The scan of a PDF."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, invariant=1, pageCompression=0)
    for picture in pictures(pdf, wear):
        size = picture.width * 72 / wear.dpi, picture.height * 72 / wear.dpi
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(_stored(picture, wear)), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def pictures(pdf: bytes, wear: Wear) -> list[Image.Image]:
    """The pages of a PDF as a scanner would give them."""
    chance = np.random.default_rng(SEED)
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_worn(page.render(scale=wear.dpi / 72).to_pil().convert("RGB"), wear, chance) for page in document]
    finally:
        document.close()


def _worn(page: Image.Image, wear: Wear, chance: np.random.Generator) -> Image.Image:
    if wear.seal is not None:
        page = _sealed(page, wear)
    if wear.angle:
        page = page.rotate(wear.angle, Image.Resampling.BICUBIC, fillcolor="white")
    if wear.blur:
        page = page.filter(ImageFilter.GaussianBlur(wear.blur * wear.dpi / 200))
    pixels = np.asarray(page, dtype=np.float32)
    pixels = wear.black + pixels * ((wear.white - wear.black) / 255)
    if wear.noise:
        pixels += chance.normal(0, wear.noise, pixels.shape[:2]).astype(np.float32)[:, :, None]
    page = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    if wear.gray or wear.bitonal:
        page = page.convert("L")
    if wear.bitonal:
        page = page.point(lambda value: 255 if value > 150 else 0).convert("1")
    return page.rotate(-90 * wear.turn, expand=True) if wear.turn else page


def _sealed(page: Image.Image, wear: Wear) -> Image.Image:
    """The page with a round red seal: ink over ink, so that print under it stays black."""
    assert wear.seal is not None
    seal = Image.new("RGB", page.size, "white")
    draw = ImageDraw.Draw(seal)
    radius = SEAL_DIAMETER * wear.dpi / 2
    x, y = wear.seal[0] * page.width, wear.seal[1] * page.height
    for share, width in ((1.0, 0.06), (0.93, 0.02), (0.62, 0.03)):
        circle = (x - share * radius, y - share * radius, x + share * radius, y + share * radius)
        draw.ellipse(circle, outline=SEAL_RED, width=max(int(width * radius), 1))
    corners = [
        (x + reach * radius * math.sin(math.pi * step / 5), y - reach * radius * math.cos(math.pi * step / 5))
        for step in range(10)
        for reach in [0.5 if step % 2 == 0 else 0.2]
    ]
    draw.polygon(corners, fill=SEAL_RED)
    for step in range(40):  # what the rim says, as strokes
        angle = 2 * math.pi * step / 40
        near, far = 0.68 * radius, 0.86 * radius
        stroke = (
            x + near * math.cos(angle),
            y + near * math.sin(angle),
            x + far * math.cos(angle),
            y + far * math.sin(angle),
        )
        draw.line(stroke, fill=SEAL_RED, width=max(int(0.04 * radius), 1))
    both = np.asarray(page, dtype=np.float32) * np.asarray(seal, dtype=np.float32) / 255
    return Image.fromarray(both.astype(np.uint8))


def _stored(picture: Image.Image, wear: Wear) -> Image.Image:
    """The picture after the scanner's own compression."""
    if wear.bitonal:
        return picture
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=wear.quality)
    return Image.open(io.BytesIO(buffer.getvalue()))
