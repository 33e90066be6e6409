"""Speeds of the parts that users wait for, each beside something that runs on the same machine in the same minute.

python scripts/bench.py                 all parts
python scripts/bench.py finding worst   some of: finding, seeds, formats, unchanged, worst

finding     citations in real text (../shared, else data/samples): MB of UTF-8 a second of CPU time, without and with the
            spaCy shell, and how many times longer that takes than one plain scan of the same text for digits and a slash
seeds       the five plans the project began with (else data/samples), from the command line to the store, caches warm:
            seconds, and how many times longer than starting Python and importing duckdb and pyarrow
formats     pages or files a second of processor time that each reader reads, beside the library that a script would use:
            pdfplumber (words and tables) for digital PDF, python-docx (paragraphs and cells) for Word; as ratios
unchanged   a folder of 1,000 files ingested, then again without a change: seconds of both, and their ratio
worst       1 MB and 2 MB of text made to be slow: seconds a MB, and the ratio, 2.0 where time is linear
Every time is the best of several; memory is the peak of the largest process.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from data.document import Document
from extractors import citations, extract, header
from pipeline import ingest
from pipeline.language import plain_document, vietnamese

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
SAMPLES = ROOT / "data" / "samples" / "plans"
NO_HEADER = header.read(plain_document(""))
SCAN = re.compile(r"\d+/\d*")
MEGABYTE = 1_000_000
FILES_A_FORMAT, PAGES_A_FILE = 4, 10  # of formats: enough to compare, and done in a minute
COMMAND = (sys.executable, "-c", "import sys; from pipeline.cli import main; main(sys.argv[1:])")

PLAN = """ỦY BAN NHÂN DÂN
TỈNH HƯNG YÊN

Số: {number}/KH-UBND
Hưng Yên, ngày 17 tháng 01 năm 2024

KẾ HOẠCH
Cải cách hành chính năm 2024, phần {number}

Căn cứ Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ, Ủy ban nhân dân tỉnh ban hành kế hoạch.

