"""What vendors and customers call our items: taught by a person on an order's line, used on the next order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from matching.models import CustomerItem, LearnedPair
from matching.three_way.learned import forget, teach_pair
from matching.three_way.score import fold

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from exact.models import Customer, Vendor

LENGTH = 300


def key_of(theirs: str) -> str:
    """A code or text as it is kept and compared."""
    return fold(theirs)[:LENGTH]


def taught_by(vendor: Vendor | None, customer: Customer | None) -> dict[str, str]:
    """Our item codes by what this party calls them (see ``key_of``); one statement, none without a party."""
    if vendor is not None:
        rows = LearnedPair.objects.filter(vendor=vendor, ended_at=None, refused=False)
        return dict(rows.order_by("id").values_list("theirs", "ours"))
    if customer is not None:
        return dict(CustomerItem.objects.filter(customer=customer, ended_at=None).values_list("theirs", "ours"))
    return {}


@transaction.atomic
def teach(vendor: Vendor | None, customer: Customer | None, *, theirs: str, ours: str, by: str) -> bool:
    """Remember that this party's code (or text) means our item; replaces what it meant before. False when there is
    nothing to remember: no party, no name, or the name is our own code."""
    if not key_of(theirs) or not ours or key_of(theirs) == key_of(ours):
        return False
    if vendor is not None:
        return teach_pair(vendor, theirs=theirs, ours=ours, by=by) is not None
    if customer is None:
        return False
    live = CustomerItem.objects.select_for_update().filter(customer=customer, theirs=key_of(theirs), ended_at=None)
    if live.filter(ours=ours).exists():
        return True
    live.update(ended_at=timezone.now(), ended_by=by)
    CustomerItem.objects.create(
        administration_id=customer.administration_id,
        customer=customer,
        theirs=key_of(theirs),
        ours=ours,
        confirmed_by=by,
    )
    return True


def unteach(vendor: Vendor | None, customer: Customer | None, *, theirs: str, ours: str, by: str) -> None:
    """A choice was taken back: what it taught does not count any more."""
    live: QuerySet[LearnedPair] | QuerySet[CustomerItem] = (
        LearnedPair.objects.filter(vendor=vendor, refused=False)
        if vendor is not None
        else CustomerItem.objects.filter(customer=customer)
    )
    for row in live.filter(theirs=key_of(theirs), ours=ours, ended_at=None):
        forget(row, by)
