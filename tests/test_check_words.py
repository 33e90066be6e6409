"""The words that the checks share: dates, numbers, likeness, and how documents and sources are named."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

PREPARE = Path(__file__).parents[1] / "pipeline" / "checks" / "prepare.sql"
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
        connection.execute(PREPARE.read_text(encoding="utf-8"))
        assert connection.execute(f"SELECT {macro}(code) FROM (SELECT ? AS code)", [code]).fetchall() == [(said,)]


def test_the_words_that_a_check_shares_are_right():
    with duckdb.connect() as connection:
        connection.execute(NO_REGISTRY)
        connection.execute(PREPARE.read_text(encoding="utf-8"))
        asked = connection.execute(
            "SELECT first_day_of('2024-02')::VARCHAR, last_day_of('2024-02')::VARCHAR, last_day_of('2023')::VARCHAR,"
            " number_said(98.0), number_said(92.5), nearly_the_same('sở nội vu', 'sở nội vụ'),"
            " nearly_the_same('sở y tế', 'bộ y tế'), nearly_the_same('sở công an', 'sở công thương')"
        ).fetchone()
    assert asked == ("2024-02-01", "2024-02-29", "2023-12-31", "98", "92,5", True, False, False)
