"""How well page images are read: the words of each against the typed text beside it.

    python scripts/ocr_score.py page.png=page.gt.txt scan.pdf=page1.gt.txt --mode accurate

Counted in percent of the truth: letters (CER) of the body (paragraphs of 60 letters and more) and of the page, words (WER)
and words wrong in their marks only, both of the body; citations and dates of the body, exact; CPU seconds a page.
Each paragraph of the truth is looked for wherever it stands, so the order of a letterhead's columns does not count.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
import unicodedata
from dataclasses import dataclass, fields
from pathlib import Path
from typing import get_args

import numpy as np
import pypdfium2
from PIL import Image
from rapidfuzz.distance import Levenshtein

from normalizers.alphabet import plain
from pipeline.ingest.ocr import Mode, PageReading, prepare, read_page

BODY = 60  # letters
ONE_FORM = str.maketrans({"–": "-", "—": "-", "−": "-", "“": '"', "”": '"', "‘": "'", "’": "'"})
CITATION = re.compile(r"\d+(?:/\d{4})?[/-][A-ZĐ][A-Za-zĐđ]*\d*(?:[-/][A-ZĐ][A-Za-zĐđ]*\d*)*")
DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}|\d{1,2} tháng \d{1,2} năm \d{4}")


@dataclass(frozen=True, slots=True)
class Score:
    """Sums over a page; rates are of two of them."""

    body_errors: int = 0
    body_letters: int = 0
    page_errors: int = 0
    page_letters: int = 0
    wrong_words: int = 0
    wrong_marks: int = 0
    words: int = 0
    citations_right: int = 0
    citations: int = 0
    dates_right: int = 0
    dates: int = 0
    sure: int = 0  # words of the body that were read with a confidence of a half or more
    seconds: float = 0.0
    pages: int = 1

    def __add__(self, other: Score) -> Score:
        return Score(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    def __str__(self) -> str:
        def rate(part: float, whole: float) -> str:
            return f"{100 * part / whole:.2f}" if whole else "-"

        return (
            f"body CER {rate(self.body_errors, self.body_letters)} WER {rate(self.wrong_words, self.words)}"
            f" marks {rate(self.wrong_marks, self.words)} | page CER {rate(self.page_errors, self.page_letters)}"
            f" | citations {self.citations_right}/{self.citations} dates {self.dates_right}/{self.dates}"
            f" | {self.seconds / self.pages:.2f} s a page"
        )


def flat(text: str) -> str:
    """The text on one line, with one sign for each kind of dash and quote."""
    return " ".join(unicodedata.normalize("NFC", text).translate(ONE_FORM).split())


def best_match(part: str, whole: str) -> str:
    """The piece of `whole` that `part` differs least from, by edits."""
    letters = np.array([ord(letter) for letter in whole])
    place = np.arange(len(letters) + 1)
    cost, start = np.zeros(len(letters) + 1, np.int64), place.copy()
    for letter in part:
        below, left = cost + 1, np.concatenate(([len(part) * 2], cost[:-1] + (letters != ord(letter))))
        begun = np.where(left <= below, np.concatenate(([0], start[:-1])), start)
        step = np.minimum(below, left)
        reach = np.minimum.accumulate(step - place)
        source = np.maximum.accumulate(np.where(step - place == reach, place, 0))
        cost, start = reach + place, begun[source]
    end = int(cost.argmin())
    return whole[int(start[end]) : end]


def score(reading: PageReading, truth: str, seconds: float) -> Score:
    """The score of one page; paragraphs of the truth are its lines."""
    whole = _whole(reading)
    total = Score(pages=0)
    for paragraph in filter(None, map(flat, truth.splitlines())):
        found = best_match(paragraph, whole)
        errors = Levenshtein.distance(paragraph, found)
        if len(paragraph) < BODY:
            total += Score(page_errors=errors, page_letters=len(paragraph), pages=0)
            continue
        wrong, marks = _words(paragraph.split(), found.split())
        glued = found.replace(" ", "")
        citations, dates = CITATION.findall(paragraph), [date.replace(" ", "") for date in DATE.findall(paragraph)]
        total += Score(
            errors, len(paragraph), errors, len(paragraph), wrong, marks, len(paragraph.split()),
            sum(min(citations.count(one), glued.count(one)) for one in set(citations)), len(citations),
            sum(min(dates.count(one), glued.count(one)) for one in set(dates)), len(dates), 0, 0.0, 0,
        )  # fmt: skip
    return total + Score(seconds=seconds)


def _whole(reading: PageReading) -> str:
    """The page on one line; a symbol that ends with a hyphen goes on with the next line."""
    return flat(reading.text.replace("-\n", "-"))


def _words(truth: list[str], found: list[str]) -> tuple[int, int]:
    """Words wrong, and those of them whose plain letters are right."""
    wrong = marks = 0
    for step in Levenshtein.opcodes(truth, found):
        if step.tag == "equal":
            continue
        stood, read = truth[step.src_start : step.src_end], found[step.dest_start : step.dest_end]
        wrong += max(len(stood), len(read))
        marks += sum(plain(a) == plain(b) for a, b in zip(stood, read, strict=False))
    return wrong, marks


def image_of(path: Path) -> tuple[np.ndarray, float | None]:
    """A picture, or the first page of a PDF in the resolution of its own picture; with its dots per inch if known."""
    if path.suffix.lower() != ".pdf":
        with Image.open(path) as image:
            return np.asarray(image.convert("RGB")), None
    page = pypdfium2.PdfDocument(path)[0]
    pictures = [item for item in page.get_objects() if item.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    if len(pictures) == 1:
        picture = pictures[0].get_bitmap(render=False).to_pil()
        return np.asarray(picture.convert("RGB")), picture.width / page.get_width() * 72
    return np.asarray(page.render(scale=200 / 72).to_pil().convert("RGB")), 200.0


def main(arguments: list[str]) -> None:
    """Prints a line a page, its wrong places if asked, and the sum."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="+", metavar="IMAGE=TRUTH")
    parser.add_argument("--mode", choices=get_args(Mode), default="accurate")
    parser.add_argument("--show", action="store_true", help="what was read otherwise than it stands")
    chosen = parser.parse_args(arguments)
    total = Score(pages=0)
    read_page(prepare(np.full((64, 64), 255, np.uint8), 200.0), chosen.mode)  # loads the readers
    for pair in chosen.pages:
        path, truth = map(Path, pair.split("=", 1))
        image, dpi = image_of(path)
        start = time.process_time()
        reading = read_page(prepare(image, dpi), chosen.mode)
        one = score(reading, truth.read_text(encoding="utf-8"), time.process_time() - start)
        print(f"{path.name}: {one}")
        if chosen.show:
            _show(reading, truth.read_text(encoding="utf-8"))
        total += one
    print(f"all: {total}")


def _show(reading: PageReading, truth: str) -> None:
    whole = _whole(reading)
    for paragraph in filter(None, map(flat, truth.splitlines())):
        expected, found = paragraph.split(), best_match(paragraph, whole).split()
        for step in Levenshtein.opcodes(expected, found):
            if step.tag != "equal":
                stood, read = expected[step.src_start : step.src_end], found[step.dest_start : step.dest_end]
                print(f"    {' '.join(stood)!r} read as {' '.join(read)!r}")


if __name__ == "__main__":
    main(sys.argv[1:])
