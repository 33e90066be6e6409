"""The screens say what the store says, and lead from each figure to the lit words."""

from __future__ import annotations

import re
import shutil
import threading

import duckdb
import pytest
from folders import make_store, plan, rows
from hypothesis import given
from hypothesis import strategies as st
from web_site import hostile_plan, printed_plan, small_store, visitor

from pipeline.run import ingest
from pipeline.web.document_list import folded
from pipeline.web.lit_text import Span, column_weights, lit_lines
from pipeline.web.open_store import OpenStore, TooSlow, Version
from pipeline.web.site import HERE, wording
from pipeline.web.vietnamese_forms import days_in, shown, shown_amount


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return small_store(tmp_path_factory.mktemp("screens"))


@pytest.fixture(scope="module")
def guest(store):
    with visitor(store) as client:
        yield client


def test_every_wording_asked_for_exists_in_both_languages():
    asked = set()
    for path in (*HERE.glob("templates/*.html"), *HERE.glob("*.py")):
        asked |= set(re.findall(r"""\b(?:t|say)\(["']([\w./-]+)["'][,)]""", path.read_text(encoding="utf-8")))
    assert len(asked) > 50
    assert sorted(asked - set(wording())) == []
    assert [key for key, said in wording().items() if not said["vi"] or not said["en"]] == []


@pytest.mark.parametrize(
    "words, found",
    [
        ("hung yen", 2),
        ("187/kh", 1),
        ("HUE", 2),  # by the file's name and by the place
        ("quoted single", 1),
        ("khong co", 0),
        ("", 6),
    ],
)
def test_documents_are_found_without_marks(guest, words, found):
    page = guest.get("/documents", params={"q": words}).text
    assert f'<p class="found">{found} văn bản' in page


@pytest.mark.parametrize("words, plain", [("Đồng Nai", "dong nai"), ("  HUẾ ", "hue"), ("187/KH-UBND", "187/kh-ubnd")])
def test_folding(words, plain):
    assert folded(words) == plain


@given(st.text(alphabet="aăâđeêioôơuưyáàảãạấầẩẫậÁĐỆỘ 1/-", max_size=30))
def test_folding_is_that_of_the_store(words):
    in_store = duckdb.execute("SELECT replace(strip_accents(lower($w)), 'đ', 'd')", {"w": words}).fetchone()
    assert in_store is not None
    assert folded(words) == " ".join(in_store[0].split())


def test_lit_words_hold_the_raw_words_and_lead_to_their_card(guest, store):
    for doc_id, fact_id, raw in rows(
        store,
        "SELECT doc_id, citation_id, raw FROM citations WHERE doc_id NOT IN "
        f"('{hostile_plan().document.doc_id}', '{printed_plan().document.doc_id}')",
    ):
        page = guest.get(f"/documents/{doc_id}").text
        lit = re.search(rf'<a class="lit [^>]*href="#c-{fact_id}"[^>]*>([^<]+)</a>', page)
        assert lit is not None
        assert lit[1] == raw
        assert f'id="c-{fact_id}"' in page
        assert guest.get(f"/facts/{fact_id}").headers["location"] == f"/documents/{doc_id}?fact={fact_id}#c-{fact_id}"


def test_what_only_the_checks_read_is_shown_when_a_finding_leads_there(tmp_path):
    (tmp_path / "a.txt").write_text(
        "ỦY BAN NHÂN DÂN\nTỈNH HƯNG YÊN\nSố: 5/KH-UBND\nHưng Yên, ngày 02 tháng 3 năm 2024\nKẾ HOẠCH\nSố hóa\n"
        "Căn cứ Nghị quyết số 76/NQ-CP ngày 31/11/2021 của Chính phủ.\n",
        encoding="utf-8",
    )
    store = tmp_path / "kho.duckdb"
    ingest([tmp_path], store, jobs=1)
    ((fact_id, doc_id),) = rows(store, "SELECT fact_id, doc_id FROM findings WHERE check_id = 'impossible_date'")
    with visitor(store) as client:
        plain = client.get(f"/documents/{doc_id}").text
        assert "written_dates" not in plain  # no code, and nothing that a reader did not ask for
        assert fact_id not in plain
        place = client.get(f"/facts/{fact_id}")
        assert place.status_code == 307
        page = client.get(place.headers["location"]).text
        assert f'id="c-{fact_id}"' in page
        assert re.search(r'class="lit[^"]*chosen"[^>]*>[^<]*31/11/2021<', page)
        assert f"/correct/{fact_id}" not in page


