"""Documents, attachments, and accounts with their shell answers."""

import base64
import os

import pytest

from exact.sandbox.server import SandboxServer
from tests.exact.sandbox.client import Client
from tests.exact.sandbox.mini_world import ENGLISH_USER, ONE, SUPPLIER, TWO

DOCUMENTS, ATTACHMENTS = "documents/Documents", "documents/DocumentAttachments"


def attach(client: Client, content: bytes, name: str = "invoice.pdf") -> tuple[dict, dict]:
    document = client.call("POST", DOCUMENTS, {"Subject": "S", "Type": 20, "Account": SUPPLIER}).json["d"]
    text = base64.encodebytes(content).decode()  # with line breaks, as some clients send it
    answer = client.call("POST", ATTACHMENTS, {"Document": document["ID"], "FileName": name, "Attachment": text})
    assert answer.status == 201, answer.body
    return document, answer.json["d"]


def test_bytes_come_back_as_they_went_in(client: Client) -> None:
    content = os.urandom(200_000)
    document, attachment = attach(client, content)
    assert attachment["Attachment"] is None and attachment["FileSize"] == len(content)
    assert attachment["Document"] == document["ID"]
    assert client.call("GET", attachment["Url"] + "&Download=1").body == content
    assert client.rows(ATTACHMENTS, filter=f"Document eq guid'{document['ID']}'")[0]["FileName"] == "invoice.pdf"


def test_a_download_needs_token_stamp_and_administration(sandbox: SandboxServer, client: Client) -> None:
    _, attachment = attach(client, b"x")
    assert client.call("GET", attachment["Url"], headers={"Authorization": ""}).status == 401
    assert client.call("GET", attachment["Url"] + "0").status == 404
    assert Client(sandbox, TWO, ENGLISH_USER, [TWO]).call("GET", attachment["Url"]).status == 404


def test_document_numbers_rise_and_names_are_filled(client: Client) -> None:
    first, _ = attach(client, b"1")
    second, _ = attach(client, b"2")
    assert second["HID"] == first["HID"] + 1
    assert first["AccountName"] == "Bouten & Moeren BV" and first["TypeDescription"] == "Purchase invoice"
    assert first["Category"] and first["HasEmptyBody"] is True


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ({"Type": 20}, 500, "Mandatory: Subject"),
        ({"Subject": "S"}, 500, "Mandatory: Type"),
        ({"Subject": "S", "Type": 77}, 500, "Invalid: Type"),
        (
            {"Subject": "S", "Type": 20, "Account": "99999999-9999-9999-9999-999999999999"},
            500,
            "Invalid reference: Account",
        ),
    ],
)
def test_document_rules(client: Client, body: dict, status: int, words: str) -> None:
    answer = client.call("POST", DOCUMENTS, body)
    assert (answer.status, answer.message) == (status, words)


def test_attachment_rules(client: Client) -> None:
    document, _ = attach(client, b"x")
    bad = client.call("POST", ATTACHMENTS, {"Document": document["ID"], "FileName": "a", "Attachment": "***"})
    assert bad.status == 400 and "for property 'Attachment' to type 'Byte[]'" in bad.message
    missing = client.call("POST", ATTACHMENTS, {"FileName": "a", "Attachment": "eA=="})
    assert (missing.status, missing.message) == (500, "Mandatory: Document")
    assert client.call("PUT", ATTACHMENTS + f"(guid'{document['ID']}')", {}).status == 405


def test_a_document_in_use_stays_and_a_free_one_goes_with_its_files(client: Client) -> None:
    document, attachment = attach(client, b"x")
    assert client.call("DELETE", f"{DOCUMENTS}(guid'{document['ID']}')").status == 204
    assert client.get(f"{ATTACHMENTS}(guid'{attachment['ID']}')").status == 404
    assert client.call("GET", attachment["Url"]).status == 404


def test_post_accounts_answers_a_shell_unless_asked(client: Client) -> None:
    shell = client.call("POST", "crm/Accounts", {"Name": "Nieuw BV", "IsSupplier": True}).json["d"]
    assert shell["ID"] and shell["Name"] is None and shell["IsMailing"] == 0 and shell["Code"] is None
    row = client.get(f"crm/Accounts(guid'{shell['ID']}')").json["d"]
    assert row["Name"] == "Nieuw BV" and row["Code"] == "0000004".rjust(18)
    assert (row["Type"], row["SecurityLevel"], row["PurchaseCurrency"], row["IsSales"]) == ("A", 10, "EUR", True)
    asked = client.call("POST", "crm/Accounts", {"Name": "Heel BV"}, {"Prefer": "return=representation"}).json["d"]
    assert asked["Name"] == "Heel BV" and asked["Code"] == "0000005".rjust(18)


@pytest.mark.parametrize(
    ("resource", "body", "message"),
    [
        ("crm/Accounts", {}, "Mandatory: Name"),
        ("crm/Accounts", {"Name": "X", "Code": "1"}, "Data already exists"),
        ("crm/Accounts", {"Name": "X", "Email": "nonsense"}, "Invalid: Email []"),
        ("crm/BankAccounts", {"Account": SUPPLIER}, "Mandatory: Bank account"),
        ("crm/Contacts", {"Account": SUPPLIER}, "Mandatory: First name\r\nMandatory: Last name"),
        ("logistics/Items", {"Code": "M6", "Description": "again"}, "Data already exists"),
    ],
)
def test_master_data_rules(client: Client, resource: str, body: dict, message: str) -> None:
    answer = client.call("POST", resource, body)
    assert (answer.status, answer.message) == (500, message)


def test_a_bank_account_is_found_under_its_account(client: Client) -> None:
    body = {"Account": SUPPLIER, "BankAccount": "NL91ABNA0417164300"}
    assert client.call("POST", "crm/BankAccounts", body).json["d"]["Main"] is True
    row = client.rows(
        "crm/Accounts", filter=f"ID eq guid'{SUPPLIER}'", expand="BankAccounts", select="Name,BankAccounts/BankAccount"
    )
    assert row[0]["BankAccounts"]["results"][0]["BankAccount"] == "NL91ABNA0417164300"


def test_an_account_in_use_cannot_be_deleted(client: Client) -> None:
    answer = client.call("DELETE", f"crm/Accounts(guid'{SUPPLIER}')")
    assert (answer.status, answer.message) == (500, "In use: Account")


def test_divisions_are_never_deleted(client: Client) -> None:
    assert client.call("DELETE", f"system/Divisions({ONE})").status == 405
    assert client.get(f"system/Divisions({ONE})").status == 200
