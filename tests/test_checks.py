"""The checks: planted faults are all found, right plans pass, what cannot be judged is counted."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from checked_plans import SAMPLES, labels, text_of
from folders import make_store, plan, rows

from data.document import Page
from extractors import Extraction, written_dates
from pipeline.checks import checks
from pipeline.run import ingest

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


def test_a_check_without_its_first_lines_is_refused(tmp_path):
    from pipeline.checks import Check  # noqa: PLC0415

    (tmp_path / "nothing.sql").write_text("-- only a title\nSELECT 1", encoding="utf-8")
    with pytest.raises(ValueError, match="first lines"):
        Check.read(tmp_path / "nothing.sql")
