"""The comparison of one indicator over provinces or issuers: values, ranks, gaps, changes; the incomparable set apart.

One value counts for each province (or issuer) and year. The rest stays in sight with the reason: "apart" are targets that
cannot be compared, "left_out" those that another plan of the same body replaces. Every row has its words, file and page.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from normalizers.indicators import Indicator
from pipeline import old_map
from pipeline.indicator_search import find_indicator
from pipeline.queries import query

if TYPE_CHECKING:
    import pandas as pd

By: TypeAlias = Literal["province", "issuer"]
State: TypeAlias = Literal["counted", "apart", "left_out"]

# why a target does not count; the first ten are those of the view promises
REASONS = {
    "unsure": "đọc chưa chắc, cần xem lại bản gốc",
    "no_year": "không rõ năm phải đạt",
    "relative": "mức tăng, giảm so với trước, không phải mức phải đạt",
    "no_value": "không nêu số",
    "range": "nêu một khoảng, không phải một mức",
    "odd_value": "tỷ lệ trên 100 %, cần xem lại",
    "against_direction": "dấu ngược với chiều của chỉ tiêu, cần xem lại",
    "other_unit": "đơn vị tính khác với chỉ tiêu",
    "rate": "tính theo mỗi đơn vị, mỗi kỳ, hoặc ngược lại",
    "part": "chỉ cho một phần: một lĩnh vực hay một nhóm thủ tục",
    "other_scope": "phạm vi khác: không phải của cả tỉnh",
    "no_place": "không rõ tỉnh",
    "no_land": "không rõ ngày nên chưa biết là tỉnh trước hay sau sắp xếp",
    "no_place_then": "vào ngày đó địa bàn này thuộc nhiều tỉnh",
    "several_values": "cùng kế hoạch nêu nhiều mức khác nhau",
    "same_day": "hai kế hoạch cùng ngày nêu mức khác nhau",
    "version": "bản cũ hoặc dự thảo của một kế hoạch đã có bản khác được tính",
    "repeated": "nhắc lại trong cùng kế hoạch",
    "older_plan": "cùng nơi đặt, có kế hoạch ban hành sau (hoặc có số) được tính",
}
DIGITS = 6  # of differences: 97.3 - 95 is 2.3
LEFT_OUT = frozenset(("version", "repeated", "older_plan"))
SETTLED = frozenset(("range", "several_values"))  # the newer plan does speak of it, if not in one value
COLUMNS = (
    "state", "year", "rank", "place", "issuer", "comparator", "value", "value_max", "unit", "national_value", "gap",
    "previous", "change", "previous_plan", "reason", "raw", "page", "plan", "issued_on_text", "file", "metric", "scope",
    "province", "province_now", "reason_code", "indicator_id", "doc_id", "target_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """What plans promise for an indicator.

    rows: one a target, with state (counted, apart, left_out), rank, gap, previous, change and the words in the plan;
    summary: one a year and scope (count, lowest, median, highest, the national target that is due);
    national: all national targets of the indicator, with document, source and whether they are verified.
    """

    indicator: Indicator
    by: By
    as_of: date | None
    rows: pd.DataFrame
    summary: pd.DataFrame
    national: pd.DataFrame

    def of(self, state: State) -> pd.DataFrame:
        """The rows of one state."""
        return self.rows[self.rows["state"] == state].reset_index(drop=True)

    def in_year(self, year: int) -> Comparison:
        """Only what is promised for a year."""
        rows, summary = (frame[frame["year"] == year].reset_index(drop=True) for frame in (self.rows, self.summary))
        return replace(self, rows=rows, summary=summary)


def compare(
    store: str | Path, indicator: str, year: int | None = None, *, by: By = "province", as_of: date | None = None
) -> Comparison:
    """The comparison of an indicator, given by id, name or words; raises UnknownIndicator if it is none or several.

    year: only that year, else every year by itself. by province: what speaks for whole provinces, named as they are now
    or were on the day as_of (63 provinces until 30 June 2025). by issuer: every body, ranked among those of its level.
    """
    wanted = find_indicator(indicator)
    targets = query(store, "targets_compare", indicator=wanted.indicator_id)
    national = query(store, "compare_national", indicator=wanted.indicator_id)
    rows, summary = compared(targets, national, wanted.direction, by=by, as_of=as_of)
    found = Comparison(wanted, by, as_of, rows, summary, national)
    return found if year is None else found.in_year(year)


def compared(
    targets: pd.DataFrame, national: pd.DataFrame, direction: str, *, by: By = "province", as_of: date | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows and summary of a comparison, of the answers to targets_compare and compare_national."""
    rows = _placed(targets, by, as_of)
    rows["reason_code"] = _own_reasons(rows, by)
    rows = _one_a_plan(rows)
    rows = _one_a_body(rows)
    codes = _texts(rows, "reason_code")
    rows["state"] = [_state(code) for code in codes]
    rows["reason"] = [REASONS[code] if code else "" for code in codes]
    rows = _measured(rows, national, direction)
    order = rows["state"].map({"counted": 0, "apart": 1, "left_out": 2})
    rows = rows.assign(order=order).sort_values(["year", "order", "scope", "rank", "place", "file", "target_id"])
    return rows[list(COLUMNS)].reset_index(drop=True), _summary(rows, national)


