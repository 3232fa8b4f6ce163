"""The result of a bulk run as a table for a spreadsheet, and how long one takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from workbench.messages.message import Message

CALLS = 3  # that one document takes: document, attachment, entry
A_MINUTE = 54  # calls that Inboek makes: a tenth of Exact's 60 stays free for other programs


def minutes_for(documents: int) -> int:
    """About how many minutes so many documents take; at least one."""
    return max(1, -(-documents * CALLS // A_MINUTE))


def result_table(rows: Iterable[dict[str, Any]]) -> tuple[list[str], list[list[Any]]]:
    """Head and rows of a run as the screen shows it; what moved out of one's sight is only counted as a row."""
    words = {
        "posted": _("posted"),
        "posting": _("waiting to be sent"),
        "failed": _("Not posted"),
        "left_out": _("left out"),
        "looking": _("being looked up"),
        "held": _("waiting for Exact"),
        "elsewhere": _("taken elsewhere since"),
        "cancelled": _("stopped by you"),
    }
    head = [
        *(_("Administration"), _("Vendor"), _("Number"), _("Currency"), _("Total")),
        *(_("Entry"), _("Result"), _("Reason"), _("Next step")),
    ]
    return head, [_row(row, words.get(row["state"], row["state"])) for row in rows]


def _row(row: dict[str, Any], word: str) -> list[Any]:
    if row["hidden"]:
        return ["", "", "", "", None, "", _("moved to an administration you do not work in"), "", ""]
    draft, told = row["draft"], row["told"]
    why = [f"{told.title} {told.cause}".strip(), str(told.next_step)] if isinstance(told, Message) else ["", ""]
    return [
        draft.books_code,
        draft.vendor_name,
        draft.invoice_number,
        draft.currency,
        draft.payable,
        draft.entry_number,
        word,
        *why,
    ]
