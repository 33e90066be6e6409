"""What a page is started with, and what it is safe to start with."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import PlanError

LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")


class UnsafePage(PlanError):
    """A page that would let strangers in."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Settings:
    """store: the file shown; plans: only files below it are opened; accounts: who may enter (None = anyone)."""

    store: Path
    plans: Path | None = None
    accounts: Path | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    names: tuple[str, ...] = ()  # further names that browsers may call this machine by
    seconds: float = 10.0  # of a question to the store
    patience: float = 1.0  # seconds that a request waits for a replaced store to open before it answers from the old one

    @property
    def corrections(self) -> Path | None:
        """Where corrections are kept; None = nowhere, so that nobody can correct."""
        return None if self.plans is None else self.plans / "corrections.jsonl"

    @property
    def is_local(self) -> bool:
        """Whether only this machine can reach the page."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host.strip("[]")).is_loopback
        except ValueError:
            return False

    def check(self) -> None:
        """Raises UnsafePage where others could reach the page without a password."""
        if not self.is_local and self.accounts is None:
            raise UnsafePage(
                f"Địa chỉ {self.host} mở trang cho máy khác mà không có mật khẩu.",
                "Tạo tài khoản: kehoach account TÊN --accounts tai-khoan.txt; rồi thêm --accounts tai-khoan.txt.",
            )

    @property
    def host_names(self) -> frozenset[str] | None:
        """The names that a request may be addressed to; None = any, where passwords guard the page."""
        if self.accounts is not None and not self.names:
            return None
        own = () if self.host in {"0.0.0.0", "::"} else (self.host,)  # noqa: S104 compared, not bound
        return frozenset(name.lower() for name in (*LOCAL_NAMES, *own, *self.names))
