"""How reads are shaped: arrays and results, paging, padding, types on the wire, mandatory options, addresses."""

import re
import time

import pytest

from exact.sandbox.server import SandboxServer
from tests.exact.sandbox.client import Client
from tests.exact.sandbox.mini_world import (
    COSTS,
    CUSTOMER,
    DUTCH_USER,
    ENGLISH_USER,
    ITEM,
    ONE,
    ORDER,
    ORDER_LINE,
    SUPPLIER,
    TWO,
    ident,
)

LINES = "financialtransaction/TransactionLines"
ALL = "Modified ge datetime'2000-01-01'"


def test_top_within_a_page_answers_a_bare_array_even_when_empty(client: Client) -> None:
    assert isinstance(client.get("financial/Journals", top="1").json["d"], list)
    assert client.get("financial/Journals", top="60", filter="Code eq 'none'").json == {"d": []}


def test_without_top_answers_results_with_absolute_next(client: Client) -> None:
    body = client.get(LINES, filter=ALL, select="ID,AmountDC").json["d"]
    assert len(body["results"]) == 60
    assert body["__next"].startswith(client.server.url + f"/api/v1/{ONE}/{LINES}?")
    assert "$select=ID,AmountDC" in body["__next"] and "$skiptoken=guid'" in body["__next"]
    assert "Modified%20ge%20datetime'2000-01-01'" in body["__next"]


@pytest.mark.parametrize(
    "extra", ["", "&$orderby=AmountDC%20desc", "&$orderby=Date,Modified%20desc", "&$inlinecount=allpages"]
)
def test_following_next_gives_every_row_once(client: Client, extra: str) -> None:
    path, seen = f"{LINES}?$filter={ALL.replace(' ', '%20')}&$select=ID,AmountDC{extra}", []
    while path:
        body = client.call("GET", path).json["d"]
        seen += [(row["ID"], row["AmountDC"]) for row in body["results"]]
        path = body.get("__next")
    assert len(seen) == len({row[0] for row in seen}) == 150
    if "AmountDC%20desc" in extra:
        assert [row[1] for row in seen] == sorted((row[1] for row in seen), reverse=True)


def test_a_deleted_row_does_not_end_ordered_paging(client: Client) -> None:
    for number in range(65):
        client.call("POST", "hrm/Costunits", {"Code": f"P{number:03d}", "Description": f"it's {number % 7}"})
    body = client.get("hrm/Costunits", orderby="Description desc,Code", select="ID,Code").json["d"]
    last = body["results"][-1]
    assert client.call("DELETE", f"hrm/Costunits(guid'{last['ID']}')").status == 204
    rest = client.call("GET", body["__next"]).json["d"]["results"]
    codes = [row["Code"] for row in body["results"] + rest]
    assert len(codes) == len(set(codes)) == 66


def test_ordered_paging_follows_padded_codes(client: Client) -> None:
    for number in range(70):
        client.call("POST", "crm/Accounts", {"Name": f"N{number}"})
    path, codes = "crm/Accounts?$filter=ID%20ne%20null&$select=Code&$orderby=Code", []
    while path:
        body = client.call("GET", path).json["d"]
        codes += [row["Code"] for row in body["results"]]
        path = body.get("__next")
    assert codes == sorted(set(codes)) and len(codes) == 73


def test_top_above_the_page_is_the_total_over_all_pages(client: Client) -> None:
    first = client.get(LINES, filter=ALL, top="100").json["d"]
    assert len(first["results"]) == 60 and "$top=40" in first["__next"]
    second = client.call("GET", first["__next"]).json["d"]
    assert len(second["results"]) == 40 and "__next" not in second


def test_skip_counts_from_the_start(client: Client) -> None:
    everything = client.rows("financial/GLAccounts", orderby="Code", select="Code")
    assert client.rows("financial/GLAccounts", orderby="Code", select="Code", skip="2", top="2") == everything[2:4]


def test_inlinecount_is_a_string_beside_results(client: Client) -> None:
    body = client.get("financial/GLAccounts", top="1", inlinecount="allpages").json["d"]
    assert body["__count"] == "6" and len(body["results"]) == 1


def test_count_is_plain_digits(client: Client) -> None:
    answer = client.call("GET", "financial/GLAccounts/$count?$filter=Code%20gt%20'4000'", headers={"Accept": "*/*"})
    assert answer.body == b"2" and answer.headers["content-type"].startswith("text/plain")


def test_bulk_pages_of_a_thousand_and_one_shape_with_plain(client: Client) -> None:
    rows = client.rows("bulk/Financial/TransactionLines", filter=ALL, select="ID,AmountDC")
    assert len(rows) == 150


