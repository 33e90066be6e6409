"""What a store was built of, kept beside it: from it the next build knows which documents changed."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.corrections import Correction
from pipeline.load import shown
from pipeline.manifest import FileRecord

FILE = "built.parquet"
COLUMNS = ("doc_id", "shard", "source_path", "corrections")

Told: TypeAlias = Mapping[str, Sequence[Correction]]  # by document


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the rows of a document come from; corrections: a digest of those applied to them."""

    shard: str
    source_path: str
    corrections: str


@dataclass(frozen=True, slots=True)
class Built:
    """The documents of a build, of its version. replaced: how many were put in since all were built at once."""

    key: str  # of the build: its moment and its versions
    documents: Mapping[str, Origin]
    replaced: int = 0


def by_document(corrections: Iterable[Correction]) -> Told:
    """Corrections in their order, by document."""
    found: defaultdict[str, list[Correction]] = defaultdict(list)
    for one in corrections:
        found[one.doc_id].append(one)
    return found


def origins(live: Iterable[FileRecord], told: Told) -> dict[str, Origin]:
    """Where the rows of the live documents come from."""
    return {
        record.doc_id: Origin(record.shard, shown(record.path), _digest(told.get(record.doc_id, ())))
        for record in live
        if record.doc_id and record.shard
    }


def save(built: Built, parts: Path) -> None:
    """Keeps it in the folder beside the store, whole or not at all."""
    rows = sorted(built.documents.items())
    columns = [[doc_id for doc_id, _ in rows], *([getattr(origin, name) for _, origin in rows] for name in COLUMNS[1:])]
    table = pa.table(dict(zip(COLUMNS, (pa.array(column, pa.string()) for column in columns), strict=True)))
    draft = parts / f"{FILE}.new"
    pq.write_table(table.replace_schema_metadata({"key": built.key, "replaced": str(built.replaced)}), draft)
    draft.replace(parts / FILE)


def load(parts: Path) -> Built | None:
    """What was kept; None if nothing that can be read was."""
    try:
        table = pq.read_table(parts / FILE)
    except (OSError, pa.ArrowInvalid):
        return None
    told = {name.decode(): value.decode() for name, value in (table.schema.metadata or {}).items()}
    columns = (table.column(name).to_pylist() for name in COLUMNS)
    documents = {doc_id: Origin(*origin) for doc_id, *origin in zip(*columns, strict=True)}
    return Built(told.get("key", ""), documents, int(told.get("replaced", "0")))


def _digest(corrections: Sequence[Correction]) -> str:
    return hashlib.sha256(repr(corrections).encode("utf-8", "backslashreplace")).hexdigest()[:16] if corrections else ""
