"""The labels of the sample corpus: they stand in the text, use the closed sets, and show every form of a citation."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache

import pytest
from sample_plans import PLANS, SAMPLES, labels

from data.samples import as_text
from data.samples.plan_source import Grid, words

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
