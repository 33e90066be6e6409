"""What was typed wrong at the command line, in Vietnamese: what is missing, what there is instead, how values look."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

import click

DAYS = "một ngày có thật, viết như 2026-01-31 hoặc 31/01/2026"


def wrong_use(error: click.UsageError) -> str:
    """One sentence for people; errors of our own already speak Vietnamese."""
    if isinstance(error, click.MissingParameter):
        return f"Thiếu {_named(error).rstrip('…')}."
    if isinstance(error, click.BadParameter):
        wanted = _wanted(error.param.type) if error.param else ""
        told = f"{_named(error)} không đúng{f': phải là {wanted}' if wanted else ''}."
        return told[0].upper() + told[1:]
    if isinstance(error, click.NoSuchOption):
        options = [name for option in error.ctx.command.params for name in option.opts] if error.ctx else []
        return f"Không có tùy chọn {error.option_name}. {near(error.option_name, options)}".strip()
    if isinstance(error, click.BadOptionUsage):
        return f"{error.option_name} {'cần một giá trị đi sau' if _takes_value(error) else 'không nhận giá trị'}."
    if isinstance(error, click.BadArgumentUsage):
        return "Thiếu hoặc thừa giá trị."
    return error.format_message()


def near(word: str, known: Iterable[str]) -> str:
    """Advice with the words that come near, nearest first; empty if none does."""
    close = difflib.get_close_matches(word, list(known), n=3)
    return f"Có phải: {', '.join(close)}?" if close else ""


def _named(error: click.BadParameter) -> str:
    """The argument by the name that the help gives it, the option by its own."""
    if isinstance(error.param, click.Option):
        return f"giá trị sau {error.param.opts[0]}"
    return str(error.param.metavar or error.param.name) if isinstance(error.param, click.Argument) else "một giá trị"


def _wanted(kind: click.ParamType[Any]) -> str:
    """What values of a type look like; empty where every text is one."""
    if isinstance(kind, click.DateTime):
        return DAYS
    if isinstance(kind, click.Choice):
        return "một trong: " + ", ".join(map(str, kind.choices))
    if isinstance(kind, click.IntRange | click.FloatRange):
        bounds = [f"từ {kind.min:g}" if kind.min is not None else "", f"đến {kind.max:g}" if kind.max is not None else ""]
        return " ".join(["số", *filter(None, bounds)])
    return "số" if kind in {click.INT, click.FLOAT} else ""


def _takes_value(error: click.BadOptionUsage) -> bool:
    """Whether the option that was used wrongly wants a value."""
    options = error.ctx.command.params if error.ctx else []
    return any(isinstance(one, click.Option) and not one.is_flag and error.option_name in one.opts for one in options)
