"""OLE files and Outlook messages, made for tests: no library that is at hand writes them.

Formats: [MS-CFB] (compound files, version 3) and [MS-OXMSG] (messages in them).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

SECTOR, MINI, CUTOFF = 512, 64, 4096
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
STORAGE, STREAM, ROOT = 1, 2, 5
MARK = bytes.fromhex("d0cf11e0a1b11ae1")

Tree: TypeAlias = Mapping[str, "bytes | Tree"]

TEXT, BINARY, NUMBER, DAY = 0x001F, 0x0102, 0x0003, 0x0040  # types of properties
EPOCH, SENT = datetime(1601, 1, 1, tzinfo=UTC), datetime(2024, 1, 15, 12, tzinfo=UTC)
BY_VALUE, EMBEDDED = 1, 5  # ways to attach


@dataclass(slots=True)
class Entry:
    """An entry of the directory."""

    name: str
    kind: int
    content: bytes = b""
    after: int = FREE
    child: int = FREE
    first: int = END

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        head = name.ljust(64, b"\0") + struct.pack("<HBB", len(name), self.kind, 1)
        return (
            head
            + struct.pack("<III", FREE, self.after, self.child)
            + bytes(36)
            + struct.pack("<IQ", self.first, len(self.content))
        )


def ole(tree: Tree) -> bytes:
    """A compound file of the streams and storages of a tree."""
    entries = [Entry("Root Entry", ROOT)]
    _add(tree, 0, entries)
    mini, mini_table = _chained([entry for entry in entries if entry.kind == STREAM and len(entry.content) < CUTOFF], MINI)
    root = entries[0]
    root.content = mini
    large = [entry for entry in entries if entry.kind == STREAM and len(entry.content) >= CUTOFF]
    listed = Entry("", STREAM, b"".join(entry.packed() for entry in entries))  # its length tells, its words are made below
    shorts = Entry("", STREAM, struct.pack(f"<{len(mini_table)}I", *mini_table))
    body, table = _chained([listed, shorts, root, *large], SECTOR)
    per = SECTOR // 4
    count = 1
    while count * per < len(table) + count:
        count += 1
    table = [value + count if value < FAT else value for value in table]
    for entry in (listed, shorts, root, *large):
        entry.first = entry.first + count if entry.first < FAT else entry.first
    directory = b"".join(entry.packed() for entry in entries).ljust(-(-len(listed.content) // SECTOR) * SECTOR, b"\0")
    body = directory + body[len(directory) :]
    table = [FAT] * count + table
    table += [FREE] * (count * per - len(table))
    header = MARK + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6) + struct.pack("<III", 0, count, listed.first)
    header += struct.pack("<IIIIII", 0, CUTOFF, shorts.first, -(-len(shorts.content) // SECTOR), END, 0)
    header += struct.pack("<109I", *range(count), *[FREE] * (109 - count))
    return header + struct.pack(f"<{len(table)}I", *table) + body


def message(subject: str, body: str, attachments: Sequence[tuple[str, bytes | Tree]] = ()) -> bytes:
    """An Outlook message of these, sent by Văn phòng to Sở Nội vụ; an attachment is a file or an inner_message."""
    return ole(_message(subject, body, attachments, header=32))


def inner_message(subject: str, body: str, attachments: Sequence[tuple[str, bytes | Tree]] = ()) -> Tree:
    """A message to be attached to another."""
    return _message(subject, body, attachments, header=24)


def _message(subject: str, body: str, attachments: Sequence[tuple[str, bytes | Tree]], header: int) -> Tree:
    sent = struct.pack("<Q", 10 * ((SENT - EPOCH) // timedelta(microseconds=1)))
    texts = {0x0037: subject, 0x1000: body, 0x0C1A: "Văn phòng", 0x0C1F: "vp@tinh.gov.vn", 0x0042: "Văn phòng"}
    counts = struct.pack("<8xIIII", 1, len(attachments), 1, len(attachments)).ljust(header, b"\0")
    return {
        **_properties(counts, texts, fixed={(0x0039, DAY): sent}),
        "__nameid_version1.0": {"__substg1.0_00020102": b"", "__substg1.0_00030102": b"", "__substg1.0_00040102": b""},
        "__recip_version1.0_#00000000": _properties(bytes(8), {0x3001: "Sở Nội vụ", 0x39FE: "snv@tinh.gov.vn"}),
        **{f"__attach_version1.0_#{n:08X}": _attachment(*attachment) for n, attachment in enumerate(attachments)},
    }


def _attachment(name: str, content: bytes | Tree) -> Tree:
    method = BY_VALUE if isinstance(content, bytes) else EMBEDDED
    way = {(0x3705, NUMBER): struct.pack("<I4x", method)}
    if isinstance(content, bytes):
        return _properties(bytes(8), {0x3707: name}, {0x3701: content}, way)
    return {**_properties(bytes(8), {0x3001: name}, {}, way), "__substg1.0_3701000D": content}


def _properties(
    head: bytes,
    texts: Mapping[int, str],
    contents: Mapping[int, bytes] | None = None,
    fixed: Mapping[tuple[int, int], bytes] | None = None,
) -> Tree:
    """The list of properties of an object, and a stream for each that has a length of its own."""
    streams = {(tag, TEXT): text.encode("utf-16-le") for tag, text in texts.items()}
    streams |= {(tag, BINARY): content for tag, content in (contents or {}).items()}
    listed = [
        struct.pack("<HHII4x", kind, tag, 6, len(value) + 2 * (kind == TEXT)) for (tag, kind), value in streams.items()
    ]
    listed += [struct.pack("<HHI", kind, tag, 6) + value for (tag, kind), value in (fixed or {}).items()]
    named = {f"__substg1.0_{tag:04X}{kind:04X}": value for (tag, kind), value in streams.items()}
    return {"__properties_version1.0": head + b"".join(listed), **named}


def _add(tree: Tree, parent: int, entries: list[Entry]) -> None:
    """Adds what a storage holds, in the order of the format: shorter names first; each leads to the next one."""
    before: Entry | None = None
    for name in sorted(tree, key=lambda name: (len(name), name.upper())):
        held = tree[name]
        entry = Entry(name, STREAM, held) if isinstance(held, bytes) else Entry(name, STORAGE, first=0)
        number = len(entries)
        entries.append(entry)
        if before is None:
            entries[parent].child = number
        else:
            before.after = number
        before = entry
        if not isinstance(held, bytes):
            _add(held, number, entries)


def _chained(streams: Sequence[Entry], size: int) -> tuple[bytes, list[int]]:
    """Streams one behind the other in sectors of a size, and the table of which sector follows which."""
    body, table = bytearray(), list[int]()
    for stream in streams:
        sectors = -(-len(stream.content) // size)
        if not sectors:
            continue
        stream.first = len(table)
        table += [*range(len(table) + 1, len(table) + sectors), END]
        body += stream.content.ljust(sectors * size, b"\0")
    return bytes(body), table
