"""Small books in the test's own database: one administration, its people, a vendor, accounts and a draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User

from exact.models import Administration, BookedLine, Connection, CostCentre, GLAccount, VatCode, Vendor
from exact.models import VendorBankAccount as BankAccount
from workbench.models import Draft, DraftLine, Membership, Role

KNOWN_IBAN, NEW_IBAN = "NL91ABNA0417164300", "NL20INGB0001234567"
VENDOR_VAT = "NL004495445B01"


@dataclass
class Books:
    """One administration; ``people`` by the name of their role ("clerk", "editor", "editor2", "admin" …)."""

    administration: Administration
    people: dict[str, User] = field(default_factory=dict)
    vendor: Vendor | None = None

    def known_vendor(self) -> Vendor:
        """The vendor these books were made with."""
        assert self.vendor is not None
        return self.vendor


def person(books: Books, name: str, *roles: str) -> User:
    """A user with these roles in the books."""
    user = get_user_model().objects.create_user(f"{name}-{books.administration.code}", password="x")
    for role in roles:
        Membership.objects.create(user=user, administration=books.administration, role=role)
    books.people[name] = user
    return user


def make_books(code: str = "een", division: int = 1) -> Books:
    """Books with accounts 4100 and 4110, centres K1 and K2, 21 per cent VAT, people and one vendor."""
    connection, _ = Connection.objects.get_or_create(base_url="http://127.0.0.1:9")
    administration = Administration.objects.create(
        connection=connection, division=division, code=code, name=f"Boeken {code} B.V.", purchase_journal="70"
    )
    books = Books(administration)
    for name, role in (
        ("viewer", Role.VIEWER),
        ("clerk", Role.CLERK),
        ("approver", Role.APPROVER),
        ("editor", Role.VENDOR_EDITOR),
        ("editor2", Role.VENDOR_EDITOR),
        ("admin", Role.ADMIN),
    ):
        person(books, name, role)
    for number in ("4100", "4110", "4120", "1900"):
        GLAccount.objects.create(
            administration=administration, exact_id=f"g{number}-{code}", code=number, description=number, kind=121
        )
    for number in ("K1", "K2"):
        CostCentre.objects.create(administration=administration, exact_id=f"{number}-{code}", code=number, active=True)
    for number, percentage in (("2", "0.21"), ("1", "0.09")):
        VatCode.objects.create(
            administration=administration,
            exact_id=f"v{number}-{code}",
            code=number,
            description=f"{percentage}",
            percentage=Decimal(percentage),
            kind="E",
            transaction_type="P",
        )
    books.vendor = Vendor.objects.create(
        administration=administration,
        exact_id=f"vendor-{code}",
        code="100",
        name="Jansen Bouw B.V.",
        vat_number=VENDOR_VAT,
        country="NL",
        phone="020 123 4567",
    )
    BankAccount.objects.create(
        administration=administration, vendor=books.vendor, exact_id=f"bank-{code}", iban=KNOWN_IBAN, main=True
    )
    return books


def make_draft(
    books: Books, lines: Iterable[tuple[str, str]] = (("Huur kantoor", "1000.00"),), *, iban: str = KNOWN_IBAN
) -> Draft:
    """An invoice of the vendor with (description, net) lines at 21 per cent."""
    rows = list(lines)
    net = sum((Decimal(amount) for _text, amount in rows), Decimal(0))
    tax = (net * Decimal("0.21")).quantize(Decimal("0.01"))
    fields = {
        "supplier_name": "Jansen Bouw B.V.",
        "supplier_vat": VENDOR_VAT,
        "supplier_iban": iban,
        "invoice_number": f"F-{Draft.objects.count() + 1}",
        "issue_date": "2026-05-10",
        "currency": "EUR",
        "net_total": str(net),
        "vat_total": str(tax),
        "gross_total": str(net + tax),
    }
    draft = Draft.objects.create(
        administration=books.administration,
        administration_by_person=True,
        received_at=datetime(2026, 5, 11, 9, tzinfo=UTC),
        fields={name: {"value": value, "state": "confirmed"} for name, value in fields.items()},
    )
    for place, (text, amount) in enumerate(rows, start=1):
        DraftLine.objects.create(
            draft=draft, position=place, description=text, net_amount=Decimal(amount), vat_rate=Decimal(21)
        )
    return draft


def book_history(books: Books, rows: Iterable[tuple[str, str, str]]) -> None:
    """Booked lines of the vendor: (day, description, account)."""
    for place, (day, text, account) in enumerate(rows):
        BookedLine.objects.create(
            administration=books.administration,
            vendor=books.vendor,
            exact_id=f"b{place}-{books.administration.code}",
            date=date.fromisoformat(day),
            description=text,
            gl_account_code=account,
            vat_code="2",
            amount=Decimal("100.00"),
        )
