"""The neutral document and the draft that makes it: spans, tables, pages, words, the map back to the source."""

from __future__ import annotations

import re
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.document import Block, BlockKind, Box, Cell, Document, OffsetMap, Page, Table
from normalizers.mapped_text import INSERTED, MappedText
from pipeline.ingest.draft import Draft, DraftCell
from pipeline.ingest.printed import PrintedWord
from pipeline.ingest.printed_words import Placed, PrintedWords


def draft() -> Draft:
    return Draft("a.txt", "f" * 64, "txt")


def box(page: int, x0: float, y0: float, width: float = 10, height: float = 10) -> Box:
    return Box(page, x0, y0, x0 + width, y0 + height)


def printed(text: str, *spans: tuple[int, int, Box]) -> list[Placed]:
    """Words of a text, each printed by itself."""
    words = [(start, PrintedWord(text[start:end], *place[1:], place.y1, 10, place)) for start, end, place in spans]
    return [Placed(start, (0,), PrintedWords.of([word])) for start, word in words]


# ---- blocks and text --------------------------------------------------------------------------------------------------


def test_blocks_are_lines_of_the_text():
    made = draft()
    made.paragraph("I. MỤC TIÊU")
    made.paragraph("  - Rà  soát\u00a0văn bản;  ")
    made.paragraph(" \u200b ")  # nothing to see: no block
    made.paragraph("Kinh phí", bold=True)
    document = made.finish()
    assert document.text == "I. MỤC TIÊU\n- Rà soát văn bản;\nKinh phí\n"
    assert [document.text[block.start : block.end] for block in document.blocks] == document.text.splitlines()
    assert [block.kind for block in document.blocks] == [BlockKind.HEADING, BlockKind.ITEM, BlockKind.HEADING]
    assert [document.text[block.body_start : block.end] for block in document.blocks][1] == " Rà soát văn bản;"


def test_a_given_kind_is_kept():
    made = draft()
    made.paragraph("1. Chú thích", kind=BlockKind.FOOTNOTE)
    assert made.finish().blocks[0].kind is BlockKind.FOOTNOTE


def test_the_identity_is_that_of_the_content():
    assert draft().finish().doc_id == "f" * 16


def test_block_at_every_offset():
    made = draft()
    for words in ("Một", "Hai", "Ba"):
        made.paragraph(words)
    document = made.finish()
    found = [document.block_at(offset) for offset in range(len(document.text))]
    assert [document.text[block.start : block.end] if block else "" for block in found] == [
        *["Một"] * 3, "", *["Hai"] * 3, "", *["Ba"] * 2, "",
    ]  # fmt: skip
    assert document.block_at(-1) is None
    assert document.block_at(99) is None


def test_furniture_and_problems_are_kept_aside():
    made = draft()
    made.furniture("page-number", " 3 ", page=3)
    made.furniture("site", " \n ")  # nothing
    made.problem("Trang 2 là ảnh.", "Quét lại.", page=2)
    document = made.finish()
    assert document.text == ""
    assert [(piece.kind, piece.text, piece.page) for piece in document.furniture] == [("page-number", "3", 3)]
    assert [(problem.problem, problem.page) for problem in document.problems] == [("Trang 2 là ảnh.", 2)]


# ---- tables -----------------------------------------------------------------------------------------------------------


def test_a_table_is_rows_of_cells_divided_by_tabs():
    made = draft()
    made.table([DraftCell("Hai", 0, 1), DraftCell("Một", 0, 0), DraftCell("Ba\nBốn", 1, 0, 1, 2)], 2, 2)
    document = made.finish()
    assert document.text == "Một\tHai\nBa\nBốn\n"
    table = document.tables[0]
    assert (table.start, table.end) == (0, len(document.text) - 1)
    assert [[cell and document.text[cell.start : cell.end] for cell in row] for row in table.grid()] == [
        ["Một", "Hai"],
        ["Ba\nBốn", "Ba\nBốn"],
    ]


def test_empty_cells_have_empty_spans():
    made = draft()
    made.table([DraftCell("", 0, 0), DraftCell("x", 0, 1), DraftCell("", 1, 0), DraftCell("", 1, 1)], 2, 2)
    document = made.finish()
    assert document.text == "\tx\n\t\n"
    assert [(cell.start, cell.end) for cell in document.tables[0].cells] == [(0, 0), (1, 2), (3, 3), (4, 4)]


def test_a_table_without_cells_is_none():
    made = draft()
    made.table([], 0, 0)
    assert made.finish().blocks == ()


def test_spans_beyond_the_grid_are_cut():
    table = Table(0, 1, 2, 2, (Cell(0, 1, 1, 1, row_span=9, column_span=9),))
    assert [[cell is not None for cell in row] for row in table.grid()] == [[False, False], [False, True]]


# ---- words, pages, boxes ----------------------------------------------------------------------------------------------


