"""One invented paper: who, what and how much, put together at random from ways real papers are set, with its truth."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from benchmarks.accuracy.stress import sheet
from benchmarks.accuracy.stress.firms import Firm, account, make_firm
from benchmarks.accuracy.stress.money import Bill, Style, make_bill
from benchmarks.accuracy.stress.wording import MONTHS, WORDS

# (country of the seller, language): how often
_PLACES = (
    [("NL", "nl")] * 5
    + [("BE", "nl")] * 2
    + [("BE", "fr")]
    + [("DE", "de")] * 5
    + [("AT", "de")]
    + [("FR", "fr")] * 5
    + [("LU", "fr")]
    + [("GB", "en")] * 3
    + [("US", "en")] * 3
    + [("IE", "en")]
    + [("NL", "en")]
    + [("ES", "es")]
)
_KINDS = (
    ["invoice"] * 30
    + ["credit_note"] * 4
    + ["order_confirmation"] * 2
    + ["purchase_order", "delivery_note", "quote", "proforma", "reminder", "statement"]
)
_TRUE_TYPE = {"quote": "other", "proforma": "other", "reminder": "other", "statement": "other"}
FIELDS = [
    "supplier_name",
    "supplier_vat",
    "supplier_registration",
    "supplier_iban",
    "buyer_name",
    "buyer_vat",
    "invoice_number",
    "order_reference",
    "issue_date",
    "due_date",
    "currency",
    "net_total",
    "vat_total",
    "gross_total",
    "payment_reference",
]


@dataclass(slots=True)
class Facts:
    """All that a paper says."""

    kind: str
    language: str
    supplier: Firm
    buyer: Firm
    number: str
    issued: date
    due: date | None
    order: str
    bill: Bill
    style: Style
    pay_ref: str
    debit_iban: str
    buyer_vat: bool
    minus: bool  # a credit note that prints its amounts with a minus

    def word(self, dice: random.Random, name: str, *, plain: float = 0.6) -> str:
        """A way to call it; the first two with chance ``plain``."""
        ways = WORDS[self.language][name].split("|")
        return dice.choice(ways[:2]) if dice.random() < plain else dice.choice(ways)


def compose(seed: int) -> tuple[sheet.Printed, dict[str, Any]]:
    """The paper of this seed, with its truth in the corpus' form."""
    dice = random.Random(f"paper {seed}")
    country, language = dice.choice(_PLACES)
    kind = dice.choice(_KINDS)
    supplier = make_firm(dice, country, language)
    buyer_country = country if dice.random() < 0.8 else dice.choice(["NL", "BE", "DE", "FR"])
    buyer = make_firm(
        dice, buyer_country, {"NL": "nl", "BE": "nl", "DE": "de", "FR": "fr"}.get(buyer_country, language)
    )
    while buyer.name == supplier.name:
        buyer = make_firm(dice, country, language)
    issued = date(2022, 1, 3) + timedelta(days=dice.randint(0, 1500))
    facts = Facts(
        kind,
        language,
        supplier,
        buyer,
        _number(dice, issued),
        issued,
        issued + timedelta(days=dice.choice([8, 14, 14, 30, 30, 30, 45, 60])) if dice.random() < 0.6 else None,
        _order(dice) if dice.random() < 0.35 else "",
        make_bill(dice, country),
        _style(dice, country, language),
        _pay_ref(dice, country) if dice.random() < 0.15 else "",
        account(dice, buyer_country, True) if dice.random() < 0.06 else "",
        buyer.vat != "" and dice.random() < 0.35,
        dice.random() < 0.5,
    )
    printed = sheet.set_paper(facts, dice)
    return printed, _truth(f"stress-{seed:03d}", facts, printed)


def _number(dice: random.Random, issued: date) -> str:
    return dice.choice(
        [
            f"{issued.year}-{dice.randint(1, 9999):04d}",
            f"F{dice.randint(10000, 99999)}",
            str(dice.randint(100, 9999999)),
            f"{issued:%y}{dice.randint(10000, 99999)}",
            f"{dice.choice(['INV', 'RE', 'FA', 'VF', 'R'])}-{dice.randint(1000, 99999)}",
            f"{issued:%Y}/{dice.randint(1, 999)}",
            f"{dice.choice('ABKS')}{dice.randint(100, 999)}.{dice.randint(10, 99)}",
            f"{dice.randint(10, 99)}/{dice.randint(100, 9999):05d}",
        ]
    )


