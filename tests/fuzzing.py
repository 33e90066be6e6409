"""Fuzz targets: every reader, the extractors and the normalizers.

One execution makes an input from a seed and checks what comes out: a document whose parts lie where they say and whose facts
stand in the text, or a PlanError. Anything else is a crash; its seed tells how to make it again. Files that LibreOffice
converts first are made many at a time, as it takes a second to start.
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

from fuzz_inputs import file_of, text_of

from data.document import Document
from extractors import extract
from normalizers import (
    alphabet,
    comparators,
    dates,
    deadlines,
    legal_documents,
    numerals,
    old_encodings,
    outline,
    provinces,
    quantities,
    repair,
    symbols,
    unit_lists,
    units,
)
from normalizers.unit_scope import scope_of
from pipeline import ingest
from pipeline.errors import PlanError
from pipeline.ingest import containers
from pipeline.ingest.draft import Draft
from pipeline.shards import rows_of

HOLDERS = (".7z", ".eml", ".msg", ".zip")
READERS = (".docx", ".html", ".jpg", ".md", ".pdf", ".png", ".tif", ".txt", ".xlsx", *HOLDERS)
CONVERTED = (".doc", ".rtf", ".xls")
AT_ONCE = 25  # files that LibreOffice converts in one go


@dataclass(frozen=True, slots=True)
class Target:
    """What takes broken input: run executes one seed after the other."""

    run: Callable[[Sequence[int]], object]
    at_once: int = 1  # seeds that are given to it together


def read_broken(suffix: str, seed: int, folder: Path) -> Document | None:
    """One execution of a reader, with all files inside the file; None where all was refused, else one of the documents."""
    path = _written(suffix, seed, folder)
    held = containers.inside(path) if suffix in HOLDERS else None
    found = [_read(place) for place in (path, *(path / name for name, _ in (held.members if held else ())))]
    return next((document for document in found if document is not None), None)


def read_converted(suffix: str, seeds: Sequence[int], folder: Path) -> int:
    """One execution a seed of a reader that has LibreOffice convert its files; how many gave a document."""
    paths = {seed: _written(suffix, seed, folder, str(seed)) for seed in seeds}
    read = 0
    with ingest.prepared(list(paths.values())):
        for seed, path in paths.items():
            try:
                read += _read(path) is not None
            except Exception as error:
                error.add_note(f"of seed {seed}")
                raise
    return read


def _written(suffix: str, seed: int, folder: Path, name: str = "x") -> Path:
    path = folder / f"{name}{suffix}"
    path.write_bytes(file_of(suffix, random.Random(f"{suffix} {seed}")))
    return path


def _read(path: Path) -> Document | None:
    try:
        document = ingest.read(path)
    except PlanError as error:
        refusal = error
    else:
        check(document)
        return document
    assert refusal.problem
    assert refusal.advice
    return None


def find_in_text(seed: int) -> None:
    """One execution of the extractors: rows are made too, and none is misquoted."""
    chance = random.Random(f"text {seed}")
    draft = Draft("x.txt", "ab" * 32, "txt")
    for line in text_of(chance).split("\n"):
        draft.paragraph(line)
    document = draft.finish()
    check(document)
    extraction = extract(document)
    for fact in extraction.facts:
        assert fact.raw
        assert document.text[fact.char_start : fact.char_end] == fact.raw
    assert not [row for row in rows_of(extraction)["ingest_problems"] if "không khớp" in str(row["problem"])]


def check(document: Document) -> None:
    """What holds of every document."""
    end = len(document.text)
    spans = [(block.start, block.end) for block in document.blocks]
    spans += [(page.start, page.end) for page in document.pages]
    spans += [(word.start, word.end) for word in document.words]
    spans += [(table.start, table.end) for table in document.tables]
    spans += [(cell.start, cell.end) for table in document.tables for cell in table.cells]
    assert all(0 <= start <= stop <= end for start, stop in spans)
    assert [block.start for block in document.blocks] == sorted(block.start for block in document.blocks)


def normalize(seed: int) -> None:
    """One execution of one normalizer: what it finds lies in the text, and what it makes it would not make otherwise."""
    chance = random.Random(f"words {seed}")
    _NORMALIZERS[seed % len(_NORMALIZERS)](text_of(chance, longest=16), chance)


def _numbers(text: str, _chance: random.Random) -> None:
    for found in numerals.numerals(text, in_words=True):
        assert 0 <= found.start < found.end <= len(text)
        assert isfinite(found.value)


def _quantities(text: str, _chance: random.Random) -> None:
    for found in quantities.quantities(text):
        assert 0 <= found.start <= found.number_start < found.number_end <= found.end <= len(text)
        assert isfinite(found.value)


def _deadlines(text: str, chance: random.Random) -> None:
    for found in deadlines.deadlines(text, chance.choice((None, 2024))):
        assert found.raw
        assert not (found.start_on and found.end_on) or found.start_on <= found.end_on


def _dates(text: str, chance: random.Random) -> None:
    start = chance.randrange(len(text) + 1)
    found = dates.date_at(text, start, len(text))
    assert found is None or start < found.end <= len(text)
    assert found is None or found.day is None or found.day.isoformat() == found.iso


def _units(text: str, _chance: random.Random) -> None:
    scope = scope_of("UBND tỉnh Hưng Yên", "Hưng Yên", None, text)
    assert all(unit.raw for unit in units.units_in(text, scope))
    assert all(piece.raw for piece in unit_lists.pieces(text))


def _provinces(text: str, _chance: random.Random) -> None:
    for found in provinces.find_provinces(text):
        assert 0 <= found.start < found.end <= len(text)
    provinces.match(text)


def _repair(text: str, _chance: random.Random) -> None:
    once = repair.repaired(text)
    assert repair.repaired(once) == once
    assert not repair.is_clean(text) or once == text


def _spelling(text: str, chance: random.Random) -> None:
    assert alphabet.plain(text).isascii() or alphabet.plain(alphabet.plain(text)) == alphabet.plain(text)
    alphabet.slug(text)
    assert sorted([alphabet.order(text)]) == [alphabet.order(text)]
    old_encodings.to_unicode(text, chance.choice(list(old_encodings.OldEncoding)))


def _numbers_of_documents(text: str, chance: random.Random) -> None:
    number = str(chance.randrange(3000))
    found = symbols.parse(number, chance.choice((None, "2024")), text[:40], chance.choice("/-"))
    if found is not None:
        legal_documents.level(text[:40])
    legal_documents.legal_id(text[:40], None, None)


def _bounds(text: str, chance: random.Random) -> None:
    start = chance.randrange(len(text) + 1)
    found = comparators.comparison(text, start, min(len(text), start + 3))
    assert all(0 <= first < last <= len(text) for first, last in found.spans)


def _labels(text: str, _chance: random.Random) -> None:
    for line in text.split("\n"):
        outline.is_heading(line, outline.label_of(line))


_NORMALIZERS: tuple[Callable[[str, random.Random], None], ...] = (
    _numbers,
    _quantities,
    _deadlines,
    _dates,
    _units,
    _provinces,
    _repair,
    _spelling,
    _numbers_of_documents,
    _bounds,
    _labels,
)


def targets() -> dict[str, Target]:
    """All targets by name."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))

    def each(run: Callable[[int], object]) -> Target:
        return Target(lambda seeds: [run(seed) for seed in seeds])

    def reading(suffix: str) -> Target:
        return each(lambda seed: read_broken(suffix, seed, folder))

    def converting(suffix: str) -> Target:
        return Target(lambda seeds: read_converted(suffix, seeds, folder), AT_ONCE)

    found = {"words": each(normalize), "text": each(find_in_text), **{suffix: reading(suffix) for suffix in READERS}}
    return found | {suffix: converting(suffix) for suffix in CONVERTED}
