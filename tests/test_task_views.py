"""Questions on tasks: who, what, by when; views over a store made by hand, and the command."""

from __future__ import annotations

import json
from datetime import date

import pandas as pd
import pytest
from click.testing import CliRunner
from folders import make_store, plan

from extractors import Extraction
from extractors.tasks import Task, TaskDeadline, TaskUnit
from pipeline.cli import main
from pipeline.queries import query


def unit(name, role="lead", unit_id=None):
    return TaskUnit(role, name, f"{name} tỉnh Lạng Sơn", unit_id, "resolved" if unit_id else "unknown")


def by(end, start=None, raw="…"):
    return TaskDeadline("fixed", None, start, end, raw)


RECURRING = TaskDeadline("recurring", "quarterly", None, None, "Hằng quý")

LANG_SON = [
    # words, field, units, deadlines
    ("Rà soát văn bản", "the-che", [unit("Sở Tư pháp"), unit("Sở Nội vụ", "coordinating")], [by(date(2025, 3, 31))]),
    ("Công khai thủ tục", "tthc", [unit("Văn phòng UBND"), unit("Sở Nội vụ", "coordinating")], [RECURRING]),
    ("Khảo sát sự hài lòng", "tthc", [unit("Sở Nội vụ")], [by(date(2025, 6, 30)), by(date(2025, 11, 30))]),
    ("Mua thiết bị", "chinh-quyen-so", [unit("Sở Y tế", "coordinating")], []),
    ("Lập danh mục", "tthc", [unit("Sở Nội vụ và Lao động")], [by(None, date(2025, 10, 1))]),
]


def tasks_of(name, told, **header):
    text = f"Kế hoạch {name}.\n" + "\n".join(words for words, *_ in told)
    made = plan(name, text, {}, issuer_level="province", plan_kind="cchc", doc_type="Kế hoạch", **header)
    facts = []
    for words, field, units, deadlines in told:
        start = made.document.text.index(words)
        facts.append(
            Task(
                raw=words, char_start=start, char_end=start + len(words), source="table", field=field, text=words,
                units=tuple(units), deadlines=tuple(deadlines),
            )
        )  # fmt: skip
    return Extraction(made.document, made.header, tuple(facts))


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    lang_son = {"province": "Lạng Sơn", "province_now": "Lạng Sơn", "issuer": "UBND tỉnh Lạng Sơn", "title": "Cải cách 2025"}
    binh_dinh = {"province": "Bình Định", "province_now": "Gia Lai", "issuer": "UBND tỉnh Bình Định"}
    dated = {"issued_on": date(2025, 1, 15), "issued_on_text": "2025-01-15", "plan_year": 2025}
    return make_store(
        tmp_path_factory.mktemp("tasks"),
        [
            tasks_of("ls.txt", LANG_SON, canonical="1/KH-UBND", **lang_son, **dated),
            tasks_of("ls-du-thao.txt", LANG_SON[:1], plan_year=2025, issued_on_text="2025-01", **lang_son),
            tasks_of(
                "bd.txt",
                [("Kiểm tra một cửa", "tthc", [unit("Sở Nội vụ")], [])],
                canonical="2/KH-UBND",
                **binh_dinh,
                **dated,
            ),
        ],
    )


def lines(frame, *names):
    return [tuple(None if pd.isna(value) else value for value in row) for row in frame[list(names)].itertuples(index=False)]


ASKED = [
    # conditions, the tasks found
    ({}, 7),
    ({"unit": "sở nội vụ"}, ["Rà soát văn bản", "Khảo sát sự hài lòng", "Lập danh mục", "Kiểm tra một cửa",
                             "Công khai thủ tục", "Rà soát văn bản"]),  # in any role, in small letters
    ({"unit": "Sở Nội"}, 6),  # part of a name, by whole words
    ({"unit": "Sở Y tế"}, ["Mua thiết bị"]),
    ({"from": "2025-04-01"}, ["Khảo sát sự hài lòng", "Lập danh mục"]),  # a deadline with its first day only
    ({"to": "2025-03-31"}, ["Rà soát văn bản", "Rà soát văn bản"]),
    ({"from": "2025-07-01", "to": "2025-09-30"}, []),  # between two deadlines of one task lies none
    ({"from": "2025-06-01", "to": "2025-06-30"}, ["Khảo sát sự hài lòng"]),
    ({"field": "tthc", "province": "Lạng Sơn"}, ["Khảo sát sự hài lòng", "Lập danh mục", "Công khai thủ tục"]),
    ({"province": "Gia Lai"}, ["Kiểm tra một cửa"]),  # as it is now
    ({"province": "Bình Định"}, ["Kiểm tra một cửa"]),  # as it was
    ({"without_lead": 1}, ["Mua thiết bị"]),
]  # fmt: skip


@pytest.mark.parametrize("asked, expected", ASKED)
def test_tasks_by_conditions(asked, expected, store):
    found = list(query(store, "tasks_list", **asked)["text"])
    if isinstance(expected, int):
        assert len(found) == expected
    else:
        assert sorted(found) == sorted(expected)


def test_tasks_come_with_roles_deadlines_and_evidence(store):
    row = query(store, "tasks_list", unit="Sở Tư pháp", province="Lạng Sơn").set_index("file").loc["ls.txt"]
    assert (row["lead"], row["coordinating"]) == ("Sở Tư pháp tỉnh Lạng Sơn", "Sở Nội vụ tỉnh Lạng Sơn")
    assert (row["due_on"].date(), row["raw"]) == (date(2025, 3, 31), "Rà soát văn bản")
    assert row["doc_id"]
    assert row["task_id"]


