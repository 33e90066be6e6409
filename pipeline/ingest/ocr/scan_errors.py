"""Scan errors that are known: phrases (data/scan_errors.csv), the fixed lines of a page, names of provinces."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from data import rows
from normalizers.alphabet import plain, tone_on_first
from pipeline.ingest.ocr.words import ReadWord, RepairKind
from pipeline.ingest.page_words import Kind
from pipeline.ingest.page_words import words as listed
from pipeline.ingest.pdf_trust import is_spelled

FIXED: Final[tuple[Kind, ...]] = ("motto", "body", "type", "role")  # kinds of lines in data/page_words.csv
SURE_LENGTH: Final = 2  # words; shorter lines may be others when all readers read words: "CHỈ THỊ", "CHI THI"
CAPITAL_RANKS: Final[Mapping[str, str]] = {"TINH": "TỈNH", "PHO": "PHỐ"}
RANKS: Final = frozenset(("tỉnh", "phố", "tp"))


@functools.cache
def _known() -> tuple[Mapping[tuple[str, ...], tuple[str, ...]], frozenset[int]]:
    """What is read to what is meant, word by word, and the lengths of what is read."""
    known = {tuple(row["read"].split()): tuple(row["meant"].split()) for row in rows("scan_errors")}
    known |= {tuple(map(str.upper, read)): tuple(map(str.upper, meant)) for read, meant in known.items()}
    return known, frozenset(map(len, known))


def repaired_phrases(words: Sequence[ReadWord]) -> list[ReadWord]:
    """The words of a line with known errors put right; the marks before and behind a word stay."""
    known, lengths = _known()
    repaired = list(words)
    cores = [re.sub(r"^\W+|\W+$", "", word.text) for word in words]
    for at in range(len(words)):
        for length in lengths:
            meant = known.get(tuple(cores[at : at + length]))
            if meant is None:
                continue
            for place, new in enumerate(meant, start=at):
                if new != cores[place]:
                    text = words[place].text.replace(cores[place], new, 1)
                    repaired[place] = replace(words[place], text=text, repair=RepairKind.LEXICON)
    for at, name in [*_formulas(words, cores), *_named(cores)]:
        for place, new in enumerate(name, start=at):
            if not _alike([new], [cores[place]]) and repaired[place].repair is None:
                text = words[place].text.replace(cores[place], new, 1)
                repaired[place] = replace(words[place], text=text, repair=RepairKind.LEXICON)
    return repaired


def _formulas(words: Sequence[ReadWord], cores: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Where words in capitals are one of the fixed lines of a page but for their marks: "UY BAN NHAN DÂN", "QUYÉT ĐỊNH"."""
    formulas, lengths = _fixed_lines()
    bare = [plain(core) if core.isupper() else "" for core in cores]
    for at in range(len(words)):
        for length in (length for length in lengths if at + length <= len(words)):
            meant = formulas.get(tuple(bare[at : at + length]))
            if meant is None or _alike(meant, cores[at : at + length]):
                continue
            seen = words[at : at + length]
            if length > SURE_LENGTH or not all(
                word.agreed and is_spelled(core) for word, core in zip(seen, cores[at : at + length], strict=True)
            ):
                yield at, meant


def _named(cores: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    """Where the name of a province stands; in capitals with the word before it: "THÀNH PHÓ HẢI PHÒNG"."""
    for at in range(1, len(cores) - 1):
        rank, *name = cores[at - 1 : at + 2]
        if (meant := _province(rank, name)) is not None:
            yield at, meant
        if rank.isupper() and plain(rank) in CAPITAL_RANKS and plain(" ".join(name)) in _capital_provinces():
            yield at - 1, [CAPITAL_RANKS[plain(rank)]]


def _alike(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether words differ in the place of a tone at most, which is a matter of style."""
    return [tone_on_first(word) for word in words] == [tone_on_first(word) for word in others]


@functools.cache
def _fixed_lines() -> tuple[Mapping[tuple[str, ...], tuple[str, ...]], Sequence[int]]:
    """Plain capitals to the words of the lines under which, by whom and as what documents are issued; their lengths."""
    lines = [tuple(re.findall(r"\w+", line.upper())) for kind in FIXED for line in sorted(listed(kind))]
    formulas = {tuple(map(plain, line)): line for line in lines if len(line) > 1 and "".join(line).isalpha()}
    return formulas, sorted({len(line) for line in formulas}, reverse=True)


@functools.cache
def _capital_provinces() -> frozenset[str]:
    return frozenset(name.upper() for name in _provinces())


def _province(rank: str, name: Sequence[str]) -> Sequence[str] | None:
    """The name in its right spelling, of "tỉnh", "Lâm", "Đông": two capitals whose plain letters are a province's name."""
    if rank.lower() not in RANKS or not all(word[:1].isupper() for word in name):
        return None
    meant = _provinces().get(plain(" ".join(name)).lower())
    if meant is None or _alike([word.lower() for word in name], [word.lower() for word in meant]):
        return None
    return [word.upper() for word in meant] if all(map(str.isupper, name)) else meant


@functools.cache
def _provinces() -> Mapping[str, Sequence[str]]:
    """Plain letters to name, of the provinces with two syllables; no two share them."""
    return {plain(row["name"]).lower(): row["name"].split() for row in rows("provinces") if row["name"].count(" ") == 1}
