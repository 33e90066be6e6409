"""Reads the text sources of the sample plans; the format is described in README.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

Mark: TypeAlias = Literal["plain", "inserted", "deleted", "footnote"]
Style: TypeAlias = Literal["plain", "heading", "subheading", "center", "type", "title", "box"]
Format: TypeAlias = Literal["txt", "docx", "pdf", "html"]

BREAK = "⏎"  # a line break inside a paragraph or cell; twice: a page break
MARKED = re.compile(r"\[\[(fn|ins|del):([^\]]*)\]\]")
MARKS: dict[str, Mark] = {"fn": "footnote", "ins": "inserted", "del": "deleted"}
SPANS = re.compile(r"(?:=(\d+))?(?:\^(\d+))? ?")
LABEL = re.compile(r"(?:-|[a-z]\)|\d+\.) ")
STYLES: dict[str, Style] = {"# ": "heading", "## ": "subheading", "@center ": "center", "@type ": "type", "@box ": "box"}


class BrokenSource(ValueError):
    """A source that does not follow the format: says which file and line."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words with one mark."""

    text: str
    mark: Mark = "plain"


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph; `label` is set where Word numbers it by itself, and is then no part of the runs.

    first: whether the label opens a new list.
    """

    runs: Runs
    style: Style = "plain"
    label: str = ""
    first: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Two columns without rules: letterhead, or recipients and signature; rows of (left lines, right lines)."""

    rows: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    kind: Literal["letterhead", "closing"]


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell at its place in the grid, from 0."""

    runs: Runs
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table; widths are shares of the page, the first `header` rows stand again on every page."""

    cells: tuple[GridCell, ...]
    widths: tuple[int, ...]
    rows: int
    header: int


@dataclass(frozen=True, slots=True)
class NewPage:
    """A page break before an annex."""


Part: TypeAlias = Paragraph | Columns | Grid | NewPage


@dataclass(frozen=True, slots=True)
class Plan:
    """A sample plan: its parts in reading order, its format in the demo corpus and the quirks of its text file."""

    name: str
    format: Format
    parts: tuple[Part, ...]
    nfd: bool = False  # the text file is written in decomposed letters
    wrap: int = 0  # the text file is wrapped at this width; 0 = not


def words(runs: Runs) -> str:
    """The text as it stands when all revisions are accepted; a footnote in round brackets where it is called."""
    return "".join(f" ({run.text})" if run.mark == "footnote" else run.text for run in runs if run.mark != "deleted")


def unbroken(text: str) -> str:
    """The text without its page breaks, for formats that make their own pages."""
    return text.replace(f"-{BREAK}{BREAK}", "-").replace(BREAK + BREAK, " ")


def load(path: Path) -> Plan:
    """The plan in a source file; raises BrokenSource."""
    reader = _Lines(path)
    return Plan(path.stem, reader.format, tuple(reader.parts()), reader.nfd, reader.wrap)


class _Lines:
    """The lines of a source, read from top to bottom."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines = path.read_text(encoding="utf-8").splitlines()
        self.at = 0
        self.nfd = "@nfd" in self.lines
        self.wrap = next((int(line.split()[1]) for line in self.lines if line.startswith("@wrap ")), 0)
        self.format = self._format()

    def _format(self) -> Format:
        formats: tuple[Format, ...] = ("txt", "docx", "pdf", "html")
        for form in formats:
            if f"@format {form}" in self.lines:
                return form
        raise BrokenSource(f"{self.path}: dòng @format thiếu hoặc không rõ; dùng một trong: {', '.join(formats)}.")

    def parts(self) -> Iterator[Part]:
        blocks: dict[str, Callable[[str], Iterator[Part]]] = {
            "@letterhead": self._letterhead,
            "@numbers": self._numbers,
            "@table": self._table,
            "@recipients": self._closing,
            "@title": self._title,
        }
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            word = line.split(" ", 1)[0]
            if word in blocks:
                yield from blocks[word](line)
            elif word == "@annex":
                yield NewPage()
            elif line and word not in {"@format", "@nfd", "@wrap"}:
                yield self._paragraph(line)

    def _paragraph(self, line: str) -> Paragraph:
        for opening, style in STYLES.items():
            if line.startswith(opening):
                return Paragraph(runs_of(line.removeprefix(opening)), style)
        if line.startswith("@"):
            raise BrokenSource(f"{self.path}:{self.at}: không có lệnh {line.split(maxsplit=1)[0]}.")
        return Paragraph(runs_of(line))

    def _block(self, end: str = "@end") -> Iterator[str]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            if line == end:
                return
            yield line
        raise BrokenSource(f"{self.path}: thiếu dòng {end}.")

    def _letterhead(self, _line: str) -> Iterator[Part]:
        halves = (line.split(" | ", 1) for line in self._block())
        yield Columns(tuple((tuple(left.split(BREAK)), tuple(right.split(BREAK))) for left, right in halves), "letterhead")

    def _closing(self, _line: str) -> Iterator[Part]:
        left = tuple(self._block("@signature"))
        yield Columns(((left, tuple(self._block())),), "closing")

    def _title(self, line: str) -> Iterator[Part]:
        lines = [line.removeprefix("@title ")]
        while self.lines[self.at].startswith("@title "):
            lines.append(self.lines[self.at].removeprefix("@title "))
            self.at += 1
        yield Paragraph((Run(BREAK.join(lines)),), "title")

    def _numbers(self, _line: str) -> Iterator[Part]:
        for index, line in enumerate(self._block()):
            label = LABEL.match(line)
            if label is None:
                raise BrokenSource(f"{self.path}:{self.at}: dòng trong @numbers phải bắt đầu bằng “-”, “a)” hoặc “1.”.")
            yield Paragraph(runs_of(line[label.end() :]), label=label[0].strip(), first=index == 0)

    def _table(self, line: str) -> Iterator[Part]:
        settings = dict(word.split("=", 1) for word in line.split()[1:])
        widths = tuple(int(width) for width in settings["widths"].split(","))
        cells: list[GridCell] = []
        taken: set[tuple[int, int]] = set()
        rows = 0
        for row, written in enumerate(self._block()):
            rows = row + 1
            cells.extend(self._row(written, row, len(widths), taken))
        yield Grid(tuple(cells), widths, rows, int(settings["header"]))

    def _row(self, written: str, row: int, columns: int, taken: set[tuple[int, int]]) -> Iterator[GridCell]:
        """The row's cells at the first free columns; `taken` holds the slots covered so far."""
        texts = iter(written.split(" | "))
        for column in range(columns):
            if (row, column) in taken:
                continue
            text = next(texts, None)
            if text is None:
                raise BrokenSource(f"{self.path}:{self.at}: hàng có quá ít ô.")
            spans = SPANS.match(text)
            across, down = (int(span or 1) for span in spans.groups()) if spans else (1, 1)
            taken.update((row + i, column + j) for i in range(down) for j in range(across))
            yield GridCell(runs_of(text[spans.end() if spans else 0 :].strip()), row, column, down, across)
        if next(texts, None) is not None:
            raise BrokenSource(f"{self.path}:{self.at}: hàng có quá nhiều ô.")


def runs_of(text: str) -> Runs:
    """The runs of a line: [[fn:…]] is a footnote, [[ins:…]] and [[del:…]] are tracked revisions."""
    runs: list[Run] = []
    end = 0
    for match in MARKED.finditer(text):
        runs.append(Run(text[end : match.start()]))
        runs.append(Run(match[2], MARKS[match[1]]))
        end = match.end()
    runs.append(Run(text[end:]))
    return tuple(run for run in runs if run.text)
