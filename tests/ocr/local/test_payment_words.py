"""What a paper says about being paid already or being collected, and sentences that only sound like it."""

from __future__ import annotations

import pytest

from ocr.local.payment_words import ALREADY_PAID, DIRECT_DEBIT, is_label, payment_told


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Reeds voldaan per iDEAL.", ALREADY_PAID),
        ("Betaald via PayPal op 12-11-2026", ALREADY_PAID),
        ("Het bedrag is al betaald.", ALREADY_PAID),
        ("Geen betaling nodig: verrekend met uw tegoed", ALREADY_PAID),
        ("U hoeft niets meer te betalen.", ALREADY_PAID),
        ("Paid by credit card ending 4242", ALREADY_PAID),
        ("This invoice has already been paid", ALREADY_PAID),
        ("No payment is required.", ALREADY_PAID),
        ("Betrag dankend erhalten", ALREADY_PAID),
        ("Bereits bezahlt mit Kreditkarte", ALREADY_PAID),
        ("Facture acquittée", ALREADY_PAID),
        ("Réglée par carte bancaire", ALREADY_PAID),
        ("Het bedrag wordt rond 28 november van uw rekening afgeschreven.", DIRECT_DEBIT),
        ("Betaling: automatische incasso", DIRECT_DEBIT),
        ("The amount will be debited from your account on 1 December", DIRECT_DEBIT),
        ("Zahlung per SEPA-Lastschrift", DIRECT_DEBIT),
        ("Der Betrag wird am 01.12. von Ihrem Konto abgebucht.", DIRECT_DEBIT),
        ("Ce montant sera prélevé le 5 décembre", DIRECT_DEBIT),
        # conditions, requests, offers
        ("Indien u reeds betaald heeft, kunt u deze herinnering negeren", ""),
        ("Geleverde zaken blijven ons eigendom tot alles volledig betaald is.", ""),
        ("Goods remain our property until paid in full", ""),
        ("If you have already paid, please disregard this notice.", ""),
        ("Invoices must be paid by bank transfer within 14 days", ""),
        ("Sollten Sie bereits bezahlt haben, danken wir Ihnen.", ""),
        ("U kunt ook per automatische incasso betalen", ""),
        ("Zahlbar per Überweisung, keine Lastschrift", ""),
        ("Wij verzoeken u het bedrag binnen 14 dagen over te maken op onze rekening", ""),
        ("Reeds gefactureerd: 3 termijnen", ""),
        ("Reeds betaald: € 0,00", ""),
        ("Wordt niet automatisch van uw rekening afgeschreven", ""),
    ],
)
def test_what_a_sentence_says(text: str, code: str) -> None:
    assert payment_told(text) == code


def test_a_stamp_counts_only_alone_on_its_line() -> None:
    assert payment_told("BETAALD", alone=True) == ALREADY_PAID
    assert payment_told("BETAALD", alone=False) == "", "a heading or a label before an amount"


def test_a_condition_may_stand_on_the_line_above() -> None:
    assert payment_told("reeds betaald heeft.", "Deze herinnering vervalt indien u") == ""
    assert payment_told("Reeds betaald per iDEAL.", "Mocht u vragen hebben, bel ons.") == ALREADY_PAID


def test_the_name_of_an_amount_says_nothing_by_itself() -> None:
    assert is_label("Already paid", "12.50") and is_label("Montant déjà payé :")
    assert not is_label("Already paid") and not is_label("Reeds voldaan per iDEAL op 3-11", "121,00")
