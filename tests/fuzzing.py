"""Fuzz targets: every reader on broken samples, the extractors on texts made of their own words.

One execution makes an input from a seed and checks what comes out: a document whose parts lie where they say and whose facts
stand in the text, or a PlanError. Anything else is a crash; its seed tells how to make it again.
"""

from __future__ import annotations

import functools
import random
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from data import rows
from data.document import Document
from data.samples.render import HERE
from extractors import extract
from pipeline import ingest
from pipeline.errors import PlanError
from pipeline.ingest.draft import Draft
from pipeline.shards import rows_of

SMALL = 200_000  # bytes of a sample that is worth breaking again and again
INTERESTING = (
    b"\0",
    b"\xff",
    b"\xff\xff\xff\xff",
    b"\x80",
    b"%",
    b"<",
    b">",
    b"&#0;",
    b"]]>",
    b"-1",
    b"99999999999",
    b"\r",
    b"|",
)


@functools.cache
def samples(suffix: str) -> tuple[bytes, ...]:
    """The contents of the small samples of a format."""
    found = sorted(path for path in (HERE / "plans").iterdir() if path.suffix == suffix)
    contents = tuple(content for path in found if len(content := path.read_bytes()) < SMALL)
    return contents[:6]


def reader_targets() -> Iterator[str]:
    """The suffixes of which there are samples."""
    yield from sorted(suffix for suffix in ingest.suffixes() if samples(suffix))


def broken(content: bytes, chance: random.Random) -> bytes:
    """A sample with some bytes changed, taken out, doubled or cut off."""
    made = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        at, size = chance.randrange(len(made) + 1), chance.choice((1, 1, 2, 8, 64, 512))
        match chance.randrange(6):
            case 0:
                made[at : at + size] = chance.randbytes(size)
            case 1:
                del made[at : at + size]
            case 2:
                made[at:at] = made[at : at + size] * chance.choice((1, 2, 50))
            case 3:
                made[at : at + size] = chance.choice(INTERESTING)
            case 4:
                other = chance.randrange(len(made) + 1)
                made[at:at] = made[other : other + size]
            case _:
                if chance.random() < 0.3:
                    del made[at:]
    return bytes(made)


@functools.cache
def vocabulary() -> tuple[str, ...]:
    """Words that the extractors look for, and what stands between them."""
    named = [
        name for table in ("doc_types", "units", "indicators") for row in rows(table) for name in (row.get("name"),) if name
    ]
    marks = [
        "Số: ",
        "số ",
        "/",
        "-",
        "UBND",
        "QĐ",
        "KH-UBND",
        "NQ-CP",
        "ngày ",
        "tháng ",
        "năm ",
        "2025",
        "31/12/2025",
        "%",
        "≥",
        "trên ",
    ]
    marks += [
        "95%",
        "1.234,5",
        "(",
        ")",
        "“",
        "”",
        ";",
        ".",
        ",",
        ":",
        "\n",
        "\n\n",
        "\t",
        " ",
        "- ",
        "a) ",
        "1. ",
        "I. ",
        "Điều ",
        "khoản ",
    ]
    marks += [
        "chủ trì, phối hợp với ",
        "Căn cứ ",
        "Nơi nhận:",
        "đạt ",
        "tối thiểu ",
        "quý I",
        "hằng năm",
        "Phụ lục ",
        "\u0301",
        "\u200b",
        "TM. ",
    ]
    return (*named[:300], *marks * 4)


def text_of(chance: random.Random) -> str:
    """A text of these words in any order."""
    words = vocabulary()
    return "".join(chance.choice(words) + chance.choice((" ", " ", "", "\n")) for _ in range(chance.choice((3, 30, 300))))


def read_broken(suffix: str, seed: int, folder: Path) -> Document | None:
    """One execution of a reader; None where it refused the file."""
    chance = random.Random(f"{suffix} {seed}")
    path = folder / f"x{suffix}"
    path.write_bytes(broken(chance.choice(samples(suffix)), chance))
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
    spans = [(part.start, part.end) for part in (*document.blocks, *document.pages, *document.words, *document.tables)]
    spans += [(cell.start, cell.end) for table in document.tables for cell in table.cells]
    assert all(0 <= start <= stop <= end for start, stop in spans)
    assert [block.start for block in document.blocks] == sorted(block.start for block in document.blocks)


def targets() -> dict[str, Callable[[int], None]]:
    """All targets by name: each takes a seed."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))

    def reading(suffix: str) -> Callable[[int], None]:
        def run(seed: int) -> None:
            read_broken(suffix, seed, folder)

        return run

    return {"text": find_in_text, **{suffix: reading(suffix) for suffix in reader_targets()}}
