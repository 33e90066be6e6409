"""What all tests share: where the real documents are, and that their absence is said aloud."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


def pytest_report_header() -> str:
    return f"real documents: {'../shared' if SHARED.is_dir() else 'none (../shared is absent; their tests are skipped)'}"


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("../shared is absent")
    return SHARED
