"""The Word reader: every trap as a row of a table, then real and generated files, then bad files."""

from __future__ import annotations

import contextlib
import functools
import json
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import docx as python_docx
import pytest
from docx_files import (
    BREAK,
    NAMES,
    TAB,
    TYPES,
    box,
    control,
    definition,
    fld,
    instance,
    item,
    lvl,
    mark,
    p,
    packed,
    part,
    parts,
    r,
    relations,
    tbl,
    tc,
    tr,
    word_file,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.document import BlockKind, Document
from pipeline import ingest
from pipeline.errors import UnreadableFile
from pipeline.ingest import docx, docx_parts
from pipeline.ingest.docx_layout import glued
from pipeline.ingest.docx_lines import symbol_fonts
from pipeline.ingest.docx_numbers import letters, roman
from pipeline.ingest.docx_story import MAX_SPAN

SHARED = Path(__file__).parents[1].parent / "shared"
AUTHOR = 'w:id="1" w:author="a"'
DELETED_MARK = f"<w:rPr><w:del {AUTHOR}/></w:rPr>"


def read(path: Path) -> Document:
    return ingest.read(path)


def words(document: Document) -> str:
    return document.text.removesuffix("\n")  # every block ends its line


def text_of(folder: Path, body: str, **others: str) -> str:
    return words(read(word_file(folder, body, **others)))


def grid_of(folder: Path, body: str, **others: str) -> list[tuple[int, int, int, int, str]]:
    document = read(word_file(folder, body, **others))
    [table] = document.tables
    return [(c.row, c.column, c.row_span, c.column_span, document.text[c.start : c.end]) for c in table.cells]


PARAGRAPHS = [
    # runs of one symbol are one
    (p(r("63/2010/"), r("NĐ"), r("-CP")), "63/2010/NĐ-CP"),
    # a no-break hyphen is a hyphen, a soft one is nothing
    (p(r("NĐ"), "<w:r><w:noBreakHyphen/></w:r>", r("CP, bộ"), "<w:r><w:softHyphen/></w:r>", r("phận")), "NĐ-CP, bộphận"),
    # insertions and arrivals of moves are text, deletions and departures are not
    (p(f"<w:ins {AUTHOR}>{r('mới')}</w:ins>", f"<w:del {AUTHOR}><w:r><w:delText>cũ</w:delText></w:r></w:del>"), "mới"),
    (p(f"<w:moveFrom {AUTHOR}>{r('từ')}</w:moveFrom>", f"<w:moveTo {AUTHOR}>{r('đến')}</w:moveTo>"), "đến"),
    # a deletion inside an insertion is a deletion
    (p(r("a"), f"<w:ins {AUTHOR}><w:del {AUTHOR}>{r('x')}</w:del>{r('b')}</w:ins>"), "ab"),
    # a deleted paragraph mark joins two paragraphs; one that is deleted whole leaves nothing
    (p("Thực hiện Nghị định số 63/2010/", look=DELETED_MARK) + p("NĐ-CP"), "Thực hiện Nghị định số 63/2010/NĐ-CP"),
    (p(f"<w:del {AUTHOR}>{r('bỏ')}</w:del>", look=DELETED_MARK) + p("còn"), "còn"),
    # content controls, smart tags, custom XML and links are seen through, at any depth
    (control(p("trong khung")), "trong khung"),
    (p(f"<w:smartTag><w:customXml><w:hyperlink>{r('liên kết')}</w:hyperlink></w:customXml></w:smartTag>"), "liên kết"),
    (functools.reduce(lambda inner, _: control(inner), range(60), p("sâu")), "sâu"),
    # of a field its result is kept, its instruction is not
    (p("Trang ", fld("PAGE", "7"), " hết"), "Trang 7 hết"),
    (p(f'<w:fldSimple w:instr="DATE">{r("14/01/2020")}</w:fldSimple>'), "14/01/2020"),
    # a field in the result of a field is kept; one in an instruction is not
    (p(fld("REF", "xem ", fld("PAGE", "7"))), "xem 7"),
    (p(fld(fld("MERGEFIELD x", "ẩn"), "hiện")), "hiện"),
    # a field runs over paragraphs
    (
        p(mark("begin"), "<w:r><w:instrText>TOC</w:instrText></w:r>", mark("separate"), r("I. Một"))
        + p("II. Hai", mark("end")),
        "I. Một\nII. Hai",
    ),
    # the beginning of a field that never ends hides nothing
    (p(mark("begin"), "Giữ lại"), "Giữ lại"),
    # hidden runs are not shown, nor is a paragraph hidden whole; a switch that is off hides nothing
    (p(r("ẩn", "<w:vanish/>"), r("hiện", '<w:vanish w:val="0"/>')), "hiện"),
    (p(r("ẩn", "<w:vanish/>"), look="<w:rPr><w:vanish/></w:rPr>") + p("hiện"), "hiện"),
    # capitals by format are capitals on the page
    (p(r("Kế hoạch", "<w:caps/>")), "KẾ HOẠCH"),
    # raised digits stay apart from the number before them
    (p(r("đạt 95%"), r("1", '<w:vertAlign w:val="superscript"/>')), "đạt 95%¹"),
    # signs of symbol fonts, by w:sym and by a run's font
    (p('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', r(" 95%")), "≥ 95%"),
    (p(r("\uf0a3", '<w:rFonts w:ascii="Symbol"/>'), r(" 5%")), "≤ 5%"),
    # fractions keep their bar, sums their brackets
    (p("<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"), "1/2"),
    # comments and offsets of drawings are no text; a text box stands once, behind its paragraph
    (p("Trước", box(p("Trong khung")), '<w:r><w:commentReference w:id="1"/></w:r>') + p("Sau"), "Trước\nTrong khung\nSau"),
    # a wrapped line is joined, a title's lines are not, nor are short labelled lines
    (p(r("thuộc phạm vi"), BREAK, r("chức năng quản lý")), "thuộc phạm vi chức năng quản lý"),
    (p(r("KẾ HOẠCH"), BREAK, r("Cải cách hành chính năm 2024")), "KẾ HOẠCH\nCải cách hành chính năm 2024"),
    (p(r("- Sở Nội vụ;"), BREAK, r("- Sở Tài chính.")), "- Sở Nội vụ;\n- Sở Tài chính."),
    # a long line that the next begins with a capital was wrapped by hand
    (
        p(r("Căn cứ các quy định về tổ chức chính quyền địa phương và quy định khác của"), BREAK, r("Bộ Nội vụ")),
        "Căn cứ các quy định về tổ chức chính quyền địa phương và quy định khác của Bộ Nội vụ",
    ),
    # a symbol cut by a line break is one
    (p(r("Nghị định số 63/2010/NĐ-"), BREAK, r("CP của Chính phủ")), "Nghị định số 63/2010/NĐ-CP của Chính phủ"),
    # a page break inside a paragraph ends it
    (p(r("hết trang"), '<w:r><w:br w:type="page"/></w:r>', r("phụ lục")), "hết trang\nphụ lục"),
    # a tab that spaces is a space
    (p(r("a)"), TAB, r("Rà soát")), "a) Rà soát"),
    (p(r("Bước 1:"), TAB, r("Tiếp nhận hồ sơ")), "Bước 1: Tiếp nhận hồ sơ"),
    # letters of before NFC come out composed
    (p(unicodedata.normalize("NFD", "Kế hoạch")), "Kế hoạch"),
    # a frame of one cell is no table
    (tbl(tr(tc("Đoạn một", "Đoạn hai"))), "Đoạn một\nĐoạn hai"),
]


@pytest.mark.parametrize("body, expected", PARAGRAPHS)
def test_paragraphs(tmp_path: Path, body: str, expected: str) -> None:
    assert text_of(tmp_path, body) == expected


LEGAL = definition(1, lvl(0, "upperRoman", "%1."), lvl(1, "decimal", "%2."), lvl(2, "lowerLetter", "%3)"))
DECIMAL = definition(1, lvl(0, "decimal", "%1."), lvl(1, "decimal", "%1.%2."), lvl(2, "decimal", "%1.%2.%3"))
START_AT_5 = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
LINKED = '<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="Kieu"/></w:abstractNum>'
NUMBERS = [
    # levels count for themselves and start again under a new number above
    (LEGAL + instance(1, 1), [(0, 1), (1, 1), (2, 1), (2, 1), (1, 1), (2, 1), (0, 1), (1, 1)], "I. 1. a) b) 2. a) II. 1."),
    # several levels in one number
    (DECIMAL + instance(1, 1), [(0, 1), (1, 1), (1, 1), (2, 1), (0, 1), (1, 1)], "1. 1.1. 1.2. 1.2.1 2. 2.1."),
    # a level below without one above shows the start of the one above
    (DECIMAL + instance(1, 1), [(1, 1), (0, 1)], "1.1. 1."),
    # two lists of one definition go on counting
    (DECIMAL + instance(1, 1) + instance(2, 1), [(0, 1), (0, 1), (0, 2)], "1. 2. 3."),
    # unless the second has its own start, which counts once
    (DECIMAL + instance(1, 1) + instance(2, 1, START_AT_5), [(0, 1), (0, 2), (0, 2)], "1. 5. 6."),
    # a list may replace a level
    (
        DECIMAL + instance(1, 1, f'<w:lvlOverride w:ilvl="0">{lvl(0, "lowerRoman", "(%1)", start=4)}</w:lvlOverride>'),
        [(0, 1), (0, 1)],
        "(iv) (v)",
    ),
    # lvlRestart 0: goes on under a new number above
    (
        definition(1, lvl(0, "upperLetter", "%1."), lvl(1, "decimal", "%2.", more='<w:lvlRestart w:val="0"/>'))
        + instance(1, 1),
        [(0, 1), (1, 1), (0, 1), (1, 1)],
        "A. 1. B. 2.",
    ),
    # isLgl: all numbers in digits
    (
        definition(1, lvl(0, "upperRoman", "%1."), lvl(1, "decimal", "%1.%2", more="<w:isLgl/>")) + instance(1, 1),
        [(0, 1), (0, 1), (1, 1)],
        "I. II. 2.1",
    ),
    # words in front of the number
    (definition(1, lvl(0, "decimal", "Điều %1.")) + instance(1, 1), [(0, 1), (0, 1)], "Điều 1. Điều 2."),
    # 01, 02 … 10; 001 by a custom form
    (definition(1, lvl(0, "decimalZero", "%1", start=9)) + instance(1, 1), [(0, 1), (0, 1)], "09 10"),
    (
        definition(
            1,
            '<w:lvl w:ilvl="0"><w:start w:val="7"/><mc:AlternateContent><mc:Choice Requires="w14">'
            '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
            '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback>'
            '</mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>',
        )
        + instance(1, 1),
        [(0, 1)],
        "007",
    ),
    # bullets of any font are dashes, but a plus sign stays one level below
    (definition(1, lvl(0, "bullet", "\uf0b7"), lvl(1, "bullet", "+")) + instance(1, 1), [(0, 1), (1, 1)], "- +"),
    # no number, no list, no such list: nothing
    (definition(1, lvl(0, "none", "")) + instance(1, 1), [(0, 1), (0, 0), (0, 77)], ""),
    # a definition that only names a list style is that of the style's list
    (LINKED + DECIMAL + instance(1, 1) + instance(2, 2), [(0, 2), (1, 2)], "1. 1.1."),
]
LIST_STYLE = '<w:style w:type="numbering" w:styleId="Kieu"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'


@pytest.mark.parametrize("numbering, items, expected", NUMBERS)
def test_automatic_numbers(tmp_path: Path, numbering: str, items: list[tuple[int, int]], expected: str) -> None:
    body = "".join(item("x", level, num) for level, num in items)
    lines = text_of(tmp_path, body, numbering=numbering, styles=LIST_STYLE).split("\n")
    assert " ".join(line.removesuffix("x").strip() for line in lines).strip() == expected


def test_no_gap_behind_a_number_that_has_none(tmp_path: Path) -> None:
    numbering = definition(1, lvl(0, "decimal", "Bảng %1", more='<w:suff w:val="nothing"/>')) + instance(1, 1)
    assert text_of(tmp_path, item(". Số liệu"), numbering=numbering) == "Bảng 1. Số liệu"


def test_deleted_and_hidden_paragraphs_are_not_counted(tmp_path: Path) -> None:
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    body = item("một") + p(f"<w:del {AUTHOR}>{r('bỏ')}</w:del>", look=numbered + DELETED_MARK) + item("hai")
    assert text_of(tmp_path, body, numbering=DECIMAL + instance(1, 1)) == "1. một\n2. hai"


def test_numbers_by_style_along_its_chain(tmp_path: Path) -> None:
    def style(name: str, based: str, list_place: str) -> str:
        return (
            f'<w:style w:type="paragraph" w:styleId="{name}"><w:basedOn w:val="{based}"/>'
            f"<w:pPr><w:numPr>{list_place}</w:numPr></w:pPr></w:style>"
        )

    styles = (
        style("Muc", "Goc", '<w:numId w:val="1"/>')
        + style("MucCon", "Muc", '<w:ilvl w:val="1"/>')
        + style("Goc", "Goc", "")  # a circle of styles ends
        + style("Tat", "Muc", '<w:numId w:val="0"/>')
    )
    body = "".join(p(name, look=f'<w:pStyle w:val="{name}"/>') for name in ("Muc", "MucCon", "MucCon", "Tat", "Muc"))
    body += p(
        "riêng", look='<w:pStyle w:val="Muc"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )  # taken out of the list by hand
    expected = "1. Muc\n1.1. MucCon\n1.2. MucCon\nTat\n2. Muc\nriêng"
    assert text_of(tmp_path, body, numbering=DECIMAL + instance(1, 1), styles=styles) == expected


def test_level_tied_to_a_style(tmp_path: Path) -> None:
    tied = lvl(0, "upperRoman", "%1.") + lvl(1, "decimal", "%2.", more='<w:pStyle w:val="Muc"/>')
    styles = '<w:style w:type="paragraph" w:styleId="Muc"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    body = p("việc", look='<w:pStyle w:val="Muc"/>') * 2
    assert text_of(tmp_path, body, numbering=definition(1, tied) + instance(1, 1), styles=styles) == "1. việc\n2. việc"


def test_numbers_in_a_column_of_a_table_skip_merged_cells(tmp_path: Path) -> None:
    number = item("")
    rows = (
        tr(tc(number, look='<w:vMerge w:val="restart"/>'), "A"),
        tr(tc(number, look="<w:vMerge/>"), "B"),
        tr(tc(number), "C"),
    )
    assert grid_of(tmp_path, tbl(*rows), numbering=DECIMAL + instance(1, 1)) == [
        (0, 0, 2, 1, "1."),
        (0, 1, 1, 1, "A"),
        (1, 1, 1, 1, "B"),
        (2, 0, 1, 1, "2."),
        (2, 1, 1, 1, "C"),
    ]


def test_a_number_form_that_is_not_known_is_told(tmp_path: Path) -> None:
    numbering = definition(1, lvl(0, "vietnameseCounting", "%1.")) + instance(1, 1)
    document = read(word_file(tmp_path, item("việc"), numbering=numbering))
    assert [problem.problem for problem in document.problems] == ["Số tự động kiểu vietnameseCounting chưa đọc."]


@pytest.mark.parametrize(
    "number, expected", [(1, "i"), (4, "iv"), (9, "ix"), (40, "xl"), (1994, "mcmxciv"), (0, "0"), (10**9, "1000000000")]
)
def test_roman(number: int, expected: str) -> None:
    assert roman(number) == expected


@pytest.mark.parametrize("number, expected", [(1, "a"), (4, "d"), (26, "z"), (27, "aa"), (53, "aaa"), (0, "0")])
def test_letters(number: int, expected: str) -> None:
    assert letters(number) == expected


SPAN2 = '<w:gridSpan w:val="2"/>'
TABLES = [
    # merged across: the cell stands once with its span
    (
        tbl(tr(tc("Nhóm I", look=SPAN2), "C"), tr("1", "2", "3")),
        [(0, 0, 1, 2, "Nhóm I"), (0, 2, 1, 1, "C"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "2"), (1, 2, 1, 1, "3")],
    ),
    # merged down over two rows, then anew
    (
        tbl(
            tr(tc("A", look='<w:vMerge w:val="restart"/>'), "1"),
            tr(tc(look="<w:vMerge/>"), "2"),
            tr(tc("B", look='<w:vMerge w:val="restart"/>'), "3"),
        ),
        [(0, 0, 2, 1, "A"), (0, 1, 1, 1, "1"), (1, 1, 1, 1, "2"), (2, 0, 1, 1, "B"), (2, 1, 1, 1, "3")],
    ),
    # a cell that goes on where nothing stands above is a cell
    (
        tbl(tr(tc("A", look="<w:vMerge/>"), "1"), tr("B", "2")),
        [(0, 0, 1, 1, "A"), (0, 1, 1, 1, "1"), (1, 0, 1, 1, "B"), (1, 1, 1, 1, "2")],
    ),
    # merged across by the old way
    (
        tbl(tr(tc("A", look='<w:hMerge w:val="restart"/>'), tc(look="<w:hMerge/>"), "B"), tr("1", "2", "3")),
        [(0, 0, 1, 2, "A"), (0, 2, 1, 1, "B"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "2"), (1, 2, 1, 1, "3")],
    ),
    # a row that begins behind the first column
    (
        tbl(tr("A", "B"), tr("2", look='<w:gridBefore w:val="1"/>')),
        [(0, 0, 1, 1, "A"), (0, 1, 1, 1, "B"), (1, 1, 1, 1, "2")],
    ),
    # deleted rows and cells are gone
    (
        tbl(tr("A", "B"), tr("x", "y", look=f"<w:del {AUTHOR}/>"), tr(tc("x", look=f"<w:cellDel {AUTHOR}/>"), "1", "2")),
        [(0, 0, 1, 1, "A"), (0, 1, 1, 1, "B"), (1, 0, 1, 1, "1"), (1, 1, 1, 1, "2")],
    ),
    # rows and cells inside content controls
    (
        tbl(
            "<w:sdt><w:sdtContent>"
            + tr("A", f"<w:sdt><w:sdtContent>{tc('B')}</w:sdtContent></w:sdt>")
            + "</w:sdtContent></w:sdt>"
        ),
        [(0, 0, 1, 1, "A"), (0, 1, 1, 1, "B")],
    ),
    # paragraphs and line breaks of a cell are lines; a symbol cut by a break is one; tabs are spaces
    (
        tbl(tr(tc("- Một", p(r("Hai"), BREAK, r("ba"))), tc(p(r("12/KH-"), BREAK, r("UBND"))), tc(p(r("a"), TAB, r("b"))))),
        [(0, 0, 1, 1, "- Một\nHai\nba"), (0, 1, 1, 1, "12/KH-UBND"), (0, 2, 1, 1, "a b")],
    ),
    # a table in a cell: a line a row, cells divided by bars, one in that one too; nothing is lost
    (
        tbl(tr(tc("Ngoài", tbl(tr("a", "b"), tr("c", tc(tbl(tr("d", "e"), tr("f", "g")))))), "B")),
        [(0, 0, 1, 1, "Ngoài\na | b\nc | d | e f | g"), (0, 1, 1, 1, "B")],
    ),
    # a text box in a cell stays in the cell
    (tbl(tr(tc(p("A", box(p("khung")))), "B")), [(0, 0, 1, 1, "A\nkhung"), (0, 1, 1, 1, "B")]),
    # a letterhead laid out by tabs: its columns are cells
    (
        p(r("ỦY BAN NHÂN DÂN"), TAB, r("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
        + p(r("TỈNH HƯNG YÊN"), TAB, r("Độc lập - Tự do - Hạnh phúc")),
        [
            (0, 0, 1, 1, "ỦY BAN NHÂN DÂN\nTỈNH HƯNG YÊN"),
            (0, 1, 1, 1, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"),
        ],
    ),
    # number and date line of a letterhead
    (
        p(r("Số: 12/KH-UBND"), TAB, r("Hưng Yên, ngày 05 tháng 01 năm 2024")),
        [(0, 0, 1, 1, "Số: 12/KH-UBND"), (0, 1, 1, 1, "Hưng Yên, ngày 05 tháng 01 năm 2024")],
    ),
]


@pytest.mark.parametrize("body, expected", TABLES)
def test_tables(tmp_path: Path, body: str, expected: list[tuple[int, int, int, int, str]]) -> None:
    assert grid_of(tmp_path, body) == expected


def test_an_absurd_span_is_bounded(tmp_path: Path) -> None:
    body = tbl(tr(tc("A", look='<w:gridSpan w:val="999999999"/>'), "B"), tr("1", "2"))
    [table] = read(word_file(tmp_path, body)).tables
    assert table.columns == MAX_SPAN + 1


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Thuong"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Con"><w:name w:val="Tiêu đề riêng"/><w:basedOn w:val="H1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Dam"><w:name w:val="Đậm"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Manh"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
)
BOLD = "<w:b/>"
KINDS = [
    # a heading by its style, also by the style it builds on
    (p("Mục tiêu chung", look='<w:pStyle w:val="H1"/>'), BlockKind.HEADING),
    (p("Mục tiêu chung", look='<w:pStyle w:val="Con"/>'), BlockKind.HEADING),
    # a sentence in a heading's style that goes on is none
    (p("phối hợp với các sở;", look='<w:pStyle w:val="H1"/>'), BlockKind.PARAGRAPH),
    # bold: all runs themselves, the paragraph's style, the run's style
    (p(r("Mục tiêu", BOLD), r(" "), r("chung", BOLD)), BlockKind.HEADING),
    (p("Mục tiêu chung", look='<w:pStyle w:val="Dam"/>'), BlockKind.HEADING),
    (p(r("Mục tiêu chung", '<w:rStyle w:val="Manh"/>')), BlockKind.HEADING),
    # not bold: in part, switched off, bold twice by styles
    (p(r("Mục tiêu", BOLD), r(" chung")), BlockKind.PARAGRAPH),
    (p(r("Mục tiêu chung", '<w:b w:val="false"/>'), look='<w:pStyle w:val="Dam"/>'), BlockKind.PARAGRAPH),
    (p(r("Mục tiêu chung", '<w:rStyle w:val="Manh"/>'), look='<w:pStyle w:val="Dam"/>'), BlockKind.PARAGRAPH),
    # a plain paragraph and an item
    (p("Mục tiêu chung"), BlockKind.PARAGRAPH),
    (p("- Sở Nội vụ chủ trì, phối hợp với các sở."), BlockKind.ITEM),
]


@pytest.mark.parametrize("body, kind", KINDS)
def test_kinds(tmp_path: Path, body: str, kind: BlockKind) -> None:
    [block] = read(word_file(tmp_path, body, styles=STYLES)).blocks
    assert block.kind is kind


def test_footnotes_stand_at_the_end_in_the_order_of_their_marks(tmp_path: Path) -> None:
    def noted(number: int) -> str:
        return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'

    notes = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>' + "".join(
        f'<w:footnote w:id="{number}">{p("<w:r><w:footnoteRef/></w:r>", f" Chú thích {number}")}{p("tiếp")}</w:footnote>'
        for number in (1, 2, 3)
    )
    body = p("đạt 95%", noted(2), f"<w:del {AUTHOR}>{noted(3)}</w:del>", " hồ sơ", noted(1)) + p("Hết")
    document = read(word_file(tmp_path, body, footnotes=notes))
    assert words(document) == "đạt 95% hồ sơ\nHết\nChú thích 2 tiếp\nChú thích 1 tiếp"
    assert [block.kind for block in document.blocks[2:]] == [BlockKind.FOOTNOTE] * 2


def test_running_heads_are_furniture(tmp_path: Path) -> None:
    watermark = '<w:r><w:pict><v:shape><v:textpath string="DỰ THẢO"/></v:shape></w:pict></w:r>'
    head, foot = p(fld("PAGE", "2"), watermark), p("Lưu hành nội bộ")
    document = read(word_file(tmp_path, p("Kế hoạch"), header=head, footer=foot))
    assert words(document) == "Kế hoạch"
    assert {(part.kind, part.text) for part in document.furniture} == {
        ("page-number", "2"),
        ("watermark", "DỰ THẢO"),
        ("page-footer", "Lưu hành nội bộ"),
    }


PICTURE = (
    '<w:r><w:drawing><wp:inline><wp:extent cx="{0}" cy="{0}"/><a:graphic><a:graphicData '
    'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"/></a:graphic></wp:inline></w:drawing></w:r>'
)
CHART = (
    '<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'
    "</a:graphic></wp:inline></w:drawing></w:r>"
)
PREVIEW = '<v:shape style="width:400pt;height:500pt"><v:imagedata/></v:shape>'
UNREAD = [
    # a picture as large as a page, but not a coat of arms
    (p("x", PICTURE.format(5_000_000)), ["1 hình lớn"]),
    (p("x", PICTURE.format(500_000)), []),
    (p("x", CHART), ["1 biểu đồ"]),
    # an embedded sheet, its preview picture not counted again
    (
        p("x", '<w:r><w:object><v:shape style="width:400pt;height:500pt"><v:imagedata/></v:shape></w:object></w:r>'),
        ["1 đối tượng"],
    ),
    # a field that Word computes on the screen only
    (p(fld("AUTONUM"), " Mục"), ["1 trường"]),
    # a sign of a font that nobody knows
    (p('<w:r><w:sym w:font="Webdings" w:char="F0FF"/></w:r>'), ["1 ký hiệu"]),
    # another document placed inside
    (p("x") + '<w:altChunk r:id="rId9"/>', ["1 văn bản khác"]),
    # a few words in a font of before Unicode, in that encoding; Unicode in such a font is read
    (p("Đây là văn bản Unicode có dấu đầy đủ", r("KÕ ho¹ch", '<w:rFonts w:ascii=".VnTime"/>')), ["Đoạn dùng phông .vntime"]),
    (p(r("Kế hoạch cải cách", '<w:rFonts w:ascii=".VnTime"/>')), []),
    # nothing at all
    (p(), ["Không có chữ"]),
]


@pytest.mark.parametrize("body, expected", UNREAD)
def test_what_is_not_read_is_told(tmp_path: Path, body: str, expected: list[str]) -> None:
    problems = read(word_file(tmp_path, body)).problems
    assert len(problems) == len(expected)
    assert all(
        problem.problem.startswith(start) and problem.advice for problem, start in zip(problems, expected, strict=True)
    )


def test_a_part_that_is_missing_is_told(tmp_path: Path) -> None:
    files = parts(p("Kế hoạch"), numbering="")
    del files["word/numbering.xml"]
    path = tmp_path / "plan.docx"
    path.write_bytes(packed(dict(files)))
    document = read(path)
    assert words(document) == "Kế hoạch"
    assert [problem.problem for problem in document.problems] == ["Tệp thiếu phần word/numbering.xml."]


def test_a_strict_file_reads_the_same(tmp_path: Path) -> None:
    files = parts(p("Kế hoạch"))
    strict = {
        name: content.replace(docx_parts.W[1:-1], "http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, content in files.items()
    }
    path = tmp_path / "plan.docx"
    path.write_bytes(packed(dict(strict)))
    assert words(read(path)) == "Kế hoạch"


def test_utf16_and_another_place_of_the_main_part(tmp_path: Path) -> None:
    text = part("document", f"<w:body>{p('Kế hoạch')}</w:body>").replace("UTF-8", "UTF-16")
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations({"rId1": ("officeDocument", "/noi/khac.xml")}),
        "noi/khac.xml": text.encode("utf-16"),
    }
    path = tmp_path / "plan.docm"
    path.write_bytes(packed(files))
    assert words(read(path)) == "Kế hoạch"


# ------------------------------------------------------------------ bad files


def nested(depth: int) -> str:
    body = p("đáy")
    for _ in range(depth):
        body = tbl(tr(tc(body, "<w:p/>"), "x"))
    return body


def entity_bomb() -> str:
    body = part("document", f"<w:body>{p('&c;').replace('&amp;', '&')}</w:body>")
    return body.replace("<w:document", '<!DOCTYPE d [<!ENTITY b "xxxxxxxxxx"><!ENTITY c "&b;&b;&b;">]><w:document', 1)


def outside_entity() -> str:
    return part("document", f"<w:body>{p('x')}</w:body>").replace(
        "<w:document", '<!DOCTYPE d SYSTEM "file:///etc/hostname"><w:document', 1
    )


MAIN = "word/document.xml"
BAD = [
    # an Excel, PowerPoint or OpenDocument file, a plain zip, an empty one
    (packed({"[Content_Types].xml": TYPES, "xl/workbook.xml": "<x/>"}), "Excel"),
    (
        packed(
            {
                "[Content_Types].xml": TYPES,
                "ppt/presentation.xml": "<x/>",
                "_rels/.rels": relations({"rId1": ("officeDocument", "ppt/presentation.xml")}),
            }
        ),
        "PowerPoint",
    ),
    (packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "OpenDocument"),
    (packed({"ke-hoach.txt": "x"}), "tệp nén (zip)"),
    (packed({}), "tệp nén (zip)"),
    # behind a password
    (docx_parts.OLE_MARK + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 100, "mật khẩu"),
    # cut off, garbage behind the mark of a zip
    (packed(dict(parts(p("x" * 5000))))[:900], "hỏng hoặc bị cắt cụt"),
    (b"PK\x03\x04" + b"rubbish" * 100, "hỏng hoặc bị cắt cụt"),
    # the main part is missing, is no XML, is something else, has no body
    (packed({"[Content_Types].xml": TYPES}), "thiếu phần chính"),
    (packed({"[Content_Types].xml": TYPES, MAIN: "<w:document"}), "XML sai"),
    (packed({"[Content_Types].xml": TYPES, MAIN: "<html/>"}), "không có thân"),
    (packed({"[Content_Types].xml": TYPES, MAIN: f"<w:document {NAMES}/>"}), "không có thân"),
    # another part is no XML
    (packed(dict(parts(p("x"), styles="")) | {"word/styles.xml": "<w:styles>"}), "hỏng ở phần word/styles.xml"),
    # an encoding that Office never writes
    (packed({"[Content_Types].xml": TYPES, MAIN: '<?xml version="1.0" encoding="utf-7"?><x/>'}), "bảng mã lạ"),
    # DTD: entities that swell, a file of this machine
    (packed({"[Content_Types].xml": TYPES, MAIN: entity_bomb()}), "DTD"),
    (packed({"[Content_Types].xml": TYPES, MAIN: outside_entity()}), "DTD"),
    # tables in tables without end, within and beyond the parser's own limit
    (packed(dict(parts(nested(30)))), "lồng bảng"),
    (packed(dict(parts(nested(200)))), "lồng quá"),
    # most of it typed in TCVN3
    (
        packed(dict(parts(p(r("ñy ban nh©n d©n tØnh, kÕ ho¹ch c¶i c¸ch hµnh chÝnh", '<w:rFonts w:ascii=".VnTime"/>'))))),
        "bảng mã cũ",
    ),
]


@pytest.mark.parametrize("content, problem", BAD)
def test_bad_files_are_refused_with_cause_and_advice(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as error:
        read(path)
    assert problem in error.value.problem
    assert str(path) in error.value.problem
    assert error.value.advice


LIMITS = [
    ("MAX_PARTS", 2, "quá giới hạn 2"),
    ("MAX_TOTAL", 1 << 10, "bung ra lớn hơn"),
    ("MAX_PART", 100, "lớn hơn 0 MiB"),
    ("RATIO_FROM", 1000, "bom nén"),
]


@pytest.mark.parametrize("limit, value, problem", LIMITS)
def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, problem: str) -> None:
    path = word_file(tmp_path, p("x" * 1_000_000))
    monkeypatch.setattr(docx_parts, limit, value)
    with pytest.raises(UnreadableFile, match=problem):
        read(path)


def test_a_part_behind_a_password_is_refused(tmp_path: Path) -> None:
    content = bytearray(packed({MAIN: part("document", "<w:body/>")}))
    content[6] |= 1  # the local header's flag of encryption, and the directory's
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path = tmp_path / "plan.docx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match="mật khẩu"):
        read(path)


@given(cut=st.integers(0, 4000), flip=st.integers(0, 4000), byte=st.integers(0, 255))
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damaged_files_are_read_or_refused(tmp_path: Path, cut: int, flip: int, byte: int) -> None:
    content = bytearray(packed(dict(parts(tbl(tr("A", "B")) + item("x"), numbering=DECIMAL + instance(1, 1)))))
    content[flip % len(content)] = byte
    path = tmp_path / "plan.docx"
    path.write_bytes(b"PK\x03\x04" + bytes(content[4 : len(content) - cut % 7]))
    with contextlib.suppress(UnreadableFile):  # anything else is a crash
        check(read(path))


# ------------------------------------------------------------------ properties


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


WORDS = st.text(alphabet="aKếđ 1-/.\t", max_size=8)
CELLS = st.lists(WORDS, min_size=2, max_size=3).map(lambda texts: tr(*(tc(p(r(text))) for text in texts)))
BLOCKS = st.one_of(WORDS.map(lambda text: p(r(text))), st.lists(CELLS, min_size=1, max_size=3).map(lambda rows: tbl(*rows)))


@given(body=st.lists(BLOCKS, max_size=5))
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_spans_and_nothing_lost(tmp_path: Path, body: list[str]) -> None:
    path = word_file(tmp_path, "".join(body))
    document = read(path)
    check(document)
    oracle = "".join(element.text or "" for element in python_docx.Document(str(path)).element.iter(f"{docx_parts.W}t"))
    assert "".join(document.text.split()) == "".join(oracle.split())


def test_plain_files_read_as_python_docx_reads_them(tmp_path: Path) -> None:
    made = python_docx.Document()
    made.add_heading("Mục tiêu", level=1)
    made.add_paragraph("Một đoạn văn bình thường, có dấu.")
    table = made.add_table(rows=3, cols=3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"ô {row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(1, 2).merge(table.cell(2, 2))
    made.add_paragraph("Đoạn cuối.")
    path = tmp_path / "plan.docx"
    made.save(str(path))
    document = read(path)
    theirs = python_docx.Document(str(path))
    prose = [document.text[block.start : block.end] for block in document.blocks if block.table is None]
    assert prose == [paragraph.text for paragraph in theirs.paragraphs]
    [ours] = document.tables
    for grid_row, row in zip(ours.grid(), theirs.tables[0].rows, strict=True):
        for cell, other in zip(grid_row, row.cells, strict=True):
            assert cell is not None
            assert document.text[cell.start : cell.end] == other.text


@pytest.mark.parametrize(
    "text, following, expected",
    [
        ("số 63/2010/NĐ-", "CP của", True),  # cut at the hyphen
        ("số 63/2010/", "NĐ-CP", True),  # cut at the slash
        ("số 63/2010/NĐ", "-CP", True),  # the hyphen on the next line
        ("giai đoạn 2021-", "2030", True),  # years
        ("Văn phòng UBND", "-Sở Nội vụ", False),  # a dash of a list
        ("Sở Nội vụ -", "Sở Tài chính", False),  # a dash between words
        ("năm 2024", "CP", False),  # no sign
    ],
)
def test_glued(text: str, following: str, expected: bool) -> None:
    assert glued(text, following) is expected


def test_symbol_fonts_hold_one_character_a_code() -> None:
    signs = symbol_fonts()
    assert signs["symbol", 0xB3] == "≥"
    assert all(len(character) == 1 and 0 <= code <= 0xFF for (_, code), character in signs.items())


# ------------------------------------------------------------------ real and generated files


def test_the_real_word_file() -> None:
    path = SHARED / "plans" / "th-2025-qd500-tthc.docx"
    if not path.exists():
        pytest.skip(f"no real documents: {path} is absent")
    document = read(path)
    check(document)
    assert document.problems == ()
    letterhead, signature, annex = document.tables
    assert document.text[letterhead.cells[0].start : letterhead.cells[0].end] == "ỦY BAN NHÂN DÂN\nTỈNH THANH HOÁ"
    assert document.text[signature.cells[1].start : signature.cells[1].end] == "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nNguyễn Văn Thi"
    assert (annex.rows, annex.columns) == (8, 6)
    numbers = [document.text[cell.start : cell.end] for cell in annex.cells if cell.column == 0]
    assert numbers == ["STT", "", "1.", "2.", "3.", "4.", "5.", "6."]  # stored nowhere: automatic
    assert [(cell.row, cell.row_span) for cell in annex.cells if cell.row_span > 1] == [(5, 2)]
    assert "1472565" not in document.text  # an offset of a drawing


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    maker = SHARED / "eval" / "make_docs.py"
    if not maker.exists():
        pytest.skip(f"no document maker: {maker} is absent")
    out = tmp_path_factory.mktemp("generated")
    command = [sys.executable, str(maker), "--seeds", str(SHARED / "seeds"), "--out", str(out), "--no-convert"]
    subprocess.run(command, check=True, capture_output=True)
    return out


PLANS = (
    *("plan001_inline", "plan002", "plan003", "long003", "long002_noheader", "long003_centre", "long003_twolevel"),
    *("long003_tallcell", "long003_subrows", "long003_noborder", "long003_nfd", "long003_sans9", "mixed_three"),
)


@pytest.mark.slow
@pytest.mark.parametrize("name", PLANS)
def test_generated_plans_come_back_whole(generated: Path, name: str) -> None:
    document = read(generated / "docx" / f"{name}.docx")
    truth = json.loads((generated / "truth" / f"{name}.json").read_text("utf-8"))
    check(document)
    prose = [document.text[block.start : block.end] for block in document.blocks if block.table is None]
    assert prose == truth["paragraphs"]
    assert len(document.tables) == len(truth["tables"])
    heads = {"long003_twolevel": 3}.get(name, 1)
    for table, expected in zip(document.tables, truth["tables"], strict=True):
        rows = []
        for grid_row in table.grid()[heads:]:
            cells = [cell for cell in dict.fromkeys(grid_row) if cell is not None]
            texts = [document.text[cell.start : cell.end].replace("\n", " ") for cell in cells]
            rows.append({"kind": "section" if len(cells) == 1 else "task", "cells": texts})
        assert rows == expected["rows"]


def test_generated_features(generated: Path) -> None:
    document = read(generated / "docx" / "features.docx")
    truth = json.loads((generated / "truth" / "features.json").read_text("utf-8"))
    assert [word for word in truth["must"] if word not in document.text] == []
    assert [word for word in truth["must_not"] if word in document.text] == []
    assert [word for word in truth["numbers"] if word not in document.text] == []


def test_sniff_tells_zips_from_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(docx_parts.OLE_MARK + b"\0" * 600)
    assert not docx.sniff(path.read_bytes(), path)  # a file of old Word
    assert not docx.sniff(b"%PDF-1.7", path)
    assert docx.sniff(b"PK\x03\x04", path)


def test_the_files_of_these_tests_open_in_python_docx(tmp_path: Path) -> None:
    path = word_file(tmp_path, tbl(tr("A", "B")), numbering=DECIMAL + instance(1, 1))
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
    assert python_docx.Document(str(path)).tables[0].cell(0, 1).text == "B"
