"""Resolution over the corpus: what makes a mention certain, what leaves it open, days that disagree, force."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest
from blind import SourceAbsentError, source_text
from folders import make_store, plan, rows

from pipeline.queries import query
from pipeline.run import ingest

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared"
TTG, CP, TW = "Thủ tướng Chính phủ", "Chính phủ", "Ban Chấp hành Trung ương Đảng"
HUNG_YEN = {"province": "Hưng Yên", "province_now": "Hưng Yên", "issuer": "UBND tỉnh Hưng Yên", "doc_type": "Kế hoạch"}


def cited(canonical: str, issuer: str | None, day: str | None = None, **more: object) -> dict[str, object]:
    """What the extractor says of a mention that is still open."""
    full = day and len(day) == len("2021-07-15")
    return {
        "canonical": canonical,
        "number": canonical.rpartition("/")[0] if re.match(r"\d+/\d{4}/", canonical) else re.split("[-/]", canonical)[0],
        "issuer": issuer,
        "issued_on_text": day,
        "issued_on": date.fromisoformat(str(day)) if full else None,
        **more,
    }


def sure(canonical: str, legal_id: str, day: str | None, issuer: str | None = TTG) -> dict[str, object]:
    return cited(canonical, issuer, day, legal_id=legal_id, resolution="resolved")


def resolved(tmp_path, text, cites, day=date(2023, 2, 1), others=(), **header):
    made = plan("a.txt", text, cites, issued_on=day, issued_on_text=day and day.isoformat(), **{**HUNG_YEN, **header})
    store = make_store(tmp_path, [made, *others])
    sql = (
        "SELECT c.raw, c.legal_id, c.resolution, c.resolved_by, c.candidates FROM citations AS c"
        " JOIN documents AS d USING (doc_id) WHERE d.source_path = '/plans/a.txt' ORDER BY c.char_start"
    )
    return rows(store, sql)


DE_AN_06 = "phát triển ứng dụng dữ liệu về dân cư, định danh và xác thực điện tử phục vụ chuyển đổi số quốc gia"
CUT = "cắt giảm, đơn giản hóa các quy định liên quan đến hoạt động kinh doanh giai đoạn 2020 - 2025"
OPEN_MENTIONS = [
    # text, the mention, issuer, day of the plan, identity, how, candidates
    # the title behind it is that of one of two registered documents of the number
    (f"theo Quyết định số 06/QĐ-TTg về {DE_AN_06}.", "06/QĐ-TTg", TTG, "2025-03-01", "06/QĐ-TTg@2022", "registry", None),
    # what it is about stands in front of it
    (f"hoàn thành {CUT} theo Nghị quyết số 68/NQ-CP", "68/NQ-CP", CP, "2023-02-01", "68/NQ-CP@2020", "registry", None),
    # no words beside it: both are candidates
    ("theo Quyết định số 06/QĐ-TTg.", "06/QĐ-TTg", TTG, "2025-03-01", None, None, "06/QĐ-TTg@2022|06/QĐ-TTg@2025"),
    # on that day only one of them was issued, but others of the number may exist
    ("theo Quyết định số 06/QĐ-TTg.", "06/QĐ-TTg", TTG, "2023-02-01", None, None, "06/QĐ-TTg@2022"),
    # a title of something else
    ("Quyết định số 06/QĐ-TTg về phát triển du lịch.", "06/QĐ-TTg", TTG, "2023-02-01", None, None, "06/QĐ-TTg@2022"),
    # the title belongs to the next member of the list
    (f"Quyết định số 06/QĐ-TTg; Đề án {DE_AN_06}", "06/QĐ-TTg", TTG, "2023-02-01", None, None, "06/QĐ-TTg@2022"),
    # a bare number of the Party's centre within the term in which it was given
    ("theo Nghị quyết số 18-NQ/TW, sắp xếp", "18-NQ/TW", TW, "2020-01-14", "18-NQ/TW@2017", "term", None),
    # in the next term the number is given anew
    ("theo Nghị quyết số 18-NQ/TW, sắp xếp", "18-NQ/TW", TW, "2023-01-14", None, None, "18-NQ/TW@2017"),
    # a title that does not agree
    ("Nghị quyết số 18-NQ/TW về đất đai đô thị;", "18-NQ/TW", TW, "2020-01-14", None, None, "18-NQ/TW@2017"),
    # nothing of the number is known
    ("theo Quyết định số 9999/QĐ-TTg.", "9999/QĐ-TTg", TTG, "2023-02-01", None, None, None),
    # not yet issued on the plan's day
    ("theo Quyết định số 06/QĐ-TTg.", "06/QĐ-TTg", TTG, "2021-02-01", None, None, None),
    # the plan's day is not known: nothing is excluded
    ("theo Quyết định số 06/QĐ-TTg.", "06/QĐ-TTg", TTG, None, None, None, "06/QĐ-TTg@2022|06/QĐ-TTg@2025"),
    # a local body beside a central number is a slip
    (f"Quyết định số 06/QĐ-TTg về {DE_AN_06}", "06/QĐ-TTg", "UBND tỉnh Hưng Yên", "2025-03-01", None, None, None),
]  # fmt: skip


@pytest.mark.parametrize("row", OPEN_MENTIONS, ids=lambda row: f"{row[1]} {row[3]} {row[0][:30]}")
def test_an_open_mention(tmp_path, row):
    text, number, issuer, day, legal_id, by, candidates = row
    ((_, found, resolution, resolved_by, known),) = resolved(
        tmp_path, text, {number: cited(number, issuer)}, day and date.fromisoformat(day)
    )
    expected = "resolved" if legal_id else "ambiguous" if candidates else "unknown"
    assert (found, resolution, resolved_by, known) == (legal_id, expected, by, candidates)


def test_a_mention_that_was_made_certain_makes_the_others_of_its_plan_certain(tmp_path):
    text = f"Quyết định số 06/QĐ-TTg về {DE_AN_06}; theo 06/QĐ-TTg đã nêu"
    cites = {"Quyết định số 06/QĐ-TTg": cited("06/QĐ-TTg", TTG), "06/QĐ-TTg đã": cited("06/QĐ-TTg", TTG)}
    assert [(row[1], row[3]) for row in resolved(tmp_path, text, cites)] == [
        ("06/QĐ-TTg@2022", "registry"),
        ("06/QĐ-TTg@2022", "plan"),
    ]


def test_two_documents_of_one_number_in_a_plan_leave_a_bare_mention_open(tmp_path):
    text = "số 01/NQ-CP năm 2023; số 01/NQ-CP năm 2024; theo 01/NQ-CP."
    cites = {
        "số 01/NQ-CP năm 2023": sure("01/NQ-CP", "01/NQ-CP@2023", "2023-01-06", "Chính phủ"),
        "số 01/NQ-CP năm 2024": sure("01/NQ-CP", "01/NQ-CP@2024", "2024-01-05", "Chính phủ"),
        "01/NQ-CP.": cited("01/NQ-CP", "Chính phủ"),
    }
    assert resolved(tmp_path, text, cites, date(2024, 2, 1))[2][1] is None


def upper_plan():
    """A provincial plan of the year before, as a document of the store."""
    title, identity = "Cải cách hành chính nhà nước tỉnh Hưng Yên năm 2024", "187/KH-UBND@2023:ubnd-tinh-hung-yen"
    day = {"issued_on": date(2023, 12, 21), "issued_on_text": "2023-12-21"}
    return plan("b.txt", "Kế hoạch.", {}, canonical="187/KH-UBND", title=title, legal_id=identity, **day, **HUNG_YEN)


LOCAL = [
    # the words behind the number, issuer, identity, how
    (" về cải cách hành chính nhà nước tỉnh Hưng Yên năm 2024", "UBND tỉnh Hưng Yên", True, "corpus"),
    (" về cải cách hành chính nhà nước tỉnh Hưng Yên năm 2024", "Chủ tịch UBND tỉnh Hưng Yên", True, "corpus"),
    # the same number of another province
    (" về cải cách hành chính nhà nước tỉnh Hưng Yên năm 2024", "UBND tỉnh Hải Dương", False, None),
    # nothing tells the year
    (" của UBND tỉnh", "UBND tỉnh Hưng Yên", False, None),
]


@pytest.mark.parametrize("behind, issuer, found, by", LOCAL)
def test_a_plan_of_the_store_is_the_cited_document(tmp_path, behind, issuer, found, by):
    cites = {"Kế hoạch số 187/KH-UBND": cited("187/KH-UBND", issuer)}
    ((_, legal_id, _, resolved_by, _),) = resolved(
        tmp_path, f"Thực hiện Kế hoạch số 187/KH-UBND{behind}.", cites, date(2024, 1, 17), [upper_plan()]
    )
    assert resolved_by == by
    assert (legal_id is not None) is found


def test_a_certain_mention_leads_to_the_document_of_the_store(tmp_path):
    upper = upper_plan()
    identity = upper.header.legal_id
    made = plan(
        "a.txt", "Theo 187/KH-UBND.", {"187/KH-UBND": sure("187/KH-UBND", identity, "2023-12-21", "UBND tỉnh Hưng Yên")}
    )
    store = make_store(tmp_path, [made, upper])
    assert rows(store, "SELECT cited_doc_id FROM citations") == [(upper.document.doc_id,)]


DAYS = [
    # canonical, identity, day said, kinds of conflict, identity kept, the other day
    ("766/QĐ-TTg", "766/QĐ-TTg@2022", "2022-06-26", ["registry"], True, date(2022, 6, 23)),  # another day than registered
    ("766/QĐ-TTg", "766/QĐ-TTg@2022", "2022-06-23", [], True, None),
    (
        "76/NQ-CP",
        "76/NQ-CP@2022",
        "2022-07-15",
        ["year"],
        False,
        date(2021, 7, 15),
    ),  # a slip of the year, or another document
    ("76/NQ-CP", "76/NQ-CP@2022", "2022-05-03", [], True, None),  # another document: every year has one of the number
    ("63/2010/NĐ-CP", "63/2010/NĐ-CP", "2011-06-08", ["number", "registry"], True, None),
]


@pytest.mark.parametrize("row", DAYS, ids=str)
def test_days_that_disagree_with_what_is_known(tmp_path, row):
    canonical, legal_id, day, kinds, kept, other = row
    made = plan(
        "a.txt", f"Theo {canonical}.", {canonical: sure(canonical, legal_id, day)}, issued_on_text="2025-01-01", **HUNG_YEN
    )
    store = make_store(tmp_path, [made])
    found = rows(store, "SELECT kind, other_said FROM date_conflicts ORDER BY kind")
    assert [kind for kind, _ in found] == kinds
    assert other is None or found[0][1] == other
    ((identity, resolution, candidates),) = rows(store, "SELECT legal_id, resolution, candidates FROM citations")
    assert (identity, resolution) == ((legal_id, "resolved") if kept else (None, "ambiguous"))
    assert kept or candidates == "76/NQ-CP@2022|76/NQ-CP@2021"


def test_two_mentions_of_a_plan_that_disagree(tmp_path):
    text = "số 828/QĐ-TTg lần một, số 828/QĐ-TTg lần hai"
    cites = {
        "số 828/QĐ-TTg lần một": sure("828/QĐ-TTg", "828/QĐ-TTg@2023", "2023-03-19"),
        "số 828/QĐ-TTg lần hai": sure("828/QĐ-TTg", "828/QĐ-TTg@2023", "2023-03-20"),
    }
    store = make_store(tmp_path, [plan("a.txt", text, cites, issued_on_text="2023-05-01", **HUNG_YEN)])
    sql = (
        "SELECT x.kind, x.said, x.other_said, o.char_start FROM date_conflicts AS x"
        " JOIN citations AS o ON o.citation_id = x.other_citation_id"
    )
    assert rows(store, sql) == [("plan", date(2023, 3, 20), date(2023, 3, 19), 0)]


FORCE = [
    # identity, the plan's day as far as given, then, why
    ("61/2018/NĐ-CP", "2023-02-15", "in_force"),  # from 21/6/2018 to its end on 01/7/2025
    ("61/2018/NĐ-CP", "2025-11-18", "expired"),
    ("61/2018/NĐ-CP", "2025", "unknown"),  # the year in which it ended
    ("61/2018/NĐ-CP", "2018-05-01", "not_yet"),
    ("61/2018/NĐ-CP", "2026", "expired"),
    ("48/2013/NĐ-CP", "2023-02-15", "in_force"),  # in force when the portal was read
    ("48/2013/NĐ-CP", "2026-06-01", "unknown"),  # later than anybody looked
    ("42/2022/NĐ-CP", "2023-02-15", "unknown"),  # nobody says it
    ("63/2010/NĐ-CP", "2023-02-15", "unknown"),
    ("118/2025/NĐ-CP", "2025-06-20", "not_yet"),
    ("76/NQ-CP@2021", "2021-06-01", "not_yet"),  # before its day of issue
    ("48/2013/NĐ-CP", None, "unknown"),  # the plan has no day
    ("68/2014/QH13", "2025-03-01", "expired"),  # a verified end, though the portal's page goes on saying "còn hiệu lực"
    ("101/2015/QH13", "2025-03-01", "unknown"),  # its end is contradicted by an amendment of 2021
]


@pytest.mark.parametrize("legal_id, day, then", FORCE)
def test_force_on_the_day_of_the_plan(tmp_path, legal_id, day, then):
    number = legal_id.partition("@")[0]
    full = date.fromisoformat(day) if day and len(day) == len("2023-02-15") else None
    made = plan("a.txt", f"Theo {number}.", {number: sure(number, legal_id, None)}, issued_on=full, issued_on_text=day)
    store = make_store(tmp_path, [made])
    ((found, early),) = rows(store, "SELECT status_then, cited_before_issue FROM citation_status")
    assert found == then
    (shown,) = query(store, "document_citations", doc_id=made.document.doc_id)["status_then"]
    assert shown == then
    assert early is (legal_id == "76/NQ-CP@2021")


def test_every_answer_tells_one_state(tmp_path):
    """A document that a verified relation ended is in force nowhere, whatever the portal's page says."""
    number = "68/2014/QH13"
    made = plan("a.txt", f"Theo {number}.", {number: sure(number, number, None)}, issued_on=date(2025, 3, 1))
    store = make_store(tmp_path, [made])
    assert rows(store, f"SELECT status FROM legal_documents WHERE legal_id = '{number}'") == [("in_force",)]
    assert rows(store, "SELECT status_now FROM citation_status") == [("expired",)]
    assert list(query(store, "most_cited")["status"]) == ["expired"]
    never = "SELECT citation_id FROM citation_status WHERE status_then = 'expired' AND status_now = 'in_force'"
    assert rows(store, never) == []


