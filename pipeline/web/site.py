"""What all screens share: the store, the words of the page in two languages, templates, and how a screen answers."""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import parse_qsl, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from data import rows
from pipeline.errors import PlanError, UnknownName
from pipeline.queries import queries
from pipeline.screen import column_titles, value_titles
from pipeline.web.accounts import Door, Visitor
from pipeline.web.known_corrections import KnownCorrections
from pipeline.web.open_store import OpenStore, TooSlow, Version
from pipeline.web.settings import Settings
from pipeline.web.vietnamese_forms import days_in, shown, shown_amount

Lang: TypeAlias = Literal["vi", "en"]
Form: TypeAlias = Mapping[str, str]
Screen: TypeAlias = Callable[["Visit"], Response]
FormScreen: TypeAlias = Callable[["Visit", Form], Response]

HERE = Path(__file__).parent
WORDING = HERE / "wording.csv"
LANG = "kehoach_lang"
LARGEST_FORM = 64 * 1024
MENU = ("/", "/documents", "/coverage", "/compare", "/timeline", "/cascade", "/findings", "/problems", "/corrections")
NEEDS = {"/findings": "findings_by_check", "/cascade": "cascade_steps"}  # the views that a screen is made of

# an identity: 76/NQ-CP@2021, 187/KH-UBND@2021:ubnd-tinh-ha-nam, "12/QĐ-BNV|Bộ Nội vụ" where it is not certain
IDENTITY = re.compile(r"(?P<number>[^@|]+)(?:@(?P<year>\d{4}))?(?::(?P<body>[a-z0-9-]+))?(?:\|(?P<issuer>.+))?")


class NotThere(PlanError):
    """An address that leads to nothing."""


class NotAllowed(PlanError):
    """Something that this visitor may not do."""


STATUS: Mapping[type[PlanError], int] = {NotThere: 404, UnknownName: 404, NotAllowed: 403, TooSlow: 503}


@functools.cache
def wording() -> Mapping[str, Mapping[Lang, str]]:
    """The words of the page by key and language."""
    with WORDING.open(encoding="utf-8", newline="") as handle:
        return {row["key"]: {"vi": row["vi"], "en": row["en"]} for row in csv.DictReader(handle)}


@functools.cache
def plan_kinds() -> Mapping[str, str]:
    """The titles of the kinds of plans."""
    return {row["plan_kind"]: row["title"] for row in rows("plan_kinds")}