def test_the_next_deadline_comes_first_and_none_last(store):
    due = query(store, "tasks_list")["due_on"]
    assert due.dropna().is_monotonic_increasing
    assert due.isna().tolist() == sorted(due.isna())


def test_a_draft_names_the_plan_that_counts(store):
    found = dict(lines(query(store, "tasks_list", unit="Sở Tư pháp"), "file", "newer_version"))
    assert found == {"ls.txt": None, "ls-du-thao.txt": "ls.txt"}


def test_counts_leave_drafts_out(store):
    assert lines(query(store, "tasks_by_field"), "province_now", "field", "tasks", "without_lead") == [
        ("Gia Lai", "tthc", 1, 0),
        ("Lạng Sơn", "tthc", 3, 0),
        ("Lạng Sơn", "chinh-quyen-so", 1, 1),
        ("Lạng Sơn", "the-che", 1, 0),  # once, not twice
    ]
    assert lines(query(store, "tasks_by_deadline_month"), "month", "province_now", "tasks") == [
        ("2025-03", "Lạng Sơn", 1),
        ("2025-06", "Lạng Sơn", 1),
        ("2025-11", "Lạng Sơn", 1),
    ]
    assert lines(query(store, "tasks_partners"), "lead", "partner", "tasks", "example") == [
        ("Sở Tư pháp tỉnh Lạng Sơn", "Sở Nội vụ tỉnh Lạng Sơn", 1, "Rà soát văn bản"),
        ("Văn phòng UBND tỉnh Lạng Sơn", "Sở Nội vụ tỉnh Lạng Sơn", 1, "Công khai thủ tục"),
    ]
    found = query(store, "units_coordination").set_index("unit")
    of = found.loc["Sở Nội vụ tỉnh Lạng Sơn"]
    assert (of["leads"], of["coordinates"], of["partners"], of["plans"]) == (2, 2, 2, 2)


def test_months_and_units_list_single_tasks(store):
    assert lines(query(store, "tasks_by_month", **{"from": "2025-06", "to": "2025-06"}), "month", "text") == [
        ("2025-06", "Khảo sát sự hài lòng")
    ]
    assert lines(query(store, "tasks_by_unit", unit="Sở Y tế"), "role", "text") == [("coordinating", "Mua thiết bị")]
    assert lines(query(store, "tasks_recurring"), "freq", "text", "lead") == [
        ("quarterly", "Công khai thủ tục", "Văn phòng UBND tỉnh Lạng Sơn")
    ]
    assert lines(query(store, "tasks_without_lead"), "text", "others") == [("Mua thiết bị", "Sở Y tế tỉnh Lạng Sơn")]


def test_units_that_are_not_certain_are_listed(store):
    assert "Sở Y tế tỉnh Lạng Sơn" in set(query(store, "tasks_units_to_review")["unit"])


# ---- the command


def run(*args):
    return CliRunner().invoke(main, [str(arg) for arg in args])


def test_tasks_on_screen(store):
    said = run("tasks", "--unit", "Sở Tư pháp", "--store", store)
    assert said.exit_code == 0
    assert "chủ trì" in said.stdout  # Vietnamese titles
    assert "31/03/2025" in said.stdout  # Vietnamese dates
    assert "2 dòng" in said.stdout


def test_tasks_for_programs(store):
    found = json.loads(run("tasks", "--unit", "Sở Y tế", "--store", store, "--format", "json").stdout)
    assert [(row["text"], row["raw"], row["file"]) for row in found] == [("Mua thiết bị", "Mua thiết bị", "ls.txt")]


def test_tasks_in_a_span_of_days_tell_how_many_have_no_day(store):
    said = run("tasks", "--province", "Lạng Sơn", "--from", "2025-04-01", "--to", "31/12/2025", "--store", store)
    assert "2 dòng" in said.stdout
    assert "Ngoài ra 2 nhiệm vụ định kỳ hoặc không ghi ngày hạn" in said.stderr


EMPTY = [
    # question, exit code, what is said
    (["--unit", "Sở Nộ"], 2, "Có phải: Sở Nội vụ"),  # part of a word
    (["--unit", "Sở Xây dựng"], 0, "Kho không có nhiệm vụ nào của cơ quan 'Sở Xây dựng'."),
    (["--province", "Cà Mau"], 0, "Kho không có nhiệm vụ nào của Cà Mau."),
    (["--from", "2031-01-01"], 0, "Kho không có nhiệm vụ nào có hạn trong khoảng ngày đó."),
    (["--unit", "Sở Y tế", "--field", "tthc"], 0, "không có nhiệm vụ nào thỏa tất cả"),
    (["--field", "thủ tục"], 2, "Có: the-che = "),
    (["--province", "Hà Nọi Mới"], 2, "Không có tỉnh, thành phố nào tên"),
    (["--from", "2025-12-01", "--to", "2025-01-01"], 2, "Đổi chỗ hai ngày"),
    (["--from", "hôm qua"], 2, "Lệnh chưa đúng"),
]


@pytest.mark.parametrize("args, code, says", EMPTY)
def test_an_empty_or_wrong_question_is_answered_with_why(args, code, says, store):
    said = run("tasks", *args, "--store", store)
    assert said.exit_code == code
    assert says in said.stderr


def test_an_empty_store_says_so(tmp_path):
    said = run("tasks", "--unit", "Sở Y tế", "--store", make_store(tmp_path, []))
    assert "Kho chưa có nhiệm vụ nào." in said.stderr
