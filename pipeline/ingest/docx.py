"""The reader of Word files (.docx, .docm): text as Word shows it with all changes accepted, tables, footnotes.

A Word file has no pages: they come about when it is printed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import get_args

from lxml.etree import _Element as Element

from data.document import BlockKind, Document, FurnitureKind, Problem
from pipeline.ingest.docx_fonts import looks_old, old_fonts
from pipeline.ingest.docx_layout import Columns, in_columns, paragraphs, put_together
from pipeline.ingest.docx_lines import Line, LineReader, NoteKind, Unread
from pipeline.ingest.docx_numbers import Numbers
from pipeline.ingest.docx_parts import OLE_MARK, ZIP_MARKS, Package, R, W, is_encrypted, opened
from pipeline.ingest.docx_revisions import accept
from pipeline.ingest.docx_story import Grid, Item, Story
from pipeline.ingest.docx_styles import Styles
from pipeline.ingest.draft import Draft, DraftCell

NAME = "docx"
SUFFIXES = (".docx", ".docm")
ORDER = 10

HEADING_LENGTH = 250  # longer, or going on behind ";" or ",": a body paragraph in the wrong style
FURNITURE: Mapping[str, FurnitureKind] = {"header": "page-header", "footer": "page-footer"}
# "2", "- 2 -", "Trang 2/5" | not "Trang bìa"
PAGE_NUMBER = re.compile(r"(?:trang |page )?[-–— ]*\d{1,4}(?:[/ ]+\d{1,4})?[-–— ]*", re.IGNORECASE)
WATERMARK = "{urn:schemas-microsoft-com:vml}textpath"
NOTE_TAGS: Mapping[NoteKind, str] = {"footnotes": f"{W}footnote", "endnotes": f"{W}endnote"}

TABLE_LOOKS = "tblStylePr"  # how styles colour the rows of tables: more than half of what Word's usual styles take

SAVE_AS_PDF = "Mở bằng Word, lưu thành PDF rồi nạp tệp PDF; hoặc xem bản gốc."
UNREAD: Mapping[Unread, tuple[str, str]] = {
    Unread.PICTURE: ("{} hình lớn, chữ trong hình chưa đọc.", "Nếu hình là trang quét hoặc bảng, nạp bản PDF của văn bản."),
    Unread.GRAPHIC: ("{} biểu đồ hoặc sơ đồ chưa đọc.", "Xem bản gốc."),
    Unread.OBJECT: ("{} đối tượng nhúng (bảng tính, công thức) chưa đọc.", SAVE_AS_PDF),
    Unread.FIELD: ("{} trường hoặc công thức mà Word tự tính, kết quả không lưu trong tệp, chưa đọc.", SAVE_AS_PDF),
    Unread.SIGN: ("{} ký hiệu của phông riêng chưa đọc, ghi là \ufffd.", "Xem bản gốc."),
    Unread.CHUNK: ("{} văn bản khác lồng trong tệp chưa đọc.", "Mở bằng Word rồi lưu lại thành tệp .docx."),
}
CONVERT = "Chuyển mã văn bản sang Unicode (ví dụ bằng UniKey) rồi nạp lại."


def sniff(head: bytes, path: Path) -> bool:
    """Whether the file is a zip, or an Office file behind a password: what is none of Word's is refused when read."""
    return head.startswith(ZIP_MARKS) or (head.startswith(OLE_MARK) and is_encrypted(path))


def read(path: Path, file_sha256: str) -> Document:
    """The document in a Word file; raises UnreadableFile."""
    with opened(path) as package:
        root = accept(package.xml(package.main))
        body = root.find(f"{W}body") if root.tag == f"{W}document" else None
        if body is None:
            raise package.unreadable("không có thân văn bản Word.")
        story, items = told(package, root, body)
        draft = Draft(str(path), file_sha256, NAME)
        add_items(draft, items)
        add_notes(draft, story)
        add_furniture(draft, story, root)
        document = draft.finish()
        check_encoding(document, story)
    return replace(document, problems=tuple(problems(document, story)))


def told(package: Package, root: Element, body: Element) -> tuple[Story, list[Item]]:
    """The walk through the main part, with what it gave; once more where that shows fonts of before Unicode in use."""
    styles = Styles.of(package.part("styles", left_out=TABLE_LOOKS))
    numbering = package.part("numbering")
    numbers = Numbers.of(None if numbering is None else accept(numbering), styles)
    story = Story(package, styles, numbers, LineReader(styles))
    items = list(story.items(body))
    if story.reader.old_fonts or looks_old(root):
        story = Story(package, styles, numbers.anew(), LineReader(styles, old=old_fonts(root, styles)))
        items = list(story.items(body))
    return story, items