@pytest.mark.parametrize(
    "text, said",
    [
        ("Nghị định số 61/2018/NĐ-CP … 2019-04-23", "Nghị định số 61/2018/NĐ-CP … 23/04/2019"),
        ("03/NQ-CP (2025-01-09), Phụ lục", "03/NQ-CP (09/01/2025), Phụ lục"),
        ("2025-02-30, 12025-01-091 và 2021-2025", "2025-02-30, 12025-01-091 và 2021-2025"),  # no days
    ],
)
def test_days_inside_texts(text, said):
    assert days_in(text) == said


def test_counts_are_those_of_the_store(guest, store):
    ((documents, citations),) = rows(
        store, "SELECT (SELECT count(*) FROM documents), count(*) FROM citations WHERE role <> 'self'"
    )
    page = guest.get("/").text
    assert f'<a href="/documents">{documents}</a>' in page
    assert f'<dd class="citations">{citations}</dd>' in page


def test_a_page_without_its_file_shows_the_text_and_says_why(guest):
    page = guest.get(f"/documents/{printed_plan().document.doc_id}").text
    assert "Không còn tệp gốc ở chỗ cũ" in page
    assert 'class="lit citations' in page


def test_problems_are_told_with_what_to_do(guest):
    page = guest.get("/problems?q=khong+doc").text
    assert "Không đọc được trang." in page
    assert "Xin bản gốc." in page


def test_the_language_is_remembered(store):
    with visitor(store) as client:
        assert ">Documents</h1>" not in client.get("/documents").text
        assert ">Documents</h1>" in client.get("/documents?lang=en").text
        assert ">Documents</h1>" in client.get("/documents").text
        assert ">Documents</h1>" not in client.get("/documents?lang=vi").text


@pytest.mark.parametrize(
    "value, name, vi, en",
    [
        (1250.5, "", "1.250,5", "1,250.5"),
        (2024, "plan_year", "2024", "2024"),
        (1234, "n", "1.234", "1,234"),
        ("2024-03", "issued_on_text", "03/2024", "2024-03"),
        (float("nan"), "", "", ""),
        (None, "", "", ""),
        (True, "", "có", "yes"),
    ],
)
def test_forms_of_values(value, name, vi, en):
    assert (shown(value, "vi", name), shown(value, "en", name)) == (vi, en)


@pytest.mark.parametrize(
    "row, said",
    [((">=", 97.5, None, "%"), "≥ 97,5 %"), (("=", 20, 30, "%"), "20–30 %"), ((">prev", None, None, None), "cao hơn trước")],
)
def test_forms_of_amounts(row, said):
    assert shown_amount(*row) == said


spans = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=6)


@given(st.text(alphabet="ab \t\n", max_size=40), spans)
def test_cutting_a_text_loses_nothing_and_lights_each_span(text, wanted):
    made = [Span(str(n), "citations", start, min(start + size, len(text))) for n, (start, size) in enumerate(wanted)]
    made = [span for span in made if span.start < span.end]
    lines = lit_lines(text, made)
    assert "\n".join("\t".join("".join(p.text for p in cell) for cell in line.cells) for line in lines) == text
    for span in made:
        pieces = [p for line in lines for cell in line.cells for p in cell if span in p.spans]
        assert all(text[p.start : p.start + len(p.text)] == p.text for p in pieces)
        assert "".join(p.text for p in pieces) == re.sub(r"[\t\n]", "", text[span.start : span.end])


