"""The page lets nobody in who may not come in, believes no document, and opens no file by name."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from web_site import HOSTILE, hostile_plan, small_store, token, visitor

from pipeline.cli import main as kehoach
from pipeline.web.accounts import FAILURES, Account, AccountError, Door, load, save
from pipeline.web.guard import HEADERS, POLICY
from pipeline.web.listening import NoPort, listening
from pipeline.web.settings import Settings, UnsafePage

ADDRESSES = ("/", "/documents", "/problems", "/nothing", "/static/page.css", "/login", "/facts/0000000000000000")
PASSWORD = "dung quen mat khau"


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return small_store(tmp_path_factory.mktemp("safe"))


@pytest.fixture(scope="module")
def guest(store):
    with visitor(store) as client:
        yield client


@pytest.fixture(scope="module")
def accounts(tmp_path_factory):
    path = tmp_path_factory.mktemp("accounts") / "tai-khoan.txt"
    save(path, "lan", PASSWORD, "correct")
    save(path, "minh", PASSWORD, "read")
    return path


@pytest.fixture
def guarded(store, accounts):
    with visitor(store, accounts=accounts) as client:
        yield client


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_bears_the_headers(guest, address):
    answer = guest.get(address)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value


def test_the_policy_lets_nothing_of_others_in_and_nothing_inline():
    assert "default-src 'none'" in POLICY
    assert "unsafe" not in POLICY
    assert "http" not in POLICY


def test_no_page_has_inline_scripts_or_styles_or_foreign_addresses():
    for template in (Path(__file__).parents[1] / "pipeline/web/templates").glob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"<script(?! src=\"/static/)|<style|\sstyle=|\son\w+=|https?://|//\w", text), template.name


@pytest.mark.parametrize(
    "host, code",
    [
        ("localhost:8000", 200),
        ("127.0.0.1", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),  # a foreign name made to point at this machine
        ("localhost.evil.example", 421),
        ("", 421),
    ],
)
def test_only_names_of_this_machine_are_answered(guest, host, code):
    assert guest.get("/", headers={"host": host}).status_code == code


@pytest.mark.parametrize(
    "settings, safe",
    [
        ({}, True),
        ({"host": "127.0.0.2"}, True),
        ({"host": "::1"}, True),
        ({"host": "localhost"}, True),
        ({"host": "0.0.0.0"}, False),
        ({"host": "192.168.1.5"}, False),
        ({"host": "may-chu.lan"}, False),
        ({"host": "0.0.0.0", "accounts": Path("tai-khoan.txt")}, True),
    ],
)
def test_beyond_this_machine_a_password_is_needed(settings, safe):
    made = Settings(Path("kho.duckdb"), **settings)
    if safe:
        made.check()
    else:
        with pytest.raises(UnsafePage, match="kehoach account"):
            made.check()


def test_words_of_documents_are_never_mark_up(guest):
    doc_id = hostile_plan().document.doc_id
    for address in ("/documents?q=quoted", f"/documents/{doc_id}", f"/documents?q={HOSTILE}"):
        page = guest.get(address).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    "address",
    [
        "/documents/../../etc/passwd",
        "/documents/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/documents/..%5c..%5cwindows",
        "/documents/%00",
        "/documents/0000000000000000",
        "/documents/0000000000000000/pages/1.png",
        "/documents/%2fetc%2fpasswd/pages/1.png",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
    ],
)
def test_no_address_leads_to_a_file_by_its_path(guest, address):
    answer = guest.get(address)
    assert answer.status_code == 404
    assert "import" not in answer.text
    assert "root:" not in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(guest, method):
    assert guest.request(method, "/").status_code == 405


@pytest.mark.parametrize(
    "address",
    [
        "/documents?page=-1",
        "/documents?page=99999999999999999999",
        "/documents?year=x&kind=%00",
        "/documents?q=" + "a" * 5000,
        "/documents?q='; DROP TABLE documents; --",
        "/problems?kind=' OR 1=1",
    ],
)
def test_odd_parameters_give_a_plain_page(guest, address):
    assert guest.get(address).status_code == 200


class TestPort:
    def test_a_port_in_use_is_told_and_no_address_before(self, store):
        with listening("127.0.0.1", 0) as taken:
            port = taken.getsockname()[1]
            said = CliRunner().invoke(kehoach, ["serve", "--store", str(store), "--port", str(port)])
        assert said.exit_code == 1
        assert f"Cổng {port} đang có chương trình khác dùng." in said.stderr
        assert said.stdout == ""

    def test_no_address_is_told_before_the_store_is_open(self, tmp_path):
        said = CliRunner().invoke(kehoach, ["serve", "--store", str(tmp_path / "none.duckdb")])
        assert said.exit_code == 5
        assert said.stdout == ""

    @pytest.mark.parametrize("host", ["khong-co.invalid", "192.0.2.1"])  # no name, no address of this machine
    def test_an_address_that_is_not_ours_is_told(self, host):
        with pytest.raises(NoPort, match=f"Máy này không có địa chỉ {host}"):
            listening(host, 0)


class TestAccounts:
    @pytest.mark.parametrize("address", ["/", "/documents", "/documents/0000000000000000/pages/1.png", "/facts/x"])
    def test_strangers_are_led_to_the_door(self, guarded, address):
        answer = guarded.get(address)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/login?next=")

    def test_the_right_password_opens_and_leads_on(self, guarded):
        page = guarded.get("/login?next=/documents").text
        form = {"form_token": token(page), "name": "lan", "password": PASSWORD, "next": "/documents"}
        answer = guarded.post("/login", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, "/documents")
        assert "HttpOnly; SameSite=Strict" in answer.headers["set-cookie"]
        assert guarded.get("/documents").status_code == 200
        form = {"form_token": token(guarded.get("/documents").text)}
        assert guarded.post("/logout", data=form).status_code == 303
        assert guarded.get("/documents").status_code == 303

    @pytest.mark.parametrize("name", ["lan", "nobody"])
    def test_a_wrong_password_is_told_beside_the_field_and_too_many_bar_the_door(self, guarded, name):
        page = guarded.get("/login").text
        form = {"form_token": token(page), "name": name, "password": "wrong", "next": "/"}
        for _ in range(FAILURES):
            answer = guarded.post("/login", data=form)
            assert answer.status_code == 422
            assert 'aria-describedby="problem"' in answer.text
        barred = guarded.post("/login", data={**form, "name": "lan", "password": PASSWORD})
        assert barred.status_code == 429
        assert barred.headers["retry-after"] == "300"

    @pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
    def test_the_door_leads_nowhere_else(self, guarded, onward):
        form = {"form_token": token(guarded.get("/login").text), "name": "lan", "password": PASSWORD, "next": onward}
        assert guarded.post("/login", data=form).headers["location"] == "/"

    def test_a_program_may_send_its_password_each_time(self, guarded):
        def basic(name, password):
            return {"authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}

        assert guarded.get("/documents", headers=basic("minh", PASSWORD)).status_code == 200
        assert guarded.get("/documents", headers=basic("minh", "wrong")).status_code == 401
        assert guarded.get("/documents", headers={"authorization": "Basic ###"}).status_code == 401

    def test_a_form_from_elsewhere_is_refused(self, guarded):
        form = {"form_token": token(guarded.get("/login").text), "name": "lan", "password": PASSWORD}
        for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}):
            assert guarded.post("/login", data=form, headers=headers).status_code == 403
        assert guarded.post("/login", data={**form, "form_token": "0" * 64}).status_code == 403
        assert guarded.post("/login", data={"name": "lan", "password": PASSWORD}).status_code == 403
        assert guarded.post("/login", data={**form, "pad": "x" * 70_000}).status_code == 403

    def test_the_file_keeps_no_password_and_is_for_its_owner(self, accounts):
        assert PASSWORD not in accounts.read_text(encoding="utf-8")
        assert accounts.stat().st_mode & 0o077 == 0
        assert load(accounts)["lan"].knows(PASSWORD)
        assert not load(accounts)["lan"].knows(PASSWORD + " ")

    @pytest.mark.parametrize(
        "content, told",
        [("", "chưa có ai"), ("lan:correct:00", "dòng 1"), ("lan:owner:00:00", "dòng 1")],
    )
    def test_a_damaged_file_is_told(self, tmp_path, content, told):
        path = tmp_path / "a.txt"
        path.write_text(content, encoding="utf-8")
        with pytest.raises(AccountError, match=told):
            load(path)

    @pytest.mark.parametrize("name, password", [("a:b", PASSWORD), ("", PASSWORD), ("lan", "short"), ("a\nb", PASSWORD)])
    def test_unusable_accounts_are_refused(self, tmp_path, name, password):
        with pytest.raises(AccountError):
            save(tmp_path / "a.txt", name, password, "read")

    def test_a_token_belongs_to_its_session(self):
        door = Door({"lan": Account("lan", "read", "00", "00")})
        assert door.is_own_form("one", door.form_token("one"))
        assert not door.is_own_form("two", door.form_token("one"))
        assert not door.is_own_form("", door.form_token(""))
