"""A run whose reader does harm to files of certain names: it dies, hangs, takes memory, starts programs or writes no end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-c", "from pipeline.cli import main; main()"]

# The reader is changed in every process by a sitecustomize of the test.
SABOTAGE = """
import os, re, subprocess, sys, time
from pipeline import ingest
read = ingest.read
def sabotaged(path):
    if "chet" in path.name:
        os._exit(9)
    if "treo" in path.name:
        time.sleep(600)
    if "ket" in path.name:  # in C, without ever giving the interpreter back
        re.match(r"(a|a)*$", "a" * 64 + "b")
    if "no-dan" in path.name:
        held = []
        while True:
            held.append(bytearray(os.urandom(1 << 20)))
    if "no-ngay" in path.name:
        bytearray(1 << 40)
    if "sinh-con" in path.name:
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        path.with_suffix(".pid").write_text(str(child.pid))
        time.sleep(1)  # a program that a reader waits for runs longer than that
        os._exit(9)
    return read(path)
ingest.read = sabotaged
"""


def run_sabotaged(plans: Path, store: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Ingests plans with the sabotaged reader."""
    folder = plans.parent
    (folder / "sitecustomize.py").write_text(SABOTAGE, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])}
    command = [*COMMAND, "ingest", str(plans), "--store", str(store), *options]
    return subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
