"""The plans of the sample corpus and their labels."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from data.samples import render

SAMPLES = Path(render.HERE)
PLANS = {plan.name: plan for plan in render.plans()}


@cache
def labels(name: str) -> dict[str, Any]:
    """What a plan says, as read by hand."""
    read: dict[str, Any] = json.loads((SAMPLES / "labels" / f"{name}.json").read_text(encoding="utf-8"))
    return read
