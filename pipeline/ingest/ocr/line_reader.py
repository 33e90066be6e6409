"""trueocr's lines: it finds lines by a network of its own and reads each as a whole; words get the boxes of their ink."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import trueocr
from numpy.typing import NDArray
from trueocr.page import PageEngine, decode_lines, det_input
from trueocr.recognizer import Recognizer

from pipeline.ingest.ocr.page_image import A4_LONG_SIDE, Array, runs
from pipeline.ingest.ocr.readers import Layout, SeenLine, SeenWord
from pipeline.ingest.ocr.words import PixelBox

MODELS: Final = Path(trueocr.__file__).parent / "models"
DARKEST_PAPER: Final = 200.0  # what is lighter is no ink, whatever the contrast
LEAST_SIDE: Final = 96  # pixels: less is too little for the network that finds lines
WIDE_GAP: Final = 2.0  # line heights without ink that part two columns
LONGEST: Final = 30.0  # line heights: the network squeezes what is longer
NARROW, BROAD = frozenset("iljtfr.,;:'|()[]!I1-"), frozenset("mwMWQOÔƠĐG%")


class LineReader:
    """trueocr's networks for finding and reading lines."""

    name = "trueocr"
    passes_over = False

    def __init__(self) -> None:
        self._finder = PageEngine(MODELS, threads=1)
        self._recognizer = Recognizer(MODELS, threads=1)

    def turn(self, gray: Array) -> int:
        """Degrees clockwise that put a page upright; 0 unless the network is sure."""
        quarters = int(self._finder.orientation(gray))
        return 90 * quarters if quarters in {1, 2, 3} else 0

    def read(self, gray: Array, dpi: float, layout: Layout) -> list[SeenLine]:
        """The lines of an image, as they are found."""
        boxes = [piece for box in self._boxes(gray, dpi, layout) for piece in _pieces(gray, box)]
        crops = [gray[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)] for box in boxes]
        read = self._recognizer.predict(crops) if crops else []
        lines = [_line(gray, box, said.text, float(said.confidence)) for box, said in zip(boxes, read, strict=True)]
        return [line for line in lines if line.words]

    def read_pieces(self, gray: Array, boxes: Sequence[PixelBox]) -> list[SeenWord]:
        """What stands at each of these places of an image, each read as a line of its own."""
        height, width = gray.shape
        inside = [
            PixelBox(max(0.0, box.x0), max(0.0, box.y0), min(float(width), box.x1), min(float(height), box.y1))
            for box in boxes
        ]
        crops = [gray[int(box.y0) : math.ceil(box.y1), int(box.x0) : math.ceil(box.x1)] for box in inside]
        read = self._recognizer.predict(crops)
        return [SeenWord(said.text, box, float(said.confidence)) for box, said in zip(boxes, read, strict=True)]

    def _boxes(self, gray: Array, dpi: float, layout: Layout) -> Iterator[PixelBox]:
        height, width = gray.shape
        for found in self._finder.detect(gray) if layout == "page" else self._found_in_block(gray, dpi):
            x0, y0, x1, y1 = map(float, found[:4])
            box = PixelBox(
                max(0.0, math.floor(x0)), max(0.0, math.floor(y0)), min(width, math.ceil(x1)), min(height, math.ceil(y1))
            )
            if box.width >= 2 and box.height >= 2:
                yield box

    def _found_in_block(self, gray: Array, dpi: float) -> NDArray[np.float32]:
        """The lines of a part of a page, looked for at the scale at which the whole page would be."""
        page_side = max(A4_LONG_SIDE * dpi, *gray.shape)
        part = max(LEAST_SIDE, round(max(gray.shape) * self._finder.long_side / page_side))
        ink, scale = det_input(gray, part)
        found = decode_lines(self._finder.det.run(None, {"x": ink[None, None]})[0][0])
        found[:, :4] /= scale
        return np.asarray(found, np.float32)


def _pieces(gray: Array, box: PixelBox) -> list[PixelBox]:
    """The box cut at gaps as wide as between columns, and once more where it is too long to be read at once."""
    pieces: list[PixelBox] = []
    for piece in _cut(box, [gap for gap in _gaps(gray, box) if gap[1] - gap[0] >= WIDE_GAP * box.height]):
        if piece.width <= LONGEST * piece.height:
            pieces.append(piece)
            continue
        middle = piece.width / 2
        gaps = [gap for gap in _gaps(gray, piece) if abs((gap[0] + gap[1]) / 2 - middle) < piece.width / 6]
        pieces.extend(_cut(piece, [max(gaps, key=lambda gap: gap[1] - gap[0])] if gaps else []))
    return pieces


def _cut(box: PixelBox, gaps: list[tuple[int, int]]) -> Iterator[PixelBox]:
    left = box.x0
    for start, end in gaps:
        if box.x0 + start > left:
            yield PixelBox(left, box.y0, box.x0 + start, box.y1)
        left = box.x0 + end
    if box.x1 > left:
        yield PixelBox(left, box.y0, box.x1, box.y1)


def _gaps(gray: Array, box: PixelBox) -> list[tuple[int, int]]:
    """Runs of columns without ink in the box, from its left side."""
    return [run for run in runs(~_inked(gray, box)) if run[1] - run[0] >= 2]


def _inked(gray: Array, box: PixelBox) -> NDArray[np.bool_]:
    part = gray[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)]
    threshold, _ = cv2.threshold(part, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return np.asarray(part.min(axis=0) <= min(float(threshold), DARKEST_PAPER), np.bool_)


def _line(gray: Array, box: PixelBox, text: str, confidence: float) -> SeenLine:
    """The words of a line, each where its share of the letters puts it, drawn to the nearest gap in the ink."""
    words = text.split()
    inked = np.flatnonzero(_inked(gray, box))
    if not words or not inked.size:
        return SeenLine(())
    left, right = int(inked[0]), int(inked[-1]) + 1
    sizes = [sum(map(_breadth, word)) for word in words]
    scale = (right - left) / (sum(sizes) + _breadth(" ") * (len(words) - 1))
    gaps = [gap for gap in _gaps(gray, box) if left < gap[0] and gap[1] < right]
    seen: list[SeenWord] = []
    start, at = float(left), float(left)
    for index, (word, size) in enumerate(zip(words, sizes, strict=True)):
        end = at + size * scale
        at = end + _breadth(" ") * scale
        stop, following = (float(right), float(right)) if index == len(words) - 1 else _nearest(gaps, end, at, box.height)
        stop = max(stop, start + 1)
        seen.append(SeenWord(word, PixelBox(box.x0 + start, box.y0, box.x0 + stop, box.y1), confidence))
        start = max(following, stop)
    return SeenLine(tuple(seen))


def _nearest(gaps: list[tuple[int, int]], end: float, following: float, height: float) -> tuple[float, float]:
    """The gap that best parts two words about here: wide and near; the place itself if there is none."""
    middle = (end + following) / 2
    near = [gap for gap in gaps if abs((gap[0] + gap[1]) / 2 - middle) < height]
    if not near:
        return end, following
    start, stop = max(near, key=lambda gap: (gap[1] - gap[0]) - abs((gap[0] + gap[1]) / 2 - middle) / 4)
    return float(start), float(stop)


def _breadth(letter: str) -> float:
    if letter in NARROW:
        return 0.6
    return 1.4 if letter in BROAD else 1.15 if letter.isupper() else 0.6 if letter == " " else 1.0