def add_items(draft: Draft, items: Iterable[Item]) -> None:
    """Paragraphs and tables, with what tabs lay out in columns made a table of one row."""
    lines: list[Line] = []
    for item in items:
        if isinstance(item, Grid):
            add_lines(draft, lines)
            lines = []
            draft.table(item.cells, item.rows, item.columns)
        elif item.kind is not None:
            add_lines(draft, lines)
            lines = []
            for line in paragraphs(item.lines):
                goes_on = len(line.text) > HEADING_LENGTH or line.text.rstrip().endswith((";", ","))
                draft.paragraph(line.text, kind=None if goes_on else item.kind, bold=line.bold)
        else:
            lines += paragraphs(item.lines)
    add_lines(draft, lines)


def add_lines(draft: Draft, lines: Iterable[Line]) -> None:
    """Paragraphs that follow each other."""
    for line in in_columns(put_together(lines)):
        if isinstance(line, Columns):
            cells = (DraftCell("\n".join(line.left), 0, 0), DraftCell("\n".join(line.right), 0, 1))
            draft.table(cells, rows=1, columns=2)
        else:
            draft.paragraph(line.text, bold=line.bold)


def add_notes(draft: Draft, story: Story) -> None:
    """Footnotes, then endnotes, in the order in which the text refers to them."""
    for kind in get_args(NoteKind):
        wanted = [note for noted, note in story.reader.notes if noted == kind]
        part = story.package.part(kind) if wanted else None
        if part is None:
            continue
        notes = {note.get(f"{W}id", ""): note for note in accept(part).iter(NOTE_TAGS[kind])}
        for name in dict.fromkeys(wanted):
            if name in notes:
                aside = Story(story.package, story.styles, story.numbers.anew(), story.reader.aside())
                draft.paragraph(aside.text(notes[name]).replace("\n", " "), kind=BlockKind.FOOTNOTE)


def add_furniture(draft: Draft, story: Story, root: Element) -> None:
    """Running heads and feet that some section uses, and watermarks in them; each text once."""
    seen: set[str] = set()
    for kind, furniture in FURNITURE.items():
        names = story.package.related(story.package.main, kind)
        for name in dict.fromkeys(names.get(use.get(f"{R}id", ""), "") for use in root.iter(f"{W}{kind}Reference")):
            if not name:
                continue
            part = accept(story.package.xml(name))
            aside = Story(story.package, story.styles, story.numbers.anew(), story.reader.aside())
            text = " ".join(aside.text(part).split())
            if text not in seen:
                draft.furniture("page-number" if PAGE_NUMBER.fullmatch(text) else furniture, text)
            for mark in part.iter(WATERMARK):
                draft.furniture("watermark", mark.get("string", ""))
            seen.add(text)


def check_encoding(document: Document, story: Story) -> None:
    """Raises UnreadableFile if most of the text is typed in an encoding of before Unicode."""
    old = sum(map(old_letters, story.reader.fonts.values()))
    if old and old > sum(letter > "\u00a0" for letter in document.text) / 2:
        raise story.package.unreadable("gõ bằng bảng mã cũ (TCVN3 hoặc VNI), chưa đọc được.", CONVERT)


def problems(document: Document, story: Story) -> Iterator[Problem]:
    """What the file shows and this reader did not read."""
    for unread, count in sorted(story.reader.unread.items()):
        problem, advice = UNREAD[unread]
        yield Problem(problem.format(count), advice)
    for form in sorted(story.numbers.unknown):
        yield Problem(f"Số tự động kiểu {form} chưa đọc.", SAVE_AS_PDF)
    for name in story.package.missing:
        yield Problem(f"Tệp thiếu phần {name}.", "Mở bằng Word rồi lưu lại thành tệp .docx.")
    for font in sorted(font for font, words in story.reader.fonts.items() if old_letters(words)):
        yield Problem(f"Đoạn dùng phông {font} gõ bằng bảng mã cũ (TCVN3 hoặc VNI), chữ chưa đúng.", CONVERT)
    if story.reader.stuck:
        yield Problem("Một trường của Word không khép lại; có thể thiếu chữ sau trường đó.", SAVE_AS_PDF)
    if not document.text:
        yield Problem("Không có chữ nào đọc được trong tệp.", "Nếu tệp chỉ có hình quét, nạp bản PDF của văn bản.")


def old_letters(words: Iterable[str]) -> int:
    """How many letters beyond ASCII words in a font of an old encoding hold, if they are in that encoding; else 0.

    Unicode text keeps such a font's name when it is retyped: it then holds letters that no old encoding has.
    """
    letters = Counter(letter > "\u00ff" for word in words for letter in word if letter > "\u00a0")
    return letters[False] if letters[False] > 20 * letters[True] else 0