def test_words_move_with_the_repair_of_their_text():
    made = draft()
    text = "  Sở\u200b  Y tế"
    made.paragraph("Trước")
    spans = [(2, 5, box(1, 0, 0)), (7, 8, box(1, 20, 0)), (4, 5, box(1, 50, 0)), (9, 11, box(1, 30, 0))]
    made.paragraph(text, printed(text, *spans))
    document = made.finish()
    assert [document.text[word.start : word.end] for word in document.words] == ["Sở", "Y", "tế"]  # nothing is left of one
    assert document.source_map.runs == ()  # words lead to the page, not to a file


def test_boxes_are_one_a_printed_line():
    made = draft()
    spans = [(0, 2, box(1, 0, 0)), (3, 4, box(1, 12, 1)), (5, 7, box(1, 0, 20)), (8, 11, box(2, 0, 20))]
    made.paragraph("Sở Y tế tỉn", printed("Sở Y tế tỉn", *spans))
    document = made.finish()
    assert document.boxes(0, 11) == (Box(1, 0, 0, 22, 11), box(1, 0, 20), box(2, 0, 20))
    assert document.boxes(3, 4) == (box(1, 12, 1),)
    assert document.boxes(4, 5) == ()  # a blank between words


def test_pages_hold_the_text_that_follows_them():
    made = draft()
    made.page(1, 595, 842)
    made.paragraph("Một")
    made.page(2, 595, 842, "ocr", 0.9)
    made.paragraph("Hai")
    document = made.finish()
    assert [(page.number, document.text[page.start : page.end]) for page in document.pages] == [(1, "Một\n"), (2, "Hai\n")]
    assert [document.page_at(offset) for offset in (0, 4)] == [1, 2]
    assert document.text_source == "mixed"
    assert draft().finish().page_at(0) is None
    assert draft().finish().text_source == "text"


def test_words_know_the_page_better_than_page_spans():
    made = draft()
    made.page(1, 595, 842)
    made.paragraph("Sở Y", printed("Sở Y", (0, 2, box(1, 0, 0)), (3, 4, box(2, 0, 0))))
    made.page(2, 595, 842)
    document = made.finish()
    assert [document.page_at(offset) for offset in range(4)] == [1, 1, 2, 2]


# ---- the map back to the source ---------------------------------------------------------------------------------------


def test_a_span_leads_to_all_its_characters_in_the_source():
    runs = OffsetMap(((0, 10, 3), (4, 20, 5)))
    assert runs.source_span(0, 3) == (10, 13)
    assert runs.source_span(2, 5) == (12, 21)  # over the seam
    assert runs.source_span(3, 4) is None  # what the reader put in
    assert runs.source_span(6, 7) == (22, 23)
    assert runs.source_span(50, 60) is None
    assert OffsetMap().source_span(0, 5) is None


PIECES = st.lists(st.text("aế -\u0301\n", max_size=6), max_size=5)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(PIECES)
def test_joined_slices_keep_their_origins(pieces):
    source = "".join(pieces)
    whole, at, parts = MappedText.of(source), 0, []
    for piece in pieces:
        parts += [whole.slice(at, at + len(piece)), MappedText.inserted("+")]
        at += len(piece)
    made = MappedText.join(parts)
    assert [source[origin] for origin in made.origins if origin != INSERTED] == list(source)
    assert made.text.replace("+", "") == source
    for start, origin, length in made.runs():
        assert made.text[start : start + length] == source[origin : origin + length]


SUBSTITUTIONS = [
    # text, pattern, replacement, new text, origins
    ("abc", "b", "", "ac", [0, 2]),  # taken out
    ("abc", "b", "xy", "axyc", [0, 1, 1, 2]),  # longer: the last origin holds for the rest
    ("abcd", "bc", "x", "axd", [0, 1, 3]),  # shorter
    ("abc", "z", "x", "abc", [0, 1, 2]),  # nothing found
    ("aa", "a", "b", "bb", [0, 1]),  # twice
]


@pytest.mark.parametrize("text, pattern, replacement, expected, origins", SUBSTITUTIONS)
def test_substitution_keeps_origins(text, pattern, replacement, expected, origins):
    made = MappedText.of(text).sub(re.compile(pattern), replacement)
    assert (made.text, list(made.origins)) == (expected, origins)


def test_stripping_keeps_origins():
    made = MappedText.of("  ab ").strip()
    assert (made.text, made.origins) == ("ab", array("l", [2, 3]))
    assert MappedText.of("   ").strip().text == ""


def test_a_document_can_be_made_by_hand():
    document = Document("a", "0" * 64, "txt", "ab\n", (Block(BlockKind.PARAGRAPH, 0, 2),), (Page(1, 1, 1, 0, 3),))
    assert document.tables == ()
    assert document.page_at(2) == 1
