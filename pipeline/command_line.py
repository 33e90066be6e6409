"""What all commands share: exit codes, help in Vietnamese, errors as one line, and answers on their way out."""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping, Sequence
from enum import IntEnum
from pathlib import Path
from typing import Any

import click

from pipeline.command_help import HelpContext
from pipeline.errors import PlanError, UnknownName
from pipeline.wrong_use import near, wrong_use


class ExitCode(IntEnum):
    """What the exit codes mean; those of the errors are also in pipeline.errors."""

    DONE = 0
    FAILED = 1
    WRONG_USE = 2
    UNREADABLE_FILE = 3
    NOTHING_TO_READ = 4
    STORE = 5
    SOME_NOT_READ = 6
    FAULTS_FOUND = 7
    STOPPED = 130


EXIT_MEANINGS = {
    ExitCode.DONE: "xong, mọi tệp đều đọc được",
    ExitCode.FAILED: "lỗi khác",
    ExitCode.WRONG_USE: "gõ sai lệnh, hoặc không có truy vấn, văn bản, nơi hay cơ quan đó",
    ExitCode.UNREADABLE_FILE: "không đọc được tệp được hỏi",
    ExitCode.NOTHING_TO_READ: "không có tệp nào để đọc",
    ExitCode.STORE: "kho thiếu, hỏng hoặc đang bị giữ",
    ExitCode.SOME_NOT_READ: "đã nạp xong nhưng có tệp không đọc được",
    ExitCode.FAULTS_FOUND: "kehoach check: có chỗ chắc chắn sai",
    ExitCode.STOPPED: "bị dừng giữa chừng; lần chạy sau làm tiếp",
}


def examples(*commands: str) -> str:
    """The lines below a command's options that show how it is used."""
    return "\b\nVí dụ:\n" + "\n".join(f"  {command}" for command in commands)


EXIT_CODES = "\b\nMã thoát:\n" + "\n".join(f"  {code.value:>3}  {meaning}" for code, meaning in EXIT_MEANINGS.items())
FIRST_STEPS = examples("kehoach ingest ke-hoach/", "kehoach coverage", "kehoach query most_cited")


class PathOrAddress(click.Path):
    """A path, or an address with its protocol in front, which stays as it was written: s3://…."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path, or the address as a text."""
        return value if isinstance(value, str) and "://" in value else super().convert(value, param, ctx)


class Command(click.Command):
    """A command that speaks Vietnamese."""

    context_class = HelpContext

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"options_metavar": "[TÙY_CHỌN]", **kwargs})

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads the arguments; what is wrong with them is told by wrong_use()."""
        strict = not ctx.allow_extra_args
        ctx.allow_extra_args = True
        try:
            left = super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise
        if strict and left and not ctx.resilient_parsing:
            raise click.UsageError(f"Thừa: {' '.join(left)}.", ctx)
        return left

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option --help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "Hiện trợ giúp này."
        return option


class Commands(Command, click.Group):
    """The group whose errors are one clear line on the error stream."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"subcommand_metavar": "LỆNH …", "invoke_without_command": True, **kwargs})

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command of a name; raises UsageError with the names that come near."""
        if self.get_command(ctx, args[0]) is None:
            raise click.UsageError(f"Không có lệnh {args[0]!r}. {near(args[0], self.list_commands(ctx))}".strip(), ctx)
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Runs a command and exits with its code."""
        kwargs["standalone_mode"] = False
        debugging = "--debug" in (args[0] if args and args[0] else kwargs.get("args") or sys.argv)
        for stream in (sys.stdout, sys.stderr):  # Windows consoles default to an alphabet without Vietnamese
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        try:
            code = super().main(*args, **kwargs)
        except click.exceptions.Exit as stop:
            code = stop.exit_code
        except click.UsageError as error:
            command = error.ctx.command_path if error.ctx else "kehoach"
            click.echo(f"Lệnh chưa đúng: {wrong_use(error)} Xem: {command} --help", err=True)
            code = ExitCode.WRONG_USE
        except (click.Abort, KeyboardInterrupt):
            click.echo("Đã dừng. Những gì đã đọc được giữ lại; lần chạy sau làm tiếp.", err=True)
            code = ExitCode.STOPPED
        except PlanError as error:
            if debugging:
                raise
            click.echo(f"Lỗi: {error}", err=True)
            code = error.exit_code
        except BrokenPipeError:  # the reader of our output, such as head, has enough
            sys.stderr.close()
            code = ExitCode.DONE
        except Exception as error:
            if debugging:
                raise
            reason = f"{type(error).__name__}: {error}".strip().split("\n")[0]
            click.echo(
                f"Lỗi không lường trước: {reason}. Chạy lại với kehoach --debug … và gửi kết quả khi báo lỗi.", err=True
            )
            code = ExitCode.FAILED
        sys.exit(code if isinstance(code, int) else ExitCode.DONE)


STORE_OPTION = click.option(
    "--store",
    type=click.Path(path_type=Path),
    default=Path("kehoach.duckdb"),
    show_default=True,
    envvar="KEHOACH_STORE",
    help="Tệp kho (DuckDB).",
)
FORMAT_OPTION = click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", "parquet", "xlsx"]), help="Dạng kết quả."
)
OUT_OPTION = click.option(
    "--out", type=click.Path(path_type=Path), help="Tệp để ghi; dạng theo đuôi tệp nếu không có --format."
)


def refuse_together(*pairs: Mapping[str, object]) -> None:
    """Raises UsageError where options of a pair, by name and value, are both given: one of them would do nothing."""
    for pair in pairs:
        if all(pair.values()):
            raise click.UsageError(f"{' và '.join(pair)} không dùng cùng nhau được.")


def deliver(view: str, answer: Any, form: str | None, out: Path | None, on_screen: Sequence[str] = ()) -> None:
    """The answer of a view to the screen, to a pipe or to a file; on_screen: what a terminal has room for, else all.

    A spreadsheet is for people: its heads are the titles of the screen. Other files are for programs and keep the names.
    """
    from pipeline import export as files  # noqa: PLC0415
    from pipeline import screen  # noqa: PLC0415

    if out is not None:
        wanted: Any = form if form not in {None, "table"} else files.format_of(out)
        titles = screen.column_titles(view)
        heads = [titles[name].title if name in titles else name for name in answer.column_names]
        files.write(answer.to_batches(), answer.schema, out, wanted, heads if wanted == "xlsx" else None)
        click.echo(f"Đã ghi {answer.num_rows} dòng vào {out}.", err=True)
    elif form in {None, "table"}:
        screen.print_table(answer.select(list(on_screen)) if on_screen else answer, view)
    elif form == "csv":
        files.write_csv(files.rows(answer.to_batches()), answer.column_names, sys.stdout, line_end="\n")
    elif form == "json":
        files.write_json(files.rows(answer.to_batches()), answer.column_names, sys.stdout)
    else:
        raise UnknownName(f"Dạng {form} cần một tệp để ghi.", "Thêm --out TỆP.")
