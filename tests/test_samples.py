"""The sample corpus: sources follow their format, files are what the renderer makes, labels stand in the text."""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
from datetime import date
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from selectolax.lexbor import LexborHTMLParser

from data.samples import as_text, render
from data.samples.plan_source import BrokenSource, Grid, Plan, load, runs_of, words

SAMPLES = Path(render.HERE)
PLANS = {plan.name: plan for plan in render.plans()}
FORMATS = ("txt", "docx", "pdf", "html")

ROLES = {"basis", "body", "self"}
FIELDS = {
    "the-che",
    "tthc",
    "to-chuc-bo-may",
    "cong-vu",
    "tai-chinh-cong",
    "chinh-quyen-so",
    "chi-dao-dieu-hanh",
    "truyen-thong",
    "chung",
}
COMPARATORS = {">=", ">", "=", "<=", "<", ">prev", "<prev"}
DEADLINES = {"fixed", "recurring", "dependent", "relative"}
FREQUENCIES = {"continuous", "monthly", "quarterly", "half-yearly", "yearly", "ad hoc"}

# Every way of writing a citation that the corpus shows, as patterns over the whole label.
FORMS = r"""
Luật .+ số \d+/\d{4}/QH\d+
Bộ luật .+ số \d+/\d{4}/QH\d+
Pháp lệnh số .+
Nghị quyết số \d+/\d{4}/QH15
Nghị định số \d+/\d{4}/NĐ-CP
Nghị quyết số 30c/NQ-CP
Nghị quyết số 66\.7/2025/NQ-CP
Quyết định số \d+/QĐ-TTg
Quyết định số \d+/\d{4}/QĐ-TTg
Chỉ thị số \d+/CT-TTg
Thông tư số \d+/\d{4}/TT-\w+
Thông tư liên tịch số .+
Nghị quyết số 1671/NQ-UBTVQH15
Nghị quyết số \d+/\d{4}/UBTVQH15
Văn bản hợp nhất số 14/VBHN-BTC
Quyết định số \d+/\d{4}/QĐ-UBND
Quyết định số \d+/QĐ-UBND
Nghị quyết số \d+/\d{4}/NQ-HĐND
Kế hoạch số \d+/KH-UBND
Chỉ thị số \d+/CT-UBND
Quyết định số \d+/QĐ-CTUBND
Công văn số 2231/SNV-CCHC&PC
Tờ trình số \d+/TTr-\w+
Báo cáo số 18/BCTĐ-STP
Thông báo số \d+/TB-\w+
Nghị quyết số \d+-NQ/TW
Quy định số \d+-QĐ/TW
Quy định số \d+-QĐi/TW
Chỉ thị số \d+-CT/TW
Kết luận số \d+-KL/TW
Hướng dẫn số 36-HD/VPTW
Kế hoạch số \d+-KH/TU
Chương trình số 10-CTr/TU
Nghị quyết số \d+-NQ/ĐU
Nghị định số 05-CP
Thông tư số 64 TC/TCT
\d+/\d{4}/NĐ-CP
số \d+/\d{4}/NĐ-CP
132-QĐ/TW
Chỉ thị số 08/CTUBND
Nghị quyết số 17/NQ-TW
Nghị quyết số \d+/NQ -CP
Kế hoạch số 166- KH/TU
Nghị định số 42/2022/N\u00d0-CP
Thông tư số 01/2023/TT-V\u0420CP
"""


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


@cache
def text_of(name: str) -> str:
    return folded(as_text.render(PLANS[name]).decode())


