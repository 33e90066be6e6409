"""Makes Word files for the tests, of raw XML, so that every trap is in plain sight; and reads them back."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from data.document import Document
from pipeline import ingest

W_NAME = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in {
        "w": W_NAME,
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "v": "urn:schemas-microsoft-com:vml",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    }.items()
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BREAK, TAB = "<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


SHARED = Path(__file__).parents[1].parent / "shared"
AUTHOR = 'w:id="1" w:author="a"'
DELETED_MARK = f"<w:rPr><w:del {AUTHOR}/></w:rPr>"


def relations(targets: dict[str, tuple[str, str]]) -> str:
    """A .rels part: id → (kind, target)."""
    rows = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def part(tag: str, inner: str) -> str:
    """A whole XML part with a root of this name."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{tag} {NAMES}>{inner}</w:{tag}>'


def parts(body: str, **others: str) -> dict[str, str]:
    """The parts of a Word file: the inside of w:body, and the insides of numbering, styles, footnotes, header …"""
    files = {"[Content_Types].xml": TYPES, "_rels/.rels": relations({"rId1": ("officeDocument", "word/document.xml")})}
    roots = {"header": "hdr", "footer": "ftr"}
    files["word/_rels/document.xml.rels"] = relations({f"r_{kind}": (kind, f"{kind}.xml") for kind in others})
    references = "".join(f'<w:{kind}Reference r:id="r_{kind}"/>' for kind in others if kind in roots)
    files["word/document.xml"] = part("document", f"<w:body>{body}<w:sectPr>{references}</w:sectPr></w:body>")
    files |= {f"word/{kind}.xml": part(roots.get(kind, kind), inner) for kind, inner in others.items()}
    return files


def packed(files: dict[str, str | bytes]) -> bytes:
    """A zip of these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def word_file(folder: Path, body: str, **others: str) -> Path:
    """A Word file with this body, in a folder."""
    path = folder / "plan.docx"
    path.write_bytes(packed(dict(parts(body, **others))))
    return path


def r(text: str, look: str = "") -> str:
    """A run; look: the inside of w:rPr."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*inside: str, look: str = "") -> str:
    """A paragraph of runs; a string without markup becomes a run. look: the inside of w:pPr."""
    return f"<w:p><w:pPr>{look}</w:pPr>{''.join(x if x.startswith('<') else r(x) for x in inside)}</w:p>"


def item(text: str, level: int = 0, num: int = 1) -> str:
    """A paragraph in a list."""
    return p(text, look=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def tc(*paragraphs: str, look: str = "") -> str:
    """A cell; a string without markup becomes a paragraph. look: the inside of w:tcPr."""
    inner = "".join(x if x.startswith("<") else p(x) for x in paragraphs) or "<w:p/>"
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, look: str = "") -> str:
    """A row; a string without markup becomes a cell. look: the inside of w:trPr."""
    return f"<w:tr><w:trPr>{look}</w:trPr>{''.join(x if x.startswith('<') else tc(x) for x in cells)}</w:tr>"


def tbl(*rows: str) -> str:
    """A table of rows."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def lvl(level: int, form: str, text: str, *, start: int = 1, more: str = "") -> str:
    """A level of a list definition; more: elements behind w:numFmt."""
    head = f'<w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
    return f'<w:lvl w:ilvl="{level}">{head}{more}<w:lvlText w:val="{text}"/></w:lvl>'


def definition(number: int, *levels: str) -> str:
    """A w:abstractNum."""
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def instance(number: int, abstract: int, overrides: str = "") -> str:
    """A w:num."""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>'


def control(inner: str) -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def box(inner: str) -> str:
    """A run with a text box, as Word writes it: once for itself and once more for old programs, with its offsets."""
    content = f"<w:txbxContent>{inner}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>'
        "<wp:positionH><wp:posOffset>1472565</wp:posOffset></wp:positionH><a:graphic><a:graphicData "
        f'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:txbx>{content}</wps:txbx>'
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def fld(instruction: str, *result: str) -> str:
    """A field of several runs: instruction and stored result; instruction may hold runs (a field inside)."""
    code = instruction if instruction.startswith("<") else f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    shown = f"{mark('separate')}{''.join(x if x.startswith('<') else r(x) for x in result)}" if result else ""
    return f"{mark('begin')}{code}{shown}{mark('end')}"


def mark(kind: str) -> str:
    """A run with one mark of a field: begin, separate or end."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


DECIMAL = definition(1, lvl(0, "decimal", "%1."), lvl(1, "decimal", "%1.%2."), lvl(2, "decimal", "%1.%2.%3"))


def read(path: Path) -> Document:
    """The document in a file."""
    return ingest.read(path)


def words(document: Document) -> str:
    """The text without the end of its last line."""
    return document.text.removesuffix("\n")


def text_of(folder: Path, body: str, **others: str) -> str:
    """The text of a Word file with this body."""
    return words(read(word_file(folder, body, **others)))


def grid_of(folder: Path, body: str, **others: str) -> list[tuple[int, int, int, int, str]]:
    """The one table of a Word file with this body: row, column, spans and text of each cell."""
    document = read(word_file(folder, body, **others))
    [table] = document.tables
    return [(c.row, c.column, c.row_span, c.column_span, document.text[c.start : c.end]) for c in table.cells]


def check(document: Document) -> None:
    """Spans in range and order, cells where they say they are."""
    at = 0
    for block in document.blocks:
        assert at <= block.start <= block.end <= len(document.text)
        at = block.end
        if block.table is None:
            assert "\n" not in document.text[block.start : block.end]
            continue
        inside = block.start
        for cell in block.table.cells:
            assert inside <= cell.start <= cell.end <= block.end
            assert cell.row + cell.row_span <= block.table.rows
            assert cell.column + cell.column_span <= block.table.columns
            inside = cell.end
