"""The checks: planted faults are all found, right plans pass, what cannot be judged is counted; real findings were read."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner
from folders import contents, make_store, plan, rows

from data.document import Page
from extractors import Extraction, annex_mentions, extract, province_names, written_dates
from extractors.written_dates import WrittenDate
from pipeline import ingest as readers
from pipeline.checks import PLACES, checks
from pipeline.cli import main as kehoach
from pipeline.run import ingest
from pipeline.store import reading

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "data" / "samples"
FAULTY = SAMPLES / "faulty"
JUDGED = HERE / "checks_judged.csv"

HEAD = """ỦY BAN NHÂN DÂN	CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH {province}	Độc lập - Tự do - Hạnh phúc

Số: 10/KH-UBND	{place}, ngày {day}

KẾ HOẠCH

Cải cách hành chính tỉnh {place} năm {year}

{body}

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Mẫu
"""
TABLE = "STT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian\n"
AIMS = "I. MỤC TIÊU\n\n"

# check, the body of a plan of Hưng Yên of 15/01/2024, what is found (None: nothing), why
CASES = (
    ("impossible_date", "Họp ngày 29/02/2023 tại trụ sở.", "29/02/2023", "no leap year"),
    ("impossible_date", "Họp ngày 30 tháng 02 năm 2024 tại trụ sở.", "30 tháng 02 năm 2024", "in words"),
    ("impossible_date", "Gửi báo cáo trước ngày 31/6 để tổng hợp.", "31/6", "no year told"),
    ("impossible_date", "Họp ngày 12/13/2023 tại trụ sở.", "12/13/2023", "no 13th month"),
    ("impossible_date", "Họp ngày 29/02/2024 tại trụ sở.", None, "a leap year"),
    ("impossible_date", "Họp ngày 31/12/2023, tháng 05/2023, quý 1/2023.", None, "months are no days"),
    ("impossible_date", "Công văn ngày 05/2023 và số 45/2099/KH.", None, "a month behind the word for day"),
    ("number_year_against_date", "Theo Nghị định số 63/2010/NĐ-CP ngày 08/6/2011.", "63/2010/NĐ-CP", "2010 is not 2011"),
    ("number_year_against_date", "Theo Nghị định số 63/2010/NĐ-CP ngày 08/6/2010.", None, "the same year"),
    ("number_year_against_date", "Theo Nghị quyết số 76/NQ-CP ngày 15/7/2021.", None, "no year in the number"),
    ("symbol_against_issuer", "Theo Nghị quyết số 20/NQ-CP ngày 08/6/2023 của HĐND tỉnh.", "20/NQ-CP", "of the council"),
    ("symbol_against_issuer", "Theo Quyết định số 9/QĐ-UBND ngày 08/6/2023 của Chính phủ.", "9/QĐ-UBND", "a centre"),
    ("symbol_against_issuer", "Theo Nghị quyết số 20/NQ-HĐND ngày 08/6/2023 của HĐND tỉnh.", None, "the council's own"),
    ("symbol_against_issuer", "Theo Quyết định số 9/QĐ-BNV ngày 08/6/2023 của Bộ trưởng Bộ Nội vụ.", None, "the minister"),
    ("symbol_against_issuer", "Theo Quyết định số 9/QĐ-UBND ngày 08/6/2023 của Chủ tịch UBND tỉnh.", None, "the chairman"),
    ("type_against_symbol", "Theo Quyết định số 9/KH-UBND ngày 08/6/2023 của UBND tỉnh.", "9/KH-UBND", "a plan's symbol"),
    ("type_against_symbol", "Theo Chỉ thị số 9/CT-UBND ngày 08/6/2023 của UBND tỉnh.", None, "a directive"),
    ("type_against_symbol", "Theo Đề án 06/QĐ-TTg và Chương trình số 9-CTr/TU.", None, "called after its decision"),
    ("cited_after_plan", "Theo Kế hoạch số 9/KH-UBND ngày 08/6/2024 của UBND tỉnh.", "9/KH-UBND", "of a later day"),
    ("cited_after_plan", "Theo Kế hoạch số 9/KH-UBND ngày 15/01/2024 của UBND tỉnh.", None, "of the same day"),
    ("cited_after_plan", "Theo Nghị định số 118/2025/NĐ-CP của Chính phủ.", "118/2025/NĐ-CP", "no day, a later year"),
    ("cited_after_plan", "Theo Luật Đất đai số 31/2024/QH15.", "31/2024/QH15", "no day, but known: three days later"),
    ("cited_after_plan", "Theo Nghị định số 63/2010/NĐ-CP của Chính phủ.", None, "no day, but known"),
    ("cited_after_plan", "Theo Quyết định số 9/QĐ-UBND của UBND tỉnh.", None, "nobody knows its day"),
    ("deadline_before_plan", TABLE + "1\tRà soát quy chế\tSở Nội vụ\tCác sở\tTrước 15/12/2023", "15/12/2023", "last year"),
    ("deadline_before_plan", TABLE + "1\tRà soát quy chế\tSở Nội vụ\tCác sở\tTrước 15/12/2024", None, "to come"),
    ("deadline_before_plan", TABLE + "1\tRà soát quy chế\tSở Nội vụ\tCác sở\tTrước 01/01", None, "no year told"),
    ("deadline_before_plan", TABLE + "1\tRà soát quy chế\tSở Nội vụ\tCác sở\t2021 - 2025", None, "a span that goes on"),
    (
        "task_without_lead",
        TABLE + "1\tRà soát quy chế\tSở Nội vụ\tCác sở\tQuý I\n2\tTập huấn văn thư\t\tCác sở\tQuý II",
        "Tập huấn văn thư",
        "an empty cell",
    ),
    (
        "task_without_lead",
        TABLE + "1\tRà soát quy chế\tSở Nội vụ\tCác sở\tQuý I\n2\tTập huấn văn thư\tSở Nội vụ\t\tQuý II",
        None,
        "no partner is no fault",
    ),
    ("task_without_lead", "STT\tNhiệm vụ\tThời gian\n1\tRà soát quy chế\tQuý I", None, "a table that names no leads"),
    (
        "lead_of_other_province",
        TABLE + "1\tRà soát quy chế\tSở Y tế tỉnh Hà Tĩnh\tCác sở\tQuý I",
        "Sở Y tế tỉnh Hà Tĩnh",
        "a line copied",
    ),
    ("lead_of_other_province", TABLE + "1\tRà soát quy chế\tSở Y tế tỉnh Hưng Yên\tCác sở\tQuý I", None, "its own"),
    ("lead_of_other_province", TABLE + "1\tRà soát quy chế\tBộ Y tế\tCác sở\tQuý I", None, "of no province"),
    ("lead_of_other_province", TABLE + "1\tRà soát quy chế\tSở Y tế\tUBND tỉnh Hà Tĩnh\tQuý I", None, "a partner"),
    ("lead_no_longer_there", TABLE + "1\tRà soát quy chế\tSở Kế hoạch và Đầu tư\tCác sở\tQuý I", None, "there in 2024"),
    ("lead_no_longer_there", TABLE + "1\tRà soát quy chế\tThống kê tỉnh\tCác sở\tQuý I", None, "known from 2025 only"),
    ("share_over_hundred", AIMS + "1. Tỷ lệ văn bản được ký số đạt 110%.", "110%", "of a whole"),
    ("share_over_hundred", AIMS + "1. Tỷ lệ văn bản được ký số đạt 100%.", None, "the whole"),
    ("share_over_hundred", AIMS + "1. Thu ngân sách đạt 110% dự toán.", None, "more than was planned"),
    ("share_over_hundred", AIMS + "1. Tỷ lệ thu phí tăng 110% so với năm 2023.", None, "a rise"),
    (
        "target_with_two_values",
        AIMS + "1. Tỷ lệ hồ sơ đúng hạn đạt 95% năm 2024.\n\n2. Tỷ lệ hồ sơ đúng hạn đạt 98% năm 2024.",
        "98%",
        "which one counts?",
    ),
    (
        "target_with_two_values",
        AIMS + "1. Tỷ lệ hồ sơ đúng hạn đạt 95% năm 2024.\n\n2. Tỷ lệ hồ sơ đúng hạn đạt 98% năm 2025.",
        None,
        "of two years",
    ),
    (
        "target_with_two_values",
        AIMS
        + "1. Khu vực công nghiệp: số lao động của khu vực này đạt 7800 người năm 2024.\n\n"
        + "2. Khu vực dịch vụ: số lao động của khu vực này đạt 9900 người năm 2024.",
        None,
        "of two areas",
    ),
    ("annex_missing", "Các nhiệm vụ theo Phụ lục kèm theo Kế hoạch này.", "Phụ lục kèm theo", "there is none"),
    ("annex_missing", "Các nhiệm vụ theo Phụ lục kèm theo.\n\nPHỤ LỤC\n\nNHIỆM VỤ NĂM 2024", None, "it follows"),
    ("annex_missing", "Theo Phụ lục I, II kèm theo.\n\nPHỤ LỤC I\n\nNHIỆM VỤ", "Phụ lục I, II kèm theo", "the second one"),
    ("annex_missing", "Theo Danh mục ban hành kèm theo Quyết định số 9/QĐ-TTg ngày 08/6/2023.", None, "another's annex"),
    ("annex_missing", "Hồ sơ kèm theo gồm tờ trình và dự thảo.", None, "no annex"),
    ("misspelt_province", "Học tập tỉnh Quảng Nam, tỉnh Quảng Ninh, tỉnh Hà Nam.", None, "alike, and all right"),
    ("misspelt_province", "Học tập tỉnh Thái Nguyện về số hóa.", "Thái Nguyện", "a mark too many"),
    ("misspelt_province", "Học tập tỉnh Bác Giang về số hóa.", "Bác Giang", "another mark"),
    ("misspelt_province", "Học tập tỉnh Xiêng Khoảng của nước bạn Lào.", None, "no province of ours"),
    ("misspelt_unit", TABLE + "1\tRà soát quy chế\tSở Nội vu\tCác sở\tQuý I", "Sở Nội vu", "a mark lost"),
    ("misspelt_unit", TABLE + "1\tRà soát quy chế\tSở Y tế\tBộ Y tế\tQuý I", None, "alike, and both right"),
    ("misspelt_unit", TABLE + "1\tRà soát quy chế\tBan Hòa giải khu phố\tCác sở\tQuý I", None, "like no other"),
    ("dates_disagree", "Theo Nghị định số 63/2010/NĐ-CP ngày 18/6/2010.", "63/2010/NĐ-CP", "the register says the 8th"),
    (
        "dates_disagree",
        "Theo Quyết định số 9/QĐ-UBND ngày 08/6/2023 của UBND tỉnh.\n\nXem Quyết định số 9/QĐ-UBND ngày 09/6/2023.",
        "9/QĐ-UBND",
        "two days in one plan",
    ),
    ("dates_disagree", "Theo Nghị định số 63/2010/NĐ-CP ngày 08/6/2010.", None, "as the register says"),
    ("dates_disagree", "Theo Nghị định số 63/2010/NĐ-CP ngày 08/6/2011.", None, "told by its number"),
    ("cited_no_longer_in_force", "Căn cứ Quyết định số 942/QĐ-TTg ngày 15/6/2021;", None, "still in force in 2024"),
    ("number_missing", "Nội dung.", None, "the number is there"),
)  # fmt: skip


def text_of(body: str, *, province: str = "Hưng Yên", day: str = "15 tháng 01 năm 2024", year: int = 2024) -> str:
    return HEAD.format(province=province.upper(), place=province, day=day, year=year, body=body)


@pytest.fixture(scope="module")
def of_cases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of a plan a case."""
    folder = tmp_path_factory.mktemp("cases")
    for nth, (_check, body, _words, _why) in enumerate(CASES):
        (folder / f"{nth:03d}.txt").write_text(text_of(body), encoding="utf-8")
    ingest([folder], folder / "kho.duckdb", jobs=1)
    return folder / "kho.duckdb"


