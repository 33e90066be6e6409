"""The reader of plain text: encodings, tables of tabs, page breaks, page numbers."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest
from document_checks import check_form, grid, letters
from hypothesis import given, settings
from hypothesis import strategies as st

from data.document import BlockKind, Document
from normalizers.mapped_text import MappedText
from normalizers.repair import repaired
from pipeline.errors import UnreadableFile
from pipeline.ingest import read, text
from pipeline.ingest.decode import decoded_bytes, decoded_head
from pipeline.ingest.draft import Draft

SHARED = Path(__file__).parents[1].parent / "shared"
PROSE = "Ủy ban nhân dân tỉnh ban hành Kế hoạch thực hiện nhiệm vụ cải cách hành chính năm 2025, cụ thể như sau:"


def laid_out(source: str) -> Document:
    draft = Draft("a.txt", "0" * 64, "txt")
    text.lay_out(MappedText.of(source), draft)
    return draft.finish()


def paragraphs(source: str) -> list[str]:
    document = laid_out(source)
    return [document.text[block.start : block.end] for block in document.blocks]


def only_grid(source: str) -> list[list[str | None]]:
    document = laid_out(source)
    assert len(document.tables) == 1, document.text
    return grid(document, document.tables[0])


# ---- bytes to text ----------------------------------------------------------------------------------------------------


# every way that a plan may be saved gives the same text
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_encodings(encoding):
    assert decoded_bytes(PROSE.encode(encoding), "a.txt") == PROSE


def test_windows_1258_reads_as_vietnamese():
    raw = "Ủy ban nhân dân tỉnh ban hành Kế hoạch này"
    marks = {"ỷ": "y\u0309", "ỉ": "i\u0309", "ế": "ê\u0301", "ạ": "a\u0323", "Ủ": "U\u0309"}
    loose = "".join(marks.get(letter, letter) for letter in raw)
    assert repaired(decoded_bytes(loose.encode("cp1258"), "a.txt")) == raw


REFUSED = [
    (b"%PDF-1.7\n1 0 obj", "PDF"),  # known by its first bytes
    (b"PK\x03\x04\x14\x00", "Word, Excel mới"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Word, Excel cũ"),
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"{\\rtf1\\ansi", "RTF"),
    (b"abc\x00def", "nhị phân"),  # a NUL byte
    (bytes(range(1, 9)) * 50, "nhị phân"),  # control bytes
    (b"\xff\xfeA", "byte"),  # UTF-16 cut in the middle of a character
    ("Straße für Käse, größer als je zuvor, über Österreich".encode("latin-1"), "UTF-8"),  # some other tongue
]


@pytest.mark.parametrize("raw, said", REFUSED)
def test_what_is_no_text_is_refused_and_named(raw, said):
    with pytest.raises(UnreadableFile, match=said) as refused:
        decoded_bytes(raw, "a.txt")
    assert "a.txt" in refused.value.problem
    assert refused.value.advice


UNICODE = "Uỷ ban nhân dân tỉnh ban hành kế hoạch thực hiện nhiệm vụ năm nay"
OLD = [
    (UNICODE, "Uû ban nh©n d©n tØnh ban hµnh kÕ ho¹ch thùc hiÖn nhiÖm vô n¨m nay"),
    (UNICODE, "Uyû ban nhaân daân tænh ban haønh keá hoaïch thöïc hieän nhieäm vuï naêm nay"),
]


@pytest.mark.parametrize("words, typed", OLD)
def test_old_encodings_are_read(words, typed):
    assert decoded_bytes(typed.encode("cp1252"), "a.txt") == words
    assert decoded_bytes((typed + ". ").encode() * 3, "a.txt") == (words + ". ") * 3  # saved as UTF-8 letter by letter


def test_viqr_is_read_and_plain_ascii_is_not_touched():
    words = "Nghi. ddi.nh cu?a Chi'nh phu? nu+o+'c ta ve^` cho+. lo+'n. "
    assert decoded_bytes(words.encode() * 3, "a.txt") == "Nghị định của Chính phủ nước ta về chợ lớn. " * 3
    for plain in ("Uy ban nhan dan tinh. Ke hoach cua so nay? Da ban hanh. ", "The plan (2025) is done. Why? It's to be. "):
        assert decoded_bytes(plain.encode() * 9, "a.txt") == plain * 9


def test_a_head_that_ends_inside_a_character_is_text():
    raw = ("ế" * 5000).encode()[:8192]
    assert len(raw) % 3
    assert decoded_head(raw) == "ế" * (8192 // 3)


SNIFFED = [
    (PROSE.encode(), "KE_HOACH", True),  # text without a suffix
    (b"\x00\x01\x02", "a.txt", True),  # the name says text: read tells what it is
    (b"\x00\x01\x02", "a.bin", False),  # binary
    (b"\x89PNG\r\n", "a", False),  # a picture
]


@pytest.mark.parametrize("head, name, expected", SNIFFED)
def test_text_takes_what_decodes(head, name, expected):
    assert text.sniff(head, Path(name)) is expected


# ---- paragraphs -------------------------------------------------------------------------------------------------------

PARAGRAPHS = [
    # a page break cuts a sentence
    ("Nghị định của Chính phủ quy\n\nđịnh về việc\n", ["Nghị định của Chính phủ quy định về việc"]),
    # … or a symbol
    ("theo Kế hoạch số 177-\n\nKH/TU ngày 16/4\n", ["theo Kế hoạch số 177-KH/TU ngày 16/4"]),
    # … behind a semicolon
    ("- Chủ trì tuyên truyền;\n\nphổ biến nghiệp vụ.\n", ["- Chủ trì tuyên truyền; phổ biến nghiệp vụ."]),
    # … behind a word that awaits another
    ("thực hiện Quyết định của\n\nChủ tịch tỉnh\n", ["thực hiện Quyết định của Chủ tịch tỉnh"]),
    # who decides stands under the title in capitals, and is no part of it
    (
        "QUYẾT ĐỊNH\nVỀ VIỆC BAN HÀNH QUY CHẾ\nLÀM VIỆC CỦA SỞ\nỦY BAN NHÂN DÂN TỈNH\nCăn cứ Luật;\n",
        ["QUYẾT ĐỊNH", "VỀ VIỆC BAN HÀNH QUY CHẾ LÀM VIỆC CỦA SỞ", "ỦY BAN NHÂN DÂN TỈNH", "Căn cứ Luật;"],
    ),
    # … but goes on where the line above waits for it
    (
        "QUY CHẾ\nLÀM VIỆC CỦA\nỦY BAN NHÂN DÂN TỈNH\n",
        ["QUY CHẾ", "LÀM VIỆC CỦA ỦY BAN NHÂN DÂN TỈNH"],
    ),
    # a sentence that has ended does not go on
    ("Thực hiện năm 2023.\n\nđ) Rà soát\n", ["Thực hiện năm 2023.", "đ) Rà soát"]),
    # a list is announced
    ("cụ thể như sau:\n\nrà soát\n", ["cụ thể như sau:", "rà soát"]),
    # a heading without a mark at its end
    ("2.1. Cải cách thể chế\n\n100% các văn bản\n", ["2.1. Cải cách thể chế", "100% các văn bản"]),
    # a title over several lines below its type line
    (
        "KẾ HOẠCH\nCải cách hành chính năm 2020\ncủa Ban Quản lý\n",
        ["KẾ HOẠCH", "Cải cách hành chính năm 2020 của Ban Quản lý"],
    ),
    # the bodies of a letterhead stay apart, the lines of a title in capitals join
    (
        "UBND TỈNH A\nSỞ NỘI VỤ\n\nKẾ HOẠCH\nCẢI CÁCH\nHÀNH CHÍNH\n",
        ["UBND TỈNH A", "SỞ NỘI VỤ", "KẾ HOẠCH", "CẢI CÁCH HÀNH CHÍNH"],
    ),
    # the signature block stays lines, also in bold
    ("**KT. TRƯỞNG BAN\nPHÓ TRƯỞNG BAN**\n\nTrần Văn A\n", ["KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Trần Văn A"]),
    # a soft hyphen at a line end is a hyphen: Vietnamese is never hyphenated
    ("Nghị định số 63/2010/NĐ\u00ad\nCP\n", ["Nghị định số 63/2010/NĐ-CP"]),
    # the name of a law, of an office; a basis without number or day; the end of a bracket
    ("một số điều của Luật\nViên chức ngày 1/2/2019;\n", ["một số điều của Luật Viên chức ngày 1/2/2019;"]),
    ("công nghiệp tăng 18\n- 20%; dịch vụ tăng\n", ["công nghiệp tăng 18 - 20%; dịch vụ tăng"]),  # a range
    ("Giao Giám đốc Sở\nNội vụ theo dõi.\n", ["Giao Giám đốc Sở Nội vụ theo dõi."]),  # a unit's name
    ("Giao thành viên Ban\nChỉ huy tỉnh\n", ["Giao thành viên Ban Chỉ huy tỉnh"]),
    ("Các phòng thuộc Sở\nTổ chức thực hiện\n", ["Các phòng thuộc Sở", "Tổ chức thực hiện"]),  # no unit is called so
    ("theo quy định của Thủ tướng\nChính phủ giao\n", ["theo quy định của Thủ tướng Chính phủ giao"]),
    ("Căn cứ Luật Tổ chức\nHĐND và UBND ngày 26/11/2003;\n", ["Căn cứ Luật Tổ chức HĐND và UBND ngày 26/11/2003;"]),
    ("(Kèm theo Quyết định của xã Tam\nNông)\n", ["(Kèm theo Quyết định của xã Tam Nông)"]),
    # … but not behind a heading that only ends so
    ("Tuyên truyền pháp luật\nCác cơ quan tổ chức\n", ["Tuyên truyền pháp luật", "Các cơ quan tổ chức"]),
    # a list of units goes on behind a comma, where the line is no longer than a page is wide
    ("Giám đốc các sở, ban,\nChủ tịch UBND các xã\n", ["Giám đốc các sở, ban, Chủ tịch UBND các xã"]),
    (f"{'Các sở, ' * 20}\nChủ tịch UBND\n", [("Các sở, " * 20).strip(), "Chủ tịch UBND"]),
    # three wrapped lines show the width where no line is longer
    (
        (
            "Điều 1. Ban hành kèm theo quyết định này quy chế quản lý và\nsử dụng nhà.\n"
            "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký ban\nhành.\n"
            "Điều 3. Giám đốc Sở Xây dựng và Chủ tịch các xã của thành phố\nHà Giang chịu trách nhiệm\nthi hành.\n"
            "Điều 4. Chánh Văn phòng tỉnh theo dõi việc thực hiện quyết\nđịnh.\n"
        ),
        [
            "Điều 1. Ban hành kèm theo quyết định này quy chế quản lý và sử dụng nhà.",
            "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký ban hành.",
            "Điều 3. Giám đốc Sở Xây dựng và Chủ tịch các xã của thành phố Hà Giang chịu trách nhiệm thi hành.",
            "Điều 4. Chánh Văn phòng tỉnh theo dõi việc thực hiện quyết định.",
        ],
    ),
    # line ends of other systems
    ("Một câu.\r\n\r\nHai câu.\rBa câu.\x0cBốn câu.\n", ["Một câu.", "Hai câu.", "Ba câu.", "Bốn câu."]),
    # an indent is no table
    ("\tĐiều 1. Phạm vi\nQuy chế này quy định\n", ["Điều 1. Phạm vi", "Quy chế này quy định"]),
]


@pytest.mark.parametrize("source, expected", PARAGRAPHS)
def test_paragraphs(source, expected):
    assert paragraphs(source) == expected


def test_kinds_levels_and_labels():
    blocks = laid_out("I. MỤC ĐÍCH\n\n- Rà soát các quy định;\n\nKinh phí thực hiện.\n\n**PHÓ CHỦ TỊCH**\n").blocks
    assert [(block.kind, block.level, block.label) for block in blocks] == [
        (BlockKind.HEADING, 3, "I."),
        (BlockKind.ITEM, 8, "-"),
        (BlockKind.PARAGRAPH, 0, ""),
        (BlockKind.PARAGRAPH, 0, ""),  # a signature is no heading, bold or not
    ]


# ---- page numbers -----------------------------------------------------------------------------------------------------


def test_numbers_that_count_up_are_page_numbers():
    pages = "\n\n".join(f"Trang này nói về việc thứ nhất.\n\n{number}" for number in range(2, 6))
    document = laid_out(pages)
    assert [piece.text for piece in document.furniture] == ["2", "3", "4", "5"]
    assert not re.search(r"\d", document.text)


def test_a_number_inside_a_sentence_is_one_too():
    document = laid_out("Ban Quản lý thực hiện\n\n- 3 -\n\ncác nhiệm vụ được giao.\n")
    assert document.text == "Ban Quản lý thực hiện các nhiệm vụ được giao.\n"
    assert [piece.kind for piece in document.furniture] == ["page-number"]


# lone numbers that prove nothing stay
@pytest.mark.parametrize("source", ["Chỉ tiêu:\n\n95\n\nĐơn vị\n", "Năm\n\n2025\n\nKế hoạch.\n\n7\n\nHết.\n"])
def test_other_lone_numbers_stay(source):
    document = laid_out(source)
    assert document.furniture == ()
    assert letters(document.text) == letters(source)


# ---- tables -----------------------------------------------------------------------------------------------------------

HEAD = "STT\tNhiệm vụ\tChủ trì\tThời gian\n"


def test_a_table_goes_on_over_page_breaks_and_titles():
    source = (
        HEAD
        + "1\tRà soát\tVăn phòng\tQuý I\n\n"
        + HEAD
        + "\tvăn bản\t\t\n\nII. Cải cách thủ tục\n\n2\tCông khai\tVăn phòng\tQuý II\n"
    )
    found = only_grid(source + "\nIII. Tổ chức thực hiện\n\nCác đơn vị thực hiện.\n")
    assert [row[0] for row in found] == ["STT", "1", "STT", "", "II. Cải cách thủ tục", "2"]  # a repeated header is a row
    assert found[3] == ["", "văn bản", "", ""]
    assert found[4] == ["II. Cải cách thủ tục"] * 4


def test_short_rows_keep_their_cells_at_the_left():
    assert only_grid("A\tB\tC\tD\nE\tF\n") == [["A", "B", "C", "D"], ["E", "F", None, None]]


def test_tags_in_cells_become_paragraphs_of_the_cell():
    source = HEAD + '1\t<p>Công khai</p>\t<ul style="x">- Các sở, ban;- Báo - Đài tỉnh;</ul>\tQuý I<br>Quý II\n'
    assert only_grid(source)[1] == ["1", "Công khai", "- Các sở, ban;\n- Báo - Đài tỉnh;", "Quý I\nQuý II"]


MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
PUSHED_BY_TABS = f"""ỦY BAN NHÂN DÂN \t \t {MOTTO}
 TỈNH A\t\t\tĐộc lập – Tự do – Hạnh phúc

