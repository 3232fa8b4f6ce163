"""Books to judge documents against: administrations whose vendors are the suppliers of our own samples."""

from __future__ import annotations

import json
import uuid
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.vat import Treatment

if TYPE_CHECKING:
    from exact.models import Administration

TRUTHS = Path(__file__).resolve().parents[1] / "samples" / "truth"
_VAT_TABLE = (
    (Treatment.NL_STD21, "21", "2"),
    (Treatment.NL_RED9, "9", "4"),
    (Treatment.NL_ZERO, "0", "0"),
    (Treatment.NL_EXEMPT, "0", "0"),
)
_OTHERS = 200  # vendors that send nothing here: whoever is looked for is looked for among many


def make_books(number: int) -> Administration:
    """A connected administration as one in use: vendors with their usual account, accounts, VAT codes and the confirmed
    table of them, purchase journal and periods. The samples are addressed to it."""
    from django.db import transaction

    with transaction.atomic():
        return _make(number)


def _make(number: int) -> Administration:
    from django.utils import timezone

    from exact import models as exact
    from matching.vat.learned import confirm

    connection = exact.Connection.objects.create(
        state=exact.ConnectionState.OK, base_url="http://127.0.0.1:9", consented_by="bench"
    )
    books = exact.Administration.objects.create(
        connection=connection,
        division=700_000 + number,
        code=f"B{number}",
        name=f"Bench {number}",
        aliases=_buyers(),
        purchase_journal="60",
        synced_at=timezone.now(),
        first_posting_confirmed=True,
    )

    def made(key: str, /, **values: Any) -> dict[str, Any]:
        return {"administration": books, "exact_id": str(uuid.uuid5(uuid.NAMESPACE_OID, f"{number}/{key}")), **values}

    for place, (name, vat, registration, iban) in enumerate([*_suppliers(), *_strangers()]):
        vendor = exact.Vendor.objects.create(
            **made(f"v{place}", code=str(place), name=name, vat_number=vat, registration=registration, country="NL"),
            gl_account_id_default=made("4000")["exact_id"],
        )
        if iban:
            exact.VendorBankAccount.objects.create(**made(f"b{place}", vendor=vendor, iban=iban, main=True))
    for code in ("4000", "4100", "7000"):
        exact.GLAccount.objects.create(**made(code, code=code, description="Kosten", kind=110))
    exact.Journal.objects.create(**made("60", code="60", description="Inkoop", kind=22))
    for code, kind, percentage in (("0", "N", "0"), ("2", "E", "0.21"), ("4", "E", "0.09")):
        values = {"code": code, "description": f"Btw {code}", "kind": kind, "percentage": Decimal(percentage)}
        exact.VatCode.objects.create(**made(f"vat{code}", transaction_type="P", **values))
    for treatment, rate, code in _VAT_TABLE:
        confirm(books, treatment, Decimal(rate), "", code, by="bench")
    for month in range(1, 13):
        first = date(2026, month, 1)
        last = date(2026 + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        exact.Period.objects.create(**made(f"p{month}", year=2026, number=month, start=first, end=last))
    return books


def _buyers() -> list[str]:
    """Whom the samples are addressed to."""
    truths = (json.loads(path.read_text("utf-8")) for path in sorted(TRUTHS.glob("*.json")))
    return sorted({str(truth["fields"].get("buyer_name") or "") for truth in truths} - {""})


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
