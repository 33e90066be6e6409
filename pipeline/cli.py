"""The command kehoach. Heavy libraries are imported where a command needs them: help must come at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import cascade_commands, check_commands, measuring_commands, questions, web_commands
from pipeline.command_line import (
    EXIT_CODES,
    FIRST_STEPS,
    STORE_OPTION,
    Commands,
    ExitCode,
    PathOrAddress,
    deliver,
    examples,
    refuse_together,
)
from pipeline.errors import UnknownName
from pipeline.ingest.scan_settings import OCR_MODES, OcrMode

if TYPE_CHECKING:
    from pipeline.run import RunReport

PROBLEMS_SHOWN = 10
TOP = 10  # columns of a coverage table that fit a screen


@click.group(
    cls=Commands,
    epilog=f"{FIRST_STEPS}\n\n{EXIT_CODES}",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--debug", is_flag=True, help="Hiện toàn bộ dấu vết khi có lỗi.")
@click.version_option(package_name="kehoach", message="kehoach %(version)s", help="Hiện số phiên bản.")
@click.pass_context
def main(ctx: click.Context, debug: bool) -> None:  # noqa: ARG001 Commands.main looks for it before all else
    """Biến một thư mục kế hoạch thành một kho DuckDB: trích dẫn, nhiệm vụ, chỉ tiêu, mỗi mục kèm chỗ trong bản gốc."""
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


for _asked in (
    *questions.COMMANDS,
    *check_commands.COMMANDS,
    *cascade_commands.COMMANDS,
    *measuring_commands.COMMANDS,
    *web_commands.COMMANDS,
):
    main.add_command(_asked)


@main.command(
    epilog=examples(
        "kehoach ingest ke-hoach/ --store kho.duckdb",
        "kehoach ingest ke-hoach/ bo-sung.pdf --store kho.duckdb --prune",
    )
)
@click.argument("paths", nargs=-1, required=True, type=PathOrAddress(path_type=Path), metavar="ĐƯỜNG_DẪN…")
@STORE_OPTION
@click.option("--jobs", type=click.IntRange(1, 256), help="Số tiến trình đọc; mặc định: một mỗi lõi máy khi có nhiều tệp.")
@click.option("--prune", is_flag=True, help="Bỏ khỏi kho những văn bản mà tệp không còn dưới các ĐƯỜNG_DẪN.")
@click.option("--retry", is_flag=True, help="Đọc lại cả những tệp lần trước không đọc được.")
@click.option("--cluster", metavar="ĐỊA_CHỈ", help="Đọc bằng một cụm Dask, ví dụ tcp://may-chu:8786; xem docs/scale.md.")
@click.option("--shards", metavar="ĐỊA_CHỈ", help="Với --cluster: nơi các máy ghi phần đã đọc, thay thư mục chung.")
@click.option("--copy-to", metavar="ĐỊA_CHỈ", help="Chép kho mới dựng lên một địa chỉ, ví dụ s3://chung/kho.duckdb.")
@click.option(
    "--ocr",
    type=click.Choice(OCR_MODES),
    default="accurate",
    show_default=True,
    help="Cách đọc trang ảnh: kỹ (nhiều bộ đọc bỏ phiếu), nhanh (một bộ đọc, số đọc hai lần), hoặc không đọc.",
)
@click.option(
    "--limit-time",
    "--seconds",
    "seconds",
    type=click.FloatRange(min=1),
    metavar="GIÂY",
    help="Thời gian tối đa cho một tệp; mặc định theo định dạng và cỡ: văn bản thường 60 giây trở lên, còn lại 600.",
)
@click.option(
    "--limit-memory",
    "megabytes",
    type=click.IntRange(min=128),
    metavar="MB",
    help="Bộ nhớ tối đa của một tiến trình đọc; mặc định 2048, ít hơn nếu máy nhỏ.",
)
def ingest(
    *,
    paths: tuple[Path | str, ...],
    store: Path,
    jobs: int | None,
    prune: bool,
    retry: bool,
    ocr: OcrMode,
    seconds: float | None,
    megabytes: int | None,
    cluster: str | None,
    shards: str | None,
    copy_to: str | None,
) -> None:
    """Đọc các tệp dưới ĐƯỜNG_DẪN vào kho; tệp không đổi thì không đọc lại.

    ĐƯỜNG_DẪN: tệp, thư mục, hoặc địa chỉ mà fsspec đọc được (s3://…, gs://…, https://…), với gói của giao thức đó.
    """
    from pipeline import run, screen  # noqa: PLC0415
    from pipeline.workers import collect_seldom  # noqa: PLC0415

    if shards and not cluster:
        raise click.UsageError("--shards chỉ dùng cùng --cluster.")
    collect_seldom()
    with screen.progress_bar() as progress:
        memory = None if megabytes is None else megabytes << 20
        report = run.ingest(
            paths,
            store,
            jobs=jobs,
            prune=prune,
            retry=retry,
            ocr=ocr,
            seconds=seconds,
            memory=memory,
            cluster=cluster,
            shards=shards,
            copy_to=copy_to,
            progress=progress,
        )
    _tell(report, store)
    if not report.all_read:
        raise click.exceptions.Exit(ExitCode.SOME_NOT_READ)


@main.command(
    epilog=examples(
        "kehoach query --list",
        "kehoach query plans_without_citation --param document=76/NQ-CP",
        "kehoach query most_cited --param top=50 --out nhieu-nhat.xlsx",
        "kehoach query review_targets --columns",
    )
)
@click.argument("name", required=False, metavar="[TRUY_VẤN]")
@STORE_OPTION
@click.option("--list", "listing", is_flag=True, help="Liệt kê các truy vấn và tham số.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json", "parquet", "xlsx"]), help="Dạng kết quả.")
@click.option("--out", type=click.Path(path_type=Path), help="Tệp để ghi; dạng theo đuôi tệp nếu không có --format.")
@click.option("--param", "params", multiple=True, metavar="TÊN=GIÁ TRỊ", help="Tham số của truy vấn; dùng được nhiều lần.")
@click.option("--columns", "explaining", is_flag=True, help="Giải thích các cột thay vì trả lời.")
def query(
    *,
    name: str | None,
    store: Path,
    listing: bool,
    form: str | None,
    out: Path | None,
    params: tuple[str, ...],
    explaining: bool,
) -> None:
    """Trả lời một câu hỏi có sẵn (xem --list)."""
    from pipeline import queries  # noqa: PLC0415

    if listing or name is None:
        for each in queries.queries().values():
            click.echo(f"{each.name}\n    {each.title}. {each.meaning}")
            for p in each.parameters:
                default = "bắt buộc" if p.default is None else f"mặc định {p.default!r}"
                click.echo(f"    --param {p.name}=…  {p.meaning} ({default})")
        return
    if explaining:
        for column in queries.columns(store, name):
            click.echo(f"{column.name:<16} {column.title}: {column.meaning}")
        return
    answer = queries.answer(store, name, _given(params))
    deliver(name, answer, form, out)


@main.command(
    epilog=examples(
        "kehoach coverage",
        'kehoach coverage --document "76/NQ-CP" --by plan',
        "kehoach coverage --required cchc-2021-2030 --year 2023",
    )
)
@STORE_OPTION
@click.option("--document", default="", help='Chỉ một văn bản, ví dụ "76/NQ-CP".')
@click.option("--by", type=click.Choice(["province", "plan"]), default="province", show_default=True, help="Hàng của bảng.")
@click.option("--top", type=click.IntRange(1, 1000), help="Số văn bản, từ nhiều nhất; mặc định 10.")
@click.option(
    "--required",
    default="",
    help="Danh sách văn bản cần dẫn: cchc-2021-2030, kiem-soat-tthc, chuyen-doi-so, hoặc một tệp CSV.",
)
@click.option("--year", type=click.IntRange(1990, 2100), help="Với --required: chỉ kế hoạch của năm này.")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json", "parquet", "xlsx"]), help="Dạng kết quả.")
@click.option("--out", type=click.Path(path_type=Path), help="Tệp để ghi (dạng dài: mỗi ô một dòng).")
def coverage(
    *,
    store: Path,
    document: str,
    by: str,
    top: int | None,
    required: str,
    year: int | None,
    form: str | None,
    out: Path | None,
) -> None:
    """Bảng tỉnh (hoặc kế hoạch) × văn bản được dẫn.

    Ô trống có ba loại: "·" chưa có kế hoạch, "?" chưa đọc được hết, "–" đã đọc mà không thấy dẫn. Với --required
    còn phân biệt bản cũ đã bị thay thế, dẫn sai ngày, sai nơi ban hành, chưa rõ văn bản nào, và kế hoạch có trước văn bản.
    """
    from pipeline import queries, screen  # noqa: PLC0415

    refuse_together(
        {"--required": required, "--document": document},
        {"--required": required, "--top": top},
        {"--document": document, "--top": top},
    )
    if year and not required:
        raise click.UsageError("--year chỉ dùng cùng --required.")
    if required:
        from pipeline.required import list_parameters  # noqa: PLC0415

        name = "coverage_required"
        answer = queries.answer(store, name, {**list_parameters(required), "year": year or 0, "by": by})
    else:
        name = "coverage" if by == "province" else "coverage_by_plan"
        answer = queries.answer(store, name, {"document": document, "top": top or TOP})
    if out is None and form in {None, "table"}:
        row, count = ("province_now", "plans_citing") if by == "province" else ("plan", "mentions")
        of_year = f" năm {year}" if year else ""
        unasked = f"(danh sách {required} không có văn bản nào phải dẫn trong các kế hoạch{of_year} của kho)"
        screen.print_coverage(answer, row, count, unasked if required else "(kho chưa có trích dẫn nào)")
    else:
        deliver(name, answer, form, out)


@main.command(
    epilog=examples(
        "kehoach show 187/KH-UBND",
        "kehoach show ke-hoach-cchc-2024",
    )
)
@click.argument("doc", metavar="VĂN_BẢN")
@STORE_OPTION
def show(*, doc: str, store: Path) -> None:
    """Phần đầu và các trích dẫn của một văn bản, kèm chữ quanh nó và số trang.

    VĂN_BẢN: phần đầu của mã, số ký hiệu, hoặc một phần tên tệp.
    """
    from pipeline import queries, screen  # noqa: PLC0415
    from pipeline.meanings import find_one_plan  # noqa: PLC0415
    from pipeline.store import reading  # noqa: PLC0415

    with reading(store) as connection:
        doc_id, file = find_one_plan(connection, doc)
    click.echo(f"{file}  ({doc_id})\n")
    screen.print_table(queries.answer(store, "document_header", {"doc_id": doc_id}), "document_header")
    click.echo()
    screen.print_table(queries.answer(store, "document_citations", {"doc_id": doc_id}), "document_citations")


@main.command(
    epilog=examples(
        "kehoach formats",
    )
)
def formats() -> None:
    """Các định dạng tệp đọc được."""
    from pipeline import ingest as readers  # noqa: PLC0415

    refused = [suffix for reader in readers.readers() for suffix in getattr(reader, "REFUSED", ())]
    for reader in readers.readers():
        click.echo(f"{reader.NAME:<10} {', '.join(suffix for suffix in reader.SUFFIXES if suffix not in refused)}")
    click.echo(f"Không đọc được, phải giải nén trước: {', '.join(refused)}")


@main.command(
    epilog=examples(
        "kehoach doctor",
    )
)
def doctor() -> None:
    """Máy này đã cài những phần nào để đọc tệp, và thiếu phần nào thì mất gì."""
    from pipeline.doctor import parts  # noqa: PLC0415

    found = list(parts())
    width = max(len(part.name) for part in found)
    for part in found:
        said = part.found or f"THIẾU. {part.cost} {part.advice}"
        click.echo(f"{'✓' if part.found else '✗'} {part.name:<{width}}  {said}")


@main.command(
    epilog=examples(
        "kehoach schema",
    )
)
@click.option("--write", is_flag=True, help="Ghi vào data/schema.md thay vì in ra.")
def schema(*, write: bool) -> None:
    """Các bảng của kho: cột, kiểu, ý nghĩa."""
    from pipeline import schema as made  # noqa: PLC0415

    click.echo(str(made.write_schema()) if write else made.schema())


@main.command(
    epilog=examples(
        "kehoach export --out ket-qua/ --format xlsx",
        "kehoach export --snapshot bang-dieu-khien/",
    )
)
@STORE_OPTION
@click.option("--out", type=click.Path(path_type=Path), help="Thư mục để ghi.")
@click.option("--snapshot", type=click.Path(path_type=Path), help="Thư mục cố định cho công cụ BI: thay cả thư mục một lần.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "parquet", "xlsx", "json", "jsonl"]),
    help="Dạng tệp; mặc định csv, với --snapshot là parquet.",
)
def export(*, store: Path, out: Path | None, snapshot: Path | None, form: Any) -> None:
    """Ghi mọi bảng và truy vấn của kho ra tệp, mỗi bảng một tệp, kèm từ điển dữ liệu."""
    from pipeline import snapshot as stable  # noqa: PLC0415
    from pipeline.export import export_tables  # noqa: PLC0415

    if (out is None) == (snapshot is None):
        raise click.UsageError("Cần --out hoặc --snapshot, một trong hai.")
    if out is not None:
        written = export_tables(store, out, form or "csv")
        click.echo(f"Đã ghi {len(written)} bảng vào {out}.")
    elif snapshot is not None:
        taken = stable.take(store, snapshot, form or "parquet")
        click.echo(f"Đã ghi {taken} bảng vào {snapshot}." if taken else f"{snapshot} đã đúng với kho, không ghi lại.")


def _given(params: Sequence[str]) -> dict[str, str | int]:
    pairs = [param.partition("=") for param in params]
    for name, sign, _value in pairs:
        if not sign:
            raise UnknownName(f"Tham số {name!r} thiếu dấu bằng.", "Viết: --param tên=giá trị.")
    return {name.strip(): value for name, _sign, value in pairs}


def _tell(report: RunReport, store: Path) -> None:
    """What a run did, in lines for people."""
    from pipeline import queries  # noqa: PLC0415

    said = [f"{report.found} tệp", f"đọc mới {report.read}", f"không đổi {report.unchanged}"]
    optional = {
        "tìm lại dữ kiện": report.found_anew,
        "trùng nội dung": report.copies,
        "bỏ qua": report.skipped,
        "không đọc được": len(report.unread),
    }
    said += [f"{what} {count}" for what, count in optional.items() if count]
    click.echo(f"Xong: {', '.join(said)}. Kho: {store}" + ("" if report.published else " (không có gì mới)"))
    for old, new in report.renamed:
        click.echo(f"  đổi tên: {old} → {new}")
    for path in report.removed:
        click.echo(f"  đã bỏ khỏi kho: {path}")
    if report.gone:
        click.echo(f"  {report.gone} tệp không còn nhưng kho vẫn giữ nội dung (bỏ bằng --prune)")
    unread: dict[str, list[dict[str, Any]]] = {}
    unused: dict[str, list[dict[str, Any]]] = {}  # of the user's own lists
    for row in queries.answer(store, "problems", {}).to_pylist():
        if row["kind"] in {"unread", "reference"}:
            (unread if row["kind"] == "unread" else unused).setdefault(row["source_path"], []).append(row)
    for rows in unused.values():
        more = f" (và {len(rows) - 1} chỗ khác)" if len(rows) > 1 else ""
        click.echo(f"  không dùng được: {rows[0]['file']}: {rows[0]['problem']} {rows[0]['advice']}{more}", err=True)
    for first, *others in list(unread.values())[:PROBLEMS_SHOWN]:
        more = f" (và {len(others)} chỗ khác)" if others else ""
        click.echo(f"  chưa đọc: {first['file']}: {first['problem']} {first['advice']}{more}", err=True)
    if unread:
        shown = f"… {len(unread) - PROBLEMS_SHOWN} tệp nữa. " if len(unread) > PROBLEMS_SHOWN else ""
        click.echo(f"  {shown}Tất cả: kehoach query problems --store {store}", err=True)
    if report.log:
        click.echo(f"  dấu vết lỗi: {report.log}", err=True)
