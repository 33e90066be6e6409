"""What people correct stays corrected, whatever is built anew; what no longer fits is listed, not lost."""

from __future__ import annotations

import dataclasses
import json
import re
import threading
from pathlib import Path

import pytest
from folders import citation, draft_of, make_store, rows
from hypothesis import given
from hypothesis import strategies as st
from web_site import token, visitor

from extractors import Extraction
from extractors.header import Header
from pipeline import corrections
from pipeline.corrections import Anchor, append, correction, read, remember, standing
from pipeline.corrections_applied import place_of
from pipeline.run import ingest
from pipeline.web.accounts import save
from pipeline.web.editable_columns import Editable, UnusableValue, editable, typed

TEXT = "Căn cứ Nghị quyết số 76/NQ-CP của Chính phủ.\nĐạt 95% hồ sơ đúng hạn.\nHết."
SETTLED = {"canonical": "76/NQ-CP", "resolution": "resolved"}


def extraction(**settings: object) -> Extraction:
    document = draft_of("a.txt", TEXT).finish()
    return Extraction(
        document,
        Header(canonical="1/KH-UBND", title="Tên", province_now="Huế"),
        (citation(document, "76/NQ-CP", **{**SETTLED, **settings}),),
    )


def anchor_of(made: Extraction, raw: str = "76/NQ-CP", table: str = "citations") -> Anchor:
    text = made.document.text
    return Anchor.at(made.document.file_sha256, table, text, text.index(raw), text.index(raw) + len(raw))


def built(folder: Path, made: Extraction, *told: corrections.Correction) -> Path:
    path = folder / "corrections.jsonl"
    append(path, told)
    parts = folder / "kho.duckdb.parts"
    parts.mkdir(exist_ok=True)
    remember(parts, [path])
    return make_store(folder, [made])


def told_set(made: Extraction, old: str | None, new: str | None, column: str = "canonical") -> corrections.Correction:
    return correction("set", anchor_of(made), "Lan", "nhầm", column=column, old=old, new=new)


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
        remember(parts, [tmp_path / "away" / "corrections.jsonl"])
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


