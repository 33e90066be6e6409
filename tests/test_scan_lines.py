"""Ruling lines of every style: double, dotted, dashed, faint, and tables whose outer sides nobody drew."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from pipeline.ingest.ocr.halftone import without_halftone
from pipeline.ingest.scan_rulings import ruled

pytestmark = pytest.mark.scans

XS, YS = (100, 160, 600, 900), (100, 160, 300, 440)
DPI = 200
GRID = {(row, column): (1, 1) for row in range(3) for column in range(3)}


def table(on: int, off: int, *, double: bool = False, thick: int = 2, xs: tuple[int, ...] = XS) -> np.ndarray:
    """A table of dashes so long and so far apart (0: drawn through); xs: its upright lines."""
    image = Image.new("L", (1000, 600), 255)
    draw = ImageDraw.Draw(image)

    def line(x0: int, y0: int, x1: int, y1: int) -> None:
        step = on + off if off else max(x1 - x0, y1 - y0)
        for at in range(0, max(x1 - x0, y1 - y0), step):
            end = at + (on if off else step)
            ends = (
                (x0 + at, y0, min(x0 + end, x1), y0 + thick - 1)
                if y0 == y1
                else (x0, y0 + at, x0 + thick - 1, min(y0 + end, y1))
            )
            draw.rectangle(ends, fill=0)

    for shift in (0, 6) if double else (0,):
        for y in YS:
            line(XS[0], y + shift, XS[-1], y + shift)
        for x in xs:
            line(x + shift, YS[0], x + shift, YS[-1])
    return np.asarray(image)


@pytest.mark.parametrize(
    ("on", "off", "double"),
    [
        (1, 0, False),
        (3, 6, False),  # dots
        (9, 6, False),  # dashes
        (2, 2, False),
        (1, 0, True),
    ],
)
def test_lines_of_every_style(on, off, double):
    gray = table(on, off, double=double)
    found = ruled(gray, DPI)
    (made,) = found.tables
    assert made.whole
    assert {(cell.row, cell.column): (cell.row_span, cell.column_span) for cell in made.cells} == GRID
    assert (found.erased < 128).sum() < 0.02 * (gray < 128).sum()  # the dashes at a corner


@pytest.mark.parametrize(
    ("xs", "columns"),
    [
        (XS[1:-1], 3),  # open on both sides
        (XS[:-1], 3),
        (XS[1:], 3),
        ((XS[0], XS[-1]), 1),
    ],
)
def test_columns_without_a_line_at_their_outer_side(xs, columns):
    (made,) = ruled(table(1, 0, xs=xs), DPI).tables
    assert made.whole
    assert (len(made.xs) - 1, len(made.ys) - 1) == (columns, 3)


def test_one_line_that_runs_on_is_no_open_column():
    gray = table(1, 0, xs=XS[1:]).copy()
    for y in YS[1:]:
        gray[y : y + 2, : XS[1]] = 255
    (made,) = ruled(gray, DPI).tables
    assert len(made.xs) - 1 == 2


def test_leader_dots_are_no_line():
    """Nothing hangs on them, and nobody drew them above footnotes."""
    gray = np.full((400, 1000), 255, np.uint8)
    for x in range(100, 700, 9):
        gray[200:203, x : x + 3] = 0
    found = ruled(gray, DPI)
    assert (found.tables, found.rules) == ((), ())
    assert (found.erased == gray).all()


def test_shading_of_dots_goes_and_print_stays(font):
    paper = Image.new("L", (900, 500), 255)
    ImageDraw.Draw(paper).text((60, 60), "Chỉ tiêu: 12,5; i. j.", font=font, fill=0)
    plain = np.asarray(paper.convert("1").convert("L"))
    assert without_halftone(plain, DPI) is plain
    shaded = Image.new("L", paper.size, 255)
    shaded.paste(205, (40, 40, 860, 300))
    both = np.minimum(plain, np.asarray(shaded.convert("1").convert("L")))
    cleared = without_halftone(both, DPI)
    black = plain < 128
    assert (both[~black] < 128).sum() > 20 * (cleared[~black] < 128).sum()
    assert (cleared[black] < 128).mean() > 0.98
