"""What people corrected: an append-only file of JSON lines beside the plans, one correction a line.

A correction is anchored by the content of the file (SHA-256) and by the words it is about (their span in the text, the
words themselves and those around them), so that it holds wherever the file lies and however the store is built anew.
"""

from __future__ import annotations

import dataclasses
import json
import os
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TypeAlias

from filelock import FileLock

from pipeline.errors import PlanError, refusal
from pipeline.known_files import KnownFiles

Action: TypeAlias = Literal["set", "delete", "confirm", "add", "withdraw"]
Told: TypeAlias = str | None  # a value as text, in the form that DuckDB casts: 97.5, 2025-06-30, true; None = no value

FILE = "corrections.jsonl"
FILES = KnownFiles(FILE, "corrections-files.json")
AROUND = 40  # letters kept on each side of the words
LONGEST_LINE = 64 * 1024


class CorrectionError(PlanError):
    """A correction that cannot be kept."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The words that a correction is about: a fact's span, or nothing (start = end = 0) for the header as a whole."""

    file_sha256: str
    table: str  # the table of the fact; documents for the header
    start: int
    end: int
    raw: str
    before: str = ""
    after: str = ""
    nth: int = 0  # of several facts with one span

    @classmethod
    def at(  # noqa: PLR0917 the fields in their order
        cls, file_sha256: str, table: str, text: str, start: int, end: int, nth: int = 0
    ) -> Anchor:
        """The anchor of a span of a text."""
        before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
        return cls(file_sha256, table, start, end, text[start:end], before, after, nth)


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that someone corrected.

    set: column has the value new, where it had old. confirm: all is right as it is in values. delete: no such fact.
    add: a fact that was missed, with values. withdraw: the correction of that id no longer holds.
    """

    correction_id: str
    at: str  # ISO, UTC
    author: str
    action: Action
    anchor: Anchor
    reason: str
    column: str = ""
    old: Told = None
    new: Told = None
    values: Mapping[str, Told] = field(default_factory=dict)
    withdraws: str = ""
    document: str = ""  # name of the file, for people who read the corrections

    @property
    def doc_id(self) -> str:
        """The document that it is about."""
        return self.anchor.file_sha256[:16]


@dataclass(frozen=True, slots=True)
class Reading:
    """The corrections of a file in the order they were made, and the numbers of lines that could not be read."""

    corrections: tuple[Correction, ...] = ()
    damaged: tuple[int, ...] = ()


def correction(action: Action, anchor: Anchor, author: str, reason: str, **settings: object) -> Correction:
    """A new correction of this moment."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    made = Correction(secrets.token_hex(8), now, author, action, anchor, reason)
    return dataclasses.replace(made, **settings)  # type: ignore[arg-type]


def append(path: Path, corrections: Iterable[Correction]) -> None:
    """Adds corrections to a file, all or none; writers wait for each other. Raises CorrectionError."""
    lines = [json.dumps(dataclasses.asdict(one), ensure_ascii=False) for one in corrections]
    if any(len(line.encode()) > LONGEST_LINE for line in lines):
        raise CorrectionError("Sửa chữa quá dài.", "Rút ngắn giá trị hoặc lý do.")
    try:
        with FileLock(f"{path}.lock", timeout=10), path.open("ab+") as handle:
            end = handle.seek(0, os.SEEK_END)
            if end:
                handle.seek(end - 1)
                torn = handle.read(1) != b"\n"  # a writer died in mid-line
                lines = ["", *lines] if torn else lines
            handle.write("".join(f"{line}\n" for line in lines).encode())
            handle.flush()
            os.fsync(handle.fileno())
    except TimeoutError as error:  # filelock's Timeout is one
        raise CorrectionError(f"Tệp {path.name} đang bị giữ.", "Thử lại sau ít phút.") from error
    except OSError as error:
        raise CorrectionError(f"Không ghi được {path}: {refusal(error)}.", "Kiểm tra quyền ghi của thư mục.") from error


def read(path: Path) -> Reading:
    """The corrections of a file; one that is not there has none. A line that cannot be read costs that line only."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return Reading()
    found, damaged = [], []
    for number, line in enumerate(content.decode("utf-8", "replace").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
            found.append(Correction(**{**told, "anchor": Anchor(**told["anchor"])}))
        except (ValueError, TypeError, KeyError):
            damaged.append(number)
    return Reading(tuple(found), tuple(damaged))


def standing(corrections: Sequence[Correction]) -> list[Correction]:
    """Those that hold: not withdrawn, and of several about one thing the last."""
    withdrawn = {one.withdraws for one in corrections if one.action == "withdraw"}
    last: dict[tuple[Anchor, str], Correction] = {}
    for one in corrections:
        if one.action == "withdraw" or one.correction_id in withdrawn:
            continue
        key = (one.anchor, one.column)
        last.pop(key, None)
        if one.action == "delete":  # what was said of the fact before is void
            last = {known: kept for known, kept in last.items() if known[0] != one.anchor}
        last[key] = one
    return list(last.values())
