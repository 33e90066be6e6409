"""Comparing two versions: equal facts pair off, the same words said otherwise are one change, the rest is gain or loss."""

from __future__ import annotations

from compare_facts import Fact, differences


def fact(words: str, **values: str) -> Fact:
    return Fact("a.txt", "citations", words, tuple(values.items()))


A, A2, B = fact("Luật A", role="body"), fact("Luật A", role="basis"), fact("Luật B", role="body")

CASES = [
    # before, after, gained, lost, read otherwise
    ([A, B], [A, B], None),  # nothing to tell
    ([A, B], [B, A], None),  # order does not count
    ([A, A], [A], (0, 1, 0)),  # a mention less
    ([A], [A, B], (1, 0, 0)),
    ([A], [A2], (0, 0, 1)),  # the same words, another role
    ([A, A], [A, A2], (0, 0, 1)),  # one of two mentions
    ([A], [B], (1, 1, 0)),
    ([], [A], (1, 0, 0)),  # a kind that one version does not know
]


def test_differences():
    for before, after, expected in CASES:
        old, new = ({("a.txt", "citations"): side} if side else {} for side in (before, after))
        told = list(differences(old, new))
        assert [tuple(counts) for _, _, _, *counts in told] == ([expected] if expected else []), (before, after)


def test_a_change_shows_both_values():
    ((_, _, lines, *_),) = differences({("a.txt", "citations"): [A]}, {("a.txt", "citations"): [A2]})
    assert lines == ["  ~ Luật A\n      role: body  →  role: basis"]
