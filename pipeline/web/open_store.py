"""The published store, open for reading: one version at a time, taken up anew when the file is replaced.

A request keeps the version it began with, so that no page mixes two builds. Beside the store stands a small database in
memory with what every screen needs at once: a folded list of documents, and the versions of plans worked out once.
"""

from __future__ import annotations

import atexit
import os
import tempfile
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

import duckdb

from data import rows
from pipeline.bulk import first_line, quoted
from pipeline.cited_search import find_cited
from pipeline.errors import PlanError, StoreError
from pipeline.ground import OFFLINE
from pipeline.queries import prepared, understood
from pipeline.store import REBUILD, cannot_open, check_is_store

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

T = TypeVar("T")
Row: TypeAlias = Mapping[str, Any]  # a row for a template; Any: what a cell holds is the affair of its column
Value: TypeAlias = str | int | float | None
Stamp: TypeAlias = tuple[int, int, int]

SQL = Path(__file__).with_name("sql")
KEPT_ANSWERS = 512
LARGEST_ASIDE = "4GB"  # on disk, of what is sorted and grouped
KEPT_ROWS = 5_000  # longer answers are not kept
FIRST_ASKED = ("overview_shares", "overview_cited", "overview_years", "overview_unread", "indicator_counts")
WARM_SECONDS = 300.0
LATEST_YEARS = 4  # for which it is worked out in advance who cites what must be cited
PREPARED = ("plans", "plan_versions")  # views that every question would work out over all documents


class TooSlow(PlanError):
    """A question that took longer than a page may take."""


