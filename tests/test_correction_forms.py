"""The forms of the page on which people correct: what they keep, and what they refuse beside its field."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from corrected_plans import extraction
from folders import make_store, rows
from web_site import token, visitor

from pipeline.web.accounts import save
from pipeline.web.editable_columns import Editable, UnusableValue, editable, typed


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
