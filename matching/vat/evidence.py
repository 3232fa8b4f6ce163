"""What the VAT rules look at: everything a bookkeeper would read on the paper or know of the parties.

Unknown is ``None`` (nobody looked); an empty string means "looked, and it is not there". All amounts are
Decimal in the document's currency, rates in per cent (Decimal 21).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.evidence import Box


class Place(StrEnum):
    """Where a legal text stands. Only TERMS is weak: a phrase in general conditions proves little."""

    LINE = "line"
    DESCRIPTION = "description"  # the line's own words: article numbers there are no articles of law
    TOTALS = "totals"
    HEADER = "header"
    FOOTER = "footer"
    NOTE = "note"
    TERMS = "terms"


@dataclass(frozen=True, slots=True)
class LegalText:
    """A piece of text with its place; ``line`` is the index of the line it stands beside, if any."""

    text: str
    place: Place = Place.NOTE
    line: int | None = None
    boxes: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class VatLine:
    """One line as billed. Either ``net`` or ``gross`` (VAT included) is known; ``rate`` and ``vat`` as stated.

    ``category`` is the EN 16931 category code and ``exemption`` the VATEX code or text of the line.
    ``nature`` is goods, services or investment (from the ledger account, item or order) or a category word
    of ``matching.vat.kinds.natures`` (lodging, food, restaurant ...); empty when unknown.
    ``supply_date`` overrides the document's for this line; ``supply_end`` closes a period.
    """

    description: str = ""
    net: Decimal | None = None
    gross: Decimal | None = None
    vat: Decimal | None = None
    rate: Decimal | None = None
    category: str = ""
    exemption: str = ""
    nature: str = ""
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    supply_date: date | None = None
    supply_end: date | None = None


@dataclass(frozen=True, slots=True)
class StatedVat:
    """A row of the VAT summary as printed."""

    rate: Decimal | None = None
    base: Decimal | None = None
    amount: Decimal | None = None
    category: str = ""
    exemption: str = ""


@dataclass(frozen=True, slots=True)
class OwnSide:
    """The administration that books: country, own VAT ids and the facts of its own position.

    ``deductible_share`` is the pro rata (1 = all). ``import_licence``: art. 23 (NL) or ET 14000 (BE).
    ``chain_role``: "contractor" when it passes on work on buildings or cleaning to others (then its
    subcontractors must reverse-charge), "end_user" when it does not, "" unknown.
    """

    country: str = "NL"
    vat_ids: tuple[str, ...] = ()
    deductible_share: Decimal = Decimal(1)
    import_licence: bool = False
    chain_role: str = ""
    car_share: Decimal = Decimal("0.5")  # Belgian deduction for cars


@dataclass(frozen=True, slots=True)
class VendorSide:
    """The vendor as resolved: country of establishment, VAT ids on the paper or record, and its profile.

    ``scheme``: "" normal, "small" (KOR, franchise), "margin", "travel", "exempt", "flat". ``usual`` is the
    treatment its invoices had so far ("" unknown). ``vat_registered`` None means unknown.
    """

    country: str = ""
    vat_ids: tuple[str, ...] = ()
    scheme: str = ""
    usual: str = ""
    vat_registered: bool | None = None
    established_here: bool | None = None


@dataclass(frozen=True, slots=True)
class VatEvidence:
    """Everything about one document. ``exchange_rate`` is own currency per unit of ``currency``.

    ``customer_vat_id``: the buyer's VAT id on the paper (None not looked, "" absent). ``particulars`` are the
    fields the deductibility checklist looks for; None skips the checklist.
    """

    own: OwnSide
    vendor: VendorSide
    lines: tuple[VatLine, ...]
    vat_rows: tuple[StatedVat, ...] = ()
    texts: tuple[LegalText, ...] = ()
    invoice_date: date | None = None
    supply_date: date | None = None
    supply_end: date | None = None
    prepayment_date: date | None = None
    booking_date: date | None = None  # when the stay or service was ordered (transition rules)
    payment_date: date | None = None
    currency: str = "EUR"
    exchange_rate: Decimal = Decimal(1)
    delivery_country: str = ""
    dispatch_country: str = ""
    customer_vat_id: str | None = None
    document_type: str = "invoice"  # invoice, credit_note, receipt
    structured: bool | None = None  # received as e-invoice; None unknown
    net_total: Decimal | None = None
    vat_total: Decimal | None = None
    gross_total: Decimal | None = None
    particulars: dict[str, str] | None = None
    language: str = ""

    def tax_point(self, line: VatLine | None = None) -> date | None:
        """Supply date (of the line first), else invoice date, else prepayment date (vat-coding §1)."""
        own = line.supply_date if line else None
        return own or self.supply_date or self.invoice_date or self.prepayment_date
