"""The commands that answer questions on tasks and targets: tasks, targets, indicators, compare."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.command_line import FORMAT_OPTION, OUT_OPTION, STORE_OPTION, Command, deliver, examples
from pipeline.errors import UnknownName

if TYPE_CHECKING:
    from pipeline.compare import By, Comparison
    from pipeline.queries import Argument

DAY = click.DateTime(formats=["%Y-%m-%d", "%d/%m/%Y"])
FIELD_OPTION = click.option("--field", default="", help="Mã hoặc tên lĩnh vực: tthc, cong-vu …")
TASKS_SHOWN = (
    "province_now", "lead", "coordinating", "text", "deliverable", "deadline_raw", "due_on", "page", "newer_version", "file",
)  # fmt: skip
TARGETS_SHOWN = (
    "province_now", "issuer", "year", "comparator", "value", "value_max", "unit", "raw", "indicator_id", "page",
    "newer_version", "file",
)  # fmt: skip
PROVINCE_OPTION = click.option("--province", default="", help="Tên tỉnh, nay hoặc khi ban hành.")


@click.command(
    cls=Command,
    epilog=examples(
        'kehoach tasks --unit "Sở Nội vụ" --from 2026-01-01 --to 2026-06-30',
        "kehoach tasks --province Huế --without-lead --out chua-ro.xlsx",
    ),
)
@STORE_OPTION
@click.option("--unit", default="", help='Tên cơ quan hoặc một phần tên, ở bất kỳ vai trò nào, ví dụ "Sở Nội vụ".')
@click.option(
    "--from", "first", type=DAY, metavar="NGÀY", help="Chỉ nhiệm vụ có hạn từ ngày này: 2026-01-31 hoặc 31/01/2026."
)
@click.option("--to", "last", type=DAY, metavar="NGÀY", help="Chỉ nhiệm vụ có hạn đến hết ngày này.")
@FIELD_OPTION
@PROVINCE_OPTION
@click.option("--without-lead", is_flag=True, help="Chỉ nhiệm vụ chưa rõ cơ quan chủ trì.")
@FORMAT_OPTION
@OUT_OPTION
def tasks(
    *,
    store: Path,
    unit: str,
    first: datetime | None,
    last: datetime | None,
    field: str,
    province: str,
    without_lead: bool,
    form: str | None,
    out: Path | None,
) -> None:
    """Ai phải làm gì, đến khi nào: các nhiệm vụ, hạn gần nhất trước."""
    from pipeline import queries  # noqa: PLC0415

    if first and last and last < first:
        raise UnknownName("Ngày sau --to đứng trước ngày sau --from.", "Đổi chỗ hai ngày.")
    asked: dict[str, Argument] = {
        "unit": unit,
        "from": f"{first:%Y-%m-%d}" if first else "",
        "to": f"{last:%Y-%m-%d}" if last else "",
        "field": field,
        "province": province,
        "without_lead": int(without_lead),
    }
    answer = queries.answer(store, "tasks_list", asked)
    deliver("tasks_list", answer, form, out, TASKS_SHOWN)
    if not answer.num_rows:
        click.echo(_why_empty(store, "tasks_list", asked, "nhiệm vụ"), err=True)
    if first or last:
        undated = queries.answer(store, "tasks_list", {**asked, "from": "", "to": ""}).column("due_on").null_count
        if undated:
            click.echo(
                f"Ngoài ra {undated} nhiệm vụ định kỳ hoặc không ghi ngày hạn nên không xếp được vào khoảng này"
                " (bỏ --from, --to để xem).",
                err=True,
            )


@click.command(
    cls=Command,
    epilog=examples(
        "kehoach targets --indicator ho-so-dung-han --year 2025",
        'kehoach targets --province "Đồng Nai" --field tthc --format csv',
    ),
)
@STORE_OPTION
@click.option("--indicator", default="", help="Mã, tên, hoặc vài từ trong tên của một chỉ tiêu (xem kehoach indicators).")
@click.option("--year", type=int, default=0, help="Năm phải đạt.")
@PROVINCE_OPTION
@FIELD_OPTION
@FORMAT_OPTION
@OUT_OPTION
def targets(
    *, store: Path, indicator: str, year: int, province: str, field: str, form: str | None, out: Path | None
) -> None:
    """Các mục tiêu bằng số, mỗi mục tiêu kèm chữ trong bản gốc và trang."""
    from pipeline import queries  # noqa: PLC0415
    from pipeline.indicator_search import find_indicator  # noqa: PLC0415

    asked: dict[str, Argument] = {
        "indicator": find_indicator(indicator).indicator_id if indicator else "",
        "year": year,
        "province": province,
        "field": field,
    }
    answer = queries.answer(store, "targets_list", asked)
    deliver("targets_list", answer, form, out, TARGETS_SHOWN)
    if not answer.num_rows:
        click.echo(_why_empty(store, "targets_list", asked, "mục tiêu"), err=True)


@click.command(
    cls=Command,
    epilog=examples(
        "kehoach indicators",
        'kehoach indicators "trực tuyến"',
    ),
)
@click.argument("words", default="", metavar="[TỪ]")
@STORE_OPTION
@FORMAT_OPTION
@OUT_OPTION
def indicators(*, words: str, store: Path, form: str | None, out: Path | None) -> None:
    """Danh mục chỉ tiêu, mỗi chỉ tiêu có bao nhiêu mục tiêu trong kho.

    TỪ: chỉ những chỉ tiêu mà tên có đủ các từ này.
    """
    import pyarrow.compute as pc  # noqa: PLC0415

    from pipeline import queries  # noqa: PLC0415
    from pipeline.indicator_search import find_indicators  # noqa: PLC0415

    answer = queries.answer(store, "targets_by_indicator", {})
    if words:
        found = [indicator.indicator_id for indicator in find_indicators(words)]
        answer = answer.filter(pc.is_in(answer.column("indicator_id"), value_set=_texts(found)))
    deliver("targets_by_indicator", answer, form, out)
    if not answer.num_rows:
        click.echo(f"Không có chỉ tiêu nào mà tên có đủ các từ {words!r}. Xem tất cả: kehoach indicators.", err=True)


@click.command(
    cls=Command,
    epilog=examples(
        "kehoach compare ho-so-dung-han --year 2025",
        'kehoach compare "hồ sơ trực tuyến toàn trình" --by issuer --out so-sanh.xlsx',
        "kehoach compare ho-so-dung-han --year 2025 --as-of 2025-06-30",
    ),
)
@click.argument("indicator", metavar="CHỈ_TIÊU")
@STORE_OPTION
@click.option("--year", type=int, help="Chỉ năm này; mặc định: từng năm một.")
@click.option(
    "--by",
    type=click.Choice(["province", "issuer"]),
    default="province",
    show_default=True,
    help="province: mức của cả tỉnh; issuer: mọi cơ quan ban hành, xếp hạng trong từng cấp.",
)
@click.option("--as-of", "as_of", type=DAY, metavar="NGÀY", help="Gọi tên tỉnh như vào ngày này (63 tỉnh đến 30/06/2025).")
@FORMAT_OPTION
@OUT_OPTION
def compare(
    *,
    indicator: str,
    store: Path,
    year: int | None,
    by: By,
    as_of: datetime | None,
    form: str | None,
    out: Path | None,
) -> None:
    """So sánh một chỉ tiêu giữa các tỉnh hoặc cơ quan.

    CHỈ_TIÊU: mã, tên, hoặc vài từ trong tên (xem kehoach indicators). Mỗi nơi một mức mỗi năm: bản có số trước dự thảo,
    bản ban hành sau trước bản cũ. Những gì không so sánh được thì để riêng, kèm lý do, không tính vào số liệu chung.
    """
    import pyarrow as pa  # noqa: PLC0415

    from pipeline.compare import compare as compared  # noqa: PLC0415
    from pipeline.comparison_screen import print_comparison  # noqa: PLC0415

    found = compared(store, indicator, by=by, as_of=as_of.date() if as_of else None)
    shown = found if year is None else found.in_year(year)
    if out is None and form in {None, "table"}:
        print_comparison(shown)
    else:
        deliver("compare", pa.Table.from_pandas(shown.rows, preserve_index=False), form, out)
    if shown.rows.empty:
        click.echo(_why_no_comparison(found, year), err=True)


COMMANDS = (tasks, targets, indicators, compare)

CONDITIONS = {
    ("unit",): "của cơ quan {unit!r}",
    ("from", "to"): "có hạn trong khoảng ngày đó",
    ("field",): "thuộc lĩnh vực {field}",
    ("province",): "của {province}",
    ("without_lead",): "chưa rõ cơ quan chủ trì",
    ("indicator",): "cho chỉ tiêu {indicator}",
    ("year",): "cho năm {year}",
}


def _why_empty(store: Path, view: str, asked: Mapping[str, Argument], what: str) -> str:
    """Which condition of a question has no answer even by itself."""
    from pipeline import queries  # noqa: PLC0415

    if not queries.answer(store, view, {}).num_rows:
        return f"Kho chưa có {what} nào."
    for names, words in CONDITIONS.items():
        alone = {name: asked[name] for name in names if asked.get(name)}
        if alone and not queries.answer(store, view, alone).num_rows:
            return f"Kho không có {what} nào {words.format(**asked)}."
    return f"Từng điều kiện đều có {what}, nhưng không có {what} nào thỏa tất cả."


def _why_no_comparison(found: Comparison, year: int | None) -> str:
    """Why there is nothing to compare."""
    if found.rows.empty:
        return f"Chưa có kế hoạch nào trong kho đặt mục tiêu cho chỉ tiêu {found.indicator.indicator_id}."
    years = ", ".join(str(one) for one in sorted(found.rows["year"].dropna().unique()))
    return f"Không có mục tiêu nào của chỉ tiêu này cho năm {year}. Kho có các năm: {years}."


def _texts(values: list[str]) -> Any:
    import pyarrow as pa  # noqa: PLC0415

    return pa.array(values, pa.string())
