"""A store brought up to date: row for row what a whole build gives, whatever was changed, added, taken out or corrected."""

from __future__ import annotations

import os
import random
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from folders import contents, rows, write_plans

from pipeline import built, store, update
from pipeline.build import State
from pipeline.corrections import FILE, Anchor, append, correction
from pipeline.manifest import load
from pipeline.run import ingest

WHOLE = os.environ.get("KEHOACH_WHOLE") == "1"
STEPS = 4
PROVINCES = ("Hưng Yên", "Đồng Nai")

# plans that name each other and registered documents, with and without days, tasks, and the same target in two years
PLAN = """ỦY BAN NHÂN DÂN
TỈNH {province}

Số: {number}/KH-UBND

{province}, ngày {day} tháng 01 năm {year}

KẾ HOẠCH
Cải cách hành chính năm {year}

Căn cứ {basis};
Thực hiện Kế hoạch số {other}/KH-UBND {when} của UBND tỉnh {whose}.

I. MỤC TIÊU
Tỷ lệ hồ sơ giải quyết đúng hạn đạt từ {share}% trở lên trong năm {year}.
{mark}

II. NHIỆM VỤ
1. Sở {office} chủ trì, phối hợp với các sở, ngành theo dõi việc thực hiện trước ngày 30/6/{year}.
2. Các sở thực hiện Kế hoạch này và Quyết định số {other}/QĐ-UBND; Kế hoạch số {other}/KH-UBND nêu trên.
"""
BASES = (
    "Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ",
    "Nghị quyết số 76/NQ-CP của Chính phủ về Chương trình tổng thể cải cách hành chính nhà nước giai đoạn 2021 - 2030",
    "Nghị định số 63/2010/NĐ-CP ngày 08/6/2011 của Chính phủ",
    "Kết luận số 50-KL/TW",
)


def text_of(chance: random.Random, mark: str) -> str:
    """A plan of few numbers, years and provinces, so that plans mean each other."""
    other, year = chance.randrange(1, 3), chance.choice((2023, 2024))
    return PLAN.format(
        province=chance.choice(PROVINCES).upper() if chance.random() < 0.5 else chance.choice(PROVINCES),
        number=chance.randrange(1, 3),
        day=f"{chance.randrange(1, 4):02d}",
        year=year,
        basis=chance.choice(BASES),
        other=other,
        when=chance.choice(
            ("", f"ngày 0{chance.randrange(1, 4)}/01/{year}", f"ngày 0{chance.randrange(1, 4)}/01/{year - 1}")
        ),
        whose=chance.choice(PROVINCES),
        share=chance.choice((90, 95, 98)),
        office=chance.choice(("Nội vụ", "Tư pháp", "Nội vu")),
        mark=mark,
    )


@pytest.fixture
def any_size(monkeypatch):
    """Stores of any size are brought up to date, however much changed."""
    monkeypatch.setattr(update, "LEAST", 0)
    monkeypatch.setattr(update, "MOST", 1000.0)


