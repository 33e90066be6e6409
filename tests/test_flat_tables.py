"""Tables in Markdown: flattened to a cell a line between bars, with pipes, with tabs."""

from __future__ import annotations

from document_checks import flat
from document_checks import laid_out_markdown as laid_out
from document_checks import markdown_grid as only_grid
from document_checks import markdown_paragraphs as paragraphs
from hypothesis import given, settings
from hypothesis import strategies as st

from data.document import BlockKind

# ---- flattened tables -------------------------------------------------------------------------------------------------

HEAD = ["**TT**", "**Nhiệm vụ**", "**Chủ trì**", "**Phối hợp**", "**Thời gian**"]


def test_a_section_row_spans_what_it_leaves_over():
    rows = [HEAD, ["**I**", "**Thể chế**"], ["1", "Rà soát", "Sở Tư pháp", "Các sở", "2025"]]
    found = only_grid(flat(rows))
    assert found[1] == ["I", *["Thể chế"] * 4]
    assert found[2] == ["1", "Rà soát", "Sở Tư pháp", "Các sở", "2025"]


def test_empty_cells_inside_and_at_the_end_keep_their_columns():
    rows = [
        HEAD,
        ["1", "Rà soát", "Sở Tư pháp", "", "2025"],
        ["2", "Công bố", "Sở Y tế", "", ""],
        ["3", "In", "A", "B", "C"],
    ]
    found = only_grid(flat(rows))
    assert found[1:] == rows[1:]


def test_explicit_blanks_are_cells():
    text = flat([HEAD, ["**5.1**", "** **", "**Thương mại**", "** **", "** **"], ["1", "Rà soát", "A", "B", "C"]])
    assert only_grid(text)[1] == ["5.1", "", "Thương mại", "", ""]


def test_cells_merged_downwards_cover_the_short_rows_below():
    rows = [
        [*HEAD, "**Kinh phí**"],
        ["1", "Xây dựng hạ tầng", "Sở Tài chính", "Các sở", "Quý I/2026", "Đầu tư công"],
        ["2", "Mua thiết bị", "Sở Tài chính", "Các sở", "Quý II/2026"],
        ["3", "Xây dựng phần mềm", "Sở Y tế", "Các sở", "Quý IV/2026"],
        ["4", "Quản lý hệ thống", "Sở Tài chính", "Các sở, ngành", "Quý IV/2026", "Chi thường xuyên"],
        ["Sao lưu hệ thống", "Sở Khoa học", "Sở Tài chính"],
    ]
    found = only_grid(flat(rows))
    assert [row[5] for row in found[1:4]] == ["Đầu tư công"] * 3  # the funding is merged over three rows
    assert found[5] == ["4", "Sao lưu hệ thống", "Sở Khoa học", "Sở Tài chính", "Quý IV/2026", "Chi thường xuyên"]


def test_a_body_between_letterhead_and_signature_is_no_cell():
    body = "QUYẾT ĐỊNH\nVề việc giao chỉ tiêu\n" + "".join(
        f"Điều {number}. Các cơ quan, đơn vị có tên trong danh sách chịu trách nhiệm thi hành nội dung số {number} của "
        "quyết định này, báo cáo kết quả thực hiện theo đúng thời hạn.\n"
        for number in range(1, 5)
    )
    found = laid_out(
        f"UBND TỈNH\n|\nCỘNG HÒA\n|\nSố: 1/QĐ\n|\nNgày 2\n|\n{body}Nơi nhận:\n- Như trên.\n|\nKT. CHỦ TỊCH\n|\n"
    )
    assert "Điều 4. Các cơ quan" in "".join(found.text[one.start : one.end] for one in found.blocks if one.table is None)


def test_text_right_behind_a_table_and_before_the_next():
    text = (
        flat([["UBND TỈNH", "CỘNG HÒA"], ["Số: 1/KH", "Ngày 2"]]) + "**KẾ HOẠCH**\nNăm 2025\n" + flat([HEAD, ["1", *"abcd"]])
    )
    document = laid_out(text)
    kinds = [block.kind is BlockKind.TABLE for block in document.blocks]
    assert kinds == [True, False, False, True]
    assert [(table.rows, table.columns) for table in document.tables] == [(2, 2), (2, 5)]


