"""The commands that measure a store with what people labelled, and that make labels of what people corrected."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.command_line import FORMAT_OPTION, OUT_OPTION, STORE_OPTION, Command, deliver, examples

if TYPE_CHECKING:
    from pipeline.figures import Report


@click.command(
    cls=Command,
    epilog=examples(
        "kehoach evaluate data/samples/labels --store build/demo.duckdb",
        "kehoach evaluate nhan/ke-hoach-1.json --misses 20",
        'kehoach evaluate nhan/ --keep "Nhãn của phòng CCHC"',
        "kehoach evaluate --corrections --misses 20",
    ),
)
@click.argument("labels", nargs=-1, type=click.Path(path_type=Path), metavar="[TỆP_NHÃN]…")
@STORE_OPTION
@click.option("--corrections", is_flag=True, help="Đo máy với những gì người đã sửa, xác nhận, bỏ hoặc thêm trên trang.")
@click.option("--as-corrected", is_flag=True, help="Đo kho như đang có, cả phần người đã sửa; mặc định chỉ đo máy.")
@click.option("--keep", "name", metavar="TÊN", help="Giữ kết quả trong kho dưới tên này; trang tổng quan hiện nó.")
@click.option("--misses", type=click.IntRange(min=0), default=0, show_default=True, help="Số chỗ sai được liệt kê.")
@FORMAT_OPTION
@OUT_OPTION
def evaluate(
    *,
    labels: tuple[Path, ...],
    store: Path,
    corrections: bool,
    as_corrected: bool,
    name: str | None,
    misses: int,
    form: str | None,
    out: Path | None,
) -> None:
    """Đo kho với nhãn do người đọc làm: TỆP_NHÃN là tệp nhãn *.json hoặc thư mục chứa chúng.

    Đo những gì máy tự đọc: kho có sửa chữa của người thì được dựng tạm lại không có chúng.
    """
    from pipeline.corrections_measured import measure_corrections  # noqa: PLC0415
    from pipeline.evaluate import evaluate as measured  # noqa: PLC0415
    from pipeline.screen import value_titles  # noqa: PLC0415

    if corrections == bool(labels):
        raise click.UsageError("Cần TỆP_NHÃN hoặc --corrections, một trong hai.")
    if name is not None and (corrections or as_corrected):
        raise click.UsageError("Chỉ giữ được kết quả đo máy với TỆP_NHÃN: bỏ --corrections và --as-corrected.")
    if corrections:
        report = measure_corrections(store)
    elif as_corrected:
        report = measured(store, labels)
    else:
        report = _of_machine(store, labels, name)
    for doc in report.absent:
        told = "Sửa chữa không còn chỗ, không tính" if corrections else "Không có trong kho, mọi nhãn tính là thiếu"
        click.echo(f"{told}: {doc}", err=True)
    titles = value_titles()
    for miss in report.misses[:misses]:
        click.echo(f"{miss.doc}  {titles.get(('figure', miss.figure), miss.figure)}  {miss.said}", err=True)
    deliver("evaluate", report.to_arrow(), form, out)


def _of_machine(store: Path, labels: tuple[Path, ...], name: str | None) -> Report:
    """The figures of the machine's own readings; kept under a name if there is one."""
    from pipeline.evaluate import evaluate as measured  # noqa: PLC0415
    from pipeline.measured import Measured, keep, version_of  # noqa: PLC0415
    from pipeline.run import locked, parts_of  # noqa: PLC0415
    from pipeline.store import machine_store  # noqa: PLC0415

    if name is None:
        with machine_store(store) as machine:
            return measured(machine, labels)
    store = store.resolve()
    parts = parts_of(store)
    with locked(store, parts):  # no run may replace the store between measuring and keeping
        with machine_store(store) as machine:
            report = measured(machine, labels)
            version = version_of(machine)
        keep(store, parts, Measured.of(name, report, datetime.now(UTC).date().isoformat(), version))
    return report


@click.command(cls=Command, epilog=examples("kehoach labels --out nhan/", "kehoach labels --store kho.duckdb --out nhan/"))
@STORE_OPTION
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Thư mục để ghi, mỗi văn bản một tệp nhãn.")
def labels(*, store: Path, out: Path) -> None:
    """Ghi những gì người đã sửa, xác nhận, thêm hoặc bỏ trên trang thành tệp nhãn, để đo bằng kehoach evaluate.

    Mục chưa ai xem được ghi kèm nhưng đánh dấu "checked": false và không được tính khi đo.
    """
    from pipeline.labels_written import write_labels  # noqa: PLC0415

    written = write_labels(store, out)
    for left_out in written.left_out:
        click.echo(f"Không vào nhãn: {left_out}", err=True)
    click.echo(f"Đã ghi {written.corrections} sửa chữa của {len(written.files)} văn bản vào {out}.")


COMMANDS = (evaluate, labels)
