"""A real scheduler and worker processes here: the store is the same as one machine's, also when a worker is lost."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from folders import contents, rows, write_plans
from sabotage import ROOT, SABOTAGE

from pipeline import cluster, exchange
from pipeline.cluster import ClusterError, Machines
from pipeline.manifest import finished_shards, load
from pipeline.run import ingest
from pipeline.shards import Job, read_batch
from pipeline.workers import FILES_A_BATCH, batches

pytestmark = [pytest.mark.slow]
distributed = pytest.importorskip("distributed")


class Cluster:
    """A scheduler and its workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        address = folder / "scheduler.json"
        self.scheduler = self._start("scheduler", "--port", "0", "--no-dashboard", "--scheduler-file", str(address))
        for _ in range(200):
            if address.exists():
                break
            time.sleep(0.1)
        self.address = json.loads(address.read_text())["address"]

    def add_workers(self, count: int, *options: str, **environment: str) -> None:
        """Starts workers and waits for them."""
        for _ in range(count):
            self.workers.append(
                self._start("worker", self.address, "--nthreads", "1", "--no-dashboard", *options, **environment)
            )
        with distributed.Client(self.address) as client:
            client.wait_for_workers(len(self.workers), timeout=60)

    def _start(self, kind: str, *words: str, **environment: str) -> subprocess.Popen[bytes]:
        path = os.pathsep.join([str(self.folder), str(ROOT)])
        command = [sys.executable, "-m", "dask", kind, "--host", "127.0.0.1", *words]
        return subprocess.Popen(
            command, cwd=self.folder, env={**os.environ, "PYTHONPATH": path, **environment}, stderr=subprocess.DEVNULL
        )

    def stop(self) -> None:
        """Ends all processes."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture
def machines(tmp_path) -> Iterator[Cluster]:
    made = Cluster(tmp_path)
    yield made
    made.stop()


def test_a_lost_worker_changes_nothing(tmp_path, machines):
    plans = tmp_path / "plans"
    write_plans(plans, 12 * FILES_A_BATCH)
    (plans / "hong.txt").write_bytes(bytes(range(256)) * 40)
    machines.add_workers(3, "--no-nanny")
    seen = []

    def lose_one(step) -> None:
        seen.append(step.done)
        if len(seen) == 1:
            machines.workers[0].kill()  # for good, with its batches half done

    report = ingest([plans], tmp_path / "cum.duckdb", cluster=machines.address, progress=lose_one)
    assert (report.read, len(report.unread)) == (12 * FILES_A_BATCH + 1, 1)
    assert seen[-1] == report.read
    assert machines.workers[0].wait() != 0
    ingest([plans], tmp_path / "mot.duckdb", jobs=1)
    assert contents(tmp_path / "cum.duckdb") == contents(tmp_path / "mot.duckdb")
    again = ingest([plans], tmp_path / "cum.duckdb", cluster=machines.address)
    assert (again.read, again.published) == (0, False)


def test_a_file_that_kills_workers_costs_itself_only(tmp_path, machines):
    plans = tmp_path / "plans"
    write_plans(plans, 3)
    (plans / "chet.txt").write_text("KẾ HOẠCH\nGì đó.", encoding="utf-8")
    (tmp_path / "sitecustomize.py").write_text(SABOTAGE, encoding="utf-8")
    machines.add_workers(1, "--nanny")  # starts the worker again whenever it dies
    store = tmp_path / "kho.duckdb"
    report = ingest([plans], store, cluster=machines.address)
    assert [Path(record.path).name for record in report.unread] == ["chet.txt"]
    assert rows(store, "SELECT count(*) FROM documents") == [(3,)]
    assert "bị chết giữa chừng" in rows(store, "SELECT problem FROM ingest_problems WHERE kind = 'unread'")[0][0]


def test_a_cluster_without_workers_is_told(tmp_path, machines):
    write_plans(tmp_path / "plans", 1)
    with pytest.raises(ClusterError, match="không có máy nào"):
        ingest([tmp_path / "plans"], tmp_path / "kho.duckdb", cluster=machines.address)


def test_a_worker_of_another_version_or_without_the_folder_is_told(tmp_path, machines, monkeypatch):
    machines.add_workers(1, "--no-nanny")
    known = Machines(machines.address)
    cluster.check(known, tmp_path)
    with pytest.raises(ClusterError, match="không thấy thư mục"):
        cluster.check(known, tmp_path / "khong-co")
    with pytest.raises(ClusterError, match="không thấy thư mục"):
        cluster.check(replace(known, sources=(str(tmp_path / "khong-co"),)), tmp_path)
    with pytest.raises(ClusterError, match="Không dùng được địa chỉ"):
        cluster.check(replace(known, exchange="khong-co://phan"), tmp_path)
    monkeypatch.setattr("pipeline.cluster._same", lambda version: False)
    with pytest.raises(ClusterError, match="khác bản trên máy này"):
        cluster.check(known, tmp_path)


def test_without_a_shared_folder_shards_come_home_from_an_address(tmp_path, machines):
    plans, store, there = tmp_path / "plans", tmp_path / "cum.duckdb", tmp_path / "xa"
    write_plans(plans, 3 * FILES_A_BATCH)
    machines.add_workers(2, "--no-nanny")
    at = {"cluster": machines.address, "shards": f"local://{there}"}

    def lose_one(step) -> None:
        if machines.workers[0].poll() is None:
            machines.workers[0].kill()

    report = ingest([f"local://{plans}"], store, progress=lose_one, **at)
    assert (report.read, report.all_read) == (3 * FILES_A_BATCH, True)
    ingest([plans], tmp_path / "mot.duckdb", jobs=1)
    facts = [contents(made) for made in (store, tmp_path / "mot.duckdb")]
    assert facts[0]["citations"] == facts[1]["citations"] != []
    assert facts[0]["tasks"] == facts[1]["tasks"] != []
    shutil.rmtree(store.with_name("cum.duckdb.parts"))  # what lies at the address is enough to go on from
    store.unlink()
    again = ingest([f"local://{plans}"], store, **at)
    assert (again.read, again.unchanged, again.published) == (0, 3 * FILES_A_BATCH, True)
    assert contents(store)["citations"] == facts[0]["citations"]


def test_an_address_without_a_scheduler_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("pipeline.cluster.CONNECT_SECONDS", 1)
    write_plans(tmp_path / "plans", 1)
    with pytest.raises(ClusterError, match="Không nối được"):
        ingest([tmp_path / "plans"], tmp_path / "kho.duckdb", cluster="tcp://127.0.0.1:9")


def test_what_was_kept_at_an_address_is_not_read_again(tmp_path, monkeypatch):
    plans = tmp_path / "plans"
    write_plans(plans, 2)
    ingest([plans], tmp_path / "kho.duckdb", jobs=1)
    parts = tmp_path / "kho.duckdb.parts"
    (shard,) = finished_shards(parts)
    there = f"local://{tmp_path / 'xa'}"
    exchange.lend(there, parts, [shard])
    exchange.lend(there, parts, [shard])
    assert list(exchange.whole(there)) == [shard]
    kept = [record for record in load(parts).files.values() if record.sha256]
    jobs = [Job(record.path, record.size, record.mtime_ns, record.sha256 or "", shard) for record in kept]
    (batch,) = batches(jobs, tmp_path / "no-folder-of-the-worker", 7, there)
    monkeypatch.setattr("pipeline.ingest.read", None)
    report = read_batch(batch)
    assert [record.state for record in report.records] == ["read", "read"]
    exchange.bring(there, report.attempt, parts)
    assert finished_shards(parts) == [shard, batch.shard]


def test_a_batch_done_twice_leaves_the_first_shard(tmp_path):
    plans = tmp_path / "plans"
    write_plans(plans, 2)
    ingest([plans], tmp_path / "kho.duckdb")
    parts = tmp_path / "kho.duckdb.parts"
    jobs = [Job(str(path), path.stat().st_size, path.stat().st_mtime_ns, "ab" * 32) for path in plans.iterdir()]
    (batch,) = batches(jobs, parts, 7)
    first = read_batch(batch)
    shard = parts / "shards" / batch.shard
    before = {path.name: path.stat().st_mtime_ns for path in shard.iterdir()}
    assert read_batch(batch) == first
    assert {path.name: path.stat().st_mtime_ns for path in shard.iterdir()} == before
    assert finished_shards(parts)[-1] == batch.shard
    assert not list((parts / "shards").glob("draft-*"))
