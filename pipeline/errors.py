"""Everything that can go wrong for a user: one base class, one class a cause; the message says what, where, what to do."""

from __future__ import annotations

import errno

REFUSALS = {  # of the operating system, in words that go on after "…: "
    errno.ENOENT: "không có thư mục hoặc tệp đó",
    errno.EACCES: "không có quyền, hoặc tệp đang mở ở chương trình khác",
    errno.EPERM: "không có quyền",
    errno.EROFS: "chỗ này chỉ cho đọc",
    errno.EISDIR: "đó là một thư mục",
    errno.ENOTDIR: "một phần của đường dẫn là tệp, không phải thư mục",
    errno.EEXIST: "đã có tệp cùng tên",
    errno.ENOSPC: "đĩa đã đầy",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.EIO: "ổ đĩa báo lỗi",
}


def refusal(error: OSError) -> str:
    """What the operating system refused, in Vietnamese; by its number where that is not known."""
    return REFUSALS.get(error.errno or 0) or f"lỗi hệ thống {error.errno or type(error).__name__}"


class PlanError(Exception):
    """A problem told to the user: what happened, and what can be done."""

    exit_code = 1

    def __init__(self, problem: str, advice: str) -> None:
        super().__init__(f"{problem} {advice}")
        self.problem = problem
        self.advice = advice


class UnreadableFile(PlanError):
    """A file that no reader can make a document of."""

    exit_code = 3


class UnknownFormat(UnreadableFile):
    """A file whose content is of no known format."""


class NothingToRead(PlanError):
    """A folder without any plan, or a path that does not exist."""

    exit_code = 4


class StoreError(PlanError):
    """A store that is missing, damaged or of another version."""

    exit_code = 5


class UnknownName(PlanError):
    """A query, document or format that does not exist."""

    exit_code = 2