def test_what_is_not_sourced_is_never_in_force(tmp_path):
    """Every document of the registry, cited on a day in 2024: in force only where a status or an end says so."""
    store = make_store(tmp_path, [])
    odd = rows(
        store,
        "SELECT legal_id FROM legal_documents WHERE (status = 'unknown') <> (status_on IS NULL) OR status NOT IN"
        " ('in_force', 'partly_expired', 'expired', 'not_yet', 'unknown') OR status IS NULL",
    )
    assert odd == []


@pytest.fixture(scope="module")
def labelled(tmp_path_factory):
    """The labels by document, and the citations of a store of these documents."""
    with (HERE / "identity" / "legal_ids.csv").open(encoding="utf-8") as handle:
        wanted = defaultdict(list)
        for row in csv.DictReader(handle):
            wanted[row["doc"]].append(row)
    try:
        texts = {doc: source_text(doc, SHARED) for doc in wanted}
    except SourceAbsentError as absent:
        pytest.skip(str(absent))
    paths = [next(p for p in (SHARED / "seeds" / doc, SHARED / "plans" / doc) if p.exists()) for doc in wanted]
    store = tmp_path_factory.mktemp("gold") / "kho.duckdb"
    ingest(paths, store, jobs=1)
    found = defaultdict(list)
    sql = (
        "SELECT parse_filename(d.source_path), c.kind, c.raw, c.legal_id, c.resolution FROM citations AS c"
        " JOIN documents AS d USING (doc_id) ORDER BY c.char_start"
    )
    for doc, kind, raw, *said in rows(store, sql):
        found[doc, kind, _folded(raw)].append(said)
    return wanted, texts, found


