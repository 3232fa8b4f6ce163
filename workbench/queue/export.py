"""Lists of documents as tables for a spreadsheet: what the screen shows, all of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from workbench.messages import describe
from workbench.messages.words import OWNERS
from workbench.models import Draft

Table = tuple[list[str], Iterator[list[Any]]]
HEAVY = ("fields", "match_result", "vendor_result", "vat_result", "vat_rows")


def drafts_table(drafts: QuerySet[Draft]) -> Table:
    """Head and rows of a list in its order, read as they are written; one statement."""
    head = [
        *(_("Administration"), _("Vendor"), _("Number"), _("Order"), _("Date"), _("Due"), _("Currency"), _("Net")),
        *(_("VAT"), _("Total"), _("What is left"), _("Points"), _("Waits for"), _("Received"), _("Entry")),
        *(_("Posted"), _("Reason")),
    ]
    return head, (_row(draft) for draft in _read(drafts))


def _read(drafts: QuerySet[Draft]) -> Iterator[Draft]:
    return drafts.select_related("vendor", "administration", "owner").defer(*HEAVY).iterator(chunk_size=500)


def _row(draft: Draft) -> list[Any]:
    blocker = draft.first_blocker or {}
    left = str(describe(blocker["code"], blocker.get("params")).title) if blocker.get("code") else ""
    others = str(OWNERS.get(blocker.get("owner", ""), blocker.get("owner", ""))) if draft.turn == "others" else ""
    return [
        draft.books_code,
        draft.vendor_name,
        draft.invoice_number,
        draft.order_reference,
        draft.issue_date,
        draft.due_date,
        draft.currency,
        draft.net_total,
        draft.vat_total,
        draft.payable,
        left,
        draft.blockers,
        _waits_for(draft) or (draft.owner.get_username() if draft.owner else others),
        draft.received_at,
        draft.entry_number,
        draft.posted_at,
        draft.rejected_reason,
    ]


def _waits_for(draft: Draft) -> str:
    """Whose approval it waits for by name, as the list shows it."""
    return ", ".join(name for _key, name in (draft.route or {}).get("waits", []))


def senders_table(drafts: QuerySet[Draft]) -> Table:
    """Senders whose vendor is not known, with what their documents say of them."""
    head = [
        *(_("Administration"), _("Vendor"), _("VAT number"), _("Reg."), _("IBAN"), _("Number"), _("Date")),
        *(_("Currency"), _("Total"), _("Received")),
    ]
    rows = drafts.select_related("administration").defer(*HEAVY[1:]).iterator(chunk_size=500)
    return head, (_sender(draft) for draft in rows)


def _sender(draft: Draft) -> list[Any]:
    said = [draft.fields.get(name, {}).get("value", "") for name in ("supplier_vat", "supplier_registration")]
    return [
        draft.books_code,
        draft.supplier_name,
        *said,
        draft.fields.get("supplier_iban", {}).get("value", ""),
        draft.invoice_number,
        draft.issue_date,
        draft.currency,
        draft.payable,
        draft.received_at,
    ]
