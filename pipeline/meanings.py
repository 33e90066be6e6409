"""What the value of a parameter means: each kind of parameter turns the user's words into what a view compares with.

A view names the kind after its parameter: "-- :province [province] …". Nothing is ignored: words that mean nothing raise
UnknownName with what comes near, since an empty answer would be taken for a gap. Several names are joined by line ends.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeAlias

from data import FOLDER, rows
from normalizers.alphabet import is_worn, plain
from pipeline.cited_search import find_cited, find_one_cited
from pipeline.errors import UnknownName

if TYPE_CHECKING:
    import duckdb

Meaning: TypeAlias = Callable[["duckdb.DuckDBPyConnection", str], str]

DAYS = {"%Y-%m-%d": "%Y-%m-%d", "%d/%m/%Y": "%Y-%m-%d"}  # as people write them, and as the store does
MONTHS = {"%Y-%m": "%Y-%m", "%m/%Y": "%Y-%m"}
PLANS = (FOLDER / "views" / "find_document.sql").read_text(encoding="utf-8")
UNITS = "Xem: kehoach query tasks_by_unit."
SHOWN = 5


def meaning_of(kind: str, parameter: str) -> Meaning:
    """What turns words into a value of this kind; kind "code": a code of the column that bears the parameter's name."""
    if kind == "code":
        codes = {row["value"]: row["title"] for row in rows("view_values") if row["column"] == parameter}
        return lambda _connection, words: _listed(words, codes, f"Tham số {parameter} không có giá trị")
    return KINDS[kind]


def find_plans(connection: duckdb.DuckDBPyConnection, words: str) -> tuple[tuple[str, str], ...]:
    """The documents of the store that words mean, (id, file): those of this id, number or file, else those that hold them.

    Raises UnknownName where there is none.
    """
    found = connection.execute(PLANS, {"words": words}).fetchall()
    exact = [row for row in found if row[-1]] or found
    if not exact:
        names = connection.execute(
            "SELECT DISTINCT unnest([canonical, parse_filename(source_path)]) FROM documents"
        ).fetchall()
        raise UnknownName(
            f"Không có văn bản nào khớp với {words!r} trong kho.",
            _near(words, (name for (name,) in names if name)) or "Xem: kehoach query documents_list.",
        )
    return tuple((doc_id, file) for doc_id, _number, _title, file, _exact in exact)


def find_one_plan(connection: duckdb.DuckDBPyConnection, words: str) -> tuple[str, str]:
    """The one document of the store that words mean, (id, file); raises UnknownName for none and for several."""
    found = find_plans(connection, words)
    if len(found) > 1:
        names = "; ".join(f"{doc_id} = {file}" for doc_id, file in found[:SHOWN])
        more = f" và {len(found) - SHOWN} văn bản nữa" if len(found) > SHOWN else ""
        raise UnknownName(
            f"Có {len(found)} văn bản khớp với {words!r}: {names}{more}.", "Gõ mã hoặc tên tệp của một trong số đó."
        )
    return found[0]


def _plan_or_cited(connection: duckdb.DuckDBPyConnection, words: str) -> str:
    """Documents of the store and cited documents, by all their names."""
    try:
        cited = find_cited(connection, words)
    except UnknownName:
        return _lines(doc_id for doc_id, _file in find_plans(connection, words))
    try:
        plans = find_plans(connection, words)
    except UnknownName:
        plans = ()
    return _lines([doc_id for doc_id, _file in plans] + [name for one in cited for name in (one.name, one.number) if name])


def _province(connection: duckdb.DuckDBPyConnection, words: str) -> str:
    """The name of a province in any spelling, or what the store says instead of one: "Trung ương"."""
    from normalizers.provinces import province, provinces  # noqa: PLC0415

    if found := province(words):
        return found.name
    if (words,) in connection.execute("SELECT DISTINCT province_now FROM plans").fetchall():
        return words
    near = _near(words, (one.name for one in provinces()))
    raise UnknownName(f"Không có tỉnh, thành phố nào tên {words!r}.", near or "Kiểm tra chính tả, ví dụ: Huế.")