def test_two_tables_parted_by_blank_lines():
    text = flat([["A", "B"], ["C", "D"]]) + "\n\n" + flat([HEAD, ["1", *"abcd"]])
    assert [(table.rows, table.columns) for table in laid_out(text).tables] == [(2, 2), (2, 5)]


def test_a_table_without_header_goes_on_from_the_one_before():
    rows = [["1", "a", "b", "c", "d"], ["2", "a", "b", "c", "d"]]
    text = flat([HEAD, *rows]) + "….............\n" + flat([["5", "a", "b", "c", "d"], ["6", "a", "b", "c", "d"]])
    found = only_grid(text)
    assert [row[0] for row in found] == ["TT", "1", "2", "….............", "5", "6"]
    assert found[3] == [
        "….............",
        *[
            "….............",
        ]
        * 4,
    ]  # the cut spans all columns


def test_bars_around_nothing_make_no_table():
    assert laid_out("|\n|\n|\n|\nVăn bản\n").tables == ()
    assert paragraphs("|\n|\n|\n|\nVăn bản\n") == ["Văn bản"]


def test_a_header_of_two_rows():
    rows = [
        ["TT", "Nhiệm vụ", "Cơ quan thực hiện", "Thời gian"],
        ["Cơ quan chủ trì", "Cơ quan phối hợp"],
        *[[str(number), "Rà soát văn bản", "Sở Y tế", "Các sở", "Quý I"] for number in range(1, 5)],
    ]
    found = only_grid(flat(rows))
    assert found[0] == ["TT", "Nhiệm vụ", "Cơ quan thực hiện", "Cơ quan thực hiện", "Thời gian"]
    assert found[1] == ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"]
    assert found[2] == rows[2]


WORDS = st.sampled_from(
    ["Rà soát", "Sở Y tế", "Các sở, ngành", "Thường xuyên", "Báo cáo", "Quyết định", "Xây dựng kế hoạch"]
)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """A header, numbered rows that may lack their last cells, section rows."""
    columns = draw(st.integers(3, 7))
    rows = [[f"Cột {chr(65 + column)}" for column in range(columns)]]
    for number in range(1, draw(st.integers(2, 8)) + 1):
        if draw(st.integers(0, 4)) == 0:
            rows.append([["I", "II", "III", "IV", "V", "VI", "VII", "VIII"][number - 1], "Nhóm nhiệm vụ"])
        empty = draw(st.integers(0, 2))
        words = [draw(WORDS) for _ in range(columns - 1)]
        rows.append([str(number), *words[: columns - 1 - empty], *[""] * empty][:columns])
    return rows


@settings(derandomize=True, max_examples=150, deadline=None)
@given(tables())
def test_any_regular_table_comes_back(rows):
    found = only_grid(flat(rows))
    wide = [row if len(row) == len(rows[0]) else [row[0], *[row[1]] * (len(rows[0]) - 1)] for row in rows]
    assert found == wide


# ---- pipe tables ------------------------------------------------------------------------------------------------------


def test_a_pipe_table_with_bold_and_escaped_bars():
    text = (
        "| TT | Chỉ tiêu | Kết quả |\n| --- | :---: | --- |\n| **I** | **Đến năm 2030** |  |\n| 1 | Tỉ lệ A\\|B | ≥ 80 |\n"
    )
    assert only_grid(text) == [["TT", "Chỉ tiêu", "Kết quả"], ["I", "Đến năm 2030", ""], ["1", "Tỉ lệ A|B", "≥ 80"]]


def test_a_pipe_table_without_outer_bars_and_with_breaks_in_cells():
    text = "TT | Đơn vị\n---|---\n1 | Sở Y tế<br>Sở Nội vụ\n\nHết\n"
    assert only_grid(text) == [["TT", "Đơn vị"], ["1", "Sở Y tế\nSở Nội vụ"]]
    assert paragraphs(text)[-1] == "Hết"


def test_tabs_make_tables_here_too():
    assert only_grid("## Phụ lục\n\nTT\tNhiệm vụ\tThời gian\n1\tRà soát\tQuý I\n\nHết.\n") == [
        ["TT", "Nhiệm vụ", "Thời gian"],
        ["1", "Rà soát", "Quý I"],
    ]


def test_a_bar_in_a_sentence_is_no_table():
    assert laid_out("Chọn A | B\n\nhoặc C | D\n").tables == ()
