"""The words of a page as columns: what is asked of all of them is asked of an array, and a single word is made when needed.

A page has hundreds of words, and all pages of a file wait for each other until their running heads are known.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import add
from typing import Final, NamedTuple, TypeAlias, overload

import numpy as np
import numpy.typing as npt

from data.document import Box, ScanNote, Words, floats, integers
from pipeline.ingest.printed import PrintedWord

Floats: TypeAlias = npt.NDArray[np.float64]
Integers: TypeAlias = npt.NDArray[np.int32]
Flags: TypeAlias = npt.NDArray[np.bool_]
Places: TypeAlias = npt.NDArray[np.intp]


class WordColumns(NamedTuple):
    """The properties of words, an array each (see PrintedWord); sides and boxes have a row for x0, y0, x1 and y1."""

    page: int
    texts: list[str]
    sides: Floats
    base: Floats
    height: Floats
    boxes: Floats  # the same array as sides where no word is turned
    first: Integers
    bold: Flags
    spaced: Flags
    turn: npt.NDArray[np.int8]
    confidence: Floats
    beyond: Flags
    notes: dict[int, ScanNote]  # by the place of their words

    def and_of(self, others: WordColumns) -> WordColumns:
        """These words and others of the page, one after the other."""
        both = WordColumns(
            self.page,
            self.texts + others.texts,
            np.concatenate((self.sides, others.sides), axis=1),
            np.concatenate((self.base, others.base)),
            np.concatenate((self.height, others.height)),
            np.concatenate((self.boxes, others.boxes), axis=1),
            np.concatenate((self.first, others.first)),
            np.concatenate((self.bold, others.bold)),
            np.concatenate((self.spaced, others.spaced)),
            np.concatenate((self.turn, others.turn)),
            np.concatenate((self.confidence, others.confidence)),
            np.concatenate((self.beyond, others.beyond)),
            {**self.notes, **{len(self.texts) + place: note for place, note in others.notes.items()}},
        )
        return both.compact()

    def compact(self) -> WordColumns:
        """The same in less room, if no word is turned."""
        return self._replace(boxes=self.sides) if np.array_equal(self.boxes, self.sides) else self


@dataclass(frozen=True, slots=True, eq=False)
class PrintedWords(Sequence[PrintedWord]):
    """Words of a page in some order; places: which of all that the columns hold."""

    columns: WordColumns
    places: Places

    @classmethod
    def of(cls, words: Iterable[PrintedWord]) -> PrintedWords:
        """These words, which stand on one page."""
        given = list(words)
        columns = WordColumns(
            given[0].box.page if given else 0,
            [sys.intern(word.text) for word in given],
            np.array([word[1:5] for word in given], np.float64).reshape(-1, 4).T,
            np.array([word.base for word in given], np.float64),
            np.array([word.height for word in given], np.float64),
            np.array([word.box[1:] for word in given], np.float64).reshape(-1, 4).T,
            np.array([word.first for word in given], np.int32),
            np.array([word.bold for word in given], np.bool_),
            np.array([word.spaced for word in given], np.bool_),
            np.array([word.turn for word in given], np.int8),
            np.array([word.confidence for word in given], np.float64),
            np.array([word.beyond for word in given], np.bool_),
            {place: word.note for place, word in enumerate(given) if word.note is not None},
        )
        return cls(columns.compact(), np.arange(len(given)))

    @classmethod
    def joined(cls, parts: Sequence[PrintedWords]) -> PrintedWords:
        """The words of parts that have the same columns; of one part or more."""
        if len(parts) == 1:
            return parts[0]
        return cls(parts[0].columns, np.concatenate([part.places for part in parts]))

    @property
    def texts(self) -> list[str]:
        """The text of each."""
        texts = self.columns.texts
        return [texts[place] for place in self.places.tolist()]

    @property
    def x0(self) -> Floats:
        """Where each begins."""
        sides: Floats = self.columns.sides[0]
        return sides[self.places]

    @property
    def x1(self) -> Floats:
        """Where each ends."""
        sides: Floats = self.columns.sides[2]
        return sides[self.places]

    @property
    def middles(self) -> tuple[Floats, Floats]:
        """Where the middle of each is, across and down."""
        x0, y0, x1, y1 = self.columns.sides[:, self.places]
        return (x0 + x1) / 2, (y0 + y1) / 2

    @property
    def base(self) -> Floats:
        """The baseline of each."""
        return self.columns.base[self.places]

    @property
    def height(self) -> Floats:
        """The height of the line of each."""
        return self.columns.height[self.places]

    @property
    def turn(self) -> npt.NDArray[np.int8]:
        """The quarter turns of each."""
        return self.columns.turn[self.places]

    @property
    def around(self) -> Box:
        """The smallest box around all of them; of one word or more."""
        x0, y0, x1, y1 = self.columns.boxes[:, self.places]
        return Box(self.columns.page, float(x0.min()), float(y0.min()), float(x1.max()), float(y1.max()))

    def where(self, chosen: Flags | Places) -> PrintedWords:
        """Some of the words: those marked, or those numbered in the order given."""
        return PrintedWords(self.columns, self.places[chosen])

    def without(self, others: PrintedWords) -> PrintedWords:
        """The words but those that are among the others."""
        kept = np.ones(len(self.columns.texts), np.bool_)
        kept[others.places] = False
        return self.where(kept[self.places])

    def text(self, number: int) -> str:
        """The text of one word."""
        return self.columns.texts[int(self.places[number])]

    def in_text(self, starts: Sequence[int]) -> Words:
        """They as words of a text, in which they begin at these places."""
        its, places = self.columns, self.places.tolist()
        x0, y0, x1, y1 = map(floats, its.boxes[:, self.places].tolist())
        noted = [number for number, place in enumerate(places) if place in its.notes] if its.notes else []
        return Words(
            integers(starts),
            integers(map(add, starts, map(len, self.texts))),
            integers([its.page] * len(places)),
            x0,
            y0,
            x1,
            y1,
            floats(its.confidence[self.places].tolist()),
            integers(noted),
            tuple(its.notes[places[number]] for number in noted),
        )

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, number: int) -> PrintedWord: ...

    @overload
    def __getitem__(self, number: slice) -> PrintedWords: ...

    def __getitem__(self, number: int | slice) -> PrintedWord | PrintedWords:
        if isinstance(number, slice):
            return PrintedWords(self.columns, self.places[number])
        return next(iter(PrintedWords(self.columns, self.places[[number]])))

    def __iter__(self) -> Iterator[PrintedWord]:
        its, places = self.columns, self.places
        numbers = [column[places].tolist() for column in (its.first, its.bold, its.spaced, its.turn)]
        rows = zip(
            self.texts,
            *its.sides[:, places].tolist(),
            self.base.tolist(),
            self.height.tolist(),
            map(Box._make, zip([its.page] * len(places), *its.boxes[:, places].tolist(), strict=True)),
            *numbers,
            its.confidence[places].tolist(),
            map(its.notes.get, places.tolist()),
            its.beyond[places].tolist(),
            strict=True,
        )
        return map(PrintedWord._make, rows)


class Placed(NamedTuple):
    """Printed words in a text; starts: where each begins, counted from `at`."""

    at: int
    starts: Sequence[int]
    words: PrintedWords


def in_text(placed: Iterable[Placed], at: int = 0) -> Words:
    """The words of a text that stands at this place of another; those with the same columns are taken together."""
    found = Words()
    for _, lines in groupby(placed, lambda line: id(line.words.columns)):
        begins, starts, words = zip(*lines, strict=True)
        spots = [at + begin + start for begin, own in zip(begins, starts, strict=True) for start in own]
        found.add(PrintedWords.joined(words).in_text(spots))
    return found


NO_WORDS: Final = PrintedWords.of(())