class TestForms:
    @pytest.fixture
    def folder(self, tmp_path):
        made = extraction()
        make_store(tmp_path, [made])
        (tmp_path / "plans").mkdir()
        return tmp_path

    @pytest.fixture
    def client(self, folder):
        with visitor(folder / "kho.duckdb", plans=folder / "plans") as client:
            yield client

    def address(self, folder: Path) -> str:
        ((doc_id, fact_id),) = rows(folder / "kho.duckdb", "SELECT doc_id, citation_id FROM citations")
        return f"/documents/{doc_id}/correct/{fact_id}"

    def filled(self, page: str, **changes: str) -> dict[str, str]:
        """The form as a browser would send it."""
        values = dict(re.findall(r'<input(?: type="hidden")?(?: id="\w+")? name="([\w-]+)" value="([^"]*)"', page))
        for name, inside in re.findall(r'<select id="(\w+)".*?>(.*?)</select>', page, re.S):
            chosen = re.search(r'<option value="([^"]*)" selected', inside)
            values[name] = chosen[1] if chosen else ""
        return {**values, "form_token": token(page), "action": "set", **changes}

    def test_a_value_is_kept_shown_and_still_there_after_a_new_build(self, client, folder):
        address = self.address(folder)
        form = self.filled(client.get(address).text, canonical="77/NQ-CP", author="Lan", reason="số sai")
        answer = client.post(address, data=form)
        assert answer.status_code == 303
        page = client.get(answer.headers["location"]).text
        assert "đã sửa, trước là 76/NQ-CP" in page
        assert ">77/NQ-CP</a>" in page
        assert "77/NQ-CP" in client.get("/corrections").text
        kept = json.loads((folder / "plans/corrections.jsonl").read_text("utf-8"))
        assert (kept["old"], kept["new"], kept["author"], kept["reason"]) == ("76/NQ-CP", "77/NQ-CP", "Lan", "số sai")
        make_store(folder, [extraction()])
        assert rows(folder / "kho.duckdb", "SELECT canonical FROM citations") == [("77/NQ-CP",)]
        assert "có hiệu lực" in client.get("/corrections").text

    @pytest.mark.parametrize(
        "changes, told",
        [
            ({"issued_on": "31/02/2023", "author": "L", "reason": "x"}, 'id="p-issued_on" role="alert">Ngày phải có dạng'),
            ({"canonical": "7/NQ-CP", "reason": "x"}, 'id="p-author"'),
            ({"canonical": "7/NQ-CP", "author": "L"}, 'id="p-reason"'),
            ({"role": "nothing", "author": "L", "reason": "x"}, 'id="p-role"'),
            ({"author": "L", "reason": "x"}, "Chưa đổi giá trị nào"),
            ({"author": "L", "reason": "x", "action": "explode"}, "Không làm được việc này"),
        ],
    )
    def test_what_cannot_be_kept_is_told_beside_its_field(self, client, folder, changes, told):
        address = self.address(folder)
        answer = client.post(address, data=self.filled(client.get(address).text, **changes))
        assert answer.status_code == 422
        assert told in answer.text
        assert not (folder / "plans/corrections.jsonl").exists()

    def test_of_two_who_correct_at_once_the_second_is_told(self, client, folder):
        address = self.address(folder)
        page = client.get(address).text
        assert (
            client.post(address, data=self.filled(page, canonical="77/NQ-CP", author="Lan", reason="x")).status_code == 303
        )
        late = client.post(address, data=self.filled(page, canonical="78/NQ-CP", author="Minh", reason="y"))
        assert late.status_code == 422
        assert "Người khác vừa sửa thành 77/NQ-CP" in late.text

    @pytest.mark.parametrize("action, told", [("confirm", "đã xác nhận"), ("delete", "đã bỏ")])
    def test_facts_are_confirmed_or_dropped(self, client, folder, action, told):
        address = self.address(folder)
        form = self.filled(client.get(address).text, author="Lan", reason="x", action=action)
        assert told in client.get(client.post(address, data=form).headers["location"]).text

    def test_a_missed_fact_is_added_by_its_words(self, client, folder):
        doc_id = self.address(folder).split("/")[2]
        address = f"/documents/{doc_id}/add"
        form = {"form_token": token(client.get(address).text), "table": "targets", "author": "Lan", "reason": ""}
        several = client.post(address, data={**form, "words": "h"})
        assert "nhiều chỗ" in several.text
        assert "Không thấy đúng những chữ này" in client.post(address, data={**form, "words": "ngoài văn bản"}).text
        bad = client.post(address, data={**form, "words": "95% hồ sơ", "targets-value": "nhiều"})
        assert 'id="p-targets-value"' in bad.text
        done = client.post(address, data={**form, "words": "95% hồ sơ", "targets-value": "95", "targets-unit": "%"})
        assert done.status_code == 303
        make_store(folder, [extraction()])
        assert rows(folder / "kho.duckdb", "SELECT value, unit, raw FROM targets") == [(95.0, "%", "95% hồ sơ")]

    def test_a_correction_is_taken_back(self, client, folder):
        address = self.address(folder)
        client.post(address, data=self.filled(client.get(address).text, canonical="77/NQ-CP", author="Lan", reason="x"))
        page = client.get("/corrections").text
        back = page.split('action="')[1].split('"')[0]
        assert client.post(back, data={"form_token": token(page), "author": "Lan"}).status_code == 303
        assert "77/NQ-CP" not in client.get("/corrections").text

    def test_readers_correct_nothing(self, folder):
        path = folder / "tai-khoan.txt"
        save(path, "minh", "mat khau rat dai", "read")
        with visitor(folder / "kho.duckdb", plans=folder / "plans", accounts=path) as client:
            form = {
                "form_token": token(client.get("/login").text),
                "name": "minh",
                "password": "mat khau rat dai",
                "next": "/",
            }
            client.post("/login", data=form)
            address = self.address(folder)
            assert client.get(address).status_code == 403
            assert (
                client.post(address, data={"form_token": token(client.get("/").text), "action": "delete"}).status_code == 403
            )
        assert not (folder / "plans/corrections.jsonl").exists()

    def test_a_page_without_a_folder_says_that_it_keeps_nothing(self, folder):
        with visitor(folder / "kho.duckdb") as client:
            answer = client.get(self.address(folder))
        assert answer.status_code == 403
        assert "--plans" in answer.text


@pytest.mark.parametrize(
    "kind, said, kept",
    [
        ("DOUBLE", "97,5", "97.5"),
        ("DOUBLE", "1.250", "1250.0"),  # a dot before three digits divides thousands
        ("DOUBLE", "1.250,5", "1250.5"),
        ("DOUBLE", "97.5", "97.5"),  # a dot before one or two digits can divide none
        ("BIGINT", "2025", "2025"),
        ("DATE", "15/02/2023", "2023-02-15"),
        ("DATE", "2023-02-15", "2023-02-15"),
        ("VARCHAR", "  hai   chữ ", "hai chữ"),
        ("VARCHAR", "", None),
    ],
)
def test_values_as_people_type_them(kind, said, kept):
    assert typed(Editable("x", kind, True), said) == kept


@pytest.mark.parametrize(
    "kind, said",
    [
        ("DOUBLE", "1,250.5"),
        ("DOUBLE", "1.2.3"),
        ("DOUBLE", "nhiều"),
        ("DOUBLE", "nan"),
        ("BIGINT", "2,5"),
        ("DATE", "31/02/2023"),
        ("DATE", "hôm nay"),
        ("VARCHAR", "x" * 2001),
    ],
)
def test_unusable_values_are_refused(kind, said):
    with pytest.raises(UnusableValue):
        typed(Editable("x", kind, True), said)


def test_identities_and_spans_are_nobody_s_to_correct():
    for table in ("citations", "tasks", "targets", "documents"):
        names = {column.name for column in editable(table)}
        assert names
        assert not names & {
            "doc_id",
            "char_start",
            "char_end",
            "raw",
            "page",
            f"{table[:-1]}_id",
            "text_source",
            "source_path",
        }
