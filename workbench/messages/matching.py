"""Holds of the match between order, receipt and invoice."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Message

MATCHING: dict[str, Message] = {
    "AWAIT_RECEIPT": Message(
        _("%(received)s of %(billed)s received"),
        _("%(quantity)s %(unit)s of order %(order)s are not booked in yet."),
        _("Nothing to do: it releases itself on receipt."),
        Message(
            _("Not all received yet"),
            _("%(quantity)s of order %(order)s not booked in yet."),
            _("Nothing to do: it releases itself on receipt."),
        ),
    ),
    "QTY_RECEIVED": Message(
        _("More billed than received"),
        _("%(billed)s billed, %(received)s received."),
        _("Ask receiving, short-pay, or override with a reason."),
        Message(
            _("More billed than received"),
            _("%(quantity)s of order %(order)s not received."),
            _("Ask receiving, short-pay, or override with a reason."),
        ),
    ),
    "QTY_ORDERED": Message(
        _("More billed than ordered"),
        _("%(actual)s billed, %(expected)s ordered."),
        _("Ask the buyer, or ask for a credit note."),
    ),
    "QTY_ACCEPTED": Message(
        _("More billed than accepted"),
        _("%(actual)s billed, %(expected)s accepted."),
        _("Wait for inspection, return or credit."),
    ),
    "QTY_UNDER": Message(
        _("Less billed than received"),
        _("%(actual)s billed, %(expected)s expected."),
        _("Ask the supplier whether the rest follows, or accept with a reason."),
    ),
    "PRICE_HIGH": Message(
        _("Price %(percent)s %% above the order"),
        _("Tolerance %(tolerance)s, difference %(difference)s."),
        _("Ask the buyer, short-pay, or accept with a reason."),
        Message(
            _("Price above the order"),
            _("%(actual)s billed, %(expected)s ordered."),
            _("Ask the buyer, short-pay, or accept with a reason."),
        ),
    ),
    "PRICE_LOW": Message(
        _("Price %(percent)s %% below the order"),
        _("Tolerance %(tolerance)s, difference %(difference)s. It may be another item."),
        _("Check the item, or accept with a reason."),
        Message(
            _("Price below the order"),
            _("%(actual)s billed, %(expected)s ordered. It may be another item."),
            _("Check the item, or accept with a reason."),
        ),
    ),
    "PRICE_TOTAL": Message(
        _("Order amount exceeded"),
        _("%(actual)s billed, %(expected)s ordered."),
        _("Ask the buyer, or accept with a reason."),
    ),
    "LINE_AMOUNT": Message(
        _("Amount of the line differs from the order"),
        _("%(actual)s billed, %(expected)s ordered."),
        _("Check price and quantity."),
    ),
    "INVOICE_TOTAL": Message(
        _("Total differs from the orders"),
        _("%(actual)s billed, %(expected)s ordered."),
        _("Check the lines that differ."),
    ),
    "CHARGE_NOT_ON_PO": Message(
        _("Charge not on the order: %(actual)s"),
        _("Kind of cost: %(about)s."),
        _("Accept with a reason, or ask the supplier."),
        Message(
            _("Charge not on the order"),
            _("%(actual)s billed, nothing ordered."),
            _("Accept with a reason, or ask the supplier."),
        ),
    ),
    "CHARGE_HIGH": Message(
        _("Charge higher than ordered"), _("%(actual)s billed, %(expected)s ordered."), _("Ask the buyer.")
    ),
    "PO_MISSING": Message(
        _("Order number missing"),
        _("Invoices of this administration need an order."),
        _("Link an order, or ask who ordered it."),
    ),
    "PO_NOT_FOUND": Message(
        _("Order %(order)s not found"), _("No such order of this vendor is open."), _("Link another order.")
    ),
    "PO_CLOSED": Message(
        _("Order %(order)s is closed"), _("Nothing is open on it."), _("Link another order, or reopen it in Exact.")
    ),
    "LINE_NOT_ON_PO": Message(
        _("Not on the order"),
        _("%(description)s is on none of its lines."),
        _("Ask the buyer, choose an order line, or book it without one."),
        Message(
            _("Not on the order"),
            _("None of its lines fits."),
            _("Ask the buyer, choose an order line, or book it without one."),
        ),
    ),
    "LINE_AMBIGUOUS": Message(
        _("Is this order line %(order_line)s?"),
        _("It is the only one that looks like it, and it does not fit for certain."),
        _("Take it with 1, or say with 0 that it is none."),
        Message(
            _("Fits more than one order line"),
            _("Candidates: %(candidates)s."),
            _("Choose one with 1, 2 or 3."),
            Message(
                _("The order number fits more than one order"),
                _("%(reference)s is not exact enough."),
                _("Choose the order line."),
                Message(
                    _("Fits more than one order line"), _("They fit equally well."), _("Choose one with 1, 2 or 3.")
                ),
            ),
        ),
    ),
    "UOM_UNKNOWN": Message(
        _("Billed per %(theirs)s, ordered per %(ours)s"),
        _("The factor seems to be %(implied_factor)s."),
        _("Confirm the factor; it is remembered."),
        Message(
            _("Billed per %(theirs)s, ordered per %(ours)s"),
            _("The factor is not known."),
            _("Fill in the factor; it is remembered."),
            Message(_("Units differ"), _("The factor is not known."), _("Fill in the factor; it is remembered.")),
        ),
    ),
    "CURRENCY_MISMATCH": Message(
        _("Currency differs from the order"),
        _("Invoice in %(theirs)s, order %(order)s in %(ours)s."),
        _("Exact refuses this; ask for a corrected invoice or order."),
    ),
    "BLANKET_AMOUNT": Message(
        _("Contract amount used up"),
        _("%(actual)s billed in all, %(expected)s agreed."),
        _("Extend the contract, or reject."),
    ),
    "BLANKET_DATE": Message(
        _("Outside the contract's dates"),
        _("Order %(order)s does not run on the invoice date."),
        _("Extend the contract, or reject."),
    ),
    "DATE_EARLY": Message(
        _("Billed before the delivery date"),
        _("%(actual)s days early on order %(order)s."),
        _("Ask the buyer, or wait for the delivery."),
    ),
    "PREPAYMENT_OPEN": Message(
        _("Prepayment not taken off"),
        _("%(open)s was prepaid on order %(order)s."),
        _("Ask for a corrected invoice, or take the prepayment off."),
    ),
    "CREDIT_EXCEEDS": Message(
        _("Credit exceeds what was invoiced"),
        _("Credited %(credited)s; at most %(most)s: %(against)s."),
        _("Check the credit note against the order."),
    ),
    "CREDIT_WITHOUT_ORIGINAL": Message(
        _("The credited invoice is not here"),
        _("Invoice %(original)s was not booked on these orders."),
        _("Choose the invoice or order it belongs to."),
    ),
}