@pytest.mark.parametrize(("nth", "case"), list(enumerate(CASES)), ids=[f"{case[0]}: {case[3]}" for case in CASES])
def test_a_case_is_judged_right(of_cases, nth, case):
    check, _body, words, _why = case
    found = rows(
        of_cases,
        "SELECT evidence, substr(d.text, f.char_start + 1, f.char_end - f.char_start) FROM findings AS f"
        f" JOIN documents AS d USING (doc_id) WHERE ends_with(d.source_path, '/{nth:03d}.txt') AND check_id = '{check}'",
    )
    if words is None:
        assert found == []
    else:
        assert found, "not found"
        assert any(words in evidence for evidence, _ in found)
        assert all(len(spanned) > 0 for _, spanned in found)


def test_every_check_has_cases_of_both_kinds():
    planted = {label["check_id"] for label in labels()}
    tried = {(case[0], case[2] is None) for case in CASES} | {(check, False) for check in planted}
    right = {(check, True) for check in ("below_national_target", "below_last_year")}  # the plans of comparison/
    assert {(check, kind) for check in checks() for kind in (True, False)} <= tried | right


GONE = [
    # lead, month of a plan of Hưng Yên, suggestion (False: no finding), why
    ("UBND huyện Kim Động", "2026-01", None, "no districts any more"),
    ("UBND các huyện, thị xã, thành phố", "2026-01", None, "all of them"),
    ("Phòng Nội vụ huyện Kim Động", "2026-01", None, "an office of one"),
    ("Chủ tịch UBND cấp huyện", "2026-01", None, "its chairman"),
    ("UBND tỉnh Thái Bình", "2026-01", "UBND tỉnh Hưng Yên", "merged into the plan's own"),
    ("UBND huyện Kim Động", "2025-06", False, "the last month of districts"),
    ("UBND tỉnh Thái Bình", "2025-06", False, "still there, and another province"),
    ("Trung tâm Y tế huyện Kim Động", "2026-01", False, "may have kept its name"),
    ("UBND các xã, phường", "2026-01", False, "the level below"),
    ("UBND phường Quận Một", "2026-01", False, "a name with the word"),
    ("Sở Kế hoạch và Đầu tư", "2025-06", "Sở Tài chính", "merged in March"),
    ("Ban Dân vận Tỉnh ủy", "2026-01", False, "its end is known from memory only"),
]


