"""Every code that the product can raise has words, and the words ask only for what its producers give."""

from __future__ import annotations

import pytest
from django.utils import translation

from domain.holds import HOLDS
from domain.tolerances import ToleranceKind
from domain.vat import Treatment
from exact import errors
from tests.workbench.messages.producers import Call, codes, events, reasons, whys, words
from workbench.accounts.rights import Right
from workbench.drafts.states import DraftState
from workbench.messages import CATALOGUE, describe, describe_event, describe_reason
from workbench.messages.describing import Lenient
from workbench.messages.events import EVENTS
from workbench.messages.message import Message
from workbench.messages.params import ALIASES
from workbench.messages.reasons import COMPARED, REASONS
from workbench.messages.tidy import one_stop
from workbench.messages.vat_words import TREATMENTS
from workbench.messages.whys import WHY
from workbench.messages.words import DOCUMENT_TYPES, RIGHTS

CODES, REASON_CALLS, EVENT_CALLS = codes(), reasons(), events()

# Filled in on the way to the screen by the pipeline (line number, figures of the variance), not by the producer.
ADDED = frozenset({"line", "billed", "received", "ordered", "tolerance", "actual", "expected", "difference", "percent"})
# Codes put together at run time, and those that the database or Exact's answers carry.
PUT_TOGETHER = {
    *(f"DRAFT_{state.value.upper()}" for state in DraftState),
    *(f"{name}_{what}" for name in ("cost_centre", "cost_unit") for what in ("missing", "not_allowed", "unknown")),
    *("EXACT_REFUSED", "FOREIGN_DUPLICATE", "EXACT_DOUBLE", "POSTING_DEAD", "EXACT_HELD", "EXACT_UNKNOWN"),
    *("item_unknown", "order_line_unknown", "RIGHT_MISSING", "LOCKED", "ZIP_REFUSED", "MAIL_REFUSED", "MAIL_DAMAGED"),
    *("SAME_BYTES", "SIGNATURE_IMAGE", "NO_ATTACHMENT", "SAME_MAIL", "AUTOMATIC_MAIL", "ARCHIVE_REFUSED"),
    *("FILE_EMPTY", "FILE_TOO_LARGE", "FILE_TYPE", "FILE_PROGRAM", "FILE_OFFICE", "NESTED_ARCHIVE", "STORAGE_FULL"),
    *("CREDIT_EXCEEDS", "QTY_ACCEPTED", "administration_held", "sent_too_often", "attachment_unreadable", "double"),
    *("foreign_duplicate", "payload_changed"),
}


def wordings(message: Message) -> list[Message]:
    """A message and its other wordings."""
    found = [message]
    while message.otherwise is not None:
        message = message.otherwise
        found.append(message)
    return found


def test_the_source_was_really_searched() -> None:
    assert len({call.code for call in CODES}) > 100
    assert len({call.code for call in REASON_CALLS}) > 80
    assert len({call.code for call in EVENT_CALLS}) > 30


def test_every_code_raised_has_a_message() -> None:
    assert [f"{call.where} {call.code}" for call in CODES if call.code not in CATALOGUE] == []


def test_every_hold_has_a_message() -> None:
    assert sorted(set(HOLDS) - set(CATALOGUE)) == []


def test_every_error_of_exact_has_a_message() -> None:
    own = {
        kind.code for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.ExactError)
    }
    assert sorted(own - set(CATALOGUE)) == []


@pytest.mark.parametrize("code", sorted(PUT_TOGETHER))
def test_codes_put_together_have_a_message(code: str) -> None:
    assert code in CATALOGUE


def test_no_message_without_a_producer() -> None:
    whole, beginnings = words()
    idle = [code for code in CATALOGUE if code not in whole | PUT_TOGETHER | set(HOLDS)]
    assert sorted(code for code in idle if not code.startswith(tuple(beginnings))) == []


@pytest.mark.parametrize(
    "call", [c for c in CODES if c.params is not None], ids=lambda call: f"{call.code}@{call.where}"
)
def test_a_message_asks_only_for_what_is_given(call: Call) -> None:
    given = set(call.params or ()) | ADDED
    for name, others in ALIASES.get(call.code, {}).items():
        if given & set(others):
            given.add(name)
    fitting = [wording for wording in wordings(CATALOGUE[call.code]) if wording.needs <= given]
    assert fitting, f"{call.code} gets {sorted(given - ADDED)} only"


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_a_message_can_be_read_whatever_is_given(code: str) -> None:
    with translation.override("en"):
        bare = describe(code)
        assert bare.title and bare.next_step, "says what and what to do"
        filled = describe(code, dict.fromkeys(CATALOGUE[code].needs, "7"))
    assert "%" not in str(filled.title).replace(" %", "")
    assert "…" not in f"{filled.title}{filled.cause}{filled.next_step}"