def test_rows_by_key_encoded_or_not_padded_or_not(client: Client) -> None:
    for key in (f"guid'{SUPPLIER}'", f"guid%27{SUPPLIER}%27", f"guid'{SUPPLIER.upper()}'"):
        assert client.call("GET", f"crm/Accounts({key})?$select=Name").json["d"]["Name"] == "Bouten & Moeren BV"
    assert client.get("general/Currencies('EUR')").json["d"]["Code"] == "EUR"
    assert client.get(f"system/Divisions({ONE})").json["d"]["Code"] == ONE


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("crm/Accounts(guid'99999999-9999-9999-9999-999999999999')", 404),
        ("crm/Accounts(5)", 400),
        ("crm/accounts", 404),
        ("crm/Nothing", 404),
        ("nothing", 404),
        ("CRM/Accounts?$top=1&$filter=ID%20ne%20null", 200),
    ],
)
def test_addresses(client: Client, path: str, status: int) -> None:
    assert client.call("GET", path).status == status


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("financial/Journals?$count=true", "begins with a system-reserved '$' character but is not recognized"),
        ("financial/Journals?$select=Nope", "Error in query syntax"),
        ("financial/Journals?$filter=Nope%20eq%201", "Error in query syntax"),
        ("financial/Journals?$expand=Nope", "Error in query syntax"),
        ("financial/Journals?$orderby=Nope", "Error in query syntax"),
        ("financial/Journals?$top=x", "Incorrect format for $top"),
        ("purchaseentry/PurchaseEntries", "Please add a $select or a $top=1 statement to the query string."),
        ("sync/CRM/Accounts", "Please add a $select"),
        ("bulk/CRM/Accounts?$filter=ID%20ne%20null", "Please add a $select"),
        ("bulk/CRM/Accounts?$filter=ID%20ne%20null&$select=*", "Error in query syntax"),
        ("crm/Accounts?$select=ID", "This endpoint has mandatory filtering applied."),
        ("crm/Accounts?$filter=Website%20eq%20'x'", "mandatory filtering"),
        ("sync/CRM/Accounts?$select=ID&$filter=Name%20eq%20'x'", "not supported for this resource"),
    ],
)
def test_refused_queries_name_their_reason(client: Client, path: str, words: str) -> None:
    answer = client.call("GET", path)
    assert answer.status == 400
    assert words in answer.message
    assert answer.json["error"]["code"] == "" and answer.json["error"]["message"]["lang"] == ""


def test_the_mandatory_rules_can_be_switched_off(sandbox: SandboxServer, client: Client) -> None:
    sandbox.settings.mandatory_filter = sandbox.settings.mandatory_select = False
    assert client.get("crm/Accounts").status == 200
    assert client.get("purchaseentry/PurchaseEntries").status == 200
    assert client.get("sync/CRM/Accounts").status == 200


def test_query_options_may_be_encoded_every_way(client: Client) -> None:
    wanted = client.rows("financial/GLAccounts", filter="Code eq '4000'", select="Code")
    for raw in ("%24filter=Code+eq+'4000'&%24select=Code", "$filter=Code%20eq%20%274000%27&$select=Code"):
        assert client.call("GET", "financial/GLAccounts?" + raw).json["d"]["results"] == wanted


def test_select_keeps_metadata_and_drops_the_rest(client: Client) -> None:
    row = client.rows("purchaseorder/PurchaseOrders", select="OrderNumber", top="1")[0]
    assert list(row) == ["__metadata", "OrderNumber"]
    assert row["__metadata"]["uri"] == f"{client.server.url}/api/v1/{ONE}/purchaseorder/PurchaseOrders(guid'{ORDER}')"


def test_lines_are_deferred_expanded_or_navigated(client: Client) -> None:
    row = client.get(f"purchaseorder/PurchaseOrders(guid'{ORDER}')").json["d"]
    link = row["PurchaseOrderLines"]["__deferred"]["uri"]
    assert [line["ID"] for line in client.rows(link)] == [ORDER_LINE]
    expanded = client.rows(
        "purchaseorder/PurchaseOrders",
        expand="PurchaseOrderLines",
        select="OrderNumber,PurchaseOrderLines/ID,PurchaseOrderLines/Item",
    )[0]
    line = expanded["PurchaseOrderLines"]["results"][0]
    assert {name: line[name] for name in ("ID", "Item")} == {"ID": ORDER_LINE, "Item": ITEM}
    assert set(line) == {"__metadata", "ID", "Item"}


def test_types_on_the_wire(client: Client) -> None:
    division = client.rows("system/Divisions", filter=f"Code eq {ONE}")[0]
    assert division["Hid"] == "1"
    account = client.get(f"crm/Accounts(guid'{SUPPLIER}')").json["d"]
    assert account["IsMailing"] == 0 and account["IsMailing"] is not False
    assert account["IsSupplier"] is True
    assert account["Code"] == "1".rjust(18) and account["Country"] == "NL "
    line = client.get(f"{LINES}(guid'{ident('tl1')}')").json["d"]
    assert line["AmountDC"] == 0.25 and line["Date"] == "/Date(1769904000000)/"
    code = client.rows("vat/VATCodes", filter="Code eq '2'")[0]
    assert code["Code"] == "2  " and code["Percentage"] == 0.21
    item = client.get(f"logistics/Items(guid'{ITEM}')").json["d"]
    assert item["Unit"] == "st".ljust(8) and item["Code"] == "M6"


