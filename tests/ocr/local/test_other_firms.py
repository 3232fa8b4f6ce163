"""Numbers that are not the seller's although they stand on his paper: of platforms, owners of trade names, the group,
the customer; and days and order numbers that are not what they look like."""

from __future__ import annotations

import pytest

from domain.reading import Reading
from ocr.local.api import read_pages
from ocr.page import ReadContext
from tests.ocr.local.paper import Row, dutch_invoice, page

PLAIN = dutch_invoice()
FOOT = len(PLAIN) - 1


def _read(head: Row | None = None, foot: Row | None = None) -> Reading:
    """The plain paper with one more row beside its numbers and another foot."""
    rows = [*PLAIN]
    rows[8] = head
    rows[FOOT] = foot or rows[FOOT]
    return read_pages([page(rows)], context=ReadContext())


def _value(reading: Reading, name: str) -> str | None:
    found = reading.fields.get(name)
    return found.value if found else None


@pytest.mark.parametrize(
    "words",
    [
        "Factuur uitgereikt in naam en voor rekening van Molenwiek Groothandel B.V.",
        "Rechnung im Namen und auf Rechnung der Molenwiek Groothandel B.V.",
        "Facture émise au nom et pour le compte de Molenwiek Groothandel B.V.",
        "Invoice issued on behalf of Molenwiek Groothandel B.V.",
        "Molenwiek is een handelsnaam van Graanhuis B.V.",
        "Molenwiek is a trading name of Graanhuis Ltd",
    ],
)
def test_a_paper_made_in_anothers_name_leaves_the_seller_open(words: str) -> None:
    reading = _read([(0.1, words)])
    assert ("CLOSE_CANDIDATES", "supplier_name") in {(f.code, f.field) for f in reading.findings}
    assert not reading.auto_ok


@pytest.mark.parametrize(
    ("foot", "doubts"),
    [
        ("Molenwiek Groothandel B.V. - KvK 12345678 - Btw NL001234567B01", set()),
        ("Onderdeel van Graanhuis Holding B.V. - KvK 12345678", {"supplier_registration"}),
        ("Graanhuis N.V. | Btw NL001234567B01 | KvK 12345678", {"supplier_vat", "supplier_registration"}),
        ("KvK 12345678 | Btw NL001234567B01 | Rabobank N.V. IBAN NL91 ABNA 0417 1643 00", set()),
        ("Btw NL001234567B01 | Te betalen aan Factorhuis B.V., IBAN NL91 ABNA 0417 1643 00", {"supplier_iban"}),
    ],
)
def test_a_number_behind_another_firms_name_is_a_doubt(foot: str, doubts: set[str]) -> None:
    reading = _read(foot=[(0.1, foot)])
    assert {f.field for f in reading.findings if f.code == "CLOSE_CANDIDATES"} == doubts


@pytest.mark.parametrize(
    ("label", "account"),
    [
        ("IBAN", "NL91ABNA0417164300"),
        ("Uw IBAN", None),
        ("Ihre IBAN", None),
        ("Votre IBAN", None),
        ("Your IBAN", None),
        ("IBAN klant", None),
    ],
)
def test_the_customers_account_is_not_the_sellers(label: str, account: str | None) -> None:
    reading = _read([(0.55, label), (0.7, "NL91 ABNA 0417 1643 00")], [(0.1, "KvK 12345678 | Btw NL001234567B01")])
    assert _value(reading, "supplier_iban") == account


@pytest.mark.parametrize(
    ("sentence", "account"),
    [
        ("Wij schrijven dit op of na 05-03-2026 af van NL91 ABNA 0417 1643 00.", None),
        ("Wir ziehen den Betrag ab dem 05.03.2026 ein von NL91 ABNA 0417 1643 00.", None),
        ("We will collect this amount from account NL91 ABNA 0417 1643 00.", None),
        ("Graag ontvangen wij uw betaling op NL91 ABNA 0417 1643 00.", "NL91ABNA0417164300"),
    ],
)
def test_an_account_money_is_taken_from_is_the_customers(sentence: str, account: str | None) -> None:
    reading = _read([(0.1, sentence)], [(0.1, "KvK 12345678 | Btw NL001234567B01")])
    assert _value(reading, "supplier_iban") == account


