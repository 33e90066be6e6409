"""A file that dies, hangs or swells costs itself only, and is named with the cause; the workers' programs end with them."""

from __future__ import annotations

import json
import os
import platform
import signal
import time

import psutil
import pytest
from folders import rows, write_plans
from sabotage import run_sabotaged

from pipeline.limits import MEGABYTE, MEMORY, SECONDS_MOST, Limits, default_memory, is_harmless
from pipeline.progress import Pace
from pipeline.screen import _Lines, said_of
from pipeline.shards import BatchReport, Job, _record
from pipeline.workers import give_back

HARM = [
    # file, options, what its line of problems says
    ("chet.txt", ["--jobs", "2"], "bị chết giữa chừng (mã thoát 9,"),
    ("treo.txt", ["--jobs", "2", "--limit-time", "5"], "quá 5 giây"),
    ("ket.txt", ["--jobs", "2", "--limit-time", "5"], "quá 5 giây"),  # no thread of Python could have rung
    ("no-dan.txt", ["--jobs", "2", "--limit-memory", "256"], "cần hơn 256 MB bộ nhớ"),  # megabyte by megabyte
    ("no-ngay.txt", ["--jobs", "2", "--limit-memory", "256"], "cần hơn 256 MB bộ nhớ"),  # at one stroke
]


@pytest.mark.slow
@pytest.mark.parametrize("name, options, says", HARM)
def test_a_harmful_file_costs_itself_only(tmp_path, name, options, says):
    plans, store = tmp_path / "plans", tmp_path / "kho.duckdb"
    write_plans(plans, 2)
    (plans / name).write_text("KẾ HOẠCH\nGì đó.", encoding="utf-8")
    done = run_sabotaged(plans, store, *options)
    assert done.returncode == 6, done.stderr
    assert rows(store, "SELECT count(*) FROM documents") == [(2,)]
    assert rows(store, "SELECT parse_filename(source_path), state FROM files WHERE state <> 'read'") == [
        (name, "unreadable")
    ]
    ((problem, advice),) = rows(store, "SELECT problem, advice FROM ingest_problems WHERE kind <> 'reference'")
    assert says in problem
    assert "--retry" in advice


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a signal that cannot be caught")
def test_a_file_that_kills_the_run_itself_costs_itself_only_next_time(tmp_path):
    plans, store = tmp_path / "plans", tmp_path / "kho.duckdb"
    write_plans(plans, 4)
    (plans / "chet.txt").write_text("KẾ HOẠCH\nGì đó.", encoding="utf-8")
    assert [run_sabotaged(plans, store, "--jobs", "1").returncode for _ in range(2)] == [9, 6]
    assert rows(store, "SELECT count(*) FROM documents") == [(4,)]


@pytest.mark.slow
def test_programs_of_a_dead_worker_are_ended(tmp_path):
    plans, store = tmp_path / "plans", tmp_path / "kho.duckdb"
    write_plans(plans, 1)
    (plans / "sinh-con.txt").write_text("KẾ HOẠCH\nGì đó.", encoding="utf-8")
    run_sabotaged(plans, store, "--jobs", "2")
    child = int((plans / "sinh-con.pid").read_text())
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE


@pytest.mark.parametrize(
    "name, megabytes, seconds",
    [
        ("a.txt", 0, 60),
        ("a.MD", 10, 360),  # large text takes longer
        ("a.pdf", 0, 600),  # one page of a scan may stand in it
        ("a.pdf", 20, 1800),
        ("a", 1, 660),  # unknown: as the slowest
        ("a.pdf", 1_000_000, SECONDS_MOST),
    ],
)
def test_seconds_follow_format_and_size(name, megabytes, seconds):
    assert Limits(1).seconds_of(name, megabytes * MEGABYTE) == seconds
    assert Limits(1, seconds=7).seconds_of(name, megabytes * MEGABYTE) == 7


@pytest.mark.parametrize(
    "name, size, harmless",
    [
        ("a.txt", 1000, True),
        ("a.docx", 1000, False),  # a zip may hold anything
        ("a.pdf", 1000, False),
        ("a.html", 1000, False),  # parsed in C
        ("a.txt", 10 * MEGABYTE, False),
        ("a", 10, False),
    ],
)
def test_only_small_plain_text_is_read_without_a_worker(name, size, harmless):
    assert is_harmless(name, size) is harmless


def test_memory_is_shared_out_over_the_workers():
    assert default_memory(1) <= MEMORY
    assert default_memory(1000) == 512 * MEGABYTE


def _report(*jobs: Job) -> BatchReport:
    return BatchReport(tuple(_record(job, "read" if "tot" in job.path else "unreadable", "", "") for job in jobs))


def test_pace_weighs_files_by_size(monkeypatch):
    now = iter([0.0, 10.0, 20.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(now))
    small, large = Job("tot.txt", 0, 0, ""), Job("xau.pdf", 60_000, 0, "")
    pace = Pace.of([small, large])
    first = pace.after(_report(small))
    assert (first.done, first.total, first.problems, first.seconds_left) == (1, 2, 0, 40.0)  # 20 of 100 kB in 10 s
    last = pace.after(_report(large))
    assert (last.done, last.problems, last.seconds_left, last.files_a_second) == (2, 1, 0.0, 0.1)
    assert said_of(last) == "0,1 tệp/giây · còn 0:00:00 · 1 tệp chưa đọc được"


def test_progress_for_programs_is_json_now_and_then(monkeypatch, capsys):
    now = iter([0.0, 1.0, 2.0, 7.0, 8.0])
    monkeypatch.setattr(time, "monotonic", lambda: next(now))
    jobs = [Job(f"tot-{n}", 1, 0, "") for n in range(4)]
    pace, lines = Pace.of(jobs), _Lines()
    for job in jobs:
        lines.tell(pace.after(_report(job)))
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [line["done"] for line in told] == [1, 3, 4]  # the second came too soon after the first
    assert set(told[0]) == {"done", "total", "problems", "seconds", "files_a_second", "seconds_left"}


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps what is freed")
def test_what_is_freed_goes_back_to_the_system():
    held = [bytearray(os.urandom(64 << 10)) for _ in range(1600)]
    kept = held[::100]  # what lives on lies between what does not
    full = psutil.Process().memory_info().rss
    del held
    give_back()
    assert full - psutil.Process().memory_info().rss > 50 << 20
    assert len(kept) == 16
