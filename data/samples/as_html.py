"""A sample plan as a web page, its tables with rowspan and colspan."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from data.samples.plan_source import BREAK, Columns, Grid, GridCell, NewPage, Paragraph, Part, Plan, Runs, unbroken, words

STYLE = (
    "body{max-width:50em;margin:2em auto} table.ruled,table.ruled td,table.ruled th{border:1px solid} .c{text-align:center}"
)


def render(plan: Plan) -> bytes:
    """The page, UTF-8."""
    notes: list[str] = []
    body = "\n".join(line for part in plan.parts for line in _lines(part, notes))
    foot = "\n".join(f"<p><sup>{number}</sup> {note}</p>" for number, note in enumerate(notes, 1))
    title = next(
        (words(part.runs) for part in plan.parts if isinstance(part, Paragraph) and part.style == "title"), plan.name
    )
    head = f'<meta charset="utf-8"><title>{_text(title).replace("<br>", " ")}</title><style>{STYLE}</style>'
    page = f'<!DOCTYPE html>\n<html lang="vi">\n<head>{head}</head>\n<body>\n{body}\n{foot}\n</body>\n</html>\n'
    return page.encode()


def _lines(part: Part, notes: list[str]) -> Iterator[str]:
    match part:
        case Paragraph(style=style, label=label):
            text = (f"{label} " if label else "") + _inline(part.runs, notes)
            text = (
                f"<b>{text}</b>"
                if style in {"heading", "type", "title"}
                else f"<i>{text}</i>"
                if style == "subheading"
                else text
            )
            yield f'<p class="c">{text}</p>' if style in {"center", "type", "title"} else f"<p>{text}</p>"
        case Columns(rows=rows):
            yield '<table width="100%">'
            for left, right in rows:
                yield f'<tr valign="top"><td>{_stack(left)}</td><td class="c">{_stack(right)}</td></tr>'
            yield "</table>"
        case Grid():
            yield '<table class="ruled">'
            for row in range(part.rows):
                yield (
                    "<tr>"
                    + "".join(_cell(cell, row < part.header, notes) for cell in part.cells if cell.row == row)
                    + "</tr>"
                )
            yield "</table>"
        case NewPage():
            yield "<hr>"


def _cell(cell: GridCell, header: bool, notes: list[str]) -> str:
    tag = "th" if header else "td"
    spans = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    spans += f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    return f"<{tag}{spans}>{_inline(cell.runs, notes)}</{tag}>"


def _inline(runs: Runs, notes: list[str]) -> str:
    """The words with their revisions accepted; footnotes go to the foot of the page."""
    parts: list[str] = []
    for run in runs:
        if run.mark == "footnote":
            notes.append(_text(run.text))
            parts.append(f"<sup>{len(notes)}</sup>")
        elif run.mark != "deleted":
            parts.append(_text(run.text))
    return "".join(parts)


def _stack(lines: tuple[str, ...]) -> str:
    return "<br>".join(map(escape, lines))


def _text(text: str) -> str:
    return escape(unbroken(text), quote=False).replace(BREAK, "<br>")
