"""The ground of a store: kept for a version, copied, and laid anew where the copy is damaged or cannot be kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from folders import contents, write_plans

from pipeline import ground
from pipeline.run import ingest


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty place for what is kept."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("LOCALAPPDATA" if ground.sys.platform == "win32" else "XDG_CACHE_HOME", str(folder))
    return folder


def kept(cache: Path) -> list[Path]:
    return sorted((cache / "kehoach").glob("*")) if cache.is_dir() else []


def built(tmp_path: Path, name: str) -> dict[str, object]:
    plans, store = tmp_path / "plans", tmp_path / f"{name}.duckdb"
    write_plans(plans, 2)
    ingest([plans], store)
    return contents(store)


def test_a_copied_ground_makes_the_same_store(tmp_path: Path, cache: Path) -> None:
    laid = built(tmp_path, "a")
    (ground_of_version,) = kept(cache)
    before = ground_of_version.stat().st_mtime_ns
    assert built(tmp_path, "b") == laid
    assert [path.stat().st_mtime_ns for path in kept(cache)] == [before]


def test_a_damaged_ground_is_laid_anew(tmp_path: Path, cache: Path) -> None:
    laid = built(tmp_path, "a")
    (ground_of_version,) = kept(cache)
    ground_of_version.write_bytes(ground_of_version.read_bytes()[:5000])
    assert built(tmp_path, "b") == laid
    assert [path.stat().st_size > 5000 for path in kept(cache)] == [True]


def test_where_nothing_can_be_kept_a_run_goes_on(tmp_path: Path, cache: Path) -> None:
    cache.write_text("a file where a folder should be", encoding="utf-8")
    assert built(tmp_path, "a")
    assert kept(cache) == []


def test_grounds_of_old_versions_go(tmp_path: Path, cache: Path) -> None:
    old = cache / "kehoach"
    old.mkdir(parents=True)
    for number in range(5):
        (old / f"ground-{number}.duckdb").touch()
    built(tmp_path, "a")
    assert len(kept(cache)) == ground.KEPT
