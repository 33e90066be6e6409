"""Seals and ball-pens out of a coloured page, print under them kept.

The lightest of its three channels shows coloured ink pale and print dark. Pale is not white: readers still stumble over
the rim of a seal, the more as a scanner's compression blurs colour and leaves dark seams along it. Hence where ink is
coloured the page is stretched until that ink is as light as the paper, by its lightest channel and by its brightness,
which has no such seams. Print in colour stays: letters in long level rows, as no seal has them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.uint8]

COLOURED: Final = 40  # between the lightest and the darkest channel of a pixel
PALE: Final = 150  # the lightest channel of ink that is not print: dark blue letters stay
SPECKS: Final = 50  # pixels; fewer are no seal
REACH: Final = 7  # pixels across, over which a scanner's compression spreads colour
DARKEST: Final = 1  # percent of the uncoloured pixels, as dark as print
BODY: Final = 0.97  # share of a seal's middle tone from which it is as light as paper
BRIGHT: Final = 0.6  # way from print to paper: pixels are no print whose brightness is above, beside noise


# In inches.
LETTER: Final = (0.01, 0.045, 0.3, 0.22)  # width and height of a mark of print: at least, at most
JOINED: Final = 0.16  # marks no further apart are one row
ROW: Final = (1.75, 0.32, 10)  # a row of print: its least width, more than a seal's, greatest height, fewest marks
SHORT_ROW: Final = (0.35, 0.32, 4)  # and near such a row
NEAR: Final = 0.6


def lightest_channel(image: Array) -> Array:
    """The page in gray, coloured ink pale; height × width × 3 or already gray."""
    return np.ascontiguousarray(image) if image.ndim == 2 else np.asarray(image[:, :, :3].max(axis=2), np.uint8)


def without_coloured_ink(image: Array, lightest: Array, dpi: float = 200.0) -> Array:
    """The page in gray, coloured ink but print as light as the paper; `lightest` itself where the page has no such ink."""
    if image.ndim == 2:
        return lightest
    colours = np.ascontiguousarray(image[:, :, :3])
    coloured = (lightest - colours.min(axis=2)) > COLOURED
    if int(coloured.sum()) < SPECKS:
        return lightest
    brightness = np.asarray(cv2.cvtColor(colours, cv2.COLOR_RGB2GRAY), np.uint8)
    print_tone, paper = _tones(brightness, coloured, lightest)
    strongest = colours.argmax(axis=2)
    cleared = lightest
    for channel in range(3):
        mine = coloured & (strongest == channel)
        seal = mine & (lightest > PALE)
        if int(seal.sum()) < SPECKS:
            continue
        near = _spread(mine)
        by_lightest = lightest[near] * (paper / (BODY * float(np.median(lightest[seal]))))
        reach = max(float(np.median(brightness[seal])) - print_tone, 1.0)
        by_brightness = print_tone + (brightness[near] - print_tone) * ((paper - print_tone) / reach)
        by_brightness[by_brightness < print_tone + BRIGHT * (paper - print_tone)] = 0.0
        stretched = np.maximum(by_lightest, by_brightness).clip(0, paper).astype(np.uint8)
        cleared = cleared.copy() if cleared is lightest else cleared
        cleared[near] = np.maximum(cleared[near], stretched)
        rows = _print(mine, dpi)
        cleared[rows] = np.minimum(cleared[rows], brightness[rows])
    return cleared


def _print(ink: NDArray[np.bool_], dpi: float) -> NDArray[np.bool_]:
    """Where ink of one colour is print: around marks of the size of letters that stand in rows."""
    _, _, places, _ = cv2.connectedComponentsWithStats(ink.astype(np.uint8), connectivity=8)
    narrow, low, wide, high = (side * dpi for side in LETTER)
    marks = [
        (x, y, width, tall)
        for x, y, width, tall, _ in places[1:].tolist()
        if low <= tall <= high and narrow <= width <= wide
    ]
    joined = np.zeros(ink.shape, np.uint8)
    for x, y, width, tall in marks:
        joined[y : y + tall, x : x + width] = 1
    joined = np.asarray(cv2.dilate(joined, np.ones((1, max(3, int(JOINED * dpi))), np.uint8)), np.uint8)
    count, labels, places, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    held = np.bincount([labels[y + tall // 2, x + width // 2] for x, y, width, tall in marks], minlength=count)
    rows = [(*place[:4], marks) for place, marks in zip(places[1:].tolist(), held[1:].tolist(), strict=True)]
    heights = [y for _, y, *_ in (row for row in rows if _is_row(row, ROW, dpi))]
    where = np.zeros(ink.shape, np.bool_)
    for x, y, width, tall, _ in (row for row in rows if _is_row(row, SHORT_ROW, dpi)):
        if not any(abs(y - height) <= NEAR * dpi for height in heights):
            continue
        where[max(0, y - tall // 2) : y + tall + tall // 2, x : x + width] = True  # and the marks above and below letters
    return where


def _is_row(row: Sequence[int], least: tuple[float, float, int], dpi: float) -> bool:
    _, _, wide, tall, marks = row
    width, height, fewest = least
    return wide >= width * dpi and tall <= height * dpi and marks >= fewest


def _tones(brightness: Array, coloured: NDArray[np.bool_], lightest: Array) -> tuple[float, float]:
    """How dark print is on the page, and how light its paper."""
    plain = brightness[~_spread(coloured)]
    dark = float(np.percentile(plain, DARKEST)) if plain.size else 0.0
    return dark, float(np.median(lightest))


def _spread(where: NDArray[np.bool_]) -> NDArray[np.bool_]:
    grown = cv2.dilate(where.astype(np.uint8), np.ones((REACH, REACH), np.uint8))
    return np.asarray(grown, np.uint8).astype(np.bool_)
