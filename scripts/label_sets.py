"""The sets of labelled plans that a store is measured on, and the measuring.

samples: our own plans, as committed; samples-FORMAT: the same, rendered to one format; gold: real plans with labels by
others, and blind: real plans with labels of ours, both only where the folder ../shared is; further: plans that we wrote and
labelled before any extractor saw them, to learn how rules fare on what they were not made for.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
FLOORS = ROOT / "tests" / "floors.json"
SAMPLES = ROOT / "data" / "samples"
FURTHER = ROOT / "tests" / "further"
FORMATS = ("txt", "docx", "html", "pdf")

sys.path.insert(0, str(ROOT / "tests"))

from blind import NAMES, labels  # noqa: E402

from data.samples.render import WRITERS, plans  # noqa: E402
from pipeline.evaluate import evaluate  # noqa: E402
from pipeline.figures import Report  # noqa: E402
from pipeline.run import ingest  # noqa: E402

Floors = Mapping[str, Mapping[str, float]]  # by set and figure, four digits


class SetAbsent(Exception):
    """A set whose plans or labels are not on this machine; says which."""


@dataclass(frozen=True, slots=True)
class LabelSet:
    """Label files, and the plans that they are of."""

    name: str
    labels: tuple[Path, ...]
    plans: tuple[Path, ...]

    def store(self, folder: Path) -> Path:
        """A store of the plans of this set, made in the folder."""
        store = folder / f"{self.name}.duckdb"
        ingest(self.plans, store, jobs=1)
        return store

    def measure(self, folder: Path) -> Report:
        """The figures of this set on a fresh store."""
        return evaluate(self.store(folder), self.labels)


def label_set(name: str, folder: Path) -> LabelSet:
    """A set by name, ready to be measured; what has to be made for it goes to the folder. Raises SetAbsent."""
    return SETS[name](folder)


def _samples(_folder: Path) -> LabelSet:
    return LabelSet("samples", _json(SAMPLES / "labels"), tuple(sorted((SAMPLES / "plans").iterdir())))


def _further(_folder: Path) -> LabelSet:
    return LabelSet("further", _json(FURTHER / "labels"), tuple(sorted((FURTHER / "plans").iterdir())))


def _samples_as(form: str) -> Callable[[Path], LabelSet]:
    def made(folder: Path) -> LabelSet:
        rendered = folder / form
        rendered.mkdir(parents=True, exist_ok=True)
        for plan in plans():
            (rendered / f"{plan.name}.{form}").write_bytes(next(w for f, w in WRITERS.items() if f == form)(plan))
        return LabelSet(f"samples-{form}", _json(SAMPLES / "labels"), tuple(sorted(rendered.iterdir())))

    return made


def _gold(_folder: Path) -> LabelSet:
    found = _json(_present(SHARED / "gold"))
    named = [json.loads(path.read_text(encoding="utf-8"))["doc"] for path in found]
    return LabelSet("gold", found, tuple(map(_real_plan, named)))


def _blind(folder: Path) -> LabelSet:
    _present(SHARED / "plans")
    made = folder / "blind-labels"
    made.mkdir(parents=True, exist_ok=True)
    docs = []
    for name in NAMES:
        row = labels(name, SHARED)
        (made / f"{name}.json").write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
        docs.append(_real_plan(str(row["doc"])))
    return LabelSet("blind", _json(made), tuple(docs))


def _real_plan(name: str) -> Path:
    found = [path for folder in ("seeds", "plans") if (path := SHARED / folder / name).is_file()]
    if not found:
        raise SetAbsent(f"{name} is neither in ../shared/seeds nor in ../shared/plans")
    return found[0]


def _present(folder: Path) -> Path:
    if not folder.is_dir():
        raise SetAbsent(f"../shared/{folder.name} is not here")
    return folder


def _json(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(folder.glob("*.json")))


SETS: Mapping[str, Callable[[Path], LabelSet]] = {
    "samples": _samples,
    **{f"samples-{form}": _samples_as(form) for form in FORMATS},
    "further": _further,
    "gold": _gold,
    "blind": _blind,
}

LABEL_FOLDERS: Mapping[str, Path] = {
    "samples": SAMPLES / "labels",
    "further": FURTHER / "labels",
    "blind": ROOT / "tests" / "blind",
    "gold": SHARED / "gold",
}


def digest(folder: Path) -> str:
    """SHA-256 over the names and bytes of the label files of a folder."""
    together = hashlib.sha256()
    for path in _json(folder):
        together.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return together.hexdigest()


@dataclass(frozen=True, slots=True)
class FloorFile:
    """tests/floors.json: the least that every figure must be, and which labels it was measured with."""

    floors: Floors
    label_digests: Mapping[str, str]

    @classmethod
    def read(cls, text: str) -> FloorFile:
        """From the text of the file."""
        row = json.loads(text)
        return cls(row["floors"], row["labels"])

    def write(self) -> str:
        """The text of the file."""
        return json.dumps({"labels": self.label_digests, "floors": self.floors}, indent=1, sort_keys=True) + "\n"


def lowered(old: Floors, new: Floors) -> list[str]:
    """The floors that are lower than they were, or gone."""
    return [
        f"{name} {figure}: {floor} → {new.get(name, {}).get(figure)}"
        for name, figures in old.items()
        for figure, floor in figures.items()
        if new.get(name, {}).get(figure, -1.0) < floor
    ]
