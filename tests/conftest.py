"""What all tests share: where the real documents are, and that their absence is said aloud."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import ImageFont
from ruled_pages import FONTS

from pipeline.ingest.scan_settings import ScanSettings, scanning

# grounds of stores are kept here rather than in the home of who runs the tests; programs that tests start take it over
os.environ["XDG_CACHE_HOME"] = str(Path(__file__).resolve().parents[1] / "build" / "cache")
SHARED = Path(__file__).resolve().parents[1].parent / "shared"


def pytest_report_header() -> str:
    return f"real documents: {'../shared' if SHARED.is_dir() else 'none (../shared is absent; their tests are skipped)'}"


@pytest.fixture(autouse=True)
def no_word_readers(request: pytest.FixtureRequest) -> Iterator[None]:
    """Pictures of pages are read only by tests marked so: it takes seconds a page."""
    with scanning(ScanSettings("accurate" if request.node.get_closest_marker("scans") else "off")):
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("../shared is absent")
    return SHARED


@pytest.fixture(scope="session")
def font() -> ImageFont.FreeTypeFont:
    """What pages for the readers of pictures are drawn with."""
    path = next(iter(sorted(FONTS.rglob("DejaVuSerif.ttf"))), None)
    if path is None:
        pytest.skip(f"no DejaVuSerif.ttf under {FONTS}: the test pages cannot be drawn")
    return ImageFont.truetype(str(path), 32)
