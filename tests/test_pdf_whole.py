"""Real digital PDFs, whole: pages and problems, and their words beside those of another reader."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pdfplumber
import pytest
from drawn_pages import read

from normalizers.repair import repaired

PLANS = Path(__file__).parents[1].parent / "shared" / "plans"

REAL = [
    # file, pages, pages whose text is read, problems; the 12th page of KH 173 and the 4th of QĐ 225 are blank
    ("bl-2025-qd209-tthc.scan.pdf", 4, 0, 4),
    ("hn-2026-kh173-festival.pdf", 12, 11, 0),
    ("hue-2025-qd441-tthc.signed.pdf", 4, 4, 0),
    ("lc-2025-qd2362-tthc.pdf", 4, 4, 1),
    ("ld-2025-qd349-tthc.badocr.pdf", 12, 0, 12),
    ("nb-2025-qd119-phu-luc.nfd.pdf", 16, 16, 0),
    ("nb-2025-qd119-tthc.nfd.pdf", 2, 2, 0),
    ("th-2025-qd500-tthc.pdf", 9, 9, 0),
    ("ttg-2004-qd115.tcvn3.pdf", 2, 2, 0),
    ("tv-2025-qd225-cu-tru.pdf", 4, 3, 0),
    ("vpcp-2026-cv3722.scan.pdf", 1, 0, 1),
]


def real(name: str) -> Path:
    path = PLANS / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    return path


@pytest.mark.parametrize("name, pages, with_text, problems", REAL)
def test_real_files(name: str, pages: int, with_text: int, problems: int) -> None:
    document = read(real(name))
    assert len(document.pages) == pages
    assert len({word.box.page for word in document.words}) == with_text
    assert len(document.problems) == problems


@pytest.mark.slow
@pytest.mark.parametrize("path", sorted(PLANS.glob("*.pdf")) or [PLANS / "none.pdf"], ids=lambda path: path.name)
def test_every_real_pdf_goes_through(path: Path) -> None:
    document = read(real(path.name))
    unread = {problem.page for problem in document.problems}
    told = {page.number for page in document.pages if page.confidence < 0.8}
    assert told <= unread


def tokens(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", repaired(text)))


@pytest.mark.parametrize(
    "name, floor",
    [
        ("hn-2026-kh173-festival.pdf", 1.0),
        ("tv-2025-qd225-cu-tru.pdf", 0.99),  # a month was stamped over
        ("nb-2025-qd119-phu-luc.nfd.pdf", 1.0),
        ("hue-2025-qd441-tthc.signed.pdf", 1.0),
        ("th-2025-qd500-tthc.pdf", 0.95),  # pdfplumber divides a heading into letters on page 2, and a web address
        ("lc-2025-qd2362-tthc.pdf", 0.96),  # pdfplumber divides words drawn from two fonts
        ("nb-2025-qd119-tthc.nfd.pdf", 0.97),  # a recipient's line is set so tight that here its words stay together
    ],
)
def test_words_of_pdfplumber(name: str, floor: float) -> None:
    """Recall against pdfplumber's words, page by page, on the first three pages."""
    path = real(name)
    document = read(path)
    with pdfplumber.open(path) as oracle:
        for page in oracle.pages[:3]:
            number = page.page_number
            text, end = "", -1
            for word in document.words:
                if word.box.page == number:
                    text += ("" if word.start == end else " ") + document.text[word.start : word.end]
                    end = word.end
            text += " " + " ".join(item.text for item in document.furniture if item.page == number)
            expected = tokens(" ".join(word["text"] for word in page.extract_words(x_tolerance_ratio=0.12)))
            found = tokens(text)
            total = sum(expected.values())
            assert sum((expected & found).values()) >= floor * total, (number, expected - found)


def test_the_typed_truth_of_a_page() -> None:
    path = real("hn-2026-kh173-festival.pdf")
    document = read(path)
    truth = (PLANS / "hn-2026-kh173_p1.gt.txt").read_text(encoding="utf-8")
    page = " ".join(document.text[word.start : word.end] for word in document.words if word.box.page == 1)
    stamped = tokens(page) - tokens(truth)  # the truth was typed from the page as printed, without number and day
    assert stamped == tokens("173 28 4")
    assert tokens(truth) - tokens(page) == Counter()
