"""A sample plan as a Word file: real tables, automatic numbers, footnotes, a text box, tracked revisions."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part as PackagePart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from data.samples.plan_source import BREAK, Columns, Grid, NewPage, Paragraph, Plan, Run, Runs, unbroken

WHEN = datetime(2026, 1, 1, tzinfo=UTC)  # the fixed date of every file's properties and revisions
ZIP_DATE = (2026, 1, 1, 0, 0, 0)
AUTHOR = "kehoach"
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
SEPARATORS = """<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"""
PAGE_WIDTH = Cm(16.5)
# Word numbers a list by itself: the kind of number and its text, by the label in the source.
NUMBERS = {"-": ("bullet", "-"), ")": ("lowerLetter", "%1)"), ".": ("decimal", "%1.")}
# As Word writes it: the text stands twice, once in the shape and once in the fallback for old programs.
TEXT_BOX = """<w:p {namespaces} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:v="urn:schemas-microsoft-com:vml"><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>
<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0"
 layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset>
</wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>
<wp:extent cx="5760000" cy="720000"/><wp:wrapTopAndBottom/><wp:docPr id="1" name="Khung"/><a:graphic>
<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>
<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5760000" cy="720000"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>
<wps:txbx><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>
</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:rect style="width:453pt;height:57pt">
<v:textbox><w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:rect></w:pict>
</mc:Fallback></mc:AlternateContent></w:r></w:p>"""


def render(plan: Plan) -> bytes:
    """The Word file; the same bytes every time."""
    return _Word(plan).bytes()


class _Word:
    """A Word file being written."""

    def __init__(self, plan: Plan) -> None:
        self.document: Document = docx.Document()
        self.notes: list[str] = []
        self.revisions = 0
        self.list_id = 0
        normal = self.document.styles["Normal"].font
        normal.name, normal.size = "Times New Roman", Pt(13)
        properties = self.document.core_properties
        properties.author = properties.last_modified_by = AUTHOR
        properties.title, properties.comments = plan.name, ""
        properties.created = properties.modified = WHEN
        for part in plan.parts:
            match part:
                case Paragraph():
                    self.paragraph(part)
                case Columns():
                    self.columns(part)
                case Grid():
                    self.grid(part)
                case NewPage():
                    self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        if self.notes:
            self.add_footnotes()

    def bytes(self) -> bytes:
        """The package, its files with one fixed date."""
        raw, fixed = io.BytesIO(), io.BytesIO()
        self.document.save(raw)
        with zipfile.ZipFile(raw) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                target.writestr(zipfile.ZipInfo(name, ZIP_DATE), source.read(name), zipfile.ZIP_DEFLATED)
        return fixed.getvalue()

    def paragraph(self, part: Paragraph) -> None:
        if part.style == "box":
            text = escape("".join(run.text for run in part.runs))
            box = parse_xml(TEXT_BOX.format(namespaces=nsdecls("w", "wp", "a"), text=text))
            self.document.element.body.insert(len(self.document.element.body) - 1, box)
            return
        paragraph = self.document.add_paragraph()
        if part.style in {"center", "type", "title"}:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if part.label:
            self.number(paragraph, part)
        self.write(paragraph, part.runs, bold=part.style in {"heading", "type", "title"}, italic=part.style == "subheading")

    def write(self, paragraph: WordParagraph, runs: Runs, bold: bool = False, italic: bool = False) -> None:
        for run in runs:
            if run.mark == "footnote":
                self.notes.append(run.text)
                reference = OxmlElement("w:footnoteReference")
                reference.set(qn("w:id"), str(len(self.notes)))
                call = paragraph.add_run()
                call.font.superscript = True
                call._r.append(reference)  # noqa: SLF001 - python-docx has no footnotes of its own
                continue
            written = paragraph.add_run(unbroken(run.text).replace(BREAK, "\n"))
            written.bold, written.italic = bold or None, italic or None
            if run.mark in {"inserted", "deleted"}:
                self.track(written._r, run)  # noqa: SLF001 - nor revisions

    def track(self, element: BaseOxmlElement, run: Run) -> None:
        """Puts a run into a tracked insertion or deletion."""
        self.revisions += 1
        around = OxmlElement("w:ins" if run.mark == "inserted" else "w:del")
        for name, value in (("w:id", str(self.revisions)), ("w:author", AUTHOR), ("w:date", f"{WHEN:%Y-%m-%dT%H:%M:%SZ}")):
            around.set(qn(name), value)
        element.addprevious(around)
        around.append(element)
        if run.mark == "deleted":
            for text in element.findall(qn("w:t")):
                text.tag = qn("w:delText")

    def number(self, paragraph: WordParagraph, part: Paragraph) -> None:
        """Lets Word number the paragraph; the label itself is written nowhere."""
        if part.first:
            self.list_id += 1
            self.add_list(self.list_id + 100, part.label)
        properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - numbering is not in the public interface
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{self.list_id + 100}"/></w:numPr>')
        )

    def add_list(self, number: int, label: str) -> None:
        form, text = NUMBERS[label[-1]]
        numbering = self.document.part.numbering_part.element
        shape = parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
            f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        )
        numbering.insert(0, shape)  # the shapes of lists stand before the lists
        numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'))

    def columns(self, part: Columns) -> None:
        table = self.document.add_table(rows=0, cols=2)
        for left, right in part.rows:
            for cell, lines in zip(table.add_row().cells, (left, right), strict=True):
                for index, line in enumerate(lines):
                    paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
                    paragraph.add_run(line).bold = (part.kind == "letterhead" and len(lines) > 1) or None

    def grid(self, part: Grid) -> None:
        table = self.document.add_table(rows=part.rows, cols=len(part.widths))
        table.style = "Table Grid"
        table.autofit = False
        for column, width in zip(table.columns, part.widths, strict=True):
            column.width = int(PAGE_WIDTH * width / sum(part.widths))
        for cell in part.cells:
            target = table.cell(cell.row, cell.column)
            if cell.row_span > 1 or cell.column_span > 1:
                target = target.merge(table.cell(cell.row + cell.row_span - 1, cell.column + cell.column_span - 1))
            self.write(target.paragraphs[0], cell.runs, bold=cell.row < part.header)
        for row in table.rows[: part.header]:
            row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - repeated header rows likewise

    def add_footnotes(self) -> None:
        notes = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
            f'<w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
            for number, text in enumerate(self.notes, 1)
        )
        blob = f'<?xml version="1.0" encoding="UTF-8"?><w:footnotes {nsdecls("w")}>{SEPARATORS}{notes}</w:footnotes>'
        package = self.document.part.package
        part = PackagePart(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, blob.encode(), package)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
