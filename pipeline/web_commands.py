"""The commands of the page: serve and account."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.command_line import STORE_OPTION, Command, examples
from pipeline.errors import PlanError, UnknownName

NEEDED = "Cài thêm phần trang web: pip install 'kehoach[web]'."


class NoWebParts(PlanError):
    """The packages of the extra "web" are not installed."""


@click.command(
    cls=Command,
    epilog=examples(
        "kehoach serve --store kho.duckdb --plans ke-hoach/",
        "kehoach serve --plans ke-hoach/ --host 0.0.0.0 --accounts tai-khoan.txt",
    ),
)
@STORE_OPTION
@click.option(
    "--plans",
    type=click.Path(path_type=Path),
    help="Thư mục kế hoạch: chỉ tệp dưới thư mục này được mở để vẽ trang; chỗ giữ các sửa chữa.",
)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Cổng.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Địa chỉ; khác máy này thì cần --accounts.")
@click.option("--accounts", type=click.Path(path_type=Path), help="Tệp tài khoản, tạo bằng kehoach account.")
@click.option("--name", "names", multiple=True, metavar="TÊN_MÁY", help="Tên máy mà trình duyệt dùng; dùng được nhiều lần.")
def serve(*, store: Path, plans: Path | None, port: int, host: str, accounts: Path | None, names: tuple[str, ...]) -> None:
    """Mở trang xem số liệu trên trình duyệt; dừng bằng Ctrl+C."""
    try:
        from pipeline.web import app, settings  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise NoWebParts(f"Thiếu gói {error.name}.", NEEDED) from error
    if plans is not None and not plans.is_dir():
        raise UnknownName(f"Không có thư mục {plans}.", "Kiểm tra lại tên thư mục sau --plans.")
    wanted = settings.Settings(store, plans, accounts, host, port, names)
    shown = f"[{host}]" if ":" in host else host
    app.serve(wanted, lambda: click.echo(f"Trang: http://{shown}:{port}/   (dừng: Ctrl+C)"))


@click.command(cls=Command, epilog=examples("kehoach account lan --role correct --accounts tai-khoan.txt"))
@click.argument("name", metavar="TÊN")
@click.option("--accounts", type=click.Path(path_type=Path), required=True, help="Tệp tài khoản; chưa có thì được tạo.")
@click.option(
    "--role",
    type=click.Choice(["read", "correct"]),
    default="read",
    show_default=True,
    help="read: chỉ xem; correct: xem và sửa.",
)
@click.option("--password", help="Mật khẩu; không ghi thì được hỏi, và không nằm lại trong lịch sử lệnh.")
def account(*, name: str, accounts: Path, role: str, password: str | None) -> None:
    """Tạo tài khoản vào trang, hoặc đặt lại mật khẩu; tệp chỉ giữ giá trị băm."""
    from pipeline.web import accounts as kept  # noqa: PLC0415

    given = password or click.prompt("Mật khẩu", hide_input=True)
    if not password and click.prompt("Gõ lại", hide_input=True) != given:
        raise click.UsageError("Hai lần gõ mật khẩu không giống nhau.")
    kept.save(accounts, name, given, "correct" if role == "correct" else "read")
    click.echo(f"Đã ghi tài khoản {name} ({role}) vào {accounts}.")


COMMANDS = (serve, account)
