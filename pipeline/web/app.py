"""The page as a whole: its screens behind the guard, and the server that runs them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from pipeline.corrections import FILES
from pipeline.web import (
    api,
    cascade_screen,
    comparison,
    correction_forms,
    coverage_matrix,
    document_list,
    entrance,
    finding_list,
    overview,
    problem_list,
    timeline,
    viewer,
)
from pipeline.web.accounts import Door, load
from pipeline.web.guard import Guard
from pipeline.web.known_corrections import KnownCorrections
from pipeline.web.listening import listening
from pipeline.web.open_store import OpenStore
from pipeline.web.page_images import PageImages
from pipeline.web.settings import Settings
from pipeline.web.site import NotThere, Site, Visit

STATIC = Path(__file__).with_name("static")
SCREENS: tuple[Callable[[Site], list[Route]], ...] = (
    overview.routes,
    document_list.routes,
    coverage_matrix.routes,
    comparison.routes,
    timeline.routes,
    cascade_screen.routes,
    finding_list.routes,
    problem_list.routes,
    correction_forms.routes,
    api.routes,
    entrance.routes,
)


def build_app(settings: Settings) -> Guard:
    """The page for a store; raises UnsafePage, AccountError, StoreError before anything is served."""
    settings.check()
    parts = settings.store.with_name(settings.store.name + ".parts")
    if settings.corrections is not None and parts.is_dir():
        FILES.remember(
            parts, [settings.corrections]
        )  # whichever folders are read later, these corrections go into the store
    door = Door(load(settings.accounts) if settings.accounts else None)
    store = OpenStore(settings.store, settings.seconds, settings.patience)
    images = PageImages(settings.plans)
    site = Site(settings, store, door, KnownCorrections(settings.corrections))

    @asynccontextmanager
    async def life(_app: Starlette) -> AsyncIterator[None]:
        yield
        images.close()
        store.close()

    screens: list[BaseRoute] = [route for screen in SCREENS for route in screen(site)]
    inside = Starlette(
        routes=[*screens, *viewer.routes(site, images), Mount("/static", StaticFiles(directory=STATIC))],
        exception_handlers={HTTPException: _refused(site), Exception: _failed},
        lifespan=life,
    )
    return Guard(inside, settings, door)  # outermost: even the answer to an error bears its headers


def serve(settings: Settings, tell: Callable[[], None]) -> None:
    """Runs the page until it is stopped; tells once store and port are open. Raises NoPort, and what build_app() does."""
    import uvicorn  # noqa: PLC0415 building the app does without a server

    config = uvicorn.Config(
        build_app(settings),
        log_level="warning",
        server_header=False,
        proxy_headers=False,
        limit_concurrency=256,
        timeout_keep_alive=20,
    )
    with closing(listening(settings.host, settings.port)) as door, suppress(KeyboardInterrupt):
        tell()
        uvicorn.Server(config).run(sockets=[door])


def _refused(site: Site) -> Callable[[Request, Exception], Response]:
    """An address that leads nowhere, or a method that it does not take, told in the page's own words."""

    def answer(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code != 404 or "visitor" not in request.scope or request.url.path.startswith("/static/"):
            return PlainTextResponse(error.detail, error.status_code, error.headers)

        with site.store.reading() as version:
            visit = Visit(site, request, version)
            lost = NotThere(visit.say("error.no_page"), visit.say("error.no_page.advice"))
            return visit.page("error.html", 404, problem=lost.problem, advice=lost.advice)

    return answer


def _failed(_request: Request, _error: Exception) -> Response:
    """An error that nobody foresaw: told plainly, without its inside; the server's log has the trace."""
    return PlainTextResponse("Trang gặp lỗi không lường trước. Thử lại; nếu vẫn vậy, gửi nhật ký của kehoach serve.", 500)
