"""Tables and bars on the terminal."""

from __future__ import annotations

import functools
import json
import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from rich.console import Console
from rich.table import Table
from rich.text import Text

import data

if TYPE_CHECKING:
    import pyarrow as pa

    from pipeline.progress import Progress, Step

SECONDS_A_LINE = 5.0  # of progress for programs
PIPE_WIDTH = 240  # a pipe has no width; lines are not folded there
ALWAYS_TOLD = ("none", "unreadable", "no_plan")  # below a coverage table; other states where they were met
LEGEND = "Số: số kế hoạch có dẫn (theo tỉnh) hoặc số lần dẫn (theo kế hoạch).  "
# long, for programs; kept in every other format
HIDDEN = {"doc_id", "citation_id", "source_path", "task_id", "target_id", "issuer_key", "char_start", "reason_code"}
COMPARATORS = {">=": "≥", "<=": "≤", ">prev": "cao hơn trước", "<prev": "thấp hơn trước"}


def console() -> Console:
    """Where answers go."""
    return Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else PIPE_WIDTH)


def print_table(answer: pa.Table, view: str = "") -> None:
    """An answer of a view as a table, without the columns that only programs need; says when it is empty."""
    out = console()
    if not answer.num_rows:
        out.print("(không có dòng nào)")
        return
    names = [name for name in answer.column_names if name not in HIDDEN] or answer.column_names
    columns = [answer.column(name).to_pylist() for name in names]
    said = value_titles()
    rows = (
        [said.get((name, value)) or _shown(value, name) for value, name in zip(row, names, strict=True)]
        for row in zip(*(map(_plain, column) for column in columns), strict=True)
    )
    titles = column_titles(view)
    shown = [titles[name].title if name in titles else name for name in names]
    out.print(table(shown, rows, numeric=[_is_numeric(column) for column in columns]))
    out.print(f"{answer.num_rows} dòng")


class ColumnTitle(NamedTuple):
    """What a column of an answer is called, and what it holds."""

    title: str
    meaning: str


@functools.cache
def column_titles(view: str = "") -> Mapping[str, ColumnTitle]:
    """The Vietnamese titles of the columns of answers; of a view that gives a column a meaning of its own, that one."""
    rows = sorted(data.rows("view_columns"), key=lambda row: row["view"])  # those of all views first
    return {row["column"]: ColumnTitle(row["title"], row["meaning"]) for row in rows if row["view"] in {"", view}}


@functools.cache
def value_titles(kind: Literal["title", "en"] = "title") -> Mapping[tuple[str, object], str]:
    """The Vietnamese words for the codes in columns of answers, by column and code; en: English ones, where there are."""
    return {(row["column"], row["value"]): row[kind] for row in data.rows("view_values") if row[kind]}


@functools.cache
def state_signs() -> Mapping[str, str]:
    """What a cell of a coverage table shows in the place of a number, by state."""
    return {row["value"]: row["sign"] for row in data.rows("view_values") if row["column"] == "state" and row["sign"]}


def number(value: float) -> str:
    """A number as Vietnamese write it: 1.234,5; no digits after the comma that say nothing."""
    plain = f"{value:,.6f}".rstrip("0").rstrip(".")
    return plain.translate(str.maketrans(",.", ".,"))


def print_coverage(answer: pa.Table, row_column: str, count_column: str, empty: str) -> None:
    """Long-form coverage as a matrix; its columns are numbered and named below, so that it fits the screen.

    empty: what is said where there is no column.
    """
    out = console()
    rows: dict[tuple[object, object], dict[str, str]] = {}
    documents: dict[str, int] = {}
    met: set[str] = set(ALWAYS_TOLD)
    signs, said = state_signs(), value_titles()
    for line in answer.to_pylist():
        number = documents.setdefault(line["cited"], len(documents) + 1)
        met.add(line["state"])
        rows.setdefault((line[row_column], line.get("doc_id")), {})[str(number)] = signs.get(
            line["state"], str(line[count_column])
        )
    if not documents:
        out.print(empty)
        return
    heads = [str(number) for number in documents.values()]
    title = "tỉnh" if row_column == "province_now" else "kế hoạch"
    lines = ([_shown(key[0]), *(cells.get(head, "") for head in heads)] for key, cells in rows.items())
    out.print(table([title, *heads], lines, numeric=[False, *([True] * len(heads))]))
    out.print(LEGEND + "   ".join(f"{sign} {said[('state', state)]}" for state, sign in signs.items() if state in met))
    for document, number in documents.items():
        out.print(f"{number:>4}  {document}")


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """A bar on a terminal, elsewhere a line of JSON every few seconds; on the error stream."""
    if not sys.stderr.isatty():
        yield _Lines().tell
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn  # noqa: PLC0415
    from rich.progress import Progress as Bar  # noqa: PLC0415

    columns = (TextColumn("Đang đọc"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[said]}"))
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, said="")
        yield lambda step: bar.update(task, completed=step.done, total=step.total, said=said_of(step))


def said_of(step: Step) -> str:
    """Pace, remaining time and problems so far, in words."""
    said = [f"{number(round(step.files_a_second, 1))} tệp/giây"]
    if step.seconds_left is not None:
        left = timedelta(seconds=round(step.seconds_left))
        said.append(f"còn {left}")
    if step.problems:
        said.append(f"{step.problems} tệp chưa đọc được")
    return " · ".join(said)


class _Lines:
    """Progress for programs: one JSON object a line, the first at once, then every few seconds, and the last."""

    def __init__(self) -> None:
        self._told = -math.inf

    def tell(self, step: Step) -> None:
        if step.done < step.total and step.seconds - self._told < SECONDS_A_LINE:
            return
        self._told = step.seconds
        left = None if step.seconds_left is None else round(step.seconds_left, 1)
        line = {
            "done": step.done,
            "total": step.total,
            "problems": step.problems,
            "seconds": round(step.seconds, 1),
            "files_a_second": round(step.files_a_second, 2),
            "seconds_left": left,
        }
        print(json.dumps(line), file=sys.stderr, flush=True)


def table(names: Sequence[str], rows: Iterable[list[str]], numeric: Sequence[bool]) -> Table:
    """Rows of text below their titles; numeric columns to the right."""
    made = Table(box=None, pad_edge=False, header_style="bold")
    for name, right in zip(names, numeric, strict=True):
        made.add_column(name, justify="right" if right else "left", overflow="fold")
    for row in rows:
        made.add_row(*map(Text, row))
    return made


def _is_numeric(column: Sequence[object]) -> bool:
    return all(value is None or isinstance(value, int | float) for value in column)


def _plain(value: object) -> object:
    """A list in a cell as one text."""
    return "; ".join(map(str, value)) if isinstance(value, list) else value


def _shown(value: object, name: str = "") -> str:
    if value is None:
        return ""
    if name == "comparator":
        return COMPARATORS.get(str(value), str(value))
    if isinstance(value, float):
        return "" if math.isnan(value) else number(value)
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int) and not name.endswith(("year", "page")):
        return number(value)
    return " ".join(str(value).split())