@pytest.mark.parametrize("lead, month, suggestion, why", GONE)
def test_leads_that_went_with_the_reform_of_2025(tmp_path, lead, month, suggestion, why):
    del why
    year, number = month.split("-")
    body = TABLE + f"1\tRà soát quy chế\t{lead}\tCác sở\tQuý IV"
    text = text_of(body, day=f"15 tháng {number} năm {year}", year=int(year))
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    ingest([tmp_path / "a.txt"], tmp_path / "kho.duckdb", jobs=1)
    found = rows(
        tmp_path / "kho.duckdb", "SELECT suggestion, evidence FROM findings WHERE check_id = 'lead_no_longer_there'"
    )
    assert found == ([] if suggestion is False else [(suggestion, lead)])


def labels() -> list[dict[str, str]]:
    with (FAULTY / "labels.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def of_faulty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    store = tmp_path_factory.mktemp("faulty") / "kho.duckdb"
    ingest([*FAULTY.glob("*.txt")], store, jobs=1)
    return store


def test_the_planted_faults_are_found_and_nothing_else(of_faulty):
    found = rows(
        of_faulty, "SELECT parse_filename(source_path), check_id, evidence FROM findings JOIN documents USING (doc_id)"
    )
    planted = {(label["file"], label["check_id"]): label["words"] for label in labels()}
    assert {(file, check) for file, check, _ in found} == set(planted)
    assert len(found) == len(planted)
    for file, check, evidence in found:
        assert planted[file, check] in evidence.replace("\n", " ")


def test_a_suggestion_is_the_right_name(of_faulty):
    told = dict(rows(of_faulty, "SELECT check_id, suggestion FROM findings WHERE suggestion IS NOT NULL"))
    assert told == {
        "misspelt_province": "Quảng Ngãi",
        "misspelt_unit": "Sở Khoa học và Công nghệ",
        "lead_no_longer_there": "Sở Tài chính",
        "dates_disagree": "08/06/2010",
        "cited_no_longer_in_force": "Quyết định số 2629/QĐ-TTg (2025)",
    }


FILE_NAME = re.compile(r"\S+\.(?:txt|md|docx|pdf)")
CODES = re.compile(r"[@|]|\d{4}-\d{2}-\d{2}|_|\.0\b")  # identities, ISO days, codes: not what people read


def test_findings_are_written_for_people(of_faulty):
    told = rows(of_faulty, "SELECT message, coalesce(suggestion, '') FROM findings")
    assert [words for row in told for words in row if CODES.search(FILE_NAME.sub("", words))] == []
    assert any("Quyết định số 2629/QĐ-TTg (2025)" in message for message, _ in told)


NO_REGISTRY = "CREATE TABLE legal_documents (legal_id VARCHAR, doc_type VARCHAR, issuer VARCHAR, verified VARCHAR)"
REGISTRY = [
    # identity, type, issuer, verified
    ("2629/QĐ-TTg@2025", "Quyết định", "Thủ tướng Chính phủ", "yes"),
    ("63/2010/NĐ-CP", "Nghị định", "Chính phủ", "partly"),
    ("187/KH-UBND@2021:ubnd-tinh-ha-nam", "Kế hoạch", "UBND tỉnh Hà Nam", "yes"),
    ("5/QĐ-TTg@2020", "Quyết định", "Thủ tướng Chính phủ", "no"),
]
SAID = [
    ("document_said", "2629/QĐ-TTg@2025", "Quyết định số 2629/QĐ-TTg (2025)"),
    ("document_said", "63/2010/NĐ-CP", "Nghị định số 63/2010/NĐ-CP"),  # the year stands in its number
    ("document_said", "187/KH-UBND@2021:ubnd-tinh-ha-nam", "Kế hoạch số 187/KH-UBND (2021) của UBND tỉnh Hà Nam"),
    ("document_said", "12/QĐ-BNV|Bộ Nội vụ", "12/QĐ-BNV của Bộ Nội vụ"),  # no certain identity
    ("document_said", "5/QĐ-TTg@2020", "5/QĐ-TTg (2020)"),  # a type that nobody verified is not said
    ("document_said", "9/NQ-CP@2019", "9/NQ-CP (2019)"),  # not in the registry
    ("source_said", "145/2025/QĐ-UBND (2025-11-20) (ngày nêu trong 9 văn bản)",
     "145/2025/QĐ-UBND ngày 20/11/2025, ngày nêu trong 9 văn bản"),
    ("source_said", "trang «Luật số 1» (bản in)", "trang «Luật số 1», bản in"),
    ("source_said", "công báo 2024-02-01", "công báo 01/02/2024"),
    ("source_said", "ke-hoach-2024.pdf", "ke-hoach-2024.pdf"),
]  # fmt: skip


@pytest.mark.parametrize("macro, code, said", SAID)
def test_documents_and_sources_are_named_as_people_write_them(macro, code, said):
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE legal_documents (legal_id VARCHAR, doc_type VARCHAR, issuer VARCHAR, verified VARCHAR)"
        )
        connection.executemany("INSERT INTO legal_documents VALUES (?, ?, ?, ?)", REGISTRY)
        connection.execute((HERE.parent / "pipeline" / "checks" / "prepare.sql").read_text(encoding="utf-8"))
        assert connection.execute(f"SELECT {macro}(code) FROM (SELECT ? AS code)", [code]).fetchall() == [(said,)]


