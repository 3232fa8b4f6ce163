"""A vendor's booked lines as coding learns from them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from exact.models import BookedLine, Vendor
from exact.prepared import Prepared
from matching.coding.history import HistoryIndex, HistoryLine
from matching.coding.types import Coding

# The latest bookings decide; older ones could not win against them.
LATEST = 400


def history_of(vendor: Vendor) -> HistoryIndex:
    """The vendor's latest booked lines, oldest first, ready to be asked."""
    lines = [
        HistoryLine(
            vendor_id=vendor.exact_id,
            day=day,
            description=description,
            coding=Coding(gl, vat_code, cost_centre, cost_unit),
            net=amount,
        )
        for day, description, gl, vat_code, cost_centre, cost_unit, amount in _BOOKED.ask(vendor.pk)
        if day is not None
    ]
    return HistoryIndex(reversed(lines))


def _booked(vendor: Any) -> QuerySet[Any, Any]:
    rows = BookedLine.objects.filter(vendor=vendor, gone_at=None).exclude(date=None).order_by("-date", "-pk")
    columns = ("date", "description", "gl_account_code", "vat_code", "cost_centre", "cost_unit", "amount")
    return rows.values_list(*columns)[:LATEST]


_BOOKED = Prepared(_booked, (BookedLine, "vendor"))