@pytest.mark.parametrize(
    ("label", "date"),
    [("Factuurdatum", "2026-02-03"), ("Volgende factuurdatum", None), ("Previous invoice date", None)],
)
def test_the_day_of_another_paper_is_not_this_ones(label: str, date: str | None) -> None:
    rows = [*PLAIN]
    rows[6] = [(0.1, "Korenpad 3"), (0.55, label), (0.8, "03-02-2026")]
    found = read_pages([page(rows)], context=ReadContext()).fields.get("issue_date")
    assert (found.value if found and found.confidence > 0.85 else None) == date


@pytest.mark.parametrize(
    ("above", "below", "name"),
    [
        ("Bakkerij Zonneschijn", "Korenpad 3", "Bakkerij Zonneschijn"),
        ("Bakkerij Zonneschijn", "t.a.v. Marieke Vos", "Bakkerij Zonneschijn"),
        ("Bakkerij Zonneschijn B.V.", "Marieke Vos", "Bakkerij Zonneschijn B.V."),
        ("Bakkerij Zonneschijn", "Afdeling inkoop", "Bakkerij Zonneschijn"),
        ("Zonneschijn Lunteren", "Marieke Vos", "Zonneschijn Lunteren"),  # the given name tells the person
        ("Marieke Vos", "Bakkerij Zonneschijn", "Bakkerij Zonneschijn"),  # and the trade the firm
        ("Marieke Vos", "Zonneschijn Lunteren", None),  # a firm, or the name of a house
        ("Zonneschijn Lunteren", "Korenwolf Verdonk", None),  # which of the two is the firm is not printed
    ],
)
def test_of_two_names_over_the_addressees_street_the_firm_is_the_customer(
    above: str, below: str, name: str | None
) -> None:
    rows = [*PLAIN]
    address: list[Row] = [[(0.1, above)], [(0.1, below)], [(0.1, "Korenpad 3")], [(0.1, "8011 CD Zwolle")]]
    rows[5:9] = [[*left, *(row or ())[1:]] for left, row in zip(address, rows[5:9], strict=True)]
    reading = read_pages([page(rows)], context=ReadContext())
    found = reading.fields.get("buyer_name")
    assert (found.value if found else None, reading.auto_ok) == (name, True)  # a doubt leaves the name out


@pytest.mark.parametrize(
    ("label", "number"),
    [("Uw ordernr.", "48213"), ("Ordernr.", "48213"), ("Ons ordernr.", None), ("Our order no.", None)],
)
def test_the_sellers_own_order_number_is_not_the_buyers(label: str, number: str | None) -> None:
    assert _value(_read([(0.55, label), (0.75, "48213")]), "order_reference") == number


@pytest.mark.parametrize(
    "sentence",
    [
        "Bij betaling voor 10-02-2026 2% minder: € 296,45",
        "Si paiement avant le 10/02/2026 -2%",
        "If paid by 10-02-2026: 2% less",
        "Bei Zahlung bis zum 10.02.2026 2 % Nachlass",
    ],
)
def test_a_day_for_paying_less_is_not_the_last_day_to_pay(sentence: str) -> None:
    assert _value(_read([(0.1, sentence)]), "due_date") == "2026-03-05"


def test_both_numbers_of_a_french_firm_give_the_fuller_one() -> None:
    """The establishment's check digits fail, as on samples; it still begins with the firm's number, which holds."""
    foot: Row = [(0.1, "RCS Lille 732 829 320 - SIRET 732 829 320 00022 - Btw NL001234567B01")]
    assert _value(_read(foot=foot), "supplier_registration") == "732 829 320 00022"
