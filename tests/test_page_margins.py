"""Margins of pages with few lines, and how many pages are held at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from drawn_pages import LEFT, PROSE, Draw, lines, made, prose, read, strings
from ruled_pages import register_fonts

from pipeline.ingest import page_writer

register_fonts()

# by themselves two lines as wide as each other fill their page: only other pages show that there was room
ABOVE, BELOW = "Phân công nhiệm vụ cho các sở, ngành", "Tổ chức theo dõi, báo cáo kết quả"
FEW: Draw = strings((LEFT, 400, ABOVE), (LEFT, 418, BELOW))
FULL: Draw = prose(PROSE, PROSE, PROSE, top=700)


@pytest.mark.parametrize(
    "pages, together",
    [
        ((FEW,), True),  # nothing tells that there was room
        ((FULL, FEW), False),  # the page before tells
        ((FEW, FULL), False),  # the page behind
        ((FEW, *[FEW] * page_writer.MOST_AHEAD, FULL), True),  # too far behind to be waited for
        ((FULL, *[FEW] * page_writer.MOST_AHEAD, FEW), False),  # what was seen before is kept in mind
    ],
)
def test_a_page_with_few_lines_has_the_margins_of_those_around_it(
    tmp_path: Path, pages: tuple[Draw, ...], together: bool
) -> None:
    document = read(made(tmp_path, *pages))
    assert (f"{ABOVE} {BELOW}" in document.text) == together
    assert (ABOVE in lines(document)) == (not together)


def test_a_long_file_is_laid_out_as_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that pages hold stays in memory until they are written."""
    laid, most = 0, 0
    lay, write = page_writer.laid_out, page_writer._Writer._page

    def laid_out(*told):
        nonlocal laid
        laid += 1
        return lay(*told)

    def written(self, *told):
        nonlocal most
        most = max(most, laid - len(self._seen))
        write(self, *told)

    monkeypatch.setattr(page_writer, "laid_out", laid_out)
    monkeypatch.setattr(page_writer._Writer, "_page", written)
    read(made(tmp_path, FEW, *[strings((LEFT, 400, "Biểu mẫu"))] * 50))
    assert laid == 51
    assert most == page_writer.MOST_AHEAD
