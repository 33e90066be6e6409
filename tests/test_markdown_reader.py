"""The Markdown reader: flattened tables, hard wraps, mark-up, the site around a document."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from document_checks import check_form, flat, letters
from document_checks import laid_out_markdown as laid_out
from document_checks import markdown_paragraphs as paragraphs

from data.document import BlockKind, Document
from normalizers.repair import repaired
from pipeline.ingest import markdown, read, site

SHARED = Path(__file__).parents[1].parent / "shared"


# ---- hard wraps -------------------------------------------------------------------------------------------------------

WRAPPED = "- Rà soát các quy định của tỉnh\nvà trung ương có liên quan.\n\n" * 12  # makes the file a wrapped one

SEAMS = [
    # a heading that is bold over the break is one heading
    ("**I. MỤC\nĐÍCH, YÊU CẦU**\n", ["I. MỤC ĐÍCH, YÊU CẦU"]),
    # a symbol is cut at its hyphen
    ("Nghị định số 63/2010/NĐ-\nCP ngày 08/6/2010\n", ["Nghị định số 63/2010/NĐ-CP ngày 08/6/2010"]),
    # a symbol is cut before its slash
    ("Nghị định số 63/2010\n/NĐ-CP của Chính phủ\n", ["Nghị định số 63/2010/NĐ-CP của Chính phủ"]),
    # a range of years is cut behind its hyphen
    ("giai đoạn 2021-\n2030 trên địa bàn\n", ["giai đoạn 2021-2030 trên địa bàn"]),
    # a range with spaces is no bullet
    ("4. Trong giai đoạn 2026\n- 2030 phấn đấu\n", ["4. Trong giai đoạn 2026 - 2030 phấn đấu"]),
    # a number stands on the next line
    ("Thực hiện Nghị quyết số\n57-NQ/TW của Bộ Chính trị\n", ["Thực hiện Nghị quyết số 57-NQ/TW của Bộ Chính trị"]),
    # the number of a provision is no label
    ("theo quy định hiện nay tại khoản\n1. Các sở thực hiện\n", ["theo quy định hiện nay tại khoản 1. Các sở thực hiện"]),
    # an article in a sentence is no heading
    ("thi hành theo quy định tại\nĐiều 59 Luật Ban hành\n", ["thi hành theo quy định tại Điều 59 Luật Ban hành"]),
    # an article with its point is one
    ("các đơn vị thực hiện.\nĐiều 2. Hiệu lực\n", ["các đơn vị thực hiện.", "Điều 2. Hiệu lực"]),
    # a type line never joins the title, the lines of a title join
    (
        "**KẾ HOẠCH**\nTHỰC\nHIỆN QUYẾT ĐỊNH SỐ 06\nThực hiện Quyết định\n",
        ["KẾ HOẠCH", "THỰC HIỆN QUYẾT ĐỊNH SỐ 06", "Thực hiện Quyết định"],
    ),
    # a name with small letters does not break a title
    (
        "**PHỤ LỤC**\n\nPHÁT TRIỂN HẠ TẦNG\n5G, IoT TRONG CÁC KHU CÔNG NGHIỆP\n",
        ["PHỤ LỤC", "PHÁT TRIỂN HẠ TẦNG 5G, IoT TRONG CÁC KHU CÔNG NGHIỆP"],
    ),
    # labels start paragraphs, also without blank lines
    (
        "1. Mục đích\n- Bảo đảm thống nhất\n+ Rà soát\na) Kịp thời\n",
        ["1. Mục đích", "- Bảo đảm thống nhất", "+ Rà soát", "a) Kịp thời"],
    ),
    # an address list stays lines
    ("*Nơi nhận:*\n- UBND tỉnh;\n- Lưu: VT.\n", ["Nơi nhận:", "- UBND tỉnh;", "- Lưu: VT."]),
    # a signature block stays lines
    (
        "**TM. ỦY BAN\nNHÂN DÂN**\nKT. CHỦ TỊCH\n**PHÓ CHỦ TỊCH**\n**Trần Văn A**\n",
        ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Trần Văn A"],
    ),
    # a blank line inside a sentence is a page break
    ("của Chính phủ quy\n\nđịnh về việc cung cấp\n", ["của Chính phủ quy định về việc cung cấp"]),
    # a blank line behind a comma, capital behind it: two paragraphs
    ("Căn cứ Kế hoạch năm 2023,\n\nTrưởng ban lập kế hoạch\n", ["Căn cứ Kế hoạch năm 2023,", "Trưởng ban lập kế hoạch"]),
    # a word that sounds like one that awaits more ends a heading
    ("**1. Xây dựng pháp luật**\n\nTham mưu, đề xuất\n", ["1. Xây dựng pháp luật", "Tham mưu, đề xuất"]),
]


@pytest.mark.parametrize("text, expected", SEAMS)
def test_breaks_of_the_page_and_of_the_writer(text, expected):
    assert paragraphs(WRAPPED + text)[12:] == expected


def test_a_full_line_goes_on_and_a_short_one_ends():
    first = "- Xây dựng Luật\n"  # room for more: what follows without label is a paragraph of its own
    lines = [
        f"- Nghiên cứu, xây dựng Luật Chuyển đổi số mức {number}\nđể đẩy mạnh chuyển đổi số.\n" for number in range(10, 22)
    ]
    text = "".join(lines) + first + "Một số chỉ tiêu\n" + "- Xây dựng Kế hoạch hành động phát triển năm 25\nChính phủ số\n"
    assert paragraphs(text)[-3:] == [
        "- Xây dựng Luật",
        "Một số chỉ tiêu",
        "- Xây dựng Kế hoạch hành động phát triển năm 25 Chính phủ số",
    ]


def test_lines_without_wraps_stay_apart():
    assert paragraphs("Kinh phí thực hiện\nSở Tài chính bố trí\n") == ["Kinh phí thực hiện", "Sở Tài chính bố trí"]


# ---- mark-up ----------------------------------------------------------------------------------------------------------

MARKUP = [
    ("**Điều 1. **Ban hành", "Điều 1. Ban hành"),  # a space inside the stars
    ("**2.**** **Rà soát", "2. Rà soát"),  # stars that close and open again
    ("*(Kèm theo Kế hoạch số 1)*", "(Kèm theo Kế hoạch số 1)"),  # italics around brackets
    ("(*trừ hồ sơ mật*)", "(trừ hồ sơ mật)"),  # italics inside brackets
    ("(*) Ghi chú", "(*) Ghi chú"),  # a footnote sign stays
    ("* Ghi chú", "* Ghi chú"),  # a bullet stays
    ("5 * 3 = 15", "5 * 3 = 15"),  # a times sign stays
    ("[Nghị định 63](https://example.org/a) và [1]", "Nghị định 63 và [1]"),  # a link goes, a reference stays
    (r"1\. Mục tiêu A\|B", "1. Mục tiêu A|B"),  # escapes
    ("R&amp;D &lt; 5&nbsp;%", "R&D < 5 %"),  # entities
    ("<p>Sở <b>Y tế</b></p>", "Sở Y tế"),  # tags
    ("<Nội dung> = Nội dung cũ", "<Nội dung> = Nội dung cũ"),  # no tag
    ("## II. Mục tiêu", "II. Mục tiêu"),  # a heading
    ("ngày **30 tháng 11 **báo cáo", "ngày 30 tháng 11 báo cáo"),  # bold in a sentence
]


@pytest.mark.parametrize("text, expected", MARKUP)
def test_mark_up_goes_and_words_stay(text, expected):
    assert paragraphs(text) == [expected]


def test_rules_and_empty_emphasis_leave_nothing():
    assert paragraphs("UBND\n--------\n** **\n* *\n#\n_____\n") == ["UBND"]


def test_bold_and_marked_lines_are_headings():
    kinds = [block.kind for block in laid_out("**KẾ HOẠCH**\n\n## Tổ chức\n\nCác sở thực hiện.\n").blocks]
    assert kinds == [BlockKind.HEADING, BlockKind.HEADING, BlockKind.PARAGRAPH]


# ---- the site around --------------------------------------------------------------------------------------------------

PLAN = (
    flat([["**UBND TỈNH A**", "**CỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM**\nĐộc lập"], ["Số: 9/KH-UBND", "*Ngày 1*"]])
    + "**KẾ HOẠCH**\nNăm 2025\nCác sở thực hiện./.\n"
    + flat([["Nơi nhận:\n- Lưu: VT.", "**CHỦ TỊCH**\nTrần Văn A"]])
)
ABOVE = "|\nĐang tải văn bản...\n#\n**Số hiệu:**\n|\n9/KH-UBND\n|\n|\n**Ngày ban hành:**\n|\n01/01/2025\n|\n"
BELOW = "Kế hoạch 9/KH-UBND năm 2025 do tỉnh A ban hành\n## Văn bản liên quan\nHiệu lực: Đã biết\nVăn bản thay thế\n"


def test_the_document_is_found_in_the_page():
    page = ABOVE + PLAN + BELOW
    body = site.document_in(page)
    assert page[body.start : body.end] == PLAN


# what one word of a site alone does not prove
@pytest.mark.parametrize("page", [PLAN, "Lĩnh vực: y tế\n" + PLAN, PLAN + "Văn bản liên quan\n", "Số hiệu: 5\n\nNội dung\n"])
def test_a_page_without_a_site_is_document_as_a_whole(page):
    assert site.document_in(page) == site.Body(0, len(page))


def test_without_a_letterhead_the_type_line_opens_the_document():
    page = "**Số hiệu:** 5\n**Ngày ban hành:** 1\n\nKẾ HOẠCH\n\nNăm 2025\n"
    assert page[site.document_in(page).start :] == "KẾ HOẠCH\n\nNăm 2025\n"


# ---- sniffing ---------------------------------------------------------------------------------------------------------

SNIFFED = [
    (b"|\na\n|\n", "a.txt", True),  # bars alone on a line
    (b"| a | b |\n|---|---|\n| 1 | 2 |\n", "a.txt", True),  # a rule under a header
    (b"# A\n\n## B\n", "a", True),  # headings
    (b"# A\n\n## B\n", "a.txt", True),  # in any file
    ("**95%** và **20%**\n".encode(), "a.txt", False),  # a little bold is no Markdown
    (b"", "a.md", True),  # the name says so
    (b"%PDF-1.7 **a** **b**", "a.md", False),  # a PDF
    (b"\x00\x01|\na\n|\n", "a.md", False),  # binary
]


@pytest.mark.parametrize("head, name, expected", SNIFFED)
def test_markdown_is_known_by_its_marks(head, name, expected):
    assert markdown.sniff(head, Path(name)) is expected


# ---- real documents ---------------------------------------------------------------------------------------------------


def real(name: str) -> Document:
    found = sorted((SHARED / "plans").glob(f"{name}*.md"))
    if not found:
        pytest.skip(f"no real document {name} beside the project")
    return read(found[0])


def real_files() -> list[Path]:
    return [path for path in sorted((SHARED / "plans").glob("*.md")) if path.stem != "README"]


@pytest.mark.parametrize("path", real_files() or [None], ids=lambda path: path.stem[:12] if path else "none")
def test_nothing_of_a_real_document_is_lost(path):
    if path is None:
        pytest.skip("no real documents beside the project")
    document = read(path)
    source = path.read_text(encoding="utf-8")
    aside = "".join(piece.text for piece in document.furniture)
    assert letters(document.text) + letters(aside) == letters(repaired(source))
    check_form(document, source)


# document, rows and columns of its tables
SHAPES = [
    ("hn-2025-kh310", [(2, 2), (1, 2), (7, 5)]),
    ("na-2025-kh980", [(2, 2), (1, 2), (24, 6)]),
    ("hcm-2025-qd2820", [(2, 2), (1, 2), (35, 7)]),
    ("ttg-2025-qd2629", [(2, 2), (1, 2), (29, 5), (90, 6)]),
    ("dn-2025-kh179", [(2, 2), (1, 2), (132, 6)]),
    ("cp-2025-nq03-pl1", [(60, 5)]),
    ("cp-2025-nq03-pl2", [(148, 6)]),
]


@pytest.mark.parametrize("name, shapes", SHAPES)
def test_the_tables_of_real_documents(name, shapes):
    assert [(table.rows, table.columns) for table in real(name).tables] == shapes


# of the task table of hcm: row and column of a slot, row of the cell that runs down into it
MERGED = [
    (8, 0, 7),  # the number of the task above
    (8, 3, 7),  # its coordinating units
    (21, 5, 19),  # the result of two rows above
    (28, 6, 25),  # the funding of the first task of the section
    (3, 6, 2),  # the same
    (30, 5, 30),  # an empty cell is a cell
    (21, 3, 21),  # units of its own
]


@pytest.mark.parametrize("row, column, owner", MERGED)
def test_merged_cells_of_a_real_table(row, column, owner):
    cell = real("hcm-2025-qd2820").tables[2].grid()[row][column]
    assert cell is not None
    assert cell.row == owner


# first and last words of paragraphs that were joined or divided rightly
WHOLE = [
    ("hn-2025-kh310", "Kinh phí thực hiện Kế hoạch", "khác theo quy định."),  # a paragraph of two lines
    ("hn-2025-kh310", "NHIỆM VỤ CHỦ YẾU", "ĐẾN NĂM 2030"),  # a title with a name in small letters
    ("ttg-2025-qd2629", "I. QUAN ĐIỂM", "QUAN ĐIỂM"),  # no blank line behind it
    ("ttg-2025-qd2629", "a) Cung cấp dịch vụ số", "thông minh"),  # a heading before text without label
    ("ttg-2025-qd2629", "+ 100% cơ quan, tổ chức sử dụng", "điều hành."),  # a capital behind a full first line
    ("lc-2025-kh7360", "2. Rà soát văn bản", "pháp luật"),  # stars over a line end
    ("bn-2025-kh141", "4. Trong giai đoạn 2026 - 2030", "trên địa bàn tỉnh."),  # a range over a line end
    ("bn-2025-kh141", "- Đơn vị phối hợp: Văn phòng", "liên quan."),  # a blank line in the sentence
    ("hcm-2025-qd2820", "Điều 2. Quyết định này", "ngày ký."),  # bold that ends behind the space
    ("dn-2025-kh179", "4.1. Chuyển đổi số", "cảng biển"),  # a heading right before a)
]


@pytest.mark.parametrize("name, first, last", WHOLE)
def test_paragraphs_of_real_documents(name, first, last):
    document = real(name)
    texts = [document.text[block.start : block.end] for block in document.blocks if block.table is None]
    assert [text for text in texts if text.startswith(first) and text.endswith(last)]


def test_the_site_around_a_real_document_is_furniture():
    document = real("na-2025-kh980")
    assert document.text.startswith("ỦY BAN NHÂN DÂN\n")
    assert document.blocks[-1].kind is BlockKind.TABLE
    assert [piece.kind for piece in document.furniture] == ["site", "site"]


# ---- time -------------------------------------------------------------------------------------------------------------

LONG = ["thực hiện quy định ", "|\n", "|\na b\n|\n1\n", "**a** ", "* a", "| a | b |\n", "|a", "<p ", "[a](", "- Quy định;\n"]


def seconds(piece: str, size: int) -> float:
    """The best of three runs."""
    text = piece * (size // len(piece))
    runs = []
    for _ in range(3):
        start = time.process_time()
        laid_out(text)
        runs.append(time.process_time() - start)
    return min(runs)


@pytest.mark.slow
@pytest.mark.parametrize("piece", LONG)
def test_time_grows_with_the_text_and_no_faster(piece):
    assert seconds(piece, 160_000) < 10 * seconds(piece, 40_000)  # four times the text; sixteen times would be quadratic
