"""The server as a whole: restart, pages, log, clock, parallel writing, keep-alive, and a foreign client."""

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from exactonline.api import ExactApi
from exactonline.http import opt_secure
from exactonline.resource import GET, POST, PUT
from exactonline.storage import ExactOnlineConfig, MissingSetting

from exact.sandbox.server import SandboxServer
from tests.exact.sandbox.client import Client
from tests.exact.sandbox.mini_world import ENGLISH_USER, ONE, SUPPLIER, TWO, world
from tests.exact.sandbox.test_documents import attach
from tests.exact.sandbox.test_purchase_entries import COSTS, booked, entry, post


def test_everything_survives_a_restart_and_is_not_seeded_again(tmp_path: Path) -> None:
    with SandboxServer(tmp_path, seed=world()) as server:
        client = Client(server, ONE, ENGLISH_USER)
        made = booked(client, entry())
        _, attachment = attach(client, b"bytes")
    with SandboxServer(tmp_path, seed={}) as server:
        again = Client(server, ONE, ENGLISH_USER)
        again.token = client.token
        row = again.get(f"purchaseentry/PurchaseEntries(guid'{made['EntryID']}')").json["d"]
        assert row["AmountFC"] == 121 and row["EntryNumber"] == made["EntryNumber"]
        path = urlsplit(attachment["Url"])
        assert again.call("GET", f"{path.path}?{path.query}").body == b"bytes"
        assert booked(again, entry(YourRef="F2"))["EntryNumber"] == made["EntryNumber"] + 1


def test_fresh_starts_over(tmp_path: Path) -> None:
    with SandboxServer(tmp_path, seed=world()) as server:
        booked(Client(server, ONE), entry())
    with SandboxServer(tmp_path, seed=world(), fresh=True) as server:
        assert Client(server, ONE).rows("purchaseentry/PurchaseEntries", select="EntryID") == []


def test_parallel_posts_get_different_numbers(sandbox: SandboxServer) -> None:
    client = Client(sandbox, ONE, ENGLISH_USER)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda n: booked(client, entry(YourRef=f"P{n}")), range(24)))
    assert sorted(row["EntryNumber"] for row in made) == list(range(26600001, 26600025))


def test_parallel_twins_book_once(sandbox: SandboxServer) -> None:
    client = Client(sandbox, ONE, ENGLISH_USER)
    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(pool.map(lambda _: post(client, entry()).status, range(8)))
    assert statuses == [201] + [500] * 7