def _placed(targets: pd.DataFrame, by: By, as_of: date | None) -> pd.DataFrame:
    """With the place as shown, the territory and the key of the body for which one value counts."""
    rows = targets.copy()
    lands = _texts(rows, "land")
    now = [name if name and not name.startswith("(") else None for name in _texts(rows, "province_now")]
    rows["place"] = now if as_of is None else [old_map.place_on(land, as_of) if land else None for land in lands]
    keys = [(key or doc).split("|")[0] for key, doc in zip(_texts(rows, "issuer_key"), rows["doc_id"], strict=True)]
    # the authority of a province goes on under the province's new name
    issuers = [key.split()[0] if scope == "province" else key for key, scope in zip(keys, rows["scope"], strict=True)]
    local = [name or "" for name in _texts(rows, "local")]
    rows["body"] = [
        land or doc if by == "province" else "|".join((issuer, land or "", own))
        for land, issuer, own, doc in zip(lands, issuers, local, rows["doc_id"], strict=True)
    ]
    return rows.astype({"place": object, "body": object})


def _own_reasons(rows: pd.DataFrame, by: By) -> list[str | None]:
    """Why a target does not count by itself; None if it may."""
    found: list[str | None] = []
    columns = (_texts(rows, name) for name in ("place", "land", "province", "scope", "apart", "superseded_by"))
    for place, land, province, scope, apart, newer in zip(*columns, strict=True):
        if newer:
            found.append("version")
        elif apart:
            found.append(apart)
        elif by == "province" and scope != "province":
            found.append("other_scope")
        elif scope == "central":
            found.append(None)
        elif land is None:
            found.append("no_land" if province else "no_place")
        elif place is None:
            found.append("no_place_then")
        else:
            found.append(None)
    return found


def _one_a_plan(rows: pd.DataFrame) -> pd.DataFrame:
    """A plan that says one value several times counts once; one that says several values is set apart."""
    codes = _texts(rows, "reason_code")
    for positions in _groups(rows, codes, "doc_id"):
        values = {rows["value"].iloc[at] for at in positions}
        for at in positions[1:] if len(values) == 1 else positions:
            codes[at] = "repeated" if len(values) == 1 else "several_values"
    rows["reason_code"] = codes
    return rows


def _one_a_body(rows: pd.DataFrame) -> pd.DataFrame:
    """Of several plans of one body for one year the numbered, then the latest counts."""
    codes = _texts(rows, "reason_code")
    draft = [bool(value) for value in rows["is_draft"]]
    issued = [text or "" for text in _texts(rows, "issued_on_text")]
    for positions in _groups(rows, [None if code in SETTLED else code for code in codes], "body"):
        place = {at: (not draft[at], issued[at]) for at in positions}
        best = max(place.values())
        last = [at for at in positions if place[at] == best]
        values = {rows["value"].iloc[at] for at in last}
        for at in positions:
            if codes[at] is not None:
                continue
            if at not in last:
                codes[at] = "older_plan"
            elif len(values) > 1:
                codes[at] = "several_values" if len({rows["doc_id"].iloc[one] for one in last}) == 1 else "same_day"
            elif at != last[0]:
                codes[at] = "older_plan"
    rows["reason_code"] = codes
    return rows


