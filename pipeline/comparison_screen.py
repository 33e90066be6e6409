"""A comparison on the terminal: the ranked values, their summary, and below what was set apart or left out, with why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pipeline.screen import COMPARATORS, console, number, table, value_titles

if TYPE_CHECKING:
    import pandas as pd

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
        heads = [
            "hạng",
            "nơi",
            "cơ quan ban hành",
            "mức",
            "so với quốc gia",
            "so với năm trước",
            "trang",
            "tệp",
            "chữ trong bản gốc",
        ]
        out.print(
            table(
                heads, (_counted(row) for row in _records(rows)), [True, False, False, True, True, True, True, False, False]
            )
        )
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


def _counted(row: dict[str, object]) -> list[str]:
    return [
        *(_text(row[name]) for name in ("rank", "place", "issuer")),
        _value(row),
        _difference(row["gap"]),
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
