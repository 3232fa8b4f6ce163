"""The last look before anything is approved or sent: what is booked as owed is the total that a person sees."""

from __future__ import annotations

from exact.posting.payload import gross_of
from workbench.drafts.changing import DraftRefused
from workbench.drafts.states import DraftKind
from workbench.models import Draft
from workbench.posting.payload import Codes, codes_of, entry_lines


def check_payable(draft: Draft, codes: Codes | None = None) -> None:
    """Raise DraftRefused("PAYABLE_DIFFERS") when the entry of an invoice or credit note would owe another amount than
    the draft's total. An incomplete draft has other reasons to stay. With ``codes`` and lines that are read already
    nothing is looked up."""
    if draft.kind not in (DraftKind.PURCHASE_INVOICE, DraftKind.CREDIT_NOTE):
        return
    if draft.vendor_id is None or draft.administration_id is None or draft.issue_date is None:
        return
    try:
        booked = gross_of(entry_lines(draft, codes or codes_of(draft)), draft.currency)
    except ValueError:
        return
    if draft.kind == DraftKind.CREDIT_NOTE:
        booked = -booked
    if booked != draft.payable:
        difference = (draft.payable or 0) - booked
        raise DraftRefused(
            "PAYABLE_DIFFERS", booked=str(booked), payable=str(draft.payable or "0"), difference=str(difference)
        )
