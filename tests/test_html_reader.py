"""The HTML reader: what is shown, in which order, in which grid; and the document inside a saved page."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.document import BlockKind, Document
from pipeline.ingest import html

PLANS = Path(__file__).parents[1].parent / "shared" / "plans"


def read(folder: Path, content: str | bytes, name: str = "a.html") -> Document:
    path = folder / name
    raw = content.encode() if isinstance(content, str) else content
    path.write_bytes(raw)
    return html.read(path, hashlib.sha256(raw).hexdigest())


def lines(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.table is None]


def grid(document: Document) -> list[tuple[int, int, int, int, str]]:
    (table,) = document.tables
    return [
        (cell.row, cell.column, cell.row_span, cell.column_span, document.text[cell.start : cell.end])
        for cell in table.cells
    ]


BLOCKS = [
    # inline elements never divide words
    ("<p>Nghị <b>quy</b>ết <span>số</span> 76/NQ<i>-</i>CP</p>", ["Nghị quyết số 76/NQ-CP"]),
    # white space of the source is one space; a no-break space is a space
    ("<p>Căn\n   cứ&nbsp;Luật</p>", ["Căn cứ Luật"]),
    # text between blocks is a block
    ("<div>một<p>hai</p>ba</div>", ["một", "hai", "ba"]),
    # a break divides …
    ("<p>Nơi nhận:<br>- UBND tỉnh;<br>- Lưu: VT.</p>", ["Nơi nhận:", "- UBND tỉnh;", "- Lưu: VT."]),
    # … unless the words go on
    ("<p>Về việc công bố<br>danh mục thủ tục</p>", ["Về việc công bố danh mục thủ tục"]),
    # a label in small letters does not go on
    ("<p>gồm các việc<br>a) rà soát</p>", ["gồm các việc", "a) rà soát"]),
    # lines of preformatted text
    ("<pre>Điều 1.\nĐiều 2.</pre>", ["Điều 1.", "Điều 2."]),
    # numbers of lists: start, type, value, reversed, none, bullets
    ('<ol start="3"><li>ba<li>bốn</ol>', ["3. ba", "4. bốn"]),
    ('<ol type="a"><li>x<li>y</ol>', ["a. x", "b. y"]),
    ('<ol type="I" start="4"><li>x<li value="9">y</ol>', ["IV. x", "IX. y"]),
    ('<ol style="list-style-type: lower-roman"><li>x</ol>', ["i. x"]),
    ("<ol reversed><li>x<li>y</ol>", ["2. x", "1. y"]),
    ('<ol type="A" start="27"><li>x</ol>', ["AA. x"]),
    ('<ul style="list-style:none"><li>x</ul>', ["x"]),
    ("<ul><li>x<li>- y</ul>", ["- x", "- y"]),
    # a number belongs to the item's first paragraph alone
    ("<ol><li><p>x</p><p>y</p><li>z</ol>", ["1. x", "y", "2. z"]),
    ("<ol><li>x<ul><li>y</ul><li>z</ol>", ["1. x", "- y", "2. z"]),
    # what is hidden or no text is left out
    ('<p>a<span style="display: none">b</span><script>c</script><noscript>d</noscript><template>e</template></p>', ["a"]),
    ('<p hidden>a</p><p style="mso-hide:all">b</p><p>c<!-- d --></p>', ["c"]),
    # a rule of dashes under the letterhead
    ("<p>CHÍNH PHỦ</p><p>_______</p>", ["CHÍNH PHỦ"]),
    # the sign of a footnote leaves nothing; the note is kept
    ('<p>dân cư<a href="#_ftn1">[1]</a>.</p><div id="ftn1"><p>[1] Số liệu.</p></div>', ["dân cư.", "[1] Số liệu."]),
    # a page that only lays out by a table
    ("<table><tr><td><p>một</p><p>hai</p></td></tr></table>", ["một", "hai"]),
    # loose marks become one letter
    ("<p>Quye\u0302\u0301t</p>", ["Quyết"]),
]


@pytest.mark.parametrize("source, expected", BLOCKS)
def test_blocks(tmp_path: Path, source: str, expected: list[str]) -> None:
    assert lines(read(tmp_path, f"<html><body>{source}</body></html>")) == expected


GRIDS = [
    # plain
    ("<tr><td>a<td>b<tr><td>c<td>d", [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b"), (1, 0, 1, 1, "c"), (1, 1, 1, 1, "d")]),
    # a tall cell pushes the next row's cells to the right
    ("<tr><td rowspan=2>a<td>b<tr><td>c", [(0, 0, 2, 1, "a"), (0, 1, 1, 1, "b"), (1, 1, 1, 1, "c")]),
    # a wide cell
    ("<tr><td colspan=2>a<tr><td>b<td>c", [(0, 0, 1, 2, "a"), (1, 0, 1, 1, "b"), (1, 1, 1, 1, "c")]),
    # rowspan 0: to the end of the group; beyond the end: cut
    ("<tr><td rowspan=0>a<td>b<tr><td>c", [(0, 0, 2, 1, "a"), (0, 1, 1, 1, "b"), (1, 1, 1, 1, "c")]),
    ("<tr><td rowspan=99>a<td>b<tr><td>c", [(0, 0, 2, 1, "a"), (0, 1, 1, 1, "b"), (1, 1, 1, 1, "c")]),
    # spans that are no numbers
    ("<tr><td colspan=x>a<td colspan=-1>b", [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b")]),
    # a tall cell ends with its group, and the foot stands last wherever it is written
    (
        "<tfoot><tr><td>f<td>g</tfoot><thead><tr><th rowspan=5>h<th>i</thead><tbody><tr><td>a<td>b",
        [(0, 0, 1, 1, "h"), (0, 1, 1, 1, "i"), (1, 0, 1, 1, "a"), (1, 1, 1, 1, "b"), (2, 0, 1, 1, "f"), (2, 1, 1, 1, "g")],
    ),
    # paragraphs of a cell are lines; a table inside it keeps its text there
    ("<tr><td><p>a</p><p>b</p><td>c", [(0, 0, 1, 1, "a\nb"), (0, 1, 1, 1, "c")]),
    ("<tr><td>x<table><tr><td>a<td>b<tr><td>c<td>d</table><td>e", [(0, 0, 1, 1, "x\na | b\nc | d"), (0, 1, 1, 1, "e")]),
    # a hidden row
    ("<tr style='display:none'><td>x<td>y<tr><td>a<td>b", [(0, 0, 1, 1, "a"), (0, 1, 1, 1, "b")]),
]


@pytest.mark.parametrize("source, expected", GRIDS)
def test_grids(tmp_path: Path, source: str, expected: list[tuple[int, int, int, int, str]]) -> None:
    text = "<p>" + "Uỷ ban nhân dân tỉnh ban hành kế hoạch. " * 5 + "</p>"
    assert grid(read(tmp_path, f"<html><body>{text}<table>{source}</table></body></html>")) == expected


def test_absurd_spans_are_bounded(tmp_path: Path) -> None:
    cells = "".join(f"<tr><td colspan=99999>a{row}<td rowspan=99999>b</tr>" for row in range(50))
    (table,) = read(tmp_path, f"<p>{'dài ' * 200}</p><table>{cells}</table>").tables
    assert table.columns <= 200
    assert table.rows == 50


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=5), min_size=1, max_size=6))
def test_no_slot_is_covered_twice(tmp_path_factory: pytest.TempPathFactory, rows: list[list[tuple[int, int]]]) -> None:
    source = "".join(
        "<tr>" + "".join(f"<td rowspan={tall} colspan={wide}>x{tall}{wide}</td>" for tall, wide in row) + "</tr>"
        for row in rows
    )
    document = read(tmp_path_factory.mktemp("h"), f"<p>{'dài ' * 200}</p><table>{source}</table>")
    for table in document.tables:
        slots = [
            (cell.row + down, cell.column + across)
            for cell in table.cells
            for down in range(cell.row_span)
            for across in range(cell.column_span)
        ]
        assert len(slots) == len(set(slots))
        assert all(row < table.rows and column < table.columns for row, column in slots)


ENCODINGS = [
    ("utf-8", ""),
    ("utf-8-sig", ""),
    ("utf-16", ""),
    ("utf-8", '<meta charset="windows-1252">'),  # a wrong word of the file is not believed
]


@pytest.mark.parametrize("encoding, meta", ENCODINGS)
def test_encodings(tmp_path: Path, encoding: str, meta: str) -> None:
    page = f"<html><head>{meta}</head><body><p>Uỷ ban nhân dân tỉnh Đồng Nai ban hành Kế hoạch</p></body></html>"
    assert lines(read(tmp_path, page.encode(encoding))) == ["Uỷ ban nhân dân tỉnh Đồng Nai ban hành Kế hoạch"]


@pytest.mark.parametrize("meta", ["", '<meta http-equiv="Content-Type" content="text/html; charset=windows-1258">'])
def test_windows_1258(tmp_path: Path, meta: str) -> None:
    words = "U\u0309y ban nhân dân ti\u0309nh, ca\u0301c sơ\u0309 va\u0300 thu\u0309 tu\u0323c ha\u0300nh chi\u0301nh"
    page = f"<html><head>{meta}</head><body><p>{words}</p></body></html>"
    assert lines(read(tmp_path, page.encode("cp1258"))) == ["Ủy ban nhân dân tỉnh, các sở và thủ tục hành chính"]


OLD = "Céng hßa x· héi chñ nghÜa ViÖt Nam, ®éc lËp tù do h¹nh phóc. "
OLD_PAGES = [
    OLD.encode("cp1252") * 3,  # bytes of an old font
    OLD.encode() * 3,  # the same taken for Western letters and saved as UTF-8
    OLD.encode("ascii", "xmlcharrefreplace") * 3,  # … or as entities
    OLD.replace("®", "&reg;").encode() * 3,
]


@pytest.mark.parametrize("old", OLD_PAGES)
def test_old_fonts_are_read(tmp_path: Path, old: bytes) -> None:
    document = read(tmp_path, b"<html><p title='A &amp; B'><font face='.VnTime'>" + old + b" A &amp; B</font></p></html>")
    expected = "Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập tự do hạnh phúc. " * 3
    assert document.text.strip() == expected + "A & B"  # entities of the page itself stay


SNIFFED = [
    (b"<!DOCTYPE html><html>", "a.html", True),
    (b"\n<html xmlns:o='urn'>", "a.doc", True),  # Word's pages are also named .doc
    (b"<?xml version='1.0'?>\n<html>", "a.xhtml", True),
    (b"<?xml version='1.0'?><w:document>", "a.xml", False),
    ("Kế hoạch\t<p>1</p>\t<ul><li>a</li></ul>".encode(), "a.txt", False),  # tags in the cells of a text
    (b"hello", "a.html", False),  # a name is not enough
    (b"%PDF-1.7", "a.html", False),
    ("\ufeff<html>".encode("utf-16-le"), "a.html", True),
]


@pytest.mark.parametrize("head, name, expected", SNIFFED)
def test_sniff(head: bytes, name: str, expected: bool) -> None:
    assert html.sniff(head, Path(name)) is expected


def test_headings_and_bold(tmp_path: Path) -> None:
    document = read(tmp_path, "<h2>Mục tiêu chung</h2><p><b>Nhiệm vụ</b></p><p><b>Sở Nội vụ</b> chủ trì</p>")
    assert [block.kind for block in document.blocks] == [BlockKind.HEADING, BlockKind.HEADING, BlockKind.PARAGRAPH]


def test_margins_of_the_word_processor_are_furniture(tmp_path: Path) -> None:
    document = read(tmp_path, '<div title="header"><p>Trang 2</p></div><p>Nội dung</p>')
    assert lines(document) == ["Nội dung"]
    assert [(item.kind, item.text) for item in document.furniture] == [("page-header", "Trang 2")]


LETTERHEAD = "<table><tr><td>UBND TỈNH A<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>Độc lập - Tự do - Hạnh phúc</table>"
BODY = LETTERHEAD + "<p>KẾ HOẠCH</p><p>Nội dung kế hoạch.</p><p>Nơi nhận:<br>- Lưu: VT.</p>"


def test_a_site_is_cut_off(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        f"<nav><a>Trang chủ</a></nav><h1>Kế hoạch 1</h1><div><div id=c>{BODY}</div><div><p>Mục lục</p></div></div>"
        "<footer>Địa chỉ</footer>",
    )
    assert lines(document) == ["KẾ HOẠCH", "Nội dung kế hoạch.", "Nơi nhận:", "- Lưu: VT."]
    assert [item.text for item in document.furniture] == ["Trang chủ", "Kế hoạch 1", "Mục lục", "Địa chỉ"]


def test_an_annex_beside_the_document_is_kept(tmp_path: Path) -> None:
    annex = "<div><p>PHỤ LỤC I</p><p>Danh mục nhiệm vụ</p></div>"
    document = read(tmp_path, f"<nav>Trang chủ</nav><div>{BODY}</div>{annex}<p>Liên hệ</p>")
    assert lines(document)[-2:] == ["PHỤ LỤC I", "Danh mục nhiệm vụ"]
    assert [item.text for item in document.furniture] == ["Trang chủ", "Liên hệ"]


def test_exported_text_is_document_from_end_to_end(tmp_path: Path) -> None:
    document = read(tmp_path, f"<p>Dự thảo</p><div>{BODY}</div><div><p>Biểu số 1</p></div>")
    assert lines(document)[0] == "Dự thảo"
    assert lines(document)[-1] == "Biểu số 1"
    assert document.furniture == ()


def test_deep_nesting_is_read(tmp_path: Path) -> None:
    assert lines(read(tmp_path, "<div>" * 3000 + "đáy" + "</div>" * 3000)) == ["đáy"]
    nested = "<table><tr><td>a<td>" * 40 + "đáy"
    assert "đáy" in read(tmp_path, f"<p>{'dài ' * 2000}</p>" + nested).text


SAVED = [
    (
        "cp-2025-nd367-sua-nd118-mot-cua.vbpl.html",
        "NGHỊ ĐỊNH",
        "Phạm Thị Thanh Trà",
        15,
        "CƠ SỞ DỮ LIỆU QUỐC GIA VỀ PHÁP LUẬT",
    ),
    ("cp-2025-nq66-7-cat-giam-tthc.vbpl.html", "NGHỊ QUYẾT", "Phạm Minh Chính", 10, "CƠ SỞ DỮ LIỆU QUỐC GIA VỀ PHÁP LUẬT"),
]


@pytest.mark.parametrize("name, kind, signer, count, noise", SAVED)
def test_saved_pages_of_the_law_portal(name: str, kind: str, signer: str, count: int, noise: str) -> None:
    path = PLANS / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    document = html.read(path, "0" * 64)
    assert document.text.startswith("CHÍNH PHỦ\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert document.text.rstrip().endswith(signer)
    assert kind in lines(document)
    numbers = [int(line.split(".")[0].removeprefix("Điều ")) for line in lines(document) if line.startswith("Điều ")]
    assert numbers == list(range(1, len(numbers) + 1))
    own = [line for line in lines(document) if line.split(". ")[0].isdigit()]
    assert len(own) >= count
    assert noise not in document.text
    assert noise in [item.text for item in document.furniture]
    assert "Mục lục" not in document.text