def test_every_reason_has_a_phrase() -> None:
    known = set(REASONS) | {f"{family}.{why}" for family in ("vat", "vatcode", "routing") for why in WHY}
    assert [f"{call.where} {call.code}" for call in REASON_CALLS if call.code not in known] == []


@pytest.mark.parametrize(
    "call", [c for c in REASON_CALLS if c.params is not None and c.code in REASONS], ids=lambda c: f"{c.code}@{c.where}"
)
def test_a_phrase_asks_only_for_what_is_given(call: Call) -> None:
    needed = Message(REASONS[call.code]).needs
    assert needed <= set(call.params or ()), f"{sorted(needed - set(call.params or ()))} is never given"


def test_every_why_has_words() -> None:
    assert sorted(whys() - set(WHY)) == []


@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_why_is_told_as_a_reason_and_in_its_hold(language: str) -> None:
    with translation.override(language):
        for why, words in WHY.items():
            assert describe_reason(f"vat.{why}") == str(words)
            assert str(words) in describe("VAT_TREATMENT_UNKNOWN", {"why": why}).cause


def test_every_tolerance_treatment_and_right_has_words() -> None:
    assert {kind.value.lower() for kind in ToleranceKind} == set(COMPARED)
    assert {treatment.value for treatment in Treatment} == set(TREATMENTS)
    assert {right.value for right in Right} == set(RIGHTS)


def test_every_document_type_has_words() -> None:
    from domain.reading import DocumentType

    assert {kind.value for kind in DocumentType} == set(DOCUMENT_TYPES)


def test_every_event_has_a_sentence() -> None:
    assert [f"{call.where} {call.code}" for call in EVENT_CALLS if call.code not in EVENTS] == []


@pytest.mark.parametrize("call", [c for c in EVENT_CALLS if c.code in EVENTS], ids=lambda c: f"{c.code}@{c.where}")
def test_a_sentence_asks_only_for_what_is_recorded(call: Call) -> None:
    needed = set(Message(EVENTS[call.code]).needs)
    given = set(call.params or ()) | ({"message"} if "code" in (call.params or ()) else set())
    assert needed <= given, f"{sorted(needed - given)} is never recorded"


@pytest.mark.parametrize(
    ("code", "params", "language", "title", "cause"),
    [
        ("PRICE_HIGH", {"line": "2", "percent": "6.1", "tolerance": "2 %", "difference": "66.00"}, "en",
         "Line 2: price 6.1 % above the order", "Tolerance 2 %, difference 66.00."),
        ("PRICE_LOW", {"line": "3", "percent": "-4.5", "tolerance": "2 % / 10.00", "difference": "-12.5"}, "en",
         "Line 3: price 4.5 % below the order", "Tolerance 2 % / 10.00, difference 12.50. It may be another item."),
        ("VAT_CODE_UNMAPPED", {"line": "1", "treatment": "NL_RC"}, "en",
         "Line 1: no VAT code for VAT reverse-charged",
         "The VAT table of this administration has no confirmed row for it."),
        ("MISSING_FIELD", {"field": "issue_date"}, "en",
         "Invoice date is missing", "It was not found on the document."),
        ("IBAN_CHANGED", {"printed": "NL91ABNA0417164300", "known": "NL20INGB0001234567"}, "en",
         "IBAN differs from Exact", "The invoice says NL91ABNA0417164300; Exact knows NL20INGB0001234567."),
        ("IBAN_CHANGED", {"new": "NL91…4300", "old": "", "first": "yes"}, "en",
         "IBAN not known in Exact", "The invoice says NL91…4300; Exact has no account of this vendor."),
        ("DUPLICATE_SUSPECT", {"number": "F-12", "reason": "97 %: same number, same amount"}, "en",
         "Looks like F-12", "97 %: same number, same amount"),
        ("EXACT_REFUSED", {"text": "line 2: account_blocked", "problems": [
            {"code": "account_blocked", "line": 2, "params": {"account": "4000"}}]}, "en",
         "Exact refused the entry", "Line 2: GL account 4000 is blocked"),
        ("TAX_VARIANCE", {"kind": "TAX_OVER", "actual": "22.00", "expected": "21.50"}, "nl",
         "Btw wijkt af van wat ze zou moeten zijn", "22,00 op de factuur, 21,50 verwacht."),
        ("QTY_ORDERED", {"line": "4", "actual": "12.000", "expected": "10.500"}, "nl",
         "Regel 4: meer gefactureerd dan besteld", "12 gefactureerd, 10,5 besteld."),
        ("NO_SUCH_CODE", {}, "en", "No such code", ""),
        ("LINES_TOTAL", {"lines": "1234.5", "net": "1300.00", "difference": "65.50"}, "nl",
         "Regels tellen niet op tot het nettobedrag", "Regels 1.234,50, netto 1.300,00, verschil 65,50."),
    ],
)  # fmt: skip
def test_what_a_person_reads(code: str, params: dict[str, object], language: str, title: str, cause: str) -> None:
    with translation.override(language):
        told = describe(code, params)
    assert (told.title, told.cause) == (title, cause)


