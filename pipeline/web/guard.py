"""What every request passes: a known host name, a visitor who may be here, forms of our own; and the headers of answers."""

from __future__ import annotations

import base64
import binascii
import secrets
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.web.accounts import Door, Visitor
from pipeline.web.settings import Settings

SESSION = "kehoach_session"
POLICY = "; ".join(
    (
        "default-src 'none'",
        *("img-src 'self'", "style-src 'self'", "script-src 'self'", "connect-src 'self'"),
        *("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"),
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
OPEN_PATHS = ("/login", "/static/")
READING = {"GET", "HEAD"}


class Guard:
    """The first and last to see a request."""

    def __init__(self, app: ASGIApp, settings: Settings, door: Door) -> None:
        self._app = app
        self._names = settings.host_names
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuses, or passes on with scope["visitor"] and scope["session"]."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        session = _cookie(headers, SESSION)
        fresh = "" if session else secrets.token_urlsafe(32)
        visitor = self._door.visitor(session)
        refusal = self._refusal(scope, headers)
        if refusal is None and visitor is None and not scope["path"].startswith(OPEN_PATHS):
            visitor, refusal = self._by_password(scope, headers)
        scope["session"] = session or fresh
        scope["visitor"] = visitor or Visitor("", "read")
        set_cookie = cookie(fresh, secure=scope["scheme"] == "https") if fresh else None

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                found = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    found.setdefault(name, value)
                found.setdefault("cache-control", "private, no-cache")
                if set_cookie and "set-cookie" not in found and not scope["path"].startswith("/static/"):
                    found.append("set-cookie", set_cookie)
            await send(message)

        await (refusal or self._app)(scope, receive, send_guarded)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """Why a request is not answered, whoever sends it."""
        host = headers.get("host", "")
        name = host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host.partition(":")[0]
        if self._names is not None and name.lower() not in self._names:  # a foreign name that was made to point here
            return PlainTextResponse("Không có trang này dưới tên máy đó.", 421)
        if scope["method"] in READING:
            return None
        if scope["method"] != "POST":
            return PlainTextResponse("Không nhận yêu cầu này.", 405)
        site, origin = headers.get("sec-fetch-site", ""), headers.get("origin", "")
        if site not in {"", "same-origin", "none"} or (origin and origin.partition("://")[2] != host):
            return PlainTextResponse("Biểu mẫu đến từ trang khác.", 403)
        return None

    def _by_password(self, scope: Scope, headers: Headers) -> tuple[Visitor | None, Response | None]:
        """A program that sends name and password each time (Excel, pandas); people are led to the form."""
        path = quote(scope["path"]) + ("?" + scope["query_string"].decode("latin-1") if scope["query_string"] else "")
        given = headers.get("authorization", "")
        if not given.lower().startswith("basic ") or scope["method"] not in READING:
            if scope["path"].startswith("/api/"):
                return None, _who_are_you()
            return None, RedirectResponse(f"/login?next={quote(path, safe='')}", 303)
        try:
            name, _colon, password = base64.b64decode(given[6:], validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            return None, _who_are_you()
        address = scope["client"][0] if scope["client"] else ""
        if self._door.is_barred(name, address):
            return None, PlainTextResponse("Sai mật khẩu quá nhiều lần. Đợi năm phút.", 429, {"retry-after": "300"})
        visitor = self._door.enter(name, password, address)
        return (visitor, None) if visitor else (None, _who_are_you())


def cookie(session: str, *, secure: bool) -> str:
    """The header that gives a browser its session."""
    return f"{SESSION}={session}; Path=/; HttpOnly; SameSite=Strict" + ("; Secure" if secure else "")


def _who_are_you() -> Response:
    return PlainTextResponse("Cần tên và mật khẩu.", 401, {"www-authenticate": 'Basic realm="kehoach", charset="UTF-8"'})


def _cookie(headers: Headers, name: str) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found is not None else ""
