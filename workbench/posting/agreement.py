"""The last look before anything is approved or sent: what is booked as owed is the total that a person sees."""

from __future__ import annotations

from exact.posting.payload import entry_amount
from workbench.drafts.changing import DraftRefused
from workbench.drafts.states import DraftKind
from workbench.models import Draft
from workbench.posting.payload import Codes, entry_of


def check_payable(draft: Draft, codes: Codes | None = None) -> None:
    """Raise DraftRefused("PAYABLE_DIFFERS") when the entry of an invoice or credit note would owe another amount than
    the draft's total. An incomplete draft has other reasons to stay."""
    if draft.kind not in (DraftKind.PURCHASE_INVOICE, DraftKind.CREDIT_NOTE):
        return
    try:
        booked = entry_amount(entry_of(draft, codes))
    except ValueError:
        return
    if booked != draft.payable:
        difference = (draft.payable or 0) - booked
        raise DraftRefused(
            "PAYABLE_DIFFERS", booked=str(booked), payable=str(draft.payable or "0"), difference=str(difference)
        )
