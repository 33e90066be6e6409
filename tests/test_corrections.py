"""What people correct stays corrected, whatever is built anew; what no longer fits is listed, not lost."""

from __future__ import annotations

import dataclasses
import threading

import pytest
from corrected_plans import anchor_of, built, extraction, told_set
from folders import make_store, rows
from hypothesis import given
from hypothesis import strategies as st

from pipeline.corrections import FILES, Anchor, append, correction, read, standing
from pipeline.corrections_applied import place_of
from pipeline.run import ingest


class TestBuild:
    @pytest.mark.parametrize(
        "machine, old, new, state",
        [
            ("76/NQ-CP", "76/NQ-CP", "77/NQ-CP", "applied"),  # as it was when it was corrected
            ("77/NQ-CP", "76/NQ-CP", "77/NQ-CP", "applied"),  # the machine has learnt it
            ("78/NQ-CP", "76/NQ-CP", "77/NQ-CP", "conflict"),  # a third thing: the person's word holds, and it is listed
        ],
    )
    def test_a_value_set_holds_whatever_the_machine_says(self, tmp_path, machine, old, new, state):
        made = extraction(canonical=machine)
        store = built(tmp_path, made, told_set(made, old, new))
        assert rows(store, "SELECT canonical FROM citations") == [(new,)]
        assert rows(store, "SELECT state, old_value, new_value, machine_value, author FROM corrections") == [
            (state, old, new, machine, "Lan")
        ]

    def test_a_fact_dropped_is_gone_with_all_that_hangs_on_it(self, tmp_path):
        made = extraction()
        store = built(tmp_path, made, correction("delete", anchor_of(made), "Lan", "không phải"))
        assert rows(store, "SELECT count(*) FROM citations") == [(0,)]
        assert rows(store, "SELECT action, state FROM corrections") == [("delete", "applied")]

    def test_a_fact_added_is_there_and_its_words_are_those_of_the_text(self, tmp_path):
        made = extraction()
        added = correction(
            "add", anchor_of(made, "95% hồ sơ", "targets"), "Lan", "sót", values={"value": "95.0", "unit": "%"}
        )
        store = built(tmp_path, made, added)
        ((value, metric, raw, confidence),) = rows(store, "SELECT value, metric, raw, confidence FROM targets")
        assert (value, metric, raw, confidence) == (95.0, "95% hồ sơ", "95% hồ sơ", 1.0)
        assert rows(
            store,
            "SELECT substr(d.text, t.char_start + 1, t.char_end - t.char_start) = t.raw"
            " FROM targets t JOIN documents d USING (doc_id)",
        ) == [(True,)]

    @pytest.mark.parametrize(
        "action, settings",
        [
            ("add", {"values": {"text": "Báo cáo", "deadline_raw": "Quý II/2025"}}),
            ("add", {"values": {"text": "Báo cáo", "deadline_raw": "Quý I/2025"}, "then": "Quý II/2025"}),
        ],
    )
    def test_the_days_of_a_deadline_follow_its_words(self, tmp_path, action, settings):
        made = extraction()
        anchor = anchor_of(made, "Đạt 95% hồ sơ", "tasks")
        then = settings.pop("then", None)
        told = [correction(action, anchor, "Lan", "sót", **settings)]
        if then:
            told.append(correction("set", anchor, "Lan", "nhầm", column="deadline_raw", old="Quý I/2025", new=then))
        store = built(tmp_path, made, *told)
        assert rows(store, "SELECT kind, CAST(start_on AS VARCHAR), CAST(end_on AS VARCHAR), raw FROM task_deadlines") == [
            ("fixed", "2025-04-01", "2025-06-30", "Quý II/2025")
        ]

    def test_a_confirmed_fact_is_sure(self, tmp_path):
        made = extraction(confidence=0.3)
        store = built(tmp_path, made, correction("confirm", anchor_of(made), "Lan", "", values={"canonical": "76/NQ-CP"}))
        assert rows(store, "SELECT confidence FROM citations") == [(1.0,)]
        assert rows(store, "SELECT state FROM corrections") == [("applied",)]

    def test_the_header_is_corrected(self, tmp_path):
        made = extraction()
        anchor = Anchor(made.document.file_sha256, "documents", 0, 0, "")
        store = built(tmp_path, made, correction("set", anchor, "Lan", "x", column="issued_on", old=None, new="2024-01-17"))
        assert rows(store, "SELECT CAST(issued_on AS VARCHAR) FROM documents") == [("2024-01-17",)]

    @pytest.mark.parametrize(
        "change, note",
        [
            ({"file_sha256": "0" * 64}, "không còn trong kho"),
            ({"raw": "99/NQ-CP"}, "không còn ở bản đọc"),
            ({"table": "nothing"}, "không còn ở bản đọc"),
        ],
    )
    def test_what_lost_its_place_is_stale_and_changes_nothing(self, tmp_path, change, note):
        made = extraction()
        lost = dataclasses.replace(anchor_of(made), **change)
        store = built(tmp_path, made, correction("set", lost, "Lan", "x", column="canonical", old="76/NQ-CP", new="1/NQ-CP"))
        assert rows(store, "SELECT canonical FROM citations") == [("76/NQ-CP",)]
        ((state, said),) = rows(store, "SELECT state, note FROM corrections")
        assert state == "stale"
        assert note in said

    @pytest.mark.parametrize("column, new", [("issued_on", "hôm qua"), ("role", None), ("no_such_column", "1")])
    def test_a_value_that_the_column_cannot_hold_stops_no_build(self, tmp_path, column, new):
        made = extraction()
        store = built(tmp_path, made, told_set(made, None, new, column))
        assert rows(store, "SELECT state FROM corrections") == [("stale",)]

    def test_the_last_word_counts_and_a_correction_can_be_taken_back(self, tmp_path):
        made = extraction()
        first, second = told_set(made, "76/NQ-CP", "77/NQ-CP"), told_set(made, "77/NQ-CP", "78/NQ-CP")
        assert [one.new for one in standing([first, second])] == ["78/NQ-CP"]
        back = correction("withdraw", anchor_of(made), "Lan", "", withdraws=second.correction_id)
        assert [one.new for one in standing([first, second, back])] == ["77/NQ-CP"]
        store = built(tmp_path, made, first, correction("withdraw", first.anchor, "Lan", "", withdraws=first.correction_id))
        assert rows(store, "SELECT canonical FROM citations") == [("76/NQ-CP",)]

    def test_a_lost_file_of_corrections_is_told(self, tmp_path):
        made = extraction()
        parts = tmp_path / "kho.duckdb.parts"
        parts.mkdir()
        FILES.remember(parts, [tmp_path / "away" / "corrections.jsonl"])
        store = make_store(tmp_path, [made])
        assert "không được áp dụng" in rows(store, "SELECT problem FROM ingest_problems")[0][0]


