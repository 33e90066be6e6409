"""Documents are tested like code: README's commands and outputs, the schema, the examples of the help, the size of files."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest
from readme_commands import COMMANDS, OUTPUT, README, ROOT, command_table, examples_of, renewed, sample_store

from pipeline.cli import main as kehoach

TEXT = README.read_text(encoding="utf-8")
PACKAGES = ("data", "normalizers", "extractors", "pipeline")
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "data/SOURCES.md", "data/samples/README.md")
# Places that hold for one machine only, and hosts of package registries; written so that this file has none itself.
PLACES = re.compile("|".join(["/" + "home/", "/" + "root/", "/" + "tmp/", "py" + "pi\\.", "python" + "hosted", "conda\\."]))


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    return sample_store(tmp_path_factory.mktemp("readme"))


def test_the_readme_shows_what_the_program_prints(store):
    assert COMMANDS.search(TEXT), "no block <!-- commands:start --> … <!-- commands:end -->"
    assert OUTPUT.search(TEXT), "no block <!-- output: kehoach … -->"
    assert TEXT.count("<!-- output:") == len(OUTPUT.findall(TEXT)), "an output block is not closed, or has no ```text"
    assert renewed(TEXT, store) == TEXT, "run: python scripts/readme_commands.py --write"


def test_the_outputs_of_the_readme_say_something(store):
    for block in OUTPUT.finditer(renewed(TEXT, store)):
        shown = block[0].removeprefix(block[1]).removesuffix(block[3])
        assert len(shown.splitlines()) >= 3, block[2]


def test_a_stale_readme_is_seen(store):
    for block in (COMMANDS, OUTPUT):
        at = block.search(TEXT)
        stale = TEXT[: at.end(1)] + "stale\n" + TEXT[at.end(1) :]
        assert renewed(stale, store) == renewed(TEXT, store) != stale


def test_the_readme_is_short():
    assert len(TEXT.splitlines()) <= 200


@pytest.mark.parametrize("name", sorted(kehoach.commands))
def test_every_command_has_an_example_that_it_accepts(name):
    command = kehoach.commands[name]
    assert examples_of(command), f"kehoach {name} has no example in its help"
    assert f"| `{name}` |" in command_table()
    for example in examples_of(command):
        _program, called, *arguments = shlex.split(example)
        assert called == name
        with command.make_context(name, list(arguments), resilient_parsing=False) as context:
            assert isinstance(context, click.Context)


def commands_written_in(text: str) -> list[list[str]]:
    """The kehoach command lines of a document: at the start of an indented or fenced line."""
    lines = re.findall(r"^(?: {4}|\$ )?kehoach [^\n`|]+$", text, re.MULTILINE)
    return [shlex.split(line.split("#")[0].strip().removeprefix("$ "))[1:] for line in lines]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_in_documents_are_commands(document):
    for words in commands_written_in((ROOT / document).read_text(encoding="utf-8")):
        name = next(word for word in words if not word.startswith("-"))
        assert name in kehoach.commands, words
        with kehoach.commands[name].make_context(name, words[words.index(name) + 1 :]):
            pass


@pytest.mark.parametrize("document", DOCUMENTS)
def test_files_named_in_documents_exist(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    named = re.findall(r"`((?:data|normalizers|extractors|pipeline|scripts|tests|notebooks)/[\w./-]+)`", text)
    assert [path for path in named if "NAME" not in path and not (ROOT / path).exists()] == []


def test_no_module_is_longer_than_400_lines():
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for folder in (*PACKAGES, "scripts", "tests")
        for path in (ROOT / folder).rglob("*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def test_no_file_names_a_place_of_one_machine():
    tracked = [path for folder in (*PACKAGES, "scripts", "notebooks", ".ci") for path in (ROOT / folder).rglob("*")]
    tracked += [ROOT / name for name in ("Makefile", "pyproject.toml", "requirements.lock", *DOCUMENTS)]
    texts = [
        path
        for path in tracked
        if path.suffix in {".py", ".sh", ".md", ".toml", ".lock", ".sql", ".ipynb", ""} and path.is_file()
    ]
    assert [path.relative_to(ROOT).as_posix() for path in texts if PLACES.search(path.read_text(encoding="utf-8"))] == []
