"""The form at the door: name and password in, a session out."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from pipeline.web.guard import cookie
from pipeline.web.site import Form, Site, Visit


def routes(site: Site) -> list[Route]:
    """The addresses of this screen."""
    return [site.route("/login", ask), site.form_route("/login", enter), site.form_route("/logout", leave)]


def ask(visit: Visit) -> Response:
    """The form."""
    if visit.site.door.is_open:
        return RedirectResponse("/", 303)
    return visit.page("login.html", name="", problem="", next=_own_address(visit.asked("next", 2000)))


def enter(visit: Visit, form: Form) -> Response:
    """A session for the right password; the form again for a wrong one."""
    door = visit.site.door
    name, onward = form.get("name", "").strip(), _own_address(form.get("next", ""))
    address = visit.request.client.host if visit.request.client else ""
    if door.is_barred(name, address):
        refused = visit.page("login.html", 429, name=name, problem=visit.say("login.barred"), next=onward)
        refused.headers["retry-after"] = "300"
        return refused
    visitor = door.enter(name, form.get("password", ""), address)
    if visitor is None:
        return visit.page("login.html", 422, name=name, problem=visit.say("login.wrong"), next=onward)
    answer = RedirectResponse(onward, 303)
    secure = visit.request.url.scheme == "https"
    answer.headers["set-cookie"] = cookie(door.new_session(visitor), secure=secure)
    return answer


def leave(visit: Visit, _form: Form) -> Response:
    """Ends the session."""
    visit.site.door.leave(visit.session)
    return RedirectResponse("/login", 303)


def _own_address(said: str) -> str:
    """An address of this page; the first screen for anything else: nobody is sent elsewhere from here."""
    return said if said.startswith("/") and not said.startswith(("//", "/\\")) and said.isprintable() else "/"
