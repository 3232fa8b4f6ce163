"""Books to judge documents against: administrations whose vendors are the suppliers of our own samples."""

from __future__ import annotations

import json
import uuid
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from exact.models import Administration

TRUTHS = Path(__file__).resolve().parents[1] / "samples" / "truth"
_OTHERS = 200  # vendors that send nothing here: whoever is looked for is looked for among many


def make_books(number: int) -> Administration:
    """A connected administration with vendors, accounts, VAT codes, purchase journal and periods."""
    from django.db import transaction

    with transaction.atomic():
        return _make(number)


def _make(number: int) -> Administration:
    from django.utils import timezone

    from exact import models as exact

    connection = exact.Connection.objects.create(
        state=exact.ConnectionState.OK, base_url="http://127.0.0.1:9", consented_by="bench"
    )
    books = exact.Administration.objects.create(
        connection=connection,
        division=700_000 + number,
        code=f"B{number}",
        name=f"Bench {number}",
        purchase_journal="60",
        synced_at=timezone.now(),
        first_posting_confirmed=True,
    )

    def made(key: str, /, **values: Any) -> dict[str, Any]:
        return {"administration": books, "exact_id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{number}/{key}")), **values}

    for place, (name, vat, registration, iban) in enumerate([*_suppliers(), *_strangers()]):
        vendor = exact.Vendor.objects.create(
            **made(f"v{place}", code=str(place), name=name, vat_number=vat, registration=registration, country="NL")
        )
        if iban:
            exact.VendorBankAccount.objects.create(**made(f"b{place}", vendor=vendor, iban=iban, main=True))
    for code in ("4000", "4100", "7000"):
        exact.GLAccount.objects.create(**made(code, code=code, description="Kosten", kind=110))
    exact.Journal.objects.create(**made("60", code="60", description="Inkoop", kind=22))
    for code, kind, percentage in (("0", "N", "0"), ("2", "E", "0.21"), ("4", "E", "0.09")):
        values = {"code": code, "description": f"Btw {code}", "kind": kind, "percentage": Decimal(percentage)}
        exact.VatCode.objects.create(**made(f"vat{code}", transaction_type="P", **values))
    for month in range(1, 13):
        first = date(2026, month, 1)
        last = date(2026 + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        exact.Period.objects.create(**made(f"p{month}", year=2026, number=month, start=first, end=last))
    return books


def _suppliers() -> list[tuple[str, str, str, str]]:
    """(name, VAT, registration, IBAN) of every supplier in the samples, each once."""
    found: dict[str, tuple[str, str, str, str]] = {}
    for path in sorted(TRUTHS.glob("*.json")):
        fields = json.loads(path.read_text("utf-8"))["fields"]
        name, vat, registration, iban = (
            str(fields.get(f"supplier_{what}") or "") for what in ("name", "vat", "registration", "iban")
        )
        if name:
            found.setdefault(name, (name, vat, registration, iban))
    return list(found.values())


def _strangers() -> list[tuple[str, str, str, str]]:
    from benchmarks.synthetic_vendors import make_vendors

    return [(vendor.name, vendor.vat, vendor.registration, vendor.ibans[0]) for vendor in make_vendors(_OTHERS)]