# What the checks say of the samples that were written for other ends: each of these was read, and is so.
OF_SAMPLES = {
    ("bd-2025-cchc.txt", "below_last_year"),  # 98 after 99
    ("dn-2025-cchc-du-thao.txt", "number_missing"),  # a draft
    ("kg-2024-du-thao-so-hoa.txt", "number_missing"),  # a draft
}


def test_plans_without_planted_faults_pass(tmp_path):
    ingest([SAMPLES / "plans", SAMPLES / "comparison"], tmp_path / "kho.duckdb", jobs=1)
    found = rows(
        tmp_path / "kho.duckdb", "SELECT parse_filename(source_path), check_id FROM findings JOIN documents USING (doc_id)"
    )
    assert set(found) == OF_SAMPLES
    assert len(found) == len(OF_SAMPLES)


def test_every_finding_names_its_words_and_its_check(of_faulty):
    for check_id, severity, of_check, message, start, end, size in rows(
        of_faulty,
        "SELECT check_id, f.severity, c.severity, message, char_start, char_end, length(d.text) FROM findings AS f"
        " JOIN documents AS d USING (doc_id) LEFT JOIN checks AS c USING (check_id)",
    ):
        assert check_id in checks()
        assert severity == of_check
        assert message.endswith(".") or ":" in message
        assert 0 <= start < end <= size


