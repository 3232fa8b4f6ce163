"""Purchase entries: amounts and VAT, defaults, the administration's rules in both languages, changes, ledger rows."""

from decimal import Decimal
from typing import Any

import pytest

from exact.sandbox.server import SandboxServer
from tests.exact.sandbox.client import Answer, Client
from tests.exact.sandbox.mini_world import (
    BARE,
    BLOCKED,
    CLAIM,
    COSTS,
    CUSTOMER,
    DUTCH_USER,
    ONE,
    OWED,
    PAYABLE,
    STRICT,
    SUPPLIER,
    ident,
)

ENTRIES, LINES = "purchaseentry/PurchaseEntries", "purchaseentry/PurchaseEntryLines"


def entry(*lines: dict[str, Any], **header: Any) -> dict[str, Any]:
    """Body of a valid entry with changes; a value of None leaves the property out."""
    body = {
        "Journal": "60",
        "Supplier": SUPPLIER,
        "EntryDate": "2026-03-14",
        "YourRef": "F1",
        "Description": "Bouten",
    } | header
    body["PurchaseEntryLines"] = list(lines) or [line()]
    return {name: value for name, value in body.items() if value is not None}


def line(**changes: Any) -> dict[str, Any]:
    """Body of a valid line with changes."""
    body = {"GLAccount": COSTS, "AmountFC": 100, "VATCode": "2"} | changes
    return {name: value for name, value in body.items() if value is not None}


def post(client: Client, body: dict[str, Any]) -> Answer:
    return client.call("POST", ENTRIES, body)


def booked(client: Client, body: dict[str, Any]) -> dict[str, Any]:
    answer = post(client, body)
    assert answer.status == 201, answer.body
    return answer.json["d"]


def ledger(client: Client, entry_id: str) -> list[tuple[str, Decimal]]:
    """(GL account, amount in own currency) of an entry's transaction lines, in order."""
    rows = client.rows(
        "financialtransaction/TransactionLines",
        filter=f"EntryID eq guid'{entry_id}'",
        select="GLAccount,AmountDC,LineNumber",
    )
    return sorted((row["GLAccount"], Decimal(str(row["AmountDC"]))) for row in rows)


@pytest.mark.parametrize(
    ("lines", "total", "expected"),
    [
        ([line()], 121, [(COSTS, "100"), (CLAIM, "21"), (PAYABLE, "-121")]),
        ([line(VATCode="2  ")], 121, [(COSTS, "100"), (CLAIM, "21"), (PAYABLE, "-121")]),
        ([line(VATCode=None)], 121, [(COSTS, "100"), (CLAIM, "21"), (PAYABLE, "-121")]),
        ([line(AmountFC=121, VATCode="1")], 121, [(COSTS, "100"), (CLAIM, "21"), (PAYABLE, "-121")]),
        ([line(AmountFC=10, VATCode="1")], 10, [(COSTS, "8.26"), (CLAIM, "1.74"), (PAYABLE, "-10")]),
        ([line(VATCode="0")], 100, [(COSTS, "100"), (PAYABLE, "-100")]),
        ([line(VATCode="7")], 100, [(COSTS, "100"), (CLAIM, "21"), (OWED, "-21"), (PAYABLE, "-100")]),
        ([line(VATAmountFC=20.98)], 120.98, [(COSTS, "100"), (CLAIM, "20.98"), (PAYABLE, "-120.98")]),
        ([line(VATNonDeductiblePercentage=0.5)], 121, [(COSTS, "110.5"), (CLAIM, "10.5"), (PAYABLE, "-121")]),
        (
            [line(), line(AmountFC=50.05, VATCode="4")],
            175.55,
            [(COSTS, "100"), (CLAIM, "21"), (COSTS, "50.05"), (CLAIM, "4.5"), (PAYABLE, "-175.55")],
        ),
        ([line(AmountFC=-100)], -121, [(COSTS, "-100"), (CLAIM, "-21"), (PAYABLE, "121")]),
        ([line(AmountFC=None, AmountDC=100)], 0, [(COSTS, "0"), (PAYABLE, "0")]),
    ],
)
def test_amounts(client: Client, lines: list[dict[str, Any]], total: float, expected: list[tuple[str, str]]) -> None:
    made = booked(client, entry(*lines))
    assert made["AmountFC"] == made["AmountDC"] == total
    found = ledger(client, made["EntryID"])
    assert found == sorted((account, Decimal(amount)) for account, amount in expected)
    assert sum(amount for _, amount in found) == 0