def whole(made: Path, folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """What the store would hold if it were built of all its shards now."""
    parts = made.with_name(made.name + ".parts")
    folder.mkdir()
    draft = store._draft(State.of(parts, load(parts)), datetime.now(UTC).replace(tzinfo=None), folder)
    found = contents(draft)
    shutil.rmtree(folder)
    return found


def test_one_changed_document_is_put_in_and_nothing_else_is_built(tmp_path, any_size, monkeypatch):
    plans, made = tmp_path / "plans", tmp_path / "kho.duckdb"
    paths = write_plans(plans, 5)
    ingest([plans], made)
    monkeypatch.setattr(store, "_draft", None)
    paths[0].write_text(text_of(random.Random(1), "mới"), encoding="utf-8")
    report = ingest([plans], made)
    assert (report.read, report.published) == (1, True)
    assert rows(made, "SELECT count(*) FROM documents") == rows(made, "SELECT documents FROM build") == [(5,)]
    assert ingest([plans], made).published is False
    before = built.load(made.with_name("kho.duckdb.parts"))
    assert before is not None
    assert before.replaced == 2


@pytest.mark.parametrize(
    "why, change",
    [
        ("another version of the tables", lambda patch, _parts: patch.setattr(update, "data_version", lambda: "another")),
        ("nobody knows what it was built of", lambda _patch, parts: (parts / built.FILE).unlink()),
        ("what it was built of is damaged", lambda _patch, parts: (parts / built.FILE).write_bytes(b"PAR1 no")),
        ("it is small", lambda patch, _parts: patch.setattr(update, "LEAST", 6)),
        ("too much changed", lambda patch, _parts: patch.setattr(update, "MOST", 0.2)),
    ],
)
def test_else_all_is_built(tmp_path, any_size, monkeypatch, why, change):
    plans, made = tmp_path / "plans", tmp_path / "kho.duckdb"
    paths = write_plans(plans, 5)
    ingest([plans], made)
    change(monkeypatch, made.with_name("kho.duckdb.parts"))
    monkeypatch.setattr(update, "_put_in", None)
    paths[0].unlink()
    ingest([plans], made, prune=True)
    assert rows(made, "SELECT count(*) FROM documents") == [(4,)], why


def test_a_store_that_is_not_the_one_known_is_built_anew(tmp_path, any_size, monkeypatch):
    plans, made = tmp_path / "plans", tmp_path / "kho.duckdb"
    write_plans(plans, 3)
    ingest([plans], made)
    older = made.read_bytes()
    write_plans(plans, 1, first=4)
    ingest([plans], made)
    made.write_bytes(older)  # somebody put a copy of yesterday's back
    monkeypatch.setattr(update, "_put_in", None)
    assert ingest([plans], made).published
    assert rows(made, "SELECT count(*) FROM documents") == [(4,)]


def test_what_a_killed_update_left_is_cleared_away(tmp_path, any_size, monkeypatch):
    plans, made = tmp_path / "plans", tmp_path / "kho.duckdb"
    write_plans(plans, 3)
    ingest([plans], made)
    parts = made.with_name("kho.duckdb.parts")
    (parts / "update-abc").mkdir()
    (parts / "update-abc" / "building.duckdb").write_bytes(b"half")
    write_plans(plans, 1, first=4)
    ingest([plans], made)
    assert not list(parts.glob("update-*"))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(24 if WHOLE else 3))
def test_any_changes_give_the_rows_of_a_whole_build(tmp_path, any_size, seed):
    chance = random.Random(seed)
    plans, made = tmp_path / "plans", tmp_path / "kho.duckdb"
    plans.mkdir()
    for number in range(12):
        (plans / f"{number:02d}.txt").write_text(text_of(chance, str(number)), encoding="utf-8")
    ingest([plans], made)
    for step in range(STEPS):
        changed(plans, made, chance, step)
        (plans / "build.txt").write_text(text_of(chance, f"bước {step}"), encoding="utf-8")
        ingest([plans], made, prune=chance.random() < 0.7)
        known = built.load(made.with_name("kho.duckdb.parts"))
        assert known is not None
        assert known.replaced > 0, "was not brought up to date"
        now, then = contents(made), whole(made, tmp_path / "whole")
        for table in then:
            assert now[table] == then[table], (seed, step, table)


def changed(plans: Path, made: Path, chance: random.Random, step: int) -> None:
    """Does some of what can happen to a folder between two runs."""
    paths = sorted(plans.glob("*.txt"))
    for what in chance.sample(range(7), chance.randrange(1, 4)):
        path = chance.choice([path for path in paths if path.exists()])
        match what:
            case 0:
                path.write_text(text_of(chance, f"{step}"), encoding="utf-8")
            case 1:
                path.unlink()
            case 2:
                path.rename(path.with_name(f"{step}-{path.name}"))
            case 3:
                shutil.copy(path, path.with_name(f"a-{step}-{path.name}"))  # comes first: it now stands for the content
            case 4:
                (plans / f"moi-{step}.txt").write_text(text_of(chance, f"mới {step}"), encoding="utf-8")
            case 5:
                (plans / f"hong-{step}.txt").write_bytes(bytes(range(256)) * (step + 1))
            case _:
                corrected(plans / FILE, made, chance)
        paths = sorted(plans.glob("*.txt"))


def corrected(path: Path, made: Path, chance: random.Random) -> None:
    """Corrects the number of a plan, which others cite, or takes a citation out."""
    found = rows(made, "SELECT file_sha256, legal_id, number, text FROM documents ORDER BY doc_id")
    sha, legal_id, number, text = chance.choice(found)
    if chance.random() < 0.6:
        anchor = Anchor(sha, "documents", 0, 0, "")
        append(
            path, [correction("set", anchor, "Lan", "nhầm", column="legal_id", old=legal_id, new=f"{number}/KH-UBND:x@2024")]
        )
        return
    cited = rows(made, f"SELECT char_start, char_end FROM citations WHERE doc_id = '{sha[:16]}' ORDER BY char_start")
    if cited:
        start, end = chance.choice(cited)
        append(path, [correction("delete", Anchor.at(sha, "citations", text, start, end), "Lan", "không phải")])
