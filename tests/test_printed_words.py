"""Words kept as columns come back as they were, and lines made for many groups at once are those made for each alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.document import Box, ScanNote, Word, Words
from pipeline.ingest.pdf_lines import lines_in, lines_of
from pipeline.ingest.printed import PrintedWord
from pipeline.ingest.printed_words import Placed, PrintedWords, in_text

PAGE = 7
LEADING = 12.0


@st.composite
def printed(draw: st.DrawFn) -> PrintedWord:
    """A word on one of a few lines, straight or a little off, of one of three sizes, perhaps on another or turned."""
    text = draw(st.text("aăâbcđ1/-", min_size=1, max_size=4))
    x0 = draw(st.integers(0, 60)) * 3.0
    base = LEADING * draw(st.integers(1, 4)) + draw(st.sampled_from((0.0, 0.5, 2.0, -3.0)))
    height = draw(st.sampled_from((6.0, 9.0, 10.0)))
    x1, y0, y1 = x0 + 4.0 * len(text), base - 0.8 * height, base + 0.2 * height
    turn = draw(st.sampled_from((0, 0, 0, 1)))
    box = Box(PAGE, y0, x0, y1, x1) if turn else Box(PAGE, x0, y0, x1, y1)
    note = draw(st.none() | st.builds(ScanNote, st.just(text)))
    sure = draw(st.sampled_from((1.0, 0.4)))
    bold, spaced, beyond = (draw(st.booleans()) for _ in range(3))
    return PrintedWord(
        text, x0, y0, x1, y1, base, height, box, draw(st.integers(0, 99)), bold, spaced, turn, sure, note, beyond
    )


@given(st.lists(printed(), max_size=8), st.data())
def test_words_come_back_as_they_were(words, data):
    columns = PrintedWords.of(words)
    assert list(columns) == words
    assert [columns[number] for number in range(-len(words), len(words))] == words * 2
    marked = [data.draw(st.booleans()) for _ in words]
    some = columns.where(np.array(marked, np.bool_))
    assert list(some) == [word for word, chosen in zip(words, marked, strict=True) if chosen]
    assert list(columns.without(some)) == [word for word, chosen in zip(words, marked, strict=True) if not chosen]
    both = columns.columns.and_of(PrintedWords.of(words).columns)
    assert list(PrintedWords(both, np.arange(2 * len(words)))) == words * 2


@given(st.lists(st.tuples(printed(), st.integers(0, 2)), max_size=16))
def test_lines_of_groups_are_those_of_each_alone(found):
    words = PrintedWords.of(word for word, _ in found)
    groups = np.array([group for _, group in found], np.intp)
    together = lines_in(words, groups, 3)
    for group, lines in enumerate(together):
        alone = lines_of(words.where(groups == group))
        assert [(line.text, line.starts, line.base, line.bold) for line in lines] == [
            (line.text, line.starts, line.base, line.bold) for line in alone
        ]
    placed = [place for lines in together for line in lines for place in line.words.places.tolist()]
    assert sorted(placed) == list(range(len(words)))  # each word stands in one line


@given(st.lists(printed(), min_size=1, max_size=12))
def test_a_line_tells_where_its_words_stand(words):
    lines = lines_of(PrintedWords.of(words))
    assert [(line.base, line.x0) for line in lines] == sorted((line.base, line.x0) for line in lines)
    for line in lines:
        own = list(line.words)
        assert [line.text[start : start + len(word.text)] for start, word in zip(line.starts, own, strict=True)] == [
            word.text for word in own
        ]
        assert "".join(word.text for word in own) == line.text.replace(" ", "")
        assert (line.x0, line.x1) == (own[0].x0, max(word.x1 for word in own))
        first = line.text.split(" ")[0]
        assert line.head == next(
            word.x1 - line.x0 for word, start in zip(own, line.starts, strict=True) if start + len(word.text) == len(first)
        )
        placed = in_text([Placed(5, line.starts, line.words)], at=2)
        assert list(placed) == [
            Word(7 + start, 7 + start + len(word.text), word.box, word.confidence, word.note)
            for start, word in zip(line.starts, own, strict=True)
        ]


def test_words_of_a_document_are_a_sequence():
    note = ScanNote("Y tê")
    given = [Word(0, 2, Box(1, 0, 0, 9, 9)), Word(3, 4, Box(1, 9, 0, 12, 9), 0.4, note), Word(5, 7, Box(2, 0, 0, 9, 9))]
    words = Words.of(given)
    assert list(words) == given
    assert (words[1], words[-1], words[1:], len(words)) == (given[1], given[2], tuple(given[1:]), 3)
    assert Words.of(reversed(given)) == words  # in the order of the text
    assert Words.of(given[:2]) != words
    with pytest.raises(IndexError):
        words[3]
    more = [word._replace(start=word.start + 8, end=word.end + 8) for word in given]
    words.add(Words.of(more))
    assert list(words) == given + more
    assert (list(words.noted), words.notes) == ([1, 4], (note, note))
