"""How the figures of a month end are counted, in words, by the name of their table; and what stands in an empty one."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HOW: Mapping[str, tuple[str | Promise, ...]] = {
    "proposal": (
        _(
            "What to book at the cut-off day and to take back on the next: goods received without an invoice, and "
            "invoices that do not stand in Exact yet. Without VAT, in the administration's own currency; credit notes "
            "lower it. Goods that an invoice in process bills count with that invoice only."
        ),
        _(
            "Goods stand on the account of the item, else on the vendor's in Exact, with the order's cost centre. "
            "What has no account yet stands in a row without one. Possible copies are not in it, nor amounts "
            "in a currency for which Exact has no rate."
        ),
    ),
    "received": (
        _(
            "Per order line: received up to and including the cut-off day, minus what invoices bill that are booked by "
            "then (in Exact or still in process), at the order's net price. An invoice is booked by its booking date, "
            "else by its own date. What was billed ahead of its goods lowers nothing."
        ),
        _(
            "As known now: a receipt or invoice that came in later with an earlier date counts. A credit note makes "
            "goods open again, unless Exact knows of their return. Foreign currency by Exact's rate at the cut-off."
        ),
        _(
            "Left out: orders whose invoicing is complete in Exact, and those of more than two years before. "
            "Where Exact has no receipts but only a quantity received, its day is not known and it counts."
        ),
    ),
    "process": (
        _(
            "Invoices and credit notes that do not stand in Exact as of now and belong to the period by their booking "
            "date, else their own, else the day they came in. Net amounts, foreign currency by Exact's rate of the "
            "invoice date. Costs that are spread over months count whole."
        ),
        _(
            "Possible copies are in review because they may be the same invoice as another one. They stand here so "
            "that nothing is hidden, and are not in the proposal."
        ),
    ),
    "forecast": (
        _(
            "What leaves on the last day to pay, with VAT, in the administration's own currency: what is open in "
            "Exact, what is in Exact not yet, and apart from both what vendors collect (direct debit), posted or not. "
            "Credit notes lower the week they fall in."
        ),
        _(
            "The day is the one on the invoice; else by the payment condition; else 30 days after the invoice date, "
            "and then only expected. Paid at the till or by card is left out, and so are possible copies. "
            "Foreign currency by Exact's rate; without one it is not in the amounts."
        ),
        _(
            "What is open in Exact is read once an hour. What is in a payment run there counts until it is paid. "
            "Whether money will come in, this does not say."
        ),
    ),
    "discounts": (
        _(
            "Invoices whose last day for a payment discount has not passed: of what is open in Exact as Exact says; of "
            "what is not in Exact yet by the payment condition it is booked under."
        ),
    ),
    "holders": (_("Documents in review, approved or failed, with the day the first of them is due."),),
    "due": (_("Everything overdue or due up to and including Sunday, the vendor with the oldest first; at most 100."),),
}

EMPTY: Mapping[str, str | Promise] = {
    "proposal": _("Nothing is to be accrued at this day."),
    "received": _("All goods received by this day are billed."),
    "process": _("Every invoice of this period stands in Exact."),
    "forecast": _("Nothing is to be paid."),
    "discounts": _("No discount can be had now."),
    "holders": _("Every invoice stands in Exact."),
    "due": _("Nothing is overdue, and nothing is due this week."),
    "behind": _("No document stands behind this any more."),
}
