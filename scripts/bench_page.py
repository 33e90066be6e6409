"""How fast the page answers on a large store, made by multiplying a small one.

    python scripts/bench_page.py build/demo.duckdb --documents 100000

Prints, for each screen, the first answer, the median of others with other parameters, and the first again: by the clock, and
of the processors' time (the database works on all of them). Asked once what is worked out in advance is there.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import duckdb
from starlette.testclient import TestClient

from pipeline.build import COUNTED
from pipeline.ground import OFFLINE, STORAGE_VERSION
from pipeline.tables import tables
from pipeline.web.app import build_app
from pipeline.web.settings import Settings

FACTS = {"fact_id", "task_id", "target_id", "citation_id", "finding_id", "other_citation_id"}
IDS = {"doc_id", "cited_doc_id", "other_doc_id", *FACTS}
WORKED_OUT = {"province_citations", "indicator_promises"}  # by the last step of a build
WORDS = ("dong nai", "ke hoach", "cai cach", "so noi vu", "2025", "hue 2024")
SHOWN_TEXT = 2_000  # letters kept of the texts of copies: the screens read one text at a time


def multiplied(small: Path, large: Path, documents: int) -> int:
    """Writes a store with copies of every document, each with identities of its own; how many documents it has."""
    large.unlink(missing_ok=True)
    with duckdb.connect(config=OFFLINE) as connection:
        connection.execute(f"ATTACH '{small}' AS small (READ_ONLY)")
        connection.execute(f"ATTACH '{large}' AS large (STORAGE_VERSION '{STORAGE_VERSION}')")
        ((have,),) = connection.execute("SELECT count(*) FROM small.documents").fetchall()
        times = -(-documents // have)
        specs = tables()
        for (name,) in connection.execute("SELECT table_name FROM duckdb_tables() WHERE database_name = 'small'").fetchall():
            columns = {row[0] for row in connection.execute(f'DESCRIBE small."{name}"').fetchall()}
            spec = specs.get(name)
            keys = {*IDS, *([spec.id_column] if spec and spec.id_column else [])} & columns
            if name in WORKED_OUT and spec is not None:
                connection.execute(spec.create_sql().replace(f'"{name}"', f'large."{name}"', 1))
                continue
            if name in {"build", "legal_documents"} or not keys & {"doc_id", "fact_id", "task_id"}:
                connection.execute(f'CREATE TABLE large."{name}" AS FROM small."{name}"')
                continue
            new = [f"CASE WHEN {key} <> '' THEN left(sha256({key} || '#' || n), 16) END AS {key}" for key in sorted(keys)]
            if name == "documents":
                new += [f"left(text, {SHOWN_TEXT}) AS text", "replace(source_path, '.', concat('-', n, '.')) AS source_path"]
            replaced = f'SELECT * REPLACE ({", ".join(new)}) FROM range({times}) AS copies (n), small."{name}"'  # noqa: S608
            connection.execute(f'CREATE TABLE large."{name}" AS {replaced}')
        connection.execute("USE large")
        views = [
            sql
            for (sql,) in connection.execute(
                "SELECT sql FROM duckdb_views() WHERE database_name = 'small' AND NOT internal ORDER BY view_oid"
            ).fetchall()
        ]
        while views:  # a view may stand on one that was made later
            waiting = [sql for sql in views if not _made(connection, sql)]
            if len(waiting) == len(views):
                raise RuntimeError(f"no view of these can be made: {waiting}")
            views = waiting
        connection.execute(COUNTED.read_text(encoding="utf-8"))
        connection.execute("UPDATE build SET documents = (SELECT count(*) FROM documents)")
        connection.execute("USE memory")
        connection.execute("DETACH large")
    return int(times * have)


def _made(connection: duckdb.DuckDBPyConnection, sql: str) -> bool:
    """Whether a view can be made by now."""
    try:
        connection.execute(sql)
    except duckdb.CatalogException:
        return False
    return True


def main() -> None:
    """Multiplies, asks, prints."""
    parser = argparse.ArgumentParser()
    parser.add_argument("store", type=Path)
    parser.add_argument("--documents", type=int, default=100_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.store.parent) as folder:
        store = Path(folder) / "large.duckdb"
        begun = time.perf_counter()
        count = multiplied(given.store, store, given.documents)
        print(f"{count} documents, {store.stat().st_size / 2**20:.0f} MB, made in {time.perf_counter() - begun:.0f} s")
        begun, used = time.perf_counter(), time.process_time()
        app = build_app(Settings(store, seconds=60))
        print(f"opened in {time.perf_counter() - begun:.1f} s")
        with duckdb.connect(str(store), read_only=True) as connection:
            ids = [row[0] for row in connection.execute("SELECT doc_id FROM citations USING SAMPLE 8").fetchall()]
            facts = [row[0] for row in connection.execute("SELECT target_id FROM targets USING SAMPLE 6").fetchall()]
            indicators = [
                row[0]
                for row in connection.execute(
                    "SELECT indicator_id FROM targets WHERE indicator_id <> '' GROUP BY 1 ORDER BY count(*) DESC LIMIT 6"
                ).fetchall()
            ]
        asked = {
            "overview": ["/"],
            "documents": [f"/documents?q={words}" for words in WORDS] + ["/documents?page=900"],
            "document": [f"/documents/{one}" for one in ids],
            "fact": [f"/facts/{one}" for one in facts],
            "coverage": [
                "/coverage",
                "/coverage?top=20",
                "/coverage?document=63",
                "/coverage?document=76",
                "/coverage?top=40",
            ],
            "coverage by plan": ["/coverage?by=plan", "/coverage?by=plan&page=50", "/coverage?by=plan&province=Huế"],
            "coverage by field": ["/coverage?by=field"],
            "mentions": [
                "/coverage/mentions?document=76/NQ-CP@2021",
                "/coverage/mentions?document=63/2010/NĐ-CP&province=Huế",
            ],
            "compare": [f"/compare?indicator={one}" for one in indicators],
            "timeline": ["/timeline", "/timeline?unit=noi vu", "/timeline?province=Huế", "/timeline?year=2025&field=tthc"],
            "cascade": ["/cascade", "/cascade?link=implements", "/cascade?province=Huế", "/cascade?q=ubnd"],
            "cascade of a document": ["/cascade?above=76/NQ-CP@2021", "/cascade?above=942/QĐ-TTg@2021"],
            "coverage of a list": ["/coverage?by=required", "/coverage?by=required&year=2025"],
            "findings": ["/findings", "/findings?check=misspelt_unit", "/findings?q=trang"],
            "problems": ["/problems", "/problems?q=trang"],
        }
        with TestClient(app, base_url="http://localhost", follow_redirects=False) as client:
            _wait_for_warm(client)
            print(f"warm after {time.perf_counter() - begun:.1f} s, {time.process_time() - used:.1f} s of processor time")
            print(f"{'milliseconds (processor)':<24} {'first':>14} {'median of others':>18} {'again':>14}")
            for screen, addresses in asked.items():
                times = [_time(client, address) for address in addresses]
                others = [statistics.median(part) for part in zip(*times[1:], strict=True)] if times[1:] else []
                again = _time(client, addresses[0])
                print(f"{screen:<24} {_shown(times[0]):>14} {_shown(others):>18} {_shown(again):>14}", flush=True)
        print(f"processes waiting: {os.getloadavg()[0]:.0f}, memory {_peak():.0f} MB")


def _time(client: TestClient, address: str) -> tuple[float, float]:
    """Seconds by the clock, and of processor time."""
    begun, used = time.perf_counter(), time.process_time()
    answer = client.get(address)
    assert answer.status_code in {200, 307, 404}, (address, answer.status_code, answer.text[:300])
    return time.perf_counter() - begun, time.process_time() - used


def _shown(times: Sequence[float]) -> str:
    return f"{1000 * times[0]:.0f} ({1000 * times[1]:.0f})" if times else ""


def _wait_for_warm(client: TestClient) -> None:
    """Waits until the page has worked out what it works out in advance."""
    while any(thread.name == "warm-store" for thread in threading.enumerate()):
        time.sleep(0.2)
    client.get("/static/page.css")


def _peak() -> float:
    import resource  # noqa: PLC0415 not on Windows

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
