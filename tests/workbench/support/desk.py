"""Books, people and documents made directly in the database, and work done in this thread: no sandbox, no process."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from domain.evidence import Source
from domain.reading import DocumentType, FieldValue, Reading, ReadLine, VatRow
from exact.models import (
    Administration,
    Connection,
    ConnectionState,
    CostCentre,
    GLAccount,
    Journal,
    Period,
    VatCode,
    Vendor,
    VendorBankAccount,
)
from jobs import runner
from tests.workbench.support.invoices import TEMPLATE, Seller
from workbench.accounts.people import Person
from workbench.drafts import lines
from workbench.intake import blobs
from workbench.intake.services import Incoming, receive_files
from workbench.models import Document, Draft, IntakeEntry, Membership, Role
from workbench.pipeline.derive import derive_by_id
from workbench.pipeline.drafting import draft_from_reading

BOLTS = Seller("Bouten & Moeren BV", "NL123456782B12", "NL91ABNA0417164300", "Eén BV", "Bouten M6", "12345678")
LOCAL = ("unpack", "read", "derive", "suggest")


def person(name: str, administration: Administration, *roles: str, limit: Decimal | None = None) -> Person:
    """A user with these roles in the administration; ``limit`` is an approver's."""
    user, created = User.objects.get_or_create(username=name)
    if created:
        user.set_password("geheim-genoeg-7")
        user.save()
    for role in roles:
        Membership.objects.create(
            user=user,
            administration=administration,
            role=role,
            approval_limit=limit if role == Role.APPROVER else None,
        )
    return user


