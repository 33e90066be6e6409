"""How a run reads pictures of pages: with which care, and where it keeps what it has read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

OcrMode: TypeAlias = Literal["fast", "accurate", "off"]
OCR_MODES: Final[tuple[OcrMode, ...]] = ("accurate", "fast", "off")


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """mode: one reader, the vote of all, or none; kept: the folder of readings, None = they are not kept."""

    mode: OcrMode = "accurate"
    kept: Path | None = None


_settings: ContextVar[ScanSettings | None] = ContextVar("scan_settings", default=None)


def scan_settings() -> ScanSettings:
    """The settings of the run that is on."""
    return _settings.get() or ScanSettings()


@contextmanager
def scanning(settings: ScanSettings) -> Iterator[None]:
    """Everything read inside is read with these settings: readers call readers (archives, mail), and all obey."""
    token = _settings.set(settings)
    try:
        yield
    finally:
        _settings.reset(token)
