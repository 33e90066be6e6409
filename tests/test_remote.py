"""Plans, shards and copies of the store at addresses, as fsspec reaches them."""

from __future__ import annotations

import io
import os
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from folders import contents, rows, write_plans

from pipeline import exchange, remote
from pipeline.cli import main
from pipeline.errors import NothingToRead
from pipeline.manifest import finished_shards
from pipeline.remote import RemoteError
from pipeline.run import ingest

fsspec = pytest.importorskip("fsspec")


@pytest.fixture
def memory() -> Iterator[fsspec.AbstractFileSystem]:
    """A file system that is nowhere but in this process."""
    system = fsspec.filesystem("memory")
    yield system
    system.store.clear()
    system.pseudo_dirs[:] = [""]


def put(system: fsspec.AbstractFileSystem, folder: Path, top: str) -> None:
    for path in folder.iterdir():
        system.pipe_file(f"{top}/{path.name}", path.read_bytes())


def facts(store: Path) -> dict[str, list[tuple[object, ...]]]:
    """What a store says, but for where the files lie."""
    with_paths = ("documents", "files", "ingest_problems")
    return {name: made for name, made in contents(store).items() if name not in with_paths}


@pytest.mark.parametrize(
    "written, is_one",
    [
        ("s3://bucket/plans", True),
        ("memory://plans", True),
        ("local:///tmp/plans", True),
        ("file:///tmp/plans", False),  # a file of this machine like any other
        ("C:\\plans", False),
        ("C://plans", False),
        ("plans/a.pdf", False),
        (Path("s3:/x"), False),
    ],
)
def test_what_is_an_address(written, is_one):
    assert remote.is_address(written) == is_one


def test_a_folder_at_an_address_gives_what_a_folder_here_gives(tmp_path, memory):
    write_plans(tmp_path / "plans", 3)
    put(memory, tmp_path / "plans", "/ke-hoach/2024")
    memory.pipe_file("/ke-hoach/.an/x.txt", b"hidden")
    memory.pipe_file("/ke-hoach/anh.xyz", b"of no known format")
    memory.pipe_file("/ke-hoach/hong.txt", bytes(range(256)) * 40)
    store = tmp_path / "xa.duckdb"
    report = ingest(["memory://ke-hoach/"], store, jobs=1)
    assert (report.read, report.skipped, len(report.unread)) == (4, 1, 1)
    assert rows(store, "SELECT source_path FROM documents ORDER BY 1") == [
        (f"memory://ke-hoach/2024/ke-hoach-{n:04d}.txt",) for n in (1, 2, 3)
    ]
    problem = rows(store, "SELECT source_path, problem FROM ingest_problems WHERE kind = 'unread'")
    assert [path for path, _ in problem] == ["memory://ke-hoach/hong.txt"]
    assert "kehoach-" not in problem[0][1]  # the name of a copy means nothing to anybody
    ingest([tmp_path / "plans"], tmp_path / "day.duckdb", jobs=1)
    assert facts(store) == facts(tmp_path / "day.duckdb")


def test_only_what_changed_at_an_address_is_read_again(tmp_path, memory):
    write_plans(tmp_path / "plans", 3)
    put(memory, tmp_path / "plans", "/kh")
    store = tmp_path / "kho.duckdb"
    ingest(["memory://kh"], store, jobs=1)
    again = ingest(["memory://kh"], store, jobs=1)
    assert (again.read, again.unchanged, again.published) == (0, 3, False)
    memory.pipe_file("/kh/ke-hoach-0001.txt", "KẾ HOẠCH\nNội dung mới.".encode())
    memory.mv("/kh/ke-hoach-0002.txt", "/kh/ten-moi.txt")
    memory.rm("/kh/ke-hoach-0003.txt")
    report = ingest(["memory://kh"], store, jobs=1, prune=True)
    assert (report.read, report.renamed) == (1, (("memory://kh/ke-hoach-0002.txt", "memory://kh/ten-moi.txt"),))
    assert report.removed == ("memory://kh/ke-hoach-0003.txt",)


def test_an_archive_at_an_address_is_read_as_a_folder(tmp_path, memory):
    (plan,) = write_plans(tmp_path / "plans", 1)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(plan, "2024/kh.txt")
    memory.pipe_file("/kh/goi.zip", packed.getvalue())
    store = tmp_path / "kho.duckdb"
    assert ingest(["memory://kh"], store, jobs=1).read == 1
    assert rows(store, "SELECT source_path FROM documents") == [("memory://kh/goi.zip/2024/kh.txt",)]
    assert ingest(["memory://kh"], store, jobs=1).unchanged == 1


