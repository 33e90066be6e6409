"""Tesseract's words with their boxes, through the tesserocr wheel and the models that lie in data/tessdata."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import tesserocr

from pipeline.ingest.ocr.page_image import Array
from pipeline.ingest.ocr.readers import Layout, SeenLine, SeenWord
from pipeline.ingest.ocr.words import PixelBox

SEGMENTATION: Final = {"page": tesserocr.PSM.AUTO, "block": tesserocr.PSM.SINGLE_BLOCK}
LEAST_DPI: Final = 70  # Tesseract guesses below


tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)  # what it says of odd cuts is no matter of the user's


class TesseractReader:
    """One of Tesseract's networks."""

    passes_over = True

    def __init__(self, name: str, models: Path, language: str) -> None:
        self.name = name
        self._engine = tesserocr.PyTessBaseAPI(path=str(models), lang=language, oem=tesserocr.OEM.LSTM_ONLY)

    def read(self, gray: Array, dpi: float, layout: Layout) -> list[SeenLine]:
        """The lines of an image; layout "page" drops what does not look like text, "block" reads all."""
        height, width = gray.shape
        engine = self._engine
        engine.SetPageSegMode(SEGMENTATION[layout])
        engine.SetImageBytes(gray.tobytes(), width, height, 1, width)
        engine.SetSourceResolution(max(LEAST_DPI, round(dpi)))
        engine.Recognize()
        lines: list[list[SeenWord]] = []
        level = tesserocr.RIL.WORD
        for item in tesserocr.iterate_level(engine.GetIterator(), level):
            if item.Empty(level):
                continue
            if item.IsAtBeginningOf(tesserocr.RIL.TEXTLINE) or not lines:
                lines.append([])
            text = (item.GetUTF8Text(level) or "").strip()
            if text:
                box = PixelBox(*map(float, item.BoundingBox(level)))
                lines[-1].append(SeenWord(text, box, float(item.Confidence(level)) / 100))
        engine.Clear()
        return [SeenLine(tuple(line)) for line in lines if line]
