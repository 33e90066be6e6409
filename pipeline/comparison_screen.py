"""A comparison on the terminal: the ranked values, their summary, and below what was set apart or left out, with why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.screen import COMPARATORS, console, number, table, value_titles

if TYPE_CHECKING:
    import pandas as pd
    from rich.table import Table

    from pipeline.compare import Comparison

VERIFIED = {"yes": "", "partly": ", đối chiếu một phần", "no": ", CHƯA có nguồn: chỉ để tham khảo, không tính chênh lệch"}


def print_comparison(comparison: Comparison) -> None:
    """Shows a comparison; every row ends in the words of the plan, its page and file."""
    out = console()
    indicator, said = comparison.indicator, value_titles()
    direction = said["direction", indicator.direction]
    out.print(f"{indicator.name} ({indicator.indicator_id}); đơn vị: {indicator.unit}; {direction}")
    if comparison.as_of:
        out.print(f"Tên tỉnh như vào ngày {comparison.as_of:%d/%m/%Y}")
    for line in _records(comparison.national):
        year = f"đến năm {line['year']}" if _is_told(line["year"]) else "không ghi năm"
        out.print(
            f"Mục tiêu quốc gia {year}: {_value(line)} ({line['document']};"
            f" nguồn: {line['source']}{VERIFIED[str(line['verified'])]})"
        )
    for line in _records(comparison.summary):
        counted = comparison.of("counted")
        rows = counted[(counted["year"] == line["year"]) & (counted["scope"] == line["scope"])]
        out.print(f"\nNăm {line['year']}, {said['scope', line['scope']]}")
        measured = _is_told(line["national_value"])
        if not measured:
            out.print("Chưa có mục tiêu quốc gia nào có nguồn cho năm và cấp này, nên không có cột so với quốc gia.")
        out.print(_ranked(_records(rows), measured=measured))
        summary = f"{line['counted']} nơi; thấp nhất {_number(line['lowest'])}; trung vị {_number(line['median'])}"
        out.print(f"{summary}; cao nhất {_number(line['highest'])}")
    for state, title in (("apart", "Không so sánh được, để riêng"), ("left_out", "Không tính vì đã có bản khác được tính")):
        rows = comparison.rows[comparison.rows["state"] == state]
        if len(rows):
            out.print(f"\n{title}: {len(rows)}")
            heads = ["năm", "nơi", "cơ quan ban hành", "mức", "lý do", "trang", "tệp", "chữ trong bản gốc"]
            out.print(
                table(heads, (_other(row) for row in _records(rows)), [True, False, False, True, False, True, False, False])
            )


def _ranked(rows: Iterable[dict[str, object]], *, measured: bool) -> Table:
    """The values that count; measured: beside a national target, which else has no column."""
    gap = ["so với quốc gia"] if measured else []
    heads = ["hạng", "nơi", "cơ quan ban hành", "mức", *gap, "so với năm trước", "trang", "tệp", "chữ trong bản gốc"]
    numeric = [True, False, False, True, *(True for _ in gap), True, True, False, False]
    return table(heads, (_counted(row, measured=measured) for row in rows), numeric)


def _counted(row: dict[str, object], *, measured: bool) -> list[str]:
    return [
        *(_text(row[name]) for name in ("rank", "place", "issuer")),
        _value(row),
        *([_difference(row["gap"])] if measured else []),
        _difference(row["change"]),
        *(_text(row[name]) for name in ("page", "file", "raw")),
    ]


def _other(row: dict[str, object]) -> list[str]:
    return [
        *(_text(row[name]) for name in ("year", "place", "issuer")),
        _value(row),
        *(_text(row[name]) for name in ("reason", "page", "file", "raw")),
    ]


def _value(row: dict[str, object]) -> str:
    """The value as people write it: "≥ 97,5 %", "20–30 %", "cao hơn trước"."""
    sign = COMPARATORS.get(str(row["comparator"]), str(row["comparator"]))
    parts = [_number(row["value"]), _number(row["value_max"])]
    return " ".join(filter(None, (sign if sign != "=" else "", "–".join(filter(None, parts)), _text(row["unit"]))))


def _difference(value: object) -> str:
    """A difference with its sign: "+3", "-0,5", "0"; empty if there is none."""
    shown = _number(value)
    return f"+{shown}" if isinstance(value, float) and value > 0 else shown


def _number(value: object) -> str:
    return number(float(value)) if isinstance(value, int | float) and _is_told(value) else ""


def _text(value: object) -> str:
    return " ".join(str(value).split()) if _is_told(value) else ""


def _is_told(value: object) -> bool:
    import pandas as pd  # noqa: PLC0415

    return not pd.isna(value)  # type: ignore[call-overload]


def _records(frame: pd.DataFrame) -> Iterable[dict[str, object]]:
    return ({str(name): value for name, value in row.items()} for row in frame.to_dict("records"))
