"""The architecture: imports only downwards, and every module of a registry keeps the contract of its folder."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import pickle
import re
import subprocess
import sys
import tomllib
from collections import Counter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from data.document import Document
from data.facts import Fact, meaning
from data.samples.render import HERE
from extractors import Extraction, extract, finders
from pipeline import ingest
from pipeline.queries import queries
from pipeline.tables import fact_table

ROOT = Path(__file__).parents[1]
PACKAGES = ("data", "normalizers", "extractors", "pipeline")
PLANS = sorted((HERE / "plans").iterdir())


def lint_imports(*settings: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([program, "--no-cache", *settings], cwd=ROOT, capture_output=True, text=True, check=False)


def test_imports_go_only_downwards():
    done = lint_imports()
    assert done.returncode == 0, done.stdout
    assert "1 kept, 0 broken" in done.stdout


def test_an_import_upwards_would_be_seen(tmp_path):
    """The contract turned round must break: so the check looks at the right packages."""
    contract = tmp_path / "upside-down.toml"
    contract.write_text(
        "[tool.importlinter]\nroot_packages = ['data', 'normalizers', 'extractors', 'pipeline']\n"
        "[[tool.importlinter.contracts]]\nname = 'upside down'\ntype = 'layers'\n"
        "layers = ['data', 'normalizers', 'extractors', 'pipeline']\n"
    )
    done = lint_imports("--config", str(contract))
    assert done.returncode == 1
    assert "0 kept, 1 broken" in done.stdout


def packages_imported_in(*folders: str) -> set[str]:
    """The distributions, ours left out, whose modules the code imports, also where it does so late."""
    files = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    if "data" in folders:  # the samples are no part of the package
        files = [path for path in files if "samples" not in path.relative_to(ROOT).parts]
    nodes = [node for path in files for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    known = packages_distributions()
    found = {known[top][0] for name in names if (top := name.split(".")[0]) in known and top not in sys.stdlib_module_names}
    return {canonicalize_name(name) for name in found} - {"kehoach"}


def required(*lists: str) -> set[str]:
    """The names in lists of requirements."""
    return {canonicalize_name(Requirement(line).name) for line in lists}


# Parts of the stack that analysts script with beside kehoach; here they are the oracles of our own readers, in tests.
GIVEN = {"pdfplumber", "python-docx"}


def test_dependencies_are_what_the_code_imports():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = settings["optional-dependencies"]
    dev = extras.pop("dev")
    run = [*settings["dependencies"], *(line for lines in extras.values() for line in lines)]
    assert packages_imported_in(*PACKAGES) | GIVEN == required(*run)
    assert packages_imported_in("data/samples", "scripts", "tests") <= required(*run, *dev)


def test_nothing_public_is_there_for_tests_alone():
    """Every function and class is named by the program, a script, a notebook or the README, besides where it is defined."""
    told = [path for folder in (*PACKAGES, "scripts", "notebooks") for path in (ROOT / folder).rglob("*")]
    told = [path for path in told if path.suffix in {".py", ".sql", ".html", ".ipynb"}]
    texts = [path.read_text(encoding="utf-8") for path in (*told, ROOT / "README.md")]
    named = Counter(word for text in texts for word in re.findall(r"\w+", text))
    alone = []
    for path in (path for folder in PACKAGES for path in (ROOT / folder).rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        for node in ast.parse(source).body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
                continue
            if isinstance(node, ast.FunctionDef) and node.decorator_list:
                continue  # a command, or what another library is told of
            within = re.findall(rf"\b{node.name}\b", ast.get_source_segment(source, node) or "")
            if named[node.name] == len(within):
                alone.append(f"{path.relative_to(ROOT)}: {node.name}")
    assert alone == []


@pytest.mark.parametrize("reader", ingest.readers(), ids=lambda reader: reader.NAME)
def test_a_reader_keeps_the_contract(reader):
    assert reader.NAME == reader.NAME.lower().strip() != ""
    assert reader.SUFFIXES
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in reader.SUFFIXES)
    assert 0 < reader.ORDER < 100
    assert list(inspect.signature(reader.sniff).parameters) == ["head", "path"]
    assert list(inspect.signature(reader.read).parameters) == ["path", "file_sha256"]
    assert inspect.signature(reader.read).return_annotation in {Document, "Document"}
    assert reader.__doc__
    assert reader.sniff.__doc__
    assert reader.read.__doc__


def test_readers_and_tables_of_facts_have_names_of_their_own():
    for names in ([reader.NAME for reader in ingest.readers()], [fact_table(finder.FACT).name for finder in finders()]):
        assert names
        assert len(set(names)) == len(names)


@pytest.mark.parametrize("reader", ingest.readers(), ids=lambda reader: reader.NAME)
def test_a_reader_leaves_a_random_binary_alone(reader, tmp_path):
    path = tmp_path / "x.bin"
    path.write_bytes(bytes(range(256)) * 40)
    assert not reader.sniff(path.read_bytes()[: ingest.HEAD], path)


@pytest.mark.parametrize("finder", finders(), ids=lambda finder: finder.__name__)
def test_a_finder_keeps_the_contract(finder):
    assert issubclass(finder.FACT, Fact)
    assert dataclasses.is_dataclass(finder.FACT)
    assert finder.FACT.__dataclass_params__.frozen
    assert "__slots__" in vars(finder.FACT)
    assert finder.FACT.__module__ == finder.__name__, "a type lives beside its maker"
    assert list(inspect.signature(finder.find).parameters) == ["document", "header"]
    assert finder.__doc__
    assert finder.find.__doc__
    untold = [
        column.name
        for column in dataclasses.fields(finder.FACT)
        if not meaning(column) and not str(column.type).startswith("tuple[")
    ]
    assert untold == [], "columns without a meaning"


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.name)
def test_documents_and_facts_travel_between_processes(path):
    document = ingest.read(path)
    extraction = extract(document)
    assert pickle.loads(pickle.dumps(document)) == document
    again = pickle.loads(pickle.dumps(extraction))
    assert isinstance(again, Extraction)
    assert again == extraction


def test_views_say_what_they_are():
    titles = [query.title for query in queries().values()]
    assert len(set(titles)) == len(titles)
    assert all(query.title and query.meaning for query in queries().values())
