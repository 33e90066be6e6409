"""The same plan as text, as a Word file of today and of old, and as PDF: every figure of the gold gate is the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from extent import sample
from label_sets import SetAbsent, label_set
from rendered_documents import as_word, converted

from pipeline import ingest, run
from pipeline.evaluate import evaluate
from pipeline.figures import Report
from pipeline.ingest import libre_office

pytestmark = [pytest.mark.slow]

WITHIN = 0.005  # by which a figure may differ from that of the text
needs_office = pytest.mark.skipif(libre_office.program() is None, reason="LibreOffice is not installed")


class Rendered:
    """Labelled plans of text and the same rendered to other formats, in one store: building one takes longest."""

    def __init__(self, folder: Path) -> None:
        gold = label_set("gold", folder)
        typed = {path.name: path for path in gold.plans if path.suffix in {".txt", ".md"}}
        rows = [json.loads(path.read_text(encoding="utf-8")) for path in gold.labels]
        self.rows = sample([row for row in rows if row["doc"] in typed], 3)
        self.folder, self.store = folder, folder / "store.duckdb"
        texts = [typed[row["doc"]] for row in self.rows]
        word = [folder / f"{path.stem}.docx" for path in texts]
        for source, path in zip(texts, word, strict=True):
            as_word(ingest.read(source), path)
        files = [*texts, *word]
        if libre_office.program() is not None:
            for form in ("pdf", "doc"):
                files += converted(word, form, folder, folder / "profile")
        run.ingest(files, self.store, jobs=1)

    def report(self, form: str) -> Report:
        """The figures of the plans in a format, "" for the text that they were made of."""
        labels = self.folder / f"labels-{form}"
        labels.mkdir(exist_ok=True)
        for row in self.rows:
            doc = f"{Path(row['doc']).stem}.{form}" if form else row["doc"]
            (labels / f"{doc}.json").write_text(json.dumps({**row, "doc": doc}), encoding="utf-8")
        return evaluate(self.store, sorted(labels.iterdir()))


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    try:
        return Rendered(tmp_path_factory.mktemp("rendered"))
    except SetAbsent as absent:
        pytest.skip(str(absent))


@pytest.mark.parametrize("form", ["docx", pytest.param("doc", marks=needs_office), pytest.param("pdf", marks=needs_office)])
def test_every_figure_is_that_of_the_text(rendered: Rendered, form: str) -> None:
    text, other = rendered.report(""), rendered.report(form)
    assert other.absent == []
    assert {name: figure.labelled for name, figure in text.figures.items()} == {
        name: figure.labelled for name, figure in other.figures.items()
    }
    misses = [f"{miss.figure} {miss.doc}: {miss.said}" for miss in other.misses]
    apart = {
        name: (round(figure.score, 4), round(other.figures[name].score, 4))
        for name, figure in text.figures.items()
        if abs(figure.score - other.figures[name].score) > WITHIN
    }
    assert apart == {}, "\n".join(misses[:20])
