"""The sample corpus: sources follow their format, files are what the renderer makes."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from sample_plans import PLANS, SAMPLES, labels
from selectolax.lexbor import LexborHTMLParser

from data.samples import as_text, render
from data.samples.plan_source import BrokenSource, Grid, Plan, load, runs_of, words

FORMATS = ("txt", "docx", "pdf", "html")


def source(tmp_path: Path, text: str) -> Plan:
    path = tmp_path / "thu.txt"
    path.write_text("@format txt\n" + text, encoding="utf-8")
    return load(path)


def words_of(content: bytes, form: str) -> str:
    """The words of a rendered file, read by a library that the renderer does not use for this."""
    match form:
        case "txt":
            return content.decode()
        case "html":
            return LexborHTMLParser(content).text(separator=" ")
        case "pdf":
            pages = pypdfium2.PdfDocument(content)
            return " ".join(page.get_textpage().get_text_range() for page in pages)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [
            package.read(name).decode()
            for name in package.namelist()
            if re.fullmatch(r"word/(document|footnotes)\.xml", name)
        ]
    body = re.sub(r"<mc:Fallback>.*?</mc:Fallback>", "", " ".join(parts), flags=re.DOTALL)
    return unescape(" ".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", body)))


@pytest.mark.parametrize(
    "line, marks",
    [
        ("một [[ins:hai]] ba", ["plain", "inserted", "plain"]),  # a revision between words
        ("[[del:một]][[ins:hai]]", ["deleted", "inserted"]),  # one for the other
        ("năm[[fn:chú thích]]", ["plain", "footnote"]),  # a footnote at the end
        ("[hai] (ba)", ["plain"]),  # single brackets are words
    ],
)
def test_marks(line: str, marks: list[str]) -> None:
    assert [run.mark for run in runs_of(line)] == marks


@pytest.mark.parametrize(
    "line, text",
    [
        ("có [[del:50%]][[ins:60%]] số", "có 60% số"),  # revisions accepted
        ("năm 2011[[fn:cũ]];", "năm 2011 (cũ);"),  # a footnote where it is called
    ],
)
def test_words(line: str, text: str) -> None:
    assert words(runs_of(line)) == text


@pytest.mark.parametrize(
    "rows, places",
    [
        ("a | b | c", [(0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1)]),  # plain cells
        ("=3 a", [(0, 0, 1, 3)]),  # over all columns
        ("^2 a | b | c\nd | e", [(0, 0, 2, 1), (0, 1, 1, 1), (0, 2, 1, 1), (1, 1, 1, 1), (1, 2, 1, 1)]),  # over two rows
        ("=2^2 a | b\nc", [(0, 0, 2, 2), (0, 2, 1, 1), (1, 2, 1, 1)]),  # over both
    ],
)
def test_table_spans(tmp_path: Path, rows: str, places: list[tuple[int, int, int, int]]) -> None:
    (grid,) = source(tmp_path, f"@table widths=1,1,1 header=1\n{rows}\n@end\n").parts
    assert isinstance(grid, Grid)
    assert [(cell.row, cell.column, cell.row_span, cell.column_span) for cell in grid.cells] == places


@pytest.mark.parametrize(
    "text, told",
    [
        ("@table widths=1,1 header=1\na\n@end", "quá ít ô"),  # a cell is missing
        ("@table widths=1,1 header=1\na | b | c\n@end", "quá nhiều ô"),  # one too many
        ("@letterhead\na | b", "thiếu dòng @end"),  # a block without end
        ("@lạ gì", "không có lệnh @lạ"),  # an unknown line
        ("@numbers\nkhông nhãn\n@end", "phải bắt đầu"),  # a list line without label
    ],
)
def test_broken_sources_say_where(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BrokenSource, match=told) as caught:
        source(tmp_path, text)
    assert "thu.txt" in str(caught.value)


def test_row_cut_by_a_page_break_stands_under_a_second_header(tmp_path: Path) -> None:
    plan = source(tmp_path, "@table widths=1,1 header=1\nSTT | Việc\n1 | rà soát⏎⏎văn bản\n@end\n")
    assert as_text.render(plan).decode() == "STT\tViệc\n1\trà soát\n\nSTT\tViệc\n\tvăn bản\n"


@pytest.mark.parametrize("form", FORMATS)
def test_rendering_is_deterministic(form: Any) -> None:
    for plan in (PLANS["ls-2021-cai-cach-hanh-chinh"], PLANS["ld-2025-phuong-chuyen-doi-so"]):
        assert render.WRITERS[form](plan) == render.WRITERS[form](plan)


def test_demo_corpus_holds_every_plan_once_and_is_small() -> None:
    files = sorted(path.name for path in (SAMPLES / "plans").iterdir())
    assert files == sorted(f"{plan.name}.{plan.format}" for plan in PLANS.values())
    assert {form: sum(plan.format == form for plan in PLANS.values()) for form in FORMATS} == {
        "txt": 4,
        "docx": 3,
        "pdf": 3,
        "html": 2,
    }
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if path.is_file()) < 2_000_000


@pytest.mark.parametrize("name", PLANS)
def test_demo_files_are_what_the_sources_render_to(name: str) -> None:
    plan = PLANS[name]
    stored = (SAMPLES / "plans" / f"{name}.{plan.format}").read_bytes()
    made = render.WRITERS[plan.format](plan)
    if plan.format in {"txt", "html"}:
        assert stored == made
    else:  # the bytes of Word and PDF files change with the library and the font; their words do not
        assert sorted(words_of(stored, plan.format).split()) == sorted(words_of(made, plan.format).split())


@pytest.mark.parametrize("name", PLANS)
def test_demo_files_hold_every_number_and_duty(name: str) -> None:
    """The labels' words stand in the rendered file too; white space apart, which differs from format to format."""
    plan = PLANS[name]
    squeezed = re.sub(r"\s", "", unicodedata.normalize("NFC", words_of(render.WRITERS[plan.format](plan), plan.format)))
    for citation in labels(name)["citations"]:
        number = re.search(r"\d.*", citation["raw"])
        assert number is not None
        assert re.sub(r"\s", "", number[0]) in squeezed
    for duty in labels(name)["assignments"]:
        assert re.sub(r"\s", "", duty["raw"]) in squeezed