def test_counts_are_those_of_the_places(of_faulty):
    counted = rows(
        of_faulty,
        "SELECT check_id, sum(found), sum(checked), bool_and(found <= checked) FROM check_counts GROUP BY check_id",
    )
    found = dict(rows(of_faulty, "SELECT check_id, count(*) FROM findings GROUP BY check_id"))
    assert {check for check, *_ in counted} <= set(checks())
    for check, faults, _checked, within in counted:
        assert faults == found.get(check, 0)
        assert within
    assert rows(of_faulty, "SELECT count(*) FROM checks") == [(len(checks()),)]


def test_the_same_files_give_the_same_findings(of_faulty, tmp_path):
    ingest([*FAULTY.glob("*.txt")], tmp_path / "kho.duckdb", jobs=1)
    again = contents(tmp_path / "kho.duckdb")
    for table in ("findings", "checks", "check_counts"):
        assert again[table] == contents(of_faulty)[table]
    assert len({row[0] for row in again["findings"]}) == len(again["findings"])


def scanned(extraction: Extraction) -> Extraction:
    """The extraction as if its page had been read by OCR."""
    from dataclasses import replace  # noqa: PLC0415

    page = Page(1, 595, 842, 0, len(extraction.document.text), "ocr", 0.9)
    return replace(extraction, document=replace(extraction.document, pages=(page,)))


