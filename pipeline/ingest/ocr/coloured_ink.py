"""Seals and ball-pens out of a coloured page, print under them kept.

The lightest of its three channels shows coloured ink pale and print dark. Pale is not white: readers still stumble over
the rim of a seal, the more as a scanner's compression blurs colour and leaves dark seams along it. Hence where ink is
coloured the page is stretched until that ink is as light as the paper, by its lightest channel and by its brightness,
which has no such seams.
"""

from __future__ import annotations

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


def lightest_channel(image: Array) -> Array:
    """The page in gray, coloured ink pale; height × width × 3 or already gray."""
    return np.ascontiguousarray(image) if image.ndim == 2 else np.asarray(image[:, :, :3].max(axis=2), np.uint8)


def without_coloured_ink(image: Array, lightest: Array) -> Array:
    """The page in gray, coloured ink as light as the paper; `lightest` itself where the page has no such ink."""
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
    return cleared


def _tones(brightness: Array, coloured: NDArray[np.bool_], lightest: Array) -> tuple[float, float]:
    """How dark print is on the page, and how light its paper."""
    plain = brightness[~_spread(coloured)]
    dark = float(np.percentile(plain, DARKEST)) if plain.size else 0.0
    return dark, float(np.median(lightest))


def _spread(where: NDArray[np.bool_]) -> NDArray[np.bool_]:
    grown = cv2.dilate(where.astype(np.uint8), np.ones((REACH, REACH), np.uint8))
    return np.asarray(grown, np.uint8).astype(np.bool_)
