"""The deductibility checklist: what an invoice must show (art. 35a Wet OB, vat-coding §7)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from domain.findings import Finding
from domain.money import ZERO
from domain.parties import valid_vat
from domain.vat import profile
from matching.vat.evidence import VatEvidence
from matching.vat.findings import MISSING_FIELD, check, hold
from matching.vat.result import ChecklistItem, VatLineResult

RULE_NL = "art. 35a Wet OB"
RULE_BE = "art. 5 KB nr. 1"
# A Dutch simplified invoice goes up to this amount including VAT.
SIMPLIFIED_UP_TO = Decimal(100)

# Particular -> state when it is absent. Red puts the deduction at risk, amber is a formality.
_FULL = {
    "supplier_name": "red",
    "supplier_address": "amber",
    "buyer_name": "red",
    "buyer_address": "amber",
    "issue_date": "red",
    "invoice_number": "red",
    "supplier_vat": "red",
    "supplier_registration": "amber",
    "description": "red",
    "quantity": "amber",
    "supply_date": "amber",
    "net_total": "red",
    "vat_rate": "red",
    "vat_total": "red",
}
# Everything a case may say it found on the paper.
PARTICULARS = frozenset({*_FULL, "buyer_vat", "vat_in_euro"})
_SIMPLIFIED = {"issue_date": "red", "supplier_name": "red", "supplier_address": "amber", "description": "amber"}


def checklist(evidence: VatEvidence, lines: Sequence[VatLineResult]) -> tuple[ChecklistItem, ...]:
    """Each mandatory particular with green, amber or red; empty when nobody looked for particulars.

    Small amounts (up to € 100 with VAT, Dutch administrations) need only the simplified set. Without VAT on
    the invoice rate and amount are not asked; with reverse charge our VAT id is.
    """
    seen = evidence.particulars
    if seen is None:
        return ()
    rule = RULE_BE if evidence.own.country == "BE" else RULE_NL
    wanted = dict(_SIMPLIFIED if _simplified(evidence, lines) else _FULL)
    charged = any(line.stated != 0 for line in lines)
    if not charged:
        for name in ("vat_rate", "vat_total"):
            wanted.pop(name, None)
    if evidence.vendor.scheme in ("small", "exempt") and not charged:
        wanted["supplier_vat"] = "amber"
    if evidence.own.country == "BE":
        wanted.pop("supplier_registration", None)
    items = [ChecklistItem(name, "green" if _present(seen, name) else state, rule) for name, state in wanted.items()]
    if any(profile(line.treatment).self_assessed for line in lines):
        items.append(ChecklistItem("buyer_vat", "green" if evidence.customer_vat_id else "amber", rule))
    if charged and evidence.currency.upper() != "EUR" and any(profile(line.treatment).deducts for line in lines):
        # Whatever the currency of the invoice, the VAT must be there in euro.
        items.append(ChecklistItem("vat_in_euro", "green" if _present(seen, "vat_in_euro") else "amber", rule))
    items += _formats(seen, rule)
    return tuple(items)


def checklist_findings(evidence: VatEvidence, items: Sequence[ChecklistItem]) -> list[Finding]:
    """MISSING_FIELD per red item (stops the draft) or amber item (to be looked at)."""
    found = []
    for item in items:
        if item.state == "red":
            found.append(hold(MISSING_FIELD, item.code, rule=item.rule, name=item.code))
        elif item.state == "amber":
            found.append(check("INCOMPLETE_INVOICE", item.code, rule=item.rule, name=item.code))
    return found


def _simplified(evidence: VatEvidence, lines: Sequence[VatLineResult]) -> bool:
    gross = evidence.gross_total
    if gross is None:
        gross = sum((line.base + line.stated for line in lines), ZERO)
    plain = not any(profile(line.treatment).self_assessed for line in lines)
    return evidence.own.country == "NL" and abs(gross * evidence.exchange_rate) <= SIMPLIFIED_UP_TO and plain


def _present(seen: dict[str, str], name: str) -> bool:
    return bool(str(seen.get(name) or "").strip())


def _formats(seen: dict[str, str], rule: str) -> list[ChecklistItem]:
    """A VAT id whose check digits fail, and an address that is only a PO box."""
    items = []
    number = str(seen.get("supplier_vat") or "")
    if number and not valid_vat(number):
        items.append(ChecklistItem("supplier_vat_invalid", "amber", rule))
    address = str(seen.get("supplier_address") or "").lower()
    if address.startswith(("postbus", "po box", "p.o. box", "boite postale", "postfach")):
        items.append(ChecklistItem("supplier_address_po_box", "amber", rule))
    return items
