"""Draws ruled tables that run over pages, as word processors do: rows cut by page ends, headers again, tall cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONTS: Final = Path("/usr/share/fonts")
PAGE: Final = (842.0, 595.0)
TOP, BOTTOM, LEFT, SIZE, LEADING, PADDING = 550.0, 50.0, 40.0, 9.0, 12.0, 4.0
WIDTHS: Final = (40.0, 320.0, 130.0, 130.0, 140.0)


def register_fonts() -> None:
    """Makes the fonts Body and Bold known; skips the test where the machine has none with Vietnamese letters."""
    for name, file in (("Body", "DejaVuSerif.ttf"), ("Bold", "DejaVuSerif-Bold.ttf")):
        path = next(iter(sorted(FONTS.rglob(file))), None)
        if path is None:
            pytest.skip(f"no {file} under {FONTS}: the test PDFs cannot be drawn")
        pdfmetrics.registerFont(TTFont(name, str(path)))


@dataclass
class Pages:
    """A PDF that is being drawn; y is where the next thing goes."""

    path: Path
    left: float = LEFT
    rectangles: bool = False  # borders as thin filled rectangles, as Word writes them
    open_cuts: bool = False  # no border where a page end cuts a row
    canvas: Canvas = field(init=False)
    y: float = TOP

    def __post_init__(self) -> None:
        self.canvas = Canvas(str(self.path), pagesize=PAGE)
        self.canvas.setFont("Body", SIZE)

    def paragraph(self, text: str) -> None:
        """One line of text."""
        self.canvas.drawString(self.left, self.y - LEADING, text)
        self.y -= 2.5 * LEADING

    def turn(self) -> None:
        """Begins a page."""
        self.canvas.showPage()
        self.canvas.setFont("Body", SIZE)
        self.y = TOP

    def table(
        self,
        rows: Sequence[Sequence[str]],
        widths: Sequence[float] = WIDTHS,
        header: Sequence[str] = (),
        tall: int | None = None,
    ) -> None:
        """Rows with a header on each page; a row of one cell runs over the full width.

        tall: the column whose equal neighbours are one merged cell, its text printed once.
        """
        texts = [list(map(wrapped, row, widths if len(row) > 1 else [sum(widths)])) for row in rows]
        same = [
            tall is not None
            and index > 0
            and len(row) > 1
            and len(rows[index - 1]) > 1
            and row[tall] == rows[index - 1][tall]
            for index, row in enumerate(rows)
        ]
        self._header(header, widths)
        for index, (row, lines) in enumerate(zip(rows, texts, strict=True)):
            if same[index] and tall is not None:
                lines[tall] = []
            merged_below = index + 1 < len(rows) and same[index + 1]
            rest, cut_above = lines, False
            while True:
                room = int((self.y - BOTTOM - 2 * PADDING) // LEADING)
                whole = max(map(len, rest)) <= room
                if whole or room >= 2:
                    part = rest if whole else [cell[:room] for cell in rest]
                    open_sides = (self.open_cuts and cut_above, self.open_cuts and not whole)
                    skip = (tall if same[index] else None, tall if merged_below and whole else None)
                    self._row(part, widths if len(row) > 1 else [sum(widths)], open_sides, skip)
                    rest = [cell[room:] for cell in rest]
                    cut_above = not whole
                if whole:
                    break
                self.turn()
                self._header(header, widths)

    def _header(self, header: Sequence[str], widths: Sequence[float]) -> None:
        if header:
            self._row(list(map(wrapped, header, widths)), widths, (False, False), (None, None))

    def _row(
        self,
        cells: Sequence[Sequence[str]],
        widths: Sequence[float],
        open_sides: tuple[bool, bool],
        skip: tuple[int | None, int | None],
    ) -> None:
        """One row; open_sides: no border above, below; skip: the column without one there."""
        low = self.y - max([*map(len, cells), 1]) * LEADING - 2 * PADDING
        left = self.left
        for column, (lines, width) in enumerate(zip(cells, widths, strict=True)):
            if not open_sides[0] and (skip[0] != column or self.y == TOP):
                self._line(left, self.y, left + width, self.y)
            if not open_sides[1] and skip[1] != column:
                self._line(left, low, left + width, low)
            self._line(left, low, left, self.y)
            self._line(left + width, low, left + width, self.y)
            for number, line in enumerate(lines):
                self.canvas.drawString(left + PADDING, self.y - PADDING - (number + 1) * LEADING + 3, line)
            left += width
        if skip[1] is not None and low - BOTTOM < 3 * LEADING:  # the page ends within a tall cell
            at = self.left + sum(widths[: skip[1]])
            self._line(at, low, at + widths[skip[1]], low)
        self.y = low

    def _line(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if self.rectangles:
            self.canvas.rect(x0 - 0.24, y0 - 0.24, x1 - x0 + 0.48, y1 - y0 + 0.48, stroke=0, fill=1)
        else:
            self.canvas.setLineWidth(0.5)
            self.canvas.line(x0, y0, x1, y1)

    def save(self) -> Path:
        """Ends the file."""
        self.canvas.save()
        return self.path


def wrapped(text: str, width: float) -> list[str]:
    """A cell's text in lines that fit its width."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            if line and pdfmetrics.stringWidth(f"{line} {word}", "Body", SIZE) > width - 2 * PADDING:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        lines.extend([line] if line else [])
    return lines
