"""The port that the page listens at, taken before its address is told."""

from __future__ import annotations

import errno
import socket

from pipeline.errors import PlanError

WAITING = 2048  # browsers that may wait for an answer at once
NOT_OURS = ("Máy này không có địa chỉ {host}.", "Kiểm tra lại --host, ví dụ 127.0.0.1.")
REFUSALS = {  # what the system says: what that means, and what can be done
    errno.EADDRINUSE: (
        "Cổng {port} đang có chương trình khác dùng.",
        "Đóng chương trình đó (có thể là một trang kehoach khác), hoặc chọn cổng khác bằng --port.",
    ),
    errno.EACCES: ("Không có quyền mở cổng {port}.", "Chọn cổng từ 1024 trở lên bằng --port."),
    **dict.fromkeys((errno.EADDRNOTAVAIL, socket.EAI_NONAME, socket.EAI_AGAIN), NOT_OURS),
}
OTHER = ("Không mở được cổng {port} ở {host} (lỗi hệ thống {code}).", "Chọn cổng khác bằng --port.")


class NoPort(PlanError):
    """An address or port that the page cannot have."""


def listening(host: str, port: int) -> socket.socket:
    """The open door at an address of this machine; raises NoPort with what is in the way."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host.strip("[]"), port), family=family, backlog=WAITING)
    except OSError as error:
        problem, advice = REFUSALS.get(error.errno or 0, OTHER)
        raise NoPort(problem.format(host=host, port=port, code=error.errno), advice) from error
