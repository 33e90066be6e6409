"""A short run of every fuzz target; scripts/fuzz.py runs them longer. Seeds that once crashed stand in CRASHED."""

from __future__ import annotations

import tracemalloc
import zipfile
from pathlib import Path

import pytest
from fuzz_inputs import small
from fuzzing import CONVERTED, READERS, find_in_text, normalize, read_broken, read_converted

from pipeline import ingest
from pipeline.errors import UnreadableFile
from pipeline.ingest import libre_office
from pipeline.sources import find_files

pytestmark = pytest.mark.filterwarnings("ignore")  # libraries tell much of broken files
SEEDS = 40
FEW = 6  # files that LibreOffice has to start for
CRASHED: list[tuple[str, int]] = [
    (".docx", 20_004_724),  # a part whose name says that it is UTF-8 and is not
    (".docx", 20_007_774),  # a part that claims gigabytes in packed form
]


@pytest.mark.parametrize("suffix", READERS)
def test_a_broken_file_is_read_or_refused(suffix, tmp_path):
    for seed in range(SEEDS):
        read_broken(suffix, seed, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", READERS)
def test_many_broken_files_are_read_or_refused(suffix, tmp_path):
    whole = [read_broken(suffix, seed, tmp_path) is not None for seed in range(SEEDS, 6 * SEEDS)]
    assert any(whole), "every input was refused: the reader itself is hardly reached"


@pytest.mark.slow
@pytest.mark.skipif(libre_office.program() is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("suffix", CONVERTED)
def test_a_broken_file_of_an_older_program_is_read_or_refused(suffix, tmp_path):
    assert read_converted(suffix, range(FEW), tmp_path), "every input was refused: the reader itself is hardly reached"


def test_any_words_are_normalized_or_left():
    for seed in range(30 * SEEDS):
        normalize(seed)


def test_any_text_gives_facts_that_stand_in_it():
    for seed in range(2 * SEEDS):
        find_in_text(seed)


@pytest.mark.parametrize("target, seed", CRASHED)
def test_what_once_crashed(target, seed, tmp_path):
    {"text": find_in_text, "words": normalize}.get(target, lambda seed: read_broken(target, seed, tmp_path))(seed)


def test_an_archive_with_a_member_without_a_name_does_not_stop_a_run(tmp_path):
    with zipfile.ZipFile(tmp_path / "goi.zip", "w") as archive:
        archive.writestr("a.txt", "Căn cứ Nghị quyết số 76/NQ-CP")
        archive.writestr("?.txt", "Không tên")
    packed = (tmp_path / "goi.zip").read_bytes()
    (tmp_path / "goi.zip").write_bytes(packed.replace(b"?.txt", b"\0.txt"))  # as if its name ended before it began
    assert [Path(file.path).name for file in find_files([tmp_path])] == ["a.txt"]


def test_a_picture_whose_second_page_has_no_size_is_refused(tmp_path):
    path = tmp_path / "a.tif"
    path.write_bytes(small(".tif"))
    whole = bytearray(path.read_bytes())
    first = int.from_bytes(whole[4:8], "little")
    after = first + 2 + 12 * int.from_bytes(whole[first : first + 2], "little")
    whole[after : after + 4] = len(whole).to_bytes(4, "little")  # where the next page is told of
    path.write_bytes(whole + b"\x01\0" + b"\x0f\x01\x02\0\x01\0\0\0a\0\0\0" + bytes(4))  # the maker's name, no more
    with pytest.raises(UnreadableFile, match="hỏng"):
        ingest.read(path)


def test_a_picture_that_claims_gigabytes_is_refused_without_taking_them(tmp_path):
    path, whole = tmp_path / "a.png", small(".png")
    at = whole.index(b"IDAT")
    path.write_bytes(whole[: at - 4] + b"\x7f\xff\xff\xff" + whole[at:])
    tracemalloc.start()
    with pytest.raises(UnreadableFile, match="hỏng"):
        ingest.read(path)
    assert tracemalloc.get_traced_memory()[1] < 100 << 20
    tracemalloc.stop()
