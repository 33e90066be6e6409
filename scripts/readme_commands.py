"""Renews what README.md shows of the program: the table of commands, and the output of the questions it asks.

python scripts/readme_commands.py --write       writes README.md
python scripts/readme_commands.py               says whether it is current (exit code 1 if not)

<!-- commands:start --> … <!-- commands:end --> holds the table; <!-- output: kehoach … --> … <!-- end --> what the
command in the marker prints, run on a store of the sample plans.
"""

from __future__ import annotations

import argparse
import re
import shlex
import sys
import tempfile
from pathlib import Path

import click
from click.testing import CliRunner

from pipeline.cli import main as kehoach
from pipeline.run import ingest

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
SAMPLES = ROOT / "data" / "samples"
DEMO = "build/demo.duckdb"  # the store in the README's commands: what make demo makes

COMMANDS = re.compile(r"(<!-- commands:start -->\n).*?(<!-- commands:end -->)", re.DOTALL)
# "<!-- output: kehoach coverage --top 4 -->\n```text\n…```\n<!-- end -->" | not a marker without its end
OUTPUT = re.compile(r"(<!-- output: kehoach ([^\n]+?) -->\n```text\n)(?:(?!<!--).)*?(```\n<!-- end -->)", re.DOTALL)


class CommandFailed(Exception):
    """A command of the README that ended with an error."""


def renewed(readme: str, store: Path) -> str:
    """The text of the README with its blocks as the program has them now; store: one of the sample plans."""
    with_table = COMMANDS.sub(lambda match: match[1] + command_table() + match[2], readme)
    return OUTPUT.sub(lambda match: match[1] + output(match[2], store) + match[3], with_table)


def command_table() -> str:
    """One row a command: its name, what it does, its first example."""
    rows = ["| command | what it does | example |", "|---|---|---|"]
    for name, command in sorted(kehoach.commands.items()):
        about = (command.help or "").strip().split("\n\n")[0].replace("\n", " ")
        rows.append(f"| `{name}` | {' '.join(about.split())} | `{examples_of(command)[0]}` |")
    return "\n".join(rows) + "\n"


def examples_of(command: click.Command) -> list[str]:
    """The command lines under "Ví dụ" in a command's help."""
    lines = (command.epilog or "").splitlines()
    return [line.strip() for line in lines if line.startswith("  kehoach ")]


def output(words: str, store: Path) -> str:
    """What a command prints; raises CommandFailed."""
    arguments = [str(store) if word == DEMO else word for word in shlex.split(words)]
    done = CliRunner().invoke(kehoach, arguments)
    if done.exit_code:
        raise CommandFailed(f"kehoach {words}: {done.stderr or done.exception}")
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def sample_store(folder: Path) -> Path:
    """A store of the sample plans."""
    store = folder / "demo.duckdb"
    ingest([SAMPLES / "plans", SAMPLES / "comparison"], store, jobs=1)
    return store


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write README.md")
    write = parser.parse_args().write
    old = README.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        new = renewed(old, sample_store(Path(folder)))
    if new == old:
        print("README.md is current")
        return 0
    if write:
        README.write_text(new, encoding="utf-8")
        print("README.md renewed")
        return 0
    print("README.md is not current: python scripts/readme_commands.py --write")
    return 1


if __name__ == "__main__":
    sys.exit(main())
