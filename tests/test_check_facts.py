"""What plans are read for only that checks may judge it: names of provinces, written dates, mentions of annexes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from checked_plans import FAULTY
from folders import plan

from extractors import annex_mentions, extract, province_names
from extractors.written_dates import WrittenDate
from pipeline import ingest as readers


@pytest.mark.parametrize(
    ("text", "state", "name"),
    [
        ("tỉnh Đồng Nai", "known", "Đồng Nai"),
        ("TỈNH THANH HOÁ", "known", "Thanh Hóa"),  # the older place of the tone mark
        ("tỉnh Bà Rịa - Vũng Tàu", "known", "Bà Rịa - Vũng Tàu"),
        ("tỉnh Thanh Hoa", "misspelt", "Thanh Hóa"),  # a mark lost
        ("tỉnh Quảng Nan", "misspelt", "Quảng Nam"),
        ("tỉnh Hà Tính", "misspelt", "Hà Tĩnh"),
        ("tỉnh Văn phòng", "unknown", None),
    ],
)  # fmt: skip
def test_names_of_provinces(text, state, name):
    made = plan("tinh.txt", f"Làm việc với {text} về số hóa.", {})
    (found,) = province_names.find(made.document, made.header)
    assert (found.state, found.province) == (state, name)
    assert made.document.text[found.char_start : found.char_end] == found.raw


def every_fact(folder: Path) -> Iterator[tuple[str, object]]:
    for path in sorted(folder.glob("*.txt")):
        document = readers.read(path)
        for fact in extract(document).facts:
            if isinstance(fact, WrittenDate | annex_mentions.AnnexMention | province_names.ProvinceName):
                yield document.text[fact.char_start : fact.char_end], fact


def test_the_facts_stand_where_they_say():
    seen = list(every_fact(FAULTY))
    assert len(seen) > 20
    for words, fact in seen:
        assert words == getattr(fact, "raw")  # noqa: B009