class TestStore:
    def test_a_replaced_store_is_taken_up_and_no_request_fails(self, tmp_path):
        kept = small_store(tmp_path)
        (tmp_path / "new").mkdir()
        new = make_store(tmp_path / "new", [plan("mot.txt", "Một.", {}, canonical="1/KH-UBND")])
        codes, stop = [], threading.Event()
        with visitor(kept) as client:
            assert "6 văn bản" in client.get("/documents").text

            def ask():
                while not stop.is_set():
                    codes.append(client.get("/documents").status_code)

            threads = [threading.Thread(target=ask) for _ in range(3)]
            for thread in threads:
                thread.start()
            shutil.copy(new, tmp_path / "copy.duckdb")
            (tmp_path / "copy.duckdb").replace(kept)
            page = client.get("/documents").text
            stop.set()
            for thread in threads:
                thread.join()
            assert "1 văn bản" in page or "1 văn bản" in client.get("/documents").text
        assert set(codes) == {200}

    def test_a_store_taken_away_still_answers_and_says_so(self, tmp_path):
        kept = small_store(tmp_path)
        with visitor(kept) as client:
            kept.rename(tmp_path / "away.duckdb")
            page = client.get("/documents")
            assert page.status_code == 200
            assert wording()["footer.old"]["vi"] in page.text

    def test_what_takes_long_is_worked_out_before_it_is_asked(self, store, monkeypatch):
        opened = OpenStore(store, 5.0)
        with opened.reading() as version:
            version.warm()
            asked = []
            monkeypatch.setattr(Version, "_asking", lambda *_: asked.append(1))
            assert version.view("coverage_required", required="cchc-2021-2030", year=0)
            assert version.view("cascade_steps")
            assert version.view("findings_by_check")
            assert asked == []  # all of it was remembered
            monkeypatch.undo()
        opened.close()
        version.warm()  # of a version that was let go: nothing happens

    def test_many_who_ask_at_one_moment_are_all_answered(self, store):
        opened = OpenStore(store, 5.0)
        start, told = threading.Barrier(8), []

        def ask():
            start.wait()
            with opened.reading() as version:
                told.extend(len(version.frame("documents_list")) for _ in range(15))

        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        opened.close()
        assert len(told) == 8 * 15
        assert len(set(told)) == 1

    def test_a_slow_question_is_stopped(self, store, tmp_path, monkeypatch):
        (tmp_path / "slow.sql").write_text("SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b")
        opened = OpenStore(store, 5.0)
        monkeypatch.setattr("pipeline.web.open_store.SQL", tmp_path)
        with opened.reading() as version:
            version.seconds = 0.1
            with pytest.raises(TooSlow):
                version.ask("slow")
        opened.close()

    def test_the_store_cannot_be_written_nor_files_be_read(self, store):
        opened = OpenStore(store, 5.0)
        with opened.reading() as version, version._asking() as cursor:
            with pytest.raises(duckdb.Error, match="read-only"):
                cursor.execute("DELETE FROM store.main.documents")
            with pytest.raises(duckdb.Error):
                cursor.execute("SELECT * FROM read_text('/etc/hostname')")
        opened.close()


def test_columns_of_long_texts_are_drawn_wider():
    long = "Xây dựng và ban hành kế hoạch thực hiện nhiệm vụ được giao trong năm, báo cáo kết quả theo quy định"
    lines = lit_lines(f"Mở đầu\nTT\tNhiệm vụ\tHạn\n1\t{long}\tThường xuyên\n2\t{long}\t\nKết\thúc", [])
    weights = column_weights(lines)
    assert set(weights) == {2, 3}
    number, text, term = weights[3]
    assert number < term < text  # a word of a term is not torn
    assert text >= 4 * number
    assert column_weights(lit_lines("chỉ một đoạn", [])) == {}
