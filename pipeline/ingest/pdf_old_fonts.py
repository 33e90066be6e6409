"""Pages of a PDF whose letters are those of fonts of before Unicode: read as what the fonts draw.

Only pages that cannot be believed as they stand are looked at, and a page is changed only if it can be believed then.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from normalizers.old_encodings import OldEncoding, to_unicode
from pipeline.ingest.old_text import encoding_of, is_in
from pipeline.ingest.pdf_page import PdfPage
from pipeline.ingest.pdf_trust import ENOUGH, Trust, trust_of
from pipeline.ingest.printed_words import PrintedWords

ENCODINGS: Final = (OldEncoding.TCVN3, OldEncoding.VNI, OldEncoding.VISCII)
# PDFium takes the ư of TCVN3 for a hyphen where it ends a line: "t-", "nh-" | not "CP-", "2004-"
ENDS_IN_HYPHEN: Final = re.compile(r"\b([bcdđghklmnpqrstvx]|ch|gh|gi|kh|ng|nh|ph|th|tr)-$", re.IGNORECASE)


def converted(pages: Sequence[PdfPage], trusts: Sequence[Trust]) -> list[PdfPage]:
    """The pages, those in an old encoding with their words in Unicode; trusts: what is thought of each as it stands."""
    found = [
        None if trust.good or not page.words else encoding_of(_text(page), ENCODINGS)
        for page, trust in zip(pages, trusts, strict=True)
    ]
    known = Counter(encoding for encoding in found if encoding is not None)
    if not known:
        return list(pages)
    usual = known.most_common(1)[0][0]
    for index, text in enumerate(map(_text, pages)):  # too short to tell by itself: as the others, if that makes it no worse
        if found[index] is None and 0 < trust_of([to_unicode(text, usual)]).words < ENOUGH and is_in(text, usual):
            found[index] = usual
    return [_converted(page, encoding) if encoding else page for page, encoding in zip(pages, found, strict=True)]


def _text(page: PdfPage) -> str:
    return " ".join(page.words.texts)


def _converted(page: PdfPage, encoding: OldEncoding) -> PdfPage:
    words = (word._replace(text=_word(word.text, encoding)) for word in page.words)
    return replace(page, words=PrintedWords.of(words))


def _word(text: str, encoding: OldEncoding) -> str:
    text = to_unicode(text, encoding)
    return ENDS_IN_HYPHEN.sub(r"\1ư", text) if encoding is OldEncoding.TCVN3 else text