1. Sở Nội vụ chủ trì, phối hợp với các sở, ngành theo dõi việc thực hiện; 95% hồ sơ được giải quyết đúng hạn.
"""
WORST = {
    # what it is: a piece, repeated until the text is long enough
    "a long run of digits": "1234567890",
    "digits and slashes": "12/34/",
    "nested brackets": "((((((((((",
    '"số " again and again': "số ",
    '"số 1 " again and again': "số 1 ",
    '"Luật " again and again': "Luật ",
    '"Căn cứ " again and again': "Căn cứ ",
    '"Nghị quyết " again and again': "Nghị quyết ",
    '"ngày 1 tháng 1 năm " …': "ngày 1 tháng 1 năm ",
    '"QĐ-UBND-" without an end': "QĐ-UBND-",
    "quotes never closed": "“Kế hoạch ",
    "citations without a blank": "Nghị định số 63/2010/NĐ-CP,",
    "only blanks and tabs": "\t ",
    "lines of one digit": "1\n",
}


def best(act: Callable[[], object], times: int = 3, clock: Callable[[], float] = time.process_time) -> float:
    """The shortest of several runs, in seconds."""
    taken = []
    for _ in range(times):
        start = clock()
        act()
        taken.append(clock() - start)
    return min(taken)


def finding() -> None:
    """Citations in real text, without and with the spaCy shell."""
    found = sorted(SHARED.glob("seeds/*.txt")) + sorted(SHARED.glob("plans/*.md")) or sorted(SAMPLES.iterdir())
    documents = [ingest.read(path) for path in found]
    whole = plain_document("\n".join(document.text for document in documents))
    heads = [header.read(document) for document in documents]
    size = len(whole.text.encode()) / MEGABYTE
    print(f"finding: {len(found)} plans, {size:.2f} MB of UTF-8, {len(whole.text) / 1e6:.2f} million characters")

    def each() -> None:
        for document, head in zip(documents, heads, strict=True):
            consume(document, head)

    def consume(document: Document, head: header.Header) -> None:
        for _ in citations.find(document, head):
            pass

    scan = best(lambda: SCAN.findall(whole.text), 20)
    joined_head = header.read(whole)
    shell = vietnamese(["citations"])
    texts = [document.text for document in documents]
    each()  # tables and patterns are made at first use
    shell(texts[0])
    for name, seconds in {
        "plan by plan": best(each, 7),
        "as one text": best(lambda: consume(whole, joined_head), 7),
        "with the spaCy shell": best(lambda: [shell(text) for text in texts]),
    }.items():
        print(f"  {name:<22} {size / seconds:6.1f} MB/s   {seconds / scan:6.1f} × a plain scan ({size / scan:.0f} MB/s)")


def seeds() -> None:
    """Few plans from the command line to the store."""
    plans = SHARED / "seeds" if (SHARED / "seeds").is_dir() else SAMPLES
    with tempfile.TemporaryDirectory() as folder:
        empty = best(lambda: run([sys.executable, "-c", "import duckdb, pyarrow.parquet"]), 3, time.perf_counter)
        numbers = iter(range(100))
        seconds = best(lambda: run([*COMMAND, *into(plans, Path(folder) / f"{next(numbers)}.duckdb")]), 4, time.perf_counter)
    print(f"seeds: {len(list(plans.iterdir()))} plans of {plans.name}")
    print(f"  end to end {seconds:.2f} s   {seconds / empty:.1f} × importing duckdb and pyarrow ({empty:.2f} s)")
    print(f"  peak memory {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")


def formats() -> None:
    """Readers beside the libraries that scripts use for the same files."""
    found = [path for folder in (SHARED / "plans", SAMPLES) if folder.is_dir() for path in sorted(folder.iterdir())]
    print("formats: seconds of processor time, and how many times longer the other library takes")
    for suffix, name, other in ((".pdf", "pdfplumber", with_pdfplumber), (".docx", "python-docx", with_docx)):
        paths = [path for path in found if path.suffix == suffix and has_text(path)][:FILES_A_FORMAT]
        pages = sum(len(ingest.read(path).pages) for path in paths)
        own = best(partial(each_of, paths, ingest.read))
        other(paths[0])  # imported before it is measured, as ours is
        theirs = best(partial(each_of, paths, other), 1)
        rate = f"{pages / own:.0f} pages/s" if pages else f"{len(paths) / own:.0f} files/s"
        print(
            f"  {suffix:<6} {len(paths)} files  {own:6.2f} s  {rate:<12} {name} {theirs:6.2f} s   ratio {theirs / own:.1f}"
        )


def each_of(paths: Sequence[Path], read: Callable[[Path], object]) -> None:
    """Reads one file after the other."""
    for path in paths:
        read(path)


def has_text(path: Path) -> bool:
    """Whether a file has text of its own, so that no page has to be read from a picture."""
    if path.suffix != ".pdf":
        return True
    import pypdfium2  # noqa: PLC0415

    with pypdfium2.PdfDocument(path) as document:
        return all(len(page.get_textpage().get_text_bounded()) > 200 for page in document) and len(document) <= PAGES_A_FILE


def with_pdfplumber(path: Path) -> int:
    """Words and tables of all pages."""
    import pdfplumber  # noqa: PLC0415

    with pdfplumber.open(path) as document:
        return sum(len(page.extract_words()) + len(page.extract_tables()) for page in document.pages)


def with_docx(path: Path) -> int:
    """Paragraphs and cells."""
    import docx  # noqa: PLC0415

    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return len([paragraph.text for paragraph in document.paragraphs]) + len(cells)


def unchanged() -> None:
    """A large folder, and the same again."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "plans"
        folder.mkdir()
        for number in range(1000):
            (folder / f"{number:04d}.txt").write_text(PLAN.format(number=number + 1), encoding="utf-8")
        words = [*COMMAND, *into(folder, Path(made) / "store.duckdb")]
        first = best(lambda: run(words), 1, time.perf_counter)
        again = best(lambda: run(words), 3, time.perf_counter)
    print("unchanged: 1,000 small files")
    print(f"  first {first:.1f} s, again {again:.2f} s, ratio {first / again:.0f}")
    print(f"  peak memory of a process {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MB")


def worst() -> None:
    """Text made to be slow."""
    print("worst: seconds for 1 MB of UTF-8, and 2 MB : 1 MB          citations     ratio   everything     ratio")
    for name, piece in WORST.items():
        count = MEGABYTE // len(piece.encode())
        one, two = plain_document(piece * count), plain_document(piece * 2 * count)
        found = [best(partial(cite, text), 1) for text in (one, two)]
        everything = [best(partial(extract, text), 1) for text in (one, two)]
        figures = "".join(f"{small:13.2f} {large / max(small, 1e-4):9.1f}" for small, large in (found, everything))
        print(f"  {name:<52} {figures}", flush=True)


def cite(document: Document) -> int:
    """Finds all citations under an empty header; how many there are."""
    return sum(1 for _ in citations.find(document, NO_HEADER))


def into(plans: Path, store: Path) -> list[str]:
    """The words after kehoach that ingest plans into a store."""
    return ["ingest", str(plans), "--store", str(store)]


def run(words: Sequence[str]) -> None:
    """Runs a program of this project; its words go nowhere."""
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)


PARTS: dict[str, Callable[[], None]] = {
    "finding": finding,
    "seeds": seeds,
    "formats": formats,
    "unchanged": unchanged,
    "worst": worst,
}


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART")
    for name in parser.parse_args().parts or PARTS:
        PARTS[name]()


if __name__ == "__main__":
    main()
