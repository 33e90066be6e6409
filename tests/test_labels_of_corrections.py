"""Correct, export as labels, evaluate: what people corrected is a miss of the machine, the rest counts for nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from corrected_plans import anchor_of, built, extraction, told_set
from folders import rows
from web_site import visitor

from pipeline.cli import main as kehoach
from pipeline.corrections import Anchor, correction
from pipeline.evaluate import compare
from pipeline.figures import Figure, Report
from pipeline.labels import CitationLabel, Labels, TargetLabel, read_labels
from pipeline.run import ingest

PLAN = """ỦY BAN NHÂN DÂN
TỈNH HƯNG YÊN

Số: 12/KH-UBND

KẾ HOẠCH
Cải cách hành chính năm 2024

Căn cứ Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ;
Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ.

I. MỤC TIÊU
1. Tối thiểu 95% hồ sơ được giải quyết đúng hạn.
2. Ít nhất 30% hồ sơ được nộp trực tuyến.
3. Tối thiểu 80% cán bộ được tập huấn.
"""


def ran(*words):
    done = CliRunner().invoke(kehoach, [*map(str, words)])
    assert done.exit_code == 0, done.output
    return done.output


def figures(store: Path, labels: Path, *options: str) -> dict[str, tuple[int, int, int]]:
    lines = ran("evaluate", labels, "--store", store, "--format", "csv", *options).splitlines()
    found = {}
    for line in lines[1:]:
        name, *_, right, found_, labelled = line.split(",")
        found[name] = (int(right), int(found_), int(labelled))
    return found


def test_what_is_corrected_on_the_page_comes_back_as_the_machine_s_miss(tmp_path):
    plans, store, labels = tmp_path / "plans", tmp_path / "kho.duckdb", tmp_path / "nhan"
    plans.mkdir()
    (plans / "hy.txt").write_text(PLAN, encoding="utf-8")
    ingest([plans], store, jobs=1)
    found = rows(store, "SELECT target_id, value, doc_id FROM targets ORDER BY char_start")
    assert [value for _, value, _ in found] == [95.0, 30.0, 80.0]
    (first, _, doc_id), (second, _, _), _third = found
    browser = visitor(store, plans=plans)

    def correct(fact: str, **said: str) -> None:
        address = f"/documents/{doc_id}/correct/{fact}"
        form = {**form_values(browser.get(address).text), "author": "Lan", "reason": "so với bản gốc", **said}
        assert browser.post(address, data=form).status_code == 303

    correct(first, action="set", value="96")
    correct(second, action="delete")
    ingest([plans], store, jobs=1)
    assert rows(store, "SELECT value FROM targets ORDER BY char_start") == [(96.0,), (80.0,)]

    said = ran("labels", "--store", store, "--out", labels)
    assert "2 sửa chữa của 1 văn bản" in said
    (file,) = labels.iterdir()
    told = json.loads(file.read_text(encoding="utf-8"))
    assert set(told) == {"doc", "targets", "dropped"}  # nobody looked at the other kinds
    assert [(one["value"], one["checked"]) for one in told["targets"]] == [(96.0, True), (80.0, False)]
    assert len(told["dropped"]["targets"]) == 1

    # the machine said 95 and the 30 % that is none; the 80 % that nobody looked at is not counted
    assert figures(store, labels)["targets.found"] == (0, 2, 1)
    misses = CliRunner().invoke(kehoach, ["evaluate", str(labels), "--store", str(store), "--misses", "9"]).output
    assert "thiếu 96.0 %" in misses
    assert "thừa 95.0 %" in misses
    assert "thừa 30.0 %" in misses
    assert figures(store, labels, "--as-corrected")["targets.full"] == (1, 1, 1)


def form_values(page: str) -> dict[str, str]:
    """What the fields of the form hold, as a browser would send them back."""
    from lxml import html  # noqa: PLC0415

    forms = [form for form in html.fromstring(page).forms if "action" in {*form.fields} or "author" in {*form.fields}]
    return {name: value or "" for name, value in forms[-1].form_values()}


@pytest.mark.parametrize(
    "action, words, settings, expected",
    [
        ("set", "76/NQ-CP", {"column": "canonical", "old": "76/NQ-CP", "new": "77/NQ-CP"}, (0, 1, 1)),
        ("set", "76/NQ-CP", {"column": "canonical", "old": "75/NQ-CP", "new": "76/NQ-CP"}, (1, 1, 1)),  # learnt since
        ("confirm", "76/NQ-CP", {"values": {"canonical": "76/NQ-CP"}}, (1, 1, 1)),
        ("delete", "76/NQ-CP", {}, (0, 1, 0)),
        ("add", "Đạt 95% hồ sơ", {"values": {"canonical": "9/NQ-CP"}}, (0, 0, 1)),  # the one found is not looked at
    ],
)
def test_every_kind_of_correction_is_a_label(tmp_path, action, words, settings, expected):
    made = extraction()
    store = built(tmp_path, made, correction(action, anchor_of(made, words), "Lan", "", **settings))
    ran("labels", "--store", store, "--out", tmp_path / "nhan")
    assert figures(store, tmp_path / "nhan")["citations.identity"] == expected


def test_the_header_has_the_fields_that_were_corrected(tmp_path):
    made = extraction()
    anchor = Anchor(made.document.file_sha256, "documents", 0, 0, "")
    told = [
        correction("set", anchor, "Lan", "x", column="issued_on_text", old=None, new="2024-01"),
        correction("set", anchor, "Lan", "x", column="title", old="Tên", new="Tên"),
        correction("set", anchor, "Lan", "x", column="plan_kind", old=None, new="cchc"),
    ]
    store = built(tmp_path, made, *told)
    said = ran("labels", "--store", store, "--out", tmp_path / "nhan")
    assert "plan_kind (nhãn không có mục này)" in said
    (file,) = (tmp_path / "nhan").iterdir()
    assert read_labels(file).header == {"issued_on": "2024-01", "title": "Tên"}
    assert figures(store, tmp_path / "nhan")["header"] == (1, 2, 2)


def test_what_lost_its_place_is_told_and_left_out(tmp_path):
    made = extraction()
    lost = correction("set", Anchor("0" * 64, "citations", 0, 3, "xyz"), "Lan", "x", column="canonical", new="1/NQ-CP")
    store = built(tmp_path, made, told_set(made, "76/NQ-CP", "77/NQ-CP"), lost)
    said = ran("labels", "--store", store, "--out", tmp_path / "nhan")
    assert "Không vào nhãn" in said
    assert "1 sửa chữa của 1 văn bản" in said


def test_a_store_without_corrections_gives_no_labels(tmp_path):
    store = built(tmp_path, extraction())
    done = CliRunner().invoke(kehoach, ["labels", "--store", str(store), "--out", str(tmp_path / "nhan")])
    assert done.exit_code != 0
    assert not (tmp_path / "nhan").exists()


def cited(canonical: str, raw: str, checked: bool = True) -> CitationLabel:
    return CitationLabel(canonical, None, None, None, "body", raw, checked)


def aimed(value: float, raw: str, checked: bool = True) -> TargetLabel:
    return TargetLabel(raw, value, None, "%", ">=", "hồ sơ", "tthc", 2024, checked)


X, Y = cited("1/NQ-CP", "Nghị quyết số 1/NQ-CP"), cited("2/NQ-CP", "Nghị quyết số 1/NQ-CP")
UNSEEN = cited("1/NQ-CP", "Nghị quyết số 1/NQ-CP", checked=False)
FURTHER = cited("8/QĐ-TTg", "Quyết định số 8/QĐ-TTg")


@pytest.mark.parametrize(
    "found, wanted, dropped, figure",
    [
        ([X, Y], [X, Y], None, Figure(2, 2, 2)),  # all looked at: an ordinary comparison
        ([X, Y], [X], None, Figure(1, 2, 1)),
        ([X, Y], [UNSEEN, X], None, Figure(0, 1, 1)),  # the same words twice: the unseen one stands for the machine's equal
        ([X, X], [UNSEEN, X], None, Figure(1, 1, 1)),
        ([X, FURTHER], [UNSEEN], None, Figure(0, 0, 0)),  # found since, and nobody looked at it
        ([X, FURTHER], [UNSEEN], ["quyết định số 8/QĐ-TTg"], Figure(0, 1, 0)),  # taken out by people
        ([], [UNSEEN, X], None, Figure(0, 0, 1)),
    ],
)
def test_only_what_people_looked_at_counts(found, wanted, dropped, figure):
    report = Report()
    nothing = {"header": None, "named": None, "tasks": None, "assignments": None, "targets": None}
    labels = Labels("a", citations=tuple(wanted), dropped={"citations": tuple(dropped)} if dropped else {}, **nothing)
    compare(Labels("a", citations=tuple(found), **nothing), labels, report)
    assert report.figures["citations.identity"] == figure


def test_a_target_whose_words_grew_is_still_the_one_looked_at():
    report = Report()
    nothing = {"header": None, "named": None, "tasks": None, "assignments": None, "citations": None}
    wanted = (aimed(95, "tối thiểu 95% hồ sơ đúng hạn"), aimed(50, "một nửa số hồ sơ khác", checked=False))
    found = (aimed(90, "đạt tối thiểu 95% hồ sơ đúng hạn"), aimed(10, "một điều khác hẳn"))
    compare(Labels("a", targets=found, **nothing), Labels("a", targets=wanted, **nothing), report)
    assert report.figures["targets.found"] == Figure(0, 1, 1)
