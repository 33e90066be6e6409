"""The reader for HTML: what Word, LibreOffice and web portals save, and the document inside a saved page."""

from __future__ import annotations

import codecs
import html
import re
from pathlib import Path
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from data.document import Document
from normalizers.old_encodings import to_unicode
from normalizers.syllables import syllable_share
from pipeline.errors import UnreadableFile, refusal
from pipeline.ingest.decode import BY_LETTERS, decoded_bytes, decoded_head, is_plainly_unicode, western
from pipeline.ingest.draft import Draft
from pipeline.ingest.html_flow import Flow, Passage, Piece
from pipeline.ingest.html_site import document_in
from pipeline.ingest.old_text import encoding_of

NAME = "html"
SUFFIXES = (".html", ".htm", ".xhtml")
ORDER = 30

MAX_BYTES: Final = 100 << 20  # the longest laws with all their annexes have some megabytes
VIETNAMESE: Final = 0.6  # share of words that must be syllables for an encoding to be believed
# "<!DOCTYPE html …", '<?xml …?> <html …' | not "<p>" inside a line of text, "<?xml …?> <w:document"
OPENING: Final = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--[^>]{0,2000}-->\s*){0,5}<(?:!doctype\s+html|html|head|body|meta|title|table|div|p|center|font|span)\b",
    re.IGNORECASE,
)
TAG: Final = re.compile(r"</?(?:p|div|span|table|tr|td|br|font|h[1-6]|ul|li|b|strong)\b[^<>]{0,500}>", re.IGNORECASE)
TAGS_NEEDED: Final = 5  # in the first bytes of a file that is only named .html
CHARSET: Final = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", re.IGNORECASE)
CHARSET_WITHIN: Final = 8192
ENTITY: Final = re.compile(r"&#?\w{1,10};")
ANY_TAG: Final = re.compile(r"<[^<>]{1,2000}>")


def sniff(head: bytes, path: Path) -> bool:
    """Whether the file starts as HTML does; one named so needs some tags at least."""
    text = decoded_head(head)
    if text is None:
        return False
    if OPENING.match(text):
        return True
    return path.suffix.lower() in SUFFIXES and len(TAG.findall(text)) >= TAGS_NEEDED


def read(path: Path, file_sha256: str) -> Document:
    """The document in an HTML file, menus of the site left aside; raises UnreadableFile."""
    draft = Draft(str(path), file_sha256, NAME)
    lay_out(_decoded(path), draft)
    return draft.finish()


def lay_out(page: str, draft: Draft) -> None:
    """Puts the document in an HTML page into the draft."""
    body = LexborHTMLParser(page).body
    if body is None:
        return
    found = document_in(body, Flow(len(body.text())).read(body))
    for piece in found.site:
        draft.furniture("site", piece.text)
    for piece in found.document:
        _write(draft, piece)


def _write(draft: Draft, piece: Piece) -> None:
    if isinstance(piece, Passage) and piece.aside is not None:
        draft.furniture(piece.aside, piece.text)
    elif isinstance(piece, Passage):
        draft.paragraph(piece.text, kind=piece.kind, bold=piece.bold)
    else:
        draft.table(piece.grid.cells, piece.grid.rows, piece.grid.columns)


def _decoded(path: Path) -> str:
    """The file's text: by its mark, as utf-8, by the encoding it declares if that gives Vietnamese, as windows-1258."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UnreadableFile(
                f"Tệp {path} quá lớn (trên {MAX_BYTES >> 20} MB).", "Chia tệp thành nhiều tệp nhỏ hơn rồi nạp lại."
            )
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"Không mở được tệp {path}: {refusal(error)}.", "Kiểm tra quyền đọc và đường dẫn.") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = _in_declared_encoding(raw)
        if declared is not None:
            return declared
        return _in_unicode(western(raw)) or decoded_bytes(raw, str(path))
    return _in_unicode(text) or text


def _in_unicode(source: str) -> str | None:
    """The page in Unicode if its letters are those of an old font; None if they are not."""
    words = html.unescape(ANY_TAG.sub(" ", source))
    encoding = None if is_plainly_unicode(words) else encoding_of(words, BY_LETTERS)
    if encoding is None:
        return None
    return to_unicode(ENTITY.sub(lambda match: _letter(match[0]), source), encoding)


def _letter(entity: str) -> str:
    """What an entity stands for if that is a letter of an old font: "&reg;" | not "&amp;"."""
    character = html.unescape(entity)
    return entity if character.isascii() else character


def _in_declared_encoding(raw: bytes) -> str | None:
    """The text in the encoding that a meta element names, or in windows-1258; None if the outcome is not Vietnamese."""
    match = CHARSET.search(raw[:CHARSET_WITHIN])
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    for encoding in ([match[1].decode("ascii")] if match else []) + ["cp1258"]:
        try:
            text = raw.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
        if syllable_share(html.unescape(ANY_TAG.sub(" ", text))) >= VIETNAMESE:
            return text
    return None