QUY ĐỊNH
"""
PUSHED_BY_BLANKS = f"""  UBND TỈNH A             {MOTTO}
  SỞ NỘI VỤ                   Độc lập - Tự do - Hạnh phúc
   -------                      ---------------

  Số: 5/KH-SNV            Tỉnh A, ngày 1 tháng 2 năm 2024

KẾ HOẠCH
"""
SIGNATURE = """Nơi nhận:                         TM. ỦY BAN NHÂN DÂN
- UBND tỉnh;                          CHỦ TỊCH
- Lưu: VT.

                                   Trần Văn A
"""
COLUMNS = [
    (PUSHED_BY_TABS, "ỦY BAN NHÂN DÂN\nTỈNH A", f"{MOTTO}\nĐộc lập – Tự do – Hạnh phúc"),
    (  # a line of dashes and a blank line between
        PUSHED_BY_BLANKS,
        "UBND TỈNH A\nSỞ NỘI VỤ\nSố: 5/KH-SNV",
        f"{MOTTO}\nĐộc lập - Tự do - Hạnh phúc\nTỉnh A, ngày 1 tháng 2 năm 2024",
    ),
    # lines in one column only
    (SIGNATURE, "Nơi nhận:\n- UBND tỉnh;\n- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn A"),
]


@pytest.mark.parametrize("source, left, right", COLUMNS)
def test_two_columns_do_not_run_into_each_other(source, left, right):
    assert only_grid(source) == [[left, right]]
    assert letters(laid_out(source).text) == letters(source)


def test_blanks_inside_prose_make_no_columns():
    assert paragraphs("Sở Y tế     chủ trì thực hiện\n") == ["Sở Y tế chủ trì thực hiện"]


CELLS = st.text(st.sampled_from("abc ếđ.,5"), max_size=8).map(lambda cell: " ".join(cell.split()))


@settings(derandomize=True, max_examples=100, deadline=None)
@given(
    st.integers(3, 6).flatmap(
        lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=2, max_size=6)
    )
)
def test_any_table_of_tabs_comes_back(rows):
    rows = [[f"x{row[0]}", *row[1:]] for row in rows]
    assert only_grid("".join("\t".join(row) + "\n" for row in rows)) == rows


# ---- the way back to the source ---------------------------------------------------------------------------------------


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.text(st.sampled_from("aếB1-;:.*\t\n \u00a0\u0301\u200b\u2011|<p>&;Đð/"), max_size=80))
def test_every_character_leads_back_to_the_file(source):
    document = laid_out(source)
    for start, origin, length in document.source_map.runs:
        assert 0 <= origin <= origin + length <= len(source)
        for offset in range(length):
            assert skeleton(document.text[start + offset]) == skeleton(source[origin + offset])


def skeleton(character: str) -> str:
    """The character without marks, as a plain letter, hyphen or space."""
    base = "".join(sign for sign in unicodedata.normalize("NFKD", character) if not unicodedata.combining(sign))
    return base.replace("Ð", "Đ").replace("ð", "đ").replace("\u2010", "-").replace("\t", " ").replace("\n", " ")


def test_a_span_leads_back_over_a_page_break():
    source = "theo Kế hoạch số 177-\n\nKH/TU ngày"
    document = laid_out(source)
    at = document.text.index("177-KH/TU")
    span = document.source_map.source_span(at, at + 9)
    assert span is not None
    assert source[slice(*span)] == "177-\n\nKH/TU"


# ---- real documents ---------------------------------------------------------------------------------------------------

REAL = [*sorted((SHARED / "seeds").glob("*.txt")), *sorted((SHARED / "plans").glob("*.gt.txt"))]


@pytest.mark.parametrize("path", REAL or [None], ids=lambda path: path.stem[:20] if path else "none")
def test_nothing_of_a_real_text_is_lost(path):
    if path is None:
        pytest.skip("no real texts beside the project")
    document = read(path)
    source = path.read_text(encoding="utf-8")
    aside: Counter[str] = letters("".join(piece.text for piece in document.furniture))
    assert letters(document.text) + aside == letters(repaired(re.sub(r"</?(?:p|ul|li|br)\b[^<>]*>", "", source)))
    check_form(document, source)


def real(name: str) -> Document:
    found = sorted((SHARED / "seeds").glob(f"{name}*.txt"))
    if not found:
        pytest.skip(f"no real text {name} beside the project")
    return read(found[0])


# seed, rows and columns of its tables
SHAPES = [("000", []), ("001", [(8, 5)]), ("002", [(25, 6)]), ("003", [(53, 6)]), ("004", [])]


@pytest.mark.parametrize("name, shapes", SHAPES)
def test_the_tables_of_real_texts(name, shapes):
    assert [(table.rows, table.columns) for table in real(name).tables] == shapes


# first and last words of paragraphs that a page break cut
WHOLE = [
    ("000", "- Nghị định số 63/2010/NĐ-CP", "người dân, doanh nghiệp."),  # "quy⏎⏎định"
    ("000", "5. Văn phòng chủ trì phối hợp", "giải quyết."),  # "khó khăn,⏎⏎vướng mắc"
    ("001", "- Chủ trì tuyên truyền kết quả", "trên địa bàn huyện."),  # "huyện;⏎⏎phổ biến"
    ("002", "- Các hoạt động tuyên truyền", "tỉnh Quảng Ngãi."),  # "đáp ứng⏎⏎yêu cầu"
    ("003", "d) Tập trung rà soát", "công lập."),  # "177-⏎⏎KH/TU"
    ("004", "Tiếp tục hoàn thiện danh mục", "được giao."),  # "biên chế⏎⏎công chức"
]


@pytest.mark.parametrize("name, first, last", WHOLE)
def test_paragraphs_over_page_breaks(name, first, last):
    document = real(name)
    texts = [document.text[block.start : block.end] for block in document.blocks if block.table is None]
    assert [part for part in texts if part.startswith(first) and part.endswith(last)]
