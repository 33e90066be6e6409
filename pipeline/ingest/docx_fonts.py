"""What the fonts of a Word file are in: Unicode or an encoding of before it, by all that is written in each."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from lxml.etree import _Element as Element

from pipeline.ingest.docx_parts import W
from pipeline.ingest.docx_styles import Styles, look_of, properties_of, said_of
from pipeline.ingest.old_text import MOST_UNICODE, OldFonts, plainly_unicode, unicode_share

QUICK_LOOK: Final = 20_000  # characters that tell a file of today, which has no such fonts


def looks_old(root: Element) -> bool:
    """Whether a first look at the text of a part does not show it to be in Unicode."""
    sample, length = [], 0
    for element in root.iter(f"{W}t"):
        if length > QUICK_LOOK:
            break
        sample.append(element.text or "")
        length += len(sample[-1])
    text = "".join(sample)
    return not plainly_unicode(text) and unicode_share(text) <= MOST_UNICODE


def old_fonts(root: Element, styles: Styles) -> OldFonts:
    """The encodings of the fonts of the main part."""
    texts: dict[str, list[str]] = defaultdict(list)
    for paragraph in root.iter(f"{W}p"):
        style = said_of(paragraph).style or styles.usual_paragraph
        for run in paragraph.iter(f"{W}r"):
            font = styles.run_look(look_of(properties_of(run, f"{W}rPr")), style).font or ""
            texts[font.lower()] += [text.text for text in run.iter(f"{W}t") if text.text]
    return OldFonts.of({font: parts for font, parts in texts.items() if parts})
