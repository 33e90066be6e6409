"""A small plan, and stores built of it and of what people corrected."""

from __future__ import annotations

from pathlib import Path

from folders import citation, draft_of, make_store

from extractors import Extraction
from extractors.header import Header
from pipeline import corrections
from pipeline.corrections import FILES, Anchor, append, correction

TEXT = "Căn cứ Nghị quyết số 76/NQ-CP của Chính phủ.\nĐạt 95% hồ sơ đúng hạn.\nHết."
SETTLED = {"canonical": "76/NQ-CP", "resolution": "resolved"}


def extraction(**settings: object) -> Extraction:
    """The plan as extracted; settings are those of its one citation."""
    document = draft_of("a.txt", TEXT).finish()
    return Extraction(
        document,
        Header(canonical="1/KH-UBND", title="Tên", province_now="Huế"),
        (citation(document, "76/NQ-CP", **{**SETTLED, **settings}),),
    )


def anchor_of(made: Extraction, raw: str = "76/NQ-CP", table: str = "citations") -> Anchor:
    """The place of these words in the plan."""
    text = made.document.text
    return Anchor.at(made.document.file_sha256, table, text, text.index(raw), text.index(raw) + len(raw))


def built(folder: Path, made: Extraction, *told: corrections.Correction) -> Path:
    """A store of the plan with these corrections."""
    path = folder / "corrections.jsonl"
    append(path, told)
    parts = folder / "kho.duckdb.parts"
    parts.mkdir(exist_ok=True)
    FILES.remember(parts, [path])
    return make_store(folder, [made])


def told_set(made: Extraction, old: str | None, new: str | None, column: str = "canonical") -> corrections.Correction:
    """The correction of a value of the citation."""
    return correction("set", anchor_of(made), "Lan", "nhầm", column=column, old=old, new=new)