@pytest.mark.parametrize(
    ("code", "params", "told"),
    [
        ("vendor.exact", {"key": "vat", "value": "NL001"}, "same VAT number"),
        ("match.within.price_unit", {"actual": "10.20", "expected": "10.00"},
         "price within tolerance: 10.2, expected 10"),
        ("fraud.iban_country", {"bank": "DE", "vendor": "NL"}, "IBAN from another country"),
        ("vat.texts_disagree", {}, "The texts on the invoice contradict each other"),
        ("brand.new_reason", {"a": "7"}, "new reason: 7"),
    ],
)  # fmt: skip
def test_what_a_reason_says(code: str, params: dict[str, str], told: str) -> None:
    with translation.override("en"):
        assert describe_reason(code, params) == told


@pytest.mark.parametrize(
    ("action", "data", "told"),
    [
        ("field.changed", {"field": "net_total", "old": "", "new": "12.00"}, "Net: – → 12.00"),
        ("draft.kind_changed", {"old": "none", "new": "credit_note"}, "Kind: not booked → credit note"),
        ("field.changed", {"field": "gross_total", "old": "1234.5", "new": "77"}, "Total: 1,234.50 → 77.00"),
        (
            "field.changed",
            {"field": "due_date", "old": "2019-01-30", "new": "2026-12-05"},
            "Due date: 30-01-2019 → 05-12-2026",
        ),
        (
            "field.confirmed",
            {"field": "supplier_iban", "value": "NL91ABNA0417164300"},
            "IBAN confirmed: NL91 ABNA 0417 1643 00",
        ),
        (
            "field.changed",
            {"field": "invoice_number", "old": "2026.10", "new": "20261"},
            "Invoice number: 2026.10 → 20261",
        ),
        (
            "line.changed",
            {"line": 2, "column": "net_amount", "old": "1.00", "new": "2500.00"},
            "Line 2, Net amount: 1.00 → 2,500.00",
        ),
        (
            "variance.answered",
            {"code": "GL_UNKNOWN", "answer": "ask_buyer", "amount": "77", "currency": "EUR", "reason": ""},
            "No GL account: asked purchasing, EUR 77.00.",
        ),
        (
            "hold.released",
            {"code": "MANUAL", "params": {"reason": "wacht op Jansen B.V.", "by": "mk"}, "reason": "gebeld"},
            "Overridden: On hold: wacht op Jansen B.V. gebeld",
        ),
        ("hold.gone", {"code": "GL_UNKNOWN"}, "Solved: No GL account"),
        ("something.else", {}, "something.else"),
    ],
)
def test_what_an_event_says(action: str, data: dict[str, object], told: str) -> None:
    with translation.override("en"):
        assert describe_event(action, data) == told


@pytest.mark.parametrize(
    ("put_together", "told"),
    [
        ("van Ketelaar B.V.. Controleer", "van Ketelaar B.V. Controleer"),
        ("wacht…. Daarna", "wacht…. Daarna"),
        ("en verder... niets", "en verder... niets"),
    ],
)
def test_no_two_full_stops(put_together: str, told: str) -> None:
    assert one_stop(put_together) == told


def test_a_missing_parameter_is_an_ellipsis() -> None:
    assert Lenient()["nowhere"] == "…"
