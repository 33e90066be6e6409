"""Ink that no word was read from, and numbers missing in a row of numbered lines: what a reader lost without a sign."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.ingest.ocr.page_image import Array
from pipeline.ingest.ocr.words import PixelBox

DARKEST_PAPER: Final = 200.0
LOW, TALL = 0.35, 2.2  # heights of a letter, in heights of a word's box
RULE: Final = 6.0  # times as wide as high: a line, not a letter
LETTERS: Final = 3  # fewer marks are a stain or a comma
REACH: Final = 0.25  # of its height that a word's ink may stand beyond its box
EDGE: Final = 0.012  # of the page, at each side: shadows and holes

# "Điều 3.", "3. ", "2.4. " at the start of a line
ARTICLE: Final = re.compile(r"Điều (?P<number>\d{1,3})[.:]?(?= |$)")
ITEM: Final = re.compile(r"(?P<path>(?:\d{1,2}\.)*)(?P<number>\d{1,2})\. ")
JUMP: Final = 3  # a greater one is another row of numbers


def ink_of(gray: Array) -> NDArray[np.bool_]:
    """Where the page is dark."""
    threshold, _ = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return np.asarray(gray <= min(float(threshold), DARKEST_PAPER), np.bool_)


def unread(gray: Array, words: Iterable[PixelBox]) -> list[PixelBox]:
    """Places with marks like letters that lie in no word's box, top to bottom."""
    boxes = list(words)
    if not boxes:
        return []
    height = statistics.median(box.height for box in boxes)
    ink = ink_of(gray).astype(np.uint8)
    for box in boxes:
        slack = REACH * box.height
        rows = slice(max(0, int(box.y0 - slack)), max(0, int(box.y1 + slack)))
        ink[rows, max(0, int(box.x0 - slack)) : max(0, int(box.x1 + slack))] = 0
    marks = np.zeros_like(ink)
    letters = list(_letters(ink, height))
    for x, y, width, tall in letters:
        marks[y : y + tall, x : x + width] = 1
    joined = cv2.dilate(marks, np.ones((max(1, int(0.5 * height)), max(1, int(1.2 * height))), np.uint8))
    _, labels, places, _ = cv2.connectedComponentsWithStats(joined)
    count = np.bincount([labels[y + tall // 2, x + width // 2] for x, y, width, tall in letters], minlength=len(places))
    found: list[PixelBox] = []
    for label in np.flatnonzero(count >= LETTERS):
        inside = [PixelBox(x, y, x + w, y + h) for x, y, w, h in letters if labels[y + h // 2, x + w // 2] == label]
        if label:
            found.append(_around(inside))
    return sorted(found, key=lambda box: (box.y0, box.x0))


def marks(gray: Array, height: float) -> list[PixelBox]:
    """The place around all marks like letters of lines so high; none if there is no such mark."""
    boxes = [PixelBox(x, y, x + w, y + h) for x, y, w, h in _letters(ink_of(gray).astype(np.uint8), height)]
    return [_around(boxes)] if boxes else []


def _around(boxes: Sequence[PixelBox]) -> PixelBox:
    whole = boxes[0]
    for box in boxes[1:]:
        whole = whole.union(box)
    return whole


def _letters(ink: Array, height: float) -> Iterator[tuple[int, int, int, int]]:
    """Marks of the size of a letter, away from the edges: left, top, width, height."""
    rows, columns = ink.shape
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    for x, y, width, tall, area in stats[1:].tolist():
        at_edge = min(x, columns - x - width) < EDGE * columns or min(y, rows - y - tall) < EDGE * rows
        sized = LOW * height <= tall <= TALL * height and width <= 3 * TALL * height
        if sized and not at_edge and width <= RULE * tall and area >= 0.1 * height * height * 0.5:
            yield x, y, width, tall


def numbering_gaps(lines: Iterable[str]) -> list[str]:
    """What is missing between numbered lines: "Điều 2" between Điều 1 and Điều 3; "4." between 3. and 5."""
    gaps: list[str] = []
    article = 0
    last: dict[str, int] = {}
    for line in lines:
        if match := ARTICLE.match(line):
            number = int(match["number"])
            if 0 < article < number - 1 <= article + JUMP:
                gaps.extend(f"Điều {missing}" for missing in range(article + 1, number))
            article, last = number, {}
        elif match := ITEM.match(line):
            path, number = match["path"], int(match["number"])
            before = last.get(path, 0)
            if before < number - 1 <= before + JUMP and before:
                gaps.extend(f"{path}{missing}." for missing in range(before + 1, number))
            last = {key: value for key, value in last.items() if not key.startswith(path) or key == path}
            last[path] = number
    return gaps
