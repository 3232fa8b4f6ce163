"""The facts of one document, before anybody draws it. Money is computed here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from exact.sandbox.seed.administrations import Administration
from exact.sandbox.seed.vendors import Vendor

CENT = Decimal("0.01")


def cents(amount: Decimal) -> Decimal:
    """Rounded half away from zero to cents, as Dutch invoices are."""
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Party:
    """A company as it prints itself."""

    name: str
    address: tuple[str, ...]
    country: str
    vat_number: str = ""
    registration: str = ""
    iban: str = ""
    bic: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""


def of_vendor(vendor: Vendor) -> Party:
    """The party that a vendor of the seed is."""
    return Party(
        vendor.name,
        tuple(vendor.address),
        vendor.country,
        vendor.vat_number,
        vendor.registration,
        vendor.iban,
        vendor.bic,
        vendor.email,
        vendor.phone,
        vendor.website,
    )


def of_administration(admin: Administration) -> Party:
    """The party that one of our own administrations is."""
    return Party(
        admin.name,
        tuple(admin.address),
        admin.country,
        admin.vat_number,
        admin.registration,
        admin.iban,
        "",
        admin.email,
        admin.phone,
        f"https://www.{admin.domain}",
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One billed item. ``price`` is without VAT per ``per`` units; ``discount`` in per cent; ``rate`` VAT in per cent.
    ``category`` is the EN 16931 code (S standard, AE reverse charge, K intra-community, E exempt, O outside)."""

    description: str
    quantity: Decimal
    price: Decimal
    unit: str = "st"
    rate: Decimal = Decimal(21)
    category: str = "S"
    per: int = 1
    discount: Decimal = Decimal(0)
    code: str = ""
    ean: str = ""
    heading: str = ""  # printed above the line, no line itself
    charge: str = ""  # what it is for VAT, in the seed's words ("high", "reverse", …)
    group: str = ""  # item group, for ordered items

    @property
    def net(self) -> Decimal:
        return cents(self.quantity * self.price / self.per * (100 - self.discount) / 100)


@dataclass(frozen=True, slots=True)
class Bill:
    """One document. ``kind`` is the corpus document type; a credit note's quantities are positive and its
    totals print positive or negative as ``negative`` says. ``hides`` names header fields its layout leaves out."""

    id: str
    layout: str
    language: str
    kind: str
    supplier: Party
    buyer: Party
    number: str
    day: date
    lines: tuple[Line, ...]
    due: date | None = None
    terms: int = 30
    currency: str = "EUR"
    order: str = ""
    customer_number: str = ""
    delivery_note: str = ""
    reference: str = ""  # what to quote when paying
    original: str = ""  # the invoice a credit note is about
    charges: tuple[tuple[str, Decimal, Decimal], ...] = ()  # text, net, VAT rate in per cent
    notes: tuple[str, ...] = ()  # legal and VAT sentences near the totals
    period: tuple[date, date] | None = None
    qr: bool = False
    negative: bool = False
    hides: frozenset[str] = field(default_factory=frozenset)
    subject: str = ""
    paragraphs: tuple[str, ...] = ()
    hidden: str = ""  # white on white, for machines only

    @property
    def sign(self) -> int:
        return -1 if self.negative else 1

    def rows(self) -> list[tuple[Decimal, str, Decimal, Decimal]]:
        """VAT rows (rate, category, base, amount), per rate, computed on the sum (allowed in NL and BE)."""
        bases: dict[tuple[Decimal, str], Decimal] = {}
        for line in self.lines:
            bases[line.rate, line.category] = bases.get((line.rate, line.category), Decimal(0)) + line.net
        for _, net, rate in self.charges:
            key = next((k for k in bases if k[0] == rate), (rate, "S"))
            bases[key] = bases.get(key, Decimal(0)) + net
        return [(rate, category, base, cents(base * rate / 100)) for (rate, category), base in bases.items()]

    @property
    def net(self) -> Decimal:
        return sum((base for _, _, base, _ in self.rows()), Decimal(0))

    @property
    def vat(self) -> Decimal:
        return sum((amount for _, _, _, amount in self.rows()), Decimal(0))

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat
