"""Plans with and without faults for the tests of the checks."""

from __future__ import annotations

import csv
from pathlib import Path

SAMPLES = Path(__file__).parents[1] / "data" / "samples"
FAULTY = SAMPLES / "faulty"

HEAD = """ỦY BAN NHÂN DÂN	CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
TỈNH {province}	Độc lập - Tự do - Hạnh phúc

Số: 10/KH-UBND	{place}, ngày {day}

KẾ HOẠCH

Cải cách hành chính tỉnh {place} năm {year}

{body}

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Mẫu
"""


def text_of(body: str, *, province: str = "Hưng Yên", day: str = "15 tháng 01 năm 2024", year: int = 2024) -> str:
    """A plan of a province with this body."""
    return HEAD.format(province=province.upper(), place=province, day=day, year=year, body=body)


def labels() -> list[dict[str, str]]:
    """The planted faults: file, check, words."""
    with (FAULTY / "labels.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))