@pytest.mark.parametrize(("day", "vat"), [("2026-02-28", 19), ("2026-03-01", 21)])
def test_the_rate_is_that_of_the_entry_date(client: Client, day: str, vat: float) -> None:
    made = booked(client, entry(line(VATCode="D"), EntryDate=day))
    assert made["AmountFC"] == 100 + vat


def test_a_credit_note_turns_the_ledger_around_however_it_is_sent(client: Client) -> None:
    positive = booked(client, entry(line(), Type=31, YourRef="C1"))
    negative = booked(client, entry(line(AmountFC=-100), YourRef="C2"))
    assert (positive["Type"], positive["TypeDescription"]) == (31, "Purchase credit note")
    assert ledger(client, positive["EntryID"]) == ledger(client, negative["EntryID"])
    payments = client.rows("cashflow/Payments", filter="Account ne null", select="AmountDC,YourRef")
    assert {row["YourRef"]: row["AmountDC"] for row in payments} == {"C1": -121, "C2": -121}


def test_foreign_currency_is_converted_and_balances(client: Client) -> None:
    made = booked(client, entry(line(AmountFC=33.33), line(AmountFC=33.33), Currency="USD"))
    assert made["Rate"] == 0.9 and made["Currency"] == "USD"
    assert made["AmountFC"] == 80.66 and made["AmountDC"] == 72.59
    assert sum(amount for _, amount in ledger(client, made["EntryID"])) == 0


def test_defaults_of_a_new_entry(client: Client) -> None:
    made = booked(client, entry())
    assert made["EntryNumber"] == made["InvoiceNumber"] == 26600001
    assert booked(client, entry(YourRef="F2"))["EntryNumber"] == 26600002
    assert (made["Status"], made["StatusDescription"], made["Type"]) == (20, "Open", 30)
    assert (made["ReportingYear"], made["ReportingPeriod"]) == (2026, 3)
    assert made["PaymentCondition"] == "30" and made["DueDate"] == "/Date(1776038400000)/"  # 13 April 2026
    assert made["SupplierName"] == "Bouten & Moeren BV" and made["JournalDescription"] == "Inkoop"
    assert made["VATAmountDC"] is None and "__deferred" in made["PurchaseEntryLines"]
    assert made["Division"] == ONE


def test_an_entry_without_document_makes_its_own(client: Client) -> None:
    made = booked(client, entry())
    assert made["Document"] and made["DocumentSubject"] == "Bouten" and made["DocumentNumber"] >= 1
    document = client.get(f"documents/Documents(guid'{made['Document']}')").json["d"]
    assert document["FinancialTransactionEntryID"] == made["EntryID"] and document["Type"] == 20


def test_lines_carry_names_and_computed_vat(client: Client) -> None:
    made = booked(
        client, entry(line(GLAccount=STRICT, CostCenter="PROD", CostUnit="A1", Quantity=500, Description="M6"))
    )
    row = client.rows(f"{ENTRIES}(guid'{made['EntryID']}')/PurchaseEntryLines")[0]
    assert (row["GLAccountCode"], row["CostCenterDescription"], row["CostUnitDescription"]) == (
        "4100",
        "Productie",
        "Project A1",
    )
    assert (row["VATAmountFC"], row["VATBaseAmountFC"], row["VATPercentage"], row["VATCode"]) == (21, 100, 0.21, "2  ")
    assert (row["Quantity"], row["LineNumber"], row["Description"]) == (500, 1, "M6")


