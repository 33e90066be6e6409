"""Who may enter and what they may do: a file of names, roles and salted hashes; sessions; a brake on guessing.

The file has one account a line, "name:role:salt:hash" (hexadecimal, scrypt). Passwords are never kept.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import threading
import time
from collections import defaultdict, deque
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from pipeline.errors import PlanError, refusal

Role: TypeAlias = Literal["read", "correct"]
ROLES: tuple[Role, ...] = get_args(Role)

NAME = re.compile(r"[\w.@ -]{1,40}")
SHORTEST = 10  # characters of a password
SCRYPT_N, SCRYPT_R, SCRYPT_P, SCRYPT_MEMORY = 2**14, 8, 1, 64 * 2**20
SESSION_HOURS = 12
SESSIONS_KEPT = 10_000
FAILURES, FAILURE_WINDOW = 5, 300.0  # wrong passwords from one address, and the seconds that they are remembered
FAILURES_OF_ACCOUNT = 20  # for one name, from any address


class AccountError(PlanError):
    """A file of accounts that is missing or damaged, or an account that cannot be made."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Account:
    """Someone who may enter."""

    name: str
    role: Role
    salt: str
    digest: str

    def knows(self, password: str) -> bool:
        """Whether this is its password."""
        return hmac.compare_digest(_digest(password, self.salt), self.digest)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who sends a request: name is empty for someone on this very machine who needs no password."""

    name: str
    role: Role

    @property
    def may_correct(self) -> bool:
        """Whether corrections are taken from this visitor."""
        return self.role == "correct"


def load(path: Path) -> dict[str, Account]:
    """The accounts of a file by name; raises AccountError."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise AccountError(f"Không mở được tệp tài khoản {path}: {refusal(error)}.", "Tạo bằng: kehoach account.") from error
    found: dict[str, Account] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        parts = line.split(":")
        if len(parts) != 4 or parts[1] not in ROLES:
            raise AccountError(f"Tệp tài khoản {path}, dòng {number} không đúng mẫu.", "Xóa dòng đó rồi tạo lại tài khoản.")
        found[parts[0]] = Account(parts[0], parts[1], parts[2], parts[3])
    if not found:
        raise AccountError(f"Tệp tài khoản {path} chưa có ai.", "Tạo bằng: kehoach account TÊN --accounts " + str(path))
    return found


def save(path: Path, name: str, password: str, role: Role) -> None:
    """Adds an account to a file, or gives it a new password; raises AccountError."""
    if not NAME.fullmatch(name):
        raise AccountError(f"Tên {name!r} không dùng được.", "Dùng chữ, số, dấu cách, chấm, gạch; dài nhất 40 chữ.")
    if len(password) < SHORTEST:
        raise AccountError("Mật khẩu quá ngắn.", f"Dùng ít nhất {SHORTEST} chữ.")
    known = load(path) if path.exists() and path.read_text(encoding="utf-8").strip() else {}
    salt = secrets.token_hex(16)
    known[name] = Account(name, role, salt, _digest(password, salt))
    fresh = path.with_name(path.name + ".new")
    fresh.touch(mode=0o600)
    lines = (f"{one.name}:{one.role}:{one.salt}:{one.digest}\n" for one in known.values())
    fresh.write_text("".join(lines), encoding="utf-8")
    fresh.replace(path)


class Door:
    """Lets visitors in: checks passwords, keeps sessions in memory, slows down who guesses."""

    def __init__(self, accounts: dict[str, Account] | None) -> None:
        self._accounts = accounts
        self._sessions: dict[str, tuple[Visitor, float]] = {}
        self._failures: defaultdict[str, deque[float]] = defaultdict(deque)
        self._lock = threading.Lock()
        self._secret = secrets.token_bytes(32)

    @property
    def is_open(self) -> bool:
        """Whether no password is asked."""
        return self._accounts is None

    def enter(self, name: str, password: str, address: str) -> Visitor | None:
        """The visitor of this name and password; None if they are wrong."""
        account = (self._accounts or {}).get(name)
        # an unknown name takes as long as a wrong password
        knows = (account or Account("", "read", "00" * 16, "")).knows(password)
        if account is None or not knows:
            with self._lock:
                for key in (f"address {address}", f"name {name[:40]}"):
                    self._failures[key].append(time.monotonic())
                if len(self._failures) > SESSIONS_KEPT:
                    self._failures.pop(next(iter(self._failures)))
            return None
        return Visitor(account.name, account.role)

    def is_barred(self, name: str, address: str) -> bool:
        """Whether too many wrong passwords came lately from this address or for this name."""
        with self._lock:
            counts = {key: self._recent(key) for key in (f"address {address}", f"name {name[:40]}")}
        return counts[f"address {address}"] >= FAILURES or counts[f"name {name[:40]}"] >= FAILURES_OF_ACCOUNT

    def new_session(self, visitor: Visitor) -> str:
        """The key of a new session."""
        key = secrets.token_urlsafe(32)
        with self._lock:
            self._sessions[key] = (visitor, time.monotonic() + SESSION_HOURS * 3600)
            if len(self._sessions) > SESSIONS_KEPT:
                self._sessions.pop(next(iter(self._sessions)))
        return key

    def visitor(self, session: str) -> Visitor | None:
        """Who has this session; on a page without passwords anyone, who may correct."""
        if self._accounts is None:
            return Visitor("", "correct")
        with self._lock:
            visitor, until = self._sessions.get(session, (None, 0.0))
            if visitor is not None and until < time.monotonic():
                del self._sessions[session]
                return None
            return visitor

    def leave(self, session: str) -> None:
        """Ends a session."""
        with self._lock:
            self._sessions.pop(session, None)

    def form_token(self, session: str) -> str:
        """What a form must send back to show that it came from a page of this session."""
        return hmac.new(self._secret, session.encode(), hashlib.sha256).hexdigest()

    def is_own_form(self, session: str, token: str) -> bool:
        """Whether a form came from a page of this session."""
        return bool(session) and hmac.compare_digest(self.form_token(session), token)

    def _recent(self, key: str) -> int:
        times = self._failures.get(key)
        if times is None:
            return 0
        while times and times[0] < time.monotonic() - FAILURE_WINDOW:
            times.popleft()
        return len(times)


def _digest(password: str, salt: str) -> str:
    made = hashlib.scrypt(
        password.encode(), salt=bytes.fromhex(salt), n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P, maxmem=SCRYPT_MEMORY
    )
    return made.hex()
