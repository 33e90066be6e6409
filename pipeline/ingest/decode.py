"""Bytes to text: the encodings that plans are kept in, never a guess and never a replaced character."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from normalizers.old_encodings import OldEncoding, to_unicode
from normalizers.syllables import WORDS_NEEDED, syllable_share
from pipeline.errors import UnreadableFile, refusal
from pipeline.ingest.old_text import MOST_UNICODE, encoding_of, unicode_share

MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What the first bytes of files say that are no text; for a message that helps.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "tệp PDF"),
    (b"PK\x03\x04", "tệp nén hoặc tệp Word, Excel mới (.docx, .xlsx, .zip)"),
    (b"\xd0\xcf\x11\xe0", "tệp Word, Excel cũ (.doc, .xls)"),
    (b"\x89PNG", "tệp ảnh PNG"),
    (b"\xff\xd8\xff", "tệp ảnh JPEG"),
    (b"GIF8", "tệp ảnh GIF"),
    (b"II*\x00", "tệp ảnh TIFF"),
    (b"MM\x00*", "tệp ảnh TIFF"),
    (b"Rar!", "tệp nén RAR"),
    (b"7z\xbc\xaf", "tệp nén 7z"),
    (b"\x1f\x8b", "tệp nén gzip"),
    (b"{\\rtf", "tệp RTF"),
)
CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
MOST_CONTROLS = 0.01  # share of control bytes above which a file is not text
MAX_BYTES = 32 << 20  # of text: a plan of a thousand pages has five megabytes
BY_LETTERS = (OldEncoding.TCVN3, OldEncoding.VNI, OldEncoding.VISCII)
WESTERN = tuple(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
QUICK_LOOK = 20_000  # characters that tell a text of today
SYLLABLES_NEEDED = 0.8  # share of words that must be Vietnamese syllables: plans reach 0.9, English prose 0.25


def decoded(path: Path) -> str:
    """The text of a file; raises UnreadableFile if it is no text, or in an encoding that is not read yet."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise UnreadableFile(
                f"Tệp {path} quá lớn ({size >> 20} MB chữ, tối đa {MAX_BYTES >> 20} MB).",
                "Chia tệp thành nhiều tệp nhỏ hơn rồi nạp lại.",
            )
        raw = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"Không mở được tệp {path}: {refusal(error)}.", "Kiểm tra quyền đọc và đường dẫn.") from error
    return decoded_bytes(raw, str(path))


def decoded_bytes(raw: bytes, where: str) -> str:
    """The text of these bytes; where names the file in messages."""
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding)
            except UnicodeDecodeError as error:
                raise UnreadableFile(
                    f"Tệp {where} hỏng ở byte {error.start}: dấu đầu tệp là {encoding} nhưng nội dung không phải.",
                    "Mở tệp bằng trình soạn thảo rồi lưu lại bằng mã UTF-8.",
                ) from error
    seems = what_it_seems(raw)
    if seems is not None:
        raise UnreadableFile(
            f"Tệp {where} không phải văn bản thuần: có vẻ là {seems}.", "Đổi đuôi tệp cho đúng hoặc xuất lại."
        )
    try:
        return in_unicode(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _legacy(raw, where, error.start)


def what_it_seems(head: bytes) -> str | None:
    """What bytes that are no text seem to be, in Vietnamese; None if they may be text."""
    if head.startswith(tuple(mark for mark, _ in MARKS)):
        return None
    for signature, name in SIGNATURES:
        if head.startswith(signature):
            return name
    if b"\x00" in head:
        return "tệp nhị phân"
    controls = len(CONTROLS.findall(head))
    return "tệp nhị phân" if controls > MOST_CONTROLS * len(head) else None


def in_unicode(text: str) -> str:
    """The text, from TCVN3, VNI, VISCII or VIQR if it is plainly in one of these, whatever its bytes were said to be."""
    if is_plainly_unicode(text):
        return text
    encoding = encoding_of(text, (OldEncoding.VIQR,) if text.isascii() else BY_LETTERS)
    return text if encoding is None else to_unicode(text, encoding)


def is_plainly_unicode(text: str) -> bool:
    """Whether the beginning of a text holds letters that no old encoding has."""
    return unicode_share(text[:QUICK_LOOK]) > MOST_UNICODE


def western(raw: bytes) -> str:
    """The bytes as windows-1252 shows them: how old fonts saw them; bytes without a sign there keep their number."""
    return "".join(map(WESTERN.__getitem__, raw))


def _legacy(raw: bytes, where: str, bad_byte: int) -> str:
    """Windows-1258, TCVN3, VNI or VISCII: whichever makes Vietnamese of the bytes."""
    try:
        text = raw.decode("cp1258")
    except UnicodeDecodeError:
        text = ""
    if text and syllable_share(text) >= SYLLABLES_NEEDED:
        return text
    letters = western(raw)
    encoding = encoding_of(letters, BY_LETTERS, enough=WORDS_NEEDED)
    if encoding is None:
        raise UnreadableFile(
            f"Tệp {where} không đọc được: byte {bad_byte} không phải UTF-8 và không nhận ra bảng mã khác.",
            "Mở tệp bằng trình soạn thảo rồi lưu lại bằng mã UTF-8.",
        )
    return to_unicode(letters, encoding)


def decoded_head(head: bytes) -> str | None:
    """The text of a file's first bytes, as far as it can be read; None if the file is no text."""
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return codecs.getincrementaldecoder(encoding)(errors="ignore").decode(head)
    if what_it_seems(head) is not None:
        return None
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(head)  # a character cut at the end is left out
    except UnicodeDecodeError:
        return head.decode("cp1258", errors="ignore")