def _folded(raw: str) -> str:
    """Words without blanks and mark-up: a reader takes these out, the labels keep them."""
    return re.sub(r"[\s*]+", "", raw).casefold()


def judged(labelled, kind):
    """How many labels are right, wrong, abstained from, rightly left open, or have no citation."""
    wanted, texts, found = labelled
    counts: Counter[str] = Counter()
    wrong = []
    for doc, labels in wanted.items():
        waiting = {key: list(said) for key, said in found.items() if key[0] == doc}
        for label in labels:
            if label["kind"] != kind:
                continue
            said = waiting.get((doc, kind, _folded(texts[doc][int(label["start"]) : int(label["end"])])))
            if not said:
                counts["missing"] += 1
                continue
            legal_id, resolution = said.pop(0)
            if resolution != "resolved":
                counts["abstained" if label["legal_id"] else "open"] += 1
            elif legal_id == label["legal_id"]:
                counts["right"] += 1
            else:
                counts["wrong"] += 1
                wrong.append((doc, label["start"], label["legal_id"], legal_id))
    return counts, wrong


@pytest.mark.slow
def test_labelled_numbers_are_right_when_resolved(labelled):
    counts, wrong = judged(labelled, "numbered")
    total = counts.total()
    assert total >= 190
    assert counts["right"] >= 0.99 * (counts["right"] + counts["wrong"]), wrong
    assert counts["wrong"] <= 0.005 * total, wrong
    assert counts["abstained"] <= 0.03 * total, json.dumps(counts)
    assert counts["missing"] <= 2


@pytest.mark.slow
def test_labelled_names_are_right_when_resolved(labelled):
    """A law without number and day may be any of its name: most stay open, none may be wrong."""
    counts, wrong = judged(labelled, "named")
    assert counts["wrong"] == 0, wrong
    assert counts["right"] >= 4


@pytest.mark.slow
def test_the_measurement_of_a_large_corpus_runs():
    script = HERE.parent / "scripts" / "bench_resolve.py"
    done = subprocess.run([sys.executable, script, "2000"], check=True, capture_output=True, text=True)
    found = re.search(r"2,000 mentions .* ([\d,]+) resolved", done.stdout)
    assert found
    assert int(found[1].replace(",", "")) >= 1800