def test_one_connection_serves_many_calls(sandbox: SandboxServer, client: Client) -> None:
    parts = urlsplit(sandbox.url)
    connection = http.client.HTTPConnection(str(parts.hostname), int(parts.port or 0), timeout=10)
    headers = {"Authorization": f"Bearer {client.token}", "Accept": "application/json"}
    sockets = set()
    for path, status in (("financial/Journals", 200), ("nothing/Here", 404), ("hrm/Costunits", 200)):
        connection.request("GET", f"/api/v1/{ONE}/{path}", headers=headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == status
        sockets.add(id(connection.sock))
    connection.close()
    assert len(sockets) == 1


def test_pages_show_the_ledger_escaped(sandbox: SandboxServer, client: Client) -> None:
    document, attachment = attach(client, b"the bytes", 'a"<b>.pdf')
    made = booked(client, entry(Description="<script>alert(1)</script>", Document=document["ID"]))
    home = client.call("GET", "/").body.decode()
    assert "Eén BV" in home and "PurchaseEntries" in home
    division = client.call("GET", f"/_sandbox/division/{ONE}").body.decode()
    assert str(made["EntryNumber"]) in division and "&lt;script&gt;" in division and "<script>" not in division
    for path in (
        f"/_sandbox/entry/{made['EntryID']}",
        f"/docs/FinancialTransaction.aspx?EntryID={{{made['EntryID']}}}",
    ):
        page = client.call("GET", path).body.decode()
        assert "4000" in page and "1600" in page and f"/_sandbox/attachment/{attachment['ID']}" in page
        assert "<b>" not in page
    answer = client.call("GET", f"/_sandbox/attachment/{attachment['ID']}")
    assert answer.body == b"the bytes" and answer.headers["content-disposition"].startswith("attachment;")
    assert client.call("GET", "/_sandbox/entry/none").status == 404


def test_the_log_tells_every_call_and_no_secret(sandbox: SandboxServer, client: Client) -> None:
    booked(client, entry())
    client.get("nothing/Here")
    calls = client.get("/_sandbox/log").json
    assert [(c["method"], c["endpoint"], c["status"], c["division"]) for c in calls] == [
        ("POST", "purchaseentry/PurchaseEntries", 201, ONE),
        ("GET", "nothing/Here", 404, ONE),
    ]
    text = sandbox.log.path.read_text()
    assert client.token not in text and sandbox.settings.client_secret not in text
    assert len(client.call("GET", "/_sandbox/log?last=1").json) == 1


def test_the_clock_can_be_moved_from_outside(sandbox: SandboxServer, client: Client) -> None:
    before = sandbox.clock.now()
    client.call("POST", "/_sandbox/clock", {"advance": 3600})
    assert 3600 <= sandbox.clock.now() - before < 3610


def test_settings_can_be_changed_and_never_show_secrets(client: Client) -> None:
    shown = client.call("POST", "/_sandbox/settings", {"refuse_duplicates": False}).json
    assert shown["refuse_duplicates"] is False and "client_secret" not in shown
    assert client.call("POST", "/_sandbox/settings", {"nope": 1}).status == 400
    assert client.call("POST", "/_sandbox/settings", {"daily_limit": "many"}).status == 400


def test_tokens_can_be_had_without_the_page(sandbox: SandboxServer, client: Client) -> None:
    client.token = client.call("POST", "/_sandbox/tokens", {"divisions": [TWO]}).json["access_token"]
    assert client.get(f"/api/v1/{TWO}/financial/Journals").status == 200
    assert client.get("financial/Journals").status == 403


def test_a_public_address_is_used_in_links(tmp_path: Path) -> None:
    with SandboxServer(tmp_path, seed=world(), public_url="https://exact.example/") as server:
        row = Client(server, ONE).rows("financial/Journals", top="1")[0]
        assert row["__metadata"]["uri"].startswith(f"https://exact.example/api/v1/{ONE}/financial/Journals(guid'")


def test_the_seed_function_is_called_with_its_number(tmp_path: Path) -> None:
    with SandboxServer(tmp_path, seed=lambda number: world() if number == 2026 else {}) as server:
        assert len(Client(server, ONE).rows("financial/Journals")) == 2


class _Storage(ExactOnlineConfig):
    """In-memory settings of the foreign client."""

    def __init__(self, server: SandboxServer) -> None:
        self.values: dict[tuple[str, str], str] = {
            ("server", "auth_url"): server.url + "/api/oauth2/auth",
            ("server", "rest_url"): server.url + "/api",
            ("server", "token_url"): server.url + "/api/oauth2/token",
            ("application", "base_url"): "http://127.0.0.1:9",
            ("application", "client_id"): server.settings.client_id,
            ("application", "client_secret"): server.settings.client_secret,
        }

    def get(self, section: str, option: str) -> str:
        try:
            return self.values[section, option]
        except KeyError as error:
            raise MissingSetting(option, section) from error

    def set(self, section: str, option: str, value: object) -> None:
        self.values[section, option] = str(value)


@pytest.fixture
def plain_http() -> object:
    """The foreign client refuses plain HTTP unless told otherwise."""
    before = opt_secure.protocols
    opt_secure.protocols = ("http", "https")
    yield
    opt_secure.protocols = before


def test_a_client_of_other_people_works_against_it(sandbox: SandboxServer, plain_http: object) -> None:
    storage = _Storage(sandbox)
    api = ExactApi(storage)
    assert api.create_auth_request_url().startswith(sandbox.url)
    code = sandbox.oauth.issue_code(ENGLISH_USER, [ONE], storage.get_response_url())
    api.request_token(code)
    choices, current = api.get_divisions()
    assert current == ONE and ONE in choices
    path = f"v1/{ONE}/crm/Accounts?$select=ID,Name&$filter=ID+eq+guid'{SUPPLIER}'"
    assert api.rest(GET(path))[0]["Name"] == "Bouten & Moeren BV"
    pages = api.rest(GET(f"v1/{ONE}/financialtransaction/TransactionLines?$select=ID&$filter=FinancialYear+gt+0"))
    assert len(pages) == 150
    body = json.loads(json.dumps(entry({"GLAccount": COSTS, "AmountFC": 100, "VATCode": "2"})))
    made = api.rest(POST(f"v1/{ONE}/purchaseentry/PurchaseEntries", body))
    assert made["AmountFC"] == 121
    assert api.rest(PUT(f"v1/{ONE}/purchaseentry/PurchaseEntries(guid'{made['EntryID']}')", {"YourRef": "Z"})) is None
    row = api.rest(GET(f"v1/{ONE}/purchaseentry/PurchaseEntries?$select=YourRef&$top=1"))[0]
    assert row["YourRef"] == "Z"
    sandbox.clock.advance(571)
    api.refresh_token()
    assert api.rest(GET("v1/current/Me?$select=CurrentDivision"))[0]["CurrentDivision"] == ONE