def test_a_file_that_is_gone_or_changes_while_it_is_read_costs_itself_only(tmp_path, memory, monkeypatch):
    write_plans(tmp_path / "plans", 2)
    put(memory, tmp_path / "plans", "/kh")
    get_file = type(memory).get_file

    def late(system, path, to, **more):
        if path.endswith("0001.txt") and "doc" in seen:
            raise FileNotFoundError(path)
        seen.append("doc" if len(seen) else "sha")
        get_file(system, path, to, **more)

    seen: list[str] = []
    monkeypatch.setattr(type(memory), "get_file", late)
    report = ingest(["memory://kh"], tmp_path / "kho.duckdb", jobs=1)
    assert [record.path for record in report.unread] == ["memory://kh/ke-hoach-0001.txt"]
    assert rows(tmp_path / "kho.duckdb", "SELECT count(*) FROM documents") == [(1,)]


@pytest.mark.parametrize(
    "address, missing, told",
    [
        ("s3://bucket/plans", "s3fs", "Chưa cài gói"),
        ("http://127.0.0.1:9/plans", "aiohttp", "Chưa cài gói"),
        ("khong-co://x/plans", "", "Protocol not known"),
        ("s3://bucket/plans", "fsspec", r"kehoach\[cluster\]"),
    ],
)
def test_an_address_that_cannot_be_used_is_told(tmp_path, monkeypatch, address, missing, told):
    if missing:
        monkeypatch.setitem(sys.modules, missing, None)
        for name in [name for name in sys.modules if name.startswith(("fsspec.implementations.http", f"{missing}."))]:
            monkeypatch.delitem(sys.modules, name)
    with pytest.raises(RemoteError, match=told):
        ingest([address], tmp_path / "kho.duckdb")


def test_an_address_without_files_is_told(tmp_path, memory):
    with pytest.raises(NothingToRead, match="memory://rong"):
        ingest(["memory://rong"], tmp_path / "kho.duckdb")


def test_the_command_takes_addresses_and_copies_the_store(tmp_path, memory):
    write_plans(tmp_path / "plans", 2)
    put(memory, tmp_path / "plans", "/kh")
    store = tmp_path / "kho.duckdb"
    command = ["ingest", "memory://kh", "--store", str(store), "--jobs", "1", "--copy-to", "memory://chung/kho.duckdb"]
    assert CliRunner().invoke(main, command).exit_code == 0
    assert memory.cat_file("/chung/kho.duckdb") == store.read_bytes()
    assert memory.ls("/chung", detail=False) == ["/chung/kho.duckdb"]
    wrong = CliRunner().invoke(main, ["ingest", "memory://kh", "--store", str(store), "--shards", "memory://s"])
    assert wrong.exit_code == 2


def test_a_file_written_as_an_address_is_a_file_here(tmp_path):
    write_plans(tmp_path / "plans", 1)
    store = tmp_path / "kho.duckdb"
    ingest([(tmp_path / "plans").as_uri()], store, jobs=1)
    assert rows(store, "SELECT source_path FROM documents") == [(str(tmp_path / "plans" / "ke-hoach-0001.txt"),)]


@pytest.fixture
def parts(tmp_path) -> Path:
    """The folder of a store that has one shard."""
    write_plans(tmp_path / "plans", 2)
    ingest([tmp_path / "plans"], tmp_path / "kho.duckdb", jobs=1)
    return tmp_path / "kho.duckdb.parts"


def test_shards_come_home_whole_and_once(tmp_path, parts, memory):
    (name,) = finished_shards(parts)
    shard = parts / "shards" / name
    first, second = (exchange.send("memory://s", shard, name) for _ in range(2))
    assert first != second
    memory.pipe_file(f"/s/{int(name) + 1:010d}-abcd/citations.parquet", b"half of a shard")
    assert exchange.whole("memory://s") == {name: min(first, second)}
    other = tmp_path / "khac.parts"
    (other / "shards").mkdir(parents=True)
    for attempt in (first, second):
        exchange.bring("memory://s", attempt, other)
    assert finished_shards(other) == [name]
    made = {path.name: path.read_bytes() for path in (other / "shards" / name).iterdir()}
    assert made == {path.name: path.read_bytes() for path in shard.iterdir()}
    exchange.sweep("memory://s", [])
    assert not exchange.whole("memory://s")


def test_a_broken_off_fetch_leaves_no_half_of_a_shard(parts, memory, monkeypatch):
    (name,) = finished_shards(parts)
    attempt = exchange.send("memory://s", parts / "shards" / name, name)
    shutil.rmtree(parts / "shards" / name)
    monkeypatch.setattr(type(memory), "get", lambda *_: (_ for _ in ()).throw(ConnectionError("gone")))
    with pytest.raises(RemoteError, match="ConnectionError: gone"):
        exchange.bring("memory://s", attempt, parts)
    assert os.listdir(parts / "shards") == []  # noqa: PTH208


def test_two_stores_do_not_share_a_place(tmp_path, memory):
    (tmp_path / "a.parts" / "shards").mkdir(parents=True)
    assert not exchange.join("memory://s", tmp_path / "a.duckdb", tmp_path / "a.parts", 0)
    assert not exchange.join("memory://s", tmp_path / "a.duckdb", tmp_path / "a.parts", 0)
    with pytest.raises(RemoteError, match="kho khác"):
        exchange.join("memory://s", tmp_path / "b.duckdb", tmp_path / "b.parts", 0)
