"""The charts show the store's figures where the scale says, and every mark leads to its words."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from web_site import small_store, visitor

from pipeline import queries
from pipeline.compare import compare
from pipeline.run import ingest
from pipeline.web.calendar_file import calendar
from pipeline.web.value_scale import scale_of

SAMPLES = Path(__file__).parents[1] / "data/samples/comparison"


def as_written(text: str) -> str:
    """A text as the templates write it into an attribute."""
    return html.escape(text).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """The sample plans that compare provinces, as read."""
    made = tmp_path_factory.mktemp("charts") / "kho.duckdb"
    ingest([SAMPLES], made, jobs=1)
    return made


@pytest.fixture(scope="module")
def guest(store):
    with visitor(store) as client:
        yield client


@given(st.lists(st.floats(-1e6, 1e6, allow_nan=False), min_size=1, max_size=20), st.integers(2, 10))
def test_a_scale_holds_its_values_between_round_marks(values, wanted):
    scale = scale_of(values, wanted)
    assert scale.low <= min(values) <= max(values) <= scale.high
    assert len(scale.marks) >= 2
    assert scale.marks == tuple(sorted(scale.marks))
    assert all(0 <= scale.at(value) <= 100 for value in values)
    assert all(0 <= scale.level(value, 5) <= 4 for value in values)


@pytest.mark.parametrize(
    "values, cap, marks",
    [
        ([92, 100], 100, (92, 94, 96, 98, 100)),  # shares end at 100
        ([95.0], None, (94, 94.5, 95, 95.5, 96)),  # one value stands in the middle
        ([0, 3], None, (0, 1, 2, 3)),
        ([], None, (0, 0.2, 0.4, 0.6, 0.8, 1)),
    ],
)
def test_marks_are_round(values, cap, marks):
    assert scale_of(values, cap=cap).marks == marks


class TestCompare:
    ADDRESS = "/compare?indicator=ho-so-dung-han&year=2025"

    def test_dots_are_those_of_the_comparison(self, guest, store):
        counted = compare(store, "ho-so-dung-han", 2025).of("counted")
        page = guest.get(self.ADDRESS).text
        assert page.count('<circle class="dot" cx=') == len(counted) + 1  # and the one of the legend
        at = [page.index(f'/facts/{target}"') for target in counted["target_id"]]
        assert at == sorted(at)
        assert "≥ 97,5 %" in page

    def test_what_cannot_be_compared_stands_apart_with_the_reason(self, guest):
        page = guest.get(self.ADDRESS).text
        assert page.index("Không so sánh được, để riêng") < page.index("nêu một khoảng, không phải một mức")

    def test_the_map_has_every_province_of_today_once(self, guest):
        page = guest.get(self.ADDRESS).text
        named = re.findall(r'<g class="tile [^>]*><title>([^:<]+):', page)
        assert len(named) == len(set(named)) == 34
        assert re.search(r"<title>Lạng Sơn: 97,5</title>", page)
        assert re.search(r'class="tile no_plan"><title>Cao Bằng: chưa có kế hoạch', page)

    def test_old_names_come_without_the_map_of_today(self, guest):
        page = guest.get(self.ADDRESS + "&map=63").text
        assert "Bình Định" in page
        assert 'class="map"' not in page

    def test_what_does_not_count_is_counted_even_where_it_is_not_listed(self, guest, store, monkeypatch):
        whole = guest.get(self.ADDRESS).text
        monkeypatch.setattr("pipeline.web.comparison.LISTED", 1)
        with visitor(store) as client:
            short = client.get(self.ADDRESS).text
        for title in ("Không so sánh được, để riêng", "Không tính vì đã có bản khác được tính"):
            found = re.search(rf'<h2>{title} <span class="quiet">(\d+)</span>', whole)
            assert found
            assert found[0] in short
        assert short.count("<tr>") < whole.count("<tr>")
        assert re.findall(r'<circle class="dot" cx="[^"]+"', short) == re.findall(r'<circle class="dot" cx="[^"]+"', whole)

    def test_an_unknown_indicator_is_told(self, guest):
        answer = guest.get("/compare?indicator=khong-co-gi-het")
        assert answer.status_code == 404
        assert "Không có chỉ tiêu nào" in answer.text


class TestCoverage:
    @pytest.mark.parametrize("small", [False, True])
    def test_cells_are_those_of_the_question(self, store, tmp_path, small):
        store = small_store(tmp_path) if small else store
        with visitor(store) as client:
            page = client.get("/coverage?top=40").text
        signs = {"no_plan": "chưa có kế hoạch", "none": "đã đọc, không thấy", "unreadable": "chưa đọc được hết"}
        answer = queries.answer(store, "coverage", {"top": 40}).to_pylist()
        assert {row["state"] for row in answer} >= {"cited", "no_plan"} | ({"none", "unreadable"} if small else set())
        heads = page[page.index("<thead>") : page.index("</thead>")]
        columns = [parse_qs(unescape(href))["document"][0] for href in re.findall(r'href="/coverage\?([^"]+)"', heads)]
        lines = {
            re.search(r"<a[^>]*>([^<]+)</a>", line)[1]: re.findall(r"<td.*?</td>", line, re.DOTALL)
            for line in page.split("<tr><th")[2:]
        }
        for row in answer:
            cell = lines[as_written(row["province_now"])][columns.index(row["cited"])]
            assert f"{as_written(row['province_now'])} × " in cell
            if row["state"] == "cited":
                assert f">{row['plans_citing']}</a>" in cell
            else:
                assert signs[row["state"]] in cell

    def test_a_cell_leads_to_its_words(self, guest):
        page = guest.get("/coverage").text
        href = re.search(r'href="(/coverage/mentions\?[^"]+)"', page)[1].replace("&amp;", "&")
        mentions = guest.get(href).text
        fact = re.search(r'href="(/facts/\w+)"', mentions)[1]
        raw = re.search(r'<mark class="citations">([^<]+)</mark>', mentions)[1]
        viewer = guest.get(guest.get(fact).headers["location"]).text
        assert f">{raw}</a>" in viewer

    @pytest.mark.parametrize("by", ["province", "plan"])
    def test_a_document_is_found_as_the_command_line_finds_it(self, guest, by):
        assert "76/NQ-CP (2021)" in guest.get(f"/coverage?by={by}&document=nghi+quyet+76").text
        missed = guest.get(f"/coverage?by={by}&document=76/NQ-CPP").text
        assert "Gần nhất: 76/NQ-CP@2021" in missed  # a misspelt number is no gap
        assert '<table class="heat">' not in missed

    def test_fields_and_plans(self, guest):
        page = guest.get("/coverage?by=field").text
        href = re.search(r'href="(/coverage/fields\?[^"]+)"', page)[1].replace("&amp;", "&")
        assert "/facts/" in guest.get(href).text
        assert "/documents/" in guest.get("/coverage?by=plan").text


class TestTimeline:
    def test_every_deadline_of_the_year_is_in_the_table_and_the_files(self, guest, store):
        due = [row for row in queries.answer(store, "tasks_by_month", {}).to_pylist() if row["end_on"].year == 2025]
        assert due
        page = guest.get("/timeline?year=2025").text
        lines = list(csv.reader(io.StringIO(guest.get("/timeline.csv?year=2025").text.lstrip("\ufeff"))))
        events = guest.get("/timeline.ics?year=2025").text.count("BEGIN:VEVENT")
        assert len(lines) - 1 == events
        newest = [row for row in due if f'/facts/{row["task_id"]}"' in page]
        assert len(newest) == events or len(newest) == len(due)
        assert events >= 1

    def test_units_are_found_without_marks(self, guest):
        page = guest.get("/timeline?year=2025&unit=so+noi+vu").text
        assert "Sở Nội vụ" in page

    def test_a_calendar_is_folded_and_escaped(self):
        row = {
            "task_id": "1", "due_on": date(2025, 6, 30), "text": "Trình, ký; báo cáo\nquý " + "ộ" * 60, "lead": "Sở Nội vụ",
            "deliverable": None, "deadline": "30/6", "plan": "1/KH", "file": "a.pdf",
        }  # fmt: skip
        made = calendar([row], "http://localhost", datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC))
        assert all(len(line.encode()) <= 75 for line in made.split("\r\n"))
        unfolded = made.replace("\r\n ", "")
        assert "SUMMARY:Trình\\, ký\\; báo cáo\\nquý " + "ộ" * 60 in unfolded
        assert "DTSTART;VALUE=DATE:20250630\r\n" in unfolded
        assert "DTEND;VALUE=DATE:20250701\r\n" in unfolded
        assert made.startswith("BEGIN:VCALENDAR\r\n")
        assert made.endswith("END:VCALENDAR\r\n")


class TestApi:
    def test_every_form_gives_the_answer_of_the_question(self, guest, store):
        answer = queries.answer(store, "most_cited", {"top": 3}).to_pylist()
        address = "/api/most_cited.{}?top=3"
        assert guest.get(address.format("json")).json() == answer
        told = guest.get(address.format("csv"))
        assert len(list(csv.DictReader(io.StringIO(told.text.lstrip("\ufeff"))))) == len(answer)
        assert told.headers["x-kehoach-truncated"] == "false"
        with pa.ipc.open_stream(guest.get(address.format("arrow")).content) as stream:
            assert stream.read_all().to_pylist() == answer

    def test_rows_are_limited_and_that_is_told(self, guest):
        cut = guest.get("/api/documents_list.json?limit=2")
        assert len(cut.json()) == 2
        assert cut.headers["x-kehoach-truncated"] == "true"

    @pytest.mark.parametrize(
        "address", ["/api/nothing.csv", "/api/most_cited.exe", "/api/most_cited.csv?x=1", "/api/most_cited.csv?top=x"]
    )
    def test_wrong_questions_are_told(self, guest, address):
        assert guest.get(address).status_code == 404

    def test_all_views_are_listed(self, guest):
        page = guest.get("/api").text
        assert all(name in page for name in queries.queries())


@pytest.mark.parametrize("address", ["/", "/coverage", "/coverage?by=plan", "/coverage?by=field", "/compare", "/timeline"])
def test_screens_of_a_store_without_facts_are_plain(tmp_path_factory, address):
    with visitor(small_store(tmp_path_factory.mktemp("plain"))) as client:
        assert client.get(address).status_code == 200
