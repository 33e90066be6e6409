"""A sample plan as a digital PDF: letterhead in two columns, ruled tables whose header row stands again on every page."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, PageBreak, SimpleDocTemplate, Spacer, Table, TableStyle
from reportlab.platypus import Paragraph as Flowing

from data.samples.plan_source import BREAK, Columns, Grid, NewPage, Paragraph, Plan, Runs, unbroken, words

# Serif families with all Vietnamese letters: upright, bold, italic. The first that is found is used.
FAMILIES = (
    ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSerif-Italic.ttf"),
    ("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "LiberationSerif-Italic.ttf"),
    ("times.ttf", "timesbd.ttf", "timesi.ttf"),
)
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "C:/Windows/Fonts")
MARGIN = 2 * cm
WIDTH = A4[0] - 2 * MARGIN


class FontMissing(RuntimeError):
    """No font with Vietnamese letters was found."""


@dataclass(frozen=True, slots=True)
class Styles:
    """The paragraph styles of a page."""

    text: ParagraphStyle
    center: ParagraphStyle
    cell: ParagraphStyle
    head: ParagraphStyle


def render(plan: Plan) -> bytes:
    """The PDF; the same bytes every time on a machine with the same font."""
    styles = _styles()
    flow: list[Flowable] = []
    for part in plan.parts:
        match part:
            case Paragraph():
                flow.append(_paragraph(part, styles))
            case Columns():
                flow += [_columns(part, styles), Spacer(1, 8)]
            case Grid():
                flow += [_grid(part, styles), Spacer(1, 8)]
            case NewPage():
                flow.append(PageBreak())
    buffer = io.BytesIO()
    margins = {f"{side}Margin": MARGIN for side in ("left", "right", "top", "bottom")}
    template = SimpleDocTemplate(buffer, pagesize=A4, title=plan.name, author="kehoach", invariant=1, **margins)
    template.build(flow, onLaterPages=_page_number)
    return buffer.getvalue()


@cache
def _styles() -> Styles:
    for name, path in zip(("Body", "Body-Bold", "Body-Italic"), _family(), strict=True):
        pdfmetrics.registerFont(TTFont(name, str(path)))
    pdfmetrics.registerFontFamily("Body", normal="Body", bold="Body-Bold", italic="Body-Italic", boldItalic="Body-Bold")
    text = ParagraphStyle("text", fontName="Body", fontSize=11, leading=15, alignment=TA_JUSTIFY, spaceAfter=5)
    center = ParagraphStyle("center", parent=text, alignment=TA_CENTER)
    cell = ParagraphStyle("cell", fontName="Body", fontSize=10, leading=13)
    return Styles(text, center, cell, ParagraphStyle("head", parent=cell, alignment=TA_CENTER))


def _family() -> tuple[Path, ...]:
    """The files of the first family of which every face is installed; raises FontMissing."""
    by_name = {path.name: path for folder in FONT_FOLDERS for path in sorted(Path(folder).rglob("*.ttf"))}
    for family in FAMILIES:
        if all(name in by_name for name in family):
            return tuple(by_name[name] for name in family)
    names = ", ".join(family[0] for family in FAMILIES)
    raise FontMissing(f"Không thấy phông chữ tiếng Việt trong {', '.join(FONT_FOLDERS)}; hãy cài một trong: {names}.")


def _paragraph(part: Paragraph, styles: Styles) -> Flowable:
    text = (f"{part.label} " if part.label else "") + _marked_up(part.runs)
    if part.style in {"heading", "type", "title"}:
        text = f"<b>{text}</b>"
    elif part.style == "subheading":
        text = f"<i>{text}</i>"
    return Flowing(text, styles.center if part.style in {"center", "type", "title"} else styles.text)


def _columns(part: Columns, styles: Styles) -> Flowable:
    rows = [[Flowing("<br/>".join(map(escape, lines)), styles.center) for lines in row] for row in part.rows]
    if part.kind == "closing":
        rows = [
            [Flowing("<br/>".join(map(escape, left)), styles.text), right]
            for (left, _), (_, right) in zip(part.rows, rows, strict=True)
        ]
    return Table(rows, colWidths=[WIDTH * 0.45, WIDTH * 0.55], style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]))


def _grid(part: Grid, styles: Styles) -> Flowable:
    slots: list[list[Flowable | str]] = [["" for _ in part.widths] for _ in range(part.rows)]
    commands: list[tuple[object, ...]] = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    commands += [(side, (0, 0), (-1, -1), 3) for side in ("LEFTPADDING", "RIGHTPADDING")]
    for cell in part.cells:
        header = cell.row < part.header
        text = _marked_up(cell.runs)
        slots[cell.row][cell.column] = Flowing(f"<b>{text}</b>" if header else text, styles.head if header else styles.cell)
        if cell.row_span > 1 or cell.column_span > 1:
            corner = (cell.column + cell.column_span - 1, cell.row + cell.row_span - 1)
            commands.append(("SPAN", (cell.column, cell.row), corner))
    widths = [WIDTH * width / sum(part.widths) for width in part.widths]
    return Table(slots, colWidths=widths, repeatRows=part.header, splitByRow=0, splitInRow=1, style=TableStyle(commands))


def _marked_up(runs: Runs) -> str:
    return escape(unbroken(words(runs)), quote=False).replace(BREAK, "<br/>")


def _page_number(canvas: Canvas, _template: SimpleDocTemplate) -> None:
    canvas.setFont("Body", 10)
    canvas.drawCentredString(A4[0] / 2, A4[1] - 1.2 * cm, str(canvas.getPageNumber()))