def test_word_files_carry_their_traps() -> None:
    def parts(name: str) -> dict[str, str]:
        with zipfile.ZipFile(io.BytesIO(render.WRITERS["docx"](PLANS[name]))) as package:
            return {part: package.read(part).decode() for part in package.namelist() if part.endswith(".xml")}

    reform = parts("ls-2021-cai-cach-hanh-chinh")
    assert "02/NQ-CP" in reform["word/footnotes.xml"]  # the footnote and its call
    assert "w:footnoteReference" in reform["word/document.xml"]
    assert reform["word/document.xml"].count("<w:numPr>") == 9  # every line of @numbers, its label written nowhere
    assert "a) Theo dõi" not in reform["word/document.xml"]
    assert "w:tblHeader" in reform["word/document.xml"]
    assert "w:vMerge" in reform["word/document.xml"]
    check = parts("vp-2023-so-noi-vu")["word/document.xml"]
    assert check.count("88A-123.45") == 2  # the text box as Word writes it: shape and fallback
    assert re.search(r"<w:del [^>]*>.*?<w:delText", check, re.DOTALL)
    assert "205-QĐ/TW" not in re.sub(r"<w:del .*?</w:del>", "", check, flags=re.DOTALL)
    assert "w:ins " in check


def test_word_files_open_in_the_library_and_number_their_tables() -> None:
    document = docx.Document(io.BytesIO(render.WRITERS["docx"](PLANS["ls-2021-cai-cach-hanh-chinh"])))
    letterhead, closing, tasks = document.tables
    assert letterhead.cell(0, 0).text == "ỦY BAN NHÂN DÂN\nTỈNH LẠNG SƠN"
    assert closing.cell(0, 1).text.endswith("Lương Thế Khôi")
    assert tasks.cell(9, 2).text == tasks.cell(8, 2).text == "Giấy công bố"  # merged over two rows


@pytest.mark.parametrize("name, header", [("hue-2026-du-lieu-mo", "Nhiệm vụ"), ("qt-2026-ke-hoach-5-nam", "Nhiệm vụ")])
def test_pdf_tables_repeat_their_header(name: str, header: str) -> None:
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(render.WRITERS["pdf"](PLANS[name]))]
    assert len(pages) >= 4
    assert header in pages[-1][:60]
    assert header in pages[-2]


def test_web_pages_span_cells() -> None:
    page = LexborHTMLParser(render.WRITERS["html"](PLANS["ld-2025-phuong-chuyen-doi-so"]))
    assert {cell.attributes.get("rowspan") for cell in page.css("th")} == {None, "2"}
    assert page.css_first("td[colspan='6']").text() == "I. Thủ tục hành chính"


@pytest.mark.parametrize(
    "name, quirk",
    [
        ("kg-2024-du-thao-so-hoa", "42/2022/N\u00d0-CP"),  # Icelandic Ð for Đ
        ("kg-2024-du-thao-so-hoa", "TT-V\u0420CP"),  # Cyrillic Р
        ("kg-2024-du-thao-so-hoa", "Nghị định số\n42/2022"),  # a hard wrap inside a citation
        ("bg-2020-khu-cong-nghiep", "166-\n\nKH/TU"),  # a page break inside a number
        ("bg-2020-khu-cong-nghiep", unicodedata.normalize("NFD", "Luật Đầu tư")),  # decomposed letters
    ],
)
def test_text_files_carry_their_quirks(name: str, quirk: str) -> None:
    assert quirk in (SAMPLES / "plans" / f"{name}.txt").read_text(encoding="utf-8")


def test_renderer_writes_every_format_into_another_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "plans", lambda: (PLANS["kg-2024-du-thao-so-hoa"],))
    written = render.render(tmp_path / "ra", every_format=True)
    assert sorted(path.suffix for path in written) == [".docx", ".html", ".pdf", ".txt"]
    assert all(path.stat().st_size > 1000 for path in written)
