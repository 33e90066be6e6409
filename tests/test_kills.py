"""Whatever stops a run, the published store is the old one or the new one, whole, and the next run goes on."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from extent import whole_only
from filelock import FileLock
from folders import contents, rows, write_plans
from killing import correct_quietly, ingest_quietly, killed_after, update_quietly

from pipeline import built
from pipeline.corrections import read
from pipeline.errors import StoreError
from pipeline.manifest import finished_shards
from pipeline.run import ingest

posix = pytest.mark.skipif(os.name != "posix", reason="needs a signal that cannot be caught")
PLANS = 6


def edition(plans: Path, number: int) -> None:
    """Another edition of the plans: each with other words."""
    for path in write_plans(plans, PLANS):
        path.write_text(path.read_text(encoding="utf-8") + f"\nLần {number}.", encoding="utf-8")


def editions(store: Path) -> set[tuple[str, int]]:
    """The editions of the plans that a store holds, and how many plans of each."""
    return set(
        rows(store, r"SELECT regexp_extract(text, 'Lần (\d+)', 1) AS edition, count(*) FROM documents GROUP BY edition")
    )


def killed_at_random(tmp_path: Path, kills: int, seed: int, work: Callable[..., None] = ingest_quietly) -> None:
    plans, store = tmp_path / "plans", tmp_path / "kho.duckdb"
    moments = random.Random(seed)
    for number in range(2):  # the first time the server is started too
        edition(plans, number)
        started = time.monotonic()
        assert not killed_after(600, work, str(plans), str(store), 1)
        whole_run = time.monotonic() - started
    published, done = 1, 0
    for number in range(2, kills + 2):
        edition(plans, number)
        done += killed_after(moments.uniform(0, whole_run), work, str(plans), str(store), 1)
        assert editions(store) in ({(str(published), PLANS)}, {(str(number), PLANS)})
        (published,) = {int(found) for found, _ in editions(store)}
    assert done > kills / 4, "hardly a run was killed at work"
    ingest([plans], store)
    fresh = tmp_path / "moi.duckdb"
    ingest([plans], fresh)
    assert contents(store) == contents(fresh)
    assert len(finished_shards(store.with_name("kho.duckdb.parts"))) <= 2  # what killed runs left is swept away


@posix
def test_killed_at_twenty_random_moments(tmp_path):
    killed_at_random(tmp_path, 20, seed=1)


@posix
@pytest.mark.slow
@pytest.mark.parametrize("kills", [5, pytest.param(100, marks=[whole_only])])
def test_killed_while_a_store_is_brought_up_to_date(tmp_path, kills):
    killed_at_random(tmp_path, kills, seed=3, work=update_quietly)
    left = {path.name for path in (tmp_path / "kho.duckdb.parts").iterdir()}
    assert not [name for name in left if name.startswith(("update-", "building"))]
    assert built.FILE in left


@posix
@pytest.mark.slow
@whole_only
def test_killed_at_two_hundred_random_moments(tmp_path):
    killed_at_random(tmp_path, 200, seed=2)


@posix
@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=[pytest.mark.slow, whole_only])])
def test_no_correction_that_was_confirmed_is_lost(tmp_path, kills):
    path, confirmed = tmp_path / "corrections.jsonl", tmp_path / "confirmed"
    moments = random.Random(kills)
    for _ in range(kills):
        assert killed_after(moments.uniform(0, 0.05), correct_quietly, str(path), str(confirmed), begun=confirmed)
    told = confirmed.read_text(encoding="ascii").split()
    assert len(told) > kills
    kept = read(path)
    assert set(told) <= {one.correction_id for one in kept.corrections}
    assert len(kept.corrections) + len(kept.damaged) <= len(told) + kills  # the last of each writer may be torn


@posix
@pytest.mark.slow
def test_workers_end_with_the_run_that_is_killed(tmp_path):
    import psutil  # noqa: PLC0415

    plans, store = tmp_path / "plans", tmp_path / "kho.duckdb"
    write_plans(plans, 400)
    mark = f"kill-{os.getpid()}"
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "ingest", str(plans), "--store", str(store)]
    environment = {**os.environ, "KEHOACH_TEST": mark, "PYTHONPATH": str(Path(__file__).parents[1])}
    run = subprocess.Popen([*command, "--jobs", "2"], env=environment, stderr=subprocess.PIPE)
    assert run.stderr is not None
    run.stderr.readline()  # both workers read
    run.kill()
    run.communicate()
    for _ in range(100):
        left = [process for process in psutil.process_iter() if _marked(process, mark)]
        if not left:
            break
        time.sleep(0.2)
    assert not left


def _marked(process: object, mark: str) -> bool:
    import psutil  # noqa: PLC0415

    assert isinstance(process, psutil.Process)
    try:
        return process.environ().get("KEHOACH_TEST") == mark and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Path]:
    """A disk of 64 megabytes."""
    disk = tmp_path / "dia"
    disk.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(disk)], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("no right to mount a small disk")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a disk in memory")
@pytest.mark.parametrize("left", [0, 100, 1500], ids=["no space for a shard", "some space", "no space for the store"])
def test_a_full_disk_is_told_and_harms_nothing(tmp_path, small_disk, left):
    plans, store = tmp_path / "plans", small_disk / "kho.duckdb"
    edition(plans, 1)
    ingest([plans], store)
    edition(plans, 2)
    status = os.statvfs(small_disk)
    filler = small_disk / "day"
    filler.write_bytes(b"x" * max(status.f_bavail * status.f_bsize - left * 1024, 0))
    with pytest.raises(StoreError, match="đĩa đã đầy"):
        ingest([plans], store)
    assert editions(store) == {("1", PLANS)}
    filler.unlink()
    ingest([plans], store)
    assert editions(store) == {("2", PLANS)}


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a disk in memory")
def test_a_folder_that_cannot_be_written_is_told(tmp_path, small_disk):
    plans, store = small_disk / "plans", tmp_path / "kho.duckdb"
    edition(plans, 1)
    ingest([plans], small_disk / "kho.duckdb")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    ingest([plans], store)  # plans on a disc may be read
    assert editions(store) == {("1", PLANS)}
    with pytest.raises(StoreError, match="Không ghi được"):
        ingest([plans], small_disk / "kho.duckdb")
    assert editions(small_disk / "kho.duckdb") == {("1", PLANS)}


def test_a_store_that_cannot_be_replaced_gets_a_new_one_beside_it(tmp_path, monkeypatch):
    plans, store = tmp_path / "plans", tmp_path / "kho.duckdb"
    edition(plans, 1)
    ingest([plans], store)
    edition(plans, 2)
    replace = Path.replace

    def refused(path: Path, target: Path) -> Path:
        if Path(target) == store:  # as Windows does while a program holds the file open
            raise PermissionError(13, "in use")
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refused)
        patch.setattr("pipeline.store.WINDOWS_WAIT", 0)
        with pytest.raises(StoreError, match=r"kho\.moi\.duckdb"):
            ingest([plans], store)
    assert editions(store) == {("1", PLANS)}
    assert editions(tmp_path / "kho.moi.duckdb") == {("2", PLANS)}
    report = ingest([plans], store)
    assert (report.read, report.published) == (0, True)
    assert editions(store) == {("2", PLANS)}
    assert not (tmp_path / "kho.moi.duckdb").exists()


def test_the_second_of_two_runs_says_who_is_at_work(tmp_path):
    plans, store = tmp_path / "plans", tmp_path / "kho.duckdb"
    write_plans(plans, 1)
    ingest([plans], store)
    with FileLock(store.with_name("kho.duckdb.parts") / "lock"), pytest.raises(StoreError, match="Một lần nạp khác"):
        ingest([plans], store)