def _order(dice: random.Random) -> str:
    return dice.choice(
        [f"PO-{dice.randint(1000, 99999)}", str(dice.randint(45000000, 45999999)), f"B{dice.randint(100, 9999)}"]
    )


def _pay_ref(dice: random.Random, country: str) -> str:
    if country == "BE":
        head = dice.randint(10**9, 10**10 - 1)
        digits = f"{head}{head % 97 or 97:02d}"
        return f"+++{digits[:3]}/{digits[3:7]}/{digits[7:]}+++"
    return (
        " ".join(str(dice.randint(1000, 9999)) for _ in range(4))
        if country == "NL"
        else str(dice.randint(10**9, 10**11))
    )


def _style(dice: random.Random, country: str, language: str) -> Style:
    comma = country not in ("GB", "US", "IE")
    currency = {"GB": "GBP", "US": "USD"}.get(country, "EUR")
    if dice.random() < 0.04 and country in ("NL", "DE", "FR"):
        currency = "USD"
    sign = {"EUR": dice.choice(["€", "€", "EUR", ""]), "GBP": "£", "USD": "$" if country == "US" else "USD"}[currency]
    group = dice.choice([".", ".", "", " "] if comma else [",", ",", ""])
    if country == "FR":
        group = dice.choice([" ", " ", ""])
    digits = {
        "US": "%m/%d/%Y",
        "GB": "%d/%m/%Y",
        "IE": "%d/%m/%Y",
        "FR": "%d/%m/%Y",
        "NL": "%d-%m-%Y",
        "ES": "%d/%m/%Y",
    }
    form = digits.get(country, "%d.%m.%Y" if language == "de" else "%d/%m/%Y")
    if dice.random() < 0.12:
        form = form.replace("%Y", "%y")
    elif dice.random() < 0.08:
        form = "%Y-%m-%d"
    months = MONTHS[language] if dice.random() < 0.25 else ""
    behind = comma and language in ("de", "fr", "es") and sign != ""
    return Style("," if comma else ".", group, currency, sign, behind, months, form)


def _truth(name: str, facts: Facts, printed: sheet.Printed) -> dict[str, Any]:
    """The corpus' form; a figure counts as known only where the sheet shows it."""
    bill, supplier = facts.bill, facts.supplier
    sign = -1 if facts.kind == "credit_note" else 1
    every: dict[str, str | None] = {
        "supplier_name": supplier.name,
        "supplier_vat": supplier.vat,
        "supplier_registration": supplier.registration,
        "supplier_iban": supplier.iban,
        "buyer_name": facts.buyer.name,
        "buyer_vat": facts.buyer.vat,
        "invoice_number": facts.number,
        "order_reference": facts.order,
        "issue_date": facts.issued.isoformat(),
        "due_date": facts.due.isoformat() if facts.due else "",
        "currency": facts.style.currency,
        "net_total": f"{sign * bill.net:f}",
        "vat_total": f"{sign * bill.tax:f}",
        "gross_total": f"{sign * bill.gross:f}",
        "payment_reference": facts.pay_ref,
    }
    real = _TRUE_TYPE.get(facts.kind, facts.kind)
    status = {f: "known" if f in printed.shown and every[f] else "absent" for f in FIELDS}
    status.update(dict.fromkeys(printed.open, "unknown"))
    if real == "other":
        status = dict.fromkeys(FIELDS, "unknown")
    if status["currency"] == "absent":
        status["currency"] = "unknown"
    return {
        "schema_version": 1,
        "set": "stress",
        "id": name,
        "kind": "digital_pdf",
        "language": facts.language,
        "family": f"{supplier.country}-{facts.language}",
        "cv_group": name,
        "document_type": real,
        "document_type_alternatives": [facts.kind],
        "derived_from": None,
        "fields": {f: every[f] if status[f] == "known" else None for f in FIELDS},
        "status": status,
        "alternatives": {"supplier_name": [supplier.trade]},
        "vat_status": "unknown",
        "vat_breakdown": [],
        "lines_status": "unknown",
        "lines": [],
        "extra": {"type_code": None, "amount_due": None, "prepaid": f"{bill.prepaid:f}" if bill.prepaid else None},
        "notes": printed.how,
    }


__all__ = ["Decimal", "Facts", "compose"]
