"""Placeholder during development."""


def indicator_of(metric: str, unit: str | None) -> str | None:
    return None