class TestAnchor:
    @given(
        st.text("ab \n", max_size=30),
        st.text("ab", min_size=1, max_size=4),
        st.text("ab \n", max_size=30),
        st.text("ab\n", max_size=9),
    )
    def test_words_are_found_where_they_stand_and_never_elsewhere(self, before, raw, after, more):
        text = before + raw + after
        anchor = Anchor.at("0", "citations", text, len(before), len(before) + len(raw))
        assert place_of(anchor, text) == (len(before), len(before) + len(raw))
        moved = place_of(anchor, more + text)
        if moved is not None:
            assert (more + text)[slice(*moved)] == raw

    def test_words_that_stand_twice_are_told_apart_by_those_around(self):
        text = "a 76/NQ-CP b. c 76/NQ-CP d."
        anchor = Anchor.at("0", "citations", text, 16, 24)
        assert place_of(anchor, "Mở đầu. " + text) == (24, 32)
        assert place_of(Anchor("0", "citations", 0, 8, "76/NQ-CP"), "x" + text) is None


class TestFile:
    def test_a_torn_line_costs_itself_only(self, tmp_path):
        path = tmp_path / "corrections.jsonl"
        made = extraction()
        append(path, [told_set(made, "1", "2")])
        with path.open("ab") as handle:
            handle.write(b'{"correction_id": "x", "rea')
        append(path, [told_set(made, "2", "3")])
        reading = read(path)
        assert [one.new for one in reading.corrections] == ["2", "3"]
        assert reading.damaged == (2,)

    def test_writers_at_once_lose_nothing(self, tmp_path):
        path = tmp_path / "corrections.jsonl"
        made = extraction()
        threads = [
            threading.Thread(target=lambda n=n: [append(path, [told_set(made, str(n), str(i))]) for i in range(10)])
            for n in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        found = read(path)
        assert len(found.corrections) == 40
        assert found.damaged == ()

    def test_a_run_takes_up_the_file_beside_the_plans_and_builds_anew_only_then(self, tmp_path):
        plans = tmp_path / "plans"
        plans.mkdir()
        (plans / "a.txt").write_text(
            "KẾ HOẠCH\nNăm 2024\n\nCăn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ.\n", "utf-8"
        )
        store = tmp_path / "kho.duckdb"
        ingest([plans], store, jobs=1)
        ((sha256, text, start, end),) = rows(
            store,
            "SELECT file_sha256, text, char_start, char_end FROM citations JOIN documents USING (doc_id)"
            " WHERE role <> 'self'",
        )
        anchor = Anchor.at(sha256, "citations", text, start, end)
        append(
            plans / "corrections.jsonl",
            [correction("set", anchor, "Lan", "x", column="canonical", old="76/NQ-CP", new="7/NQ-CP")],
        )
        again = ingest([plans], store, jobs=1)
        assert (again.read, again.published) == (0, True)
        assert rows(store, "SELECT canonical FROM citations") == [("7/NQ-CP",)]
        assert rows(store, "SELECT count(*) FROM ingest_problems") == [(0,)]  # the file itself is no plan that was skipped
        assert not ingest([plans], store, jobs=1).published
