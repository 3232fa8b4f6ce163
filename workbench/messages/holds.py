"""Why a draft is stopped, who moves next, and how it is released."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workbench.messages.message import Message

HOLDS: dict[str, Message] = {
    # vendor
    "VENDOR_UNMAPPED": Message(
        _("Vendor not known"),
        _("%(name)s was not found for certain among the vendors in Exact."),
        _("Choose the vendor; the choice is remembered."),
    ),
    "VENDOR_BLOCKED": Message(
        _("Vendor is blocked in Exact"),
        _("%(name)s may not be used."),
        _("Unblock it in Exact, or choose another vendor."),
    ),
    "VENDOR_MISMATCH": Message(
        _("Order and invoice have different vendors"),
        _("%(order)s belongs to %(vendor)s."),
        _("Choose another order or vendor."),
    ),
    "VENDOR_CONFLICT": Message(
        _("Details point to different vendors"), _("%(reason)s"), _("Compare them and choose the vendor.")
    ),
    "IBAN_CHANGED": Message(
        _("IBAN differs from Exact"),
        _("The invoice says %(iban)s; Exact knows %(known)s."),
        _("Call the vendor on a number you already had, and record the call."),
    ),
    "IBAN_SHARED": Message(_("This IBAN belongs to two vendors"), _("%(vendors)s"), _("Find out whose it is.")),
    "IBAN_COUNTRY": Message(
        _("IBAN from another country"),
        _("Vendor in %(vendor)s, account in %(iban)s."),
        _("Check the account with the vendor."),
    ),
    "LOOKALIKE_SENDER": Message(
        _("Sender looks like a known vendor"),
        _("%(domain)s resembles %(known)s."),
        _("Do not trust the mail; call the vendor on a known number."),
    ),
    "SENDER_UNKNOWN": Message(_("First mail from this sender"), _("%(sender)s"), _("Check that you know this sender.")),
    # administration and kind
    "WRONG_ADMINISTRATION": Message(
        _("Addressed to another administration"),
        _("The document names %(buyer)s."),
        _("Move it with one click, or confirm that it belongs here."),
    ),
    "ADMINISTRATION_UNCLEAR": Message(_("Administration not clear"), _("%(reason)s"), _("Choose the administration.")),
    "NOT_AN_INVOICE": Message(_("Not an invoice"), _("This looks like: %(type)s."), _("File it, or say what it is.")),
    "DUPLICATE_SUSPECT": Message(
        _("Looks like %(number)s"), _("%(reason)s"), _("Compare the two and reject one, or say that both are right.")
    ),
    "DUPLICATE_ERS": Message(
        _("Already paid by self-billing"), _("%(reason)s"), _("Reject this invoice, or say why it is another one.")
    ),
    # coding
    "GL_UNKNOWN": Message(
        _("Line %(line)s: no GL account"),
        _("Nothing in rules, orders or history tells which."),
        _("Choose the account."),
    ),
    "COST_CENTRE_MISSING": Message(
        _("Line %(line)s: cost centre missing"), _("Account %(account)s requires one."), _("Choose the cost centre.")
    ),
    "COST_UNIT_MISSING": Message(
        _("Line %(line)s: cost unit missing"), _("Account %(account)s requires one."), _("Choose the cost unit.")
    ),
    "VAT_CODE_UNMAPPED": Message(
        _("Line %(line)s: no VAT code for %(treatment)s"),
        _("No code of this administration is set for it."),
        _("Choose the code on the line; the admin can set it for good."),
    ),
    "VAT_TREATMENT_CONFLICT": Message(
        _("VAT is contradictory"), _("%(reason)s"), _("Decide the VAT treatment per line.")
    ),
    "TAX_VARIANCE": Message(
        _("VAT differs from what it should be"),
        _("%(reason)s"),
        _("Check the VAT; ask the supplier for a corrected invoice when it is wrong."),
    ),
    "VAT_REVIEW": Message(_("VAT needs a person"), _("%(reason)s"), _("Choose the VAT treatment.")),
    "LINES_TOTAL": Message(
        _("Lines do not add up to the net amount"),
        _("Lines %(lines)s, net %(net)s, difference %(difference)s."),
        _("Correct the lines, or add the missing one."),
    ),
    # match
    "AWAIT_RECEIPT": Message(
        _("Line %(line)s: %(received)s of %(billed)s received"),
        _("The goods are not all booked in."),
        _("Nothing to do: it releases itself on receipt."),
    ),
    "QTY_RECEIVED": Message(
        _("Line %(line)s: more billed than received"),
        _("%(billed)s billed, %(received)s received."),
        _("Ask receiving, short-pay, or override with a reason."),
    ),
    "QTY_ORDERED": Message(
        _("Line %(line)s: more billed than ordered"),
        _("%(billed)s billed, %(ordered)s ordered."),
        _("Ask the buyer, or ask for a credit note."),
    ),
    "QTY_ACCEPTED": Message(
        _("Line %(line)s: more billed than accepted"),
        _("%(billed)s billed, %(accepted)s accepted."),
        _("Wait for inspection, return or credit."),
    ),
    "QTY_UNDER": Message(_("Line %(line)s: less billed than received"), _("%(reason)s"), _("For information.")),
    "PRICE_HIGH": Message(
        _("Line %(line)s: price %(percent)s %% above the order"),
        _("Tolerance %(tolerance)s, difference %(difference)s."),
        _("Ask the buyer, short-pay, or accept with a reason."),
    ),
    "PRICE_LOW": Message(
        _("Line %(line)s: price %(percent)s %% below the order"),
        _("Tolerance %(tolerance)s, difference %(difference)s. It may be another item."),
        _("Check the item, or accept with a reason."),
    ),
    "PRICE_TOTAL": Message(
        _("Line %(line)s: order amount exceeded"), _("Difference %(difference)s."), _("Ask the buyer.")
    ),
    "CHARGE_NOT_ON_PO": Message(
        _("Charge not on the order: %(amount)s"), _("%(description)s"), _("Accept with a reason, or ask the supplier.")
    ),
    "CHARGE_HIGH": Message(_("Charge higher than ordered"), _("Difference %(difference)s."), _("Ask the buyer.")),
    "PO_MISSING": Message(
        _("Order number missing"), _("This vendor works on orders."), _("Link an order, or ask who ordered it.")
    ),
    "PO_NOT_FOUND": Message(
        _("Order %(order)s not found"), _("No such order of this vendor is open."), _("Link another order.")
    ),
    "PO_CLOSED": Message(
        _("Order %(order)s is closed"), _("Nothing is open on it."), _("Link another order, or reopen it.")
    ),
    "LINE_AMBIGUOUS": Message(
        _("Line %(line)s fits more than one order line"), _("%(count)s candidates."), _("Choose one with 1, 2 or 3.")
    ),
    "UOM_UNKNOWN": Message(
        _("Line %(line)s: unit %(unit)s against %(order_unit)s"),
        _("The factor is not known."),
        _("Confirm the proposed factor; it is remembered."),
    ),
    "CURRENCY_MISMATCH": Message(
        _("Currency differs from the order"),
        _("Invoice %(invoice)s, order %(order)s."),
        _("Exact refuses this; ask for a corrected invoice or order."),
    ),
    "INVOICE_TOTAL": Message(
        _("Total differs from the orders"), _("Difference %(difference)s."), _("Check the lines that differ.")
    ),
    "LINE_AMOUNT": Message(
        _("Line %(line)s: amount differs"), _("Difference %(difference)s."), _("Check price and quantity.")
    ),
    "BLANKET_AMOUNT": Message(
        _("Contract amount used up"), _("%(difference)s over."), _("Extend the contract, or reject.")
    ),
    "BLANKET_DATE": Message(_("Outside the contract's dates"), _("%(reason)s"), _("Extend the contract, or reject.")),
    "CREDIT_EXCEEDS": Message(_("Credit exceeds what was invoiced"), _("%(reason)s"), _("Check the credit note.")),
    "TAX_VARIANCE_TOTAL": Message(_("VAT outside tolerance"), _("%(reason)s"), _("Check the VAT.")),
    # period and amounts
    "PERIOD_CLOSED": Message(
        _("Period %(period)s is closed"),
        _("Exact will refuse the entry."),
        _("Open the period in Exact, or change the booking date."),
    ),
    "SPLIT_UNDER_LIMIT": Message(
        _("Several invoices just under the limit"),
        _("%(reason)s"),
        _("Approve them together, with the limit of their sum."),
    ),
    "UNUSUAL_AMOUNT": Message(_("Unusual amount"), _("%(reason)s"), _("Check that this is expected.")),
    "BE_NOT_STRUCTURED": Message(
        _("Not a structured e-invoice"),
        _("Belgian B2B invoices must be sent through Peppol since 1 January 2026."),
        _("Book it, and ask the supplier to send it through Peppol."),
    ),
    "MANDATORY_MISSING": Message(
        _("Mandatory details are missing"),
        _("%(fields)s"),
        _("Ask the supplier for a corrected invoice; the VAT deduction is at risk."),
    ),
    "APPROVAL_SECOND": Message(_("Second approval needed"), _("%(reason)s"), _("Ask a second approver.")),
    "MANUAL": Message(_("On hold: %(reason)s"), _("Put on hold by %(by)s."), _("Release it when the reason is gone.")),
    "AUDIT_SAMPLE": Message(_("Sample for the auditor"), _("Chosen at random."), _("The auditor releases it.")),
}
