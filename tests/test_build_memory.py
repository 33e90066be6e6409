"""Building with less memory than the texts of the plans take: steps that look into texts let them pass by."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import build, checks, ground
from pipeline.resolve import resolve

PLANS, WORDS, MENTIONS = 5000, 800, 10
DOCUMENTS = """
INSERT INTO documents BY NAME
SELECT
    'd' || i AS doc_id, i || '.txt' AS source_path, i AS file_sha256, 'txt' AS file_format, 'text' AS text_source,
    0 AS n_blocks, TRUE AS has_text, 'Kế hoạch' AS doc_type, 'UBND tỉnh Hưng Yên' AS issuer,
    DATE '2025-03-01' AS issued_on, '2025-03-01' AS issued_on_text,
    'Căn cứ Nghị quyết số 76/NQ-CP của Chính phủ;\n' || repeat(hash(i) || ' theo ', $words) AS text
FROM range($plans) AS t(i)
"""
CITATIONS = """
INSERT INTO citations BY NAME
SELECT
    'c' || i || '-' || j AS citation_id, 'd' || i AS doc_id, 'numbered' AS kind, 'Nghị quyết số 76/NQ-CP' AS raw,
    'Nghị quyết' AS doc_type, j AS number, 'NQ-CP' AS symbol, j || '/NQ-CP' AS canonical, 'Chính phủ' AS issuer,
    'basis' AS role, 'unresolved' AS resolution, 7 AS char_start, 29 AS char_end, 1.0 AS confidence
FROM range($plans) AS t(i), range($mentions) AS m(j)
"""


def test_texts_need_not_fit_into_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ground.lay(tmp_path)
    with ground.drafting(tmp_path) as connection:
        connection.execute(DOCUMENTS, {"words": WORDS, "plans": PLANS})
        connection.execute(CITATIONS, {"plans": PLANS, "mentions": MENTIONS})
        connection.execute("CHECKPOINT store")
    monkeypatch.setattr(ground, "MEMORY_OF_BUILD", "120MB")
    with ground.drafting(tmp_path) as connection:
        told = connection.execute("SELECT sum(strlen(text)) FROM documents").fetchone()
        resolve(connection)
        connection.execute(build.CASCADE.read_text(encoding="utf-8"))
        checks.run(connection)
        connection.execute(build.COUNTED.read_text(encoding="utf-8"))
        links = connection.execute("SELECT link, count(*) FROM plan_links GROUP BY ALL").fetchall()
    assert told is not None
    assert told[0] > 100_000_000  # bytes, and ten times that if each mention took its text along
    assert links == [("based_on", PLANS * MENTIONS)]