def test_an_entry_makes_one_open_payable(client: Client) -> None:
    made = booked(client, entry())
    rows = client.rows("cashflow/Payments", filter=f"EntryID eq guid'{made['EntryID']}'")
    assert len(rows) == 1
    assert (rows[0]["AmountDC"], rows[0]["Status"], rows[0]["YourRef"]) == (121, 20, "F1")
    assert rows[0]["AccountName"] == "Bouten & Moeren BV" and rows[0]["DueDate"] == made["DueDate"]


RULES = [
    (entry(Supplier=None), "Mandatory: Relationship", "Verplicht: Relatie"),
    (entry(Journal=None), "Mandatory: Diary", "Verplicht: Dagboek"),
    (entry(Journal=ident("60")), "Invalid reference: Journals", "Ongeldige referentie: Journals"),
    (entry(Journal="70"), "Invalid journal. The journal must be a purchase journal.", "Ongeldig dagboek."),
    (entry(Supplier=CUSTOMER), "Invalid: Supplier (Type)", "Ongeldig: Leverancier (Type)"),
    (entry(Supplier=ident("nobody")), "Invalid reference: Supplier", "Ongeldige referentie: Leverancier"),
    (entry(Supplier=BLOCKED), "Not allowed: Supplier", "Niet toegestaan: Leverancier"),
    (entry(line(GLAccount=PAYABLE)), "Invalid: G/L account type", "Ongeldig: Grootboekrekeningtype"),
    (entry(line(GLAccount=ident("no"))), "Invalid reference: G/L account", "Ongeldige referentie: Grootboekrekening"),
    (entry(line(GLAccount=None)), "Mandatory: G/L account", "Verplicht: Grootboekrekening"),
    (entry(line(VATCode="QQ")), "Invalid reference: VAT code", "Ongeldige referentie: Btw-code"),
    (entry(line(VATCode="VN")), "Not allowed: VAT-code", "Niet toegestaan: Btw-code"),
    (entry(line(VATCode="XX")), "Not allowed: VAT-code", "Niet toegestaan: Btw-code"),
    (entry(line(VATPercentage=0.2)), "Invalid: VAT percentage []", "Ongeldig: Btw-percentage []"),
    (entry(line(GLAccount=STRICT)), "Mandatory: Cost center", "Verplicht: Kostenplaats"),
    (entry(line(GLAccount=BARE, CostCenter="PROD")), "Not allowed: Cost center", "Niet toegestaan: Kostenplaats"),
    (entry(line(GLAccount=BARE, CostUnit="A1")), "Not allowed: Cost unit", "Niet toegestaan: Kostendrager"),
    (entry(line(CostCenter="NOPE")), "Invalid reference: Cost center", "Ongeldige referentie: Kostenplaats"),
    (entry(line(CostCenter="OUD")), "Invalid reference: Cost center", "Ongeldige referentie: Kostenplaats"),
    (entry(EntryDate="2026-01-14"), "Period is closed: [2026] - [1]", "Periode is afgesloten: [2026] - [1]"),
    (entry(EntryDate="2030-01-14"), "Unknown: Fiscal year (Period - date table)", "Onbekend: Boekjaar"),
    (entry(PaymentCondition="99"), "Invalid reference: Payment condition", "Ongeldige referentie: Betalingsconditie"),
    (entry(Document=ident("none")), "Invalid reference: Document", "Ongeldige referentie: Document"),
    (entry(Currency="XXX"), "Invalid reference: Currency", "Ongeldige referentie: Valuta"),
    (entry(Type=32), "Invalid: Type", "Ongeldig: Type"),
    (
        entry(Supplier=None, Journal=None),
        "Mandatory: Relationship\r\nMandatory: Diary",
        "Verplicht: Relatie\r\nVerplicht: Dagboek",
    ),
]