@dataclass(frozen=True, slots=True)
class Site:
    """The running page."""

    settings: Settings
    store: OpenStore
    door: Door
    corrections: KnownCorrections
    templates: Environment = field(default_factory=lambda: _templates())  # noqa: PLW0108 defined below

    def route(self, path: str, screen: Screen) -> Route:
        """An address that shows something."""

        def answer(request: Request) -> Response:
            return self._answered(request, screen)

        return Route(path, answer, methods=["GET"], name=f"{path} GET")

    def form_route(self, path: str, screen: FormScreen) -> Route:
        """An address that takes a form."""

        async def answer(request: Request) -> Response:
            form = await _form(request)

            def take(visit: Visit) -> Response:
                if form is None:
                    raise NotAllowed("Biểu mẫu quá dài hoặc không đọc được.", "Rút ngắn rồi gửi lại.")
                if not self.door.is_own_form(visit.session, form.get("form_token", "")):
                    raise NotAllowed("Biểu mẫu đã cũ.", "Quay lại, tải lại trang rồi gửi lần nữa.")
                return screen(visit, form)

            return await run_in_threadpool(self._answered, request, take)

        return Route(path, answer, methods=["POST"], name=f"{path} POST")

    def _answered(self, request: Request, screen: Screen) -> Response:
        with self.store.reading() as version:
            visit = Visit(self, request, version)
            try:
                response = screen(visit)
            except PlanError as error:
                status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 400)
                response = visit.page("error.html", status, problem=error.problem, advice=error.advice)
            if request.query_params.get("lang") in {"vi", "en"}:
                response.set_cookie(LANG, visit.lang, max_age=365 * 86_400, samesite="lax", httponly=True)
            return response


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: who asks, in which language, of which build."""

    site: Site
    request: Request
    version: Version

    @property
    def lang(self) -> Lang:
        """The language asked for in the address, else the one asked for before, else Vietnamese."""
        for said in (self.request.query_params.get("lang"), self.request.cookies.get(LANG)):
            if said in {"vi", "en"}:
                return "en" if said == "en" else "vi"
        return "vi"

    @property
    def visitor(self) -> Visitor:
        """Who asks."""
        found: Visitor = self.request.scope["visitor"]
        return found

    @property
    def session(self) -> str:
        """The session, to which the tokens of forms belong."""
        return str(self.request.scope["session"])

    def say(self, key: str, **values: object) -> str:
        """A wording of the page in the visitor's language."""
        return wording()[key][self.lang].format(**values)

    def asked(self, name: str, longest: int = 200) -> str:
        """A parameter of the address, trimmed; empty if it is not given."""
        return " ".join(self.request.query_params.get(name, "").replace("\0", "").split())[:longest]

    def number(self, name: str, least: int, most: int, otherwise: int) -> int:
        """A whole number of the address within bounds."""
        said = self.asked(name)
        return min(max(int(said), least), most) if said.isascii() and said.isdigit() and len(said) < 10 else otherwise

    def path(self, key: str) -> str:
        """A part of the address's path."""
        return str(self.request.path_params[key])

    def here(self, **changes: object) -> str:
        """The present address with other parameters; None takes one away."""
        params = {**self.request.query_params, **changes}
        told = urlencode({key: value for key, value in params.items() if value not in {None, ""}})
        return self.request.url.path + (f"?{told}" if told else "")

    def shown(self, value: object, name: str = "") -> str:
        """A cell for people, in their language."""
        return shown(value, self.lang, name)

    def page(self, template: str, status: int = 200, /, **context: object) -> HTMLResponse:
        """A template as an answer."""
        own = {
            "visit": self,
            "t": self.say,
            "lang": self.lang,
            "shown": self.shown,
            "days_in": lambda text: days_in(text, self.lang),
            "amount": lambda row: shown_amount(row["comparator"], row["value"], row["value_max"], row["unit"], self.lang),
            "title_of": self.title_of,
            "value_of": self.value_of,
            "menu": [path for path in MENU if NEEDS.get(path, "problems") in queries()],
            "cited_name": self.cited_name,
            "build": self.version.build,
            "is_current": self.site.store.is_current,
            "form_token": self.site.door.form_token(self.session),
            "visitor": self.visitor,
            "is_open": self.site.door.is_open,
            "here": self.here,
            "wording": wording(),
            "can_correct": self.visitor.may_correct and self.site.corrections.path is not None,
            "province_label": lambda row: f"{row['name']} ({self.shown(row['n'])})",
            "year_label": lambda row: f"{row['year']} ({self.shown(row['n'])})",
            "kind_label": lambda row: f"{plan_kinds().get(row['kind'], row['kind'])} ({self.shown(row['n'])})",
        }
        return HTMLResponse(self.site.templates.get_template(template).render({**own, **context}), status)

    def cited_name(self, identity: str) -> str:
        """A cited document for people: 76/NQ-CP@2021 → "76/NQ-CP (2021)", that of a province with its issuer."""
        parts = IDENTITY.fullmatch(identity)
        if parts is None or not any(parts.group("year", "body", "issuer")):
            return identity
        issuer = parts["issuer"]
        if parts["body"]:
            known = self.version.ask("cited_name", id=identity)
            issuer = str(known[0]["issuer"]) if known else parts["body"].replace("-", " ")
        told = ", ".join(filter(None, (parts["year"], issuer)))
        return f"{parts['number']} ({told})"

    def title_of(self, column: str) -> str:
        """What a column is called."""
        if self.lang == "vi":
            return column_titles()[column].title if column in column_titles() else column
        return column.replace("_", " ")

    def value_of(self, column: str, value: object) -> str:
        """What a code in a column means."""
        if column == "comparator" and f"comparator.{value}" in wording():
            return self.say(f"comparator.{value}")
        if self.lang == "vi":
            return value_titles().get((column, value), shown(value, self.lang, column))
        if known := value_titles("en").get((column, value)):
            return known
        return str(value if value is not None else "").replace("_", " ").replace("-", " ")


async def _form(request: Request) -> Form | None:
    """The fields of a posted form; None if it is too long or no form."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            return None
    try:
        return dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=100))
    except ValueError:
        return None


def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["urlize.rel"] = "noopener"
    return made