def _unit(connection: duckdb.DuckDBPyConnection, words: str) -> str:
    """The name of a unit or a part of it as the store writes it: "SNV", "so noi vu" → "Sở Nội vụ"."""
    from normalizers.unit_scope import Scope  # noqa: PLC0415
    from normalizers.units import resolve  # noqa: PLC0415

    full = resolve(words, Scope()).name
    known = [row["name"] for row in rows("units")]
    if full.casefold() != words.casefold() or full in known:
        return full
    named = connection.execute("SELECT DISTINCT unnest([unit, raw]) FROM task_units").fetchall()
    units = [str(name) for (name,) in named if name]
    wanted = plain(words).casefold()
    parts = {name[at : at + len(wanted)].casefold() for name in units if (at := _whole_words(name, wanted)) >= 0}
    if words.casefold() in parts:
        return words
    meant = [part for part in parts if is_worn(words.casefold(), part)]
    if len(meant) == 1:
        return meant[0]
    holding = meant or sorted(
        (name for name in units if wanted in plain(name).casefold()), key=lambda name: (len(name), name)
    )
    near = _asked_back(holding[:SHOWN]) or _near(words, [*known, *units])
    raise UnknownName(f"Không có cơ quan nào tên {words!r} trong các nhiệm vụ của kho.", near or UNITS)


def _whole_words(name: str, wanted: str) -> int:
    """Where plain words stand in a name as whole words; -1 if they do not."""
    return f" {plain(name).casefold()} ".find(f" {wanted} ")


def _indicator(_connection: duckdb.DuckDBPyConnection, words: str) -> str:
    from pipeline.indicator_search import find_indicator  # noqa: PLC0415

    return find_indicator(words).indicator_id


def _check(_connection: duckdb.DuckDBPyConnection, words: str) -> str:
    from pipeline.checks import checks  # noqa: PLC0415

    return _listed(words, {name: check.title for name, check in checks().items()}, "Không có phép kiểm tra")


def _written(forms: Mapping[str, str], example: str) -> Meaning:
    """Dates in one of several forms."""

    def meant(_connection: duckdb.DuckDBPyConnection, words: str) -> str:
        for form, own in forms.items():
            try:
                return datetime.strptime(words, form).strftime(own)  # noqa: DTZ007 a day has no zone
            except ValueError:
                continue
        raise UnknownName(f"{words!r} không phải ngày, tháng có thật.", f"Viết như {example}.")

    return meant


def _of_table(table: str, key: str, title: str, refusal: str) -> Meaning:
    """The key of a reference table, given by key or title."""

    def meant(_connection: duckdb.DuckDBPyConnection, words: str) -> str:
        return _listed(words, {row[key]: row[title] for row in rows(table)}, refusal)

    return meant


def _listed(words: str, known: Mapping[str, str], refusal: str) -> str:
    """One of a few keys, given by itself or its title."""
    wanted = words.strip().casefold()
    for key, title in known.items():
        if wanted in {key.casefold(), title.casefold()}:
            return key
    raise UnknownName(f"{refusal} {words!r}.", f"Có: {'; '.join(f'{key} = {title}' for key, title in known.items())}.")


def _near(words: str, names: Iterable[str]) -> str:
    """Advice with the names that come near; empty if none does."""
    by_plain = {plain(name).casefold(): name for name in names}
    close = difflib.get_close_matches(plain(words).casefold(), by_plain, n=SHOWN, cutoff=0.6)
    return _asked_back([by_plain[name] for name in close])


def _asked_back(names: Sequence[str]) -> str:
    return f"Có phải: {'; '.join(names)}?" if names else ""


def _lines(names: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(names))


KINDS: Mapping[str, Meaning] = {
    "day": _written(DAYS, "2026-01-31 hoặc 31/01/2026"),
    "month": _written(MONTHS, "2026-01 hoặc 01/2026"),
    "province": _province,
    "unit": _unit,
    "field": _of_table("fields", "field", "title", "Không có lĩnh vực"),
    "step": _of_table("mandated_steps", "step_id", "what", "Không có việc bắt buộc"),
    "set": _of_table("required_sets", "set", "title", "Không có danh sách"),
    "indicator": _indicator,
    "check": _check,
    "cited": lambda connection, words: _lines(one.name for one in find_cited(connection, words)),
    "one cited": lambda connection, words: _lines(one.name for one in find_one_cited(connection, words)),
    "plan": lambda connection, words: _lines(doc_id for doc_id, _file in find_plans(connection, words)),
    "one plan": lambda connection, words: find_one_plan(connection, words)[0],
    "plan or cited": _plan_or_cited,
}
