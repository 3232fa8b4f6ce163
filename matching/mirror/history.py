"""A vendor's booked lines as coding learns from them."""

from __future__ import annotations

from exact.models import BookedLine, Vendor
from matching.coding.history import HistoryIndex, HistoryLine
from matching.coding.types import Coding

# The latest bookings decide; older ones could not win against them.
LATEST = 400


def history_of(vendor: Vendor) -> HistoryIndex:
    """The vendor's latest booked lines, oldest first, ready to be asked."""
    rows = (
        BookedLine.objects.filter(vendor=vendor, gone_at=None)
        .exclude(date=None)
        .order_by("-date", "-pk")
        .values_list("date", "description", "gl_account_code", "vat_code", "cost_centre", "cost_unit", "amount")[
            :LATEST
        ]
    )
    lines = [
        HistoryLine(
            vendor_id=vendor.exact_id,
            day=day,
            description=description,
            coding=Coding(gl, vat_code, cost_centre, cost_unit),
            net=amount,
        )
        for day, description, gl, vat_code, cost_centre, cost_unit, amount in rows
        if day is not None
    ]
    return HistoryIndex(reversed(lines))
