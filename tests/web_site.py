"""A small store and the page over it, for the tests of the page."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from folders import citation, draft_of, make_store, paged, three_provinces
from starlette.testclient import TestClient

from extractors import Extraction
from extractors.header import Header
from pipeline.web.app import build_app
from pipeline.web.settings import Settings

HOSTILE = "<script>alert(1)</script> & \"quoted\" 'single'"
WAITING = 120.0  # seconds
FORM_TOKEN = re.compile(r'name="form_token" value="(\w+)"')


def hostile_plan() -> Extraction:
    """A plan whose every word is mark-up that must not be believed."""
    document = draft_of("<b>x.txt", f"Căn cứ {HOSTILE} số 5/NQ-CP.\nHai {HOSTILE}").finish()
    return Extraction(
        document,
        Header(title=HOSTILE, issuer=HOSTILE, canonical="5/KH-UBND", province_now="Huế", issued_on=date(2024, 3, 2)),
        (citation(document, f"{HOSTILE} số 5/NQ-CP", canonical=HOSTILE, resolution="resolved"),),
    )


def printed_plan() -> Extraction:
    """A plan of one page, with boxes; its file lies nowhere."""
    document = paged(draft_of("in.pdf", "Căn cứ Nghị quyết số 76/NQ-CP.\nHai.").finish())
    return Extraction(document, Header(canonical="9/KH-UBND"), (citation(document, "76/NQ-CP", canonical="76/NQ-CP"),))


def small_store(folder: Path) -> Path:
    """A store of three provinces, a hostile and a printed plan."""
    return make_store(folder, [*three_provinces(), hostile_plan(), printed_plan()])


def visitor(store: Path, **settings: object) -> TestClient:
    """A browser on this machine before the page of a store; it waits for a new build, however busy the machine is."""
    app = build_app(Settings(store, **{"patience": WAITING, **settings}))  # type: ignore[arg-type]
    return TestClient(app, base_url="http://localhost:8000", follow_redirects=False, raise_server_exceptions=False)


def token(page: str) -> str:
    """The token of the forms of a page."""
    found = FORM_TOKEN.search(page)
    assert found, "the page has no form"
    return found[1]
