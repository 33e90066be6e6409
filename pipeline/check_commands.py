"""The commands that look for what is wrong in plans: check for one file before it is signed, findings over a store."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.command_line import FORMAT_OPTION, OUT_OPTION, STORE_OPTION, Command, ExitCode, deliver, examples
from pipeline.errors import UnknownName, UnreadableFile

if TYPE_CHECKING:
    import pyarrow as pa

    from pipeline.run import RunReport

FINDINGS_SHOWN = ("severity", "check_title", "message", "suggestion", "page", "file")
CHECKED_SHOWN = ("severity", "check_title", "message", "suggestion", "evidence", "page")
NOTHING_TO_CHECK = (
    "Không phép kiểm tra nào có chỗ để xét, nên chưa thể nói văn bản này đúng hay sai; có thể đây không phải là kế hoạch."
)
SEVERITIES = ("error", "warning", "note")
NOT_READ = {True: "Chưa đọc hết", False: "Nên xem lại"}  # by whether it is a gap or a doubt


@click.command(
    cls=Command,
    epilog=examples(
        "kehoach check ke-hoach-2026.docx",
        "kehoach check du-thao.docx --beside ke-hoach-nam-truoc/ --out can-xem.xlsx",
    ),
)
@click.argument("plan", type=click.Path(path_type=Path), metavar="TỆP")
@click.option(
    "--beside",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Kế hoạch khác để so, như của năm trước; dùng được nhiều lần.",
)
@FORMAT_OPTION
@OUT_OPTION
def check(*, plan: Path, beside: tuple[Path, ...], form: str | None, out: Path | None) -> None:
    """Kiểm tra một kế hoạch trước khi ký: những chỗ sai hoặc đáng ngờ, và những gì không xét được.

    Đọc TỆP vào một kho tạm; không kho nào bị thay đổi. Mã thoát 7 nếu có chỗ chắc chắn sai.
    """
    from pipeline import queries  # noqa: PLC0415
    from pipeline.run import ingest  # noqa: PLC0415

    if plan.is_dir():
        raise UnknownName(
            f"{plan} là thư mục; mỗi lần kiểm tra một tệp.",
            "Muốn xem cả thư mục: kehoach ingest THƯ_MỤC, rồi kehoach findings.",
        )
    if not plan.is_file():
        raise UnknownName(f"Không có tệp {plan}.", "Kiểm tra lại tên tệp.")
    with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
        store = Path(folder) / "kiem-tra.duckdb"
        report = ingest([plan, *beside], store, jobs=1)
        problems = queries.answer(store, "problems", {}).to_pylist()
        _raise_unread(report, plan, problems)
        # alone it may be an archive of several documents; beside others it is told by its content
        doc_id = hashlib.sha256(plan.read_bytes()).hexdigest()[:16] if beside else ""
        if doc_id and not queries.answer(store, "find_document", {"words": doc_id}).num_rows:
            raise UnknownName(
                f"{plan} là tệp nén nên không kiểm tra cùng --beside được.",
                "Giải nén rồi kiểm tra từng tệp, hoặc bỏ --beside.",
            )
        found = queries.answer(store, "findings_list", {"document": doc_id})
        counts = queries.answer(store, "findings_by_check", {"document": doc_id})
    for problem in (row for row in problems if not beside or row["source_path"] == str(plan.resolve())):
        click.echo(f"{NOT_READ[problem['kind'] == 'unread']}: {problem['problem']} {problem['advice']}", err=True)
    as_table = out is None and form in {None, "table"}
    if as_table and not found.num_rows:
        looked_at = any(counts.column("checked").to_pylist())
        click.echo("Không thấy chỗ nào sai hay đáng ngờ." if looked_at else NOTHING_TO_CHECK)
    else:
        deliver("findings_list", found, form, out, CHECKED_SHOWN)
    if as_table:
        _tell_counts(counts)
    if "error" in found.column("severity").to_pylist():
        raise click.exceptions.Exit(ExitCode.FAULTS_FOUND)


@click.command(
    cls=Command,
    epilog=examples(
        "kehoach findings",
        "kehoach findings --severity error --out can-xem.xlsx",
        "kehoach findings --explain",
    ),
)
@STORE_OPTION
@click.option("--check", "check_id", default="", metavar="MÃ", help="Chỉ một phép kiểm tra (mã: xem --explain).")
@click.option("--severity", type=click.Choice(SEVERITIES), help="Chỉ một mức: sai, nên xem, ghi chú.")
@click.option("--province", default="", help="Tên tỉnh, nay hoặc khi ban hành.")
@click.option("--document", default="", help="Mã, số ký hiệu hoặc một phần tên tệp.")
@click.option("--explain", is_flag=True, help="Các phép kiểm tra, cách xét và số chỗ đã xét, thay vì các phát hiện.")
@FORMAT_OPTION
@OUT_OPTION
def findings(
    *,
    store: Path,
    check_id: str,
    severity: str | None,
    province: str,
    document: str,
    explain: bool,
    form: str | None,
    out: Path | None,
) -> None:
    """Những chỗ sai hoặc đáng ngờ trong các kế hoạch của kho, và mỗi phép kiểm tra đã xét bao nhiêu chỗ."""
    from pipeline import queries  # noqa: PLC0415

    asked = {"check": check_id, "severity": severity or "", "province": province, "document": document}
    counts = queries.answer(store, "findings_by_check", asked)
    if explain:
        deliver("findings_by_check", counts, form, out)
        return
    deliver("findings_list", queries.answer(store, "findings_list", asked), form, out, FINDINGS_SHOWN)
    if out is None and form in {None, "table"}:
        _tell_counts(counts)


COMMANDS = (check, findings)


def _raise_unread(report: RunReport, plan: Path, problems: Iterable[Mapping[str, Any]]) -> None:
    """Raises UnreadableFile, with what the reader said, if the plan gave no text."""
    path = str(plan.resolve())
    if all(record.path != path for record in report.unread):
        return
    for row in problems:
        if row["source_path"] == path and row["kind"] == "unread":
            raise UnreadableFile(row["problem"], row["advice"])
    raise UnreadableFile(f"Tệp {plan} mở được nhưng không có chữ nào.", "Mở tệp ra xem lại, hoặc xin bản gốc của văn bản.")


def _tell_counts(counts: pa.Table) -> None:
    """How far the checks could see: nothing found means little where nothing was looked at."""
    rows = counts.to_pylist()
    checked, not_checked = sum(row["checked"] for row in rows), sum(row["not_checked"] for row in rows)
    click.echo(f"\n{len(rows)} phép kiểm tra, {checked} chỗ đã xét, {not_checked} chỗ không xét được:")
    for row in rows:
        if row["checked"] or row["not_checked"]:
            click.echo(
                f"  {row['check_title']}: {row['checked']} đã xét, {row['not_checked']} không, {row['found']} phải xem"
            )
    if idle := [row["check_title"] for row in rows if not row["checked"] and not row["not_checked"]]:
        click.echo(f"  Không có chỗ nào để xét: {'; '.join(idle)}")