def books(division: int = 900001, code: str = "een", name: str = "Eén BV") -> Administration:
    """An administration with one vendor, two accounts, VAT codes, a purchase journal and the periods of 2026."""
    connection = Connection.objects.create(state=ConnectionState.OK, base_url="http://127.0.0.1:9", consented_by="ad")
    made = Administration.objects.create(
        connection=connection,
        division=division,
        code=code,
        name=name,
        purchase_journal="60",
        synced_at=timezone.now(),
        first_posting_confirmed=True,
    )
    vendor = Vendor.objects.create(
        administration=made,
        exact_id=guid(division, "vendor"),
        code="1",
        name=BOLTS.name,
        vat_number=BOLTS.vat,
        registration=BOLTS.registration,
        country="NL",
        payment_condition="30",
    )
    VendorBankAccount.objects.create(
        administration=made, vendor=vendor, exact_id=guid(division, "iban"), iban=BOLTS.iban, main=True
    )
    for number, centre in (("4000", 0), ("4100", 1)):
        GLAccount.objects.create(
            administration=made,
            exact_id=guid(division, number),
            code=number,
            description="Kosten",
            kind=110,
            use_cost_centre=centre,
        )
    CostCentre.objects.create(administration=made, exact_id=guid(division, "cc"), code="PROD", description="Productie")
    Journal.objects.create(administration=made, exact_id=guid(division, "60"), code="60", description="In", kind=22)
    for code_, kind, percentage in (("0", "N", "0"), ("2", "E", "0.21"), ("4", "E", "0.09")):
        VatCode.objects.create(
            administration=made,
            exact_id=guid(division, f"vat{code_}"),
            code=code_,
            description=f"Btw {code_}",
            kind=kind,
            percentage=Decimal(percentage),
            transaction_type="P",
        )
    for month in range(1, 13):
        first = date(2026, month, 1)
        last = date(2026 + month // 12, month % 12 + 1, 1)
        Period.objects.create(
            administration=made,
            exact_id=guid(division, f"p{month}"),
            year=2026,
            number=month,
            start=first,
            end=date.fromordinal(last.toordinal() - 1),
        )
    return made


def guid(division: int, name: str) -> str:
    """A stable GUID."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{division}/{name}"))


def ubl(number: str, net: Decimal | str = "100.00", *, day: int = 3, seller: Seller = BOLTS, buyer: str = "") -> bytes:
    """An e-invoice of the seller: one line, 21 % on top."""
    amount = Decimal(net)
    tax = (amount * Decimal("0.21")).quantize(Decimal("0.01"))
    who = replace(seller, buyer=buyer) if buyer else seller
    return TEMPLATE.format(
        number=number,
        day=day,
        vat=who.vat,
        name=who.name.replace("&", "&amp;"),
        buyer=who.buyer,
        iban=who.iban,
        text=who.text,
        registration=who.company_id,
        net=amount,
        tax=tax,
        gross=amount + tax,
    ).encode()


def hand_in(administration: Administration, by: Person, name: str, data: bytes) -> IntakeEntry:
    """One uploaded file, and everything that follows from it done."""
    (entry,) = receive_files([Incoming(name, data)], administration=administration, by=by)
    work()
    entry.refresh_from_db()
    return entry


def work() -> int:
    """Unpack, read and judge all that waits, in this thread."""
    return runner.drain(LOCAL)


def draft_from(administration: Administration, by: Person, name: str, data: bytes) -> Draft:
    """The draft of a file that was handed in."""
    entry = hand_in(administration, by, name, data)
    assert entry.document_id, (entry.outcome, entry.reason)
    document = Document.objects.get(pk=entry.document_id)
    assert document.draft_id, (document.state, document.reading.get("findings"))
    return Draft.objects.get(pk=document.draft_id)


def reading(number: str, net: str = "100.00", *, day: str = "2026-11-03", **changes: Any) -> Reading:
    """What a good e-invoice of the vendor says; ``changes`` are header fields ("" leaves one out), or ``type``."""
    amount = Decimal(net)
    tax = (amount * Decimal("0.21")).quantize(Decimal("0.01"))
    kind = DocumentType(changes.pop("type", "invoice"))
    values = {
        "supplier_name": BOLTS.name,
        "supplier_vat": BOLTS.vat,
        "supplier_registration": "12345678",
        "supplier_address": "Boutweg 1, 1234 AB Moeren",
        "supplier_iban": BOLTS.iban,
        "buyer_name": BOLTS.buyer,
        "buyer_address": "Kade 2, 1011 AB Amsterdam",
        "delivery_date": day,
        "invoice_number": number,
        "issue_date": day,
        "currency": "EUR",
        "net_total": str(amount),
        "vat_total": str(tax),
        "gross_total": str(amount + tax),
    } | changes
    return Reading(
        document_type=kind,
        fields={name: FieldValue(value, 1.0, Source.XML, proven=True) for name, value in values.items() if value},
        lines=(
            ReadLine(
                BOLTS.text,
                quantity="1",
                unit_price=str(amount),
                net_amount=str(amount),
                vat_rate="21",
                source=Source.XML,
            ),
        ),
        vat_breakdown=(VatRow("21", str(amount), str(tax)),),
        engine="test",
    )


def made(
    administration: Administration, number: str, net: str = "100.00", *, by: Person | None = None, **changes: Any
) -> Draft:
    """The judged draft of such a reading, without a child process; with ``by`` also coded and ready."""
    kind, source = changes.pop("kind", "pdf"), changes.pop("source", "upload")
    found = changes.pop("reading", None) or reading(number, net, **changes)
    document = Document.objects.create(
        administration=administration,
        blob=blobs.put(f"{uuid.uuid4()}".encode()),
        name=f"{number}.{kind}",
        kind=kind,
        source=source,
        state="read",
        reading=found.to_json(),
    )
    draft = draft_from_reading(document, found)
    assert draft is not None
    derive_by_id(draft.pk)
    document.refresh_from_db()
    assert document.draft_id is not None
    draft = Draft.objects.get(pk=document.draft_id)
    return coded(draft, by) if by else draft


def coded(draft: Draft, by: Person, *, account: str = "4000") -> Draft:
    """Give every line the account and the VAT code a clerk would choose."""
    for line in list(draft.lines.all()):
        lines.edit_line(draft.pk, line_id=line.pk, column="gl_account", typed=account, by=by)
        if not draft.lines.get(pk=line.pk).vat_code:
            lines.edit_line(draft.pk, line_id=line.pk, column="vat_code", typed="2", by=by)
    draft.refresh_from_db()
    return draft


def holds_of(draft: Draft) -> list[str]:
    """Codes of what is open and stops the draft."""
    rows = draft.holds.filter(released_at=None).exclude(severity="info")
    return sorted(rows.values_list("code", flat=True))