@cache
def labels(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((SAMPLES / "labels" / f"{name}.json").read_text(encoding="utf-8"))
    return read


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


# --- the source format


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


# --- the rendered files


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


# --- the labels


def test_every_plan_has_its_labels() -> None:
    assert sorted(path.stem for path in (SAMPLES / "labels").iterdir()) == sorted(PLANS)
    for name, plan in PLANS.items():
        assert labels(name)["doc"] == f"{name}.{plan.format}"


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("kind", ["citations", "named_citations", "assignments", "targets"])
def test_labels_stand_in_the_text_in_order(name: str, kind: str) -> None:
    """Each label's words are found at or behind the start of the one before it."""
    text, at = text_of(name), 0
    for label in labels(name)[kind]:
        found = text.find(label["raw"], at)
        assert found >= 0, label["raw"]
        at = found + (len(label["raw"]) if kind in {"citations", "assignments"} else 0)


@pytest.mark.parametrize("name", PLANS)
def test_tasks_stand_in_one_row(name: str) -> None:
    """Number, text and deadline come from one row; units and results from it or, merged, from one above."""
    rows: list[set[str]] = []
    above: set[str] = set()
    for grid in (part for part in PLANS[name].parts if isinstance(part, Grid)):
        for row in range(grid.header, grid.rows):
            rows.append({folded(words(cell.runs).replace("⏎", " ")) for cell in grid.cells if cell.row == row})
            above |= rows[-1]
    sections = {folded(" ".join(filter(None, (words(cell.runs) for cell in grid.cells if cell.row == row))))
                for grid in PLANS[name].parts if isinstance(grid, Grid) for row in range(grid.rows)}  # fmt: skip
    for task in labels(name)["tasks"]:
        own = [row for row in rows if {task["no"], task["text"]} <= row]
        assert len(own) == 1
        assert task["deadline_raw"] is None or task["deadline_raw"] in own[0]
        assert task["deliverable"] is None or task["deliverable"] in above
        for unit in (*task["lead"], *task["coordinating"]):
            assert any(unit in cell for cell in above)
        assert task["section"] is None or task["section"] in sections or task["section"].replace(". ", " ", 1) in sections


@pytest.mark.parametrize("name", PLANS)
def test_labels_use_the_closed_sets(name: str) -> None:
    gold = labels(name)
    assert {citation["role"] for citation in gold["citations"]} <= ROLES
    for target in gold["targets"]:
        assert target["comparator"] in COMPARATORS
        assert target["field"] in FIELDS
        assert (target["value"] is None) == target["comparator"].endswith("prev")
        assert target["value_max"] is None or target["value_max"] > target["value"]
    for task in gold["tasks"]:
        assert len(task["lead"]) == len(task["lead_canonical"])
        assert len(task["coordinating"]) == len(task["coordinating_canonical"])
        for deadline in task["deadlines"]:
            assert deadline["kind"] in DEADLINES
            assert deadline["raw"] in task["deadline_raw"]
            assert (deadline["kind"] == "recurring") == (deadline.get("freq") in FREQUENCIES)
            days = [date.fromisoformat(deadline[end]) for end in ("start", "end") if deadline[end]]
            assert bool(days) == (deadline["kind"] == "fixed")
            assert days == sorted(days)


@pytest.mark.parametrize("name", PLANS)
def test_dates_of_citations_are_written_beside_them(name: str) -> None:
    """A labelled date is the first one behind the words, and only one that follows at once counts."""
    text, at = text_of(name), 0
    for citation in labels(name)["citations"]:
        at = text.index(citation["raw"], at) + len(citation["raw"])
        if citation["canonical"] == "146/QĐ-TTg":
            continue  # its date stands behind a page break, other cells and a second header
        written = re.match(r"(?:,? ngày| \(ngày) (\d{1,2})(?:/| tháng )(\d{1,2})(?:/| năm )(\d{4})", text[at:])
        found = f"{written[3]}-{int(written[2]):02}-{int(written[1]):02}" if written else None
        assert citation["issued_on"] == found, citation["raw"]


@pytest.mark.parametrize(
    "name, field, value",
    [
        ("kg-2024-du-thao-so-hoa", "number", None),  # the draft's number is blank
        ("kg-2024-du-thao-so-hoa", "issued_on", "2024-03"),  # and so is its day
        ("sl-2024-phu-luc-nhiem-vu", "number", "145"),  # from the annex line
        ("sl-2024-phu-luc-nhiem-vu", "place", None),  # which gives no place
        ("ag-2024-ke-hoach-tinh-uy", "symbol", "KH/TU"),  # Party style
        ("qt-2026-ke-hoach-5-nam", "plan_year", 2026),  # the first of several years
    ],
)
def test_header_labels(name: str, field: str, value: object) -> None:
    assert labels(name)["header"][field] == value


@pytest.mark.parametrize("form", FORMS.split("\n")[1:-1])
def test_every_form_of_citation_is_labelled(form: str) -> None:
    raws = [citation["raw"] for name in PLANS for citation in labels(name)["citations"]]
    assert any(re.fullmatch(form, raw) for raw in raws)


@pytest.mark.parametrize(
    "trap",
    [
        "ISO 9001:2015",
        "0205.3812.345",
        "24/7",
        "15/12/2023",
        "12/5 đường",
        "1022",
        "85 điểm",
        "88A-123.45",
        "Đề án 06",
        "mức độ 3, 4",
        "15/4",
    ],
)
def test_traps_are_in_the_texts_and_in_no_citation(trap: str) -> None:
    assert any(trap in text_of(name) for name in PLANS)
    assert not any(trap in citation["raw"] for name in PLANS for citation in labels(name)["citations"])


def test_one_number_stands_for_many_documents() -> None:
    many = {
        (citation["issuer"], citation["issued_on"])
        for name in PLANS
        for citation in labels(name)["citations"]
        if citation["canonical"] == "187/KH-UBND"
    }
    assert len(many) >= 5
    assert len({issuer for issuer, _ in many}) >= 5