@pytest.mark.parametrize(("body", "english", "dutch"), RULES)
def test_broken_rules_are_500_in_the_users_language(
    sandbox: SandboxServer, client: Client, body: dict[str, Any], english: str, dutch: str
) -> None:
    answer = post(client, body)
    assert answer.status == 500 and answer.message.startswith(english)
    answer = post(Client(sandbox, ONE, DUTCH_USER), body)
    assert answer.status == 500 and answer.message.startswith(dutch)
    assert client.rows(ENTRIES, select="EntryID") == []
    assert client.rows("documents/Documents") == []


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"{", "The request should be a valid top-level resource object."),
        (b"[]", "The request should be a valid top-level resource object."),
        (b"", "The request should be a valid top-level resource object."),
        ({"Nope": 1}, "The property name 'Nope' specified for type 'Exact.Web.Api.Models.PurchaseEntry' is not valid."),
        (entry(line(Nope=1)), "The property name 'Nope' specified for type"),
        (entry(line(AmountFC="many")), "Error encountered in converting the value"),
        (entry(EntryDate="soon"), "Error encountered in converting the value"),
    ],
)
def test_unreadable_bodies_are_400(client: Client, body: Any, words: str) -> None:
    answer = client.call("POST", ENTRIES, body)
    assert answer.status == 400
    assert answer.message.startswith("Error processing request stream.") and words in answer.message


def test_read_only_properties_are_ignored_without_a_word(client: Client) -> None:
    made = booked(client, entry(AmountDC=999, Status=50, SupplierName="X"))
    assert (made["AmountDC"], made["Status"], made["SupplierName"]) == (121, 20, "Bouten & Moeren BV")


def test_a_second_entry_with_same_supplier_reference_date_and_amount_is_refused(
    sandbox: SandboxServer, client: Client
) -> None:
    booked(client, entry())
    answer = post(client, entry())
    assert (answer.status, answer.message) == (500, "Data already exists")
    assert post(Client(sandbox, ONE, DUTCH_USER), entry(YourRef="f1 ")).message == "Gegeven bestaat reeds"
    for changed in ({"YourRef": "F2"}, {"EntryDate": "2026-03-15"}):
        booked(client, entry(**changed))
    booked(client, entry(line(AmountFC=101)))
    sandbox.settings.refuse_duplicates = False
    booked(client, entry())


def test_entries_without_reference_are_never_duplicates(client: Client) -> None:
    booked(client, entry(YourRef=None))
    booked(client, entry(YourRef=None))


def test_a_chosen_entry_number_must_be_free(client: Client) -> None:
    assert booked(client, entry(EntryNumber=26609999))["EntryNumber"] == 26609999
    answer = post(client, entry(EntryNumber=26609999, YourRef="F2"))
    assert (answer.status, answer.message) == (500, "In use: Entry number")


def test_put_changes_only_what_is_sent_and_answers_nothing(client: Client) -> None:
    made = booked(client, entry())
    address = f"{ENTRIES}(guid'{made['EntryID']}')"
    answer = client.call("PUT", address, {"YourRef": "F9", "DueDate": "2026-05-01"})
    assert (answer.status, answer.body) == (204, b"")
    after = client.get(address).json["d"]
    changed = {name for name in made if made[name] != after[name]} - {"Modified"}
    assert changed == {"YourRef", "DueDate"}
    row = client.rows("financialtransaction/TransactionLines", filter=f"EntryID eq guid'{made['EntryID']}'")[0]
    assert row["YourRef"] == "F9"


def test_trailing_blanks_do_not_hide_an_entry(client: Client) -> None:
    made = booked(client, entry(YourRef="F7 "))
    for wanted in ("F7", "F7 "):
        rows = client.rows(ENTRIES, filter=f"YourRef eq '{wanted}'", select="EntryID")
        assert [row["EntryID"] for row in rows] == [made["EntryID"]]