def test_what_a_reader_of_images_may_have_misread_is_not_held_against_the_plan(tmp_path):
    def bad(name: str) -> Extraction:
        made = plan(name, "Họp ngày 31/11/2023 tại trụ sở.", {})
        slip = next(written_dates.find(made.document, made.header))
        return Extraction(made.document, made.header, (slip,))

    store = make_store(tmp_path, [bad("typed.txt"), scanned(bad("scanned.txt"))])
    found = rows(
        store,
        "SELECT parse_filename(source_path), checked, not_checked, found FROM check_counts JOIN documents USING (doc_id)"
        " WHERE check_id = 'impossible_date'",
    )
    assert sorted(found) == [("scanned.txt", 0, 1, 0), ("typed.txt", 1, 0, 1)]


def test_a_check_says_in_vietnamese_what_it_does():
    for check in checks().values():
        assert unicodedata.is_normalized("NFC", check.title + check.explanation)
        assert len(check.explanation) > 60
        assert any(letter in check.explanation for letter in "ăâđêôơưạảấầẩậắằẳẵặẻẽẹếềểệịỉọỏốồổộớờởợụủứừửựỳỷỵ")


def test_every_check_gives_the_columns_of_a_place(of_faulty):
    with reading(of_faulty) as connection:
        connection.execute((HERE.parent / "pipeline" / "checks" / "prepare.sql").read_text(encoding="utf-8"))
        for check in checks().values():
            answer = connection.sql(check.sql)
            assert set(answer.columns) == set(PLACES), check.check_id
            verdicts = {row[answer.columns.index("verdict")] for row in answer.fetchall()}
            assert verdicts <= {"ok", "fault", "unknown"}, check.check_id


@pytest.mark.parametrize(
    ("text", "state", "name"),
    [
        ("tỉnh Đồng Nai", "known", "Đồng Nai"),
        ("TỈNH THANH HOÁ", "known", "Thanh Hóa"),  # the older place of the tone mark
        ("tỉnh Bà Rịa - Vũng Tàu", "known", "Bà Rịa - Vũng Tàu"),
        ("tỉnh Thanh Hoa", "misspelt", "Thanh Hóa"),  # a mark lost
        ("tỉnh Quảng Nan", "misspelt", "Quảng Nam"),
        ("tỉnh Hà Tính", "misspelt", "Hà Tĩnh"),
        ("tỉnh Văn phòng", "unknown", None),
    ],
)  # fmt: skip
def test_names_of_provinces(text, state, name):
    made = plan("tinh.txt", f"Làm việc với {text} về số hóa.", {})
    (found,) = province_names.find(made.document, made.header)
    assert (found.state, found.province) == (state, name)
    assert made.document.text[found.char_start : found.char_end] == found.raw


def every_fact(folder: Path) -> Iterator[tuple[str, object]]:
    for path in sorted(folder.glob("*.txt")):
        document = readers.read(path)
        for fact in extract(document).facts:
            if isinstance(fact, WrittenDate | annex_mentions.AnnexMention | province_names.ProvinceName):
                yield document.text[fact.char_start : fact.char_end], fact


def test_the_facts_stand_where_they_say():
    seen = list(every_fact(FAULTY))
    assert len(seen) > 20
    for words, fact in seen:
        assert words == getattr(fact, "raw")  # noqa: B009


def run(*words: object) -> object:
    return CliRunner().invoke(kehoach, [str(word) for word in words])


def test_a_plan_is_checked_before_it_is_signed():
    result = run("check", FAULTY / "lch-2023-cchc.txt")
    assert result.exit_code == 7
    assert "31/11/2023" in result.output
    assert "không xét được" in result.output


