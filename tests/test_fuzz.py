"""A short run of every fuzz target; scripts/fuzz.py runs them longer. Seeds that once crashed stand in CRASHED."""

from __future__ import annotations

import pytest
from fuzzing import find_in_text, read_broken, reader_targets

SEEDS = 40
CRASHED: list[tuple[str, int]] = [
    # target, seed
]


@pytest.mark.parametrize("suffix", reader_targets())
def test_a_broken_file_is_read_or_refused(suffix, tmp_path):
    for seed in range(SEEDS):
        read_broken(suffix, seed, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", reader_targets())
def test_many_broken_files_are_read_or_refused(suffix, tmp_path):
    whole = [read_broken(suffix, seed, tmp_path) is not None for seed in range(SEEDS, 6 * SEEDS)]
    assert any(whole), "every input was refused: the reader itself is hardly reached"


def test_any_text_gives_facts_that_stand_in_it():
    for seed in range(2 * SEEDS):
        find_in_text(seed)


@pytest.mark.parametrize("target, seed", CRASHED)
def test_what_once_crashed(target, seed, tmp_path):
    if target == "text":
        find_in_text(seed)
    else:
        read_broken(target, seed, tmp_path)