def test_a_document_can_be_linked_afterwards(client: Client) -> None:
    made = booked(client, entry())
    document = client.call("POST", "documents/Documents", {"Subject": "Later", "Type": 20}).json["d"]["ID"]
    assert client.call("PUT", f"{ENTRIES}(guid'{made['EntryID']}')", {"Document": document}).status == 204
    assert client.get(f"{ENTRIES}(guid'{made['EntryID']}')").json["d"]["DocumentSubject"] == "Later"
    linked = client.get(f"documents/Documents(guid'{document}')").json["d"]
    assert linked["FinancialTransactionEntryID"] == made["EntryID"]


def test_put_with_nested_lines_is_refused(client: Client) -> None:
    made = booked(client, entry())
    answer = client.call("PUT", f"{ENTRIES}(guid'{made['EntryID']}')", {"PurchaseEntryLines": [line()]})
    assert answer.status == 400 and "Binding to new entities is not supported" in answer.message


def test_lines_can_be_added_changed_and_removed(client: Client) -> None:
    made = booked(client, entry())
    key = made["EntryID"]
    added = client.call("POST", LINES, line(EntryID=key, AmountFC=10)).json["d"]
    assert client.get(f"{ENTRIES}(guid'{key}')").json["d"]["AmountFC"] == 133.1
    assert client.call("PUT", f"{LINES}(guid'{added['ID']}')", {"AmountFC": 20}).status == 204
    assert client.get(f"{ENTRIES}(guid'{key}')").json["d"]["AmountFC"] == 145.2
    assert (PAYABLE, Decimal("-145.2")) in ledger(client, key)
    for row in client.rows(LINES, filter=f"EntryID eq guid'{key}'", select="ID"):
        assert client.call("DELETE", f"{LINES}(guid'{row['ID']}')?null").status == 204
    assert client.get(f"{ENTRIES}(guid'{key}')").status == 404
    assert ledger(client, key) == []


def test_delete_takes_the_ledger_rows_along(client: Client) -> None:
    made = booked(client, entry())
    answer = client.call("DELETE", f"{ENTRIES}(guid'{made['EntryID']}')")
    assert (answer.status, answer.body) == (204, b"")
    assert ledger(client, made["EntryID"]) == []
    assert client.rows("cashflow/Payments", filter=f"EntryID eq guid'{made['EntryID']}'") == []
    booked(client, entry())


def test_a_processed_entry_cannot_change(sandbox: SandboxServer, client: Client) -> None:
    made = booked(client, entry())
    from exact.sandbox import catalogue

    row = sandbox.ledger.get(ONE, ENTRIES, made["EntryID"])
    assert row is not None
    sandbox.ledger.put(ONE, catalogue.load()[ENTRIES], row | {"Status": 50}, 0.0)
    assert client.call("PUT", f"{ENTRIES}(guid'{made['EntryID']}')", {"YourRef": "X"}).status == 500
    assert client.call("DELETE", f"{ENTRIES}(guid'{made['EntryID']}')").status == 500


def test_dates_go_in_every_way_and_come_out_one_way(client: Client) -> None:
    for number, day in enumerate(
        ("2026-03-14", "2026-03-14T00:00:00", "2026-03-14T00:00:00Z", "/Date(1773446400000)/")
    ):
        assert booked(client, entry(EntryDate=day, YourRef=f"D{number}"))["EntryDate"] == "/Date(1773446400000)/"


def test_modified_is_local_time_written_as_utc(sandbox: SandboxServer, client: Client) -> None:
    made = booked(client, entry())
    written = int(made["Modified"][6:-2]) / 1000
    assert abs(written - (sandbox.clock.now() + sandbox.clock.utc_offset())) < 5


def test_the_status_of_a_post_can_be_200(sandbox: SandboxServer, client: Client) -> None:
    sandbox.settings.post_status = 200
    assert post(client, entry()).status == 200
