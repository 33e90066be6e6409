"""The floors only rise, over the whole history that this checkout has; the labels behind them do not change unnoticed."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from label_sets import FLOORS, LABEL_FOLDERS, ROOT, SETS, FloorFile, digest, lowered

NOW = FloorFile.read(FLOORS.read_text(encoding="utf-8"))


def git(*args: str) -> str:
    return subprocess.run(["git", *args], cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8").stdout


LOWERED = [
    # old floors, new floors, what is told
    ({"a": {"x": 0.9}}, {"a": {"x": 0.9}}, []),  # the same
    ({"a": {"x": 0.9}}, {"a": {"x": 0.95, "y": 0.1}}, []),  # risen, and one more
    ({"a": {"x": 0.9}}, {"a": {"x": 0.8999}}, ["a x: 0.9 → 0.8999"]),  # lower
    ({"a": {"x": 0.9}}, {"a": {}}, ["a x: 0.9 → None"]),  # taken out
    ({"a": {"x": 0.0}}, {}, ["a x: 0.0 → None"]),  # the set taken out
]


@pytest.mark.parametrize("old, new, told", LOWERED)
def test_a_lowered_floor_is_seen(old, new, told):
    assert lowered(old, new) == told


def test_no_floor_was_ever_lowered():
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("no git checkout: the history of the floors is not here")
    path = FLOORS.relative_to(ROOT).as_posix()
    for commit in git("log", "--format=%H", "--", path).split():
        if git("ls-tree", commit, "--", path):
            old = FloorFile.read(git("show", f"{commit}:{path}"))
            assert lowered(old.floors, NOW.floors) == [], f"lower than in commit {commit[:10]}"


def test_every_set_has_floors():
    assert set(NOW.floors) == set(SETS)
    assert all(0.0 <= floor <= 1.0 for figures in NOW.floors.values() for floor in figures.values())


@pytest.mark.parametrize("name", LABEL_FOLDERS)
def test_the_labels_are_those_that_the_floors_were_measured_with(name):
    if not LABEL_FOLDERS[name].is_dir():
        pytest.skip(f"the labels {name} are not here")
    message = "labels changed; if that is right: python scripts/raise_floors.py --accept-labels"
    assert digest(LABEL_FOLDERS[name]) == NOW.label_digests[name], message
