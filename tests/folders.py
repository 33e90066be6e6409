"""Folders of small plans and stores made by hand, for the tests of the run, the store and the queries."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from data.document import Box, Document, Page, Problem, Word, Words
from data.facts import Fact
from extractors import Extraction
from extractors.citations import Citation
from extractors.header import Header, HeaderSource
from pipeline.ingest.draft import Draft
from pipeline.manifest import FileRecord, Manifest, finished_shards, reading_version, row_shape, rows_version
from pipeline.shards import rows_of, write_shard
from pipeline.store import publish, reading

PLAN = """ỦY BAN NHÂN DÂN
TỈNH {province}

Số: {number}/KH-UBND

KẾ HOẠCH
Cải cách hành chính năm 2024

Căn cứ Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ, Ủy ban nhân dân tỉnh ban hành kế hoạch số {number}.

1. Sở Nội vụ chủ trì, phối hợp với các sở, ngành theo dõi việc thực hiện.
"""


def write_plans(folder: Path, count: int, first: int = 1) -> list[Path]:
    """Writes plans ke-hoach-0001.txt …, each of its own content; the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"ke-hoach-{number:04d}.txt" for number in range(first, first + count)]
    for number, path in enumerate(paths, start=first):
        path.write_text(PLAN.format(province="HƯNG YÊN", number=number), encoding="utf-8")
    return paths


def draft_of(name: str, text: str) -> Draft:
    """A draft with a paragraph a line, of the file /plans/name."""
    draft = Draft(f"/plans/{name}", hashlib.sha256(f"{name}\0{text}".encode()).hexdigest(), "txt")
    for line in text.split("\n"):
        draft.paragraph(line)
    return draft


def paged(document: Document, width: float = 6.0) -> Document:
    """The document as if printed on one page, a block a line, every character `width` points wide."""
    words = Words.of(
        [
            Word(start, end, Box(1, column * width, 20.0 * nth, (column + end - start) * width, 20.0 * nth + 12))
            for nth, block in enumerate(document.blocks)
            for start, end, column in _words(document.text, block.start, block.end)
        ]
    )
    page = Page(1, 595, 842, 0, len(document.text))
    return Document(document.source_path, document.file_sha256, "pdf", document.text, document.blocks, (page,), words)


def _words(text: str, start: int, end: int) -> list[tuple[int, int, int]]:
    found, at = [], start
    for word in text[start:end].split(" "):
        found.append((at, at + len(word), at - start))
        at += len(word) + 1
    return found


def citation(document: Document, raw: str, **settings: Any) -> Citation:
    """A citation of words that stand in the document."""
    start = document.text.index(raw)
    settings = {"kind": "numbered", "role": "body", "resolution": "unknown", **settings}
    return Citation(raw=raw, char_start=start, char_end=start + len(raw), **settings)


def plan(
    name: str, text: str, cites: dict[str, dict[str, Any]], *, problems: Sequence[Problem] = (), **header: Any
) -> Extraction:
    """A plan as extracted: cites = words in the text and what they mean."""
    draft = draft_of(name, text)
    for problem in problems:
        draft.problem(problem.problem, problem.advice, problem.page)
    document = draft.finish()
    facts: tuple[Fact, ...] = tuple(citation(document, raw, **settings) for raw, settings in cites.items())
    return Extraction(document, Header(**header), facts)


def make_store(folder: Path, extractions: Sequence[Extraction], others: Sequence[FileRecord] = ()) -> Path:
    """A store of these extractions and of further files."""
    parts = folder / "kho.duckdb.parts"
    shard = f"{len(finished_shards(parts)) + 1:010d}"
    rows: Any = defaultdict(list)
    records = []
    for extraction in extractions:
        document = extraction.document
        for table, new in rows_of(extraction).items():
            rows[table] += new
        state = "read" if document.text.strip() else "empty"
        sha = document.file_sha256
        records.append(
            FileRecord(document.source_path, state, 1, 1, sha, shard, rows_version(), reading_version(), row_shape())
        )
    write_shard(parts, shard, rows, records)
    files = {record.path: record for record in (*records, *others)}
    publish(folder / "kho.duckdb", parts, Manifest(files, 1))
    return folder / "kho.duckdb"


def three_provinces() -> list[Extraction]:
    """Two plans of Hưng Yên (both cite 76, one 63), one of Đồng Nai that was read in part, one of Huế that cites nothing."""
    resolved = {"canonical": "76/NQ-CP", "legal_id": "76/NQ-CP@2021", "resolution": "resolved"}
    hung_yen = {"province": "Hưng Yên", "province_now": "Hưng Yên", "issuer_level": "province", "doc_type": "Kế hoạch"}
    text = "Căn cứ Nghị quyết số 76/NQ-CP của Chính phủ.\nThực hiện Nghị định số 63/2010/NĐ-CP và = lời."
    return [
        plan(
            "hy-1.txt",
            text,
            {
                "Nghị quyết số 76/NQ-CP": {**resolved, "role": "basis"},
                "Nghị định số 63/2010/NĐ-CP": {"canonical": "63/2010/NĐ-CP", "resolution": "ambiguous"},
            },
            canonical="187/KH-UBND",
            issued_on=date(2024, 1, 17),
            plan_year=2024,
            sources=(HeaderSource("canonical", "Căn cứ", 0, 6),),
            **hung_yen,
        ),
        plan("hy-2.txt", text + "\nHai.", {"76/NQ-CP": resolved}, canonical="12/KH-UBND", **hung_yen),
        plan(
            "dn-1.txt",
            "Kế hoạch của Đồng Nai.",
            {},
            problems=[Problem("Không đọc được trang.", "Xin bản gốc.", 3)],
            province_now="Đồng Nai",
        ),
        plan(
            "hue-1.txt",
            "Kế hoạch của Huế, số 179/KH-UBND.",
            {"179/KH-UBND": {"role": "self", "canonical": "179/KH-UBND"}},
            province_now="Huế",
            canonical="179/KH-UBND",
        ),
    ]


def contents(store: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables but build, sorted."""
    with reading(store) as connection:
        names = connection.execute("SELECT table_name FROM duckdb_tables() WHERE table_name <> 'build'").fetchall()
        return {name: sorted(connection.execute(f'SELECT * FROM "{name}"').fetchall(), key=repr) for (name,) in names}


def rows(store: Path, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a statement."""
    with reading(store) as connection:
        return connection.execute(sql).fetchall()


def foreign_duckdb(path: Path) -> Path:
    """A DuckDB file that is no store."""
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE other (a INTEGER)")
    return path
