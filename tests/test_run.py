"""Runs: what is read again and what is not, and that nothing that happens to a run harms the store.

Plans here are text files made in the test, read by the real reader; only the run itself is tested.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock
from folders import contents, rows, write_plans

from pipeline import manifest, run
from pipeline.errors import StoreError
from pipeline.run import ingest
from pipeline.shards import Job
from pipeline.store import reading
from pipeline.workers import FILES_A_BATCH, batches, default_jobs

COMMAND = [sys.executable, "-c", "from pipeline.cli import main; main()"]
ROOT = Path(__file__).parents[1]


@pytest.fixture
def plans(tmp_path):
    write_plans(tmp_path / "plans", 4)
    return tmp_path / "plans"


@pytest.fixture
def store(tmp_path):
    return tmp_path / "kho.duckdb"


def documents(store):
    return [name for (name,) in rows(store, "SELECT parse_filename(source_path) FROM documents ORDER BY 1")]


def test_unchanged_files_are_not_read_again(plans, store):
    first, second = ingest([plans], store), ingest([plans], store)
    assert (first.read, first.unchanged, first.published, first.all_read) == (4, 0, True, True)
    assert (second.read, second.unchanged, second.published) == (0, 4, False)


def test_a_touched_file_is_known_by_its_content(plans, store):
    ingest([plans], store)
    os.utime(plans / "ke-hoach-0001.txt", (1, 1))
    assert ingest([plans], store).read == 0


def test_a_changed_file_is_read_again_and_its_old_rows_go(plans, store):
    ingest([plans], store)
    (plans / "ke-hoach-0001.txt").write_text("KẾ HOẠCH\nNội dung mới.", encoding="utf-8")
    assert ingest([plans], store).read == 1
    assert len(documents(store)) == 4
    assert rows(store, "SELECT count(*) FROM documents WHERE contains(text, 'Nội dung mới')") == [(1,)]
    ids = "(SELECT doc_id FROM documents)"
    assert rows(store, f"SELECT count(*) FROM citations WHERE doc_id NOT IN {ids}") == [(0,)]


def change(monkeypatch, *versions, to="another"):
    """Makes as if what decides on these had been edited."""
    for module in ("pipeline.manifest", "pipeline.sources", "pipeline.shards"):
        for version in versions:
            monkeypatch.setattr(f"{module}.{version}", lambda: to)


def test_another_version_of_the_readers_reads_all_again(plans, store, monkeypatch):
    ingest([plans], store)
    change(monkeypatch, "reading_version", "rows_version")
    assert ingest([plans], store).read == 4
    assert ingest([plans], store).read == 0
    assert len(manifest.finished_shards(store.with_name("kho.duckdb.parts"))) == 1  # the old shard is swept away


def test_another_version_of_the_finders_or_tables_reads_no_file(plans, store, monkeypatch):
    ingest([plans], store)
    before = contents(store)
    change(monkeypatch, "rows_version")
    monkeypatch.setattr("pipeline.ingest.read", _stop)
    report = ingest([plans], store)
    assert (report.read, report.found_anew, report.unchanged, report.published) == (0, 4, 0, True)
    assert contents(store) == before
    again = ingest([plans], store)
    assert (again.found_anew, again.unchanged, again.published) == (0, 4, False)
    assert len(manifest.finished_shards(store.with_name("kho.duckdb.parts"))) == 1


def test_another_version_of_a_table_that_only_the_store_knows_finds_nothing_anew(plans, store, monkeypatch):
    ingest([plans], store)
    monkeypatch.setattr("pipeline.manifest.data_version", lambda: "another")
    report = ingest([plans], store)
    assert (report.read, report.found_anew, report.unchanged, report.published) == (0, 0, 4, True)
    assert not ingest([plans], store).published


@pytest.mark.parametrize(
    "table, again",
    [
        ("old_encodings", "read"),  # letters of old fonts
        ("units", "found"),
        ("legal_documents", "found"),
        ("mandated_steps", "built"),  # what the cascade compares with
    ],
)
def test_a_changed_table_does_again_what_names_it(table, again):
    reading, finding = (
        {path.stem for path in known() if path.suffix == ".csv"} for known in (manifest.read_with, manifest.found_with)
    )
    assert again == ("read" if table in reading else "found" if table in finding else "built")


def test_a_lost_reading_costs_a_reading(plans, store, monkeypatch):
    ingest([plans], store)
    before = contents(store)
    change(monkeypatch, "rows_version")
    for kept in store.with_name("kho.duckdb.parts").rglob("readings.parquet"):
        kept.unlink()
    ingest([plans], store)
    assert contents(store) == before


def test_another_version_leaves_what_no_reader_reads(plans, store, monkeypatch):
    (plans / "hong.txt").write_bytes(bytes(range(256)) * 40)
    assert ingest([plans], store).read == 5
    change(monkeypatch, "rows_version")
    report = ingest([plans], store)  # its reader is the same: it would refuse the file again
    assert (report.read, report.found_anew, len(report.unread)) == (0, 4, 1)
    change(monkeypatch, "reading_version", "rows_version", to="third")
    assert ingest([plans], store).read == 5


def test_an_error_of_a_finder_is_tried_again_with_another_version(plans, store, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.shards.extract", lambda _document: 1 / 0)
        assert len(ingest([plans], store).unread) == 4
    change(monkeypatch, "rows_version")
    assert ingest([plans], store).all_read


def test_vanished_files_get_the_facts_of_another_version_too(plans, store, monkeypatch):
    ingest([plans], store)
    before = rows(store, "SELECT doc_id FROM documents ORDER BY 1")
    (plans / "ke-hoach-0002.txt").unlink()
    change(monkeypatch, "rows_version")
    report = ingest([plans], store)
    assert (report.read, report.found_anew, report.gone) == (0, 4, 1)
    assert rows(store, "SELECT doc_id FROM documents ORDER BY 1") == before
    assert ingest([plans], store).found_anew == 0
    assert len(ingest([plans], store, prune=True).removed) == 1


def test_a_file_renamed_while_the_version_changed_is_not_read_again(plans, store, monkeypatch):
    ingest([plans], store)
    (plans / "ke-hoach-0003.txt").rename(plans / "moi.txt")
    change(monkeypatch, "rows_version")
    report = ingest([plans], store)
    assert (report.read, report.found_anew, report.gone) == (0, 4, 0)
    assert [(Path(old).name, Path(new).name) for old, new in report.renamed] == [("ke-hoach-0003.txt", "moi.txt")]


def test_another_version_reads_files_of_earlier_runs_too(plans, store, tmp_path, monkeypatch):
    ingest([plans], store)
    write_plans(tmp_path / "more", 1, first=9)
    change(monkeypatch, "reading_version", "rows_version")
    assert ingest([tmp_path / "more"], store).read == 5  # a store never mixes two readings


def test_folders_add_up(plans, store, tmp_path):
    ingest([plans], store)
    write_plans(tmp_path / "more", 2, first=9)
    ingest([tmp_path / "more"], store)
    assert len(documents(store)) == 6


def test_vanished_files_stay_until_pruned(plans, store):
    ingest([plans], store)
    (plans / "ke-hoach-0002.txt").unlink()
    kept = ingest([plans], store)
    assert (kept.gone, len(documents(store))) == (1, 4)
    assert rows(store, "SELECT kind FROM ingest_problems WHERE kind <> 'reference'") == [("gone",)]
    pruned = ingest([plans], store, prune=True)
    assert [Path(path).name for path in pruned.removed] == ["ke-hoach-0002.txt"]
    assert documents(store) == ["ke-hoach-0001.txt", "ke-hoach-0003.txt", "ke-hoach-0004.txt"]


def test_prune_leaves_other_folders_alone(plans, store, tmp_path):
    write_plans(tmp_path / "stick", 1, first=9)
    ingest([plans, tmp_path / "stick"], store)
    shutil.rmtree(tmp_path / "stick")  # pulled out
    assert ingest([plans], store, prune=True).removed == ()
    assert len(documents(store)) == 5


def test_a_renamed_file_is_not_read_again(plans, store):
    ingest([plans], store)
    before = rows(store, "SELECT doc_id, citation_id FROM citations ORDER BY ALL")
    (plans / "ke-hoach-0003.txt").rename(plans / "moi.txt")
    report = ingest([plans], store)
    assert report.read == 0
    assert [(Path(old).name, Path(new).name) for old, new in report.renamed] == [("ke-hoach-0003.txt", "moi.txt")]
    assert documents(store) == ["ke-hoach-0001.txt", "ke-hoach-0002.txt", "ke-hoach-0004.txt", "moi.txt"]
    assert rows(store, "SELECT doc_id, citation_id FROM citations ORDER BY ALL") == before


def test_two_files_of_equal_content_are_one_document(plans, store):
    shutil.copy(plans / "ke-hoach-0001.txt", plans / "ban-sao.txt")
    report = ingest([plans], store)
    assert (report.read, report.copies) == (4, 1)
    states = rows(store, "SELECT parse_filename(source_path), state FROM files WHERE state <> 'read'")
    assert states == [("ke-hoach-0001.txt", "duplicate")]  # the first by name stands for both
    ((problem,),) = rows(store, "SELECT problem FROM ingest_problems WHERE kind <> 'reference'")
    assert "Trùng nội dung với" in problem
    assert "ban-sao.txt" in problem
    assert ingest([plans], store).read == 0


def test_when_the_first_of_two_copies_goes_the_other_stands(plans, store):
    shutil.copy(plans / "ke-hoach-0001.txt", plans / "ban-sao.txt")
    ingest([plans], store)
    (plans / "ban-sao.txt").unlink()
    report = ingest([plans], store, prune=True)
    assert (report.read, "ke-hoach-0001.txt" in documents(store), len(documents(store))) == (0, True, 4)


def test_one_and_two_processes_give_equal_stores(tmp_path):
    plans = tmp_path / "plans"
    write_plans(plans, 2 * FILES_A_BATCH + 3)
    (plans / "rong.txt").write_bytes(b"")
    (plans / "anh.png").write_bytes(b"\x89PNG")
    for jobs in (1, 2):
        ingest([plans], tmp_path / f"{jobs}.duckdb", jobs=jobs)
    assert contents(tmp_path / "1.duckdb") == contents(tmp_path / "2.duckdb")


def test_order_of_arrival_does_not_matter(tmp_path):
    plans = tmp_path / "plans"
    write_plans(plans, 3)
    ingest([plans], tmp_path / "grown.duckdb")
    write_plans(plans, 6)
    ingest([plans], tmp_path / "grown.duckdb")
    ingest([plans], tmp_path / "fresh.duckdb")
    assert contents(tmp_path / "grown.duckdb") == contents(tmp_path / "fresh.duckdb")


def test_a_killed_run_goes_on_where_it_stood(tmp_path, store):
    plans = tmp_path / "plans"
    write_plans(plans, 2)
    ingest([plans], store)
    published = store.read_bytes()
    write_plans(plans, 40 * FILES_A_BATCH)
    process = subprocess.Popen(
        [*COMMAND, "ingest", str(plans), "--store", str(store), "--jobs", "1"], stderr=subprocess.PIPE, cwd=ROOT, text=True
    )
    assert process.stderr is not None
    said = process.stderr.readline()  # the first batch is a whole shard now
    process.kill()
    process.communicate()
    assert json.loads(said)["done"] == FILES_A_BATCH
    assert store.read_bytes() == published
    done = len(manifest.finished_shards(store.with_name("kho.duckdb.parts"))) - 1
    assert 1 <= done < 40
    # shards that were whole are not done again
    report = ingest([plans], store, jobs=1)
    assert report.read == 40 * FILES_A_BATCH - 2 - done * FILES_A_BATCH
    assert len(documents(store)) == 40 * FILES_A_BATCH


@pytest.mark.parametrize(
    "step", ["pipeline.run._after", "pipeline.store.build", "pipeline.store.replace_store", "pipeline.run._sweep"]
)
def test_broken_off_at_any_step_the_old_store_stands(plans, store, monkeypatch, step):
    ingest([plans], store)
    write_plans(plans, 6)
    with monkeypatch.context() as patch:
        patch.setattr(step, _stop)
        with pytest.raises(KeyboardInterrupt):
            ingest([plans], store)
    if "_sweep" not in step:
        assert len(documents(store)) == 4
    assert ingest([plans], store).read == 0  # everything was read before
    assert len(documents(store)) == 6


def test_half_a_shard_is_thrown_away(plans, store, monkeypatch):
    ingest([plans], store)
    write_plans(plans, 6)
    with monkeypatch.context() as patch:
        patch.setattr("pipeline.shards.write_records", _stop)
        with pytest.raises(KeyboardInterrupt):
            ingest([plans], store, jobs=1)
    assert ingest([plans], store).read == 2
    assert not list((store.with_name("kho.duckdb.parts") / "shards").glob("draft-*"))


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let an open file be replaced")
def test_a_reader_keeps_the_store_it_opened(plans, store):
    ingest([plans], store)
    with reading(store) as connection:
        write_plans(plans, 6)
        ingest([plans], store.with_name("./kho.duckdb"))
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == (4,)
    assert len(documents(store)) == 6


def test_one_run_at_a_time(plans, store):
    ingest([plans], store)
    before = store.read_bytes()
    with FileLock(store.with_name("kho.duckdb.parts") / "lock"), pytest.raises(StoreError, match="Một lần nạp khác"):
        ingest([plans], store)
    assert store.read_bytes() == before


def test_two_runs_at_once_leave_a_whole_store(plans, store):
    command = [*COMMAND, "ingest", str(plans), "--store", str(store)]
    runs = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE) for _ in range(2)]
    codes = sorted(run.wait() for run in runs)
    for each in runs:
        each.communicate()
    assert codes in ([0, 0], [0, 5])  # one after the other, or the second refused
    assert len(documents(store)) == 4


def test_a_store_without_its_parts_is_not_overwritten(plans, store):
    ingest([plans], store)
    shutil.rmtree(store.with_name("kho.duckdb.parts"))
    with pytest.raises(StoreError, match=r"không còn thư mục"):
        ingest([plans], store)
    assert len(documents(store)) == 4


def test_a_deleted_store_is_built_again_from_its_parts(plans, store):
    ingest([plans], store)
    store.unlink()
    report = ingest([plans], store)
    assert (report.read, report.published, len(documents(store))) == (0, True, 4)


def test_a_damaged_manifest_is_told(plans, store):
    ingest([plans], store)
    (store.with_name("kho.duckdb.parts") / manifest.MANIFEST).write_text("{torn", encoding="ascii")
    with pytest.raises(StoreError, match="bị hỏng"):
        ingest([plans], store)


def test_the_store_may_lie_among_the_plans(plans):
    store = plans / "kho.duckdb"
    ingest([plans], store)
    report = ingest([plans], store)
    assert (report.found, report.read) == (4, 0)


def test_few_files_are_read_in_this_process():
    assert default_jobs(15) == 1
    assert default_jobs(16) == (os.cpu_count() or 1)


def test_batches_hold_every_file_once_and_large_files_go_alone(tmp_path):
    jobs = [Job(str(n), size, 0, "") for n, size in enumerate([1] * 40 + [9 << 20, 1, 9 << 20])]
    made = list(batches(jobs, tmp_path, 7))
    assert [job for batch in made for job in batch.jobs] == jobs
    assert [len(batch.jobs) for batch in made] == [16, 16, 8, 1, 1, 1]
    assert [batch.shard for batch in made] == sorted({batch.shard for batch in made})
    assert int(made[0].shard) == 7


def _stop(*_args: object, **_named: object) -> None:
    raise KeyboardInterrupt


def test_the_last_document_can_be_pruned(tmp_path, store):
    (path,) = write_plans(tmp_path / "plans", 1)
    ingest([tmp_path / "plans"], store)
    path.unlink()
    assert len(ingest([tmp_path / "plans"], store, prune=True).removed) == 1
    assert documents(store) == []


def test_progress_counts_to_the_end(plans, store):
    seen: list[tuple[int, int]] = []
    run.ingest([plans], store, progress=lambda step: seen.append((step.done, step.total)))
    assert seen[-1] == (4, 4)
