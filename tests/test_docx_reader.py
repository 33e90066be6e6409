"""The Word reader: every trap of the format as a row of a table."""

from __future__ import annotations

import functools
import unicodedata
from pathlib import Path

import pytest
from docx_files import (
    AUTHOR,
    BREAK,
    DELETED_MARK,
    TAB,
    TYPES,
    box,
    control,
    fld,
    grid_of,
    mark,
    p,
    packed,
    part,
    parts,
    r,
    read,
    relations,
    tbl,
    tc,
    text_of,
    tr,
    word_file,
    words,
)

from data.document import BlockKind
from pipeline.ingest import docx_parts
from pipeline.ingest.cut_symbols import glued, glued_paragraphs
from pipeline.ingest.docx_lines import symbol_fonts
from pipeline.ingest.docx_story import MAX_SPAN

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
    '<w:style w:type="paragraph" w:styleId="ML1"><w:name w:val="toc 1"/></w:style>'
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
    # a line of the table of contents repeats a heading and is none
    (p(r("I. MỤC TIÊU"), TAB, r("3"), look='<w:pStyle w:val="ML1"/>'), BlockKind.PARAGRAPH),
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
    # a few words in a font of before Unicode, in that encoding; Unicode in such a font is read too
    (p("Đây là văn bản Unicode có dấu đầy đủ", r("KÕ ho¹ch", '<w:rFonts w:ascii=".VnTime"/>')), []),
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


@pytest.mark.parametrize(
    "text, following, expected",
    [
        ("theo Kế hoạch số 177-", "KH/TU ngày 16/4/2018", True),  # cut at the hyphen
        ("Nghị định số 63/2010/", "NĐ-CP của Chính phủ", True),  # at the slash
        ("Quyết định số 12/QĐ-", "TTg ngày", True),  # a body that ends in a small letter
        ("theo Nghị quyết số 57/2022/", "QH15.", True),  # one that ends in figures
        ("theo Kế hoạch số 177", "-KH/TU ngày", True),  # a symbol of the Party, its hyphen below
        ("giai đoạn 2021-", "2030 của tỉnh", True),  # years
        ("giai đoạn 2021-", "Kế hoạch này", False),  # a word
        ("giai đoạn 2021-", "1. Mục tiêu", False),  # a label
        ("giai đoạn 2021-", "I. MỤC TIÊU", False),
        ("đạt 1.177", "-KH/TU ngày", False),  # an amount
        ("trong năm 2024", "-UBND các xã", False),  # an item of a list
        ("Văn phòng UBND -", "HĐND tỉnh", False),  # a dash between words
    ],
)
def test_symbols_cut_between_paragraphs(tmp_path: Path, text: str, following: str, expected: bool) -> None:
    assert glued_paragraphs(text, following) is expected
    assert (text + following in text_of(tmp_path, p(text) + p(following))) is expected


def test_symbol_fonts_hold_one_character_a_code() -> None:
    signs = symbol_fonts()
    assert signs["symbol", 0xB3] == "≥"
    assert all(len(character) == 1 and 0 <= code <= 0xFF for (_, code), character in signs.items())
