"""What people answered and taught about orders, in the books of the rights matrix."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from exact.models import Administration, GoodsReceipt, GoodsReceiptLine, PurchaseOrder, PurchaseOrderLine
from matching.models import LearnedPair, SplitTemplate
from workbench.accounts.people import Person
from workbench.models import Draft, Hold, MatchAnswer, MatchLevelException, ReceiptConsumption, ToleranceException


@dataclass
class Taught:
    """An open price difference with an answer that waits, a receipt linked afterwards, a pair, a division, and a
    tolerance of the vendor."""

    hold: Hold
    answer: MatchAnswer
    consumption: ReceiptConsumption
    identities: dict[str, Any]


def taught_in(administration: Administration, draft: Draft, order: PurchaseOrder, by: Person, other: Person) -> Taught:
    """Make it; ``other`` gave the answer."""
    line, vendor = draft.lines.get(), administration.vendors.get()
    key = str(administration.division)
    order_line = PurchaseOrderLine.objects.create(order=order, exact_id=f"pol-{key}", line_number=1, quantity=1)
    receipt = GoodsReceipt.objects.create(administration=administration, exact_id=f"gr-{key}", number="GEHEIM-GR")
    received = GoodsReceiptLine.objects.create(
        receipt=receipt, exact_id=f"grl-{key}", order_line=order_line, quantity=Decimal(1)
    )
    figures = {"line": str(line.position), "difference": "5.00", "worth": "5.00"}
    hold = Hold.objects.create(
        draft=draft, code="PRICE_HIGH", key="PRICE_HIGH|lines.1|", severity="hold", params=figures, owner_role="buyer"
    )
    answer = MatchAnswer.objects.create(
        draft=draft,
        line=line,
        code=hold.code,
        hold_key=hold.key,
        kind="accept",
        reason="geheim",
        amount=Decimal(5),
        by_id=other.pk,
        needs_second=True,
    )
    consumption = ReceiptConsumption.objects.create(
        draft_line=line, receipt_line=received, quantity=Decimal(1), linked_by_id=by.pk, linked_at=timezone.now()
    )
    pair = LearnedPair.objects.create(
        administration=administration, vendor=vendor, theirs="geheim", ours="M6", confirmed_by="clerk"
    )
    division = SplitTemplate.objects.create(administration=administration, name="Geheim")
    tolerance = ToleranceException.objects.create(
        administration=administration,
        kind="PRICE_UNIT",
        side="upper",
        vendor=vendor,
        percent=Decimal(3),
        set_by="admin",
    )
    level = MatchLevelException.objects.create(
        administration=administration, vendor=vendor, level="two_way", set_by="admin"
    )
    named = {"kind": "pair", "row_id": pair.pk, "template_id": division.pk, "tolerance_id": tolerance.pk}
    named["level_id"] = level.pk
    return Taught(hold, answer, consumption, named)
