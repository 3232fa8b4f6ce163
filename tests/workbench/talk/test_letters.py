"""A question to the vendor: prepared in their language with the figures, sent by the clerk, kept in the talk."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from tests.workbench.support import desk
from workbench.models import AuditEvent, Comment, Draft, Hold
from workbench.talk.asking import address_of
from workbench.talk.letters import LANGUAGES, REASONS, Facts, PriceOff, language_for, letter, suggested

FACTS = Facts(
    number="2026-77",
    day=date(2026, 11, 3),
    total=Decimal("1234.5"),
    currency="EUR",
    us="Eén BV",
    signed="Marieke Koster",
    order="4500-1",
    prices=(PriceOff("Bouten M6", Decimal("12.5"), Decimal("10")),),
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", REASONS)
def test_every_letter_says_which_invoice_and_who_asks(reason: str, language: str) -> None:
    written = letter(FACTS, reason, language)
    assert "2026-77" in written.subject and "2026-77" in written.text
    assert "{" not in written.text and "  " not in written.text
    assert written.text.endswith("Marieke Koster\nEén BV")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", ["van 03-11-2026 over EUR 1.234,50", "- Bouten M6: gefactureerd 12,50, afgesproken 10,00", "(4500-1)"]),
        ("en", ["of 3 Nov 2026 for EUR 1,234.50", "- Bouten M6: invoiced 12.50, agreed 10.00"]),
        ("de", ["vom 03.11.2026 über EUR 1.234,50", "berechnet 12,50, vereinbart 10,00"]),
        ("fr", ["du 03/11/2026 de EUR 1\u00a0234,50", "facturé 12,50, convenu 10,00"]),
    ],
)
def test_figures_as_the_vendor_writes_them(language: str, said: list[str]) -> None:
    text = letter(FACTS, "price", language).text
    assert [each for each in said if each not in text] == []


def test_what_is_not_known_leaves_no_gap() -> None:
    bare = Facts(number="7", day=None, total=None, currency="EUR", us="Eén BV", signed="mk")
    assert letter(bare, "order", "nl").text.startswith("Goedendag,\n\nWij ontvingen uw factuur 7.\n\nOns bestelnummer")
    assert "Le prix diffère de notre commande. Pourriez-vous" in letter(bare, "price", "fr").text


@pytest.mark.parametrize(
    ("codes", "rejected", "reason"),
    [
        (["READ_DOUBTFUL", "PRICE_HIGH"], False, "price"),
        (["PRICE_HIGH", "DUPLICATE_SUSPECT"], False, "duplicate"),
        (["PO_MISSING"], False, "order"),
        (["AWAIT_RECEIPT"], False, "delivery"),
        ([], True, "rejected"),
        (["GL_UNKNOWN"], False, "question"),
    ],
)
def test_the_reason_follows_from_what_is_open(codes: list[str], rejected: bool, reason: str) -> None:
    assert suggested(codes, rejected=rejected) == reason


@pytest.mark.parametrize(
    ("document", "country", "language"),
    [("fr", "NL", "fr"), ("", "DE", "de"), ("", "BE", "nl"), ("es", "ES", "en"), ("", "", "en")],
)
def test_in_the_language_of_the_document(document: str, country: str, language: str) -> None:
    assert language_for(document, country) == language


@pytest.fixture
def draft(db: None) -> Draft:
    return desk.made(desk.books(), "L-1")


def test_kept_in_the_talk_and_on_hold_when_asked(draft: Draft, client: Client) -> None:
    assert draft.administration is not None
    client.force_login(desk.person("mk", draft.administration, "clerk"))
    address = f"/drafts/{draft.pk}/letter/"
    assert "L-1" in client.get(f"{address}?reason=order&language=de").content.decode()
    wrong = client.post(address, {"subject": "Vraag", "text": "Blijft staan", "until": "geen dag"})
    assert wrong.status_code == 422 and "Blijft staan" in wrong.content.decode() and not Comment.objects.exists()
    client.post(address, {"subject": "Vraag", "text": "Waar blijft het?", "until": "31-12-2099"})
    assert Comment.objects.get().text == "Vraag\n\nWaar blijft het?"
    assert AuditEvent.objects.filter(action="talk.vendor_asked", draft_id=draft.pk).count() == 1
    assert draft.holds.get(code="MANUAL").until == date(2099, 12, 31)


def test_never_to_the_documents_own_address_while_it_is_suspicious(draft: Draft) -> None:
    from workbench.intake.services import receive_message

    assert draft.administration is not None and draft.vendor is not None
    sent = receive_message(
        b"From: a@vals.example\n\n.", administration=draft.administration, recipient="x", source="smtp"
    )
    type(sent).objects.update(sender_address="a@vals.example")
    draft.documents.update(message=sent)
    assert address_of(draft) == "a@vals.example"
    Hold.objects.create(draft=draft, code="IBAN_CHANGED", key="k", severity="security")
    assert address_of(draft) == ""
    draft.vendor.email = "info@bouten.example"
    assert address_of(draft) == "info@bouten.example"