class Version:
    """One build of the store. Answers are remembered: a build never changes."""

    def __init__(self, store: Path, stamp: Stamp, seconds: float) -> None:
        self.stamp = stamp
        self.seconds = seconds
        self._answers: OrderedDict[tuple[str, tuple[tuple[str, Value], ...]], list[Row]] = OrderedDict()
        self._lasting: dict[tuple[str, tuple[tuple[str, Value], ...]], list[Row]] = {}
        self._made: OrderedDict[tuple[object, ...], object] = OrderedDict()
        self._lock = threading.Lock()
        self._closed = False
        self._slow: duckdb.DuckDBPyConnection | None = None  # what is being worked out in advance
        self._warmer = threading.Thread(target=self.warm, name="warm-store", daemon=True)
        try:
            self._connection = duckdb.connect(config={**OFFLINE, **_aside()})
            self._connection.execute(f"ATTACH '{quoted(store)}' AS store (READ_ONLY)")
            self._connection.execute("SET enable_external_access = false")
            self._prepare()
        except duckdb.Error as error:
            raise cannot_open(store, error) from error
        for name in FIRST_ASKED:
            self.ask(name)
        self.build = self.ask("build")[0]

    def ask(self, name: str, /, **params: Value) -> list[Row]:
        """The rows that the question sql/NAME.sql gives; raises TooSlow."""
        return self._remembered(f"sql/{name}", (SQL / f"{name}.sql").read_text(encoding="utf-8"), params)

    def rows_of(self, table: str, doc_id: str, without: tuple[str, ...] = ()) -> list[Row]:
        """The rows of one of our tables that belong to a document, as they were loaded."""
        left_out = f" EXCLUDE ({', '.join(without)})" if without else ""
        sql = f'SELECT *{left_out} FROM store.main."{table}" WHERE doc_id = $doc'  # noqa: S608 names of ours
        return self._remembered(f"rows {table} {left_out}", sql, {"doc": doc_id})

    def document_of(self, fact_id: str, id_columns: Mapping[str, str]) -> str | None:
        """The document of a fact, looked for in these tables; None if none has it."""
        asked = (f'SELECT doc_id FROM store.main."{name}" WHERE "{column}" = $fact' for name, column in id_columns.items())  # noqa: S608 names of ours
        found = self._remembered("document of fact", f"{' UNION ALL '.join(asked)} LIMIT 1", {"fact": fact_id})
        return str(found[0]["doc_id"]) if found else None

    def view(self, name: str, /, **params: str | int) -> list[Row]:
        """The rows of a view of data/views; raises UnknownName, TooSlow."""
        sql, values = self._understood(name, params)
        return self._remembered(f"view/{name}", sql, values)

    def frame(self, name: str, /, **params: str | int) -> pd.DataFrame:
        """The answer of a view as a frame whose whole numbers stay whole."""
        sql, values = self._understood(name, params)
        return self._framed(sql, values)

    def ask_frame(self, name: str, /, **params: Value) -> pd.DataFrame:
        """The rows that the question sql/NAME.sql gives, as a frame whose whole numbers stay whole."""
        return self._framed((SQL / f"{name}.sql").read_text(encoding="utf-8"), params)

    def _framed(self, sql: str, values: Mapping[str, Value]) -> pd.DataFrame:
        from pipeline.queries import INTEGERS  # noqa: PLC0415

        with self._asking() as cursor:
            answered = cursor.execute(sql, dict(values))
            types = {column[0]: str(column[1]) for column in answered.description or ()}
            made: pd.DataFrame = answered.df()
        return made.astype({column: "Int64" for column, kind in types.items() if kind in INTEGERS})

    def table(self, name: str, limit: int, /, **params: str | int) -> pa.Table:
        """At most so many rows of a view, as an Arrow table."""
        sql, values = self._understood(name, params)
        with self._asking() as cursor:
            limited = f"SELECT * FROM ({sql}\n) LIMIT {int(limit)}"  # noqa: S608 a view of ours
            return cursor.sql(limited, params=values).to_arrow_table()

    def cited(self, words: str) -> list[str]:
        """The cited documents that words mean, as the command line finds them; raises UnknownName."""
        with self._asking() as cursor:
            return [one.name for one in find_cited(cursor, words)]

    def _understood(self, name: str, params: Mapping[str, str | int]) -> tuple[str, dict[str, str | int]]:
        """The statement of a view and its values as it compares them; raises UnknownName."""
        sql, values = prepared(name, params)

        def meant() -> dict[str, str | int]:
            with self._asking() as cursor:
                return understood(cursor, name, values)

        return sql, self.kept(("understood", name, *sorted(values.items())), meant) if params else values

    def kept(self, key: tuple[object, ...], make: Callable[[], T]) -> T:
        """What was worked out of this build, worked out once."""
        with self._lock:
            if key in self._made:
                return cast(T, self._made[key])
        made = make()
        with self._lock:
            self._made[key] = made
            if len(self._made) > KEPT_ANSWERS:
                self._made.popitem(last=False)
        return made

    def start_warming(self) -> None:
        """Begins to work out in advance, beside the first requests."""
        self._warmer.start()

    def warm(self) -> None:
        """Works out in advance what takes long in a large store; what cannot be is told by the screen that asks for it."""
        asked: list[tuple[str, dict[str, str | int]]] = [("findings_by_check", {}), ("cascade_steps", {})]
        years = (0, *self._years())
        asked += [("coverage_required", {"required": one["set"], "year": y}) for y in years for one in rows("required_sets")]
        for name, params in asked:
            if self._closed:
                return
            with suppress(PlanError, duckdb.Error):
                sql, values = self._understood(name, params)
                self._remembered(f"view/{name}", sql, values, seconds=WARM_SECONDS)

    def _years(self) -> list[int]:
        """The latest years that plans are of."""
        with suppress(PlanError, duckdb.Error):
            found = sorted((int(row["year"]) for row in self.ask("facet_years") if row["year"]), reverse=True)
            return found[:LATEST_YEARS]
        return []

    def close(self) -> None:
        """Lets the file go."""
        self._closed = True
        while self._warmer.is_alive():  # a connection does not close while one of its cursors works
            with suppress(duckdb.Error):
                if self._slow is not None:
                    self._slow.interrupt()
            self._warmer.join(0.02)
        self._connection.close()

    def _remembered(self, name: str, sql: str, params: Mapping[str, Value], seconds: float | None = None) -> list[Row]:
        key = (name, tuple(sorted(params.items())))
        with self._lock:
            if key in self._lasting:
                return self._lasting[key]
            if key in self._answers:
                self._answers.move_to_end(key)
                return self._answers[key]
        with self._asking(seconds) as cursor:
            cursor.execute(sql, dict(params))
            names = [column[0] for column in cursor.description or ()]
            found: list[Row] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        if seconds is not None:  # worked out in advance: no other answer pushes it out
            with self._lock:
                self._lasting[key] = found
        elif len(found) <= KEPT_ROWS:
            with self._lock:
                self._answers[key] = found
                if len(self._answers) > KEPT_ANSWERS:
                    self._answers.popitem(last=False)
        return found

    @contextmanager
    def _asking(self, seconds: float | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor that is stopped when its time is up."""
        cursor = self._connection.cursor()
        cursor.execute("SET search_path = 'memory,store'")
        alarm = threading.Timer(seconds or self.seconds, cursor.interrupt)
        alarm.daemon = True
        alarm.start()
        if seconds is not None:
            self._slow = cursor
        try:
            yield cursor
        except duckdb.OutOfMemoryException as error:
            raise TooSlow(
                "Câu hỏi này cần nhiều bộ nhớ hơn máy có nên đã dừng.", "Thu hẹp bộ lọc, hoặc dùng kehoach query."
            ) from error
        except duckdb.InterruptException as error:
            raise TooSlow(
                f"Câu hỏi này cần hơn {self.seconds:g} giây nên đã dừng.", "Thu hẹp bộ lọc, hoặc dùng kehoach query."
            ) from error
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            raise StoreError(f"Kho do một bản kehoach khác tạo ra: {first_line(error)}.", REBUILD) from error
        finally:
            alarm.cancel()
            if seconds is not None:
                self._slow = None
            cursor.close()

    def _prepare(self) -> None:
        """What every screen needs, worked out once for this build."""
        cursor = self._connection.cursor()
        cursor.execute("SET search_path = 'memory,store'")
        for view in PREPARED:
            cursor.execute(f'CREATE TABLE memory.main."{view}" AS FROM store.main."{view}"')
        others = cursor.execute(
            "SELECT sql FROM duckdb_views() WHERE database_name = 'store' AND NOT internal"
            " AND NOT list_contains(?, view_name) ORDER BY view_oid",
            [list(PREPARED)],
        ).fetchall()
        for (sql,) in others:  # as they stand in the store, but over what was worked out
            cursor.execute(sql)
        for name in ("document_index", "agenda"):
            cursor.execute((SQL / f"{name}.sql").read_text(encoding="utf-8"))
        cursor.close()


def _aside() -> dict[str, str]:
    """Where the database lays what memory does not hold, and how much: never in the folder that the page was started in."""
    return {
        "temp_directory": str(Path(tempfile.gettempdir()) / f"kehoach-{os.getpid()}"),
        "max_temp_directory_size": LARGEST_ASIDE,
    }


class OpenStore:
    """Gives the newest version of a store to each request; keeps the one before while requests still read it."""

    def __init__(self, store: Path, seconds: float, patience: float = 1.0) -> None:
        self._store = store
        self._seconds = seconds
        self._patience = patience
        self._lock = threading.Lock()
        self._readers: Counter[Stamp] = Counter()
        self._opener = ThreadPoolExecutor(1, "open-store")
        self._coming: Future[Version] | None = None
        self._newest = self._opened(self._stamp())
        self._open = {self._newest.stamp: self._newest}
        atexit.register(self.close)  # the database must not work on while the program ends

    @contextmanager
    def reading(self) -> Iterator[Version]:
        """The version that this request reads to its end."""
        self._take_up()
        with self._lock:
            version = self._newest
            self._readers[version.stamp] += 1
        try:
            yield version
        finally:
            with self._lock:
                self._readers[version.stamp] -= 1
                self._close_unread()

    @property
    def is_current(self) -> bool:
        """Whether what is open is the file that is there."""
        try:
            return self._stamp() == self._newest.stamp
        except (OSError, StoreError):
            return False

    def close(self) -> None:
        """Lets all versions go."""
        atexit.unregister(self.close)
        self._opener.shutdown(wait=True)
        with self._lock:
            for version in self._open.values():
                version.close()
            self._open.clear()

    def _take_up(self) -> None:
        """Opens the file anew if it was replaced; a large one in the background, while the old version still answers."""
        try:
            stamp = self._stamp()
        except (OSError, StoreError):  # taken away: what is open still answers, and the page says that it is old
            return
        with self._lock:
            if stamp == self._newest.stamp:
                return
            coming = self._coming = self._coming or self._opener.submit(self._opened, stamp)
        try:
            version = coming.result(timeout=self._patience)
        except TimeoutError:
            return
        except (OSError, StoreError):  # replaced once more meanwhile, or no store of ours: the old one stays in sight
            version = None
        with self._lock:
            if self._coming is coming:
                self._coming = None
                if version is not None:
                    self._newest = self._open[version.stamp] = version
                self._close_unread()

    def _opened(self, stamp: Stamp) -> Version:
        check_is_store(self._store)
        version = Version(self._store, stamp, self._seconds)
        version.start_warming()
        return version

    def _close_unread(self) -> None:
        for stamp in [one for one in self._open if one != self._newest.stamp and not self._readers[one]]:
            self._open.pop(stamp).close()
            del self._readers[stamp]

    def _stamp(self) -> Stamp:
        check_is_store(self._store)
        status = self._store.stat()
        return status.st_mtime_ns, status.st_size, status.st_ino