def test_amounts_are_written_without_binary_noise(client: Client) -> None:
    body = client.get(LINES, filter=f"ID eq guid'{ident('tl1')}'", select="AmountDC").body
    assert b'"AmountDC":0.25' in body


def test_me_is_one_result_and_tells_the_server_time(client: Client) -> None:
    me = client.get("/api/v1/current/Me").json["d"]["results"]
    assert len(me) == 1 and me[0]["FullName"] == "Ed" and me[0]["CurrentDivision"] == ONE
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", me[0]["ServerTime"])
    assert me[0]["ServerUtcOffset"] in (3600, 7200)


def test_system_divisions_takes_any_number_in_the_path(client: Client) -> None:
    assert len(client.rows("/api/v1/5/system/Divisions", select="Code")) == 2


def test_hrm_divisions_may_be_forbidden(sandbox: SandboxServer, client: Client) -> None:
    assert client.rows("hrm/Divisions", select="Code,HID")[0]["HID"] == "1"
    sandbox.settings.hrm_divisions_forbidden = True
    assert client.get("hrm/Divisions").status == 403


def test_without_accept_json_the_answer_is_xml(client: Client) -> None:
    ok = client.call("GET", "financial/Journals", headers={"Accept": ""})
    assert ok.headers["content-type"].startswith("application/atom+xml") and ok.body.startswith(b"<?xml")
    wrong = client.call("GET", "financial/Nothing", headers={"Accept": ""})
    assert wrong.status == 404 and b"<error" in wrong.body


def test_administrations_are_kept_apart(sandbox: SandboxServer, client: Client) -> None:
    created = client.call("POST", "hrm/Costunits", {"Code": "ZZ", "Description": "Only here"})
    assert created.status == 201
    assert client.rows("hrm/Costunits", filter="Code eq 'ZZ'")
    assert not client.rows(f"/api/v1/{TWO}/hrm/Costunits", filter="Code eq 'ZZ'")


def test_metadata_describes_a_service(client: Client) -> None:
    answer = client.call("GET", "purchaseentry/$metadata")
    assert b"edmx:Edmx" in answer.body and b"EntryID" in answer.body


def test_every_served_collection_can_be_read(client: Client) -> None:
    from exact.sandbox import catalogue

    for entity in catalogue.load().values():
        if not entity.has_division or entity.name.endswith("SyncTimestamp"):
            continue
        key = entity.key[0]
        condition = "Timestamp gt 1L" if entity.kind == "sync" else f"{key} ne null"
        answer = client.get(entity.name, filter=condition, select=key)
        assert answer.status == 200, (entity.name, answer.body)


def test_the_users_choose_nothing_for_each_other(sandbox: SandboxServer) -> None:
    nel = Client(sandbox, ONE, DUTCH_USER).get("/api/v1/current/Me").json["d"]["results"][0]
    ed = Client(sandbox, ONE, ENGLISH_USER).get("/api/v1/current/Me").json["d"]["results"][0]
    assert (nel["CurrentDivision"], ed["CurrentDivision"]) == (TWO, ONE)
    assert nel["CustomerCode"] == "42".rjust(18)


def test_a_page_of_a_thousand_out_of_25000_comes_quickly(sandbox: SandboxServer, client: Client) -> None:
    from exact.sandbox import catalogue

    entity = catalogue.load()[LINES]
    extra = [
        {
            "ID": ident(f"bulk{n}"),
            "EntryID": ident("bulk"),
            "GLAccount": COSTS,
            "Account": CUSTOMER,
            "AmountDC": str(n),
            "Modified": "2026-02-01T00:00:00",
            "Description": f"line {n}",
            "Division": ONE,
            "Type": 30,
        }
        for n in range(25_000)
    ]
    sandbox.ledger.put_many(ONE, entity, extra, 0.0)
    path, total, slowest = (
        f"bulk/Financial/TransactionLines?$filter={ALL.replace(' ', '%20')}&$select=ID,AmountDC,Description",
        0,
        0.0,
    )
    while path:
        started = time.perf_counter()
        body = client.call("GET", path).json["d"]
        slowest = max(slowest, time.perf_counter() - started)
        total += len(body["results"])
        path = body.get("__next")
    assert total == 25_150
    assert slowest < 0.3 * 3  # 0.05 s on an idle machine; three times the target leaves room for a busy one
