"""How much the tests look at: by itself a sample that differs by nothing but number, with KEHOACH_WHOLE=1 everything."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

import pytest

WHOLE = bool(os.environ.get("KEHOACH_WHOLE"))
Item = TypeVar("Item")

whole_only = pytest.mark.skipif(not WHOLE, reason="takes minutes: run with KEHOACH_WHOLE=1")


def sample(items: Sequence[Item], count: int) -> list[Item]:
    """Items spread evenly over all; all of them where everything is asked for."""
    if WHOLE or len(items) <= count:
        return list(items)
    return [items[nth * len(items) // count] for nth in range(count)]