def test_a_plan_without_sure_faults_ends_well(tmp_path):
    (tmp_path / "tot.txt").write_text(text_of("Sở Nội vụ chủ trì thực hiện."), encoding="utf-8")
    result = run("check", tmp_path / "tot.txt")
    assert result.exit_code == 0, result.output
    assert "Không thấy chỗ nào sai hay đáng ngờ." in result.output


def test_a_plan_is_compared_with_the_one_before():
    alone = run("check", FAULTY / "qb-2025-cchc.txt")
    assert "96" not in alone.output.split("phép kiểm tra,")[0]
    beside = run("check", FAULTY / "qb-2025-cchc.txt", "--beside", FAULTY / "qb-2024-cchc.txt")
    assert "thấp hơn 97" in beside.output
    assert beside.exit_code == 0  # to be looked at, but not surely wrong


def test_a_missing_file_is_told():
    result = run("check", "khong-co.docx")
    assert result.exit_code == 2
    assert "khong-co.docx" in result.output


def test_findings_of_a_store(of_faulty):
    listed = run("findings", "--store", of_faulty, "--severity", "error", "--format", "csv")
    assert "impossible_date" in listed.output
    assert "below_last_year" not in listed.output
    explained = run("findings", "--store", of_faulty, "--explain")
    assert "lịch không có" in explained.output
    one = run("findings", "--store", of_faulty, "--check", "misspelt_province")
    assert "Quảng Ngải" in one.output
    assert "31/11/2023" not in one.output.split("phép kiểm tra,")[0]
    assert run("findings", "--store", of_faulty, "--check", "nonesuch").exit_code == 2


def judged() -> Mapping[tuple[str, str, int, int], str]:
    with JUDGED.open(encoding="utf-8", newline="") as handle:
        return {
            (row["file"], row["check_id"], int(row["char_start"]), int(row["char_end"])): row["verdict"]
            for row in csv.DictReader(handle)
        }


@pytest.mark.slow
def test_findings_on_real_plans_are_right(shared, tmp_path):
    files = [path for folder in ("seeds", "plans") for path in sorted((shared / folder).iterdir())]
    texts = [path for path in files if path.suffix in {".txt", ".md", ".html", ".docx"} and path.name != "README.md"]
    ingest(texts, tmp_path / "kho.duckdb", jobs=1)
    found = rows(
        tmp_path / "kho.duckdb",
        "SELECT parse_filename(source_path), check_id, char_start, char_end FROM findings JOIN documents USING (doc_id)",
    )
    told = judged()
    unjudged = [finding for finding in found if finding not in told]
    assert not unjudged, "read these findings and judge them in tests/checks_judged.csv"
    right = sum(told[finding] == "right" for finding in found)
    assert right >= 10
    assert right / len(found) >= 0.95
    assert {key for key, verdict in told.items() if verdict == "right" and (shared / "seeds" / key[0]).exists()} <= set(
        found
    )


def test_the_judgements_are_of_checks_that_exist():
    verdicts = judged()
    assert {check for _, check, *_ in verdicts} <= set(checks())
    assert set(verdicts.values()) <= {"right", "wrong"}


def test_a_check_without_its_first_lines_is_refused(tmp_path):
    from pipeline.checks import Check  # noqa: PLC0415

    (tmp_path / "nothing.sql").write_text("-- only a title\nSELECT 1", encoding="utf-8")
    with pytest.raises(ValueError, match="first lines"):
        Check.read(tmp_path / "nothing.sql")


def test_the_words_that_a_check_shares_are_right():
    with duckdb.connect() as connection:
        connection.execute(NO_REGISTRY)
        connection.execute((HERE.parent / "pipeline" / "checks" / "prepare.sql").read_text(encoding="utf-8"))
        asked = connection.execute(
            "SELECT first_day_of('2024-02')::VARCHAR, last_day_of('2024-02')::VARCHAR, last_day_of('2023')::VARCHAR,"
            " number_said(98.0), number_said(92.5), nearly_the_same('sở nội vu', 'sở nội vụ'),"
            " nearly_the_same('sở y tế', 'bộ y tế'), nearly_the_same('sở công an', 'sở công thương')"
        ).fetchone()
    assert asked == ("2024-02-01", "2024-02-29", "2023-12-31", "98", "92,5", True, False, False)
