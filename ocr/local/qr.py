"""Payment codes on the page as a second source: the EPC "SEPA credit transfer" code (EPC069-12)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.evidence import Source
from domain.findings import Severity
from domain.money import decimal_or_none
from domain.reading import FieldValue
from ocr.local.check_digits import compact, valid_iban
from ocr.local.text import key
from ocr.local.work import Work


@dataclass(frozen=True, slots=True)
class PaymentCode:
    """What a payment code asks for; empty or None where it leaves it out."""

    iban: str
    name: str = ""
    amount: Decimal | None = None
    reference: str = ""


def parse_epc(text: str) -> PaymentCode | None:
    """The payment in an EPC code's text; None for any other code or a wrong account number."""
    rows = [row.strip() for row in re.split(r"\r?\n", text)]
    if len(rows) < 7 or rows[0] != "BCD" or rows[3] != "SCT":
        return None
    rows += [""] * (11 - len(rows))
    iban = compact(rows[6])
    if not valid_iban(iban):
        return None
    amount = decimal_or_none(rows[7][3:]) if rows[7].startswith("EUR") else None
    return PaymentCode(iban, rows[5], amount, rows[9] or rows[10])


def compare_codes(work: Work, codes: Sequence[str]) -> None:
    """Confirm account, amount and reference by a payment code, or tell where it differs. An account that only the
    code gives is taken from it."""
    payment = next((p for p in map(parse_epc, codes) if p is not None), None)
    if payment is None:
        return
    _iban(work, payment)
    if payment.amount is not None:
        asked = [m.value for m in (work.totals.payable, work.totals.gross) if m is not None]
        if payment.amount in asked:
            _confirm(work, "gross_total" if asked[-1] == payment.amount else "amount_due")
        elif asked:
            work.note("CODE_DIFFERS", Severity.CHECK, "gross_total", in_code=f"{payment.amount}", on_page=f"{asked[0]}")
    reference = work.fields.get("payment_reference")
    if reference is not None and payment.reference and key(reference.value) == key(payment.reference):
        _confirm(work, "payment_reference")


def _iban(work: Work, payment: PaymentCode) -> None:
    found = work.fields.get("supplier_iban")
    if found is None:
        own = {key(o) for o in work.context.own_identifiers}
        if key(payment.iban) not in own:
            checks = ("checksum", "second_source")
            work.fields["supplier_iban"] = FieldValue(payment.iban, 0.97, Source.QR, payment.iban, (), True, checks)
    elif compact(found.value) == payment.iban:
        _confirm(work, "supplier_iban")
    else:
        work.note("CODE_DIFFERS", Severity.CHECK, "supplier_iban", in_code=payment.iban, on_page=found.value)


def _confirm(work: Work, name: str) -> None:
    if name in work.features:
        work.confirmed.add(name)
