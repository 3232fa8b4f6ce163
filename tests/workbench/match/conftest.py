"""Books with orders and receipts, made directly in the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest
from django.test import override_settings

from domain.reading import ReadLine
from exact.models import Administration, GoodsReceipt, GoodsReceiptLine, PurchaseOrder, PurchaseOrderLine, Vendor
from tests.workbench.support import desk
from workbench.accounts.people import Person
from workbench.drafts.states import DraftState
from workbench.models import Draft
from workbench.pipeline.derive import derive_by_id

_number = count(1)


@dataclass
class Purchasing:
    """One administration with a vendor; ``ann`` and ``bob`` are clerks, ``pia`` approves."""

    books: Administration
    ann: Person
    bob: Person
    pia: Person

    @property
    def vendor(self) -> Vendor:
        return self.books.vendors.get()

    def order(
        self,
        number: str = "20260001",
        *,
        quantity: str = "10",
        price: str = "10.00",
        item: str = "M6",
        unit: str = "st",
        text: str = "Bouten M6",
        line: int = 1,
        received: str = "0",
    ) -> PurchaseOrderLine:
        """One order line (its order made when new); ``received`` also makes a receipt."""
        head, _ = PurchaseOrder.objects.get_or_create(
            administration=self.books,
            number=number,
            defaults={
                "vendor": self.vendor,
                "exact_id": desk.guid(self.books.division, f"po{number}"),
                "date": date(2026, 10, 1),
            },
        )
        made = PurchaseOrderLine.objects.create(
            order=head,
            exact_id=desk.guid(self.books.division, f"pol{number}/{line}"),
            line_number=line,
            item_code=item,
            description=text,
            unit=unit,
            quantity=Decimal(quantity),
            net_price=Decimal(price),
            net_amount=Decimal(quantity) * Decimal(price),
        )
        if Decimal(received):
            self.receive(made, received)
        return made

    def receive(self, line: PurchaseOrderLine, quantity: str, *, day: int = 10) -> GoodsReceiptLine:
        """Goods come in."""
        key = desk.guid(self.books.division, f"gr{next(_number)}")
        receipt = GoodsReceipt.objects.create(
            administration=self.books, exact_id=key, number=f"GR-{key[:6]}", date=date(2026, 10, day)
        )
        made = GoodsReceiptLine.objects.create(
            receipt=receipt, exact_id=f"{key}/1", order_line=line, quantity=Decimal(quantity)
        )
        line.received += Decimal(quantity)
        line.save()
        return made

    def bill(
        self,
        number: str,
        quantity: str = "10",
        price: str = "10.00",
        *,
        order: str = "20260001",
        text: str = "Bouten M6",
        unit: str = "st",
        code: str = "L-6",
        day: str = "2026-11-03",
        kind: str = "invoice",
        currency: str = "EUR",
        original: str = "",
    ) -> Draft:
        """An invoice of one line for an order, judged."""
        net = str((Decimal(quantity) * Decimal(price)).quantize(Decimal("0.01")))
        found = desk.reading(
            number, net, day=day, type=kind, order_reference=order, currency=currency, original_invoice=original
        )
        line = ReadLine(
            text, quantity=quantity, unit=unit, unit_price=price, net_amount=net, vat_rate="21", item_code=code
        )
        return desk.made(self.books, number, reading=replace(found, lines=(line,)))

    def again(self, draft: Draft) -> Draft:
        """The draft judged again."""
        derive_by_id(draft.pk)
        draft.refresh_from_db()
        return draft

    def decided(self, draft: Draft, state: DraftState = DraftState.POSTED) -> Draft:
        """The draft as if it had been approved and posted."""
        Draft.objects.filter(pk=draft.pk).update(state=state.value)
        draft.refresh_from_db()
        return draft


@pytest.fixture
def purchasing(db: None, tmp_path: Path) -> Iterator[Purchasing]:
    with override_settings(BLOB_ROOT=tmp_path / "blobs", INBOEK_HOME=tmp_path):
        books = desk.books()
        people = [
            desk.person(name, books, role) for name, role in (("ann", "clerk"), ("bob", "clerk"), ("pia", "approver"))
        ]
        yield Purchasing(books, *people)


def open_codes(draft: Draft) -> list[str]:
    """Codes of the open holds of the match."""
    return [code for code in desk.holds_of(draft) if code not in ("GL_UNKNOWN", "VAT_CODE_UNMAPPED")]
