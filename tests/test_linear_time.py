"""The time to find facts grows with the text and not faster, on the worst texts that could be thought of."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from citation_documents import PLAN_OF_PHU_THO, document

from data.document import Document
from extractors import citations, extract, header

# Text that is repeated, and how many characters take long enough to be measured.
WORST = {
    "long runs of digits": ("1234567890", 400_000),
    "numbers and strokes without a symbol": ("12/", 400_000),
    "numbers and years without a symbol": ("12/2020/", 400_000),
    "symbols that no table holds": ("12/ABC ", 100_000),
    "symbols without a space": ("12/QĐ-UBND-", 50_000),
    "symbols alone": ("QĐ-UBND", 1_500_000),
    "số": ("số ", 1_500_000),
    "số 12": ("số 12 ", 600_000),
    "leaders": ("Số: ….... ", 1_500_000),
    "ngày": ("ngày ", 1_500_000),
    "của": ("của ", 1_500_000),
    "Luật": ("Luật ", 100_000),
    "Luật on lines of their own": ("Luật Đầu tư\n", 50_000),
    "lists of laws": ("Luật Đầu tư, ", 50_000),
    "amending laws": ("Luật sửa đổi, bổ sung một số điều của Luật ", 300_000),
    "Nghị quyết": ("Nghị quyết ", 600_000),
    "congresses": ("Nghị quyết Đại hội ", 400_000),
    "quotes never closed": ("Nghị quyết “", 250_000),
    "nested brackets": ("((((", 1_500_000),
    "kinds of reports": ("báo cáo thẩm định số 12/XY ", 150_000),
    "one long line of citations": ("Nghị định số 12/2020/NĐ-CP ngày 1/2/2020 của Chính phủ và ", 100_000),
    "joint issuers": ("12/TTLT-BTC-BNV của Bộ Tài chính và Bộ Nội vụ và ", 80_000),
    "provisions": ("khoản 1, 2, 3 Điều ", 1_000_000),
    "one word": ("x", 1_500_000),
}
# Lines in which tasks and targets are looked for, by how often something is said, and how often takes long enough.
WORST_LINES: dict[str, tuple[Callable[[int], list[str]], int]] = {
    "duties above their partners": (
        lambda n: ["- Xây dựng kế hoạch tập huấn."] * n + ["Cơ quan phối hợp: Sở Nội vụ."] * n,
        1000,
    ),
    "units between commas": (lambda n: ["Sở Nội vụ chủ trì, phối hợp với " + "Sở Tài chính, " * n], 20_000),
    "titles of units": (lambda n: ["a) Sở Nội vụ: chủ trì thực hiện kế hoạch."] * n, 1000),
    "Giao": (lambda n: ["Giao Sở Nội vụ " * n], 20_000),
    "days": (lambda n: ["Sở Nội vụ báo cáo trước ngày " * n], 10_000),
    "targets between commas": (lambda n: ["Phấn đấu tỷ lệ hộ nghèo đạt 95%, " * n], 700),
    "lines of targets": (lambda n: ["- Tỷ lệ hộ nghèo đạt 95%."] * n, 1000),
    "rises": (lambda n: ["tăng từ 5% lên " * n], 1000),
    "trong đó": (lambda n: ["trong đó: " * n + " 95% hộ"], 2000),
    "headings of lists": (lambda n: ["Các chỉ tiêu:"] * n + ["- Tỷ lệ hộ nghèo đạt 9%"] * n, 1000),
    "years": (lambda n: ["đến năm 2025, " * n + "đạt 95% hộ nghèo"], 5000),
    "each in turn": (lambda n: ["tỷ lệ A, B, C lần lượt đạt 5%, 6%, 7%, " * n], 500),
    "không để": (lambda n: ["không để " * n + "5%"], 20_000),
}
RATIO = 3.5  # of twice the length; 2 if it is linear, 4 if quadratic


def laid_out(unit: str, length: int) -> Document:
    text = (unit * (length // len(unit) + 1))[:length]
    return document(*PLAN_OF_PHU_THO, "I. MỤC ĐÍCH", text)


def citing(made: Document) -> float:
    """The processor's seconds to find the citations alone."""
    started = time.process_time()
    for _ in citations.find(made, header.read(made)):
        pass
    return time.process_time() - started


def extracting(made: Document) -> float:
    """The processor's seconds to find all facts."""
    started = time.process_time()
    extract(made)
    return time.process_time() - started


def grows_evenly(short: Document, long: Document, seconds: Callable[[Document], float]) -> None:
    ratios = []
    for _ in range(3):  # a busy machine disturbs a measurement; a quadratic pattern disturbs all
        ratios.append(seconds(long) / seconds(short))
        if ratios[-1] < RATIO:
            return
    pytest.fail(f"twice the length takes {min(ratios):.1f} times as long")


@pytest.mark.slow
@pytest.mark.parametrize("name", WORST)
def test_twice_the_text_takes_twice_the_time(name: str) -> None:
    unit, length = WORST[name]
    grows_evenly(laid_out(unit, length), laid_out(unit, 2 * length), citing)


@pytest.mark.slow
@pytest.mark.parametrize("name", WORST_LINES)
def test_twice_the_lines_take_twice_the_time(name: str) -> None:
    lines, times = WORST_LINES[name]
    short, long = (document(*PLAN_OF_PHU_THO, "I. MỤC TIÊU", *lines(count)) for count in (times, 2 * times))
    grows_evenly(short, long, extracting)
