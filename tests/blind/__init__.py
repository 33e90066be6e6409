"""Hand labels of real documents, kept without their words: each long text is a span of the source file.

A label file holds offsets, short normalised values and closed sets; `labels` cuts the words out of the
source again and gives the shape of the gold labels. `"doubtful": true` marks a label
over which two careful readers may differ (NOTES.md says why).
"""

import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import cast
from xml.etree import ElementTree as ET

FOLDER = Path(__file__).parent
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.json")))

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{_W}tab": "\t", f"{_W}br": "\n"}


class SourceAbsentError(Exception):
    """The labelled document is not on this machine: says where it was looked for, so that a test can skip with a reason."""


def source_text(doc: str, shared: Path) -> str:
    """The text into which a label's offsets point: UTF-8 unchanged, or a Word file's paragraphs, one a line."""
    path = next((path for folder in ("seeds", "plans") if (path := shared / folder / doc).is_file()), None)
    if path is None:
        raise SourceAbsentError(f"{doc} is neither in {shared / 'seeds'} nor in {shared / 'plans'}: put the documents there")
    return _word_text(path) if path.suffix == ".docx" else path.read_bytes().decode("utf-8")


def labels(name: str, shared: Path) -> dict[str, object]:
    """The labels of one document in gold form: doc, header, and the lists that were labelled for it."""
    stored = cast("dict[str, object]", json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")))
    text = source_text(str(stored["doc"]), shared)
    out: dict[str, object] = {}
    for key, value in stored.items():
        if isinstance(value, list):
            out[key] = [_item(cast("dict[str, object]", item), text) for item in value]
        elif isinstance(value, dict):  # the header
            out[key] = _fields(cast("dict[str, object]", value), text)
        else:
            out[key] = value
    return out


def _item(stored: Mapping[str, object], text: str) -> dict[str, object]:
    item = _fields(stored, text)
    item["raw"] = _cut(stored, text)
    value = stored.get("value_span")
    if isinstance(value, dict):  # the value cell keeps its place beside its words
        item["value_span"] = {**value, "raw": _cut(value, text)}
    return item


def _fields(stored: Mapping[str, object], text: str) -> dict[str, object]:
    return {key: _words(part, text) if isinstance(part, dict) else part for key, part in stored.items()}


def _cut(span: Mapping[str, object], text: str) -> str:
    return text[cast("int", span["start"]) : cast("int", span["end"])]


def _words(span: Mapping[str, object], text: str) -> str:
    """The words of one span or several, joined by blanks, white space folded, mark-up stars removed."""
    pieces = cast("list[list[int]]", span.get("spans") or [[span["start"], span["end"]]])
    joined = " ".join(text[start:end] for start, end in pieces).replace("*", "")
    return re.sub(r"\s+", " ", joined).strip()


def _word_text(path: Path) -> str:
    """Every paragraph of the body in document order, those in cells too, each ended by a line feed."""
    with zipfile.ZipFile(path) as archive:
        root = ET.fromstring(archive.read("word/document.xml"))
    return "".join(_paragraph(paragraph) + "\n" for paragraph in root.iter(f"{_W}p"))


def _paragraph(paragraph: ET.Element) -> str:
    nodes = (node for run in paragraph.iter(f"{_W}r") for node in run)  # children of runs: a tab stop is no tab
    return "".join(node.text or "" if node.tag == f"{_W}t" else _BREAKS.get(node.tag, "") for node in nodes)
