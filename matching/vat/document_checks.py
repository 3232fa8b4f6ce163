"""Checks on the document as a whole: which administration, structured or not, self-billing, dispute clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from domain.findings import Finding
from domain.parties import normalise_vat, valid_vat, vat_country
from matching.vat.claims import Regime
from matching.vat.decision import Case, vendor_country
from matching.vat.evidence import VatEvidence
from matching.vat.findings import MISSING_FIELD, TREATMENT_UNCERTAIN, WRONG_ADMINISTRATION, check, hold, info
from matching.vat.parties import own_numbers
from matching.vat.result import VatLineResult
from matching.vat.signals import Hit, Signal

# Belgian B2B invoices must be structured from this invoice date.
BE_STRUCTURED_FROM = date(2026, 1, 1)
# Businesses under the flat-rate scheme have until this date.
BE_FLAT_RATE_FROM = date(2028, 1, 1)
_CLAUSES = frozenset({Signal.BE_CLAUSE_COCONTR, Signal.BE_CLAUSE_RENOVATION, Signal.BE_CLAUSE_UNKNOWN})
_FLAGS = {
    Signal.SELF_BILLING: "self_billing",
    Signal.CASH_SYSTEM: "cash_system",
    Signal.G_ACCOUNT: "g_account",
}


def flags_of(hits: Sequence[Hit]) -> tuple[str, ...]:
    """Facts that change the handling but not the treatment: self-billing, cash system, blocked account."""
    return tuple(dict.fromkeys(_FLAGS[hit.signal] for hit in hits if hit.strong and hit.signal in _FLAGS))


def document_findings(
    evidence: VatEvidence, hits: Sequence[Hit], cases: Sequence[Case], results: Sequence[VatLineResult]
) -> list[Finding]:
    """Findings that concern the whole document."""
    found = [
        *_administration(evidence),
        *_structured(evidence, cases),
        *_gutschrift(evidence, hits),
        *_cash_system(hits, results),
        *_currency(evidence),
        *_dispute_clock(evidence, hits),
        *_issued_late(evidence),
        *_vendor_number(evidence, results),
    ]
    if evidence.own.country == "BE" and any(not r.nature for r in results):
        found.append(check("BE_GRID_UNKNOWN", "lines"))
    return found


def _administration(evidence: VatEvidence) -> list[Finding]:
    """The buyer's VAT id on the paper must be one of ours."""
    number = normalise_vat(evidence.customer_vat_id or "", "")
    own = own_numbers(evidence)
    if not number or not own or number in own:
        return []
    return [hold(WRONG_ADMINISTRATION, "buyer_vat", vat_id=number)]


def _structured(evidence: VatEvidence, cases: Sequence[Case]) -> list[Finding]:
    """BE_NOT_STRUCTURED: a Belgian VAT-registered vendor must send an e-invoice from 2026."""
    day = evidence.invoice_date
    vendor = evidence.vendor
    registered = vendor.vat_registered
    if registered is None:
        registered = any(vat_country(n) == "BE" for n in vendor.vat_ids) or any(
            c.claim.regime is Regime.CHARGED for c in cases
        )
    flat = vendor.scheme == "flat" and day is not None and day < BE_FLAT_RATE_FROM
    exempt = flat or vendor.scheme == "exempt" or vendor.established_here is False
    here = vendor_country(evidence) == "BE" or vendor.established_here is True
    applies = (
        evidence.own.country == "BE"
        and here
        and evidence.structured is False
        and evidence.document_type != "receipt"
        and day is not None
        and day >= BE_STRUCTURED_FROM
    )
    return [check("BE_NOT_STRUCTURED", "", date=day)] if applies and registered and not exempt else []


def _gutschrift(evidence: VatEvidence, hits: Sequence[Hit]) -> list[Finding]:
    """On a German paper the word means a credit note or a self-billed invoice; only negative amounts settle it."""
    if not any(hit.signal is Signal.GUTSCHRIFT and hit.strong for hit in hits):
        return []
    negative = any((line.net or line.gross or 0) < 0 for line in evidence.lines)
    if negative or (evidence.gross_total or 0) < 0:
        return []
    return [hold(TREATMENT_UNCERTAIN, "document_type", why="gutschrift")]


def _cash_system(hits: Sequence[Hit], results: Sequence[VatLineResult]) -> list[Finding]:
    """When VAT of a vendor under the cash system may be claimed awaits an adviser (vat-coding §5): a person decides."""
    named = any(hit.signal is Signal.CASH_SYSTEM and hit.strong for hit in hits)
    claimed = any(line.stated and line.deductible for line in results)
    return [hold(TREATMENT_UNCERTAIN, "vat_total", why="cash_system")] if named and claimed else []


def _currency(evidence: VatEvidence) -> list[Finding]:
    if evidence.currency.upper() != "EUR" and evidence.exchange_rate == 1:
        # The treatment does not depend on it, and the ledger converts; only the amounts shown here are not ours.
        return [check(MISSING_FIELD, "exchange_rate", name="exchange_rate", currency=evidence.currency)]
    return []


def _vendor_number(evidence: VatEvidence, results: Sequence[VatLineResult]) -> list[Finding]:
    """VAT claimed on a number that cannot exist: the deduction is at risk (art. 35a Wet OB, art. 5 KB nr. 1)."""
    numbers = [n for n in evidence.vendor.vat_ids if vat_country(n) == evidence.own.country]
    claimed = any(line.stated and line.deductible for line in results)
    if not claimed or not numbers or any(valid_vat(n) for n in numbers):
        return []
    return [check("VENDOR_VAT_ID_INVALID", "supplier_vat", number=numbers[0])]


def _issued_late(evidence: VatEvidence) -> list[Finding]:
    """An invoice is due by the 15th of the month after the supply (art. 34g Wet OB, art. 4 KB nr. 1). Late is the
    supplier's fault and does not touch the deduction."""
    supplied, issued = evidence.supply_end or evidence.supply_date, evidence.invoice_date
    if supplied is None or issued is None or evidence.document_type != "invoice":
        return []
    last = (supplied.replace(day=1) + timedelta(days=31)).replace(day=15)
    return [info("INVOICE_LATE", "issue_date", until=last, supplied=supplied)] if issued > last else []


def _dispute_clock(evidence: VatEvidence, hits: Sequence[Hit]) -> list[Finding]:
    """The Belgian clause gives the buyer one month from receipt to dispute the invoice."""
    if evidence.own.country != "BE" or not any(hit.signal in _CLAUSES for hit in hits):
        return []
    last = evidence.invoice_date + timedelta(days=30) if evidence.invoice_date else None
    return [info("BE_DISPUTE_CLOCK", "", until=last or "")]
