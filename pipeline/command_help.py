"""The help of the commands in Vietnamese: headings, and what stands for a value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import click

HEADINGS = {"Options": "Tùy chọn", "Commands": "Lệnh"}
VALUES = {
    "INTEGER RANGE": "SỐ", "FLOAT RANGE": "SỐ", "INTEGER": "SỐ", "FLOAT": "SỐ", "TEXT": "CHỮ", "PATH": "ĐƯỜNG_DẪN",
}  # fmt: skip
NOTES = {"default: ": "mặc định: ", "required": "bắt buộc"}
VALUE = re.compile(rf"(?<= )(?:{'|'.join(VALUES)})$")  # "--top INTEGER RANGE" | not "--path"
NOTE = re.compile(rf"(?<=\[)(?:{'|'.join(NOTES)})|(?<=; )required(?=\]$)")  # "[default: 8000; 1<=x]" | not "required by"
WITHIN = re.compile(r"(\d+)<=x<=(\d+)(?=\]$)")  # "[1<=x<=256]"
AT_LEAST = re.compile(r"x>=(\d+)(?=\]$)")  # "[x>=128]"


class Help(click.HelpFormatter):
    """Lays out help as click does, with Vietnamese words where click writes English ones."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """How a command is typed."""
        super().write_usage(prog, args, prefix or "Cách dùng: ")

    def write_heading(self, heading: str) -> None:
        """The heading of a list."""
        super().write_heading(HEADINGS.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        """A list of options or commands, each with what it does."""
        super().write_dl([(_value(first), _notes(second)) for first, second in rows], *args, **kwargs)


def _value(option: str) -> str:
    return VALUE.sub(lambda found: VALUES[found[0]], option)


def _notes(told: str) -> str:
    named = NOTE.sub(lambda found: NOTES[found[0]], told)
    return AT_LEAST.sub(r"từ \1", WITHIN.sub(r"từ \1 đến \2", named))


class HelpContext(click.Context):
    """A context whose help is written so."""

    formatter_class = Help
