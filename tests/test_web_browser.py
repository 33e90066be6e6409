"""The page in a real browser: nothing asked of others, figures that lead to their words, forms, widths, access."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from folders import rows
from web_site import WAITING

from pipeline.run import ingest
from pipeline.web.app import build_app
from pipeline.web.settings import Settings

CHROMIUM = Path("/usr/bin/chromium")
SAMPLES = Path(__file__).parents[1] / "data/samples"
SCREENS = (
    "/", "/documents", "/documents?q=dong+nai", "/coverage", "/coverage?by=plan", "/coverage?by=field",
    "/compare?indicator=ho-so-dung-han&year=2025", "/timeline?year=2025", "/cascade", "/cascade?above=76/NQ-CP@2021",
    "/coverage?by=required", "/findings", "/problems", "/corrections", "/api", "/nothing",
)  # fmt: skip

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="no /usr/bin/chromium (apt-get install chromium)"),
]
sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """The page on a free port; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(build_app(settings), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Plans of all kinds: text that compares provinces, and PDF with pages."""
    folder = tmp_path_factory.mktemp("browser")
    plans = folder / "plans"
    plans.mkdir()
    chosen = [*sorted((SAMPLES / "comparison").glob("*.txt")), *sorted((SAMPLES / "plans").glob("*.pdf"))[:2]]
    for path in chosen:
        (plans / path.name).write_bytes(path.read_bytes())
    ingest([plans], folder / "kho.duckdb", jobs=1)
    return folder


@pytest.fixture(scope="module")
def site(folder):
    with served(Settings(folder / "kho.duckdb", plans=folder / "plans", patience=WAITING)) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with sync_api.sync_playwright() as play:
        running = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def page(browser, site):
    """A page that fails its test for any error, and for any request to another place."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    page = context.new_page()
    complaints: list[str] = []
    expected = "status of 4"  # the browser notes each refusal that a test provokes
    page.on(
        "console", lambda told: complaints.append(told.text) if told.type == "error" and expected not in told.text else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(site) else complaints.append(f"outside: {asked.url}"))
    yield page
    context.close()
    assert complaints == []


def first_pdf(folder: Path) -> tuple[str, str, str, int]:
    """Document, citation, its words and page, of a PDF."""
    return rows(
        folder / "kho.duckdb",
        "SELECT c.doc_id, c.citation_id, c.raw, c.page FROM citations c JOIN documents d USING (doc_id)"
        " WHERE d.file_format = 'pdf' AND c.role <> 'self' AND c.page IS NOT NULL"
        " ORDER BY d.source_path, c.char_start LIMIT 1",
    )[0]


@pytest.mark.parametrize("width", [375, 1440])
@pytest.mark.parametrize("address", SCREENS)
def test_no_screen_is_wider_than_the_window(page, site, address, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").count() == 1


@pytest.mark.parametrize("address", [*SCREENS, "viewer", "text", "correct", "add"])
def test_no_serious_finding_of_the_access_check(page, site, folder, address):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    doc_id, fact_id, _raw, _page = first_pdf(folder)
    named = {
        "viewer": f"/documents/{doc_id}",
        "text": f"/documents/{doc_id}?as=text",
        "correct": f"/documents/{doc_id}/correct/{fact_id}",
        "add": f"/documents/{doc_id}/add",
    }
    page.goto(site + named.get(address, address))
    found = axe.Axe().run(page).response["violations"]
    grave = [
        (one["id"], [node["html"][:120] for node in one["nodes"][:2]])
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]
    assert grave == []


def test_from_a_cell_to_the_lit_words(page, site, folder):
    page.goto(site + "/coverage")
    cell = page.locator("td.cited a").first
    said = int(cell.inner_text())
    cell.click()
    mentions = page.locator("tbody tr")
    assert mentions.count() >= said
    raw = page.locator("mark").first.inner_text()
    page.locator("tbody a").first.click()
    lit = page.locator(".chosen").first
    assert lit.count() == 1
    assert raw in page.locator(".card.chosen").inner_text()
    page.go_back()
    assert page.locator("mark").first.inner_text() == raw


def test_boxes_lie_on_the_words_of_the_page(page, site, folder):
    doc_id, fact_id, raw, number = first_pdf(folder)
    page.goto(f"{site}/facts/{fact_id}")
    assert page.locator("svg.page image").get_attribute("href") == f"/documents/{doc_id}/pages/{number}.png"
    picture = page.request.get(f"{site}/documents/{doc_id}/pages/{number}.png")
    assert picture.headers["content-type"] == "image/png"
    assert "immutable" in picture.headers["cache-control"]
    boxes = rows(
        folder / "kho.duckdb", f"SELECT x0, y0 FROM evidence WHERE fact_id = '{fact_id}' AND page = {number} ORDER BY y0, x0"
    )
    drawn = page.locator(f'a[data-fact="{fact_id}"] rect')
    assert drawn.count() == len(boxes) >= 1
    assert float(drawn.first.get_attribute("x")) == pytest.approx(boxes[0][0] - 1)
    assert float(drawn.first.get_attribute("y")) == pytest.approx(boxes[0][1] - 1)
    assert raw in page.locator(f"#c-{fact_id}").inner_text()


def test_hovering_pairs_both_and_a_key_finds_the_next_unsure(page, site, folder):
    doc_id, fact_id, _raw, _number = first_pdf(folder)
    page.goto(f"{site}/documents/{doc_id}?as=text")
    page.locator(f'a.lit[data-fact~="{fact_id}"]').first.hover()
    assert "paired" in page.locator(f"#c-{fact_id}").get_attribute("class")
    (doc_id, unsure) = rows(folder / "kho.duckdb", "SELECT doc_id, citation_id FROM citations WHERE resolution <> 'resolved'"
                            " AND role <> 'self' ORDER BY doc_id, char_start LIMIT 1")[0]  # fmt: skip
    page.goto(f"{site}/documents/{doc_id}")
    page.keyboard.press("n")
    page.wait_for_url("**fact=**")
    assert page.locator(".card.chosen.unsure").count() == 1
    assert unsure


PRINTED = [
    # screen, words of its first rows that must be on paper, what only a screen needs
    ("/documents", "tbody tr td:nth-child(2)", ".filters"),
    ("/coverage", "tbody th", ".filters"),
    ("/coverage?by=required", "tbody th", ".filters"),
    ("/compare?indicator=ho-so-dung-han&year=2025", ".dots tbody td:nth-child(2)", ".filters"),
    ("/timeline?year=2026", ".list tbody td:nth-child(2)", ".filters"),
    ("/", ".measured tbody td:first-child", ".masthead nav"),
    ("/findings", "tbody td:nth-child(2)", ".filters"),
]


@pytest.mark.parametrize("address, rows_shown, control", PRINTED)
def test_a_printed_screen_holds_its_rows_and_hides_its_controls(page, site, address, rows_shown, control):
    import pypdfium2  # noqa: PLC0415

    page.goto(site + address)
    said = [" ".join(text.split()) for text in page.locator(rows_shown).all_inner_texts()]
    wanted = [text.split("\n")[0][:25] for text in said if text]
    assert wanted
    assert page.locator(control).first.is_visible()
    page.emulate_media(media="print")
    assert not page.locator(control).first.is_visible()
    assert page.locator("button:visible").count() == 0
    paper = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    printed = "".join("".join(sheet.get_textpage().get_text_range() for sheet in paper).split())
    assert [text for text in wanted if "".join(text.split()) not in printed] == []
    assert all(sheet.get_width() > sheet.get_height() for sheet in paper)  # wide tables lie
    for sheet in paper:
        left, _bottom, right, _top = _inked(sheet)
        assert left >= 20
        assert right <= sheet.get_width() - 20  # nothing is cut off at the edge


def _inked(sheet):
    boxes = [one.get_bounds() for one in sheet.get_objects(max_depth=1) if one.type == 1] or [(30, 0, 30, 0)]
    return tuple(pick(box[side] for box in boxes) for side, pick in enumerate((min, min, max, max)))


def test_a_document_is_printed_upright_with_its_facts(page, site, folder):
    import pypdfium2  # noqa: PLC0415

    doc_id, _fact, raw, _page = first_pdf(folder)
    page.goto(f"{site}/documents/{doc_id}")
    paper = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    printed = "".join("".join(sheet.get_textpage().get_text_range() for sheet in paper).split())
    assert "".join(raw.split()) in printed
    assert all(sheet.get_width() < sheet.get_height() for sheet in paper)


def test_everything_is_there_without_scripts(browser, site, folder):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site + "/documents")
    page.fill("#q", "dong nai")
    page.click(".filters button")
    assert "Đồng Nai" in page.locator("tbody").inner_text()
    page.locator("tbody a").first.click()
    assert page.locator(".card").count() >= 1
    page.locator("a.lit").first.click()
    assert "#c-" in page.url
    context.close()


def test_a_correction_is_refused_kept_and_survives_a_new_build(page, site, folder):
    store = folder / "kho.duckdb"
    ((doc_id, fact_id, value),) = rows(
        store, "SELECT doc_id, target_id, value FROM targets WHERE value IS NOT NULL ORDER BY doc_id, char_start LIMIT 1"
    )
    page.goto(f"{site}/documents/{doc_id}?fact={fact_id}")
    page.locator(f"#c-{fact_id} a.edit").click()
    page.fill("#value", "nhiều lắm")
    page.fill("#author", "Lan")
    page.fill("#reason", "so với bản gốc")
    page.click("button[value=set]")
    assert "Giá trị phải là số" in page.locator("#p-value").inner_text()
    page.fill("#value", "12,5")
    page.click("button[value=set]")
    shown = page.locator(f"#c-{fact_id}").inner_text()
    assert "đã sửa, trước là" in shown
    assert "12,5" in shown
    ingest([folder / "plans"], store, jobs=1)
    assert rows(store, f"SELECT value FROM targets WHERE target_id = '{fact_id}'") == [(12.5,)]
    assert rows(store, "SELECT state, CAST(old_value AS DOUBLE) FROM corrections") == [("applied", value)]
    assert "có hiệu lực" in page.goto(site + "/corrections").text()


def test_words_are_chosen_in_the_text_and_added(page, site, folder):
    ((doc_id, text),) = rows(
        folder / "kho.duckdb", "SELECT doc_id, text FROM documents WHERE file_format = 'txt' ORDER BY doc_id LIMIT 1"
    )
    page.goto(f"{site}/documents/{doc_id}")
    page.evaluate(
        """() => { const span = document.querySelector('#text span[data-start]');
            const range = document.createRange(); range.setStart(span.firstChild, 1); range.setEnd(span.firstChild, 6);
            const chosen = getSelection(); chosen.removeAllRanges(); chosen.addRange(range);
            document.dispatchEvent(new Event('selectionchange')); }"""
    )
    page.click("#add-fact")
    start = int(page.locator("input[name=start]").get_attribute("value"))
    assert page.locator("#words").input_value() == text[start : start + 5].strip()
