"""Documents as read, kept beside their rows: what is found in them can be found anew without reading the files again.

A document is taken apart into columns (all starts of words, all left edges …) and packed as JSON under zstd: a third of a
pickle's size, and no code runs when it is opened. The classes of data.document say what the columns are.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import types
from collections.abc import Iterable, Mapping, MutableSequence, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import starmap
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

import pyarrow as pa
import pyarrow.parquet as pq

from data.document import Document, floats, integers

FILE = "readings.parquet"
SCHEMA = pa.schema([("doc_id", pa.string()), ("size", pa.int64()), ("reading", pa.binary())])
LEVEL = 6  # of zstd: smaller files for a few milliseconds a document


@dataclass(frozen=True, slots=True)
class Reading:
    """A document in its packed form; size: bytes when unpacked."""

    doc_id: str
    size: int
    packed: bytes


def pack(document: Document) -> Reading:
    """The packed form of a document."""
    text = json.dumps(_columns(Document, [document]), ensure_ascii=False, separators=(",", ":"))
    plain = text.encode("utf-8", "surrogatepass")
    packed = pa.Codec("zstd", compression_level=LEVEL).compress(plain, asbytes=True)
    return Reading(document.doc_id, len(plain), packed)


def unpack(reading: Reading, source_path: str) -> Document:
    """The document, as of a file that may have been renamed since."""
    plain = pa.Codec("zstd").decompress(reading.packed, reading.size, asbytes=True)
    document: Document
    (document,) = _made(Document, json.loads(plain.decode("utf-8", "surrogatepass")))
    return dataclasses.replace(document, source_path=source_path)


def write(shard: Path, readings: Sequence[Reading]) -> None:
    """Writes the readings of a shard, a row group each, so that one can be fetched alone."""
    if readings:
        columns = [[r.doc_id for r in readings], [r.size for r in readings], [r.packed for r in readings]]
        table = pa.table(columns, schema=SCHEMA)
        pq.write_table(table, shard / FILE, compression="none", row_group_size=1, use_dictionary=False)


def fetch(shard: Path, doc_id: str) -> Reading | None:
    """A reading of a shard; None where it has none."""
    path = shard / FILE
    if not path.exists():
        return None
    found = pq.read_table(path, filters=[("doc_id", "=", doc_id)]).to_pylist()
    return Reading(doc_id, found[0]["size"], found[0]["reading"]) if found else None


# A field's values over many instances are one of (a record is a dataclass or a named tuple):
#   plain values                          [0, 5, 9]
#   an array of numbers                   [[0, 5, 9], [2]]
#   a record                              {"of": {field: …}}
#   a record or None                      {"of": {field: …}, "there": [0, 1, 1]}
#   a tuple of records                    {"of": {field: …}, "lengths": [2, 0]}


def _columns(maker: Any, items: Sequence[Any]) -> dict[str, Any]:
    return {name: _column(hint, [getattr(item, name) for item in items]) for name, hint in _fields(maker).items()}


def _column(hint: Any, values: Sequence[Any]) -> Any:
    inner, wrap = _kind(hint)
    if wrap == "many":
        return {"of": _columns(inner, [item for value in values for item in value]), "lengths": list(map(len, values))}
    if wrap == "maybe":
        present = [value for value in values if value is not None]
        return {"of": _columns(inner, present), "there": [int(value is not None) for value in values]}
    if wrap == "numbers":
        return list(map(list, values))
    return {"of": _columns(inner, values)} if wrap == "one" else values


def _made(maker: Any, columns: Mapping[str, Any]) -> list[Any]:
    """The instances that columns were made of."""
    fields = {name: _values(hint, columns[name]) for name, hint in _fields(maker).items()}
    return list(starmap(maker, zip(*fields.values(), strict=True)))


def _values(hint: Any, column: Any) -> Iterable[Any]:
    inner, wrap = _kind(hint)
    if wrap == "plain":
        if isinstance(inner, type) and issubclass(inner, Enum):
            return map(inner, column)
        return map(_tuple, column) if column and isinstance(column[0], list) else column
    if wrap == "numbers":
        return map(inner, column)
    items = iter(_made(inner, column["of"]))
    if wrap == "many":
        return [tuple(next(items) for _ in range(length)) for length in column["lengths"]]
    if wrap == "maybe":
        return [next(items) if there else None for there in column["there"]]
    return items


def _tuple(value: Any) -> Any:
    return tuple(map(_tuple, value)) if isinstance(value, list) else value


@functools.cache
def _fields(maker: Any) -> Mapping[str, Any]:
    hints = get_type_hints(maker)
    names = [field.name for field in dataclasses.fields(maker)] if dataclasses.is_dataclass(maker) else maker._fields
    return {name: hints[name] for name in names}


@functools.cache
def _kind(hint: Any) -> tuple[Any, str]:
    """What makes the items inside a field's type, and whether it holds many, maybe one or one, numbers or plain values."""
    if _is_record(hint):
        return hint, "one"
    args = [arg for arg in get_args(hint) if arg not in {type(None), ...}]
    if get_origin(hint) is MutableSequence:
        return integers if args == [int] else floats, "numbers"
    if len(args) == 1 and _is_record(args[0]):
        if get_origin(hint) is tuple:
            return args[0], "many"
        if get_origin(hint) in {Union, types.UnionType}:
            return args[0], "maybe"
    return hint, "plain"


def _is_record(hint: Any) -> bool:
    return dataclasses.is_dataclass(hint) or hasattr(hint, "_fields")
