"""What the fonts of a Word file are in: Unicode or an encoding of before it, by all that is written in each."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from lxml.etree import _Element as Element

from pipeline.ingest.docx_parts import W
from pipeline.ingest.docx_styles import Styles, look_of
from pipeline.ingest.old_text import MOST_UNICODE, OldFonts, named_by, unicode_share

QUICK_LOOK: Final = 20_000  # characters that tell a file of today, which has no such fonts


def old_fonts(root: Element, styles: Styles) -> OldFonts:
    """The encodings of the fonts of the main part; nothing is decided for a file that is plainly Unicode."""
    texts: dict[str, list[str]] = defaultdict(list)
    if not _may_be_old(root, styles):
        return OldFonts({})
    for paragraph in root.iter(f"{W}p"):
        style = styles.paragraph_style(paragraph.find(f"{W}pPr"))
        for run in paragraph.iter(f"{W}r"):
            font = styles.run_look(run.find(f"{W}rPr"), style).font or ""
            texts[font.lower()] += [text.text for text in run.iter(f"{W}t") if text.text]
    return OldFonts.of({font: parts for font, parts in texts.items() if parts})


def _may_be_old(root: Element, styles: Styles) -> bool:
    length, sample = 0, []
    for text in root.iter(f"{W}t"):
        if length > QUICK_LOOK:
            break
        sample.append(text.text or "")
        length += len(sample[-1])
    if unicode_share("".join(sample)) <= MOST_UNICODE:
        return True
    looks = (*(look_of(style.find(f"{W}rPr")) for style in styles.elements.values()), styles.defaults)
    if any(named_by(look.font or "") for look in looks):
        return True
    names = (fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi") or "" for fonts in root.iter(f"{W}rFonts"))
    return any(map(named_by, names))
