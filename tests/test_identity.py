"""Which document a citation means: certain, ambiguous, or unknown; never a guess."""

from __future__ import annotations

import pytest
from citation_documents import cited_in_plan

from extractors._identity import identify, identify_named

NUMBERED = [
    # canonical, issuer, date, province, resolution, identity
    ("63/2010/NĐ-CP", "Chính phủ", None, "Phú Thọ", "resolved", "63/2010/NĐ-CP"),
    ("76/NQ-CP", "Chính phủ", "2021-07-15", "Phú Thọ", "resolved", "76/NQ-CP@2021"),
    ("76/NQ-CP", "Chính phủ", "2021", "Phú Thọ", "resolved", "76/NQ-CP@2021"),
    # without a year there are many of this number
    ("9999/QĐ-TTg", "Thủ tướng Chính phủ", None, "Phú Thọ", "unknown", None),
    # local: province and year make it
    ("187/KH-UBND", "UBND tỉnh Hưng Yên", "2023-12-21", "Hưng Yên", "resolved", "187/KH-UBND@2023:ubnd-tinh-hung-yen"),
    ("187/KH-UBND", "Chủ tịch UBND tỉnh Hưng Yên", "2023", "Hưng Yên", "resolved", "187/KH-UBND@2023:ubnd-tinh-hung-yen"),
    ("187/KH-UBND", "UBND tỉnh Hưng Yên", None, "Hưng Yên", "unknown", None),
    ("187/KH-UBND", None, "2023-12-21", None, "unknown", None),
    # a local body under a central symbol is a slip
    ("540-QĐ/TW", "Tỉnh ủy Hưng Yên", "2022-10-10", "Hưng Yên", "unknown", None),
    ("120/2018/NQ-CP", "HĐND tỉnh Đồng Nai", "2018-07-06", "Đồng Nai", "unknown", None),
]


@pytest.mark.parametrize("row", NUMBERED, ids=str)
def test_identity_of_a_number(row: tuple[str, str | None, str | None, str | None, str, str | None]) -> None:
    canonical, issuer, issued, within, resolution, legal_id = row
    found = identify(canonical, issuer, issued, within)
    assert (found.resolution, found.legal_id) == (resolution, legal_id)


def test_a_number_of_several_years_is_ambiguous_with_its_candidates() -> None:
    found = identify("06/QĐ-TTg", "Thủ tướng Chính phủ", None, None)
    assert (found.resolution, found.legal_id) == ("ambiguous", None)
    assert all(candidate.startswith("06/QĐ-TTg@") for candidate in found.candidates)
    assert len(found.candidates) >= 1


NAMED = [
    # by its day a law is certain, by its year where only one was made in it
    ("Luật Cư trú", "2020", "resolved", "68/2020/QH14"),
    ("Luật Đầu tư công", "2019", "resolved", "39/2019/QH14"),
    # by name alone it is not: laws are made anew
    ("Luật Đầu tư công", None, "ambiguous", None),
    # nobody knows it
    ("Luật Không ai biết", None, "unknown", None),
]


@pytest.mark.parametrize("name, issued, resolution, legal_id", NAMED)
def test_identity_of_a_name(name: str, issued: str | None, resolution: str, legal_id: str | None) -> None:
    found = identify_named(name, issued)
    assert (found.resolution, found.legal_id) == (resolution, legal_id)


def test_the_tone_mark_and_letter_case_of_a_name_do_not_count() -> None:
    assert identify_named("LUẬT CƯ TRÚ", "2020") == identify_named("Luật Cư trú", "2020")


DOUBTFUL = [
    # a torn number identifies nothing, and is listed for review
    "theo Quyết định số 15 3/2004/QĐ-TTg của Thủ tướng Chính phủ",
    # nor does a symbol whose issuer is lost
    "theo Quyết định số 12/2021/QĐ ngày 5/6/2021",
]


@pytest.mark.parametrize("sentence", DOUBTFUL)
def test_a_doubtful_number_is_for_review(sentence: str) -> None:
    (citation,) = cited_in_plan(sentence)
    assert citation.confidence < 0.5
    assert (citation.resolution, citation.legal_id) == ("unknown", None)


def test_a_date_elsewhere_in_the_document_makes_a_mention_certain() -> None:
    first, second = cited_in_plan("Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ; theo Nghị quyết số 76/NQ-CP.")
    assert second.issued_on_text is None
    assert first.legal_id == second.legal_id == "76/NQ-CP@2021"


def test_two_dates_elsewhere_leave_it_open() -> None:
    *_, last = cited_in_plan(
        "Nghị quyết số 01/NQ-CP ngày 05/01/2024 và Nghị quyết số 01/NQ-CP ngày 06/01/2023; Nghị quyết số 01/NQ-CP."
    )
    assert last.legal_id is None
    assert last.resolution != "resolved"