def _groups(rows: pd.DataFrame, codes: list[str | None], key: str) -> list[list[int]]:
    """The positions of the rows without a reason, by key and year, where there are several."""
    found: dict[tuple[Hashable, Hashable], list[int]] = {}
    for at, (code, name, year) in enumerate(zip(codes, rows[key], rows["year"], strict=True)):
        if code is None:
            found.setdefault((name, year), []).append(at)
    return [positions for positions in found.values() if len(positions) > 1]


def _state(code: str | None) -> State:
    return "counted" if code is None else "left_out" if code in LEFT_OUT else "apart"


def _measured(rows: pd.DataFrame, national: pd.DataFrame, direction: str) -> pd.DataFrame:
    """With rank, gap and change of the rows that count."""
    import pandas as pd  # noqa: PLC0415 the command line does without until it compares

    counts = [state == "counted" for state in rows["state"]]
    years = [int(year) for year in rows["year"].fillna(0)]
    counted = rows[pd.Series(counts, index=rows.index, dtype=bool)]
    ranks = counted.groupby(["year", "scope"])["value"].rank(method="min", ascending=direction == "down")
    rows["rank"] = ranks.reindex(rows.index).astype("Int64")
    keys = list(zip(rows["body"], years, strict=True))
    told = {key: (value, plan) for key, value, plan, so in zip(keys, rows["value"], rows["plan"], counts, strict=True) if so}
    before = [told.get((body, year - 1)) if so else None for (body, year), so in zip(keys, counts, strict=True)]
    rows["previous"] = pd.Series([found[0] if found else None for found in before], index=rows.index, dtype=float)
    rows["previous_plan"] = pd.Series([found[1] if found else None for found in before], index=rows.index, dtype=object)
    rows["change"] = (rows["value"] - rows["previous"]).round(DIGITS)
    goals = [
        _due(national, year, scope) if so else None for year, scope, so in zip(years, rows["scope"], counts, strict=True)
    ]
    rows["national_value"] = pd.Series([goal.value if goal else None for goal in goals], index=rows.index, dtype=float)
    rows["gap"] = (rows["value"] - rows["national_value"]).round(DIGITS)
    return rows


@dataclass(frozen=True, slots=True)
class _Goal:
    """A national target that is due."""

    value: float
    comparator: str
    year: int
    document: str


def _due(national: pd.DataFrame, year: int, scope: str) -> _Goal | None:
    """The national target for whole provinces at the next date due; None if there is none with a source and of one value."""
    open_goals = national[(national["verified"] != "no") & (national["year"] >= year)]
    if scope != "province" or open_goals.empty:
        return None
    for whom in ("province", "national"):  # what is set for provinces goes before what is set for the country as a whole
        goals = open_goals[[whom in str(named).split(";") for named in open_goals["scope"]]]
        goals = goals[goals["year"] == goals["year"].min()]
        if goals.empty:
            continue
        if goals["value"].nunique() != 1 or goals["value_max"].notna().any():
            return None
        first = goals.iloc[0]
        return _Goal(
            float(first["value"]), str(first["comparator"]), int(first["year"]), "; ".join(goals["document"].unique())
        )
    return None


def _summary(rows: pd.DataFrame, national: pd.DataFrame) -> pd.DataFrame:
    """One row a year and scope, of the rows that count."""
    counted = rows[rows["state"] == "counted"]
    made = (
        counted.groupby(["year", "scope"])["value"]
        .agg(counted="count", lowest="min", median="median", highest="max")
        .reset_index()
    )
    due = [_due(national, int(year), scope) for year, scope in zip(made["year"], made["scope"], strict=True)]
    made["national_comparator"] = [goal.comparator if goal else None for goal in due]
    made["national_value"] = [goal.value if goal else None for goal in due]
    made["national_year"] = [goal.year if goal else None for goal in due]
    made["national_document"] = [goal.document if goal else None for goal in due]
    return made.astype({"counted": "Int64", "national_year": "Int64", "national_value": float})


def _texts(rows: pd.DataFrame, name: str) -> list[str | None]:
    """A column of texts, missing ones as None."""
    return [value if isinstance(value, str) else None for value in rows[name]]
