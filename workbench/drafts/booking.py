"""The booking header: what is decided about an entry besides what the invoice says.

The invoice date is a fact of the paper and is sent as it stands (Exact's ``EntryDate`` *is* the invoice date). When it
is booked is a decision of ours: the booking date. From it follows the financial period, which Exact takes apart from
the date (``ReportingYear`` and ``ReportingPeriod``).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from exact.models import PaymentCondition
from workbench.drafts.fields import FieldInvalid
from workbench.drafts.states import DraftKind
from workbench.models import Draft

# Fields of the header that have a default which they follow until somebody sets another value.
DEFAULTED = frozenset({"booking_date", "description", "payment_condition"})
# What means something in one administration only.
OF_THE_BOOKS = ("booking_date", "payment_condition")
# As much as Exact keeps of the text of an entry.
DESCRIPTION_LENGTH = 60


def booking_text(number: str, vendor: str, order: str = "") -> str:
    """The text of an entry when nobody typed one: number, vendor and order, as far as they fit in Exact.

    The order gives way before the vendor's name is cut.
    """
    parts = [part.strip() for part in (number, vendor, order) if part.strip()]
    while len(parts) > 2 and len(" ".join(parts)) > DESCRIPTION_LENGTH:
        parts.pop()
    return " ".join(parts)[:DESCRIPTION_LENGTH].strip()


def default_text(draft: Draft) -> str:
    """The text the draft would be booked with if nobody typed one."""
    if draft.kind in (DraftKind.PURCHASE_ORDER, DraftKind.SALES_ORDER):
        return booking_text(draft.invoice_number, "")
    vendor = draft.vendor_name
    return booking_text(draft.invoice_number, vendor, draft.order_reference)


def chosen(draft: Draft, name: str) -> str:
    """What a person set in the booking header; empty when the default holds."""
    return str(draft.fields.get(name, {}).get("value") or "")


def chosen_day(draft: Draft) -> date | None:
    """The booking date a person set."""
    text = chosen(draft, "booking_date")
    return date.fromisoformat(text) if text else None


def booking_day(draft: Draft) -> date | None:
    """The day whose period the entry goes to: the one chosen, else the invoice's own. None while that is unknown."""
    return chosen_day(draft) or draft.issue_date


def condition_of(draft: Draft) -> str:
    """Code of the payment condition it is booked under: the one chosen, else the vendor's. Empty: Exact's default."""
    vendors = draft.vendor.payment_condition if draft.vendor else ""
    return chosen(draft, "payment_condition") or vendors.strip()


def default_of(draft: Draft, name: str) -> str:
    """What a field of the booking header is when nobody set it, as it is stored; empty where there is none."""
    if name == "booking_date":
        return draft.issue_date.isoformat() if draft.issue_date else ""
    if name == "description":
        return default_text(draft)
    if name == "payment_condition":
        return draft.vendor.payment_condition.strip() if draft.vendor else ""
    return ""


def put(draft: Draft, name: str, value: str, typed: str, stored: dict[str, Any]) -> None:
    """Set a field that has a default; what equals it (or is empty) is not kept. Not saved.

    Raises FieldInvalid for a payment condition that Exact does not have.
    """
    if name == "description":
        value = value[:DESCRIPTION_LENGTH].strip()
    if name == "payment_condition" and value:
        known = PaymentCondition.objects.filter(administration_id=draft.administration_id or 0, gone_at=None)
        if not known.filter(code=value).exists():
            raise FieldInvalid("CONDITION_UNKNOWN", typed)
    if value in ("", default_of(draft, name)):
        draft.fields.pop(name, None)
    else:
        draft.fields[name] = {**stored, "value": value}
